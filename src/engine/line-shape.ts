/** What a line of text looks like: a number alone, a row whose columns something parts. */
import { charClass, DASH, DIGIT, HAN_DIGIT, INVISIBLE, MASK, SPACE, X_LIKE } from '../text/char-class.js';

/** A line with fewer digits is a serial number or an amount. */
const FEWEST_DIGITS = 7;

export const MOBILE_DIGITS = 11;

/** A row of two columns that one comma parts; a longer one is a sentence. */
const SHORT_ROW = 48;

/** Added to the digits of a number with dashes: 0857-3514802 is in another column than 13800138000. */
const DASHED = 64;

/** Digits of a line that is one number and nothing else; 0 for other text, -1 for a blank line. */
export function digitsAlone(text: string, start: number, end: number): number {
  let digits = 0;
  let dashed = 0;
  let blank = true;
  for (let i = start; i < end; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind === DIGIT || kind === HAN_DIGIT || kind === X_LIKE || kind === MASK) digits++;
    else if (kind === DASH) dashed = DASHED;
    else if (kind !== SPACE && kind !== INVISIBLE && text.charCodeAt(i) !== 13) return 0;
    if (kind !== SPACE && text.charCodeAt(i) !== 13) blank = false;
  }
  if (digits === MOBILE_DIGITS + 2 && /^\s*\+?86[-\s]?1/.test(text.slice(start, end))) return MOBILE_DIGITS;
  return blank ? -1 : digits >= FEWEST_DIGITS ? digits + dashed : 0;
}

/** What a line looks like, read in one go. */
export interface LineShape {
  readonly blank: boolean;
  /** Seven digits in a row or a mask of four: a row of values. */
  readonly number: boolean;
  /** Seven ASCII digits: no header. */
  readonly ascii: boolean;
  /** How the line parts its columns; undefined when it has none. */
  readonly separator: RegExp | undefined;
}

export const NO_COLUMNS = { separator: undefined };

const TAB = /\t/;
/** 张三‖110101…‖138…, as those write who have read that commas are unsafe. */
export const BARS = '|｜‖¦│┃';
const PIPE = new RegExp(`\\s*[${BARS}]\\s*`);
const PIPES: ReadonlySet<number> = new Set([...BARS].map((bar) => bar.charCodeAt(0)));
const COMMA = /\s*[,，]\s*/;
const WIDE_BLANK = / {2,}|[\u3000\u00a0]+ */;
const WIDE_BLANK_ONLY = / {2,}|[\u3000\u00a0]+/;
export const BLANK: RegExp = /\s+/;

/** White space that `trim` and `\s` know. */
export function isWhite(unit: number): boolean {
  if (unit <= 32) return unit === 32 || (unit >= 9 && unit <= 13);
  if (unit < 0x1680) return unit === 0xa0;
  return (
    unit === 0x3000 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x1680 ||
    unit === 0xfeff
  );
}

function isAsciiDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

export function lineShape(text: string, from: number, to: number): LineShape {
  let tabs = 0;
  let pipes = 0;
  /** Pipes between two digits: of 张三 138|1234|5678, where something else parts the columns. */
  let inside = 0;
  let letters = false;
  let commas = 0;
  let lists = 0;
  let ascii = 0;
  let wide = 0;
  let stars = 0;
  let hasAscii = false;
  let hasNumber = false;
  /** Tokens parted by white space. */
  let words = 0;
  let inWord = false;
  /** Two blanks in a row, or a wide one: they may part columns whose cells hold single blanks. */
  let wideBlank = false;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (isWhite(unit)) {
      if (unit === 9) tabs++;
      if (unit === 0x3000 || unit === 0xa0 || (unit === 32 && text.charCodeAt(i - 1) === 32))
        wideBlank = true;
      inWord = false;
      ascii = wide = stars = 0;
      continue;
    }
    if (!inWord) words++;
    inWord = true;
    if (unit >= 0x30 && unit <= 0x39) {
      wide = stars = 0;
      if (++ascii === 7) hasAscii = hasNumber = true;
      continue;
    }
    ascii = 0;
    if (unit >= 0xff10 && unit <= 0xff19) {
      stars = 0;
      if (++wide === 7) hasNumber = true;
      continue;
    }
    wide = 0;
    if (unit === 42) {
      if (++stars === 4) hasNumber = true;
      continue;
    }
    stars = 0;
    if (PIPES.has(unit)) {
      pipes++;
      if (isAsciiDigit(text.charCodeAt(i - 1)) && isAsciiDigit(text.charCodeAt(i + 1))) inside++;
    } else if (unit === 44 || unit === 0xff0c) commas++;
    else if (unit === 0x3001 || unit === 59 || unit === 0xff1b) lists++;
    else letters = true;
  }
  let separator: RegExp | undefined;
  if (tabs > 0) separator = TAB;
  else if (pipes >= 2 && (pipes > inside || !letters)) separator = PIPE;
  else if (commas >= 2 || (commas === 1 && to - from <= SHORT_ROW)) separator = COMMA;
  else if (lists < 3 && words >= 2) {
    if (wideBlank && text.slice(from, to).trim().split(WIDE_BLANK_ONLY).length >= 3) separator = WIDE_BLANK;
    else if (words >= 3) separator = BLANK;
  }
  return { blank: words === 0, number: hasNumber, ascii: hasAscii, separator };
}
