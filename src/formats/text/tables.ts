/**
 * Tables in plain text: cells as ranges of the text itself.
 *
 * Linear: every line is read a bounded number of times. A wrong table costs more than a missed one (a value
 * loses its sentence), so lines make a table only when several of them agree.
 */
import type { Cell } from '../../core/index.js';
import { commaCells, delimitedCells } from './delimited.js';
import { wholeNumbers } from './whole-numbers.js';

/** Longer lines are prose or data, no rows that somebody lined up. */
const MAX_LINE = 10_000;

interface Line {
  readonly start: number;
  /** Without the line end. */
  readonly end: number;
}

/** A cell as `[start, end]`, trimmed. */
export type Bounds = readonly [start: number, end: number];

export type TableKind = 'csv' | 'tsv' | 'mixed';

/**
 * Cells of all tables, sorted by `start`.
 *
 * @param kind `csv`: the whole text is RFC 4180 (or parted by `;`, `|` or tabs); `tsv`: every line is a row;
 *   `mixed`: prose with tables parted by tabs or pipes (Markdown and box drawing too), clear comma rows, or
 *   columns parted by blanks.
 * @param units The units of `text`: then only lines that can be rows are read. Without them every line is.
 */
export function findTables(text: string, kind: TableKind, units?: Uint16Array): Cell[] {
  if (kind === 'csv') return delimitedCells(text, 0);
  const cells: Cell[] = [];
  const group = new RowGroup(text, cells);
  if (units === undefined) {
    for (let start = 0; start < text.length; ) {
      const end = lineEnd(text, start);
      group.line({ start, end }, kind);
      start = end + (text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? 2 : 1);
    }
  } else markedLines(units, kind, group);
  group.end();
  return cells;
}

/** What a unit says of its line. */
const ENDS = 1;
const BLANK = 2;
const COMMA = 3;
const SURE = 4;
const MARKS: Uint8Array = new Uint8Array(0x10000);
MARKS[10] = MARKS[13] = ENDS;
MARKS[32] = MARKS[0x3000] = BLANK;
MARKS[44] = COMMA;
MARKS[9] = SURE;
for (const pipe of '|｜│┃║') MARKS[pipe.charCodeAt(0)] = SURE;

/**
 * Gives `group` the lines that can be rows: one with a tab or a pipe, two commas or two blanks in a row. Others end what
 * is there, except a border of dashes below a row of pipes.
 */
function markedLines(units: Uint16Array, kind: TableKind, group: RowGroup): void {
  const marks = MARKS;
  const { length } = units;
  let start = 0;
  let commas = 0;
  let wide = false;
  let sure = false;
  let blank = -2;
  for (let i = 0; i <= length; i++) {
    // Four units at a time: most say nothing.
    while (
      i + 3 < length &&
      (marks[units[i]!]! | marks[units[i + 1]!]! | marks[units[i + 2]!]! | marks[units[i + 3]!]!) === 0
    )
      i += 4;
    const mark = i < length ? marks[units[i]!]! : ENDS;
    if (mark === 0) continue;
    if (mark === BLANK) {
      if (blank === i - 1) wide = true;
      blank = i;
    } else if (mark === COMMA) commas++;
    else if (mark === SURE) sure = true;
    else {
      if (sure || commas > 1 || wide || group.style === 'pipe') group.line({ start, end: i }, kind);
      else if (group.style !== undefined) group.end();
      if (units[i] === 13 && units[i + 1] === 10) i++;
      start = i + 1;
      commas = 0;
      wide = sure = false;
    }
  }
}

type Style = 'tab' | 'pipe' | 'comma' | 'space' | 'border';

function lineEnd(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || unit === 13) return i;
  }
  return text.length;
}

/** What parts the cells of a line; `border` is a line of dashes inside a pipe table. */
function styleOf(text: string, line: Line, current: Style | undefined, kind: TableKind): Style | undefined {
  let tabs = 0;
  let pipes = 0;
  let inside = 0;
  let letters = 0;
  let commas = 0;
  let drawn = 0;
  let other = 0;
  let blanks = 0;
  let gaps = 0;
  let solid = false;
  for (let i = line.start; i < line.end; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 9) tabs += solid || current === 'tab' || kind === 'tsv' ? 1 : 0;
    else if (unit === 32 || unit === 0x3000) blanks++;
    else {
      if (solid && blanks > 1) gaps++;
      blanks = 0;
      solid = true;
      if (isPipe(unit)) {
        pipes++;
        if (isDigit(text.charCodeAt(i - 1)) && isDigit(text.charCodeAt(i + 1))) inside++;
      } else if (unit === 44) commas++;
      else if (unit === 45 || unit === 43 || unit === 58 || unit === 61 || isBox(unit)) drawn++;
      else {
        other++;
        if (!isDigit(unit)) letters++;
      }
    }
  }
  if (drawn > 2 && other === 0 && tabs === 0 && commas === 0) return 'border';
  if (tabs > 0) return 'tab';
  // 张三,138|1234|5678: something else parts the cells.
  if (pipes > inside || (pipes > 0 && letters === 0)) return 'pipe';
  if (kind !== 'mixed') return undefined;
  return commas > 1 ? 'comma' : gaps > 1 ? 'space' : undefined;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isPipe(unit: number): boolean {
  return unit === 124 || unit === 0xff5c || unit === 0x2502 || unit === 0x2503 || unit === 0x2551;
}

function isBox(unit: number): boolean {
  return unit >= 0x2500 && unit < 0x2580 && !isPipe(unit);
}

/** Neighbouring lines of one style; decides at their end whether they are a table. */
class RowGroup {
  readonly #text: string;
  readonly #cells: Cell[];
  #rows: Line[] = [];
  #headerRows = 0;
  #tables = 0;
  style: Style | undefined;

  constructor(text: string, cells: Cell[]) {
    this.#text = text;
    this.#cells = cells;
  }

  line(line: Line, kind: TableKind): void {
    const style = line.end - line.start > MAX_LINE ? undefined : styleOf(this.#text, line, this.style, kind);
    if (style === undefined) this.end();
    else this.#add(line, style);
  }

  #add(line: Line, style: Style): void {
    if (style === 'border') {
      if (this.style !== 'pipe') {
        this.end();
        // The upper border of a drawn table.
        return;
      }
      if (this.#rows.length === 1) this.#headerRows = 1;
      return;
    }
    if (this.style !== style) this.end();
    this.style = style;
    this.#rows.push(line);
  }

  end(): void {
    const { style } = this;
    const rows = this.#rows;
    const headed = this.#headerRows;
    this.style = undefined;
    this.#rows = [];
    this.#headerRows = 0;
    if (rows.length < 2 || style === undefined) return;
    if (style === 'tab') this.#tabs(rows);
    else if (style === 'pipe')
      this.#split(
        wholeNumbers(
          this.#text,
          rows.map((row) => pipeCells(this.#text, row)),
        ),
        headed,
      );
    else if (style === 'comma') this.#commas(rows);
    else this.#spaces(rows);
  }

  /** Columns that two or more blanks part, below a line of words: `姓名   身份证号   电话`. */
  #spaces(rows: readonly Line[]): void {
    if (rows.length < 3) return;
    const split = rows.map((row) => spaceCells(this.#text, row));
    let first = 0;
    for (let i = 1; i <= split.length; i++) {
      if (i < split.length && split[i]!.length === split[first]!.length) continue;
      const head = this.#text.slice(rows[first]!.start, rows[first]!.end);
      const width = split[first]!.length;
      if (
        i - first >= 3 &&
        width > 2 &&
        !/\d{2}|[。；！？：:]/.test(head) &&
        head.trim().length <= 24 * width
      )
        this.#emit(split.slice(first, i), 0);
      first = i;
    }
  }

  /** Several tabs in a row part empty cells, or line up columns: whichever gives rows of one length. */
  #tabs(rows: readonly Line[]): void {
    const single = rows.map((row) => tabCells(this.#text, row, false));
    const width = single[0]!.length;
    if (single.every((row) => row.length === width)) {
      this.#emit(single, 0);
      return;
    }
    const wide = rows.map((row) => tabCells(this.#text, row, true));
    const columns = wide[0]!.length;
    if (wide.every((row) => row.length === columns)) {
      this.#emit(wide, 0);
      return;
    }
    this.#split(single, 0);
  }

  /** A row that is longer than its table begins the next one; shorter rows lost their empty last cells. */
  #split(rows: readonly (readonly Bounds[])[], headed: number): void {
    let first = 0;
    for (let i = 1; i <= rows.length; i++) {
      if (i < rows.length && rows[i]!.length <= rows[first]!.length) continue;
      const part = rows.slice(first, i);
      if (headed > 0 || agree(part)) this.#emit(part, first === 0 ? headed : 0);
      first = i;
    }
  }

  #commas(rows: readonly Line[]): void {
    if (rows.length < 3) return;
    const split = rows.map((row) => commaCells(this.#text, row.start, row.end));
    const width = split[0]!.length;
    if (width < 3 || split.some((row) => row.length !== width)) return;
    const head = this.#text.slice(rows[0]!.start, rows[0]!.end);
    // A header names columns: short words, no numbers, no sentence.
    if (/\d{4}|[。；！？]/.test(head) || head.length > 40 * width) return;
    this.#emit(split, 0);
  }

  #emit(rows: readonly (readonly Bounds[])[], headed: number): void {
    if (rows.length < 2 || rows[0]!.length < 2) return;
    const table = this.#tables++;
    rows.forEach((row, index) => {
      row.forEach(([start, end], column) => {
        const cell = { table, row: index, column, start, end };
        this.#cells.push(index < headed ? { ...cell, header: true } : cell);
      });
    });
  }
}

/** At least two rows, most of them as long as the first one. */
function agree(rows: readonly (readonly Bounds[])[]): boolean {
  if (rows.length < 2) return false;
  const width = rows[0]!.length;
  const same = rows.filter((row) => row.length === width).length;
  return same >= 2 && 2 * same >= rows.length && (width > 2 || rows.length > 2 || same === rows.length);
}

function tabCells(text: string, line: Line, joined: boolean): Bounds[] {
  const cells: Bounds[] = [];
  let start = line.start;
  for (let i = line.start; i <= line.end; i++) {
    if (i < line.end && text.charCodeAt(i) !== 9) continue;
    if (!joined || i > start || i === line.end) cells.push(trim(text, start, i));
    start = i + 1;
  }
  while (cells.length > 1 && cells.at(-1)![0] === cells.at(-1)![1]) cells.pop();
  return cells;
}

function spaceCells(text: string, line: Line): Bounds[] {
  const cells: Bounds[] = [];
  let start = -1;
  let end = -1;
  for (let i = line.start; i <= line.end; i++) {
    if (i < line.end && isBlank(text.charCodeAt(i))) continue;
    if (start >= 0 && (i === line.end || i - end > 1)) {
      cells.push([start, end]);
      start = -1;
    }
    if (start < 0) start = i;
    end = i + 1;
  }
  return cells;
}

/** `| a | b |`: outer pipes are no cells; `\|` is a character. */
function pipeCells(text: string, line: Line): Bounds[] {
  const cells: Bounds[] = [];
  let start = line.start;
  for (let i = line.start; i <= line.end; i++) {
    if (i < line.end && (!isPipe(text.charCodeAt(i)) || text.charCodeAt(i - 1) === 92)) continue;
    const cell = trim(text, start, i);
    const outer = (cells.length === 0 && start === line.start) || i === line.end;
    if (!outer || cell[0] < cell[1]) cells.push(cell);
    start = i + 1;
  }
  return cells;
}

/** @returns The range without white space at its ends. */
export function trim(text: string, start: number, end: number): Bounds {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return [from, to];
}

function isBlank(unit: number): boolean {
  return unit <= 32 || unit === 0xa0 || unit === 0x3000 || unit === 0xfeff;
}
