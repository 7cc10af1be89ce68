/** Office files and archives through the real scanner: scan, redact, scan again, look into every part. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, ScanBudget } from '../core/index.js';
import { buildDoc } from '../formats/doc/build-doc.js';
import { buildDocx, wordPart } from '../formats/docx/build-docx.js';
import { buildPdf, PdfPage } from '../formats/pdf/build-pdf.js';
import { type BuildSheet, buildXlsx } from '../formats/xlsx/build-xlsx.js';
import { buildZip } from '../formats/zip/build-zip.js';
import { readStructure } from '../formats/zip/central-directory.js';
import { readEntry } from '../formats/zip/entry-data.js';
import { createScanner, redact } from '../index.js';
import { decodeText } from '../text/decode.js';

const ID = '110101190103070018';
const MASKED = '110101************';
const PHONE = '13800138000';
const TODAY = '2026-01-01';
const scanner = createScanner({ today: TODAY });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Name → content of every listed entry. */
async function contents(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const context = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const all = new Map<string, Uint8Array>();
  for (const entry of readStructure(bytes, 1000)!.entries) {
    all.set(entry.name, (await readEntry(bytes, entry, context)).bytes ?? new Uint8Array(0));
  }
  return all;
}

async function run(name: string, bytes: Uint8Array) {
  const before = await scanner.scan({ name, bytes });
  const outcome = await redact({ name, bytes }, before, { today: TODAY });
  const after = await scanner.scan({ name, bytes: outcome.bytes });
  const [old, now] = [await contents(bytes), await contents(outcome.bytes)];
  const changed = [...now.keys()].filter(
    (part) => Buffer.compare(now.get(part)!, old.get(part) ?? new Uint8Array(0)) !== 0,
  );
  const text = (part: string): string => decodeText(now.get(part) ?? new Uint8Array(0)).text;
  const leaks = after.findings.filter(({ disposition }) => disposition === 'leak');
  return { before, outcome, leaks, changed, text, now };
}

type Run = Awaited<ReturnType<typeof run>>;

/** Proven, nothing left, and no raw digits in any part, tags aside. */
function expectClean({ before, outcome, leaks, now }: Run): void {
  expect(before.findings.some(({ disposition }) => disposition === 'leak')).toBe(true);
  expect(outcome.refused).toEqual([]);
  expect(outcome.proof.verified).toBe(true);
  expect(leaks).toEqual([]);
  for (const [part, content] of now) {
    const text = decodeText(content).text.replace(/<[^>]*>/g, '');
    for (const value of [ID, PHONE, '190103070018', '00138000'])
      expect(text.includes(value), part).toBe(false);
  }
}

const codes = ({ outcome }: Run): string[] => outcome.refused.map(({ code }) => code);

describe('DOCX', () => {
  const paragraph = (...runs: string[]): string =>
    `<w:p>${runs.map((one) => `<w:r>${one}</w:r>`).join('')}</w:p>`;
  const t = (text: string): string => `<w:t xml:space="preserve">${text}</w:t>`;

  test('body, runs, header, comment, deleted text, properties; the other parts are identical', async () => {
    const bytes = await buildDocx(
      paragraph(t('身份证号：110101'), t('1901'), t('0307&#48;018')) +
        `<w:p><w:del w:id="1"><w:r><w:delText>身份证号：${ID}</w:delText></w:r></w:del></w:p>`,
      {
        'word/header1.xml': wordPart('hdr', paragraph(t(`联系人张三 手机：${PHONE}`))),
        'word/comments.xml': wordPart(
          'comments',
          `<w:comment w:id="0">${paragraph(t(`身份证号：${ID}`))}</w:comment>`,
        ),
        'docProps/core.xml': `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>张三 身份证号${ID}</dc:title></cp:coreProperties>`,
        'docProps/thumbnail.jpeg': utf8('a picture of the first page'),
        'word/fontTable.xml': wordPart('fonts', '<w:font w:name="宋体"/>'),
        'word/media/image1.png': Uint8Array.of(0x89, 0x50, 0, 1),
      },
    );
    const result = await run('a.docx', bytes);
    expectClean(result);
    expect(result.text('word/document.xml')).toContain(
      `${t('身份证号：110101')}</w:r><w:r>${t('****')}</w:r><w:r>${t('********')}`,
    );
    expect(result.text('docProps/core.xml')).toContain(`张三 身份证号${MASKED}`);
    expect(result.changed.sort()).toEqual([
      'docProps/core.xml',
      'docProps/thumbnail.jpeg',
      'word/comments.xml',
      'word/document.xml',
      'word/header1.xml',
    ]);
  });

  test('a number that is read in the preview is gone with it', async () => {
    const preview = 'docProps/thumbnail.jpeg';
    const bytes = await buildDocx(paragraph(t(`身份证号：${ID}`)), { [preview]: utf8('a picture') });
    const artifact = { name: 'a.docx', bytes };
    const plan = await scanner.scan(artifact);
    const place = { kind: 'page', part: preview, channel: 'ocr', page: 1, box: [0, 0, 9, 9] } as const;
    const seen = { ...plan.findings[0]!, id: 'f9', places: [place] };
    const suggestion = { ...seen.suggestion!, edits: [{ place, replacement: '****' }] };
    const both = { ...plan, findings: [...plan.findings, { ...seen, suggestion }] };
    const outcome = await redact(artifact, both, { today: TODAY });
    expect(outcome).toMatchObject({ applied: 2, refused: [], proof: { verified: true } });
    expect([...(await contents(outcome.bytes)).get(preview)!].slice(0, 2)).toEqual([0xff, 0xd8]);
  });

  test('elements between the digits stay, a symbol for a digit becomes text', async () => {
    const bytes = await buildDocx(
      paragraph(t('身份证号：110101'), '<w:noBreakHyphen/>', t('19010307'), '<w:noBreakHyphen/>', t('0018')) +
        paragraph(t('身份证号：110101'), '<w:sym w:font="Arial" w:char="F031"/>', t('90103070018')),
    );
    const result = await run('a.docx', bytes);
    expectClean(result);
    const xml = result.text('word/document.xml');
    expect(xml.split('<w:noBreakHyphen/>')).toHaveLength(3);
    expect(xml).toContain('<w:r><w:t xml:space="preserve">*</w:t></w:r>');
  });

  test('both copies of a text box', async () => {
    const box = paragraph(t(`手机：${PHONE}`));
    const result = await run(
      'a.docx',
      await buildDocx(
        `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>${box}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${box}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
      ),
    );
    expectClean(result);
    expect(result.text('word/document.xml').split(/138\*{8}/)).toHaveLength(3);
  });

  test('numbers cut into runs anywhere, in any channel', { timeout: 20_000 }, async () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const cut = (value: string): string[] => {
      const pieces = [];
      for (let at = 0; at < value.length; ) {
        const end = at + 1 + random(8);
        pieces.push(value.slice(at, end));
        at = end;
      }
      return pieces;
    };
    for (let i = 0; i < 40; i++) {
      const [word, value] = random(2) === 0 ? ['身份证号', ID] : ['手机号码', PHONE];
      const runs = [
        t(`${word}：`),
        ...cut(value).map((piece) => t(random(3) === 0 ? piece.replace(/0/, '&#x30;') : piece)),
      ];
      const place = random(4);
      const content = paragraph(...runs);
      const result = await run(
        'a.docx',
        await buildDocx(
          place === 0
            ? content
            : place === 1
              ? `<w:tbl><w:tr><w:tc>${content}</w:tc></w:tr></w:tbl>`
              : '<w:p/>',
          {
            ...(place === 2
              ? {
                  'word/footnotes.xml': wordPart('footnotes', `<w:footnote w:id="2">${content}</w:footnote>`),
                }
              : {}),
            ...(place === 3 ? { 'word/footer1.xml': wordPart('ftr', content) } : {}),
          },
        ),
      );
      expectClean(result);
      expect(result.changed).toHaveLength(1);
    }
  });

  test('a signed document is refused', async () => {
    const bytes = await buildDocx(paragraph(t(`身份证号：${ID}`)), {
      '_xmlsignatures/sig1.xml': '<Signature/>',
    });
    const result = await run('a.docx', bytes);
    expect(codes(result)).toEqual(['apply/signed']);
    expect(result.outcome.bytes).toBe(bytes);
  });
});

describe('XLSX', () => {
  const sheet = (rows: string, rest = ''): string =>
    `<worksheet><sheetData>${rows}</sheetData>${rest}</worksheet>`;
  const heads =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>';
  const STRINGS = ['<t>姓名</t>', '<t>身份证号</t>', '<t>手机号码</t>'];
  const workbook = (
    rows: string,
    strings: readonly string[] = [],
    more: Partial<Parameters<typeof buildXlsx>[0]> = {},
  ) =>
    buildXlsx({
      sheets: [{ name: '名单', xml: sheet(heads + rows) }],
      strings: [...STRINGS, ...strings],
      ...more,
    });

  test('shared and rich strings, two users of one string, inline strings, numbers', async () => {
    const rows =
      '<row r="2"><c r="A2" t="inlineStr"><is><t>张三</t></is></c><c r="B2" t="s"><v>3</v></c><c r="C2" s="1"><v>13800138000</v></c></row>' +
      '<row r="3"><c r="B3" t="s"><v>3</v></c><c r="C3" t="n"><v>1.3800138E10</v></c></row>' +
      `<row r="4"><c r="B4" t="s"><v>4</v></c><c r="C4" t="inlineStr"><is><t>${PHONE}</t></is></c></row>`;
    const bytes = await workbook(rows, [
      `<t>${ID}</t>`,
      '<r><rPr><b/></rPr><t>110101</t></r><r><t>1901_x0030_3070018</t></r>',
    ]);
    const result = await run('a.xlsx', bytes);
    expectClean(result);
    const [strings, cells] = [result.text('xl/sharedStrings.xml'), result.text('xl/worksheets/sheet1.xml')];
    expect(strings).toContain(`<si><t>${MASKED}</t></si>`);
    expect(strings).toContain('<r><rPr><b/></rPr><t>110101</t></r><r><t>************</t></r>');
    expect(cells).toContain('<c r="C2" s="1" t="inlineStr"><is><t>138********</t></is></c>');
    expect(cells).toContain('<c r="C3" t="inlineStr"><is><t>138********</t></is></c>');
    expect(result.changed.sort()).toEqual(['xl/sharedStrings.xml', 'xl/worksheets/sheet1.xml']);
  });

  test('comments, hidden sheets, page headers, defined names, properties', async () => {
    const hidden: BuildSheet = {
      name: '底表',
      state: 'veryHidden',
      xml: `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>身份证号</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>${ID}</t></is></c></row></sheetData><headerFooter><oddHeader>&amp;L身份证号：${ID}</oddHeader><evenHeader>第&amp;P页</evenHeader></headerFooter></worksheet>`,
    };
    const bytes = await buildXlsx({
      sheets: [{ name: '名单', xml: sheet(heads) }, hidden],
      strings: STRINGS,
      parts: {
        'xl/comments1.xml': `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="B1"><text><r><t>身份证号：</t></r><r><t>${ID}</t></r></text></comment></commentList></comments>`,
        'xl/worksheets/_rels/sheet1.xml.rels':
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x/comments" Target="../comments1.xml"/></Relationships>',
        'docProps/core.xml': `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:subject>身份证号${ID}</dc:subject></cp:coreProperties>`,
      },
    });
    const result = await run('a.xlsx', bytes);
    expectClean(result);
    expect(result.text('xl/worksheets/sheet2.xml')).toContain(
      `<oddHeader>&amp;L身份证号：${MASKED}</oddHeader>`,
    );
    expect(result.text('xl/comments1.xml')).toContain(`<r><t>身份证号：</t></r><r><t>${MASKED}</t></r>`);
  });

  test('formulas: a look-up keeps its formula, a literal and a concatenation are refused', async () => {
    const row = (formula: string): string =>
      `<row r="2"><c r="B2" t="inlineStr"><is><t>${ID}</t></is></c><c r="A2" t="str"><f>${formula}</f><v>${ID}</v></c></row>`;
    const kept = await run('a.xlsx', await workbook(row('B2')));
    expectClean(kept);
    expect(kept.text('xl/worksheets/sheet1.xml')).toContain(
      `<c r="A2" t="str"><f>B2</f><v>${MASKED}</v></c>`,
    );
    const literal = await run('a.xlsx', await workbook(row('"110101"&amp;"190103070018"')));
    expect(codes(literal)).toEqual(['apply/formula-literal']);
    const joined = row('C2&amp;D2').replace(`<is><t>${ID}`, '<is><t>');
    expect(codes(await run('a.xlsx', await workbook(joined)))).toEqual(['apply/formula-recomputes']);
  });

  test('a plan for another workbook', async () => {
    const cell = (value: string): string =>
      `<row r="2"><c r="B2" t="inlineStr"><is><t>${value}</t></is></c></row>`;
    const plan = await scanner.scan({ name: 'a.xlsx', bytes: await workbook(cell(ID)) });
    const other = { name: 'a.xlsx', bytes: await workbook(cell('43062119020815002X')) };
    const outcome = await redact(other, plan, { today: TODAY });
    expect(outcome.refused.map(({ code }) => code)).toEqual(['apply/other-source']);
    expect(outcome.bytes).toBe(other.bytes);
  });
});

const PPT =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const slide = (text: string): string =>
  `<p:sld ${PPT}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`;

describe('PPTX and OpenDocument', () => {
  test('slides, notes, charts with their workbook', async () => {
    const book = await buildXlsx({
      sheets: [
        {
          name: 's',
          xml: `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>手机：${PHONE}</t></is></c></row></sheetData></worksheet>`,
        },
      ],
    });
    const files: Record<string, string | Uint8Array> = {
      '[Content_Types].xml': '<Types/>',
      'ppt/presentation.xml': `<p:presentation ${PPT}/>`,
      'ppt/slides/slide1.xml': slide(`身份证号：${ID}`),
      'ppt/slides/slide2.xml': slide('没有'),
      'ppt/notesSlides/notesSlide1.xml': slide(`手机：${PHONE}`).replaceAll('p:sld', 'p:notes'),
      'ppt/charts/chart1.xml': `<c:chartSpace xmlns:c="c"><c:strCache><c:pt idx="0"><c:v>手机：${PHONE}</c:v></c:pt></c:strCache></c:chartSpace>`,
      'ppt/embeddings/book.xlsx': book,
    };
    const zip = (parts: typeof files) =>
      buildZip(
        Object.entries(parts).map(([name, data]) => ({
          name,
          bytes: typeof data === 'string' ? utf8(data) : data,
        })),
      );
    const result = await run('a.pptx', await zip(files));
    expectClean(result);
    expect(result.text('ppt/slides/slide1.xml')).toBe(slide(`身份证号：${MASKED}`));
    expect(result.changed).not.toContain('ppt/slides/slide2.xml');
    expect((await contents(result.now.get('ppt/embeddings/book.xlsx')!)).size).toBeGreaterThan(3);
  });

  const NS =
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"';
  const odf = (
    kind: string,
    body: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Uint8Array> =>
    buildZip(
      Object.entries({
        mimetype: `application/vnd.oasis.opendocument.${kind}`,
        'content.xml': `<office:document-content ${NS}><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
        'META-INF/manifest.xml': '<manifest/>',
        ...more,
      }).map(([name, data]) => ({ name, bytes: utf8(data), method: name === 'mimetype' ? 0 : 8 })),
    );

  test('text with spans and spaces', async () => {
    const body = `<text:p>身份证号：110101<text:span>1901</text:span>0307<text:s/>0018</text:p>`;
    const result = await run('a.odt', await odf('text', body));
    expectClean(result);
    expect(result.text('content.xml')).toContain(
      '110101<text:span>****</text:span>****<text:s/>****</text:p>',
    );
    const signed = await odf('text', body, { 'META-INF/documentsignatures.xml': '<s/>' });
    expect(codes(await run('a.odt', signed))).toEqual(['apply/signed']);
  });

  test('cells lose the number behind the text that they show', async () => {
    const cell = (value: string, shown: string): string =>
      `<table:table-cell office:value-type="float" office:value="${value}" calcext:value-type="float"><text:p>${shown}</text:p></table:table-cell>`;
    const text = (shown: string): string =>
      `<table:table-cell office:value-type="string"><text:p>${shown}</text:p></table:table-cell>`;
    const row = (...cells: string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`;
    const table = (...rows: string[]): string =>
      `<table:table table:name="名单">${rows.join('')}</table:table>`;
    const heads = row(text('姓名'), text('手机号码'), text('身份证号'));
    const body = table(
      heads,
      row(text('张三'), cell(PHONE, PHONE), text(ID)),
      row(text('李四'), cell(PHONE, '1.38E+10'), text(ID)),
    );
    const result = await run('a.ods', await odf('spreadsheet', body));
    expectClean(result);
    const masked =
      '<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>138********</text:p></table:table-cell>';
    expect(result.text('content.xml').split(masked)).toHaveLength(3);
    const formula = cell(PHONE, PHONE).replace('cell ', `cell table:formula="of:=1380013*10000+8000" `);
    const refused = await odf('spreadsheet', table(heads, row(text('张三'), formula, text(ID))));
    expect(codes(await run('a.ods', refused))).toEqual(['apply/formula-literal']);
  });
});

describe('ZIP and RTF', () => {
  test('members by their own format, names, hidden entries; the rest is identical', async () => {
    const inner = await buildZip([{ name: '深.txt', bytes: utf8(`手机：${PHONE}`) }]);
    const docx = await buildDocx(`<w:p><w:r><w:t>身份证号：${ID}</w:t></w:r></w:p>`);
    const bytes = await buildZip([
      { name: `名单/张三${ID}.txt`, bytes: utf8('没有') },
      { name: 'page.html', bytes: utf8(`<p>身份证号：${ID}</p>`) },
      { name: 'b/c.docx', bytes: docx },
      { name: 'in.zip', bytes: inner, method: 0 },
      { name: 'same.txt', bytes: utf8('不变'), comment: 'ok' },
      { name: 'gone.txt', bytes: utf8(`身份证号：${ID}`), unlisted: true },
    ]);
    const result = await run('a.zip', bytes);
    expectClean(result);
    expect([...result.now.keys()]).toEqual([
      '名单/张三110101____________.txt',
      'page.html',
      'b/c.docx',
      'in.zip',
      'same.txt',
    ]);
    expect(result.text('page.html')).toBe(`<p>身份证号：${MASKED}</p>`);
    expect(result.changed).not.toContain('same.txt');
  });

  test('a member that can not be written: nothing is', async () => {
    const text = `身份证号：${ID}\r`;
    const doc = buildDoc({ pieces: [{ text }], counts: [text.length, 0, 0, 0, 0, 0, 0, 0] });
    const bytes = await buildZip([{ name: 'a.doc', bytes: doc }]);
    const result = await run('a.zip', bytes);
    expect(codes(result)).toEqual(['apply/format-not-writable']);
    expect(result.outcome.bytes).toBe(bytes);
  });

  test('RTF: bytes outside the edits stay, control words keep their end', async () => {
    const source = `{\\rtf1\\ansi\\ansicpg936 \\'c9\\'ed\\'b7\\'dd\\'d6\\'a4\\'ba\\'c5\\'a3\\'ba110101\\b\\'31901\\b0 03070018\\par}`;
    const artifact = { name: 'a.rtf', bytes: Uint8Array.from(source, (one) => one.charCodeAt(0)) };
    const before = await scanner.scan(artifact);
    const outcome = await redact(artifact, before, { today: TODAY });
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    expect(new TextDecoder('latin1').decode(outcome.bytes)).toBe(
      source.replace("\\b\\'31901\\b0 03070018", '\\b****\\b0 ********'),
    );
  });
});

test('a PDF in an archive', async () => {
  const pdf = buildPdf({
    pages: [new PdfPage().text(72, 700, 12, `身份证号：${ID}`)],
    info: { Title: PHONE },
  });
  const archive = await buildZip([
    { name: 'a/名单.pdf', bytes: pdf },
    { name: 'b.txt', bytes: utf8(`手机 ${PHONE}`) },
  ]);
  const { outcome } = await run('a.zip', archive);
  expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
  const inside = await contents(outcome.bytes);
  const copy = await scanner.scan({ name: 'x.pdf', bytes: inside.get('a/名单.pdf')! });
  expect(copy.findings.map(({ disposition }) => disposition)).not.toContain('leak');
  expect(decodeText(inside.get('b.txt')!).text).toBe('手机 138********');
}, 180_000);
