/** Ruling lines → tables: a grid of x and y positions whose cells merge where no line parts them. */
import type { Rule } from './ink.js';

/** Points within which lines are one, and ends touch. */
const NEAR = 2;
/** Grid cells per page: more is no table that people read. */
const MAX_CELLS = 40_000;
const MAX_PAIRS = 2_000_000;

export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly colSpan: number;
}

export interface Grid {
  /** Ascending. */
  readonly us: readonly number[];
  /** Descending: rows count from the top. */
  readonly vs: readonly number[];
  /** By row, then column: the cell that holds this one; merged cells share it. */
  readonly cells: readonly GridCell[];
}

interface Bar {
  at: number;
  readonly spans: [number, number][];
}

/** A merged, straight piece of rule. */
interface Stroke {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** @param rules In the frame of the text: `horizontal` runs along u, `at` is its v. */
export function grids(rules: readonly Rule[]): Grid[] {
  const across = strokes(rules.filter((rule) => rule.horizontal));
  const down = strokes(rules.filter((rule) => !rule.horizontal));
  if (across.length < 2 || down.length === 0 || across.length * down.length > MAX_PAIRS) return [];
  const groups = connected(across, down);
  const list: Grid[] = [];
  let room = MAX_CELLS;
  for (const group of groups) {
    const grid = gridOf(group.across, group.down, room);
    if (grid === undefined) continue;
    room -= grid.cells.length;
    list.push(grid);
  }
  return list;
}

/** Joins collinear pieces that touch: many producers draw one line per cell edge. */
function strokes(rules: readonly Rule[]): Stroke[] {
  const sorted = [...rules].sort((a, b) => a.at - b.at);
  const bars: Bar[] = [];
  for (const rule of sorted) {
    const bar = bars.at(-1);
    if (bar !== undefined && rule.at - bar.at <= NEAR) bar.spans.push([rule.from, rule.to]);
    else bars.push({ at: rule.at, spans: [[rule.from, rule.to]] });
  }
  const list: Stroke[] = [];
  for (const { at, spans } of bars) {
    spans.sort((a, b) => a[0] - b[0]);
    let [from, to] = spans[0]!;
    for (const [start, end] of spans) {
      if (start > to + NEAR) {
        list.push({ at, from, to });
        from = start;
        to = end;
      } else to = Math.max(to, end);
    }
    list.push({ at, from, to });
  }
  return list;
}

function connected(
  across: readonly Stroke[],
  down: readonly Stroke[],
): { across: Stroke[]; down: Stroke[] }[] {
  const parent = Array.from({ length: across.length + down.length }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; parent[at] !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (const [h, bar] of across.entries()) {
    for (const [v, post] of down.entries()) {
      const meets =
        post.at >= bar.from - NEAR &&
        post.at <= bar.to + NEAR &&
        bar.at >= post.from - NEAR &&
        bar.at <= post.to + NEAR;
      if (meets) parent[find(across.length + v)] = find(h);
    }
  }
  const groups = new Map<number, { across: Stroke[]; down: Stroke[] }>();
  const groupOf = (i: number): { across: Stroke[]; down: Stroke[] } => {
    const root = find(i);
    const group = groups.get(root) ?? { across: [], down: [] };
    groups.set(root, group);
    return group;
  };
  for (const [i, bar] of across.entries()) groupOf(i).across.push(bar);
  for (const [i, post] of down.entries()) groupOf(across.length + i).down.push(post);
  return [...groups.values()];
}

/** Distinct positions, neighbours within `NEAR` joined. */
function positions(values: readonly number[]): number[] {
  const list: number[] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    if (list.length === 0 || value - list.at(-1)! > NEAR) list.push(value);
  }
  return list;
}

function gridOf(across: readonly Stroke[], down: readonly Stroke[], room: number): Grid | undefined {
  if (across.length < 2 || down.length === 0) return undefined;
  // Tables may be open at the sides: where the rules end, a column ends.
  const us = positions([
    ...down.map((post) => post.at),
    across.reduce((least, bar) => Math.min(least, bar.from), Number.POSITIVE_INFINITY),
    across.reduce((most, bar) => Math.max(most, bar.to), Number.NEGATIVE_INFINITY),
  ]);
  const vs = positions(across.map((bar) => bar.at)).reverse();
  const columns = us.length - 1;
  const rows = vs.length - 1;
  if (columns < 1 || rows < 1 || columns * rows > room || columns * rows < 2) return undefined;
  const walls = covered(down, us, [...vs].reverse());
  const floors = covered(across, [...vs].reverse(), us);
  const parent = Array.from({ length: rows * columns }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    const x = find(a);
    const y = find(b);
    parent[Math.max(x, y)] = Math.min(x, y);
  };
  for (let row = 0; row < rows; row++) {
    const band = rows - 1 - row; // intervals count upwards
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (column + 1 < columns && !walls.has((column + 1) * rows + band)) join(at, at + 1);
      if (row + 1 < rows && !floors.has(band * columns + column)) join(at, at + columns);
    }
  }
  return { us, vs, cells: mergedCells(rows, columns, find) };
}

/**
 * Which intervals between `stops` have a line at each of `at`.
 * @returns Indexes of `at` × number of intervals + interval.
 */
function covered(list: readonly Stroke[], at: readonly number[], stops: readonly number[]): Set<number> {
  const found = new Set<number>();
  const intervals = stops.length - 1;
  for (const stroke of list) {
    const index = nearest(at, stroke.at);
    for (let i = 0; i < intervals; i++) {
      const low = Math.max(stroke.from, stops[i]!);
      const high = Math.min(stroke.to, stops[i + 1]!);
      if (high - low > 0.5 * (stops[i + 1]! - stops[i]!)) found.add(index * intervals + i);
    }
  }
  return found;
}

/** Index of the last ascending position at or before `value`, give or take `NEAR`. */
function nearest(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value + NEAR) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function mergedCells(rows: number, columns: number, find: (i: number) => number): GridCell[] {
  const extent = new Map<number, { row: number; column: number; bottom: number; right: number }>();
  for (let i = 0; i < rows * columns; i++) {
    const root = find(i);
    const row = Math.floor(i / columns);
    const column = i % columns;
    const box = extent.get(root);
    if (box === undefined) extent.set(root, { row, column, bottom: row, right: column });
    else {
      box.column = Math.min(box.column, column);
      box.bottom = Math.max(box.bottom, row);
      box.right = Math.max(box.right, column);
    }
  }
  const made = new Map<number, GridCell>();
  for (const [root, { row, column, bottom, right }] of extent) {
    made.set(root, { row, column, rowSpan: bottom - row + 1, colSpan: right - column + 1 });
  }
  return Array.from({ length: rows * columns }, (_, i) => made.get(find(i))!);
}

/** @returns The cell that holds a point, undefined outside the grid. */
export function cellAt(grid: Grid, u: number, v: number): GridCell | undefined {
  const { us, vs, cells } = grid;
  const columns = us.length - 1;
  if (u < us[0]! || u > us[columns]! || v > vs[0]! || v < vs.at(-1)!) return undefined;
  let column = 0;
  for (let high = columns; high - column > 1; ) {
    const middle = (column + high) >> 1;
    if (us[middle]! <= u) column = middle;
    else high = middle;
  }
  let row = 0;
  for (let high = vs.length - 1; high - row > 1; ) {
    const middle = (row + high) >> 1;
    if (vs[middle]! >= v) row = middle;
    else high = middle;
  }
  return cells[row * columns + column];
}
