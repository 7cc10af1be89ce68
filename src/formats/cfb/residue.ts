/**
 * Text that stands in the bytes of a file but in nothing that the format shows: earlier versions left by fast
 * saves, records that no reader knows, ends of sectors.
 *
 * UTF-16LE is looked for at even and odd offsets, GB 18030 (which holds ASCII) once. Only stretches that could
 * hold a value are kept: seven digits in a row, or groups of them, or a few frequent Chinese characters.
 */
import type { Channel, Place, Segment, SourceMap } from '../../core/index.js';
import { commonShare } from '../../text/decode-evidence.js';
import { utf16 } from './bytes.js';
import { indexAt } from './values.js';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What was read already; residue repeats none of it. Long digit runs and runs of Chinese characters are compared. */
export class SeenText {
  readonly #keys = new Set<string>();

  add(text: string): void {
    for (const [key] of text.matchAll(KEYS)) this.#keys.add(key);
  }

  /** @returns True when the text holds something that was not seen so far; it is from now on. */
  isNew(text: string): boolean {
    let fresh = false;
    for (const [key] of text.matchAll(KEYS)) {
      if (this.#keys.has(key)) continue;
      this.#keys.add(key);
      fresh = true;
    }
    return fresh;
  }
}

const KEYS = /[0-9]{5,}|[\uff10-\uff19]{5,}|[0-9]{3,4}(?:[-\s][0-9]{3,4})+|[\u4e00-\u9fff]{4,}/g;
const HAN_RUN = /[\u4e00-\u9fff]{4,}/;
/** Real Chinese has 0.25–0.6 frequent characters, noise 0.03. */
const READABLE = 0.2;
const MIN_UNITS = 5;

interface Found {
  readonly text: string;
  /** Byte offset of every unit. */
  readonly at: (unit: number) => number;
  readonly start: number;
}

/**
 * One segment for all residue in some ranges of a stream, undefined when there is none. Places count bytes of the
 * stream (units of its Latin-1 reading).
 *
 * @param part Path of the stream; the place says `part#bytes`.
 */
export function residueSegment(
  part: string,
  bytes: Uint8Array,
  ranges: readonly ByteRange[],
  seen: SeenText,
  expired: () => boolean,
): Segment | undefined {
  const found: Found[] = [];
  for (const { start, end } of ranges) {
    if (expired()) break;
    wide(bytes, start, end, seen, found);
    narrow(bytes, start, end, seen, found);
  }
  if (found.length === 0) return undefined;
  found.sort((a, b) => a.start - b.start);
  const name = `${part}#bytes`;
  const text = found.map((line) => `${line.text}\n`).join('');
  return { channel: 'residue', part: name, text, map: new ByteMap(found, name, 'residue') };
}

/** Ranges of `0…length` that none of the others covers. */
export function gapsBetween(used: readonly ByteRange[], length: number): ByteRange[] {
  const gaps: ByteRange[] = [];
  let at = 0;
  for (const { start, end } of [...used].sort((a, b) => a.start - b.start)) {
    if (start > at) gaps.push({ start: at, end: Math.min(start, length) });
    at = Math.max(at, end);
    if (at >= length) return gaps;
  }
  if (at < length) gaps.push({ start: at, end: length });
  return gaps;
}

function wide(bytes: Uint8Array, start: number, end: number, seen: SeenText, found: Found[]): void {
  for (const from of [start, start + 1]) {
    let first = from;
    for (let at = from; at <= end; at += 2) {
      const fits = at + 2 <= end && textUnit(bytes[at]! | (bytes[at + 1]! << 8));
      if (fits) continue;
      if (at - first >= 2 * MIN_UNITS) {
        const begin = first;
        keep(utf16(bytes.subarray(begin, at)), begin, (unit) => begin + 2 * unit, seen, found);
      }
      first = at + 2;
    }
  }
}

/** A unit that running text is made of. */
function textUnit(unit: number): boolean {
  return (
    (unit >= 0x20 && unit < 0x7f) ||
    unit === 9 ||
    (unit >= 0x2010 && unit < 0x2030) ||
    (unit >= 0x3000 && unit < 0x3020) ||
    (unit >= 0x4e00 && unit < 0xa000) ||
    (unit >= 0xff00 && unit < 0xff60)
  );
}

function narrow(bytes: Uint8Array, start: number, end: number, seen: SeenText, found: Found[]): void {
  let first = start;
  let at = start;
  while (at <= end) {
    const width = at < end ? narrowWidth(bytes, at, end) : 0;
    if (width > 0) {
      at += width;
      continue;
    }
    if (at - first >= MIN_UNITS) {
      const begin = first;
      const run = bytes.subarray(begin, at);
      const text = new TextDecoder('gb18030').decode(run);
      let offsets: Uint32Array | undefined;
      const offset = (unit: number): number => {
        offsets ??= unitOffsets(run);
        return begin + (offsets[Math.min(unit, offsets.length - 1)] ?? 0);
      };
      keep(text, begin, offset, seen, found);
    }
    at++;
    first = at;
  }
}

/** Bytes of the printable ASCII or two-byte GB character at `at`, 0 for none. */
function narrowWidth(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  if ((lead >= 0x20 && lead < 0x7f) || lead === 9) return 1;
  if (lead < 0xa1 || lead > 0xf7 || at + 1 >= end) return 0;
  return bytes[at + 1]! >= 0xa1 && bytes[at + 1]! <= 0xfe ? 2 : 0;
}

function unitOffsets(run: Uint8Array): Uint32Array {
  const offsets = new Uint32Array(run.length + 1);
  let unit = 0;
  for (let at = 0; at < run.length; unit++) {
    offsets[unit] = at;
    at += run[at]! >= 0x80 ? 2 : 1;
  }
  offsets[unit] = run.length;
  return offsets.subarray(0, unit + 1);
}

function keep(text: string, start: number, at: Found['at'], seen: SeenText, found: Found[]): void {
  const digits = /[0-9\uff10-\uff19]{7}|[0-9]{3,4}[-\s][0-9]{3,4}/.test(text);
  if (!digits && !(HAN_RUN.test(text) && readable(text))) return;
  if (!seen.isNew(text)) return;
  found.push({ text: text.replace(/\t/g, ' '), start, at });
}

/** Three frequent characters or more, and enough of them for the length: five at random seldom hold two. */
function readable(text: string): boolean {
  const share = commonShare(text);
  return share >= READABLE && share * text.replace(/[\0-\x7f]/g, '').length >= 3;
}

class ByteMap implements SourceMap {
  readonly #lines: readonly Found[];
  readonly #starts: number[] = [];
  readonly #part: string;
  readonly #channel: Channel;

  constructor(lines: readonly Found[], part: string, channel: Channel) {
    this.#lines = lines;
    this.#part = part;
    this.#channel = channel;
    let at = 0;
    for (const { text } of lines) {
      this.#starts.push(at);
      at += text.length + 1;
    }
  }

  locate(start: number, end: number): Place[] {
    const places: Place[] = [];
    for (let i = Math.max(0, indexAt(this.#starts, start)); i < this.#lines.length; i++) {
      const base = this.#starts[i]!;
      if (base >= end) break;
      const { text, at } = this.#lines[i]!;
      const from = Math.max(0, start - base);
      const until = Math.min(text.length, end - base);
      if (until <= from) continue;
      const [first, last] = [at(from), at(until)];
      const [part, channel] = [this.#part, this.#channel];
      places.push({ kind: 'text', part, channel, start: first, end: last, line: 1, column: first + 1 });
    }
    return places;
  }
}
