/**
 * Documents of every writable format with invented values in all channels that the format has, each value once.
 *
 * The same seed gives the same document. Labels stand before the values, as they do on the sites.
 */
import { gzipSync } from 'node:zlib';
import { Random } from '../../corpus/generate/random.js';
import { encodeText } from '../../src/apply/encode.js';
import { buildPdf, PdfPage, revisePdf, textWidth } from '../../src/formats/pdf/build-pdf.js';
import { buildTar } from '../../src/formats/tar/build-tar.js';
import { buildZip } from '../../src/formats/zip/build-zip.js';
import { docx, odp, ods, odt, pptx, xlsx } from './redact-office.js';
import { Planter } from './redact-planter.js';

export interface Planted {
  readonly extension: string;
  /** Extension of the file that LibreOffice makes of the bytes, which is the document then. */
  readonly madeInto?: string;
  readonly bytes: Uint8Array;
  /** Every value, as its digits or characters. */
  readonly values: readonly string[];
  /** Further texts that no copy may hold. */
  readonly tails: readonly string[];
}

type Maker = (plant: Planter) => Uint8Array | Promise<Uint8Array>;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const fullWidth = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const base64 = (data: string | Uint8Array): string =>
  Buffer.from(data).toString('base64').replace(/.{76}/g, '$&\r\n').trimEnd();

function lines(p: Planter): string {
  return [
    p.filler(),
    p.sentence('id'),
    p.sentence('mobile'),
    p.sentence('card'),
    p.sentence('address'),
    `身份证号：${fullWidth(p.value('id'))}`,
    `手机号码：${p.value('mobile').replace(/^(.{3})(.{4})/, '$1-$2-')}`,
    p.filler(),
  ].join('\r\n');
}

interface Made {
  readonly extension: string;
  readonly make: Maker;
  readonly madeInto?: string;
}

const makers: Record<string, Made | readonly Made[]> = {
  'text UTF-8': { extension: 'txt', make: (p) => utf8(`${lines(p)}\r\n`) },
  'text GB 18030': {
    extension: 'txt',
    make: (p) => encodeText(`${lines(p)}\r\n`, 'gb18030')!,
  },
  'text UTF-16': {
    extension: 'txt',
    make: (p) => Buffer.concat([Uint8Array.of(0xff, 0xfe), encodeText(lines(p), 'utf-16le')!]),
  },
  CSV: {
    extension: 'csv',
    make: (p) => {
      const rows = Array.from(
        { length: 8 },
        () =>
          `${p.name()},${p.value('id')},"${p.value('mobile')}",${p.value('card')},"${p.value('address')}"`,
      );
      return encodeText(['姓名,身份证号,手机号码,银行卡号,家庭住址', ...rows, ''].join('\r\n'), 'gb18030')!;
    },
  },
  JSON: {
    extension: 'json',
    make: (p) =>
      utf8(
        JSON.stringify(
          {
            title: p.filler(),
            list: Array.from({ length: 4 }, () => ({
              name: p.name(),
              idCard: p.value('id'),
              phone: Number(p.value('mobile')),
              address: p.value('address'),
              remark: p.say(),
            })),
            escaped: `手机：${p.value('mobile')}`,
          },
          null,
          2,
        ).replace(/手机/g, '\\u624b\\u673a'),
      ),
  },
  XML: {
    extension: 'xml',
    make: (p) =>
      utf8(
        `<?xml version="1.0" encoding="UTF-8"?>\n<list note="${p.say()}"><!-- ${p.say()} -->\n<person><name>${p.name()}</name><idCard>${p.value('id')}</idCard><phone>${p.value('mobile').replace(/^(.)/, (digit) => `&#${digit.charCodeAt(0)};`)}</phone><address>${p.value('address')}</address></person>\n<t><![CDATA[${p.sentence()}]]></t>\n<p>${p.filler()}</p></list>\n`,
      ),
  },
  Markdown: {
    extension: 'md',
    make: (p) =>
      utf8(
        `# ${p.filler()}\n\n${p.sentence('id')}\n\n| 姓名 | 身份证号 | 手机号码 | 家庭住址 |\n|---|---|---|---|\n${Array.from({ length: 3 }, () => `| ${p.name()} | ${p.value('id')} | ${p.value('mobile')} | ${p.value('address')} |\n`).join('')}\n- **手机**：[${p.value('mobile')}](tel:${p.value('mobile')})\n- ${p.say('card')}\n\n<!-- ${p.say()} -->\n\n\`${p.say()}\`\n`,
      ),
  },
  NDJSON: {
    extension: 'ndjson',
    make: (p) =>
      utf8(
        Array.from(
          { length: 6 },
          () =>
            `${JSON.stringify({ name: p.name(), idCard: p.value('id'), phone: Number(p.value('mobile')), address: p.value('address'), remark: p.say() })}\n`,
        ).join(''),
      ),
  },
  vCard: {
    extension: 'vcf',
    make: (p) =>
      utf8(
        Array.from({ length: 3 }, () => {
          const name = p.name();
          return `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nN:${name};;;;\r\nTEL;TYPE=CELL:${p.value('mobile')}\r\nNOTE:${p.say('id')}\r\nEND:VCARD\r\n`;
        }).join(''),
      ),
  },
  SVG: {
    extension: 'svg',
    make: (p) => {
      const [a, b] = p.pieces('id');
      return utf8(
        `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><title>${p.say()}</title><desc>${p.say()}</desc><!-- ${p.say()} --><text x="10" y="20">身份证号：${a}<tspan font-weight="bold">${b}</tspan></text><text x="10" y="40">${p.sentence()}</text><text x="10" y="60" visibility="hidden">${p.sentence()}</text><text x="10" y="80">${p.filler()}</text></svg>\n`,
      );
    },
  },
  HTML: { extension: 'html', make: (p) => encodeText(page(p), 'gb18030')! },
  RTF: { extension: 'rtf', make: rtf },
  DOCX: { extension: 'docx', make: docx },
  XLSX: { extension: 'xlsx', make: xlsx },
  PPTX: { extension: 'pptx', make: pptx },
  ODT: { extension: 'odt', make: odt },
  ODS: { extension: 'ods', make: ods },
  ODP: { extension: 'odp', make: odp },
  EML: { extension: 'eml', make: eml },
  ZIP: { extension: 'zip', make: zip },
  TAR: { extension: 'tar', make: tar },
  GZIP: { extension: 'gz', make: (p) => gzipSync(lines(p)) },
  'TAR.GZ': { extension: 'tar.gz', make: async (p) => gzipSync(await tar(p)) },
  PDF: { extension: 'pdf', make: pdf },
  // As another producer writes them: its own fonts, subsets and ToUnicode maps, its own runs, styles and shared strings.
  'PDF by LibreOffice': [
    { extension: 'odt', make: odt, madeInto: 'pdf' },
    { extension: 'docx', make: docx, madeInto: 'pdf' },
    { extension: 'odp', make: odp, madeInto: 'pdf' },
    { extension: 'ods', make: ods, madeInto: 'pdf' },
  ],
  'DOCX by LibreOffice': { extension: 'odt', make: odt, madeInto: 'docx' },
  'XLSX by LibreOffice': { extension: 'ods', make: ods, madeInto: 'xlsx' },
  'PPTX by LibreOffice': { extension: 'odp', make: odp, madeInto: 'pptx' },
  'ODT by LibreOffice': { extension: 'docx', make: docx, madeInto: 'odt' },
  'ODS by LibreOffice': { extension: 'xlsx', make: xlsx, madeInto: 'ods' },
  'RTF by LibreOffice': { extension: 'docx', make: docx, madeInto: 'rtf' },
};

export const FORMATS: readonly string[] = Object.keys(makers);

export async function document(format: string, seed: number): Promise<Planted> {
  const made = [makers[format]!].flat();
  const { extension, make, madeInto } = made[seed % made.length]!;
  const plant = new Planter(Random.of(seed, 'redact', format));
  const bytes = await make(plant);
  const into = madeInto === undefined ? {} : { madeInto };
  return { extension, ...into, bytes, values: plant.values, tails: plant.tails };
}

function page(p: Planter): string {
  const [a, b] = p.pieces('id');
  const [c, d] = p.pieces('mobile');
  const entity = p.value('mobile').replace(/\d/g, (digit) => `&#${digit.charCodeAt(0)};`);
  return `<!DOCTYPE html>
<html><head><meta charset="gb2312"><title>${p.sentence()}</title><meta name="description" content="${p.say()}">
<style>p::after{content:"${p.say('mobile')}"}</style>
<script>var list = [{"name":"${p.name()}","phone":${p.value('mobile')},"idCard":"${p.value('id')}"}]; // ${p.say()}</script></head>
<body><!-- ${p.say()} -->
<h1>${p.filler()}</h1>
<p>身份证号：${a}<b>${b}</b>，${p.filler()}</p>
<p>手机：${c}<span style="color:red">&shy;${d}</span></p>
<p>联系电话：${entity}</p>
<div style="display:none">${p.sentence()}</div>
<img alt="${p.say()}" src="x.png"><a href="tel:${p.value('mobile')}">电话</a>
<input type="hidden" name="idCard" value="${p.value('id')}"><textarea>${p.say()}</textarea>
<table><tr><th>姓名</th><th>身份证号</th><th>手机号码</th><th>家庭住址</th></tr>
${Array.from({ length: 3 }, () => `<tr><td>${p.name()}</td><td>${p.value('id')}</td><td>${p.value('mobile')}</td><td>${p.value('address')}</td></tr>`).join('\n')}
</table><noscript>${p.sentence()}</noscript></body></html>
`;
}

function rtf(p: Planter): Uint8Array {
  const han = (text: string): string =>
    text.replace(/[^\x20-\x7e]/g, (character) => {
      const unit = character.charCodeAt(0);
      return `\\u${unit > 32_767 ? unit - 65_536 : unit}?`;
    });
  const [a, b] = p.pieces('id');
  return Uint8Array.from(
    `{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\info{\\title ${han(p.say())}}}{\\header\\pard ${han(p.sentence())}\\par}
\\pard ${han(p.filler())}\\par
\\pard ${han(p.sentence('mobile'))}\\par
\\pard ${han('身份证号：')}${a}{\\b ${b}}\\par
\\pard ${han(p.sentence('address'))}\\par
\\pard {\\v ${han(p.sentence())}}\\par
\\pard ${han(p.filler())}\\par}`,
    (character) => character.charCodeAt(0),
  );
}

async function eml(p: Planter): Promise<Uint8Array> {
  const qp = (text: string): string =>
    [...encodeText(text, 'gb18030')!]
      .map((byte) =>
        byte === 10
          ? '\r\n'
          : byte < 0x7f && byte !== 0x3d && byte > 31
            ? String.fromCharCode(byte)
            : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('')
      .replace(/((?:=[0-9A-F]{2}|[^=\r\n]){20})(?=[^\r\n])/g, '$1=\r\n');
  const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  const attachment = async (name: string, data: Uint8Array): Promise<string> =>
    `--bb\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${base64(data)}\r\n`;
  const mail = [
    'From: office <office@example.gov.cn>',
    `Subject: ${word('关于')}\r\n ${word(p.say('mobile'))}`,
    'Date: Mon, 05 Jan 2026 09:00:00 +0800',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=bb',
    '',
    '--bb',
    'Content-Type: text/plain; charset=gb2312',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    qp(`${p.filler()}\n${p.sentence('id')}\n${p.sentence('mobile')}\n`),
    '--bb',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(`<html><body><p>${p.sentence()}</p><!-- ${p.say()} --><p>${p.filler()}</p></body></html>`),
    '',
  ].join('\r\n');
  const parts = [
    await attachment('a.docx', await docx(p)),
    await attachment('b.csv', utf8(`姓名,身份证号\r\n${p.name()},${p.value('id')}\r\n`)),
    await attachment('c.pdf', simplePdf(p)),
  ];
  return Uint8Array.from(Buffer.from(`${mail}${parts.join('')}--bb--\r\n`, 'latin1'));
}

async function zip(p: Planter): Promise<Uint8Array> {
  const inner = await buildZip([{ name: '内层/说明.txt', bytes: encodeText(p.sentence(), 'gb18030')! }]);
  return buildZip([
    { name: '名单.txt', bytes: utf8(lines(p)) },
    { name: 'page.html', bytes: utf8(page(p).replace('gb2312', 'utf-8')) },
    { name: '附件/表.xlsx', bytes: await xlsx(p) },
    { name: '附件/表.pdf', bytes: simplePdf(p) },
    { name: 'inner.zip', bytes: inner },
    { name: 'clean.txt', bytes: utf8(p.filler()) },
  ]);
}

/** Names of over a hundred bytes too, and one after which a next header says how large it is. */
async function tar(p: Planter): Promise<Uint8Array> {
  const long = `附件/${'公示材料'.repeat(12)}.html`;
  return buildTar(
    { name: '附件/', type: '5' },
    { name: '附件/名单.txt', data: encodeText(lines(p), 'gb18030')! },
    { name: '././@LongLink', type: 'L', data: `${long}\0` },
    { name: long.slice(0, 20), data: page(p).replace('gb2312', 'utf-8') },
    { name: '附件/表.xlsx', data: await xlsx(p) },
    { name: 'inner.zip', data: await buildZip([{ name: '说明.txt', bytes: utf8(p.sentence()) }]) },
    { name: 'inner.txt.gz', data: gzipSync(p.sentence()) },
    { name: 'clean.txt', data: p.filler() },
  );
}

function simplePdf(p: Planter): Uint8Array {
  return buildPdf({
    pages: [new PdfPage().text(72, 720, 12, p.filler()).text(72, 700, 12, p.sentence('id'))],
  });
}

function pdf(p: Planter): Uint8Array {
  const { random } = p;
  const first = new PdfPage({ rotate: random.pick([0, 0, 90]) as 0 | 90 })
    .text(72, 780, 12, p.filler())
    .text(72, 760, 12, p.sentence('id'))
    .text(72, 740, 12, p.say('mobile'), { spacing: random.pick([0, 1.5]) })
    .text(72, 720, 10, `身份证号：${p.value('id')}`, { mode: 3 })
    .text(72, 700, 10, p.say('mobile'), { colour: [1, 1, 1] })
    .text(700, 690, 10, p.say('id'))
    .text(72, 670, 0.4, p.say('id'))
    .layer('底稿', false, (q) => q.text(72, 650, 10, p.say('id')));
  const covered = p.value('id');
  first
    .text(72, 630, 12, `身份证号：${covered}`)
    .box(72 + textWidth('身份证号：', 12), 627, textWidth(covered, 12), 14)
    .text(560, 200, 12, p.say('mobile'), { angle: 90 })
    .text(540, 700, 12, p.say('id'), { font: 'vertical' })
    .text(300, 300, 11, p.say('id'), { angle: 30 })
    .note(400, 500, p.sentence())
    .link([72, 600, 200, 615], `tel:${p.value('mobile')}`)
    .field({ name: 'tel', tooltip: '手机号码', value: p.value('mobile'), box: [72, 560, 200, 580] })
    .field({ name: 'id', tooltip: '身份证号', value: p.value('id'), hidden: true, box: [72, 530, 200, 550] });
  const xs = [60, 130, 290, 400];
  const ys = Array.from({ length: 6 }, (_, i) => 480 - 20 * i);
  first.grid(xs, ys);
  const cells = [
    ['姓名', '身份证号', '手机号码'],
    ...Array.from({ length: 4 }, () => [p.name(), p.value('id'), p.value('mobile')]),
  ];
  for (const [y, row] of cells.entries()) {
    for (const [x, text] of row.entries()) first.text(xs[x]! + 4, ys[y]! - 15, 10, text);
  }
  const bytes = buildPdf({
    pages: [first, new PdfPage().text(72, 760, 12, p.filler()).text(72, 740, 12, p.sentence())],
    info: { Title: p.filler(), Subject: p.say() },
    xmp: `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>${p.say()}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`,
    outline: [p.filler(), p.say()],
    script: `app.alert("${p.say('mobile')}");`,
    attachments: [{ name: '名单.txt', bytes: utf8(p.sentence()) }],
  });
  if (random.chance(0.5)) return bytes;
  // An earlier state of the second page, with a value that the last one does not show.
  const second = new PdfPage().text(72, 760, 12, p.filler()).text(72, 740, 12, p.sentence());
  return revisePdf(bytes, 1, second);
}
