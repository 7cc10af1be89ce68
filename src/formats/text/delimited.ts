/** Comma-separated values (RFC 4180), tolerant: `;`, `|` and tabs too, stray quotes are characters. */
import type { Cell } from '../../core/index.js';
import { type Bounds, trim } from './tables.js';
import { wholeNumbers } from './whole-numbers.js';

const QUOTE = 34;
const PIPE = 124;

/**
 * Cells of a whole delimited text. Line breaks inside quotes belong to the cell; a quote that is never closed
 * ends with its line, so that one stray quote can't swallow the rest.
 */
export function delimitedCells(text: string, table: number): Cell[] {
  const delimiter = sniff(text);
  const cells: Cell[] = [];
  const lastQuote = text.lastIndexOf('"');
  let row = 0;
  let column = 0;
  for (let at = 0; at < text.length; ) {
    const field = readField(text, at, text.length, delimiter, lastQuote);
    const unit = text.charCodeAt(field.end);
    const ends = field.end >= text.length || unit === 10 || unit === 13;
    if (!(ends && column === 0 && field.bounds[0] === field.bounds[1])) {
      cells.push({ table, row, column, start: field.bounds[0], end: field.bounds[1] });
      column++;
    }
    at = field.end + 1;
    if (!ends) continue;
    if (unit === 13 && text.charCodeAt(at) === 10) at++;
    if (column > 0) row++;
    column = 0;
  }
  return delimiter === PIPE ? withWholeNumbers(text, cells, table) : cells;
}

function withWholeNumbers(text: string, cells: readonly Cell[], table: number): Cell[] {
  const rows: Bounds[][] = [];
  for (const { row, start, end } of cells) (rows[row] ??= []).push([start, end]);
  return wholeNumbers(text, rows).flatMap((bounds, row) =>
    bounds.map(([start, end], column) => ({ table, row, column, start, end })),
  );
}

/** Cells of one line parted by commas outside quotes. */
export function commaCells(text: string, start: number, end: number): Bounds[] {
  const cells: Bounds[] = [];
  for (let at = start; at <= end; ) {
    const field = readField(text, at, end, 44, end);
    cells.push(field.bounds);
    at = field.end + 1;
  }
  return cells;
}

function readField(
  text: string,
  start: number,
  limit: number,
  delimiter: number,
  lastQuote: number,
): { bounds: Bounds; end: number } {
  let at = start;
  while (at < limit && text.charCodeAt(at) === 32) at++;
  // `="110101…"` keeps a spreadsheet from rounding the number.
  if (text.charCodeAt(at) === 61 && text.charCodeAt(at + 1) === QUOTE) at++;
  if (text.charCodeAt(at) === QUOTE && at < lastQuote) {
    const quoted = readQuoted(text, at, limit, delimiter);
    if (quoted !== undefined) return quoted;
  }
  at = start;
  while (at < limit) {
    const unit = text.charCodeAt(at);
    if (unit === delimiter || unit === 10 || unit === 13) break;
    at++;
  }
  return { bounds: trim(text, start, at), end: at };
}

/** Longest quoted field with line breaks: what comes after an unclosed quote is read again only so far. */
const MAX_QUOTED = 32_768;

function readQuoted(
  text: string,
  open: number,
  limit: number,
  delimiter: number,
): { bounds: Bounds; end: number } | undefined {
  const until = Math.min(limit, open + MAX_QUOTED);
  for (let at = open + 1; at < until; at++) {
    if (text.charCodeAt(at) !== QUOTE) continue;
    if (text.charCodeAt(at + 1) === QUOTE) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < limit && text.charCodeAt(end) === 32) end++;
    const unit = text.charCodeAt(end);
    if (end < limit && unit !== delimiter && unit !== 10 && unit !== 13) return undefined;
    return { bounds: trim(text, open + 1, at), end };
  }
  return undefined;
}

/** The delimiter that the first line has most of; a comma when it has none. */
function sniff(text: string): number {
  const counts = new Map<number, number>([
    [44, 0],
    [9, 0],
    [59, 0],
    [PIPE, 0],
  ]);
  let quoted = false;
  for (let i = 0; i < text.length && i < 10_000; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) quoted = !quoted;
    if (quoted) continue;
    if (unit === 10 || unit === 13) break;
    const count = counts.get(unit);
    if (count !== undefined) counts.set(unit, count + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
