/** Source ranges → cells of sheets. */
import { type Channel, type Place, pieceAt, type SourceMap } from '../../core/index.js';

interface CellSource {
  readonly start: number;
  readonly end: number;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly hidden: boolean;
}

/** The cells of a document that hold text, in document order. */
export class CellSources {
  readonly #cells: CellSource[] = [];
  readonly #starts: number[] = [];

  get empty(): boolean {
    return this.#cells.length === 0;
  }

  /** Call in the order of `start`. */
  add(cell: CellSource): void {
    this.#cells.push(cell);
    this.#starts.push(cell.start);
  }

  at(offset: number): CellSource | undefined {
    const cell = this.#cells[pieceAt(this.#starts, this.#starts.length, offset)];
    return cell !== undefined && offset < cell.end ? cell : undefined;
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
      else if (cell !== last) {
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
