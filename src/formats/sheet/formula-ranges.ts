/** Functions on ranges of cells. Source: ISO/IEC 29500-1, 18.17.7. */
import { BLANK, type Known, number, type Operand, order, text, type Value } from './formula-values.js';
import type { Block, SheetValues } from './sheet-values.js';

/** Cells that one question may look at, unless the same range is asked about every time. */
const MOST = 1024;
/** Excel tells numbers apart by their first fifteen digits, and counts texts of digits as numbers. */
const DIGITS = 15;
/** Columns of a range that is counted. */
const MOST_COLUMNS = 64;

/** @param most Cells that may be looked at. @param operand Of the second operand, where there is one. */
type Ranged = (block: Block, operand: Value, values: SheetValues, most: number) => Value;

export const RANGED: ReadonlyMap<string, Ranged> = new Map<string, Ranged>([
  ['COUNTIF', countIf],
  ['COUNTA', (block, _operand, values, most) => values.within(block, most)?.length],
  ['COUNT', (block, _operand, values, most) => numbers(block, values, most)?.length],
  ['COUNTBLANK', countBlank],
  ['SUM', (block, _operand, values, most) => total(block, values, most)],
  ['MAX', (block, _operand, values, most) => extreme(block, values, most, Math.max)],
  ['MIN', (block, _operand, values, most) => extreme(block, values, most, Math.min)],
]);

/** @param fixed The formula, where it asks about the same cells every time. */
export function ranged(
  name: string,
  block: Block,
  operand: Value,
  values: SheetValues,
  fixed: unknown,
): Value {
  const rule = RANGED.get(name)!;
  if (fixed === undefined) return rule(block, operand, values, MOST);
  if (!values.fixed.has(fixed))
    values.fixed.set(fixed, rule(block, operand, values, Number.POSITIVE_INFINITY));
  return values.fixed.get(fixed);
}

function countBlank(block: Block, _operand: Value, values: SheetValues, most: number): Value {
  const { top, left, bottom, right } = block;
  const filled = values.within(block, most)?.filter((value) => value !== '').length;
  return filled === undefined ? undefined : (bottom - top + 1) * (right - left + 1) - filled;
}

function numbers(block: Block, values: SheetValues, most: number): number[] | undefined {
  return values.within(block, most)?.filter((value) => typeof value === 'number');
}

function total(block: Block, values: SheetValues, most: number): Value {
  const known = values.within(block, most);
  if (known === undefined) return undefined;
  if (known.includes(null)) return null;
  return known.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
}

function extreme(
  block: Block,
  values: SheetValues,
  most: number,
  of: (a: number, b: number) => number,
): Value {
  const known = values.within(block, most);
  if (known === undefined) return undefined;
  if (known.includes(null)) return null;
  return (
    known
      .filter((value) => typeof value === 'number')
      .reduce<number | undefined>(
        (best, value) => (best === undefined ? value : of(best, value)),
        undefined,
      ) ?? 0
  );
}

function countIf(block: Block, criterion: Value, values: SheetValues, most: number): Value {
  if (criterion === undefined || criterion === null) return undefined;
  const condition = conditionOf(criterion);
  if (condition === undefined) return undefined;
  if (condition.sign === '=' && condition.pattern === undefined)
    return block.right - block.left < MOST_COLUMNS
      ? values.count(block, keyOf(condition.operand), keyOf)
      : undefined;
  return values.within(block, most)?.filter((value) => meets(value, condition)).length;
}

interface Condition {
  readonly sign: string;
  readonly operand: Constantly;
  readonly pattern: Pattern | undefined;
}

type Constantly = Exclude<Operand, typeof BLANK>;

/** Words in their order, with anything between; at the ends only where a star stands. */
interface Pattern {
  readonly words: readonly string[];
}

function conditionOf(criterion: Operand): Condition | undefined {
  if (criterion === BLANK) return { sign: '=', operand: 0, pattern: undefined };
  if (typeof criterion !== 'string') return { sign: '=', operand: criterion, pattern: undefined };
  const sign = /^(?:<>|<=|>=|[<>=])/.exec(criterion)?.[0] ?? '';
  const rest = criterion.slice(sign.length);
  if (rest === '' && sign !== '<>') return undefined;
  if (/[?~]/.test(rest)) return undefined;
  const asNumber = number(rest);
  const operand = asNumber === null ? rest : asNumber;
  const pattern = rest.includes('*') ? { words: rest.toLowerCase().split('*') } : undefined;
  if (pattern !== undefined && sign !== '' && sign !== '=' && sign !== '<>') return undefined;
  return { sign: sign === '' ? '=' : sign, operand, pattern };
}

function meets(value: Known, { sign, operand, pattern }: Condition): boolean {
  if (pattern !== undefined) return matches(value, pattern) === (sign === '=');
  if (sign === '<>') return operand === '' || keyOf(value) !== keyOf(operand);
  if (value === null || value === BLANK || typeof value !== typeof operand) return false;
  const by = order(value, operand);
  return sign.startsWith('<') ? by < 0 || (sign === '<=' && by === 0) : by > 0 || (sign === '>=' && by === 0);
}

function matches(value: Known, { words }: Pattern): boolean {
  if (typeof value !== 'string') return false;
  const whole = value.toLowerCase();
  const last = words.length - 1;
  if (!whole.startsWith(words[0]!)) return false;
  let at = words[0]!.length;
  for (let i = 1; i < last; i++) {
    const found = whole.indexOf(words[i]!, at);
    if (found < 0) return false;
    at = found + words[i]!.length;
  }
  return whole.length - at >= words[last]!.length && whole.endsWith(words[last]!);
}

/** One of values that count as the same. */
function keyOf(value: Known): Known {
  if (value === BLANK || value === null || typeof value === 'boolean') return value;
  const asNumber = number(value);
  return asNumber === null ? text(value).toLowerCase() : Number(asNumber.toPrecision(DIGITS));
}
