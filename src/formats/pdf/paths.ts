/** Reads the paths of a `constructPath` operator: rectangles, ruling lines, thick strokes; and where images are painted. */
import { CLOSE, CURVE, LINE, MOVE, QUADRATIC } from './canvas.js';
import { type Box, IDENTITY, type Matrix, matrixOf, transformBox } from './geometry.js';
import type { PageInk } from './ink.js';

/** Points: a filled rectangle thinner than this is a ruling line. */
const RULE_WIDTH = 3;
/** Points: both sides of what can cover text. */
const COVER_SIDE = 4;
const MAX_RULES = 20_000;
/** Points: the longer side of a stroke of a character, or of a character. */
const LETTER: readonly [number, number] = [2, 48];

export interface PathPaint {
  readonly ctm: Matrix;
  readonly clip: Box;
  readonly op: number;
  readonly fill: boolean;
  readonly stroke: boolean;
  /** What the fill and the stroke look like; `opaque` false when alpha, a mask or blending shows through. */
  readonly fillColour: string | undefined;
  readonly strokeColour: string | undefined;
  readonly fillOpaque: boolean;
  readonly strokeOpaque: boolean;
  readonly lineWidth: number;
}

/** Takes the path apart into sub-paths; the box of the whole path would join separate rectangles. */
export function readPath(buffer: ArrayLike<number>, paint: PathPaint, ink: PageInk): void {
  const { ctm } = paint;
  // One line: tables of many producers are thousands of them.
  if (buffer.length === 6 && buffer[0] === MOVE && buffer[3] === LINE && !paint.fill) {
    const x0 = ctm[0] * buffer[1]! + ctm[2] * buffer[2]! + ctm[4];
    const y0 = ctm[1] * buffer[1]! + ctm[3] * buffer[2]! + ctm[5];
    const x1 = ctm[0] * buffer[4]! + ctm[2] * buffer[5]! + ctm[4];
    const y1 = ctm[1] * buffer[4]! + ctm[3] * buffer[5]! + ctm[5];
    if (paint.stroke) strokeLine(x0, y0, x1, y1, strokeWidth(paint), paint, ink);
    return;
  }
  const points: number[] = [];
  let curved = false;
  const flush = (): void => {
    if (points.length >= 4) subPath(points, curved, paint, ink);
    points.length = 0;
    curved = false;
  };
  const add = (x: number, y: number): void => {
    points.push(ctm[0] * x + ctm[2] * y + ctm[4], ctm[1] * x + ctm[3] * y + ctm[5]);
  };
  for (let i = 0; i < buffer.length; ) {
    switch (buffer[i]) {
      case MOVE:
        flush();
        add(buffer[i + 1]!, buffer[i + 2]!);
        i += 3;
        break;
      case LINE:
        add(buffer[i + 1]!, buffer[i + 2]!);
        i += 3;
        break;
      case CURVE:
        curved = true;
        add(buffer[i + 5]!, buffer[i + 6]!);
        i += 7;
        break;
      case QUADRATIC:
        curved = true;
        add(buffer[i + 3]!, buffer[i + 4]!);
        i += 5;
        break;
      case CLOSE:
        if (points.length >= 4) points.push(points[0]!, points[1]!);
        i += 1;
        break;
      default:
        return;
    }
  }
  flush();
}

function bounds(points: readonly number[]): Box {
  let [x0, y0, x1, y1] = [points[0]!, points[1]!, points[0]!, points[1]!];
  for (let i = 2; i + 1 < points.length; i += 2) {
    x0 = Math.min(x0, points[i]!);
    x1 = Math.max(x1, points[i]!);
    y0 = Math.min(y0, points[i + 1]!);
    y1 = Math.max(y1, points[i + 1]!);
  }
  return [x0, y0, x1, y1];
}

const FLAT = 0.3;

/** All sides run along an axis and the area is that of the box. */
function isRectangle(points: readonly number[], box: Box): boolean {
  if (points.length < 8 || points.length > 12) return false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (Math.abs(x - box[0]) > FLAT && Math.abs(x - box[2]) > FLAT) return false;
    if (Math.abs(y - box[1]) > FLAT && Math.abs(y - box[3]) > FLAT) return false;
  }
  return true;
}

function subPath(points: readonly number[], curved: boolean, paint: PathPaint, ink: PageInk): void {
  const box = bounds(points);
  const long = Math.max(box[2] - box[0], box[3] - box[1]);
  const pieces = points.length / 2 - 1;
  // A rectangle has four, a ruling line one.
  if ((curved || pieces > 5) && long >= LETTER[0] && long <= LETTER[1]) ink.outlines += pieces;
  if (paint.fill) fillBox(points, box, curved, paint, ink);
  if (paint.stroke && !curved) strokeLines(points, paint, ink);
}

function fillBox(
  points: readonly number[],
  whole: Box,
  curved: boolean,
  paint: PathPaint,
  ink: PageInk,
): void {
  const box = clipped(whole, paint.clip);
  const width = box[2] - box[0];
  const height = box[3] - box[1];
  if (width < 0 || height < 0) return;
  const rectangle = !curved && isRectangle(points, whole);
  if (Math.min(width, height) <= RULE_WIDTH) {
    if (rectangle) addRule(box[0], box[1], box[2], box[3], ink);
    return;
  }
  const large = width > COVER_SIDE && height > COVER_SIDE;
  const opaque = rectangle && large && paint.fillOpaque;
  ink.paints.push({ box, op: paint.op, colour: paint.fillColour, opaque, image: false });
}

function strokeLines(points: readonly number[], paint: PathPaint, ink: PageInk): void {
  const width = strokeWidth(paint);
  for (let i = 0; i + 3 < points.length; i += 2)
    strokeLine(points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!, width, paint, ink);
}

/** In points. */
function strokeWidth({ ctm, lineWidth }: PathPaint): number {
  return lineWidth * Math.sqrt(Math.abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]));
}

function strokeLine(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  width: number,
  paint: PathPaint,
  ink: PageInk,
): void {
  const horizontal = Math.abs(y1 - y0) <= FLAT;
  if (!horizontal && Math.abs(x1 - x0) > FLAT) return;
  const { clip } = paint;
  const left = Math.min(x0, x1);
  const low = Math.min(y0, y1);
  const right = Math.max(x0, x1);
  const high = Math.max(y0, y1);
  if (width <= RULE_WIDTH) {
    addRule(
      Math.max(left, clip[0]),
      Math.max(low, clip[1]),
      Math.min(right, clip[2]),
      Math.min(high, clip[3]),
      ink,
    );
  }
  if (width <= COVER_SIDE) return;
  const half = width / 2;
  const thick: Box = horizontal
    ? [left, low - half, right, high + half]
    : [left - half, low, right + half, high];
  ink.paints.push({
    box: clipped(thick, clip),
    op: paint.op,
    colour: paint.strokeColour,
    opaque: paint.strokeOpaque,
    image: false,
  });
}

function clipped(box: Box, clip: Box): Box {
  return [
    Math.max(box[0], clip[0]),
    Math.max(box[1], clip[1]),
    Math.min(box[2], clip[2]),
    Math.min(box[3], clip[3]),
  ];
}

/** @param x0 Of a box, as the others. */
function addRule(x0: number, y0: number, x1: number, y1: number, ink: PageInk): void {
  const width = x1 - x0;
  const height = y1 - y0;
  if (ink.rules.length >= MAX_RULES || Math.max(width, height) < 4) return;
  const horizontal = width >= height;
  ink.rules.push(
    horizontal
      ? { horizontal, at: (y0 + y1) / 2, from: x0, to: x1 }
      : { horizontal, at: (x0 + x1) / 2, from: y0, to: y1 },
  );
}

/** @returns The unit square under a matrix, where an image is painted, and whether it is upright. */
export function imageBox(ctm: Matrix): { readonly box: Box; readonly upright: boolean } {
  const tilt = 0.02 * Math.max(Math.hypot(ctm[0], ctm[1]), Math.hypot(ctm[2], ctm[3]));
  const upright =
    (Math.abs(ctm[1]) <= tilt && Math.abs(ctm[2]) <= tilt) ||
    (Math.abs(ctm[0]) <= tilt && Math.abs(ctm[3]) <= tilt);
  return { box: transformBox(ctm, 0, 0, 1, 1), upright };
}

/** Images noted for recognition; a page of more is made of tiles that say nothing alone. */
const MAX_PICTURES = 2_000;

/**
 * @param name Of the operator. @param source The image's name, its pixels, or what tells a stencil's name.
 * @param box What of it is inside the clip.
 */
export function notePicture(name: string, source: unknown, matrix: Matrix, box: Box, ink: PageInk): void {
  ink.images++;
  // Groups of small inline images are drawings: dots, dashes, shades.
  if (box[2] <= box[0] || box[3] <= box[1] || name.endsWith('Group')) return;
  const data = source as string | { readonly data?: unknown } | null | undefined;
  const held = typeof data === 'object' && typeof data?.data === 'string' ? data.data : data;
  if (held === null || held === undefined || ink.pictures === undefined) return;
  if (ink.pictures.length >= MAX_PICTURES) return;
  ink.pictures.push({ matrix, box, source: held, stencil: name.includes('Mask') });
}

/** Where the copies of an image stand that one operator paints. @param name Of the operator. */
export function imagePlaces(name: string, args: readonly unknown[]): Matrix[] {
  const places: Matrix[] = [];
  if (name === 'paintImageXObjectRepeat') {
    const [, a, d, at] = args as [unknown, number, number, ArrayLike<number>];
    for (let i = 0; i + 1 < at.length; i += 2) places.push([a, 0, 0, d, at[i]!, at[i + 1]!]);
  } else if (name === 'paintImageMaskXObjectRepeat') {
    const [, a, b, c, d, at] = args as [unknown, number, number, number, number, ArrayLike<number>];
    for (let i = 0; i + 1 < at.length; i += 2) places.push([a, b, c, d, at[i]!, at[i + 1]!]);
  } else if (name === 'paintInlineImageXObjectGroup' || name === 'paintImageMaskXObjectGroup') {
    const entries = (name.startsWith('paintInline') ? args[1] : args[0]) as { transform: unknown }[];
    for (const entry of entries) places.push(matrixOf(entry.transform) ?? IDENTITY);
  } else if (/Image/.test(name)) {
    places.push(IDENTITY);
  }
  return places;
}
