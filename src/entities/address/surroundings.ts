/** The text on one side of an address, as cue words are compared: simplified script, no blanks, hits found once. */
import type { CueHit, CueWords } from './cue-words.js';
import type { Lexicon } from './lexicon.js';

export interface Side {
  readonly text: string;
  /** Places of `text` that blanks stood before; the length of `text` when they ended it. */
  readonly gaps: readonly number[];
  readonly hits: readonly CueHit[];
}

const isBlank = (code: number): boolean =>
  code === 0x20 || code === 0x3000 || code === 0xa0 || code === 0x09 || code === 0x0d || code === 0x2028;

export function readSide(lexicon: Lexicon, words: CueWords, raw: string): Side {
  const { fold, changed } = lexicon;
  const gaps: number[] = [];
  let text = '';
  // What needs no change is copied in one go: few sides have blanks or traditional characters.
  let from = 0;
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i);
    const blank = isBlank(code);
    if (!blank && (code < 0x3400 || (changed[code >>> 5]! & (1 << (code & 31))) === 0)) continue;
    text += raw.slice(from, i);
    from = i + 1;
    if (!blank) text += String.fromCharCode(fold[code]!);
    else if (gaps.at(-1) !== text.length) gaps.push(text.length);
  }
  text = from === 0 ? raw : text + raw.slice(from);
  // Letter-spaced text (社 区 驿 站): its blanks part nothing.
  const parted = gaps.length * 2 > text.length && text.length > 7 ? [] : gaps;
  return { text, gaps: parted, hits: words.find(text) };
}

/** Ends a name: punctuation, brackets, quotation marks. */
const BOUNDARY = /[，。；：、,;:！？!?（()）“”"'‘’《》【】[\]|｜/]/u;

/** The word that a side begins with, up to a blank or a mark: what stands right behind an address. */
export function headWord({ text, gaps }: Side): string {
  const gap = gaps[0] ?? text.length;
  const stop = text.search(BOUNDARY);
  return text.slice(0, Math.min(gap, stop < 0 ? text.length : stop, 24));
}

/** A word between marks or blanks. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longest name of a body or a person that is read. */
const TOKEN_LIMIT = 24;

/**
 * The word before `end`, marks and blanks between them passed.
 *
 * @returns Undefined when it touches `end` without a mark or blank between them, or is too long for a name.
 */
export function tokenBefore({ text, gaps }: Side, end: number): Token | undefined {
  let to = end;
  while (to > 0 && BOUNDARY.test(text[to - 1]!)) to--;
  if (to === end && !gaps.includes(end)) return undefined;
  let start = to;
  while (start > 0 && to - start <= TOKEN_LIMIT && !BOUNDARY.test(text[start - 1]!)) {
    if (start < to && gaps.includes(start)) break;
    start--;
  }
  return to - start < 1 || to - start > TOKEN_LIMIT
    ? undefined
    : { text: text.slice(start, to), start, end: to };
}

/** Units of text read on each side, in the line. */
export const BEFORE = 90;
const AFTER = 70;

/** The first cue word of a kind that begins before `limit`. */
export function first(hits: readonly CueHit[], kind: number, limit: number): string | undefined {
  return hits.find((hit) => (hit.kinds & kind) !== 0 && hit.start < limit)?.word;
}

/** Where the line begins, at most `BEFORE` units back. */
export function lineStart(text: string, start: number): number {
  const low = Math.max(0, start - BEFORE);
  return low + text.slice(low, start).lastIndexOf('\n') + 1;
}

/** Where the line or cell ends, at most `AFTER` units on. */
export function lineEnd(text: string, end: number, stops = '\n\t'): number {
  const high = Math.min(text.length, end + AFTER);
  let cut = 0;
  while (end + cut < high && !stops.includes(text[end + cut]!)) cut++;
  if (end + cut === high) cut = -1;
  return cut < 0 ? high : end + cut;
}
