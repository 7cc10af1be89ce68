/** Who holds an account, as the words around it name him. */
import type { Draft } from './draft.js';

/** Units around an account in which its holder is named. */
const HOLDER_REACH = 90;

/** The holder named before the account in its line, else behind it, else in the lines above. */
export function holderOf({ candidate, view, context }: Draft): string {
  const { text } = view;
  const { start, end } = candidate.span;
  const from = Math.max(0, start - HOLDER_REACH);
  const stretches = [
    text.slice(Math.max(context.line.start, from), start),
    text.slice(end, Math.min(context.line.end, end + HOLDER_REACH)),
    text.slice(from, Math.max(context.line.start, from)),
  ];
  for (const [i, stretch] of stretches.entries()) {
    // The nearest one: last before the account, first behind it.
    const named = [...stretch.matchAll(HOLDERS_NAMED)].at(i === 1 ? 0 : -1)?.[1];
    if (named !== undefined) return named;
  }
  return '';
}

/** Names the holder of an account. */
export const HOLDER: RegExp =
  /(?:户\s?名|账户名|帐户名|账户名称|单位名称|收款单位|收款人|开户名|名\s?称|全\s?称|(?:settle|payee|account|acct|holder)_?[nN]ame["']?\s?[=:]\s?["']?)[:：\s]{0,3}([^\s，,；;。|：:]{2,40})/;

const HOLDERS_NAMED = new RegExp(HOLDER, 'g');

/** 信用社 8101 0000 1234 5678: an account and its bank, neither of which tells whose a number beside them is. */
const AT_BANK =
  /[\u4e00-\u9fff（）()]{0,16}(?:银行|信用社|联社|[分支商]行|储蓄所|分理处|邮储)[\s，,、：:（(）)]{0,3}\d(?:[ -]?\d){11,29}(?!\d)/g;

/** A text without the accounts in it and their banks. */
export const withoutAccounts = (text: string): string => text.replace(AT_BANK, ' ');
