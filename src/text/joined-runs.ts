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
import {
  BRACKET,
  BREAK,
  charClass,
  DASH,
  DIGIT,
  DOT,
  digitValue,
  HAN_DIGIT,
  HIGH_SURROGATE,
  INVISIBLE,
  MASK,
  SPACE,
  X_LIKE,
} from './char-class.js';

/** A mobile number is the shortest that is looked for. */
const FEWEST = 11;
/** Units between two groups: a remark of a few characters and its brackets. */
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

/** Words between numbers that are no noise: units, counts, conjunctions. */
const WORDS =
  /[年月日号元万千百十亿时分秒点个第条款项章节次人户米克吨斤至到和或及与比乘又倍角度折层楼栋幢单室页期届岁周级转]/;
/** Marks that open or close something, money and shares. */
const NO_JOINT = new Set('"\'“”‘’`「」『』<>《》〈〉〔〕()（）[]［］【】{}｛｝%％‰¥￥$€°℃′″@…。？！?!#＃');
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '（': '）', '[': ']', '［': '］', '【': '】' };

interface Joint {
  readonly kind: 'mark' | 'word' | 'remark' | 'box';
  readonly written: string;
}

interface Group {
  readonly start: number;
  readonly end: number;
  /** Digits. */
  readonly count: number;
  readonly gap: Gap;
}

const isDigit = (kind: number): boolean => kind === DIGIT || kind === HAN_DIGIT;

/** @param units The units of `text`, where they are known. */
export function joinedRuns(text: string, units: Uint16Array = platform.units(text)): DigitRun[] {
  const runs: DigitRun[] = [];
  const near = new Neighbourhood(units);
  let floor = 0;
  for (let probe = 0; probe < units.length; probe += STRIDE) {
    if (!isDigit(charClass[units[probe]!]!)) continue;
    floor = near.holdsEnough(floor, probe) ? readChains(text, near.start, probe, runs) : near.end;
    probe = Math.max(probe, floor - 1);
  }
  return runs;
}

/** Groups of digits that may hang together: most are a date or a count, with too few of them. */
class Neighbourhood {
  readonly #units: Uint16Array;
  #digits = 0;
  /** Of the digits around the one that was asked for. */
  start = 0;
  end = 0;

  constructor(units: Uint16Array) {
    this.#units = units;
  }

  /** Whether so many digits as the shortest number has may hang together around a digit, none before `floor`. */
  holdsEnough(floor: number, at: number): boolean {
    this.#digits = 1;
    this.end = this.#reach(at, 1, at, this.#units.length) + 1;
    this.start = this.#reach(at, -1, floor - 1, at);
    return this.#digits >= FEWEST;
  }

  /**
   * The last digit from `at` on, forwards or backwards, that a joint may lead to: two units between blanks, or a remark in
   * brackets. Letters read as digits count as such. @param low Neither this offset nor `high` is read.
   */
  #reach(at: number, step: 1 | -1, low: number, high: number): number {
    const units = this.#units;
    const table = charClass;
    let edge = at;
    let between = 0;
    let remark = false;
    for (let i = at + step; i > low && i < high; i += step) {
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

/** Reads chains from the first digit at or behind `from` to the last that hangs together. @returns The offset behind it. */
function readChains(text: string, from: number, probe: number, runs: DigitRun[]): number {
  const chain = new Chain(text, runs);
  let at = from;
  let last = -1;
  for (;;) {
    const limit = last < 0 ? probe + 1 : Math.min(text.length, last + WIDEST + 1);
    while (at < limit && !isDigit(charClass[text.charCodeAt(at)]!)) at++;
    if (at >= limit) {
      if (at <= probe) {
        last = -1;
        continue;
      }
      break;
    }
    const { end, count, han } = readGroup(text, at);
    if (han && count < FEWEST_HAN) chain.close();
    else chain.add(at, end, count);
    last = end;
    at = end;
  }
  chain.close();
  return Math.max(at, probe + 1);
}

function readGroup(text: string, start: number): { end: number; count: number; han: boolean } {
  let count = 0;
  let han = true;
  let end = start;
  for (let i = start; i < text.length; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind === INVISIBLE) continue;
    if (!isDigit(kind)) {
      if (kind === X_LIKE && count > 0 && isLast(text, i)) {
        count++;
        end = i + 1;
      }
      break;
    }
    if (kind === DIGIT) han = false;
    count++;
    end = i + 1;
  }
  return { end, count, han };
}

/** A check character X ends its number. */
function isLast(text: string, at: number): boolean {
  return !/[0-9A-Za-zＸｘ×*]/.test(text.charAt(at + 1));
}

/** A check character in a box of its own. */
const LAST_BOX = /^\s?[|\t\n]\s?[XxＸｘ×](?![0-9A-Za-z])/;

/** Groups that the same joint parts. */
class Chain {
  readonly #text: string;
  readonly #runs: DigitRun[];
  #groups: Group[] = [];
  #joint: Joint | undefined;

  constructor(text: string, runs: DigitRun[]) {
    this.#text = text;
    this.#runs = runs;
  }

  add(start: number, end: number, count: number): void {
    const before = this.#groups.at(-1);
    if (before === undefined) {
      this.#groups.push({ start, end, count, gap: 'none' });
      return;
    }
    const joint = readJoint(this.#text, before, { start, count });
    if (joint === undefined || this.#groups.length > MOST_BOXES) {
      this.close();
      this.#groups.push({ start, end, count, gap: 'none' });
      return;
    }
    if (typeof joint === 'string') {
      this.#groups.push({ start, end, count, gap: joint });
      return;
    }
    const known = this.#joint;
    if (
      known !== undefined &&
      (known.kind !== joint.kind || (joint.kind !== 'remark' && known.written !== joint.written))
    ) {
      this.close();
      this.#groups.push({ ...before, gap: 'none' });
    }
    this.#joint = joint;
    this.#groups.push({ start, end, count, gap: joint.kind });
  }

  close(): void {
    const groups = this.#groups;
    const joint = this.#joint;
    this.#groups = [];
    this.#joint = undefined;
    if (joint === undefined) return;
    if (joint.kind === 'box' && groups.length === BEFORE_CHECK) {
      const { end } = groups.at(-1)!;
      const last = LAST_BOX.exec(this.#text.slice(end, end + 5))?.[0].length ?? 0;
      if (last > 0) groups.push({ start: end + last - 1, end: end + last, count: 1, gap: 'box' });
    }
    let digits = 0;
    let single = true;
    for (const { count } of groups) {
      digits += count;
      single &&= count === 1;
    }
    if (digits < FEWEST || (joint.kind === 'box' && !single) || (!single && groups.length > MOST_GROUPS))
      return;
    this.#runs.push(runOf(this.#text, groups));
  }
}

/** What parts two groups: a plain separator, or a joint; undefined when nothing joins them. */
function readJoint(
  text: string,
  before: { readonly end: number; readonly count: number },
  next: { readonly start: number; readonly count: number },
): Gap | Joint | undefined {
  let start = before.end;
  let end = next.start;
  if (end - start > WIDEST) return undefined;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  if (start === end) return 'space';
  const unit = text.charCodeAt(start);
  if (end === start + 1) {
    if (unit === TAB || unit === LINE_FEED || (unit === BAR && before.count === 1 && next.count === 1))
      return before.count === 1 && next.count === 1 ? boxOf(unit) : undefined;
    return singleJoint(unit);
  }
  if (end === start + 2) return doubleJoint(text.slice(start, end));
  if (charClass[unit] !== BRACKET) return undefined;
  const written = text.slice(start, end);
  if (CLOSING[written.charAt(0)] !== written.charAt(written.length - 1)) return undefined;
  return REMARK.test(written.slice(1, -1)) ? { kind: 'remark', written } : undefined;
}

const TAB = 9;
const LINE_FEED = 10;
const BAR = 0x7c;

function isBlank(unit: number): boolean {
  const kind = charClass[unit];
  return kind === SPACE || kind === INVISIBLE;
}

const boxes = new Map<number, Joint>();
function boxOf(unit: number): Joint {
  let box = boxes.get(unit);
  if (box === undefined) boxes.set(unit, (box = { kind: 'box', written: String.fromCharCode(unit) }));
  return box;
}

/** Joints of one unit, made once; `null` for none. At most as many as there are units. */
const singles = new Map<number, Gap | Joint | null>();

function singleJoint(unit: number): Gap | Joint | undefined {
  let joint = singles.get(unit);
  if (joint === undefined) singles.set(unit, (joint = readSingle(unit) ?? null));
  return joint ?? undefined;
}

function readSingle(unit: number): Gap | Joint | undefined {
  const kind = charClass[unit]!;
  if (kind === DASH) return 'dash';
  if (kind === DOT) return 'dot';
  const written = String.fromCharCode(unit);
  if (HAN.test(written)) return WORDS.test(written) ? undefined : { kind: 'word', written };
  return isMark(unit, written) ? { kind: 'mark', written } : undefined;
}

/** `--`, `,,`, a character outside the Basic Multilingual Plane, a word of two characters. */
function doubleJoint(written: string): Gap | Joint | undefined {
  const unit = written.charCodeAt(0);
  const second = written.charCodeAt(1);
  if (unit === second) {
    const one = singleJoint(unit);
    return typeof one === 'object' && one.kind === 'mark'
      ? { kind: 'mark', written }
      : typeof one === 'string'
        ? one
        : undefined;
  }
  if (unit >= 0xd800 && unit < 0xdc00) return isMark(unit, written) ? { kind: 'mark', written } : undefined;
  return HAN.test(written) && !WORDS.test(written) ? { kind: 'word', written } : undefined;
}

const HAN = /^[\u4e00-\u9fff]+$/;

/** A few words, Chinese or Latin: 手机, 微信同号, hào. */
const REMARK = /^[\p{L}:： ]{1,12}$/u;

function isMark(unit: number, character: string): boolean {
  const kind = charClass[unit]!;
  if (kind === BREAK || kind === SPACE || character === '*' || character === '＊' || NO_JOINT.has(character))
    return false;
  if (kind === MASK || kind === HIGH_SURROGATE) return true;
  if (unit >= 0xd800 && unit < 0xdc00) return true;
  return !/[\p{L}\p{N}\p{Cc}]/u.test(character);
}

function runOf(text: string, groups: readonly Group[]): DigitRun {
  let digits = '';
  const at: number[] = [];
  const starts: number[] = [];
  const forms: DigitForm[] = [];
  for (const { start, end } of groups) {
    starts.push(digits.length);
    forms.push(text.charCodeAt(start) < 128 ? 'ascii' : 'other');
    for (let i = start; i < end; i++) {
      const unit = text.charCodeAt(i);
      const kind = charClass[unit]!;
      if (kind === INVISIBLE) continue;
      digits += isDigit(kind) ? String(digitValue[unit]!) : 'X';
      at.push(i);
    }
  }
  return {
    start: groups[0]!.start,
    end: groups.at(-1)!.end,
    digits,
    at,
    groups: starts,
    gaps: groups.map(({ gap }) => gap),
    forms,
  };
}
