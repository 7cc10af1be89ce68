/** Columns of lists pasted one cell a line: the label that the column of a number begins with. */
import { append, type LabelHit, type Span } from '../core/index.js';
import type { LabelFinder } from './label-finder.js';
import { digitsAlone, MOBILE_DIGITS } from './line-shape.js';

/** A header is looked for over so many cells a row. */
const MAX_PERIOD = 40;
/** Numbers of one length on each side that are tried for the row. */
const NEIGHBOURS = 3;
/** Numbers of other lengths that are asked for the row. */
const MATES = 6;
/** A cell that holds nothing: -, /, 无. */
const EMPTY_CELL = 2;
/** A header cell is at most this long. */
export const HEADER_CELL = 24;

/** What stands above a value. */
export interface LooseHeader {
  /** Labels of the value's own column. */
  readonly own: readonly LabelHit[];
  /** Labels of the whole header. */
  readonly all: readonly LabelHit[];
}

export const NOTHING: LooseHeader = { own: [], all: [] };

interface Line extends Span {
  /** Digits of the number that the line consists of, and `DASHED` where dashes part it; 0 when it is something else. */
  readonly digits: number;
}

export class PastedColumns {
  readonly #text: string;
  readonly #labels: LabelFinder;
  readonly #columnHeads = new Map<number, LooseHeader>();
  #lines: readonly Line[] | undefined;
  #byLength = new Map<number, number[]>();

  constructor(text: string, labels: LabelFinder) {
    this.#text = text;
    this.#labels = labels;
  }

  /** Numbers of one length come back every so many lines; their column begins with a label. */
  header(span: Span): LooseHeader {
    const lines = this.#allLines();
    const at = lineAt(lines, span.start);
    const line = lines[at];
    if (line === undefined || line.digits === 0) return NOTHING;
    const own = this.#headOf(at, this.#periodsOf(at));
    if (own.own.length > 0) return own;
    // Accounts of many lengths: the other columns of the list tell how many cells a row has.
    for (const mate of this.#numbersNear(at)) {
      for (const period of this.#periodsOf(mate)) {
        if (this.#headOf(mate, [period]).own.length === 0) continue;
        const found = this.#headOf(at, [period]);
        if (found.own.length > 0) return found;
      }
    }
    return NOTHING;
  }

  /** The nearest lines that are numbers of other lengths, before a line and behind it. */
  #numbersNear(at: number): number[] {
    const lines = this.#lines!;
    const found: number[] = [];
    for (let apart = 1; apart <= MAX_PERIOD && found.length < MATES; apart++) {
      for (const mate of [at - apart, at + apart]) {
        const digits = lines[mate]?.digits ?? 0;
        if (digits > 0 && digits !== lines[at]!.digits) found.push(mate);
      }
    }
    return found;
  }

  /** Lines to the nearest numbers of one length, and what all of these distances are multiples of. */
  #periodsOf(at: number): number[] {
    const same = this.#byLength.get(this.#lines![at]!.digits)!;
    const index = indexOf(same, at);
    // Other columns may hold numbers of that length: the nearest one need not be of this column.
    const periods = new Set<number>();
    let common = 0;
    for (let i = Math.max(0, index - NEIGHBOURS); i <= index + NEIGHBOURS && i < same.length; i++) {
      const apart = Math.abs(same[i]! - at);
      periods.add(apart);
      common = gcd(common, apart);
    }
    return [...periods.add(common)].sort((a, b) => a - b);
  }

  /** The head of the column that a line stands in, by the first of the periods that leads to one. */
  #headOf(at: number, periods: readonly number[]): LooseHeader {
    for (const period of periods) {
      if (!(period >= 2 && period <= MAX_PERIOD)) continue;
      const found = this.#columnHead(at, period);
      if (found.own.length > 0) return found;
    }
    return NOTHING;
  }

  #columnHead(at: number, period: number): LooseHeader {
    const lines = this.#lines!;
    const seen: number[] = [];
    let found = NOTHING;
    for (let row = at; row >= 0; row -= period) {
      const known = this.#columnHeads.get(row * 64 + period);
      if (known !== undefined) {
        found = known;
        break;
      }
      seen.push(row * 64 + period);
      const line = lines[row]!;
      if (line.digits > 0) continue;
      if (line.end - line.start > HEADER_CELL) break;
      const own = this.#labels.find(line.start, line.end);
      if (own.length === 0 && line.end - line.start <= EMPTY_CELL) continue;
      if (own.length > 0) found = { own, all: this.#headerBlock(row, period) };
      break;
    }
    for (const key of seen) this.#columnHeads.set(key, found);
    return found;
  }

  /** The labels of the header cells around one of them. */
  #headerBlock(row: number, period: number): LabelHit[] {
    const lines = this.#lines!;
    const all: LabelHit[] = [];
    for (let i = Math.max(0, row - period + 1); i < Math.min(lines.length, row + period); i++) {
      const line = lines[i]!;
      if (line.digits > 0 || line.end - line.start > HEADER_CELL) continue;
      append(all, this.#labels.find(line.start, line.end));
    }
    return all;
  }

  /** A mobile number whose cell wrapped: 1380013 and 8000 are one line. @returns Where it begins. */
  #wrapped(last: Line | undefined, start: number, end: number): number | undefined {
    if (last === undefined || end - start > 9 || last.end - last.start > 10) return undefined;
    const parts = [this.#text.slice(last.start, last.end), this.#text.slice(start, end)].map((part) =>
      part.trim(),
    );
    return /^1[3-9]\d{9}$/.test(parts.join('')) && /^\d{3,8}$/.test(parts[1]!) ? last.start : undefined;
  }

  #allLines(): readonly Line[] {
    if (this.#lines !== undefined) return this.#lines;
    const lines: Line[] = [];
    for (let start = 0; start < this.#text.length; ) {
      const newline = this.#text.indexOf('\n', start);
      const end = newline < 0 ? this.#text.length : newline;
      const joined = this.#wrapped(lines.at(-1), start, end);
      if (joined !== undefined) lines.pop();
      const digits = joined === undefined ? digitsAlone(this.#text, start, end) : MOBILE_DIGITS;
      if (digits > 0) {
        const list = this.#byLength.get(digits);
        if (list === undefined) this.#byLength.set(digits, [lines.length]);
        else list.push(lines.length);
      }
      if (digits >= 0) lines.push({ start: joined ?? start, end, digits });
      start = end + 1;
    }
    this.#lines = lines;
    return lines;
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Index of a number in a sorted list that holds it. */
function indexOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the line that holds an offset. */
function lineAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
