/** Sums over outcomes: recall, precision, dispositions, forms. */
import type { Sample } from '../generate/document.js';
import { COUNTED, type FalseAlarm, type Outcome } from './match.js';

export interface Rate {
  readonly n: number;
  readonly hits: number;
}

export const ratio = ({ n, hits }: Rate): number => (n === 0 ? Number.NaN : hits / n);

const POSITIVE = new Set(['leak', 'review']);

export const isPositive = (outcome: Outcome): boolean => POSITIVE.has(outcome.label.role);

export const isNumber = (outcome: Outcome): boolean =>
  ['resident-id', 'mobile', 'bank-card', 'bank-account'].includes(outcome.label.entity);

export function recall(outcomes: readonly Outcome[]): Rate {
  return { n: outcomes.length, hits: outcomes.filter((outcome) => outcome.reported).length };
}

export function exactness(outcomes: readonly Outcome[]): Rate {
  const found = outcomes.filter((outcome) => outcome.reported);
  return { n: found.length, hits: found.filter((outcome) => outcome.exact).length };
}

export interface EntityScore {
  readonly entity: string;
  readonly recall: Rate;
  readonly plain: Rate;
  readonly precision: Rate;
  readonly f1: number;
  readonly exact: Rate;
  readonly wrongValue: number;
  readonly otherEntity: number;
}

export function entityScores(outcomes: readonly Outcome[], alarms: readonly FalseAlarm[]): EntityScore[] {
  return COUNTED.map((entity) => {
    const own = outcomes.filter((outcome) => isPositive(outcome) && outcome.label.entity === entity);
    const hits = recall(own);
    const wrong = alarms.filter((alarm) => alarm.finding.entity === entity).length;
    const precision = { n: hits.hits + wrong, hits: hits.hits };
    const [p, r] = [ratio(precision), ratio(hits)];
    return {
      entity,
      recall: hits,
      plain: recall(own.filter((outcome) => outcome.label.form === 'plain' && !outcome.label.bare)),
      precision,
      f1: p + r > 0 ? (2 * p * r) / (p + r) : 0,
      exact: exactness(own),
      wrongValue: own.filter((outcome) => outcome.reported && !outcome.valueRight).length,
      otherEntity: own.filter((outcome) => !outcome.reported && outcome.otherEntity !== undefined).length,
    };
  });
}

/** Role → disposition → count, for labels that were found at all. */
export function confusion(outcomes: readonly Outcome[]): Map<string, Map<string, number>> {
  const table = new Map<string, Map<string, number>>();
  for (const { label, findings } of outcomes) {
    if (label.role === 'negative' || label.role === 'optional') continue;
    if (!(COUNTED as readonly string[]).includes(label.entity)) continue;
    const row = table.get(label.role) ?? new Map<string, number>();
    const disposition = findings[0]?.disposition ?? 'none';
    row.set(disposition, (row.get(disposition) ?? 0) + 1);
    table.set(label.role, row);
  }
  return table;
}

/** `review` counts half for what is leak or official. */
const CREDIT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  leak: { leak: 1, 'weak-mask': 1, review: 0.5 },
  review: { review: 1 },
  official: { official: 1, review: 0.5 },
  lawful: { lawful: 1, review: 0.5 },
  masked: { masked: 1, 'weak-mask': 1 },
};

export interface DispositionScore {
  readonly role: string;
  readonly found: number;
  readonly credit: number;
}

export function dispositions(outcomes: readonly Outcome[]): DispositionScore[] {
  return [...confusion(outcomes)].map(([role, row]) => {
    let found = 0;
    let credit = 0;
    for (const [disposition, count] of row) {
      if (disposition === 'none') continue;
      found += count;
      credit += count * (CREDIT[role]?.[disposition] ?? 0);
    }
    return { role, found, credit };
  });
}

/** Mean of the accuracies on private values and on official ones. */
export function balancedAccuracy(outcomes: readonly Outcome[]): number {
  const rows = dispositions(outcomes).filter(({ role }) => role === 'leak' || role === 'official');
  if (rows.length < 2) return Number.NaN;
  return rows.reduce((sum, { found, credit }) => sum + credit / Math.max(1, found), 0) / rows.length;
}

/** Rows and columns in the order of first sight. */
export function crossTable(
  outcomes: readonly Outcome[],
  rowOf: (outcome: Outcome) => string,
  columnOf: (outcome: Outcome) => string,
): Map<string, Map<string, Rate>> {
  const table = new Map<string, Map<string, Rate>>();
  for (const outcome of outcomes) {
    const row = table.get(rowOf(outcome)) ?? new Map<string, Rate>();
    const cell = row.get(columnOf(outcome)) ?? { n: 0, hits: 0 };
    row.set(columnOf(outcome), { n: cell.n + 1, hits: cell.hits + (outcome.reported ? 1 : 0) });
    table.set(rowOf(outcome), row);
  }
  return table;
}

/** False alarms on documents without personal data, per 100 kB of their text. */
export function falseAlarmRate(
  samples: readonly Sample[],
  alarms: readonly FalseAlarm[],
): { bytes: number; count: number; rate: number } {
  const bytes = samples.filter((sample) => sample.negative).reduce((sum, sample) => sum + sample.size, 0);
  const count = alarms.filter((alarm) => alarm.sample.negative).length;
  return { bytes, count, rate: bytes === 0 ? Number.NaN : (count * 100_000) / bytes };
}
