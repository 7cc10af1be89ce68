/**
 * Hidden digits that are written with signs which mostly mean something else: 138····8000, 138……8000, 138____8000,
 * 138某某某某8000, 138\*\*\*\*8000, 138* * * *8000. Only several of them, between digits, hide anything.
 */
import { charClass, DIGIT, MASK, SPACE, X_LIKE } from './char-class.js';

/** Signs → how many of them in a row hide digits. */
const FEWEST: Readonly<Record<string, number>> = {
  某: 3,
  '?': 3,
  '？': 3,
  '…': 2,
  '⋯': 2,
  '.': 3,
  '·': 3,
  '・': 3,
  '‧': 3,
  '•': 3,
  '。': 3,
  _: 3,
  '＿': 3,
  '-': 3,
  '－': 3,
  '—': 3,
  '○': 3,
  〇: 3,
};
const MOST = 16;
/** Blanks part columns; between the first three and the last four digits of a mobile number they may hide the rest. */
const FEWEST_BLANKS = 4;
const MOST_BLANKS = 8;

const fewest = new Map(Object.entries(FEWEST).map(([sign, count]) => [sign.charCodeAt(0), count]));
const ASTERISK = 0x2a;
const BACKSLASH = 0x5c;

const isDigitAt = (text: string, at: number): boolean => charClass[text.charCodeAt(at)] === DIGIT;

/**
 * Reads a soft mask behind a digit.
 *
 * @param at Right behind the digit.
 * @param hidden Gets the place of every hidden digit.
 * @returns Units read, 0 when there is no mask.
 */
export function softMask(text: string, at: number, hidden: number[]): number {
  const unit = text.charCodeAt(at);
  const least = fewest.get(unit);
  if (least !== undefined) {
    let end = at + 1;
    while (end - at <= MOST && text.charCodeAt(end) === unit) end++;
    const length = end - at;
    if (length < least || length > MOST || !isDigitAt(text, end)) return 0;
    for (let i = at; i < end; i++) hidden.push(i);
    return length;
  }
  if (unit === BACKSLASH || unit === ASTERISK) return partedStars(text, at, hidden);
  return charClass[unit] === SPACE ? blanks(text, at, hidden) : 0;
}

/** \*\*\*\* of Markdown, * * * *. */
function partedStars(text: string, at: number, hidden: number[]): number {
  const escaped = text.charCodeAt(at) === BACKSLASH;
  const places: number[] = [];
  let i = at;
  while (places.length <= MOST) {
    if (escaped) {
      if (text.charCodeAt(i) !== BACKSLASH || text.charCodeAt(i + 1) !== ASTERISK) break;
      places.push(i + 1);
      i += 2;
    } else {
      if (text.charCodeAt(i) !== ASTERISK) break;
      places.push(i);
      i++;
      if (charClass[text.charCodeAt(i)] === SPACE && text.charCodeAt(i + 1) === ASTERISK) i++;
    }
  }
  // Stars side by side are read as any other mask.
  if (places.length < 2 || places.length > MOST || (!escaped && i - at === places.length)) return 0;
  for (const place of places) hidden.push(place);
  return i - at;
}

/** 138    8000, and nothing longer. */
function blanks(text: string, at: number, hidden: number[]): number {
  let end = at + 1;
  while (end - at <= MOST_BLANKS && charClass[text.charCodeAt(end)] === SPACE) end++;
  const length = end - at;
  if (length < FEWEST_BLANKS || length > MOST_BLANKS) return 0;
  for (let i = 0; i < 4; i++) {
    if (!isDigitAt(text, end + i)) return 0;
    if (i < 3 && !isDigitAt(text, at - 1 - i)) return 0;
  }
  if (text.charAt(at - 3) !== '1' || isDigitAt(text, at - 4) || isDigitAt(text, end + 4)) return 0;
  for (let i = 0; i < 4; i++) hidden.push(at + i);
  return length;
}

/** Whether the sign of a hidden digit mostly means something else. */
export function isSoft(unit: number): boolean {
  return charClass[unit] !== MASK && charClass[unit] !== X_LIKE;
}
