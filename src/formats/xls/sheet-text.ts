/** Text of a sheet: rows are lines, cells are parted by tabs, and every place is a cell. */
import {
  BLOCK_END,
  CELL_END,
  type Cell,
  type Channel,
  LINE_BREAK,
  type Place,
  pieceAt,
  type Segment,
  type SourceMap,
} from '../../core/index.js';

/** Rows and columns count from 0. */
export interface CellId {
  readonly row: number;
  readonly column: number;
}

export interface Spans {
  readonly rowSpan?: number;
  readonly colSpan?: number;
}

export interface SheetTextOptions {
  readonly part: string;
  readonly sheet: string;
  readonly channel: Channel;
  readonly label?: string;
  /** Merged ranges by their first cell, `row,column`. */
  readonly spans?: ReadonlyMap<string, Spans>;
  /** Off: the cells are places, but no table. */
  readonly grid?: boolean;
}

export class SheetText {
  readonly #chunks: string[] = [];
  readonly #cells: Cell[] = [];
  #length = 0;
  #row = -1;

  get empty(): boolean {
    return this.#cells.length === 0;
  }

  /** Adds a cell; one of another row starts a line. Call in the order of rows. */
  add(text: string, at: CellId): void {
    if (this.#length > 0) this.#append(at.row === this.#row ? CELL_END : BLOCK_END);
    this.#row = at.row;
    this.join(text, at);
  }

  /** Adds text that belongs to the text before it, though it stands in a cell of its own. */
  join(text: string, { row, column }: CellId): void {
    const start = this.#length;
    this.#append(text.replace(/\r\n|[\r\n]/g, LINE_BREAK).replace(/[\t\0]/g, ' '));
    this.#cells.push({ table: 0, row, column, start, end: this.#length });
  }

  /** The next cell starts a line. */
  endRow(): void {
    this.#row = -1;
  }

  flush({ part, sheet, channel, label, spans, grid }: SheetTextOptions): Segment | undefined {
    if (this.#length === 0) return undefined;
    this.#append(BLOCK_END);
    const cells =
      spans === undefined || spans.size === 0
        ? this.#cells
        : this.#cells.map((cell) => ({ ...cell, ...spans.get(`${cell.row},${cell.column}`) }));
    return {
      channel,
      part,
      text: this.#chunks.join(''),
      map: new CellMap(cells, part, sheet, channel),
      ...(grid === false ? {} : { cells }),
      ...(label === undefined ? {} : { label }),
    };
  }

  #append(text: string): void {
    this.#chunks.push(text);
    this.#length += text.length;
  }
}

class CellMap implements SourceMap {
  readonly #cells: readonly Cell[];
  readonly #part: string;
  readonly #sheet: string;
  readonly #channel: Channel;
  #starts: Float64Array | undefined;

  constructor(cells: readonly Cell[], part: string, sheet: string, channel: Channel) {
    this.#cells = cells;
    this.#part = part;
    this.#sheet = sheet;
    this.#channel = channel;
  }

  locate(start: number, end: number): Place[] {
    const starts = (this.#starts ??= Float64Array.from(this.#cells, (cell) => cell.start));
    const places: Place[] = [];
    const [part, sheet, channel] = [this.#part, this.#sheet, this.#channel];
    for (let i = Math.max(0, pieceAt(starts, starts.length, start)); i < this.#cells.length; i++) {
      const cell = this.#cells[i]!;
      if (cell.start >= end) break;
      if (cell.end > start) places.push({ kind: 'cell', part, channel, sheet, ref: reference(cell) });
    }
    return places;
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
