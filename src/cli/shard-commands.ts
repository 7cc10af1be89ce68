/** `leaklint plan`, `worker`, `feed` and `merge`: one scan on many machines. */
import fs from 'node:fs';
import path from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import { ATTEMPTS, mergeShards, plan, readPlan, rulesOf, runShard, shardState } from '../node/index.js';
import type { NodeScannerOptions } from '../node/ocr/choose.js';
import { MaskUnions } from '../policy/index.js';
import { exitCode, type FailOn, SummaryBuilder } from '../report/index.js';
import { parseFlags, type Values, wholeNumber } from './flags.js';
import { SHARDS_ZH } from './help-zh.js';
import { type Io, UsageError } from './io.js';
import { localeOf } from './locale.js';
import { openOutput } from './output.js';
import { type ScannerFlags, scannerArguments } from './scanner-arguments.js';
import { type Said, say, spokenLocale, tell } from './words.js';

export const SHARDS_HELP = `leaklint plan PATH… -o PLAN     what is to be read, in shards: web archives, ranges of them, batches of files
      --files N               files of one shard (500)
      --split BYTES           cut .warc.gz files into ranges of this size
      --digest                tell files by content, not by size and time
      --exclude NAME          leave out files and folders of this name; repeatable
leaklint worker PLAN --out DIR  run shards that nobody has finished; any number of workers, on any machine
      --shard K/N             only every Nth shard, from the Kth (arrays of Slurm or GNU parallel)
  -j, --jobs N                child processes at a time
      --redis URL             take shards from the queue of "leaklint feed" (packages bullmq and ioredis)
      --lease SECONDS         silence after which another worker takes a shard over (60)
leaklint feed PLAN --out DIR --redis URL   fill the queue, until every shard is finished
leaklint merge PLAN --out DIR   one NDJSON stream of all results, each once; last line: the summary
  -o, --output FILE           write to a file
      --partial               shards that are not finished are told as unread
      --fail-on LEVEL         leak (default), review, any, none
plan and worker take the flags of scan that decide what is found: --policy, --entities, --timeout, --max-bytes,
--max-depth, --config, --key-file, --locale, --today. They must be the same for both.
`;

const RULES = {
  policy: { type: 'string' },
  entities: { type: 'string' },
  config: { type: 'string' },
  locale: { type: 'string' },
  today: { type: 'string' },
  timeout: { type: 'string' },
  'max-bytes': { type: 'string' },
  'max-depth': { type: 'string' },
  'key-file': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];
const COMMON = {
  help: { type: 'boolean', short: 'h' },
  locale: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
} as const;

/** @returns The exit code. @throws UsageError, RangeError. */
export async function planCommand(args: readonly string[], io: Io, version: string): Promise<number> {
  const { values, positionals } = parsed(args, {
    ...COMMON,
    ...RULES,
    output: { type: 'string', short: 'o' },
    files: { type: 'string' },
    split: { type: 'string' },
    digest: { type: 'boolean' },
    exclude: { type: 'string', multiple: true },
  });
  if (values.help === true) return help(args, io);
  if (positionals.length === 0) throw new UsageError('name files or folders to plan');
  for (const one of positionals) {
    if (!one.startsWith('s3://') && !fs.existsSync(path.resolve(io.cwd, one)))
      throw new UsageError(say`${one}: no such file or folder`);
  }
  const rules = rulesOf(scannerArguments(values as ScannerFlags, io), version);
  const files = wholeNumber(values, 'files');
  const split = wholeNumber(values, 'split');
  const output = openOutput(values.output as string | undefined, io);
  let shards = 0;
  let bytes = 0;
  try {
    const lines = plan(positionals, {
      rules,
      digest: values.digest === true,
      ...(files === undefined ? {} : { files }),
      ...(split === undefined ? {} : { split }),
      ...(values.exclude === undefined ? {} : { exclude: values.exclude as string[] }),
    });
    for (const line of lines) {
      if ('id' in line) {
        shards++;
        bytes += line.bytes;
      }
      await output.write(`${JSON.stringify(line)}\n`);
    }
    output.finish();
  } finally {
    output.close();
  }
  (await teller(args, values, io))(say`${shards} shards, ${bytes} bytes`);
  return 0;
}

/** Exit code 0 when every shard is finished; 3 when some are in quarantine or still run elsewhere. */
export async function workerCommand(args: readonly string[], io: Io, version: string): Promise<number> {
  const { values, positionals } = parsed(args, {
    ...COMMON,
    ...RULES,
    out: { type: 'string' },
    shard: { type: 'string' },
    redis: { type: 'string' },
    lease: { type: 'string' },
    jobs: { type: 'string', short: 'j' },
  });
  if (values.help === true) return help(args, io);
  const { file, out } = planAndFolder(values, positionals, io);
  if (values.redis !== undefined && values.shard !== undefined) {
    throw new UsageError('--redis and --shard are two ways to share the work: give one');
  }
  const scanner: NodeScannerOptions = scannerArguments(values as ScannerFlags, io);
  const { head, shards } = readPlan(file);
  if (head.rules !== rulesOf(scanner, version)) {
    throw new UsageError(
      'the plan was made with other settings or another version: use the same flags, or plan anew',
    );
  }
  fs.mkdirSync(out, { recursive: true });
  const note = await teller(args, values, io);
  const jobs = wholeNumber(values, 'jobs');
  if (values.redis !== undefined) {
    const { workShards } = await import('../node/bullmq/index.js');
    const lease = wholeNumber(values, 'lease');
    await workShards({
      ...queueOf(values, file, out, io, note),
      ...(lease === undefined ? {} : { lock: lease * 1000 }),
      scan: { ...scanner, ...(jobs === undefined ? {} : { jobs }) },
      onShard: (id, outcome) => note(outcomeOf(id, outcome)),
    });
    return shards.every(({ id }) => shardState(out, id) === 'done') ? 0 : 3;
  }
  const options = { ...scanner, signal: io.signal, ...(jobs === undefined ? {} : { jobs }) };
  const mine = share(shards, values.shard as string | undefined);
  // A shard that failed is tried again at the end, until it is finished or put aside.
  let rest = mine;
  for (let round = 0; round <= ATTEMPTS && rest.length > 0; round++) {
    const failed: (typeof rest)[number][] = [];
    for (const shard of rest) {
      if (io.signal.aborted) return 3;
      const outcome = await runShard(shard, out, options);
      if (outcome === 'failed') failed.push(shard);
      if (outcome !== 'known') note(outcomeOf(shard.id, outcome));
    }
    rest = failed;
  }
  return mine.every(({ id }) => shardState(out, id) === 'done') ? 0 : 3;
}

/** Exit code 0 when every shard is done; 3 when some are in quarantine, or after an interruption. */
export async function feedCommand(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parsed(args, {
    ...COMMON,
    out: { type: 'string' },
    redis: { type: 'string' },
    waiting: { type: 'string' },
  });
  if (values.help === true) return help(args, io);
  const { file, out } = planAndFolder(values, positionals, io);
  if (values.redis === undefined) throw new UsageError('--redis URL: where the queue is');
  readPlan(file);
  const { feedShards, queueName } = await import('../node/bullmq/index.js');
  const note = await teller(args, values, io);
  note(say`queue ${queueName(file)}`);
  const waiting = wholeNumber(values, 'waiting');
  let last = '';
  const { shards, done } = await feedShards({
    ...queueOf(values, file, out, io, note),
    ...(waiting === undefined ? {} : { waiting }),
    onState(state) {
      const { done, shards, quarantined, active } = state;
      const text = say`${done} of ${shards} shards done, ${quarantined} in quarantine, ${active} active`;
      const key = text.values.join();
      if (key !== last) note(text);
      last = key;
    },
  });
  return done === shards ? 0 : 3;
}

type Note = (said: Said) => void;

const OUTCOMES: Readonly<Record<string, Said>> = {
  done: say`was read`,
  known: say`had been read before`,
  claimed: say`is being read elsewhere`,
  failed: say`failed and will be tried again`,
  quarantined: say`failed several times and was set aside`,
  aborted: say`was interrupted`,
};

const outcomeOf = (id: string, outcome: string): Said => say`shard ${id}: ${OUTCOMES[outcome] ?? outcome}`;

/** Notes on standard error, unless `--quiet`. */
async function teller(args: readonly string[], values: Values, io: Io): Promise<Note> {
  const locale = await localeOf(args, io);
  return (said) => {
    if (values.quiet !== true) tell(io, locale, said);
  };
}

function queueOf(values: Values, plan: string, out: string, io: Io, note: Note) {
  return {
    plan,
    out,
    redis: values.redis as string,
    signal: io.signal,
    onNotice: (code: string) => note(say`Redis: ${code}; waiting for it`),
  };
}

/** Exit codes as of scan. */
export async function mergeCommand(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parsed(args, {
    ...COMMON,
    out: { type: 'string' },
    output: { type: 'string', short: 'o' },
    partial: { type: 'boolean' },
    'fail-on': { type: 'string' },
  });
  if (values.help === true) return help(args, io);
  const { file, out } = planAndFolder(values, positionals, io);
  const failOn = (values['fail-on'] as string | undefined) ?? 'leak';
  if (!['leak', 'review', 'any', 'none'].includes(failOn)) {
    throw new UsageError('--fail-on must be leak, review, any or none');
  }
  const summary = new SummaryBuilder(readPlan(file).head.roots);
  const unions = new MaskUnions();
  const output = openOutput(values.output as string | undefined, io);
  try {
    for (const result of mergeShards(file, out, { partial: values.partial === true })) {
      summary.add(result);
      unions.add(result);
      await output.write(`${JSON.stringify(result)}\n`);
    }
    summary.setMaskUnions(unions.build());
    await output.write(`${JSON.stringify({ summary: summary.build() })}\n`);
    output.finish();
  } finally {
    output.close();
  }
  return exitCode(summary.build(), failOn as FailOn);
}

function parsed(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): { values: Values; positionals: string[] } {
  return parseFlags(args, options);
}

function planAndFolder(
  values: Values,
  positionals: readonly string[],
  io: Io,
): { file: string; out: string } {
  const [file] = positionals;
  if (file === undefined || positionals.length !== 1)
    throw new UsageError('name one plan, made by "leaklint plan"');
  if (typeof values.out !== 'string') throw new UsageError('--out DIR: the folder of markers and results');
  if (!fs.existsSync(path.resolve(io.cwd, file))) throw new UsageError(say`${file}: no such file`);
  return { file: path.resolve(io.cwd, file), out: path.resolve(io.cwd, values.out) };
}

/** `2/8`: the second, tenth, eighteenth … shard. */
function share<T>(shards: readonly T[], part: string | undefined): readonly T[] {
  if (part === undefined) return shards;
  const match = /^(\d+)\/(\d+)$/.exec(part);
  const [first, every] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || first < 1 || every < 1 || first > every) {
    throw new UsageError('--shard must be K/N with K from 1 to N');
  }
  return shards.filter((_, index) => index % every === first - 1);
}

async function help(args: readonly string[], io: Io): Promise<number> {
  await io.out(spokenLocale(args, io.env) === 'en' ? SHARDS_HELP : SHARDS_ZH);
  return 0;
}
