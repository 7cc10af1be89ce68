/** What kind of picture it is and how large, by its header alone. */
import { Reader, startsWith } from './bytes.js';
import { readDirectories } from './tiff.js';

export type PictureKind = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'tiff';

export interface PictureHead {
  readonly kind: PictureKind;
  /** Pixels; 0 when the header does not tell. */
  readonly width: number;
  readonly height: number;
}

/** @returns undefined for other kinds of picture. Linear in the head, but for JPEG, whose segments are walked. */
export function pictureHead(bytes: Uint8Array): PictureHead | undefined {
  const big = new Reader(bytes, false);
  const little = new Reader(bytes, true);
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) {
    return { kind: 'png', width: big.u32(16), height: big.u32(20) };
  }
  if (startsWith(bytes, 'GIF8')) return { kind: 'gif', width: little.u16(6), height: little.u16(8) };
  if (startsWith(bytes, 'BM')) {
    const old = little.u32(14) === 12;
    return old
      ? { kind: 'bmp', width: little.u16(18), height: little.u16(20) }
      : { kind: 'bmp', width: Math.abs(little.i32(18)), height: Math.abs(little.i32(22)) };
  }
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8))
    return { kind: 'webp', ...webpSize(bytes, little) };
  if (startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*')) {
    const [first] = readDirectories(bytes, 1);
    return { kind: 'tiff', width: first?.width ?? 0, height: first?.height ?? 0 };
  }
  if (!startsWith(bytes, '\xff\xd8\xff')) return undefined;
  for (const { marker, start } of jpegSegments(bytes)) {
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) return { kind: 'jpeg', width: big.u16(start + 3), height: big.u16(start + 1) };
  }
  return { kind: 'jpeg', width: 0, height: 0 };
}

/** Source: RFC 9649, 2.5 to 2.7. */
function webpSize(bytes: Uint8Array, little: Reader): { width: number; height: number } {
  if (startsWith(bytes, 'VP8X', 12)) {
    const three = (at: number): number => little.u16(at) | (little.u8(at + 2) << 16);
    return { width: three(24) + 1, height: three(27) + 1 };
  }
  if (startsWith(bytes, 'VP8L', 12)) {
    const packed = little.u32(21);
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
  }
  return { width: little.u16(26) & 0x3fff, height: little.u16(28) & 0x3fff };
}

export interface JpegSegment {
  readonly marker: number;
  /** Of what follows the length. */
  readonly start: number;
  readonly end: number;
}

/** Segments up to the first scan. Source: ITU-T T.81, annex B. */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  const reader = new Reader(bytes, false);
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = reader.u16(at + 2);
    if (length < 2) return;
    yield { marker, start: at + 4, end: Math.min(bytes.length, at + 2 + length) };
    at += 2 + length;
  }
}
