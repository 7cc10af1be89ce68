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
import { mod11_10 } from '../../checks/mod11-10.js';
import { organisationCode } from '../../checks/organisation-code.js';
import { uscc } from '../../checks/uscc.js';
import {
  append,
  type Candidate,
  type CheckStatus,
  type Detector,
  type DigitRun,
  type Evidence,
  type Scoring,
  type SegmentView,
} from '../../core/index.js';
import { charClass, MASK } from '../../text/char-class.js';
import {
  cutWindow,
  edgeEvidence,
  JOINTS,
  type NumberWindow,
  numberWindows,
  offsetsOf,
  separators,
  visibleLengths,
} from '../../text/number-windows.js';
import { isSoft } from '../../text/soft-masks.js';
import { damagedIds } from './damaged.js';

/** What `patterns/resident-id/` compiles to. */
export interface ResidentIdPatterns {
  /** Six-digit address codes, sorted and joined. */
  readonly addressCodes: string;
  /** Worked examples that standards print; real in form, nobody's. */
  readonly specimens: readonly string[];
  readonly scoring: Scoring;
}

const ENTITY = 'resident-id';
const LENGTHS: ReadonlySet<number> = new Set([12, 15, 18]);
const JOINED_LENGTHS: ReadonlySet<number> = new Set([15, 18]);
/** A place that exists: the check character alone passes once in eleven times. */
const PROOF: ReadonlySet<string> = new Set(['address-code-known', 'permit-code', 'country-code-plausible']);
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[1-3])/;
/** Nobody alive is older, but the worked example of the standard is of 1880 and people test with it. */
const EARLIEST = '1850';
const PERMITS: Readonly<Record<string, string>> = {
  '810000': 'residence-permit-hk',
  '820000': 'residence-permit-mo',
  '830000': 'residence-permit-tw',
};

/** What the digits say; `undefined` when they can be no such number. */
interface Reading {
  readonly subtype: string;
  readonly status: CheckStatus;
  readonly evidence: Evidence[];
}

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
        for (const window of numberWindows(run, LENGTHS, 18, mayBe)) {
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
        for (const window of numberWindows(run, JOINED_LENGTHS, 18, mayBe)) {
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

/** Numbers of 15 and 18 begin with a province, or with 9 before it; those of 12 stand behind letters, in one group. */
function mayBe({ digits }: DigitRun, first: number, length: number, from: number, to: number): boolean {
  if (length === 12) return from === to;
  // The tens of the month; the date is read in full later.
  if (length === 15 && digits.charCodeAt(first + 8) > 0x31) return false;
  const at = digits.charCodeAt(first) === 0x39 && length === 18 ? first + 1 : first;
  return PROVINCES.test(digits.slice(at, at + 2));
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

/** 18 characters. @param value Digits, the last one may be X. */
export function readEighteen(
  value: string,
  today: string,
  known: (code: string) => boolean,
): Reading | undefined {
  const foreigner = value.startsWith('9');
  if (foreigner ? !PROVINCES.test(value.slice(1)) : !PROVINCES.test(value)) return undefined;
  const check = mod11_2(value) === value[17];
  const evidence: Evidence[] = [{ code: check ? 'check-character-ok' : 'check-character-wrong' }];
  const born = birth(value.slice(6, 14), today, evidence);
  const code = value.slice(0, 6);
  let subtype = 'second-generation';
  if (foreigner) {
    subtype = 'foreign-permanent-resident';
    evidence.push({
      code: known(`${value.slice(1, 3)}0100`) ? 'country-code-plausible' : 'address-code-unknown',
    });
    if (uscc(value)) evidence.push({ code: 'credit-code-check-ok' }, { code: 'address-code-unknown' });
  } else if (PERMITS[code] !== undefined) {
    subtype = PERMITS[code];
    evidence.push({ code: 'permit-code' });
  } else {
    evidence.push({ code: known(code) ? 'address-code-known' : 'address-code-unknown' });
    if (uscc(value)) evidence.push({ code: 'credit-code-check-ok' });
  }
  if (value.slice(14, 17) === '000') evidence.push({ code: 'order-zero' });
  const status = !born ? 'invalid' : check ? 'valid' : 'unverifiable';
  return { subtype, status, evidence };
}

/** 15 digits: no check character, so never `valid`. */
function readFifteen(value: string, today: string, known: (code: string) => boolean): Reading | undefined {
  if (!PROVINCES.test(value)) return undefined;
  const evidence: Evidence[] = [{ code: 'fifteen-digits' }];
  if (!birth(`19${value.slice(6, 12)}`, today, evidence)) return undefined;
  evidence.push({ code: known(value.slice(0, 6)) ? 'address-code-known' : 'address-code-unknown' });
  if (mod11_10(value)) evidence.push({ code: 'registration-check-ok' });
  // 税务登记证号 until 2015: county code and organisation code.
  if (organisationCode(value.slice(6))) evidence.push({ code: 'organisation-code-check-ok' });
  return { subtype: 'first-generation', status: 'unverifiable', evidence };
}

/** @returns Whether the birth date can be; says so in `evidence`. */
function birth(digits: string, today: string, evidence: Evidence[]): boolean {
  const date = calendarDate(digits);
  if (date === undefined || date < EARLIEST) evidence.push({ code: 'birth-date-impossible' });
  else if (date > today) evidence.push({ code: 'birth-date-in-future' });
  else {
    if (date < '1900') evidence.push({ code: 'birth-date-before-1900' });
    else evidence.push({ code: 'birth-date-ok' });
    if (date >= '1900' && Number(today.slice(0, 4)) - Number(date.slice(0, 4)) > 120)
      evidence.push({ code: 'birth-date-old' });
    return true;
  }
  return false;
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

/** IDs inside a longer number: disability certificates, doctors' qualification codes, IDs glued to other numbers. */
function* gluedCandidates(
  view: SegmentView,
  run: DigitRun,
  known: (code: string) => boolean,
): Generator<Candidate> {
  const { groups, digits } = run;
  for (let g = 0; g < groups.length; g++) {
    const first = groups[g]!;
    const last = g + 1 < groups.length ? groups[g + 1]! : digits.length;
    const length = last - first;
    if (length < 19 || length > 400) continue;
    for (let at = first; at + 18 <= last; at++) {
      const value = digits.slice(at, at + 18);
      if (!/^\d{17}[\dX]$/.test(value) || mod11_2(value) !== value[17]) continue;
      const reading = readEighteen(value, view.today, known);
      if (reading?.status !== 'valid' || !reading.evidence.some((e) => e.code === 'address-code-known'))
        continue;
      const head = at - first;
      const tail = last - at - 18;
      const kind = gluedKind(digits, first, at, last);
      if (kind === undefined) continue;
      const window = cutWindow(run, at, at + 18);
      const evidence =
        kind === 'glued' ? [...reading.evidence] : [...reading.evidence, { code: 'certificate-shape' }];
      if (head === 0 && tail === 0) continue;
      yield {
        entity: ENTITY,
        subtype: kind === 'glued' ? reading.subtype : kind,
        span: { start: window.start, end: window.end },
        value,
        at: offsetsOf(window),
        status: 'valid',
        evidence,
      };
      at += 17;
    }
  }
}

/** What the digits around an inner ID make of the whole; undefined when nothing explains them. */
function gluedKind(digits: string, first: number, at: number, last: number): string | undefined {
  const before = digits.slice(first, at);
  const after = digits.slice(at + 18, last);
  if (before === '' && /^[1-7][1-4]$/.test(after)) return 'disability-certificate';
  // The number of an individual business until 2015: the ID of who runs it, and two digits.
  if (before === '' && /^0\d$/.test(after)) return 'taxpayer-number';
  if (after === '' && /^(?:19|20)\d{2}(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{3}$/.test(before)) {
    return 'doctor-qualification-certificate';
  }
  const phone = /^1[3-9]\d{9}$/;
  const id = /^\d{17}[\dX]$/;
  const explained = (part: string): boolean =>
    part === '' ||
    phone.test(part) ||
    (id.test(part) && mod11_2(part) === part[17]) ||
    /^62\d{14}(?:\d{3})?$/.test(part);
  return explained(before) && explained(after) ? 'glued' : undefined;
}

/** Partly masked IDs. Every visible digit must fit the layout; the number of stars is often wrong. */
function* maskedCandidates(
  view: SegmentView,
  run: DigitRun,
  known: (code: string) => boolean,
): Generator<Candidate> {
  const whole = /^(\d{0,17})(\*{2,24})([\dX]{0,8})$/;
  for (const window of numberWindows(run, MASK_LENGTHS, 30)) {
    const parts = whole.exec(window.value);
    if (parts === null || separators(window).length > 4) continue;
    const [, head = '', stars = '', tail = ''] = parts;
    if (head.length + tail.length < 4 || head.length + tail.length > 17) continue;
    const exact = window.value.length === 18 || window.value.length === 15;
    const aligned = exact
      ? window.value
      : head + '*'.repeat(Math.max(2, 18 - head.length - tail.length)) + tail;
    if (!exact && (head.length < 6 || Math.abs(window.value.length - 18) > 8)) continue;
    if (!exact && /^62|^1[3-9]\d$/.test(head) && !known(head.slice(0, 6))) continue;
    if (head.length >= 2 && !PROVINCES.test(head)) continue;
    const soft = isSoft(view.text.charCodeAt(run.at[window.first + head.length]!));
    if (soft && head.length < 6) continue;
    if (head.length >= 6 && !known(head.slice(0, 6)) && PERMITS[head.slice(0, 6)] === undefined) continue;
    if (!plausibleDate(aligned)) continue;
    const evidence: Evidence[] = [{ code: 'masked' }];
    if (soft) evidence.push({ code: 'mask-of-marks' });
    if (head.length >= 6) evidence.push({ code: 'address-code-known' });
    if (head.length === 0 || tail.length === 0) evidence.push({ code: 'mask-open-ended' });
    if (!exact) evidence.push({ code: 'mask-length-off' });
    if (head.length >= 10) evidence.push({ code: 'birth-date-ok' });
    append(evidence, edgeEvidence(view.text, window));
    yield {
      entity: ENTITY,
      subtype: window.value.length === 15 ? 'first-generation' : 'second-generation',
      span: { start: window.start, end: window.end },
      value: head + stars + tail,
      at: offsetsOf(window),
      status: 'unverifiable',
      evidence,
      masked: true,
    };
  }
}

const MASK_LENGTHS: ReadonlySet<number> = new Set([
  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26,
]);

/** Whether the visible digits of positions 7–14 can begin a date. */
function plausibleDate(aligned: string): boolean {
  if (aligned.length !== 18) return true;
  const [century, month, day] = [aligned.slice(6, 8), aligned.slice(10, 12), aligned.slice(12, 14)];
  if (/^\d\d$/.test(century) && century !== '19' && century !== '20') return false;
  if (/^\d\d$/.test(month) && !(Number(month) >= 1 && Number(month) <= 12)) return false;
  return !(/^\d\d$/.test(day) && !(Number(day) >= 1 && Number(day) <= 31));
}
