import { expect, test } from 'vitest';
import {
  type CellPlace,
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  ScanBudget,
  type Segment,
  type TextPlace,
} from '../../core/index.js';
import { columnName } from '../ooxml/sheet-map.js';
import { buildZip } from '../zip/build-zip.js';
import { format } from './index.js';

const ID = '110101190103070018';
const NS =
  'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:style="s" xmlns:dc="c" xmlns:presentation="p" xmlns:fo="f" xmlns:svg="v" xmlns:xlink="x"';

function content(kind: string, body: string, styles: string = ''): string {
  return `<?xml version="1.0"?><office:document-content ${NS}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`;
}

async function read(files: Readonly<Record<string, string | Uint8Array>>) {
  const encoder = new TextEncoder();
  const entries = Object.entries({ mimetype: 'application/vnd.oasis.opendocument.text', ...files });
  const bytes = await buildZip(
    entries.map(([name, data]) => ({
      name,
      bytes: typeof data === 'string' ? encoder.encode(data) : data,
      method: name === 'mimetype' ? 0 : 8,
    })),
  );
  const context: ExtractContext = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const extraction = await format.extract({ name: 'a.odt', bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  return { ...extraction, children };
}

const holders = (segments: readonly Segment[], text: string): Segment[] =>
  segments.filter((segment) => segment.text.includes(text));

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [16_383, 'XFD'],
])('column %i is %s', (column, name) => expect(columnName(column)).toBe(name));

test('spans, bookmarks and spaces inside a number; exact places', async () => {
  const xml = content(
    'text',
    `<text:p>身份证<text:s text:c="3"/>110101<text:span text:style-name="b">1901</text:span><text:bookmark text:name="x"/>0307&#48;018</text:p>`,
  );
  const { segments } = await read({ 'content.xml': xml });
  const [segment] = holders(segments, ID) as [Segment];
  expect(segment.text).toBe(`身份证 ${ID}\n`);
  const at = segment.text.indexOf(ID);
  const places = segment.map.locate(at, at + 18) as TextPlace[];
  expect(places.map(({ part, start, end }) => [part, xml.slice(start, end)])).toEqual([
    ['content.xml', '110101'],
    ['content.xml', '1901'],
    ['content.xml', '0307&#48;018'],
  ]);
});

test.each([
  [
    'annotation',
    `<text:p>a<office:annotation><dc:creator>x</dc:creator><text:p>${ID}</text:p></office:annotation>b</text:p>`,
    'annotation',
  ],
  [
    'footnote',
    `<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>${ID}</text:p></text:note-body></text:note>b</text:p>`,
    'note',
  ],
  [
    'deleted by a tracked change',
    `<text:tracked-changes><text:changed-region><text:deletion><text:p>${ID}</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>a</text:p>`,
    'deleted',
  ],
  ['hidden by style', `<text:p>a<text:span text:style-name="H">${ID}</text:span></text:p>`, 'hidden'],
  ['hidden section', `<text:section text:display="none"><text:p>${ID}</text:p></text:section>`, 'hidden'],
  [
    'text box',
    `<text:p>a<draw:frame><draw:text-box><text:p>${ID}</text:p></draw:text-box></draw:frame></text:p>`,
    'body',
  ],
  ['alternative text', `<text:p>a<draw:frame><svg:desc>${ID}</svg:desc></draw:frame></text:p>`, 'attribute'],
  ['link', `<text:p><text:a xlink:href="tel:${ID}">a</text:a></text:p>`, 'link'],
  ['comment in the markup', `<text:p>a</text:p><!-- ${ID} -->`, 'comment'],
])('place: %s', async (_name, body, channel) => {
  const styles = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>';
  const { segments } = await read({ 'content.xml': content('text', body, styles) });
  expect(holders(segments, ID).map((segment) => segment.channel)).toEqual([channel]);
});

test('headers, footers, properties', async () => {
  const { segments } = await read({
    'content.xml': content('text', '<text:p>a</text:p>'),
    'styles.xml': `<office:document-styles ${NS}><office:master-styles><style:master-page><style:header><text:p>${ID}</text:p></style:header><style:footer><text:p>342401190305260179</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`,
    'meta.xml': `<office:document-meta ${NS}><office:meta><dc:creator>张三 13800138000</dc:creator></office:meta></office:document-meta>`,
  });
  expect(holders(segments, ID)[0]?.channel).toBe('header');
  expect(holders(segments, '342401190305260179')[0]?.channel).toBe('footer');
  expect(holders(segments, '13800138000')[0]).toMatchObject({ channel: 'metadata', part: 'meta.xml' });
});

const cell = (text: string, attributes: string = ''): string =>
  `<table:table-cell ${attributes}>${text === '' ? '' : `<text:p>${text}</text:p>`}</table:table-cell>`;
const row = (cells: string, attributes: string = ''): string =>
  `<table:table-row ${attributes}>${cells}</table:table-row>`;

async function sheetPlaces(tables: string, wanted: string, styles: string = '') {
  const { segments } = await read({ 'content.xml': content('spreadsheet', tables, styles) });
  return holders(segments, wanted).map((segment) => {
    const at = segment.text.indexOf(wanted);
    const { sheet, ref, channel } = segment.map.locate(at, at + wanted.length)[0] as CellPlace;
    const found = segment.cells?.find(({ start, end }) => start <= at && at < end);
    return { sheet, ref, channel, column: found?.column };
  });
}

test('cells keep their reference through repeated empty cells and rows', async () => {
  const table = `<table:table table:name="名单"><table:table-column table:number-columns-repeated="1024"/>${row(cell('', 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048000"')}${row(
    cell('', 'table:number-columns-repeated="3"') + cell(ID) + cell('x'),
  )}</table:table>`;
  expect(await sheetPlaces(table, ID)).toEqual([
    { sheet: '名单', ref: 'D1048001', channel: 'body', column: 3 },
  ]);
});

test.each([
  ['sheet', `<table:table table:name="s" table:style-name="T">${row(cell(ID))}</table:table>`],
  ['row', `<table:table table:name="s">${row(cell(ID), 'table:visibility="collapse"')}</table:table>`],
  ['filtered row', `<table:table table:name="s">${row(cell(ID), 'table:visibility="filter"')}</table:table>`],
  [
    'column',
    `<table:table table:name="s"><table:table-column table:visibility="collapse"/>${row(cell(ID))}</table:table>`,
  ],
  [
    'column without width',
    `<table:table table:name="s"><table:table-column table:style-name="C"/>${row(cell(ID))}</table:table>`,
  ],
])('hidden %s', async (_name, table) => {
  const styles =
    '<style:style style:name="T"><style:table-properties table:display="false"/></style:style><style:style style:name="C"><style:table-column-properties style:column-width="0cm"/></style:style>';
  expect(await sheetPlaces(table, ID, styles)).toMatchObject([{ sheet: 's', ref: 'A1', channel: 'hidden' }]);
});

test('a number shown in short is read as it is stored', async () => {
  const table = `<table:table table:name="s">${row(cell('1.38E+10', 'office:value-type="float" office:value="13800138000"'))}</table:table>`;
  expect(await sheetPlaces(table, '13800138000')).toMatchObject([{ ref: 'A1' }]);
  expect(
    await sheetPlaces(table.replace('13800138000', '1.1010119010307E+017'), '110101190103070000'),
  ).toHaveLength(1);
});

test('comments of cells', async () => {
  const table = `<table:table table:name="s">${row(`<table:table-cell><office:annotation><text:p>${ID}</text:p></office:annotation><text:p>a</text:p></table:table-cell>`)}</table:table>`;
  expect(await sheetPlaces(table, ID)).toMatchObject([{ ref: 'A1', channel: 'annotation' }]);
});

test('slides: notes, hidden slides', async () => {
  const styles =
    '<style:style style:name="P"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
  const box = (text: string): string =>
    `<draw:frame><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
  const { segments } = await read({
    'content.xml': content(
      'presentation',
      `<draw:page>${box('13800138000')}<presentation:notes>${box(ID)}</presentation:notes></draw:page><draw:page draw:style-name="P">${box('342401190305260179')}</draw:page>`,
      styles,
    ),
  });
  expect(holders(segments, '13800138000').map(({ channel }) => channel)).toEqual(['body']);
  expect(holders(segments, ID).map(({ channel }) => channel)).toEqual(['note']);
  expect(holders(segments, '342401190305260179').map(({ channel }) => channel)).toEqual(['hidden']);
});

test('embedded objects: OpenDocument ones are read, others are children like pictures, drawings are noted', async () => {
  const { segments, children, diagnostics } = await read({
    'content.xml': content('text', '<text:p>a</text:p>'),
    'Object 1/content.xml': content('text', `<text:p>${ID}</text:p>`),
    'Object 2': new Uint8Array([1, 2, 3]),
    'Pictures/a.png': new Uint8Array([1]),
    'Pictures/a.svm': new Uint8Array([1]),
  });
  expect(holders(segments, ID)[0]?.part).toBe('Object 1/content.xml');
  expect(children.map((child) => ('artifact' in child ? child.artifact.name : ''))).toEqual([
    'Object 2',
    'Pictures/a.png',
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['odf/images-not-read']);
});

test('encrypted and damaged packages are unread', async () => {
  const manifest =
    '<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>';
  const locked = await read({ 'META-INF/manifest.xml': manifest, 'content.xml': new Uint8Array([9, 8, 7]) });
  expect(locked.unread).toEqual([{ part: 'content.xml', code: 'odf/encrypted' }]);
  expect((await read({ 'meta.xml': '<a/>' })).unread).toEqual([{ part: 'content.xml', code: 'odf/damaged' }]);
  const cut = await read({ 'content.xml': content('text', `<text:p>${ID}</text:p>`).slice(0, -40) });
  expect(holders(cut.segments, ID)).toHaveLength(1);
  expect(cut.diagnostics.map(({ code }) => code)).toEqual(['odf/part-damaged']);
});

test('a flat file', async () => {
  const xml = `<office:document ${NS}><office:body><office:text><text:p>${ID}</text:p></office:text></office:body></office:document>`;
  const context: ExtractContext = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const { segments } = await format.extract(
    { name: 'a.fodt', bytes: new TextEncoder().encode(xml) },
    context,
  );
  expect(segments[0]?.text).toBe(`${ID}\n`);
});

test('hostile: depth, tables in tables, counts without end', async () => {
  const start = process.cpuUsage().user;
  for (const body of [
    '<text:p>'.repeat(50_000) + ID,
    `${'<table:table><table:table-row><table:table-cell>'.repeat(5000)}<text:p>${ID}`,
    `<table:table><table:table-column table:number-columns-repeated="2000000000" table:visibility="collapse"/>${row(cell(ID, 'table:number-columns-repeated="2000000000" table:number-columns-spanned="2000000000"'), 'table:number-rows-repeated="2000000000"').repeat(1000)}</table:table>`,
    `<text:p>${'<office:annotation><text:p>'.repeat(5000)}${ID}`,
    `<table:table>${'<table:table-column table:visibility="collapse"/><table:table-column/>'.repeat(2000)}${row(cell('1').repeat(2000))}</table:table>`,
    `<text:p>${'<text:s text:c="2000000000"/>'.repeat(10_000)}${ID}</text:p>`,
  ]) {
    const { segments } = await read({ 'content.xml': content('spreadsheet', body) });
    expect(segments.length).toBeLessThan(100);
  }
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(8000);
});

test('cells of large sheets keep their place', async () => {
  const sheet = (name: string): string =>
    `<table:table table:name="${name}">${Array.from(
      { length: 900 },
      (_, row) =>
        `<table:table-row><table:table-cell><text:p>${name}${row}</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>${row * 7}号</text:p></table:table-cell></table:table-row>`,
    ).join('')}</table:table>`;
  const { segments } = await read({ 'content.xml': content('spreadsheet', sheet('甲') + sheet('乙')) });
  const [{ text, map, cells }] = segments as [Segment];
  expect(cells).toHaveLength(3600);
  for (const [name, row] of [
    ['甲', 0],
    ['甲', 899],
    ['乙', 0],
    ['乙', 777],
  ] as const) {
    const at = text.indexOf(`${name}${row}\t`);
    const [first] = map.locate(at, at + 1) as CellPlace[];
    const second = map.locate(text.indexOf('号', at), text.indexOf('号', at) + 1) as CellPlace[];
    expect([first, ...second].map((place) => [place?.sheet, place?.ref])).toEqual([
      [name, `A${row + 1}`],
      [name, `D${row + 1}`],
    ]);
  }
});

const COLOURS =
  '<style:style style:name="W" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>' +
  '<style:style style:name="B" style:family="table-cell"><style:table-cell-properties fo:background-color="#000000"/><style:text-properties fo:color="#000000"/></style:style>' +
  '<style:style style:name="N" style:parent-style-name="B"><style:text-properties fo:color="#ffffff"/></style:style>' +
  '<style:style style:name="A"><style:table-cell-properties fo:background-color="#000000"/><style:text-properties fo:color="#000000" style:use-window-font-color="true"/></style:style>' +
  '<style:style style:name="P"><style:text-properties fo:color="#fefefe"/></style:style>' +
  '<style:style style:name="S"><style:text-properties fo:color="#ff0000"/></style:style>';

test('cells whose letters have the colour of their ground are hidden, under their header', async () => {
  const cell = (text: string, style?: string): string =>
    `<table:table-cell${style === undefined ? '' : ` table:style-name="${style}"`}><text:p>${text}</text:p></table:table-cell>`;
  const sheet =
    '<table:table table:name="a"><table:table-column/><table:table-column table:default-cell-style-name="W"/>' +
    `<table:table-row>${cell('姓名')}${cell('列白')}${cell('黑黑', 'B')}${cell('黑底白字', 'N')}${cell('自动', 'A')}${cell('白', 'W')}</table:table-row>` +
    `<table:table-row table:default-cell-style-name="B">${cell('行黑')}${cell('红', 'S')}</table:table-row></table:table>`;
  const { segments } = await read({ 'content.xml': content('spreadsheet', sheet, COLOURS) });
  const [{ text, map }] = segments as [Segment];
  const channel = (value: string): string | undefined => {
    const at = text.split(/[\t\n]/).indexOf(value) < 0 ? -1 : text.indexOf(value);
    return map.locate(at, at + value.length)[0]?.channel;
  };
  for (const value of ['列白', '黑黑', '白', '行黑']) expect(channel(value), value).toBe('hidden');
  for (const value of ['姓名', '黑底白字', '自动', '红']) expect(channel(value), value).toBe('body');
});

test('letters in the colour of paper are hidden, in drawings they are not; sections that a condition hides', async () => {
  const body =
    '<text:p text:style-name="P">白段<text:span text:style-name="S">红字</text:span></text:p>' +
    '<text:p>见<text:span text:style-name="P">白字</text:span>尾</text:p>' +
    '<draw:custom-shape><text:p text:style-name="P">形状</text:p></draw:custom-shape>' +
    '<text:section text:display="condition" text:condition="1" text:is-hidden="true"><text:p>隐节</text:p></text:section>' +
    '<text:section text:display="condition" text:condition="0" text:is-hidden="false"><text:p>显节</text:p></text:section>';
  const { segments } = await read({ 'content.xml': content('text', body, COLOURS) });
  const channels = (value: string): string[] => holders(segments, value).map(({ channel }) => channel);
  for (const value of ['白段', '白字', '隐节']) expect(channels(value), value).toEqual(['hidden']);
  for (const value of ['红字', '见尾', '形状', '显节']) expect(channels(value), value).toEqual(['body']);
});
