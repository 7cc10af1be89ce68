/**
 * Document numbers that are told by their shape and a label only: letters, then digits, at most a check in
 * brackets. Found from the digit runs, so that a text without long numbers costs nothing.
 */
import type { Candidate, CheckStatus, DigitRun, Evidence, SegmentView } from '../core/index.js';

/** One shape of a document number. */
export interface NumberShape {
  readonly subtype: string;
  /** Matches the whole number, letters in upper case, without separators and brackets. */
  readonly shape: RegExp;
  /** Says whether the number's own check holds; without one it is `unverifiable`. */
  readonly check?: (value: string) => boolean;
  /** Its last digit stands in brackets. */
  readonly bracketed?: boolean;
  /** Another country's, so that the shape says little. */
  readonly foreign?: boolean;
}

/** Letters or Chinese characters that may stand before the digits, and a blank. */
const HEAD_REACH = 9;
/** Digits of the longest document number. */
const LONGEST = 12;

/** Digits of one document number: of a whole run, or of its first group where further columns follow it. */
interface Stretch {
  readonly digits: string;
  readonly at: readonly number[];
  readonly end: number;
}

function* stretches(run: DigitRun, lettered: boolean): Generator<Stretch> {
  const { digits, at, end, gaps, groups } = run;
  const bracketed = gaps.every((gap) => gap === 'none' || gap === 'bracket') && groups.length <= 2;
  const spaced = lettered && groups.length <= 3 && gaps.every((gap) => gap === 'none' || gap === 'space');
  if (digits.length <= LONGEST && (bracketed || spaced)) yield { digits, at, end };
  else if (gaps[1] === 'space' && groups[1]! <= LONGEST) {
    const first = groups[1]!;
    yield { digits: digits.slice(0, first), at: at.slice(0, first), end: at[first - 1]! + 1 };
  }
}

/**
 * @param head Matches the head at the end of the text before the digits; its first group is part of the number.
 */
export function* shapedNumbers(
  view: SegmentView,
  entity: string,
  head: RegExp,
  shapes: readonly NumberShape[],
): Generator<Candidate> {
  const { text } = view;
  for (const run of view.runs()) {
    // Most runs are longer than any document number.
    if ((run.digits.length > LONGEST && run.gaps[1] !== 'space') || run.digits.includes('*')) continue;
    const before = text.slice(Math.max(0, run.start - HEAD_REACH), run.start);
    const found = head.exec(before);
    const letters = found?.[1] ?? '';
    const start = letters === '' ? run.start : run.start - found![0].length;
    if (/[A-Za-z0-9_Ａ-Ｚａ-ｚ]/.test(text.charAt(start - 1)) && letters !== '') continue;
    for (const { digits, at, end } of stretches(run, letters !== '')) {
      const closed = /^\s?[A-Z]?\s?[)）]/.exec(text.slice(end, end + 3))?.[0] ?? '';
      const opened =
        /[(（]/.test(text.slice(run.start, end + closed.length)) || /[(（]/.test(text.charAt(end));
      const tail = opened && closed !== '' ? closed : '';
      const value = `${letters.normalize('NFKC').toUpperCase()}${digits}`;
      const fitting = shapes.filter(
        ({ shape, bracketed }) => shape.test(value) && (bracketed !== true || tail !== ''),
      );
      // Of two kinds of number the one whose check holds, else one that has none.
      const one = fitting.find(({ check }) => check?.(value) !== false) ?? fitting[0];
      if (one === undefined) continue;
      const passes = one.check?.(value);
      const status: CheckStatus = passes === undefined ? 'unverifiable' : passes ? 'valid' : 'invalid';
      const evidence: Evidence[] = [{ code: one.foreign === true ? 'shape-foreign' : 'shape' }];
      if (passes !== undefined) evidence.push({ code: passes ? 'check-digit-ok' : 'check-digit-wrong' });
      if (/[A-Za-z0-9_]/.test(text.charAt(end + tail.length))) evidence.push({ code: 'adjoins-letters' });
      const heads = Array.from({ length: letters.length }, (_, i) => start + i);
      yield {
        entity,
        subtype: one.subtype,
        span: { start, end: end + tail.length },
        value,
        at: [...heads, ...at],
        status,
        evidence,
      };
    }
  }
}
