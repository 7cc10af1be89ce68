/**
 * What other cells hold, for conditions on them: rows are read from the file when a condition asks, and forgotten when there
 * are too many. A sheet without such conditions costs nothing, one of a million rows a few thousand cells.
 */
import { BLANK, type Known, type Value } from './formula-values.js';

/** Values of a row by column; what is not in it is blank, undefined is not known. */
export type RowValues = ReadonlyMap<number, Value>;

/** The rows of a sheet as its file has them. */
export interface RowSource {
  /** Most rows and columns of a sheet: references count on from the other end. */
  readonly rows: number;
  readonly columns: number;
  /** @returns undefined where it cannot be told what the row holds. */
  read(row: number): RowValues | undefined;
  /** Code units or cells that `read` goes through. */
  sizeOf(row: number): number;
  /** Rows that may hold something, in their order, both ends included. */
  filled(from: number, to: number): Iterable<number>;
}

/** What conditions may still take. */
export interface Steps {
  left: number;
}

/** Corners, both included. */
export interface Block {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Cells that are remembered. */
const MAX_CELLS = 32_768;
/** Cells whose values are counted by column. */
const MAX_COUNTED = 300_000;
/** Units of the file that are read in a step. */
const UNITS_A_STEP = 16;
/** Characters of a text that are looked at in a step. */
const CHARACTERS_A_STEP = 64;

/** Rows of each value, in their order. */
type Counts = ReadonlyMap<Known, readonly number[]>;

export class SheetValues {
  readonly #open: () => RowSource;
  readonly #steps: Steps;
  #source: RowSource | undefined;
  /** Those asked for last stand last. */
  readonly #rows = new Map<number, RowValues>();
  #cells = 0;
  #last = -1;
  #lastRow: RowValues | undefined;
  readonly #counts = new Map<number, Counts | undefined>();
  #counted = 0;
  /** What formulas say of blocks that never change, by the formula. */
  readonly fixed: Map<unknown, Value> = new Map();

  /** @param open Called once, when the first condition asks. @param steps Taken for what is read. */
  constructor(open: () => RowSource, steps: Steps) {
    this.#open = open;
    this.#steps = steps;
  }

  get source(): RowSource {
    return (this.#source ??= this.#open());
  }

  at(row: number, column: number): Value {
    const cells = this.row(row);
    if (cells === undefined) return undefined;
    const value = cells.get(column);
    if (value === undefined) return cells.has(column) ? undefined : BLANK;
    if (typeof value === 'string') this.#steps.left -= value.length / CHARACTERS_A_STEP;
    return value;
  }

  row(row: number): RowValues | undefined {
    if (row === this.#last) return this.#lastRow;
    let cells = this.#rows.get(row);
    if (cells === undefined) {
      this.#steps.left -= 1 + this.source.sizeOf(row) / UNITS_A_STEP;
      if (this.#steps.left < 0) return undefined;
      cells = this.source.read(row);
      if (cells === undefined) return undefined;
      this.#cells += 1 + cells.size;
    } else this.#rows.delete(row);
    this.#rows.set(row, cells);
    for (const [old, { size }] of this.#rows) {
      if (this.#cells <= MAX_CELLS || old === row) break;
      this.#rows.delete(old);
      this.#cells -= 1 + size;
    }
    this.#last = row;
    this.#lastRow = cells;
    return cells;
  }

  /** Values of the cells that hold something. @returns undefined where one is not known, or there are more than `most`. */
  within({ top, left, bottom, right }: Block, most: number = Number.POSITIVE_INFINITY): Known[] | undefined {
    const values: Known[] = [];
    for (const row of this.source.filled(top, bottom)) {
      const cells = this.row(row);
      if (cells === undefined) return undefined;
      this.#steps.left -= 1 + cells.size / 4;
      for (const [column, value] of cells) {
        if (column < left || column > right) continue;
        if (value === undefined || values.length >= most) return undefined;
        values.push(value);
      }
    }
    return values;
  }

  /**
   * How often a value stands in a block.
   *
   * @param key Makes one of values that count as the same. @returns undefined where it cannot be told.
   */
  count(block: Block, wanted: Known, key: (value: Known) => Known): number | undefined {
    let count = 0;
    for (let column = block.left; column <= block.right; column++) {
      const counts = this.#countsOf(column, key);
      if (counts === undefined) return undefined;
      const rows = counts.get(wanted);
      if (rows !== undefined) count += firstFrom(rows, block.bottom + 1) - firstFrom(rows, block.top);
    }
    return count;
  }

  #countsOf(column: number, key: (value: Known) => Known): Counts | undefined {
    if (!this.#counts.has(column)) this.#counts.set(column, this.#countColumn(column, key));
    return this.#counts.get(column);
  }

  #countColumn(column: number, key: (value: Known) => Known): Counts | undefined {
    const counts = new Map<Known, number[]>();
    for (const row of this.source.filled(0, this.source.rows - 1)) {
      const value = this.at(row, column);
      if (value === undefined || ++this.#counted > MAX_COUNTED) return undefined;
      if (value === BLANK) continue;
      const rows = counts.get(key(value));
      if (rows === undefined) counts.set(key(value), [row]);
      else rows.push(row);
    }
    return counts;
  }
}

/** Index of the first row that is not above `row`. */
function firstFrom(rows: readonly number[], row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
