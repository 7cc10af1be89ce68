/**
 * Masks of one person that undo each other: 110101********0018 in one table and 11010119010307**** in the next
 * are the whole number together.
 */
import { addOwner, type Draft } from './draft.js';

/** Joins masks of one value; undefined when they contradict each other. */
export type Combine = (patterns: readonly string[]) => string | undefined;

export interface MaskPair {
  /** What the masks show together. */
  readonly union: string;
}

/**
 * @param drafts All drafts of a document.
 * @returns For drafts whose mask shows more together with another one's, the union.
 */
export function maskPairs(drafts: readonly Draft[], combine: Combine): Map<Draft, MaskPair> {
  const byPerson = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.candidate.masked !== true) continue;
    const name = nameBeside(draft);
    if (name === undefined) continue;
    const key = `${draft.candidate.entity} ${draft.candidate.value.length} ${name}`;
    const list = byPerson.get(key);
    if (list === undefined) byPerson.set(key, [draft]);
    else list.push(draft);
  }
  const pairs = new Map<Draft, MaskPair>();
  for (const list of byPerson.values()) {
    const patterns = [...new Set(list.map((draft) => draft.candidate.value))];
    if (patterns.length < 2) continue;
    const union = combine(patterns);
    if (union === undefined || patterns.includes(union)) continue;
    for (const draft of list) {
      addOwner(draft, { code: 'masks-combine', count: patterns.length });
      pairs.set(draft, { union });
    }
  }
  return pairs;
}

/** A personal name in the row, or right before the value in its line. */
export function nameBeside({ cell, view, candidate, context }: Draft): string | undefined {
  const { text } = view;
  if (cell !== undefined) {
    for (const mate of view.tables.row(cell)) {
      if (!view.tables.header(mate).some((label) => label.kind === 'name')) continue;
      const name = text.slice(mate.start, mate.end).replace(/\s/g, '');
      return /^[\u4e00-\u9fff·]{2,10}$/.test(name) ? name : undefined;
    }
    return undefined;
  }
  const before = text.slice(Math.max(context.line.start, candidate.span.start - 30), candidate.span.start);
  return /([\u4e00-\u9fff]{2,4})[\s:：,，、（(|]{1,4}(?:[\u4e00-\u9fff]{2,8}[:：\s]{1,2})?$/.exec(
    before,
  )?.[1];
}
