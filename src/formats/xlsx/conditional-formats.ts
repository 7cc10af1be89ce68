/** The conditional formats of a worksheet. Source: ISO/IEC 29500-1, 18.3.1.18 and 18.3.1.10. */

import { attributeText, plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import {
  type CellRange,
  ConditionalFormats,
  type ConditionalRule,
  type ConditionSteps,
  comparison,
  FILLED,
  MAX_RANGES,
  MAX_RULES,
  REPLACED,
  wording,
} from '../sheet/conditional-formats.js';
import { constant, type Formula } from '../sheet/formula.js';
import { parseFormula } from '../sheet/formula-text.js';
import { parseReference } from '../sheet/sheet-text.js';
import type { CellStyles } from './cell-styles.js';

/** A rule as the file states it. */
interface Stated {
  readonly ranges: readonly CellRange[];
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

/** @returns undefined when no rule of the sheet could hide anything. @param source A worksheet. */
export function readConditionalFormats(
  source: string,
  styles: CellStyles,
  steps: ConditionSteps,
): ConditionalFormats | undefined {
  // They stand behind the cells, which ask for them.
  const start = source.lastIndexOf('sheetData>');
  if (start < 0 || source.indexOf('conditionalFormatting', start) < 0) return undefined;
  const stated = statedRules(source.slice(source.indexOf('<', start)));
  return ConditionalFormats.of(
    stated.flatMap((one) => ruleOf(one, styles)),
    steps,
  );
}

function statedRules(source: string): Stated[] {
  const rules: Stated[] = [];
  const path: string[] = [];
  let ranges: CellRange[] = [];
  let rule: Stated | undefined;
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

function rangesOf(sqref: string): CellRange[] {
  return sqref.split(/\s+/, MAX_RANGES).flatMap((ref) => {
    const [from, to = from] = ref.split(':').map(parseReference);
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

function ruleOf(stated: Stated, styles: CellStyles): ConditionalRule[] {
  const { ranges, priority, stop } = stated;
  if (stated.type === 'dataBar' || stated.type === 'iconSet')
    return stated.replaces ? [{ ranges, priority, stop, ...REPLACED }] : [];
  const condition = conditionOf(stated);
  if (condition === undefined) return [];
  return [{ ranges, priority, stop, condition, change: styles.changes[stated.change] ?? {} }];
}

function conditionOf({ type, operator, words, formulas, ranges }: Stated): Formula | undefined {
  // Relative references count from the first cell of the first range.
  const base = ranges[0]?.from ?? { row: 0, column: 0 };
  const [first, second] = formulas.map((code) => parseFormula(code, base));
  switch (type) {
    case 'notContainsBlanks':
      return FILLED;
    case 'notContainsErrors':
      return constant(true);
    case 'cellIs':
      return comparison(operator, first, second);
    case 'expression':
      return first;
    default:
      return wording(type, words);
  }
}
