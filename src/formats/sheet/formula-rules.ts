/** Operators and functions on single values. Source: ISO/IEC 29500-1, 18.17. */
import {
  BLANK,
  type Known,
  not,
  number,
  type Operand,
  order,
  sum,
  text,
  truth,
  type Value,
} from './formula-values.js';

/** What can be told though an operand is unknown or an error. */
export const LOGIC: ReadonlyMap<string, (values: readonly Value[]) => Value> = new Map([
  ['AND', (values) => all(values, false)],
  ['OR', (values) => all(values, true)],
  [
    'IF',
    ([test, yes = true, no = false]) => {
      const is = truth(test);
      return typeof is === 'boolean' ? (is ? yes : no) : is;
    },
  ],
  ['IFERROR', ([value, otherwise]) => (value === null ? otherwise : value)],
  ['ISERROR', ([value]) => known(value, value === null)],
  ['ISERR', ([value]) => known(value, value === null)],
  ['ISBLANK', ([value]) => known(value, value === BLANK)],
  ['ISTEXT', ([value]) => known(value, typeof value === 'string')],
  ['ISNONTEXT', ([value]) => known(value, typeof value !== 'string')],
  ['ISNUMBER', ([value]) => known(value, typeof value === 'number')],
  ['ISLOGICAL', ([value]) => known(value, typeof value === 'boolean')],
]);

function known(value: Value, answer: boolean): Value {
  return value === undefined ? undefined : answer;
}

/** Blank cells and texts do not count. @param decides The value of one operand that decides, whatever the others are. */
function all(operands: readonly Value[], decides: boolean): Value {
  const values = operands.filter((value) => value !== BLANK && typeof value !== 'string').map(truth);
  if (values.includes(null)) return null;
  if (values.includes(decides)) return decides;
  if (values.includes(undefined)) return undefined;
  return values.length === 0 ? null : !decides;
}

type Rule = (values: readonly Operand[]) => Known | undefined;

export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['=', ([a, b]) => order(a!, b!) === 0],
  ['<>', ([a, b]) => order(a!, b!) !== 0],
  ['<', ([a, b]) => order(a!, b!) < 0],
  ['>', ([a, b]) => order(a!, b!) > 0],
  ['<=', ([a, b]) => order(a!, b!) <= 0],
  ['>=', ([a, b]) => order(a!, b!) >= 0],
  ['+', ([a, b]) => sum(a!, b!, (x, y) => x + y)],
  ['-', ([a, b]) => sum(a!, b!, (x, y) => x - y)],
  ['*', ([a, b]) => sum(a!, b!, (x, y) => x * y)],
  ['/', ([a, b]) => sum(a!, b!, (x, y) => x / y)],
  ['MOD', ([a, b]) => sum(a!, b ?? '', (x, y) => x - y * Math.floor(x / y))],
  ['neg', ([a]) => sum(0, a!, (x, y) => x - y)],
  ['%', ([a]) => sum(a!, 100, (x, y) => x / y)],
  ['ABS', ([a]) => sum(a ?? '', 0, Math.abs)],
  ['INT', ([a]) => sum(a ?? '', 0, Math.floor)],
  ['ISODD', ([a]) => sum(a ?? '', 0, (x) => Math.abs(Math.trunc(x)) % 2) === 1],
  ['ISEVEN', ([a]) => sum(a ?? '', 0, (x) => Math.abs(Math.trunc(x)) % 2) === 0],
  ['VALUE', ([a]) => number(a ?? '')],
  ['&', ([a, b]) => text(a) + text(b)],
  ['CONCATENATE', (values) => values.map(text).join('')],
  ['NOT', ([a]) => not(truth(a))],
  ['TRUE', () => true],
  ['FALSE', () => false],
  ['LEN', ([a]) => text(a).length],
  ['TRIM', ([a]) => text(a).trim().replace(/ {2,}/g, ' ')],
  ['UPPER', ([a]) => text(a).toUpperCase()],
  ['LOWER', ([a]) => text(a).toLowerCase()],
  ['EXACT', ([a, b]) => text(a) === text(b)],
  ['LEFT', ([a, b = 1]) => part(text(a), 0, b)],
  ['RIGHT', ([a, b = 1]) => part(text(a), text(a).length - (number(b) ?? 0), b)],
  ['MID', ([a, b = 1, c = 1]) => part(text(a), (number(b) ?? 0) - 1, c)],
  ['FIND', ([what, within]) => position(text(what), text(within))],
  ['SEARCH', ([what, within]) => search(text(what).toLowerCase(), text(within).toLowerCase())],
]);

function part(of: string, start: number, length: Operand): Known {
  const count = number(length);
  return count === null || count < 0 ? null : of.slice(Math.max(0, start), Math.max(0, start) + count);
}

function position(what: string, within: string): Known {
  const found = within.indexOf(what);
  return found < 0 ? null : found + 1;
}

/** Wildcards at the ends change nothing; others are not tried. */
function search(what: string, within: string): Known | undefined {
  const words = what.replace(/^\*+|(?<!~)\*+$/g, '');
  return /[*?~]/.test(words) ? undefined : position(words, within);
}
