/**
 * Tables that lost their cells: columns parted by blanks or commas in running text, and lists pasted one cell a
 * line. Both are read only around candidates that nothing else labels, and every line once.
 */
import { append, type LabelHit, type Span } from '../core/index.js';
import { matchColumns } from './column-match.js';
import type { LabelFinder, LabelledLine } from './label-finder.js';
import { BLANK, isWhite, lineShape, NO_COLUMNS } from './line-shape.js';
import { HEADER_CELL, type LooseHeader, NOTHING, PastedColumns } from './pasted-columns.js';

/** Labels that a header line must hold to be one. */
const HEADER_LABELS = 2;
/** Lines between a row and its header that are neither. */
const STRAY_LINES = 2;

interface HeaderLine {
  readonly columns: readonly (readonly LabelHit[])[];
  readonly names: readonly string[];
  readonly all: readonly LabelHit[];
}

/** A line that holds values: read once for all of them. */
interface Row extends Span {
  readonly separator: RegExp | undefined;
  readonly header: HeaderLine | undefined;
  readonly tokens: readonly string[];
  /** The column of each token, where the header has more or fewer. */
  columns?: readonly number[];
}

/** A longer line is no row of a table. */
const LONGEST_LINE = 4096;

/** Units of a line that are read for a header. */
const HEADER_LINE = 400;

/** The end of a sentence, or an account in groups, as no header has them. */
const SENTENCE = /。|\d{4}[ -]\d{4}[ -]\d{4}(?![ -]20)/;

/** Every bit of the label index. */
const ALL_KINDS = -1;

/** Separators behind the last column. */
const ROW_END = /[\s,，;；)]+$/;

export class LooseTables {
  readonly #text: string;
  readonly #labels: LabelFinder;
  readonly #pasted: PastedColumns;
  /** By what parts the columns of the row below, then by the start of a line: the header above it. */
  readonly #headers = new Map<RegExp, Map<number, HeaderLine | undefined>>();
  /** By what parts the columns, the start of the first line that may be a header. */
  readonly #firstHeaders = new Map<RegExp, number>();
  /** Starts of the lines that may be headers, and the kinds of the labels in each and all before it. */
  #heads: { readonly starts: readonly number[]; readonly kinds: readonly number[] } | undefined;
  #row: Row = { start: -1, end: -1, separator: undefined, header: undefined, tokens: [] };

  constructor(text: string, labels: LabelFinder) {
    this.#text = text;
    this.#labels = labels;
    this.#pasted = new PastedColumns(text, labels);
  }

  /** @param line The line that holds the value. */
  header(span: Span, line: Span): LooseHeader {
    return this.#isAlone(span, line) ? this.#pasted.header(span) : this.#columns(span, line);
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
    const before = this.#text.slice(line.start, span.start).trimStart();
    // 团款补差：对公 中行 不收现金；农行户 2305…: blanks part the words of sentences too.
    if (separator === BLANK && /[。；]/.test(before)) return NOTHING;
    const column = before.split(separator).length - 1;
    const { columns, names, all } = header;
    // 备注：…, below a table of many columns.
    if (tokens.length * 2 < columns.length) return NOTHING;
    this.#row.columns ??= matchColumns(tokens, columns, names);
    return { own: columns[this.#row.columns[column] ?? -1] ?? [], all };
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
        ? []
        : // ('…', '…'), of an INSERT ends with a comma that parts no columns.
          content.trim().replace(ROW_END, '').split(separator);
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
    // 物业费请转公司账户，账号1239 0823 2910 103，备注房号。: a sentence.
    if (SENTENCE.test(content)) return undefined;
    const lead = content.length - content.trimStart().length;
    const columns: LabelHit[][] = [];
    const names = content.trim().split(separator);
    const all: LabelHit[] = [];
    let at = from + lead;
    for (const token of names) {
      const start = this.#text.indexOf(token, at);
      at = start + token.length;
      const hits = token.length > HEADER_CELL ? [] : this.#labels.find(start, at);
      columns.push(hits);
      append(all, hits);
    }
    return all.length >= HEADER_LABELS && columns.length > 1 ? { columns, names, all } : undefined;
  }
}
