/**
 * What can't become a finding is not weighed: most digits of a page are dates, counts and document numbers, and
 * reading around each of them costs more than finding it.
 *
 * Sums of weights only, no rules of its own: what is left out here would stay below the threshold whatever stands
 * around it. The engine without it gives the same findings (`differential.test.ts`).
 */
import type { Candidate, Channel, Detector, Scoring } from '../core/index.js';
import { isWrittenOddly } from './named.js';
import { channelCode } from './weigh.js';

/** Log-odds below zero by more than rounding: sums are added in another order here. */
const HOPELESS = -1e-6;

/** What the engine may add to a candidate besides labels. */
const LATER = ['in-url', 'label-unknown', 'list-of-others'];

interface Reach {
  /** The most that a label can add. */
  readonly label: number;
  /** Kinds of label that add anything. */
  readonly kinds: readonly string[];
}

const reaches = new WeakMap<Scoring, Reach>();

/** How far labels can lift a value. */
export function reachOf(scoring: Scoring): Reach {
  let reach = reaches.get(scoring);
  if (reach === undefined) {
    const score = (kind: string): number => scoring.codes[scoring.labels[kind]!]?.score ?? 0;
    const kinds = Object.keys(scoring.labels).filter((kind) => score(kind) > 0);
    reach = { label: Math.max(0, ...kinds.map(score)), kinds };
    reaches.set(scoring, reach);
  }
  return reach;
}

/** Whether a detector can find nothing that counts in a segment. @param mayHold Whether a label of its may stand there. */
export function isIdle({ needsLabel, scoring }: Detector, mayHold: (scoring: Scoring) => boolean): boolean {
  return needsLabel === true && !mayHold(scoring);
}

/**
 * Whether a candidate stays below the threshold with the best label there can be.
 *
 * @param announced Whether a label may speak for it; asked only where that would make the difference.
 */
export function isHopeless(
  candidate: Candidate,
  { scoring }: Detector,
  channel: Channel,
  announced: () => boolean,
): boolean {
  const { base, codes } = scoring;
  const { evidence } = candidate;
  let sum = base;
  for (const later of LATER) sum += Math.max(0, codes[later]?.score ?? 0);
  if (codes.named !== undefined && isWrittenOddly(candidate)) sum += Math.max(0, codes.named.score ?? 0);
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
  return sum + reachOf(scoring).label < HOPELESS || !announced();
}
