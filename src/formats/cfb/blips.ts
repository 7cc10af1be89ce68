/**
 * Pictures inside the streams of Office files: OfficeArt BLIP records.
 *
 * Source: [MS-ODRAW] 2.2.23 to 2.2.32: an eight-byte header, one or two 16-byte UIDs and a tag byte before the file.
 */
import type { Artifact } from '../../core/index.js';
import { Bytes } from './bytes.js';
import type { CompoundFile } from './compound.js';

/** JPEG, PNG, TIFF and CMYK JPEG. */
const TYPES: ReadonlySet<number> = new Set([0xf01d, 0xf01e, 0xf029, 0xf02a]);
const MAX_PICTURES = 5_000;

/** @param path Of the stream; pictures are named after it. Linear in the bytes. */
export function* blips(bytes: Uint8Array, path: string): Generator<Artifact> {
  const source = new Bytes(bytes);
  let count = 0;
  for (let at = 0; at + 25 < bytes.length && count < MAX_PICTURES; at++) {
    // The type's high byte is rare: most of the bytes are passed over at once.
    if (bytes[at + 3] !== 0xf0 || !TYPES.has(source.u16(at + 2))) continue;
    const length = source.u32(at + 4);
    const end = at + 8 + length;
    if (length < 64 || end > bytes.length) continue;
    const start = [at + 25, at + 41].find((one) => isPicture(bytes, one));
    if (start === undefined) continue;
    count++;
    yield { name: `${path}/picture-${count}`, bytes: bytes.subarray(start, end), embedded: true };
    at = end - 1;
  }
}

/** Of the streams at the root whose path matches. */
export function storedPictures(file: CompoundFile, path: RegExp): Artifact[] {
  const streams = file.streams.filter((stream) => path.test(stream.path));
  return streams.flatMap((stream) => [...blips(file.read(stream).bytes, stream.path)]);
}

function isPicture(bytes: Uint8Array, at: number): boolean {
  const [a, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  return (
    (a === 0xff && b === 0xd8 && c === 0xff) ||
    (a === 0x89 && b === 0x50 && c === 0x4e) ||
    (a === 0x49 && b === 0x49 && c === 0x2a) ||
    (a === 0x4d && b === 0x4d && c === 0)
  );
}
