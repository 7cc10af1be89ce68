/** Fills paths on a grey raster, with exact coverage of each pixel: what a page draws, for a recogniser to read. */
import type { Raster } from '../ocr/raster.js';
import type { Box, Matrix } from './geometry.js';

/** Opcodes in a path buffer of pdf.js. */
export const MOVE = 0;
export const LINE = 1;
export const CURVE = 2;
export const QUADRATIC = 3;
export const CLOSE = 4;

/** A path: opcodes, each with its coordinates. */
export type PathBuffer = ArrayLike<number>;

export interface FillOptions {
  /** From the path's units to pixels, origin top-left. */
  readonly matrix: Matrix;
  /** 0 black … 255 white. */
  readonly tone: number;
  /** Pixels: nothing is painted outside. */
  readonly clip?: Box;
  readonly evenOdd?: boolean;
}

/** Pixels touched, over all fills, after which a canvas paints nothing more. */
const MOST_WORK = 400_000_000;
const MOST_LINES = 4_000_000;
/** Pixels of a path's control points for each straight piece of a curve. */
const PIECE = 4;

export class Canvas {
  readonly raster: Raster;
  /** A limit left something unpainted. */
  exhausted = false;
  #cover = new Float32Array(0);
  readonly #mostWork: number;
  #work = 0;
  #lines = 0;

  constructor(raster: Raster, mostWork: number = MOST_WORK) {
    this.raster = raster;
    this.#mostWork = mostWork;
  }

  fill(path: PathBuffer, options: FillOptions): void {
    this.#fillLines(flattened(path, options.matrix, true), options);
  }

  /** @param width Pixels; less than one is one. */
  stroke(path: PathBuffer, width: number, options: FillOptions): void {
    const half = Math.max(1, width) / 2;
    const edges: number[] = [];
    for (const line of lines(flattened(path, options.matrix, false))) quad(line, half, edges);
    this.#fillLines(edges, options);
  }

  /** @param edges Four numbers each: x0, y0, x1, y1. */
  #fillLines(edges: readonly number[], { tone, clip, evenOdd = false }: FillOptions): void {
    const { width, height, grey } = this.raster;
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < edges.length; i += 2) {
      const x = edges[i]!;
      const y = edges[i + 1]!;
      if (!(Math.abs(x) < 1e7 && Math.abs(y) < 1e7)) return;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y);
    }
    const left = Math.max(0, Math.floor(Math.max(x0, clip?.[0] ?? 0)));
    const right = Math.min(width, Math.ceil(Math.min(x1, clip?.[2] ?? width)));
    const top = Math.max(0, Math.floor(Math.max(y0, clip?.[1] ?? 0)));
    const bottom = Math.min(height, Math.ceil(Math.min(y1, clip?.[3] ?? height)));
    if (!(right > left && bottom > top)) return;
    const columns = right - left;
    const rows = bottom - top;
    const stride = columns + 2;
    this.#work += stride * rows;
    this.#lines += edges.length / 4;
    if (this.#work > this.#mostWork || this.#lines > MOST_LINES) {
      this.exhausted = true;
      return;
    }
    if (this.#cover.length < stride * rows) this.#cover = new Float32Array(stride * rows);
    const cover = this.#cover;
    for (let i = 0; i + 3 < edges.length; i += 4) {
      addLine(
        cover,
        columns,
        rows,
        edges[i]! - left,
        edges[i + 1]! - top,
        edges[i + 2]! - left,
        edges[i + 3]! - top,
      );
    }
    for (let y = 0; y < rows; y++) {
      let sum = 0;
      const from = y * stride;
      const to = (y + top) * width + left;
      for (let x = 0; x < columns; x++) {
        sum += cover[from + x]!;
        let share = Math.abs(sum);
        if (evenOdd) {
          share %= 2;
          if (share > 1) share = 2 - share;
        } else if (share > 1) share = 1;
        if (share > 0.004) grey[to + x] = tone * share + grey[to + x]! * (1 - share);
      }
      cover.fill(0, from, from + stride);
    }
  }
}

/**
 * Adds an edge to a buffer of differences: its running sum along a row is the signed area that lies to the right of the
 * edge in each pixel.
 */
function addLine(
  cover: Float32Array,
  columns: number,
  rows: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  if (ay === by) return;
  const sign = ay < by ? 1 : -1;
  const [x0, y0, x1, y1] = sign === 1 ? [ax, ay, bx, by] : [bx, by, ax, ay];
  const slope = (x1 - x0) / (y1 - y0);
  let x = y0 < 0 ? x0 - y0 * slope : x0;
  const first = Math.max(0, y0);
  const last = Math.min(rows, y1);
  for (let y = Math.floor(first); y < last; y++) {
    const share = Math.min(y + 1, y1) - Math.max(y, y0);
    const next = x + slope * share;
    addSpan(cover, y * (columns + 2), columns, Math.min(x, next), Math.max(x, next), share * sign);
    x = next;
  }
}

function addSpan(
  cover: Float32Array,
  row: number,
  columns: number,
  from: number,
  to: number,
  d: number,
): void {
  if (from >= columns) return;
  const a = Math.max(0, from);
  const b = Math.min(columns, Math.max(a, to));
  const first = Math.floor(a);
  const last = Math.ceil(b);
  if (last <= first + 1) {
    const middle = (a + b) / 2 - first;
    cover[row + first]! += d * (1 - middle);
    cover[row + first + 1]! += d * middle;
    return;
  }
  // The edge runs over several pixels of the row: each gets its share of the trapezium.
  const width = b - a;
  let before = 0;
  for (let x = first; x < last; x++) {
    const l = Math.max(a, x);
    const r = Math.min(b, x + 1);
    const passed = ((r - l) / width) * (x + 1 - (l + r) / 2) + (l - a) / width;
    cover[row + x]! += d * (passed - before);
    before = passed;
  }
  cover[row + last]! += d * (1 - before);
}

function* lines(edges: readonly number[]): Generator<readonly [number, number, number, number]> {
  for (let i = 0; i + 3 < edges.length; i += 4) {
    yield [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
  }
}

/** Four edges around a stroked line, always the same way round. */
function quad(
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  half: number,
  edges: number[],
): void {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const ux = length > 0 ? ((x1 - x0) / length) * half : half;
  const uy = length > 0 ? ((y1 - y0) / length) * half : 0;
  // Ends reach half a width too far, so that corners close.
  const [ax, ay, bx, by] = [x0 - ux, y0 - uy, x1 + ux, y1 + uy];
  const corners = [ax - uy, ay + ux, bx - uy, by + ux, bx + uy, by - ux, ax + uy, ay - ux];
  for (let i = 0; i < 8; i += 2) {
    edges.push(corners[i]!, corners[i + 1]!, corners[(i + 2) % 8]!, corners[(i + 3) % 8]!);
  }
}

/** @param closed Whether open sub-paths are closed, as a fill does. @returns Edges, four numbers each, in pixels. */
export function flattened(path: PathBuffer, m: Matrix, closed: boolean): number[] {
  const edges: number[] = [];
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const to = (nx: number, ny: number): void => {
    edges.push(x, y, nx, ny);
    x = nx;
    y = ny;
  };
  const close = (): void => {
    if (x !== startX || y !== startY) to(startX, startY);
  };
  const px = (i: number): number => m[0] * path[i]! + m[2] * path[i + 1]! + m[4];
  const py = (i: number): number => m[1] * path[i]! + m[3] * path[i + 1]! + m[5];
  for (let i = 0; i < path.length && edges.length < 4 * MOST_LINES; ) {
    switch (path[i]) {
      case MOVE:
        if (closed) close();
        x = startX = px(i + 1);
        y = startY = py(i + 1);
        i += 3;
        break;
      case LINE:
        to(px(i + 1), py(i + 1));
        i += 3;
        break;
      case CURVE:
        cubic(x, y, px(i + 1), py(i + 1), px(i + 3), py(i + 3), px(i + 5), py(i + 5), to);
        i += 7;
        break;
      case QUADRATIC: {
        const [cx, cy, ex, ey] = [px(i + 1), py(i + 1), px(i + 3), py(i + 3)];
        const third = (a: number, c: number): number => a + ((c - a) * 2) / 3;
        cubic(x, y, third(x, cx), third(y, cy), third(ex, cx), third(ey, cy), ex, ey, to);
        i += 5;
        break;
      }
      case CLOSE:
        close();
        i += 1;
        break;
      default:
        i = path.length;
    }
  }
  if (closed) close();
  return edges;
}

function cubic(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  x3: number,
  y3: number,
  to: (x: number, y: number) => void,
): void {
  const length = Math.hypot(x1 - x0, y1 - y0) + Math.hypot(x2 - x1, y2 - y1) + Math.hypot(x3 - x2, y3 - y2);
  const pieces = Math.max(2, Math.min(24, Math.ceil(length / PIECE)));
  for (let i = 1; i <= pieces; i++) {
    const t = i / pieces;
    const s = 1 - t;
    const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
    to(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3);
  }
}
