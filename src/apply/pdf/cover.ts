/**
 * What stands where text was taken out: a black bar, and on it the mask as text, so that who copies or searches the page
 * reads `110101************`.
 *
 * The mask is set in a font of one drawn character (Type 3), which needs no font of the reader's system.
 * Source: ISO 32000-1:2008, 9.6.5, 9.10.3.
 */
import { append } from '../../core/index.js';
import type { Box } from '../../formats/pdf/geometry.js';
import type { Glyph } from '../../formats/pdf/ink.js';
import { fromLatin1, openStates, splice } from './content.js';
import type { PDFDict, PDFRef, PdfObjects, PdfPageObject } from './document.js';
import { decimal } from './removal.js';

/** Share of the height that the bar leaves free above and below: neighbouring lines may touch the box. */
const MARGIN = 0.06;
/** Lower bars carry no text. */
const LEGIBLE = 2;

export interface Cover {
  /** The glyphs taken out, of one line, in reading order. */
  readonly glyphs: readonly Glyph[];
  readonly replacement: string;
}

/** Operators that draw covers. @param font Name of the mask's font in the page's resources. */
export function coverOperators(covers: readonly Cover[], font: string): string {
  return covers.map((cover) => drawn(cover, font)).join('\n');
}

/** A bar over a part of a picture. */
export function barOperators([x0, y0, x1, y1]: Box): string {
  return `0 g ${decimal(x0)} ${decimal(y0)} ${decimal(x1 - x0)} ${decimal(y1 - y0)} re f`;
}

function drawn({ glyphs, replacement }: Cover, font: string): string {
  const first = glyphs[0]!;
  const { dx, dy } = first;
  const { vertical } = first.font;
  // Along the line and across it; the pen of vertical text stands in the middle of the line.
  const along = (x: number, y: number): number => x * dx + y * dy;
  const across = (x: number, y: number): number => -x * dy + y * dx;
  let [from, to, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { box, x, y, advance, size, font } of glyphs) {
    const straight = Math.abs(dx * dy) < 0.01;
    if (straight) {
      for (const [px, py] of [
        [box[0], box[1]],
        [box[2], box[3]],
      ] as const) {
        from = Math.min(from, along(px, py));
        to = Math.max(to, along(px, py));
        low = Math.min(low, across(px, py));
        high = Math.max(high, across(px, py));
      }
    } else {
      from = Math.min(from, along(x, y));
      to = Math.max(to, along(x, y) + advance);
      low = Math.min(low, across(x, y) + (vertical ? -size / 2 : font.descent * size));
      high = Math.max(high, across(x, y) + (vertical ? size / 2 : font.ascent * size));
    }
  }
  const inset = (high - low) * MARGIN;
  const height = high - low - 2 * inset;
  const length = to - from;
  // Back from line coordinates to the page.
  const x = from * dx - (low + inset) * dy;
  const y = from * dy + (low + inset) * dx;
  const matrix = [dx, dy, -dy, dx, x, y].map(decimal).join(' ');
  const bar = `q ${matrix} cm 0 g 0 0 ${decimal(length)} ${decimal(height)} re f`;
  const mask = replacement.replaceAll('＊', '*');
  if (!/^\*+$/.test(mask) || height < LEGIBLE || length < LEGIBLE) return `${bar} Q`;
  const wide = length / mask.length;
  // On the line of the text, so that programs read it as one word with what is left.
  const line = vertical ? height / 5 : across(first.x, first.y) - low - inset;
  return `${bar} 1 g BT /${font} 1 Tf 0 Tr 0 Tc 0 Tw 100 Tz 0 Ts ${decimal(wide)} 0 0 ${decimal(height)} 0 ${decimal(line)} Tm (${mask}) Tj ET Q`;
}

/** A six-pointed star in a square of 1,000 units. */
const STAR = '1000 0 0 0 1000 1000 d1 90 w 500 260 m 500 740 l S 292 380 m 708 620 l S 292 620 m 708 380 l S';

/** The font of the mask; one a document. */
export function maskFont({ context }: PdfObjects): PDFRef {
  const map =
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mask def /CMapType 2 def ' +
    '1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <2a> <002a> endbfchar endcmap end end';
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type3',
      FontBBox: [0, -200, 1000, 800],
      FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
      CharProcs: { asterisk: context.register(context.stream(STAR)) },
      Encoding: { Type: 'Encoding', Differences: [42, 'asterisk'] },
      FirstChar: 42,
      LastChar: 42,
      Widths: [1000],
      Resources: {},
      ToUnicode: context.register(context.stream(map)),
    }),
  );
}

/**
 * Puts new content on a page: its own, with everything closed that it opens, then the covers.
 *
 * @param font The mask's font; the page gets it under a name that it does not use.
 */
export function writePage(
  objects: PdfObjects,
  page: PdfPageObject,
  content: Uint8Array,
  covers: { readonly text: readonly Cover[]; readonly bars: readonly Box[]; readonly font: PDFRef },
): void {
  const { context } = objects;
  const drawing: string[] = [];
  if (covers.text.length > 0 || covers.bars.length > 0) {
    const { fonts, key } = ownFonts(objects, page);
    fonts.set(objects.name(key), covers.font);
    append(drawing, covers.bars.map(barOperators));
    drawing.push(coverOperators(covers.text, key));
  }
  const open = openStates(content);
  const own = splice(
    content,
    open.strays.map(({ start, end }) => ({ start, end, text: ' ' })),
  );
  const after = `${open.text ? '\nET' : ''}${'\nEMC'.repeat(open.marks)}${'\nQ'.repeat(open.saved + 1)}\n`;
  const ending = fromLatin1(drawing.length === 0 ? after : `${after}q\n${drawing.join('\n')}\nQ\n`);
  const opening = fromLatin1('q\n');
  const whole = new Uint8Array(opening.length + own.length + ending.length);
  whole.set(opening);
  whole.set(own, opening.length);
  whole.set(ending, opening.length + own.length);
  page.dict.set(objects.name('Contents'), context.register(context.flateStream(whole)));
}

/** The page's own dictionary of fonts: those of other pages stay as they are. */
function ownFonts(objects: PdfObjects, page: PdfPageObject): { fonts: PDFDict; key: string } {
  const { context } = objects;
  const resources = page.resources?.clone(context) ?? context.obj({});
  const fonts = objects.dictAt(resources, 'Font')?.clone(context) ?? context.obj({});
  resources.set(objects.name('Font'), fonts);
  page.dict.set(objects.name('Resources'), resources);
  let key = 'Mask';
  for (let i = 1; fonts.has(objects.name(key)); i++) key = `Mask${i}`;
  return { fonts, key };
}
