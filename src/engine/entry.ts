/** The words of the entry that a value stands in: a sentence, an item of a list, a cell, the short lines of a form. */
import { withoutAccounts } from './account-holder.js';
import type { Draft } from './draft.js';

/** Units before a value that belong to its entry. */
const REACH = 70;
/** Words before a value that are looked at. */
const WORDS = 6;
/** A form puts label, name and number on lines of their own. */
const FORM_LINE = 30;
const FORM_LABEL = 14;
const FORM_LINES = 2;
/** 18995263616 马老板, 17707692527（工作手机）. */
const BEHIND = 10;

const PARTED = /[\s:：,，、|｜/()（）"“”「」『』【】<>《》[\]·•◆▲●■=*#]+/;
const HAN = /[\u4e00-\u9fff]/;
/** One blank behind every character, as some pages print for the eye. */
const SPACED = /(?:[\u4e00-\u9fff] ){3}/;
/** The number of an item. */
const ITEM = /^(?:第?[\d一二三四五六七八九十]{1,3}[.、．])+/;

/** Ends of clauses; `simplified` makes ！ ？ ； of half width. */
const STOPS = '。！？；!?;';

/** The offset of the last of these marks in a text; −1 where it has none. */
export function lastOf(marks: string, text: string): number {
  for (let i = text.length - 1; i >= 0; i--) if (marks.includes(text[i]!)) return i;
  return -1;
}

/** Words before the value, nearest first. */
export function wordsBefore({ candidate, view, context, cell }: Draft): string[] {
  const { start } = candidate.span;
  const left = cell === undefined ? lineStart(view.text, context.line.start, start) : cell.start;
  let text = view.simplified(Math.max(left, start - REACH), start);
  text = text.slice(lastOf(STOPS, text) + 1);
  if (!candidate.entity.startsWith('bank')) text = withoutAccounts(text);
  if (SPACED.test(text)) text = text.replaceAll(' ', '');
  const words: string[] = [];
  for (const word of text.split(PARTED).reverse()) {
    if (HAN.test(word) && words.push(word.replace(ITEM, '')) === WORDS) break;
  }
  return words;
}

/** The word behind the value, where it ends the entry or stands in brackets. */
export function wordBehind({ candidate, view, context, cell }: Draft): string | undefined {
  const { end } = candidate.span;
  const right = Math.min(cell === undefined ? context.line.end : cell.end, end + BEHIND);
  const text = view.simplified(end, right);
  return (
    /^\s{0,3}[（(]([\u4e00-\u9fff]{2,8})/.exec(text)?.[1] ??
    /^\s{1,3}([\u4e00-\u9fff]{2,4})\s*(?:$|[。；;])/.exec(text)?.[1]
  );
}

/** Units behind a value in which the sentence says what number it is. */
const SAID = 44;
/** ，是物业公司贴在电梯里的报修号; ，这是院里对外的手机. */
const IS =
  /^\s{0,2}[，,、（(]?(?:这个?|那个?|该号码?|此号码?|号码)?(?:也|就|都|正)?(?:是|为|系|属于?)([^，,。；;！!？?）)\n]{2,26})/;
/** （我的工作号，通讯录里有的那个. */
const REMARK = /^\s{0,2}[（(]([^，,。；;！!？?）)\n]{2,16})/;
const CALLED = /^(.*(?:手机|电话|号码?|专线|热线|座机))/;

/** What is said of a number behind it: a phrase that ends with a word for a number. */
export function saidBehind({ candidate, view, context, cell }: Draft): string | undefined {
  const { end } = candidate.span;
  const right = Math.min(cell === undefined ? context.line.end : cell.end, end + SAID);
  const text = view.simplified(end, right);
  const said = (IS.exec(text) ?? REMARK.exec(text))?.[1];
  return said === undefined ? undefined : CALLED.exec(said)?.[1];
}

/** The number is written where everybody reads it: 印在随访卡上, 贴在电梯里, 写在每家门口的连心卡上. */
const MADE_PUBLIC =
  /(?:[写印挂登喷](?:在|于|有|着)|贴(?:在|于)?|公[布示开]在?|张贴在?)[^，,。；;！!？?\n]{0,16}(?:[卡牌栏墙门板报]|电梯|网站?|公众号|橱窗|大厅|封面|版)(?:[上里内外口前]|公[示布开])?/;
const PUBLIC_REACH = 40;

export function madePublic({ candidate, view, context }: Draft): boolean {
  const { start, end } = candidate.span;
  const before = view.simplified(Math.max(context.line.start, start - PUBLIC_REACH), start);
  const after = view.simplified(end, Math.min(context.line.end, end + PUBLIC_REACH));
  const stop = lastOf(STOPS, before);
  return MADE_PUBLIC.test(before.slice(stop + 1)) || MADE_PUBLIC.test(after.split(/[。！!？?；;]/, 1)[0]!);
}

/** Units of a sentence in which the reader is told to call. */
const CALL_REACH = 44;
/** 请打接待组小廖, 疑问打, 找会务阿杰, 给机手小蔡打招呼，电话; no 联系电话, 报名联系人：张三，电话, 打了, 拨通. */
const CALL =
  /(?:拨打|致电|电[询联]|联系|咨询|垂询|[打报]给|打到|[拨打找]|告[知诉]|通知|说一声|打招呼|反[馈映]|预约|报名|核实|确认)(?!电话|手机|方式|号码|人(?![民事社力大武])|[^。！!？?；;，,]{0,4}联[系络]人|[了过着完通到不]|[听给]?不)[^。！!？?；;，,]{0,16}(?:[，,：:（(]\s{0,2}(?:电话|手机号?码?|号码|联系方式|微信同号)?[：:]?)?\s{0,2}$/;
/** Somebody tells what he did, or what others did. */
const TOLD =
  /(?:我|俺|他|她|本院|本所|承办人|执行员|办案人员?|工作人员|记者|民警|市民|家属|当事人|原告|被告|申请人|受害人|嫌疑人|多次|曾|已|未|无法|没[有人]?|不断|一直)[^，,。；;]{0,10}$/;
/** （138…），其称在外打工; 138…，证实已搬走: what came of a call. */
const CALLED_UP_REACH = 12;
const CALLED_UP =
  /^\s{0,2}[）)]?\s{0,2}[，,、]?\s{0,2}(?:其|他|她|对方)?(?:证实|[自所]?称|表示(?!感谢)|回忆|承认|否认|得知|获悉|说明(?:了)?情况|说(?!明)|(?:一直|多次|总是|都|也)?(?:未接|不接|拒接|没人接|无人接|打不通|关机|停机|失联))/;
/** Somebody tells what the one who has the number said or did. */
export function isSpokenOf({
  candidate,
  view,
  context,
}: Pick<Draft, 'candidate' | 'view' | 'context'>): boolean {
  const { end } = candidate.span;
  return CALLED_UP.test(view.simplified(end, Math.min(context.line.end, end + CALLED_UP_REACH)));
}

/** Who writes for himself. */
const OWN_VOICE =
  /本人|我[家的有叫是在]|转让|求租|出租|急售|合租|寻[人物狗猫找]|走失|丢失|遗失|求助|征婚|必有重谢|重谢/;

/** 收款：工行6222…。联系138…, 面积60㎡　联系 138…: a field of an entry, no request. */
const FIELD = /^联系\s{0,2}$/;

/** The reader is told to call the number. */
export function calledFor({ candidate, view, context, cell }: Draft): boolean {
  if (cell !== undefined) return false;
  const { start, end } = candidate.span;
  const before = view.simplified(Math.max(context.line.start, start - CALL_REACH), start);
  const stop = Math.max(lastOf(STOPS, before), before.lastIndexOf('\n'));
  const sentence = before.slice(stop + 1);
  const found = CALL.exec(sentence);
  if (found === null || TOLD.test(sentence.slice(0, found.index))) return false;
  if (isSpokenOf({ candidate, view, context })) return false;
  if (FIELD.test(found[0]) && /(?:^|[\s　）)」】])$/.test(sentence.slice(0, found.index))) return false;
  const line = view.simplified(
    Math.max(context.line.start, start - 2 * REACH),
    Math.min(context.line.end, end + REACH),
  );
  return !OWN_VOICE.test(line);
}

/** Where the entry begins: further up while the lines are short as those of a form are. */
function lineStart(text: string, start: number, value: number): number {
  // The first words of an item have nothing above them.
  if (ITEM.test(text.slice(start, value).trimStart())) return start;
  let from = start;
  for (let i = 0; i < FORM_LINES && from > 0 && value - from <= FORM_LABEL * (i + 1); i++) {
    const previous = lineAbove(text, from);
    const line = text.slice(previous, from - 1);
    if (line.trim() === '' || line.length > FORM_LINE || /\d{7}/.test(line)) break;
    from = previous;
  }
  return from;
}

/** Units above a line in which the heading of its list stands. */
const HEADING_REACH = 400;
const HEADING = 24;
/** 二、成员单位联络员. */
const NUMBERED =
  /^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节部]|[◆●■▲])/;
/** Units before a value in which its record says what it is called. */
const RECORD_REACH = 400;
const RECORD_NAME =
  /["'](?:name|title|org\w*|dept\w*|company|branch\w*|store\w*|shop\w*|[^"'\d]{0,6}(?:名称|单位|机构|部门))["']\s*[:=]\s*["']([^"'\n]{2,30})["']/gi;

/** What stands over a value: the header of its column, the name of its record, the heading of its list. */
export function* headsOf({ candidate, view, context, cell }: Draft): Generator<string> {
  if (context.columnText !== undefined) yield context.columnText.trim();
  if (cell !== undefined) return;
  const { start } = candidate.span;
  const { text } = view;
  const low = Math.max(0, start - RECORD_REACH);
  const brace = low + text.slice(low, start).lastIndexOf('{');
  if (brace >= low) {
    for (const found of text.slice(brace, start).matchAll(RECORD_NAME)) yield found[1]!;
  }
  let from = context.line.start;
  // The entry's own line may be the item of a numbered list; its heading is another kind of line.
  while (from > 0 && start - from < HEADING_REACH) {
    const previous = lineAbove(text, from);
    const line = text.slice(previous, from - 1);
    from = previous;
    if (line.length > HEADING || /\d{7}/.test(line)) continue;
    // A line that only ends in a colon may greet somebody: 尊敬的李局长：.
    if (!NUMBERED.test(line)) continue;
    yield view
      .simplified(previous, previous + line.length)
      .replace(NUMBERED, '')
      .replace(/[:：\s]+$/, '');
    return;
  }
}

/** Where the line before the one that starts at `from` starts. */
function lineAbove(text: string, from: number): number {
  return from < 2 ? 0 : text.lastIndexOf('\n', from - 2) + 1;
}
