/** Places the glyphs of one string that a page shows. Source: ISO 32000-1:2008, 9.4.4 (text space), 9.7.4.3 (vertical). */
import { countGlyph, type FontTrust } from './font-trust.js';
import type { Font } from './fonts.js';
import { type Box, type Matrix, multiply, transformBox, translated } from './geometry.js';
import { glyphText } from './glyph-text.js';
import type { Glyph, HiddenBy, InkTrace } from './ink.js';
import type { PdfJsGlyph, State } from './state.js';

/** What a string is shown with. */
export interface TextRun {
  readonly state: State;
  /** Text matrix before it. */
  readonly text: Matrix;
  readonly trust: FontTrust;
  readonly trace: InkTrace | undefined;
  readonly op: number;
  readonly annotation: boolean;
  readonly pattern: boolean;
  /** @param size In units of the page. */
  hiddenBySize(size: number): HiddenBy | undefined;
  hiddenByPlace(box: Box): HiddenBy | undefined;
  add(glyph: Glyph): void;
}

/** What the glyphs of one string have in common. */
interface Shown {
  readonly dx: number;
  readonly dy: number;
  readonly size: number;
  readonly font: Font;
  readonly op: number;
  readonly colour: string | undefined;
  readonly annotation: boolean;
  readonly pattern: boolean;
}

/** A page has thousands: each holds what is its own, and half the memory to be cleared away. */
class ShownGlyph implements Glyph {
  readonly text: string;
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly advance: number;
  readonly source: PdfJsGlyph;
  hiddenBy: HiddenBy | undefined;
  readonly shown: Shown;

  constructor(
    text: string,
    box: Box,
    x: number,
    y: number,
    advance: number,
    source: PdfJsGlyph,
    hiddenBy: HiddenBy | undefined,
    shown: Shown,
  ) {
    this.text = text;
    this.box = box;
    this.x = x;
    this.y = y;
    this.advance = advance;
    this.source = source;
    this.hiddenBy = hiddenBy;
    this.shown = shown;
  }

  get dx(): number {
    return this.shown.dx;
  }

  get dy(): number {
    return this.shown.dy;
  }

  get size(): number {
    return this.shown.size;
  }

  get font(): Font {
    return this.shown.font;
  }

  get op(): number {
    return this.shown.op;
  }

  get colour(): string | undefined {
    return this.shown.colour;
  }

  get annotation(): boolean {
    return this.shown.annotation;
  }

  get pattern(): boolean {
    return this.shown.pattern;
  }
}

/** @returns The text matrix behind it. */
export function showText(glyphs: readonly (PdfJsGlyph | number | null)[], run: TextRun): Matrix {
  const { state, trace } = run;
  const { font, size, hScale, rise, charSpacing, wordSpacing } = state;
  const { vertical } = font;
  const m = multiply(state.ctm, run.text);
  const [a, b, c, d, e, f] = m;
  let along = 0;
  const spread = font.scale * size;
  const count = run.trust.of(font);
  const length = Math.sqrt(a * a + b * b) || 1e-9;
  const across = Math.abs(a * d - b * c) / length;
  const flip = size * hScale < 0 ? -1 : 1;
  const down = Math.sqrt(c * c + d * d) || 1e-9;
  const pageSize = Math.abs(size) * (vertical ? length : across);
  const hidden = run.hiddenBySize(pageSize);
  const shown: Shown = {
    dx: vertical ? -c / down : (flip * a) / length,
    dy: vertical ? -d / down : (flip * b) / length,
    size: pageSize,
    font,
    op: run.op,
    colour: state.mode % 4 === 1 ? state.stroke : state.fill,
    annotation: run.annotation,
    pattern: run.pattern,
  };
  const bottom = rise + font.descent * size;
  const top = rise + font.ascent * size;
  for (const glyph of glyphs) {
    if (glyph === null) continue;
    if (typeof glyph === 'number') {
      along -= (glyph / 1000) * size * (vertical ? 1 : hScale);
      continue;
    }
    const spacing = charSpacing + (glyph.isSpace ? wordSpacing : 0);
    let step: number;
    let x0: number;
    let y0: number;
    let x1: number;
    let y1: number;
    if (vertical) {
      const metric = glyph.vmetric ?? font.verticalMetrics;
      const vx = (glyph.vmetric ? metric[1]! : glyph.width * 0.5) * spread;
      const height = metric[0]! * spread; // negative: the pen goes down
      step = height - spacing;
      x0 = -vx;
      y0 = along + height;
      x1 = glyph.width * spread - vx;
      y1 = along;
    } else {
      const width = glyph.width * spread;
      step = (width + spacing) * hScale;
      x0 = along;
      y0 = bottom;
      x1 = along + width * hScale;
      y1 = top;
    }
    const text = glyphText(glyph.unicode);
    let ink: Glyph | undefined;
    if (text !== '') {
      countGlyph(count, font, glyph, text);
      const box = transformBox(m, x0, y0, x1, y1);
      ink = new ShownGlyph(
        text,
        box,
        (vertical ? c : a) * along + e,
        (vertical ? d : b) * along + f,
        vertical ? Math.abs(y1 - y0) * down : Math.abs(x1 - x0) * length,
        glyph,
        hidden ?? run.hiddenByPlace(box),
        shown,
      );
      run.add(ink);
    }
    trace?.glyph(glyph, (-1000 * step) / (size * (vertical ? 1 : hScale)), ink);
    along += step;
  }
  return vertical ? translated(run.text, 0, along) : translated(run.text, along, 0);
}
