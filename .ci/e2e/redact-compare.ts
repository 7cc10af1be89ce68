/** Texts of a document before and after redaction, as another program reads them. */

/** How much longer than its value a replacement may be. */
const ROOM = 12;

/** How many of the values stand in a text, in any digits, with or without separators. */
export function leftOver(text: string, values: readonly string[]): number {
  const plain = text.normalize('NFKC');
  const bare = plain.replace(/\s+/g, '');
  // Runs of digits with what people put between them; a longer run may hold a value inside.
  const digits = plain.replace(/(?<=\d)[\s\-\u00ad\u200b.]+(?=[\dXx])/g, '');
  let count = 0;
  for (const value of values) {
    const found = /^\d+X?$/i.test(value) ? digits.toUpperCase().includes(value) : bare.includes(value);
    if (found) count++;
  }
  return count;
}

/** Separators, and markup inside a number. */
const BETWEEN = '(?:[-\\u00ad\\u200b]|&shy;|<[^<>]{0,200}>)*';

export interface Difference {
  /** Values that the first text shows. */
  readonly values: number;
  /** '' when the second text is the first one with other values. */
  readonly fault: string;
}

/** The texts must be equal but for the values; white space is left aside. */
export function compareTexts(before: string, after: string, values: readonly string[]): Difference {
  const source = before.replace(/\s+/g, '');
  const target = after.replace(/\s+/g, '');
  const spans: { start: number; end: number }[] = [];
  for (const value of values) {
    const pattern = new RegExp([...value].map(written).join(BETWEEN), 'gi');
    for (const match of source.matchAll(pattern)) {
      spans.push({ start: match.index, end: match.index + match[0].length });
    }
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  let at = 0;
  let to = 0;
  let shown = 0;
  let reach = 0;
  for (const { start, end } of [...spans, { start: source.length, end: source.length }]) {
    if (start < at) continue;
    const literal = source.slice(at, start);
    const found = target.indexOf(literal, to);
    if (found < 0 || found > to + reach) {
      return {
        values: shown,
        fault: `differs in ${literal.slice(0, 60)} against ${target.slice(to, to + 80)}`,
      };
    }
    to = found + literal.length;
    at = end;
    reach = (literal === '' ? reach : 0) + end - start + ROOM;
    if (end > start) shown++;
  }
  const rest = target.length - to;
  return { values: shown, fault: rest > reach ? `${rest} characters more at the end` : '' };
}

/** A character as the sources of documents write it. */
function written(character: string): string {
  if (!/\d/.test(character)) return character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const wide = String.fromCharCode(character.charCodeAt(0) + 0xfee0);
  return `(?:${character}|${wide}|&#${character.charCodeAt(0)};)`;
}

/** A word that poppler finds, with the corner of its box in points. */
export interface Word {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Pages of a PDF: reading order is the program's guess, so places count. Every word without a digit must stand where it stood,
 * and the characters that are no digits of values or masks must be the same ones.
 */
export function compareWords(
  before: readonly Word[],
  after: readonly Word[],
  values: readonly string[],
): Difference {
  const shown = before.map(({ text }) => text).join('');
  const seen = values.filter((value) => shown.includes(value)).length;
  const kept = new Map<string, Word[]>();
  for (const word of after) kept.set(word.text, [...(kept.get(word.text) ?? []), word]);
  for (const { text, x, y } of before) {
    if (/[\dX\uff10-\uff19]/i.test(text)) continue;
    const list = kept.get(text) ?? [];
    if (!list.some((word) => Math.abs(word.x - x) < 0.5 && Math.abs(word.y - y) < 0.5)) {
      return { values: seen, fault: `${text} is not at its place` };
    }
  }
  const letters = (words: readonly Word[]): string =>
    [...words.map(({ text }) => text.replace(/[\dX\uff10-\uff19*-]/gi, '')).join('')].sort().join('');
  return { values: seen, fault: letters(before) === letters(after) ? '' : 'other characters than before' };
}
