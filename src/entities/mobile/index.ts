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
  type Evidence,
  type Scoring,
  type SegmentView,
} from '../../core/index.js';
import { AMOUNT } from '../../text/amount-units.js';
import {
  edgeEvidence,
  lengthBits,
  lettersIn,
  type NumberWindow,
  numberWindows,
  offsetsOf,
  type Sought,
} from '../../text/number-windows.js';
import { isChain, isPaired, isRange, joinsOwnNumbers, namesAnother, PARTED } from './beside.js';
import { gluedCandidates } from './glued.js';
import { lastHidden, maskedCandidates } from './masked.js';
import { ENTITY, isPersonal, type KindOf, PERSONAL } from './segments.js';
import { groupShape } from './shapes.js';

/** What `patterns/mobile/` compiles to. */
export interface MobilePatterns {
  /** Kind of prefix (`mobile`, `mvno`, `data`, `labelled`, `iot`, `none` …) → prefixes, parted by blanks. */
  readonly segments: Readonly<Record<string, string>>;
  readonly scoring: Scoring;
}

const SOUGHT: Sought = {
  lengths: lengthBits(11, 12, 13, 14, 15),
  mayBegin: (digits, first) =>
    digits.charCodeAt(first) === 0x30 || digits.charCodeAt(first) === 0x38 || isHead(digits, first),
  mayBe: ({ digits }, first, length) =>
    isPrefixed(digits, first, length - 11) && isHead(digits, first + length - 11),
};
const JOINED: Sought = { lengths: lengthBits(11), mayBegin: isHead };

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
        for (const window of numberWindows(run, SOUGHT)) {
          const found = readWindow(view.text, window, kindOf);
          if (found !== undefined) yield found;
        }
        yield* gluedCandidates(run, kindOf);
      }
      for (const run of view.joinedRuns()) {
        for (const window of numberWindows(run, JOINED)) {
          if (!joinsOwnNumbers(window)) continue;
          const found = readWindow(view.text, window, kindOf);
          if (found !== undefined && !crossesCells(view, found)) yield found;
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

/** 13 to 19: what the number itself begins with. */
function isHead(digits: string, first: number): boolean {
  return digits.charCodeAt(first) === 0x31 && digits.charCodeAt(first + 1) >= 0x33;
}

/** A country code or a trunk 0 at most stands before the number itself. */
function isPrefixed(digits: string, first: number, extra: number): boolean {
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
  if (isChain(text, window) || inYearRow(text, window)) evidence.push({ code: 'numbers-around' });
  if (number.length === window.end - window.start && isRange(text, window, number))
    evidence.push({ code: 'range-of-numbers' });
  if (namesAnother(text, window)) evidence.push({ code: 'another-by-last-digits' });
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

/** Units of a line of figures on each side of one. */
const ROW_REACH = 80;
const YEAR_FIRST = /(?:^|\n)[ \t]*(?:19|20)\d\d年?[ \t]+(?:[\d.,%—–-]+[ \t]+)+$/;
const FIGURES_BEHIND = /^[\d.,%—– \t-]*(?:\r?\n|$)/;

/** 2004  9100233  133205  13800138000: a year and its figures. */
function inYearRow(text: string, { start, end }: NumberWindow): boolean {
  return (
    YEAR_FIRST.test(text.slice(Math.max(0, start - ROW_REACH), start)) &&
    FIGURES_BEHIND.test(text.slice(end, end + ROW_REACH))
  );
}

/** 138|1234|5678 in three cells: what parts a table is no joint; boxes of one digit are. */
function crossesCells(view: SegmentView, { span, evidence }: Candidate): boolean {
  if (evidence.some(({ code }) => code === 'one-a-box')) return false;
  const { cell } = view.context(span);
  return cell !== undefined && span.end > cell.end;
}
