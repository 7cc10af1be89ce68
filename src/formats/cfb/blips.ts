/**
 * Pictures and drawings inside the streams of Office files: OfficeArt BLIP records.
 *
 * Source: [MS-ODRAW] 2.2.23 to 2.2.32: an eight-byte header, one or two 16-byte UIDs, then a tag byte before a picture or
 * 34 bytes before a drawing (2.2.31), which mostly is packed with zlib.
 */
import { platform } from '#platform';
import type { Child, ExtractContext } from '../../core/index.js';
import { Bytes } from './bytes.js';
import type { CompoundFile } from './compound.js';

export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes that a packed drawing states to have. */
  readonly unpacked?: number;
}

/** JPEG, PNG, TIFF and CMYK JPEG. */
const RASTERS: ReadonlySet<number> = new Set([0xf01d, 0xf01e, 0xf029, 0xf02a]);
/** EMF and WMF. */
const DRAWINGS: ReadonlySet<number> = new Set([0xf01a, 0xf01b]);
const DRAWING_HEAD = 34;
/** The filter of every drawing, and the compression of one that is not packed. */
const NONE = 0xfe;
const MISSED = {
  'metafile/damaged': 'a drawing is damaged and was not read; look at it',
  'metafile/limit':
    'a drawing was not unpacked: a limit is reached (limits "bytes", "ratio", "unpackedBytes")',
} as const;
const MAX_PICTURES = 5_000;
/** A drawing below this size is read whatever its ratio. */
const RATIO_FREE = 1024 * 1024;

/** @param path Of the stream; pictures are named after it. Linear in the bytes. */
export function* blips(bytes: Uint8Array, path: string): Generator<Picture> {
  const source = new Bytes(bytes);
  let count = 0;
  for (let at = 0; at + 25 < bytes.length && count < MAX_PICTURES; at++) {
    // The type's high byte is rare: most of the bytes are passed over at once.
    if (bytes[at + 3] !== 0xf0) continue;
    const type = source.u16(at + 2);
    const end = at + 8 + source.u32(at + 4);
    if (end - at < 72 || end > bytes.length) continue;
    const found = RASTERS.has(type)
      ? raster(bytes, at, end)
      : DRAWINGS.has(type)
        ? drawing(source, at, end)
        : undefined;
    if (found === undefined) continue;
    count++;
    yield { name: `${path}/picture-${count}`, ...found };
    at = end - 1;
  }
}

/** Of the streams at the root whose path matches. */
export function storedPictures(file: CompoundFile, path: RegExp): Picture[] {
  const streams = file.streams.filter((stream) => path.test(stream.path));
  return streams.flatMap((stream) => [...blips(file.read(stream).bytes, stream.path)]);
}

/** Unpacks it where it is packed. */
export async function openPicture(picture: Picture, { limits, budget }: ExtractContext): Promise<Child> {
  const { name, bytes, unpacked } = picture;
  if (unpacked === undefined) return { artifact: { name, bytes, embedded: true } };
  const allowed = unpacked <= Math.min(limits.bytes, Math.max(RATIO_FREE, bytes.length * limits.ratio));
  if (!allowed || !budget.claim(unpacked)) return missed(name, 'metafile/limit');
  try {
    // Two bytes of zlib head; what a producer states too low is cut by a spare kilobyte.
    const { bytes: data } = await platform.inflateFirst(bytes.subarray(2), unpacked + 1024);
    return { artifact: { name, bytes: data, embedded: true } };
  } catch {
    return missed(name, 'metafile/damaged');
  }
}

function missed(name: string, code: keyof typeof MISSED): Child {
  return { diagnostic: { code, severity: 'warning', message: MISSED[code] }, unread: { part: name, code } };
}

function raster(bytes: Uint8Array, at: number, end: number): { bytes: Uint8Array } | undefined {
  const start = [at + 25, at + 41].find((one) => isPicture(bytes, one));
  return start === undefined ? undefined : { bytes: bytes.subarray(start, end) };
}

function drawing(
  source: Bytes,
  at: number,
  end: number,
): { bytes: Uint8Array; unpacked?: number } | undefined {
  for (const head of [at + 24, at + 40]) {
    const start = head + DRAWING_HEAD;
    const compression = source.u8(start - 2);
    if (source.u8(start - 1) !== NONE || source.u32(start - 6) !== end - start) continue;
    const bytes = source.slice(start, end);
    if (compression === NONE) return { bytes };
    if (compression === 0) return { bytes, unpacked: source.u32(head) };
  }
  return undefined;
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
