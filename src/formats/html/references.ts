/** Character references with their exact extent. Source: HTML Standard § 13.2.5.72. */
import { DecodingMode, EntityDecoder, htmlDecodeTree } from 'entities/decode';
import { linear, type MappedText, MappedTextBuilder } from './mapped-text.js';

/** The one reader; synchronous, so its state never outlives a call. */
const found = { text: '', length: 0 };
const decoder = new EntityDecoder(htmlDecodeTree, (point, consumed) => {
  found.text += String.fromCodePoint(point);
  found.length = consumed;
});

/** Named references with their semicolon that were read before; there are two thousand. */
const NAMED = new Map<string, string>();
/** Longer names are not kept: a slice of that length keeps its page in memory. */
const KEPT_NAME = 12;

/** Units of the longest named reference, `&CounterClockwiseContourIntegral;`. */
const LONGEST_NAME = 40;

/**
 * Reads the reference whose `&` stands at `at`.
 *
 * @param inAttribute There `&copy=` and `&copyx` are plain text.
 * @returns Its text and length in the source, or undefined when there is none. The object is reused.
 */
export function readReference(
  source: string,
  at: number,
  end: number,
  inAttribute: boolean,
): { readonly text: string; readonly length: number } | undefined {
  found.text = '';
  found.length = 0;
  const next = source.charCodeAt(at + 1);
  const named = next !== 35;
  if (named && !((next >= 65 && next <= 90) || (next >= 97 && next <= 122))) return undefined;
  if (named ? readKnown(source, at, end) : readNumber(source, at, end)) return found;
  decoder.startEntity(inAttribute ? DecodingMode.Attribute : DecodingMode.Legacy);
  // Names are cut short so that the decoder never looks past the value; numbers end themselves.
  const window = named && at + LONGEST_NAME < end ? at + LONGEST_NAME : end;
  const bounded = window < source.length;
  const input = bounded ? source.slice(at, window) : source;
  if (decoder.write(input, bounded ? 1 : at + 1) < 0) decoder.end();
  if (found.length === 0 || at + found.length > end) return undefined;
  if (named && found.length - 2 <= KEPT_NAME && source.charCodeAt(at + found.length - 1) === 59) {
    NAMED.set(source.slice(at + 1, at + found.length - 1), found.text);
  }
  return found;
}

/** A name that was decoded before. */
function readKnown(source: string, at: number, end: number): boolean {
  const until = Math.min(end, at + KEPT_NAME + 2);
  let semicolon = at + 2;
  while (semicolon < until && isAlphanumeric(source.charCodeAt(semicolon))) semicolon++;
  if (semicolon >= until || source.charCodeAt(semicolon) !== 59) return false;
  const text = NAMED.get(source.slice(at + 1, semicolon));
  if (text === undefined) return false;
  found.text = text;
  found.length = semicolon + 1 - at;
  return true;
}

/** A decimal or hexadecimal number whose character is what the number says. */
function readNumber(source: string, at: number, end: number): boolean {
  const hexadecimal = (source.charCodeAt(at + 2) | 32) === 120;
  const base = hexadecimal ? 16 : 10;
  let value = 0;
  let next = at + (hexadecimal ? 3 : 2);
  for (; next < end; next++) {
    const unit = source.charCodeAt(next);
    const letter = unit | 32;
    const digit =
      unit >= 48 && unit <= 57 ? unit - 48 : hexadecimal && letter >= 97 && letter <= 102 ? letter - 87 : -1;
    if (digit < 0) break;
    value = value * base + digit;
    if (value > 0xd7ff) return false;
  }
  // 0, C1 controls and surrogates stand for something else.
  if (value === 0 || (value >= 0x80 && value < 0xa0)) return false;
  found.text = String.fromCharCode(value);
  // The semicolon may be missing.
  found.length = next - at + (next < end && source.charCodeAt(next) === 59 ? 1 : 0);
  return true;
}

function isAlphanumeric(unit: number): boolean {
  const letter = unit | 32;
  return (unit >= 48 && unit <= 57) || (letter >= 97 && letter <= 122);
}

/** An attribute value with its references resolved. */
export function resolveReferences(source: string, start: number, end: number): MappedText {
  const whole = linear(source, start, end);
  // Not in the source: without another `&` each of its values would be a walk to its end.
  let at = whole.text.indexOf('&');
  if (at < 0) return whole;
  at += start;
  const builder = new MappedTextBuilder();
  let from = start;
  while (at >= 0 && at < end) {
    const reference = readReference(source, at, end, true);
    if (reference === undefined) at++;
    else {
      builder.take(whole, from - start, at - start);
      builder.add(reference.text, at, at + reference.length);
      at += reference.length;
      from = at;
    }
    at = source.indexOf('&', at);
  }
  builder.take(whole, from - start, end - start);
  return builder;
}

/**
 * Percent-decoding (URL Standard § 1.3) of UTF-8, else GB 18030 bytes. What decodes to neither stays as it is.
 */
export function decodePercent(value: MappedText): MappedText {
  const { text } = value;
  const builder = new MappedTextBuilder();
  const escapes = /(?:%[0-9a-f]{2})+/gi;
  let from = 0;
  for (let hit = escapes.exec(text); hit !== null; hit = escapes.exec(text)) {
    const raw = hit[0];
    const bytes = Uint8Array.from({ length: raw.length / 3 }, (_, i) =>
      Number.parseInt(raw.slice(3 * i + 1, 3 * i + 3), 16),
    );
    const decoded = decodeEither(bytes);
    if (decoded === undefined) continue;
    builder.take(value, from, hit.index);
    let at = hit.index;
    for (const character of decoded.text) {
      const width = 3 * decoded.width(character, bytes, (at - hit.index) / 3);
      builder.add(character, value.start(at), value.end(at + width - 1));
      at += width;
    }
    from = hit.index + raw.length;
  }
  if (from === 0) return value;
  builder.take(value, from, text.length);
  return builder;
}

type Width = (character: string, bytes: Uint8Array, at: number) => number;

const utf8Width: Width = (character) => {
  const point = character.codePointAt(0)!;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
};

const gbWidth: Width = (_, bytes, at) => {
  if (bytes[at]! < 0x81) return 1;
  const second = bytes[at + 1]!;
  return second >= 0x30 && second <= 0x39 ? 4 : 2;
};

function decodeEither(bytes: Uint8Array): { text: string; width: Width } | undefined {
  for (const [charset, width] of [
    ['utf-8', utf8Width],
    ['gb18030', gbWidth],
  ] as const) {
    try {
      const text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
      return { text, width };
    } catch {}
  }
  return undefined;
}
