/**
 * Glyphs → lines → words, by geometry alone: the order of drawing tells nothing (digits may be drawn last
 * first, one text object each).
 *
 * Text of one direction is laid out in its own frame: u runs along the line, v upwards across it.
 */
import type { Glyph } from './ink.js';

/** A glyph in the frame of its direction. */
export interface Placed {
  readonly glyph: Glyph;
  readonly u0: number;
  readonly u1: number;
  /** Baseline (the middle of the column for vertical fonts). */
  readonly v: number;
  readonly size: number;
}

/** Glyphs without a gap or a space between. */
export interface Word {
  readonly glyphs: readonly Placed[];
  readonly u0: number;
  readonly u1: number;
  readonly v: number;
  readonly size: number;
}

export interface Line {
  readonly words: Word[];
  readonly v: number;
  readonly size: number;
}

/** Text of one writing direction. */
export interface Frame {
  readonly dx: number;
  readonly dy: number;
  readonly placed: Placed[];
}

/** Cosine of the angle within which directions are one. */
const SAME_DIRECTION = Math.cos((1.5 * Math.PI) / 180);
const MAX_FRAMES = 32;
/** In em: a wider gap ends a word. */
const WORD_GAP = 0.3;
/** In em: baselines nearer than this are one line. */
const BASELINE = 0.35;
/** The shortest number of interest: fewer digits in boxes of their own are columns of a table. */
const COMB = 11;

/** Parts glyphs by writing direction; the one with most glyphs comes first. */
export function frames(glyphs: readonly Glyph[]): Frame[] {
  const list: Frame[] = [];
  let last: Frame | undefined;
  const near = (frame: Frame, glyph: Glyph): boolean =>
    frame.dx * glyph.dx + frame.dy * glyph.dy >= SAME_DIRECTION;
  for (const glyph of glyphs) {
    let frame = last !== undefined && near(last, glyph) ? last : list.find((f) => near(f, glyph));
    if (frame === undefined && list.length < MAX_FRAMES) {
      frame = { dx: glyph.dx, dy: glyph.dy, placed: [] };
      list.push(frame);
    }
    frame ??= list[0]!;
    frame.placed.push(place(glyph, frame));
    last = frame;
  }
  return list.sort((a, b) => b.placed.length - a.placed.length);
}

function place(glyph: Glyph, { dx, dy }: Frame): Placed {
  const u = glyph.x * dx + glyph.y * dy;
  const v = glyph.y * dx - glyph.x * dy;
  return { glyph, u0: u, u1: u + glyph.advance, v, size: glyph.size };
}

/** Lines from the top down, words from left to right. */
export function lines(placed: readonly Placed[]): Line[] {
  const sorted = [...placed].sort((a, b) => b.v - a.v || a.u0 - b.u0);
  const list: Line[] = [];
  let row: Placed[] = [];
  let base = 0;
  const flush = (): void => {
    if (row.length > 0) list.push(line(row));
    row = [];
  };
  for (const item of sorted) {
    const size = row.length > 0 ? Math.max(item.size, row[0]!.size) : item.size;
    if (row.length > 0 && base - item.v > BASELINE * size) flush();
    if (row.length === 0) base = item.v;
    row.push(item);
  }
  flush();
  return list;
}

function line(row: Placed[]): Line {
  row.sort((a, b) => a.u0 - b.u0);
  const words: Word[] = [];
  let word: Placed[] = [];
  const flush = (): void => {
    if (word.length > 0) for (const part of cellsOf(word)) words.push(wordOf(part));
    word = [];
  };
  for (const item of row) {
    if (item.glyph.text === ' ') {
      // A space between digits drawn tight over each other is a leftover of kerning, not a gap.
      if (word.length > 0 && item.u1 > word.at(-1)!.u1 + 0.05 * item.size) flush();
      continue;
    }
    const before = word.at(-1);
    if (before !== undefined) {
      if (doubled(before, item)) continue;
      const em = Math.min(before.size, item.size);
      if (item.u0 - before.u1 > WORD_GAP * em) flush();
    }
    word.push(item);
  }
  flush();
  const size = row.reduce((most, item) => Math.max(most, item.size), 0);
  return { words: joinCombs(words), v: row[0]!.v, size };
}

/** No number is longer: more digits without a gap are those of two cells, the first of which was cut at its border. */
const LONGEST_NUMBER = 20;
/** Digits painted at once that may be a cell of their own. */
const CELL_DIGITS = 8;
const DIGIT = /^[0-9Xx]$/;

/**
 * A spreadsheet cuts a number that is wider than its column, and the number of the next cell begins right there:
 * 3311211991118293984931 is no number, but each half was painted by itself.
 */
function cellsOf(word: Placed[]): Placed[][] {
  if (!holdsLongNumber(word)) return [word];
  const cells: Placed[][] = [];
  let from = 0;
  for (let i = 0; i < word.length; ) {
    let end = i;
    const cuts: number[] = [];
    for (; end < word.length && DIGIT.test(word[end]!.glyph.text); end++)
      if (end > i && word[end]!.glyph.op !== word[end - 1]!.glyph.op) cuts.push(end);
    const parts = [i, ...cuts, end];
    if (
      end - i > LONGEST_NUMBER &&
      parts.every((part, k) => k === 0 || part - parts[k - 1]! >= CELL_DIGITS)
    ) {
      for (const cut of cuts) {
        cells.push(word.slice(from, cut));
        from = cut;
      }
    }
    i = Math.max(end, i + 1);
  }
  cells.push(word.slice(from));
  return cells;
}

function holdsLongNumber(word: readonly Placed[]): boolean {
  let digits = 0;
  for (let i = 0; i < word.length && digits <= LONGEST_NUMBER; i++)
    digits = DIGIT.test(word[i]!.glyph.text) ? digits + 1 : 0;
  return word.length > LONGEST_NUMBER && digits > LONGEST_NUMBER;
}

/** The same character twice in one place: bold by double printing. */
function doubled(a: Placed, b: Placed): boolean {
  return (
    a.glyph.op !== b.glyph.op &&
    a.glyph.text === b.glyph.text &&
    b.u0 - a.u0 < 0.3 * Math.min(a.u1 - a.u0, b.u1 - b.u0)
  );
}

export function wordOf(glyphs: readonly Placed[]): Word {
  const first = glyphs[0]!;
  let u1 = first.u1;
  let size = 0;
  for (const item of glyphs) {
    u1 = Math.max(u1, item.u1);
    size = Math.max(size, item.size);
  }
  return { glyphs, u0: first.u0, u1, v: first.v, size };
}

const COMB_CHARACTER = /^[0-9Xx*＊０-９]$/;

/** Joins digits printed one by one at an even pitch, as into the boxes of a form. */
function joinCombs(words: readonly Word[]): Word[] {
  if (words.length < COMB) return [...words];
  const joined: Word[] = [];
  for (let i = 0; i < words.length; ) {
    const end = combEnd(words, i);
    if (end - i >= COMB) {
      joined.push(wordOf(words.slice(i, end).flatMap((word) => word.glyphs)));
      i = end;
    } else {
      for (const stop = Math.max(end, i + 1); i < stop; i++) joined.push(words[i]!);
    }
  }
  return joined;
}

function combEnd(words: readonly Word[], start: number): number {
  const single = (word: Word | undefined): boolean =>
    word?.glyphs.length === 1 && COMB_CHARACTER.test(word.glyphs[0]!.glyph.text);
  if (!single(words[start]) || !single(words[start + 1])) return start + 1;
  const middle = (word: Word): number => (word.u0 + word.u1) / 2;
  const pitch = middle(words[start + 1]!) - middle(words[start]!);
  let end = start + 2;
  while (single(words[end])) {
    const step = middle(words[end]!) - middle(words[end - 1]!);
    if (Math.abs(step - pitch) > 0.2 * pitch + 1) break;
    end++;
  }
  return end;
}
