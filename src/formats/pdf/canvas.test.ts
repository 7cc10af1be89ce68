import { expect, test } from 'vitest';
import { blank } from '../ocr/raster.js';
import { Canvas, CLOSE, CURVE, LINE, MOVE } from './canvas.js';
import { compareDigits, holesOf } from './digit-shapes.js';
import type { Matrix } from './geometry.js';

const PIXELS: Matrix = [1, 0, 0, 1, 0, 0];
const square = (x0: number, y0: number, x1: number, y1: number, back = false): number[] => {
  const corners = back ? [x0, y0, x0, y1, x1, y1, x1, y0] : [x0, y0, x1, y0, x1, y1, x0, y1];
  return [
    MOVE,
    corners[0]!,
    corners[1]!,
    ...[2, 4, 6].flatMap((i) => [LINE, corners[i]!, corners[i + 1]!]),
    CLOSE,
  ];
};
/** Kappa: the handles of a cubic for a quarter of a circle. */
const K = 0.5522847;
const circle = (x: number, y: number, r: number): number[] => [
  ...[MOVE, x + r, y],
  ...[CURVE, x + r, y + K * r, x + K * r, y + r, x, y + r],
  ...[CURVE, x - K * r, y + r, x - r, y + K * r, x - r, y],
  ...[CURVE, x - r, y - K * r, x - K * r, y - r, x, y - r],
  ...[CURVE, x + K * r, y - r, x + r, y - K * r, x + r, y],
  CLOSE,
];

function painted(
  paths: readonly number[][],
  evenOdd = false,
): { ink: number; at: (x: number, y: number) => number } {
  const canvas = new Canvas(blank(64, 64));
  for (const path of paths) canvas.fill(path, { matrix: PIXELS, tone: 0, evenOdd });
  const { grey } = canvas.raster;
  return {
    ink: grey.reduce((sum, value) => sum + (255 - value) / 255, 0),
    at: (x, y) => grey[y * 64 + x]!,
  };
}

test('coverage is exact on edges between pixels', () => {
  const { ink, at } = painted([square(10.25, 10, 20.5, 20)]);
  expect(ink).toBeCloseTo(102.5, 0);
  expect(at(10, 15)).toBeCloseTo(255 * 0.25, -1);
  expect(at(20, 15)).toBeCloseTo(255 * 0.5, -1);
  expect([at(9, 15), at(15, 15), at(21, 15)]).toEqual([255, 0, 255]);
});

test('curves', () => {
  expect(painted([circle(32, 32, 20)]).ink).toBeGreaterThan(Math.PI * 400 * 0.985);
  expect(painted([circle(32, 32, 20)]).ink).toBeLessThan(Math.PI * 400 * 1.005);
});

test('holes: drawn the other way round, or by the even-odd rule', () => {
  const same = [...square(8, 8, 40, 40), ...square(16, 16, 32, 32)];
  const back = [...square(8, 8, 40, 40), ...square(16, 16, 32, 32, true)];
  expect(painted([same]).at(24, 24)).toBe(0);
  expect(painted([same], true).at(24, 24)).toBe(255);
  expect(painted([back]).at(24, 24)).toBe(255);
});

test('strokes are at least a pixel wide', () => {
  const canvas = new Canvas(blank(64, 64));
  canvas.stroke([MOVE, 4, 20.5, LINE, 60, 20.5], 0.1, { matrix: PIXELS, tone: 0 });
  expect(canvas.raster.grey[20 * 64 + 32]).toBeLessThan(10);
  expect(canvas.raster.grey[22 * 64 + 32]).toBe(255);
});

test.each([
  ['out of the picture', square(-5000, -5000, 5000, 5000), true],
  ['far away', square(900, 900, 950, 950), false],
  ['no numbers', [MOVE, Number.NaN, 1, LINE, 5, 5, LINE, 9, 1, CLOSE], false],
  ['beyond all bounds', square(-1e12, -1e12, 1e12, 1e12), false],
  ['cut off', [MOVE, 1, 1, CURVE, 5], false],
  ['an unknown operator', [77, 1, 1, LINE, 5, 5], false],
])('hostile paths: %s', (_name, path, dark) => {
  expect(painted([path]).at(30, 30)).toBe(dark ? 0 : 255);
});

test('work has an end', () => {
  const canvas = new Canvas(blank(100, 100), 1_000_000);
  const fill = (): void => canvas.fill(square(-1, -1, 101, 101), { matrix: PIXELS, tone: 0 });
  for (let i = 0; i < 90; i++) fill();
  expect(canvas.exhausted).toBe(false);
  for (let i = 0; i < 20; i++) fill();
  expect(canvas.exhausted).toBe(true);
});

test('holes of outlines', () => {
  const bar = square(0, 0, 0.1, 0.7);
  const ring = [...square(0, 0, 0.5, 0.7), ...square(0.1, 0.1, 0.4, 0.6, true)];
  const eight = [
    ...square(0, 0, 0.5, 0.7),
    ...square(0.1, 0.1, 0.4, 0.3, true),
    ...square(0.1, 0.4, 0.4, 0.6, true),
  ];
  expect([bar, ring, eight, []].map(holesOf)).toEqual([0, 1, 2, undefined]);
});

test('digits whose outlines are those of others', () => {
  const honest = [1, 0, 0, 0, 1, 0, 1, 0, 2, 1];
  expect(compareDigits(honest)).toEqual({ wrong: 0, compared: 10 });
  expect(compareDigits([2, 0, undefined, 0, 0])).toEqual({ wrong: 0, compared: 4 }); // slashed, open
  const shuffled = [...'8513260497'].map((digit) => honest[Number(digit)]);
  expect(compareDigits(shuffled).wrong).toBeGreaterThanOrEqual(4);
});
