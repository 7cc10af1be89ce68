/**
 * Digits that something parts which no number holds: 138/1234/5678, 138，1234，5678, 138（微信同号）12345678,
 * 138删1234删5678, one digit a box of a form.
 *
 * A slash or a comma joins nothing by itself: the parts must be told by the same mark again and again, or by a remark
 * in brackets, and what they make together has to prove itself. Runs found here hold at least one such joint; plain
 * separators may stand between the others. Linear: a unit is read twice at most.
 */
import { platform } from '#platform';
import type { DigitForm, DigitRun, Gap } from '../core/index.js';
import { BRACKET, charClass, DIGIT, digitValue, HAN_DIGIT, INVISIBLE, SPACE, X_LIKE } from './char-class.js';
import { boxOf, doubleJoint, type Joint, singleJoint } from './joints.js';

/** A mobile number is the shortest that is looked for. */
const FEWEST = 11;
/** Units of a remark and its brackets. */
const WIDEST = 14;
/** Marks between groups of several digits; more of them make a row of data. */
const MOST_GROUPS = 8;
/** Single digits in a row: an ID, a card, both with something behind. */
const MOST_BOXES = 40;
/** Digits of an ID before its check character. */
const BEFORE_CHECK = 17;
/** Numerals of running text are single: 一、二、三. */
const FEWEST_HAN = 3;
/** Groups have three digits or stand one a box: one unit in three is looked at. */
const STRIDE = 3;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '（': '）', '[': ']', '［': '］', '【': '】' };

const isDigit = (kind: number): boolean => kind === DIGIT || kind === HAN_DIGIT;

/** @param units The units of `text`, where they are known. */
export function joinedRuns(text: string, units: Uint16Array = platform.units(text)): DigitRun[] {
  const reader = new JointReader(text);
  const near = new Neighbourhood(units);
  let floor = 0;
  for (let probe = 0; probe < units.length; probe += STRIDE) {
    if (!isDigit(charClass[units[probe]!]!)) continue;
    floor = near.holdsEnough(floor, probe) ? reader.read(probe, floor) : near.end;
    probe = Math.max(probe, floor - 1);
  }
  return reader.runs;
}

/** Groups of digits that may hang together: most are a date or a count, with too few of them. */
class Neighbourhood {
  readonly #units: Uint16Array;
  #digits = 0;
  /** Behind the digits around the one that was asked for, where they are too few. */
  end = 0;

  constructor(units: Uint16Array) {
    this.#units = units;
  }

  /** Whether so many digits as the shortest number has may hang together around a digit, none before `floor`. */
  holdsEnough(floor: number, at: number): boolean {
    this.#digits = 1;
    this.end = this.#reach(at, 1, at, this.#units.length) + 1;
    this.#reach(at, -1, floor - 1, at);
    return this.#digits >= FEWEST;
  }

  /**
   * The last digit from `at` on, forwards or backwards, that a joint may lead to, while they are too few: two units between blanks, or a remark in
   * brackets. Letters read as digits count as such. @param low Neither this offset nor `high` is read.
   */
  #reach(at: number, step: 1 | -1, low: number, high: number): number {
    const units = this.#units;
    const table = charClass;
    let edge = at;
    let between = 0;
    let remark = false;
    for (let i = at + step; i > low && i < high && this.#digits < FEWEST; i += step) {
      const kind = table[units[i]!]!;
      if (kind === DIGIT || kind === HAN_DIGIT || kind === X_LIKE) {
        this.#digits++;
        edge = i;
        between = 0;
        remark = false;
      } else if (kind !== SPACE && kind !== INVISIBLE) {
        if (between === 0) remark = kind === BRACKET;
        if (++between > 2 && !remark) break;
      }
      if (Math.abs(i - edge) > WIDEST) break;
    }
    return edge;
  }
}

/** A check character in a box of its own. */
const LAST_BOX = /^\s?[|\t\n]\s?[XxＸｘ×](?![0-9A-Za-z])/;
/** What may not follow a check character X. */
const NOT_BEHIND_X = /[0-9A-Za-zＸｘ×*]/;

/** Reads chains of groups; numbers only, until one is long enough to be a run. */
class JointReader {
  readonly runs: DigitRun[] = [];
  readonly #text: string;
  readonly #starts = new Int32Array(MOST_BOXES + 2);
  readonly #ends = new Int32Array(MOST_BOXES + 2);
  /** Digits of each group. */
  readonly #counts = new Int32Array(MOST_BOXES + 2);
  readonly #gaps: Gap[] = [];
  #size = 0;
  #joint: Joint | undefined;
  /** Of the group read last: it holds nothing but Chinese numerals. */
  #han = false;
  /** What `#next` went over. */
  #found: Gap | Joint | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads the chain around the digit at `probe`. @returns The offset behind its last group. */
  read(probe: number, floor: number): number {
    const text = this.#text;
    const own = this.#groupStart(probe, floor);
    let start = own;
    // A group of one or two digits before it was passed over; 张三, is a name.
    if (start - 2 >= floor && charClass[text.charCodeAt(start - 2)] === DIGIT)
      start = this.#groupStart(start - 2, Math.max(floor, start - 4));
    this.#size = 0;
    this.#joint = undefined;
    for (;;) {
      const end = this.#group(start);
      let next = -1;
      if (!this.#han || this.#counts[this.#size]! >= FEWEST_HAN) {
        this.#starts[this.#size] = start;
        this.#ends[this.#size++] = end;
        if (this.#size <= MOST_BOXES) next = this.#next(end);
      }
      if (next < 0) {
        this.#close();
        if (start >= own) return Math.max(end, probe + 1);
        // 1200⇥6217/5906: the group before it was another cell.
        this.#size = 0;
        next = own;
      }
      start = next;
    }
  }

  #groupStart(at: number, floor: number): number {
    let start = at;
    while (start > floor) {
      const kind = charClass[this.#text.charCodeAt(start - 1)]!;
      if (!isDigit(kind) && kind !== INVISIBLE) break;
      start--;
    }
    while (start < at && charClass[this.#text.charCodeAt(start)] === INVISIBLE) start++;
    return start;
  }

  /** Counts the digits of the group at `start`. @returns The offset behind it. */
  #group(start: number): number {
    const text = this.#text;
    let count = 0;
    let end = start;
    this.#han = true;
    for (let i = start; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const kind = charClass[unit]!;
      if (kind === INVISIBLE || (unit === WRAP && count > 0 && this.#goesOn(count))) continue;
      if (!isDigit(kind)) {
        if (kind === X_LIKE && count > 0 && !NOT_BEHIND_X.test(text.charAt(i + 1))) {
          count++;
          end = i + 1;
        }
        break;
      }
      if (kind === DIGIT) this.#han = false;
      count++;
      end = i + 1;
    }
    this.#counts[this.#size] = count;
    return end;
  }

  /** 340711/20040312/958⏎1, wrapped in its cell: the chain is no whole number yet. */
  #goesOn(count: number): boolean {
    if (this.#joint?.kind !== 'mark') return false;
    const digits = this.#digits() + count;
    return digits !== FEWEST && digits <= BEFORE_CHECK;
  }

  /** @returns Where the group begins that a separator or a joint parts from the one that ends at `end`, or -1. */
  #next(end: number): number {
    const next = this.#over(end);
    if (next < 0) return -1;
    const found = this.#found;
    if (found === undefined) return -1;
    if (typeof found === 'string') {
      // 430124/19860512/2311 138/9264/5078: a blank parts what marks hold together.
      if (found === 'space' && this.#joint?.kind === 'mark' && this.#digits() >= FEWEST) return -1;
      this.#gaps[this.#size] = found;
      return next;
    }
    const known = this.#joint;
    if (
      known !== undefined &&
      (known.kind !== found.kind || (found.kind !== 'remark' && known.written !== found.written))
    ) {
      const last = this.#size - 1;
      this.#close();
      this.#starts[0] = this.#starts[last]!;
      this.#ends[0] = this.#ends[last]!;
      this.#counts[0] = this.#counts[last]!;
      this.#size = 1;
    }
    // 6222021203456789012 138/9264/5078: so it does before them.
    else if (known === undefined && found.kind === 'mark')
      this.#dropBefore(this.#gaps.lastIndexOf('space', this.#size - 1));
    this.#joint = found;
    this.#gaps[this.#size] = found.kind;
    return next;
  }

  /** Drops the groups of the chain in front of `group`. */
  #dropBefore(group: number): void {
    if (group <= 0) return;
    for (const numbers of [this.#starts, this.#ends, this.#counts]) numbers.copyWithin(0, group, this.#size);
    this.#gaps.splice(0, group);
    this.#size -= group;
  }

  #digits(): number {
    let digits = 0;
    for (let i = 0; i < this.#size; i++) digits += this.#counts[i]!;
    return digits;
  }

  /** Goes over what parts two groups; `#found` says what it is. @returns The next digit, or -1. */
  #over(end: number): number {
    const text = this.#text;
    const first = this.#skipBlanks(end);
    const unit = text.charCodeAt(first);
    const kind = charClass[unit]!;
    if (isDigit(kind)) {
      this.#found = 'space';
      return first;
    }
    const second = this.#skipBlanks(first + 1);
    if (isDigit(charClass[text.charCodeAt(second)]!)) {
      this.#found = unit === BAR && second > end + 1 ? this.#wideBar(second) : this.#single(unit, second);
      return second;
    }
    if (second === first + 1) {
      const third = this.#skipBlanks(first + 2);
      if (isDigit(charClass[text.charCodeAt(third)]!)) {
        this.#found = doubleJoint(unit, text.charCodeAt(second));
        return third;
      }
    }
    const closing = kind === BRACKET ? CLOSING[text.charAt(first)] : undefined;
    if (closing === undefined) return -1;
    const close = text.slice(first, first + WIDEST).indexOf(closing);
    if (close < 0) return -1;
    const behind = this.#skipBlanks(first + close + 1);
    const written = text.slice(first + 1, first + close);
    if (!isDigit(charClass[text.charCodeAt(behind)]!) || !REMARK.test(written)) return -1;
    this.#found = { kind: 'remark', written };
    return behind;
  }

  #single(unit: number, next: number): Gap | Joint | undefined {
    if (unit !== TAB && unit !== LINE_FEED && unit !== BAR) return singleJoint(unit);
    const alone = this.#counts[this.#size - 1] === 1 && !isDigit(charClass[this.#text.charCodeAt(next + 1)]!);
    return alone ? boxOf(unit) : unit === BAR ? singleJoint(unit) : undefined;
  }

  /** A bar with blanks beside it parts cells, also of a row in which 138|1234|5678 is one. */
  #wideBar(next: number): Gap | Joint | undefined {
    const joint = this.#single(BAR, next);
    return typeof joint === 'object' && joint.kind === 'mark' ? WIDE_BAR : joint;
  }

  #skipBlanks(at: number): number {
    const limit = at + MOST_BLANKS;
    let i = at;
    while (i < limit && isBlank(this.#text.charCodeAt(i))) i++;
    return i;
  }

  /** Ends the chain; what it holds becomes a run where that can be a number. */
  #close(): void {
    const joint = this.#joint;
    this.#joint = undefined;
    if (joint === undefined) return;
    if (joint.kind === 'box' && this.#size === BEFORE_CHECK) this.#addLastBox();
    let digits = 0;
    let single = true;
    for (let i = 0; i < this.#size; i++) {
      digits += this.#counts[i]!;
      single &&= this.#counts[i] === 1;
    }
    if (digits < FEWEST || (joint.kind === 'box' && !single) || (!single && this.#size > MOST_GROUPS)) return;
    this.runs.push(this.#run());
  }

  #addLastBox(): void {
    const end = this.#ends[this.#size - 1]!;
    const last = LAST_BOX.exec(this.#text.slice(end, end + 5))?.[0].length ?? 0;
    if (last === 0) return;
    this.#starts[this.#size] = end + last - 1;
    this.#ends[this.#size] = end + last;
    this.#counts[this.#size] = 1;
    this.#gaps[this.#size++] = 'box';
  }

  #run(): DigitRun {
    const text = this.#text;
    let digits = '';
    const at: number[] = [];
    const groups: number[] = [];
    const forms: DigitForm[] = [];
    for (let group = 0; group < this.#size; group++) {
      const start = this.#starts[group]!;
      const end = this.#ends[group]!;
      groups.push(digits.length);
      forms.push(text.charCodeAt(start) < 128 ? 'ascii' : 'other');
      for (let i = start; i < end; i++) {
        const unit = text.charCodeAt(i);
        const kind = charClass[unit]!;
        if (kind === INVISIBLE || unit === WRAP) continue;
        digits += isDigit(kind) ? String(digitValue[unit]!) : 'X';
        at.push(i);
      }
    }
    return {
      start: this.#starts[0]!,
      end: this.#ends[this.#size - 1]!,
      digits,
      at,
      groups,
      gaps: ['none', ...this.#gaps.slice(1, this.#size)],
      forms,
    };
  }
}

/** A line break inside a cell. */
const WRAP = 0x2028;
const TAB = 9;
const LINE_FEED = 10;
const BAR = 0x7c;
const WIDE_BAR: Joint = { kind: 'mark', written: ' | ' };
/** Blanks on either side of a joint. */
const MOST_BLANKS = 4;

function isBlank(unit: number): boolean {
  const kind = charClass[unit];
  return kind === SPACE || kind === INVISIBLE;
}

/** A few words, Chinese or Latin: 手机, 微信同号, hào. */
const REMARK = /^[\p{L}:： ]{1,12}$/u;
