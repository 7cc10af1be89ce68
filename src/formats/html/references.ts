/** Character references with their exact extent. Source: HTML Standard § 13.2.5.72. */
import { DecodingMode, EntityDecoder, htmlDecodeTree } from 'entities/decode';
import { linear, type MappedText, MappedTextBuilder } from './mapped-text.js';

/** The one reader; synchronous, so its state never outlives a call. */
const found = { text: '', length: 0 };
const decoder = new EntityDecoder(htmlDecodeTree, (point, consumed) => {
  found.text += String.fromCodePoint(point);
  found.length = consumed;
});

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
  decoder.startEntity(inAttribute ? DecodingMode.Attribute : DecodingMode.Legacy);
  // Names are cut short so that the decoder never looks past the value; numbers end themselves.
  const window = named && at + LONGEST_NAME < end ? at + LONGEST_NAME : end;
  const bounded = window < source.length;
  const input = bounded ? source.slice(at, window) : source;
  if (decoder.write(input, bounded ? 1 : at + 1) < 0) decoder.end();
  return found.length === 0 || at + found.length > end ? undefined : found;
}

/** An attribute value with its references resolved. */
export function resolveReferences(source: string, start: number, end: number): MappedText {
  let at = source.indexOf('&', start);
  if (at < 0 || at >= end) return linear(source, start, end);
  const whole = linear(source, start, end);
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
