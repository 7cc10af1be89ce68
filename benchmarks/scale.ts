/**
 * Archives and many files, each scan a whole process (`leaklint scan`), set against other commands of the same run.
 * CPU time is that of every process; wall time only where two workers are set against one, best of the rounds.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TOLERANT } from './baselines.js';
import { listText, pageText } from './data.js';
import { median } from './harness.js';
import { register, repeatFile, roster, writeCsv, writeFolder, writeSheet, writeWarc } from './site.js';
import { type Spent, spend } from './whole-process.js';

export interface ScaleOptions {
  readonly quick: boolean;
  /** The streams for the memory figure have 10 GB; else 1 GB. */
  readonly big: boolean;
}

/** A figure and how it is measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}

const MAIN = new URL('../dist/cli/main.js', import.meta.url).pathname;
const MB = 1e6;

/** As it would be run, without a report to lay out. */
const scan = (file: string, jobs = 1): Promise<Spent> =>
  spend(process.execPath, [
    MAIN,
    'scan',
    file,
    '--format=ndjson',
    '--fail-on=none',
    `--jobs=${jobs}`,
    '--quiet',
    `--output=${os.devNull}`,
  ]);

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-scale-'));
  try {
    return await run(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const round = (value: number): number => Number(value.toPrecision(3));

function figure(name: string, value: number, unit: string, note?: string): Figure {
  const rounded = round(value);
  process.stdout.write(
    `${name.padEnd(58)} ${String(rounded).padStart(8)} ${unit}${note === undefined ? '' : `   ${note}`}\n`,
  );
  return { name, value: rounded, unit, ...(note === undefined ? {} : { note }) };
}

/** Ratios of A to B, one a round, each round A B or B A. */
async function pairs(
  rounds: number,
  a: () => Promise<Spent>,
  b: () => Promise<Spent>,
): Promise<{ a: Spent[]; b: Spent[] }> {
  const result = { a: [] as Spent[], b: [] as Spent[] };
  for (let i = 0; i < rounds; i++) {
    if (i % 2 === 0) result.a.push(await a());
    result.b.push(await b());
    if (i % 2 === 1) result.a.push(await a());
  }
  return result;
}

const cpuOf = (list: readonly Spent[]): number => median(list.map(({ cpu }) => cpu));
const wallOf = (list: readonly Spent[]): number => Math.min(...list.map(({ wall }) => wall));
const ratioOf = (a: readonly Spent[], b: readonly Spent[]): number =>
  median(a.map(({ cpu }, i) => cpu / b[i]!.cpu));

/** What starting costs, so that short runs can be read. */
async function startUp(folder: string, rounds: number): Promise<number> {
  const file = path.join(folder, 'one.txt');
  fs.writeFileSync(file, '通知\n');
  const runs: Spent[] = [];
  for (let i = 0; i < rounds; i++) runs.push(await scan(file));
  return cpuOf(runs);
}

/** 20,000 pages of some 7.5 KB with one worker and with two. */
function files({ quick }: ScaleOptions): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const count = quick ? 4000 : 20_000;
    const site = path.join(folder, 'site');
    const bytes = writeFolder(site, count, 7500);
    const { a, b } = await pairs(
      quick ? 3 : 5,
      () => scan(site, 1),
      () => scan(site, 2),
    );
    const note = `${count} pages, ${round(bytes / MB)} MB`;
    return [
      figure('files: CPU a page, 1 worker', (cpuOf(a) / count) * 1e6, 'µs', note),
      figure('files: CPU a page, 2 workers', (cpuOf(b) / count) * 1e6, 'µs'),
      figure('files: 1 worker', bytes / MB / cpuOf(a), 'MB/s of CPU'),
      figure('files: wall time, 1 worker ÷ 2 workers, best rounds', wallOf(a) / wallOf(b), '×'),
      figure(
        'files: CPU of 1 worker ÷ command and busier child of 2',
        median(a.map(({ cpu }, i) => cpu / b[i]!.critical)),
        '×',
      ),
      figure('files: peak memory, 2 workers', Math.max(...b.map(({ peak }) => peak)) / MB, 'MB'),
    ];
  });
}

/** Pages of a crawl in a web archive. */
function warc({ quick }: ScaleOptions): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const rounds = quick ? 3 : 5;
    const amount = (quick ? 10 : 60) * MB;
    const packed = path.join(folder, 'a.warc.gz');
    const plain = path.join(folder, 'a.warc');
    const { bytes, records } = writeWarc(packed, amount, true);
    writeWarc(plain, amount, false);
    const start = await startUp(folder, rounds);
    const gz = await pairs(
      rounds,
      () => scan(packed),
      () => spend('zcat', [packed]),
    );
    const flat = await pairs(
      rounds,
      () => scan(plain),
      () => spend('cat', [plain]),
    );
    const note = `${records} pages, ${round(bytes / MB)} MB unpacked`;
    return [
      figure('warc.gz: CPU of a scan ÷ zcat', ratioOf(gz.a, gz.b), '×', note),
      figure('warc.gz: unpacked bytes', bytes / MB / cpuOf(gz.a), 'MB/s of CPU'),
      figure('warc: bytes', bytes / MB / cpuOf(flat.a), 'MB/s of CPU'),
      figure('warc.gz: start of the command within that', start, 's of CPU'),
    ];
  });
}

/** Peak memory by size: the same archive once and many times over, and a text. */
function memory({ quick, big }: ScaleOptions): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const small = (quick ? 20 : 100) * MB;
    const times = quick ? 10 : big ? 100 : 10;
    const figures: Figure[] = [];
    for (const packed of [true, false]) {
      const one = path.join(folder, 'one.warc');
      const many = path.join(folder, 'many.warc');
      writeWarc(one, small, packed);
      repeatFile(one, many, times);
      const low = await scan(one);
      const high = await scan(many);
      const name = packed ? 'warc.gz' : 'warc';
      const note = `${round(low.peak / MB)} and ${round(high.peak / MB)} MB`;
      figures.push(
        figure(
          `memory: ${name} of ${round((small * times) / MB)} MB ÷ of ${small / MB} MB`,
          high.peak / low.peak,
          '×',
          note,
        ),
      );
      fs.rmSync(many);
    }
    const rows = (quick ? 0.2 : 1) * 1e6;
    const text = path.join(folder, 'rows.csv');
    const less = path.join(folder, 'less.csv');
    const bytes = writeCsv(text, register(rows));
    writeCsv(less, register(rows / 10));
    const low = await scan(less);
    const high = await scan(text);
    const note = `${round(low.peak / MB)} and ${round(high.peak / MB)} MB`;
    return [
      ...figures,
      figure(
        `memory: text of ${rows} rows, ${round(bytes / MB)} MB ÷ a tenth`,
        high.peak / low.peak,
        '×',
        note,
      ),
      figure(`text of ${rows} rows, a person in 200`, bytes / MB / high.cpu, 'MB/s of CPU'),
    ];
  });
}

/** Lists in which every row is a person, as text and as a workbook. */
function rows({ quick }: ScaleOptions): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const count = quick ? 2000 : 10_000;
    const csv = path.join(folder, 'a.csv');
    const xlsx = path.join(folder, 'a.xlsx');
    const sparse = path.join(folder, 'b.xlsx');
    writeCsv(csv, roster(count));
    writeSheet(xlsx, roster(count));
    writeSheet(sparse, register(10 * count));
    const start = await startUp(folder, 3);
    const rounds = quick ? 3 : 5;
    const { a, b } = await pairs(
      rounds,
      () => scan(csv),
      () => scan(xlsx),
    );
    const c: Spent[] = [];
    for (let i = 0; i < rounds; i++) c.push(await scan(sparse));
    const peak = (list: readonly Spent[]): string =>
      `peak ${round(Math.max(...list.map((one) => one.peak)) / MB)} MB`;
    return [
      figure(`rows: CPU a row, CSV of ${count} persons`, ((cpuOf(a) - start) / count) * 1e6, 'µs', peak(a)),
      figure(`rows: CPU a row, XLSX of ${count} persons`, ((cpuOf(b) - start) / count) * 1e6, 'µs', peak(b)),
      figure(
        `rows: CPU a row, XLSX of ${10 * count} rows, a person in 200`,
        ((cpuOf(c) - start) / count / 10) * 1e6,
        'µs',
        peak(c),
      ),
    ];
  });
}

/** `rg --count-matches` with the tolerant patterns; it only counts. */
function rg({ quick }: ScaleOptions): Promise<Figure[]> {
  return inFolder(async (folder) => {
    if (spawnSync('rg', ['--version']).status !== 0) {
      process.stdout.write('rg: skipped, ripgrep is not installed\n');
      return [];
    }
    const patterns = TOLERANT.flatMap(({ source }) => ['-e', source.replace(/\\u([0-9a-f]{4})/g, '\\u{$1}')]);
    const figures: Figure[] = [];
    const amount = (quick ? 4 : 32) * MB;
    for (const [name, data] of [
      ['page', pageText(amount)],
      ['list', listText(amount / 16)],
    ] as const) {
      const file = path.join(folder, `${name}.txt`);
      fs.writeFileSync(file, Buffer.concat(data.documents.flatMap((one) => [one, Buffer.from('\n')])));
      const { a, b } = await pairs(
        quick ? 3 : 9,
        () => scan(file),
        () => spend('rg', ['--no-config', '--threads=1', '--count-matches', ...patterns, file]),
      );
      const note = `${round(data.bytes / MB)} MB, rg ${round(cpuOf(b))} s`;
      figures.push(figure(`rg: CPU of a scan ÷ rg --count-matches, ${name}`, ratioOf(a, b), '×', note));
    }
    return figures;
  });
}

export const SCALE: Readonly<Record<string, (options: ScaleOptions) => Promise<Figure[]>>> = {
  files,
  warc,
  memory,
  rows,
  rg,
};
