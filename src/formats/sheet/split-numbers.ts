/**
 * Resident IDs whose digits stand in two cells and more, under a heading that spans them: 110101 | 190103070018.
 *
 * Formats know no kinds of numbers; this one is asked for because only its check character tells it from two numbers
 * beside each other. Source: GB 11643-1999 (18 characters, date from the seventh, MOD 11-2).
 */
import { calendarDate } from '../../checks/calendar-date.js';
import { mod11_2 } from '../../checks/mod11-2.js';

/** Characters of the number. */
const LENGTH = 18;
/** More cells are boxes of a form. */
const MOST_CELLS = 6;
/** Columns from a cell to the next one: each may be merged with one or two empty ones. */
const NEAR = 3;
const NUMBER = /^\d{17}[\dXx]$/;

/** Where a cell of a sheet is, and where its text begins and ends. */
export interface CellFields {
  /** Numbers of a cell. */
  readonly fields: number;
  /** Of each cell its row, column, start and end, in the order of rows. */
  readonly numbers: Int32Array;
  readonly count: number;
}

/** @returns First cells of such numbers and those behind their last ones, one after the other. Linear in the cells. */
export function splitNumbers(text: string, { fields, numbers, count }: CellFields): number[] {
  const found: number[] = [];
  const row = (i: number): number => numbers[fields * i]!;
  const column = (i: number): number => numbers[fields * i + 1]!;
  const length = (i: number): number => numbers[fields * i + 3]! - numbers[fields * i + 2]!;
  for (let i = 0; i + 1 < count; i++) {
    let sum = length(i);
    let end = i + 1;
    while (sum > 0 && sum < LENGTH && end < count && end - i < MOST_CELLS) {
      const apart = column(end) - column(end - 1);
      if (row(end) !== row(i) || apart < 1 || apart > NEAR) break;
      sum += length(end++);
    }
    if (sum !== LENGTH || end === i + 1) continue;
    let digits = '';
    for (let k = i; k < end; k++) digits += text.slice(numbers[fields * k + 2]!, numbers[fields * k + 3]!);
    if (!NUMBER.test(digits) || calendarDate(digits.slice(6, 14)) === undefined) continue;
    if (mod11_2(digits.slice(0, 17)) !== digits[17]!.toUpperCase()) continue;
    found.push(i, end);
    i = end - 1;
  }
  return found;
}
