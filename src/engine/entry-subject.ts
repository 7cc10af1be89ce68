/**
 * Whether an entry is one of a person or of a body: by what its fields are called and what they say. Headers are made anew
 * in every document (店名, 门市位置, 投票站名称), so that their nouns are read; a personal field makes a person of anybody.
 */
import type { Cues } from './cues.js';
import type { Draft } from './draft.js';
import { entryOf } from './entry-fields.js';
import type { Entry } from './entry-text.js';
import { type FieldHead, fieldHead } from './field-heads.js';

export interface Subject {
  readonly of: 'person' | 'body';
  /** The entry says who it is about; else what its fields are called tells it. */
  readonly direct: boolean;
  /** The word that tells it, from our lists; '' for none. */
  readonly word: string;
  /** It stands under heads of persons: what they call its fields says nothing. */
  readonly misplaced?: boolean;
}

/** A social credit code of a body; those of a shop with one owner begin with 92. */
const CREDIT_CODE = /^(?:1[129]|5[1239]|9[13]|[ANY]\d)\d{6}[0-9A-Z]{10}$/i;
const EMPTY = /^(?:[-—/\\.·无]*|null|None|无此项)$/;

export function subjectOf(draft: Draft, cues: Cues): Subject | undefined {
  const entry = entryOf(draft);
  if (entry === undefined) return undefined;
  const subject = readEntry(entry, cues, draft.candidate.entity.startsWith('bank'));
  // 法人家庭住址 in the entry of a body is a person's.
  return subject?.of === 'body' && subject.misplaced !== true && cues.fieldPerson.test(entry.own)
    ? undefined
    : subject;
}

function readEntry(entry: Entry, cues: Cues, banking: boolean): Subject | undefined {
  const { fields } = entry;
  let person: string | undefined;
  let named = false;
  let body: string | undefined;
  let subject: Subject | undefined;
  let sexed = false;
  fields.forEach(({ head, value }, i) => {
    const told = fieldHead(head, cues);
    if (SEX.test(value)) sexed = true;
    // An account stands beside its bank; that is not its holder.
    if (EMPTY.test(value) || told.elsewhere || (banking && cues.bank.test(value))) return;
    // 身份证号 before a number says what it is, not whose.
    const isLabel = head === '' && cues.fieldPerson.test(value);
    if (!isLabel && isSubject(told, head, entry, i)) {
      const named = subjectBy(head, value, cues);
      // Of several the nearest one counts in lines, the first one in a row.
      if (named !== undefined && (subject === undefined || !entry.row)) subject = named;
    }
    if (head === '') return;
    // 用工单位 | 某公司 | its credit code, in columns of persons.
    if (entry.row && told.person !== undefined && CREDIT_CODE.test(value) && !BORN.test(value))
      subject = { of: 'body', direct: true, word: '', misplaced: true };
    if (entry.row && told.names) subject = bodyNamed(entry, value, cues) ?? subject;
    person ??= told.person;
    if (told.names) named = true;
    body ??= CREDIT_CODE.test(value) ? '' : told.open;
    if (body === undefined && told.noun !== undefined && (!entry.row || entry.distinct(i))) body = told.noun;
  });
  // 党建社 男 66: nobody but a person has a sex.
  if (sexed && subject?.of === 'body' && subject.misplaced !== true) subject = undefined;
  if (sexed) person ??= '';
  // A shop whose owner is described: 经营者住所, 身份证号.
  if (subject?.of === 'body' && person !== undefined && !entry.row) subject = undefined;
  if (subject !== undefined) return subject;
  if (person !== undefined) return { of: 'person', direct: false, word: person };
  return body === undefined || named ? undefined : { of: 'body', direct: false, word: body };
}

/** Whether a field names the one that the entry is about, by no word for a body. */
function isSubject(told: FieldHead, head: string, { row }: Entry, at: number): boolean {
  if (head === '') return !row && at === 0;
  // 物业服务中心 in the first cell of a row, whatever stands on top of it, but no department.
  return (row && at === 0 && told.noun === undefined) || told.subject;
}

const SEX = /^[男女]$/;
/** A day of birth inside a number that foreigners have. */
const BORN = /^.{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d/;
const PERSONAL_ID = /^(?:\d{15}|\d{17}[\dXx]|[A-Z]{1,3}\d{8,12})$/i;

/** A body in the column of names, in a row without an ID: 送餐供应商 | 某餐饮管理有限公司. */
function bodyNamed({ fields }: Entry, value: string, { roles }: Cues): Subject | undefined {
  const role = roles.of(value.replace(/[（(].*$/, '').trim());
  if (role?.role !== 'body' || role.word.length < 2) return undefined;
  return fields.some((field) => PERSONAL_ID.test(field.value))
    ? undefined
    : { of: 'body', direct: true, word: role.word, misplaced: true };
}

function subjectBy(head: string, value: string, { roles }: Cues): Subject | undefined {
  const role = roles.of(value.replace(/[（(].*$/, '').trim());
  if (role?.role === 'body') return { of: 'body', direct: true, word: role.word };
  return head !== '' && role?.role === 'private'
    ? { of: 'person', direct: true, word: role.word }
    : undefined;
}
