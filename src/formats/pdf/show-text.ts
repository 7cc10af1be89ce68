/** Places the glyphs of one string that a page shows. Source: ISO 32000-1:2008, 9.4.4 (text space), 9.7.4.3 (vertical). */
import { countGlyph, type FontTrust } from './font-trust.js';
import { type Box, type Matrix, multiply, transformBox } from './geometry.js';
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

/** @returns The text matrix behind it. */
export function showText(glyphs: readonly (PdfJsGlyph | number | null)[], run: TextRun): Matrix {
  const { state, trace } = run;
  const { font, size, hScale, rise } = state;
  const m = multiply(state.ctm, run.text);
  let along = 0;
  const spread = font.scale * size;
  const count = run.trust.of(font);
  const length = Math.hypot(m[0], m[1]) || 1e-9;
  const across = Math.abs(m[0] * m[3] - m[1] * m[2]) / length;
  const flip = size * hScale < 0 ? -1 : 1;
  const down = Math.hypot(m[2], m[3]) || 1e-9;
  const dx = font.vertical ? -m[2] / down : (flip * m[0]) / length;
  const dy = font.vertical ? -m[3] / down : (flip * m[1]) / length;
  const pageSize = Math.abs(size) * (font.vertical ? length : across);
  const hidden = run.hiddenBySize(pageSize);
  const colour = state.mode % 4 === 1 ? state.stroke : state.fill;
  for (const glyph of glyphs) {
    if (glyph === null) continue;
    if (typeof glyph === 'number') {
      along -= (glyph / 1000) * size * (font.vertical ? 1 : hScale);
      continue;
    }
    const spacing = state.charSpacing + (glyph.isSpace ? state.wordSpacing : 0);
    let step: number;
    let x0: number;
    let y0: number;
    let x1: number;
    let y1: number;
    if (font.vertical) {
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
      y0 = rise + font.descent * size;
      x1 = along + width * hScale;
      y1 = rise + font.ascent * size;
    }
    const text = glyphText(glyph.unicode);
    let ink: Glyph | undefined;
    if (text !== '') {
      countGlyph(count, font, glyph, text);
      const box = transformBox(m, x0, y0, x1, y1);
      const px = font.vertical ? 0 : along;
      const py = font.vertical ? along : 0;
      ink = {
        text,
        box,
        x: m[0] * px + m[2] * py + m[4],
        y: m[1] * px + m[3] * py + m[5],
        dx,
        dy,
        advance: font.vertical ? Math.abs(y1 - y0) * down : Math.abs(x1 - x0) * length,
        size: pageSize,
        font,
        source: glyph,
        op: run.op,
        colour,
        hiddenBy: hidden ?? run.hiddenByPlace(box),
        annotation: run.annotation,
        pattern: run.pattern,
      };
      run.add(ink);
    }
    trace?.glyph(glyph, (-1000 * step) / (size * (font.vertical ? 1 : hScale)), ink);
    along += step;
  }
  return multiply(run.text, font.vertical ? [1, 0, 0, 1, 0, along] : [1, 0, 0, 1, along, 0]);
}
