import * as lib from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { buildPdf, PdfPage } from '../../formats/pdf/build-pdf.js';
import { extract, textOf } from '../../formats/pdf/harness.js';
import { createScanner, type RedactOutcome, redact, type ScanResult } from '../../index.js';
import { everything } from './harness.js';

/** The worked example printed in GB 11643-1999, annex A. */
const ID = '11010519491231002X';
const SHOWN = '110105************';
const MOBILE = '13800138000';
const HOTLINE = '服务热线 12345';

const TODAY = '2026-01-01';
const scanner = createScanner({ today: TODAY });

/** Changes the objects of a built file. */
async function change(bytes: Uint8Array, edit: (document: lib.PDFDocument) => void): Promise<Uint8Array> {
  const document = await lib.PDFDocument.load(bytes, { updateMetadata: false });
  edit(document);
  return document.save({ useObjectStreams: false, updateFieldAppearances: false });
}

async function redacted(
  bytes: Uint8Array,
): Promise<{ before: ScanResult; outcome: RedactOutcome; after: ScanResult }> {
  const before = await scanner.scan({ name: 'a.pdf', bytes });
  const outcome = await redact({ name: 'a.pdf', bytes }, before, { today: TODAY });
  const after = await scanner.scan({ name: 'a.pdf', bytes: outcome.bytes });
  return { before, outcome, after };
}

const name = (text: string): lib.PDFName => lib.PDFName.of(text);

describe('text of pages is taken out, wherever it hides', () => {
  test.each<[string, (page: PdfPage) => unknown]>([
    ['plain', (p) => p.text(72, 700, 12, `身份证号：${ID}，其余`)],
    ['invisible mode', (p) => p.text(72, 700, 12, ID, { mode: 3 })],
    ['as a clip', (p) => p.text(72, 700, 12, ID, { mode: 7 })],
    ['transparent', (p) => p.text(72, 700, 12, ID, { alpha: 0.02 })],
    ['white', (p) => p.text(72, 700, 12, ID, { colour: [1, 1, 1] })],
    ['off the page', (p) => p.text(700, 700, 12, ID)],
    ['tiny', (p) => p.text(72, 700, 0.3, ID)],
    ['under a box', (p) => p.text(72, 700, 12, ID).box(60, 697, 300, 14)],
    ['on a layer that is off', (p) => p.layer('底稿', false, (q) => q.text(72, 700, 12, ID))],
    ['outside the clip', (p) => p.raw('q 0 0 10 10 re W n').text(72, 700, 12, ID).raw('Q')],
    ['upright at the side', (p) => p.text(300, 300, 12, `证件${ID}`, { angle: 90 })],
    ['down the page', (p) => p.text(300, 700, 12, `证件${ID}`, { font: 'vertical' })],
    ['spaced', (p) => p.text(72, 700, 12, ID, { spacing: 3.5 })],
    ['Helvetica', (p) => p.text(72, 700, 12, `No ${ID} end`, { font: 'helvetica' })],
    ['kerned', (p) => p.raw('BT /F2 12 Tf 72 700 Td [(1101) -80 (05) 20 (194912) (31002X)-300( end)] TJ ET')],
    [
      'by the line operators',
      (p) => p.raw(`BT /F2 12 Tf 14 TL 72 660 Td (No) Tj (${ID}) ' 1 .5 (b ${ID} c) " ET`),
    ],
    ['scaled', (p) => p.raw(`BT /F2 12 Tf 70 Tz 2 Tc 5 Tw 3 Ts 72 700 Td (No ${ID} a b c) Tj ET`)],
    ['escaped', (p) => p.raw('BT /F2 12 Tf 72 700 Td (\\061\\0610105\\\r\n19491231002X) Tj ET')],
    [
      'one operator a digit',
      (p) => {
        [...ID].forEach((digit, i) => void p.text(72 + 7 * i, 700, 12, digit, { font: 'helvetica' }));
      },
    ],
    [
      'last digit first',
      (p) => {
        [...ID]
          .map((digit, i) => [digit, i] as const)
          .reverse()
          .forEach(([digit, i]) => void p.text(72 + 7 * i, 700, 12, digit, { font: 'helvetica' }));
      },
    ],
    ['unbalanced states', (p) => p.raw('Q q 2 0 0 2 0 0 cm /P BMC').text(36, 350, 12, ID)],
  ])('%s', async (_name, draw) => {
    const page = new PdfPage()
      .text(72, 600, 12, HOTLINE)
      .text(72, 714, 12, '上一行文字')
      .text(72, 686, 12, '下一行文字');
    draw(page);
    const bytes = buildPdf({ pages: [page, new PdfPage().text(72, 700, 12, '第二页')] });
    const { before, outcome, after } = await redacted(bytes);
    expect(before.findings.filter(({ entity }) => entity === 'resident-id').length).toBeGreaterThan(0);
    expect(outcome.refused).toEqual([]);
    expect(outcome.proof.verified).toBe(true);
    expect(after.findings.filter(({ disposition }) => disposition === 'leak')).toEqual([]);
    const all = await everything(outcome.bytes);
    expect(all.replace(/\D/g, '').includes('19491231002')).toBe(false);
    const read = await extract(outcome.bytes);
    const body = textOf(read, 'body');
    for (const kept of [HOTLINE, '上一行文字', '下一行文字', '第二页']) expect(body).toContain(kept);
  });

  test('the mask stands in the place of the digits, as text', async () => {
    const page = new PdfPage().text(72, 700, 12, `身份证号：${ID}，其余`);
    const { outcome } = await redacted(buildPdf({ pages: [page] }));
    expect(textOf(await extract(outcome.bytes), 'body').trim()).toBe(`身份证号：${SHOWN}，其余`);
  });

  test('slanted text: lines beside it stay', async () => {
    const page = new PdfPage();
    for (let i = 0; i < 5; i++)
      page.text(100 + 15 * i, 300 - 15 * i, 12, i === 2 ? ID : `第${i}行的文字在这里不动`, { angle: 45 });
    const { outcome } = await redacted(buildPdf({ pages: [page] }));
    expect(outcome.proof.verified).toBe(true);
    const body = textOf(await extract(outcome.bytes), 'body');
    for (const i of [0, 1, 3, 4]) expect(body.replace(/\s/g, '')).toContain(`第${i}行的文字在这里不动`);
    expect(await everything(outcome.bytes)).not.toContain('19491231');
  });

  test('pages that lie on their side, crop boxes and units of their own', async () => {
    const pages = ([90, 180, 270] as const).map((rotate) =>
      new PdfPage({ rotate, cropBox: [50, 50, 500, 750], userUnit: 2 }).text(72, 700, 12, `证件${ID}`),
    );
    const { outcome, after } = await redacted(buildPdf({ pages }));
    expect(outcome.applied).toBe(3);
    expect(after.findings.map(({ disposition }) => disposition)).toEqual(['masked', 'masked', 'masked']);
  });
});

const FORM = (content: string): Record<string, string | number | object> => ({
  Type: 'XObject',
  Subtype: 'Form',
  BBox: [0, 0, 600, 850],
  Matrix: [1, 0, 0, 1, 10, 5],
  Resources: { Font: { F2: lib.PDFRef.of(5) } },
  content,
});

/** Adds a resource of the first page. */
function resource(
  document: lib.PDFDocument,
  kind: string,
  key: string,
  object: lib.PDFObject,
  page = 0,
): void {
  const resources = document.getPage(page).node.Resources()!;
  const list = resources.lookupMaybe(name(kind), lib.PDFDict) ?? document.context.obj({});
  list.set(name(key), object);
  resources.set(name(kind), list);
}

function form(document: lib.PDFDocument, content: string, more: object = {}): lib.PDFRef {
  const { content: data, ...dict } = { ...FORM(content), ...more } as { content: string };
  return document.context.register(document.context.flateStream(data, dict));
}

describe('streams that a page uses', () => {
  const show = (y = 700): string => `BT /F2 12 Tf 72 ${y} Td (Form ${ID} end) Tj ET`;

  test('forms in forms, used on two pages', async () => {
    const draw = (): PdfPage => new PdfPage().raw('/X1 Do').text(72, 600, 12, HOTLINE);
    const bytes = await change(buildPdf({ pages: [draw(), draw()] }), (document) => {
      const inner = form(document, show());
      const outer = form(document, 'q 1 0 0 1 0 -50 cm /In Do Q', { Resources: { XObject: { In: inner } } });
      resource(document, 'XObject', 'X1', outer);
      resource(document, 'XObject', 'X1', outer, 1);
    });
    const { outcome } = await redacted(bytes);
    expect(outcome).toMatchObject({ applied: 2, refused: [], proof: { verified: true } });
    expect(await everything(outcome.bytes)).not.toContain('19491231');
    const body = textOf(await extract(outcome.bytes), 'body');
    expect(body.match(/Form 110105\*{12} end/g)).toHaveLength(2);
  });

  test('tiling patterns and soft masks', async () => {
    const page = new PdfPage().raw('/Pattern cs /P1 scn 0 0 500 500 re f').raw('q /G1 gs 10 10 20 20 re f Q');
    const bytes = await change(buildPdf({ pages: [page] }), (document) => {
      const tile = {
        PatternType: 1,
        PaintType: 1,
        TilingType: 1,
        BBox: [0, 0, 300, 30],
        XStep: 300,
        YStep: 30,
        Resources: { Font: { F2: lib.PDFRef.of(5) } },
      };
      const pattern = document.context.flateStream(`BT /F2 9 Tf 5 5 Td (${ID}) Tj ET`, {
        Type: 'Pattern',
        ...tile,
      });
      resource(document, 'Pattern', 'P1', document.context.register(pattern));
      const group = form(document, `BT /F2 9 Tf 5 600 Td (${MOBILE}) Tj ET`, {
        Group: { S: 'Transparency', CS: 'DeviceGray' },
      });
      resource(document, 'ExtGState', 'G1', document.context.obj({ SMask: { S: 'Luminosity', G: group } }));
    });
    const { outcome } = await redacted(bytes);
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    const all = await everything(outcome.bytes);
    expect(all).not.toContain('19491231');
    expect(all).not.toContain('00138000');
  });
});

describe('pictures', () => {
  test('a scan with a text layer loses the pixels too', async () => {
    const page = new PdfPage().image(0, 0, 595, 842).text(72, 700, 12, `证件${ID}`, { mode: 3 });
    const bytes = buildPdf({ pages: [page] });
    const { outcome } = await redacted(bytes);
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    expect(outcome.notes?.map(({ code }) => code)).toEqual(['apply/pdf-picture-rewritten']);
    const written = await lib.PDFDocument.load(outcome.bytes);
    const pictures = written.context
      .enumerateIndirectObjects()
      .map(([, object]) => object)
      .filter((object) => object instanceof lib.PDFRawStream)
      .filter(({ dict }) => dict.get(name('Subtype')) === name('Image'));
    const pixels = lib.decodePDFRawStream(pictures[0]!).decode();
    expect(pixels).toHaveLength(256);
    expect(pixels.filter((grey) => grey === 0).length).toBeGreaterThanOrEqual(3);
    expect(pixels.filter((grey) => grey === 0x80 || grey === 0xc0).length).toBeGreaterThan(200);
  });

  test('a picture inside the content stream is refused', async () => {
    const page = new PdfPage()
      .raw('q 595 0 0 842 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q')
      .text(72, 700, 12, ID, { mode: 3 });
    const { outcome } = await redacted(buildPdf({ pages: [page] }));
    expect(outcome.applied).toBe(0);
    expect(outcome.refused).toEqual([
      expect.objectContaining({ code: 'apply/pdf-picture', place: expect.objectContaining({ page: 1 }) }),
    ]);
    expect(outcome.refused[0]?.message).toMatch(/^page 1: /);
  });
});

describe('bad plans change nothing', () => {
  const bytes = buildPdf({
    pages: [new PdfPage().text(72, 700, 12, `身份证号：${ID}`).text(72, 650, 12, '正文')],
  });
  const artifact = { name: 'a.pdf', bytes };
  const options = { today: '2026-01-01' };

  test('a plan of another file', async () => {
    const other = buildPdf({ pages: [new PdfPage().text(72, 700, 12, `身份证号：440524188001010014`)] });
    const plan = await scanner.scan({ name: 'a.pdf', bytes: other });
    const outcome = await redact(artifact, plan, options);
    expect(outcome).toMatchObject({ applied: 0, refused: [{ code: 'apply/other-source' }] });
    expect(outcome.bytes).toBe(bytes);
  });

  test('a finding twice, an edit twice, a page that is not there', async () => {
    const plan = await scanner.scan(artifact);
    const [finding] = plan.findings;
    const twice = await redact(artifact, { ...plan, findings: [finding!, finding!] }, options);
    expect(twice.refused.map(({ code }) => code)).toEqual(['apply/duplicate-finding']);
    const again = { ...finding!, id: 'f9' };
    const overlap = await redact(artifact, { ...plan, findings: [finding!, again] }, options);
    expect(overlap.refused.map(({ code }) => code)).toEqual(['apply/overlapping-edits']);
    const edits = finding!.suggestion!.edits.map(({ place, ...edit }) => ({
      ...edit,
      place: { ...place, page: 9 },
    }));
    const far = await redact(
      artifact,
      { ...plan, findings: [{ ...finding!, suggestion: { ...finding!.suggestion!, edits } }] } as never,
      options,
    );
    expect(far.refused.map(({ code }) => code)).toEqual(['apply/out-of-range']);
    for (const { bytes: left } of [twice, overlap, far]) expect(left).toBe(bytes);
  });

  test('a value that ends in the box of another one: the glyphs go once', async () => {
    const plan = await scanner.scan(artifact);
    const [finding] = plan.findings;
    const edits = finding!.suggestion!.edits.map((edit) => ({ ...edit, replacement: '' }));
    const tail = { ...finding!, id: 'f9', suggestion: { ...finding!.suggestion!, edits } };
    for (const findings of [
      [finding!, tail],
      [tail, finding!],
    ]) {
      const outcome = await redact(artifact, { ...plan, findings }, options);
      expect(outcome).toMatchObject({ applied: 2, refused: [], proof: { verified: true } });
      expect(textOf(await extract(outcome.bytes), 'body')).toContain(SHOWN);
    }
  });

  test('one of two places of a number', async () => {
    const two = buildPdf({
      pages: [new PdfPage().text(72, 700, 12, `身份证号：${ID}`).text(72, 650, 12, `复印件 ${ID}`)],
    });
    const plan = await scanner.scan({ name: 'a.pdf', bytes: two });
    const outcome = await redact(
      { name: 'a.pdf', bytes: two },
      { ...plan, findings: plan.findings.slice(0, 1) },
      options,
    );
    expect(outcome.refused.map(({ code }) => code)).toContain('apply/value-remains');
    expect(outcome.bytes).toBe(two);
  });

  test('damaged and encrypted files', async () => {
    const cut = bytes.subarray(0, bytes.length - 300);
    const { outcome } = await redacted(cut);
    expect(outcome.applied).toBe(0);
    expect(outcome.bytes).toBe(cut);
  });
});
