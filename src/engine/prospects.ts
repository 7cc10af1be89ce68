/**
 * What can't become a finding is not weighed: most digits of a page are dates, counts and document numbers, and
 * reading around each of them costs more than finding it.
 *
 * Sums of weights only, no rules of its own: what is left out here would stay below the threshold whatever stands
 * around it. The engine without it gives the same findings (`differential.test.ts`).
 */
import type { Candidate, Channel, Detector, Scoring } from '../core/index.js';
import { channelCode } from './weigh.js';

/** Log-odds below zero by more than rounding: sums are added in another order here. */
const HOPELESS = -1e-6;

/** What the engine may add to a candidate besides labels. */
const LATER = ['in-url', 'label-unknown', 'column-mixed'];

interface Reach {
  /** The most that a label can add. */
  readonly label: number;
  /** Kinds of label that add anything. */
  readonly kinds: readonly string[];
}

const reaches = new WeakMap<Scoring, Reach>();

function reachOf(scoring: Scoring): Reach {
  let reach = reaches.get(scoring);
  if (reach === undefined) {
    const score = (kind: string): number => scoring.codes[scoring.labels[kind]!]?.score ?? 0;
    const kinds = Object.keys(scoring.labels).filter((kind) => score(kind) > 0);
    reach = { label: Math.max(0, ...kinds.map(score)), kinds };
    reaches.set(scoring, reach);
  }
  return reach;
}

/** The labels of a segment: whether one of these kinds may stand in it or be its name. */
export type MayHold = (kinds: readonly string[]) => boolean;

/** Whether a detector can find nothing that counts in a segment. */
export function isIdle({ needsLabel, scoring }: Detector, mayHold: MayHold): boolean {
  return needsLabel === true && !mayHold(reachOf(scoring).kinds);
}

/**
 * Whether a candidate stays below the threshold with the best label there can be.
 *
 * @param mayHold Asked only where a label would make the difference.
 */
export function isHopeless(
  { evidence }: Candidate,
  { scoring }: Detector,
  channel: Channel,
  mayHold: MayHold,
): boolean {
  const { base, codes } = scoring;
  let sum = base;
  for (const later of LATER) sum += Math.max(0, codes[later]?.score ?? 0);
  const code = channelCode(channel);
  if (code !== undefined) sum += Math.max(0, codes[code]?.score ?? 0);
  for (let i = 0; i < evidence.length; i++) {
    const own = evidence[i]!.code;
    let first = 0;
    while (evidence[first]!.code !== own) first++;
    // A code counts once.
    if (first === i) sum += codes[own]?.score ?? 0;
  }
  if (sum >= HOPELESS) return false;
  const { label, kinds } = reachOf(scoring);
  return sum + label < HOPELESS || !mayHold(kinds);
}
