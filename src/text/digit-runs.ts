/**
 * Digit runs: the windows in which every kind of number is looked for.
 *
 * A run is a chain of digits of any form, joined over invisible characters and over at most a few separators; what
 * parts its groups is kept, so that a detector can tell `138-0013-8000` from three columns of a table. Linear: every
 * unit is read a bounded number of times.
 */
import type { DigitForm, DigitRun, Gap } from '../core/index.js';
import {
  ASTERISK,
  closes,
  EMPHASISED,
  emphasised,
  isAsterisk,
  isComplete,
  LENGTHS,
  MOBILE,
} from './asterisks.js';
import {
  astralDigit,
  charClass,
  DIGIT,
  DIGIT_LETTER,
  digitValue,
  HAN_DIGIT,
  HIGH_SURROGATE,
  INVISIBLE,
  MASK,
  OTHER,
  X_LIKE,
} from './char-class.js';
import { FEWEST_DIGITS, numberStretches } from './number-stretches.js';
import { joint, MAX_BREAK, skipSeparators } from './separators.js';
import { softMask } from './soft-masks.js';

/** A run longer than this is cut: no number is, and a megabyte of digits must not become one object. */
const MAX_RUN = 4096;
/** Asterisks behind a number that may be no mask. */
const MAX_MARKS = 3;
const CODES = '0123456789';
const VERTICAL_BAR = 0x7c;

function formOf(kind: number, unit: number): DigitForm {
  if (kind === HAN_DIGIT) return 'han';
  if (kind === DIGIT_LETTER) return 'letter';
  if (unit < 128) return 'ascii';
  return unit >= 0xff10 && unit <= 0xff19 ? 'full-width' : 'other';
}

/** Collects one run. */
class RunReader {
  readonly #text: string;
  digits = '';
  at: number[] = [];
  groups: number[] = [];
  gaps: Gap[] = [];
  forms: DigitForm[] = [];
  wide: Set<number> | undefined;
  /** Real digits, without masks and letters. */
  real = 0;

  #cut = false;

  constructor(text: string) {
    this.#text = text;
  }

  #push(character: string, at: number, form: DigitForm, gap: Gap): void {
    const last = this.forms.at(-1);
    // A mask joins the group that it belongs to; any other change of writing may be the border of a number.
    const changed = last !== undefined && last !== form && last !== 'mask' && form !== 'mask';
    if (this.digits === '' || gap !== 'none' || changed) {
      this.groups.push(this.digits.length);
      this.gaps.push(this.digits === '' ? 'none' : gap === 'none' ? 'form' : gap);
      this.forms.push(form);
    } else if (last === 'mask' && form !== 'mask') this.forms[this.forms.length - 1] = form;
    this.digits += character;
    this.at.push(at);
  }

  /** Takes the ASCII digits from `at` on in one go. @returns How many. */
  #ascii(at: number, gap: Gap): number {
    const text = this.#text;
    const limit = Math.min(text.length, at + MAX_RUN - this.digits.length);
    this.#push(text.charAt(at), at, 'ascii', gap);
    let end = at + 1;
    for (; end < limit; end++) {
      const unit = text.charCodeAt(end);
      if (unit < 0x30 || unit > 0x39) break;
      this.at.push(end);
    }
    if (end > at + 1) this.digits += text.slice(at + 1, end);
    this.real += end - at;
    return end - at;
  }

  /** Reads a run that starts with a digit at `start`. @returns The offset behind it. */
  read(start: number): number {
    const text = this.#text;
    let at = start;
    let gap: Gap = 'none';
    let end = start;
    while (at < text.length && this.digits.length < MAX_RUN) {
      const unit = text.charCodeAt(at);
      const kind = charClass[unit]!;
      let width = 1;
      if (unit >= 0x30 && unit <= 0x39) {
        width = this.#ascii(at, gap);
      } else if (kind === DIGIT || kind === HAN_DIGIT) {
        this.#push(CODES.charAt(digitValue[unit]!), at, formOf(kind, unit), gap);
        this.real++;
      } else if (kind === HIGH_SURROGATE) {
        const value = astralDigit(unit, text.charCodeAt(at + 1));
        if (value < 0) break;
        width = 2;
        (this.wide ??= new Set()).add(this.digits.length);
        this.#push(CODES.charAt(value), at, 'other', gap);
        this.real++;
      } else if (kind === MASK || kind === X_LIKE) {
        const taken = this.#masked(at, gap);
        if (taken === 0) break;
        width = taken;
      } else if (kind === DIGIT_LETTER) {
        // Only a letter between digits, or at the end of them, can be one.
        const next = charClass[text.charCodeAt(at + 1)];
        const ends = next !== HAN_DIGIT && unit !== VERTICAL_BAR && !isLetter(text.charCodeAt(at + 1));
        const between = next === DIGIT || next === DIGIT_LETTER || next === X_LIKE;
        if ((this.digits === '' && at !== start) || gap !== 'none' || !(between || ends)) break;
        this.#push(CODES.charAt(digitValue[unit]!), at, 'letter', gap);
      } else break;
      at += width;
      end = at;
      const direct = charClass[text.charCodeAt(at)];
      if (direct === DIGIT) {
        gap = 'none';
        continue;
      }
      if (direct !== OTHER) {
        const taken = this.#softMask(at);
        if (taken > 0) {
          at += taken;
          end = at;
          gap = 'none';
          if (charClass[text.charCodeAt(at)] === DIGIT) continue;
        }
      }
      skipSeparators(text, at);
      if (joint.next < 0) break;
      gap = joint.gap;
      at = joint.next;
    }
    return end;
  }

  /** Hidden digits right behind the last digit. @returns Units read. */
  #softMask(at: number): number {
    if (this.forms.at(-1) !== 'ascii') return 0;
    const hidden: number[] = [];
    const taken = softMask(this.#text, at, hidden);
    for (const place of hidden) this.#push('*', place, 'mask', 'none');
    return taken;
  }

  /**
   * Takes off the asterisks behind a number that is complete: a footnote mark, bold Markdown, the end of a comment
   * of code. `16 digits **` stays, since two hidden digits make an ID of it.
   */
  cutMarks(): void {
    let count = this.digits.length;
    while (count > 0 && this.#isAsterisk(count - 1)) count--;
    const marks = this.digits.length - count;
    if (marks === 0 || marks > MAX_MARKS || count === 0) return;
    let group = this.groups.length - 1;
    while (group > 0 && this.groups[group]! >= count) group--;
    const whole = this.digits.slice(0, count);
    const last = this.digits.slice(this.groups[group]!, count);
    if (![whole, last].some((digits) => isComplete(digits, marks))) return;
    this.#cut = true;
    this.digits = whole;
    this.at.length = count;
    this.groups.length = this.gaps.length = this.forms.length = group + 1;
  }

  /** Bold digits inside a number, 110101**19010307**0018: what shows every digit hides none. */
  joinEmphasis(): void {
    if (this.groups.length !== 1 || this.wide !== undefined) return;
    const parts = EMPHASISED.exec(this.digits);
    if (parts === null) return;
    const [, head = '', mark = '', bold = '', tail = ''] = parts;
    const whole = head + bold + tail;
    if (!LENGTHS.has(whole.length) || (whole.length === 11 && !MOBILE.test(whole))) return;
    const second = head.length + mark.length + bold.length;
    if (!this.#isAsterisk(head.length) || !this.#isAsterisk(second)) return;
    this.at.splice(second, mark.length);
    this.at.splice(head.length, mark.length);
    this.digits = whole;
  }

  /** @param read Where reading stopped. @returns The end in the text of the last character that is kept. */
  end(read: number): number {
    if (!this.#cut) return read;
    const index = this.at.length - 1;
    return this.at[index]! + (this.wide?.has(index) === true ? 2 : 1);
  }

  #isAsterisk(index: number): boolean {
    const unit = this.#text.charCodeAt(this.at[index]!);
    return (unit === 0x2a || unit === 0xff0a) && /[*X]/.test(this.digits.charAt(index));
  }

  /** A check character X, or a stretch of mask characters. @returns Units read, 0 when it is neither. */
  #masked(at: number, gap: Gap): number {
    const text = this.#text;
    const unit = text.charCodeAt(at);
    let length = 1;
    while (at + length < text.length && charClass[text.charCodeAt(at + length)]! === charClass[unit]!) {
      if (charClass[unit] === X_LIKE && !sameLetter(text.charCodeAt(at + length), unit)) break;
      length++;
    }
    if (unit === ASTERISK && (emphasised(text, at, length) || closes(text, at, length))) return 0;
    const behind = charClass[text.charCodeAt(at + length)];
    const letter = unit < 128 && charClass[unit] === X_LIKE;
    if (letter && length === 1 && isLetter(text.charCodeAt(at + 1))) return 0;
    const star = isAsterisk(unit);
    if (length === 1 && charClass[unit] === MASK && !star && behind !== DIGIT) return 0;
    if (length === 1 && (charClass[unit] === X_LIKE || behind !== DIGIT)) {
      if (gap === 'break' || this.digits === '') return 0;
      this.#push('X', at, 'ascii', gap === 'space' ? 'none' : gap);
      return 1;
    }
    if (length > 40 || (letter && isLetter(text.charCodeAt(at + length)))) return 0;
    if (length === 1 && (unit === 35 || unit === 0xff03)) return 0;
    for (let i = 0; i < length; i++) this.#push('*', at + i, 'mask', i === 0 ? gap : 'none');
    return length;
  }
}

function sameLetter(a: number, b: number): boolean {
  return a === b || (a < 128 && b < 128 && (a | 32) === (b | 32));
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}

/**
 * Most digits of a text are years and counts. Looks over a chain without building anything.
 *
 * @returns The offset behind a chain that is too short for a run, or 0 when it may be one.
 */
function shortChain(text: string, start: number): number {
  let digits = 0;
  let separators = 0;
  for (let i = start; i < text.length; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind === DIGIT || kind === HAN_DIGIT) {
      digits++;
      separators = 0;
    } else if (kind === MASK || kind === X_LIKE || kind === DIGIT_LETTER) digits++;
    else if (kind === HIGH_SURROGATE)
      return astralDigit(text.charCodeAt(i), text.charCodeAt(i + 1)) >= 0 ? 0 : i;
    else if (kind === INVISIBLE) continue;
    else if (kind === 0 || ++separators > MAX_BREAK) return i;
    if (digits >= FEWEST_DIGITS) return 0;
  }
  return text.length;
}

/**
 * Digit runs of a text with at least seven digits, in order.
 *
 * @param text Any text; only single line breaks are crossed, cell ends (`\t`) never.
 * @param units The units of `text`: then only stretches that can hold a number are read. Without them every unit is.
 */
export function digitRuns(text: string, units?: Uint16Array): DigitRun[] {
  const runs: DigitRun[] = [];
  if (units === undefined) readStretch(text, 0, text.length, runs);
  else numberStretches(units, (start, end) => readStretch(text, start, end, runs));
  return runs;
}

/** l38OOl38OOO: so many real digits among the letters of a mobile number or longer. */
const FEWEST_REAL = 4;
const FEWEST_LETTERED = 11;

/** Letters that may stand for the first digits: ll0101… of an ID. */
const MAX_FIRST_LETTERS = 3;

/** l38OO138OOO, I10101…: a number that begins with what looks like 1. */
function startsNumber(text: string, at: number): boolean {
  if (digitValue[text.charCodeAt(at)] !== 1 || text.charCodeAt(at) === VERTICAL_BAR) return false;
  const before = text.charCodeAt(at - 1);
  if (isLetter(before) || charClass[before] === DIGIT || before === 0x5f) return false;
  for (let i = at + 1; i <= at + MAX_FIRST_LETTERS; i++) {
    const kind = charClass[text.charCodeAt(i)];
    if (kind === DIGIT) return true;
    if (kind !== DIGIT_LETTER) return false;
  }
  return false;
}

function readStretch(text: string, from: number, to: number, runs: DigitRun[]): void {
  const table = charClass;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    const kind = table[unit]!;
    if (kind === 0 || kind > HAN_DIGIT) {
      if (kind === DIGIT_LETTER) {
        if (!startsNumber(text, i)) continue;
      } else if (kind !== HIGH_SURROGATE || astralDigit(unit, text.charCodeAt(i + 1)) < 0) continue;
    }
    const over = shortChain(text, i);
    if (over > 0) {
      i = over - 1;
      continue;
    }
    const reader = new RunReader(text);
    const end = reader.read(i);
    reader.cutMarks();
    reader.joinEmphasis();
    if (
      reader.real >= FEWEST_DIGITS ||
      (reader.real >= FEWEST_REAL && reader.digits.length >= FEWEST_LETTERED) ||
      (reader.real >= 2 && reader.digits.length >= FEWEST_DIGITS && reader.digits.includes('**'))
    ) {
      const { digits, at, groups, gaps, forms, wide } = reader;
      runs.push({
        start: i,
        end: reader.end(end),
        digits,
        at,
        groups,
        gaps,
        forms,
        ...(wide === undefined ? {} : { wide }),
      });
    }
    i = Math.max(i, end - 1);
  }
}
