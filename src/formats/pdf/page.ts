/** Reads one page: its segments by channel, and what of it could not be read. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Channel, Segment } from '../../core/index.js';
import { FALLBACK_FONT, type Font, type PdfJsFont, readFont } from './fonts.js';
import type { Box } from './geometry.js';
import type { Glyph, InkTrace, PageInk } from './ink.js';
import { layOut } from './layout.js';
import type { PdfJs } from './load.js';
import type { PageText } from './page-map.js';
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
  readonly images: number;
}

export type Layers = Awaited<ReturnType<PDFDocumentProxy['getOptionalContentConfig']>>;

export interface PageContext {
  readonly pdfjs: PdfJs;
  readonly page: PDFPageProxy;
  readonly layers: Layers | undefined;
  /** From 1. */
  readonly number: number;
  readonly part: string;
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
  return { segments, faults, images: ink.images };
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
