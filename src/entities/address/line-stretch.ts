/** The part of a line that may be one address: it holds nothing but words, from its start, a label or a phone number on. */
import { type Clause, GAP_LINE, GAP_SPACE } from './clause.js';
import { KIND_DIGIT, KIND_HAN, KIND_HARD, KIND_LETTER, KIND_SOFT, type Lexicon } from './lexicon.js';

/** Longest line, in units. */
const LINE_LIMIT = 90;
const WORDS = KIND_HAN | KIND_LETTER | KIND_DIGIT;
/** What a line may hold besides words: 12-3, 5#, A&B, A·B. */
const MARKS = '-#_/·&+.()*';
/** A line about what was done, and no place: 某市召开第5次会议. */
const DOINGS =
  /召开|举行|举办|开展|发布|印发|颁布|施行|实施|通过|通知|公告|通告|公示|名单|会议|部署|规定|条例|意见|报告|决定|批复|关于|处罚|发生|荣获|年度|新增|拟建|热线|电话|邮编|证书|(?<!自)在|住(?![院宅房])|[到至址]|位于|案件?$/u;
/** A phone number, and perhaps the name before or behind it. */
const PHONE = /(?:[\u4e00-\u9fff]{2,4})?[(\d*][\d*()-]{6,}\d/u;
/** A label or a phone number ends the text before a line's own part. */
const OPEN = /(?:^|[\n\t]|[：:]|\d{7}[，,；;、]?)[^\S\n\t]*$/u;
const SHUT = /^[^\S\n\t]*(?:$|[\n\t,，;；。]|[\d]{7})/u;

/** A stretch of a clause that holds nothing else: no mark, no verb, its line's or field's own. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const opens = ({ start }: Clause, text: string): boolean =>
  OPEN.test(text.slice(Math.max(0, start - 14), start));
const shuts = ({ end }: Clause, text: string): boolean => SHUT.test(text.slice(end, end + 9));

/** It is a cell that pipes or blanks part from others: 男子组12号 in a row of players is one as well. */
export const isCellOnly = (clause: Clause, text: string): boolean =>
  clause.cell && !(opens(clause, text) && shuts(clause, text));

/** The part of the clause's last line that holds nothing but words, when its line or field is no longer. */
export function ownStretch(lexicon: Lexicon, clause: Clause, text: string): Stretch | undefined {
  if (clause.joined) return undefined;
  const { gap, text: folded } = clause;
  const line = gap.lastIndexOf(GAP_LINE, folded.length - 1);
  let start = Math.max(0, line);
  let end = folded.indexOf(',', start);
  if (end < 0) end = folded.length;
  if (end - start < 5 || end - start > LINE_LIMIT) return undefined;
  if (start === 0 && !clause.cell && !opens(clause, text)) return undefined;
  if (end === folded.length && !clause.cell && !shuts(clause, text)) return undefined;
  const phone = PHONE.exec(folded.slice(start, end));
  if (phone !== null && /\d{7}/u.test(phone[0])) {
    // 张三13800138000某市某路6号, or the other way round.
    if (phone.index === 0 || (phone.index < 5 && gap[start + phone.index] === GAP_SPACE))
      start += phone.index + phone[0].length;
    else end = start + phone.index;
  }
  while (start < end && MARKS.includes(folded[start]!)) start++;
  return isWords(lexicon, clause, start, end) ? { start, end } : undefined;
}

function isWords({ kinds, inNames }: Lexicon, { text }: Clause, start: number, end: number): boolean {
  if (end - start < 5) return false;
  let soft = 0;
  for (let i = start; i < end; i++) {
    const kind = kinds[text.charCodeAt(i)]!;
    if ((kind & KIND_HARD) !== 0) return false;
    if ((kind & KIND_SOFT) !== 0 && !inNames.has(text.slice(i, i + 2)) && ++soft > 1) return false;
    if ((kind & WORDS) === 0 && !MARKS.includes(text[i]!)) return false;
  }
  return !DOINGS.test(text.slice(start, end));
}
