/** Glyphs that pdf.js shows ↔ the bytes of the strings that show them. */
import type { Glyph } from '../../formats/pdf/ink.js';
import type { Show } from './program.js';

/** A glyph of a text operator. */
export interface TracedGlyph {
  readonly code: number;
  /** Stands for the glyph's advance in an array of TJ. */
  readonly kerning: number;
  readonly ink: Glyph | undefined;
}

/** A text operator as pdf.js ran it. */
export interface TracedShow {
  readonly annotation: string | undefined;
  readonly glyphs: TracedGlyph[];
}

/** A text operator with the bytes of each of its glyphs. */
export interface MatchedShow {
  readonly traced: TracedShow;
  readonly show: Show;
  /** Bytes of each glyph's code, string by string. */
  readonly lengths: readonly (readonly number[])[];
}

/**
 * Pairs text operators in order. pdf.js leaves out some (no font is set), never adds any.
 *
 * @returns undefined when one of pdf.js has no partner: the two readings differ.
 */
export function matchShows(traced: readonly TracedShow[], shows: readonly Show[]): MatchedShow[] | undefined {
  const matched: MatchedShow[] = [];
  let at = 0;
  for (const one of traced) {
    let lengths: number[][] | undefined;
    while (at < shows.length && lengths === undefined) {
      lengths = codeLengths(
        one.glyphs.map(({ code }) => code),
        shows[at]!.strings,
      );
      at++;
    }
    if (lengths === undefined) return undefined;
    matched.push({ traced: one, show: shows[at - 1]!, lengths });
  }
  return matched;
}

/** Longest code of a CMap. ISO 32000-1:2008, 9.7.6.2. */
const LONGEST = 4;

/**
 * Parts strings into codes.
 *
 * @returns Bytes of each code, string by string; undefined when the strings do not hold these codes.
 */
export function codeLengths(
  codes: readonly number[],
  strings: readonly Uint8Array[],
): number[][] | undefined {
  const total = strings.reduce((sum, bytes) => sum + bytes.length, 0);
  if (codes.length > total || total > codes.length * LONGEST) return undefined;
  const result: number[][] = [];
  let next = 0;
  for (const [i, bytes] of strings.entries()) {
    const parted = part(codes, next, bytes, i === strings.length - 1);
    if (parted === undefined) return undefined;
    result.push(parted);
    next += parted.length;
  }
  return next === codes.length ? result : undefined;
}

/** Depth first, the length of the code before first: fonts mix lengths seldom. */
function part(
  codes: readonly number[],
  first: number,
  bytes: Uint8Array,
  last: boolean,
): number[] | undefined {
  const lengths: number[] = [];
  const tried: number[] = [];
  let at = 0;
  const room = bytes.length * LONGEST * 4 + 64;
  for (let steps = 0; steps < room; steps++) {
    if (at === bytes.length && (!last || first + lengths.length === codes.length)) return lengths;
    const code = codes[first + lengths.length];
    const attempt = tried[lengths.length] ?? 0;
    if (code === undefined || attempt >= LONGEST || at >= bytes.length) {
      tried[lengths.length] = 0;
      const back = lengths.pop();
      if (back === undefined) return undefined;
      at -= back;
      continue;
    }
    tried[lengths.length] = attempt + 1;
    const usual = lengths.at(-1) ?? 2;
    // The length before it, then the others from short to long.
    const length = attempt === 0 ? usual : attempt - 1 < usual - 1 ? attempt : attempt + 1;
    if (!stands(code, bytes, at, length)) continue;
    lengths.push(length);
    tried[lengths.length] = 0;
    at += length;
  }
  return undefined;
}

function stands(code: number, bytes: Uint8Array, at: number, length: number): boolean {
  if (at + length > bytes.length) return false;
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + bytes[at + i]!;
  if (value === code) return true;
  // pdf.js passes over a byte that no code begins with as 0, and pads a code that is cut off.
  return length === 1 && (code === 0 || (at + 1 === bytes.length && code === bytes[at]! << 8));
}
