import { describe, expect, test } from 'vitest';
import { createScanner } from '../../index.js';
import { mutations, open, whereIs } from '../cfb/harness.js';
import * as b from './build-xlsb.js';
import { format } from './index.js';

const ID = '110101190103070018';
const MOBILE = 13_800_138_000;

const body = (segments: readonly { channel: string; text: string }[]): string | undefined =>
  segments.find(({ channel }) => channel === 'body')?.text;

test('cells of every kind; places are cells', async () => {
  const bytes = await b.buildXlsb({
    strings: ['身份证号', ID, `删除 ${ID}`],
    sheets: [
      {
        name: '名单',
        records: [
          b.row(0),
          b.shared(0, 0),
          b.shortText('手机'),
          b.row(1),
          b.shared(0, 1),
          b.record(2, b.u32(1), b.u32(0), b.u32((7 << 2) | 2)),
          b.real(2, MOBILE),
          b.record(4, b.u32(3), b.u32(0), [1]),
          b.formula(4, '结果', '13800138009'),
          b.record(62, b.u32(5), b.u32(0), [1], b.wide('两色'), b.u32(1), [0, 0, 0, 0]),
          b.merge(1, 2, 0, 0),
        ],
      },
    ],
  });
  const extraction = await open(format, bytes);
  expect(body(extraction.segments)).toBe(`身份证号\t手机\n${ID}\t7\t${MOBILE}\tTRUE\t结果\t两色\n`);
  expect(whereIs(extraction, String(MOBILE))).toMatchObject([
    { channel: 'body', places: [{ kind: 'cell', sheet: '名单', ref: 'C2' }] },
  ]);
  expect(whereIs(extraction, `删除 ${ID}`)).toMatchObject([{ channel: 'residue', label: 'shared string' }]);
  expect(whereIs(extraction, '13800138009')).toMatchObject([{ channel: 'residue' }]);
  expect(extraction.segments[0]!.cells!.find(({ row }) => row === 1)).toMatchObject({ rowSpan: 2 });
  expect(extraction.unread).toEqual([]);
});

test('hidden sheets, rows, columns, white letters, black on black and stars are hidden', async () => {
  const white = b.rgb(255, 255, 255);
  const bytes = await b.buildXlsb({
    styles: [
      b.numberFormat(164, '"***"'),
      b.font(b.AUTOMATIC),
      b.font(white),
      b.fill(0),
      b.fill(1, b.rgb(0, 0, 0)),
      b.cellFormats({}, { font: 1 }, { fill: 1 }, { font: 1, fill: 1 }, { code: 164 }),
    ],
    sheets: [
      {
        name: 'a',
        records: [
          b.hiddenColumn(2),
          ...[b.row(0), b.text(0, '姓名'), b.text(1, '号码')],
          ...[b.row(1), b.real(1, MOBILE), b.real(2, MOBILE + 1)],
          ...[b.row(2, { hidden: true }), b.real(1, MOBILE + 2)],
          ...[1, 2, 3, 4].flatMap((style) => [b.row(style + 2), b.real(1, MOBILE + 2 + style, style)]),
        ],
      },
      { name: 'b', state: 2, records: [b.row(0), b.real(0, MOBILE + 7)] },
    ],
  });
  const { segments } = await open(format, bytes);
  expect(body(segments)).toBe(`姓名\t号码\n${MOBILE}\n${MOBILE + 5}\n`);
  const hidden = segments.filter(({ channel }) => channel === 'hidden').map(({ text }) => text);
  expect(hidden.slice(0, 2)).toEqual([
    `姓名\t号码\n${[1, 2, 3, 4, 6].map((more) => MOBILE + more).join('\n')}\n`,
    `${MOBILE + 7}\n`,
  ]);
});

test('what hangs on cells, other parts, and parts under another folder', async () => {
  const bytes = await b.buildXlsb({
    sheets: [
      {
        name: 'a',
        records: [b.link(0, 1, 'E2', 'tip 1', 'shown 2'), b.header('&L&"Arial"页眉'), b.validation('提示')],
      },
    ],
    parts: {
      'xl/worksheets/_rels/sheet1.bin.rels':
        '<Relationships><Relationship Id="rId1" Type="x/comments" Target="../comments1.bin"/></Relationships>',
      'xl/comments1.bin': b.join(
        b.record(632, b.wide('作者')),
        b.record(635, b.u32(0), ...[3, 3, 2, 2].map(b.u32), new Array(16).fill(0)),
        b.record(637, [0], b.wide('批注')),
      ),
      'xl/pivotCache/pivotCacheDefinition1.bin': b.record(24, b.wide(`身份证 ${ID}`)),
      'xl/embeddings/a.bin': new TextEncoder().encode('file'),
    },
  });
  const extraction = await open(format, bytes);
  expect(whereIs(extraction, '批注')).toMatchObject([
    { channel: 'comment', places: [{ kind: 'cell', sheet: 'a', ref: 'C4' }] },
  ]);
  expect(whereIs(extraction, 'tip 1')).toMatchObject([{ channel: 'link', places: [{ ref: 'B1' }] }]);
  expect(whereIs(extraction, '页眉')).toMatchObject([{ channel: 'header' }]);
  expect(whereIs(extraction, '提示')).toMatchObject([{ channel: 'attribute', places: [{ ref: 'A2' }] }]);
  expect(whereIs(extraction, ID)).toMatchObject([{ channel: 'residue' }]);
  expect(extraction.opened).toMatchObject([{ artifact: { name: 'xl/embeddings/a.bin' } }]);
});

describe('hostile files', () => {
  test('damaged bytes never throw and never hang', async () => {
    const bytes = await b.buildXlsb({
      strings: ['x', ID],
      styles: [b.font(b.AUTOMATIC), b.fill(0), b.cellFormats({})],
      sheets: [{ name: 'a', records: [b.row(0), b.shared(0, 1), b.real(1, MOBILE), b.validation('x')] }],
    });
    for (const copy of mutations(bytes, 300)) await open(format, copy);
  });

  test('a part that breaks off is unread from there', async () => {
    const sheet = b.join(b.row(0), b.text(0, ID), [6, 100, 1]);
    const bytes = await b.buildXlsb({
      sheets: [{ name: 'a', records: [] }],
      parts: { 'xl/worksheets/sheet1.bin': sheet },
    });
    const { segments, unread } = await open(format, bytes);
    expect(body(segments)).toContain(ID);
    expect(unread).toEqual([{ part: 'xl/worksheets/sheet1.bin', code: 'xlsb/damaged' }]);
  });

  test('one long string in very many cells is bounded', async () => {
    const cells = Array.from({ length: 400 }, (_, i) => b.shared(i, 0));
    const bytes = await b.buildXlsb({
      strings: ['甲'.repeat(32_767)],
      sheets: [{ name: 'a', records: Array.from({ length: 10 }, (_, i) => [b.row(i), ...cells]).flat() }],
    });
    const { unread } = await open(format, bytes);
    expect(unread).toMatchObject([{ code: 'xlsb/cells' }]);
  });
});

test('the whole scan: type by content, finding with its cell', async () => {
  const bytes = await b.buildXlsb({
    sheets: [{ name: '表', records: [b.row(0), b.text(0, '身份证号'), b.row(1), b.text(0, ID)] }],
  });
  const { mediaType, findings } = await createScanner({ today: '2026-11-27' }).scan({
    name: '名单.xls',
    bytes,
  });
  expect(mediaType).toBe('application/vnd.ms-excel.sheet.binary.macroEnabled.12');
  expect(findings).toMatchObject([{ entity: 'resident-id', places: [{ sheet: '表', ref: 'A2' }] }]);
});
