/** Rows of tables that are written as text: CSV, pipes, tabs, columns of blanks. Every line is read once. */
import type { Span } from '../core/index.js';
import { BARS } from './line-shape.js';

export interface LooseRow {
  readonly cells: readonly Span[];
  /** Cells of the line on top; none where it holds values itself. */
  readonly heads: readonly Span[];
  /** Which cell holds the value. */
  readonly column: number;
  /** What the first rows say in a column. */
  readonly sample: (column: number) => string[];
}

type Split = (line: string) => Span[];

interface Block {
  /** Start of its first line. */
  readonly top: number;
  readonly heads: readonly Span[];
}

/** A longer line is running text. */
const LONGEST_LINE = 600;
const LONGEST_HEAD = 20;
/** Lines that are walked to the top of a block. */
const MOST_LINES = 3000;
const SAMPLED = 40;

const splitBy =
  (separator: RegExp): Split =>
  (line) => {
    const cells: Span[] = [];
    let from = 0;
    for (const found of line.matchAll(separator)) {
      cells.push({ start: from, end: found.index });
      from = found.index + found[0].length;
    }
    cells.push({ start: from, end: line.length });
    return cells;
  };

/** Commas inside quotation marks part nothing. */
const splitCsv: Split = (line) => {
  const cells: Span[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const unit = line[i];
    if (unit === '"') quoted = !quoted;
    else if (unit === ',' && !quoted) {
      cells.push({ start: from, end: i });
      from = i + 1;
    }
  }
  cells.push({ start: from, end: line.length });
  return cells;
};

const SPLITS: readonly { readonly split: Split; readonly fewest: number }[] = [
  { split: splitBy(/\t/g), fewest: 2 },
  { split: splitBy(new RegExp(`[${BARS}]`, 'g')), fewest: 2 },
  { split: splitCsv, fewest: 3 },
  { split: splitBy(/ {2,}|[ \u3000]*\u3000[ \u3000]*/g), fewest: 2 },
  { split: splitBy(/ /g), fewest: 3 },
];

export class LooseRows {
  readonly #text: string;
  /** By separator and start of a line. */
  readonly #blocks = new Map<number, Block>();
  readonly #samples = new Map<string, string[]>();

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns undefined where the line is no row among others alike. */
  around(span: Span): LooseRow | undefined {
    const line = this.#lineAt(span.start);
    if (line === undefined) return undefined;
    const written = this.#text.slice(line.start, line.end);
    for (const [kind, { split, fewest }] of SPLITS.entries()) {
      const cells = split(written);
      if (cells.length < fewest) continue;
      if (!this.#hasNeighbour(line, kind, cells.length)) continue;
      const { top, heads } = this.#block(line, kind, cells.length);
      const at = span.start - line.start;
      const column = cells.findIndex(({ start, end }) => start <= at && at <= end);
      if (column < 0) return undefined;
      const own = top === line.start ? [] : heads;
      return {
        cells: cells.map(({ start, end }) => ({ start: line.start + start, end: line.start + end })),
        heads: own.length === cells.length ? own : [],
        column,
        sample: (one) => this.#sample(top, kind, one, cells.length),
      };
    }
    return undefined;
  }

  /** A line above or below is parted into as many cells. */
  #hasNeighbour(line: Span, kind: number, width: number): boolean {
    const { split } = SPLITS[kind]!;
    for (const other of [this.#before(line), this.#behind(line)]) {
      if (other !== undefined && split(this.#text.slice(other.start, other.end)).length === width)
        return true;
    }
    return false;
  }

  #block(line: Span, kind: number, width: number): Block {
    const { split } = SPLITS[kind]!;
    const seen: number[] = [];
    let top = line;
    let block: Block | undefined;
    for (let i = 0; i < MOST_LINES; i++) {
      block = this.#blocks.get(top.start * 8 + kind);
      if (block !== undefined) break;
      seen.push(top.start);
      const other = this.#before(top);
      if (other === undefined) break;
      const cells = split(this.#text.slice(other.start, other.end)).length;
      // A row with an empty end, or with a mark too much, is a row all the same.
      if (cells < 2 || Math.abs(cells - width) > 1) break;
      top = other;
    }
    if (block === undefined) {
      const cells = split(this.#text.slice(top.start, top.end)).map(({ start, end }) => ({
        start: top.start + start,
        end: top.start + end,
      }));
      const words = cells.map(({ start, end }) => this.#text.slice(start, end).trim());
      const isHead =
        words.filter((word) => /[\u4e00-\u9fffA-Za-z]/.test(word)).length >= 2 &&
        words.every((word) => word.length <= LONGEST_HEAD && !/\d{4}/.test(word));
      block = { top: top.start, heads: isHead ? cells : [] };
    }
    for (const start of seen) this.#blocks.set(start * 8 + kind, block);
    return block;
  }

  #sample(top: number, kind: number, column: number, width: number): string[] {
    const key = `${top} ${kind} ${column}`;
    let values = this.#samples.get(key);
    if (values !== undefined) return values;
    values = [];
    const { split } = SPLITS[kind]!;
    let line = this.#lineAt(top);
    for (let i = 0; i < SAMPLED && line !== undefined; i++) {
      const written = this.#text.slice(line.start, line.end);
      const cells = split(written);
      if (Math.abs(cells.length - width) > 1) break;
      const cell = cells[column];
      if (cell !== undefined && i > 0) values.push(written.slice(cell.start, cell.end).trim());
      line = this.#behind(line);
    }
    this.#samples.set(key, values);
    return values;
  }

  #lineAt(offset: number): Span | undefined {
    const low = Math.max(0, offset - LONGEST_LINE);
    const from = offset === 0 ? -1 : this.#text.slice(low, offset).lastIndexOf('\n');
    if (from < 0 && low > 0) return undefined;
    return this.#lineFrom(low + from + 1);
  }

  #lineFrom(start: number): Span | undefined {
    const rest = this.#text.slice(start, start + LONGEST_LINE + 1);
    const end = rest.indexOf('\n');
    if (end < 0 && rest.length > LONGEST_LINE) return undefined;
    return { start, end: start + (end < 0 ? rest.length : end) };
  }

  /** The line before; of a Markdown table the rule under its header is passed over. */
  #before(line: Span): Span | undefined {
    const other = this.#above(line);
    return other !== undefined && this.#isRule(other) ? this.#above(other) : other;
  }

  #behind(line: Span): Span | undefined {
    const other = this.#below(line);
    return other !== undefined && this.#isRule(other) ? this.#below(other) : other;
  }

  #above({ start }: Span): Span | undefined {
    return start === 0 ? undefined : filled(this.#lineAt(start - 1));
  }

  #below({ end }: Span): Span | undefined {
    return end + 1 >= this.#text.length ? undefined : filled(this.#lineFrom(end + 1));
  }

  #isRule({ start, end }: Span): boolean {
    return RULE.test(this.#text.slice(start, end));
  }
}

const filled = (line: Span | undefined): Span | undefined =>
  line === undefined || line.end === line.start ? undefined : line;

const RULE = /^[\s|:：+-]*-{2,}[\s|:：+-]*$/;
