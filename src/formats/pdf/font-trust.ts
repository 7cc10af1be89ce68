/** Which fonts of a page tell their characters truly, by what their glyphs are said to be. */
import type { Font } from './fonts.js';
import { unprintable } from './glyph-text.js';
import type { PageInk } from './ink.js';
import { type PdfJsGlyph, UNPRINTABLE_SHARE } from './state.js';

/** Ideographs of half their width, from which on a font's map is false: digits are that narrow. */
const NARROW = 6;

export interface FontCount {
  total: number;
  bad: number;
  /** Ideographs too narrow for one. */
  narrow: number;
}

export class FontTrust {
  readonly #counts = new Map<Font, FontCount>();

  /** What is counted of a font; the same object for the whole page. */
  of(font: Font): FontCount {
    let count = this.#counts.get(font);
    if (count === undefined) {
      count = { total: 0, bad: 0, narrow: 0 };
      this.#counts.set(font, count);
    }
    return count;
  }

  /** Sets aside the glyphs of fonts whose map can't be trusted. */
  divide(ink: PageInk): PageInk {
    const bad = new Set<Font>();
    for (const [font, count] of this.#counts) {
      if (
        font.identity ||
        (count.bad >= 3 && count.bad > count.total * UNPRINTABLE_SHARE) ||
        count.narrow >= NARROW ||
        font.lies?.() === true
      ) {
        bad.add(font);
      }
    }
    if (bad.size === 0) return ink;
    const told = ink.glyphs.filter((glyph) => !bad.has(glyph.font));
    return { ...ink, glyphs: told, untrusted: ink.glyphs.filter((glyph) => bad.has(glyph.font)) };
  }
}

/** @param text What the glyph is said to be, not empty. */
export function countGlyph(count: FontCount, font: Font, glyph: PdfJsGlyph, text: string): void {
  if (text !== ' ') count.total++;
  if (text !== ' ' && unprintable(text)) count.bad++;
  const unit = text.charCodeAt(0);
  if (unit >= 0x30 && unit <= 0x39) font.digits?.note(unit - 0x30, glyph);
  else if (unit >= 0x4e00 && unit < 0xa000 && isNarrow(glyph, font)) count.narrow++;
}

/** Ideographs fill a square; the width that a page states for its glyph is that of a digit or letter. */
function isNarrow(glyph: PdfJsGlyph, font: Font): boolean {
  const width = glyph.width * font.scale;
  return !font.vertical && width > 0.2 && width < 0.62;
}
