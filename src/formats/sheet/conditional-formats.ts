/**
 * Conditional formats that keep cells from the reader: letters in the colour of the ground, number formats like `;;;`,
 * bars and icons in place of numbers. Each format of file reads its own records; what a rule does is judged here.
 *
 * A rule counts where its condition can be told from the cells of its sheet; others are taken not to hold.
 */
import { sameColour } from './colours.js';
import { call, constant, type Formula, ofRow, SELF, sizeOf } from './formula.js';
import { holds, type ValuedCell } from './formula-evaluation.js';
import type { Unshown } from './number-format.js';
import type { CellId } from './sheet-text.js';
import { type RowSource, SheetValues } from './sheet-values.js';

/** Comparisons by their number, [MS-XLS] 2.4.42 (CF); XLSB counts them alike. */
export const BINARY_OPERATORS: readonly string[] = [
  ...['', 'between', 'notBetween', 'equal', 'notEqual', 'greaterThan', 'lessThan'],
  ...['greaterThanOrEqual', 'lessThanOrEqual'],
];

/** Colours as `RRGGBB`, else a name that only equals itself (`theme 4 0.2`); undefined for automatic letters. */
export interface CellLook {
  readonly letters: string | undefined;
  readonly ground: string | undefined;
}

/** What a rule changes; what it leaves out stays. */
export interface FormatChange {
  readonly letters?: string | undefined;
  readonly ground?: string | undefined;
  readonly unshown?: Unshown | undefined;
}

export interface CellRange {
  readonly from: CellId;
  readonly to: CellId;
}

export interface ConditionalRule {
  readonly ranges: readonly CellRange[];
  readonly condition: Formula;
  readonly change: FormatChange;
  /** Lower ones come first. */
  readonly priority: number;
  /** Where it holds, no rule behind it counts. */
  readonly stop: boolean;
  /** Of rules in one group only the first that holds counts. */
  readonly group?: number;
}

export const MAX_RULES = 200;
/** Ranges of a sheet. */
export const MAX_RANGES = 1000;

/** Steps that the conditions of one workbook may take; then what they hide counts as shown. A step is some ten nanoseconds. */
const MAX_STEPS = 50_000_000;
/** Characters that are looked at in a step. */
const UNITS_A_STEP = 64;

/** What is left of them. */
export class ConditionSteps {
  left: number = MAX_STEPS;
}

interface Counted extends ConditionalRule {
  /** Steps for a cell without text. */
  readonly steps: number;
  /** Steps where the answer for the row is known. */
  readonly rangeSteps: number;
  /** The condition says the same of all cells of a row. */
  readonly ofRow: boolean;
  /** The row and sheet whose answer `held` is. */
  heldRow: number;
  heldOf: SheetValues | undefined;
  held: boolean;
}

export class ConditionalFormats {
  readonly #rules: readonly Counted[];
  readonly #steps: ConditionSteps;
  #row = -1;
  /** The rules with a range that has cells of `#row`. */
  #ofRow: readonly Counted[] = [];

  private constructor(rules: readonly ConditionalRule[], steps: ConditionSteps) {
    this.#rules = rules.map((rule) => {
      const rangeSteps = rule.ranges.length / 8;
      const steps = sizeOf(rule.condition) + rangeSteps;
      const whole = ofRow(rule.condition);
      return { ...rule, steps, rangeSteps, ofRow: whole, heldRow: -1, heldOf: undefined, held: false };
    });
    this.#steps = steps;
  }

  /** The cells that conditions may ask for. @param open Called when the first one does. */
  values(open: () => RowSource): SheetValues {
    return new SheetValues(open, this.#steps);
  }

  /** @param steps Of the workbook. @returns undefined when no rule could hide anything. */
  static of(rules: readonly ConditionalRule[], steps: ConditionSteps): ConditionalFormats | undefined {
    const useful = ({ change }: ConditionalRule): boolean =>
      change.letters !== undefined || change.ground !== undefined || change.unshown !== undefined;
    if (!rules.some(useful)) return undefined;
    // Rules without any change may still stop those behind them.
    return new ConditionalFormats(
      [...rules].sort((a, b) => a.priority - b.priority),
      steps,
    );
  }

  /** @param own How the cell looks without any rule. @param others The cells of its sheet. */
  hides(cell: ValuedCell, own: CellLook, others?: SheetValues): boolean {
    let letters: string | undefined;
    let ground: string | undefined;
    let unshown: Unshown | undefined;
    const groups = new Set<number>();
    const weight = 1 + (typeof cell.value === 'string' ? cell.value.length / UNITS_A_STEP : 0);
    for (const rule of this.#at(cell.row)) {
      const known = rule.heldRow === cell.row && rule.heldOf === others;
      this.#steps.left -= known ? rule.rangeSteps + 1 / 4 : rule.steps * weight;
      if (this.#steps.left < 0) return false;
      if (rule.group !== undefined && groups.has(rule.group)) continue;
      if (!rule.ranges.some((range) => inside(range, cell))) continue;
      const held = known ? rule.held : holds(rule.condition, cell, others);
      if (this.#steps.left < 0) return false;
      if (rule.ofRow && others !== undefined) {
        rule.heldRow = cell.row;
        rule.heldOf = others;
        rule.held = held;
      }
      if (!held) continue;
      if (rule.group !== undefined) groups.add(rule.group);
      // The rule that comes first decides.
      letters ??= rule.change.letters;
      ground ??= rule.change.ground;
      unshown ??= rule.change.unshown;
      if (rule.stop) break;
    }
    const isNumber = typeof cell.value === 'number' || cell.value === undefined;
    if (unshown === 'all' || unshown === (isNumber ? 'numbers' : 'texts')) return true;
    if (letters === undefined && ground === undefined) return false;
    return sameColour(letters ?? own.letters, ground ?? own.ground);
  }

  #at(row: number): readonly Counted[] {
    if (row !== this.#row) {
      this.#row = row;
      for (const { ranges } of this.#rules) this.#steps.left -= ranges.length / 8;
      if (this.#steps.left < 0) return [];
      this.#ofRow = this.#rules.filter(({ ranges }) =>
        ranges.some(({ from, to }) => row >= from.row && row <= to.row),
      );
    }
    return this.#ofRow;
  }
}

function inside({ from, to }: CellRange, { row, column }: CellId): boolean {
  return row >= from.row && row <= to.row && column >= from.column && column <= to.column;
}

/** Bars and icons in place of numbers. */
export const REPLACED: Pick<ConditionalRule, 'condition' | 'change'> = {
  condition: call('ISNUMBER', SELF),
  change: { unshown: 'numbers' },
};

/** @param operator As in XLSX: `greaterThan`, `between` … @returns undefined for one that does not exist. */
export function comparison(
  operator: string,
  ...limits: readonly (Formula | undefined)[]
): Formula | undefined {
  const [first, second] = limits;
  if (first === undefined) return undefined;
  const sign = SIGNS[operator];
  if (sign !== undefined) return call(sign, SELF, first);
  if (second === undefined) return undefined;
  const from = (low: Formula, high: Formula): Formula =>
    call('AND', call('>=', SELF, low), call('<=', SELF, high));
  // Whichever of the limits is the lower one.
  const within = call('OR', from(first, second), from(second, first));
  if (operator === 'between') return within;
  return operator === 'notBetween' ? call('NOT', within) : undefined;
}

const SIGNS: Readonly<Record<string, string>> = {
  equal: '=',
  notEqual: '<>',
  greaterThan: '>',
  greaterThanOrEqual: '>=',
  lessThan: '<',
  lessThanOrEqual: '<=',
};

/** Conditions on words that a cell has. @param kind As in XLSX. */
export function wording(kind: string, words: string): Formula | undefined {
  if (words === '') return undefined;
  const found = call('ISNUMBER', call('SEARCH', constant(words), SELF));
  const length = constant(words.length);
  switch (kind) {
    case 'containsText':
      return found;
    case 'notContainsText':
      return call('NOT', found);
    case 'beginsWith':
      return call('=', call('LEFT', SELF, length), constant(words));
    case 'endsWith':
      return call('=', call('RIGHT', SELF, length), constant(words));
    default:
      return undefined;
  }
}

/** The cell has text. */
export const FILLED: Formula = call('>', call('LEN', call('TRIM', SELF)), constant(0));
