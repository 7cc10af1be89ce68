/**
 * What the command itself says, in the language of the report. English stands where it is said; another language is
 * looked up by it, so that a sentence without a translation is still told.
 */
import type { Locale } from '../report/index.js';
import type { Io } from './io.js';
import { ZH } from './words-zh.js';

/** A sentence with `{0}`, `{1}` … for its values. */
export interface Said {
  readonly template: string;
  readonly values: readonly Value[];
}

type Value = string | number | Said;

/** Tag: say`${file}: no such file` */
export function say(strings: TemplateStringsArray, ...values: readonly Value[]): Said {
  return { template: strings.reduce((text, next, index) => `${text}{${index - 1}}${next}`), values };
}

export const english = (said: Said): string => inWords(said, 'en');

export function inWords({ template, values }: Said, locale: Locale): string {
  const words = locale === 'zh-CN' && Object.hasOwn(ZH, template) ? ZH[template]! : template;
  return words.replace(/\{(\d+)\}/g, (mark, index: string) => {
    const value = values[Number(index)];
    if (value === undefined) return mark;
    // A text may be a sentence of its own, told by a table.
    return typeof value === 'object'
      ? inWords(value, locale)
      : inWords({ template: String(value), values: [] }, locale);
  });
}

/** What the library says: its numbers, and the ids of shards, are values. */
export function saidOf(message: string): Said {
  const values: string[] = [];
  const template = message.replace(/\b[0-9a-f]{32}\b|\d+/g, (value) => {
    const known = value.length === 32 ? values.indexOf(value) : -1;
    return `{${known < 0 ? values.push(value) - 1 : known}}`;
  });
  return Object.hasOwn(ZH, template) ? { template, values } : { template: message, values: [] };
}

/** A note for people on standard error. */
export function tell(io: Pick<Io, 'err'>, locale: Locale, said: Said): void {
  io.err(`leaklint: ${inWords(said, locale)}\n`);
}

/** The language for what is said before the settings are known: the flag, the environment, else Chinese. */
export function spokenLocale(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  const flag = args.findIndex((one) => one === '--locale' || one.startsWith('--locale='));
  const given =
    flag < 0
      ? env.LEAKLINT_LOCALE
      : args[flag] === '--locale'
        ? args[flag + 1]
        : args[flag]!.slice('--locale='.length);
  return given === 'en' ? 'en' : 'zh-CN';
}
