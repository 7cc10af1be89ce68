import { expect, test } from 'vitest';
import { buildPdf, PdfPage } from './build-pdf.js';
import { extract, read, textOf } from './harness.js';

/** The worked example printed in GB 11643-1999, annex A. */
const ID = '11010519491231002X';

/** Wall time that none of these comes near on a slow machine; quadratic work passes it many times. */
const LIMIT = 10_000;

test.each([
  [
    '30,000 digits on one line',
    (p: PdfPage) => p.text(0, 700, 0.9, '1'.repeat(30_000), { font: 'helvetica' }),
  ],
  ['5,000 strings', (p: PdfPage) => p.raw(`BT /F2 9 Tf ${'1 0 Td (7) Tj '.repeat(5_000)}ET`)],
  [
    '20,000 boxes over each other',
    (p: PdfPage) => p.raw('0 0 595 842 re f '.repeat(20_000)).text(9, 9, 9, ID),
  ],
  [
    '10,000 rules',
    (p: PdfPage) =>
      p
        .raw(
          Array.from(
            { length: 10_000 },
            (_, i) => `0 ${i % 800} m 500 ${i % 800} l S ${i % 500} 0 m ${i % 500} 800 l S`,
          ).join('\n'),
        )
        .text(9, 9, 9, ID),
  ],
  ['20,000 saved states', (p: PdfPage) => p.raw('q '.repeat(20_000)).text(9, 9, 9, ID)],
  ['states restored that were not saved', (p: PdfPage) => p.raw('Q '.repeat(5_000)).text(9, 9, 9, ID)],
  ['endless numbers', (p: PdfPage) => p.raw('1e308 0 0 1e308 1e308 1e308 cm').text(9, 9, 9, ID)],
  [
    'columns without end',
    (p: PdfPage) =>
      p.raw(`BT /F2 2 Tf ${'4 0 Td (7) Tj '.repeat(3_000)} -12000 -4 Td ${'4 0 Td (7) Tj '.repeat(3_000)}ET`),
  ],
])('%s', { timeout: LIMIT }, async (_name, draw) => {
  const page = new PdfPage();
  draw(page);
  const result = await read([page, new PdfPage().text(72, 700, 12, ID)]);
  expect(textOf(result, 'body')).toContain(ID);
});

test('a content stream that is cut in an operator', async () => {
  const page = new PdfPage().text(72, 700, 12, ID).raw('BT /F1 12 Tf <0041').raw('<< /A [ (');
  expect(textOf(await read([page]), 'body')).toContain(ID);
});

test('a page that names what is not there is read or named', async () => {
  const page = new PdfPage()
    .text(72, 700, 12, ID)
    .raw('/Pattern cs /P9 scn 0 0 9 9 re f')
    .text(72, 600, 12, ID);
  const result = await read([page]);
  expect(textOf(result, 'body').includes(ID) || result.unread.length > 0).toBe(true);
});

test('any byte changed: something comes back, and nothing is thrown', async () => {
  const bytes = buildPdf({ pages: [new PdfPage().text(72, 700, 12, ID)], info: { Title: '标题' } });
  for (let at = 11; at < bytes.length; at += 97) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at]! + 13) & 0xff;
    const { segments, unread } = await extract(changed);
    expect(segments.length + unread.length, `byte ${at}`).toBeGreaterThan(0);
  }
});
