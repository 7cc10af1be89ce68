/** The printed report. */
import { stripVTControlCharacters } from 'node:util';
import { COUNTED, type FalseAlarm, type Outcome } from './match.js';
import {
  balancedAccuracy,
  confusion,
  crossTable,
  dispositions,
  type EntityScore,
  isNumber,
  isPositive,
  type Rate,
  ratio,
  recall,
} from './tally.js';

const percent = (value: number): string => (Number.isNaN(value) ? '–' : (100 * value).toFixed(1));

/** Columns padded to their widest cell; the first is flush left. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, stripVTControlCharacters(cell).length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function entityTable(scores: readonly EntityScore[]): string {
  return table([
    ['entity', 'n', 'recall', 'plain', 'precision', 'F1', 'exact place', 'wrong value', 'as other entity'],
    ...scores.map((score) => [
      score.entity,
      String(score.recall.n),
      percent(ratio(score.recall)),
      percent(ratio(score.plain)),
      percent(ratio(score.precision)),
      percent(score.f1),
      percent(ratio(score.exact)),
      String(score.wrongValue),
      String(score.otherEntity),
    ]),
  ]);
}

const cell = (rate: Rate | undefined): string =>
  rate === undefined ? '·' : `${percent(ratio(rate))} (${rate.n})`;

const FORMATS = ['text', 'html', 'html-gbk', 'docx', 'pdf'];

export function recallTable(
  title: string,
  outcomes: readonly Outcome[],
  rowOf: (outcome: Outcome) => string,
  columnOf: (outcome: Outcome) => string = (outcome) => outcome.sample.format,
  columns: readonly string[] = FORMATS,
): string {
  const cross = crossTable(outcomes, rowOf, columnOf);
  const rows = [...cross].sort(([a], [b]) => (a === 'plain' ? -1 : b === 'plain' ? 1 : a < b ? -1 : 1));
  const body = rows.map(([name, row]) => [name, ...columns.map((column) => cell(row.get(column)))]);
  const all = ['all', ...columns.map((column) => cell(sum(rows.map(([, row]) => row.get(column)))))];
  return `${table([[title, ...columns], ...body, all])}`;
}

function sum(rates: readonly (Rate | undefined)[]): Rate | undefined {
  const known = rates.filter((rate) => rate !== undefined);
  if (known.length === 0) return undefined;
  return {
    n: known.reduce((total, rate) => total + rate.n, 0),
    hits: known.reduce((total, rate) => total + rate.hits, 0),
  };
}

export function dispositionTable(outcomes: readonly Outcome[]): string {
  const columns = ['leak', 'review', 'official', 'lawful', 'weak-mask', 'masked', 'none'];
  const credits = new Map(dispositions(outcomes).map((row) => [row.role, row]));
  const rows = [...confusion(outcomes)].map(([role, row]) => {
    const { found = 0, credit = 0 } = credits.get(role) ?? {};
    return [
      role,
      ...columns.map((column) => String(row.get(column) ?? 0)),
      percent(found ? credit / found : Number.NaN),
    ];
  });
  return `${table([['label \\ reported as', ...columns, 'accuracy'], ...rows])}\nbalanced accuracy, private against official: ${percent(balancedAccuracy(outcomes))}`;
}

export function bareLine(outcomes: readonly Outcome[]): string {
  const numbers = outcomes.filter((outcome) => isPositive(outcome) && isNumber(outcome));
  const labelled = recall(numbers.filter((outcome) => !outcome.label.bare));
  const bare = recall(numbers.filter((outcome) => outcome.label.bare));
  return `numbers: recall ${cell(labelled)} where a label, header or list announces them, ${cell(bare)} bare`;
}

function shown(text: string): string {
  return JSON.stringify(text).replace(
    /[\u00a0\u00ad\u200b-\u200d\u2060\u3000\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Synthetic values only: the corpus holds no others. */
export function errorLists(
  outcomes: readonly Outcome[],
  alarms: readonly FalseAlarm[],
  count: number,
): string {
  const lines: string[] = [];
  const entities = new Set(outcomes.filter(isPositive).map((outcome) => outcome.label.entity));
  for (const entity of entities) {
    const missed = outcomes.filter((o) => isPositive(o) && o.label.entity === entity && !o.reported);
    if (missed.length === 0) continue;
    lines.push(`\nmissed ${entity}: ${missed.length}`);
    for (const { label, sample, findings } of spread(
      missed,
      count,
      (o) => o.sample.template + o.label.form,
    )) {
      const as = findings[0] === undefined ? '' : ` as ${findings[0].disposition}`;
      lines.push(`  ${sample.id} ${label.layout} ${label.form} ${label.kind}${as} ${shown(label.text)}`);
    }
  }
  const groups = new Map<string, FalseAlarm[]>();
  for (const alarm of alarms) {
    const key = `${alarm.finding.entity} on ${alarm.on}`;
    groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  for (const [key, list] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    lines.push(`\nfalse ${key}: ${list.length}`);
    for (const { finding, sample } of spread(list, count, (alarm) => alarm.sample.template)) {
      const evidence = finding.evidence.map(({ code }) => code).join(' ');
      lines.push(
        `  ${sample.id} ${finding.disposition} ${finding.score.toFixed(2)} ${shown(finding.text ?? finding.masked)} [${evidence}]`,
      );
    }
  }
  const roles = outcomes.filter(({ label, findings }) => {
    const disposition = findings[0]?.disposition;
    if (!(COUNTED as readonly string[]).includes(label.entity)) return false;
    if (disposition === undefined) return label.role === 'masked';
    return (
      (label.role === 'leak' && disposition !== 'leak') ||
      (label.role === 'official' && disposition !== 'official') ||
      (label.role === 'review' && disposition !== 'review') ||
      (label.role === 'lawful' && disposition !== 'lawful')
    );
  });
  lines.push(`\nmisjudged: ${roles.length}`);
  for (const { label, sample, findings } of spread(
    roles,
    count * 3,
    (o) => o.sample.template + o.label.role + o.label.entity,
  )) {
    const evidence = findings[0]?.evidence.map(({ code }) => code).join(' ') ?? '';
    lines.push(
      `  ${sample.id} ${label.entity} ${label.role} → ${findings[0]?.disposition ?? 'none'} ${shown(label.text)} [${evidence}]`,
    );
  }
  return lines.join('\n');
}

/** At most `count` entries, one of every key first. */
function spread<T>(list: readonly T[], count: number, keyOf: (entry: T) => string): T[] {
  const seen = new Set<string>();
  const first: T[] = [];
  const rest: T[] = [];
  for (const entry of list) {
    if (seen.has(keyOf(entry))) rest.push(entry);
    else {
      seen.add(keyOf(entry));
      first.push(entry);
    }
  }
  return [...first, ...rest].slice(0, count);
}
