/**
 * Finds label words (身份证号, 联系电话 …) in a stretch of text, whatever their script and spacing.
 *
 * Matching is done on a folded copy: white space and invisible characters dropped, full-width forms to ASCII,
 * traditional to simplified, readings in brackets (`號(hào)`) removed. Offsets of the hits are of the original.
 */
import type { Span } from '../core/index.js';
import { BREAK, charClass, classedUnits, INVISIBLE, identityTable, SPACE } from './char-class.js';

export interface Label extends Span {
  readonly kind: string;
  readonly word: string;
}

/** Where labels may begin in a text, in order. */
export interface Outline {
  readonly starts: Uint32Array;
  /** Where the shortest label that begins at each of them ends. */
  readonly ends: Uint32Array;
  /** Kinds of the labels that may begin at each of them, as `kindBits`. */
  readonly kinds: Uint32Array;
}

interface Node {
  /** Most nodes are ends of words and have none. */
  next: Map<number, Node> | undefined;
  kind: string | undefined;
  /** Bit of `kind`. */
  bit: number;
}

/** Kinds of label that have a bit of their own; further ones share the last. */
const OWN_BITS = 31;

/** A reading that converters insert behind a character: up to six Latin letters with tone marks in brackets. */
const READING = /^[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿê]{1,6}[)）]/;

/** Stands for a unit that is left out. */
const DROPPED = 0xffff;

export class LabelIndex {
  readonly #root: Node = newNode();
  readonly #bits = new Map<string, number>();
  /** By lists of kinds, which are never changed. */
  readonly #kindBits = new WeakMap<readonly string[], number>();
  /** What a unit is compared as, `DROPPED` for white space. */
  readonly #fold = identityTable();
  /** Units that are compared as others. */
  readonly #changed: number[] = [];
  /** 1 for every two units that a label begins with, by `pairHash`; for a label of one unit whatever follows. */
  readonly #pairs = new Uint8Array(0x10000);
  /**
   * What `#next` sees of a unit as written: groups of labels whose first unit it may be, from bit `FIRST` on, whose
   * second, from `SECOND` on, and whose third. Three units in a row that share no group begin no label.
   */
  readonly #marks = new Uint32Array(0x10000).fill(OF_ALL);
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
    const labels = words.split('\n').map((line) => this.#insert(line));
    this.#sketch(labels);
  }

  /** @param line Word, tab, kind. @returns The word as it is compared. */
  #insert(line: string): string {
    const tab = line.indexOf('\t');
    const kind = line.slice(tab + 1);
    const written = line.slice(0, tab);
    const word = (written.includes(' ') ? written.replaceAll(' ', '') : written).toLowerCase();
    let node = this.#root;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      node.next ??= new Map();
      let next = node.next.get(unit);
      if (next === undefined) node.next.set(unit, (next = newNode()));
      node = next;
    }
    node.kind = kind;
    node.bit = this.#bitOf(kind);
    const first = word.charCodeAt(0);
    if (this.#first[first] === 0) this.#first[first] = this.#heads.push(this.#root.next!.get(first)!);
    if (word.length > 1) this.#pairs[pairHash(first, word.charCodeAt(1))] = 1;
    return word;
  }

  /** Fills the table of `#next`. Units that `find` leaves out, and brackets that may hold a reading, let everything pass. */
  #sketch(labels: readonly string[]): void {
    const marks = this.#marks;
    for (const word of labels) {
      const first = word.charCodeAt(0);
      const group = word.length === 1 ? ALONE : word.length === 2 ? PAIR : 1 << (first % GROUPS);
      marks[first]! |= (group | PARTED) << FIRST;
      if (word.length > 1) marks[word.charCodeAt(1)]! |= group << SECOND;
      if (word.length > 2) marks[word.charCodeAt(2)]! |= group;
    }
    for (const unit of this.#changed) marks[unit] = marks[this.#fold[unit]!]!;
    for (const unit of [0x28, DROPPED, ...this.#changed])
      if (isLoose(this.#fold[unit]!)) marks[unit]! |= (EVERY << SECOND) | EVERY;
  }

  #bitOf(kind: string): number {
    let bit = this.#bits.get(kind);
    if (bit === undefined) this.#bits.set(kind, (bit = (1 << Math.min(this.#bits.size, OWN_BITS)) >>> 0));
    return bit;
  }

  /** Kinds of label as bits; kinds that no label has are left out. */
  kindBits(kinds: readonly string[]): number {
    let bits = this.#kindBits.get(kinds);
    if (bits === undefined) {
      bits = kinds.reduce((all, kind) => (all | (this.#bits.get(kind) ?? 0)) >>> 0, 0);
      this.#kindBits.set(kinds, bits);
    }
    return bits;
  }

  #foldTable(simplified: string): void {
    const set = (unit: number, as: number): void => {
      this.#fold[unit] = as;
      this.#changed.push(unit);
    };
    for (const unit of classedUnits) {
      const kind = charClass[unit]!;
      if (kind === SPACE || kind === INVISIBLE || kind === BREAK) set(unit, DROPPED);
    }
    set(9, DROPPED);
    for (let i = 0; i < simplified.length; i += 2)
      set(simplified.charCodeAt(i), simplified.charCodeAt(i + 1));
    for (let unit = 0xff01; unit <= 0xff5e; unit++) set(unit, lower(unit - 0xfee0));
    for (let unit = 65; unit <= 90; unit++) set(unit, lower(unit));
  }

  /** A short text with traditional characters made simplified, full-width forms plain; unit by unit. */
  simplified(text: string): string {
    const fold = this.#fold;
    let out = '';
    let same = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const as = fold[unit]!;
      if (as === unit || as === DROPPED) continue;
      out += text.slice(same, i) + String.fromCharCode(as);
      same = i + 1;
    }
    return same === 0 ? text : out + text.slice(same);
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
        node = j + 1 < length ? node.next?.get(folded[j + 1]!) : undefined;
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
   * Where labels may begin in a text. Whatever `find` finds in a stretch of it is among them; where a stretch is cut
   * and which label is the longest make no difference here.
   *
   * @param units The units of the text.
   */
  outline(text: string, units: Uint16Array): Outline {
    const starts: number[] = [];
    const ends: number[] = [];
    const kinds: number[] = [];
    for (let i = this.#next(units, 0); i < units.length; i = this.#next(units, i + 1)) {
      const first = this.#first[this.#fold[units[i]!]!]!;
      if (first === 0) continue;
      const head = this.#heads[first - 1]!;
      if (head.bit === 0 && !this.#isPair(units, i)) continue;
      this.#kinds = head.bit;
      this.#end = head.bit === 0 ? units.length : i + 1;
      this.#follow(text, units, head, i + 1, Math.min(units.length, i + LONGEST));
      if (this.#kinds === 0) continue;
      starts.push(i);
      ends.push(this.#end);
      kinds.push(this.#kinds);
    }
    return { starts: new Uint32Array(starts), ends: new Uint32Array(ends), kinds: new Uint32Array(kinds) };
  }

  /** The next place from `from` on where a label may begin, by its first units: the one loop that reads every unit. */
  #next(units: Uint16Array, from: number): number {
    const marks = this.#marks;
    const { length } = units;
    let first = from < length ? marks[units[from]!]! >> FIRST : 0;
    let both = 0;
    for (let i = from + 1; i < length; i++) {
      const mark = marks[units[i]!]!;
      if ((both & mark) !== 0) return i - 2;
      both = first & (mark >> SECOND);
      first = mark >> FIRST;
    }
    if ((both & OF_ALL) !== 0) return length - 2;
    return (first & ALONE) !== 0 ? length - 1 : length;
  }

  /** Whether a label may begin with the two units at `at`. */
  #isPair(units: Uint16Array, at: number): boolean {
    const second = at + 1 < units.length ? this.#fold[units[at + 1]!]! : 0;
    return isLoose(second) || this.#pairs[pairHash(this.#fold[units[at]!]!, second)] !== 0;
  }

  /** What `#follow` has found: where the shortest label ends, and the kinds of all. */
  #end = 0;
  #kinds = 0;

  /** Goes on from a node with the units from `at` on, with and without the readings in brackets. */
  #follow(text: string, units: Uint16Array, from: Node, at: number, to: number): void {
    let node = from;
    for (let j = at; j < to; j++) {
      const unit = this.#fold[units[j]!]!;
      if (unit === DROPPED) continue;
      if (unit === 0x28) {
        const reading = readingLength(text, j);
        if (reading > 0) this.#follow(text, units, node, j + reading, to);
      }
      const next = node.next?.get(unit);
      if (next === undefined) return;
      node = next;
      if (node.bit === 0) continue;
      this.#kinds = (this.#kinds | node.bit) >>> 0;
      this.#end = Math.min(this.#end, j + 1);
    }
  }

  /** Folds a stretch into the work space. @returns Units of it. */
  #read(text: string, from: number, to: number): number {
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
      if (as === 0x28 && i > from) {
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

/** Bits of `#marks`: groups by the first unit of longer labels, and three more. */
const GROUPS = 7;
/** Labels of two units, whatever stands behind them. */
const PAIR = 1 << 7;
/** Labels of one unit. */
const ALONE = 1 << 8;
/** Labels parted by what is not compared. */
const PARTED = 1 << 9;
const EVERY = (1 << 10) - 1;
const SECOND = 10;
const FIRST = 20;
/** Every unit may follow a label that is at its end. */
const OF_ALL = (ALONE << SECOND) | PAIR | ALONE | PARTED;

/** Units that a label may hold and nobody compares. */
const isLoose = (unit: number): boolean => unit === DROPPED || unit === 0x28;

/** No label is longer, with blanks and readings. */
const LONGEST = 512;

const NONE: Label[] = [];

/** Length of a reading in brackets at `open`, 0 for none. */
function readingLength(text: string, open: number): number {
  const next = text.charCodeAt(open + 1);
  // Most brackets hold Chinese characters.
  if (next >= 0x2000 || Number.isNaN(next)) return 0;
  return READING.exec(text.slice(open, open + 9))?.[0].length ?? 0;
}

function newNode(): Node {
  return { next: undefined, kind: undefined, bit: 0 };
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
  // A blank that was dropped parts words.
  if (isLatin(start) && first > 0 && isLatin(folded[first - 1]) && at[first]! - at[first - 1]! === 1) {
    const original = text.charCodeAt(at[first]!);
    if (!(original >= 65 && original <= 90)) return false;
  }
  if (isLatin(end) && last + 1 < length && isLatin(folded[last + 1]) && at[last + 1]! - at[last]! === 1) {
    const original = text.charCodeAt(at[last + 1]!);
    if (!(original >= 65 && original <= 90)) return false;
  }
  return true;
}
