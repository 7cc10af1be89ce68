/**
 * Offsets of a decoded text back to its bytes, so that an edit touches no byte but its own: a page that is
 * decoded and encoded again is not the same page.
 */
import type { DecodedText } from './decode.js';
import { lenient } from './decode-label.js';

/** One character: its bytes, and the UTF-16 code units that it decodes to. */
interface Step {
  bytes: number;
  units: number;
}

type Walker = (bytes: Uint8Array, at: number, step: Step) => void;

/**
 * Byte offsets of text offsets, in the original bytes (a byte order mark is counted in).
 *
 * Exact or nothing: where bytes are malformed every stretch between two offsets is decoded again and
 * compared; a charset whose characters can't be walked, an offset inside a character, or any difference
 * gives undefined.
 *
 * @param decoded What `decodeText` made of `bytes`.
 * @param offsets UTF-16 code units into `decoded.text`, ascending.
 */
export function byteOffsets(
  bytes: Uint8Array,
  decoded: Pick<DecodedText, 'text' | 'charset' | 'bomBytes' | 'malformed'>,
  offsets: readonly number[],
): number[] | undefined {
  const { text, charset, bomBytes, malformed } = decoded;
  const found = walk(bytes, decoded, offsets);
  if (found === undefined || !malformed) return found;
  const until = [...found, bytes.length];
  const ends = [...offsets, text.length];
  let from = bomBytes;
  let start = 0;
  for (let i = 0; i < until.length; i++) {
    const piece = bytes.subarray(from, until[i]!);
    if (charset.startsWith('utf-32') || lenient(charset, piece) !== text.slice(start, ends[i]!))
      return undefined;
    from = until[i]!;
    start = ends[i]!;
  }
  return found;
}

function walk(
  bytes: Uint8Array,
  { text, charset, bomBytes }: Pick<DecodedText, 'text' | 'charset' | 'bomBytes'>,
  offsets: readonly number[],
): number[] | undefined {
  const rest = bytes.length - bomBytes;
  const found: number[] = [];
  let previous = 0;
  for (const offset of offsets) {
    if (offset < previous || offset > text.length) return undefined;
    previous = offset;
  }
  const width = charset.startsWith('utf-16') ? 2 : rest === text.length ? 1 : 0;
  if (width > 0 && !(width === 1 && MULTI_UNIT.has(charset))) {
    if (Math.ceil(rest / width) !== text.length) return undefined;
    for (const offset of offsets) {
      if (splitsPair(text, offset)) return undefined;
      found.push(bomBytes + offset * width);
    }
    return found;
  }
  const walker = WALKERS.get(charset)?.();
  if (walker === undefined) return undefined;
  const step: Step = { bytes: 1, units: 1 };
  let at = bomBytes;
  let unit = 0;
  for (const offset of offsets) {
    while (unit < offset && at < bytes.length) {
      walker(bytes, at, step);
      at += step.bytes;
      unit += step.units;
    }
    if (unit !== offset) return undefined;
    found.push(at);
  }
  for (; at < bytes.length; at += step.bytes, unit += step.units) walker(bytes, at, step);
  return unit === text.length ? found : undefined;
}

/** Charsets in which a character of two bytes can give two units, so that equal lengths prove nothing. */
const MULTI_UNIT: ReadonlySet<string> = new Set(['big5', 'utf-32le', 'utf-32be', 'iso-2022-jp']);

function splitsPair(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  const behind = text.charCodeAt(offset);
  return before >= 0xd800 && before < 0xdc00 && behind >= 0xdc00 && behind < 0xe000;
}

const WALKERS: ReadonlyMap<string, () => Walker> = new Map<string, () => Walker>([
  ['utf-8', () => utf8],
  ['gb18030', () => gb18030],
  ['big5', big5],
  ['utf-32le', () => utf32(true)],
  ['utf-32be', () => utf32(false)],
]);

/** Encoding Standard § 8.1.1: a maximal subpart that is no character gives one U+FFFD. */
function utf8(bytes: Uint8Array, at: number, step: Step): void {
  const lead = bytes[at]!;
  step.units = 1;
  step.bytes = 1;
  if (lead < 0xc2 || lead > 0xf4) return;
  const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  let low = 0x80;
  let high = 0xbf;
  if (lead === 0xe0) low = 0xa0;
  else if (lead === 0xed) high = 0x9f;
  else if (lead === 0xf0) low = 0x90;
  else if (lead === 0xf4) high = 0x8f;
  while (step.bytes <= more) {
    const byte = bytes[at + step.bytes];
    if (byte === undefined || byte < low || byte > high) return;
    low = 0x80;
    high = 0xbf;
    step.bytes++;
  }
  if (more === 3) step.units = 2;
}

/** GB 18030-2022, 4.2: one, two or four bytes; a lead from 0x90 begins a supplementary character. */
function gb18030(bytes: Uint8Array, at: number, step: Step): void {
  const lead = bytes[at]!;
  step.units = 1;
  step.bytes = 1;
  if (lead < 0x81 || lead > 0xfe) return;
  const second = bytes[at + 1];
  if (second === undefined) return;
  if (second >= 0x30 && second <= 0x39) {
    const third = bytes[at + 2]!;
    const fourth = bytes[at + 3]!;
    if (third >= 0x81 && third <= 0xfe && fourth >= 0x30 && fourth <= 0x39) {
      step.bytes = 4;
      if (lead >= 0x90) step.units = 2;
    }
    return;
  }
  if (second >= 0x40 && second !== 0x7f && second !== 0xff) step.bytes = 2;
}

/** Units of a double-byte character are asked of the decoder: HKSCS gives pairs and supplementary ones. */
function big5(): Walker {
  const known = new Map<number, number>();
  const decoder = new TextDecoder('big5');
  return (bytes, at, step) => {
    const lead = bytes[at]!;
    const trail = bytes[at + 1];
    step.units = 1;
    step.bytes = 1;
    if (lead < 0x81 || lead > 0xfe || trail === undefined) return;
    if (trail < 0x40 || (trail > 0x7e && trail < 0xa1) || trail > 0xfe) return;
    const pair = (lead << 8) | trail;
    let units = known.get(pair);
    if (units === undefined) {
      units = decoder.decode(bytes.subarray(at, at + 2)).length;
      known.set(pair, units);
    }
    step.units = units;
    step.bytes = 2;
  };
}

function utf32(littleEndian: boolean): Walker {
  return (bytes, at, step) => {
    const high = bytes[littleEndian ? at + 2 : at + 1] ?? 0;
    const top = bytes[littleEndian ? at + 3 : at] ?? 0;
    step.bytes = Math.min(4, bytes.length - at);
    step.units = step.bytes < 4 ? 0 : top === 0 && high > 0 && high <= 0x10 ? 2 : 1;
  };
}
