/** Office files with values in all channels: DOCX, XLSX, PPTX, ODT, ODS. */
import { buildDocx, wordPart } from '../../src/formats/docx/build-docx.js';
import { buildXlsx } from '../../src/formats/xlsx/build-xlsx.js';
import { buildZip } from '../../src/formats/zip/build-zip.js';
import type { Planter } from './redact-planter.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const core = (p: Planter): string =>
  `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${p.filler()}</dc:title><dc:description>${p.say()}</dc:description></cp:coreProperties>`;
const relations = (list: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`;
const CORE_TYPE = `${PACKAGE}/relationships/metadata/core-properties`;
const types = (parts: Readonly<Record<string, string>>): string =>
  `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${Object.entries(
    parts,
  )
    .map(
      ([name, type]) =>
        `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
    )
    .join('')}</Types>`;

export function docx(p: Planter): Promise<Uint8Array> {
  const run = (text: string, properties = ''): string =>
    `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
  const paragraph = (...runs: string[]): string => `<w:p>${runs.join('')}</w:p>`;
  const cell = (text: string): string => `<w:tc><w:p>${run(text)}</w:p></w:tc>`;
  const row = (...cells: string[]): string => `<w:tr>${cells.map(cell).join('')}</w:tr>`;
  const [a, b] = p.pieces('id');
  const text = p.sentence();
  const rows = Array.from({ length: 3 }, () =>
    row(p.name(), p.value('id'), p.value('mobile'), p.value('address')),
  );
  const body = [
    paragraph(run(p.filler())),
    // No name in the deletion: the default policy takes that away with the number, and it is no planted value.
    paragraph(run(`身份证号：${a}`), run(b!, '<w:b/>'), run('，审核通过')),
    paragraph(run(p.sentence('card'))),
    paragraph(run(p.sentence(), '<w:vanish/>')),
    `<w:p><w:del w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">${p.say()}。</w:delText></w:r></w:del><w:ins w:id="2" w:author="a" w:date="2026-01-01T00:00:00Z">${run(p.sentence())}</w:ins></w:p>`,
    `<w:p><w:commentRangeStart w:id="0"/>${run('批注')}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`,
    `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>${row('姓名', '身份证号', '手机号码', '家庭住址')}${rows.join('')}</w:tbl>`,
    paragraph(run(text)),
    '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>',
  ].join('');
  const w = 'wordprocessingml';
  return buildDocx(body, {
    '[Content_Types].xml': types({
      'word/document.xml': `${w}.document.main`,
      'word/header1.xml': `${w}.header`,
      'word/footer1.xml': `${w}.footer`,
      'word/comments.xml': `${w}.comments`,
    }),
    '_rels/.rels': relations([
      ['rId1', `${OFFICE}/officeDocument`, 'word/document.xml'],
      ['rId2', CORE_TYPE, 'docProps/core.xml'],
    ]),
    'word/_rels/document.xml.rels': relations([
      ['rId1', `${OFFICE}/header`, 'header1.xml'],
      ['rId2', `${OFFICE}/footer`, 'footer1.xml'],
      ['rId3', `${OFFICE}/comments`, 'comments.xml'],
    ]),
    'word/header1.xml': wordPart('hdr', paragraph(run(p.sentence()))),
    'word/footer1.xml': wordPart('ftr', paragraph(run(p.sentence()))),
    'word/comments.xml': wordPart(
      'comments',
      `<w:comment w:id="0" w:author="审核" w:date="2026-01-01T00:00:00Z">${paragraph(run(p.sentence()))}</w:comment>`,
    ),
    'docProps/core.xml': core(p),
  });
}

export function xlsx(p: Planter): Promise<Uint8Array> {
  const strings: string[] = [];
  const shared = (text: string): string =>
    `t="s"><v>${strings.push(`<t xml:space="preserve">${text}</t>`) - 1}</v>`;
  const inline = (text: string): string => `t="inlineStr"><is><t>${text}</t></is>`;
  const row = (number: number, cells: readonly string[]): string =>
    `<row r="${number}">${cells.map((content, i) => `<c r="${'ABCDE'[i]}${number}" ${content}</c>`).join('')}</row>`;
  const header = row(1, ['姓名', '身份证号', '手机号码', '银行卡号', '家庭住址'].map(shared));
  const people = (from: number): string =>
    Array.from({ length: 5 }, (_, i) =>
      row(from + i, [
        shared(p.name()),
        shared(p.value('id')),
        i % 2 === 0 ? `><v>${p.value('mobile')}</v>` : inline(p.value('mobile')),
        shared(p.value('card')),
        inline(p.value('address')),
      ]),
    ).join('');
  const sheet = (rows: string, more = ''): string =>
    `<worksheet><sheetData>${rows}</sheetData>${more}</worksheet>`;
  const first = sheet(
    header + people(2) + row(8, [shared(p.filler()), shared(p.sentence())]),
    `<headerFooter><oddHeader>&amp;L${p.say()}</oddHeader></headerFooter>`,
  );
  const hidden = sheet(header + people(2));
  return buildXlsx({
    sheets: [
      { name: '公示', xml: first },
      { name: '底稿', state: 'hidden', xml: hidden },
    ],
    strings,
    parts: {
      'docProps/core.xml': core(p),
      'xl/worksheets/_rels/sheet1.xml.rels': relations([['rId1', `${OFFICE}/comments`, '../comments1.xml']]),
      'xl/comments1.xml': `${DECLARATION}<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>a</author></authors><commentList><comment ref="A2" authorId="0"><text><r><t>${p.sentence()}</t></r></text></comment></commentList></comments>`,
    },
  });
}

export function pptx(p: Planter): Promise<Uint8Array> {
  const ns = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${OFFICE}"`;
  const tree = (content: string): string =>
    `<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${content}</p:spTree></p:cSld>`;
  const shape = (id: number, paragraphs: readonly string[], description = ''): string =>
    `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="文本 ${id}"${description === '' ? '' : ` descr="${description}"`}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="300000" y="${300_000 + 1_500_000 * (id - 2)}"/><a:ext cx="8000000" cy="1400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/>${paragraphs.map((text) => `<a:p>${text}</a:p>`).join('')}</p:txBody></p:sp>`;
  const run = (text: string): string => `<a:r><a:rPr lang="zh-CN"/><a:t>${text}</a:t></a:r>`;
  const [a, b] = p.pieces('id');
  const slide = `${DECLARATION}<p:sld ${ns}>${tree(shape(2, [run(p.filler()), run(`身份证号：${a}`) + run(b!)]) + shape(3, [run(p.sentence()), run(p.sentence('address'))], p.say()))}</p:sld>`;
  const hidden = `${DECLARATION}<p:sld ${ns} show="0">${tree(shape(2, [run(p.sentence())]))}</p:sld>`;
  const notes = `${DECLARATION}<p:notes ${ns}>${tree(shape(2, [run(p.sentence())]))}</p:notes>`;
  const theme = `${DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="t"><a:themeElements><a:clrScheme name="c">${['dk1', 'lt1', 'dk2', 'lt2', 'accent1', 'accent2', 'accent3', 'accent4', 'accent5', 'accent6', 'hlink', 'folHlink'].map((name, i) => `<a:${name}><a:srgbClr val="${i % 2 === 0 ? '000000' : 'FFFFFF'}"/></a:${name}>`).join('')}</a:clrScheme><a:fontScheme name="f"><a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme><a:fmtScheme name="m"><a:fillStyleLst>${'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${'<a:ln><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${'<a:effectStyle><a:effectLst/></a:effectStyle>'.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
  const map =
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>';
  const m = 'presentationml';
  const parts: Record<string, string> = {
    '[Content_Types].xml': types({
      'ppt/presentation.xml': `${m}.presentation.main`,
      'ppt/slides/slide1.xml': `${m}.slide`,
      'ppt/slides/slide2.xml': `${m}.slide`,
      'ppt/notesSlides/notesSlide1.xml': `${m}.notesSlide`,
      'ppt/slideMasters/slideMaster1.xml': `${m}.slideMaster`,
      'ppt/slideLayouts/slideLayout1.xml': `${m}.slideLayout`,
      'ppt/theme/theme1.xml': 'theme',
    }),
    '_rels/.rels': relations([
      ['rId1', `${OFFICE}/officeDocument`, 'ppt/presentation.xml'],
      ['rId2', CORE_TYPE, 'docProps/core.xml'],
    ]),
    'ppt/presentation.xml': `${DECLARATION}<p:presentation ${ns}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId3"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations([
      ['rId1', `${OFFICE}/slideMaster`, 'slideMasters/slideMaster1.xml'],
      ['rId2', `${OFFICE}/slide`, 'slides/slide1.xml'],
      ['rId3', `${OFFICE}/slide`, 'slides/slide2.xml'],
    ]),
    'ppt/slideMasters/slideMaster1.xml': `${DECLARATION}<p:sldMaster ${ns}>${tree('')}${map}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations([
      ['rId1', `${OFFICE}/slideLayout`, '../slideLayouts/slideLayout1.xml'],
      ['rId2', `${OFFICE}/theme`, '../theme/theme1.xml'],
    ]),
    'ppt/slideLayouts/slideLayout1.xml': `${DECLARATION}<p:sldLayout ${ns}>${tree('')}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relations([
      ['rId1', `${OFFICE}/slideMaster`, '../slideMasters/slideMaster1.xml'],
    ]),
    'ppt/slides/slide1.xml': slide,
    'ppt/slides/slide2.xml': hidden,
    'ppt/slides/_rels/slide1.xml.rels': relations([
      ['rId1', `${OFFICE}/slideLayout`, '../slideLayouts/slideLayout1.xml'],
      ['rId2', `${OFFICE}/notesSlide`, '../notesSlides/notesSlide1.xml'],
    ]),
    'ppt/slides/_rels/slide2.xml.rels': relations([
      ['rId1', `${OFFICE}/slideLayout`, '../slideLayouts/slideLayout1.xml'],
    ]),
    'ppt/notesSlides/notesSlide1.xml': notes,
    'ppt/notesSlides/_rels/notesSlide1.xml.rels': relations([
      ['rId1', `${OFFICE}/slide`, '../slides/slide1.xml'],
    ]),
    'ppt/theme/theme1.xml': theme,
    'docProps/core.xml': core(p),
  };
  return buildZip(Object.entries(parts).map(([name, text]) => ({ name, bytes: utf8(text) })));
}

const ODF_NS = ['office', 'style', 'text', 'table', 'meta', 'drawing', 'presentation']
  .map(
    (name) =>
      `xmlns:${name === 'drawing' ? 'draw' : name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  )
  .join(' ');

function openDocument(
  kind: 'text' | 'spreadsheet' | 'presentation',
  p: Planter,
  body: string,
  styles = '',
): Promise<Uint8Array> {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  const dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
  const parts: Record<string, string> = {
    mimetype: type,
    'content.xml': `${DECLARATION}<office:document-content ${ODF_NS} ${dc} office:version="1.2"><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    'styles.xml': `${DECLARATION}<office:document-styles ${ODF_NS} office:version="1.2"><office:automatic-styles><style:page-layout style:name="pm1"/></office:automatic-styles><office:master-styles>${styles}</office:master-styles></office:document-styles>`,
    'meta.xml': `${DECLARATION}<office:document-meta ${ODF_NS} ${dc} office:version="1.2"><office:meta><dc:description>${p.say()}</dc:description></office:meta></office:document-meta>`,
    'META-INF/manifest.xml': `${DECLARATION}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/>${['content.xml', 'styles.xml', 'meta.xml'].map((name) => `<manifest:file-entry manifest:full-path="${name}" manifest:media-type="text/xml"/>`).join('')}</manifest:manifest>`,
  };
  return buildZip(
    Object.entries(parts).map(([name, text]) => ({
      name,
      bytes: utf8(text),
      method: name === 'mimetype' ? 0 : 8,
    })),
  );
}

export function odt(p: Planter): Promise<Uint8Array> {
  const [a, b] = p.pieces('id');
  const cell = (text: string): string =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  const row = (...cells: string[]): string =>
    `<table:table-row>${cells.map(cell).join('')}</table:table-row>`;
  const body = [
    `<text:p>${p.filler()}</text:p>`,
    `<text:p>身份证号：${a}<text:span>${b}</text:span>，审核通过</text:p>`,
    `<text:p>${p.sentence('address')}</text:p>`,
    `<text:p>批注<office:annotation><dc:creator>a</dc:creator><text:p>${p.sentence()}</text:p></office:annotation></text:p>`,
    `<text:p>脚注<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>${p.sentence()}</text:p></text:note-body></text:note></text:p>`,
    `<table:table table:name="t"><table:table-column table:number-columns-repeated="3"/>${row('姓名', '身份证号', '手机号码')}${Array.from({ length: 3 }, () => row(p.name(), p.value('id'), p.value('mobile'))).join('')}</table:table>`,
  ].join('');
  const styles = `<style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header><text:p>${p.sentence()}</text:p></style:header></style:master-page>`;
  return openDocument('text', p, body, styles);
}

export function ods(p: Planter): Promise<Uint8Array> {
  const text = (value: string): string =>
    `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`;
  const number = (value: string): string =>
    `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
  const row = (...cells: string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`;
  const header = row(...['姓名', '身份证号', '手机号码', '家庭住址'].map(text));
  const people = (): string =>
    Array.from({ length: 5 }, () =>
      row(text(p.name()), text(p.value('id')), number(p.value('mobile')), text(p.value('address'))),
    ).join('');
  const sheet = (name: string, rows: string): string =>
    `<table:table table:name="${name}"><table:table-column table:number-columns-repeated="4"/>${rows}</table:table>`;
  return openDocument(
    'spreadsheet',
    p,
    sheet('公示', header + people() + row(text(p.filler()), text(p.sentence()))) +
      sheet('底稿', header + people()),
  );
}

export function odp(p: Planter): Promise<Uint8Array> {
  const [a, b] = p.pieces('id');
  const svg = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"';
  const frame = (at: number, ...paragraphs: string[]): string =>
    `<draw:frame ${svg} svg:x="2cm" svg:y="${at}cm" svg:width="22cm" svg:height="3cm"><draw:text-box>${paragraphs.map((text) => `<text:p>${text}</text:p>`).join('')}</draw:text-box></draw:frame>`;
  const page = (number: number, content: string): string =>
    `<draw:page draw:name="p${number}" draw:master-page-name="Default">${content}<presentation:notes>${frame(2, p.sentence())}</presentation:notes></draw:page>`;
  const body =
    page(
      1,
      frame(2, p.filler(), `身份证号：${a}<text:span>${b}</text:span>`) + frame(8, p.sentence('address')),
    ) + page(2, frame(2, p.sentence(), p.say()));
  const styles = '<style:master-page style:name="Default" style:page-layout-name="pm1"/>';
  return openDocument('presentation', p, body, styles);
}
