/** 8-bit strings of old Office files: Windows code pages to text. */
import { decodeText } from '../../text/decode.js';

const ENCODINGS: ReadonlyMap<number, string> = new Map([
  [932, 'shift_jis'],
  [936, 'gb18030'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [1201, 'utf-16be'],
  [10_000, 'macintosh'],
  [10_001, 'shift_jis'],
  [10_002, 'big5'],
  [10_003, 'euc-kr'],
  [10_008, 'gb18030'],
  [20_936, 'gb18030'],
  [0x8000, 'macintosh'],
  [52_936, 'gb18030'],
  [54_936, 'gb18030'],
  [65_001, 'utf-8'],
  [874, 'windows-874'],
  ...[0, 1, 3, 4, 5, 6, 7, 8].map((n) => [1250 + n, `windows-${1250 + n}`] as const),
]);

/** 0x80–0x9F of windows-1252; Node 20's decoder has them wrong (nodejs/node#60888). */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** windows-1252, unit for byte. */
export function windows1252(bytes: Uint8Array): string {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    const units = Array.from(bytes.subarray(at, at + 8192), (byte) =>
      byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte,
    );
    chunks.push(String.fromCharCode(...units));
  }
  return chunks.join('');
}

/**
 * Decodes bytes of a Windows code page; an unknown or Western one is weighed against what the bytes look like,
 * because Chinese text with a Western label is common. Never throws.
 */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string {
  if (isAscii(bytes)) return windows1252(bytes);
  const encoding = ENCODINGS.get(codePage);
  if (encoding !== undefined && encoding !== 'windows-1252') {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  }
  const guess = guessCodePage(bytes);
  return guess === 1252 ? windows1252(bytes) : decodeCodePage(bytes, guess);
}

/** One byte is one character. */
export function isSingleByte(codePage: number): boolean {
  return codePage === 874 || (codePage >= 1250 && codePage <= 1258);
}

/** The code page that bytes labelled as Western are in: Chinese text with such a label is common. */
export function guessCodePage(bytes: Uint8Array): number {
  if (isAscii(bytes)) return 1252;
  const { charset } = decodeText(bytes, { charset: 'windows-1252' });
  return charset === 'gb18030' ? 936 : charset === 'big5' ? 950 : 1252;
}

/** Code page of a Windows language id, 1252 for the rest. Source: [MS-LCID] 2.2. */
export function languageCodePage(lid: number): number {
  if ((lid & 0x3ff) === 0x04) return lid === 0x0404 || lid === 0x0c04 || lid === 0x1404 ? 950 : 936;
  return LANGUAGES.get(lid & 0x3ff) ?? 1252;
}

/** Primary language → code page. */
const LANGUAGES: ReadonlyMap<number, number> = new Map([
  [0x01, 1256],
  [0x02, 1251],
  [0x05, 1250],
  [0x08, 1253],
  [0x0d, 1255],
  [0x0e, 1250],
  [0x11, 932],
  [0x12, 949],
  [0x15, 1250],
  [0x19, 1251],
  [0x1e, 874],
  [0x1f, 1254],
  [0x22, 1251],
]);

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}
