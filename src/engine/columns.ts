/** What a whole column says: a list of IDs lifts the doubtful ones in it, a column that counts up is a serial number. */
import type { Evidence } from '../core/index.js';
import type { Cues } from './cues.js';
import { add, type Draft, scoreOf } from './draft.js';
import { judgeList } from './list-judge.js';
import type { NumberList } from './number-lists.js';
import { headsOthers, unknownLabel } from './unknown-labels.js';
import type { View } from './view.js';
import { OTHER_LENGTH } from './weigh.js';

/** Cells of a column that must agree before it speaks. */
const ENOUGH = 3;

/** @param drafts All drafts of one segment, before the threshold. */
export function judgeColumns(drafts: readonly Draft[], cues: Cues): void {
  const columns = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.candidate.entity !== 'resident-id' || draft.candidate.masked === true) continue;
    const key = columnOf(draft);
    if (key === undefined) continue;
    const list = columns.get(key);
    if (list === undefined) columns.set(key, [draft]);
    else list.push(draft);
  }
  for (const column of columns.values()) judge(column);
  judgeLists(drafts, cues);
}

/** A bare number in a list of other numbers: nothing announces it, and what stands beside it is of another kind. */
function judgeLists(drafts: readonly Draft[], cues: Cues): void {
  const kinds = [...new Set(drafts.flatMap(({ detector }) => detector.fits ?? []))];
  const words = wordsBefore(drafts);
  const judged = new Map<NumberList, Map<string, readonly Evidence[]>>();
  // Who sat an examination is named beside his number, as who has a telephone is.
  let examined: boolean | undefined;
  for (const draft of drafts) {
    const { candidate, cell, context, detector, evidence, view } = draft;
    if (detector.fits === undefined || candidate.masked === true || scoreOf(draft) <= 0.5) continue;
    if (evidence.some(({ code }) => code.startsWith('label') && code !== 'label-unknown')) continue;
    const others = detector.scoring.codes['headed-otherwise'] !== undefined;
    const word = others ? (words.get(draft) ?? fieldName(draft)) : undefined;
    if (word !== undefined && headsOthers(word, (one) => namesHolder(one, view, cues))) {
      add(draft, { code: 'headed-otherwise' });
      continue;
    }
    examined ??= EXAMINED.test(view.text.slice(0, TITLE_REACH));
    if (!examined && cues.isName(NAME_BEFORE.exec(textBefore(draft, 8))?.[0] ?? '')) continue;
    const top =
      cell === undefined ? view.listTop(candidate.span) : context.columnText || view.tables.topText(cell);
    const list = view.listAround(candidate.span, cell, top);
    if (list === undefined) continue;
    const known = judged.get(list) ?? new Map<string, readonly Evidence[]>();
    judged.set(list, known);
    let reasons = known.get(candidate.entity);
    if (reasons === undefined)
      known.set(
        candidate.entity,
        (reasons = judgeList(examined ? { ...list, named: 0 } : list, detector.fits, kinds)),
      );
    for (const reason of reasons) add(draft, reason);
    if (!others || list.named * 2 >= list.rows) continue;
    // 押运证号 1526… / 138…; 139…: what is said of a number of another length is said of that one.
    const lead = list.lead === undefined ? '' : /^\d*/.exec(view.text.slice(list.lead, list.lead + 24))![0];
    const alike = lead.length < FEWEST_LEAD || Math.abs(lead.length - candidate.value.length) < OTHER_LENGTH;
    if (list.lead !== undefined && alike && unknownLabel(view.text, list.lead))
      add(draft, { code: 'label-unknown' });
    if (list.things * 3 >= list.rows * 2) add(draft, { code: 'rows-of-things', count: list.things });
    if (list.payments * 3 >= list.rows * 2) add(draft, { code: 'rows-of-payments', count: list.payments });
    if (headsOthers(list.header, (word) => cues.isName(word) || namesHolder(word, view, cues)))
      add(draft, { code: 'headed-otherwise' });
  }
}

/** Shorter numbers at the start of a list count or date it. */
const FEWEST_LEAD = 6;

/** The field of data, or the attribute, that consists of the number. */
function fieldName({ candidate, view }: Draft): string | undefined {
  const { label, text } = view.segment;
  return text.trim().length <= candidate.span.end - candidate.span.start ? label : undefined;
}

/** A document about candidates, by its title and its first lines. */
const EXAMINED =
  /准考证|考生|考[号场点]|笔试|面试|[初复]试|成绩|分数|座位号|报考|录取|招[录聘考]|资格[复初]?审|学[号籍]/;
const TITLE_REACH = 400;

/** A name right before a number is its holder. */
const NAME_BEFORE = /[\u3400-\u9fff]{2,4}$/;

/** Text of the same cell before a value, without white space at its end. */
function textBefore({ candidate, cell, view }: Draft, reach: number): string {
  return view.text
    .slice(Math.max(cell?.start ?? 0, candidate.span.start - reach), candidate.span.start)
    .trimEnd();
}

const HOLDERS = /^(?:name|mobile|phone|contact|office|wechat|qq)/;

/** Numbers that the same word announces are called by it, whatever it is. */
const CALLED = 3;
const WORD_BEFORE =
  /([\u3400-\u9fff]{2,10}|[A-Za-z][\w-]{1,24})["'”’）)]?\s{0,2}([:：=#＃]?)\s{0,2}["'“‘（(]?$/;
const THING_BEFORE_NUMBER = /[号码次单票证编序据项款额数量价值费税卡机器表泵阀灯杆井箱柜桩]$/;

function wordsBefore(drafts: readonly Draft[]): ReadonlyMap<Draft, string> {
  const byWord = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.detector.scoring.codes['headed-otherwise'] === undefined || draft.candidate.masked === true)
      continue;
    const [, word, mark = ''] = WORD_BEFORE.exec(textBefore(draft, 32)) ?? [];
    // A word without a colon may be part of a sentence: 打给138….
    if (word === undefined || (mark === '' && !THING_BEFORE_NUMBER.test(word))) continue;
    const list = byWord.get(word);
    if (list === undefined) byWord.set(word, [draft]);
    else list.push(draft);
  }
  const words = new Map<Draft, string>();
  for (const [word, list] of byWord)
    if (list.length >= CALLED) for (const draft of list) words.set(draft, word);
  return words;
}

/** Whether a header names whose numbers stand below: persons, posts, bodies, or any field of them. */
function namesHolder(word: string, view: View, cues: Cues): boolean {
  if (cues.title.test(word) || cues.person.test(word) || cues.organisation.test(word)) return true;
  return view.labelsOf(word).some(({ kind }) => HOLDERS.test(kind));
}

/** The column of a table, or of a list that lost its cells: there the header cell stands for it. */
function columnOf({ cell, context }: Draft): string | undefined {
  if (cell !== undefined) return `${cell.table} ${cell.column}`;
  const [label] = context.header;
  return label === undefined ? undefined : `header ${label.start}`;
}

function judge(column: readonly Draft[]): void {
  const values = column.map((draft) => draft.candidate.value);
  let steps = 0;
  for (let i = 1; i < values.length; i++) if (follows(values[i - 1]!, values[i]!)) steps++;
  if (values.length > ENOUGH && steps >= (values.length - 1) * 0.6) {
    for (const draft of column) add(draft, { code: 'column-counts-up' });
    return;
  }
  const long = column.filter((draft) => draft.candidate.value.length === 18);
  const valid = long.filter((draft) => draft.candidate.status === 'valid').length;
  const labelled = column.some((draft) =>
    draft.evidence.some((e) => e.code === 'label' || e.code === 'label-weak'),
  );
  if (long.length > ENOUGH && valid * 2 < long.length && !labelled) {
    // One number in eleven passes the check by chance; a column of IDs passes as a whole.
    for (const draft of column) add(draft, { code: 'column-of-codes', count: long.length - valid });
    return;
  }
  const sure = column.filter((draft) => draft.candidate.status === 'valid' && scoreOf(draft) > 0.5).length;
  if (sure < ENOUGH || sure * 2 < column.length) return;
  for (const draft of column)
    if (draft.candidate.status !== 'valid') add(draft, { code: 'column-of-ids', count: sure });
}

/** Whether `b` is `a` + 1. */
function follows(a: string, b: string): boolean {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return false;
  return BigInt(b) - BigInt(a) === 1n;
}
