/**
 * Texts in seals and signature values: ASN.1 with the names, and often the ID number, of who signed.
 *
 * Source: GB/T 38540-2020 (electronic seals), ITU-T X.690 (DER). The structure is not followed: every string type
 * whose length and bytes fit is taken, wherever it stands.
 */
import { LineIndex, type Segment, wholeSource } from '../../core/index.js';

const MAX_BYTES = 1024 * 1024;
const strict = new TextDecoder('utf-8', { fatal: true });
const utf16 = new TextDecoder('utf-16be');

/** UTF8String, NumericString, PrintableString, IA5String; BMPString is 0x1e. */
const STRINGS: ReadonlySet<number> = new Set([0x0c, 0x12, 0x13, 0x16]);

/** One segment, a line each; places count in the list of texts. Linear: every byte starts at most one string. */
export function sealTexts(bytes: Uint8Array, part: string): Segment | undefined {
  const texts: string[] = [];
  const end = Math.min(bytes.length, MAX_BYTES);
  for (let at = 0; at + 2 < end; at++) {
    const tag = bytes[at]!;
    if (!STRINGS.has(tag) && tag !== 0x1e) continue;
    let length = bytes[at + 1]!;
    let start = at + 2;
    if (length === 0x81) length = bytes[start++]!;
    else if (length > 0x7f) continue;
    if (length < 4 || start + length > end) continue;
    const body = bytes.subarray(start, start + length);
    const text = tag === 0x1e ? (length % 2 === 0 ? utf16.decode(body) : '') : decode(body);
    if (text === '' || !/^[\p{L}\p{N}\p{P}\p{Zs}\p{S}]+$/u.test(text)) continue;
    texts.push(text);
    at = start + length - 1;
  }
  if (texts.length === 0) return undefined;
  const source = texts.join('\n');
  return {
    ...wholeSource(source, 'metadata', part, new LineIndex(source)),
    label: 'signature',
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return '';
  }
}
