/**
 * Tables that lost their cells: columns parted by blanks or commas in running text, and lists pasted one cell a
 * line. Both are read only around candidates that nothing else labels, and every line once.
 */
import { append, type LabelHit, type Span } from '../core/index.js';
import type { LabelFinder, LabelledLine } from './label-finder.js';
import { digitsAlone, isWhite, lineShape, MOBILE_DIGITS, NO_COLUMNS } from './line-shape.js';

/** Labels that a header line must hold to be one. */
const HEADER_LABELS = 2;
/** Lines between a row and its header that are neither. */
const STRAY_LINES = 2;
/** A header of a list pasted one cell a line is looked for over so many cells a row. */
const MAX_PERIOD = 40;
/** Numbers of one length on each side that are tried for the row of a list pasted one cell a line. */
const NEIGHBOURS = 3;
/** Numbers of other lengths that are asked for the row. */
const MATES = 6;
/** A cell that holds nothing: -, /, 无. */
const EMPTY_CELL = 2;
/** A header cell is at most this long. */
const HEADER_CELL = 24;

export interface LooseHeader {
  /** Labels of the value's own column. */
  readonly own: readonly LabelHit[];
  /** Labels of the whole header. */
  readonly all: readonly LabelHit[];
}

interface HeaderLine {
  readonly columns: readonly (readonly LabelHit[])[];
  readonly all: readonly LabelHit[];
}

/** A line that holds values: read once for all of them. */
interface Row extends Span {
  readonly separator: RegExp | undefined;
  readonly header: HeaderLine | undefined;
  readonly tokens: number;
}

interface Line extends Span {
  /** Digits of the number that the line consists of, and `DASHED` where dashes part it; 0 when it is something else. */
  readonly digits: number;
}

/** A longer line is no row of a table. */
const LONGEST_LINE = 4096;

/** Units of a line that are read for a header. */
const HEADER_LINE = 400;

/** Every bit of the label index. */
const ALL_KINDS = -1;

/** Separators behind the last column. */
const ROW_END = /[\s,，;；)]+$/;

const NOTHING: LooseHeader = { own: [], all: [] };

export class LooseTables {
  readonly #text: string;
  readonly #labels: LabelFinder;
  /** By what parts the columns of the row below, then by the start of a line: the header above it. */
  readonly #headers = new Map<RegExp, Map<number, HeaderLine | undefined>>();
  /** By what parts the columns, the start of the first line that may be a header. */
  readonly #firstHeaders = new Map<RegExp, number>();
  readonly #columnHeads = new Map<number, LooseHeader>();
  #lines: readonly Line[] | undefined;
  #byLength = new Map<number, number[]>();
  /** Starts of the lines that may be headers, and the kinds of the labels in each and all before it. */
  #heads: { readonly starts: readonly number[]; readonly kinds: readonly number[] } | undefined;
  #row: Row = { start: -1, end: -1, separator: undefined, header: undefined, tokens: 0 };

  constructor(text: string, labels: LabelFinder) {
    this.#text = text;
    this.#labels = labels;
  }

  /** @param line The line that holds the value. */
  header(span: Span, line: Span): LooseHeader {
    return this.#isAlone(span, line) ? this.#cellALine(span) : this.#columns(span, line);
  }

  /**
   * Whether a header with labels of these kinds may stand above a value; false only when none does.
   *
   * @param single The span may be one value.
   */
  mayHead(span: Span, line: Span, kinds: number, single: boolean): boolean {
    if (single && this.#isAlone(span, line)) return this.#labels.mayHold(kinds);
    return (this.#kindsAbove(line.start) & kinds) !== 0;
  }

  /** Kinds of label in the lines before an offset that may be headers. */
  #kindsAbove(offset: number): number {
    const lines = this.#labels.labelledLines;
    if (lines === undefined) return ALL_KINDS;
    this.#heads ??= this.#mayBeHeaders(lines);
    const { starts, kinds } = this.#heads;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : kinds[low - 1]!;
  }

  #mayBeHeaders(lines: readonly LabelledLine[]): { starts: number[]; kinds: number[] } {
    const starts: number[] = [];
    const kinds: number[] = [];
    for (const { start, end, kinds: own } of lines) {
      // Of a long line only the part before a value is read.
      if (end - start <= HEADER_LINE && lineShape(this.#text, start, end).ascii) continue;
      starts.push(start);
      kinds.push((kinds.at(-1) ?? 0) | own);
    }
    return { starts, kinds };
  }

  /** Nothing but white space stands beside the value in its line. */
  #isAlone({ start, end }: Span, line: Span): boolean {
    for (let i = line.start; i < start; i++) if (!isWhite(this.#text.charCodeAt(i))) return false;
    for (let i = end; i < line.end; i++) if (!isWhite(this.#text.charCodeAt(i))) return false;
    return true;
  }

  /** The value's token in its line, and the same token of the header line above. */
  #columns(span: Span, line: Span): LooseHeader {
    if (this.#row.start !== line.start || this.#row.end !== line.end) this.#row = this.#readRow(line);
    const { separator, header, tokens } = this.#row;
    if (separator === undefined || header === undefined) return NOTHING;
    const column = this.#text.slice(line.start, span.start).trimStart().split(separator).length - 1;
    const { columns, all } = header;
    if (columns.length === tokens) return { own: columns[column] ?? [], all };
    // A blank inside a name or a unit moves the tokens before it: count from the end then.
    const fromEnd = columns.length - (tokens - column);
    return { own: columns[fromEnd] ?? [], all };
  }

  #readRow(line: Span): Row {
    const { separator } =
      this.#kindsAbove(line.start) === 0 ? NO_COLUMNS : lineShape(this.#text, line.start, line.end);
    const header =
      separator === undefined || !this.#mayHaveHeader(line.start, separator)
        ? undefined
        : this.#headerAbove(line.start, separator);
    const content = this.#text.slice(line.start, line.end);
    const tokens =
      separator === undefined || header === undefined
        ? 0
        : // ('…', '…'), of an INSERT ends with a comma that parts no columns.
          content.trim().replace(ROW_END, '').split(separator).length;
    return { start: line.start, end: line.end, separator, header, tokens };
  }

  /** Whether a line before an offset has labels in columns that are parted so; false only when none has. */
  #mayHaveHeader(offset: number, separator: RegExp): boolean {
    const lines = this.#labels.labelledLines;
    if (lines === undefined) return true;
    let first = this.#firstHeaders.get(separator);
    if (first === undefined) {
      first =
        lines.find(
          ({ start, end }) =>
            end - start > HEADER_LINE ||
            (!lineShape(this.#text, start, end).ascii &&
              this.#headerLine(start, this.#text.slice(start, end), separator) !== undefined),
        )?.start ?? this.#text.length;
      this.#firstHeaders.set(separator, first);
    }
    return first < offset;
  }

  #headerAbove(start: number, separator: RegExp): HeaderLine | undefined {
    let known = this.#headers.get(separator);
    if (known === undefined) this.#headers.set(separator, (known = new Map()));
    const seen: number[] = [];
    let header: HeaderLine | undefined;
    let at = start;
    let stray = 0;
    while (at > 0) {
      if (known.has(at)) {
        header = known.get(at);
        break;
      }
      seen.push(at);
      const end = at - 1;
      const low = Math.max(0, end - LONGEST_LINE);
      const from = low + this.#text.slice(low, end).lastIndexOf('\n') + 1;
      // A header is no line of thousands, and looking back over one for every value on it would never end.
      if (from === low && low > 0) break;
      const to = Math.min(end, from + HEADER_LINE);
      const shape = lineShape(this.#text, from, to);
      at = from;
      if (shape.blank) continue;
      if (shape.number || shape.separator !== undefined) {
        const candidate =
          shape.ascii || this.#labels.hasFew(from, to)
            ? undefined
            : this.#headerLine(from, this.#text.slice(from, to), separator);
        if (candidate !== undefined) {
          header = candidate;
          break;
        }
        stray = 0;
      } else if (++stray > STRAY_LINES) break;
    }
    for (const place of seen) known.set(place, header);
    return header;
  }

  #headerLine(from: number, content: string, separator: RegExp): HeaderLine | undefined {
    const lead = content.length - content.trimStart().length;
    const columns: LabelHit[][] = [];
    const all: LabelHit[] = [];
    let at = from + lead;
    for (const token of content.trim().split(separator)) {
      const start = this.#text.indexOf(token, at);
      at = start + token.length;
      const hits = token.length > HEADER_CELL ? [] : this.#labels.find(start, at);
      columns.push(hits);
      append(all, hits);
    }
    return all.length >= HEADER_LABELS && columns.length > 1 ? { columns, all } : undefined;
  }

  /** Lists pasted one cell a line: numbers of one length come back every so many lines; their column begins with a label. */
  #cellALine(span: Span): LooseHeader {
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
