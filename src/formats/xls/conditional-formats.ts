/**
 * The conditional formats of a sheet: CONDFMT with its CF records, CONDFMT12 with its CF12 records, CFEX.
 *
 * Source: [MS-XLS] 2.4.42 (CF), 2.4.43 (CF12), 2.4.44 (CFEx), 2.4.56, 2.4.57 (CondFmt), 2.5.91 (DXFN).
 */
import { Bytes } from '../cfb/bytes.js';
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
import { unshownBy } from '../sheet/number-format.js';
import { colourOf, PATTERN, SOLID } from './cell-formats.js';
import { type BiffRecord, BOF, StringReader } from './records.js';

const CONDFMT = 0x1b0;
const CF = 0x1b1;
const CONDFMT12 = 0x879;
const CF12 = 0x87a;
const CFEX = 0x87b;
const CONDITIONAL: ReadonlySet<number> = new Set([CONDFMT, CF, CONDFMT12, CF12, CFEX]);
const EOF = 0x0a;

const LAYOUT: TokenLayout = {
  wide: false,
  string(data, at) {
    const reader = new StringReader(data, at, undefined);
    return { text: reader.string(1), end: reader.at };
  },
};
/** FrtRefHeaderU: in front of all records of Excel 2007. */
const HEADER = 12;
const TEXT_COLOUR = 80;

interface Numbered {
  rule: ConditionalRule;
  /** CONDFMT's number and the rule's place in it, which a CFEX names. */
  readonly of: string;
}

/** @param bof Offset of the sheet's BOF. @returns undefined when no rule of the sheet could hide anything. */
export function readConditionalFormats(
  bytes: Uint8Array,
  bof: number,
  steps: ConditionSteps,
): ConditionalFormats | undefined {
  const rules: Numbered[] = [];
  const numbered = new Map<number, CellRange[]>();
  let ranges: CellRange[] = [];
  let number = 0;
  let index = 0;
  let count = 0;
  for (const { type, data } of conditionalRecords(bytes, bof)) {
    if (type === CONDFMT || type === CONDFMT12) {
      const at = type === CONDFMT ? 0 : HEADER;
      number = data.u16(at + 2) >>> 1;
      index = 0;
      ranges = count > MAX_RANGES ? [] : rangesOf(data, at + 12);
      count += ranges.length;
      if (type === CONDFMT) numbered.set(number, ranges);
    } else if (type === CFEX) {
      extend(rules, data);
      // The CF12 behind one of this kind belongs to the ranges that it names.
      ranges = numbered.get(data.u16(HEADER + 4)) ?? [];
    } else if (rules.length < MAX_RULES) {
      const rule = type === CF ? plainRule(data, ranges, index) : laterRule(data, ranges);
      if (rule !== undefined) rules.push({ rule, of: `${number} ${index}` });
      index++;
    }
  }
  return ConditionalFormats.of(
    rules.map(({ rule }) => rule),
    steps,
  );
}

/** They stand behind the cells, which ask for them: the headers of all records of the sheet are passed. */
function* conditionalRecords(bytes: Uint8Array, bof: number): Generator<BiffRecord> {
  const source = new Bytes(bytes);
  let depth = 0;
  for (let at = bof; at + 4 <= bytes.length; ) {
    const type = source.u16(at);
    const end = at + 4 + source.u16(at + 2);
    if (BOF.has(type)) depth++;
    else if (type === EOF && --depth <= 0) return;
    else if (CONDITIONAL.has(type)) yield { type, at, data: new Bytes(bytes.subarray(at + 4, end)) };
    at = end;
  }
}

/** SqRefU: a count, then ranges of rows and columns. */
function rangesOf(data: Bytes, at: number): CellRange[] {
  const ranges: CellRange[] = [];
  const count = Math.min(data.u16(at), MAX_RANGES);
  for (let i = 0; i < count && at + 10 + i * 8 <= data.length; i++) {
    const start = at + 2 + i * 8;
    ranges.push({
      from: { row: data.u16(start), column: data.u16(start + 4) },
      to: { row: data.u16(start + 2), column: data.u16(start + 6) },
    });
  }
  return ranges;
}

/** The priority of a CF is its place in the list, until a CFEX states one; where it holds, those behind do not count. */
function plainRule(data: Bytes, ranges: readonly CellRange[], index: number): ConditionalRule | undefined {
  const format = readChange(data, 6);
  const condition = conditionOf(data, 0, format.end);
  if (condition === undefined) return undefined;
  return { ranges, condition, change: format.change, priority: index, stop: true };
}

function laterRule(data: Bytes, ranges: readonly CellRange[]): ConditionalRule | undefined {
  const start = HEADER;
  const size = data.u32(start + 6);
  const { change } = size > 0 ? readChange(data, start + 10) : { change: {} };
  const tokens = start + 10 + (size > 0 ? size : 2);
  const active = tokens + data.u16(start + 2) + data.u16(start + 4);
  const behind = active + 2 + data.u16(active);
  const head = { ranges, priority: data.u16(behind + 1), stop: (data.u8(behind) & 2) !== 0 };
  const kind = data.u8(start);
  // Flags, priority, template, then sixteen bytes of the template and what the kind has.
  const own = behind + 22;
  if (kind === 4) return (data.u8(own + 3) & 2) === 0 ? { ...head, ...REPLACED } : undefined;
  if (kind === 6) return (data.u8(own + 5) & 1) === 0 ? undefined : { ...head, ...REPLACED };
  const condition = conditionOf(data, start, tokens);
  return condition === undefined ? undefined : { ...head, condition, change };
}

/** CFEx of a CF record: its priority, and whether it stops. */
function extend(rules: Numbered[], data: Bytes): void {
  if (data.u32(HEADER) !== 0) return;
  const at = HEADER + 6;
  const known = rules.find(({ of }) => of === `${data.u16(HEADER + 4)} ${data.u16(at)}`);
  if (known === undefined) return;
  const stop = (data.u8(at + 6) & 2) !== 0;
  known.rule = { ...known.rule, priority: data.u16(at + 4), stop };
}

/** @param at Where kind, operator and the sizes of two formulas stand. @param tokens Where the formulas stand. */
function conditionOf(data: Bytes, at: number, tokens: number): Formula | undefined {
  const second = tokens + data.u16(at + 2);
  const formula = (start: number, size: number): Formula | undefined =>
    size === 0 ? undefined : readTokens(data, start, start + size, LAYOUT);
  const first = formula(tokens, data.u16(at + 2));
  const kind = data.u8(at);
  if (kind === 2) return first;
  const operator = BINARY_OPERATORS[data.u8(at + 1)] ?? '';
  return kind === 1 ? comparison(operator, first, formula(second, data.u16(at + 4))) : undefined;
}

/** DXFN: flags that say what is there and what of it counts, then number format, font, alignment, border, pattern. */
function readChange(data: Bytes, at: number): { change: FormatChange; end: number } {
  const flags = data.u32(at);
  const own = (data.u16(at + 4) & 1) !== 0;
  const has = (bit: number): boolean => ((flags >>> bit) & 1) === 1;
  const change: { -readonly [K in keyof FormatChange]: FormatChange[K] } = {};
  let end = at + 6;
  if (has(25)) {
    if (own && !has(19)) change.unshown = unshownBy(new StringReader(data, end + 2, undefined).string(2));
    end += own ? Math.max(2, data.u16(end)) : 2;
  }
  if (has(26)) {
    const colour = data.i32(end + TEXT_COLOUR);
    if (colour !== -1) change.letters = colourOf(colour);
    end += 118;
  }
  if (has(27)) end += 8;
  if (has(28)) end += 8;
  if (has(29)) {
    change.ground = groundOf(data, end, !has(16), !has(18));
    end += 4;
  }
  return { change, end: end + (has(30) ? 2 : 0) };
}

/** The fill of a change is its background colour, unlike that of a cell. */
function groundOf(
  data: Bytes,
  at: number,
  patternCounts: boolean,
  colourCounts: boolean,
): string | undefined {
  const bits = data.u32(at);
  const pattern = (bits >>> 10) & 0x3f;
  if (patternCounts && pattern > SOLID) return PATTERN;
  return colourCounts ? colourOf((bits >>> 23) & 0x7f) : undefined;
}
