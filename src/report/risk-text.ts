/** Re-identification risk of a table in words. */
import type { GeneralizeStep, TableRisk } from '../core/index.js';
import type { Locale } from './messages/index.js';
import { fill, messagesFor, word } from './messages/index.js';
import { placeText } from './place-text.js';

interface RiskWords {
  readonly title: string;
  readonly alone: string;
  readonly safe: string;
  readonly poor: string;
  readonly advice: string;
  readonly never: string;
  readonly step: string;
  readonly between: string;
  readonly levels: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<Locale, RiskWords>> = {
  'zh-CN': {
    title: '再识别风险（{place}起的表，{rows} 行）',
    alone: '按“{headers}”组合，{unique} 行可以单独认出，最小的一组 {k} 行',
    safe: '按“{headers}”组合，最小的一组 {k} 行',
    poor: '同组的人“{header}”相同，认出组就知道',
    advice: '建议：{steps}，每组至少 {k} 行',
    never: '逐列概括也达不到每组 {k} 行，只宜公布序号或统计数',
    step: '“{header}”{to}',
    between: '，',
    levels: {
      surname: '只留姓',
      month: '只到年月',
      year: '只到年份',
      decade: '只到年代',
      'band-5': '改为5岁一段',
      'band-10': '改为10岁一段',
      town: '只到乡镇街道',
      removed: '删除',
    },
  },
  en: {
    title: 'Re-identification risk (table from {place}, {rows} rows)',
    alone: 'by {headers}, {unique} rows stand alone, the smallest group has {k}',
    safe: 'by {headers}, the smallest group has {k} rows',
    poor: '{header} is the same for a whole group: who is known to be in it, is known to have it',
    advice: 'Suggested: {steps}; then every group has at least {k} rows',
    never: 'No generalisation gives every group {k} rows: publish serial numbers or totals only',
    step: '{header}: {to}',
    between: ', ',
    levels: {
      surname: 'surname only',
      month: 'year and month only',
      year: 'year only',
      decade: 'decade only',
      'band-5': 'bands of 5 years',
      'band-10': 'bands of 10 years',
      town: 'town only',
      removed: 'leave out',
    },
  },
};

/** Two or three lines; the first one names the table. */
export function riskText(table: TableRisk, wanted: number, locale: Locale): string[] {
  const words = WORDS[locale];
  const messages = messagesFor(locale);
  const headers = table.columns
    .filter(({ role }) => role === 'name' || role === 'quasi')
    .map(({ header }) => header)
    .join(messages.phrases.listMark);
  const lines = [
    fill(words.title, { place: placeText(table.place, messages), rows: table.rows }) +
      messages.phrases.colon +
      fill(table.unique > 0 ? words.alone : words.safe, { headers, unique: table.unique, k: table.k }),
  ];
  for (const { header, l } of table.diversity) {
    if (l === 1 && table.k > 1) lines.push(fill(words.poor, { header }));
  }
  if (table.k >= wanted) return lines;
  const steps = table.steps
    .map(({ header, to }: GeneralizeStep) => fill(words.step, { header, to: word(words.levels, to) }))
    .join(words.between);
  lines.push(
    table.reached
      ? fill(words.advice, { steps, k: table.steps.at(-1)!.k })
      : fill(words.never, { k: wanted }),
  );
  return lines;
}
