/** Source ranges → cells of sheets. */
import { type Channel, NumberList, type Place, pieceAt, type SourceMap } from '../../core/index.js';

interface CellSource {
  readonly start: number;
  readonly end: number;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly hidden: boolean;
}

/** The cells of a document that hold text, in document order. A sheet has a million of them. */
export class CellSources {
  readonly #starts = new NumberList();
  readonly #ends = new NumberList();
  readonly #rows = new NumberList();
  /** Twice the column, and 1 when it is hidden. */
  readonly #columns = new NumberList();
  /** Names of the sheets, and the first cell of each. */
  readonly #sheets: string[] = [];
  readonly #firsts = new NumberList();

  get empty(): boolean {
    return this.#starts.length === 0;
  }

  /** Call in the order of `start`. */
  add({ start, end, sheet, row, column, hidden }: CellSource): void {
    if (this.#sheets.at(-1) !== sheet) {
      this.#sheets.push(sheet);
      this.#firsts.push(this.#starts.length);
    }
    this.#starts.push(start);
    this.#ends.push(end);
    this.#rows.push(row);
    this.#columns.push(column * 2 + (hidden ? 1 : 0));
  }

  at(offset: number): CellSource | undefined {
    const i = pieceAt(this.#starts.values, this.#starts.length, offset);
    if (i < 0 || offset >= this.#ends.at(i)) return undefined;
    const column = this.#columns.at(i);
    return {
      start: this.#starts.at(i),
      end: this.#ends.at(i),
      sheet: this.#sheets[pieceAt(this.#firsts.values, this.#firsts.length, i)]!,
      row: this.#rows.at(i),
      column: column >> 1,
      hidden: column % 2 === 1,
    };
  }
}

/** Gives cell places for what stands in a cell, and the place in the part for the rest. */
export class SheetMap implements SourceMap {
  readonly #base: SourceMap;
  readonly #cells: CellSources;

  constructor(base: SourceMap, cells: CellSources) {
    this.#base = base;
    this.#cells = cells;
  }

  source(start: number, end: number): Place[] {
    return this.#base.locate(start, end);
  }

  locate(start: number, end: number): Place[] {
    const places: Place[] = [];
    let last: CellSource | undefined;
    for (const place of this.#base.locate(start, end)) {
      const cell = place.kind === 'text' ? this.#cells.at(place.start) : undefined;
      if (cell === undefined) places.push(place);
      else if (cell.start !== last?.start) {
        const channel: Channel = cell.hidden && place.channel === 'body' ? 'hidden' : place.channel;
        const ref = `${columnName(cell.column)}${cell.row + 1}`;
        places.push({
          kind: 'cell',
          part: '',
          channel,
          sheet: cell.sheet,
          ref,
        });
      }
      last = cell;
    }
    return places;
  }
}

/** 0 → A, 26 → AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
