/**
 * Bytes to text: which charset a document is in, whatever its label says.
 *
 * Sources: WHATWG Encoding Standard (labels, decoders; read 2026-11-24), HTML Standard § 13.2.3.2 (prescan),
 * GB 18030-2022. `TextDecoder` only, so that it runs in a browser. All GB labels decode as gb18030: ICU's
 * `gbk` loses four-byte characters (nodejs/node#61099).
 */

import { commonShare, looksLikeUtf16, utf8Shape } from './decode-evidence.js';
import { decodeUtf32, fatal, labelEncoding, lenient, prescan } from './decode-label.js';

export interface DecodeHints {
  /** From an HTTP header or the caller. */
  readonly charset?: string;
  /** `text/html; charset=gbk`: the parameter counts as `charset` when that is absent. */
  readonly mediaType?: string;
  /** Look for `<meta charset>` and XML declarations; they are also looked for when the text starts with `<`. */
  readonly html?: boolean;
}

export interface DecodedText {
  /** Without byte order mark; line ends as they are. */
  readonly text: string;
  /** Encoding name of the WHATWG standard in lower case, or `utf-32le`, `utf-32be`. */
  readonly charset: string;
  /** Bytes of the byte order mark that was cut, 0 when there is none. */
  readonly bomBytes: number;
  /** Some bytes are no characters of `charset`; they are U+FFFD in `text`. */
  readonly malformed: boolean;
  /** The label that the document carries, where the bytes prove another charset. */
  readonly mislabelled?: string;
}

/** Bytes that are read to weigh one charset against another. */
const SAMPLE = 64 * 1024;
/** Share of frequent characters from which a text counts as Chinese; real texts have 0.25–0.6, noise 0.03. */
const READABLE = 0.12;
/** Single-byte charsets accept nearly any byte: such a label proves nothing. */
const WEAK_LABEL = /^(?:windows-|iso-8859-|macintosh|koi8|ibm866|x-mac)/;

/**
 * Decodes a text. Never throws.
 *
 * Order: byte order mark; valid UTF-8 of the whole buffer with a non-ASCII byte (beats any label); UTF-16
 * without mark; caller's charset; label in the document; GB 18030 or Big5, whichever gives frequent
 * characters; the best lossy reading.
 */
export function decodeText(bytes: Uint8Array, hints: DecodeHints = {}): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return marked;
  const utf16 = looksLikeUtf16(bytes.subarray(0, SAMPLE));
  if (utf16 !== undefined) return finish(bytes, utf16, 0);
  const label = statedLabel(bytes, hints);
  const utf8 = fatal('utf-8', bytes);
  if (utf8 !== undefined) {
    const ascii = utf8.length === bytes.length;
    const mislabelled = !ascii && label !== undefined && label !== 'utf-8' ? label : undefined;
    const charset = ascii && label !== undefined && !label.startsWith('utf-') ? label : 'utf-8';
    // A label may give ASCII bytes another meaning (ISO-2022-JP).
    if (charset !== 'utf-8' && charset.startsWith('iso-2022')) return finish(bytes, charset, 0);
    return done(utf8, charset, 0, false, mislabelled);
  }
  return legacy(bytes, label);
}

function legacy(bytes: Uint8Array, label: string | undefined): DecodedText {
  if (label !== undefined && label !== 'utf-8' && !label.startsWith('utf-16') && !WEAK_LABEL.test(label)) {
    const text = fatal(label, bytes);
    if (text !== undefined) {
      const other = label === 'big5' ? 'gb18030' : label === 'gb18030' ? 'big5' : undefined;
      if (other === undefined || !clearlyBetter(other, label, bytes)) return done(text, label, 0, false);
    }
  }
  // One damaged character must not turn a UTF-8 page into GB noise.
  const shape = utf8Shape(bytes.subarray(0, SAMPLE));
  if (shape.multibyte >= 4 * shape.bad && shape.multibyte > 0) return finish(bytes, 'utf-8', 0);
  const weighed = ['gb18030', 'big5']
    .map((charset) => ({ charset, share: sampleShare(charset, bytes) }))
    .sort((a, b) => b.share - a.share);
  for (const { charset, share } of weighed) {
    if (share < READABLE && WEAK_LABEL.test(label ?? '')) continue;
    // A damaged byte must not hand the page to the charset that fits worse but accepts it.
    if (2 * share < weighed[0]!.share) break;
    const text = fatal(charset, bytes);
    if (text !== undefined) return done(text, charset, 0, false, label === charset ? undefined : label);
  }
  for (const charset of ['utf-16le', 'utf-16be']) {
    if (bytes.length % 2 === 0 && sampleShare(charset, bytes) >= 2 * READABLE)
      return finish(bytes, charset, 0);
  }
  const best = weighed[0]!;
  if (best.share >= READABLE) return finish(bytes, best.charset, 0, label);
  return finish(bytes, label === undefined || label.startsWith('utf-16') ? 'gb18030' : label, 0);
}

function byteOrderMark(bytes: Uint8Array): DecodedText | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return finish(bytes, 'utf-8', 3);
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return finish(bytes, 'utf-32le', 4);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return finish(bytes, 'utf-32be', 4);
  if (a === 0xff && b === 0xfe) return finish(bytes, 'utf-16le', 2);
  if (a === 0xfe && b === 0xff) return finish(bytes, 'utf-16be', 2);
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return finish(bytes, 'gb18030', 4);
  return undefined;
}

function statedLabel(bytes: Uint8Array, hints: DecodeHints): string | undefined {
  const parameter = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(hints.mediaType ?? '')?.[1];
  for (const label of [hints.charset, parameter]) {
    const encoding = label === undefined ? undefined : labelEncoding(label);
    if (encoding !== undefined) return encoding;
  }
  return prescan(bytes, hints.html === true);
}

function finish(bytes: Uint8Array, charset: string, bom: number, mislabelled?: string): DecodedText {
  const body = bom > 0 ? bytes.subarray(bom) : bytes;
  if (charset.startsWith('utf-32')) {
    const { text, malformed } = decodeUtf32(body, charset === 'utf-32le');
    return done(text, charset, bom, malformed);
  }
  const text = fatal(charset, body);
  if (text !== undefined) return done(text, charset, bom, false, mislabelled);
  return done(lenient(charset, body), charset, bom, true, mislabelled);
}

function done(
  text: string,
  charset: string,
  bomBytes: number,
  malformed: boolean,
  mislabelled?: string,
): DecodedText {
  const base = { text, charset, bomBytes, malformed };
  return mislabelled === undefined || mislabelled === charset ? base : { ...base, mislabelled };
}

function sampleShare(charset: string, bytes: Uint8Array): number {
  return commonShare(lenient(charset, bytes.subarray(0, SAMPLE), true));
}

function clearlyBetter(other: string, label: string, bytes: Uint8Array): boolean {
  const share = sampleShare(other, bytes);
  return share >= READABLE && share > 2 * sampleShare(label, bytes);
}
