/** Text of a sheet: rows are lines, cells are parted by tabs, and every place is a cell. */
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

/** Cells are gathered into chunks of so many units: an array with an entry for each costs more than their text. */
const CHUNK = 2048;

export class SheetText {
  readonly #chunks: string[] = [];
  #chunk = '';
  readonly #cells: Cell[] = [];
  #length = 0;
  #row = -1;
  #cut = false;

  /** Some text was left out: the sheet has more than anybody can read. */
  get cut(): boolean {
    return this.#cut;
  }

  get empty(): boolean {
    return this.#cells.length === 0;
  }

  /** Adds a cell; one of another row starts a line. Call in the order of rows. */
  add(text: string, row: number, column: number): void {
    if (this.#length > 0) this.#append(row === this.#row ? CELL_END : BLOCK_END);
    this.#row = row;
    const start = this.#length;
    this.#append(clean(text));
    this.#cells.push({ table: 0, row, column, start, end: this.#length });
  }

  /** Adds a character that belongs to the text of the cell before it, though it stands in a cell of its own. */
  join(text: string, row: number, column: number): void {
    const start = this.#length;
    this.#append(clean(text));
    this.#cells.push({ table: 0, row, column, start, end: this.#length });
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
    const { spans, label } = options;
    const cells =
      spans === undefined || spans.size === 0
        ? this.#cells
        : this.#cells.map((cell) => ({ ...cell, ...spans.get(`${cell.row},${cell.column}`) }));
    return {
      channel,
      part: sheet.part,
      text: this.#chunks.join('') + this.#chunk,
      map: new CellMap(cells, sheet, channel),
      ...(options.grid === false ? {} : { cells }),
      ...(label === undefined ? {} : { label }),
    };
  }

  /** A few long shared strings in many cells make gigabytes of text out of a small file. */
  #append(text: string): void {
    if (this.#length + text.length > MAX_TEXT) {
      this.#cut = true;
      return;
    }
    this.#chunk += text;
    this.#length += text.length;
    if (this.#chunk.length >= CHUNK) {
      this.#chunks.push(this.#chunk);
      this.#chunk = '';
    }
  }
}

export interface Spans {
  readonly rowSpan?: number;
  readonly colSpan?: number;
}

class CellMap implements SourceMap {
  readonly #cells: readonly Cell[];
  readonly #sheet: SheetId;
  readonly #channel: Channel;
  #starts: Float64Array | undefined;

  constructor(cells: readonly Cell[], sheet: SheetId, channel: Channel) {
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
    const starts = (this.#starts ??= Float64Array.from(this.#cells, (cell) => cell.start));
    const cells: Cell[] = [];
    for (let i = Math.max(0, pieceAt(starts, starts.length, start)); i < this.#cells.length; i++) {
      const cell = this.#cells[i]!;
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
