/**
 * Resident identification numbers (公民身份号码) and the numbers built like them or around them.
 *
 * Sources: GB 11643-1999 (18 characters), ISO 7064 MOD 11-2 (check character), 国发〔1999〕15号 (end of the
 * 15-digit form), 国办发〔2018〕81号 (residence permits 81/82/83), 新版外国人永久居留身份证机读信息规则（2023版）
 * (first digit 9), GB/T 2260 in every edition: a number keeps the code that it was issued under.
 */
import { calendarDate } from '../../checks/calendar-date.js';
import { mod10_731 } from '../../checks/mod10-731.js';
import { mod11_2 } from '../../checks/mod11-2.js';
import type {
  Candidate,
  CheckStatus,
  Detector,
  DigitRun,
  Evidence,
  Scoring,
  SegmentView,
} from '../../core/index.js';
import { charClass, MASK } from '../../text/char-class.js';
import {
  edgeEvidence,
  isVisible,
  JOINTS,
  lengthBits,
  type NumberWindow,
  numberWindows,
  offsetsOf,
  type Sought,
  separators,
  visibleLengths,
} from '../../text/number-windows.js';
import { damagedIds } from './damaged.js';
import { gluedCandidates } from './glued.js';
import { maskedCandidates } from './masked.js';
import { ENTITY, isProvince, PROVINCES, type Reading, readEighteen, readFifteen } from './reading.js';

/** What `patterns/resident-id/` compiles to. */
export interface ResidentIdPatterns {
  /** Six-digit address codes, sorted and joined. */
  readonly addressCodes: string;
  /** Worked examples that standards print; real in form, nobody's. */
  readonly specimens: readonly string[];
  readonly scoring: Scoring;
}

/** Numbers of 12 stand behind letters, in one group. */
const SOUGHT: Sought = {
  lengths: lengthBits(12, 15, 18),
  mayBegin,
  mayBe(run, first, length, from, to) {
    if (length === 12) return from === to;
    if (length === 15) return mayHoldBirth(run.digits, first, length) && mayBeGrouped(run, from, to);
    return mayHoldBirth(run.digits, first, length) || !mustProve(run, from, to);
  },
};
const JOINED: Sought = {
  lengths: lengthBits(15, 18),
  mayBegin,
  mayBe: (run, first, length, from, to) =>
    mayHoldBirth(run.digits, first, length) && (length === 18 || mayBeGrouped(run, from, to)),
};
/** A place that exists: the check character alone passes once in eleven times. */
const PROOF: ReadonlySet<string> = new Set(['address-code-known', 'permit-code', 'country-code-plausible']);

export function createDetector(patterns: ResidentIdPatterns): Detector {
  let codes: Set<string> | undefined;
  const known = (code: string): boolean => {
    if (codes === undefined) {
      codes = new Set();
      for (let i = 0; i < patterns.addressCodes.length; i += 6)
        codes.add(patterns.addressCodes.slice(i, i + 6));
    }
    return codes.has(code);
  };

  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    fits: {
      value: (digits) =>
        digits.length === 18
          ? mod11_2(digits) === digits[17] && calendarDate(digits.slice(6, 14)) !== undefined
          : undefined,
      chance: 1 / 11,
      scattered: false,
    },
    *detect(view: SegmentView): Generator<Candidate> {
      yield* damagedIds(view);
      for (const run of view.runs()) {
        if (run.digits.length < 12) continue;
        if (run.digits.includes('*')) yield* maskedCandidates(view, run, known);
        for (const window of numberWindows(run, SOUGHT)) {
          const found = readWindow(view.text, window, view.today, known);
          if (found === undefined) continue;
          const specimen = patterns.specimens.includes(found.value);
          yield specimen
            ? { ...found, evidence: [...found.evidence, { code: 'published-specimen' }] }
            : found;
        }
        yield* gluedCandidates(view, run, known);
      }
      // Parts that marks, words or boxes hold together must prove themselves in full.
      for (const run of view.joinedRuns()) {
        for (const window of numberWindows(run, JOINED)) {
          if (!window.gaps.some((gap) => JOINTS.has(gap))) continue;
          const found = readWindow(view.text, window, view.today, known);
          const proven = found?.status === 'valid' || found?.value.length === 15;
          if (proven && found.evidence.some(({ code }) => PROOF.has(code)))
            yield { ...found, evidence: [...found.evidence, { code: 'parted-by-marks' }] };
        }
      }
    },
  };
}

/** A province, or 9 and a province. */
function mayBegin(digits: string, first: number): boolean {
  return isProvince(digits, digits.charCodeAt(first) === 0x39 ? first + 1 : first);
}

/** The tens of month and day, and the century, can be those of a birth date, which is read in full later. */
function mayHoldBirth(digits: string, first: number, length: number): boolean {
  const year = length === 18 ? first + 8 : first + 6;
  if (digits.charCodeAt(year + 2) > 0x31 || digits.charCodeAt(year + 4) > 0x33) return false;
  return length !== 18 || CENTURIES.has(digits.slice(year - 2, year));
}
const CENTURIES: ReadonlySet<string> = new Set(['18', '19', '20']);

/** Fifteen digits are written in one group or as 6-6-3. */
function mayBeGrouped({ gaps, groups }: DigitRun, from: number, to: number): boolean {
  const first = groups[from]!;
  for (let i = from + 1; i <= to; i++)
    if (isVisible(gaps[i]!) && groups[i]! !== first + 6 && groups[i]! !== first + 12) return false;
  return true;
}

/** Groups behind others: `readWindow` takes those as a number only where all of it is right. */
function mustProve({ gaps }: DigitRun, from: number, to: number): boolean {
  if (from === 0) return false;
  for (let i = from + 1; i <= to; i++) if (isVisible(gaps[i]!)) return true;
  return false;
}

function readWindow(
  text: string,
  window: NumberWindow,
  today: string,
  known: (code: string) => boolean,
): Candidate | undefined {
  if (window.value.includes('*')) return undefined;
  if (window.value.length === 12) return oldPermanentResident(text, window, today);
  const x = window.value.indexOf('X');
  if (x >= 0 && x !== 17) return undefined;
  const reading =
    window.value.length === 18
      ? readEighteen(window.value, today, known)
      : readFifteen(window.value, today, known);
  if (reading === undefined) return undefined;
  // A chain of several groups must prove itself: any 18 digits of a table row would do otherwise.
  const parted = separators(window);
  if (
    parted.length > 0 &&
    reading.status !== 'valid' &&
    !(window.value.length === 15 ? visibleLengths(window).join() === '6,6,3' : tidyGroups(window))
  ) {
    return undefined;
  }
  if (window.letters && reading.status === 'invalid') return undefined;
  const left = parted.length === 0 ? endLost(text, window, reading) : undefined;
  if (left !== undefined) return left;
  const evidence = [
    ...reading.evidence,
    ...edgeEvidence(text, window).filter((e) => !allowedEdge(e, text, window)),
  ];
  if (window.letters) evidence.push({ code: 'letters-read-as-digits' });
  if (parted.length > 0 && window.value.length === 15) evidence.push({ code: 'grouped-oddly' });
  return candidate(window, outerKind(text, window) ?? reading.subtype, reading.status, evidence);
}

/**
 * What is left of an ID whose end is lost: one asterisk for the check character, or 000 for the digits that a
 * spreadsheet does not keep beyond its fifteen.
 */
function endLost(
  text: string,
  window: NumberWindow,
  { status, evidence, subtype }: Reading,
): Candidate | undefined {
  if (status !== 'unverifiable' || window.value.length !== 18) return undefined;
  const { value } = window;
  const hidden = value.endsWith('X') && charClass[text.charCodeAt(window.run.at[window.last - 1]!)] === MASK;
  const rounded = value.endsWith('000') && !window.letters;
  if (!hidden && !rounded) return undefined;
  const shown = value.slice(0, hidden ? 17 : 15);
  const own = evidence.filter(({ code }) => code !== 'check-character-wrong' && code !== 'order-zero');
  return {
    ...candidate(window, subtype, 'unverifiable', [
      ...own,
      { code: hidden ? 'masked' : 'rounded-by-spreadsheet' },
      ...edgeEvidence(text, window),
    ]),
    value: shown + '*'.repeat(18 - shown.length),
    masked: true,
  };
}

function candidate(
  window: NumberWindow,
  subtype: string,
  status: CheckStatus,
  evidence: Evidence[],
): Candidate {
  return {
    entity: ENTITY,
    subtype,
    span: { start: window.start, end: window.end },
    value: window.value,
    at: offsetsOf(window),
    status,
    evidence: subtype.endsWith('certificate') ? [...evidence, { code: 'certificate-shape' }] : evidence,
  };
}

/** Groups as people print them: 6-8-4, 3-3-4-4-4, 4-4-4-4-2 …: few groups, all of three digits or more but the last. */
function tidyGroups(window: NumberWindow): boolean {
  const parted = separators(window);
  return parted.length <= 5 && parted.every((gap) => gap !== 'mixed') && window.before === undefined;
}

/** The certificate that an ID stands in, by what adjoins it: G440524…, T440524…, …43B1. */
function outerKind(text: string, window: NumberWindow): string | undefined {
  const letter = text.charAt(window.start - 1).toUpperCase();
  if (/[A-Z]/.test(text.charAt(window.start - 2))) return undefined;
  if (letter === 'G' || letter === 'L' || letter === 'J') return 'student-certificate';
  if (letter === 'T') return 'special-operation-certificate';
  return undefined;
}

/** Letters that belong to a certificate number are no objection. */
function allowedEdge(evidence: Evidence, text: string, window: NumberWindow): boolean {
  return (
    evidence.code === 'adjoins-letters' &&
    outerKind(text, window) !== undefined &&
    !/[A-Za-z]/.test(text.charAt(window.end))
  );
}

/** Old permanent residence card (2004, 2017): three letters and twelve digits, check by 7-3-1. */
function oldPermanentResident(text: string, window: NumberWindow, today: string): Candidate | undefined {
  if (window.gaps.length > 0 || window.before !== undefined || window.value.includes('X')) return undefined;
  const letters = text
    .slice(Math.max(0, window.start - 3), window.start)
    .normalize('NFKC')
    .toUpperCase();
  if (!/^[A-Z]{3}$/.test(letters) || /[A-Za-zＡ-Ｚａ-ｚ]/.test(text.charAt(window.start - 4)))
    return undefined;
  const two = window.value.slice(4, 6);
  const century = `20${two}` > today.slice(0, 4) ? '19' : Number(two) < 30 ? '20' : '19';
  if (calendarDate(century + window.value.slice(4, 10)) === undefined) return undefined;
  if (!PROVINCES.test(window.value) || !mod10_731(letters + window.value)) return undefined;
  const start = window.start - 3;
  return {
    entity: ENTITY,
    subtype: 'foreign-permanent-resident-old',
    span: { start, end: window.end },
    value: letters + window.value,
    at: [start, start + 1, start + 2, ...offsetsOf(window)],
    status: 'valid',
    evidence: [{ code: 'check-character-ok' }, { code: 'birth-date-ok' }],
  };
}
