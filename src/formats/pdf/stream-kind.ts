/** What a stream holds, by its dictionary and its first bytes. */
import { type PdfDictionary, PdfName, unitsOf } from './objects.js';

/** Pictures, fonts, colour profiles, functions, shadings: data without text. */
export function isPicture(dictionary: PdfDictionary): boolean {
  const subtype = dictionary.get('Subtype');
  const kind = subtype instanceof PdfName ? subtype.name : '';
  if (/^(?:Image|Type1C|CIDFontType0C|OpenType)$/.test(kind)) return true;
  for (const key of ['Length1', 'FunctionType', 'ShadingType', 'CMapName', 'Alternate'])
    if (dictionary.has(key)) return true;
  return dictionary.has('N') && !dictionary.has('First') && !dictionary.has('Type');
}

export function looksLikeXml(bytes: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf)?\s{0,20}<[?\w!]/.test(unitsOf(bytes.subarray(0, 64)));
}

/** Text without operators of a content stream. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096);
  let control = 0;
  for (const byte of head) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control++;
  if (control > head.length / 50) return false;
  return !/(?:^|\s)(?:BT|ET|Tj|TJ|Tf|re|cm|Do|gs|rg|RG|BDC|BMC|EMC|scn?|SCN?|q|Q|W|f\*?|S|begincmap|d0|d1)(?:\s|$)/.test(
    unitsOf(head),
  );
}

export function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}
