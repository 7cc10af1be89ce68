/** By how much a scanned page was put in askew. */
import type { Bitmap } from './ink.js';

/** Degrees to either side. */
const MOST = 7;
const COARSE = 0.5;
const FINE = 0.1;
/** Pixels of the longer side that the search looks at. */
const SIDE = 900;
/** Points that it looks at. */
const POINTS = 60_000;

/**
 * Radians by which lines fall to the right (y downwards), by the sharpest profile of the ink.
 * @param sideways Lines run from top to bottom: the angle is that of the page after a quarter turn clockwise.
 */
export function skewOf(map: Bitmap, sideways: boolean): number {
  const { points, width, height } = shortStrokes(map);
  if (points.length < 200) return 0;
  return sideways ? -sharpest(points, 1, width).angle : sharpest(points, 0, height).angle;
}

interface Strokes {
  /** x, y pairs. */
  readonly points: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Long strokes (rules) are left out: they say more about the table than about its text. */
function shortStrokes({ width, height, ink }: Bitmap): Strokes {
  const step = Math.max(1, Math.round(Math.max(width, height) / SIDE));
  const w = Math.floor(width / step);
  const h = Math.floor(height / step);
  const small = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let any = 0;
      for (let dy = 0; dy < step && any === 0; dy++) {
        const at = (y * step + dy) * width + x * step;
        for (let dx = 0; dx < step; dx++) any |= ink[at + dx]!;
      }
      small[y * w + x] = any;
    }
  }
  const longest = Math.round(Math.max(w, h) / 30);
  const list: number[] = [];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (small[y * w + x] === 0) continue;
      let end = x;
      while (end < w && small[y * w + end] === 1) end++;
      if (end - x < longest) list.push(x, y, end);
      x = end;
    }
  }
  const tall = new Uint8Array(w * h);
  for (let x = 0; x < w; x++) {
    for (let y = 0; y < h; y++) {
      if (small[y * w + x] === 0) continue;
      let end = y;
      while (end < h && small[end * w + x] === 1) end++;
      if (end - y >= longest) for (let i = y; i < end; i++) tall[i * w + x] = 1;
      y = end;
    }
  }
  const points: number[] = [];
  for (let i = 0; i < list.length; i += 3) {
    const [from, y, end] = [list[i]!, list[i + 1]!, list[i + 2]!];
    for (let x = from; x < end; x++) if (tall[y * w + x] === 0) points.push(x, y);
  }
  const every = Math.max(1, Math.ceil(points.length / 2 / POINTS));
  const kept = new Float32Array(Math.floor(points.length / 2 / every) * 2);
  for (let i = 0; i < kept.length; i += 2) {
    kept[i] = points[i * every]!;
    kept[i + 1] = points[i * every + 1]!;
  }
  return { points: kept, width: w, height: h };
}

/** @param axis 0: lines along x; 1: lines along y. */
function sharpest(points: Float32Array, axis: 0 | 1, size: number): { angle: number; score: number } {
  let best = { angle: 0, score: profile(points, axis, 0, size) * 1.02 };
  const search = (from: number, to: number, step: number): void => {
    for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
      const angle = (degrees * Math.PI) / 180;
      const score = profile(points, axis, angle, size);
      if (score > best.score) best = { angle, score };
    }
  };
  search(-MOST, MOST, COARSE);
  const middle = (best.angle * 180) / Math.PI;
  search(middle - COARSE, middle + COARSE, FINE);
  return best;
}

/** Σ (differences of neighbouring bins)² of the points' profile across lines of this angle, per point. */
function profile(points: Float32Array, axis: 0 | 1, angle: number, size: number): number {
  const margin = Math.ceil(size * 0.3) + 8;
  const bins = new Float64Array(size + 2 * margin);
  const slope = Math.tan(angle);
  for (let i = 0; i < points.length; i += 2) {
    const along = points[i + axis]!;
    const across = points[i + 1 - axis]!;
    const bin = Math.round(across - along * slope) + margin;
    if (bin >= 0 && bin < bins.length) bins[bin]!++;
  }
  let sum = 0;
  for (let i = 1; i < bins.length; i++) sum += (bins[i]! - bins[i - 1]!) ** 2;
  return sum / points.length;
}
