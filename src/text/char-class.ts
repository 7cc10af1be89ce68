/**
 * One class per UTF-16 code unit: what a character can be inside a number.
 *
 * Digits come from the Unicode Character Database (numeric value 0–9 of categories Nd and No: full-width,
 * circled, superscript, Arabic-Indic …) and the list of Chinese numerals, both compiled from `patterns/digits`.
 */
import { patterns } from '../generated/digits.js';

export const OTHER = 0;
export const DIGIT = 1;
export const HAN_DIGIT = 2;
export const INVISIBLE = 3;
export const SPACE = 4;
export const BREAK = 5;
export const DASH = 6;
export const DOT = 7;
export const BRACKET = 8;
/** `*`, ●, █ …: stands for a hidden character. */
export const MASK = 9;
/** Letters that are read as the check character X, or as a mask where several follow each other. */
export const X_LIKE = 10;
/** O, o, l, I, |: digits where a check character confirms it. */
export const DIGIT_LETTER = 11;
export const HIGH_SURROGATE = 12;
/** Signs of ordinary text that hide digits where several stand between some: see `soft-masks.ts`. */
export const SOFT_MASK = 13;

const INVISIBLES =
  '\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2060\u2061\u2062\u2063\u2064\u20e3\u3164\ufeff\uffa0';
const DASHES =
  '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fc\u2500_\uff3f~\uff5e\u02d7\u00af';
const DOTS = '.\u00b7\u2022\uff0e\u3002\u2024\u2027\u30fb\uff65\u2219\u22c5\u0387';
const MASKS = '*＊✱✻∗⁎﹡●■█▇▓□◯•◆★☆#＃';
const X_LIKES = 'xXｘＸхХχΧⅩⅹ×✕✖╳⨯';
const SOFT_MASKS = '某?？…⋯\\';
const LETTERS = 'OoＯｏQlIＩｌ|';

/** Value 0–9 of a unit whose class is `DIGIT`, `HAN_DIGIT` or `DIGIT_LETTER`. */
export const digitValue: Uint8Array = new Uint8Array(0x10000);

/** Every unit whose class is not `OTHER`, some of them twice: tables are filled from it in a hundredth of the time that all units take. */
export const classedUnits: readonly number[] = [];

export const charClass: Uint8Array = build(classedUnits as number[]);

function build(classed: number[]): Uint8Array {
  const table = new Uint8Array(0x10000);
  const set = (unit: number, kind: number): void => {
    table[unit] = kind;
    classed.push(unit);
  };
  const digits = (pairs: string, kind: number): void => {
    for (let i = 0; i < pairs.length; i += 2) {
      set(pairs.charCodeAt(i), kind);
      digitValue[pairs.charCodeAt(i)] = pairs.charCodeAt(i + 1) - 48;
    }
  };
  digits(patterns.digits, DIGIT);
  digits(patterns.han, HAN_DIGIT);
  const mark = (characters: string, kind: number): void => {
    for (let i = 0; i < characters.length; i++) set(characters.charCodeAt(i), kind);
  };
  mark(INVISIBLES, INVISIBLE);
  for (let unit = 0x200b; unit <= 0x200f; unit++) set(unit, INVISIBLE);
  for (let unit = 0x202a; unit <= 0x202e; unit++) set(unit, INVISIBLE);
  for (let unit = 0x2066; unit <= 0x206f; unit++) set(unit, INVISIBLE);
  for (let unit = 0xfe00; unit <= 0xfe0f; unit++) set(unit, INVISIBLE);
  mark(' \u00a0\u1680\u202f\u205f\u3000', SPACE);
  for (let unit = 0x2000; unit <= 0x200a; unit++) set(unit, SPACE);
  mark('\n\r\u000b\u000c\u0085\u2028\u2029', BREAK);
  mark(DASHES, DASH);
  mark(DOTS, DOT);
  mark('()（）[]［］【】', BRACKET);
  mark(MASKS, MASK);
  mark(X_LIKES, X_LIKE);
  mark(SOFT_MASKS, SOFT_MASK);
  mark(LETTERS, DIGIT_LETTER);
  for (let i = 0; i < LETTERS.length; i++) {
    digitValue[LETTERS.charCodeAt(i)] = 'OoＯｏQ'.includes(LETTERS.charAt(i)) ? 0 : 1;
  }
  set(0xd835, HIGH_SURROGATE);
  set(0xd83c, HIGH_SURROGATE);
  set(0xd83e, HIGH_SURROGATE);
  return table;
}

/** Digits outside the Basic Multilingual Plane: mathematical, full-stop and comma, segmented; value of the first, then up. */
const ASTRAL: readonly (readonly [first: number, last: number, value: number])[] = [
  [0x1d7ce, 0x1d7ff, 0],
  [0x1f100, 0x1f100, 0],
  [0x1f101, 0x1f10a, 0],
  [0x1fbf0, 0x1fbf9, 0],
];

/** @returns The value 0–9, or -1. */
export function astralDigit(high: number, low: number): number {
  const point = (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
  for (const [first, last, value] of ASTRAL)
    if (point >= first && point <= last) return (point - first + value) % 10;
  return -1;
}

/** Every low surrogate of such a digit. */
export function astralLows(): number[] {
  const lows: number[] = [];
  for (const [first, last] of ASTRAL)
    for (let point = first; point <= last; point++) lows.push(0xdc00 + (point & 0x3ff));
  return lows;
}

let identity: Uint16Array | undefined;

/** A table that folds every unit to itself, to be changed; a copy, because a loop over all units is slow before it is compiled. */
export function identityTable(): Uint16Array {
  if (identity === undefined) {
    identity = new Uint16Array(0x10000);
    for (let unit = 0; unit < 0x10000; unit++) identity[unit] = unit;
  }
  return identity.slice();
}
