/**
 * Account numbers that are no card: passbooks (一折通), accounts of rural credit co-operatives, bodies' accounts.
 *
 * Their checks are bank-internal, so nothing but a label, a column header or the name of a bank makes one: every run of 9 to 30
 * digits is a candidate whose base weight is far below the threshold.
 */

import { calendarDate } from '../../checks/calendar-date.js';
import { mod11_2 } from '../../checks/mod11-2.js';
import type { Candidate, Detector, DigitRun, Evidence, Gap, Scoring, SegmentView } from '../../core/index.js';
import {
  edgeEvidence,
  lengthBits,
  type MayBe,
  type NumberWindow,
  numberWindows,
  offsetsOf,
  type Sought,
  separators,
  visibleLengths,
} from '../../text/number-windows.js';
import { isSoft } from '../../text/soft-masks.js';
import { announcement, FEWEST_WHOLE, MOST_WHOLE } from './announced.js';

const ENTITY = 'bank-account';
const SHORTEST = 9;
const LONGEST = 30;
/** A character or word of every label that announces an account: without one there is nothing to look for. */
const WORDS =
  /[账帐賬帳卡折摺户戶戸]|[银銀支分商]行|信用社|联社|储蓄所|收款|保证金|国库|单位名称|非税|[缴交转汇打付退划拨存](?:款|账|费|存|回)?[入至到给往自]|对公|转|打|[款费金][入退转返]|由|缴|捐|汇|公账|acc|card|bank|passbook|icbc|abc|ccb|boc|cmb|psbc|rc[bu]|a\/|yhk|yhzh|zhanghao/i;
/** Machine and short-message numbers (106…), not accounts. */
const SERVICE = /^106[2-9]\d{4,14}$/;
/** 0000 0000 0000 0000, 1234567890123456. */
const PLACEHOLDER =
  /^(\d)\1+$|^(?:1234567890|0123456789){1,3}(?:1(?:2(?:3(?:4(?:5(?:6(?:7(?:89?)?)?)?)?)?)?)?)?$/;
/** People write accounts in groups of up to so many digits. */
const LONGEST_GROUP = 8;
/** 20240509093012: date and time of day. */
const TIMESTAMP = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){2}(?:\d{3})?$/;
/** Province, and a birth date of somebody who may live: one account in eleven passes the check. */
const RESIDENT_ID = /^[1-9]\d{5}(?:19|20)\d{9}[\dX]$/;
const AMOUNT = /^[ \u00a0]?(?:元|万|亿|%|％|亩|㎡|m²|平方|户(?![口籍主名]))/;

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    *detect(view: SegmentView): Generator<Candidate> {
      let announced = false;
      for (const run of view.runs()) {
        if (run.digits.length < SHORTEST) continue;
        announced ||= WORDS.test(view.text) || WORDS.test(view.segment.label ?? '');
        if (!announced) return;
        for (const chain of chains(view.text, run)) {
          if (!isAnnounced(view, run, chain, patterns.scoring)) continue;
          for (const window of longestWindows(view.text, run, chain)) yield account(view.text, window);
        }
      }
    },
  };
}

type Chain = readonly [from: number, to: number];

/** Stretches of groups, by index, that no account goes beyond: only blanks, dashes and wrapped lines part their groups. */
function* chains(text: string, { at, groups, gaps }: DigitRun): Generator<Chain> {
  let from = 0;
  let narrow = false;
  for (let i = 1; i < groups.length; i++) narrow ||= gaps[i] === 'space' && widthBefore(at, groups[i]!) === 1;
  for (let i = 1; i < groups.length; i++) {
    // 34000   2347 6122 0001 3727 5: single blanks part groups, several part columns.
    const column = narrow && gaps[i] === 'space' && widthBefore(at, groups[i]!) > 1;
    // 80…56|138…: a bar that could be a one is a border; without a check digit nothing says otherwise.
    const bar = BARS.includes(text[at[groups[i]!]!]!);
    if (JOINS.has(gaps[i]!) && !column && !bar) continue;
    if (from < i) yield [from, i];
    from = bar ? i + 1 : i;
    if (bar) i++;
  }
  if (from < groups.length) yield [from, groups.length];
}

const BARS = '|｜';
const widthBefore = (at: readonly number[], index: number): number => at[index]! - at[index - 1]! - 1;

const JOINS: ReadonlySet<Gap> = new Set<Gap>(['space', 'dash', 'form', 'wrap']);

/** Whether a label may announce an account among these groups: in most places there is none. */
function isAnnounced(view: SegmentView, run: DigitRun, [from, to]: Chain, scoring: Scoring): boolean {
  const first = run.groups[from]!;
  const last = to < run.groups.length ? run.groups[to]! : run.digits.length;
  if (last - first < SHORTEST) return false;
  const end = to < run.groups.length ? run.at[last]! : run.end;
  if (announcement(view.text, run.at[first]!, end, last - first) !== undefined) return true;
  return view.announced({ start: run.at[first]!, end }, scoring, last - first <= LONGEST);
}

/** 14-382101040006547: the Agricultural Bank writes two digits for the kind of account before its number. */
const isPrefixed = ({ digits, gaps, groups }: DigitRun, from: number, to: number): boolean =>
  to === from + 1 &&
  gaps[to] === 'dash' &&
  groups[to]! - groups[from]! === 2 &&
  (groups[to + 1] ?? digits.length) - groups[to]! <= LONGEST_PREFIXED;
const LONGEST_PREFIXED = 17;

/** Blanks and dashes part an account only into short groups. */
const mayBe: MayBe = (run, _first, _length, from, to) => {
  const { digits, gaps, groups } = run;
  if (isPrefixed(run, from, to)) return true;
  let parted = false;
  let long = false;
  for (let i = from; i <= to; i++) {
    if (i > from && (gaps[i] === 'space' || gaps[i] === 'dash')) parted = true;
    if ((groups[i + 1] ?? digits.length) - groups[i]! > LONGEST_GROUP) long = true;
  }
  return !(parted && long);
};
const SOUGHT: Sought = {
  lengths: lengthBits(...Array.from({ length: LONGEST - SHORTEST + 1 }, (_, i) => i + SHORTEST)),
  mayBe,
};

/** Groups that blanks or dashes part belong to one account; a wider gap ends it. */
function* longestWindows(text: string, run: DigitRun, chain: Chain): Generator<NumberWindow> {
  let until = -1;
  const best = new Map<number, NumberWindow>();
  for (const window of numberWindows(run, SOUGHT, chain)) {
    if (/X/.test(window.value.slice(0, -1)) || /^\*|\*.*\d.*\*/.test(window.value)) continue;
    if (SERVICE.test(window.value) || PLACEHOLDER.test(window.value) || hasSoftMask(text, window)) continue;
    // 8515844387895819 4066.01: a long group is an account by itself, what follows is another column.
    if (
      window.gaps.length > 0 &&
      separators(window).length > 0 &&
      Math.max(...visibleLengths(window)) > LONGEST_GROUP &&
      !(
        visibleLengths(window).join().startsWith('2,') &&
        visibleLengths(window).length === 2 &&
        separators(window)[0] === 'dash'
      )
    )
      continue;
    const before = best.get(window.first);
    if (before === undefined || isBetter(text, window, before)) best.set(window.first, window);
  }
  for (const window of [...best.values()].sort((a, b) => a.first - b.first)) {
    if (window.first < until) continue;
    until = window.last;
    yield window;
  }
}

/** Longer, unless what is added is an amount, or follows a group that ends an even row of them: 8101 0000 12 500. */
function isBetter(text: string, window: NumberWindow, before: NumberWindow): boolean {
  if (window.last < before.last) return false;
  const blank = separators(window).at(-1) === 'space';
  if (blank && AMOUNT.test(text.slice(window.end, window.end + 4))) return false;
  if (!blank || !isEven(before) || isEven(window)) return true;
  // 8002 0000 0123 88452: twelve digits are too few, seventeen are an account.
  return (
    before.value.length < FEWEST_WHOLE &&
    window.value.length >= FEWEST_WHOLE &&
    window.value.length <= MOST_WHOLE
  );
}

/** Groups of four or five, only the last of which may be shorter: as accounts are printed. */
function isEven(window: NumberWindow): boolean {
  const lengths = visibleLengths(window);
  const [first = 0] = lengths;
  return (
    lengths.length > 2 &&
    (first === 4 || first === 5) &&
    lengths.slice(0, -1).every((length) => length === first) &&
    lengths.at(-1)! <= first
  );
}

function hasSoftMask(text: string, { run, value, first }: NumberWindow): boolean {
  const hidden = value.indexOf('*');
  return hidden >= 0 && isSoft(text.charCodeAt(run.at[first + hidden]!));
}

function account(text: string, window: NumberWindow): Candidate {
  const { value } = window;
  const masked = value.includes('*');
  const evidence: Evidence[] = [...edgeEvidence(text, window)];
  if (masked) evidence.push({ code: 'masked' });
  const announced = announcement(text, window.start, window.end, value.length);
  if (announced !== undefined) evidence.push({ code: announced });
  if (value.length < 12) evidence.push({ code: 'short' });
  if (separators(window).length > 0) evidence.push({ code: 'grouped-oddly' });
  if (window.letters) evidence.push({ code: 'letters-read-as-digits' });
  if (AMOUNT.test(text.slice(window.end, window.end + 4))) evidence.push({ code: 'amount-unit' });
  if (
    RESIDENT_ID.test(value) &&
    mod11_2(value) === value[17] &&
    calendarDate(value.slice(6, 14)) !== undefined
  ) {
    evidence.push({ code: 'resident-id-valid' });
  }
  if (TIMESTAMP.test(value)) evidence.push({ code: 'timestamp-shape' });
  if (/^1[3-9]\d{9}$/.test(value)) evidence.push({ code: 'mobile-shape' });
  return {
    entity: ENTITY,
    span: { start: window.start, end: window.end },
    value,
    at: offsetsOf(window),
    status: 'unverifiable',
    evidence,
    ...(masked ? { masked } : {}),
  };
}
