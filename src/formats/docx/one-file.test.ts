import { expect, test } from 'vitest';
import { open as extract } from '../cfb/harness.js';
import { wordPart } from './build-docx.js';
import { format } from './index.js';

const ID = '110101190103070018';

const open = (xml: string) => extract(format, new TextEncoder().encode(xml));
const part = (name: string, xml: string): string =>
  `<pkg:part pkg:name="/word/${name}.xml"><pkg:xmlData>${xml.replace(/^<\?.*\n/, '')}</pkg:xmlData></pkg:part>`;
const flat = (...parts: string[]): string =>
  `<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">${parts.join('')}</pkg:package>`;
const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
const item = (content: string, more = ''): string =>
  `<w:p><w:pPr>${more}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${content}</w:p>`;

const NUMBERING = wordPart(
  'numbering',
  '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
);

test('flat OPC: lists count, in each part from the beginning, though they are defined behind', async () => {
  const { segments, diagnostics } = await open(
    flat(
      part('header1', wordPart('hdr', item(run('页眉')))),
      part('document', wordPart('document', `<w:body>${item(run('甲'))}${item(run(ID))}</w:body>`)),
      part('numbering', NUMBERING),
    ),
  );
  const text = (channel: string) => segments.find((one) => one.channel === channel)?.text;
  expect(text('header')).toBe('一、 页眉\n');
  expect(text('body')).toBe(`一、 甲\n二、 ${ID}\n`);
  expect(diagnostics).toEqual([]);
});

test('flat OPC: styles hide and number', async () => {
  const styles = wordPart(
    'styles',
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
  );
  const gone = `<w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>${ID}</w:t></w:r>`;
  const body = `<w:p><w:pPr><w:pStyle w:val="Item"/></w:pPr>${run('甲')}</w:p><w:p>${gone}</w:p>`;
  const { segments } = await open(
    flat(
      part('document', wordPart('document', `<w:body>${body}</w:body>`)),
      part('styles', styles),
      part('numbering', NUMBERING),
    ),
  );
  const read = segments.filter(({ channel }) => channel !== 'attribute');
  expect(read.map(({ channel, text }) => [channel, text.trim()])).toEqual([
    ['body', '一、 甲'],
    ['hidden', ID],
  ]);
});

test('Word 2003 XML: lists by its own names', async () => {
  const list = (id: number): string => `<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="${id}"/></w:listPr>`;
  const lists =
    '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:nfc w:val="37"/><w:lvlText w:val="第%1条"/></w:lvl></w:listDef><w:listDef w:listDefId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="23"/><w:lvlText w:val=""/></w:lvl></w:listDef><w:listDef w:listDefId="5"><w:lvl w:ilvl="0"><w:nfc w:val="255"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1"/></w:lvl></w:listDef><w:list w:ilfo="3"><w:ilst w:val="5"/></w:list><w:list w:ilfo="1"><w:ilst w:val="3"/></w:list><w:list w:ilfo="2"><w:ilst w:val="4"/></w:list></w:lists>';
  const styles =
    '<w:styles><w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:listPr><w:ilfo w:val="1"/></w:listPr></w:pPr></w:style></w:styles>';
  const paragraph = (text: string, properties: string): string =>
    `<w:p><w:pPr>${properties}</w:pPr>${run(text)}</w:p>`;
  const body =
    paragraph('甲', list(1)) +
    paragraph('乙', '<w:pStyle w:val="Item"/>') +
    paragraph('丙', list(2)) +
    paragraph('丁', list(3)) +
    paragraph(ID, list(1));
  const { segments } = await open(
    `<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">${lists}${styles}<w:body>${body}</w:body></w:wordDocument>`,
  );
  expect(segments.find(({ channel }) => channel === 'body')?.text).toBe(
    `第二条 甲\n第三条 乙\n丙\n丁\n第四条 ${ID}\n`,
  );
});
