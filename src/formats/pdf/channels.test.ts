import { describe, expect, test } from 'vitest';
import { buildPdf, PdfPage, revisePdf, textWidth } from './build-pdf.js';
import { extract, inChannel, placesOf, read, textOf } from './harness.js';

/** The worked examples printed in GB 11643-1999, annex A. */
const ID = '11010519491231002X';
const OTHER = '440524188001010014';
const MOBILE = '13800138000';

describe('hidden text', () => {
  test.each([
    ['invisible mode', (p: PdfPage) => p.text(72, 700, 12, ID, { mode: 3 })],
    ['as a clip', (p: PdfPage) => p.text(72, 700, 12, ID, { mode: 7 })],
    ['transparent', (p: PdfPage) => p.text(72, 700, 12, ID, { alpha: 0.02 })],
    ['tiny', (p: PdfPage) => p.text(72, 700, 0.3, ID)],
    ['off the page', (p: PdfPage) => p.text(700, 700, 12, ID)],
    ['white on paper', (p: PdfPage) => p.text(72, 700, 12, ID, { colour: [1, 1, 1] })],
    ['black on black', (p: PdfPage) => p.box(60, 690, 300, 40).text(72, 700, 12, ID)],
    ['a layer that is off', (p: PdfPage) => p.layer('底稿', false, (q) => q.text(72, 700, 12, ID))],
    ['outside the clip', (p: PdfPage) => p.raw('q 0 0 10 10 re W n').text(72, 700, 12, ID).raw('Q')],
  ])('%s', async (_name, draw) => {
    const page = new PdfPage().text(72, 600, 12, '正文');
    draw(page);
    const result = await read([page]);
    expect(textOf(result, 'body').trim()).toBe('正文');
    expect(textOf(result, 'hidden')).toContain(ID);
    expect(placesOf(result, ID, 'hidden')[0]).toMatchObject({ channel: 'hidden', page: 1 });
  });

  test.each([
    [
      'white on blue',
      (p: PdfPage) => p.box(60, 690, 300, 40, [0, 0, 1]).text(72, 700, 12, ID, { colour: [1, 1, 1] }),
    ],
    ['a layer that is on', (p: PdfPage) => p.layer('图层', true, (q) => q.text(72, 700, 12, ID))],
    ['inside the clip', (p: PdfPage) => p.raw('q 0 600 500 200 re W n').text(72, 700, 12, ID).raw('Q')],
  ])('seen: %s', async (_name, draw) => {
    const page = new PdfPage();
    draw(page);
    const result = await read([page]);
    expect(textOf(result, 'body')).toContain(ID);
    expect(textOf(result, 'hidden')).toBe('');
  });

  test('the text layer of a scan is read as such, and the page counts as read', async () => {
    const page = new PdfPage().image(0, 0, 595, 842).text(72, 700, 12, `证件${ID}`, { mode: 3 });
    const result = await read([page]);
    expect(textOf(result, 'ocr')).toContain(ID);
    expect(result.unread).toEqual([]);
  });

  test('text of a tiling pattern', async () => {
    const pattern =
      '<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 300 30] /XStep 300 /YStep 30 /Resources << /Font << /F2 5 0 R >> >> /Length 43 >>';
    const page = new PdfPage().raw('/Pattern cs /P1 scn 0 0 500 500 re f');
    const text = new TextDecoder('latin1')
      .decode(buildPdf({ pages: [page] }))
      .replace('/Properties <<', '/Pattern << /P1 99 0 R >> /Properties <<')
      .replace(
        '\nxref\n',
        `\n99 0 obj\n${pattern}\nstream\nBT /F2 9 Tf 5 5 Td (${ID}) Tj ET       \nendstream\nendobj\nxref\n`,
      )
      .replace(/startxref\s+\d+/, 'startxref\n0');
    const result = await extract(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    expect(textOf(result, 'body')).toContain(ID);
  });

  test('text outside the crop box', async () => {
    const page = new PdfPage({ cropBox: [0, 0, 300, 300] }).text(72, 700, 12, ID).text(72, 100, 12, '正文');
    const result = await read([page]);
    expect(textOf(result, 'hidden')).toContain(ID);
  });
});

describe('covered text', () => {
  test.each([
    ['a black box', (p: PdfPage) => p.box(60, 695, 300, 20)],
    ['a white box', (p: PdfPage) => p.box(60, 695, 300, 20, [1, 1, 1])],
    ['a picture', (p: PdfPage) => p.image(60, 695, 300, 20)],
    ['a thick line', (p: PdfPage) => p.line(60, 704, 300, 704, 22)],
  ])('%s painted over it', async (_name, draw) => {
    const page = new PdfPage().text(72, 700, 12, ID);
    draw(page);
    const result = await read([page]);
    expect(textOf(result, 'body')).toBe('');
    expect(placesOf(result, ID, 'covered')).toMatchObject([{ channel: 'covered', page: 1 }]);
  });

  test('a box over the birth date: the whole number is read, and only that', async () => {
    const start = 72 + textWidth('证号', 12) + textWidth(ID.slice(0, 6), 12);
    const page = new PdfPage()
      .text(72, 700, 12, `证号${ID}`)
      .text(300, 700, 12, MOBILE)
      .box(start - 1, 695, textWidth(ID.slice(6, 14), 12) + 2, 20);
    const result = await read([page]);
    expect(textOf(result, 'covered').trim()).toBe(`证号${ID}`);
    expect(placesOf(result, ID, 'covered').map((place) => place.channel)).toEqual([
      'body',
      'covered',
      'body',
    ]);
    expect(textOf(result, 'body')).toContain(MOBILE);
    expect(textOf(result, 'body')).not.toContain('19491231');
  });

  test.each([
    ['a box behind it', (p: PdfPage) => p.box(60, 695, 300, 20, [1, 1, 0]).text(72, 700, 12, ID)],
    ['a seal with a mask', (p: PdfPage) => p.text(72, 700, 12, ID).seal(60, 650, 100, 100)],
    ['a thin rule through it', (p: PdfPage) => p.text(72, 700, 12, ID).line(60, 704, 300, 704, 1)],
    [
      'two boxes in one path beside it',
      (p: PdfPage) => p.text(72, 700, 12, ID).raw('0 690 60 30 re 300 690 60 30 re f'),
    ],
  ])('not covered: %s', async (_name, draw) => {
    const page = new PdfPage();
    draw(page);
    const result = await read([page]);
    expect(textOf(result, 'body')).toContain(ID);
    expect(textOf(result, 'covered')).toBe('');
  });
});

describe('beside the page', () => {
  test('annotations, links and fields, with their places', async () => {
    const page = new PdfPage()
      .text(72, 700, 12, '正文')
      .note(100, 500, `改为${ID}`)
      .link([10, 10, 60, 30], `https://example.gov.cn/?id=${OTHER}`)
      .field({
        name: 'tel',
        tooltip: '联系电话',
        value: MOBILE,
        defaultValue: '13900139000',
        box: [100, 100, 200, 120],
      })
      .field({ name: 'hid', value: OTHER, hidden: true, box: [100, 50, 200, 70] })
      .field({ name: 'pick', options: ['13700137000', '无'], box: [100, 20, 200, 40] });
    const result = await read([page]);
    expect(textOf(result, 'annotation')).toContain(ID);
    expect(textOf(result, 'link')).toContain(OTHER);
    const fields = inChannel(result, 'field').map((segment) => [segment.label, segment.text]);
    expect(fields).toContainEqual(['联系电话', MOBILE]);
    expect(fields).toContainEqual(['联系电话', '13900139000']);
    expect(fields).toContainEqual(['hid', OTHER]);
    expect(fields).toContainEqual(['pick', '13700137000']);
    expect(placesOf(result, MOBILE, 'field')).toEqual([
      { kind: 'page', part: '', channel: 'field', page: 1, box: [100, 100, 200, 120] },
    ]);
  });

  test('metadata, bookmarks, scripts and attachments', async () => {
    const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li>说明${OTHER}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const result = await read([new PdfPage().text(72, 700, 12, '正文')], {
      info: { Title: `名单${ID}`, Contact: MOBILE },
      xmp,
      outline: ['第一章', '13900139000'],
      script: 'var tel = "13700137000";',
      attachments: [{ name: '附件.txt', bytes: new TextEncoder().encode(ID) }],
    });
    const metadata = inChannel(result, 'metadata').map((segment) => [segment.label, segment.text]);
    expect(metadata).toContainEqual(['Title', `名单${ID}`]);
    expect(metadata).toContainEqual(['Contact', MOBILE]);
    expect(metadata).toContainEqual(['dc:description', `说明${OTHER}`]);
    expect(textOf(result, 'metadata')).toContain('13900139000');
    expect(textOf(result, 'script')).toContain('13700137000');
    const children = [];
    for await (const child of result.children ?? []) children.push(child);
    expect(children).toMatchObject([{ artifact: { name: '附件.txt' } }]);
  });

  test('what an earlier state of the file showed', async () => {
    const first = buildPdf({
      pages: [new PdfPage().text(72, 700, 12, `号码${ID}`).text(72, 650, 12, '其余不变')],
    });
    const bytes = revisePdf(
      first,
      0,
      new PdfPage().text(72, 700, 12, '号码已删').text(72, 650, 12, '其余不变'),
    );
    const result = await extract(bytes);
    expect(textOf(result, 'body')).not.toContain(ID);
    expect(textOf(result, 'deleted')).toBe(`号码${ID}`);
    expect(placesOf(result, ID, 'deleted')).toMatchObject([{ channel: 'deleted', page: 1 }]);
    expect(result.unread).toEqual([]);
  });
});
