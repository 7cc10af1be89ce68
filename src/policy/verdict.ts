/** Findings and coverage → may this be published? */
import type { Disposition, Verdict } from '../core/index.js';
import type { Policy } from './types.js';

/**
 * `block` where the policy blocks a disposition, else `review` where it calls for a person, else
 * `incomplete` where something was not read, else `pass`.
 *
 * @param findings Only their dispositions count.
 * @param unread Places that were not read.
 */
export function decideVerdict(
  findings: Iterable<{ readonly disposition: Disposition }>,
  unread: readonly unknown[],
  policy: Policy,
): Verdict {
  let review = false;
  for (const { disposition } of findings) {
    if (policy.verdict.block.includes(disposition)) return 'block';
    review ||= policy.verdict.review.includes(disposition);
  }
  if (review) return 'review';
  return unread.length > 0 ? 'incomplete' : 'pass';
}
