import { expect, test } from 'vitest';
import { createScanner, type PagePlace } from '../../index.js';
import { pdfOf, type Sheet } from '../image/as-pdf.js';
import { engine, linesOf, page } from '../ocr/harness.js';
import { blank, type Raster, turned } from '../ocr/raster.js';
import { buildPdf, PdfPage } from './build-pdf.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const TODAY = '2026-11-27';
const texts = [
  { text: '身份证号', x: 40, y: 280 },
  { text: ID, x: 240, y: 280 },
];
const picture = page(600, 800, texts);
const bare = createScanner({ today: TODAY, locale: 'en' });

/** Reads the page when its ink is where it should be, upright. */
const reading = createScanner({
  today: TODAY,
  ocr: engine(({ width, height, grey }) => {
    const ink = (x: number, y: number): boolean => grey[y * width + x]! < 128;
    const upright = width === 600 && height === 800 && ink(250, 270) && ink(50, 270) && !ink(250, 530);
    return upright ? linesOf(texts) : [];
  }),
});

/** Strips of `rows` rows, of eight bits grey, or of one bit as a stencil. */
function sheet(raster: Raster, rows: number, stencil = false): Sheet {
  const { width, height, grey } = raster;
  const strips: Sheet['strips'][number][] = [];
  for (let y = 0; y < height; y += rows) {
    const part = grey.slice(y * width, Math.min(height, y + rows) * width);
    const data = stencil ? packed(part, width) : part;
    strips.push({ data, x: 0, y, width, height: part.length / width });
  }
  const dictionary = stencil
    ? '/ImageMask true/BitsPerComponent 1'
    : '/ColorSpace/DeviceGray/BitsPerComponent 8';
  return { width, height, dictionary, filter: () => '', strips, whole: true };
}

function packed(grey: Uint8Array, width: number): Uint8Array {
  const stride = (width + 7) >> 3;
  const out = new Uint8Array((stride * grey.length) / width);
  grey.forEach((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (value >= 128) out[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
  });
  return out;
}

/** The same length, so that offsets stay right. */
function rotatedPage(bytes: Uint8Array, degrees: number): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  return Buffer.from(text.replace('/Type/Page/Parent', `/Rotate ${degrees}/Type/Page/Parent`), 'latin1');
}

test.each([
  ['one image', pdfOf([sheet(picture, 800)]), [241, 520, 491, 540]],
  ['strips', pdfOf([sheet(picture, 37)]), [241, 520, 491, 540]],
  ['a stencil', pdfOf([sheet(picture, 800, true)]), [241, 520, 491, 540]],
  ['a page shown turned', rotatedPage(pdfOf([sheet(turned(picture, 3), 600)]), 90), [260, 241, 280, 491]],
])('a scanned page is read, and its boxes are those of the page: %s', async (_name, bytes, box) => {
  const result = await reading.scan({ name: 'a.pdf', bytes });
  expect(result.coverage.unread).toEqual([]);
  expect(result.findings).toMatchObject([{ entity: 'resident-id', status: 'valid' }]);
  const [place] = result.findings[0]!.places as PagePlace[];
  expect(place).toMatchObject({ page: 1, channel: 'ocr' });
  expect(place!.box.map(Math.round)).toEqual(box);
});

test('without a recogniser the page stays unread, and the message says what to install', async () => {
  const result = await bare.scan({ name: 'a.pdf', bytes: pdfOf([sheet(picture, 800)]) });
  expect(result.coverage.unread).toEqual([{ place: { part: '', page: 1 }, code: 'pdf/no-text-layer' }]);
  expect(result.diagnostics[0]!.message).toContain('npm install tesseract.js@7 @tesseract.js-data/chi_sim@1');
});

test('an engine that fails leaves the page unread and does not stop the next one', async () => {
  let calls = 0;
  const failing = createScanner({
    today: TODAY,
    ocr: engine(() => {
      if (calls++ === 0) throw new Error('x');
      return linesOf(texts);
    }),
  });
  const bytes = pdfOf([
    sheet(picture, 800),
    sheet({ ...picture, grey: picture.grey.map((v) => v ^ 1) }, 800),
  ]);
  const result = await failing.scan({ name: 'a.pdf', bytes });
  expect(result.coverage.unread).toEqual([{ place: { part: '', page: 1 }, code: 'pdf/no-text-layer' }]);
  expect(result.diagnostics.map(({ code }) => code)).toContain('ocr/failed');
  expect(result.findings).toHaveLength(1);
});

test('an image beside text is read too; the emblem of every page once', async () => {
  const seen: number[] = [];
  const counting = createScanner({
    today: TODAY,
    ocr: engine(({ width }) => {
      seen.push(width);
      return linesOf(texts);
    }),
  });
  const letter = sheet(picture, 800);
  const pages = [0, 1].map(() => ({ ...letter, width: 3000, height: 4000 }));
  const result = await counting.scan({ name: 'a.pdf', bytes: pdfOf(pages) });
  expect(seen).toHaveLength(1);
  expect(result.findings).toHaveLength(1);
});

test('text pages ask for no engine', async () => {
  const sheetOfText = new PdfPage();
  sheetOfText.text(60, 700, 12, `身份证号：${ID}`);
  const result = await createScanner({
    today: TODAY,
    ocr: engine(() => {
      throw new Error('not to be called');
    }),
  }).scan({ name: 'a.pdf', bytes: buildPdf({ pages: [sheetOfText] }) });
  expect(result.findings[0]!.places).toMatchObject([{ channel: 'body' }]);
  expect(result.diagnostics).toEqual([]);
});

test('a blank scan is read: there is nothing on it', async () => {
  const result = await reading.scan({ name: 'a.pdf', bytes: pdfOf([sheet(blank(600, 800), 800)]) });
  expect(result.verdict).toBe('pass');
});
