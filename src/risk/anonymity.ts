/**
 * k-anonymity and distinct l-diversity of a table, and which columns to generalise.
 *
 * Sources: GB/T 37964-2019, annex C (K-匿名, L-多样性 models); Sweeney 2002 (k-anonymity); Machanavajjhala et al. 2007
 * (distinct l-diversity). The search is greedy: the best next step of one column, not the best combination.
 */
import type { GeneralizeStep, RiskColumn } from '../core/index.js';
import { type Level, levelsOf } from './generalize.js';

/** Values tried in all: rows times evaluations. A table beyond it gets its k, but no advice. */
const MOST_WORK = 20_000_000;

export interface Classes {
  /** Class of every row. */
  readonly of: Int32Array;
  readonly k: number;
  readonly unique: number;
}

/** A column with its values as numbers: equal numbers, equal values. Index 0 as published, then each level. */
export interface CodedColumn {
  readonly column: RiskColumn;
  readonly levels: readonly Level[];
  readonly codes: readonly Int32Array[];
}

/** Numbers the values of a column at every level. */
export function coded(
  column: RiskColumn,
  values: readonly string[],
  surname: (name: string) => number,
): CodedColumn {
  const levels = levelsOf(column.kind, surname);
  const codes = [numbered(values)];
  for (const level of levels) codes.push(numbered(values.map((value) => level.apply(value))));
  return { column, levels, codes };
}

function numbered(values: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(values, (value) => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  });
}

/** Rows with equal numbers in all columns are one class. */
export function classesOf(columns: readonly Int32Array[], rows: number): Classes {
  let of: Int32Array = new Int32Array(rows);
  let count = 1;
  for (const codes of columns) {
    const pairs = new Map<number, number>();
    const next = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const pair = of[row]! * rows + codes[row]!;
      let number = pairs.get(pair);
      if (number === undefined) pairs.set(pair, (number = pairs.size));
      next[row] = number;
    }
    of = next;
    count = pairs.size;
  }
  const sizes = new Int32Array(count);
  for (const number of of) sizes[number]!++;
  let k = rows;
  let unique = 0;
  for (const size of sizes) {
    if (size < k) k = size;
    if (size === 1) unique++;
  }
  return { of, k, unique };
}

/** Different values of a sensitive column in the poorest class. */
export function distinctValues(classes: Classes, codes: Int32Array): number {
  const seen = new Map<number, Set<number>>();
  classes.of.forEach((number, row) => {
    const values = seen.get(number);
    if (values === undefined) seen.set(number, new Set([codes[row]!]));
    else values.add(codes[row]!);
  });
  let least = Number.POSITIVE_INFINITY;
  for (const values of seen.values()) least = Math.min(least, values.size);
  return Number.isFinite(least) ? least : 0;
}

/**
 * Generalises until every class has `wanted` rows, then takes back what was not needed.
 *
 * @returns One step a column that has to change; `reached` says whether they suffice.
 */
export function adviseSteps(
  columns: readonly CodedColumn[],
  rows: number,
  wanted: number,
): { steps: GeneralizeStep[]; reached: boolean } {
  const at = columns.map(() => 0);
  const order: number[] = [];
  let work = 0;
  /** Classes with one column moved by some levels; undefined when there is no such level or no more time. */
  const tried = (column: number, by: number): Classes | undefined => {
    const level = at[column]! + by;
    work += rows * columns.length;
    if (level < 0 || level > columns[column]!.levels.length || work > MOST_WORK) return undefined;
    return classesOf(
      columns.map(({ codes }, i) => codes[i === column ? level : at[i]!]!),
      rows,
    );
  };
  let now = tried(0, 0);
  while (now !== undefined && now.k < wanted && rows >= wanted) {
    let best: { column: number; classes: Classes; gain: number } | undefined;
    for (let i = 0; i < columns.length; i++) {
      const classes = tried(i, 1);
      if (classes === undefined) continue;
      // Rows in classes that are large enough, per share of the column that is given up.
      const gain = (safeRows(classes, wanted) + 1) * (columns[i]!.levels.length - at[i]!);
      if (best === undefined || gain > best.gain) best = { column: i, classes, gain };
    }
    if (best === undefined) break;
    at[best.column]!++;
    if (!order.includes(best.column)) order.push(best.column);
    now = best.classes;
  }
  const reached = now !== undefined && now.k >= wanted;
  if (reached) {
    for (const column of order) {
      while ((tried(column, -1)?.k ?? 0) >= wanted) at[column]!--;
    }
  }
  return { steps: stepsOf(columns, at, order, rows), reached };
}

/** The levels reached, each with what the table is after it. */
function stepsOf(
  columns: readonly CodedColumn[],
  at: readonly number[],
  order: readonly number[],
  rows: number,
): GeneralizeStep[] {
  const taken = columns.map(() => 0);
  return order
    .filter((i) => at[i]! > 0)
    .map((i) => {
      taken[i] = at[i]!;
      const { k, unique } = classesOf(
        columns.map(({ codes }, j) => codes[taken[j]!]!),
        rows,
      );
      const { column, levels } = columns[i]!;
      return { column: column.column, header: column.header, to: levels[at[i]! - 1]!.to, k, unique };
    });
}

function safeRows({ of }: Classes, wanted: number): number {
  const sizes = new Map<number, number>();
  for (const number of of) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  let rows = 0;
  for (const size of sizes.values()) if (size >= wanted) rows += size;
  return rows;
}
