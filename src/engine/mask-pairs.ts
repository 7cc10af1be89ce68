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
export function nameBeside(draft: Draft): string | undefined {
  return beside(draft, /^[\u4e00-\u9fff·]{2,10}$/, NAME_BEFORE);
}

/** A name of which a part is hidden, at the same places; hidden characters as `*`. */
export function maskedNameBeside(draft: Draft): string | undefined {
  return beside(draft, MASKED_NAME, MASKED_BEFORE)?.replace(/[＊某×]/g, '*');
}

const BETWEEN = '[\\s:：,，、（(|]{1,4}(?:[\\u4e00-\\u9fff]{2,8}[:：\\s]{1,2})?$';
const NAME_BEFORE = new RegExp(`([\\u4e00-\\u9fff]{2,4})${BETWEEN}`);
const HIDDEN = '(?=[^*＊某×]{0,3}[*＊某×])(?=[*＊某×]{0,3}[\\u4e00-\\u9fff])';
const MASKED_NAME = new RegExp(`^${HIDDEN}[\\u4e00-\\u9fff*＊×]{2,4}$`);
const MASKED_BEFORE = new RegExp(`(${HIDDEN}[\\u4e00-\\u9fff*＊×]{2,4})${BETWEEN}`);

/** 身份证号：, with nobody before it. */
const LABEL_END = /[号码证话机址卡]$/;

function beside(
  { cell, view, candidate, context }: Draft,
  whole: RegExp,
  before: RegExp,
): string | undefined {
  const { text } = view;
  if (cell !== undefined) {
    for (const mate of view.tables.beside(cell)) {
      if (!view.tables.header(mate).some((label) => label.kind === 'name')) continue;
      const name = text.slice(mate.start, mate.end).replace(/\s/g, '');
      return whole.test(name) ? name : undefined;
    }
    return undefined;
  }
  const from = Math.max(context.line.start, candidate.span.start - 30);
  const name = before.exec(text.slice(from, candidate.span.start))?.[1];
  return name === undefined || LABEL_END.test(name) ? undefined : name;
}
