/** What the recogniser reads of a page: glyphs of fonts that lie, pictures, text turned into outlines. */
import type { OcrFault, OcrReader, Segment } from '../../core/index.js';
import { isLegible, readScan } from '../ocr/read.js';
import type { PathBuffer } from './canvas.js';
import type { Painted } from './decipher.js';
import { FALLBACK_FONT } from './fonts.js';
import { area, type Box, intersect, type Matrix, multiply, transformBox } from './geometry.js';
import type { Glyph, PageInk } from './ink.js';
import { outlineOf, type PageContext, walkOptions } from './page-context.js';
import { composed, type Drawing, type GreyImage, type Placed, pictureData } from './page-raster.js';
import type { OperatorList } from './walk-options.js';
import { walk } from './walker.js';

/** Curves and lines of small shapes from which a page's paths are read: some fifteen digits have as many. */
export const OUTLINES = 200;

interface LiarsRead {
  /** With the glyphs that were read among those that say what they are. */
  readonly ink: PageInk;
  readonly glyphs: ReadonlySet<Glyph>;
  readonly fault?: OcrFault;
  /** Shown glyphs were read, but for some marks. */
  readonly whole: boolean;
}

/** Shares of the glyphs that may stay unread, as on scanned pages: of all, and of those as narrow as digits (or a few). */
const LEFT = 0.1;
const LEFT_NARROW: readonly [number, number] = [3, 0.02];

/** The glyphs of fonts that lie. @returns undefined for a page without any. */
export async function readLiars(
  context: PageContext,
  reader: OcrReader,
  ink: PageInk,
): Promise<LiarsRead | undefined> {
  const { page, ciphers } = context;
  if (ciphers === undefined || ink.untrusted.length === 0) return undefined;
  const view = page.view as unknown as Box;
  const { glyphs, unread, narrow, fault } = await ciphers.read(ink.untrusted, {
    view,
    rotate: page.rotate,
    reader,
    outline: ({ font, source }) => outlineOf(page, font.name ?? '', source?.fontChar ?? ''),
    procedure: (glyph, toUser) => paintedBy(context, glyph, toUser),
  });
  return {
    ink: { ...ink, glyphs: [...ink.glyphs, ...glyphs], untrusted: [] },
    glyphs: new Set(glyphs),
    whole:
      fault === undefined &&
      unread <= LEFT * glyphs.length &&
      narrow <= Math.max(LEFT_NARROW[0], LEFT_NARROW[1] * glyphs.length),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** What a glyph of a Type 3 font paints. */
async function paintedBy(
  { pdfjs, page }: PageContext,
  { font, source }: Glyph,
  toUser: Matrix,
): Promise<Painted | undefined> {
  const list = font.procedures?.lists[source?.operatorListId ?? ''] as OperatorList | undefined;
  if (font.procedures === undefined || list === undefined) return undefined;
  const shapes: [PathBuffer, Matrix][] = [];
  const { pictures = [] } = walk(
    list,
    {
      ops: pdfjs.OPS,
      font: () => FALLBACK_FONT,
      visible: () => true,
      view: page.view as unknown as Box,
      userUnit: 1,
      maxGlyphs: 0,
      shape: (path, { ctm, fill }) => void (fill && shapes.push([path, ctm])),
    },
    multiply(toUser, font.procedures.matrix),
  );
  const placed: Placed[] = [];
  for (const picture of pictures) {
    const image = await pictureData(page, picture);
    if (image !== undefined) placed.push({ picture, image });
  }
  return { shapes, pictures: placed };
}

interface PicturesRead {
  readonly segment?: Segment;
  readonly fault?: OcrFault;
  /** Nothing that a reader sees in them was left out. */
  readonly whole: boolean;
}

/** In points: an image shown smaller is no text that people read. */
const SHOWN: readonly [number, number] = [30, 6];

/** The text of a page's images, and of its outlines where they are many, put together as they are shown. */
export async function readDrawn(
  context: PageContext,
  ocr: OcrReader,
  { list, ink }: { readonly list: OperatorList; readonly ink: PageInk },
): Promise<PicturesRead | undefined> {
  const { page, number, part, known } = context;
  const { pictures = [] } = ink;
  const drawing = ink.outlines >= OUTLINES ? outlinesOf(context, list) : undefined;
  if (pictures.length === 0 && drawing === undefined) return undefined;
  const view = page.view as unknown as Box;
  const loaded: Placed[] = [];
  const fresh = new Set<number>();
  let whole = true;
  for (const picture of pictures) {
    const box = intersect(picture.box, view);
    if (area(box) <= 0 || box[2] - box[0] < SHOWN[0] * 0.2 || box[3] - box[1] < 1) continue;
    const image = await pictureData(page, picture);
    if (image === undefined) whole = false;
    else {
      const key = fingerprint(image);
      const small = area(box) < EMBLEM * area(view);
      if (small && known?.has(key) === true) continue;
      fresh.add(key);
      loaded.push({ picture, image });
    }
  }
  const large = loaded.some(({ picture: { box }, image }) => {
    const size = [box[2] - box[0], box[3] - box[1]].sort((a, b) => b - a);
    return isLegible(image.width, image.height) && size[0]! >= SHOWN[0] && size[1]! >= SHOWN[1];
  });
  // Strips may be thin; together they are a page.
  if (!large && loaded.length < 3 && drawing === undefined) return { whole };
  const shown = composed(loaded, view, page.rotate, drawing);
  if (shown === undefined) return { whole: false };
  const { segment, fault } = await readScan({ ...shown, part, page: number }, ocr);
  if (fault !== undefined) return { fault, whole: false };
  for (const key of fresh) known?.add(key);
  return { whole: whole && drawing?.exhausted !== true, ...(segment === undefined ? {} : { segment }) };
}

/** Pixels an inch at which outlines are drawn: text of 9 points is as high as the recogniser likes it. */
const OUTLINE_DPI = 220;

/** Draws a page's paths. */
function outlinesOf(context: PageContext, list: OperatorList): Drawing & { exhausted: boolean } {
  return {
    dpi: OUTLINE_DPI,
    exhausted: false,
    draw(canvas, toPixels): void {
      const scale = Math.hypot(toPixels[0], toPixels[1]);
      walk(list, {
        ...walkOptions(context),
        maxGlyphs: 0,
        shape: (path, { ctm, clip, fill, stroke, fillColour, strokeColour, lineWidth }, evenOdd) => {
          const matrix = multiply(toPixels, ctm);
          const [x0, y0, x1, y1] = transformBox(toPixels, clip[0], clip[1], clip[2], clip[3]);
          const options = { matrix, clip: [x0, y0, x1, y1] as const, evenOdd };
          if (fill) canvas.fill(path, { ...options, tone: red(fillColour) });
          if (!stroke) return;
          const width = lineWidth * scale * Math.sqrt(Math.abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]));
          canvas.stroke(path, width, { ...options, tone: red(strokeColour), evenOdd: false });
        },
      });
      this.exhausted = canvas.exhausted;
    },
  };
}

/** As in pictures: seals in red vanish. A pattern is taken for paper. */
function red(colour: string | undefined): number {
  return colour === undefined ? 255 : Number.parseInt(colour.slice(1, 3), 16);
}

/** Share of the page below which an image that was read before is not read again. */
const EMBLEM = 0.25;

/** FNV-1a over the size and some 4,000 of the pixels. */
function fingerprint({ width, height, grey }: GreyImage): number {
  let hash = 0x811c9dc5;
  const add = (value: number): void => void (hash = Math.imul(hash ^ value, 0x01000193));
  add(width);
  add(height);
  for (let i = 0, step = Math.max(1, Math.floor(grey.length / 4001)); i < grey.length; i += step)
    add(grey[i]!);
  return hash >>> 0;
}
