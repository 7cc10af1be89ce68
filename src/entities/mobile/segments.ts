/** What kinds of prefixes say, by `patterns/mobile/segments.tsv`. */

export const ENTITY = 'mobile';
/** Kinds of prefixes that persons have. */
export const PERSONAL: ReadonlySet<string> = new Set(['mobile', 'mvno', 'data', 'satellite']);

/** Those, and the ones that count only where a label stands. */
export const isPersonal = (kind: string): boolean => PERSONAL.has(kind) || kind === 'labelled';

/** Kind of the longest known prefix of a number. */
export type KindOf = (number: string) => string;
