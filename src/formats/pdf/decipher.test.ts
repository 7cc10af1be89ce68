import { expect, test } from 'vitest';
import type { OcrPicture } from '../../core/index.js';
import { createScanner, type PagePlace, type ScanResult } from '../../index.js';
import { engine } from '../ocr/harness.js';
import { columns, line, lyingPdf } from './build-lying-pdf.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const TODAY = '2026-11-27';
async function scan(
  bytes: Uint8Array,
  text?: string,
): Promise<{ result: ScanResult; pictures: OcrPicture[] }> {
  const pictures: OcrPicture[] = [];
  const scanner = createScanner({
    today: TODAY,
    reveal: true,
    ...(text === undefined
      ? {}
      : {
          ocr: engine((picture) => {
            pictures.push(picture);
            return columns(picture, text);
          }),
        }),
  });
  return { result: await scanner.scan({ name: 'a.pdf', bytes }), pictures };
}

const controls = { said: (digit: number) => String.fromCharCode(digit + 1) };

test('without a recogniser such a page is unread', async () => {
  const { result } = await scan(lyingPdf([line(ID)], controls));
  expect(result.findings).toEqual([]);
  expect(result.coverage.unread).toMatchObject([{ code: 'pdf/no-unicode-map' }]);
});

test('glyphs are drawn, read, and their places are the boxes of the font', async () => {
  const { result } = await scan(lyingPdf([line(ID)], controls), ID);
  expect(result.coverage.unread).toEqual([]);
  expect(result.findings).toMatchObject([{ entity: 'resident-id', value: ID, status: 'valid' }]);
  const [place, ...more] = result.findings[0]!.places as PagePlace[];
  expect(more).toEqual([]);
  expect(place).toMatchObject({ page: 1, channel: 'ocr' });
  expect(place!.box[0]).toBeCloseTo(72, 1);
  expect(place!.box[2]).toBeCloseTo(72 + 18 * 0.47 * 20, 1);
});

test('one digit misread among many is outvoted', async () => {
  const twice = lyingPdf([line(ID)], controls);
  const wrong = `${ID.slice(0, 4)}7${ID.slice(5)}`; // a 0 read as 7
  const { result } = await scan(twice, wrong);
  expect(result.findings).toMatchObject([{ value: ID, status: 'valid' }]);
});

test('a later page of known glyphs is read without the recogniser', async () => {
  const all = '0123456789';
  const { result, pictures } = await scan(lyingPdf([line(all), line(ID)], controls), all);
  expect(pictures).toHaveLength(1);
  expect(result.findings).toMatchObject([{ value: ID }]);
  expect(result.coverage.unread).toEqual([]);
});

test('a page that is shown turned', async () => {
  const turned = line(ID, 300, 100, '0 1 -1 0');
  const { result } = await scan(lyingPdf([turned], { ...controls, rotate: 90 }), ID);
  const [place] = result.findings[0]!.places as PagePlace[];
  expect(place!.box[1]).toBeCloseTo(100, 1);
  expect(place!.box[3]).toBeCloseTo(100 + 18 * 9.4, 1);
});

test('ideographs as narrow as digits are no ideographs', async () => {
  const said = (digit: number): string => '驋閿肱麣龒鸺鑶餼龤齤'[digit]!;
  const bytes = lyingPdf([line(ID)], { said });
  expect((await scan(bytes)).result.coverage.unread).toMatchObject([{ code: 'pdf/no-unicode-map' }]);
  expect((await scan(bytes, ID)).result.findings).toMatchObject([{ value: ID }]);
});

test('a recogniser that reads nothing leaves the page unread', async () => {
  const { result } = await scan(lyingPdf([line(ID)], controls), '');
  expect(result.findings).toEqual([]);
  const blank = createScanner({ today: TODAY, ocr: engine(() => []) });
  const unread = await blank.scan({ name: 'a.pdf', bytes: lyingPdf([line(ID)], controls) });
  expect(unread.coverage.unread).toMatchObject([{ code: 'pdf/no-unicode-map' }]);
  const broken = createScanner({
    today: TODAY,
    ocr: engine(() => {
      throw new Error('no');
    }),
  });
  const failed = await broken.scan({ name: 'a.pdf', bytes: lyingPdf([line(ID)], controls) });
  expect(failed.coverage.unread).toMatchObject([{ code: 'pdf/no-unicode-map' }]);
  expect(failed.diagnostics.map(({ code }) => code)).toContain('ocr/failed');
});
