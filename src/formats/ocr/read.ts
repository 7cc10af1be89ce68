/** A raster → the text on it, as a segment whose places are boxes. */
import type { OcrFault, OcrLine, OcrReader, Segment } from '../../core/index.js';
import { type Box, type Matrix, transformBox } from '../pdf/geometry.js';
import type { Rule } from '../pdf/ink.js';
import { layOut } from '../pdf/layout.js';
import { glyphsOf, type PixelFrame, type ReadGlyph } from './glyphs.js';
import { type Bitmap, bitmap, isSideways, piecesOf, textHeight, threshold } from './ink.js';
import { evenLight } from './levels.js';
import { type Raster, rotated, scaled, turned, unrotate } from './raster.js';
import { repairNumbers } from './repair.js';
import { findRules, type PixelRule, withoutRules } from './rules.js';
import { skewOf } from './skew.js';

export interface Scan {
  readonly raster: Raster;
  /** From pixels (origin top-left, y downwards) to the units of places. */
  readonly toPlace: Matrix;
  readonly part: string;
  /** From 1. */
  readonly page: number;
}

export interface ScanReading {
  /** Missing when nothing was recognised. */
  readonly segment?: Segment;
  readonly fault?: OcrFault;
}

/** No number of eleven digits can be read in less: five pixels a digit, seven high. */
const LEAST_WIDTH = 50;
const LEAST_HEIGHT = 8;
/** Height of characters that the engine reads best, pixels; outside the band the picture is scaled to it. */
const BEST = 24;
const BAND: readonly [number, number] = [17, 44];
const MOST_PIXELS = 24_000_000;
/** Radians of skew that are left alone. */
const STRAIGHT = 0.0015;
/** A page whose share of sure symbols is smaller may be upside down; turned over it must be surer by the margin. */
const SURE = 0.9;
const MARGIN = 0.05;
/** Height, in em, of the part of a page that tells. */
const BAND_EMS = 16;
/** Points of an em in the frame of the layout. */
const EM = 10;

/** Whether a picture can hold a number that someone could read. */
export function isLegible(width: number, height: number): boolean {
  return Math.min(width, height) >= LEAST_HEIGHT && Math.max(width, height) >= LEAST_WIDTH;
}

/** Never rejects. */
export async function readScan(scan: Scan, reader: OcrReader): Promise<ScanReading> {
  const { lines, page, fault } = await recognised(scan.raster, reader);
  if (fault !== undefined) return { fault };
  const segment = page === undefined ? undefined : segmentOf(lines, page, scan);
  return segment === undefined ? {} : { segment };
}

/** A symbol, and where it stands. */
export interface PlacedSymbol {
  readonly text: string;
  /** 0…1. */
  readonly confidence: number;
  /** In the units of places. */
  readonly box: Box;
}

/** The symbols alone, in no order. Never rejects. */
export async function readSymbols(
  scan: Pick<Scan, 'raster' | 'toPlace'>,
  reader: OcrReader,
): Promise<{ readonly symbols: readonly PlacedSymbol[]; readonly fault?: OcrFault }> {
  const { lines, page, fault } = await recognised(scan.raster, reader);
  if (fault !== undefined) return { symbols: [], fault };
  if (page === undefined) return { symbols: [] };
  const symbols = lines.flatMap((line) =>
    line.map(({ text, confidence, box }) => ({ text, confidence, box: placeBox(box, page, scan) })),
  );
  return { symbols };
}

interface Recognised {
  readonly lines: readonly OcrLine[];
  /** Missing when there is nothing that could be text. */
  readonly page?: Upright;
  readonly fault?: OcrFault;
}

async function recognised(raster: Raster, reader: OcrReader): Promise<Recognised> {
  if (!isLegible(raster.width, raster.height)) return { lines: [] };
  const page = upright(evenLight(raster));
  if (page === undefined) return { lines: [] };
  const over = overturned(page);
  // Which way up lines run that go from top to bottom is open; otherwise pages are upside down but rarely.
  const turnedOver = page.turns === 1 && (await isUpsideDown(page, reader));
  let shown = turnedOver ? over : page;
  let lines = await reader.read(shown.picture);
  if (typeof lines === 'string') return { lines: [], fault: lines };
  if (page.turns === 0 && sureness(lines) < SURE && (await isUpsideDown(page, reader))) {
    const again = await reader.read(over.picture);
    if (typeof again !== 'string') {
      lines = again;
      shown = over;
    }
  }
  return { lines, page: shown };
}

function overturned(page: Upright): Upright {
  const { picture, turns, rules } = page;
  return {
    ...page,
    picture: turned(picture, 2),
    turns: turns + 2,
    rules: rules.map((rule) => flipped(rule, picture)),
  };
}

/** Tries both ways up on the part of the page with most ink. */
async function isUpsideDown(page: Upright, reader: OcrReader): Promise<boolean> {
  const band = inkiest(page.picture, Math.round(page.em * BAND_EMS));
  const sure = await reader.read(band);
  const turnedOver = await reader.read(turned(band, 2));
  if (typeof sure === 'string' || typeof turnedOver === 'string') return false;
  return sureness(turnedOver) > sureness(sure) + MARGIN;
}

/** The band of whole rows with most ink. */
function inkiest({ width, height, grey }: Raster, rows: number): Raster {
  if (rows >= height) return { width, height, grey };
  const dark = new Float64Array(height + 1);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let i = y * width; i < (y + 1) * width; i++) if (grey[i]! < 128) sum++;
    dark[y + 1] = dark[y]! + sum;
  }
  let from = 0;
  for (let y = 0; y + rows <= height; y++) {
    if (dark[y + rows]! - dark[y]! > dark[from + rows]! - dark[from]!) from = y;
  }
  return { width, height: rows, grey: grey.slice(from * width, (from + rows) * width) };
}

interface Upright {
  /** What the engine reads. */
  readonly picture: Raster;
  readonly rules: readonly PixelRule[];
  /** Quarter turns clockwise, then radians, then the factor that the raster was scaled by. */
  readonly turns: number;
  readonly angle: number;
  readonly factor: number;
  /** Of the raster after the quarter turns. */
  readonly turnedSize: { readonly width: number; readonly height: number };
  /** Pixels of an em. */
  readonly em: number;
}

/** @returns undefined when there is no ink that could be text. */
function upright(raster: Raster): Upright | undefined {
  const below = threshold(raster);
  let map = bitmap(raster, below);
  const pieces = piecesOf(map);
  const about = textHeight(pieces);
  if (about === undefined) return undefined;
  const sideways = isSideways(pieces, about);
  const height = textHeight(pieces, sideways)!;
  const angle = skewOf(map, sideways);
  let picture = sideways ? turned(raster, 1) : raster;
  const turnedSize = { width: picture.width, height: picture.height };
  const skewed = Math.abs(angle) > STRAIGHT;
  if (skewed) picture = rotated(picture, -angle);
  const factor = factorOf(height, picture);
  picture = scaled(picture, factor);
  if (sideways || skewed || factor !== 1) map = bitmap(picture, below);
  const tall = height * factor;
  const { rules, cleaned } = ruled(picture, map, tall);
  return {
    picture: cleaned,
    rules,
    turns: sideways ? 1 : 0,
    angle: skewed ? angle : 0,
    factor: picture.width / turnedSize.width,
    turnedSize,
    em: tall / 0.8,
  };
}

function factorOf(height: number, { width, height: rows }: Raster): number {
  const wanted = height < BAND[0] || height > BAND[1] ? Math.min(4, BEST / height) : 1;
  return Math.min(wanted, Math.sqrt(MOST_PIXELS / (width * rows)));
}

function ruled(picture: Raster, map: Bitmap, height: number): { rules: PixelRule[]; cleaned: Raster } {
  const thick = Math.max(3, Math.round(height / 4));
  const options = {
    across: Math.max(40, Math.round(height * 3)),
    down: Math.max(24, Math.round(height * 1.9)),
    thick,
  };
  const rules = findRules(map, options);
  return { rules, cleaned: rules.length === 0 ? picture : withoutRules(picture, map, rules, thick) };
}

function flipped(rule: PixelRule, { width, height }: Raster): PixelRule {
  const [across, along] = rule.horizontal ? [height, width] : [width, height];
  return { ...rule, at: across - 1 - rule.at, from: along - rule.to, to: along - rule.from };
}

/** Share of the symbols that the engine is sure of: 0.99 on a good page, 0.76 upside down (measured). */
function sureness(lines: readonly OcrLine[]): number {
  let sure = 0;
  let count = 0;
  for (const line of lines) {
    for (const { confidence } of line) {
      if (confidence > 0.9) sure++;
      count++;
    }
  }
  return count < 8 ? 0 : sure / count;
}

function segmentOf(lines: readonly OcrLine[], page: Upright, scan: Scan): Segment | undefined {
  const scale = EM / page.em;
  const { height } = page.picture;
  const frame: PixelFrame = { scale, height, box: (...box) => placeBox(box, page, scan) };
  const glyphs = glyphsOf(lines, frame);
  const rules = page.rules.map(
    ({ horizontal, at, from, to }): Rule =>
      horizontal
        ? { horizontal, at: (height - at) * scale, from: from * scale, to: to * scale }
        : { horizontal, at: at * scale, from: (height - to) * scale, to: (height - from) * scale },
  );
  const text = layOut(glyphs, rules);
  return text.segment('ocr', { part: scan.part, page: scan.page }, undefined, (units, glyphAt) =>
    repairNumbers(units, (at) => (glyphAt(at) as ReadGlyph | undefined)?.confidence ?? 1),
  );
}

/** A box of the picture that the engine saw → the units of places. */
function placeBox(
  [left, top, right, bottom]: readonly [number, number, number, number],
  { turns, angle, factor, turnedSize, picture }: Upright,
  { raster, toPlace }: Pick<Scan, 'raster' | 'toPlace'>,
): Box {
  const over = turns >= 2;
  let box: Box | undefined;
  for (const [x, y] of [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const) {
    const [ax, ay] = over ? [picture.width - x, picture.height - y] : [x, y];
    const [tx, ty] = unrotate(turnedSize, -angle, ax / factor, ay / factor);
    // Undo a quarter turn clockwise: (x, y) came from (y, height − x).
    const [px, py] = turns % 2 === 1 ? [ty, raster.height - tx] : [tx, ty];
    const point = transformBox(toPlace, px, py, px, py);
    box =
      box === undefined
        ? point
        : [
            Math.min(box[0], point[0]),
            Math.min(box[1], point[1]),
            Math.max(box[2], point[2]),
            Math.max(box[3], point[3]),
          ];
  }
  return box!;
}
