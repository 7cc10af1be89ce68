/** What the entry around a masked number gives away: birth date, age and sex narrow the numbers that remain. */
import type { DocumentDate } from './document-date.js';
import type { Draft } from './draft.js';
import { entryOf } from './entry-fields.js';
import type { Field } from './entry-text.js';

/** What a reader knows of a person besides the mask. */
export interface MaskHints {
  readonly birthYear?: number;
  /** 1–12. */
  readonly birthMonth?: number;
  /** 1–31. */
  readonly birthDay?: number;
  /** ISO dates between which the person was born, both included. */
  readonly bornFrom?: string;
  readonly bornTo?: string;
  readonly sex?: 'male' | 'female';
  /** Address codes that the number may begin with. */
  readonly addressCodes?: readonly string[];
}

/** One thing that the document tells, and the evidence that says so. */
export interface Clue {
  readonly code: string;
  /** A word of our lists. */
  readonly text?: string;
  readonly hints: MaskHints;
}

const DATE =
  '((?:19|20)\\d{2})\\s?(?:[年.\\-/．－]\\s?(1[0-2]|0?[1-9])(?!\\d)(?:\\s?[月.\\-/．－]\\s?(3[01]|[12]\\d|0?[1-9])(?!\\d))?|年(?!\\s?\\d))';
const COMPACT = /(?<!\d)((?:19|20)\d{2})(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])?(?!\d)/;
const WRITTEN = new RegExp(DATE);
const YEAR = /^\D{0,2}((?:19|20)\d{2})\D{0,2}$/;
const BIRTH_HEAD = /出\s?生|生\s?日|^生年/;
const BORN = new RegExp(`(?:出\\s?生[年月日期于在时间]{0,4}|生于|生\\s?日)\\s?[:：为是]?\\s?${DATE}`);
const BORN_BEHIND = new RegExp(`${DATE}\\s?[日月]?\\s?(?:出\\s?生|生(?![效产活命物态前]))`);
const AGE_HEAD = /^(?:实际|现)?年\s?龄|^周岁$/;
const AGE = /(?<![\d.])(\d{1,3})\s?周?岁(?!以|及|至|[-—~～])/;
const SEX_HEAD = /性\s?别/;
const SEX = /(?:^|[，,、\s（(:：/])(男|女)性?(?=[，,、\s）)/;；。]|$)/g;
const OLDEST = 120;

/** @param date Of the document: ages are counted to it. */
export function entryClues(draft: Draft, date: DocumentDate | undefined): Clue[] {
  const entry = entryOf(draft);
  const fields = entry === undefined ? [] : ofOwner(entry.fields, entry.own);
  return cluesOf({ ...proseHints(draft, date), ...fieldHints(fields, date) });
}

/** What fields of one person tell. Where two tell of the same, the nearest head's counts. */
export function fieldHints(fields: readonly Field[], date: DocumentDate | undefined): MaskHints {
  let hints: MaskHints = {};
  for (const { head, value } of fields) {
    if (BIRTH_HEAD.test(head) && !/地/.test(head)) hints = { ...readDate(value), ...hints };
    const age = AGE_HEAD.test(head) ? /(?<!\d)(\d{1,3})(?!\d)/.exec(value) : /^(\d{1,3})周?岁$/.exec(value);
    hints = { ...bornAt(age?.[1], date), ...hints };
    const sex = SEX_HEAD.test(head) ? /^\s?(男|女)/.exec(value) : /^(男|女)性?$/.exec(value);
    hints = { ...sexOf(sex?.[1]), ...hints };
  }
  return hints;
}

/** Hints as evidence tells them, what is surest first. */
export function cluesOf(hints: MaskHints): Clue[] {
  const { birthYear, birthMonth, birthDay, sex, bornFrom, bornTo } = hints;
  const clues: Clue[] = [];
  if (birthYear !== undefined)
    clues.push({
      code: 'narrowed-by-birth-date',
      hints: {
        birthYear,
        ...(birthMonth === undefined ? {} : { birthMonth }),
        ...(birthDay === undefined ? {} : { birthDay }),
      },
    });
  if (sex !== undefined) clues.push({ code: 'narrowed-by-sex', hints: { sex } });
  if (bornFrom !== undefined && bornTo !== undefined)
    clues.push({ code: 'narrowed-by-age', hints: { bornFrom, bornTo } });
  return clues;
}

/** Heads of what is told of somebody else than the person of an entry. */
const RELATION =
  /^(?:配偶|妻|丈?夫|[父母爷奶]|子|女(?!性)|儿|监护|家长|家属|家庭成员|共同|代理|委托|受托|担保|联系|经办|被|法定)/;

/** Fields of the person whose number it is: beside 配偶身份证号 those that begin with 配偶. */
export function ofOwner(fields: readonly Field[], own: string): readonly Field[] {
  const owner = RELATION.exec(own)?.[0];
  return fields.filter(({ head }) => (owner === undefined ? !RELATION.test(head) : head.startsWith(owner)));
}

/** Units of a sentence that are read before and behind a number. */
const BEFORE = 160;
const BEHIND = 60;
const SENTENCE = /[。；;\n\t|｜]/;
/** Another person's number: what stands before it is told of him. */
const NUMBER = /\d[\d*×xX●█]{9,}/g;

function proseHints({ candidate, cell, context, view }: Draft, date: DocumentDate | undefined): MaskHints {
  const { start, end } = candidate.span;
  const area = cell ?? context.line;
  const before = view.simplified(Math.max(area.start, start - BEFORE), start);
  const behind = view.simplified(end, Math.min(area.end, end + BEHIND));
  const cut = [...before.matchAll(NUMBER)].at(-1);
  const near = (cut === undefined ? before : before.slice(cut.index + cut[0].length)).split(SENTENCE).at(-1)!;
  return {
    ...sentenceHints(behind.split(SENTENCE)[0]!.split(NUMBER)[0]!, date),
    ...sentenceHints(near, date),
  };
}

function sentenceHints(sentence: string, date: DocumentDate | undefined): MaskHints {
  const born = BORN.exec(sentence) ?? BORN_BEHIND.exec(sentence);
  const compact = born === null && BIRTH_HEAD.test(sentence) ? COMPACT.exec(sentence) : null;
  return {
    ...birth(born ?? compact),
    ...bornAt(AGE.exec(sentence)?.[1], date),
    ...sexOf([...sentence.matchAll(SEX)].at(-1)?.[1]),
  };
}

function readDate(text: string): MaskHints {
  return birth(WRITTEN.exec(text) ?? COMPACT.exec(text) ?? YEAR.exec(text));
}

function birth(found: RegExpExecArray | null): MaskHints {
  const [, year, month, day] = found ?? [];
  return year === undefined
    ? {}
    : {
        birthYear: Number(year),
        ...(month === undefined ? {} : { birthMonth: Number(month) }),
        ...(day === undefined ? {} : { birthDay: Number(day) }),
      };
}

/** Ages are counted from birthday to birthday or from year to year: whoever may be meant by either counts. */
function bornAt(written: string | undefined, date: DocumentDate | undefined): MaskHints {
  const age = Number(written);
  if (written === undefined || date === undefined || age > OLDEST) return {};
  const first = `${date.year - age - 1}${date.day ?? '-01-01'}`;
  return { bornFrom: first, bornTo: `${date.year - age}-12-31` };
}

function sexOf(word: string | undefined): MaskHints {
  return word === undefined ? {} : { sex: word === '男' ? 'male' : 'female' };
}
