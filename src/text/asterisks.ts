/** Asterisks around digits: a mask, a check character, bold Markdown, a footnote mark. */
import { charClass, DIGIT } from './char-class.js';
import { FEWEST_DIGITS } from './number-stretches.js';

export const ASTERISK = 0x2a;

/** Signs that stand for the check character X as well. */
export function isAsterisk(unit: number): boolean {
  return ASTERISKS.has(unit);
}

const ASTERISKS: ReadonlySet<number> = new Set([...'*＊✱✻∗⁎﹡'].map((sign) => sign.charCodeAt(0)));

/** Digits looked over for the end of an emphasised number. */
const LONGEST_NUMBER = 40;

/** Whether asterisks open emphasis: 张三 **13800138000**, with as many of them right behind the digits. */
export function emphasised(text: string, at: number, length: number): boolean {
  // Right behind a digit they are inside the number.
  if (length > 3 || charClass[text.charCodeAt(at - 1)] === DIGIT) return false;
  let end = at + length;
  while (end - at < LONGEST_NUMBER && charClass[text.charCodeAt(end)] === DIGIT) end++;
  if (end - at - length < FEWEST_DIGITS || text.charCodeAt(end + length) === ASTERISK) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(end + i) !== ASTERISK) return false;
  return true;
}

/** Units of a line in which emphasis began. */
const EMPHASIS_REACH = 120;

/** Whether asterisks end emphasis that began in the words before: **农行 8000…**. */
export function closes(text: string, at: number, length: number): boolean {
  if (length !== 2 || charClass[text.charCodeAt(at - 1)] !== DIGIT) return false;
  if (charClass[text.charCodeAt(at + length)] === DIGIT) return false;
  const before = text.slice(Math.max(0, at - EMPHASIS_REACH), at);
  const opened = before.slice(before.lastIndexOf('\n') + 1).match(/(?<!\*)\*{2}(?!\*)/g);
  return opened !== null && opened.length % 2 === 1;
}

/** Digits, bold digits between equal marks, perhaps more digits. */
export const EMPHASISED: RegExp = /^(\d+)(\*{1,3})(\d+)\2(\d*X?)$/;
/** Of numbers that are looked for. */
export const LENGTHS: ReadonlySet<number> = new Set([11, 15, 16, 17, 18, 19]);
export const MOBILE: RegExp = /^1[3-9]\d{9}$/;

/** Lengths of IDs, mobile numbers and cards. */
export function isComplete(digits: string, marks: number): boolean {
  if (digits.includes('*')) return false;
  if (digits.length === 18 || digits.length === 19) return true;
  if (digits.length === 16) return marks === 1;
  return MOBILE.test(digits);
}
