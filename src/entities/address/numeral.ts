/** Numerals of house, building and room numbers: 12, 十二, 甲3, A-4, 12-3-501, 3A10、3A12, xx. */
import { type Clause, GAP_LINE, GAP_NONE, GAP_SPACE } from './clause.js';
import {
  KIND_DIGIT,
  KIND_HAN,
  KIND_HAN_NUMERAL,
  KIND_LETTER,
  KIND_PREFIX,
  KIND_STEM,
  type Lexicon,
  PREFIXES,
} from './lexicon.js';

const MAX_LENGTH = 24;
const MAX_DIGITS = 5;
const SEPARATORS = '-/、.之_';

export interface Numeral {
  readonly end: number;
  /** Holds a digit or a Chinese numeral: letters alone (C座) name a part, not a place in it. */
  readonly digits: boolean;
  /** Hidden characters only (xx, **). */
  readonly hidden: boolean;
}

const CORE = KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL | KIND_STEM;

/** Six digits between a road and 号. */
function isLongNumber(text: string, start: number, end: number): boolean {
  return (
    text[end] === '号' && end - start === MAX_DIGITS + 1 && '路街道巷弄村'.includes(text[start - 1] ?? '.')
  );
}

/**
 * Reads the numeral that starts at `start`, with a prefix such as 第, 附 or 东.
 *
 * @returns Undefined when there is none, or when it is too long for an address.
 */
export function readNumeral(lexicon: Lexicon, clause: Clause, start: number): Numeral | undefined {
  const { kinds } = lexicon;
  const { text, gap } = clause;
  let i = start;
  if ((kinds[text.charCodeAt(i)]! & KIND_PREFIX) !== 0) {
    for (const prefix of PREFIXES) {
      if (!text.startsWith(prefix, i)) continue;
      i += prefix.length;
      break;
    }
  }
  const core = i;
  let run = 0;
  let letters = 0;
  let digits = false;
  let hidden = true;
  while (i < text.length && i - core < MAX_LENGTH) {
    const code = text.charCodeAt(i);
    const kind = kinds[code]!;
    if ((kind & CORE) !== 0) {
      // 1102 45㎡: two numbers, unless a letter joins them (22 F).
      if (run > 0 && gap[i] !== GAP_NONE && (kind & KIND_LETTER) === 0) break;
      if ((kind & KIND_LETTER) !== 0) {
        // 502 amount: a word begins; so does the next line.
        const word = ((kinds[text.charCodeAt(i + 1)] ?? 0) & (KIND_LETTER | KIND_HAN)) !== 0;
        if (run > 0 && (gap[i] === GAP_LINE || (gap[i] === GAP_SPACE && word))) break;
        letters++;
        if (code !== 0x78 && code !== 0x58) hidden = false;
      } else {
        letters = 0;
        if (code !== 0x2a) {
          hidden = false;
          if ((kind & KIND_STEM) === 0) digits = true;
        }
      }
      run = (kind & KIND_DIGIT) !== 0 ? run + 1 : 0;
      // 松明路356713号: as some counties number the houses along their roads.
      if (run > MAX_DIGITS && !(run === MAX_DIGITS + 1 && isLongNumber(text, start, i + 1))) return undefined;
      if (letters > 3) return undefined;
      i++;
      continue;
    }
    if (i > core && SEPARATORS.includes(text[i]!) && i + 1 < text.length) {
      const next = kinds[text.charCodeAt(i + 1)]!;
      if ((next & (KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL)) !== 0) {
        if (text[i] === '/' && (next & KIND_DIGIT) === 0) break;
        i++;
        run = 0;
        letters = 0;
        continue;
      }
    }
    break;
  }
  if (i === core || (i < text.length && i - core >= MAX_LENGTH)) return undefined;
  return { end: i, digits, hidden: hidden && !digits };
}
