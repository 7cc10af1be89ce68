/** Previews that packages carry: a picture of the first page, made before it was redacted. */
import { ApplyError } from './errors.js';

const THUMBNAIL = /^(?:docProps\/thumbnail\.|Thumbnails\/)[^/]*(?:png|jpe?g|emf|wmf)$/i;

export function isThumbnail(name: string): boolean {
  return THUMBNAIL.test(name) || /^(?:docProps\/thumbnail|Thumbnails\/[^/]+$)/i.test(name);
}

/**
 * The smallest picture of the same type, so that relationships and content types stay true.
 *
 * @throws ApplyError `apply/thumbnail` for other types.
 */
export function blankPicture(name: string): Uint8Array {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'png') return bytesOf(PNG);
  if (extension === 'jpg' || extension === 'jpeg') return bytesOf(JPEG);
  if (extension === 'emf') return bytesOf(EMF);
  if (extension === 'wmf') return bytesOf(WMF);
  throw new ApplyError(
    'apply/thumbnail',
    'the document carries a preview picture of its old content; save it without one, then scan the copy',
  );
}

function bytesOf(hex: string): Uint8Array {
  const digits = hex.replace(/\s/g, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

/** 1 × 1, one grey sample (PNG, third edition). */
const PNG = `89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f0001
  010100b138f6140000000049454e44ae426082`;

/** 1 × 1, grey, one Huffman code a table (ITU-T T.81, annex B). */
const JPEG = `ffd8 ffdb0043 00 ${'01'.repeat(64)} ffc0000b 08 0001 0001 01 01 11 00
  ffc40014 00 01${'00'.repeat(15)} 00 ffc40014 10 01${'00'.repeat(15)} 00 ffda0008 01 01 00 00 3f 00 3f ffd9`;

/** Header and end record ([MS-EMF] 2.3.4.2, 2.3.4.1). */
const EMF = `01000000 58000000 00000000 00000000 00000000 00000000 00000000 00000000 64000000 64000000
  20454d46 00000100 6c000000 02000000 0100 0000 00000000 00000000 00000000 00040000 00030000 40010000 f0000000
  0e000000 14000000 00000000 10000000 14000000`;

/** Header and end record ([MS-WMF] 2.3.2.2, 2.3.2.1). */
const WMF = '0100 0900 0003 0c000000 0000 03000000 0000 03000000 0000';
