/**
 * A document → DOCX. Source: ECMA-376 part 1 (5th edition), WordprocessingML; transitional namespaces, which every
 * program reads. A4 (GB/T 9704-2012, 5.1 gives the paper of official documents).
 */
import type { Locale } from '../messages/index.js';
import { type Block, cellText, type Table } from './document.js';
import {
  CORE_RELATION,
  CORE_TYPE,
  contentTypes,
  coreProperties,
  OFFICE,
  relationships,
  XML_HEAD,
  xmlText,
} from './xml-text.js';
import { writeZip } from './zip-writer.js';

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const NAMESPACES = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}"`;
/** Twentieths of a point: A4, and what is left between margins of 18 mm. */
const PAGE = { width: 11906, height: 16838, margin: 1021 } as const;
const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin;

export function writeDocx(
  blocks: readonly Block[],
  options: { title: string; locale: Locale },
): Promise<Uint8Array> {
  return writeZip([
    {
      name: '[Content_Types].xml',
      text: contentTypes([
        ['word/document.xml', `${MAIN}.document.main+xml`],
        ['word/styles.xml', `${MAIN}.styles+xml`],
        ['word/footer1.xml', `${MAIN}.footer+xml`],
        ['docProps/core.xml', CORE_TYPE],
      ]),
    },
    {
      name: '_rels/.rels',
      text: relationships([
        [`${OFFICE}/officeDocument`, 'word/document.xml'],
        [CORE_RELATION, 'docProps/core.xml'],
      ]),
    },
    {
      name: 'word/_rels/document.xml.rels',
      text: relationships([
        [`${OFFICE}/styles`, 'styles.xml'],
        [`${OFFICE}/footer`, 'footer1.xml'],
      ]),
    },
    { name: 'word/document.xml', text: body(blocks) },
    { name: 'word/styles.xml', text: styles(options.locale) },
    { name: 'word/footer1.xml', text: FOOTER },
    { name: 'docProps/core.xml', text: coreProperties(options.title) },
  ]);
}

function body(blocks: readonly Block[]): string {
  const parts = blocks.map(blockXml);
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="${PAGE.width}" w:h="${PAGE.height}"/><w:pgMar w:top="1134" w:right="${PAGE.margin}" w:bottom="1134" w:left="${PAGE.margin}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`;
  return `${XML_HEAD}<w:document ${NAMESPACES}><w:body>${parts.join('')}${section}</w:body></w:document>`;
}

function blockXml(block: Block): string {
  switch (block.kind) {
    case 'title':
      return paragraph('Title', block.text);
    case 'heading':
      return paragraph(`Heading${block.level}`, block.text);
    case 'paragraph':
      return paragraph('BodyText', block.text);
    case 'loud':
      return paragraph('Loud', block.text);
    case 'note':
      return paragraph('Note', block.text);
    case 'table':
      // Two tables with nothing between them would be one.
      return `${table(block)}${paragraph('TableText', '')}`;
  }
}

function paragraph(style: string, text: string, align = ''): string {
  const justify = align === '' ? '' : `<w:jc w:val="${align}"/>`;
  const run = text === '' ? '' : `<w:r><w:t xml:space="preserve">${xmlText(text)}</w:t></w:r>`;
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${justify}</w:pPr>${run}</w:p>`;
}

function table({ columns, rows }: Table): string {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => Math.floor((TEXT_WIDTH * column.width) / total));
  const edge = (name: string): string => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(edge).join('');
  const cell = (index: number, content: string, shade: boolean): string =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[index]}" w:type="dxa"/>${shade ? '<w:shd w:val="clear" w:color="auto" w:fill="E8ECF0"/>' : ''}</w:tcPr>${content}</w:tc>`;
  const head = columns
    .map((column, index) => cell(index, paragraph('TableHead', column.title), true))
    .join('');
  const lines = rows.map((row) => {
    const cells = columns.map((column, index) => {
      const align = column.kind === 'number' || column.kind === 'percent' ? 'right' : '';
      return cell(index, paragraph('TableText', cellText(row[index], column), align), false);
    });
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join('')}</w:tr>`;
  });
  return `<w:tbl><w:tblPr><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head}</w:tr>${lines.join('')}</w:tbl>`;
}

function styles(locale: Locale): string {
  const fonts = (eastAsia: string, latin: string): string =>
    `<w:rFonts w:ascii="${latin}" w:hAnsi="${latin}" w:eastAsia="${eastAsia}" w:cs="${latin}"/>`;
  const indent = locale === 'zh-CN' ? '<w:ind w:firstLineChars="200" w:firstLine="480"/>' : '';
  const style = (id: string, name: string, paragraphs: string, runs: string): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${paragraphs}</w:pPr><w:rPr>${runs}</w:rPr></w:style>`;
  const bold = '<w:b/>';
  const size = (points: number): string => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;
  const outline = (level: number): string => `<w:outlineLvl w:val="${level}"/>`;
  return [
    `${XML_HEAD}<w:styles ${NAMESPACES}>`,
    `<w:docDefaults><w:rPrDefault><w:rPr>${fonts('宋体', 'Times New Roman')}${size(12)}<w:lang w:val="${locale === 'en' ? 'en-GB' : 'en-US'}" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`,
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
    style(
      'Title',
      'Title',
      '<w:spacing w:before="240" w:after="360"/><w:jc w:val="center"/>',
      fonts('黑体', 'Arial') + bold + size(20),
    ),
    style(
      'Heading1',
      'heading 1',
      `<w:keepNext/><w:spacing w:before="300" w:after="120"/>${outline(0)}`,
      fonts('黑体', 'Arial') + bold + size(15),
    ),
    style(
      'Heading2',
      'heading 2',
      `<w:keepNext/><w:spacing w:before="200" w:after="80"/>${outline(1)}`,
      fonts('黑体', 'Arial') + bold + size(12),
    ),
    style(
      'BodyText',
      'Body Text',
      `<w:spacing w:after="80" w:line="400" w:lineRule="atLeast"/>${indent}`,
      '',
    ),
    style(
      'Loud',
      'Loud',
      '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="B42318"/></w:pBdr><w:spacing w:before="120" w:after="160"/>',
      `${bold}<w:color w:val="B42318"/>`,
    ),
    style('Note', 'Note', '<w:spacing w:before="60" w:after="60"/>', `<w:color w:val="57606A"/>${size(9)}`),
    style('TableText', 'Table Text', '<w:spacing w:before="20" w:after="20"/>', size(9)),
    style('TableHead', 'Table Head', '<w:keepNext/><w:spacing w:before="20" w:after="20"/>', bold + size(9)),
    '</w:styles>',
  ].join('');
}

const field = (code: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

const FOOTER = `${XML_HEAD}<w:ftr ${NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${field('PAGE')}<w:r><w:t xml:space="preserve"> / </w:t></w:r>${field('NUMPAGES')}</w:p></w:ftr>`;
