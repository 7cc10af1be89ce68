/** Detectors as data: a regular expression, and the label words that announce the value. */
import type { Candidate, Detector, SegmentView } from '../core/index.js';

/** A kind of value of one's own: staff numbers, case numbers, member cards. */
export interface PatternRule {
  /** Entity id, kebab-case; not one of the built-in ones. */
  readonly entity: string;
  /**
   * Regular expression (flags `u` and `g` are set) over the text that a reader sees. Keep it linear: no
   * unbounded repetition next to what it also matches.
   */
  readonly pattern: string;
  /** Words that stand before such a value or head its column, in simplified script. */
  readonly labels?: readonly string[];
  /** Report only what a label announces. Default: when there are labels. */
  readonly labelled?: boolean;
  /** Whose it is without further evidence; `private` by default. */
  readonly owner?: 'private' | 'official' | 'unknown';
}

const LEAN = { private: 1, official: -1, unknown: 0 } as const;

/** Label kinds of own rules never meet the built-in ones. */
export function ruleLabels(rules: readonly PatternRule[]): string {
  return rules
    .flatMap(({ entity, labels = [] }) => labels.map((word) => `${word}\town:${entity}`))
    .join('\n');
}

/** @throws TypeError on a pattern that is no regular expression or matches nothing at all. */
export function patternDetector(rule: PatternRule): Detector {
  const { entity, labels = [], labelled = labels.length > 0, owner = 'private' } = rule;
  let pattern: RegExp;
  try {
    pattern = new RegExp(rule.pattern, 'gu');
  } catch {
    throw new TypeError(`patterns: "${entity}" has no valid regular expression`);
  }
  if (pattern.test('')) throw new TypeError(`patterns: "${entity}" matches the empty text`);
  return {
    entity,
    scoring: {
      base: labelled ? -3 : 1,
      lean: LEAN[owner],
      labels: { [`own:${entity}`]: 'label' },
      codes: { label: { score: 5 }, 'beside-id': { private: 1 } },
    },
    needsLabel: labelled,
    *detect(view: SegmentView): Generator<Candidate> {
      for (const match of view.text.matchAll(pattern)) {
        const { index } = match;
        const value = match[0];
        if (value === '') continue;
        const at = Array.from({ length: value.length }, (_, i) => index + i);
        const span = { start: index, end: index + value.length };
        yield { entity, span, value, at, status: 'unverifiable', evidence: [{ code: 'pattern' }] };
      }
    },
  };
}
