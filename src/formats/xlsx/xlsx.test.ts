import { expect, test } from 'vitest';
import { type Child, DEFAULT_LIMITS, ScanBudget, type Segment } from '../../core/index.js';
import { parseReference, reference } from '../sheet/sheet-text.js';
import { buildXlsx } from './build-xlsx.js';
import { numberText } from './cell-value.js';
import { format } from './index.js';

const ID = '110101190103070018';
const PHONE = '13800138000';

async function open(bytes: Uint8Array) {
  const context = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const extraction = await format.extract({ name: 'a.xlsx', bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  return { ...extraction, files: children };
}
const sheet = (data: string, before = '', after = ''): string =>
  `<worksheet>${before}<sheetData>${data}</sheetData>${after}</worksheet>`;
const text = (all: readonly Segment[], channel: string): string =>
  all
    .filter((segment) => segment.channel === channel)
    .map((segment) => segment.text)
    .join('|');
const inline = (ref: string, value: string): string =>
  `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;

test('references', () => {
  expect(reference({ row: 1, column: 27 })).toBe('AB2');
  expect(reference({ row: 0, column: 16_383 })).toBe('XFD1');
  expect(parseReference('$XFD$1')).toEqual({ row: 0, column: 16_383 });
  expect(parseReference('XFE1')).toBeUndefined();
  expect(parseReference('A1048577')).toBeUndefined();
});

test.each([
  ['1.3800138E10', PHONE, false],
  ['13800138000.0', PHONE, false],
  ['13800138000', PHONE, false],
  ['1.10101199003077E+17', '110101199003077000', true],
  ['-0.50', '-0.5', false],
  ['1E999', '1E999', false],
  ['1E-7', '1E-7', false],
  ['4349.5', '4349.5', false],
  ['0.25', '0.25', false],
  ['0', '0', false],
  ['007', '7', false],
  ['00.5', '0.5', false],
  ['2.50', '2.5', false],
  ['10.', '10', false],
  ['10.0', '10', false],
  ['1.2.3', '1.2.3', false],
  ['.5', '.5', false],
  ['', '', false],
])('the stored number %s is %s', (stored, expected, rounded) =>
  expect(numberText(stored)).toEqual({ text: expected, rounded }),
);

test('cells of every type, shared strings with runs, escapes; places are cells', async () => {
  const { segments, diagnostics } = await open(
    await buildXlsx({
      strings: [
        '<t>姓名</t>',
        '<r><t>110101</t></r><r><t>190103070018</t></r><rPh><t>xingming</t></rPh>',
        '<t>_x0031_3800138000</t>',
        `<t>删除 ${PHONE}</t>`,
      ],
      sheets: [
        {
          name: '名单',
          xml: sheet(
            `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A&amp;B</f><v>身份证号</v></c>${inline('D1', '甲\n乙')}</row>` +
              `<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c><c r="C3"><v>1.3800138E10</v></c><c r="D3" t="b"><v>1</v></c></row>`,
            '<dimension ref="A1:XFD1048576"/>',
            '<mergeCells><mergeCell ref="B1:C2"/></mergeCells>',
          ),
        },
      ],
    }),
  );
  const body = segments.find(({ channel }) => channel === 'body')!;
  expect(body.text).toBe(`姓名\t身份证号\t甲\u2028乙\n${ID}\t${PHONE}\t${PHONE}\tTRUE\n`);
  expect(body.cells!.map(({ row, column, rowSpan, colSpan }) => [row, column, rowSpan, colSpan])).toEqual([
    [0, 0, undefined, undefined],
    [0, 1, 2, 2],
    [0, 3, undefined, undefined],
    [2, 0, undefined, undefined],
    [2, 1, undefined, undefined],
    [2, 2, undefined, undefined],
    [2, 3, undefined, undefined],
  ]);
  const at = body.text.indexOf(ID);
  expect(body.map.locate(at, at + 18)).toEqual([
    { kind: 'cell', part: 'xl/worksheets/sheet1.xml', channel: 'body', sheet: '名单', ref: 'A3' },
  ]);
  expect(text(segments, 'residue')).toBe(`删除 ${PHONE}\n`);
  expect(diagnostics).toEqual([]);
});

test('hidden sheets, rows and columns; filtered rows keep their headings', async () => {
  const { segments } = await open(
    await buildXlsx({
      sheets: [
        {
          name: 'a',
          xml: sheet(
            `<row r="1">${inline('A1', '姓名')}${inline('B1', '电话')}${inline('C1', '密')}</row>` +
              `<row r="2" hidden="1">${inline('A2', '甲')}${inline('B2', PHONE)}</row><row r="3">${inline('A3', '丙')}</row>`,
            '<cols><col min="3" max="2000000000" hidden="1"/></cols>',
          ),
        },
        { name: 'b', state: 'veryHidden', xml: sheet(`<row>${'<c><v>1</v></c>'}</row>`) },
      ],
    }),
  );
  expect(text(segments, 'body')).toBe('姓名\t电话\n丙\n');
  expect(text(segments, 'hidden')).toBe(`姓名\t电话\t密\n甲\t${PHONE}\n|1\n`);
});

test('comments, headers, names, links, validation, formulas, drawings, pivot caches', async () => {
  const { segments } = await open(
    await buildXlsx({
      sheets: [
        {
          name: 'a',
          xml: sheet(
            '<row r="1"><c r="A1"><f>"13900139000"&amp;B1</f><v>0</v></c></row>',
            '',
            `<dataValidations><dataValidation prompt="填身份证"><formula1>"${ID}"</formula1></dataValidation></dataValidations><headerFooter><oddHeader>&amp;L页眉</oddHeader></headerFooter>`,
          ),
        },
      ],
      parts: {
        'xl/worksheets/_rels/sheet1.xml.rels':
          '<Relationships><Relationship Id="r" Type="x/comments" Target="../comments1.xml"/></Relationships>',
        'xl/comments1.xml': `<comments><authors><author>李某某</author></authors><commentList><comment ref="B7"><text><r><t>138001</t></r><r><t>38000</t></r></text></comment></commentList></comments>`,
        'xl/threadedComments/threadedComment1.xml': `<ThreadedComments><threadedComment ref="C2" personId="{}"><text>回复</text></threadedComment></ThreadedComments>`,
        'xl/drawings/drawing1.xml': `<xdr:wsDr><a:p><a:r><a:t>110101</a:t></a:r><a:r><a:t>190103070018</a:t></a:r></a:p></xdr:wsDr>`,
        'xl/pivotCache/pivotCacheRecords1.xml': '<r><s v="13700137000"/></r>',
        'xl/printerSettings/printerSettings1.bin': '\0\0',
        'xl/vbaProject.bin': 'x',
      },
    }),
  );
  const comment = segments.find(({ channel }) => channel === 'comment')!;
  expect(comment.text).toBe(`${PHONE}\n`);
  expect(comment.map.locate(0, 11)).toMatchObject([{ sheet: 'a', ref: 'B7' }]);
  const all = segments.map((segment) => segment.text).join('|');
  for (const value of ['回复', '李某某', '页眉', '填身份证', ID, '13900139000', '13700137000'])
    expect(all).toContain(value);
});

test('one digit per cell is read as one number', async () => {
  const boxes = [...ID].map(
    (digit, i) => `<c r="${reference({ row: 4, column: i + 2 })}"><v>${digit}</v></c>`,
  );
  const { segments } = await open(
    await buildXlsx({ sheets: [{ name: 'a', xml: sheet(`<row r="5">${boxes.join('')}</row>`) }] }),
  );
  const joined = segments.find((segment) => segment.text === `${ID}\n`)!;
  expect(joined.map.locate(0, 18)).toHaveLength(18);
});

test('long numbers that Excel rounded are named', async () => {
  const { segments, diagnostics } = await open(
    await buildXlsx({ sheets: [{ name: 'a', xml: sheet('<row><c><v>1.10101199003077E+17</v></c></row>') }] }),
  );
  expect(text(segments, 'body')).toBe('110101199003077000\n');
  expect(diagnostics.map(({ code }) => code)).toEqual(['xlsx/rounded-number']);
});

test('broken sheets are read around the fault', async () => {
  const { segments, diagnostics } = await open(
    await buildXlsx({
      sheets: [
        { name: 'a', xml: `<worksheet><sheetData><row>${inline('A1', ID)}</x><row>${inline('A2', '后')}` },
      ],
    }),
  );
  expect(text(segments, 'body')).toBe(`${ID}\n后\n`);
  expect(diagnostics.map(({ code }) => code)).toEqual(['xlsx/malformed-xml']);
});

test('large and sparse sheets are linear', async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) =>
      `<row r="${i + 1}"><c r="A${i + 1}"><v>${i}</v></c><c r="XFD${i + 1}"><v>13800138000</v></c></row>`,
  );
  const cols = '<col min="1" max="2" hidden="1"/><col min="9" max="9" hidden="1"/>'.repeat(20_000);
  const bytes = await buildXlsx({
    sheets: [{ name: 'a', xml: sheet(rows.join(''), `<cols>${cols}</cols>`) }],
  });
  const started = process.cpuUsage();
  await open(bytes);
  expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
});

test('a hidden column keeps all headings of its table', async () => {
  const heads = `<row r="1">${inline('A1', '补贴名单')}</row><row r="2">${inline('A2', '姓名')}${inline('B2', '手机')}</row>`;
  const rows = [3, 4].map(
    (row) => `<row r="${row}">${inline(`A${row}`, '甲')}${inline(`B${row}`, PHONE)}</row>`,
  );
  const filtered = `<row r="5" hidden="1">${inline('A5', '乙')}</row>`;
  const data = sheet(heads + rows.join('') + filtered, '<cols><col min="2" max="2" hidden="1"/></cols>');
  const { segments } = await open(await buildXlsx({ sheets: [{ name: 'a', xml: data }] }));
  expect(text(segments, 'body')).toContain('补贴名单\n姓名\n甲\n甲\n');
  expect(text(segments, 'hidden')).toBe(`姓名\t手机\n${PHONE}\n${PHONE}\n乙\n`);
});

test('a hidden column of a table without headings', async () => {
  const row = `<row r="1">${inline('A1', '甲')}${inline('B1', PHONE)}</row>`;
  const data = sheet(row, '<cols><col min="2" max="2" hidden="1"/></cols>');
  const { segments } = await open(await buildXlsx({ sheets: [{ name: 'a', xml: data }] }));
  expect(text(segments, 'hidden')).toBe(`${PHONE}\n`);
});

test.each([
  ['two cells', ['110101', '190103070018'], ['B2', 'C2']],
  ['three cells with empty ones between', ['110101', '', '19010307', '0018'], ['B2', 'D2', 'E2']],
  ['beside a number', ['', '110101190103', '070018', '7'], ['C2', 'D2']],
  ['behind a number', ['7', '110101190103', '070018'], ['C2', 'D2']],
  ['its check character alone', ['43062119020815002', 'X'], ['B2', 'C2']],
  ['a wrong check character', ['110101', '190103070017'], []],
  ['no date', ['110101', '190113070018'], []],
  ['far apart', ['110101', '', '', '', '190103070018'], []],
  ['nineteen digits', ['110101', '1901030700180'], []],
])('an ID whose digits stand in %s', async (_name, cells, expected) => {
  const row = cells.map((value, i) =>
    value === '' ? '' : inline(reference({ row: 1, column: i + 1 }), value),
  );
  const head = `<row r="1">${inline('A1', '姓名')}${inline('B1', '证件号')}</row>`;
  const data = sheet(`${head}<row r="2">${inline('A2', '甲')}${row.join('')}</row>`);
  const { segments } = await open(await buildXlsx({ sheets: [{ name: 'a', xml: data }] }));
  const joined = segments.filter(({ channel, cells: grid }) => channel === 'body' && grid === undefined);
  const places = joined.flatMap((one) => one.map.locate(0, one.text.length - 1));
  expect(places.flatMap((place) => (place.kind === 'cell' ? [place.ref] : []))).toEqual(expected);
  if (expected.length > 0)
    expect(joined.map((one) => one.text)).toEqual([`${cells.join('').replace(/^7|7$/g, '')}\n`]);
});

test('two hundred thousand pairs of numbers that are no ID', async () => {
  const count = 200_000;
  const row = (i: number): string =>
    `<row r="${i}"><c r="A${i}"><v>123456</v></c><c r="B${i}"><v>190103070018</v></c></row>`;
  const data = sheet(Array.from({ length: count }, (_, i) => row(i + 1)).join(''));
  const started = process.cpuUsage().user;
  const { segments } = await open(await buildXlsx({ sheets: [{ name: 'a', xml: data }] }));
  expect((process.cpuUsage().user - started) / 1000).toBeLessThan(8_000);
  expect(segments.filter(({ channel }) => channel === 'body').length).toBe(1);
});
