/** Colours of Office by name, so that letters can be held against their ground. Source: ISO/IEC 29500-1, 18.8.3 and 18.8.27. */
import { vanishes } from '../ooxml/ground.js';

/** Letters and ground of a cell without any colour of its own. */
export const BLACK = '000000';
export const WHITE = 'FFFFFF';

/** Theme 0 is the ground of a sheet, 1 its letters; 64 and 65 are the system's letters and ground. */
const THEME: Readonly<Record<number, string>> = { 0: WHITE, 1: BLACK };
const INDEXED: Readonly<Record<number, string>> = {
  0: BLACK,
  1: WHITE,
  8: BLACK,
  9: WHITE,
  64: BLACK,
  65: WHITE,
};

/** @returns `RRGGBB` where the colour is known, else a name that only equals itself. @param tint −1 to 1. */
export function themeColour(theme: number, tint: number): string {
  // White can't get lighter.
  if (tint === 0 || (theme === 0 && tint > 0)) return THEME[theme] ?? `theme ${theme}`;
  return `theme ${theme} ${tint}`;
}

/** @returns `RRGGBB` where the colour is known, else a name that only equals itself. */
export function indexedColour(index: number): string {
  return INDEXED[index] ?? `index ${index}`;
}

/** Whether nobody can tell letters from their ground. */
export function sameColour(letters: string | undefined, ground: string | undefined): boolean {
  return letters !== undefined && (letters === ground || vanishes(letters, ground));
}
