/** Word, Excel, PowerPoint and OFD packages, by code; real producers' files are in `.ci/e2e/channels.ts`. */
import { buildDocx, wordPart } from '../../src/formats/docx/build-docx.js';
import { buildOfd, textObject } from '../../src/formats/ofd/build-ofd.js';
import * as binary from '../../src/formats/xlsb/build-xlsb.js';
import { buildXlsx } from '../../src/formats/xlsx/build-xlsx.js';
import { buildZip } from '../../src/formats/zip/build-zip.js';
import { type ChannelDocument, Planter } from './catalogue.js';
import { compoundWithMacro } from './macro.js';

const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...runs: string[]): string => `<w:p>${runs.join('')}</w:p>`;

async function docx(): Promise<ChannelDocument> {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const split = at('split over runs', 'body');
  const shape = (text: string): string =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent>${paragraph(run(text))}</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent></w:r>`;
  const body = [
    paragraph(run('身份证号：'), run(split.slice(0, 8)), run(split.slice(8))),
    `<w:tbl><w:tr><w:tc>${paragraph(run('身份证号'))}</w:tc></w:tr><w:tr><w:tc>${paragraph(run(at('table cell', 'body')))}</w:tc></w:tr></w:tbl>`,
    paragraph(`<w:ins w:id="1" w:author="x">${run(at('insertion', 'body'))}</w:ins>`),
    paragraph(
      `<w:del w:id="2" w:author="${at('author of a change', 'metadata', 'attribute')}"><w:r><w:delText>${at('deletion', 'deleted')}</w:delText></w:r></w:del>`,
    ),
    paragraph(run(at('hidden text', 'hidden'), '<w:vanish/>')),
    paragraph(run(at('white text', 'hidden'), '<w:color w:val="FFFFFF"/>')),
    paragraph(run(at('one point', 'hidden'), '<w:sz w:val="2"/>')),
    paragraph(shape(at('text box', 'body'))),
    paragraph(`<w:r><w:pict><v:shape alt="${at('alternative text', 'attribute')}"/></w:pict></w:r>`),
    paragraph(
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
      `<w:r><w:instrText> QUOTE "${at('field code', 'field', 'attribute')}" </w:instrText></w:r>`,
      '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
      run(at('field result', 'body')),
      '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ),
    paragraph('<w:hyperlink r:id="rId9">', run('查询'), '</w:hyperlink>'),
    `<w:sdt><w:sdtPr><w:alias w:val="${at('alias of a control', 'attribute', 'field')}"/></w:sdtPr><w:sdtContent>${paragraph(run(at('content control', 'body')))}</w:sdtContent></w:sdt>`,
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run('x')}</w:p>`,
  ].join('');
  const rels = (entries: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries}</Relationships>`;
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const inner = new Planter();
  const bytes = await buildDocx(body, {
    'word/_rels/document.xml.rels': rels(
      `<Relationship Id="rId9" Type="${office}/hyperlink" Target="http://example.gov.cn/q?id=${at('target of a link', 'link')}" TargetMode="External"/>`,
    ),
    'word/numbering.xml': wordPart(
      'numbering',
      `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="${at('text of a list number', 'attribute', 'body')}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
    ),
    'word/header1.xml': wordPart('hdr', paragraph(run(at('header', 'header')))),
    'word/footer1.xml': wordPart('ftr', paragraph(run(at('footer', 'footer')))),
    'word/footnotes.xml': wordPart(
      'footnotes',
      `<w:footnote w:id="2">${paragraph(run(at('footnote', 'note')))}</w:footnote>`,
    ),
    'word/endnotes.xml': wordPart(
      'endnotes',
      `<w:endnote w:id="2">${paragraph(run(at('endnote', 'note')))}</w:endnote>`,
    ),
    'word/comments.xml': wordPart(
      'comments',
      `<w:comment w:id="1" w:author="x">${paragraph(run(at('comment', 'comment')))}</w:comment>`,
    ),
    'word/glossary/document.xml': wordPart(
      'glossaryDocument',
      paragraph(run(at('glossary', 'body', 'hidden', 'residue'))),
    ),
    'word/charts/chart1.xml': `<c:chartSpace xmlns:c="c"><c:strCache><c:pt><c:v>${at('chart cache', 'attribute', 'body', 'hidden', 'residue', 'metadata')}</c:v></c:pt></c:strCache></c:chartSpace>`,
    'word/diagrams/data1.xml': `<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><a:p><a:r><a:t>${at('SmartArt', 'body', 'hidden')}</a:t></a:r></a:p></dgm:dataModel>`,
    'customXml/item1.xml': `<root><身份证号>${at('custom XML', 'metadata', 'residue', 'body', 'hidden')}</身份证号></root>`,
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>${at('title of the file', 'metadata')}</dc:title></cp:coreProperties>`,
    'docProps/custom.xml': `<Properties xmlns:vt="v"><property name="x"><vt:lpwstr>${at('custom property', 'metadata')}</vt:lpwstr></property></Properties>`,
    'word/settings.xml': wordPart(
      'settings',
      `<w:docVars><w:docVar w:name="x" w:val="${at('document variable', 'metadata', 'attribute', 'field')}"/></w:docVars>`,
    ),
    'word/embeddings/inner.docx': await buildDocx(paragraph(run(inner.plant('embedded document', 'body')))),
    'word/vbaProject.bin': compoundWithMacro(`Const ID = "${at('macro', 'script')}"\r\n`),
    'word/orphan.xml': wordPart(
      'hdr',
      paragraph(run(at('part that nothing leads to', 'body', 'residue', 'header', 'hidden'))),
    ),
  });
  return { name: 'letter.docm', bytes, planted: [...p.planted, ...inner.planted] };
}

async function xlsx(): Promise<ChannelDocument> {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const cell = (ref: string, text: string, style = ''): string =>
    `<c r="${ref}" t="inlineStr"${style}><is><t>${text}</t></is></c>`;
  const row = (n: number, content: string, attributes = ''): string =>
    `<row r="${n}"${attributes}>${content}</row>`;
  const boxed = at('a digit in each cell', 'body');
  const boxes = [...boxed].map((digit, i) => cell(`${String.fromCharCode(65 + i)}9`, digit)).join('');
  const sheet = (rows: string, rest = '', columns = ''): string =>
    `<worksheet>${columns}<sheetData>${rows}</sheetData>${rest}</worksheet>`;
  const bytes = await buildXlsx({
    sheets: [
      {
        name: '名单',
        xml: sheet(
          [
            row(1, cell('A1', '身份证号') + cell('B1', '备注')),
            row(2, cell('A2', at('cell', 'body')) + cell('B2', at('column of width 0', 'hidden'))),
            row(3, `<c r="A3" t="s"><v>0</v></c>`),
            row(4, cell('A4', at('hidden row', 'hidden')), ' hidden="1"'),
            row(5, cell('A5', at('white letters', 'hidden'), ' s="1"')),
            row(6, cell('A6', at('format that shows nothing', 'hidden'), ' s="2"')),
            row(7, `<c r="A7" t="str"><f>CONCATENATE("${at('formula', 'attribute')}")</f><v>x</v></c>`),
            row(8, cell('A8', at('row of height 0', 'hidden')), ' ht="0" customHeight="1"'),
            row(9, boxes),
            row(10, cell('A10', at('black letters on a black fill', 'hidden'), ' s="3"')),
            row(11, cell('A11', at('stars by a format', 'hidden'), ' s="4"')),
            row(12, cell('A12', at('white letters by a condition', 'hidden'))),
          ].join(''),
          `<conditionalFormatting sqref="A12"><cfRule type="notContainsBlanks" dxfId="0" priority="1"><formula>LEN(TRIM(A12))&gt;0</formula></cfRule></conditionalFormatting><dataValidations><dataValidation prompt="${at('prompt of a validation', 'attribute', 'comment')}"><formula1>"${at('list of a validation', 'attribute', 'body', 'hidden', 'field')},x"</formula1></dataValidation></dataValidations><headerFooter><oddHeader>&amp;L${at('header', 'header')}</oddHeader></headerFooter>`,
          '<cols><col min="2" max="2" width="0" customWidth="1"/></cols>',
        ),
      },
      { name: 'h', state: 'hidden', xml: sheet(row(1, cell('A1', at('hidden sheet', 'hidden')))) },
      { name: 'v', state: 'veryHidden', xml: sheet(row(1, cell('A1', at('very hidden sheet', 'hidden')))) },
    ],
    strings: [
      `<r><t>${at('rich text', 'body')}</t></r>`,
      `<t>${at('string that no cell uses', 'residue')}</t>`,
    ],
    parts: {
      'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode=";;;"/><numFmt numFmtId="165" formatCode="General;General;General;&quot;***&quot;"/></numFmts><fonts count="2"><font><color theme="1"/></font><font><color rgb="FFFFFFFF"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill></fills><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="0"/><xf numFmtId="164" fontId="0" fillId="0"/><xf numFmtId="0" fontId="0" fillId="1"/><xf numFmtId="165" fontId="0" fillId="0"/></cellXfs><dxfs count="1"><dxf><font><color theme="0"/></font></dxf></dxfs></styleSheet>`,
      'xl/comments1.xml': `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>x</author></authors><commentList><comment ref="A2" authorId="0"><text><t>${at('comment', 'comment')}</t></text></comment></commentList></comments>`,
      'xl/pivotCache/pivotCacheDefinition1.xml': `<pivotCacheDefinition><cacheFields><cacheField><sharedItems><s v="${at('pivot cache', 'residue', 'hidden', 'attribute', 'body', 'metadata')}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`,
      'xl/externalLinks/externalLink1.xml': `<externalLink><externalBook><sheetDataSet><sheetData><row r="1"><cell r="A1" t="str"><v>${at('cache of an external link', 'attribute', 'residue', 'hidden', 'body', 'metadata')}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
      'xl/drawings/drawing1.xml': `<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="t" descr="${at('alternative text', 'attribute')}"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>${at('text box', 'body')}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>`,
      'docProps/app.xml': `<Properties><Company>${at('company', 'metadata')}</Company></Properties>`,
    },
  });
  return { name: 'list.xlsx', bytes, planted: p.planted };
}

async function xlsb(): Promise<ChannelDocument> {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const bytes = await binary.buildXlsb({
    strings: [at('shared string', 'body'), at('string that no cell uses', 'residue')],
    styles: [
      binary.numberFormat(164, 'General;General;General;"***"'),
      binary.font(binary.AUTOMATIC),
      binary.font(binary.rgb(255, 255, 255)),
      binary.fill(0),
      binary.fill(1, binary.rgb(0, 0, 0)),
      binary.cellFormats({}, { font: 1 }, { fill: 1 }, { code: 164 }),
    ],
    sheets: [
      {
        name: '名单',
        records: [
          binary.hiddenColumn(2),
          ...[binary.row(0), binary.text(0, '身份证号'), binary.text(1, '备注')],
          ...[binary.row(1), binary.shared(0, 0), binary.text(2, at('column of width 0', 'hidden'))],
          ...[binary.row(2, { hidden: true }), binary.text(0, at('hidden row', 'hidden'))],
          ...[binary.row(3), binary.text(0, at('white letters', 'hidden'), 1)],
          ...[binary.row(4), binary.text(0, at('black letters on black', 'hidden'), 2)],
          ...[binary.row(5), binary.text(0, at('stars by a format', 'hidden'), 3)],
          ...[binary.row(6), binary.formula(0, at('result of a formula', 'body'), at('formula', 'residue'))],
          binary.link(1, 0, 'A1', at('tip of a link', 'link'), 'x'),
          binary.header(at('header', 'header')),
          binary.validation(at('prompt of a validation', 'attribute')),
        ],
      },
      { name: 'v', state: 2, records: [binary.row(0), binary.text(0, at('very hidden sheet', 'hidden'))] },
    ],
    parts: {
      'xl/comments1.bin': binary.join(
        binary.record(635, binary.u32(0), new Array(32).fill(0)),
        binary.record(637, [0], binary.wide(at('comment', 'comment'))),
      ),
      'xl/pivotCache/pivotCacheDefinition1.bin': binary.record(24, binary.wide(at('pivot cache', 'residue'))),
      'xl/vbaProject.bin': compoundWithMacro(`Const ID = "${at('macro', 'script')}"\r\n`),
      'docProps/app.xml': `<Properties><Company>${at('company', 'metadata')}</Company></Properties>`,
    },
  });
  return { name: 'list.xlsb', bytes, planted: p.planted };
}

async function ofd(): Promise<ChannelDocument> {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const bytes = await buildOfd({
    pages: [
      [
        textObject(20, 30, at('text', 'body')),
        [...at('an object for each character', 'body')].map((c, i) => textObject(20 + i * 2, 50, c)).join(''),
        textObject(20, 60, at('invisible', 'hidden'), 'Visible="false"'),
        textObject(20, 70, at('transparent', 'hidden'), 'Alpha="0"'),
        textObject(-300, 80, at('off the page', 'hidden')),
      ].join(''),
    ],
    info: `<ofd:Title>${at('title', 'metadata', 'title')}</ofd:Title><ofd:CustomDatas><ofd:CustomData Name="x">${at('custom data', 'metadata')}</ofd:CustomData></ofd:CustomDatas>`,
    files: {
      'Doc_0/Annots/Page_0/Annotation.xml': `<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot ID="1" Type="Path"><ofd:Remark>${at('annotation', 'annotation', 'metadata', 'residue', 'deleted')}</ofd:Remark></ofd:Annot></ofd:PageAnnot>`,
      'Doc_0/Attachs/list.txt': `身份证号 ${at('attached file', 'body')}`,
      'Doc_0/Tags/CustomTag.xml': `<Tags><收件人>${at('custom tag', 'metadata', 'residue', 'body', 'hidden')}</收件人></Tags>`,
    },
  });
  return { name: 'notice.ofd', bytes, planted: p.planted };
}

async function zip(): Promise<ChannelDocument> {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  const inner = await buildZip([{ name: 'b.txt', bytes: text(`身份证 ${at('archive inside', 'body')}`) }]);
  const bytes = await buildZip(
    [
      {
        name: `名单${at('name of a file', 'name')}.txt`,
        bytes: text(`身份证 ${at('file', 'body')}`),
        comment: at('comment of a file', 'comment', 'name', 'metadata'),
      },
      { name: 'inner.zip', bytes: inner },
      {
        name: 'hidden.txt',
        bytes: text(`身份证 ${at('file that the directory does not list', 'body')}`),
        unlisted: true,
      },
    ],
    { comment: at('comment of the archive', 'comment', 'metadata') },
  );
  return { name: 'all.zip', bytes, planted: p.planted };
}

export const office = async (): Promise<ChannelDocument[]> => [
  await docx(),
  await xlsx(),
  await xlsb(),
  await ofd(),
  await zip(),
];
