/** One finding a place: of drafts that overlap, the one with most evidence stays, whatever order they came in. */
import { type Draft, scoreOf } from './draft.js';

/** Entities that a reader would rather see where two fit alike. */
const RANK = ['resident-id', 'bank-card', 'mobile', 'bank-account', 'address', 'landline'];

function rank(draft: Draft): number {
  const at = RANK.indexOf(draft.candidate.entity);
  return at < 0 ? RANK.length : at;
}

/**
 * @param drafts Of one segment, any order.
 * @returns Drafts that don't overlap, by start.
 */
export function resolve(drafts: readonly Draft[]): Draft[] {
  const ordered = drafts.map((draft) => ({
    draft,
    certainty: Math.round(certainty(draft) * 50),
    length: length(draft),
    rank: rank(draft),
  }));
  ordered.sort(
    (a, b) =>
      b.certainty - a.certainty ||
      b.length - a.length ||
      a.rank - b.rank ||
      a.draft.candidate.span.start - b.draft.candidate.span.start,
  );
  const kept: Draft[] = [];
  const taken = new IntervalSet();
  for (const { draft } of ordered) {
    const { start, end } = draft.candidate.span;
    if (taken.overlaps(start, end)) continue;
    taken.insert(start, end);
    kept.push(draft);
  }
  return kept.sort((a, b) => a.candidate.span.start - b.candidate.span.start);
}

/** Check digit, issuer and the groups of the print: no header that is taken for its column's makes four groups a mobile. */
const CARD = ['luhn-ok', 'issuer-known', 'grouped-as-printed'];
const PRINTED = 0.98;

function certainty(draft: Draft): number {
  const { entity, evidence } = draft.candidate;
  const printed = entity === 'bank-card' && CARD.every((code) => evidence.some((one) => one.code === code));
  return printed ? Math.max(PRINTED, scoreOf(draft)) : scoreOf(draft);
}

function length(draft: Draft): number {
  return draft.candidate.span.end - draft.candidate.span.start;
}

/** Disjoint intervals in buckets of 64 units: values are short, so a look-up reads one or two buckets. */
class IntervalSet {
  readonly #buckets = new Map<number, { start: number; end: number }[]>();

  overlaps(start: number, end: number): boolean {
    for (let bucket = start >> 6; bucket <= (end - 1) >> 6; bucket++) {
      if (this.#buckets.get(bucket)?.some((other) => other.start < end && start < other.end)) return true;
    }
    return false;
  }

  insert(start: number, end: number): void {
    for (let bucket = start >> 6; bucket <= (end - 1) >> 6; bucket++) {
      const list = this.#buckets.get(bucket);
      if (list === undefined) this.#buckets.set(bucket, [{ start, end }]);
      else list.push({ start, end });
    }
  }
}
