/**
 * Conditional formats of sheets: LibreOffice's own elements (`calcext`), or the maps of styles where there are none.
 *
 * Source: OpenDocument 1.3, part 3, clause 16.3 (`style:map`); LibreOffice's extended schema for `calcext`.
 */
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import {
  type CellRange,
  ConditionalFormats,
  type ConditionalRule,
  ConditionSteps,
  comparison,
  MAX_RANGES,
  MAX_RULES,
  REPLACED,
  wording,
} from '../sheet/conditional-formats.js';
import { call, constant, type Formula, SELF } from '../sheet/formula.js';
import { parseFormula } from '../sheet/formula-text.js';
import { type CellId, parseReference } from '../sheet/sheet-text.js';
import { SheetValues } from '../sheet/sheet-values.js';
import type { OdfStyles } from './styles.js';
import { TableRows } from './table-rows.js';

const LIST = 'conditional-formats';
const EVERY: CellRange = { from: { row: 0, column: 0 }, to: { row: 2 ** 31, column: 2 ** 31 } };
const FIRST: CellId = { row: 0, column: 0 };

export class OdfConditions {
  readonly #source: string;
  readonly #styles: OdfStyles;
  /** By the name of the sheet; undefined where styles say it. */
  readonly #sheets: ReadonlyMap<string, ConditionalFormats | undefined> | undefined;
  readonly #steps = new ConditionSteps();
  readonly #ofStyles = new Map<string, ConditionalFormats | undefined>();

  /** @param source `content.xml`. */
  constructor(source: string, styles: OdfStyles) {
    this.#source = source;
    this.#styles = styles;
    if (source.includes(LIST)) this.#sheets = readSheets(source, styles, this.#steps);
  }

  /** The cells of the table that begins at an offset. */
  valuesFrom(start: number): SheetValues {
    return new SheetValues(() => new TableRows(this.#source, start), this.#steps);
  }

  of(sheet: string, style: string | undefined): ConditionalFormats | undefined {
    if (this.#sheets !== undefined) return this.#sheets.get(sheet);
    if (style === undefined) return undefined;
    if (!this.#ofStyles.has(style)) this.#ofStyles.set(style, ofStyle(style, this.#styles, this.#steps));
    return this.#ofStyles.get(style);
  }
}

/** What the maps of a style change, in their order; the first that holds counts. */
function ofStyle(
  name: string,
  { maps, looks }: OdfStyles,
  steps: ConditionSteps,
): ConditionalFormats | undefined {
  const rules = (maps.get(name) ?? []).slice(0, MAX_RULES).flatMap((map, priority): ConditionalRule[] => {
    const condition = conditionOf(map.condition, addresses(map.base)[0]?.range.from ?? FIRST);
    if (condition === undefined) return [];
    return [{ ranges: [EVERY], condition, change: looks.get(map.style) ?? {}, priority, stop: true }];
  });
  return ConditionalFormats.of(rules, steps);
}

function readSheets(
  source: string,
  styles: OdfStyles,
  steps: ConditionSteps,
): Map<string, ConditionalFormats | undefined> {
  const rules = new Map<string, ConditionalRule[]>();
  let group = 0;
  for (let at = source.indexOf(LIST); at >= 0; ) {
    const end = source.indexOf(LIST, at + LIST.length);
    const text = source.slice(source.lastIndexOf('<', at), end < 0 ? undefined : end);
    group = readList(text, styles, rules, group);
    at = end < 0 ? -1 : source.indexOf(LIST, end + LIST.length);
  }
  return new Map([...rules].map(([sheet, list]) => [sheet, ConditionalFormats.of(list, steps)]));
}

/** @returns The next free number of a group: of one format only the first condition that holds counts. */
function readList(
  source: string,
  { looks }: OdfStyles,
  rules: Map<string, ConditionalRule[]>,
  firstGroup: number,
): number {
  let group = firstGroup;
  let ranges: readonly { sheet: string; range: CellRange }[] = [];
  let count = 0;
  const add = (condition: Formula, change: ConditionalRule['change']): void => {
    const sheet = ranges[0]?.sheet ?? '';
    const list = rules.get(sheet) ?? [];
    rules.set(sheet, list);
    if (list.length >= MAX_RULES) return;
    const own = ranges.map(({ range }) => range);
    list.push({ ranges: own, condition, change, priority: list.length, stop: false, group });
  };
  walkXml(source, {
    open(name, attributes) {
      const get = (wanted: string): string => attributeText(source, attributes, wanted) ?? '';
      if (name === 'conditional-format') {
        ranges = count > MAX_RANGES ? [] : addresses(get('target-range-address'));
        count += ranges.length;
        group++;
      } else if (name === 'condition') {
        const base = addresses(get('base-cell-address'))[0]?.range.from ?? FIRST;
        const condition = conditionOf(get('value'), base);
        const style = get('apply-style-name');
        if (condition !== undefined) add(condition, looks.get(style) ?? {});
      } else if (get('show-value') === 'false') add(REPLACED.condition, REPLACED.change);
    },
    close() {},
    text() {},
    rest() {},
  });
  return group;
}

const ADDRESS =
  /(?:\$?(?:'(?<quoted>(?:[^']|'')*)'|(?<plain>[^\s.:'$]+))\.|\.)?(?<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?<more>:)?/g;

/** `S.A2:S.B2 'a b'.C1` → ranges with the names of their sheets. */
function addresses(text: string): { sheet: string; range: CellRange }[] {
  const found: { sheet: string; range: CellRange }[] = [];
  let start: { sheet: string; from: CellId } | undefined;
  for (const match of text.matchAll(ADDRESS)) {
    const { quoted, plain, cell, more } = match.groups!;
    const at = parseReference(cell!);
    if (at === undefined || found.length >= MAX_RANGES) break;
    const sheet = quoted?.replaceAll("''", "'") ?? plain ?? start?.sheet ?? '';
    if (more !== undefined && start === undefined) start = { sheet, from: at };
    else {
      found.push({ sheet: start?.sheet ?? sheet, range: { from: start?.from ?? at, to: at } });
      start = undefined;
    }
  }
  return found;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '=': 'equal',
  '!=': 'notEqual',
  '<': 'lessThan',
  '>': 'greaterThan',
  '<=': 'lessThanOrEqual',
  '>=': 'greaterThanOrEqual',
  between: 'between',
  'not-between': 'notBetween',
};
const WORDINGS: Readonly<Record<string, string>> = {
  'begins-with': 'beginsWith',
  'ends-with': 'endsWith',
  'contains-text': 'containsText',
  'not-contains-text': 'notContainsText',
};

/** @param code `cell-content()>100`, `>100`, `formula-is(…)` … @param base Where relative references count from. */
export function conditionOf(code: string, base: CellId): Formula | undefined {
  const text = code.trim().replace(/^(?:of:)?(?:cell-content\(\)|cell-content-is-)?/, '');
  const sign = /^(?:<=|>=|!=|=|<|>)/.exec(text)?.[0];
  const named = /^([a-z-]+)\((.*)\)$/s.exec(text);
  const name = sign ?? named?.[1] ?? '';
  const inner = sign === undefined ? (named?.[2] ?? '') : text.slice(sign.length);
  if (name === 'formula-is' || name === 'is-true-formula') return parseFormula(inner, base);
  if (name === 'is-no-error') return constant(true);
  const list = parseFormula(`LIST(${inner})`, base);
  const operands = list?.kind === 'call' ? list.operands : [];
  const words = WORDINGS[name];
  if (words !== undefined) {
    const [first] = operands;
    return first?.kind === 'constant' ? wording(words, String(first.value)) : undefined;
  }
  const operator = OPERATORS[name];
  if (operator === undefined) return undefined;
  const compared = comparison(operator, ...operands);
  // LibreOffice holds numbers against numbers only, texts against texts.
  if (compared === undefined || operator === 'notEqual') return compared;
  const [limit] = operands;
  if (limit?.kind === 'constant')
    return call('AND', call(typeof limit.value === 'string' ? 'ISTEXT' : 'ISNUMBER', SELF), compared);
  return call('AND', call('=', call('ISTEXT', SELF), call('ISTEXT', limit!)), compared);
}
