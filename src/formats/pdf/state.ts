/** The graphics state that the walker keeps, and the shapes of the arguments that pdf.js gives it. */
import { FALLBACK_FONT, type Font } from './fonts.js';
import { type Box, type Matrix, matrixOf, multiply } from './geometry.js';

export interface PdfJsGlyph {
  readonly unicode: string;
  readonly width: number;
  readonly isSpace: boolean;
  readonly vmetric?: ArrayLike<number> | null;
  readonly originalCharCode?: number;
  /** The character by which the font's outline is kept. */
  readonly fontChar?: string;
  /** The name by which a Type 3 font keeps what it paints. */
  readonly operatorListId?: string;
}

export interface State {
  ctm: Matrix;
  clip: Box;
  fill: string | undefined;
  stroke: string | undefined;
  fillAlpha: number;
  strokeAlpha: number;
  groupAlpha: number;
  blended: boolean;
  masked: boolean;
  font: Font;
  fontName: string;
  size: number;
  charSpacing: number;
  wordSpacing: number;
  hScale: number;
  leading: number;
  rise: number;
  mode: number;
}

const EVERYWHERE: Box = [-1e9, -1e9, 1e9, 1e9];
/** Opacity below which text can't be seen, and above which a fill hides what is beneath. */
export const FAINT = 0.1;
export const SOLID = 0.9;
/** Deepest nesting of saved states that is kept; a file that goes deeper is an attack. */
export const MAX_DEPTH = 2_000;
/** Share of a font's glyphs that may be unprintable. */
export const UNPRINTABLE_SHARE = 0.3;

export function initial(ctm: Matrix): State {
  return {
    ctm,
    clip: EVERYWHERE,
    fill: '#000000',
    stroke: '#000000',
    fillAlpha: 1,
    strokeAlpha: 1,
    groupAlpha: 1,
    blended: false,
    masked: false,
    font: FALLBACK_FONT,
    fontName: '',
    size: 0,
    charSpacing: 0,
    wordSpacing: 0,
    hScale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
  };
}

export interface GroupOptions {
  readonly matrix?: ArrayLike<number> | null;
  readonly bbox?: ArrayLike<number> | null;
}

/** `#rrggbb` in pdf.js 5.6, three bytes in older ones. */
function colourOf(args: readonly unknown[]): string | undefined {
  const [first, second, third] = args;
  if (typeof first === 'string') return first;
  if (typeof first !== 'number' || typeof second !== 'number' || typeof third !== 'number') {
    return undefined;
  }
  return `#${[first, second, third].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Those that `setState` knows. */
export const SETTERS: ReadonlySet<string> = new Set([
  ...['transform', 'setCharSpacing', 'setWordSpacing', 'setHScale', 'setLeading', 'setTextRise'],
  ...['setTextRenderingMode', 'setFillRGBColor', 'setStrokeRGBColor', 'setFillTransparent'],
  ...['setStrokeTransparent', 'setStrokeColorN'],
]);

/** Operators that only set something; any other one changes nothing. Source: ISO 32000-1:2008, tables 57, 74 and 105. */
export function setState(state: State, name: string, args: readonly unknown[]): void {
  switch (name) {
    case 'transform': {
      const m = matrixOf(args);
      if (m !== undefined) state.ctm = multiply(state.ctm, m);
      break;
    }
    case 'setCharSpacing':
      state.charSpacing = args[0] as number;
      break;
    case 'setWordSpacing':
      state.wordSpacing = args[0] as number;
      break;
    case 'setHScale':
      state.hScale = (args[0] as number) / 100;
      break;
    case 'setLeading':
      state.leading = args[0] as number;
      break;
    case 'setTextRise':
      state.rise = args[0] as number;
      break;
    case 'setTextRenderingMode':
      state.mode = args[0] as number;
      break;
    case 'setFillRGBColor':
      state.fill = colourOf(args);
      break;
    case 'setStrokeRGBColor':
      state.stroke = colourOf(args);
      break;
    case 'setFillTransparent':
      state.fill = undefined;
      break;
    case 'setStrokeTransparent':
    case 'setStrokeColorN':
      state.stroke = undefined;
      break;
  }
}
