import { expect, test } from 'vitest';
import type { OcrLine, OcrPicture } from '../../core/index.js';
import { createScanner, type PagePlace, type ScanResult } from '../../index.js';
import { engine } from '../ocr/harness.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const TODAY = '2026-11-27';
const CODES = 'abcdefghij';

/** Boxes of seven segments that touch, in thousandths of an em; which of them each digit has. */
const SEGMENTS = [
  '30 630 370 70',
  '30 320 70 380',
  '330 320 70 380',
  '30 310 370 70',
  '30 0 70 380',
  '330 0 70 380',
  '30 0 370 70',
];
const DIGITS = ['012456', '25', '02346', '02356', '1235', '01356', '013456', '025', '0123456', '012356'];

interface Drawing {
  readonly content: string;
  readonly rotate?: number;
  /** What the map to Unicode says of code `a` + digit. */
  readonly said: (digit: number) => string;
}

/** A page in a Type 3 font whose glyphs look like digits. Each page has its own content, all share the font. */
function lyingPdf(pages: readonly string[], { rotate = 0, said }: Omit<Drawing, 'content'>): Uint8Array {
  const stream = (data: string, entries = ''): string =>
    `<< ${entries}/Length ${data.length} >>\nstream\n${data}\nendstream`;
  const procedures = DIGITS.map((segments) =>
    stream(`470 0 d0 ${[...segments].map((i) => `${SEGMENTS[Number(i)]} re f`).join(' ')}`),
  );
  const map = DIGITS.map((_, i) => {
    const code = CODES.charCodeAt(i).toString(16);
    return `<${code}> <${said(i).charCodeAt(0).toString(16).padStart(4, '0')}>`;
  });
  const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 10 beginbfchar\n${map.join('\n')}\nendbfchar endcmap end end`;
  const names = DIGITS.map((_, i) => `/d${i} ${4 + i} 0 R`).join(' ');
  const first = 15;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${first + 2 * i} 0 R`).join(' ')}] >>`,
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 470 700] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << ${names} >> /Encoding << /Type /Encoding /Differences [97 ${DIGITS.map((_, i) => `/d${i}`).join(' ')}] >> /FirstChar 97 /LastChar 106 /Widths [${'470 '.repeat(10)}] /ToUnicode 14 0 R >>`,
    ...procedures,
    stream(cmap),
    ...pages.flatMap((content, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${rotate} /Contents ${first + 2 * i + 1} 0 R /Resources << /Font << /T 3 0 R >> >> >>`,
      stream(content),
    ]),
  ];
  let out = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const offset = out.length;
    out += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`;
  return Uint8Array.from(out, (character) => character.charCodeAt(0));
}

const coded = (digits: string): string => [...digits].map((digit) => CODES[Number(digit)]).join('');
const line = (digits: string, x = 72, y = 700, matrix = '1 0 0 1'): string =>
  `BT /T 20 Tf ${matrix} ${x} ${y} Tm (${coded(digits)}) Tj ET`;

/** One symbol for each piece of ink that stands alone across the picture, read from `text`. */
function columns({ width, height, grey }: OcrPicture, text: string): OcrLine[] {
  const dark = (x: number): number[] =>
    Array.from({ length: height }, (_, y) => y).filter((y) => grey[y * width + x]! < 128);
  const symbols: OcrLine[number][] = [];
  for (let x = 0; x < width; x++) {
    if (dark(x).length === 0) continue;
    let [top, bottom, end] = [height, 0, x];
    for (; end < width && dark(end).length > 0; end++) {
      top = Math.min(top, dark(end)[0]!);
      bottom = Math.max(bottom, dark(end).at(-1)! + 1);
    }
    const read = text[symbols.length] ?? '?';
    symbols.push({ text: read, confidence: 0.97, box: [x, top, end, bottom], spaced: false });
    x = end;
  }
  return [symbols];
}

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
