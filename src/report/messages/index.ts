/** Words for codes, in the languages there are. Unknown codes stay readable. */
import { en } from './en.js';
import type { Messages } from './messages.js';
import { zhCN } from './zh-CN.js';

export { type Explanation, fill, type Messages } from './messages.js';

export type Locale = 'zh-CN' | 'en';

const LOCALES: Readonly<Record<Locale, Messages>> = { 'zh-CN': zhCN, en };

export function messagesFor(locale: Locale): Messages {
  return LOCALES[locale];
}

/** The word for a code, or the code itself with blanks for dashes: never an empty cell. */
export function word(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? words[code]! : code.replaceAll('-', ' ');
}
