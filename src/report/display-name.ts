/** File names as reports for people show them: a name can hold a value itself (`…身份证110101….jpg`). */
import { printable } from './width.js';

/**
 * Resident ID with a possible date, mobile number, UnionPay card. Timestamps and content ids of other shapes stay,
 * since people look for the file by them. GB 11643-1999; 11 digits from 13 to 19; IIN 62.
 */
const VALUES =
  /(?<![0-9])(?:[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]|1[3-9][0-9]{9}|62[0-9]{14,17})(?![0-9Xx])/g;

/** @returns The name without control characters; values in it are masked unless `reveal`. */
export function displayName(name: string, reveal = false): string {
  const shown = printable(name);
  if (reveal) return shown;
  return shown.replace(VALUES, (value) => value.slice(0, 3) + '*'.repeat(value.length - 3));
}
