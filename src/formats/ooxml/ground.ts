/** Letters and what they stand on, as `RRGGBB`. Source: ISO/IEC 29500-1, 17.3.2.15 (highlight), 17.3.5 (shd), 17.18.78. */

export const PAPER = 'FFFFFF';

const HIGHLIGHTS: Readonly<Record<string, string>> = {
  black: '000000',
  blue: '0000FF',
  cyan: '00FFFF',
  darkBlue: '000080',
  darkCyan: '008080',
  darkGray: '808080',
  darkGreen: '008000',
  darkMagenta: '800080',
  darkRed: '800000',
  darkYellow: '808000',
  green: '00FF00',
  lightGray: 'C0C0C0',
  magenta: 'FF00FF',
  red: 'FF0000',
  white: 'FFFFFF',
  yellow: 'FFFF00',
};
/** A ground that no letters vanish on: a pattern, or a colour that only a style knows. */
const MIXED = 'mixed';
/** Of 255, in every part: eyes tell no smaller difference. */
const NEAR = 12;

/** @returns undefined for `none`: what is beneath shows. */
export function highlightColour(name: string): string | undefined {
  return name === 'none' ? undefined : (HIGHLIGHTS[name] ?? MIXED);
}

/**
 * @param pattern `w:val`. @param colour Of the pattern. @param fill Behind the pattern.
 * @returns undefined where nothing is painted.
 */
export function shadeColour(
  pattern: string | undefined,
  colour: string | undefined,
  fill: string | undefined,
): string | undefined {
  if (pattern === 'solid') return letterColour(colour) ?? '000000';
  if (pattern !== undefined && pattern !== 'clear' && pattern !== 'nil') return MIXED;
  return letterColour(fill);
}

/** @returns undefined for automatic letters, which Word makes white on a dark ground. */
export function letterColour(colour: string | undefined): string | undefined {
  if (colour === undefined || colour === 'auto' || colour === '') return undefined;
  return colour === 'white' ? PAPER : colour;
}

/** Whether nobody can tell the letters from their ground. */
export function vanishes(letters: string | undefined, ground: string | undefined): boolean {
  if (letters === undefined || ground === undefined) return false;
  const [a, b] = [letters, ground].map((colour) => /^([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour));
  if (a == null || b == null) return false;
  return [1, 2, 3].every(
    (part) => Math.abs(Number.parseInt(a[part]!, 16) - Number.parseInt(b[part]!, 16)) <= NEAR,
  );
}
