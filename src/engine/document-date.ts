/** When a document was published, by what it says itself: ages in it are counted to that day. */
import type { Segment } from '../core/index.js';

/** A day, or a year where the document tells no more. */
export interface DocumentDate {
  readonly year: number;
  /** `-MM-DD`. */
  readonly day?: string;
}

const META = /^(?:pub_?date|publishdate|article:published_time|date|dc\.date|created|modified)$/i;
const HEAD_REACH = 2000;
const TAIL_REACH = 400;
const DIGITS = '〇一二三四五六七八九';
const DATE =
  '((?:19|20)\\d{2})\\s?[年.\\-/]\\s?(1[0-2]|0?[1-9])\\s?[月.\\-/]\\s?(3[01]|[12]\\d|0?[1-9])(?!\\d)';
const LABELLED = new RegExp(
  `(?:发布|公示|发文|成文|印发|更新|制表|填表|截止|统计)(?:日期|时间)?\\s{0,4}[:：为]?\\s{0,4}${DATE}`,
);
/** A line of its own, as who signs dates it. */
const SIGNED = new RegExp(`(?:^|\\n)[^\\n\\t\\d]{0,12}${DATE}\\s{0,2}日?\\s{0,4}(?=\\n|$)`, 'g');
const CHINESE =
  /([一二][〇○Oo零0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日/;
const TITLE_YEAR = /(?<!\d)(20\d{2})\s?年/;

/** @param today ISO date: no document is of a later day. */
export function documentDate(segments: readonly Segment[], today: string): DocumentDate | undefined {
  const texts = (channel: string): string[] =>
    segments.filter((segment) => segment.channel === channel).map(({ text }) => text);
  const bodies = texts('body');
  const metas = segments.filter(({ channel, label }) => channel === 'metadata' && META.test(label ?? ''));
  const dated = new RegExp(DATE);
  for (const found of [
    ...metas.map(({ text }) => dated.exec(text.slice(0, 40))),
    ...bodies.map((text) => LABELLED.exec(text.slice(0, HEAD_REACH))),
    ...bodies.map((text) => [...text.slice(-TAIL_REACH).trimEnd().matchAll(SIGNED)].at(-1)),
    ...bodies.map((text) => chinese(text.slice(-TAIL_REACH))),
  ]) {
    const [, year = '', month = '', day = ''] = found ?? [];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (year !== '' && iso <= today) return { year: Number(year), day: iso.slice(4) };
  }
  for (const text of [...texts('title'), ...bodies]) {
    const year = TITLE_YEAR.exec(text.slice(0, 100))?.[1];
    if (year !== undefined && year <= today.slice(0, 4)) return { year: Number(year) };
  }
  return undefined;
}

/** 二〇二三年八月十五日 with the digits of its parts. */
function chinese(text: string): string[] | undefined {
  const found = CHINESE.exec(text);
  if (found === null) return undefined;
  const year = [...found[1]!].map((one) => Math.max(0, DIGITS.indexOf(one))).join('');
  return ['', year, String(tens(found[2]!)), String(tens(found[3]!))];
}

/** 十五, 二十, 三十一: numbers below a hundred. */
function tens(word: string): number {
  const [before, after] = word.split('十');
  if (after === undefined) return DIGITS.indexOf(word);
  return (before === '' ? 1 : DIGITS.indexOf(before!)) * 10 + (after === '' ? 0 : DIGITS.indexOf(after));
}
