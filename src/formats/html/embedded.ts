/** Texts inside texts: markup in attributes and comments, data URIs (RFC 2397). */
import type { Channel, Segment } from '../../core/index.js';
import { byteOffsets } from '../../text/byte-offsets.js';
import { decodeText } from '../../text/decode.js';
import { type MapOptions, type MappedText, NestedMap, type RangeMap } from './mapped-text.js';

/** Documents inside documents: deeper ones are given as they stand. */
export const MAX_DEPTH = 4;

/** Puts segments that were extracted from `outer.text` back into the source of `outer`. */
export function nest(
  segments: readonly Segment[],
  outer: MappedText,
  options: MapOptions,
  channelOf: (channel: Channel) => Channel,
): Segment[] {
  return segments.map((segment) => {
    const channel = channelOf(segment.channel);
    const map = new NestedMap(segment.map as unknown as RangeMap, outer, channel, options);
    return { ...segment, channel, part: options.part, map };
  });
}

export interface DataText {
  readonly mapped: MappedText;
  readonly markup: boolean;
}

const TEXT_TYPE =
  /^(?:text\/|message\/|application\/(?:[a-z.+-]*(?:json|xml|javascript|csv)))|\+(?:xml|json)$/i;

/**
 * The text of a base64 data URI; each unit maps to the base64 characters that its bytes are written in.
 *
 * @param value The whole URI, its percent-encoding resolved. @returns undefined for images and damaged data.
 */
export function dataUriText(value: MappedText): DataText | undefined {
  const { text } = value;
  const comma = text.indexOf(',');
  const head = /^\s*data:([^,]{0,200}?);\s*base64\s*$/i.exec(
    text.slice(0, Math.max(0, Math.min(comma, 260))),
  );
  if (head === null) return undefined;
  const type = head[1] === '' || head[1]!.startsWith(';') ? `text/plain${head[1]}` : head[1]!;
  if (!TEXT_TYPE.test(type.split(';')[0]!.trim())) return undefined;
  const at: number[] = [];
  for (let i = comma + 1; i < text.length; i++) {
    if (/[A-Za-z0-9+/\-_]/.test(text.charAt(i))) at.push(i);
  }
  const bytes = decodeBase64(text, at);
  const decoded = decodeText(bytes, { mediaType: type });
  const offsets = byteOffsets(
    bytes,
    decoded,
    Array.from({ length: decoded.text.length }, (_, i) => i).filter((i) => !isLowSurrogate(decoded.text, i)),
  );
  if (offsets === undefined) return undefined;
  const starts: number[] = [];
  for (let i = 0, next = 0; i < decoded.text.length; i++) {
    starts.push(isLowSurrogate(decoded.text, i) ? starts[i - 1]! : offsets[next++]!);
  }
  const byteEnd = (index: number): number => {
    for (let i = index + 1; i < starts.length; i++) if (starts[i]! > starts[index]!) return starts[i]!;
    return bytes.length;
  };
  const mapped: MappedText = {
    text: decoded.text,
    start: (index) => value.start(at[Math.floor((starts[index]! * 4) / 3)]!),
    end: (index) => value.end(at[Math.min(at.length, Math.ceil((byteEnd(index) * 4) / 3)) - 1]!),
  };
  return { mapped, markup: /html|xml/i.test(type) };
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  return unit >= 0xdc00 && unit < 0xe000 && before >= 0xd800 && before < 0xdc00;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 and base64url of the characters at `at`; an incomplete last group gives what it holds. */
export function decodeBase64(text: string, at: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.floor((at.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let next = 0;
  for (const index of at) {
    const character = text.charAt(index).replace('-', '+').replace('_', '/');
    bits = ((bits << 6) | ALPHABET.indexOf(character)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[next++] = (bits >> held) & 0xff;
  }
  return bytes;
}
