import { expect, test } from 'vitest';
import { mutations, open } from '../cfb/harness.js';
import * as b from './build-xlsb.js';
import { format } from './index.js';

const ID = '43062119020815002X';
const MOBILE = 13_800_138_000;

const styles = [
  b.font(b.AUTOMATIC),
  b.fill(0),
  b.cellFormats({}),
  b.change({ letters: b.rgb(255, 255, 255) }),
  b.change({ ground: b.rgb(0, 0, 0) }),
  b.change({ code: ';;;' }),
  b.change({ code: '"***"' }),
  b.change({ letters: b.rgb(255, 0, 0) }),
];
const [WHITE, FILL, NOTHING, STARS, RED] = [0, 1, 2, 3, 4];
const TRUE = [0x1d, 1];
const SELF = [0x4c, ...b.u32(0), ...b.u16(0xc000)];
const FILLED = [...SELF, 0x41, ...b.u16(118), 0x41, ...b.u16(32), 0x1e, 0, 0, 0x0d];
const SEARCH = [0x17, ...b.u16(3), ...b.wide('190').slice(4), ...SELF, 0x42, 2, ...b.u16(82)];
const CONTAINS = [...SEARCH, 0x41, ...b.u16(3), 0x41, ...b.u16(38)];
const int = (value: number): number[] => [0x1e, ...b.u16(value)];

const bool = (column: number): Uint8Array => b.record(4, b.u32(column), b.u32(0), [1]);
const error = (column: number): Uint8Array => b.record(3, b.u32(column), b.u32(0), [7]);

/** A comparison of a cell of the row. */
const beside = (column: number, ...behind: readonly (number | number[])[]): number[] => [
  ...[0x4c, ...b.u32(0), ...b.u16(0x8000 | column)],
  ...behind.flat(),
];

/** References of the hidden cells of a sheet with a text in A2 and a number in B2. */
async function hidden(...rules: readonly Uint8Array[]): Promise<string[]> {
  const records = [b.row(1), b.text(0, ID), b.real(1, MOBILE), bool(20), error(21), b.endCells()];
  const bytes = await b.buildXlsb({
    styles,
    sheets: [{ name: 'a', records: [...records, b.beginConditional([1, 1, 0, 9]), ...rules] }],
  });
  const { segments } = await open(format, bytes);
  return segments
    .filter(({ channel }) => channel === 'hidden')
    .flatMap(({ cells, map }) => (cells ?? []).flatMap(({ start, end }) => map.locate(start, end)))
    .flatMap((place) => (place.kind === 'cell' ? [place.ref] : []));
}

test.each([
  ['white letters', [b.rule({ change: WHITE, formulas: [TRUE] })], ['A2', 'B2']],
  ['black letters on a black fill', [b.rule({ change: FILL, formulas: [FILLED] })], ['A2', 'B2']],
  ['a format that shows nothing', [b.rule({ change: NOTHING, formulas: [TRUE] })], ['A2', 'B2']],
  ['stars in place of numbers', [b.rule({ change: STARS, formulas: [TRUE] })], ['B2']],
  ['words', [b.rule({ change: WHITE, formulas: [CONTAINS], words: '190' })], ['A2']],
  ['a comparison', [b.rule({ kind: 1, operator: 5, change: WHITE, formulas: [int(9)] })], ['A2', 'B2']],
  ['two limits', [b.rule({ kind: 1, operator: 2, change: WHITE, formulas: [int(9), int(1)] })], ['A2', 'B2']],
  ['bars in place of numbers', [b.rule({ kind: 4 }), b.record(467, [10, 90, 0])], ['B2']],
  ['bars beside numbers', [b.rule({ kind: 4 }), b.record(467, [10, 90, 1])], []],
  ['icons in place of numbers', [b.rule({ kind: 6 }), b.record(465, b.u32(0), b.u16(2))], ['B2']],
  ['red letters', [b.rule({ change: RED, formulas: [TRUE] })], []],
  ['another cell', [b.rule({ change: WHITE, formulas: [[0x4c, ...b.u32(1), ...b.u16(0xc000)]] })], []],
  ['a number beside', [b.rule({ change: WHITE, formulas: [beside(1, int(9), 0x0d)] })], ['A2', 'B2']],
  ['a text beside', [b.rule({ change: WHITE, formulas: [beside(0, int(9), 0x09)] })], []],
  ['a truth value', [b.rule({ change: WHITE, formulas: [beside(20, [0x1d, 1], 0x0b)] })], ['A2', 'B2']],
  ['an error', [b.rule({ change: WHITE, formulas: [beside(21, [], 0x41, ...b.u16(3))] })], ['A2', 'B2']],
  [
    'how often',
    [
      b.rule({
        change: WHITE,
        formulas: [
          [
            ...[0x25, ...b.u32(0), ...b.u32(9), ...b.u16(0), ...b.u16(9)],
            ...[...SELF, 0x41, ...b.u16(346), ...int(1), 0x0b],
          ],
        ],
      }),
    ],
    ['A2', 'B2'],
  ],
  [
    'a rule that comes first',
    [b.rule({ change: WHITE, formulas: [TRUE] }), b.rule({ change: RED, formulas: [TRUE], priority: 0 })],
    [],
  ],
  [
    'a rule that stops',
    [b.rule({ change: WHITE, formulas: [TRUE] }), b.rule({ formulas: [TRUE], priority: 0, stop: true })],
    [],
  ],
])('conditional formats: %s', async (_name, rules, expected) =>
  expect(await hidden(...rules)).toEqual(expected),
);

test('damaged copies end without an exception', async () => {
  const rules = [b.beginConditional([1, 1, 0, 9]), b.rule({ change: WHITE, formulas: [CONTAINS, FILLED] })];
  const sheet = b.join(b.row(1), b.real(1, MOBILE), ...rules);
  for (const copy of mutations(sheet, 100)) {
    const parts = { 'xl/worksheets/sheet1.bin': copy };
    await open(format, await b.buildXlsb({ styles, sheets: [{ name: 'a', records: [] }], parts }));
  }
});
