/**
 * Mobile numbers of mainland China.
 *
 * Sources: 电信网编号计划（2017年版）, 工信部信管〔2017〕68号; assigned prefixes as listed in
 * `patterns/mobile/segments.tsv`. Number portability (2019-12-01): a prefix says nothing about the operator.
 */
import {
  append,
  type Candidate,
  type Detector,
  type DigitRun,
  type Evidence,
  type Gap,
  type Scoring,
  type SegmentView,
} from '../../core/index.js';
import { AMOUNT } from '../../text/amount-units.js';
import {
  edgeEvidence,
  isJoined,
  JOINTS,
  lettersIn,
  type NumberWindow,
  numberWindows,
  offsetsOf,
  separators,
  visibleLengths,
} from '../../text/number-windows.js';
import { isChain, isPaired, isRange, PARTED } from './beside.js';
import { gluedCandidates } from './glued.js';
import { lastHidden, maskedCandidates } from './masked.js';
import { ENTITY, isPersonal, type KindOf, PERSONAL } from './segments.js';

/** What `patterns/mobile/` compiles to. */
export interface MobilePatterns {
  /** Kind of prefix (`mobile`, `mvno`, `data`, `labelled`, `iot`, `none` …) → prefixes, parted by blanks. */
  readonly segments: Readonly<Record<string, string>>;
  readonly scoring: Scoring;
}

const LENGTHS: ReadonlySet<number> = new Set([11, 12, 13, 14, 15]);
const PRINTED = new Set([
  '11',
  '3,4,4',
  '3,8',
  '7,4',
  '4,7',
  '4,4,3',
  '5,6',
  '6,5',
  '3,3,5',
  '3,5,3',
  '4,3,4',
]);

/** Groups of numbers that marks part: one mark alone parts two numbers, 0731-1381234/5678. */
const MARKED = new Set(['3,4,4', '4,4,3', '3,3,5', '3,5,3', '4,3,4', '1,1,1,1,1,1,1,1,1,1,1']);
const JOINED_LENGTHS: ReadonlySet<number> = new Set([11]);

export function createDetector(patterns: MobilePatterns): Detector {
  const kinds = new Map<string, string>();
  for (const [kind, list] of Object.entries(patterns.segments)) {
    for (const prefix of list.split(' ')) kinds.set(prefix, kind);
  }
  /** Kind of the longest known prefix. */
  const kindOf = (number: string): string =>
    kinds.get(number.slice(0, 5)) ?? kinds.get(number.slice(0, 4)) ?? kinds.get(number.slice(0, 3)) ?? 'none';

  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    // Of numbers of eleven digits that begin with 13 to 19 two thirds lie on a segment.
    fits: { value: (digits) => fits(digits, kindOf), chance: 0.5, scattered: true },
    *detect(view: SegmentView): Generator<Candidate> {
      for (const run of view.runs()) {
        if (run.digits.length < 7) continue;
        if (run.digits.includes('*')) yield* maskedCandidates(view, run, kindOf);
        else if (run.digits.endsWith('X')) yield* lastHidden(view.text, run, kindOf);
        for (const window of numberWindows(run, LENGTHS, 15, mayBe)) {
          const found = readWindow(view.text, window, kindOf);
          if (found !== undefined) yield found;
        }
        yield* gluedCandidates(run, kindOf);
      }
      for (const run of view.joinedRuns()) {
        for (const window of numberWindows(run, JOINED_LENGTHS, 11, mayBe)) {
          if (!isJoined(window)) continue;
          const found = readWindow(view.text, window, kindOf);
          if (found !== undefined) yield found;
        }
      }
    },
  };
}

/** Landlines, hotlines and short numbers stand in columns of telephones as well. */
const OTHER_PHONE = /^(?:0\d{9,11}|[2-8]\d{6,7}|[48]00\d{7})$/;

function fits(digits: string, kindOf: KindOf): boolean | undefined {
  if (OTHER_PHONE.test(digits)) return undefined;
  const number = digits.replace(/^(?:0086|86|0)(?=1\d{10}$)/, '');
  // Two numbers of one cell, glued or parted by blanks.
  const parts = number.length % 11 === 0 && number.length < 44 ? number.match(/\d{11}/g)! : [];
  return parts.length > 0 && parts.every((part) => part.startsWith('1') && isPersonal(kindOf(part)));
}

/** The number itself begins with 1, behind a country code or a trunk 0 at most. */
function mayBe({ digits }: DigitRun, first: number, length: number): boolean {
  const extra = length - 11;
  if (digits.charCodeAt(first + extra) !== 0x31) return false;
  const lead = digits.charCodeAt(first);
  return extra === 0 || lead === 0x30 || (extra === 2 && lead === 0x38);
}

/** Digits before the number itself: 86, 0086, 086, a trunk 0. */
function prefixLength(window: NumberWindow): number {
  const { value } = window;
  const extra = value.length - 11;
  if (extra === 0) return 0;
  const prefix = value.slice(0, extra);
  if (prefix === '0' || prefix === '86' || prefix === '086' || prefix === '0086') return extra;
  return -1;
}

function readWindow(text: string, window: NumberWindow, kindOf: KindOf): Candidate | undefined {
  const skip = prefixLength(window);
  if (skip < 0 || /[*X]/.test(window.value)) return undefined;
  const number = window.value.slice(skip);
  if (number.charCodeAt(0) !== 49) return undefined;
  const kind = kindOf(number);
  if (!PERSONAL.has(kind) && kind !== 'labelled') return undefined;
  const evidence: Evidence[] = [{ code: kind === 'labelled' ? 'segment-data' : 'segment-person' }];
  const shape = groupShape(text, window, skip);
  if (shape === undefined) return undefined;
  if (shape !== '') evidence.push({ code: shape });
  if (skip > 1) evidence.push({ code: 'country-code' });
  else if (skip === 1) {
    // A trunk 0 stands at the number, not in the group before it.
    if (window.lengths[0] === 1 && window.gaps.length > 0) return undefined;
    evidence.push({ code: 'trunk-zero' });
  }
  if (window.letters) {
    // l8507714860 may be a code of one letter and ten digits as well.
    const leads = window.run.forms[window.run.groups.indexOf(window.first)] === 'letter';
    const one = !leads && lettersIn(window) === 1;
    evidence.push({ code: one ? 'letter-read-as-digit' : 'letters-read-as-digits' });
  }
  append(
    evidence,
    edgeEvidence(text, window).filter(
      ({ code }) => !(skip > 1 && code === 'adjoins-letters') && !(PARTED.has(code) && isPaired(window)),
    ),
  );
  if (isChain(window)) evidence.push({ code: 'numbers-around' });
  if (number.length === window.end - window.start && isRange(text, window, number))
    evidence.push({ code: 'range-of-numbers' });
  if (text.charAt(window.start - 1) === '第' && text.charAt(window.end) === '号') return undefined;
  if (
    AMOUNT.test(text.slice(window.end, window.end + 12)) ||
    /[¥￥$]\s?$/.test(text.slice(0, window.start).slice(-2))
  ) {
    evidence.push({ code: 'amount-unit' });
  }
  const plus = skip > 1 && /[+＋]/.test(text.charAt(window.start - 1)) ? 1 : 0;
  const opened =
    (skip > 1 || shape === 'grouped-in-brackets') &&
    /[(（[［【]/.test(text.charAt(window.start - 1 - plus)) &&
    /[)）\]］】]/.test(text.slice(window.start, window.end))
      ? 1
      : 0;
  const offsets = offsetsOf(window);
  return {
    entity: ENTITY,
    span: { start: window.start - plus - opened, end: window.end },
    value: number,
    at: offsets.slice(skip),
    status: 'valid',
    evidence,
  };
}

/** (137)0121-6262, 【137】01216262: the first three digits in brackets, as the area code of a landline. */
function bracketShape(
  text: string,
  { run, first, gaps }: NumberWindow,
  skip: number,
  lengths: readonly number[],
): string | undefined {
  if (skip > 0 || gaps.slice(1).some((gap) => gap === 'bracket' || gap === 'mixed' || gap === 'break'))
    return undefined;
  if (!['3,8', '3,4,4'].includes(lengths.join(','))) return undefined;
  // x(138)0013-8000 is a call in a program.
  const opened = /(?:^|[^0-9A-Za-z_\])])[(（[［【]\s?$/.test(
    text.slice(Math.max(0, run.at[first]! - 3), run.at[first]!),
  );
  const closing = text.slice(run.at[first + 2]! + 1, run.at[first + 3]!);
  return opened && /^\s?[)）\]］】][\s-]?$/.test(closing) ? 'grouped-in-brackets' : undefined;
}

/** How groups look that joints part. */
function jointShape(gaps: readonly Gap[], lengths: readonly number[]): string | undefined {
  const joint = gaps.find((gap) => JOINTS.has(gap))!;
  const written = lengths.join(',');
  if (joint === 'remark')
    return PRINTED.has(written) && gaps.filter((gap) => gap === joint).length <= 2
      ? 'remark-inside'
      : undefined;
  if (!MARKED.has(written) || gaps.some((gap) => gap !== joint)) return undefined;
  return joint === 'box' ? 'one-a-box' : joint === 'word' ? 'parted-by-words' : 'parted-by-marks';
}

/** How the groups look; undefined when no number is written so. */
function groupShape(text: string, window: NumberWindow, skip: number): string | undefined {
  const gaps: Gap[] = separators(window);
  if (gaps.length === 0) return '';
  const lengths = visibleLengths(window);
  if (skip > 0) {
    if (lengths[0]! < skip) return undefined;
    if (lengths[0] === skip) {
      lengths.shift();
      gaps.shift();
    } else lengths[0]! -= skip;
  }
  if (gaps.length === 0) return '';
  if (gaps.some((gap) => JOINTS.has(gap))) return jointShape(gaps, lengths);
  if (gaps.includes('bracket') || gaps.includes('mixed')) return bracketShape(text, window, skip, lengths);
  if (gaps.includes('break'))
    return gaps.length === 1 && lengths.length === 2 && Math.min(...lengths) >= 1 ? 'broken-line' : undefined;
  const uniform = gaps.every((gap) => gap === gaps[0]);
  // 199.24879597 is a decimal fraction, 199·2487·9597 a number.
  if (gaps.length === 1 && gaps[0] === 'dot' && /[.．]/.test(text.slice(window.start, window.end)))
    return 'decimal-point';
  if (PRINTED.has(lengths.join(','))) return uniform ? 'grouped-as-printed' : 'grouped-oddly';
  // 1 3 8 0 0 1 3 8 0 0 0, and pairs: every group short, all parted alike.
  if (uniform && lengths.every((length) => length === 1)) return 'grouped-as-printed';
  return uniform && lengths.length <= 7 ? 'grouped-oddly' : undefined;
}
