/**
 * Reads the glyphs of fonts whose map to Unicode is missing or false.
 *
 * They are drawn alone and given to the recogniser; every code of a font then stands for what most of its glyphs were read
 * as. So a digit that is shown a hundred times is not misread once, places keep the exact boxes of the glyphs, and a later
 * page of known codes needs no recognition.
 */
import { append, type OcrFault, type OcrReader } from '../../core/index.js';
import { type PlacedSymbol, readSymbols } from '../ocr/read.js';
import type { Canvas, PathBuffer } from './canvas.js';
import type { Box, Matrix } from './geometry.js';
import { multiply } from './geometry.js';
import type { Glyph } from './ink.js';
import { composed, type Placed } from './page-raster.js';

export interface Deciphered {
  /** The glyphs with what they were read as. */
  readonly glyphs: readonly Glyph[];
  /** Shown glyphs that could not be read, and those of them that are as narrow as a digit. */
  readonly unread: number;
  readonly narrow: number;
  readonly fault?: OcrFault;
}

export interface DecipherOptions {
  readonly view: Box;
  /** Degrees clockwise by which the page is turned when shown. */
  readonly rotate: number;
  readonly reader: OcrReader;
  /** @returns The outline of a glyph in em, y upwards. */
  outline(glyph: Glyph): PathBuffer | undefined;
  /** What a Type 3 glyph paints. @param toUser From text space at size 1. */
  procedure(glyph: Glyph, toUser: Matrix): Promise<Painted | undefined>;
}

export interface Painted {
  readonly pictures: readonly Placed[];
  /** Paths with their matrix to user space. */
  readonly shapes: readonly (readonly [PathBuffer, Matrix])[];
}

/** Height, in pixels, that an em is drawn at. */
const EM = 32;
const DPI: readonly [number, number] = [150, 300];
/** Share of the votes that a reading needs, and its weight from which a code is not read again. */
const MAJORITY = 0.55;
const SETTLED = 0.9;
/** A gap in the text: a digit that was not read must not let its neighbours join. */
const UNKNOWN = '\ufffd';

/** What the codes of a document's fonts were read as. */
export class Ciphers {
  readonly #votes = new Map<string, Map<string, number>>();

  /** Never rejects. */
  async read(glyphs: readonly Glyph[], options: DecipherOptions): Promise<Deciphered> {
    const shown = glyphs.filter((glyph) => glyph.hiddenBy === undefined && !glyph.pattern);
    const own = new Map<Glyph, string>();
    let fault: OcrFault | undefined;
    if (shown.some((glyph) => !this.#settled(glyph))) {
      const { drawn, blank, raster } = await draw(shown, options);
      for (const glyph of blank) own.set(glyph, ' ');
      if (raster !== undefined) {
        const read = await readSymbols(raster, options.reader);
        fault = read.fault;
        for (const [glyph, symbol] of matched(drawn, read.symbols)) {
          own.set(glyph, symbol.text);
          this.#vote(keyOf(glyph), symbol);
        }
      }
    }
    const isShown = new Set(shown);
    let unread = 0;
    let narrow = 0;
    const told = glyphs.map((glyph) => {
      const text = this.#winner(keyOf(glyph)) ?? own.get(glyph) ?? UNKNOWN;
      if (text === UNKNOWN && isShown.has(glyph)) {
        unread++;
        if (glyph.advance < 0.7 * glyph.size) narrow++;
      }
      return saying(glyph, text);
    });
    return { glyphs: told, unread, narrow, ...(fault === undefined ? {} : { fault }) };
  }

  #vote(key: string, { text, confidence }: PlacedSymbol): void {
    const votes = this.#votes.get(key) ?? new Map<string, number>();
    this.#votes.set(key, votes);
    votes.set(text, (votes.get(text) ?? 0) + confidence);
  }

  #settled(glyph: Glyph): boolean {
    if (glyph.text === ' ') return true;
    const votes = this.#votes.get(keyOf(glyph));
    return (
      votes !== undefined &&
      Math.max(...votes.values()) >= SETTLED &&
      this.#winner(keyOf(glyph)) !== undefined
    );
  }

  #winner(key: string): string | undefined {
    let total = 0;
    let best: readonly [string, number] | undefined;
    for (const [text, weight] of this.#votes.get(key) ?? []) {
      total += weight;
      if (best === undefined || weight > best[1]) best = [text, weight];
    }
    return best !== undefined && best[1] >= total * MAJORITY ? best[0] : undefined;
  }
}

function keyOf({ font, source }: Glyph): string {
  return `${font.name}/${source?.originalCharCode}`;
}

/** From text space at size 1 to user space, for a glyph that is neither slanted nor mirrored. */
export function glyphMatrix({ dx, dy, x, y, size, advance, font, source }: Glyph): Matrix {
  const width = (source?.width ?? 0) * font.scale;
  if (!font.vertical) {
    const across = width > 0 ? advance / width : size;
    return [dx * across, dy * across, -dy * size, dx * size, x, y];
  }
  const metric = source?.vmetric ?? font.verticalMetrics;
  const vx = (source?.vmetric ? metric[1]! * font.scale : width / 2) * size;
  const vy = metric[2]! * font.scale * size;
  // The writing direction points down; upright glyphs stand across it.
  return [-dy * size, dx * size, -dx * size, -dy * size, x + dy * vx + dx * vy, y - dx * vx + dy * vy];
}

interface Drawn {
  readonly drawn: readonly Glyph[];
  /** Without ink: white space. */
  readonly blank: readonly Glyph[];
  readonly raster: ReturnType<typeof composed>;
}

async function draw(glyphs: readonly Glyph[], options: DecipherOptions): Promise<Drawn> {
  const drawn: Glyph[] = [];
  const blank: Glyph[] = [];
  const shapes: (readonly [PathBuffer, Matrix])[] = [];
  const pictures: Placed[] = [];
  for (const glyph of glyphs) {
    const matrix = glyphMatrix(glyph);
    const painted =
      glyph.font.procedures === undefined
        ? outlined(options.outline(glyph), matrix)
        : await options.procedure(glyph, matrix);
    if (painted === undefined) continue;
    if (painted.shapes.length + painted.pictures.length === 0) blank.push(glyph);
    else drawn.push(glyph);
    append(shapes, painted.shapes);
    append(pictures, painted.pictures);
  }
  if (drawn.length === 0) return { drawn, blank, raster: undefined };
  const sizes = drawn.map(({ size }) => size).sort((a, b) => a - b);
  const dpi = Math.min(DPI[1], Math.max(DPI[0], (EM * 72) / (sizes[sizes.length >> 1]! || 10)));
  const raster = composed(pictures, options.view, options.rotate, {
    dpi,
    draw(canvas: Canvas, toPixels: Matrix): void {
      for (const [path, matrix] of shapes) canvas.fill(path, { matrix: multiply(toPixels, matrix), tone: 0 });
    },
  });
  return { drawn, blank, raster };
}

function outlined(path: PathBuffer | undefined, matrix: Matrix): Painted | undefined {
  if (path === undefined) return undefined;
  return { pictures: [], shapes: path.length === 0 ? [] : [[path, matrix]] };
}

/** The glyph with another text; what it shares with its neighbours is no property of its own. */
function saying(glyph: Glyph, text: string): Glyph {
  const { box, x, y, dx, dy, advance, size, font, source, op, colour, hiddenBy, annotation, pattern } = glyph;
  return {
    ...{ text, box, x, y, dx, dy, advance, size, font, op, colour, hiddenBy, annotation, pattern },
    ...(source === undefined ? {} : { source }),
  };
}

/** Points: the side of the squares that symbols are looked up by. */
const SQUARE = 16;

/** Glyphs with the one symbol whose middle lies in them. */
function* matched(
  glyphs: readonly Glyph[],
  symbols: readonly PlacedSymbol[],
): Generator<readonly [Glyph, PlacedSymbol]> {
  const squares = new Map<string, PlacedSymbol[]>();
  for (const symbol of symbols) {
    const [x0, y0, x1, y1] = symbol.box;
    const key = `${Math.floor((x0 + x1) / 2 / SQUARE)},${Math.floor((y0 + y1) / 2 / SQUARE)}`;
    const list = squares.get(key);
    if (list === undefined) squares.set(key, [symbol]);
    else list.push(symbol);
  }
  for (const glyph of glyphs) {
    const [x0, y0, x1, y1] = glyph.box;
    const inside: PlacedSymbol[] = [];
    for (let i = Math.floor(x0 / SQUARE); i <= Math.floor(x1 / SQUARE) && i < x0 / SQUARE + 64; i++) {
      for (let j = Math.floor(y0 / SQUARE); j <= Math.floor(y1 / SQUARE) && j < y0 / SQUARE + 64; j++) {
        for (const symbol of squares.get(`${i},${j}`) ?? []) {
          const x = (symbol.box[0] + symbol.box[2]) / 2;
          const y = (symbol.box[1] + symbol.box[3]) / 2;
          if (x >= x0 && x < x1 && y >= y0 && y < y1) inside.push(symbol);
        }
      }
    }
    const along = (box: Box): number =>
      Math.abs(glyph.dx) * (box[2] - box[0]) + Math.abs(glyph.dy) * (box[3] - box[1]);
    const whole = along(glyph.box);
    // Beside one that fills the glyph, others are specks; parts of one are a character that was taken for two.
    const fitting = inside.length > 1 ? inside.filter(({ box }) => along(box) > 0.6 * whole) : inside;
    const [symbol] = fitting;
    // One that reaches over its neighbours stands for several glyphs.
    if (symbol !== undefined && fitting.length === 1 && along(symbol.box) <= 1.7 * whole)
      yield [glyph, symbol];
  }
}
