/** Known values that may stand: as the caller wrote them, compared with values as detectors normalise them. */
import type { Candidate } from '../core/index.js';

/** What `allow` matches: a value, a keyed fingerprint or a pattern. */
export interface Allowed {
  readonly value?: string;
  readonly fingerprint?: string;
  /** Matches whole normalised values. */
  readonly pattern?: RegExp;
}

export class AllowList {
  readonly #values = new Set<string>();
  readonly #fingerprints = new Set<string>();
  readonly #patterns: readonly RegExp[];

  constructor(entries: readonly Allowed[]) {
    for (const { value, fingerprint } of entries) {
      if (value !== undefined) for (const form of formsOf(value)) this.#values.add(form);
      if (fingerprint !== undefined) this.#fingerprints.add(fingerprint);
    }
    this.#patterns = entries.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
  }

  has({ value }: Candidate, fingerprint: string | undefined): boolean {
    return (
      this.#values.has(value) ||
      (fingerprint !== undefined && this.#fingerprints.has(fingerprint)) ||
      this.#patterns.some((pattern) => pattern.test(value))
    );
  }
}

/** What people put between the digits of a number: blanks, dashes, points, brackets. */
const SEPARATORS = /[\s\p{Cf}\p{Pd}.·()_/]+/gu;
/** +86 and 0086 before a mobile or a landline number, which values are without. */
const COUNTRY = /^(?:\+?86|0086)(?=1[3-9]\d{9}$|0[1-9]\d{8,10}$)/;

/** The value as written, and as detectors have it: 138-0013-8000, +86 138…, １３８…, …023x. */
function formsOf(written: string): string[] {
  const folded = written.normalize('NFKC').replace(/[\s\p{Cf}]+/gu, '');
  const bare = folded.replace(SEPARATORS, '');
  const forms = [written, folded, bare.toUpperCase()];
  if (/^\+?\d+$/.test(bare)) forms.push(bare.replace(COUNTRY, ''));
  return forms;
}
