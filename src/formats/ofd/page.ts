/** One page: its ink sorted by what a reader sees, laid out as text. */
import type { Channel, Segment } from '../../core/index.js';
import type { Box, Matrix } from '../pdf/geometry.js';
import type { Glyph, PageInk } from '../pdf/ink.js';
import { layOut } from '../pdf/layout.js';
import type { PageText } from '../pdf/page-map.js';
import { layOutShadow } from '../pdf/shadow.js';
import { sortByVisibility } from '../pdf/visibility.js';
import { POINTS, readContent } from './content.js';
import type { Fills } from './draw-params.js';
import { findElements, numbers } from './package.js';

/** Glyphs read of one page. */
const MAX_GLYPHS = 300_000;
/** As for PDF: a scan may carry a page number or a stamp as text. */
const SCAN = 0.5;
const STRAY_GLYPHS = 60;
const OUTLINES = 200;
const A4: readonly number[] = [0, 0, 210, 297];

/** What pages share. */
export interface PageResources {
  readonly composites: ReadonlyMap<string, string>;
  readonly opaqueImages: ReadonlySet<string>;
  readonly fills: Fills;
  /** Template id → source. */
  readonly template: (id: string) => string | undefined;
  /** Units of templates and composites that may still be walked, over all pages. */
  readonly work: { left: number };
}

export interface PageTarget {
  /** Path inward: empty for a page of the document, the part's name for one that the document does not list. */
  readonly part: string;
  /** From 1. */
  readonly page: number;
  /** Default `PhysicalBox` of the document. */
  readonly box: readonly number[] | undefined;
  /** Instead of `body`, for a page that is not shown. */
  readonly channel?: Channel;
  /** Sources of annotation parts of the page. */
  readonly annotations: readonly string[];
}

export interface PageReading {
  readonly segments: readonly Segment[];
  readonly faults: readonly ('ofd/no-text-layer' | 'ofd/page-limit')[];
  readonly images: number;
}

/** Never throws. */
export function readPage(source: string, target: PageTarget, resources: PageResources): PageReading {
  const elements = findElements(source, new Set(['PhysicalBox', 'Template']));
  const own = elements.find(({ name }) => name === 'PhysicalBox');
  const [x = 0, y = 0, width = 210, height = 297] = sane(
    own === undefined ? undefined : numbers(own.text),
    target.box,
  );
  const matrix: Matrix = [POINTS, 0, 0, -POINTS, -x * POINTS, (y + height) * POINTS];
  const view: Box = [0, 0, width * POINTS, height * POINTS];
  const ink = emptyInk();
  const { composites, opaqueImages, fills, work } = resources;
  const options = {
    matrix,
    maxGlyphs: MAX_GLYPHS,
    composites,
    opaqueImages,
    fills,
    work,
  };
  const templates = elements.filter(({ name }) => name === 'Template');
  const draw = (foreground: boolean): void => {
    for (const { attributes } of templates) {
      if ((attributes.ZOrder === 'Foreground') !== foreground) continue;
      const template = resources.template(attributes.TemplateID ?? '');
      if (template === undefined) continue;
      if (work.left < template.length) ink.truncated = true;
      else {
        work.left -= template.length;
        readContent(template, { ...options, ink, root: 'Content' });
      }
    }
  };
  draw(false);
  readContent(source, { ...options, ink, root: 'Content' });
  draw(true);

  const segments: Segment[] = [];
  const { part, page, channel: shown = 'body' } = target;
  const add = (channel: Channel, text: PageText, channelOf?: (glyph: Glyph) => Channel): void => {
    const segment = text.segment(channel, { part, page }, channelOf);
    if (segment !== undefined) segments.push(segment);
  };
  for (const glyph of ink.glyphs) if (isOutside(glyph, view)) glyph.hiddenBy ??= 'off-page';
  const seen = sortByVisibility(ink, view);
  if (seen.visible.length > 0) add(shown, layOut(seen.visible, ink.rules));
  if (seen.ocr.length > 0) add('ocr', layOut(seen.ocr, []));
  for (const channel of ['covered', 'hidden'] as const) {
    if (seen[channel].length === 0) continue;
    const text = layOutShadow(seen[channel], seen.visible, ink.rules);
    add(channel, text, (glyph) => (glyph.hiddenBy === undefined ? shown : channel));
  }
  for (const annotation of target.annotations) {
    const beside = emptyInk();
    for (const piece of appearances(annotation)) {
      readContent(piece, {
        ...options,
        ink: beside,
        annotation: true,
        root: 'Appearance',
      });
    }
    if (beside.glyphs.length > 0) add('annotation', layOut(beside.glyphs, []));
  }
  const text = printable(seen.visible);
  const recognised = printable(seen.ocr);
  const bare = text + recognised === 0 && (ink.images > 0 || ink.outlines >= OUTLINES);
  const scanned = seen.scan >= SCAN && recognised === 0 && text < STRAY_GLYPHS;
  const faults: ('ofd/no-text-layer' | 'ofd/page-limit')[] = [];
  if (bare || scanned) faults.push('ofd/no-text-layer');
  if (ink.truncated) faults.push('ofd/page-limit');
  return { segments, faults, images: ink.images };
}

/** Each `Appearance` with what follows it; `readContent` reads the first of a source only. */
function appearances(source: string): string[] {
  const starts = [...source.matchAll(/<(?:[\w.-]+:)?Appearance[\s>/]/g)].map(({ index }) => index);
  return starts.map((start, i) => source.slice(start, starts[i + 1]));
}

/** Composite units of a resource part, by id: the source from their start tag to the next one. */
export function compositeUnits(source: string): [id: string, source: string][] {
  const tags = [...source.matchAll(/<(?:[\w.-]+:)?CompositeGraphicUnit\s[^>]*>/g)];
  return tags.map(({ 0: tag, index }, i) => [
    /\sID\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? '',
    source.slice(index, tags[i + 1]?.index),
  ]);
}

function emptyInk(): PageInk {
  return {
    glyphs: [],
    paints: [],
    rules: [],
    outlines: 0,
    images: 0,
    untrusted: [],
    lost: 0,
    truncated: false,
  };
}

/** The first box that has an area; A4 when none has. */
function sane(...boxes: readonly (readonly number[] | undefined)[]): readonly number[] {
  return boxes.find((box) => box !== undefined && box.length >= 4 && box[2]! > 0 && box[3]! > 0) ?? A4;
}

function isOutside({ box }: Glyph, view: Box): boolean {
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return !(x >= view[0] && x <= view[2] && y >= view[1] && y <= view[3]);
}

function printable(glyphs: readonly Glyph[]): number {
  let count = 0;
  for (const glyph of glyphs) if (glyph.text !== ' ') count++;
  return count;
}
