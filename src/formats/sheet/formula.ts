/**
 * Formulas of conditions, as far as they can be told from one cell: its own value, its place, constants.
 *
 * What another cell would have to say is unknown (`undefined`), and stays unknown through everything but `AND` and
 * `OR`. Source: ISO/IEC 29500-1, 18.17.
 */
import type { CellId } from './sheet-text.js';

export type Constant = number | string | boolean;
/** `null`: an error such as `#VALUE!`; undefined: not known from this cell. */
type Value = Constant | null | undefined;

export type Formula =
  | { readonly kind: 'constant'; readonly value: Constant }
  | Reference
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Formula[] };

/** Relative parts are offsets to the cell that asks. */
export interface Reference {
  readonly kind: 'reference';
  readonly row: number;
  readonly column: number;
  readonly rowRelative: boolean;
  readonly columnRelative: boolean;
}

/** A cell and what it holds. */
export interface ValuedCell extends CellId {
  /** undefined where the number is not known as one. */
  readonly value: number | string | undefined;
}

export const SELF: Reference = {
  kind: 'reference',
  row: 0,
  column: 0,
  rowRelative: true,
  columnRelative: true,
};

export function constant(value: Constant): Formula {
  return { kind: 'constant', value };
}

/** Calls are functions and operators alike: `call('+', a, b)`, a minus in front is `call('neg', a)`. */
export function call(name: string, ...operands: readonly Formula[]): Formula {
  return { kind: 'call', name, operands };
}

/** Calls, constants and references in it. */
export function sizeOf(formula: Formula): number {
  return formula.kind === 'call' ? formula.operands.reduce((sum, one) => sum + sizeOf(one), 1) : 1;
}

/** Whether the formula is certainly true of this cell. */
export function holds(formula: Formula, cell: ValuedCell): boolean {
  return truth(evaluate(formula, cell)) === true;
}

function evaluate(formula: Formula, cell: ValuedCell): Value {
  if (formula.kind === 'constant') return formula.value;
  if (formula.kind === 'reference') return isSelf(formula, cell) ? cell.value : undefined;
  const { name, operands } = formula;
  const place = PLACES.get(name);
  if (place !== undefined) return place(operands[0], cell);
  const values = operands.map((one) => evaluate(one, cell));
  const logic = LOGIC.get(name);
  if (logic !== undefined) return logic(values);
  const rule = RULES.get(name);
  if (rule === undefined || values.includes(undefined)) return undefined;
  return values.includes(null) ? null : rule(values as readonly Constant[]);
}

function isSelf({ row, column, rowRelative, columnRelative }: Reference, cell: CellId): boolean {
  return row === (rowRelative ? 0 : cell.row) && column === (columnRelative ? 0 : cell.column);
}

const PLACES: ReadonlyMap<string, (of: Formula | undefined, cell: CellId) => Value> = new Map([
  ['ROW', (of, cell) => at(of, cell, 'row')],
  ['COLUMN', (of, cell) => at(of, cell, 'column')],
]);

function at(of: Formula | undefined, cell: CellId, axis: 'row' | 'column'): Value {
  if (of === undefined) return cell[axis] + 1;
  if (of.kind !== 'reference') return undefined;
  const relative = axis === 'row' ? of.rowRelative : of.columnRelative;
  return (relative ? cell[axis] : 0) + of[axis] + 1;
}

/** What can be told though an operand is unknown or an error. */
const LOGIC: ReadonlyMap<string, (values: readonly Value[]) => Value> = new Map([
  ['AND', (values) => all(values.map(truth), false)],
  ['OR', (values) => all(values.map(truth), true)],
  [
    'IF',
    ([test, yes = true, no = false]) => {
      const is = truth(test);
      return typeof is === 'boolean' ? (is ? yes : no) : is;
    },
  ],
  ['ISERROR', ([value]) => (value === undefined ? undefined : value === null)],
  ['ISERR', ([value]) => (value === undefined ? undefined : value === null)],
  ['ISBLANK', ([value]) => (value === undefined ? undefined : value === '')],
  ['ISTEXT', ([value]) => (value === undefined ? undefined : typeof value === 'string')],
  ['ISNONTEXT', ([value]) => (value === undefined ? undefined : typeof value !== 'string')],
  ['ISNUMBER', ([value]) => (value === undefined ? undefined : typeof value === 'number')],
]);

/** @param decides The value of one operand that decides, whatever the others are. */
function all(values: readonly Value[], decides: boolean): Value {
  if (values.includes(decides)) return decides;
  if (values.includes(undefined)) return undefined;
  return values.includes(null) ? null : !decides;
}

type Rule = (values: readonly Constant[]) => Value;

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
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
  ['VALUE', ([a]) => number(a ?? '')],
  ['&', ([a, b]) => text(a) + text(b)],
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

/** Numbers come before texts, texts before booleans; case does not count. */
function order(a: Constant, b: Constant): number {
  const kinds = ['number', 'string', 'boolean'];
  const kind = kinds.indexOf(typeof a) - kinds.indexOf(typeof b);
  if (kind !== 0) return kind;
  const [x, y] = typeof a === 'string' ? [a.toLowerCase(), String(b).toLowerCase()] : [a, b];
  return x === y ? 0 : x < y ? -1 : 1;
}

function sum(a: Constant, b: Constant, of: (a: number, b: number) => number): Value {
  const [x, y] = [number(a), number(b)];
  if (x === null || y === null) return null;
  const result = of(x, y);
  return Number.isFinite(result) ? result : null;
}

function number(value: Constant): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const result = Number(value);
  return Number.isNaN(result) ? null : result;
}

function text(value: Constant | undefined): string {
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value ?? '');
}

function truth(value: Value): boolean | null | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value !== 0 : null;
}

function not(value: boolean | null | undefined): Value {
  return typeof value === 'boolean' ? !value : value;
}

function part(of: string, start: number, length: Constant): Value {
  const count = number(length);
  return count === null || count < 0 ? null : of.slice(Math.max(0, start), Math.max(0, start) + count);
}

function position(what: string, within: string): Value {
  const found = within.indexOf(what);
  return found < 0 ? null : found + 1;
}

/** Wildcards at the ends change nothing; others are not tried. */
function search(what: string, within: string): Value {
  const words = what.replace(/^\*+|(?<!~)\*+$/g, '');
  return /[*?~]/.test(words) ? undefined : position(words, within);
}
