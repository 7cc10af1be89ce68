/** Lists in plain text that are no table to anyone else: the word on top of a column of lines that are split alike. */
import type { Span } from '../core/index.js';
import { BARS } from './line-shape.js';

const SEPARATORS: readonly RegExp[] = [
  /\t/,
  new RegExp(`[${BARS}]`),
  /[\u3000\u00a0]+/,
  / {2,}/,
  /[,，]/,
  /[;；]/,
  / /,
];
/** A longer line is running text. */
const LONGEST_ROW = 200;
/** A word over a column. */
const LONGEST_WORD = 16;
/** Lines looked over for the top of a list that is seen for the first time. */
const MOST_ROWS = 2000;

interface Row {
  readonly start: number;
  readonly tokens: readonly string[];
}

/** Linear in the text: what a line has on top is kept for the lines below it. */
export class ListTops {
  readonly #text: string;
  /** Separator and column, then start of a line → the word on top. */
  readonly #known = new Map<string, Map<number, string>>();

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns '' where the value's line is no row of a list with a word on top. */
  topText(span: Span): string {
    const bounds = this.#lineAt(span.start);
    if (bounds === undefined) return '';
    const line = this.#text.slice(bounds.start, bounds.end);
    for (const [i, separator] of SEPARATORS.entries()) {
      const tokens = line.split(separator);
      if (tokens.length < 2) continue;
      const column = this.#text.slice(bounds.start, span.start).split(separator).length - 1;
      const key = `${i} ${column} ${tokens.length}`;
      const known = this.#known.get(key) ?? new Map<number, string>();
      this.#known.set(key, known);
      return this.#above(bounds.start, separator, column, tokens.length, known);
    }
    return '';
  }

  #above(
    start: number,
    separator: RegExp,
    column: number,
    width: number,
    known: Map<number, string>,
  ): string {
    const seen: number[] = [];
    let top = '';
    let at = start;
    for (let rows = 0; at > 0 && rows < MOST_ROWS; rows++) {
      const kept = known.get(at);
      if (kept !== undefined) {
        top = kept;
        break;
      }
      seen.push(at);
      const row = this.#rowBefore(at, separator);
      if (row === undefined || row.tokens.length !== width) break;
      const word = row.tokens[column]!.trim();
      if (word !== '' && word.length <= LONGEST_WORD && !/\d{5}/.test(row.tokens.join(''))) {
        top = word;
        break;
      }
      at = row.start;
    }
    for (const line of seen) known.set(line, top);
    return top;
  }

  #rowBefore(at: number, separator: RegExp): Row | undefined {
    const low = Math.max(0, at - 1 - LONGEST_ROW);
    const before = this.#text.slice(low, at - 1);
    const start = low + before.lastIndexOf('\n') + 1;
    if (start === low && low > 0) return undefined;
    return { start, tokens: this.#text.slice(start, at - 1).split(separator) };
  }

  #lineAt(offset: number): Span | undefined {
    const low = Math.max(0, offset - LONGEST_ROW);
    const from = this.#text.slice(low, offset).lastIndexOf('\n');
    if (from < 0 && low > 0) return undefined;
    const rest = this.#text.slice(offset, offset + LONGEST_ROW).indexOf('\n');
    const end = rest < 0 ? Math.min(this.#text.length, offset + LONGEST_ROW) : offset + rest;
    return { start: low + from + 1, end };
  }
}
