/** Character data and attribute values: references resolved, every unit with its source. */
import { decodeXML } from 'entities/decode';
import type { XmlAttribute } from './xml-walk.js';

/** Takes text piece by piece; `SegmentBuilder` is one. */
export interface TextSink {
  copy(start: number, end: number): void;
  replace(text: string, start: number, end: number): void;
}

const REFERENCE = /&(?:#[0-9]+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);/g;

/** Sends `source.slice(start, end)` to the sink; each reference is one atomic piece. */
export function emitText(source: string, start: number, end: number, raw: boolean, sink: TextSink): void {
  let at = start;
  // A search in the source would run to its end for every text without a reference.
  const slice = raw ? '' : source.slice(start, end);
  if (slice.includes('&')) {
    for (const match of slice.matchAll(REFERENCE)) {
      const from = start + match.index;
      sink.copy(at, from);
      at = from + match[0].length;
      sink.replace(decodeXML(match[0]), from, at);
    }
  }
  sink.copy(at, end);
}

/** @returns The text of a range, references resolved. */
export function plainText(source: string, start: number, end: number): string {
  const slice = source.slice(start, end);
  return slice.includes('&') ? decodeXML(slice) : slice;
}

/** @returns The value of the first attribute with this local name. */
export function attributeText(
  source: string,
  attributes: readonly XmlAttribute[],
  name: string,
): string | undefined {
  const found = attributes.find((attribute) => attribute.name === name);
  return found === undefined ? undefined : plainText(source, found.start, found.end);
}
