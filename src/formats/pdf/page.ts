/** Reads one page: its segments by channel, and what of it could not be read. */
import type { PDFPageProxy } from 'pdfjs-dist';
import type { Channel, OcrFault, Segment } from '../../core/index.js';
import type { Box } from './geometry.js';
import type { Glyph, InkTrace, PageInk } from './ink.js';
import { layOut } from './layout.js';
import { type PageContext, walkOptions } from './page-context.js';
import type { PageText } from './page-map.js';
import { OUTLINES, readDrawn, readLiars } from './recognised.js';
import { layOutShadow } from './shadow.js';
import { sortByVisibility, type Visibility } from './visibility.js';
import type { OperatorList } from './walk-options.js';
import { walk } from './walker.js';

/** Share of the page from which an image is a scan, and the glyphs that a scan may carry as a stamp or number. */
const SCAN = 0.5;
const STRAY_GLYPHS = 60;
/** Curves and lines of small shapes from which a page almost without text is text turned into outlines. */
const OUTLINES_BESIDE_TEXT = 1_000;

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

/** @throws What pdf.js throws on a page it can't read. */
export async function readPage(context: PageContext): Promise<PageReading> {
  const { page, number, part, ocr } = context;
  const { list, ink, seen: told } = await inkOf(context);
  const segments: Segment[] = [];
  const add = (channel: Channel, text: PageText, channelOf?: (glyph: Glyph) => Channel): void => {
    const segment = text.segment(channel, { part, page: number }, channelOf);
    if (segment !== undefined) segments.push(segment);
  };
  const read = ocr === undefined ? undefined : await readLiars(context, ocr, ink);
  const seen = read === undefined ? told : sortByVisibility(read.ink, page.view as unknown as Box);
  const shown = (glyph: Glyph): Channel => (read?.glyphs.has(glyph) === true ? 'ocr' : 'body');
  if (seen.visible.length > 0) add('body', layOut(seen.visible, ink.rules), shown);
  if (seen.ocr.length > 0) add('ocr', layOut(seen.ocr, []));
  for (const channel of ['covered', 'hidden'] as const) {
    if (seen[channel].length === 0) continue;
    const text = layOutShadow(seen[channel], seen.visible, ink.rules);
    add(channel, text, (glyph) => (glyph.hiddenBy === undefined ? shown(glyph) : channel));
  }
  const faults = faultsOf(read?.ink ?? ink, seen);
  if (read?.whole === false) faults.unshift('pdf/no-unicode-map');
  if (list.fnArray.length === 0 && (await hasText(page))) faults.push('pdf/page-failed');
  const rest = ocr === undefined ? undefined : await readDrawn(context, ocr, { list, ink });
  if (rest?.segment !== undefined) segments.push(rest.segment);
  const missed = read?.fault ?? rest?.fault;
  return {
    segments,
    faults: rest?.whole === true ? faults.filter((fault) => fault !== 'pdf/no-text-layer') : faults,
    images: rest?.whole === true ? 0 : ink.images,
    ...(missed === undefined ? {} : { ocr: missed }),
  };
}

/** What a page paints, and what of it is seen. @throws What pdf.js throws on a page it can't read. */
export async function inkOf(
  context: PageContext,
  trace?: InkTrace,
): Promise<{ list: OperatorList; ink: PageInk; seen: Visibility }> {
  const list = await context.page.getOperatorList();
  const ink = walk(list, { ...walkOptions(context), trace });
  return { list, ink, seen: sortByVisibility(ink, context.page.view as unknown as Box) };
}

function faultsOf(ink: PageInk, seen: Visibility): PageFault[] {
  const faults: PageFault[] = [];
  const text = printable(seen.visible);
  const recognised = printable(seen.ocr);
  const untold = printable(ink.untrusted);
  if (untold > 0) faults.push('pdf/no-unicode-map');
  if (ink.lost > 0) faults.push('pdf/font-failed');
  if (ink.truncated) faults.push('pdf/page-limit');
  const bare = text + recognised + untold + ink.lost === 0;
  const stray = recognised === 0 && text < STRAY_GLYPHS;
  const drawn = ink.outlines >= (bare ? OUTLINES : OUTLINES_BESIDE_TEXT);
  if ((bare && ink.images > 0) || (stray && (drawn || seen.scan >= SCAN))) faults.push('pdf/no-text-layer');
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
