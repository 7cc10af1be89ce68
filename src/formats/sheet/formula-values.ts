/** What cells hold and formulas give, and how Excel makes one kind of it out of another. Source: ISO/IEC 29500-1, 18.17. */

export type Constant = number | string | boolean;

/** A cell without content: zero, an empty text or false, as what stands beside it asks. */
export const BLANK: unique symbol = Symbol('blank');

/** What is known: `null` is an error such as `#VALUE!`. */
export type Known = Constant | typeof BLANK | null;

/** undefined: not known. */
export type Value = Known | undefined;

/** An operand that is known and no error. */
export type Operand = Constant | typeof BLANK;

const KINDS: readonly string[] = ['number', 'string', 'boolean'];

/** Numbers come before texts, texts before booleans; case does not count. */
export function order(a: Operand, b: Operand): number {
  const [left, right] = [beside(a, b), beside(b, a)];
  const kind = KINDS.indexOf(typeof left) - KINDS.indexOf(typeof right);
  if (kind !== 0) return kind;
  const [x, y] = typeof left === 'string' ? [left.toLowerCase(), String(right).toLowerCase()] : [left, right];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** A blank is of the kind that it is held against. */
function beside(value: Operand, other: Operand): Constant {
  if (value !== BLANK) return value;
  return typeof other === 'string' ? '' : typeof other === 'boolean' ? false : 0;
}

export function sum(a: Operand, b: Operand, of: (a: number, b: number) => number): Known {
  const [x, y] = [number(a), number(b)];
  if (x === null || y === null) return null;
  const result = of(x, y);
  return Number.isFinite(result) ? result : null;
}

export function number(value: Operand): number | null {
  if (value === BLANK) return 0;
  if (typeof value === 'string' && value.trim() === '') return null;
  const result = Number(value);
  return Number.isNaN(result) ? null : result;
}

export function text(value: Operand | undefined): string {
  if (value === BLANK) return '';
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value ?? '');
}

export function truth(value: Value): boolean | null | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (value === BLANK) return false;
  return typeof value === 'number' ? value !== 0 : null;
}

export function not(value: boolean | null | undefined): Value {
  return typeof value === 'boolean' ? !value : value;
}
