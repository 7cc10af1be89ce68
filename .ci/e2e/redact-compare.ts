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

/** A character that MuPDF finds on a page: its place is the beginning of its line of writing, in points. */
export interface Character {
  readonly text: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** Points by which a character may stand elsewhere. */
const SAME = 0.5;

/**
 * Pages of a PDF, character by character: all that belong to no value stand where they stood, and nothing is new but masks.
 * Reading order is a program's guess, so places count.
 */
export function compareCharacters(
  before: readonly Character[],
  after: readonly Character[],
  values: readonly string[],
): Difference {
  const { inValue, shown } = valuesIn(before, values);
  const left = new Map<string, Character[]>();
  for (const one of after) left.set(key(one), [...(left.get(key(one)) ?? []), one]);
  /** Takes the character that stands at this place out of what is left. */
  const take = (one: Character): boolean => {
    const list = left.get(key(one)) ?? [];
    const at = list.findIndex(({ x, y }) => Math.abs(x - one.x) < SAME && Math.abs(y - one.y) < SAME);
    if (at >= 0) list.splice(at, 1);
    return at >= 0;
  };
  for (const [i, one] of before.entries()) {
    if (!take(one) && !inValue.has(i)) {
      const around = before.slice(Math.max(0, i - 10), i + 10).map(({ text }) => text);
      return { values: shown, fault: `${one.text} is not at its place in ${around.join('')}` };
    }
  }
  const fresh = [...left.values()].flat().filter(({ text }) => text !== '*');
  const said = fresh.map(({ text }) => text).join('');
  return { values: shown, fault: fresh.length === 0 ? '' : `new on the page: ${said}` };
}

const key = ({ page, text }: Character): string => `${page} ${text}`;

/** Of a value that runs over the edge of a page: what of it is on the page must be that long. */
const PIECE = 6;

/** Which characters belong to values, or to the beginning or the end of one. */
function valuesIn(
  characters: readonly Character[],
  values: readonly string[],
): { inValue: ReadonlySet<number>; shown: number } {
  const text = characters.map((one) => one.text.normalize('NFKC').charAt(0) || ' ').join('');
  const inValue = new Set<number>();
  let shown = 0;
  /** @returns Whether the piece stands there. */
  const mark = (piece: string): boolean => {
    const escaped = [...piece].map((one) => one.replace(/[.*+?^${}()|[\]\\]/, '\\$&'));
    const matches = [...text.matchAll(new RegExp(escaped.join('[ -]*'), 'gi'))];
    for (const { index, 0: found } of matches) {
      for (let i = 0; i < found.length; i++) inValue.add(index + i);
    }
    return matches.length > 0;
  };
  for (const value of values) {
    if (mark(value)) shown++;
    for (let end = value.length - 1; end >= PIECE && !mark(value.slice(0, end)); end--);
    for (let start = 1; start <= value.length - PIECE && !mark(value.slice(start)); start++);
  }
  return { inValue, shown };
}
