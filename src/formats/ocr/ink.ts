/** What of a raster is ink: black and white, connected pieces, how tall its text is. */
import type { Raster } from './raster.js';

/** Black and white, one byte a pixel: 1 is ink. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** Otsu's threshold over the whole raster, kept inside what is ink on white paper. */
export function threshold({ grey }: Raster): number {
  const histogram = new Float64Array(256);
  for (let i = 0; i < grey.length; i += 3) histogram[grey[i]!]!++;
  let total = 0;
  let sum = 0;
  for (let v = 0; v < 256; v++) {
    total += histogram[v]!;
    sum += v * histogram[v]!;
  }
  let best = 128;
  let most = -1;
  let count = 0;
  let dark = 0;
  for (let v = 0; v < 255; v++) {
    count += histogram[v]!;
    dark += v * histogram[v]!;
    if (count === 0 || count === total) continue;
    const apart = dark / count - (sum - dark) / (total - count);
    const between = count * (total - count) * apart * apart;
    if (between > most) {
      most = between;
      best = v;
    }
  }
  return Math.max(90, Math.min(200, best + 1));
}

export function bitmap(raster: Raster, below: number): Bitmap {
  const { width, height, grey } = raster;
  const ink = new Uint8Array(grey.length);
  for (let i = 0; i < grey.length; i++) if (grey[i]! < below) ink[i] = 1;
  return { width, height, ink };
}

/** Runs of ink in one row, joined with those they touch above and below. */
const MAX_RUNS = 3_000_000;

/** Connected pieces of a character's shape: left, top, right, bottom of each, pixels. */
export type Pieces = readonly (readonly [number, number, number, number])[];

export function piecesOf({ width, height, ink }: Bitmap): Pieces {
  const parent: number[] = [];
  const top: number[] = [];
  const bottom: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const find = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  let above: number[] = []; // from, to, piece
  for (let y = 0; y < height && parent.length < MAX_RUNS; y++) {
    const row = y * width;
    const runs: number[] = [];
    let before = 0;
    for (let x = 0; x < width; x++) {
      if (ink[row + x] === 0) continue;
      const from = x;
      while (x < width && ink[row + x] === 1) x++;
      let piece = -1;
      while (before < above.length && above[before + 1]! < from) before += 3;
      for (let b = before; b < above.length && above[b]! <= x; b += 3) {
        const other = find(above[b + 2]!);
        if (piece < 0) piece = other;
        else if (other !== piece) {
          parent[other] = piece;
          top[piece] = Math.min(top[piece]!, top[other]!);
          left[piece] = Math.min(left[piece]!, left[other]!);
          right[piece] = Math.max(right[piece]!, right[other]!);
        }
      }
      if (piece < 0) {
        piece = parent.length;
        parent.push(piece);
        top.push(y);
        bottom.push(y);
        left.push(from);
        right.push(x);
      } else {
        bottom[piece] = y;
        left[piece] = Math.min(left[piece]!, from);
        right[piece] = Math.max(right[piece]!, x);
      }
      runs.push(from, x, piece);
    }
    above = runs;
  }
  const pieces: [number, number, number, number][] = [];
  for (let i = 0; i < parent.length; i++) {
    if (parent[i] !== i) continue;
    const tall = bottom[i]! - top[i]! + 1;
    const wide = right[i]! - left[i]!;
    const most = Math.max(width, height) / 3;
    if (Math.max(tall, wide) < 5 || Math.max(tall, wide) > most || Math.min(tall, wide) < 2) continue;
    if (wide <= 8 * tall && tall <= 8 * wide) pieces.push([left[i]!, top[i]!, right[i]!, bottom[i]! + 1]);
  }
  return pieces;
}

/** Fewer pieces are no text. */
const LEAST_PIECES = 5;

/**
 * Typical height of the characters, pixels.
 * @param sideways Lines run from top to bottom.
 * @returns undefined when there are too few pieces to be text.
 */
export function textHeight(pieces: Pieces, sideways: boolean = false): number | undefined {
  if (pieces.length < LEAST_PIECES) return undefined;
  const heights = pieces.map(([left, top, right, bottom]) => {
    const [tall, wide] = sideways ? [right - left, bottom - top] : [bottom - top, right - left];
    return Math.max(tall, wide * 0.8);
  });
  heights.sort((a, b) => a - b);
  // Specks and strokes of Chinese characters are below the middle.
  return heights[Math.floor(heights.length * 0.6)];
}

/** Pieces that are asked for their neighbours. */
const ASKED = 3_000;

/** Whether lines run from top to bottom: characters stand nearer to the next one of their line than to another line. */
export function isSideways(pieces: Pieces, height: number): boolean {
  const cell = Math.max(8, Math.ceil(height * 2));
  const cells = new Map<number, number[]>();
  const key = (x: number, y: number): number => Math.floor(y / cell) * 65_536 + Math.floor(x / cell);
  const large = pieces.filter(([x0, y0, x1, y1]) => Math.max(x1 - x0, y1 - y0) >= height * 0.6);
  for (const [i, [x0, y0, x1, y1]] of large.entries()) {
    const at = key((x0 + x1) / 2, (y0 + y1) / 2);
    const list = cells.get(at);
    if (list === undefined) cells.set(at, [i]);
    else if (list.length < 64) list.push(i);
  }
  let across = 0;
  let down = 0;
  const step = Math.max(1, Math.floor(large.length / ASKED));
  for (let i = 0; i < large.length; i += step) {
    const [x0, y0, x1, y1] = large[i]!;
    const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
    let beside = Number.POSITIVE_INFINITY;
    let below = Number.POSITIVE_INFINITY;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        for (const j of cells.get(key(mx + dx * cell, my + dy * cell)) ?? []) {
          if (j === i) continue;
          const [ox0, oy0, ox1, oy1] = large[j]!;
          const shareY = Math.min(y1, oy1) - Math.max(y0, oy0);
          const shareX = Math.min(x1, ox1) - Math.max(x0, ox0);
          if (shareY > 0 && shareX <= 0) beside = Math.min(beside, -shareX);
          else if (shareX > 0 && shareY <= 0) below = Math.min(below, -shareY);
        }
      }
    }
    if (beside < below) across++;
    else if (below < beside) down++;
  }
  return down > 2 * across && down >= 10;
}
