/** The mobile of somebody whom a notice names as its contact: a person decides whether it may stand there. */
import type { Cues } from './cues.js';
import type { Draft } from './draft.js';
import { entryOf } from './entry-fields.js';

/** Units of a line in which a contact is named before his number. */
const REACH = 70;
const CONTACT = /(?:联系|联络|经办|对接)人/;
const STRETCH = /(?:联系|联络|经办|对接)人(?!员)([^。！？\n]*)$/;
const WORD = /[\u4e00-\u9fff·]{2,8}/g;
/** 石主任, 刘老师. */
const ADDRESSED =
  /^[\u4e00-\u9fff](?:主任|科长|股长|局长|处长|所长|站长|队长|院长|校长|书记|经理|会计|老师|先生|女士|同志|警官|法官|医生|工)$/;
/** The number is the office's, whoever answers it. */
const OF_OFFICE =
  /(?:值班|值守|办公|工作|公务|服务|咨询|监督|举报|投诉|报名|热线|客服|前台|总机|单位)[\u4e00-\u9fff]{0,4}[\s:：（(]{0,3}$/;

/** Whether a contact of a notice is named before a number, in its line or in the fields of its entry. */
export function isNamedContact(draft: Draft, cues: Cues): boolean {
  const { candidate, cell, context, view } = draft;
  const { start } = candidate.span;
  if (context.table.length > 0 && cell !== undefined) return false;
  const low = Math.max(cell?.start ?? context.line.start, start - REACH);
  const before = view.simplified(low, start);
  if (OF_OFFICE.test(before)) return false;
  const stretch = STRETCH.exec(before)?.[1];
  if (stretch !== undefined) return namesSomebody(stretch, cues);
  const entry = entryOf(draft);
  if (entry === undefined || entry.row) return false;
  return entry.fields.some(({ head, value }) => CONTACT.test(head) && namesSomebody(value, cues));
}

function namesSomebody(text: string, { isName }: Cues): boolean {
  for (const [word] of text.matchAll(WORD)) if (ADDRESSED.test(word) || isName(word)) return true;
  return false;
}

/** A title makes contacts known, or a label says that the number is an office's. */
const KNOWN: ReadonlySet<string> = new Set(['label-official', 'published-contacts']);

/** Whatever body stands around him: 联系人：张三 138… is no office's number by that. */
export const isForReview = ({ evidence }: Draft): boolean =>
  evidence.some(({ code }) => code === 'contact-named') && !evidence.some(({ code }) => KNOWN.has(code));
