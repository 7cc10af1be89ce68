/** A number of which some digits are hidden, as every detector of numbers tells it. */
import type { Candidate, Evidence } from '../core/index.js';
import { type NumberWindow, offsetsOf } from './number-windows.js';

/** @param window Its value holds `*` for hidden digits, as many as are written. */
export function maskedNumber(entity: string, window: NumberWindow, evidence: readonly Evidence[]): Candidate {
  return {
    entity,
    span: { start: window.start, end: window.end },
    value: window.value,
    at: offsetsOf(window),
    status: 'unverifiable',
    evidence,
    masked: true,
  };
}
