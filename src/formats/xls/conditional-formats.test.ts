import { expect, test } from 'vitest';
import type { Segment } from '../../core/index.js';
import { mutations, open } from '../cfb/harness.js';
import { buildXls, label, number, record, sharedStrings, text16, u16, u32 } from './build-xls.js';
import { format } from './index.js';

const ID = '43062119020815002X';
const MOBILE = 13_800_138_000;
const WHITE = 9;
const BLACK = 8;

interface Change {
  readonly letters?: number;
  readonly ground?: number;
  readonly code?: string;
}

/** DXFN with only what is given. */
function change({ letters, ground, code }: Change): number[] {
  let flags = 0x1fffff;
  const parts: number[] = [];
  if (code !== undefined) {
    flags = (flags & ~(1 << 19)) | (1 << 25);
    parts.push(...u16(text16(code).length + 2), ...text16(code));
  }
  if (letters !== undefined) {
    flags |= 1 << 26;
    parts.push(...Array(80).fill(0), ...u32(letters), ...Array(34).fill(0));
  }
  if (ground !== undefined) {
    flags = (flags & ~((1 << 16) | (1 << 18))) | (1 << 29);
    parts.push(...u32((1 << 10) | (64 << 16) | (ground << 23)));
  }
  return [...u32(flags >>> 0), ...u16(code === undefined ? 0 : 1), ...parts];
}

type Range = readonly [firstRow: number, lastRow: number, firstColumn: number, lastColumn: number];
const ranges = (list: readonly Range[]): number[] => [...u16(list.length), ...list.flat().flatMap(u16)];
const begin = (id: number, ...list: readonly Range[]): Uint8Array =>
  record(0x1b0, u16(1), u16(id << 1), list[0]!.flatMap(u16), ranges(list));
const rule = (
  kind: number,
  operator: number,
  how: Change,
  first: number[],
  second: number[] = [],
): Uint8Array =>
  record(0x1b1, [kind, operator], u16(first.length), u16(second.length), change(how), first, second);
const TRUE = [0x1d, 1];
const int = (value: number): number[] => [0x1e, ...u16(value)];
const real = (value: number): number[] => [0x1f, ...new Uint8Array(Float64Array.of(value).buffer)];
const SELF = [0x4c, 0, 0, 0, 0xc0];
const FILLED = [...SELF, 0x41, ...u16(118), 0x41, ...u16(32), ...int(0), 0x0d];

/** CF12 behind CONDFMT12. */
const later = (kind: number, how: Change | undefined, first: number[], rest: number[] = []): Uint8Array => {
  const dxf = how === undefined ? [] : change(how);
  return record(
    0x87a,
    [...u16(0x87a), ...Array(10).fill(0)],
    [kind, 0, ...u16(first.length), ...u16(0)],
    [...u32(dxf.length), ...(dxf.length > 0 ? dxf : u16(0))],
    first,
    [...u16(0), 0, ...u16(1), ...u16(0), 16, ...Array(16).fill(0), ...rest],
  );
};
const begin12 = (...list: readonly Range[]): Uint8Array =>
  record(0x879, [...u16(0x879), ...Array(10).fill(0)], u16(1), u16(0), list[0]!.flatMap(u16), ranges(list));

/** References of the hidden cells of a sheet with a text in A2 and a number in B2, and the same below. */
async function hidden(...rules: readonly Uint8Array[]): Promise<string[]> {
  const globals = [
    record(0x31, u16(200), u16(0), u16(0x7fff), u32(0), u32(0)),
    record(0xe0, Array(20).fill(0)),
    sharedStrings([ID]),
  ];
  const records = [1, 2].flatMap((row) => [label(row, 0, 0), number(row, 1, MOBILE)]);
  const { segments } = await open(
    format,
    buildXls(globals, [{ name: 'a', records: [...records, ...rules] }]),
  );
  return hiddenRefs(segments);
}

function hiddenRefs(segments: readonly Segment[]): string[] {
  return segments
    .filter(({ channel }) => channel === 'hidden')
    .flatMap(({ cells, map }) => (cells ?? []).flatMap(({ start, end }) => map.locate(start, end)))
    .flatMap((place) => (place.kind === 'cell' ? [place.ref] : []));
}

const ROW: Range = [1, 1, 0, 255];
const white = { letters: WHITE };

test.each([
  ['white letters', [begin(1, ROW), rule(2, 0, white, TRUE)], ['A2', 'B2']],
  ['black letters on a black fill', [begin(1, ROW), rule(2, 0, { ground: BLACK }, FILLED)], ['A2', 'B2']],
  ['a format that shows nothing', [begin(1, ROW), rule(2, 0, { code: ';;;' }, TRUE)], ['A2', 'B2']],
  ['stars in place of numbers', [begin(1, ROW), rule(2, 0, { code: '"***"' }, TRUE)], ['B2']],
  ['a comparison', [begin(1, ROW), rule(1, 6, white, real(MOBILE + 1))], ['B2']],
  ['two limits', [begin(1, ROW), rule(1, 1, white, int(1), real(MOBILE))], ['B2']],
  ['red letters', [begin(1, ROW), rule(2, 0, { letters: 10 }, TRUE)], []],
  ['white letters on black', [begin(1, ROW), rule(2, 0, { letters: WHITE, ground: BLACK }, TRUE)], []],
  ['a formula on another cell', [begin(1, ROW), rule(2, 0, white, [0x44, 0, 0, 0, 0, ...int(1), 0x0b])], []],
  ['several ranges', [begin(1, [1, 1, 0, 0], [2, 2, 1, 1]), rule(2, 0, white, TRUE)], ['A2', 'B3']],
  [
    'a rule that comes first stops the next',
    [begin(1, ROW), rule(2, 0, { letters: 10 }, TRUE), rule(2, 0, { code: ';;;' }, TRUE)],
    [],
  ],
  ['a rule of Excel 2007', [begin12(ROW), later(2, white, FILLED)], ['A2', 'B2']],
  ['bars in place of numbers', [begin12(ROW), later(4, undefined, [], [0, 0, 0, 0])], ['B2']],
  ['bars beside numbers', [begin12(ROW), later(4, undefined, [], [0, 0, 0, 2])], []],
  ['icons in place of numbers', [begin12(ROW), later(6, undefined, [], [0, 0, 0, 3, 0, 1])], ['B2']],
  [
    'a rule that another record puts last and lets go on',
    [
      begin(7, ROW),
      rule(2, 0, { letters: 10 }, TRUE),
      begin(8, ROW),
      rule(2, 0, white, TRUE),
      record(0x87b, Array(12).fill(0), u32(0), u16(7), u16(0), [0, 0], u16(9), [1, 0]),
    ],
    ['A2', 'B2'],
  ],
])('conditional formats: %s', async (_name, rules, expected) =>
  expect(await hidden(...rules)).toEqual(expected),
);

const REFN = (row: number, column: number, flags: number): number[] => [
  0x4c,
  ...u16(row),
  ...u16((column & 0xff) | flags),
];
const ROW_RELATIVE = 0x8000;
const BOTH_RELATIVE = 0xc000;
const text = (value: string): number[] => [
  ...[0x17, value.length, 1],
  ...Array.from(value, (unit) => u16(unit.charCodeAt(0))).flat(),
];
test.each([
  ['a column of the row', [...REFN(0, 2, ROW_RELATIVE), ...text('否'), 0x0b], ['A2', 'B2']],
  [
    'a column that is blank there',
    [...REFN(0, 2, ROW_RELATIVE), 0x41, ...u16(129), 0x41, ...u16(38)],
    ['A2', 'B2', 'A3', 'B3'],
  ],
  ['a blank column', [...REFN(0, 9, ROW_RELATIVE), 0x41, ...u16(129)], ['A2', 'B2', 'A3', 'B3', 'C2', 'C3']],
  ['the cell above', [...REFN(0xffff, 0, BOTH_RELATIVE), ...REFN(0, 0, BOTH_RELATIVE), 0x0b], ['A3', 'B3']],
  ['a truth value below', [0x44, ...u16(9), ...u16(4), 0x1d, 1, 0x0b], ['A2', 'B2', 'A3', 'B3', 'C2', 'C3']],
  ['an error', [0x44, ...u16(9), ...u16(5), 0x41, ...u16(3)], ['A2', 'B2', 'A3', 'B3', 'C2', 'C3']],
  [
    'repeated',
    [
      0x25,
      ...u16(1),
      ...u16(2),
      ...u16(0),
      ...u16(0),
      ...REFN(0, 0, ROW_RELATIVE),
      0x41,
      ...u16(346),
      ...int(1),
      0x0d,
    ],
    ['A2', 'B2', 'A3', 'B3', 'C2', 'C3'],
  ],
])('conditions on other cells: %s', async (_name, tokens, expected) => {
  const records = [1, 2].flatMap((row) => [label(row, 0, 0), number(row, 1, MOBILE), label(row, 2, row)]);
  const others = [
    record(0x205, u16(9), u16(4), u16(0), [1, 0]),
    record(0x205, u16(9), u16(5), u16(0), [7, 1]),
  ];
  const rules = [begin(1, [1, 2, 0, 2]), rule(2, 0, white, tokens)];
  const globals = [
    record(0x31, u16(200), u16(0), u16(0x7fff), u32(0), u32(0)),
    record(0xe0, Array(20).fill(0)),
    sharedStrings([ID, '否', '是']),
  ];
  const { segments } = await open(
    format,
    buildXls(globals, [{ name: 'a', records: [...records, ...others, ...rules] }]),
  );
  expect(
    hiddenRefs(segments)
      .filter((ref) => !/^C/.test(ref) || expected.includes(ref))
      .sort(),
  ).toEqual([...expected].sort());
});

test('rules of one sheet do not reach the next one, and the strings in them stay residue', async () => {
  const secret = [0x17, 11, 0, ...Array.from('13800138009', (digit) => digit.charCodeAt(0))];
  const records = [number(1, 1, MOBILE)];
  const rules = [begin(1, ROW), rule(2, 0, white, TRUE), begin(2, ROW), rule(1, 3, white, secret)];
  const { segments } = await open(
    format,
    buildXls(
      [],
      [
        { name: 'a', records: [...records, ...rules] },
        { name: 'b', records },
      ],
    ),
  );
  expect(segments.map(({ channel, text }) => [channel, text.trim()])).toContainEqual([
    'body',
    String(MOBILE),
  ]);
  expect(segments.map(({ channel, text }) => [channel, text.trim()])).toContainEqual([
    'hidden',
    String(MOBILE),
  ]);
  expect(segments.some(({ channel, text }) => channel === 'residue' && text.includes('13800138009'))).toBe(
    true,
  );
});

test('damaged copies end without an exception', async () => {
  const rules = [
    begin(1, ROW),
    rule(2, 0, { ...white, code: ';;;' }, FILLED),
    begin12(ROW),
    later(2, white, FILLED),
  ];
  const bytes = buildXls([], [{ name: 'a', records: [number(1, 1, MOBILE), ...rules] }]);
  for (const copy of mutations(bytes, 300)) await open(format, copy);
});
