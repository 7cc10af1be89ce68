/** The rows of a sheet whose cells are all there, for conditions on other cells. */
import type { Value } from './formula-values.js';
import type { CellId } from './sheet-text.js';
import type { RowSource, RowValues } from './sheet-values.js';

export interface SheetLimits {
  readonly rows: number;
  readonly columns: number;
}

/** Excel 2007 and later. */
export const SHEET_LIMITS: SheetLimits = { rows: 1_048_576, columns: 16_384 };

interface BuiltCell extends CellId {
  readonly value?: Value;
}

export class BuiltRows implements RowSource {
  readonly rows: number;
  readonly columns: number;
  readonly #cells: readonly BuiltCell[];
  readonly #silent: ReadonlyMap<number, RowValues>;

  /** @param cells In the order of their rows. @param silent Others, by row. */
  constructor(
    cells: readonly BuiltCell[],
    silent: ReadonlyMap<number, RowValues>,
    { rows, columns }: SheetLimits,
  ) {
    this.#cells = cells;
    this.#silent = silent;
    this.rows = rows;
    this.columns = columns;
  }

  read(row: number): RowValues {
    const values = new Map<number, Value>(this.#silent.get(row));
    for (let i = this.#first(row); this.#cells[i]?.row === row; i++) {
      const { column, value } = this.#cells[i]!;
      values.set(column, value);
    }
    return values;
  }

  sizeOf(row: number): number {
    return this.#first(row + 1) - this.#first(row);
  }

  *filled(from: number, to: number): Iterable<number> {
    const silent = [...this.#silent.keys()].filter((row) => row >= from && row <= to).sort((a, b) => a - b);
    let next = 0;
    for (let i = this.#first(from); i < this.#cells.length && this.#cells[i]!.row <= to; ) {
      const { row } = this.#cells[i]!;
      while (next < silent.length && silent[next]! < row) yield silent[next++]!;
      if (silent[next] === row) next++;
      yield row;
      i = this.#first(row + 1);
    }
    yield* silent.slice(next);
  }

  /** Index of the first cell that is not above the row. */
  #first(row: number): number {
    let [low, high] = [0, this.#cells.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cells[middle]!.row < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
