/**
 * Recognised symbols → glyphs that the layout of PDF pages can read.
 *
 * Engines box digits well (0.2 of 12 pixels off, measured) and Chinese characters badly: boxes overlap, and blanks are
 * put between characters. So each line gets one baseline and one size, blanks between Chinese characters go unless they
 * are wide, and a number that holds a whole ID is parted from its neighbours.
 */
import type { OcrLine, OcrSymbol } from '../../core/index.js';
import { FALLBACK_FONT } from '../pdf/fonts.js';
import type { Box } from '../pdf/geometry.js';
import type { Glyph } from '../pdf/ink.js';
import { idBorders } from './repair.js';

/** A glyph that a recogniser read. */
export interface ReadGlyph extends Glyph {
  /** 0…1. */
  readonly confidence: number;
}

/** From pixels of the picture that the engine saw to where people find them. */
export interface PixelFrame {
  /** Points a pixel, in the frame of the layout. */
  readonly scale: number;
  /** Pixels. */
  readonly height: number;
  /** The box of a pixel box (left, top, right, bottom) in the units of places. */
  box(left: number, top: number, right: number, bottom: number): Box;
}

const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/;
const DIGIT = /[0-9]/;
/** Parts of an em: a wider gap between Chinese characters is one. */
const HAN_GAP = 0.9;
/** Symbols below this are noise: specks, remains of rules, a seal. */
const FAINT = 0.2;
/** Height of digits and capitals, and of Chinese characters, in em. */
const CAP = 0.72;
const FULL = 0.92;

export function glyphsOf(lines: readonly OcrLine[], frame: PixelFrame): ReadGlyph[] {
  const glyphs: ReadGlyph[] = [];
  for (const [op, line] of lines.entries()) {
    const symbols = line.filter(({ text, confidence }) => text.trim() !== '' && confidence >= FAINT);
    if (symbols.length > 0) placeLine(ordered(symbols), op, frame, glyphs);
  }
  return glyphs;
}

/** By their left edges; an edge before the one to the left of it is a fault of the engine. */
function ordered(symbols: readonly OcrSymbol[]): OcrSymbol[] {
  let least = Number.NEGATIVE_INFINITY;
  return symbols.map((symbol) => {
    const [x0, y0, x1, y1] = symbol.box;
    const left = Math.max(x0, least + 1);
    least = left;
    return left === x0 ? symbol : { ...symbol, box: [left, y0, Math.max(left + 1, x1), y1] };
  });
}

function placeLine(symbols: readonly OcrSymbol[], op: number, frame: PixelFrame, glyphs: ReadGlyph[]): void {
  const { size, base } = metrics(symbols);
  const borders = idBorders(symbols);
  for (const [i, { text, box, confidence, spaced }] of symbols.entries()) {
    const next = symbols[i + 1];
    const [x0, y0, x1, y1] = box;
    let right = Math.max(x0 + 1, x1);
    if (next !== undefined) {
      const gap = next.box[0] - right;
      const han = HAN.test(text) || HAN.test(next.text);
      const joined = han ? gap < HAN_GAP * size : !next.spaced && gap < 0.6 * size;
      if (gap < 0 || joined) right = Math.max(x0 + 1, next.box[0]);
    }
    const parted = borders.has(i) && i > 0 && !spaced;
    glyphs.push({
      text: parted ? ` ${text}` : text,
      box: frame.box(x0, Math.max(y0, base - size), Math.max(x0 + 1, x1), Math.min(y1, base + 0.25 * size)),
      x: x0 * frame.scale,
      y: (frame.height - base) * frame.scale,
      dx: 1,
      dy: 0,
      advance: (right - x0) * frame.scale,
      size: size * frame.scale,
      font: FALLBACK_FONT,
      op,
      colour: undefined,
      hiddenBy: undefined,
      annotation: false,
      pattern: false,
      confidence,
    });
  }
}

/** Size of an em and the baseline, in pixels. */
function metrics(symbols: readonly OcrSymbol[]): { size: number; base: number } {
  const digits = symbols.filter(({ text }) => DIGIT.test(text));
  const han = symbols.filter(({ text }) => HAN.test(text));
  const sample =
    digits.length * 2 >= han.length && digits.length > 0 ? digits : han.length > 0 ? han : symbols;
  const [part, drop] = sample === han ? [FULL, 0.1] : [CAP, 0];
  const height = median(sample.map(({ box }) => box[3] - box[1]));
  const size = Math.max(4, height / part);
  return { size, base: median(sample.map(({ box }) => box[3])) - drop * size };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
