/** Reads one page: its segments by channel, and what of it could not be read. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Channel, OcrFault, OcrReader, Segment } from '../../core/index.js';
import { isLegible, readScan } from '../ocr/read.js';
import { FALLBACK_FONT, type Font, type PdfJsFont, readFont } from './fonts.js';
import { area, type Box, intersect } from './geometry.js';
import type { Glyph, InkTrace, PageInk, Picture } from './ink.js';
import { layOut } from './layout.js';
import type { PdfJs } from './load.js';
import type { PageText } from './page-map.js';
import { composed, type GreyImage, type Placed, pictureData } from './page-raster.js';
import { layOutShadow } from './shadow.js';
import { sortByVisibility, type Visibility } from './visibility.js';
import { type OperatorList, walk } from './walker.js';

/** Glyphs read of one page. */
const MAX_GLYPHS = 300_000;
/** Share of the page from which an image is a scan, and the glyphs that a scan may carry as a stamp or number. */
const SCAN = 0.5;
const STRAY_GLYPHS = 60;
/** Curves from which a page without text is text turned into outlines. */
const OUTLINES = 200;

/** Why a page, or part of it, counts as unread. */
export type PageFault =
  | 'pdf/no-text-layer'
  | 'pdf/no-unicode-map'
  | 'pdf/font-failed'
  | 'pdf/page-limit'
  | 'pdf/page-failed';

export interface PageReading {
  readonly segments: readonly Segment[];
  readonly faults: readonly PageFault[];
  /** Images whose text was not read. */
  readonly images: number;
  /** Why the recogniser did not read the page's pictures. */
  readonly ocr?: OcrFault;
}

export type Layers = Awaited<ReturnType<PDFDocumentProxy['getOptionalContentConfig']>>;

export interface PageContext {
  readonly pdfjs: PdfJs;
  readonly page: PDFPageProxy;
  readonly layers: Layers | undefined;
  /** From 1. */
  readonly number: number;
  readonly part: string;
  readonly ocr?: OcrReader;
  /** Pictures that were read on pages before: the emblem on every page is read once. */
  readonly known?: Set<number>;
}

/** @throws What pdf.js throws on a page it can't read. */
export async function readPage(context: PageContext): Promise<PageReading> {
  const { page, number, part } = context;
  const { list, ink, seen } = await inkOf(context);
  const segments: Segment[] = [];
  const add = (channel: Channel, text: PageText, channelOf?: (glyph: Glyph) => Channel): void => {
    const segment = text.segment(channel, { part, page: number }, channelOf);
    if (segment !== undefined) segments.push(segment);
  };
  if (seen.visible.length > 0) add('body', layOut(seen.visible, ink.rules));
  if (seen.ocr.length > 0) add('ocr', layOut(seen.ocr, []));
  for (const channel of ['covered', 'hidden'] as const) {
    if (seen[channel].length === 0) continue;
    const text = layOutShadow(seen[channel], seen.visible, ink.rules);
    add(channel, text, (glyph) => (glyph.hiddenBy === undefined ? 'body' : channel));
  }
  const faults = faultsOf(ink, seen);
  if (list.fnArray.length === 0 && (await hasText(page))) faults.push('pdf/page-failed');
  const pictures = ink.pictures ?? [];
  if (context.ocr === undefined || pictures.length === 0) return { segments, faults, images: ink.images };
  const read = await readPictures(context, context.ocr, pictures);
  if (read.segment !== undefined) segments.push(read.segment);
  const left = read.whole ? faults.filter((fault) => fault !== 'pdf/no-text-layer') : faults;
  return {
    segments,
    faults: left,
    images: read.whole ? 0 : ink.images,
    ...(read.fault === undefined ? {} : { ocr: read.fault }),
  };
}

interface PicturesRead {
  readonly segment?: Segment;
  readonly fault?: OcrFault;
  /** Nothing that a reader sees in them was left out. */
  readonly whole: boolean;
}

/** In points: an image shown smaller is no text that people read. */
const SHOWN: readonly [number, number] = [30, 6];

/** The text of a page's images, put together as they are shown. */
async function readPictures(
  { page, number, part, known }: PageContext,
  ocr: OcrReader,
  pictures: readonly Picture[],
): Promise<PicturesRead> {
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
  if (!large && loaded.length < 3) return { whole };
  const shown = composed(loaded, view, page.rotate);
  if (shown === undefined) return { whole: false };
  const { segment, fault } = await readScan({ ...shown, part, page: number }, ocr);
  if (fault !== undefined) return { fault, whole: false };
  for (const key of fresh) known?.add(key);
  return { whole, ...(segment === undefined ? {} : { segment }) };
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

/** What a page paints, and what of it is seen. @throws What pdf.js throws on a page it can't read. */
export async function inkOf(
  { pdfjs, page, layers }: PageContext,
  trace?: InkTrace,
): Promise<{ list: OperatorList; ink: PageInk; seen: Visibility }> {
  const list = await page.getOperatorList();
  const view = page.view as unknown as Box;
  const ink = walk(list, {
    ops: pdfjs.OPS,
    font: fontLookup(page),
    visible: (layer) => layerOn(layers, layer),
    view,
    userUnit: page.userUnit,
    maxGlyphs: MAX_GLYPHS,
    trace,
  });
  return { list, ink, seen: sortByVisibility(ink, view) };
}

function faultsOf(ink: PageInk, seen: Visibility): PageFault[] {
  const faults: PageFault[] = [];
  const text = printable(seen.visible);
  const recognised = printable(seen.ocr);
  if (ink.untrusted > 0) faults.push('pdf/no-unicode-map');
  if (ink.lost > 0) faults.push('pdf/font-failed');
  if (ink.truncated) faults.push('pdf/page-limit');
  const bare = text + recognised + ink.untrusted + ink.lost === 0;
  const scanned = seen.scan >= SCAN && recognised === 0 && text < STRAY_GLYPHS;
  if ((bare && (ink.images > 0 || ink.curves >= OUTLINES)) || scanned) faults.push('pdf/no-text-layer');
  return faults;
}

/** pdf.js gives an empty operator list, and no error, for a page that it gave up on. */
async function hasText(page: PDFPageProxy): Promise<boolean> {
  const { items } = await page.getTextContent();
  return items.some((item) => 'str' in item && item.str.trim() !== '');
}

function printable(glyphs: readonly Glyph[]): number {
  let count = 0;
  for (const glyph of glyphs) if (glyph.text !== ' ') count++;
  return count;
}

function layerOn(layers: Layers | undefined, layer: unknown): boolean {
  try {
    return layers?.isVisible(layer) !== false;
  } catch {
    return true;
  }
}

function fontLookup(page: PDFPageProxy): (name: string) => Font {
  const fonts = new Map<string, Font>();
  return (name) => {
    let font = fonts.get(name);
    if (font === undefined) {
      font = name === '' ? FALLBACK_FONT : readFont(fontObject(page, name));
      fonts.set(name, font);
    }
    return font;
  };
}

function fontObject(page: PDFPageProxy, name: string): PdfJsFont | string | undefined {
  try {
    return page.commonObjs.get(name) as PdfJsFont | string;
  } catch {
    return undefined;
  }
}
