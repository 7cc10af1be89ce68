/**
 * Finds label words (身份证号, 联系电话 …) in a stretch of text, whatever their script and spacing.
 *
 * Matching is done on a folded copy: white space and invisible characters dropped, full-width forms to ASCII,
 * traditional to simplified, readings in brackets (`號(hào)`) removed. Offsets of the hits are of the original.
 */
import type { Span } from '../core/index.js';
import { BREAK, charClass, INVISIBLE, SPACE } from './char-class.js';

export interface Label extends Span {
  readonly kind: string;
  readonly word: string;
}

/** Where labels may begin in a text, sorted, and of which kinds they may be. */
export interface Outline {
  readonly starts: Uint32Array;
  readonly kinds: ReadonlySet<string>;
}

interface Node {
  readonly next: Map<number, Node>;
  kind: string | undefined;
}

/** A reading that converters insert behind a character: up to six Latin letters with tone marks in brackets. */
const READING = /^[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿê]{1,6}[)）]/;

/** Stands for a unit that is left out. */
const DROPPED = 0xffff;

export class LabelIndex {
  readonly #root: Node = { next: new Map(), kind: undefined };
  /** What a unit is compared as, `DROPPED` for white space. */
  readonly #fold = new Uint16Array(0x10000);
  /** 1 for every two units that a label begins with, by `pairHash`; for a label of one unit whatever follows. */
  readonly #pairs = new Uint8Array(0x10000);
  /** By first unit, one more than the index of its node in `#heads`: most text begins no label. */
  readonly #first = new Uint16Array(0x10000);
  readonly #heads: Node[] = [];
  /** Work space of `find`: the folded units and their offsets. */
  #folded = new Uint16Array(512);
  #at = new Uint32Array(512);

  /**
   * @param words Lines of word, tab, kind.
   * @param simplified Pairs of a character and its simplified form.
   */
  constructor(words: string, simplified: string) {
    this.#foldTable(simplified);
    for (const line of words.split('\n')) {
      const [written = '', kind = ''] = line.split('\t');
      const word = written.replaceAll(' ', '');
      let node = this.#root;
      for (let i = 0; i < word.length; i++) {
        const unit = lower(word.charCodeAt(i));
        let next = node.next.get(unit);
        if (next === undefined) node.next.set(unit, (next = { next: new Map(), kind: undefined }));
        node = next;
      }
      node.kind = kind;
      const first = lower(word.charCodeAt(0));
      if (this.#first[first] === 0) this.#first[first] = this.#heads.push(this.#root.next.get(first)!);
      if (word.length > 1) this.#pairs[pairHash(first, lower(word.charCodeAt(1)))] = 1;
    }
  }

  #foldTable(simplified: string): void {
    const fold = this.#fold;
    for (let unit = 0; unit < 0x10000; unit++) {
      const kind = charClass[unit]!;
      fold[unit] = kind === SPACE || kind === INVISIBLE || kind === BREAK ? DROPPED : unit;
    }
    fold[9] = DROPPED;
    for (let i = 0; i < simplified.length; i += 2)
      fold[simplified.charCodeAt(i)] = simplified.charCodeAt(i + 1);
    for (let unit = 0xff01; unit <= 0xff5e; unit++) fold[unit] = lower(unit - 0xfee0);
    for (let unit = 65; unit <= 90; unit++) fold[unit] = lower(unit);
  }

  /** @returns Labels between `from` and `to`, longest first at each place, not overlapping, in order. */
  find(text: string, from: number, to: number): Label[] {
    const length = this.#read(text, from, to);
    const folded = this.#folded;
    const at = this.#at;
    let labels: Label[] = NONE;
    for (let i = 0; i < length; i++) {
      const first = this.#first[folded[i]!]!;
      if (first === 0) continue;
      const head = this.#heads[first - 1]!;
      // The units behind the last one are of an earlier text: a pair too many costs a look, no label.
      if (head.kind === undefined && this.#pairs[pairHash(folded[i]!, folded[i + 1]!)] === 0) continue;
      let node: Node | undefined = head;
      let best = -1;
      let kind = '';
      for (let j = i; node !== undefined; j++) {
        if (node.kind !== undefined && bounded(folded, at, length, i, j, text)) {
          best = j;
          kind = node.kind;
        }
        node = j + 1 < length ? node.next.get(folded[j + 1]!) : undefined;
      }
      if (best < 0) continue;
      const word = String.fromCharCode(...folded.subarray(i, best + 1));
      if (labels === NONE) labels = [];
      labels.push({ start: at[i]!, end: at[best]! + 1, kind, word });
      i = best;
    }
    return labels;
  }

  /**
   * Where labels may begin in a text, and of which kinds. Whatever `find` finds in a stretch of up to 512 units is
   * among them; where a stretch is cut and which label is the longest make no difference here.
   */
  outline(text: string): Outline {
    const starts: number[] = [];
    const kinds = new Set<string>();
    for (let from = 0; from < text.length; from += PIECE) {
      const to = Math.min(text.length, from + PIECE + OVERLAP);
      this.#outline(this.#read(text, from, to, false), starts, kinds);
    }
    // A stretch may begin inside what is a reading in brackets for the whole text; without any both are the same.
    if (READINGS.test(text)) {
      for (let from = 0; from < text.length; from += PIECE) {
        const to = Math.min(text.length, from + PIECE + OVERLAP);
        this.#outline(this.#read(text, from, to), starts, kinds);
      }
    }
    return { starts: new Uint32Array(starts).sort(), kinds };
  }

  /** Places in a stretch where labels may begin, of all that `find` may find in any part of it: at least as many. */
  beginnings(text: string, from: number, to: number): number {
    const starts: number[] = [];
    this.#outline(this.#read(text, from, to, false), starts, IGNORED);
    if (starts.length < 2 && READINGS.test(text.slice(from, to)))
      this.#outline(this.#read(text, from, to), starts, IGNORED);
    return starts.length;
  }

  #outline(length: number, starts: number[], kinds: { add(kind: string): void }): void {
    const folded = this.#folded;
    for (let i = 0; i < length; i++) {
      const first = this.#first[folded[i]!]!;
      if (first === 0) continue;
      let node: Node | undefined = this.#heads[first - 1]!;
      if (node.kind === undefined && this.#pairs[pairHash(folded[i]!, folded[i + 1]!)] === 0) continue;
      let found = false;
      for (let j = i + 1; node !== undefined; j++) {
        if (node.kind !== undefined) {
          kinds.add(node.kind);
          found = true;
        }
        node = j < length ? node.next.get(folded[j]!) : undefined;
      }
      if (found) starts.push(this.#at[i]!);
    }
  }

  /** Folds a stretch into the work space. @returns Units of it. */
  #read(text: string, from: number, to: number, readings = true): number {
    if (to - from >= this.#folded.length) {
      this.#folded = new Uint16Array(2 * (to - from));
      this.#at = new Uint32Array(2 * (to - from));
    }
    const folded = this.#folded;
    const at = this.#at;
    const fold = this.#fold;
    let length = 0;
    for (let i = from; i < to; i++) {
      const unit = text.charCodeAt(i);
      const as = fold[unit]!;
      if (as === DROPPED) continue;
      if (as === 0x28 && i > from && readings) {
        const reading = readingLength(text, i);
        if (reading > 0) {
          i += reading - 1;
          continue;
        }
      }
      folded[length] = as;
      at[length++] = i;
    }
    return length;
  }
}

/** Units of a text that are folded at a time, and units read again: no label is longer. */
const PIECE = 16_384;
const OVERLAP = 512;

/** Something in brackets may be a reading. */
const READINGS = /[(（][a-z\u0080-\u1fff]/;
const IGNORED = { add(): void {} };

const NONE: Label[] = [];

/** Length of a reading in brackets at `open`, 0 for none. */
function readingLength(text: string, open: number): number {
  const next = text.charCodeAt(open + 1);
  // Most brackets hold Chinese characters.
  if (next >= 0x2000 || Number.isNaN(next)) return 0;
  return READING.exec(text.slice(open, open + 9))?.[0].length ?? 0;
}

function pairHash(a: number, b: number): number {
  return ((a * 31) ^ (b * 7)) & 0xffff;
}

function lower(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
}

function isLatin(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 97 && unit <= 122;
}

/** A Latin word counts only as a whole: no `tel` in `hotel`; but `idCard` may follow `user_`. */
function bounded(
  folded: Uint16Array,
  at: Uint32Array,
  length: number,
  first: number,
  last: number,
  text: string,
): boolean {
  const start = folded[first]!;
  const end = folded[last]!;
  if (isLatin(start) && first > 0 && isLatin(folded[first - 1])) {
    const original = text.charCodeAt(at[first]!);
    if (!(original >= 65 && original <= 90)) return false;
  }
  if (isLatin(end) && last + 1 < length && isLatin(folded[last + 1])) {
    const original = text.charCodeAt(at[last + 1]!);
    if (!(original >= 65 && original <= 90)) return false;
  }
  return true;
}
