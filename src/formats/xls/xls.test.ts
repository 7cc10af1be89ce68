import { expect, test } from 'vitest';
import { Bytes } from '../cfb/bytes.js';
import { mutations, open, testContext, whereIs } from '../cfb/harness.js';
import { writeCompound } from '../cfb/write-compound.js';
import { numberText, rkValue } from '../sheet/stored-number.js';
import {
  buildXls,
  f64,
  label,
  number,
  record,
  sharedStrings,
  text8,
  text16,
  u16,
  u32,
  wideText,
  workbookStream,
} from './build-xls.js';
import { format } from './index.js';
import { ChunkReader } from './records.js';

const STRINGS = [
  '姓名',
  '身份证号',
  '甲',
  '43062119020815002X',
  '乙',
  '342401190305260179',
  '电话13800138099',
];
const ROWS = [label(0, 0, 0), label(0, 1, 1), label(1, 0, 2), label(1, 1, 3), label(2, 0, 4), label(2, 1, 5)];

test('cells are a table whose places are A1 references; unused strings are residue', async () => {
  const extraction = await open(
    format,
    buildXls([sharedStrings(STRINGS)], [{ name: '名单', records: ROWS }]),
  );
  const body = extraction.segments.find(({ channel }) => channel === 'body')!;
  expect(body.text).toBe('姓名\t身份证号\n甲\t43062119020815002X\n乙\t342401190305260179\n');
  expect(body.cells).toHaveLength(6);
  const at = body.text.indexOf('342401');
  expect(body.map.locate(at, at + 18)).toEqual([
    { kind: 'cell', part: 'Workbook', channel: 'body', sheet: '名单', ref: 'B3' },
  ]);
  expect(whereIs(extraction, '13800138099')).toMatchObject([{ channel: 'residue', label: 'shared string' }]);
  expect(extraction.diagnostics).toEqual([]);
});

test('strings over CONTINUE: the width may change in the middle of one', () => {
  const chunks = [
    new Bytes(Uint8Array.from([...u16(11), 0, 0x31, 0x33, 0x38])),
    new Bytes(Uint8Array.from([1, ...u16(0x30), ...u16(0x30)])),
    new Bytes(Uint8Array.from([0, 0x31, 0x33, 0x38, 0x30, 0x30, 0x30, ...u16(1), 1])),
    new Bytes(Uint8Array.from([1, ...u16(0x7532), ...u16(1), 9, 2, 0])),
    new Bytes(Uint8Array.from([0, 0x41, 1, 2, 3, 4, 5, 6, 7, 8, ...u16(1), 0, 0x42])),
  ];
  const reader = new ChunkReader(chunks);
  expect([0, 1, 2, 3].map(() => reader.richString().text)).toEqual(['13800138000', '甲', 'A', 'B']);
  expect(reader.ended).toBe(true);
});

test('numbers: RK, MULRK, dates, zeros in front, lost digits', () => {
  expect([0x3ff00000, 0x3ff00001, 0x004b5646 | 0, -398].map(rkValue)).toEqual([1, 0.01, 1_234_321, -100]);
  const text = (value: number, code?: string) => numberText(value, code, false);
  expect(text(13_800_138_000).text).toBe('13800138000');
  expect(text(1.38e10 + 0.5).text).toBe('13800000000.5');
  expect(text(110_101_199_003_077_000)).toEqual({ text: '110101199003077000', rounded: true });
  expect(text(6_222_020_000_000_000).text).toBe('6222020000000000');
  expect(text(958, 'yyyy-mm-dd').text).toBe('1902-08-15');
  expect(text(958, '[$-804]yyyy"年"m"月"d"日"').text).toBe('1902-08-15');
  expect(text(123, '000000').text).toBe('000123');
  expect(text(Number.NaN).text).toBe('');
});

test('MULRK and formulas with their results', async () => {
  const records = [
    record(0xbd, u16(0), u16(2), u16(0), u32(0x3ff00000), u16(0), u32((7 << 2) | 2), u16(3)),
    record(0x06, u16(1), u16(0), u16(0), [0, 0, 0, 0, 0, 0, 255, 255], u16(0), u32(0), u16(0)),
    record(0x207, text16('13800138001')),
    record(0x06, u16(1), u16(1), u16(0), f64(13_800_138_002), u16(0), u32(0), u16(0)),
  ];
  const { segments } = await open(format, buildXls([], [{ name: 'a', records }]));
  expect(segments[0]!.text).toBe('1\t7\n13800138001\t13800138002\n');
});

test('hidden sheets, rows, columns, formats and white letters are hidden, with headings', async () => {
  const globals = [
    ...[8, 9].map((colour) => record(0x31, u16(200), u16(0), u16(colour), u32(0), u32(0))),
    record(0x41e, u16(200), text16(';;;')),
    record(0xe0, u16(0), u16(0), Array(16).fill(0)),
    record(0xe0, u16(0), u16(200), Array(16).fill(0)),
    record(0xe0, u16(1), u16(0), Array(16).fill(0)),
    sharedStrings(STRINGS),
  ];
  const column = record(0x7d, u16(3), u16(3), u16(2000), u16(0), u16(1), u16(0));
  const row = record(0x208, u16(2), u16(0), u16(4), u16(300), u32(0), u16(0x20), u16(0));
  const records = [column, row, ...ROWS, number(1, 2, 13_800_138_001, 1), label(1, 3, 6), label(3, 1, 3, 2)];
  const extraction = await open(
    format,
    buildXls(globals, [
      { name: '甲', records },
      { name: '乙', state: 2, records: [number(0, 0, 13_800_138_002)] },
    ]),
  );
  expect(extraction.segments.find(({ channel }) => channel === 'body')!.text).toBe(
    '姓名\t身份证号\n甲\t43062119020815002X\n',
  );
  expect(extraction.segments.find(({ channel }) => channel === 'hidden')!.text).toBe(
    '姓名\t身份证号\n13800138001\t电话13800138099\n乙\t342401190305260179\n43062119020815002X\n',
  );
  expect(whereIs(extraction, '13800138002')).toMatchObject([
    { channel: 'hidden', places: [{ sheet: '乙' }] },
  ]);
});

test('letters on a fill of their colour and formats that mask are hidden', async () => {
  const xf = (font: number, code: number, pattern = 0, colour = 64): Uint8Array =>
    record(0xe0, u16(font), u16(code), Array(10).fill(0), u32(pattern << 26), u16(colour | (65 << 7)));
  const globals = [
    ...[8, 23, 0x7fff].map((colour) => record(0x31, u16(200), u16(0), u16(colour), u32(0), u32(0))),
    record(0x41e, u16(200), text16('"***"')),
    ...[
      xf(0, 0),
      xf(0, 0, 1, 0),
      xf(1, 0, 1, 23),
      xf(0, 0, 1, 23),
      xf(2, 0, 1, 8),
      xf(0, 200),
      xf(0, 0, 2, 8),
    ],
    sharedStrings(STRINGS),
  ];
  const records = [0, 1, 2, 3, 4, 5, 6].map((row) => number(row, 0, 13_800_138_000 + row, row));
  const { segments } = await open(
    format,
    buildXls(globals, [{ name: 'a', records: [...records, label(7, 0, 1, 5)] }]),
  );
  const text = (channel: string) => segments.find((segment) => segment.channel === channel)!.text;
  expect(text('hidden')).toBe('13800138001\n13800138002\n13800138004\n13800138005\n');
  expect(text('body')).toContain('13800138000\n13800138003\n13800138006\n');
});

test('merged cells state their spans', async () => {
  const records = [label(0, 0, 0), label(1, 1, 1), record(0xe5, u16(1), u16(0), u16(1), u16(0), u16(2))];
  const { segments } = await open(format, buildXls([sharedStrings(STRINGS)], [{ name: 'a', records }]));
  expect(segments[0]!.cells![0]).toMatchObject({ row: 0, column: 0, rowSpan: 2, colSpan: 3 });
});

test('notes, text boxes, links, headers, validation, names, pivot and external caches', async () => {
  const object = (id: number) => record(0x5d, u16(0x15), u16(18), u16(25), u16(id), Array(14).fill(0));
  const box = (text: string) => [
    record(0x1b6, Array(10).fill(0), u16(text.length), u16(16), u32(0)),
    record(0x3c, wideText(text)),
    record(0x3c, Array(16).fill(0)),
  ];
  const link = [
    ...[4, 4, 2, 2].flatMap(u16),
    ...Array(16).fill(0),
    ...u32(2),
    ...u32(0x11),
    ...[...u32(2), ...wideText('链\0').slice(1)],
    ...[0xe0, 0xc9, 0xea, 0x79, ...Array(12).fill(0)],
    ...[...u32(24), ...wideText('http://a/?1\0').slice(1)],
  ];
  const validation = [
    ...u32(3),
    ...['提示', '错', '请填13800138003', '错'].flatMap(text16),
    ...[...u16(3 + 22), ...u16(0), 0x17, ...text8('13800138004')],
    ...[...u16(0), ...u16(0), ...u16(1), ...u16(3), ...u16(3), ...u16(1), ...u16(1)],
  ];
  const globals = [
    record(0x18, u16(0), 0, 4, u16(0), u16(0), u16(0), u32(0), wideText('名单范围').slice(0, 9), []),
    record(0xcd, text16('13800138005')),
    record(0x5a, 1, 0, u16(0), 2, text16('13800138006'), 1, f64(13_800_138_007)),
    record(0x5c, text16('用户')),
  ];
  const records = [
    object(7),
    ...box('批注13800138008'),
    object(8),
    ...box('文本框13800138009'),
    record(0x1c, u16(5), u16(1), u16(0), u16(7), text16('作者')),
    record(0x1b8, link),
    record(0x800, u16(0x800), [...u16(4), ...u16(4), ...u16(2), ...u16(2)], wideText('提示语\0').slice(1)),
    record(0x14, text16('&L&"宋体"&12 13800138010')),
    record(0x1be, validation),
  ];
  const extraction = await open(format, buildXls(globals, [{ name: 'a', records }]));
  const found = (value: string): unknown =>
    whereIs(extraction, value).map(({ channel, label: name, places }) => {
      const [place] = places;
      return [channel, name, place?.kind === 'cell' ? place.ref : place?.part];
    });
  expect(found('13800138008')).toEqual([['comment', '', 'B6']]);
  expect(found('13800138009')).toEqual([['body', 'text box', 'A1']]);
  expect(found('作者')).toEqual([['metadata', 'comment author', 'B6']]);
  expect(found('http://a/?1')).toEqual([['link', 'target', 'C5']]);
  expect(found('提示语')).toEqual([['link', 'tooltip', 'C5']]);
  expect(found('13800138010')).toEqual([['header', '', 'A1']]);
  expect(found('13800138003')).toEqual([['attribute', 'validation', 'B4']]);
  expect(found('13800138004')).toEqual([['attribute', 'validation list', 'B4']]);
  expect(found('名单范围')).toEqual([['name', 'defined name', 'Workbook/strings']]);
  expect(found('13800138005')).toEqual([['hidden', 'pivot cache', 'Workbook/strings']]);
  expect(found('13800138006')).toEqual([['hidden', 'external cache', 'Workbook/strings']]);
  expect(found('13800138007')).toEqual([['hidden', 'external cache', 'Workbook/strings']]);
});

test('a box for every digit is one number too', async () => {
  const records = Array.from('13800138000', (digit, i) => number(0, i, Number(digit)));
  const extraction = await open(format, buildXls([], [{ name: 'a', records }]));
  expect(whereIs(extraction, '13800138000')[0]!.places).toHaveLength(11);
});

test('records that nobody reads are residue', async () => {
  const extraction = await open(
    format,
    buildXls(
      [],
      [{ name: 'a', records: [number(0, 0, 1), record(0x9e, u16(0), text16('身份证号43062119020815002X'))] }],
    ),
  );
  expect(whereIs(extraction, '43062119020815002X')).toMatchObject([
    { channel: 'residue', places: [{ part: 'Workbook#bytes' }] },
  ]);
});

test('Excel 95: strings in the code page of the file', async () => {
  const gbk = [0xb5, 0xe7, 0xbb, 0xb0]; // 电话
  const records = [record(0x204, u16(0), u16(0), u16(0), u16(4), gbk), number(1, 0, 13_800_138_000)];
  const stream = workbookStream([record(0x42, u16(936))], [{ name: 'a', records }], 0x500);
  const { segments } = await open(format, writeCompound([{ name: 'Book', bytes: stream }]));
  expect(segments[0]).toMatchObject({ channel: 'body', part: 'Book', text: '电话\n13800138000\n' });
});

test('encrypted, cut and empty files are never clean', async () => {
  const encrypted = await open(format, buildXls([record(0x2f, u16(1), Array(52).fill(9))], []));
  expect(encrypted.unread).toEqual([{ part: '', code: 'xls/encrypted' }]);
  const good = buildXls([sharedStrings(STRINGS)], [{ name: 'a', records: ROWS }]);
  expect((await open(format, good)).unread).toEqual([]);
  expect((await open(format, good.slice(0, 700))).unread).toHaveLength(1);
  expect(
    (await open(format, writeCompound([{ name: 'Workbook', bytes: new Uint8Array(0) }]))).unread,
  ).toHaveLength(1);
});

test('600 damaged copies end without an exception', async () => {
  const bytes = buildXls([sharedStrings(STRINGS)], [{ name: '名单', records: ROWS }]);
  for (const copy of mutations(bytes, 600)) {
    const { segments } = await format.extract({ name: 'a.xls', bytes: copy }, testContext());
    for (const segment of segments) segment.map.locate(0, segment.text.length);
  }
});

test('counts that a file states are not allocated', async () => {
  const globals = [
    record(0xfc, u32(0xffffffff), u32(0xffffffff), text16('甲')),
    record(0xfc, u32(1), u32(1), u16(0xffff), 1),
  ];
  const records = [
    record(0x7d, u16(0), u16(0xffff), u16(0), u16(0), u16(1)),
    record(0xe5, u16(0xffff), u16(0), u16(0xffff), u16(0), u16(0xffff)),
    number(65_535, 65_535, 13_800_138_000),
  ];
  const extraction = await open(format, buildXls(globals, [{ name: 'a', records }]));
  expect(whereIs(extraction, '13800138000')).toHaveLength(1);
});

test('100,000 cells are read in linear time', async () => {
  const records = Array.from({ length: 100_000 }, (_, i) => number(i >> 3, i & 7, 13_800_138_000 + i));
  const start = process.cpuUsage().user;
  const { segments } = await open(format, buildXls([], [{ name: 'a', records }]));
  expect(segments[0]!.cells).toHaveLength(100_000);
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(4000);
});
