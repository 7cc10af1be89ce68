/**
 * Pipes inside a number that stands in a table parted by pipes: `| 张三 | 138|1234|5678 |` below two headers. Only where
 * the row has as many cells too many as such pipes are cells joined again.
 */
import type { Bounds } from './tables.js';

/** Digits of a group; longer ones are numbers of their own. */
const GROUP = /^\d{1,9}X?$/;
const FEWEST_GROUPS = 3;
/** Of a bank card. */
const MOST_DIGITS = 19;
const FEWEST_DIGITS = 11;

/** @param rows Cells of a table, the first row its header. */
export function wholeNumbers(text: string, rows: readonly (readonly Bounds[])[]): (readonly Bounds[])[] {
  const width = rows[0]?.length ?? 0;
  return rows.map((row) => (row.length > width + 1 ? joined(text, row, width) : row));
}

function joined(text: string, row: readonly Bounds[], width: number): readonly Bounds[] {
  const cells: Bounds[] = [];
  for (let i = 0; i < row.length; ) {
    let next = i + 1;
    // Without blanks around the pipe.
    if (isGroup(text, row[i]!))
      while (next < row.length && row[next]![0] === row[next - 1]![1] + 1 && isGroup(text, row[next]!))
        next++;
    const bounds: Bounds = [row[i]![0], row[next - 1]![1]];
    const digits = bounds[1] - bounds[0] - (next - i - 1);
    if (next - i >= FEWEST_GROUPS && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS) cells.push(bounds);
    else for (; i < next; i++) cells.push(row[i]!);
    i = next;
  }
  return cells.length <= width ? cells : row;
}

function isGroup(text: string, [start, end]: Bounds): boolean {
  return end - start <= 10 && GROUP.test(text.slice(start, end));
}
