/**
 * Fixed lines and service numbers (400, 800).
 *
 * Sources: 电信网编号计划（2017年版）; area codes in `patterns/landline/area-codes.tsv`. Subscriber numbers have
 * seven or eight digits and begin with 2–8.
 */
import { calendarDate } from '../../checks/calendar-date.js';
import {
  append,
  type Candidate,
  type Detector,
  type Evidence,
  type Scoring,
  type SegmentView,
} from '../../core/index.js';
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

/** What `patterns/landline/` compiles to. */
export interface LandlinePatterns {
  /** With trunk 0, parted by blanks. */
  readonly areaCodes: string;
  readonly scoring: Scoring;
}

const ENTITY = 'landline';
const LENGTHS = lengthBits(7, 8, 10, 11, 12, 13, 14, 15, 16);
const EXTENSION = /^\s{0,2}(?:转|-|—|－|分机(?:号)?|ext\.?)\s{0,2}(\d{1,6})(?!\d)/i;
const AMOUNT =
  /^[ \u00a0]?(?:元|万|亿|余|%|％|亩|㎡|m²|平方|公里|米|吨|人(?![民员])|户(?![口籍主名])|年|月|个|次|号文)/;

export function createDetector(patterns: LandlinePatterns): Detector {
  const areas = new Set(patterns.areaCodes.split(' '));
  /**
   * What `readWindow` would find out for most windows: a subscriber number begins with 2–8, an area code with 0, a
   * country code with 8, a service number with 400 or 800.
   */
  const mayBe: MayBe = ({ digits, gaps }, first, length, from, to) => {
    const digit = digits.charCodeAt(first);
    if (length <= 8 && (digit === 0x30 || (from > 0 && gaps[from] === 'dash'))) return false;
    let parted = 0;
    for (let i = from + 1; i <= to; i++) {
      const gap = gaps[i]!;
      if (gap === 'break' || gap === 'mixed' || gap === 'dot') return false;
      if (gap !== 'form' && gap !== 'wrap') parted++;
    }
    if (length <= 8) return parted <= 1;
    if (digit === 0x30)
      return (
        areas.has(digits.slice(first, first + 3)) ||
        areas.has(digits.slice(first, first + 4)) ||
        digits.startsWith('0086', first)
      );
    if (digit === 0x34) return length === 10 && digits.startsWith('400', first);
    return (
      digit === 0x38 && (digits.startsWith('86', first) || (length === 10 && digits.startsWith('800', first)))
    );
  };
  const sought: Sought = {
    lengths: LENGTHS,
    mayBegin: (digits, first) => digits.charCodeAt(first) === 0x30 || isSubscriber(digits.charCodeAt(first)),
    mayBe,
  };
  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    *detect(view: SegmentView): Generator<Candidate> {
      for (const run of view.runs()) {
        if (run.forms[0] === 'letter') continue;
        for (const window of numberWindows(run, sought)) {
          const found = readWindow(view.text, window, areas);
          if (found !== undefined) yield found;
        }
      }
    },
  };
}

/** 4474 0751 5682 6703 5213: of a card or an account in groups of four. */
function isInsideGroups({ run, first, before }: NumberWindow, lengths: readonly number[]): boolean {
  if (before !== 'space' || lengths.length < 2 || lengths.some((length) => length !== 4)) return false;
  const group = run.groups.indexOf(first);
  return group > 0 && first - run.groups[group - 1]! === 4;
}

const isSubscriber = (digit: number): boolean => digit >= 0x32 && digit <= 0x38;

function readWindow(text: string, window: NumberWindow, areas: ReadonlySet<string>): Candidate | undefined {
  if (/[*X]/.test(window.value) || window.letters) return undefined;
  const gaps = separators(window);
  const lengths = visibleLengths(window);
  const evidence: Evidence[] = [];
  const country = /^(?:0086|86)(?=\d{2,3}[2-8]\d{6,7}$)/.exec(window.value)?.[0] ?? '';
  if (country !== '' && !(gaps.length > 0)) return undefined;
  const value = country === '' ? window.value : `0${window.value.slice(country.length)}`;
  if (/^[48]00\d{7}$/.test(value)) {
    if (!['10', '3,3,4', '3,4,3', '4,3,3', '3,7'].includes(lengths.join(','))) return undefined;
    evidence.push({ code: 'service-number' });
    if (lengths.length > 1) evidence.push({ code: 'grouped-as-printed' });
  } else if (value.startsWith('0')) {
    const area = [value.slice(0, 3), value.slice(0, 4)].find((code) => areas.has(code));
    if (area === undefined) return undefined;
    const local = value.slice(area.length);
    if (!/^[2-8]\d{6,7}$/.test(local)) return undefined;
    if (country === '' && lengths.length > 1 && lengths[0] !== area.length) return undefined;
    if (lengths.length > 3 || isInsideGroups(window, lengths)) return undefined;
    evidence.push({ code: 'area-code' });
    if (lengths.length > 1) evidence.push({ code: 'grouped-as-printed' });
  } else if (/^[2-8]\d{6,7}$/.test(value)) {
    if (value.length === 8 && /^20/.test(value) && calendarDate(value) !== undefined) return undefined;
    evidence.push({ code: 'local-number' });
  } else return undefined;
  const extension = EXTENSION.exec(text.slice(window.end, window.end + 12));
  if (extension !== null) evidence.push({ code: 'extension' });
  append(
    evidence,
    edgeEvidence(text, window).filter((e) => !(extension !== null && e.code === 'inside-longer-number')),
  );
  if (AMOUNT.test(text.slice(window.end, window.end + 4))) evidence.push({ code: 'amount-unit' });
  const opened =
    /[)）]/.test(text.slice(window.start, window.end)) && /[(（]/.test(text.charAt(window.start - 1)) ? 1 : 0;
  const offsets = offsetsOf(window);
  return {
    entity: ENTITY,
    subtype: evidence[0]!.code === 'service-number' ? 'service' : 'fixed-line',
    span: { start: window.start - opened, end: window.end },
    value: window.value,
    at: offsets,
    status: evidence[0]!.code === 'local-number' ? 'unverifiable' : 'valid',
    evidence,
  };
}
