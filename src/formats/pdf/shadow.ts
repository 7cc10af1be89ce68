/**
 * Text that is there and not seen, with as much of the visible text as it needs to be understood.
 *
 * A box over the middle of a number leaves digits on either side; the number is whole only when both are read
 * together. Visible digits that do not touch hidden ones are left out: they are in the body already.
 */
import { type Box, coverage } from './geometry.js';
import type { Glyph, Rule } from './ink.js';
import { layOut } from './layout.js';
import type { Placed, Word } from './lines.js';
import type { PageText } from './page-map.js';

/** In em: visible text this near to hidden text is read with it. */
const TOUCH = 0.6;
const BUCKET = 16;
const PER_BUCKET = 64;

/** Lays out `shadow` among the visible glyphs around it. */
export function layOutShadow(
  shadow: readonly Glyph[],
  visible: readonly Glyph[],
  rules: readonly Rule[],
): PageText {
  const hidden = new Set(shadow);
  const beside = visible.filter(outside(shadow));
  const isShadow = (word: Word): boolean => word.glyphs.some((item) => hidden.has(item.glyph));
  return layOut([...shadow, ...beside], rules, (words) => {
    if (!words.some(isShadow)) return [];
    const kept: Word[] = [];
    for (const [i, word] of words.entries()) {
      if (isShadow(word) || touches(word, words[i - 1], words[i + 1], isShadow)) kept.push(word);
      else {
        const label = withoutDigits(word);
        if (label !== undefined) kept.push(label);
      }
    }
    return kept;
  });
}

function touches(
  word: Word,
  before: Word | undefined,
  after: Word | undefined,
  isShadow: (word: Word) => boolean,
): boolean {
  const reach = TOUCH * word.size;
  const same = (other: Word): boolean => Math.abs(other.v - word.v) < 0.35 * word.size;
  return (
    (before !== undefined && same(before) && isShadow(before) && word.u0 - before.u1 <= reach) ||
    (after !== undefined && same(after) && isShadow(after) && after.u0 - word.u1 <= reach)
  );
}

function withoutDigits(word: Word): Word | undefined {
  const glyphs: Placed[] = word.glyphs.filter((item) => !/[0-9０-９]/.test(item.glyph.text));
  return glyphs.length === 0 ? undefined : { ...word, glyphs };
}

/** @returns A test for glyphs that do not lie where hidden ones do: what is printed instead of them. */
function outside(shadow: readonly Glyph[]): (glyph: Glyph) => boolean {
  const buckets = new Map<string, Box[]>();
  const key = (box: Box): [number, number] => [
    Math.floor((box[0] + box[2]) / 2 / BUCKET),
    Math.floor((box[1] + box[3]) / 2 / BUCKET),
  ];
  for (const { box } of shadow) {
    const name = key(box).join();
    const list = buckets.get(name);
    if (list === undefined) buckets.set(name, [box]);
    else if (list.length < PER_BUCKET) list.push(box);
  }
  return ({ box }) => {
    const [x, y] = key(box);
    for (let i = x - 1; i <= x + 1; i++) {
      for (let j = y - 1; j <= y + 1; j++) {
        for (const other of buckets.get(`${i},${j}`) ?? []) {
          if (coverage(box, other) > 0.3) return false;
        }
      }
    }
    return true;
  };
}
