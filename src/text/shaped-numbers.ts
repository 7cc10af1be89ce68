/**
 * Document numbers that are told by their shape and a label only: letters, then digits, at most a check in
 * brackets. Found from the digit runs, so that a text without long numbers costs nothing.
 */
import type { Candidate, CheckStatus, Evidence, SegmentView } from '../core/index.js';

/** One shape of a document number. */
export interface NumberShape {
  readonly subtype: string;
  /** Matches the whole number, letters in upper case, without separators and brackets. */
  readonly shape: RegExp;
  /** Says whether the number's own check holds; without one it is `unverifiable`. */
  readonly check?: (value: string) => boolean;
}

/** Letters or Chinese characters that may stand before the digits. */
const HEAD_REACH = 8;

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
    if (run.digits.length > 12 || run.digits.includes('*') || run.groups.length > 2) continue;
    if (run.gaps.some((gap) => gap !== 'none' && gap !== 'bracket')) continue;
    const before = text.slice(Math.max(0, run.start - HEAD_REACH), run.start);
    const letters = head.exec(before)?.[1] ?? '';
    const start = run.start - letters.length;
    if (/[A-Za-z0-9_]/.test(text.charAt(start - 1)) && letters !== '') continue;
    const closed = /^\s?[A-Z]?\s?[)）]/.exec(text.slice(run.end, run.end + 3))?.[0] ?? '';
    const opened =
      /[(（]/.test(text.slice(run.start, run.end + closed.length)) || /[(（]/.test(text.charAt(run.end));
    const tail = opened && closed !== '' ? closed : '';
    const value = `${letters.toUpperCase()}${run.digits}`;
    for (const { subtype, shape, check } of shapes) {
      if (!shape.test(value)) continue;
      const passes = check?.(value);
      const status: CheckStatus = passes === undefined ? 'unverifiable' : passes ? 'valid' : 'invalid';
      const evidence: Evidence[] = [{ code: 'shape' }];
      if (passes !== undefined)
        evidence.push({
          code: passes ? 'check-digit-ok' : 'check-digit-wrong',
        });
      if (/[A-Za-z0-9_]/.test(text.charAt(run.end + tail.length))) evidence.push({ code: 'adjoins-letters' });
      const head = Array.from({ length: letters.length }, (_, i) => start + i);
      yield {
        entity,
        subtype,
        span: { start, end: run.end + tail.length },
        value,
        at: [...head, ...run.at],
        status,
        evidence,
      };
      break;
    }
  }
}
