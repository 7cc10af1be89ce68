/** Formulas of conditions. Source: ISO/IEC 29500-1, 18.17. */
import type { Constant } from './formula-values.js';

export type Formula =
  | { readonly kind: 'constant'; readonly value: Constant }
  | Reference
  | Range
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Formula[] };

/** Relative parts are offsets to the cell that asks. */
export interface Reference {
  readonly kind: 'reference';
  readonly row: number;
  readonly column: number;
  readonly rowRelative: boolean;
  readonly columnRelative: boolean;
}

export interface Range {
  readonly kind: 'range';
  readonly from: Reference;
  readonly to: Reference;
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

/** Whether the formula says the same of all cells of a row. */
export function ofRow(formula: Formula): boolean {
  switch (formula.kind) {
    case 'constant':
      return true;
    case 'reference':
      return !formula.columnRelative;
    case 'range':
      return !formula.from.columnRelative && !formula.to.columnRelative;
    case 'call':
      return !(formula.name === 'COLUMN' && formula.operands.length === 0) && formula.operands.every(ofRow);
  }
}
