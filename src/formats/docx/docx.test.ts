import mammoth from 'mammoth';
import { expect, test } from 'vitest';
import { type Child, DEFAULT_LIMITS, ScanBudget, type Segment, type TextPlace } from '../../core/index.js';
import { buildDocx, wordPart } from './build-docx.js';
import { format } from './index.js';

const ID = '110101190103070018';
const PHONE = '13800138000';

async function open(bytes: Uint8Array, name = 'a.docx') {
  const context = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const extraction = await format.extract({ name, bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  return { ...extraction, files: children };
}

const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (...runs: string[]): string => `<w:p>${runs.join('')}</w:p>`;
const cell = (text: string, properties = ''): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${p(run(text))}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;

async function segments(
  body: string,
  parts: Record<string, string | Uint8Array> = {},
): Promise<readonly Segment[]> {
  return (await open(await buildDocx(body, parts))).segments;
}
const text = (all: readonly Segment[], channel: string): string =>
  all
    .filter((segment) => segment.channel === channel)
    .map((segment) => segment.text)
    .join('|');
const document = (body: string): string => wordPart('document', `<w:body>${body}</w:body>`);
/** What the places of `value` hold in the source of the body. */
function cut(all: readonly Segment[], channel: string, value: string, source: string): string[] {
  const segment = all.find((one) => one.channel === channel && one.text.includes(value))!;
  const at = segment.text.indexOf(value);
  return segment.map.locate(at, at + value.length).map((place) => {
    const { start, end } = place as TextPlace;
    return source.slice(start, end);
  });
}

test('a number split over runs, hyperlinks, bookmarks and references is one', async () => {
  const body = p(
    run('身份证'),
    run('号：110101'),
    '<w:bookmarkStart w:id="1" w:name="x"/><w:proofErr w:type="spellStart"/>',
    `<w:hyperlink r:id="rId9">${run('1901')}</w:hyperlink>`,
    run('&#48;3&#x30;7', '<w:b/>'),
    '<w:smartTag>',
    run('0018'),
    '</w:smartTag>',
  );
  const all = await segments(body);
  expect(text(all, 'body')).toBe(`身份证号：${ID}\n`);
  expect(cut(all, 'body', ID, document(body))).toEqual(['110101', '1901', '&#48;3&#x30;7', '0018']);
});

test('places say paragraph, table, row and column', async () => {
  const all = await segments(
    `${p(run('名单'))}<w:tbl>${row(cell('姓名'), cell('电话'))}${row(cell('甲'), cell(PHONE))}</w:tbl>`,
  );
  const body = all.find(({ channel }) => channel === 'body')!;
  const at = body.text.indexOf(PHONE);
  expect(body.map.locate(at, at + 11)[0]).toMatchObject({
    part: 'word/document.xml',
    near: { paragraph: 5, table: 1, row: 2, column: 2 },
  });
});

test('breaks, tabs, hyphens and symbols', async () => {
  const body = p(
    `<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>`,
    '<w:r><w:t>138</w:t><w:noBreakHyphen/><w:t>0013</w:t><w:softHyphen/><w:t>8000</w:t><w:tab/><w:t>甲</w:t><w:br/></w:r>',
    '<w:r><w:sym w:font="Arial" w:char="F031"/><w:t xml:space="preserve">0\t0\n86</w:t></w:r>',
  );
  expect(text(await segments(body), 'body')).toBe('138-0013\u00ad8000 甲\u202810 0 86\n');
});

test('a table: cells, header rows, spans, paragraphs in a cell', async () => {
  const all = await segments(
    `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>${cell('姓名')}${cell('联系方式', '<w:gridSpan w:val="2"/>')}</w:tr>` +
      row(
        cell('甲', '<w:vMerge w:val="restart"/>'),
        `<w:tc>${p(run('a'))}${p(run('b'))}</w:tc>`,
        cell(PHONE),
      ) +
      row(cell('', '<w:vMerge/>'), cell('c'), cell('d')) +
      `</w:tbl>${p(run('完'))}`,
  );
  const body = all.find(({ channel }) => channel === 'body')!;
  expect(body.text).toBe(`姓名\t联系方式\n甲\ta\u2028b\t${PHONE}\n\tc\td\n完\n`);
  expect(body.cells!.map(({ start, end, ...grid }) => [body.text.slice(start, end), grid])).toEqual([
    ['姓名', { table: 0, row: 0, column: 0, header: true }],
    ['联系方式', { table: 0, row: 0, column: 1, colSpan: 2, header: true }],
    ['甲', { table: 0, row: 1, column: 0, rowSpan: 2 }],
    ['a\u2028b', { table: 0, row: 1, column: 1 }],
    [PHONE, { table: 0, row: 1, column: 2 }],
    ['c', { table: 0, row: 2, column: 1 }],
    ['d', { table: 0, row: 2, column: 2 }],
  ]);
});

test('a table in a cell has rows and cells of its own', async () => {
  const inner = `<w:tbl>${row(cell('姓名'), cell('电话'))}${row(cell('甲'), cell(PHONE))}</w:tbl>`;
  const all = await segments(
    `<w:tbl>${row(cell('前'), `<w:tc>${p(run('表'))}${inner}${p()}</w:tc>`, cell('后'))}</w:tbl>`,
  );
  const body = all.find(({ channel }) => channel === 'body')!;
  expect(body.text).toBe(`前\t表\n姓名\t电话\n甲\t${PHONE}\n\t后\n`);
  expect(
    body.cells!.map((one) => [body.text.slice(one.start, one.end), one.table, one.row, one.column]),
  ).toEqual([
    ['前', 0, 0, 0],
    ['表', 0, 0, 1],
    ['姓名', 1, 0, 0],
    ['电话', 1, 0, 1],
    ['甲', 1, 1, 0],
    [PHONE, 1, 1, 1],
    ['后', 0, 0, 2],
  ]);
});

test('headers, footers, notes, comments, properties each have a channel', async () => {
  const all = await segments(p(run('正文')), {
    'word/header1.xml': wordPart('hdr', p(run('页眉'))),
    'word/footer1.xml': wordPart('ftr', p(run('页脚'))),
    'word/footnotes.xml': wordPart('footnotes', `<w:footnote w:id="1">${p(run('脚注'))}</w:footnote>`),
    'word/comments.xml': wordPart(
      'comments',
      `<w:comment w:id="0" w:author="李某某">${p(run('批注'))}</w:comment>`,
    ),
    'word/settings.xml': wordPart(
      'settings',
      `<w:docVars><w:docVar w:name="身份证号" w:val="${ID}"/></w:docVars>`,
    ),
    'docProps/core.xml':
      '<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>王某某</dc:creator></cp:coreProperties>',
    'docProps/custom.xml': `<Properties><property name="电话"><vt:lpwstr>${PHONE}</vt:lpwstr></property></Properties>`,
    'customXml/item1.xml': `<data><idCard>${ID}</idCard></data>`,
    'word/_rels/document.xml.rels': `<Relationships><Relationship Id="r1" Target="tel:${PHONE}" TargetMode="External"/></Relationships>`,
  });
  const found = all.map(({ channel, label, text: value }) => [channel, label, value.trim()]);
  for (const expected of [
    ['body', undefined, '正文'],
    ['header', undefined, '页眉'],
    ['footer', undefined, '页脚'],
    ['note', undefined, '脚注'],
    ['comment', undefined, '批注'],
    ['attribute', 'author', '李某某'],
    ['attribute', '身份证号', ID],
    ['metadata', 'creator', '王某某'],
    ['metadata', '电话', PHONE],
    ['metadata', 'idCard', ID],
    ['link', 'Target', `tel:${PHONE}`],
  ]) {
    expect(found).toContainEqual(expected);
  }
});

test('deleted text is told apart, with the digits that it continues', async () => {
  const del = (value: string): string => `<w:del w:id="1"><w:r><w:delText>${value}</w:delText></w:r></w:del>`;
  const ins = (value: string): string => `<w:ins w:id="2">${run(value)}</w:ins>`;
  const all = await segments(
    p(run('电话：1380013'), del('8000'), ins('9999')) +
      p(run('身份证号：'), del(ID)) +
      p(`<w:moveFrom>${run('移走')}</w:moveFrom>`),
  );
  expect(text(all, 'body')).toBe('电话：13800139999\n身份证号：\n');
  expect(text(all, 'deleted')).toBe(`电话：${PHONE}\n身份证号：${ID}\n移走\n`);
  const deleted = all.find(({ channel }) => channel === 'deleted')!;
  const at = deleted.text.indexOf(PHONE);
  expect(deleted.map.locate(at, at + 11)).toHaveLength(2);
});

test('hidden text: vanish, its styles, white, tiny, hidden rows', async () => {
  const styles = wordPart(
    'styles',
    '<w:style w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>' +
      '<w:style w:styleId="C"><w:basedOn w:val="A"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>',
  );
  const all = await segments(
    p(
      run('见', '<w:vanish w:val="false"/>'),
      run('一', '<w:vanish/>'),
      run('二', '<w:rStyle w:val="B"/>'),
      run('可', '<w:rStyle w:val="C"/>'),
    ) +
      p(
        run('三', '<w:color w:val="FFFFFF"/>'),
        run('底', '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>'),
      ) +
      p(run('四', '<w:sz w:val="2"/>')) +
      `<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>${run('五')}</w:p>` +
      `<w:tbl>${row(cell('表'))}<w:tr><w:trPr><w:hidden/></w:trPr>${cell('六')}</w:tr></w:tbl>`,
    { 'word/styles.xml': styles },
  );
  expect(text(all, 'body')).toBe('见可\n底\n表\n');
  expect(text(all, 'hidden')).toBe('一二\n三\n四\n五\n六\n');
});

test.each([
  ['black on a black cell', '000000', '', '', '<w:shd w:val="clear" w:fill="000000"/>', true],
  [
    'black behind a solid pattern',
    '000000',
    '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>',
    '',
    '',
    true,
  ],
  ['black under a black marker', '000000', '<w:highlight w:val="black"/>', '', '', true],
  ['nearly the colour of the paragraph', 'F2F2F2', '', '<w:shd w:val="clear" w:fill="EFEFEF"/>', '', true],
  [
    'white on a cell that is white by itself',
    'FFFFFF',
    '',
    '',
    '<w:shd w:val="clear" w:fill="FFFFFF"/>',
    true,
  ],
  ['red on red', 'FF0000', '<w:shd w:val="clear" w:fill="FF0000"/>', '', '', true],
  ['automatic letters, which turn white', 'auto', '', '', '<w:shd w:val="clear" w:fill="000000"/>', false],
  [
    'black on yellow',
    '000000',
    '<w:highlight w:val="yellow"/>',
    '',
    '<w:shd w:val="clear" w:fill="000000"/>',
    false,
  ],
  ['a pattern', '000000', '<w:shd w:val="pct50" w:color="000000" w:fill="000000"/>', '', '', false],
  ['white in the first row of a table, whose style is not known', 'FFFFFF', '', '', '', false],
  ['grey', '808080', '', '', '', false],
])('letters of the colour of their ground: %s', async (_name, colour, runs, paragraph, cells, hides) => {
  const letters = run('值', `<w:color w:val="${colour}"/>${runs}`);
  const all = await segments(
    `<w:tbl><w:tr><w:tc><w:tcPr>${cells}</w:tcPr><w:p><w:pPr>${paragraph}</w:pPr>${letters}</w:p></w:tc></w:tr></w:tbl>`,
  );
  expect(text(all, hides ? 'hidden' : 'body')).toBe('值\n');
  expect(text(all, hides ? 'body' : 'hidden')).toBe('');
});

const STYLES = wordPart(
  'styles',
  '<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="333333"/></w:rPr></w:rPrDefault></w:docDefaults>' +
    '<w:style w:type="character" w:styleId="White"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>' +
    '<w:style w:type="character" w:styleId="WhiteToo"><w:basedOn w:val="White"/><w:rPr><w:b/></w:rPr></w:style>' +
    '<w:style w:type="character" w:styleId="OnBlack"><w:basedOn w:val="White"/><w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="WhiteBlock"><w:rPr><w:color w:val="FEFEFE"/></w:rPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="DarkBlock"><w:basedOn w:val="WhiteBlock"/><w:pPr><w:shd w:val="clear" w:fill="002060"/></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>' +
    '<w:style w:type="character" w:styleId="Back"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>' +
    '<w:style w:type="table" w:styleId="Banded"><w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>' +
    '<w:style w:type="table" w:styleId="Plain"><w:tblPr/></w:style>',
);
const styled = (id: string, inner: string, more = ''): string =>
  `<w:p><w:pPr><w:pStyle w:val="${id}"/>${more}</w:pPr>${inner}</w:p>`;
const inTable = (style: string, inner: string, more = ''): string =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="${style}"/>${more}</w:tblPr>${row(cell('头'))}${row(`<w:tc>${inner}</w:tc>`)}</w:tbl>`;

test.each([
  ['white by its character style', p(run('值', '<w:rStyle w:val="White"/>')), true],
  ['white by the style that its style goes on from', p(run('值', '<w:rStyle w:val="WhiteToo"/>')), true],
  ['white on the black of its style', p(run('值', '<w:rStyle w:val="OnBlack"/>')), false],
  [
    'white by a style, black by itself',
    p(run('值', '<w:rStyle w:val="White"/><w:color w:val="000000"/>')),
    false,
  ],
  [
    'white by a style, automatic by itself',
    p(run('值', '<w:rStyle w:val="White"/><w:color w:val="auto"/>')),
    false,
  ],
  ['nearly white by the style of the paragraph', styled('WhiteBlock', run('值')), true],
  ['white on the dark ground of the paragraph style', styled('DarkBlock', run('值')), false],
  [
    'white where the paragraph takes the dark ground away',
    styled('DarkBlock', run('值'), '<w:shd w:val="clear" w:fill="auto"/>'),
    true,
  ],
  ['hidden by the style of the paragraph', styled('Gone', run('值')), true],
  ['shown by the style of the run', styled('Gone', run('值', '<w:rStyle w:val="Back"/>')), false],
  ['the defaults of the document', p(run('值')), false],
  ['white in a table whose style paints', inTable('Banded', styled('WhiteBlock', run('值'))), false],
  ['white in a table whose style does not', inTable('Plain', styled('WhiteBlock', run('值'))), true],
  [
    'white in a table that is dark itself',
    inTable('Plain', styled('WhiteBlock', run('值')), '<w:shd w:val="clear" w:fill="000000"/>'),
    false,
  ],
])('colours of styles: %s', async (_name, body, hides) => {
  const all = await segments(body, { 'word/styles.xml': STYLES });
  expect(text(all, 'hidden')).toBe(hides ? '值\n' : '');
});

test('a table in a dark cell stands on it, and so does what follows the table; rows inside a hidden row are hidden', async () => {
  const white = p(run('白', '<w:color w:val="FFFFFF"/>'));
  const inner = `<w:tbl>${row(cell('头'))}${row(`<w:tc>${white}</w:tc>`)}</w:tbl>`;
  const dark = '<w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr>';
  const all = await segments(
    `<w:tbl>${row(cell('头'))}${row(`<w:tc>${dark}${inner}${white}</w:tc>`)}</w:tbl>`,
  );
  expect(text(all, 'hidden')).toBe('');
  const hidden = `<w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:tbl>${row(cell('一'))}</w:tbl>${p(run('二'))}</w:tc></w:tr>`;
  expect(text(await segments(`<w:tbl>${hidden}</w:tbl>`), 'hidden')).toBe('一\n二\n');
});

test('white letters on a page that is not white are seen', async () => {
  const page = wordPart(
    'document',
    `<w:background w:color="1F3864"/><w:body>${p(run('值', '<w:color w:val="FFFFFF"/>'))}</w:body>`,
  );
  expect(text(await segments('', { 'word/document.xml': page }), 'hidden')).toBe('');
});

test('numbers of lists stand before the text, in the numbering of the package', async () => {
  const numbering = wordPart(
    'numbering',
    '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>' +
      '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>',
  );
  const list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>';
  const body = `<w:p>${list}${run('手机：')}</w:p><w:p>${list}${run(PHONE)}</w:p>`;
  const all = await segments(body, { 'word/numbering.xml': numbering });
  expect(text(all, 'body')).toBe(`（二） 手机：\n（三） ${PHONE}\n`);
  expect(cut(all, 'body', PHONE, document(body))).toEqual([PHONE]);
});

test('a text box is a block of its own, once, with both places', async () => {
  const box = (inner: string): string =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>` +
    `<mc:Fallback><w:pict><v:textbox><w:txbxContent>${inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
  const body = p(run('1380013')) + p(run('110101'), box(p(run('电话')) + p(run(PHONE))), run('190103070018'));
  const all = await segments(body);
  expect(text(all, 'body')).toBe(`1380013\n电话\n${PHONE}\n${ID}\n`);
  expect(text(all, 'hidden')).toBe('');
  expect(cut(all, 'body', PHONE, document(body))).toEqual([PHONE, PHONE]);
  const other = box(p(run(PHONE))).replace(/(<mc:Fallback>.*)13800138000/, '$1另一个');
  expect(text(await segments(p(other)), 'hidden')).toBe('另一个\n');
});

test('field codes and what a field shows', async () => {
  const body =
    p(
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "tel:138</w:instrText></w:r>',
      '<w:r><w:instrText>00138000"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
      run('致电'),
    ) + p(`<w:fldSimple w:instr="DOCVARIABLE 甲">${run('显示')}</w:fldSimple>`);
  const all = await segments(body);
  expect(text(all, 'body')).toBe('致电\n显示\n');
  expect(text(all, 'attribute')).toContain(`HYPERLINK "tel:${PHONE}"`);
  expect(text(all, 'attribute')).toContain('DOCVARIABLE 甲');
});

test.each([
  [
    'an end tag is missing',
    `<w:body>${p(run('前'))}<w:p><w:r><w:t>${ID}</w:r></w:p>${p(run('后'))}</w:body>`,
    ['前', ID, '后'],
  ],
  ['an end tag too many', `<w:body>${p(run('前'))}</w:tc></w:x>${p(run(ID))}</w:body>`, ['前', ID]],
  ['cut in the text', `<w:body>${p(run('前'))}<w:p><w:r><w:t>${ID}`, ['前', ID]],
  ['cut in a tag', `<w:body>${p(run('前'))}<w:p w:val="${ID}`, ['前', ID]],
  ['an end tag with data', `<w:body>${p(run('前'))}<w:p></w:p data="${ID}"></w:body>`, ['前', ID]],
])('broken XML is read around the fault: %s', async (name, inner, expected) => {
  const { segments: all, diagnostics } = await open(
    await buildDocx('', { 'word/document.xml': wordPart('document', inner).replace(/<\/w:document>$/, '') }),
  );
  const joined = all.map((segment) => segment.text).join('|');
  for (const value of expected) expect(joined, name).toContain(value);
  expect(diagnostics.map(({ code }) => code)).toContain('docx/malformed-xml');
});

test('other prefixes, the strict namespace, UTF-16, CDATA, comments', async () => {
  const source = `\ufeff<?xml version="1.0" encoding="UTF-16"?><document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><r><t><![CDATA[1101]]>01190103070018</t></r></p></body><!-- ${PHONE} --></document>`;
  const bytes = new Uint8Array(source.length * 2);
  for (let i = 0; i < source.length; i++)
    new DataView(bytes.buffer).setUint16(i * 2, source.charCodeAt(i), true);
  const all = await segments('', { 'word/document.xml': bytes });
  expect(text(all, 'body')).toBe(`${ID}\n`);
  expect(text(all, 'residue').trim()).toBe(PHONE);
});

test('charts and diagrams: split runs join, caches are read', async () => {
  const all = await segments('', {
    'word/charts/chart1.xml': `<c:chart><c:v>${PHONE}</c:v><a:p><a:r><a:t>110101</a:t></a:r><a:r><a:t>190103070018</a:t></a:r></a:p></c:chart>`,
  });
  expect(text(all, 'body')).toBe(`${ID}\n`);
  expect(text(all, 'attribute')).toBe(`${PHONE}\n`);
});

test('labels at the axis and in the legend of a chart are shown, its values are not', async () => {
  const point = (value: string): string => `<c:pt><c:v>${value}</c:v></c:pt>`;
  const all = await segments('', {
    'word/charts/chart1.xml': `<c:ser><c:tx><c:strRef><c:strCache>${point(ID)}</c:strCache></c:strRef></c:tx><c:cat><c:numRef><c:numCache>${point(PHONE)}</c:numCache></c:numRef></c:cat><c:val><c:numRef><c:numCache>${point('13800138009')}</c:numCache></c:numRef></c:val></c:ser>`,
  });
  // The name of a series is no heading of the categories.
  const shown = all.filter(({ channel }) => channel === 'body').map((one) => [one.label, one.text]);
  expect(shown).toEqual([
    ['tx', `${ID}\n`],
    ['cat', `${PHONE}\n`],
  ]);
  expect(text(all, 'attribute')).toBe('13800138009\n');
});

test('the package says which parts are XML', async () => {
  const all = await segments('', {
    '[Content_Types].xml':
      '<Types><Override PartName="/word/story.dat" ContentType="application/vnd.x.main+xml"/></Types>',
    'word/story.dat': document(p(run(ID))),
  });
  expect(text(all, 'body')).toBe(`${ID}\n`);
});

test('embedded files and pictures come out; those without a reader are named once', async () => {
  const inner = await buildDocx(p(run(ID)));
  const { files, diagnostics, unread } = await open(
    await buildDocx(p(run('x')), {
      'word/embeddings/inner.docx': inner,
      'word/afchunk.html': `<p>${PHONE}`,
      'word/media/image1.png': new Uint8Array(8),
      'word/media/image2.jpeg': new Uint8Array(8),
      'word/media/image3.emf': new Uint8Array(8),
      'word/media/image4.wdp': new Uint8Array(8),
      'word/fonts/font1.odttf': new Uint8Array(8),
    }),
  );
  expect(files.map((child) => ('artifact' in child ? child.artifact.name : ''))).toEqual([
    'word/embeddings/inner.docx',
    'word/afchunk.html',
    'word/media/image1.png',
    'word/media/image2.jpeg',
    'word/media/image3.emf',
  ]);
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['docx/picture', 'info']]);
  expect(unread).toEqual([]);
});

test('encrypted and foreign files are unread, not clean', async () => {
  const encrypted = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]);
  expect((await open(encrypted)).unread).toEqual([{ part: '', code: 'docx/encrypted' }]);
  expect((await open(encrypted, 'a.xlsx')).unread).toEqual([{ part: '', code: 'xlsx/encrypted' }]);
});

test('one-file forms: flat OPC and Word 2003 XML', async () => {
  const flat = `<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/header1.xml"><pkg:xmlData>${wordPart('hdr', p(run('页眉'))).replace(/^<\?.*\n/, '')}</pkg:xmlData></pkg:part><pkg:part><pkg:xmlData>${document(p(run(ID))).replace(/^<\?.*\n/, '')}</pkg:xmlData></pkg:part></pkg:package>`;
  const { segments: all } = await open(new TextEncoder().encode(flat));
  expect(text(all, 'header')).toBe('页眉\n');
  expect(text(all, 'body')).toBe(`${ID}\n`);
});

test('whatever mammoth reads, the walk reads', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => row(cell(`人员${i}`), cell(`1101011901030${70018 + i}`)));
  const body =
    p(
      run('名单'),
      `<w:hyperlink r:id="x">${run('点击13800138000')}</w:hyperlink>`,
      `<w:ins>${run('新增440401190402290208')}</w:ins>`,
    ) +
    `<w:tbl>${rows.join('')}</w:tbl>` +
    `<w:sdt><w:sdtContent>${p(run('4306211902'), run('0815002X'))}</w:sdtContent></w:sdt>`;
  const bytes = await buildDocx(body);
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  const all = text((await open(bytes)).segments, 'body');
  const tokens = value.match(/\d{6,}[\dX]*/g) ?? [];
  expect(tokens.length).toBe(33);
  for (const token of tokens) expect(all).toContain(token);
});

test.each([
  ['nested elements', () => '<w:x>'.repeat(100_000)],
  ['nested paragraphs', () => '<w:p>'.repeat(100_000)],
  ['nested tables', () => '<w:tbl><w:tr><w:tc>'.repeat(30_000)],
  ['nested text boxes', () => '<w:p><w:r><w:txbxContent>'.repeat(30_000)],
  ['nested alternatives', () => `<mc:AlternateContent><mc:Choice>${p(run('a'))}`.repeat(10_000)],
  ['end tags', () => `${'<w:a>'.repeat(50_000)}${'</w:b>'.repeat(50_000)}`],
  ['deletions', () => p('<w:del><w:r><w:delText>1</w:delText></w:r></w:del>2'.repeat(10_000))],
  ['one long number', () => p(run('1'.repeat(1_000_000)))],
  ['digits in attributes', () => '<w:p w:a="12345678901"/>'.repeat(40_000)],
  ['table rows', () => `<w:tbl>${row(cell('甲'), cell(PHONE)).repeat(10_000)}</w:tbl>`],
  ['ampersands', () => p(run('&#'.repeat(300_000)))],
])('a megabyte of %s is linear', async (_name, make) => {
  const bytes = await buildDocx(make());
  const started = process.cpuUsage().user;
  await open(bytes);
  expect((process.cpuUsage().user - started) / 1000).toBeLessThan(2500);
});
