/**
 * `npm run bench`: speed of the built library, each figure beside the parser or the plain regex that the
 * same run measured. Writes `results/latest.json`.
 *
 * --quick: smaller data and fewer rounds, for CI   --no-write   --big: 10 GB for the memory figures
 * --only page,gbk,numbers,dense,list,site,html,pdf,docx,redact,hostile,import,files,warc,memory,rows,rg
 *
 * The last five are whole processes (`scale.ts`); each writes its own figures into `results/scale.json`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { encodeGbk, hasGbk } from '../corpus/generate/gb18030.js';
import { countMatches, docxTextLength, htmlTextLength, pdfTextLength } from './baselines.js';
import {
  type Data,
  denseText,
  files,
  HOSTILE,
  hostileText,
  listText,
  numberText,
  pageText,
  sitePages,
} from './data.js';
import {
  growthExponent,
  type HarnessOptions,
  type Measured,
  measure,
  median,
  speedRatio,
  type Task,
} from './harness.js';
import { importCost } from './import-cost.js';
import { listDocx, listPage, listXlsx } from './redact-data.js';
import { type Figure, SCALE } from './scale.js';

const { values: args } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    'no-write': { type: 'boolean', default: false },
    big: { type: 'boolean', default: false },
  },
});

const entry = new URL('../dist/index.js', import.meta.url);
if (!existsSync(entry)) throw new Error('dist/index.js is missing: npm run build');
const { createScanner, redact } = (await import(entry.href)) as typeof import('leaklint');
const { digitRuns } = (await import(
  new URL('../dist/text/digit-runs.js', import.meta.url).href
)) as typeof import('../src/text/digit-runs.js');

const OPTIONS = { today: '2026-12-31' };
const scanner = createScanner(OPTIONS);
const MB = 1_000_000;
const size = args.quick ? MB : 4 * MB;
const options: HarnessOptions = args.quick
  ? { rounds: 5, warmups: 2, milliseconds: 20 }
  : { rounds: 9, warmups: 3, milliseconds: 40 };
const wanted = args.only?.split(',');
const runs = (group: string): boolean => wanted?.includes(group) ?? true;

interface Row {
  readonly group: string;
  readonly task: string;
  readonly rate: number;
  readonly unit: string;
  readonly count: number;
  /** Speed over that of the group's baselines. */
  readonly against: Readonly<Record<string, { median: number; low: number; high: number }>>;
}

/** How many of the planted values a scan finds, and what it reports besides them. */
interface Quality {
  readonly planted: number;
  readonly found: number;
  /** By entity and written form: found of planted. */
  readonly forms: Readonly<Record<string, string>>;
  /** Leaks and reviews that touch no planted value. */
  readonly falseAlarms: number;
}

const quality: Record<string, Quality> = {};

/** The recall and the false alarms of the same scan whose speed is measured. */
function judge(name: string, { documents, values }: Data): void {
  if (values === undefined) return;
  const forms = new Map<string, [found: number, planted: number]>();
  let found = 0;
  let falseAlarms = 0;
  documents.forEach((document, i) => {
    const source = new TextDecoder().decode(document);
    const findings = scanner.scanText(source).findings.map(({ entity, places, disposition }) => ({
      entity,
      disposition,
      spans: places.flatMap((place) => (place.kind === 'text' ? [place] : [])),
    }));
    const meant = new Set<unknown>();
    for (const { entity, written, form } of values[i]!) {
      const start = source.indexOf(written);
      const hits = findings.filter(({ spans }) =>
        spans.some((span) => span.start < start + written.length && start < span.end),
      );
      for (const hit of hits) meant.add(hit);
      const right = hits.some((hit) => hit.entity === entity);
      if (right) found++;
      const key = `${entity} ${form}`;
      const [of = 0, all = 0] = forms.get(key) ?? [];
      forms.set(key, [of + (right ? 1 : 0), all + 1]);
    }
    falseAlarms += findings.filter(
      (finding) =>
        !meant.has(finding) &&
        // A name beside a planted value is right.
        finding.entity !== 'person-name' &&
        (finding.disposition === 'leak' || finding.disposition === 'review'),
    ).length;
  });
  const planted = values.flat().length;
  quality[name] = {
    planted,
    found,
    forms: Object.fromEntries([...forms].sort().map(([key, [of, all]]) => [key, `${of}/${all}`])),
    falseAlarms,
  };
  process.stdout.write(
    `${name.padEnd(8)} found ${found} of ${planted} planted, ${falseAlarms} false alarms\n`,
  );
}

const rows: Row[] = [];
const data: Record<string, { bytes: number; documents: number; planted: number; digest: string }> = {};

function describe(name: string, { bytes, documents, planted, digest }: Data): void {
  data[name] = { bytes, documents: documents.length, planted, digest };
}

const short = (value: number): string => (value < 0.1 ? value.toFixed(4) : value.toFixed(2));

/** Measures a group; tasks in `baselines` are what the others are set against. */
async function group(
  name: string,
  unit: string,
  scale: number,
  tasks: readonly Task[],
  baselines: readonly string[],
): Promise<void> {
  const measured = await measure(tasks, options);
  const find = (task: string): Measured => measured.find((one) => one.name === task)!;
  for (const one of measured) {
    const against = Object.fromEntries(
      baselines.filter((base) => base !== one.name).map((base) => [base, speedRatio(one, find(base))]),
    );
    const row = {
      group: name,
      task: one.name,
      rate: median(one.rates) / scale,
      unit,
      count: one.count,
      against,
    };
    rows.push(row);
    const ratios = Object.entries(against).map(
      ([base, { median: middle, low, high }]) => `${short(middle)}x ${base} (${short(low)}–${short(high)})`,
    );
    process.stdout.write(
      `${name.padEnd(8)} ${one.name.padEnd(18)} ${row.rate.toFixed(1).padStart(9)} ${unit.padEnd(8)} ${ratios.join('  ')}\n`,
    );
  }
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

async function text(name: string, source: Data): Promise<void> {
  describe(name, source);
  judge(name, source);
  const buffers = source.documents.map((document) => Buffer.from(document));
  const strings = buffers.map((buffer) => buffer.toString('utf8'));
  const amount = source.bytes;
  await group(
    name,
    'MB/s',
    MB,
    [
      { name: 'toString', amount, run: () => sum(buffers.map((buffer) => buffer.toString('utf8').length)) },
      {
        name: 'tolerant-regex',
        amount,
        run: () => sum(buffers.map((buffer) => countMatches(buffer.toString('utf8')))),
      },
      { name: 'digit-runs', amount, run: () => sum(strings.map((one) => digitRuns(one).length)) },
      {
        name: 'scanText',
        amount,
        run: () => sum(strings.map((one) => scanner.scanText(one).findings.length)),
      },
      {
        name: 'bytes-to-findings',
        amount,
        run: () =>
          each(buffers, async (bytes) => (await scanner.scan({ name: 'a.txt', bytes })).findings.length),
      },
    ],
    ['toString', 'tolerant-regex'],
  );
}

/** Pages in GB 18030 against the host's decoder. */
async function gbk(source: Data): Promise<void> {
  // GBK has no soft hyphens and other rare characters that disguise a number.
  const documents = source.documents.map((document) =>
    encodeGbk(
      [...new TextDecoder().decode(document)]
        .filter((character) => character < '\x80' || hasGbk(character))
        .join(''),
    ),
  );
  const amount = sum(documents.map((document) => document.length));
  data.gbk = { bytes: amount, documents: documents.length, planted: source.planted, digest: source.digest };
  const decoder = new TextDecoder('gb18030');
  await group(
    'gbk',
    'MB/s',
    MB,
    [
      { name: 'TextDecoder', amount, run: () => sum(documents.map((bytes) => decoder.decode(bytes).length)) },
      {
        name: 'bytes-to-findings',
        amount,
        run: () =>
          each(documents, async (bytes) => (await scanner.scan({ name: 'a.txt', bytes })).findings.length),
      },
    ],
    ['TextDecoder'],
  );
}

/** Pages of a crawled site, or the documents of the corpus as pages: nearly all of those are lists of persons. */
async function html(name: 'site' | 'html', source: Data): Promise<void> {
  describe(name, source);
  const buffers = source.documents.map((document) => Buffer.from(document));
  const amount = source.bytes;
  await group(
    name,
    'MB/s',
    MB,
    [
      { name: 'toString', amount, run: () => sum(buffers.map((buffer) => buffer.toString('utf8').length)) },
      {
        name: 'htmlparser2',
        amount,
        run: () => sum(buffers.map((buffer) => htmlTextLength(buffer.toString('utf8')))),
      },
      {
        name: 'scan',
        amount,
        run: () =>
          each(buffers, async (bytes) => (await scanner.scan({ name: 'a.html', bytes })).findings.length),
      },
    ],
    ['toString', 'htmlparser2'],
  );
}

async function each(
  documents: readonly Uint8Array[],
  run: (bytes: Uint8Array) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (const document of documents) total += await run(document);
  return total;
}

async function pdf(): Promise<void> {
  const source = files('pdf', args.quick ? 8 : 24);
  describe('pdf', source);
  const pages = await each(source.documents, async (bytes) => (await pdfTextLength(bytes)).pages);
  await group(
    'pdf',
    'pages/s',
    1,
    [
      {
        name: 'pdfjs-text',
        amount: pages,
        run: () => each(source.documents, async (bytes) => (await pdfTextLength(bytes)).length),
      },
      {
        name: 'scan',
        amount: pages,
        run: () =>
          each(
            source.documents,
            async (bytes) => (await scanner.scan({ name: 'a.pdf', bytes })).findings.length,
          ),
      },
    ],
    ['pdfjs-text'],
  );
}

async function docx(): Promise<void> {
  const source = files('docx', args.quick ? 10 : 40);
  describe('docx', source);
  const amount = source.documents.length;
  await group(
    'docx',
    'files/s',
    1,
    [
      { name: 'mammoth-text', amount, run: () => each(source.documents, docxTextLength) },
      {
        name: 'scan',
        amount,
        run: () =>
          each(
            source.documents,
            async (bytes) => (await scanner.scan({ name: 'a.docx', bytes })).findings.length,
          ),
      },
    ],
    ['mammoth-text'],
  );
}

/** A list redacted: what `redact` costs, its proof's scan included, against the scan that gave the plan. */
async function redaction(): Promise<void> {
  const rows = args.quick ? 1000 : 5000;
  // As the command scans: a plan that was cut at the limit would be made again.
  const whole = createScanner({ ...OPTIONS, limits: { findings: 1_000_000 } });
  const lists: readonly (readonly [name: string, bytes: Uint8Array])[] = [
    ['list.html', listPage(args.quick ? MB : 5 * MB)],
    ['list.docx', await listDocx(rows)],
    ['list.xlsx', await listXlsx(rows)],
  ];
  for (const [name, bytes] of lists) {
    const artifact = { name, bytes };
    const plan = await whole.scan(artifact);
    const group_ = `redact ${name.slice(5)}`;
    data[group_] = { bytes: bytes.length, documents: 1, planted: plan.findings.length, digest: '' };
    await group(
      group_,
      'MB/s',
      MB,
      [
        {
          name: 'scan',
          amount: bytes.length,
          run: async () => (await whole.scan(artifact)).findings.length,
        },
        {
          name: 'redact',
          amount: bytes.length,
          run: async () => {
            const { applied, refused, proof } = await redact(artifact, plan, OPTIONS);
            if (refused.length > 0 || !proof.verified) throw new Error(`${name} was refused`);
            return applied;
          },
        },
      ],
      ['scan'],
    );
  }
}

interface HostileRow {
  readonly name: string;
  readonly exponent: number;
  /** Milliseconds at the largest size, and that size in UTF-16 units. */
  readonly milliseconds: number;
  readonly units: number;
}

/** Best of two runs at each size; a size that took over two seconds ends the row, so that a bad one ends soon. */
function hostile(): HostileRow[] {
  const top = args.quick ? 18 : 20;
  const results: HostileRow[] = [];
  for (const { name, unit, html: page = false } of HOSTILE) {
    const points: [number, number][] = [];
    const scan = (content: string): number => {
      const before = process.cpuUsage();
      scanner.scanText(content, { format: page ? 'html' : 'text' });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    for (let i = 0; i < 3; i++) scan(hostileText(unit, 2 ** 12));
    for (let power = top - 7; power <= top; power++) {
      const content = hostileText(unit, 2 ** power);
      points.push([2 ** power, Math.min(scan(content), scan(content))]);
      if (points.at(-1)![1] > 2000) break;
    }
    // Short calls measure the clock, not the scan.
    const lasting = points.filter(([, time]) => time >= 2);
    const [units, milliseconds] = points.at(-1)!;
    const row = {
      name,
      exponent: growthExponent(lasting.length > 2 ? lasting : points),
      milliseconds,
      units,
    };
    results.push(row);
    process.stdout.write(
      `hostile ${name.padEnd(20)} n^${row.exponent.toFixed(2)}  ${milliseconds.toFixed(0).padStart(6)} ms for ${units} units\n`,
    );
  }
  return results;
}

if (runs('page')) await text('page', pageText(size));
if (runs('gbk')) await gbk(pageText(size));
if (runs('numbers')) await text('numbers', numberText(size / 2));
if (runs('dense')) await text('dense', denseText(size / 2));
if (runs('list')) await text('list', listText(size / 4));
if (runs('site')) await html('site', sitePages(size));
if (runs('html')) await html('html', files('html', args.quick ? 150 : 600));
if (runs('pdf')) await pdf();
if (runs('docx')) await docx();
if (runs('redact')) await redaction();
const hostileRows = runs('hostile') ? hostile() : [];
const imported = runs('import') ? importCost(entry.href, args.quick ? 5 : 9) : undefined;
if (imported !== undefined) {
  process.stdout.write(
    `import +${imported.milliseconds.toFixed(1)} ms CPU over an empty process; packages: ${imported.packages.join(', ') || 'none'}\n`,
  );
}
const folder = new URL('results/', import.meta.url);
const command = `npm run bench${args.quick ? ' -- --quick' : ''}`;
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  platform: `${process.platform} ${process.arch}`,
};
const versions = { node: process.versions.node, v8: process.versions.v8 };

for (const [name, run] of Object.entries(SCALE)) {
  if (!runs(name)) continue;
  const figures = await run({ quick: args.quick, big: args.big });
  if (!args['no-write'] && figures.length > 0) keepFigures(name, figures);
}

/** Other groups stay as they were measured. */
function keepFigures(name: string, figures: readonly Figure[]): void {
  const file = new URL('scale.json', folder);
  const old = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  const measured = {
    command: `${command}${args.quick ? '' : ' --'} --only ${name}`,
    machine,
    versions,
    figures,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...old, [name]: measured }, null, 2)}\n`);
}

if (!args['no-write'] && wanted === undefined) {
  mkdirSync(folder, { recursive: true });
  const result = {
    command,
    machine,
    versions,
    rounds: options.rounds,
    data,
    quality,
    rows,
    hostile: hostileRows,
    import: imported,
  };
  writeFileSync(new URL('latest.json', folder), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write('wrote benchmarks/results/latest.json\n');
}
