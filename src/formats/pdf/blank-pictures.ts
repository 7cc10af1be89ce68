/**
 * Makes the pictures of a file fail at their first byte. Where nobody reads them only their boxes matter, and pdf.js
 * decodes every picture that a page paints: for scans that is most of the reading.
 */
import { indexOfWord, objectAround } from './object-scan.js';
import { PdfName, type PdfValue } from './objects.js';

/** Smaller pictures cost less than finding them. */
const SMALL_FILE = 16 * 1024;
const SMALL_PICTURE = 1024;

/** What a decoder takes for the end, or for broken data, by the first filter of a stream. */
const BROKEN: Readonly<Record<string, readonly number[]>> = {
  // A JPEG that ends where it starts.
  DCTDecode: [0xff, 0xd8, 0xff, 0xd9],
  DCT: [0xff, 0xd8, 0xff, 0xd9],
  // No box and no code stream (ISO/IEC 15444-1, annex I).
  JPXDecode: [0, 0, 0, 0, 0, 0, 0, 0],
  // No compression method has the number 0 (RFC 1950, 2.2).
  FlateDecode: [0, 0],
  Fl: [0, 0],
  // End of facsimile block (ITU-T T.6, 2.4.1.1).
  CCITTFaxDecode: [0x00, 0x10, 0x01],
  CCF: [0x00, 0x10, 0x01],
};

/** Ends of text codings, by the first of two filters: the second, one of those above, then gets nothing at all. */
const EMPTY: Readonly<Record<string, readonly number[]>> = {
  ASCII85Decode: [0x7e, 0x3e],
  A85: [0x7e, 0x3e],
  ASCIIHexDecode: [0x3e],
  AHx: [0x3e],
};

/** pdf.js takes a shading of an unknown type for a plain one; else it would compute all of its colours. */
const SHADING = new TextEncoder().encode('/ShadingType');
const IMAGE = new TextEncoder().encode('/Image');
const NO_SHADING = new TextEncoder().encode('/ShadingTypo');

/** @param bytes A file; its shadings are overwritten where they stand. */
export function blankShadings(bytes: Uint8Array): void {
  for (let at = indexOfWord(bytes, SHADING, 0); at >= 0; at = indexOfWord(bytes, SHADING, at + 1)) {
    bytes.set(NO_SHADING, at);
  }
}

/** @param bytes A file; its pictures are overwritten where they stand. Stencils are left: their pixels decide how they are painted. */
export function blankPictures(bytes: Uint8Array): void {
  if (bytes.length < SMALL_FILE) return;
  for (let at = indexOfWord(bytes, IMAGE, 0); at >= 0; at = indexOfWord(bytes, IMAGE, at + IMAGE.length)) {
    const found = objectAround(bytes, at);
    if (found === undefined) continue;
    const { value, data } = found;
    if (!(value instanceof Map) || data === undefined || data.length < SMALL_PICTURE) continue;
    if (nameOf(value.get('Subtype')) !== 'Image' || value.get('ImageMask') === true) continue;
    const filter = value.get('Filter');
    const [first, second] = (Array.isArray(filter) ? filter : [filter]).map(nameOf);
    const broken =
      BROKEN[first ?? ''] ?? (BROKEN[second ?? ''] === undefined ? undefined : EMPTY[first ?? '']);
    if (broken !== undefined) data.set(broken);
  }
}

function nameOf(value: PdfValue): string {
  return value instanceof PdfName ? value.name : '';
}
