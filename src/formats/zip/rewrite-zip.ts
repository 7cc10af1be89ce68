/**
 * Puts new content into some entries and leaves every other byte that matters as it was.
 *
 * Unchanged entries keep their compressed data, headers, dates and extra fields; only offsets move. The
 * directory is rebuilt from its own records, so entries that it does not list (and anything between
 * entries) are dropped: a redacted file must not keep what nobody looks at.
 */
import { platform } from '#platform';
import { readStructure } from './central-directory.js';
import { concat } from './concat.js';
import { crc32 } from './crc32.js';

const NARROW = 0xffffffff;

/**
 * @param replacements New content by entry name, as `ZipEntry.name` has it.
 * @throws RangeError when a name is not in the archive, stands twice, or the archive can't be rewritten
 *   safely (no directory, overlapping entries, ZIP64 sizes).
 */
export async function rewriteZip(
  bytes: Uint8Array,
  replacements: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array> {
  const structure = readStructure(bytes, 0xffff);
  if (structure === undefined || structure.truncated || structure.missing > 0) {
    throw new RangeError('the archive has no complete directory');
  }
  const listed = structure.entries.filter((entry) => !entry.unlisted);
  if (listed.some((entry) => entry.overlaps)) throw new RangeError('entries of the archive overlap');
  for (const name of replacements.keys()) {
    if (listed.filter((entry) => entry.name === name).length !== 1) {
      throw new RangeError('an entry to replace is not in the archive, or stands there twice');
    }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Uint8Array[] = [];
  const headers: Uint8Array[] = [];
  let offset = 0;
  let central = centralStart(view, bytes.length);
  for (const entry of listed) {
    const centralEnd =
      central +
      46 +
      view.getUint16(central + 28, true) +
      view.getUint16(central + 30, true) +
      view.getUint16(central + 32, true);
    const header = bytes.slice(central, centralEnd);
    const edit = new DataView(header.buffer);
    central = centralEnd;
    if (edit.getUint32(20, true) === NARROW || edit.getUint32(42, true) === NARROW) {
      throw new RangeError('the archive uses ZIP64 sizes');
    }
    const local = bytes.slice(entry.headerStart, entry.dataStart);
    const localEdit = new DataView(local.buffer);
    let data = bytes.subarray(entry.dataStart, entry.dataStart + entry.packedSize);
    const content = replacements.get(entry.name);
    let { crc, size } = entry;
    if (content !== undefined) {
      data = entry.method === 0 ? content : await platform.deflateRaw(content);
      const method = entry.method === 0 ? 0 : 8;
      crc = crc32(content);
      size = content.length;
      edit.setUint16(10, method, true);
      localEdit.setUint16(8, method, true);
    }
    // Sizes are known now: no descriptor, no need to search for one.
    for (const [target, flagsAt, crcAt] of [
      [edit, 8, 16],
      [localEdit, 6, 14],
    ] as const) {
      target.setUint16(flagsAt, entry.flags & ~8 & (content === undefined ? 0xffff : ~1), true);
      target.setUint32(crcAt, crc, true);
      target.setUint32(crcAt + 4, data.length, true);
      target.setUint32(crcAt + 8, size, true);
    }
    edit.setUint32(42, offset, true);
    chunks.push(local, data);
    headers.push(header);
    offset += local.length + data.length;
  }
  const directory = concat(headers);
  const end = bytes.slice(endStart(view, bytes.length));
  const endEdit = new DataView(end.buffer);
  endEdit.setUint32(12, directory.length, true);
  endEdit.setUint32(16, offset, true);
  const tail = end.subarray(0, Math.min(end.length, 22 + endEdit.getUint16(20, true)));
  return concat([...chunks, directory, tail]);
}

function endStart(view: DataView, length: number): number {
  for (let at = length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + 22 + view.getUint16(at + 20, true) <= length) return at;
  }
  throw new RangeError('the archive has no end record');
}

function centralStart(view: DataView, length: number): number {
  const end = endStart(view, length);
  return end - view.getUint32(end + 12, true);
}
