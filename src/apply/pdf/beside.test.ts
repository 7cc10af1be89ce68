import * as lib from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { buildPdf, PdfPage, revisePdf } from '../../formats/pdf/build-pdf.js';
import { extract, textOf } from '../../formats/pdf/harness.js';
import { createScanner, type RedactOutcome, redact, type ScanResult } from '../../index.js';
import { everything } from './harness.js';

/** The worked example printed in GB 11643-1999, annex A. */
const ID = '11010519491231002X';
const SHOWN = '110105************';
const MOBILE = '13800138000';

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
const text = (value: string): lib.PDFHexString => lib.PDFHexString.fromText(value);

const FORM = (content: string): Record<string, string | number | object> => ({
  Type: 'XObject',
  Subtype: 'Form',
  BBox: [0, 0, 600, 850],
  Matrix: [1, 0, 0, 1, 10, 5],
  Resources: { Font: { F2: lib.PDFRef.of(5) } },
  content,
});

function form(document: lib.PDFDocument, content: string, more: object = {}): lib.PDFRef {
  const { content: data, ...dict } = { ...FORM(content), ...more } as { content: string };
  return document.context.register(document.context.flateStream(data, dict));
}

describe('what stands beside the pages', () => {
  const page = (): PdfPage => new PdfPage().text(72, 700, 12, `身份证号：${ID}`);
  const cases: [string, (document: lib.PDFDocument) => void][] = [
    [
      'information',
      (d) => d.context.lookup(d.context.trailerInfo.Info, lib.PDFDict).set(name('Own'), text(MOBILE)),
    ],
    ['a note', (d) => annotate(d, { Subtype: 'Text', Contents: text(`电话${MOBILE}`) })],
    [
      'a stamp',
      (d) =>
        annotate(d, { Subtype: 'Stamp', AP: { N: form(d, `BT /F2 9 Tf 5 5 Td (Tel ${MOBILE}) Tj ET`) } }),
    ],
    [
      'a text box',
      (d) =>
        annotate(d, {
          Subtype: 'FreeText',
          Contents: text(MOBILE),
          DA: lib.PDFString.of('/F2 9 Tf'),
          AP: { N: form(d, `BT /F2 9 Tf 5 5 Td (${MOBILE}) Tj ET`) },
        }),
    ],
    [
      'a link',
      (d) => annotate(d, { Subtype: 'Link', A: { S: 'URI', URI: lib.PDFString.of(`tel:${MOBILE}`) } }),
    ],
    [
      'a field with a picture of its value',
      (d) => field(d, { V: text(MOBILE), DV: text(MOBILE), TU: text('手机') }, true),
    ],
    ['a hidden field', (d) => field(d, { V: text(MOBILE), F: 2 }, true)],
    ['a field without a widget', (d) => field(d, { V: text(MOBILE) }, false)],
    [
      'bookmarks',
      (d) =>
        d.catalog.set(
          name('Outlines'),
          d.context.obj({
            Type: 'Outlines',
            Count: 1,
            First: d.context.register(d.context.obj({ Title: text(`张三 ${MOBILE}`) })),
          }),
        ),
    ],
    [
      'named destinations',
      (d) =>
        d.catalog.set(
          name('Names'),
          d.context.obj({ Dests: { Names: [text(`a${MOBILE}`), [0, 'Fit'], text('b'), [0, 'Fit']] } }),
        ),
    ],
    [
      'a script',
      (d) =>
        d.catalog.set(
          name('OpenAction'),
          d.context.obj({ S: 'JavaScript', JS: text(`app.alert("${MOBILE}")`) }),
        ),
    ],
    [
      'a script in a stream',
      (d) =>
        d.catalog.set(
          name('OpenAction'),
          d.context.obj({
            S: 'JavaScript',
            JS: d.context.register(d.context.flateStream(`app.alert("${MOBILE}")`)),
          }),
        ),
    ],
    ['metadata of the document', (d) => d.catalog.set(name('Metadata'), xmp(d))],
    ['metadata of a page', (d) => d.getPage(0).node.set(name('Metadata'), xmp(d))],
    [
      'private data',
      (d) => d.getPage(0).node.set(name('PieceInfo'), d.context.obj({ App: { Private: text(MOBILE) } })),
    ],
    ['an orphan', (d) => void d.context.register(d.context.obj({ Old: text(MOBILE) }))],
    [
      'tags of the document',
      (d) =>
        d.catalog.set(
          name('StructTreeRoot'),
          d.context.obj({ K: { S: 'Figure', Alt: text(`图：${MOBILE}`), ActualText: text(ID) } }),
        ),
    ],
    [
      'a form of XFA',
      (d) =>
        d.catalog.set(
          name('AcroForm'),
          d.context.obj({
            Fields: [],
            XFA: [
              lib.PDFString.of('datasets'),
              d.context.register(
                d.context.flateStream(`<xfa:datasets xmlns:xfa="x"><tel>${MOBILE}</tel></xfa:datasets>`),
              ),
            ],
          }),
        ),
    ],
    [
      'layer names',
      (d) =>
        d.catalog.set(
          name('OCProperties'),
          d.context.obj({
            OCGs: [d.context.register(d.context.obj({ Type: 'OCG', Name: text(MOBILE) }))],
            D: {},
          }),
        ),
    ],
    [
      'page labels',
      (d) => d.catalog.set(name('PageLabels'), d.context.obj({ Nums: [0, { P: text(`电话${MOBILE}-`) }] })),
    ],
  ];
  test.each(cases)('%s', async (_name, plant) => {
    const bytes = await change(buildPdf({ pages: [page()] }), plant);
    expect(
      (await everything(bytes)).includes('00138000') || (await everything(bytes)).includes('ActualText'),
    ).toBe(true);
    const { outcome, after } = await redacted(bytes);
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    const all = await everything(outcome.bytes);
    expect(all).not.toContain('00138000');
    expect(all).not.toContain('19491231');
    expect(after.findings.filter(({ disposition }) => disposition === 'leak')).toEqual([]);
    expect(after.coverage.unread).toEqual([]);
  });

  test('what is clean stays: strings, scripts, tags', async () => {
    const bytes = await change(
      buildPdf({ pages: [page()], info: { Title: '公示名单' }, outline: ['第一章'] }),
      (d) => {
        d.catalog.set(name('OpenAction'), d.context.obj({ S: 'JavaScript', JS: text('var a = 1;') }));
        d.catalog.set(name('Lang'), lib.PDFString.of('zh-CN'));
      },
    );
    const { outcome } = await redacted(bytes);
    const all = await everything(outcome.bytes);
    for (const kept of ['公示名单', '第一章', 'var a = 1;', 'zh-CN']) expect(all).toContain(kept);
  });

  test('text that is read in place of the glyphs goes with them', async () => {
    const marked = new PdfPage()
      .raw(
        `/Span << /ActualText <feff${[...ID].map((c) => `00${c.charCodeAt(0).toString(16)}`).join('')}> /MCID 0 >> BDC`,
      )
      .text(72, 700, 12, ID)
      .raw('EMC');
    const { outcome } = await redacted(buildPdf({ pages: [marked] }));
    expect(outcome.proof.verified).toBe(true);
    const all = await everything(outcome.bytes);
    expect(all).not.toContain('ActualText');
    expect(all).toContain('/MCID 0');
  });

  test('attachments are redacted, or removed when that can not be done', async () => {
    const attachments = [
      { name: '名单.txt', bytes: new TextEncoder().encode(`手机 ${MOBILE}\n`) },
      { name: 'inner.pdf', bytes: buildPdf({ pages: [page()] }) },
      { name: 'clean.txt', bytes: new TextEncoder().encode('nothing here\n') },
      { name: 'old.doc.eml', bytes: new TextEncoder().encode('x') },
    ];
    const { outcome, after } = await redacted(buildPdf({ pages: [page()], attachments }));
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    const all = await everything(outcome.bytes);
    expect(all).not.toContain('00138000');
    expect(all).toContain('手机'.length > 0 ? 'nothing here' : '');
    expect(after.findings.filter(({ disposition }) => disposition === 'leak')).toEqual([]);
  });

  test('earlier states of the file are not kept', async () => {
    const first = new PdfPage().text(72, 700, 12, `手机号码 ${MOBILE}`);
    const bytes = revisePdf(buildPdf({ pages: [first] }), 0, page());
    const { before, outcome } = await redacted(bytes);
    expect(before.findings.map(({ entity }) => entity).sort()).toEqual(['mobile', 'resident-id']);
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    expect(await everything(outcome.bytes)).not.toContain('00138000');
  });

  test('a signature is void, and said to be', async () => {
    const bytes = await change(buildPdf({ pages: [page()] }), (d) =>
      field(
        d,
        {
          FT: 'Sig',
          V: d.context.obj({ Type: 'Sig', Contents: lib.PDFHexString.of('00ff'), Name: text('张三') }),
        },
        true,
      ),
    );
    const { outcome } = await redacted(bytes);
    expect(outcome.notes?.map(({ code }) => code)).toEqual(['apply/pdf-signature-void']);
    expect(await everything(outcome.bytes)).not.toContain('张三');
  });

  test('encrypted without a password: opened, and said to be', async () => {
    const plain = new PdfPage().text(72, 700, 12, `ID: ${ID}`, { font: 'helvetica' });
    const document = await lib.PDFDocument.load(buildPdf({ pages: [plain] }));
    document.encrypt({ userPassword: '', ownerPassword: 'x', permissions: {} });
    const { outcome } = await redacted(await document.save({ useObjectStreams: false }));
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    expect(outcome.notes?.map(({ code }) => code)).toEqual(['apply/pdf-decrypted']);
    expect(textOf(await extract(outcome.bytes), 'body').trim()).toBe(`ID: ${SHOWN}`);
  });
});

function annotate(document: lib.PDFDocument, dict: object): void {
  const annotation = document.context.obj({
    Type: 'Annot',
    Rect: [300, 300, 400, 320],
    F: 4,
    ...dict,
  } as never);
  const { node } = document.getPage(0);
  const list = node.Annots() ?? document.context.obj([]);
  list.push(document.context.register(annotation));
  node.set(name('Annots'), list);
}

function field(document: lib.PDFDocument, dict: object, widget: boolean): void {
  const { context } = document;
  const appearance = { N: form(document, `/Tx BMC BT /F2 9 Tf 5 5 Td (${MOBILE}) Tj ET EMC`) };
  const object = context.obj({
    FT: 'Tx',
    T: text('tel'),
    ...(widget ? { Type: 'Annot', Subtype: 'Widget', Rect: [300, 300, 400, 320], F: 4, AP: appearance } : {}),
    ...dict,
  } as never);
  const ref = context.register(object);
  document.catalog.set(
    name('AcroForm'),
    context.obj({ Fields: [ref], DA: lib.PDFString.of('/Helv 0 Tf 0 g') }),
  );
  if (widget) document.getPage(0).node.set(name('Annots'), context.obj([ref]));
}

function xmp(document: lib.PDFDocument): lib.PDFRef {
  const packet = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>手机 ${MOBILE}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
  const dict = { Type: 'Metadata', Subtype: 'XML' };
  return document.context.register(document.context.stream(new TextEncoder().encode(packet), dict));
}
