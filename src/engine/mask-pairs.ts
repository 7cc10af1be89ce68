/**
 * Masks of one person that undo each other: 110101********0018 in one table and 11010119010307**** in the next
 * are the whole number together.
 */
import type { Draft } from './draft.js';
import { entryOf } from './entry-fields.js';
import { isLabel } from './entry-text.js';

/** Joins masks of one value; undefined when they contradict each other. */
export type Combine = (patterns: readonly string[]) => string | undefined;

/** Of one name more are a list of somebody else's values, or the name is none. */
const MOST = 16;

/** Values of a document by the person that they are of, as far as a name stands beside them. */
export class NamedValues {
  readonly #byPerson = new Map<string, Draft[]>();
  readonly #persons = new Map<Draft, readonly Draft[]>();

  /** @param drafts All drafts of a document. */
  constructor(drafts: readonly Draft[]) {
    const masked = new Set(
      drafts.filter((one) => one.candidate.masked === true).map((one) => one.candidate.entity),
    );
    for (const draft of drafts) {
      const { entity } = draft.candidate;
      // Numbers in the clear will be masks too: what else is told of the person counts for all of his.
      if (!masked.has(entity) && entity !== 'resident-id') continue;
      const name = nameBeside(draft);
      if (name === undefined) continue;
      const key = `${entity} ${draft.candidate.value.length} ${name}`;
      const list = this.#byPerson.get(key);
      if (list === undefined) this.#byPerson.set(key, [draft]);
      else list.push(draft);
    }
    for (const list of this.#byPerson.values()) {
      if (list.length > 1 && list.length <= MOST) for (const draft of list) this.#persons.set(draft, list);
    }
  }

  /** A value and the others of its kind with the same name. */
  of(draft: Draft): readonly Draft[] {
    return this.#persons.get(draft) ?? [draft];
  }

  /** What masks of one name show together with a masked value's own, where that is more than one of them shows. */
  unions(draft: Draft, combine: Combine): string[] {
    const masks = this.of(draft).filter(({ candidate }) => candidate.masked === true);
    const patterns = [...new Set(masks.map(({ candidate }) => candidate.value))];
    if (patterns.length < 2) return [];
    return overlays(draft.candidate.value, patterns, combine).filter((union) => !patterns.includes(union));
  }
}

/**
 * A mask with those laid over it that fit: each of them alone, and one after the other. Two people of one name
 * contradict each other, or seem to be one.
 */
export function overlays(mask: string, others: readonly string[], combine: Combine): string[] {
  const found = new Set([mask]);
  let all = mask;
  for (const other of others) {
    found.add(combine([mask, other]) ?? mask);
    all = combine([all, other]) ?? all;
  }
  return [...found.add(all)];
}

const NAME = /^[\u4e00-\u9fff·]{2,10}$/;
/** What the field of a name is called. */
const NAME_FIELD = /^(?:户主|本人|申请人|学生|考生|人员)?(?:姓名|名字)$/;

/** A personal name in the row or form, right before the value in its line, or at the head of its sentence. */
export function nameBeside(draft: Draft): string | undefined {
  const { cell, view } = draft;
  const name = beside(draft, NAME, NAME_BEFORE);
  if (cell !== undefined) return name ?? nameInForm(draft);
  // What a sentence says right before a number is seldom a name: 月12日出生，身份证号.
  for (const length of [4, 3, 2]) {
    const last = name?.slice(-length);
    if (last !== undefined && last.length === length && (view.isName(last) || last.includes('·')))
      return last;
  }
  return nameOfSentence(draft) ?? nameInForm(draft);
}

function nameInForm(draft: Draft): string | undefined {
  for (const { head, value } of entryOf(draft)?.fields ?? []) {
    const name = value.replace(/\s/g, '');
    if (NAME_FIELD.test(head.replace(/\s/g, '')) && NAME.test(name)) return name;
  }
  return undefined;
}

/** Units before a value in which its sentence begins. */
const SENTENCE_REACH = 120;
/** 张三，男，; 李四（女，. */
const NAME_AND_SEX =
  /(?:^|[，,。；;：:、\s])([\u4e00-\u9fff·]{2,10})[，,（(、\s]{1,2}(?:男|女)(?=[，,、\s）)])/g;

function nameOfSentence({ view, candidate, context }: Draft): string | undefined {
  const from = Math.max(context.line.start, candidate.span.start - SENTENCE_REACH);
  const name = [...view.text.slice(from, candidate.span.start).matchAll(NAME_AND_SEX)].at(-1)?.[1];
  return name !== undefined && (view.isName(name) || name.includes('·')) ? name : undefined;
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
      // The first row of a form is no header: 姓名 stands above 身份证号.
      return whole.test(name) && !isLabel(name) && !LABEL_END.test(name) ? name : undefined;
    }
    return undefined;
  }
  const from = Math.max(context.line.start, candidate.span.start - 30);
  const name = before.exec(text.slice(from, candidate.span.start))?.[1];
  return name === undefined || LABEL_END.test(name) ? undefined : name;
}
