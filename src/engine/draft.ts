/** A candidate on its way to a finding: evidence gathers, sums are kept. */
import type { Candidate, Cell, Detector, Evidence, ValueContext } from '../core/index.js';
import type { View } from './view.js';

export interface Draft {
  readonly candidate: Candidate;
  readonly detector: Detector;
  readonly view: View;
  readonly context: ValueContext;
  readonly cell: Cell | undefined;
  readonly evidence: Evidence[];
  /** Log-odds that the value is real. */
  logit: number;
  /** Lean to a private person (positive) or a body (negative). */
  lean: number;
}

/** Whether a piece of evidence with this code is there. */
export function has({ evidence }: Draft, code: string): boolean {
  for (const one of evidence) if (one.code === code) return true;
  return false;
}

/** Adds a piece of evidence, once, and what it weighs. Codes without a weight are kept for the reader. */
export function add(draft: Draft, evidence: Evidence): void {
  if (has(draft, evidence.code)) return;
  draft.evidence.push(evidence);
  const weight = draft.detector.scoring.codes[evidence.code];
  draft.logit += weight?.score ?? 0;
  draft.lean += weight?.private ?? 0;
}

/** Adds evidence that only tells whose the value is, not whether it is one. */
export function addOwner(draft: Draft, evidence: Evidence): void {
  const lean = draft.detector.scoring.codes[evidence.code]?.private;
  if (lean === undefined || has(draft, evidence.code)) return;
  draft.evidence.push(evidence);
  draft.lean += lean;
}

/** 0…1. */
export function scoreOf(draft: Draft): number {
  return 1 / (1 + Math.exp(-draft.logit));
}
