/**
 * Conditional formats that keep cells from the reader: letters in the colour of the ground, number formats like `;;;`,
 * bars and icons in place of numbers. Source: ISO/IEC 29500-1, 18.3.1.18 and 18.3.1.10.
 *
 * Conditions that need no other cell are tried (constants, comparisons with constants, texts, blanks); others are taken
 * not to hold.
 */

import { attributeText, plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import type { Unshown } from '../sheet/number-format.js';
import { type CellId, parseReference } from '../sheet/sheet-text.js';
import { type CellStyles, type FormatChange, PLAIN_FORMAT } from './cell-styles.js';

interface Range {
  readonly from: CellId;
  readonly to: CellId;
}

interface Rule {
  readonly ranges: readonly Range[];
  readonly type: string;
  readonly operator: string;
  readonly priority: number;
  readonly stop: boolean;
  readonly words: string;
  readonly formulas: string[];
  /** Index into `dxfs`; −1 for none. */
  readonly change: number;
  /** Bars or icons stand in place of numbers. */
  replaces: boolean;
}

const MAX_RULES = 200;
const MAX_RANGES = 1000;

export class ConditionalFormats {
  readonly #rules: readonly Rule[];
  readonly #styles: CellStyles;

  private constructor(rules: readonly Rule[], styles: CellStyles) {
    this.#rules = rules;
    this.#styles = styles;
  }

  /** @returns undefined when no rule of the sheet could hide anything. @param source A worksheet. */
  static read(source: string, styles: CellStyles): ConditionalFormats | undefined {
    // They stand behind the cells, which ask for them.
    const start = source.lastIndexOf('sheetData>');
    if (start < 0 || source.indexOf('conditionalFormatting', start) < 0) return undefined;
    const rules = readRules(source.slice(source.indexOf('<', start)));
    const hides = ({ change, replaces }: Rule): boolean =>
      replaces || Object.keys(styles.changes[change] ?? {}).length > 0;
    const useful = rules.filter(hides).sort((a, b) => a.priority - b.priority);
    return useful.length === 0 ? undefined : new ConditionalFormats(useful, styles);
  }

  /** @param isText The cell holds no number. @param style Index of the cell's own format. */
  hides(cell: CellId, text: string, isText: boolean, style: number): boolean {
    const change: FormatChange = {};
    for (const rule of this.#rules) {
      const range = rule.ranges.find((one) => inside(one, cell));
      if (range === undefined || !holds(rule, range, cell, text, isText)) continue;
      const made = this.#styles.changes[rule.change] ?? {};
      if (rule.replaces) change.unshown ??= 'numbers';
      // The rule that comes first decides.
      for (const key of ['letters', 'ground', 'unshown'] as const) change[key] ??= made[key] as Unshown;
      if (rule.stop) break;
    }
    if (change.unshown === 'all' || change.unshown === (isText ? 'texts' : 'numbers')) return true;
    if (change.letters === undefined && change.ground === undefined) return false;
    const own = this.#styles.formats[style] ?? PLAIN_FORMAT;
    return (change.letters ?? own.letters) === (change.ground ?? own.ground);
  }
}

function readRules(source: string): Rule[] {
  const rules: Rule[] = [];
  const path: string[] = [];
  let ranges: Range[] = [];
  let rule: Rule | undefined;
  let count = 0;
  const value = (attributes: readonly XmlAttribute[], name: string): string =>
    attributeText(source, attributes, name) ?? '';
  walkXml(source, {
    open(name, attributes) {
      path.push(name);
      if (name === 'conditionalFormatting') {
        ranges = count > MAX_RANGES ? [] : rangesOf(value(attributes, 'sqref'));
        count += ranges.length;
      } else if (name === 'cfRule' && rules.length < MAX_RULES) {
        rule = {
          ranges,
          type: value(attributes, 'type'),
          operator: value(attributes, 'operator'),
          priority: Number(value(attributes, 'priority')),
          stop: /^(?:1|true)$/.test(value(attributes, 'stopIfTrue')),
          words: value(attributes, 'text'),
          formulas: [],
          change: Number(value(attributes, 'dxfId') || '-1'),
          replaces: false,
        };
        rules.push(rule);
      } else if (rule !== undefined && (name === 'dataBar' || name === 'iconSet')) {
        rule.replaces = /^(?:0|false)$/.test(value(attributes, 'showValue'));
      }
    },
    close(name) {
      path.pop();
      if (name === 'cfRule') rule = undefined;
    },
    text(start, end, raw) {
      if (path.at(-1) !== 'formula' || rule === undefined) return;
      rule.formulas.push(raw ? source.slice(start, end) : plainText(source, start, end));
    },
    rest() {},
  });
  return rules;
}

function rangesOf(sqref: string): Range[] {
  return sqref.split(/\s+/, MAX_RANGES).flatMap((ref) => {
    const [from, to = from] = ref.split(':').map(parseReference);
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

function inside({ from, to }: Range, { row, column }: CellId): boolean {
  return row >= from.row && row <= to.row && column >= from.column && column <= to.column;
}

/** @param range The one of the rule's ranges that the cell is in. */
function holds(rule: Rule, range: Range, cell: CellId, text: string, isText: boolean): boolean {
  const { type, operator, formulas, words } = rule;
  switch (type) {
    case 'notContainsBlanks':
      return text.trim() !== '';
    case 'notContainsErrors':
      return true;
    case 'containsText':
      return words !== '' && text.includes(words);
    case 'notContainsText':
      return words !== '' && !text.includes(words);
    case 'beginsWith':
      return words !== '' && text.startsWith(words);
    case 'endsWith':
      return words !== '' && text.endsWith(words);
    case 'dataBar':
    case 'iconSet':
      return rule.replaces && !isText;
    case 'cellIs':
      return compares(operator, isText ? text : Number(text), formulas.map(constant));
    case 'expression':
      return expressionHolds(formulas[0] ?? '', rule.ranges[0] ?? range, cell, text, isText);
    default:
      return false;
  }
}

function constant(formula: string): string | number | undefined {
  const code = formula.trim();
  if (/^"[^"]*"$/.test(code)) return code.slice(1, -1);
  return /^[+-]?\d+(?:\.\d+)?$/.test(code) ? Number(code) : undefined;
}

function compares(
  operator: string,
  value: string | number,
  [first, second]: readonly (string | number | undefined)[],
): boolean {
  if (first === undefined) return false;
  // Every text is more than every number.
  const against = (limit: string | number): number => {
    if (typeof value !== typeof limit) return typeof value === 'string' ? 1 : -1;
    return value === limit ? 0 : value < limit ? -1 : 1;
  };
  const order = against(first);
  switch (operator) {
    case 'equal':
      return order === 0;
    case 'notEqual':
      return order !== 0;
    case 'greaterThan':
      return order > 0;
    case 'greaterThanOrEqual':
      return order >= 0;
    case 'lessThan':
      return order < 0;
    case 'lessThanOrEqual':
      return order <= 0;
    case 'between':
      return second !== undefined && order >= 0 && against(second) <= 0;
    case 'notBetween':
      return second !== undefined && (order < 0 || against(second) > 0);
    default:
      return false;
  }
}

/** Formulas that say something of the cell itself, which they name as the first cell of the range. */
function expressionHolds(
  formula: string,
  range: Range,
  cell: CellId,
  text: string,
  isText: boolean,
): boolean {
  const code = formula.replace(/\s+/g, '').replace(/^=/, '').toUpperCase();
  if (/^(?:TRUE(?:\(\))?|[1-9]\d*|1=1|(?:ROW|COLUMN)\(\)>=?[01])$/.test(code)) return true;
  const match =
    /^(?:LEN\((?:TRIM\()?(?<a>\$?[A-Z]+\$?\d+)\)?\)(?:>0|>=1)|(?<b>\$?[A-Z]+\$?\d+)<>""|NOT\(ISBLANK\((?<c>\$?[A-Z]+\$?\d+)\)\)|(?<is>ISTEXT|ISNUMBER)\((?<d>\$?[A-Z]+\$?\d+)\))$/.exec(
      code,
    )?.groups;
  if (match === undefined) return false;
  const reference = match.a ?? match.b ?? match.c ?? match.d ?? '';
  if (!isSelf(reference, range, cell)) return false;
  if (match.is !== undefined) return (match.is === 'ISTEXT') === isText;
  return text !== '';
}

function isSelf(reference: string, { from }: Range, cell: CellId): boolean {
  const at = parseReference(reference);
  if (at === undefined) return false;
  const column = reference.startsWith('$') ? at.column : at.column + cell.column - from.column;
  const row = /\$\d/.test(reference) ? at.row : at.row + cell.row - from.row;
  return column === cell.column && row === cell.row;
}
