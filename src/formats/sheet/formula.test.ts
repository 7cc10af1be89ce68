import { expect, test } from 'vitest';
import { Bytes } from '../cfb/bytes.js';
import { call, constant, type Formula, SELF } from './formula.js';
import { holds } from './formula-evaluation.js';
import { parseFormula } from './formula-text.js';
import { readTokens } from './formula-tokens.js';
import type { Value } from './formula-values.js';
import { SheetValues } from './sheet-values.js';

/** B3, with formulas as they stand for a range that begins at A1. */
const cell = (value: number | string) => ({ row: 2, column: 1, value });
const BASE = { row: 0, column: 0 };
const told = (code: string, value: number | string): boolean => {
  const formula = parseFormula(code, BASE);
  return formula !== undefined && holds(formula, cell(value));
};

test.each([
  ['TRUE', 'x'],
  ['=1=1', 'x'],
  ['LEN(TRIM(A1))>0', 'x'],
  ['of:=LEN(TRIM([.A1]))>0', 'x'],
  ['$B1<>""', 'x'],
  ['A$3=13800138000', 13_800_138_000],
  ['AND(ISNUMBER(A1);A1>=100;A1<200)', 150],
  ['OR(Z9=1,LEFT(A1,3)="110")', '1101'],
  ['NOT(ISERROR(SEARCH("abc",A1)))', 'xABCx'],
  ['ISERROR(FIND("abc",A1))', 'xABCx'],
  ['IF(ISTEXT(A1),RIGHT(A1,2)="ab",FALSE)', 'xab'],
  ['MOD(ROW(),2)=1', 'x'],
  ['ROW(A1)+COLUMN(A1)=5', 'x'],
  ['-(1+2)*3-1=-10', 'x'],
  ['50%*2=1', 'x'],
  ['"a"&"b""c"="AB""C"', 'x'],
  ['MID(A1,2,3)="bcd"', 'abcde'],
  ['A1>5', 'a text is more than a number'],
  ['EXACT(UPPER(A1),"X")', 'x'],
])('%s is told to hold', (code, value) => expect(told(code, value)).toBe(true));

test.each([
  ['another cell', 'A2="x"', 'x'],
  ['another column', '$A1="x"', 'x'],
  ['another row', 'A$1="x"', 'x'],
  ['another cell in a condition that needs it', 'AND(TRUE,Z9=1)', 'x'],
  ['what is not there', 'NOT(A2="x")', 'x'],
  ['a function nobody knows', 'COUNTIF(A:A,A1)>1', 'x'],
  ['a name', 'LIST_OF_NAMES=1', 'x'],
  ['a text as a condition', 'A1', 'x'],
  ['an error', '1/0', 'x'],
  ['an error behind a comparison', 'SEARCH("q",A1)>0', 'x'],
  ['a wildcard in the middle', 'ISNUMBER(SEARCH("a*c",A1))', 'abc'],
  ['half a formula', '(1', 'x'],
  ['a sheet', 'Sheet2!A1=1', 1],
])('%s is not told: %s', (_name, code, value) => expect(told(code, value)).toBe(false));

test('deep and long formulas are left alone', () => {
  expect(parseFormula(`${'('.repeat(5000)}1${')'.repeat(5000)}`, BASE)).toBeUndefined();
  expect(parseFormula('-'.repeat(400), BASE)).toBeUndefined();
  expect(parseFormula(`1${'+1'.repeat(4000)}`, BASE)).toBeUndefined();
});

const NARROW = {
  wide: false,
  string: (data: Bytes, at: number) => ({
    text: data.utf16(at + 1, at + 1 + data.u8(at) * 2),
    end: at + 1 + data.u8(at) * 2,
  }),
};
const tokens = (...bytes: number[]): Formula | undefined => {
  const data = new Bytes(Uint8Array.from(bytes));
  return readTokens(data, 0, data.length, NARROW);
};
const SELF_TOKEN = [0x4c, 0, 0, 0, 0xc0];

test('tokens of Excel are formulas', () => {
  expect(tokens(...SELF_TOKEN, 0x41, 118, 0, 0x41, 32, 0, 0x1e, 0, 0, 0x0d)).toEqual(
    call('>', call('LEN', call('TRIM', SELF)), constant(0)),
  );
  expect(tokens(...SELF_TOKEN, 0x1d, 1, 0x42, 2, 36, 0)).toEqual(call('AND', SELF, constant(true)));
  expect(tokens(0x17, 1, 0x31, 0, 0x15, 0x13)).toEqual(call('neg', constant('1')));
  // One column to the left, row 5 whatever the cell; and an absolute cell.
  expect(tokens(0x4c, 4, 0, 0xff, 0x40)).toMatchObject({ row: 4, column: -1, rowRelative: false });
  expect(tokens(0x44, 4, 0, 1, 0)).toMatchObject({ row: 4, column: 1, columnRelative: false });
});

test.each([
  ['a token nobody knows', [0x01, 0, 0, 0, 0]],
  ['an operator without operands', [0x1d, 1, 0x03]],
  ['a function with too few', [0x41, 39, 0]],
  ['a function nobody knows', [...SELF_TOKEN, 0x41, 0xff, 0]],
  ['two results', [0x1d, 1, 0x1d, 1]],
  ['a choice', [0x1d, 1, 0x19, 4, 1, 0]],
  ['too many', [0x1d, 1, ...new Array(600).fill(0x13)]],
])('%s gives no formula', (_name, bytes) => expect(tokens(...bytes)).toBeUndefined());

/** Rows from A1; undefined is blank. */
const GRID = [
  ['姓名', '公开', '分', '备'],
  ['张三', '否', 95, undefined],
  ['张三', '是', 40, true],
  ['李四', '否', 70, ''],
  ['王五', 'X', '70', null],
  ['440301190103070010', '440301190103070029', 0, 3],
] as const;

function grid(rows = GRID as readonly (readonly Value[])[]): SheetValues {
  const source = {
    rows: 100,
    columns: 20,
    read: (row: number) =>
      new Map([...(rows[row] ?? []).entries()].filter(([, value]) => value !== undefined)),
    sizeOf: () => 4,
    *filled(from: number, to: number) {
      for (let row = from; row <= to && row < rows.length; row++) yield row;
    },
  };
  return new SheetValues(() => source, { left: 1e6 });
}

/** Rows (from 1) of column A in which a formula that is written for A2 holds. */
function rowsOf(code: string, values = grid()): number[] {
  const formula = parseFormula(code, { row: 1, column: 0 })!;
  return [1, 2, 3, 4, 5]
    .filter((row) => holds(formula, { row, column: 0, value: values.at(row, 0) }, values))
    .map((row) => row + 1);
}

test.each([
  ['the same row', '$B2="否"', [2, 4]],
  ['case', '$B2="x"', [5]],
  ['not', '$B2<>"否"', [3, 5, 6]],
  ['the row above', 'A2=A1', [3]],
  ['the row below', 'A2=A3', [2]],
  ['a far cell', '$B$1="公开"', [2, 3, 4, 5, 6]],
  ['a far blank cell', '$J$9=""', [2, 3, 4, 5, 6]],
  ['a far blank cell as a number', '$J$9=0', [2, 3, 4, 5, 6]],
  ['a far blank cell as a condition', '$J$9', []],
  ['numbers', 'AND($B2="否",$C2>=70)', [2, 4]],
  ['a text is more than a number', '$C2>95', [5]],
  ['a text as a number', '$C2+0=70', [4, 5]],
  ['a number as a condition', '$C2', [2, 3, 4]],
  ['blank', 'ISBLANK($D2)', [2]],
  ['without text', 'LEN($D2)=0', [2, 4]],
  ['equal to an empty text', '$D2=""', [2, 4]],
  ['an error', 'ISERROR($D2)', [5]],
  ['an error in place of a condition', 'OR($D2,TRUE)', [2, 3, 4, 6]],
  ['a choice', 'IF($B2="否",$C2>80,$C2<50)', [2, 3, 6]],
  ['an error replaced', 'IFERROR($D2>2,TRUE)', [3, 4, 5, 6]],
  ['words of another cell', 'ISNUMBER(SEARCH("三",$A2))', [2, 3]],
  ['repeated', 'COUNTIF($A$2:$A$6,$A2)>1', [2, 3]],
  ['repeated so far', 'COUNTIF($A$2:$A2,$A2)>1', [3]],
  ['repeated in the column', 'COUNTIF(A:A,A2)=1', [4, 5, 6]],
  ['numbers and their texts count as one', 'COUNTIF($C$2:$C$6,$C2)=2', [4, 5]],
  ['fifteen digits tell numbers apart', 'COUNTIF($A2:$B2,$A2)=2', [6]],
  ['words of a row', 'COUNTIF($A2:$D2,"否")=1', [2, 4]],
  ['more than', 'COUNTIF($C$2:$C$6,">50")=2', [2, 3, 4, 5, 6]],
  ['stars', 'COUNTIF($A$2:$A$6,LEFT($A2,1)&"*")=2', [2, 3]],
  ['others', 'COUNTIF($B$2:$B$6,"<>"&$B2)=3', [2, 4]],
  ['filled cells of a row', 'COUNTA($A2:$D2)=3', [2]],
  ['empty cells of a row', 'COUNTBLANK($A2:$D2)=1', [2, 4]],
  ['numbers of a row', 'COUNT(2:2)=2', [6]],
  ['the highest', '$C2=MAX($C$2:$C$6)', [2]],
  ['the lowest', 'of:=[.$C2]=MIN([.$C$2:.$C$6])', [6]],
  ['a sum', 'SUM($C$2:$C2)>100', [3, 4, 5, 6]],
  ['a reference that leaves the sheet at its head', 'A1048575="姓名"', []],
  ['a range as a value', '$A$2:$A$3="张三"', []],
  ['a range of several functions', 'COUNTIF($A$2:$A$6,$A2,$B$2)>0', []],
])('other cells: %s', (_name, code, expected) => expect(rowsOf(code)).toEqual(expected));

test('what one cell does not tell stays unknown, and so does what depends on it', () => {
  const unknown = grid([['a'], ['x', '否'], ['x', undefined, 1], ['x', '是']]);
  const cells = new Map<number, Value>([[1, undefined]]);
  const source = { ...unknown.source, read: (row: number) => (row === 2 ? cells : unknown.row(row)) };
  const values = new SheetValues(() => source, { left: 1e6 });
  expect(rowsOf('$B2="否"', values)).toEqual([2]);
  expect(rowsOf('NOT($B2="否")', values)).toEqual([4, 5, 6]);
  expect(rowsOf('OR($B2="否",TRUE)', values)).toEqual([2, 3, 4, 5, 6]);
  expect(rowsOf('COUNTIF($B$2:$B$4,"否")=1', values)).toEqual([]);
});

test('references count on from the other end of the sheet', () => {
  const formula = parseFormula('A100="姓名"', BASE)!;
  const rows = [0, 1].filter((row) => holds(formula, { row, column: 0, value: 'x' }, grid()));
  expect(rows).toEqual([1]);
});

test('rows are forgotten, and steps end', () => {
  let reads = 0;
  const row = new Map(Array.from({ length: 1000 }, (_, column) => [column, 'x']));
  const source = {
    rows: 1e6,
    columns: 1000,
    read() {
      reads++;
      return row;
    },
    sizeOf: () => 1000,
    filled: () => [],
  };
  const steps = { left: 10_000 };
  const values = new SheetValues(() => source, steps);
  for (const round of [1, 2]) {
    for (let at = 0; at < 20; at++) expect(values.at(at, 5)).toBe('x');
    expect(reads).toBe(20 * Math.min(round, 1));
  }
  for (let at = 20; at < 60; at++) values.at(at, 5);
  expect(reads).toBe(60);
  values.at(0, 5);
  expect(reads).toBe(61);
  for (let at = 100; at < 1000; at++) values.at(at, 5);
  expect(steps.left).toBeLessThan(0);
  expect(values.at(1, 5)).toBeUndefined();
  expect(reads).toBeLessThan(200);
});

test('a sum of one operand is a token of its own', () => {
  const bytes = Uint8Array.from([0x25, 1, 0, 4, 0, 2, 0, 2, 0, 0x19, 0x10, 0, 0, 0x1e, 205, 0, 0x0b]);
  const formula = readTokens(new Bytes(bytes), 0, bytes.length, RANGES)!;
  // 95 + 40 + 70; the text 70 does not count.
  expect(holds(formula, { row: 9, column: 9, value: 'x' }, grid())).toBe(true);
});

const RANGES = {
  wide: false,
  string: () => ({ text: '', end: 0 }),
};
test.each([
  ['a range that moves', [0x2d, 0, 0, 1, 0, 0, 0xc0, 1, 0xc0], [0, 0, true, 1, 1, true]],
  ['a range before the cell', [0x2d, 0xff, 0xff, 0, 0, 0xff, 0xc0, 0, 0xc0], [-1, -1, true, 0, 0, true]],
  ['a range that stays', [0x25, 1, 0, 9, 0, 2, 0, 3, 0], [1, 2, false, 9, 3, false]],
])('tokens: %s', (_name, tokens, expected) => {
  const bytes = Uint8Array.from([...tokens, 0x1e, 1, 0, 0x41, 90, 1]);
  const formula = readTokens(new Bytes(bytes), 0, bytes.length, RANGES)!;
  const range = formula.kind === 'call' ? formula.operands[0] : undefined;
  if (range?.kind !== 'range') throw new Error('no range');
  const parts = [range.from, range.to].flatMap((at) => [at.row, at.column, at.rowRelative]);
  expect(parts).toEqual(expected);
});
