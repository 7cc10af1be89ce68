/**
 * What the walker needs of a font, and whether what it says can be believed.
 *
 * A font without a map to Unicode shows digits on paper and gives others, or none, to a program. Tests are
 * the identity map of a composite font, which reads glyph ids as code points and gives plausible, wrong digits; the share of
 * unprintable characters; ideographs as narrow as digits; and digits whose outlines are those of others (`digit-shapes`).
 */
import type { PathBuffer } from './canvas.js';
import { compareDigits, holesOf } from './digit-shapes.js';
import { type Matrix, matrixOf } from './geometry.js';
import type { PdfJsGlyph } from './state.js';

/** The properties of a pdf.js font object that are read here. */
export interface PdfJsFont {
  readonly ascent?: number;
  readonly descent?: number;
  readonly bbox?: ArrayLike<number>;
  readonly fontMatrix?: ArrayLike<number>;
  readonly vertical?: boolean;
  readonly defaultVMetrics?: ArrayLike<number>;
  readonly isType3Font?: boolean;
  readonly composite?: boolean;
  readonly toUnicode?: unknown;
  readonly loadedName?: string;
  /** What each glyph of a Type 3 font paints, by `operatorListId`. */
  readonly charProcOperatorList?: Readonly<Record<string, unknown>>;
}

export interface Font {
  /** Text space units per glyph unit, 0.001 but for Type 3 fonts. */
  readonly scale: number;
  /** In text space at size 1. */
  readonly ascent: number;
  readonly descent: number;
  readonly vertical: boolean;
  /** `[w1y, vx, vy]` in glyph units, for vertical fonts. */
  readonly verticalMetrics: ArrayLike<number>;
  /** Glyph ids are read as code points: never report its text. */
  readonly identity: boolean;
  /** Did not load (its CMap is missing, its data are damaged): its text is lost without an error. */
  readonly broken: boolean;
  /** The document's own name for it; missing where there is none. */
  readonly name?: string;
  /** What the glyphs of a Type 3 font paint, and the matrix from their units to text space. */
  readonly procedures?: { readonly lists: Readonly<Record<string, unknown>>; readonly matrix: Matrix };
  readonly digits?: DigitGlyphs;
  /** The digits that were noted look like others. */
  readonly lies?: () => boolean;
}

/** The first glyph that a page shows for each digit. */
export class DigitGlyphs {
  readonly glyphs: (PdfJsGlyph | undefined)[] = [];

  note(digit: number, glyph: PdfJsGlyph): void {
    this.glyphs[digit] ??= glyph;
  }
}

/** Digits that have to look wrong, and their share of those that were compared. */
const WRONG = 3;
const WRONG_SHARE = 0.3;

/** The outline of a glyph, in em; undefined for one without. */
export type Outlines = (fontChar: string) => PathBuffer | undefined;

const VERTICAL: readonly number[] = [-1000, 500, 880];

export const FALLBACK_FONT: Font = {
  scale: 0.001,
  ascent: 0.88,
  descent: -0.12,
  vertical: false,
  verticalMetrics: VERTICAL,
  identity: false,
  broken: false,
};

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value !== 0 && Math.abs(value) < 5
    ? value
    : undefined;
}

/** `{ firstChar, lastChar }` and nothing else is pdf.js's identity map. */
function isIdentity(map: unknown): boolean {
  if (map === null || typeof map !== 'object') return false;
  return 'firstChar' in map && 'lastChar' in map && !('_map' in map) && !('cmap' in map);
}

/** @param font What pdf.js holds under the font's name: the font, or a message when it did not load. */
export function readFont(font: PdfJsFont | string | null | undefined, outlines?: Outlines): Font {
  if (font === null || font === undefined || typeof font === 'string') {
    return { ...FALLBACK_FONT, broken: true };
  }
  const a = font.fontMatrix?.[0];
  const d = font.fontMatrix?.[3];
  const scale = a === undefined || !Number.isFinite(a) || a === 0 ? 0.001 : a;
  const rise = d === undefined || !Number.isFinite(d) || d === 0 ? scale : d;
  const tall = font.isType3Font === true ? font.bbox : undefined;
  const box = tall !== undefined && tall[3]! - tall[1]! > 0 ? tall : undefined;
  return {
    scale,
    ascent: box ? box[3]! * rise : (finite(font.ascent) ?? FALLBACK_FONT.ascent),
    descent: box ? box[1]! * rise : (finite(font.descent) ?? FALLBACK_FONT.descent),
    vertical: font.vertical === true,
    verticalMetrics: font.defaultVMetrics ?? VERTICAL,
    identity: font.composite === true && isIdentity(font.toUnicode),
    broken: false,
    ...(font.loadedName === undefined ? {} : { name: font.loadedName }),
    ...(font.charProcOperatorList === undefined
      ? {}
      : {
          procedures: {
            lists: font.charProcOperatorList,
            matrix: matrixOf(font.fontMatrix) ?? [0.001, 0, 0, 0.001, 0, 0],
          },
        }),
    ...(outlines === undefined || font.isType3Font === true ? {} : honesty(font, outlines)),
  };
}

interface Shape {
  readonly holes: number | undefined;
  readonly path: string;
}

/** Shapes by `fontChar`; a font object lives as long as its document. */
const SHAPES = new WeakMap<PdfJsFont, Map<string, Shape>>();

function honesty(font: PdfJsFont, outlines: Outlines): Pick<Font, 'digits' | 'lies'> {
  const digits = new DigitGlyphs();
  const known = SHAPES.get(font) ?? new Map<string, Shape>();
  SHAPES.set(font, known);
  const shapeOf = (char: string): Shape => {
    let shape = known.get(char);
    if (shape === undefined) {
      const path = outlines(char) ?? [];
      shape = { holes: holesOf(path), path: Array.prototype.slice.call(path, 0, 64).join() };
      known.set(char, shape);
    }
    return shape;
  };
  const lies = (): boolean => {
    const shapes = Array.from({ length: 10 }, (_, i) => {
      const char = digits.glyphs[i]?.fontChar;
      return char === undefined ? undefined : shapeOf(char);
    });
    // Digits that all look alike are those that the font lacks: boxes.
    const holes = shapes.map((one) =>
      shapes.some((other) => other !== one && other?.path === one?.path) ? undefined : one?.holes,
    );
    const { wrong, compared } = compareDigits(holes);
    return wrong >= WRONG && wrong >= compared * WRONG_SHARE;
  };
  return { digits, lies };
}
