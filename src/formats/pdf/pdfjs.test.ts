import { expect, test } from 'vitest';
import { buildPdf, PdfPage } from './build-pdf.js';
import { openDocument } from './load.js';
import { loadPdfJs } from './pdfjs.js';

const NATIVE = /\[native code\]/;

test('pdf.js leaves the functions of the language as they are', async () => {
  const before = [Array.prototype.push, JSON.stringify, Function.prototype.toString];
  await loadPdfJs();
  expect([Array.prototype.push, JSON.stringify, Function.prototype.toString]).toEqual(before);
  expect(String(Array.prototype.push)).toMatch(NATIVE);
  expect(String(JSON.stringify)).toMatch(NATIVE);
});

/** What the halves hand over is not copied, so what one of them empties must be held by the other. */
test('long operator lists and texts arrive whole, and nothing is copied in depth', async () => {
  const lines = Array.from({ length: 900 }, (_, i) => `line ${i} of many`);
  const page = new PdfPage();
  for (const [i, line] of lines.entries()) page.text(40, 800 - (i % 60) * 12, 4, line);
  const { pdfjs, document, close } = await openDocument(buildPdf({ pages: [page] }));
  try {
    const first = await document.getPage(1);
    const { items } = await first.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str : '')).join('');
    for (const line of lines) expect(text).toContain(line);
    const { fnArray, argsArray } = await first.getOperatorList();
    const shown = new Set<unknown>();
    let strings = 0;
    for (const [i, fn] of fnArray.entries()) {
      if (fn !== pdfjs.OPS.showText) continue;
      strings++;
      for (const glyph of argsArray[i][0]) if (typeof glyph === 'object') shown.add(glyph);
    }
    expect(strings).toBe(lines.length);
    // One object for each character, on a page whose operators arrive in several pieces.
    expect(fnArray.length).toBeGreaterThan(2_000);
    expect(shown.size).toBe(new Set(lines.join('')).size);
  } finally {
    await close();
  }
});

test('documents are open side by side, each with a worker of its own', async () => {
  const one = (text: string): Uint8Array => {
    const page = new PdfPage();
    page.text(40, 700, 12, text);
    return buildPdf({ pages: [page] });
  };
  const open = await Promise.all([openDocument(one('first')), openDocument(one('second'))]);
  const texts = await Promise.all(
    open.map(async ({ document }) => {
      const { items } = await (await document.getPage(1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join('');
    }),
  );
  await Promise.all(open.map(({ close }) => close()));
  expect(texts).toEqual(['first', 'second']);
});
