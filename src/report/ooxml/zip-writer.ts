/** A plain ZIP archive (APPNOTE 6.3.10): deflated entries, UTF-8 names, no clock, so that equal input gives equal bytes. */
import { platform } from '#platform';
import { concat } from '../../formats/zip/concat.js';
import { crc32 } from '../../formats/zip/crc32.js';

export interface ZipPart {
  readonly name: string;
  readonly text: string;
}

const MOST_BYTES = 0xffff_ffff;
const MOST_PARTS = 0xffff;
/** Names are UTF-8 (bit 11). */
const FLAGS = 0x800;
const DEFLATED = 8;
/** 1980-01-01, the first day that the format knows. */
const DAY = 0x21;

/** @throws RangeError above 4 GiB or 65,535 entries: ZIP64 is not written. */
export async function writeZip(parts: readonly ZipPart[]): Promise<Uint8Array> {
  if (parts.length > MOST_PARTS)
    throw new RangeError(`zip: ${parts.length} entries are more than ${MOST_PARTS}`);
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = encoder.encode(part.name);
    const bytes = encoder.encode(part.text);
    const packed = await platform.deflateRaw(bytes);
    const shared: readonly [number, number][] = [
      [2, 20],
      [2, FLAGS],
      [2, DEFLATED],
      [2, 0],
      [2, DAY],
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ];
    const local = fields([[4, 0x0403_4b50], ...shared]);
    directory.push(
      fields([[4, 0x0201_4b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]),
      name,
    );
    chunks.push(local, name, packed);
    offset += local.length + name.length + packed.length;
    if (offset > MOST_BYTES || bytes.length > MOST_BYTES)
      throw new RangeError('zip: the archive is above 4 GiB');
  }
  const size = directory.reduce((sum, chunk) => sum + chunk.length, 0);
  const count = parts.length;
  const end = fields([
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
  return concat([...chunks, ...directory, end]);
}

/** Little-endian numbers, `[width, value]`. */
function fields(list: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of list) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}
