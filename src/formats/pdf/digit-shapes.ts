/**
 * Whether the digits that a font's map names look like digits: a false map to Unicode shows 8 on paper and says 1.
 *
 * Compared are the holes of the outlines, which hardly differ between typefaces: 8 has two, 6 and 9 one, 1, 2, 3, 5, 7 none.
 */
import { Canvas, flattened, type PathBuffer } from './canvas.js';

/** Fewest and most holes of each digit. A slashed 0 has two; an open 4 none. */
const HOLES: readonly (readonly [number, number])[] = [
  [1, 2],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 1],
  [0, 0],
  [1, 1],
  [0, 0],
  [2, 2],
  [1, 1],
];
/** Pixels of the raster that outlines are drawn on, and those around it that stay white. */
const SIZE = 56;
const RIM = 2;
/** To the pixels at the left, at the right, above and below. */
const STEPS: readonly number[] = [-1, 1, -SIZE, SIZE];
/** Pixels of the least hole: less is where strokes touch. */
const LEAST = 3;

/** @param holes Of the outlines shown for the digits 0…9; undefined for one that is not shown. @returns Digits that differ, and those compared. */
export function compareDigits(holes: readonly (number | undefined)[]): {
  readonly wrong: number;
  readonly compared: number;
} {
  let wrong = 0;
  let compared = 0;
  for (const [digit, count] of holes.entries()) {
    if (count === undefined) continue;
    compared++;
    const [least, most] = HOLES[digit]!;
    if (count < least || count > most) wrong++;
  }
  return { wrong, compared };
}

/** @returns Parts of the background that the outline encloses; undefined for an empty one. */
export function holesOf(outline: PathBuffer): number | undefined {
  const edges = flattened(outline, [1, 0, 0, 1, 0, 0], true);
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < edges.length; i += 2) {
    x0 = Math.min(x0, edges[i]!);
    x1 = Math.max(x1, edges[i]!);
    y0 = Math.min(y0, edges[i + 1]!);
    y1 = Math.max(y1, edges[i + 1]!);
  }
  const long = Math.max(x1 - x0, y1 - y0);
  if (!(long > 0 && Number.isFinite(long))) return undefined;
  const scale = (SIZE - 2 * RIM) / long;
  const grey = new Uint8Array(SIZE * SIZE).fill(255);
  const canvas = new Canvas({ width: SIZE, height: SIZE, grey });
  canvas.fill(outline, { matrix: [scale, 0, 0, -scale, RIM - x0 * scale, RIM + y1 * scale], tone: 0 });
  return enclosed(grey);
}

function enclosed(grey: Uint8Array): number {
  const seen = new Uint8Array(SIZE * SIZE);
  const area = (from: number): number => {
    const stack = [from];
    seen[from] = 1;
    let count = 0;
    while (stack.length > 0) {
      const at = stack.pop()!;
      count++;
      const x = at % SIZE;
      for (let side = 0; side < 4; side++) {
        if ((side === 0 && x === 0) || (side === 1 && x === SIZE - 1)) continue;
        const next = at + STEPS[side]!;
        if (next < 0 || next >= seen.length || seen[next] === 1 || grey[next]! < 128) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    return count;
  };
  area(0);
  let holes = 0;
  for (let i = 0; i < seen.length; i++) {
    if (seen[i] === 0 && grey[i]! >= 128 && area(i) >= LEAST) holes++;
  }
  return holes;
}
