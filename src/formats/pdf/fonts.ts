/**
 * What the walker needs of a font, and whether what it says can be believed.
 *
 * A font without a map to Unicode shows digits on paper and gives others, or none, to a program. Two tests
 * are needed (measured on four such files): the identity map of a composite font, which reads glyph ids as
 * code points and gives plausible, wrong digits; and the share of unprintable characters for the rest.
 */

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
}

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
export function readFont(font: PdfJsFont | string | null | undefined): Font {
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
  };
}
