/** Flat OpenDocument files and a page with values planted in every place that other programs carry along. */
import { type Planted, Planter } from '../../corpus/channels/catalogue.js';
import { emf, wide } from '../../src/formats/metafile/build-emf.js';

export interface Source {
  readonly name: string;
  readonly content: string;
  readonly planted: readonly Planted[];
}

const NAMESPACES = [
  'office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"',
  'text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"',
  'table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"',
  'style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"',
  'fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
  'draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
  'svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
  'presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"',
  'meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"',
  'dc="http://purl.org/dc/elements/1.1/"',
  'xlink="http://www.w3.org/1999/xlink"',
  'of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"',
  'number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"',
]
  .map((namespace) => `xmlns:${namespace}`)
  .join(' ');

function flat(kind: string, parts: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${kind}">${parts}</office:document>`;
}

const properties = (at: (place: string, ...channels: string[]) => string): string =>
  `<office:meta><dc:title>${at('title of the file', 'metadata', 'title')}</dc:title><dc:subject>${at('subject', 'metadata')}</dc:subject><meta:keyword>${at('keyword', 'metadata')}</meta:keyword><dc:description>${at('remark', 'metadata')}</dc:description><meta:user-defined meta:name="号码">${at('property of the user', 'metadata')}</meta:user-defined></office:meta>`;

/** A drawing that holds a text, as a table pasted as a picture does. */
const drawing = (text: string, anchor = ''): string =>
  `<draw:frame${anchor} svg:x="1cm" svg:y="1cm" svg:width="6cm" svg:height="1cm"><draw:image><office:binary-data>${emf(wide(10, 10, `身份证 ${text}`)).toString('base64')}</office:binary-data></draw:image></draw:frame>`;

export function writer(): Source {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const split = at('split over spans', 'body');
  const content = flat(
    'text',
    `${properties(at)}
<office:automatic-styles><style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header><text:p>身份证 ${at('header', 'header', 'body')}</text:p></style:header><style:footer><text:p>身份证 ${at('footer', 'footer', 'body')}</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>x</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info><text:p>${at('deleted text', 'deleted')}</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>身份证号：${split.slice(0, 7)}<text:span text:style-name="B">${split.slice(7)}</text:span></text:p>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>身份证号</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>张三</text:p></table:table-cell><table:table-cell><text:p>${at('table cell', 'body')}</text:p></table:table-cell></table:table-row></table:table>
<text:p>前<text:change text:change-id="c1"/>后</text:p>
<text:p>隐藏 <text:span text:style-name="H">${at('hidden text', 'hidden')}</text:span></text:p>
<text:p>注<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>${at('footnote', 'note', 'body')}</text:p></text:note-body></text:note> 尾<text:note text:id="n2" text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>${at('endnote', 'note', 'body')}</text:p></text:note-body></text:note></text:p>
<text:p>批<office:annotation><dc:creator>x</dc:creator><dc:date>2026-01-01T00:00:00</dc:date><text:p>${at('comment', 'comment', 'annotation')}</text:p></office:annotation></text:p>
<text:p><draw:frame draw:name="box" text:anchor-type="paragraph" svg:width="6cm" svg:height="1cm"><draw:text-box><text:p>${at('text box', 'body')}</text:p></draw:text-box></draw:frame></text:p>
<text:p><draw:rect text:anchor-type="paragraph" svg:x="1cm" svg:y="0cm" svg:width="1cm" svg:height="1cm"><svg:desc>${at('alternative text', 'attribute', 'residue')}</svg:desc></draw:rect></text:p>
<text:p>${drawing(at('drawing', 'body'), ' text:anchor-type="paragraph"')}</text:p>
<text:p><text:a xlink:type="simple" xlink:href="http://example.gov.cn/q?id=${at('target of a link', 'link', 'field')}">查询</text:a></text:p>
<text:p><text:bookmark text:name="b${at('name of a bookmark', 'name', 'attribute', 'metadata', 'residue')}"/>书签</text:p>
</office:text></office:body>`,
  );
  return { name: 'letter.fodt', content, planted: p.planted };
}

export function calc(): Source {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const cell = (text: string, extra = '', style = ''): string =>
    `<table:table-cell office:value-type="string"${style}>${extra}<text:p>${text}</text:p></table:table-cell>`;
  const row = (cells: string, attributes = ''): string =>
    `<table:table-row${attributes}>${cells}</table:table-row>`;
  const note = `<office:annotation><dc:creator>x</dc:creator><text:p>${at('comment', 'comment', 'annotation')}</text:p></office:annotation>`;
  const content = flat(
    'spreadsheet',
    `${properties(at)}
<office:styles><style:style style:name="Unseen" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style></office:styles>
<office:automatic-styles><style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style><style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="6cm"/></style:style><style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style><style:style style:name="cond" style:family="table-cell"><style:map style:condition="cell-content()!=&quot;&quot;" style:apply-style-name="Unseen" style:base-cell-address="名单.B5"/></style:style><style:style style:name="black" style:family="table-cell"><style:table-cell-properties fo:background-color="#000000"/><style:text-properties fo:color="#000000"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:content-validations><table:content-validation table:name="v1" table:condition="of:cell-content-is-in-list(&quot;${at('list of a validation', 'attribute', 'field', 'body', 'hidden', 'comment', 'residue')}&quot;;&quot;x&quot;)" table:base-cell-address="名单.A9"/></table:content-validations>
<table:table table:name="名单"><table:table-column table:style-name="wide" table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
${row(cell('姓名') + cell('身份证号') + cell('备注'))}
${row(cell('张三', note) + cell(at('cell', 'body')) + cell(at('hidden column', 'hidden')))}
${row(cell('李四') + cell(at('hidden row', 'hidden')), ' table:visibility="collapse"')}
${row(cell('王五') + cell(at('white letters', 'hidden'), '', ' table:style-name="white"'))}
${row(cell('赵六') + cell(at('white letters by a condition', 'hidden'), '', ' table:style-name="cond"'))}
${row(cell('吴八') + cell(at('letters on a fill of their colour', 'hidden'), '', ' table:style-name="black"'))}
${row(`${cell('x')}<table:table-cell office:value-type="string" table:content-validation-name="v1"><text:p>x</text:p></table:table-cell>`)}
</table:table>
<table:table table:name="旧" table:style-name="gone"><table:table-column/>${row(cell(at('hidden sheet', 'hidden')))}</table:table>
</office:spreadsheet></office:body>`,
  );
  return { name: 'list.fods', content, planted: p.planted };
}

export function impress(): Source {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const box = (text: string): string =>
    `<draw:frame svg:x="1cm" svg:y="1cm" svg:width="15cm" svg:height="2cm"><draw:text-box><text:p>身份证 ${text}</text:p></draw:text-box></draw:frame>`;
  const page = (name: string, content: string, notes: string, style = ''): string =>
    `<draw:page draw:name="${name}" draw:master-page-name="M"${style}>${content}<presentation:notes><draw:frame presentation:class="notes" svg:x="1cm" svg:y="10cm" svg:width="15cm" svg:height="5cm"><draw:text-box><text:p>${notes}</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>`;
  const content = flat(
    'presentation',
    `${properties(at)}
<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout><style:style style:name="gone" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style></office:automatic-styles>
<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>
<office:body><office:presentation>
${page('p1', `${box(at('slide', 'body'))}<draw:rect svg:x="1cm" svg:y="5cm" svg:width="1cm" svg:height="1cm"><svg:desc>${at('alternative text', 'attribute', 'residue')}</svg:desc></draw:rect>`, at('notes', 'note', 'body'))}
${page('p2', box(at('hidden slide', 'hidden')), 'x', ' draw:style-name="gone"')}
</office:presentation></office:body>`,
  );
  return { name: 'talk.fodp', content, planted: p.planted };
}

/** What Chromium prints of it. */
export function page(): Source {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const content = `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>${at('title', 'metadata')}</title><style>td,th{border:1px solid}</style></head><body>
<h1>公示</h1><p>身份证号：${at('paragraph', 'body')}</p>
<table><tr><th>姓名</th><th>身份证号</th></tr><tr><td>张三</td><td>${at('table cell', 'body')}</td></tr></table>
<p style="position:relative">身份证 <span>${at('under a black box', 'covered')}</span><span style="position:absolute;left:0;top:0;width:100%;height:100%;background:#000"></span></p>
<p style="color:#fff;background:#fff">${at('white on white', 'hidden')}</p>
<p><a href="http://example.gov.cn/q?id=${at('target of a link', 'link')}">查询</a></p>
<p style="transform:rotate(90deg);width:300px;margin:150px 0">身份证 ${at('rotated', 'body')}</p>
</body></html>`;
  return { name: 'page.html', content, planted: p.planted };
}
