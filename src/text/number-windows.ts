/**
 * Windows of a digit run: stretches of whole groups that may be one number.
 *
 * From every group start, groups are added until the window is as long as the longest number that is looked
 * for. A group inside is never cut, except by `contiguousParts` for numbers that were glued together.
 */
import type { DigitRun, Gap } from '../core/index.js';

/** A chain of more groups is a table of figures: nobody writes a number one digit at a time there. */
const LONG_CHAIN = 64;
const FEW_GROUPS = 8;

/** Gaps of joined runs that no plain run has. */
export const JOINTS: ReadonlySet<Gap> = new Set<Gap>(['mark', 'word', 'remark', 'box']);

/** Some whole groups of a run. */
export interface NumberWindow {
  readonly run: DigitRun;
  /** `digits.slice(first, last)` of the run. */
  readonly value: string;
  readonly first: number;
  readonly last: number;
  /** Text span. */
  readonly start: number;
  readonly end: number;
  /** Lengths of the groups. */
  readonly lengths: readonly number[];
  /** What parts the groups; one less than `lengths`. */
  readonly gaps: readonly Gap[];
  /** What parts the window from its neighbours in the run; undefined at an end of the run. */
  readonly before: Gap | undefined;
  readonly after: Gap | undefined;
  /** Has letters read as digits. */
  readonly letters: boolean;
}

/** A cheap look at a window: its first digit in `run.digits`, its length, its first and its last group. */
export type MayBe = (run: DigitRun, first: number, length: number, from: number, to: number) => boolean;

/** Which windows may be numbers of a kind. Most of a table of figures fail here, before anything is made of them. */
export interface Sought {
  /** How many digits they have, by `lengthBits`. */
  readonly lengths: number;
  /** Whether one can begin with the digit at `first`; asked once for all windows that do. */
  readonly mayBegin?: (digits: string, first: number) => boolean;
  readonly mayBe?: MayBe;
}

/** @param lengths Up to 31. @returns Bit n for a length of n. */
export function lengthBits(...lengths: readonly number[]): number {
  return lengths.reduce((bits, length) => bits | (1 << length), 0);
}

/** @param within Only groups from the first index to before the second. */
export function* numberWindows(
  run: DigitRun,
  { lengths, mayBegin, mayBe }: Sought,
  within: readonly [from: number, to: number] = [0, run.groups.length],
): Generator<NumberWindow> {
  const { groups, digits } = run;
  const longest = 31 - Math.clz32(lengths);
  const most = groups.length > LONG_CHAIN ? FEW_GROUPS : longest;
  const end = within[1];
  for (let from = within[0]; from < end; from++) {
    const first = groups[from]!;
    if (mayBegin !== undefined && !mayBegin(digits, first)) continue;
    for (let to = from; to < end && to - from < most; to++) {
      const last = to + 1 < groups.length ? groups[to + 1]! : digits.length;
      const length = last - first;
      if (length > longest) break;
      if (((lengths >>> length) & 1) !== 0 && (mayBe === undefined || mayBe(run, first, length, from, to)))
        yield windowOf(run, from, to, first, last);
    }
  }
}

/** The window is held together by joints, and nothing beyond it is. */
export function isJoined({ gaps, before, after }: NumberWindow): boolean {
  if ((before !== undefined && JOINTS.has(before)) || (after !== undefined && JOINTS.has(after)))
    return false;
  return gaps.some((gap) => JOINTS.has(gap));
}

function windowOf(run: DigitRun, from: number, to: number, first: number, last: number): NumberWindow {
  const { groups, gaps, forms, digits, at, end } = run;
  const lengths: number[] = [];
  let letters = false;
  for (let i = from; i <= to; i++) {
    lengths.push((i + 1 < groups.length ? groups[i + 1]! : digits.length) - groups[i]!);
    if (forms[i] === 'letter') letters = true;
  }
  return {
    run,
    value: digits.slice(first, last),
    first,
    last,
    start: at[first]!,
    end: last < digits.length ? endOf(run, last) : end,
    lengths,
    gaps: gaps.slice(from + 1, to + 1),
    before: from === 0 ? undefined : gaps[from],
    after: to + 1 < groups.length ? gaps[to + 1] : undefined,
    letters,
  };
}

/** End in the text of the digit before index `last`: a digit is one unit, or two outside the BMP. */
function endOf(run: DigitRun, last: number): number {
  const start = run.at[last - 1]!;
  return run.wide?.has(last - 1) === true ? start + 2 : start + 1;
}

/** A window over digits `first`…`last` of a run, cutting groups: for numbers glued to each other. */
export function cutWindow(run: DigitRun, first: number, last: number): NumberWindow {
  const whole = first === 0 && last === run.digits.length;
  return {
    run,
    value: run.digits.slice(first, last),
    first,
    last,
    start: run.at[first]!,
    end: last < run.digits.length ? endOf(run, last) : run.end,
    lengths: [last - first],
    gaps: [],
    before: first === 0 || whole ? undefined : 'none',
    after: last === run.digits.length || whole ? undefined : 'none',
    letters: false,
  };
}

/** A separator that the writer chose: no change of writing, no wrapped line. */
export const isVisible = (gap: Gap): boolean => gap !== 'form' && gap !== 'wrap';

/** The visible separators of the window. */
export function separators(window: NumberWindow): Gap[] {
  return window.gaps.filter(isVisible);
}

/** Group lengths with groups joined that only a change of writing or a wrapped line parts. */
export function visibleLengths(window: NumberWindow): number[] {
  const lengths: number[] = [];
  window.lengths.forEach((length, i) => {
    if (i > 0 && !isVisible(window.gaps[i - 1]!)) lengths[lengths.length - 1]! += length;
    else lengths.push(length);
  });
  return lengths;
}

/** Letters of the window that are read as digits. */
export function lettersIn({ run, first, last }: NumberWindow): number {
  const { groups, forms, digits } = run;
  let count = 0;
  for (let i = 0; i < groups.length; i++) {
    const from = groups[i]!;
    if (forms[i] !== 'letter' || from < first || from >= last) continue;
    count += (groups[i + 1] ?? digits.length) - from;
  }
  return count;
}

/** Offsets in the text of every character of the window's value. */
export function offsetsOf(window: NumberWindow): number[] {
  return window.run.at.slice(window.first, window.last);
}

const LETTER = /[A-Za-zＡ-Ｚａ-ｚ_]/;

/** A short word right before a number, itself behind nothing that codes are made of: 张xg138…, tel138…, ID4405…. */
const WORD_BEFORE = /(?:^|[^0-9A-Za-z_./\-%=])[A-Za-z]{1,6}$/;

/** One capital is the beginning of a code (E13800138000), unless it is that of Tel or Mobile. */
const CAPITAL_BEFORE = /(?:^|[^A-Za-z])[A-LN-SU-Z]$/;
/** TH18311229419: so are several, unless they are an abbreviation of what people write before their numbers. */
const CAPITALS_BEFORE =
  /(?:^|[^A-Za-z])(?!(?:TEL|MOB|MB|MP|HP|PH|CELL|ID|IDNO|SFZ|SFZH|SJ|SJH|DH|LXDH|YDDH|WX|VX|QQ|ZFB|NO|CARD|ZH|KH|YHK)$)[A-Z]{2,5}$/;

/** What people write right behind a telephone number: 13800138000wx. */
const WORD_AFTER = /^(?:wx|vx|v|qq|tel|weixin)(?![0-9A-Za-z_])/i;

/** 13800138000.0: what a spreadsheet or a program makes of a number; amounts have two decimals. */
const FLOAT_END = /^\.0(?![\d.])/;

/** What a number's neighbours say against it: letters or a decimal point right beside it, more digits. */
export function edgeEvidence(text: string, window: NumberWindow): { code: string }[] {
  const evidence: { code: string }[] = [];
  const before = text.charAt(window.start - 1);
  const after = text.charAt(window.end);
  // __13800138000__ and _13800138000_ are emphasis, sfz_110101… and 110101…_1 a name.
  const emphasis = before === '_' && after === '_';
  const word = WORD_BEFORE.test(text.slice(Math.max(0, window.start - 9), window.start));
  const called = LETTER.test(after) && WORD_AFTER.test(text.slice(window.end, window.end + 8));
  if (!emphasis && ((LETTER.test(after) && !called) || (LETTER.test(before) && !word))) {
    evidence.push({ code: 'adjoins-letters' });
  } else if (!emphasis && LETTER.test(before)) {
    const letters = text.slice(Math.max(0, window.start - 7), window.start);
    const code = CAPITAL_BEFORE.test(letters) || CAPITALS_BEFORE.test(letters);
    evidence.push({ code: code ? 'letter-before' : 'letters-before' });
  }
  const float = after === '.' && FLOAT_END.test(text.slice(window.end, window.end + 4));
  const decimalBefore = window.before === 'dot' && text.charAt(window.start - 1) === '.';
  const decimalAfter =
    !float &&
    ((window.after === 'dot' && after === '.') || (after === '.' && /\d/.test(text.charAt(window.end + 1))));
  if (decimalBefore || decimalAfter) evidence.push({ code: 'adjoins-decimal' });
  else if (float) evidence.push({ code: 'written-as-float' });
  if (window.before === 'none' || window.after === 'none') evidence.push({ code: 'inside-longer-number' });
  else if (window.before === 'dash' || window.after === 'dash')
    evidence.push({ code: 'inside-longer-number' });
  return evidence;
}
