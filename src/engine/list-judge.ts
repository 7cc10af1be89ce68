/**
 * Telephones, cards and IDs, or serial numbers and sums? A list tells by its statistics what no single number does.
 *
 * Every observation is a log-likelihood ratio: how much likelier it is in a list of the kind that is looked for than in one
 * of any other numbers. Names in the rows speak for persons.
 */
import type { Evidence, Fits } from '../core/index.js';
import type { Member } from './list-numbers.js';
import type { NumberList } from './number-lists.js';

/** Share of numbers that are written wrong, or are others, in lists that people type. */
const STRAY = 0.1;
/** Nobody would take a list for one of other numbers below this sum: odds of about one in five. */
const OTHERS = -1.5;
/** Of numbers that were handed out singly, one pair in so many shares its first digits. */
const SAME_HEAD = Math.log(1 / 12);
/** Leading digits that a series shares. */
const HEAD = 6;
/** Numbers of a series lie closer than this. */
const STEP = 1000n;
/** Round numbers: a thousandth of numbers by chance, of sums about a third. */
const ROUND = Math.log(1 / 100);
const MOST = 6;
/** Two numbers are no list. */
const FEWEST = 3;
const NAMED = 4;
const COUNT = 3;

/** @returns Why the list holds other numbers; empty where it does not. */
export function judgeList(list: NumberList, fits: Fits, all: readonly Fits[]): Evidence[] {
  const { members } = list;
  if (members.length < FEWEST) return [];
  const reasons: Evidence[] = [];
  let sum = list.named * 2 >= list.rows ? NAMED : list.named > 0 ? NAMED / 2 : 0;
  const weigh = (code: string, weight: number, count?: number): void => {
    if (weight === 0) return;
    sum += Math.max(weight, -MOST);
    if (weight < 0) reasons.push(count === undefined ? { code } : { code, count });
  };
  let fit = 0;
  let unfit = 0;
  // Beside telephones, a count of so few digits is of another column.
  const counts = members.filter(({ digits }) => digits.length <= COUNT).length;
  const mixed = members.filter(({ digits }) => fits.value(digits) === true).length >= Math.max(2, counts);
  for (const { digits } of members) {
    if (mixed && digits.length <= COUNT) continue;
    const one = fits.value(digits);
    if (one === true) fit++;
    // A card in a column of telephones is no serial number.
    else if (one === false && !all.some((other) => other !== fits && other.value(digits) === true)) unfit++;
  }
  // A sum is none of them, whatever its digits.
  const sums = members.filter((member) => member.sum).length;
  const { chance } = fits;
  if (unfit > 0) {
    const wrong = unfit * Math.log(STRAY / (1 - chance));
    sum += fit * Math.log((1 - STRAY) / chance);
    weigh('list-unfit', wrong, unfit);
    // The sum decides, not the cap on one reason.
    sum += Math.min(0, wrong + MOST);
  }
  if (sums > 0) weigh('list-sums', -MOST, sums);
  if (fits.scattered) {
    const round = members.filter(({ digits }) => digits.endsWith('000')).length;
    if (round > 1 || (round > 0 && members.length < 8)) weigh('list-round', round * ROUND, round);
    series(members, weigh);
  }
  return sum <= OTHERS ? [{ code: 'list-of-others', count: members.length }, ...reasons] : [];
}

function series(
  members: readonly Member[],
  weigh: (code: string, weight: number, count?: number) => void,
): void {
  const values = members.map(({ digits }) => digits);
  if (values.length < 3) return;
  let close = 0;
  let rising = 0;
  let falling = 0;
  for (let i = 1; i < values.length; i++) {
    const [a, b] = [values[i - 1]!, values[i]!];
    if (a.length !== b.length) continue;
    if (a < b) rising++;
    else if (a > b) falling++;
    const apart = BigInt(b) - BigInt(a);
    if (apart !== 0n && apart < STEP && apart > -STEP) close++;
  }
  const pairs = values.length - 1;
  if (close * 5 >= pairs * 3) weigh('list-counts-up', close * SAME_HEAD, close);
  else {
    const heads = new Map<string, number>();
    for (const value of new Set(values))
      heads.set(value.slice(0, HEAD), (heads.get(value.slice(0, HEAD)) ?? 0) + 1);
    let most = 0;
    for (const count of heads.values()) most = Math.max(most, count);
    if (most > 2 && most * 2 >= values.length) weigh('list-common-head', (most - 1) * SAME_HEAD, most);
    if (values.length > 4 && (rising === pairs || falling === pairs))
      weigh('list-sorted', -Math.log(factorial(values.length)) / 2, values.length);
  }
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= Math.min(n, 20); i++) product *= i;
  return product;
}
