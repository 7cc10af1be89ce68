import { expect, test } from 'vitest';
import {
  type CellPlace,
  DEFAULT_LIMITS,
  type ExtractContext,
  ScanBudget,
  type Segment,
  type TextPlace,
} from '../../core/index.js';
import { extractXml, format } from './index.js';

const ID = '110101190103070018';
const PHONE = '13800138000';

function holder(source: string, text: string): Segment {
  const found = extractXml(source).segments.find((segment) => segment.text.includes(text));
  if (found === undefined) throw new Error('no segment holds the text');
  return found;
}

function cut(source: string, text: string): string[] {
  const segment = holder(source, text);
  const at = segment.text.indexOf(text);
  return segment.map
    .locate(at, at + text.length)
    .map((place) => source.slice((place as TextPlace).start, (place as TextPlace).end));
}

test('a record is lines of name and value', () => {
  const { segments } = extractXml(
    `<list><person><姓名>张三</姓名><身份证号>${ID}</身份证号></person></list>`,
  );
  expect(segments.map(({ channel, text }) => [channel, text])).toEqual([
    ['body', `姓名：张三\n身份证号：${ID}\n`],
  ]);
});

test.each([
  ['references', `<a>11010119010307&#48;018</a>`, ['11010119010307&#48;018']],
  ['elements inside text', `<a>x <b>110101</b>190103070018</a>`, ['110101', '190103070018']],
  ['CDATA', `<a><![CDATA[${ID}]]></a>`, [ID]],
  ['attribute', `<a id="${ID}"/>`, [ID]],
  ['attribute of another one', `<a t='1' n:no = "1101011901030700&#x31;8"></a>`, ['1101011901030700&#x31;8']],
  ['comment', `<a><!-- ${ID} --></a>`, [ID]],
  ['processing instruction', `<?x ${ID}?><a/>`, [ID]],
  ['entity value', `<!DOCTYPE a [<!ENTITY x "${ID}">]><a>&x;</a>`, [ID]],
  ['cut tag', `<a>b</a><c d="${ID}`, [ID]],
])('exact places: %s', (_name, source, pieces) => expect(cut(source, ID)).toEqual(pieces));

test('entities are never expanded', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(20)}">`);
  const { segments } = extractXml(`<!DOCTYPE a [<!ENTITY e0 "x">${lines.join('')}]><a>&e20;</a>`);
  expect(segments.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(10_000);
});

test('SVG: spans of one text join, path data is no text', () => {
  const svg = `<svg xmlns="s"><path d="M ${ID} 0"/><text><tspan x="1">110101</tspan><tspan x="9">190103070018</tspan></text><title>a</title></svg>`;
  expect(cut(svg, ID)).toEqual(['110101', '190103070018']);
  expect(extractXml(svg).segments).toHaveLength(1);
});

const sheet = (rows: string, options: string = '', columns: string = ''): string =>
  `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns:ss="s" xmlns:x="x"><Worksheet ss:Name="名单"><Table>${columns}${rows}</Table><x:WorksheetOptions>${options}</x:WorksheetOptions></Worksheet></Workbook>`;
const cell = (text: string, attributes: string = ''): string =>
  `<Cell ${attributes}><Data ss:Type="String">${text}</Data></Cell>`;

function place(source: string, text: string): CellPlace {
  const segment = holder(source, text);
  const at = segment.text.indexOf(text);
  return segment.map.locate(at, at + text.length)[0] as CellPlace;
}

test('Excel 2003: cells, headers, indexes', () => {
  const source = sheet(
    `<Row>${cell('姓名')}${cell('身份证号', 'ss:Index="3"')}</Row><Row ss:Index="5">${cell('张三')}${cell(ID, 'ss:Index="3"')}</Row>`,
  );
  const segment = holder(source, ID);
  expect(segment.cells?.map(({ column, start, end }) => [column, segment.text.slice(start, end)])).toEqual([
    [0, '姓名'],
    [2, '身份证号'],
    [0, '张三'],
    [2, ID],
  ]);
  expect(place(source, ID)).toEqual({ kind: 'cell', part: '', channel: 'body', sheet: '名单', ref: 'C5' });
});

test.each([
  ['sheet', sheet(`<Row>${cell(ID)}</Row>`, '<x:Visible>SheetHidden</x:Visible>')],
  ['row', sheet(`<Row ss:Hidden="1">${cell(ID)}</Row>`)],
  ['column', sheet(`<Row>${cell(ID)}</Row>`, '', '<Column ss:Hidden="1"/>')],
])('Excel 2003: hidden %s', (_name, source) =>
  expect(place(source, ID)).toMatchObject({ ref: 'A1', channel: 'hidden' }),
);

test('Excel 2003: numbers are read as digits', () => {
  const number = (value: string): string =>
    sheet(`<Row><Cell><Data ss:Type="Number">${value}</Data></Cell></Row>`);
  expect(place(number('1.3800138E10'), PHONE)).toMatchObject({ ref: 'A1' });
  expect(place(number(PHONE), PHONE)).toMatchObject({ ref: 'A1' });
});

test('Excel 2003: comments, links', () => {
  const source = sheet(
    `<Row><Cell ss:HRef="tel:${PHONE}"><Data>x</Data><Comment><ss:Data>${ID}</ss:Data></Comment></Cell></Row>`,
  );
  expect(place(source, ID)).toMatchObject({ ref: 'A1', channel: 'comment' });
  expect(place(source, PHONE)).toMatchObject({ ref: 'A1', channel: 'attribute' });
});

test('broken markup is read and named; a document type is no fault', () => {
  expect(extractXml(`<a><b>${ID}`).diagnostics.map(({ code }) => code)).toEqual(['xml/malformed']);
  expect(extractXml(`<!DOCTYPE a><a>${ID}</a>`).diagnostics).toEqual([]);
  expect(extractXml(`<!DOCTYPE a><a>${ID}<b></a>`).diagnostics).toHaveLength(1);
});

test('GBK by declaration', async () => {
  const bytes = Uint8Array.from([
    ...new TextEncoder().encode('<?xml version="1.0" encoding="GB2312"?><a>'),
    ...[0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4],
    ...new TextEncoder().encode('</a>'),
  ]);
  const context: ExtractContext = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  expect((await format.extract({ name: 'a.xml', bytes }, context)).segments[0]?.text).toBe('a：身份证\n');
});

test('hostile: depth, attributes, rows without end', () => {
  const start = process.cpuUsage().user;
  for (const source of [
    '<a>'.repeat(200_000) + ID,
    `<a ${'b="12345678901" '.repeat(100_000)}/>`,
    '</a>'.repeat(200_000),
    '<'.repeat(500_000),
    '<!--'.repeat(100_000),
    '&#'.repeat(300_000),
    sheet(
      `<Row ss:Index="999999999">${cell(ID, 'ss:Index="999999999" ss:MergeAcross="999999999"')}</Row>`.repeat(
        2000,
      ),
    ),
  ]) {
    extractXml(source);
  }
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(8000);
});
