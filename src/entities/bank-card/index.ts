/**
 * Bank card numbers: issuer prefix, length and Luhn check digit.
 *
 * Sources: ISO/IEC 7812-1:2017 (structure, annex B check digit), GB/T 15694-1995; prefixes in
 * `patterns/bank-card/bins.tsv`, community lists, not the UnionPay table.
 */
import { luhn } from '../../checks/luhn.js';
import {
  append,
  type Candidate,
  type Detector,
  type DigitRun,
  type Evidence,
  type Scoring,
  type SegmentView,
} from '../../core/index.js';
import { maskedNumber } from '../../text/masked-number.js';
import {
  cutWindow,
  edgeEvidence,
  isJoined,
  JOINTS,
  lengthBits,
  type NumberWindow,
  numberWindows,
  offsetsOf,
  type Sought,
  separators,
  visibleLengths,
} from '../../text/number-windows.js';
import { isSoft } from '../../text/soft-masks.js';

/** What `patterns/bank-card/` compiles to. */
export interface BankCardPatterns {
  /** `prefix/length` pairs, parted by blanks. */
  readonly bins: string;
  readonly scoring: Scoring;
}

const ENTITY = 'bank-card';
const LENGTHS = [15, 16, 17, 18, 19];
const PREFIXES = [10, 9, 8, 7, 6, 5, 4, 3];

export function createDetector(patterns: BankCardPatterns): Detector {
  let bins: Set<string> | undefined;
  /** Bit n: a number of n digits may begin with these three. */
  const lengths = new Uint32Array(1000);
  const read = (): Set<string> => {
    const pairs = patterns.bins.split(' ');
    for (const pair of pairs)
      lengths[Number(pair.slice(0, 3))]! |= 1 << Number(pair.slice(pair.indexOf('/') + 1));
    lengths.fill(-1, 620, 630);
    return new Set(pairs);
  };
  /** Lengths of the numbers that begin with the three digits at `first`, as bits. */
  const lengthsAt = (digits: string, first: number): number => {
    const a = digits.charCodeAt(first);
    const b = digits.charCodeAt(first + 1);
    const c = digits.charCodeAt(first + 2);
    if (!(a >= 0x31 && a <= 0x39 && b >= 0x30 && b <= 0x39 && c >= 0x30 && c <= 0x39)) return 0;
    bins ??= read();
    return lengths[(a - 0x30) * 100 + (b - 0x30) * 10 + (c - 0x30)]!;
  };
  /** What `readWindow` would find out: no issuer has such numbers, and no unknown one of UnionPay either. */
  const sought: Sought = {
    lengths: lengthBits(...LENGTHS),
    mayBegin: (digits, first) => lengthsAt(digits, first) !== 0,
    mayBe: ({ digits }, first, length) => ((lengthsAt(digits, first) >>> length) & 1) !== 0,
  };
  /** Length of the issuer prefix that fits, 0 when none does. */
  const issuer = (number: string, length: number): number => {
    bins ??= read();
    for (const size of PREFIXES) if (bins.has(`${number.slice(0, size)}/${length}`)) return size;
    return 0;
  };

  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    fits: {
      value: (digits) =>
        LENGTHS.includes(digits.length) ? luhn(digits) && issuer(digits, digits.length) >= 5 : undefined,
      chance: 0.03,
      scattered: false,
    },
    *detect(view: SegmentView): Generator<Candidate> {
      for (const run of view.runs()) {
        if (run.digits.length < 12) continue;
        if (run.digits.includes('*')) yield* maskedCandidates(view, run, issuer);
        let found = false;
        for (const window of numberWindows(run, sought)) {
          const candidate = readWindow(view.text, window, issuer);
          if (candidate === undefined) continue;
          found = true;
          yield candidate;
        }
        if (!found) yield* gluedCandidates(run, issuer);
      }
      for (const run of view.joinedRuns()) {
        for (const window of numberWindows(run, sought)) {
          if (!isJoined(window) || !luhn(window.value) || issuer(window.value, window.value.length) < 5)
            continue;
          const candidate = readWindow(view.text, window, issuer);
          if (candidate !== undefined) yield candidate;
        }
      }
    },
  };
}

/** 私人卡（6230…, 退至6230…, 打这个 6230…. */
const CARD_BEFORE =
  /(?:卡(?:内|上|里)?|打|转|汇|退|付|存|收款|转账|[转汇打付退划拨存](?:款|账|回)?(?:入|至|到|给|往))[（(:：\s]{0,3}$/;
const CARD_REACH = 10;
/** An identity number or a mobile number by itself. */
const PERSONAL_NUMBER = /(?<![\dA-Za-z])(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?![\dA-Za-z])/;
/** Units on each side of a number that are read for those of its row. */
const ROW_REACH = 60;

function besidePersonal(text: string, { start, end }: NumberWindow): boolean {
  const before = text.slice(Math.max(0, start - ROW_REACH), start);
  const after = text.slice(end, end + ROW_REACH).split('\n', 1)[0]!;
  return PERSONAL_NUMBER.test(before.slice(before.lastIndexOf('\n') + 1)) || PERSONAL_NUMBER.test(after);
}

function readWindow(
  text: string,
  window: NumberWindow,
  issuer: (number: string, length: number) => number,
): Candidate | undefined {
  const { value } = window;
  if (/[*X]/.test(value)) return undefined;
  const passes = luhn(value);
  const prefix = issuer(value, value.length);
  if (!passes && prefix < 5) return undefined;
  if (prefix === 0 && !value.startsWith('62')) return undefined;
  const evidence: Evidence[] = [{ code: passes ? 'luhn-ok' : 'luhn-wrong' }];
  if (prefix >= 5) evidence.push({ code: 'issuer-known' });
  else if (prefix > 0) evidence.push({ code: 'issuer-legacy' });
  if (value.startsWith('62')) {
    evidence.push({ code: 'unionpay-prefix' });
    // An issuer that no list knows: what stands around tells a card from a serial number.
    if (prefix === 0) {
      if (CARD_BEFORE.test(text.slice(Math.max(0, window.start - CARD_REACH), window.start)))
        evidence.push({ code: 'card-word' });
      else if (besidePersonal(text, window)) evidence.push({ code: 'beside-personal-number' });
    }
  }
  if (/^(\d)\1{11,}/.test(value) || (/0{9,}$/.test(value) && !passes)) return undefined;
  const shape = groupShape(window);
  if (shape === undefined) return undefined;
  if (shape !== '') evidence.push({ code: shape });
  if (window.letters) evidence.push({ code: 'letters-read-as-digits' });
  append(evidence, edgeEvidence(text, window));
  if (shape !== '' && (window.before === 'space' || window.after === 'space'))
    evidence.push({ code: 'numbers-around' });
  return {
    entity: ENTITY,
    span: { start: window.start, end: window.end },
    value,
    at: offsetsOf(window),
    status: passes ? 'valid' : 'invalid',
    evidence,
  };
}

function groupShape(window: NumberWindow): string | undefined {
  const gaps = separators(window);
  if (gaps.length === 0) return '';
  if (gaps.some((gap) => gap === 'bracket' || gap === 'mixed')) return undefined;
  const lengths = visibleLengths(window);
  if (gaps.includes('remark')) return gaps.length <= 4 ? 'remark-inside' : undefined;
  if (gaps.some((gap) => JOINTS.has(gap))) {
    const even = lengths.slice(0, -1).every((length) => length === 4 || length === 1) && lengths.at(-1)! <= 4;
    return even || lengths.join(',') === '6,6,7' ? 'parted-by-marks' : undefined;
  }
  const uniform = gaps.every((gap) => gap === gaps[0]);
  const fours = lengths.slice(0, -1).every((length) => length === 4) && lengths.at(-1)! <= 4;
  if (uniform && (fours || ['6,13', '6,10', '8,11', '6,4,4,5', '6,6,7'].includes(lengths.join(','))))
    return 'grouped-as-printed';
  if (gaps.includes('break') && gaps.length > 1 && !gaps.every((gap) => gap === 'break' || gap === 'space'))
    return undefined;
  return gaps.length <= 5 || lengths.every((length) => length === 1) ? 'grouped-oddly' : undefined;
}

/** A card glued to an ID or a mobile number: 18 + 19, 19 + 11. */
function* gluedCandidates(
  run: DigitRun,
  issuer: (n: string, length: number) => number,
): Generator<Candidate> {
  const { groups, digits } = run;
  for (let g = 0; g < groups.length; g++) {
    const first = groups[g]!;
    const last = g + 1 < groups.length ? groups[g + 1]! : digits.length;
    const length = last - first;
    if (length !== 30 && length !== 37 && length !== 48) continue;
    for (const [from, to] of [
      [0, 19],
      [18, 37],
      [11, 30],
      [29, 48],
    ] as const) {
      if (to > length) continue;
      const value = digits.slice(first + from, first + to);
      if (!/^62\d{17}$/.test(value) || !luhn(value) || issuer(value, 19) < 5) continue;
      const window = cutWindow(run, first + from, first + to);
      yield {
        entity: ENTITY,
        span: { start: window.start, end: window.end },
        value,
        at: offsetsOf(window),
        status: 'valid',
        evidence: [{ code: 'luhn-ok' }, { code: 'issuer-known' }, { code: 'glued-numbers' }],
      };
    }
  }
}

const MASKED: Sought = { lengths: lengthBits(11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21) };

/** 622848*********0000. */
function* maskedCandidates(
  view: SegmentView,
  run: DigitRun,
  issuer: (n: string, length: number) => number,
): Generator<Candidate> {
  for (const window of numberWindows(run, MASKED)) {
    const parts = /^(\d{4,12})(\*{3,})(\d{0,6})$/.exec(window.value);
    if (parts === null || separators(window).length > 4) continue;
    const [, head = '', , tail = ''] = parts;
    const exact = window.value.length >= 15 && window.value.length <= 19;
    if (
      head.length < 6
        ? !head.startsWith('62')
        : issuer(head, 19) < 5 && issuer(head, 16) < 5 && issuer(head, 17) < 5
    )
      continue;
    if (head.length + tail.length < 6) continue;
    if (isSoft(view.text.charCodeAt(run.at[window.first + head.length]!))) continue;
    const evidence: Evidence[] = [
      { code: 'masked' },
      { code: 'issuer-known' },
      ...edgeEvidence(view.text, window),
    ];
    if (!exact) evidence.push({ code: 'mask-length-off' });
    yield maskedNumber(ENTITY, window, evidence);
  }
}
