/**
 * What formulas say, as far as it can be told from the cell that asks and other cells of its sheet.
 *
 * What is not known (`undefined`) stays unknown through everything but `AND`, `OR`, `IF` and `IFERROR`.
 */
import type { Formula, Range, Reference } from './formula.js';
import { RANGED, ranged } from './formula-ranges.js';
import { LOGIC, RULES } from './formula-rules.js';
import { type Operand, truth, type Value } from './formula-values.js';
import type { CellId } from './sheet-text.js';
import type { Block, SheetValues } from './sheet-values.js';

/** A cell and what it holds. */
export interface ValuedCell extends CellId {
  /** undefined where the number is not known as one. */
  readonly value: Value;
}

/** Whether the formula is certainly true of this cell. @param others undefined: nothing is known of other cells. */
export function holds(formula: Formula, cell: ValuedCell, others?: SheetValues): boolean {
  return truth(evaluate(formula, cell, others)) === true;
}

function evaluate(formula: Formula, cell: ValuedCell, others: SheetValues | undefined): Value {
  if (formula.kind === 'constant') return formula.value;
  if (formula.kind === 'reference') return valueAt(formula, cell, others);
  if (formula.kind === 'range') return undefined;
  const { name, operands } = formula;
  const place = PLACES.get(name);
  if (place !== undefined) return place(operands[0], cell);
  if (RANGED.has(name)) return overRange(formula, cell, others);
  const values = operands.map((one) => evaluate(one, cell, others));
  const logic = LOGIC.get(name);
  if (logic !== undefined) return logic(values);
  const rule = RULES.get(name);
  if (rule === undefined || values.includes(undefined)) return undefined;
  return values.includes(null) ? null : rule(values as readonly Operand[]);
}

function valueAt(of: Reference, cell: ValuedCell, others: SheetValues | undefined): Value {
  const row = of.rowRelative ? cell.row + of.row : of.row;
  const column = of.columnRelative ? cell.column + of.column : of.column;
  if (row === cell.row && column === cell.column) return cell.value;
  if (others === undefined) return undefined;
  const { rows, columns } = others.source;
  return others.at(wrapped(row, rows), wrapped(column, columns));
}

/** References that leave the sheet come in at the other end. */
function wrapped(at: number, size: number): number {
  return at >= 0 && at < size ? at : ((at % size) + size) % size;
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

function overRange(
  formula: Extract<Formula, { kind: 'call' }>,
  cell: ValuedCell,
  others: SheetValues | undefined,
): Value {
  const [first, second, more] = formula.operands;
  if (others === undefined || first === undefined || more !== undefined) return undefined;
  if (first.kind !== 'range' && first.kind !== 'reference') return undefined;
  if (second !== undefined && formula.name !== 'COUNTIF') return undefined;
  const range = first.kind === 'range' ? first : { from: first, to: first };
  const block = blockOf(range, cell, others);
  if (block === undefined) return undefined;
  const operand = second === undefined ? undefined : evaluate(second, cell, others);
  const fixed = isFixed(range) && (second === undefined || second.kind === 'constant');
  return ranged(formula.name, block, operand, others, fixed ? formula : undefined);
}

function blockOf(
  { from, to }: Pick<Range, 'from' | 'to'>,
  cell: CellId,
  others: SheetValues,
): Block | undefined {
  const { rows, columns } = others.source;
  const row = (of: Reference): number => Math.min(rows - 1, (of.rowRelative ? cell.row : 0) + of.row);
  const column = (of: Reference): number =>
    Math.min(columns - 1, (of.columnRelative ? cell.column : 0) + of.column);
  const block = {
    top: Math.min(row(from), row(to)),
    left: Math.min(column(from), column(to)),
    bottom: Math.max(row(from), row(to)),
    right: Math.max(column(from), column(to)),
  };
  return block.top < 0 || block.left < 0 ? undefined : block;
}

function isFixed({ from, to }: Pick<Range, 'from' | 'to'>): boolean {
  return !(from.rowRelative || from.columnRelative || to.rowRelative || to.columnRelative);
}
