/**
 * `npm run score`: makes the corpus in memory, scans it, prints precision and recall, and fails below the floor.
 *
 * --split dev|test|all (test)   --seed N (1)   --times N (3): copies of every template
 * --formats text,html,…         --errors N: examples of what went wrong   --json FILE   --update-floor
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createScanner, type ScanResult } from 'leaklint';
import { loadTemplates, type Split, samples } from '../generate/corpus.js';
import type { Sample } from '../generate/document.js';
import type { Format } from '../generate/forms.js';
import { goldenSamples } from '../generate/golden.js';
import { belowFloor, type Figures, readFloor, writeFloor } from './floor.js';
import { type FalseAlarm, match, type Outcome } from './match.js';
import { bareLine, dispositionTable, entityTable, errorLists, recallTable, table } from './tables.js';
import {
  balancedAccuracy,
  entityScores,
  falseAlarmRate,
  isNumber,
  isPositive,
  ratio,
  recall,
} from './tally.js';

/** Documents play in 2016 to 2026; the scan's day lies behind all of them. */
const TODAY = '2026-12-31';

const { values: args } = parseArgs({
  options: {
    split: { type: 'string', default: 'test' },
    seed: { type: 'string', default: '1' },
    times: { type: 'string', default: '3' },
    formats: { type: 'string' },
    errors: { type: 'string', default: '0' },
    json: { type: 'string' },
    'update-floor': { type: 'boolean', default: false },
  },
});

const scanner = createScanner({ today: TODAY, reveal: true });

async function scan(sample: Sample): Promise<ScanResult> {
  if (sample.text !== undefined && sample.format !== 'html-gbk') {
    return scanner.scanText(sample.text, {
      format: sample.format === 'text' ? 'text' : 'html',
      name: sample.name,
    });
  }
  return scanner.scan({ name: sample.name, bytes: sample.bytes });
}

function documentsOf(split: Split): Iterable<Sample> {
  const formats = args.formats?.split(',') as Format[] | undefined;
  return samples(loadTemplates(split), {
    seed: Number(args.seed),
    times: Number(args.times),
    ...(formats === undefined ? {} : { formats }),
  });
}

interface Run {
  readonly samples: Sample[];
  readonly outcomes: Outcome[];
  readonly alarms: FalseAlarm[];
  readonly unread: string[];
  readonly times: Map<Format, { documents: number; milliseconds: number }>;
}

async function run(documents: Iterable<Sample>): Promise<Run> {
  const result: Run = { samples: [], outcomes: [], alarms: [], unread: [], times: new Map() };
  for (const sample of documents) {
    const before = performance.now();
    const scanned = await scan(sample);
    const time = result.times.get(sample.format) ?? { documents: 0, milliseconds: 0 };
    result.times.set(sample.format, {
      documents: time.documents + 1,
      milliseconds: time.milliseconds + performance.now() - before,
    });
    const { outcomes, falseAlarms } = match(sample, scanned.findings);
    result.outcomes.push(...outcomes);
    result.alarms.push(...falseAlarms);
    for (const { code } of scanned.coverage.unread) result.unread.push(`${sample.id} ${code}`);
    result.samples.push(sample);
  }
  return result;
}

function figuresOf({ samples: documents, outcomes, alarms }: Run): Figures {
  const figures: Record<string, number> = {};
  for (const score of entityScores(outcomes, alarms)) {
    if (score.recall.n === 0) continue;
    figures[`${score.entity}/recall`] = ratio(score.recall);
    figures[`${score.entity}/plain-recall`] = ratio(score.plain);
    // Three landlines are private: their precision says nothing.
    if (score.entity !== 'landline') figures[`${score.entity}/precision`] = ratio(score.precision);
  }
  const numbers = outcomes.filter((outcome) => isPositive(outcome) && isNumber(outcome));
  for (const format of new Set(numbers.map((outcome) => outcome.sample.format))) {
    figures[`numbers/${format}/recall`] = ratio(recall(numbers.filter((o) => o.sample.format === format)));
  }
  figures['numbers/bare-recall'] = ratio(recall(numbers.filter((outcome) => outcome.label.bare)));
  figures['disposition/balanced-accuracy'] = balancedAccuracy(outcomes);
  figures['negatives/alarms-per-100kB'] = falseAlarmRate(documents, alarms).rate;
  return figures;
}

function report(split: Split, result: Run): void {
  const { outcomes, alarms } = result;
  const positives = outcomes.filter(isPositive);
  const numbers = positives.filter(isNumber);
  const addresses = positives.filter((outcome) => outcome.label.entity === 'address');
  const rate = falseAlarmRate(result.samples, alarms);
  const sections = [
    `== ${split}: ${result.samples.length} documents, ${outcomes.length} labels, seed ${args.seed}`,
    entityTable(entityScores(outcomes, alarms)),
    bareLine(outcomes),
    recallTable('numbers by form', numbers, (outcome) => outcome.label.form),
    recallTable('addresses by form', addresses, (outcome) => outcome.label.form),
    recallTable('addresses by style', addresses, (outcome) => outcome.label.kind),
    recallTable('by kind', numbers, (outcome) => `${outcome.label.entity} ${outcome.label.kind}`),
    recallTable('by layout', positives, (outcome) => outcome.label.layout),
    dispositionTable(outcomes),
    `false alarms on documents without personal data: ${rate.count} in ${(rate.bytes / 1000).toFixed(0)} kB, ${rate.rate.toFixed(2)} per 100 kB`,
    `false alarms in all: ${alarms.length}`,
    table([
      ['time', 'documents', 'ms a document'],
      ...[...result.times].map(([format, { documents, milliseconds }]) => [
        format,
        String(documents),
        (milliseconds / documents).toFixed(1),
      ]),
    ]),
  ];
  if (result.unread.length > 0) sections.push(`not read: ${result.unread.length}, first ${result.unread[0]}`);
  if (Number(args.errors) > 0) sections.push(errorLists(outcomes, alarms, Number(args.errors)));
  process.stdout.write(`${sections.join('\n\n')}\n\n`);
}

const splits: Split[] = args.split === 'all' ? ['dev', 'test'] : [args.split as Split];
const failures: string[] = [];
const all: Record<string, Figures> = {};
for (const split of splits) {
  if (split !== 'dev' && split !== 'test') throw new RangeError(`--split ${String(split)}: dev, test or all`);
  const result = await run(documentsOf(split));
  report(split, result);
  const figures = figuresOf(result);
  all[split] = figures;
  if (args['update-floor']) writeFloor(split, figures);
  else if (args.formats === undefined && args.seed === '1' && args.times === '3') {
    failures.push(...belowFloor(figures, readFloor(split)).map((failure) => `${split} ${failure}`));
  }
}
/** The documents labelled by hand are few: every label counts. */
const golden = await run(goldenSamples());
const wrong = golden.outcomes.filter((outcome) => isPositive(outcome) && !outcome.reported);
process.stdout.write(
  `== golden: ${golden.outcomes.filter(isPositive).length} labels, ${wrong.length} missed, ${golden.alarms.length} false alarms\n`,
);
if (Number(args.errors) > 0) {
  process.stdout.write(`${errorLists(golden.outcomes, golden.alarms, Number(args.errors))}\n`);
}
if (wrong.length + golden.alarms.length > 0) failures.push('golden: every label found and nothing else');
if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(all, null, 2)}\n`);
if (failures.length > 0) {
  process.stdout.write(`below the floor (corpus/score/floor.json):\n  ${failures.join('\n  ')}\n`);
  process.exitCode = 1;
}
