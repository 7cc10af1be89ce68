/** The conditional formats of a sheet. Source: [MS-XLSB] 2.4.23, 2.4.35 (BrtBeginConditionalFormatting), 2.4.43, 2.4.91. */
import type { Bytes } from '../cfb/bytes.js';
import {
  BINARY_OPERATORS,
  type CellRange,
  ConditionalFormats,
  type ConditionalRule,
  type ConditionSteps,
  comparison,
  type FormatChange,
  MAX_RANGES,
  MAX_RULES,
  REPLACED,
} from '../sheet/conditional-formats.js';
import type { Formula } from '../sheet/formula.js';
import { readTokens, type TokenLayout } from '../sheet/formula-tokens.js';
import { records, StringReader } from './records.js';

const BEGIN = 461;
const RULE = 463;
const ICONS = 465;
const BARS = 467;

const LAYOUT: TokenLayout = {
  wide: true,
  string(data, at) {
    const end = at + 2 + data.u16(at) * 2;
    return { text: data.utf16(at + 2, end), end };
  },
};

/** @param changes Of the workbook's styles. @returns undefined when no rule of the sheet could hide anything. */
export function readConditionalFormats(
  bytes: Uint8Array,
  changes: readonly FormatChange[],
  steps: ConditionSteps,
): ConditionalFormats | undefined {
  if (!mentions(bytes, BEGIN)) return undefined;
  const rules: ConditionalRule[] = [];
  let ranges: CellRange[] = [];
  let head: Pick<ConditionalRule, 'ranges' | 'priority' | 'stop'> | undefined;
  let count = 0;
  for (const { type, data } of records(bytes)) {
    if (type === BEGIN) {
      ranges = count > MAX_RANGES ? [] : rangesOf(data);
      count += ranges.length;
    } else if (type === RULE && rules.length < MAX_RULES) {
      head = { ranges, priority: data.i32(12), stop: (data.u16(28) & 2) !== 0 };
      const condition = conditionOf(data);
      if (condition !== undefined) rules.push({ ...head, condition, change: changes[data.u32(8)] ?? {} });
    } else if (head !== undefined && rules.length < MAX_RULES) {
      const replaces = type === BARS ? data.u8(2) === 0 : type === ICONS && (data.u16(4) & 2) !== 0;
      if (replaces) rules.push({ ...head, ...REPLACED });
    }
  }
  return ConditionalFormats.of(rules, steps);
}

/** Whether the two bytes of a record's type stand anywhere: most sheets are not walked twice. */
function mentions(bytes: Uint8Array, type: number): boolean {
  const [first, second] = [(type & 0x7f) | 0x80, type >> 7];
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (bytes[at + 1] === second) return true;
  }
  return false;
}

function rangesOf(data: Bytes): CellRange[] {
  const ranges: CellRange[] = [];
  const count = Math.min(data.u32(8), MAX_RANGES);
  for (let i = 0; i < count && 28 + i * 16 <= data.length; i++) {
    const at = 12 + i * 16;
    ranges.push({
      from: { row: data.u32(at), column: data.u32(at + 8) },
      to: { row: data.u32(at + 4), column: data.u32(at + 12) },
    });
  }
  return ranges;
}

/** Kinds 1 and 2 are comparisons and formulas; rules on words are formulas as well. */
function conditionOf(data: Bytes): Formula | undefined {
  const strings = new StringReader(data, 42);
  strings.wide();
  const formulas: (Formula | undefined)[] = [];
  let { at } = strings;
  for (const size of [30, 34, 38].map((offset) => data.u32(offset))) {
    if (size === 0) continue;
    const tokens = data.u32(at);
    formulas.push(readTokens(data, at + 4, at + 4 + tokens, LAYOUT));
    at += 8 + tokens + data.u32(at + 4 + tokens);
  }
  const kind = data.u32(0);
  if (kind === 2) return formulas[0];
  return kind === 1 ? comparison(BINARY_OPERATORS[data.u32(16)] ?? '', formulas[0], formulas[1]) : undefined;
}
