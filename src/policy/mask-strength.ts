/**
 * How many values a mask leaves: the strength of a mask is the number of people who could be meant.
 *
 * Resident IDs are counted exactly: real dates, order numbers 001–999, check character MOD 11-2
 * (GB 11643-1999, 4.2). Cards by the Luhn check (ISO/IEC 7812-1:2017, annex B). Mobiles by number blocks.
 */
import { luhn } from '../checks/luhn.js';

/** What a reader of the page knows besides the mask. */
export interface MaskContext {
  /** ISO date: nobody is born later. */
  readonly today: string;
  /** The county stands on the page: the six digits of its address code, or `true` for one county, whichever. */
  readonly addressCode?: string | true;
  /** Address codes that there are; without them every hidden digit of the code counts ten. */
  readonly addressCodes?: readonly string[];
  readonly birthYear?: number;
  /** 1–12. */
  readonly birthMonth?: number;
  readonly birthDay?: number;
  /** ISO dates between which somebody was born, both included; by an age, for example. */
  readonly bornFrom?: string;
  readonly bornTo?: string;
  /** Odd order numbers are male, even ones female. */
  readonly sex?: 'male' | 'female';
  /** Four-digit blocks behind a three-digit mobile prefix that belong to the place of the page (of 10,000). */
  readonly mobileBlocks?: number;
}

/** Earliest birth date that is counted: holders of 18-digit numbers who may be alive. */
const FIRST_YEAR = 1915;
const HIDDEN = '*';
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * @param entity `resident-id` (18 or 15 characters), `mobile` (11), `bank-card`; of others every hidden digit
 *   counts ten.
 * @param pattern The value with `*` for hidden characters; of a single run of stars the length does not matter.
 * @returns Numbers that fit the pattern, exact up to 2^53; 0 when none does; undefined when that can't be
 *   computed (hidden letters or Chinese characters, a resident ID of another length).
 */
export function remainingCandidates(
  entity: string,
  pattern: string,
  context: MaskContext,
): number | undefined {
  if (entity === 'resident-id')
    return residentIds(pattern.length === 15 ? pattern : aligned(pattern, 18), context);
  if (entity === 'mobile') return mobiles(aligned(pattern, 11), context);
  if (entity === 'bank-card') return cards(pattern);
  const hidden = count(pattern);
  if (hidden === 0) return 1;
  return /^[\d*]+$/.test(pattern) ? 10 ** hidden : undefined;
}

/**
 * What several masks of the same value show together.
 *
 * @param patterns Of equal length, `*` for hidden characters.
 * @returns The union; undefined when two contradict each other, so that they can't be of one value.
 */
export function combineMasks(patterns: readonly string[]): string | undefined {
  const [first, ...rest] = patterns;
  if (first === undefined) return undefined;
  const characters = [...first];
  for (const pattern of rest) {
    const other = [...pattern];
    if (other.length !== characters.length) return undefined;
    for (let i = 0; i < other.length; i++) {
      if (other[i] === HIDDEN) continue;
      if (characters[i] !== HIDDEN && characters[i] !== other[i]) return undefined;
      characters[i] = other[i]!;
    }
  }
  return characters.join('');
}

/** The pattern at its true length: people type three stars for four digits. Only where one run of them hides. */
function aligned(pattern: string, length: number): string {
  const [, head, tail] = /^([^*]*)\*+([^*]*)$/.exec(pattern) ?? [];
  if (head === undefined || tail === undefined || pattern.length === length) return pattern;
  return head + HIDDEN.repeat(Math.max(0, length - head.length - tail.length)) + tail;
}

function residentIds(pattern: string, context: MaskContext): number | undefined {
  if (pattern.length === 15) return oldResidentIds(pattern, context);
  if (!/^[\d*]{17}[\dX*]$/.test(pattern)) return undefined;
  const address = addressResidues(pattern.slice(0, 6), context);
  const date = dateResidues(pattern.slice(6, 14), context);
  const order = orderResidues(pattern.slice(14, 17), context);
  const check = pattern.charAt(17);
  if (check === HIDDEN) return total(address) * total(date) * total(order);
  return convolve(convolve(address, date), order)[CHECK_CHARACTERS.indexOf(check)]!;
}

/** Fifteen digits: century 19, no check character, order numbers 001–999. */
function oldResidentIds(pattern: string, context: MaskContext): number | undefined {
  if (!/^[\d*]{15}$/.test(pattern)) return undefined;
  const address = total(addressResidues(pattern.slice(0, 6), context));
  const date = total(dateResidues(`19${pattern.slice(6, 12)}`, context));
  return address * date * total(orderResidues(pattern.slice(12), context));
}

/** How many address codes fit, by the remainder of their weighted sum mod 11. */
function addressResidues(pattern: string, context: MaskContext): readonly number[] {
  const { addressCode, addressCodes } = context;
  const open = count(pattern) > 0;
  if (addressCode === true && open) {
    // One code, its digits unknown here: an eleventh of it for every remainder.
    return new Array<number>(11).fill(1 / 11);
  }
  if (typeof addressCode === 'string') return countCodes([addressCode], pattern);
  if (!open) return SINGLE[weighted(pattern, 0)]!;
  if (addressCodes === undefined) return digitResidues(pattern, 0, 11, ID_WEIGHTS);
  let results = codes.get(addressCodes);
  if (results === undefined) codes.set(addressCodes, (results = new Map()));
  return remembered(results, pattern, () => countCodes(addressCodes, pattern));
}

/** One number, by its remainder. */
const SINGLE: readonly (readonly number[])[] = Array.from({ length: 11 }, (_, residue) =>
  Array.from({ length: 11 }, (_, other) => (other === residue ? 1 : 0)),
);

/** Results by the list of codes: there are thousands, and one list for a whole scan. */
const codes = new WeakMap<readonly string[], Map<string, readonly number[]>>();

function countCodes(list: readonly string[], pattern: string): number[] {
  const residues = new Array<number>(11).fill(0);
  for (const code of list) {
    if (fits(code, pattern)) residues[weighted(code, 0)]!++;
  }
  return residues;
}

/** A list has one mask and thousands of rows. */
const KEPT_RESULTS = 512;
const dates = new Map<string, readonly number[]>();
const orders = new Map<string, readonly number[]>();

/** Results of a pure function, the latest ones. */
function remembered(
  results: Map<string, readonly number[]>,
  key: string,
  compute: () => readonly number[],
): readonly number[] {
  let result = results.get(key);
  if (result === undefined) {
    result = compute();
    if (results.size >= KEPT_RESULTS) results.clear();
    results.set(key, result);
  }
  return result;
}

function dateResidues(pattern: string, context: MaskContext): readonly number[] {
  const { today, birthYear, birthMonth, birthDay, bornFrom, bornTo } = context;
  const key = `${pattern} ${today} ${birthYear} ${birthMonth} ${birthDay} ${bornFrom} ${bornTo}`;
  return remembered(dates, key, () => countDates(pattern, context));
}

function countDates(pattern: string, context: MaskContext): number[] {
  const { birthYear, birthMonth, birthDay, bornFrom = '', bornTo = context.today } = context;
  const [today = ''] = [bornTo, context.today].sort();
  const residues = new Array<number>(11).fill(0);
  const months = fitting(1, 12, 2, pattern.slice(4, 6), 10, birthMonth);
  const days = fitting(1, 31, 2, pattern.slice(6, 8), 12, birthDay);
  const [lastYear = 0, lastMonth = 0, lastDay = 0] = today.split('-').map(Number);
  const first = Number(bornFrom.replaceAll('-', ''));
  for (const year of fitting(FIRST_YEAR, lastYear, 4, pattern.slice(0, 4), 6, birthYear)) {
    const leap = (year.value % 4 === 0 && year.value % 100 !== 0) || year.value % 400 === 0;
    for (const month of months) {
      if (year.value === lastYear && month.value > lastMonth) break;
      const last = MONTH_DAYS[month.value - 1]! + (month.value === 2 && leap ? 1 : 0);
      const open = year.value === lastYear && month.value === lastMonth ? Math.min(last, lastDay) : last;
      for (const day of days) {
        if (day.value > open) break;
        if (year.value * 10_000 + month.value * 100 + day.value < first) continue;
        residues[(year.residue + month.residue + day.residue) % 11]!++;
      }
    }
  }
  return residues;
}

/** Numbers from `low` to `high` that fit a pattern, with the remainder of their weighted digits. */
function fitting(
  low: number,
  high: number,
  width: number,
  pattern: string,
  from: number,
  only?: number,
): { value: number; residue: number }[] {
  const found: { value: number; residue: number }[] = [];
  for (let value = only ?? low; value <= (only ?? high); value++) {
    const digits = String(value).padStart(width, '0');
    if (value >= low && value <= high && fits(digits, pattern)) {
      found.push({ value, residue: weighted(digits, from) });
    }
  }
  return found;
}

function orderResidues(pattern: string, { sex }: MaskContext): readonly number[] {
  return remembered(orders, `${pattern} ${sex}`, () => countOrders(pattern, sex));
}

function countOrders(pattern: string, sex: MaskContext['sex']): number[] {
  const residues = new Array<number>(11).fill(0);
  for (const order of fitting(1, 999, 3, pattern, 14)) {
    if (sex !== undefined && (order.value % 2 === 1) !== (sex === 'male')) continue;
    residues[order.residue]!++;
  }
  return residues;
}

function mobiles(pattern: string, { mobileBlocks }: MaskContext): number | undefined {
  if (!/^[\d*]{11}$/.test(pattern)) return undefined;
  const block = count(pattern.slice(3, 7));
  const rest = 10 ** (count(pattern) - block);
  if (mobileBlocks === undefined || block === 0) return rest * 10 ** block;
  return rest * Math.max(1, mobileBlocks / 10 ** (4 - block));
}

function cards(pattern: string): number | undefined {
  if (!/^[\d*]+$/.test(pattern)) return undefined;
  const hidden = count(pattern);
  // Ten digits give ten remainders, doubled or not: whatever the others are, one in ten passes.
  return hidden > 0 ? 10 ** (hidden - 1) : luhn(pattern) ? 1 : 0;
}

/** How many digit strings fit, by the remainder of their weighted sum. */
function digitResidues(pattern: string, from: number, modulus: number, weights: readonly number[]): number[] {
  let residues = new Array<number>(modulus).fill(0);
  residues[0] = 1;
  for (let i = 0; i < pattern.length; i++) {
    const next = new Array<number>(modulus).fill(0);
    for (let digit = 0; digit < 10; digit++) {
      if (pattern[i] !== HIDDEN && pattern.charCodeAt(i) - 48 !== digit) continue;
      for (let r = 0; r < modulus; r++) next[(r + digit * weights[from + i]!) % modulus]! += residues[r]!;
    }
    residues = next;
  }
  return residues;
}

function convolve(a: readonly number[], b: readonly number[]): number[] {
  const sums = new Array<number>(11).fill(0);
  for (let i = 0; i < 11; i++) for (let k = 0; k < 11; k++) sums[(i + k) % 11]! += a[i]! * b[k]!;
  return sums;
}

function weighted(digits: string, from: number): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += (digits.charCodeAt(i) - 48) * ID_WEIGHTS[from + i]!;
  return sum % 11;
}

function fits(digits: string, pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== HIDDEN && pattern[i] !== digits[i]) return false;
  }
  return true;
}

const count = (pattern: string): number => pattern.split(HIDDEN).length - 1;
const total = (residues: readonly number[]): number => residues.reduce((sum, n) => sum + n, 0);
