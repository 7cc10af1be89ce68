import { expect, test } from 'vitest';
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  ScanBudget,
  type Segment,
  type TextPlace,
} from '../../core/index.js';
import { format } from './index.js';

const ID = '110101190103070018';
const PHONE = '13800138000';
const context = (): ExtractContext => ({
  limits: DEFAULT_LIMITS,
  budget: new ScanBudget(DEFAULT_LIMITS, () => 0),
});
const latin1 = (source: string): Uint8Array =>
  Uint8Array.from(source, (character) => character.charCodeAt(0));
const HEAD =
  '{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Arial;}{\\f2\\fcharset136 MingLiU;}}{\\colortbl;\\red255\\green255\\blue255;\\red255\\green0\\blue0;}';

async function read(body: string, head: string = HEAD) {
  const source = `${head}${body}}`;
  const extraction = await format.extract({ name: 'a.rtf', bytes: latin1(source) }, context());
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  const by = (channel: string): Segment =>
    extraction.segments.find((segment) => segment.channel === channel)!;
  /** The bytes that a text of a segment stands for. */
  const cut = (segment: Segment, text: string): string[] => {
    const at = segment.text.indexOf(text);
    return segment.map
      .locate(at, at + text.length)
      .map((place) => source.slice((place as TextPlace).start, (place as TextPlace).end));
  };
  return { ...extraction, children, by, cut, source };
}

test('runs, formatting and line ends inside a number leave no trace', async () => {
  const { by, cut } = await read(
    `\\pard ID ${ID.slice(0, 6)}{\\b ${ID.slice(6, 10)}}\r\n{\\*\\bkmkstart x}{\\*\\bkmkend x}${ID.slice(10)}\\par`,
  );
  expect(by('body').text).toBe(`ID ${ID}\n`);
  expect(cut(by('body'), ID)).toEqual([ID.slice(0, 6), ID.slice(6, 10), ID.slice(10)]);
});

test.each([
  ['GBK by font', "\\f0\\'c9\\'ed\\'b7\\'dd\\'d6\\'a4", '身份证'],
  ['GBK by code page, Latin font', "\\f1\\'c9\\'ed\\'b7\\'dd\\'d6\\'a4", '身份证'],
  ['trail byte written as a letter', "\\f0\\'81@", '丂'],
  ['raw bytes', '\\f0\xc9\xed\xb7\xdd\xd6\xa4', '身份证'],
  ['Big5 by font', "\\f2\\'a8\\'ad\\'a5\\'f7", '身份'],
  ['four-byte GB 18030', "\\f0\\'81\\'39\\'ef\\'30", '㐁'],
  ['Unicode with a fallback of two bytes', "\\uc2\\u-29013\\'c9\\'ed\\uc1\\u20221?", '身份'],
  ['Unicode as LibreOffice writes it', "\\u36523\\'3f\\u20221\\'3f", '身份'],
  ['surrogates', '\\uc0\\u-10178 \\u-8896 ', '\ud83e\udd40'],
  ['special characters', 'a\\emdash b\\~c\\_d\\-e\\bullet', 'a—b\u00a0c-d\u00ade•'],
])('characters: %s', async (_name, rtf, text) => {
  expect((await read(`\\pard ${rtf}\\par`)).by('body').text.trim()).toBe(text);
});

test('a digit written in Unicode takes its fallback along when it is cut', async () => {
  const { by, cut } = await read(`\\pard 1380013800\\u48\\'30 x\\par`);
  expect(by('body').text).toBe(`${PHONE} x\n`);
  expect(cut(by('body'), PHONE).join('')).toBe("1380013800\\u48\\'30");
});

test.each([
  ['header', `{\\header ${ID}\\par}`, 'header'],
  ['first footer', `{\\footerf ${ID}\\par}`, 'footer'],
  ['footnote inside a paragraph', `1{\\footnote ${ID}}2\\par`, 'note'],
  ['annotation', `{\\*\\atnauthor x}{\\*\\annotation ${ID}}`, 'annotation'],
  ['field code', `{\\field{\\*\\fldinst HYPERLINK "tel:${ID}"}{\\fldrslt x}}`, 'field'],
  ['hidden', `a {\\v ${ID}} b\\par`, 'hidden'],
  ['tiny', `a {\\fs2 ${ID}} b\\par`, 'hidden'],
  ['white', `a {\\cf1 ${ID}} b\\par`, 'hidden'],
  ['white on a shaded cell', `\\trowd\\clcbpat2\\cellx1000\\pard\\intbl{\\cf1 ${ID}}\\cell\\row`, 'body'],
  ['deleted', `a {\\deleted ${ID}} b\\par`, 'deleted'],
  ['deleted, ended by a zero', `a \\deleted ${ID}\\deleted0 b\\par`, 'deleted'],
  ['title', `{\\info{\\title ${ID}}}`, 'title'],
  ['author', `{\\info{\\author ${ID}}}`, 'metadata'],
  ['property', `{\\*\\userprops{\\propname a}{\\staticval ${ID}}}`, 'metadata'],
  ['bookmark', `{\\*\\bkmkstart ${ID}}`, 'metadata'],
  ['shape property', `{\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv ${ID}}}}}`, 'attribute'],
  ['text box', `a{\\shp{\\*\\shpinst{\\shptxt \\pard ${ID}\\par}}}b\\par`, 'body'],
  ['nobody knows', `{\\*\\zzz ${ID}}`, 'residue'],
  ['Unicode variant', `{\\upr{\\author a}{\\*\\ud{\\author ${ID}}}}`, 'metadata'],
])('place: %s', async (_name, body, channel) => {
  const { segments } = await read(`\\pard ${body}`);
  expect(segments.filter((segment) => segment.text.includes(ID)).map((segment) => segment.channel)).toEqual([
    channel,
  ]);
});

test('a number that is half deleted is whole in both readings', async () => {
  const { by } = await read(`\\pard 138001{\\deleted 38000}{\\revised 99999}\\par`);
  expect(by('body').text).toContain('13800199999');
  expect(by('deleted').text).toContain(PHONE);
});

test.each([
  ['with \\intbl', '\\pard\\intbl'],
  ['without \\intbl', '\\pard'],
])('tables: %s', async (_name, pard) => {
  const row = (...cells: string[]): string =>
    `\\trowd\\cellx1000\\cellx2000${pard} ${cells.join('\\cell ')}\\cell\\row`;
  const { by } = await read(`before\\par${row('xm', 'sfz')}${row('a', ID)}\\pard after\\par`);
  const { text, cells = [] } = by('body');
  expect(text).toBe(`before\nxm\tsfz\na\t${ID}\nafter\n`);
  expect(cells.map(({ row, column, start, end }) => [row, column, text.slice(start, end)])).toEqual([
    [0, 0, 'xm'],
    [0, 1, 'sfz'],
    [1, 0, 'a'],
    [1, 1, ID],
  ]);
});

test('nested tables have cells of their own', async () => {
  const { by } = await read(
    `\\trowd\\cellx1000\\pard\\intbl\\itap2 ${ID}\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd\\cellx1\\nestrow}\\pard\\intbl\\itap1 x\\cell\\row\\pard y\\par`,
  );
  const { cells = [], text } = by('body');
  const cell = cells.find(({ start, end }) => text.slice(start, end) === ID);
  expect(cell).toMatchObject({ table: 1, row: 0, column: 0 });
});

test('objects are children; binary data is skipped by its length', async () => {
  const hex = Buffer.from('PK\u0003\u0004').toString('hex');
  const { children, by } = await read(
    `{\\object{\\*\\objdata ${hex}\r\n00}{\\result x}}{\\pict\\bin5 }}}}}}{\\*\\objdata \\bin3 {{{}y\\par`,
  );
  const files = children.flatMap((child) =>
    'artifact' in child ? [[child.artifact.name, child.artifact.bytes.length]] : [],
  );
  expect(files).toEqual([
    ['object-1', 5],
    ['object-2', 3],
    ['picture-1', 5],
  ]);
  expect(by('body').text).toBe('xy\n');
});

test('a cut file is read and named', async () => {
  const bytes = latin1(`${HEAD}\\pard ${ID}`);
  const { segments, unread } = await format.extract({ name: 'a.doc', bytes }, context());
  expect(unread.map(({ code }) => code)).toEqual(['rtf/truncated']);
  expect(segments.some((segment) => segment.text.includes(ID))).toBe(true);
});

test('hostile: depth, tables in tables, words without end', async () => {
  const start = process.cpuUsage().user;
  for (const body of [
    '{'.repeat(500_000) + ID,
    '}'.repeat(500_000) + ID,
    '\\trowd\\pard\\intbl\\itap9999 x\\nestcell'.repeat(5000),
    '{\\footnote '.repeat(50_000) + ID,
    '\\u1 '.repeat(100_000),
    "\\'c9".repeat(200_001),
    `\\${'a'.repeat(1_000_000)}`,
    '1'.repeat(1_000_000),
    '{\\*\\x'.repeat(50_000),
    `\\bin99999999999 ${ID}`,
  ]) {
    const { segments } = await read(body);
    expect(segments.length).toBeLessThan(50_010);
  }
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(8000);
});
