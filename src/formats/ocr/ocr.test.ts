import { expect, test } from 'vitest';
import type { PagePlace } from '../../core/index.js';
import { fill, linesOf, page, reader, type Written } from './harness.js';
import { bitmap, isSideways, piecesOf, textHeight } from './ink.js';
import { evenLight } from './levels.js';
import { blank, type Raster, rotated, turned } from './raster.js';
import { readScan, type Scan } from './read.js';
import { repairNumbers } from './repair.js';
import { findRules, withoutRules } from './rules.js';
import { skewOf } from './skew.js';

/** Synthetic; the check characters are right. */
const ID = '110101190103070018';
const OTHER = '440524188001010014';
const HEAD: readonly Written[] = [
  { text: '姓名', x: 60, y: 100 },
  { text: '身份证号', x: 300, y: 100 },
  { text: '联系电话', x: 560, y: 100 },
];

const scanOf = (raster: Raster): Scan => ({
  raster,
  toPlace: [1, 0, 0, -1, 0, raster.height],
  part: '',
  page: 1,
});

/** A table of three columns with rules, and what an engine makes of it. */
function table(rows: readonly (readonly Written[])[]): { raster: Raster; texts: Written[] } {
  const texts = [...HEAD, ...rows.flat()];
  const raster = page(900, 700, texts);
  for (const x of [40, 280, 550, 800]) fill(raster, x, 60, x + 2, 620);
  for (let y = 60; y <= 620; y += 80) fill(raster, 40, y, 802, y + 2);
  return { raster, texts };
}

const row = (y: number, id: string, phone = '13800000000'): Written[] => [
  { text: '张三', x: 60, y },
  { text: id, x: 290, y },
  { text: phone, x: 560, y },
];

test('cells by the rules: neighbours do not glue, a number on two lines of its cell is one', async () => {
  const wrapped: Written[] = [
    { text: '李四', x: 60, y: 270 },
    { text: OTHER.slice(0, 12), x: 290, y: 250 },
    { text: OTHER.slice(12), x: 290, y: 284 },
    { text: '13900000000', x: 552, y: 270 },
  ];
  const { raster, texts } = table([row(180, ID), wrapped]);
  const { segment } = await readScan(
    scanOf(raster),
    reader(() => linesOf(texts)),
  );
  expect(segment?.channel).toBe('ocr');
  const cells = segment!.cells!.map(({ start, end, row, column }) => [
    row,
    column,
    segment!.text.slice(start, end),
  ]);
  expect(cells).toEqual([
    [0, 0, '姓名'],
    [0, 1, '身份证号'],
    [0, 2, '联系电话'],
    [1, 0, '张三'],
    [1, 1, ID],
    [1, 2, '13800000000'],
    [2, 0, '李四'],
    [2, 1, `${OTHER.slice(0, 12)}\u2028${OTHER.slice(12)}`],
    [2, 2, '13900000000'],
  ]);
  const at = segment!.text.indexOf(ID);
  const [place] = segment!.map.locate(at, at + 18) as PagePlace[];
  expect(place!.box.map(Math.round)).toEqual([291, 700 - 180, 290 + 18 * 14 - 1, 700 - 160]);
});

test('the engine gets the page without its rules, upright and level; boxes go back to the page as it is', async () => {
  const { raster, texts } = table([
    row(180, ID),
    row(260, OTHER),
    row(340, ID),
    row(420, OTHER),
    row(500, ID),
  ]);
  for (const degrees of [2, -3]) {
    const angle = (degrees * Math.PI) / 180;
    const askew = rotated(raster, angle);
    let seen: Raster | undefined;
    const { segment } = await readScan(
      scanOf(askew),
      reader((picture) => {
        seen ??= picture;
        return linesOf(texts);
      }),
    );
    // Where a rule ran there is paper again.
    const column = Array.from({ length: 80 }, (_, i) => seen!.grey[(200 + i) * seen!.width + 281]!);
    expect(Math.min(...column)).toBeGreaterThan(150);
    const at = segment!.text.indexOf(ID);
    const [place] = segment!.map.locate(at, at + 18) as PagePlace[];
    const [x, y] = [(place!.box[0] + place!.box[2]) / 2, 700 - (place!.box[1] + place!.box[3]) / 2];
    const [mx, my] = [416 - 449.5, 170 - 349.5];
    const [wantX, wantY] = [
      mx * Math.cos(angle) - my * Math.sin(angle) + 449.5,
      mx * Math.sin(angle) + my * Math.cos(angle) + 349.5,
    ];
    expect(Math.hypot(x - wantX, y - wantY), `${degrees}°`).toBeLessThan(4);
  }
});

test('a page that lies on its side or on its head is turned, by the band that is read with more certainty', async () => {
  const { raster, texts } = table([
    row(180, ID),
    row(260, OTHER),
    row(340, ID),
    row(420, OTHER),
    row(500, ID),
  ]);
  for (const turns of [1, 2, 3]) {
    const lying = turned(raster, turns);
    const { segment } = await readScan(
      scanOf(lying),
      reader((picture) => {
        // The head of the table is what tells up from down for this engine; elsewhere it is unsure.
        const band = picture.height < 600;
        const upright = sameInk(picture, band ? undefined : raster);
        const sure = band ? bandIsUpright(picture) : upright;
        return linesOf(texts).map((line) => line.map((s) => ({ ...s, confidence: sure ? 0.99 : 0.5 })));
      }),
    );
    const at = segment!.text.indexOf(ID);
    const [place] = segment!.map.locate(at, at + 18) as PagePlace[];
    const [x, y] = [(place!.box[0] + place!.box[2]) / 2, lying.height - (place!.box[1] + place!.box[3]) / 2];
    const want = [
      [416, 170],
      [700 - 170, 416],
      [900 - 416, 700 - 170],
      [170, 900 - 416],
    ][turns]!;
    expect(Math.hypot(x - want[0]!, y - want[1]!), `${turns} quarter turns`).toBeLessThan(4);
  }
});

/** The phone column is at the right: 11 characters in a column of 250 pixels leave its right half empty. */
function bandIsUpright({ width, height, grey }: Raster): boolean {
  let [left, right] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < 120; x++) {
      if (grey[y * width + x]! < 128) left++;
      if (grey[y * width + width - 1 - x]! < 128) right++;
    }
  }
  return left > right;
}

function sameInk(picture: Raster, other: Raster | undefined): boolean {
  return other !== undefined && bandIsUpright(picture) && picture.width === other.width;
}

test('faults of the engine come through; a blank page needs no engine', async () => {
  const { raster } = table([row(180, ID)]);
  expect(
    await readScan(
      scanOf(raster),
      reader(() => 'ocr/time-limit'),
    ),
  ).toEqual({ fault: 'ocr/time-limit' });
  let calls = 0;
  const counting = reader(() => {
    calls++;
    return [];
  });
  expect(await readScan(scanOf(blank(900, 700)), counting)).toEqual({});
  expect(await readScan(scanOf(blank(20, 5)), counting)).toEqual({});
  expect(calls).toBe(0);
});

test('an ID in glued digits is parted from its neighbours', async () => {
  const glued = `7${ID}13800000000`;
  const texts = [{ text: glued, x: 40, y: 100 }];
  const { segment } = await readScan(
    scanOf(page(900, 200, texts)),
    reader(() => linesOf(texts)),
  );
  expect(segment!.text.trim()).toBe(`7 ${ID} 13800000000`);
});

test.each([
  ['a letter for a digit', 'l10lO1190103070018', ID, 1, undefined],
  ['one doubtful digit', '110101190103070016', ID, 0.99, 17],
  ['a doubtful digit of two lines', `1101011\u202890108070018`, `1101011\u202890103070018`, 0.99, 12],
  ['a doubtful x', '11010119010307001B', ID, 0.99, undefined],
])('repaired where the check character confirms it: %s', (_name, read, want, sure, doubtful) => {
  const { text, guessed } = repairNumbers(`身份证号${read}。`, (at) => (at - 4 === doubtful ? 0.5 : sure));
  expect(text).toBe(`身份证号${want}。`);
  expect(guessed).toEqual([{ start: 4, end: 4 + read.length }]);
});

test.each([
  ['nothing is wrong', ID, undefined],
  ['the engine is sure', '110101190103070016', undefined],
  ['another digit is doubtful', '110101190103070016', 3],
  ['no look-alike fits', '110101190103070019', 16],
])('left as read: %s', (_name, read, doubtful) => {
  const { text, guessed } = repairNumbers(read, (at) => (at === doubtful ? 0.5 : 0.99));
  expect(text).toBe(read);
  expect(guessed).toEqual([]);
});

test('rules go, characters that touch them stay', () => {
  const raster = blank(300, 200);
  fill(raster, 20, 100, 280, 103);
  fill(raster, 150, 80, 155, 125);
  const map = bitmap(raster, 128);
  const rules = findRules(map, { across: 80, down: 60, thick: 6 });
  expect(rules).toEqual([{ horizontal: true, at: expect.closeTo(101, 0), from: 20, to: 280 }]);
  const { grey, width } = withoutRules(raster, map, rules, 6);
  expect(grey[101 * width + 60]).toBe(255);
  expect(grey[101 * width + 152]).toBe(0);
  expect(grey[85 * width + 152]).toBe(0);
});

test('skew to a tenth of a degree, and lines that run downwards', () => {
  const { raster } = table([row(180, ID), row(260, OTHER), row(340, ID), row(420, OTHER)]);
  for (const degrees of [-4, -1, 0, 0.6, 5]) {
    const map = bitmap(rotated(raster, (degrees * Math.PI) / 180), 128);
    expect((skewOf(map, false) * 180) / Math.PI).toBeCloseTo(degrees, 0);
  }
  const pieces = piecesOf(bitmap(raster, 128));
  expect(textHeight(pieces)).toBeCloseTo(22, -1);
  expect(isSideways(pieces, 22)).toBe(false);
  const lying = bitmap(turned(raster, 1), 128);
  expect(isSideways(piecesOf(lying), 22)).toBe(true);
  expect(skewOf(lying, true)).toBeCloseTo(0, 3);
});

test('uneven light is evened', () => {
  const raster = blank(640, 320);
  for (let y = 0; y < 320; y++) {
    for (let x = 0; x < 640; x++) raster.grey[y * 640 + x] = 120 + x / 5;
  }
  fill(raster, 100, 100, 110, 120);
  const even = evenLight(raster);
  expect(even.grey[50 * 640 + 40]).toBeGreaterThan(235);
  expect(even.grey[50 * 640 + 600]).toBeGreaterThan(235);
  expect(even.grey[105 * 640 + 105]).toBeLessThan(20);
});
