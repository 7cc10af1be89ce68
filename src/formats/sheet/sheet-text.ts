/** Text of a sheet: rows are lines, cells are parted by tabs, and every place is a cell. */
import { platform } from '#platform';
import {
  BLOCK_END,
  CELL_END,
  type Cell,
  type CellPlace,
  type Channel,
  LINE_BREAK,
  type Place,
  pieceAt,
  type Segment,
  type SourceMap,
} from '../../core/index.js';

import { splitNumbers } from './split-numbers.js';

/** Where a sheet is. */
export interface SheetId {
  readonly part: string;
  readonly name: string;
}

/** Rows and columns count from 0. */
export interface CellId {
  readonly row: number;
  readonly column: number;
}

/** UTF-16 units of one sheet. */
export const MAX_TEXT: number = 64 * 1024 * 1024;

/** Code units that become a string at once: a string of its own for every cell costs more than the cell's text. */
const CHUNK = 32_768;
const FIRST_CHUNK = 256;
const TAB = CELL_END.charCodeAt(0);
const LINE_END = BLOCK_END.charCodeAt(0);
/** Numbers of a cell. */
const FIELDS = 4;

export class SheetText {
  readonly #chunks: string[] = [];
  #units: Uint16Array = new Uint16Array(0);
  /** Units in `#units`. */
  #used = 0;
  /** Of each cell its row, column, start and end. */
  #cells: Int32Array = new Int32Array(0);
  #count = 0;
  #length = 0;
  #row = -1;
  #cut = false;
  #flushed: string | undefined;

  /** Some text was left out: the sheet has more than anybody can read. */
  get cut(): boolean {
    return this.#cut;
  }

  get empty(): boolean {
    return this.#count === 0;
  }

  /** Adds a cell; one of another row starts a line. Call in the order of rows. */
  add(text: string, row: number, column: number): void {
    if (this.#length > 0) this.#append(row === this.#row ? CELL_END : BLOCK_END);
    this.#row = row;
    this.join(text, row, column);
  }

  /** Adds a character that belongs to the text of the cell before it, though it stands in a cell of its own. */
  join(text: string, row: number, column: number): void {
    const start = this.#length;
    this.#append(clean(text));
    this.#cell(row, column, start);
  }

  /**
   * Adds a cell whose text is what stands in a source up to the next `<`, as it is.
   *
   * @returns false, and adds nothing, where the text is written otherwise: references, escapes (`_x0031_`), control
   * characters, no end, or too long for a sheet.
   */
  copy(source: string, from: number, row: number, column: number): boolean {
    const room = CHUNK - this.#used;
    const end = source.indexOf('<', from);
    const length = end - from;
    if (end < 0 || length + 1 > room || this.#length + length + 1 > MAX_TEXT) return false;
    this.#reserve(length + 1);
    const units = this.#units;
    let at = this.#used;
    if (this.#length > 0) units[at++] = row === this.#row ? TAB : LINE_END;
    for (let i = from; i < end; i++) {
      const unit = source.charCodeAt(i);
      // `&`, `_`, and what a cell may not hold in a text of rows.
      if (unit < 14 || unit === 38 || unit === 95) return false;
      units[at++] = unit;
    }
    this.#put(row, column, length, at);
    return true;
  }

  /**
   * Adds a cell whose text stands in pieces of a source, as it is.
   *
   * @param ranges Start, end and kind of each piece, `from` to `until`. @returns false as `copy` does, and where a piece
   * is of another kind than 0, or all of them are one character or none.
   */
  copyRanges(
    source: string,
    ranges: ArrayLike<number>,
    from: number,
    until: number,
    row: number,
    column: number,
  ): boolean {
    let length = 0;
    for (let i = from; i < until; i += 3) {
      if (ranges[i + 2] !== 0) return false;
      length += ranges[i + 1]! - ranges[i]!;
    }
    if (length < 2 || length + 1 > CHUNK - this.#used || this.#length + length + 1 > MAX_TEXT) return false;
    this.#reserve(length + 1);
    const units = this.#units;
    let at = this.#used;
    if (this.#length > 0) units[at++] = row === this.#row ? TAB : LINE_END;
    for (let i = from; i < until; i += 3) {
      const end = ranges[i + 1]!;
      for (let k = ranges[i]!; k < end; k++) {
        const unit = source.charCodeAt(k);
        if (unit < 14 || unit === 38 || unit === 95) return false;
        units[at++] = unit;
      }
    }
    this.#put(row, column, length, at);
    return true;
  }

  /** Takes over `length` units, written up to `at`, as the next cell. */
  #put(row: number, column: number, length: number, at: number): void {
    const start = this.#length + (this.#length > 0 ? 1 : 0);
    this.#used = at;
    this.#row = row;
    this.#length = start + length;
    this.#cell(row, column, start);
  }

  /** The next cell starts a line. */
  endRow(): void {
    this.#row = -1;
  }

  /** @param spans Merged ranges by their first cell. `grid` off: cells are places, but no table. */
  flush(
    sheet: SheetId,
    channel: Channel,
    options: { label?: string; spans?: ReadonlyMap<string, Spans>; grid?: boolean } = {},
  ): Segment | undefined {
    if (this.#length === 0) return undefined;
    this.#append(BLOCK_END);
    this.#endChunk();
    const { spans, label } = options;
    const list = new CellList(this.#cells, this.#count, spans);
    const text = this.#chunks.length === 1 ? this.#chunks[0]! : this.#chunks.join('');
    this.#flushed = text;
    const segment = {
      channel,
      part: sheet.part,
      text,
      map: new CellMap(list, sheet, channel),
      ...(label === undefined ? {} : { label }),
    };
    if (options.grid === false) return segment;
    // A sheet in which nothing is found needs no objects of its cells.
    return Object.defineProperty(segment, 'cells', { enumerable: true, get: () => list.all });
  }

  /** Numbers whose digits stand in several cells, each as one; behind `flush`. */
  split(sheet: SheetId, channel: Channel): Segment | undefined {
    const whole = this.#flushed;
    if (whole === undefined) return undefined;
    const numbers = this.#cells;
    const found = splitNumbers(whole, { fields: FIELDS, numbers, count: this.#count });
    if (found.length === 0) return undefined;
    const joined = new SheetText();
    for (let i = 0; i < found.length; i += 2) {
      joined.endRow();
      for (let cell = found[i]!; cell < found[i + 1]!; cell++) {
        const at = FIELDS * cell;
        const text = whole.slice(numbers[at + 2], numbers[at + 3]);
        if (cell === found[i]) joined.add(text, numbers[at]!, numbers[at + 1]!);
        else joined.join(text, numbers[at]!, numbers[at + 1]!);
      }
    }
    return joined.flush(sheet, channel, { grid: false });
  }

  #cell(row: number, column: number, start: number): void {
    const at = FIELDS * this.#count++;
    if (at === this.#cells.length) {
      const cells = new Int32Array(Math.max(FIRST_CHUNK, at + FIELDS * Math.ceil(at / FIELDS / 2)));
      cells.set(this.#cells);
      this.#cells = cells;
    }
    const cells = this.#cells;
    cells[at] = row;
    cells[at + 1] = column;
    cells[at + 2] = start;
    cells[at + 3] = this.#length;
  }

  /** A few long shared strings in many cells make gigabytes of text out of a small file. */
  #append(text: string): void {
    const { length } = text;
    if (this.#length + length > MAX_TEXT) {
      this.#cut = true;
      return;
    }
    this.#length += length;
    if (this.#used + length > CHUNK) this.#endChunk();
    if (length > CHUNK) {
      this.#chunks.push(text);
      return;
    }
    this.#reserve(length);
    for (let i = 0; i < length; i++) this.#units[this.#used++] = text.charCodeAt(i);
  }

  #reserve(more: number): void {
    const least = this.#used + more;
    if (least <= this.#units.length) return;
    const units = new Uint16Array(Math.min(CHUNK, Math.max(FIRST_CHUNK, least, 2 * this.#units.length)));
    units.set(this.#units.subarray(0, this.#used));
    this.#units = units;
  }

  #endChunk(): void {
    if (this.#used > 0) this.#chunks.push(platform.text(this.#units, this.#used));
    this.#used = 0;
  }
}

export interface Spans {
  readonly rowSpan?: number;
  readonly colSpan?: number;
}

/** The cells of a sheet: numbers until somebody asks for objects. */
class CellList {
  readonly #numbers: Int32Array;
  readonly #spans: ReadonlyMap<string, Spans> | undefined;
  readonly length: number;
  #all: readonly Cell[] | undefined;

  constructor(numbers: Int32Array, length: number, spans: ReadonlyMap<string, Spans> | undefined) {
    this.#numbers = numbers;
    this.length = length;
    this.#spans = spans === undefined || spans.size === 0 ? undefined : spans;
  }

  get all(): readonly Cell[] {
    return (this.#all ??= Array.from({ length: this.length }, (_, i) => this.at(i)));
  }

  start(index: number): number {
    return this.#numbers[FIELDS * index + 2]!;
  }

  at(index: number): Cell {
    const at = FIELDS * index;
    const row = this.#numbers[at]!;
    const column = this.#numbers[at + 1]!;
    const start = this.#numbers[at + 2]!;
    const end = this.#numbers[at + 3]!;
    const spans = this.#spans?.get(`${row},${column}`);
    const cell = { table: 0, row, column, start, end };
    return spans === undefined ? cell : { ...cell, ...spans };
  }
}

class CellMap implements SourceMap {
  readonly #cells: CellList;
  readonly #sheet: SheetId;
  readonly #channel: Channel;
  #starts: Int32Array | undefined;

  constructor(cells: CellList, sheet: SheetId, channel: Channel) {
    this.#cells = cells;
    this.#sheet = sheet;
    this.#channel = channel;
  }

  locate(start: number, end: number): Place[] {
    return this.#cellsOf(start, end).map((cell) => this.#place(cell));
  }

  source(start: number, end: number): Place[] {
    return this.#cellsOf(start, end).map((cell) => ({
      ...this.#place(cell),
      start: Math.max(start, cell.start) - cell.start,
      end: Math.min(end, cell.end) - cell.start,
    }));
  }

  #place(cell: Cell): CellPlace {
    const { part, name } = this.#sheet;
    return { kind: 'cell', part, channel: this.#channel, sheet: name, ref: reference(cell) };
  }

  #cellsOf(start: number, end: number): Cell[] {
    const { length } = this.#cells;
    const starts = (this.#starts ??= Int32Array.from({ length }, (_, i) => this.#cells.start(i)));
    const cells: Cell[] = [];
    for (let i = Math.max(0, pieceAt(starts, length, start)); i < length; i++) {
      const cell = this.#cells.at(i);
      if (cell.start >= end) break;
      if (cell.end <= start) continue;
      cells.push(cell);
    }
    return cells;
  }
}

/** `{ row: 1, column: 27 }` → `AB2`. */
export function reference({ row, column }: CellId): string {
  let letters = '';
  for (let at = column + 1; at > 0; at = Math.floor((at - 1) / 26)) {
    letters = String.fromCharCode(65 + ((at - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}

/** `AB2`, `$AB$2` → row and column; undefined when it is no reference within a sheet's bounds. */
export function parseReference(ref: string): CellId | undefined {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(ref.trim());
  if (match === null) return undefined;
  let column = 0;
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(match[2]);
  return row >= 1 && row <= 1_048_576 && column <= 16_384 ? { row: row - 1, column: column - 1 } : undefined;
}

function clean(text: string): string {
  if (!/[\t\n\r\0]/.test(text)) return text;
  return text.replace(/\r\n|[\r\n]/g, LINE_BREAK).replace(/[\t\0]/g, ' ');
}
