import { expect, test } from 'vitest';
import { Bytes } from '../cfb/bytes.js';
import { call, constant, type Formula, holds, SELF } from './formula.js';
import { parseFormula } from './formula-text.js';
import { readTokens } from './formula-tokens.js';

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
