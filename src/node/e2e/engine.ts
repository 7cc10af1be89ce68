/**
 * `npm run test:e2e:engine`: scanner, workers, feeder and Redis are killed at random moments, and what comes out in the
 * end must be what an undisturbed scan gives. Needs a built `dist`, redis-server and GNU parallel (apt-get installs them
 * where they are not).
 *
 *   npm run test:e2e:engine -- [ROUNDS] [SEED]
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../../../corpus/generate/random.js';
import { buildZip } from '../../formats/zip/build-zip.js';
import { page, warcGz } from '../fixtures/build-warc.js';

const ROUNDS = Number(process.argv[2] ?? 20);
const SEED = Number(process.argv[3] ?? Date.now() % 100_000);
const KILLS = 3;
/** Milliseconds for what has to end at last, however often it was killed. */
const PATIENCE = 240_000;
const root = path.join(import.meta.dirname, '../../..');
const main = path.join(root, 'dist/cli/main.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-engine-'));
const site = path.join(folder, 'site');
const RULES = ['--today', '2026-01-01', '--locale', 'en'];
const random = Random.of(SEED, 'kills');
let passed = 0;
let failed = 0;
const alive = new Set<ChildProcess>();

function check(what: string, good: boolean): void {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'ok' : 'FAILED'}: ${what}`);
}

const mobile = (n: number): string => `1380000${String(n % 10_000).padStart(4, '0')}`;
const body = (n: number): string =>
  `<html><body><h1>通知</h1><p>联系人手机号：${mobile(n)}</p>${'<p>各有关单位：现将有关事项通知如下。</p>'.repeat(60)}</body></html>`;

async function makeSite(): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const file = path.join(site, `column-${i % 5}`, `${i}.html`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, body(i));
  }
  const records = Array.from({ length: 900 }, (_, i) =>
    page(`http://www.a.gov.cn/c${i % 7}/${i}.html`, body(1000 + i)),
  );
  fs.writeFileSync(path.join(site, 'crawl.warc.gz'), warcGz(records));
  const entries = Array.from({ length: 40 }, (_, i) => ({
    name: `${i}.html`,
    bytes: Buffer.from(body(3000 + i)),
  }));
  fs.writeFileSync(path.join(site, 'attachments.zip'), await buildZip(entries));
}

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

function start(args: readonly string[]): Run {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  alive.add(child);
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.resume();
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      alive.delete(child);
      resolve(code);
    });
  });
  return { child, ended, output: () => Buffer.concat(out).toString() };
}

/** Kills with SIGKILL when `moment` comes, if it still runs then. */
async function killAt({ child, ended }: Run, moment: Promise<unknown>): Promise<boolean> {
  const done = await Promise.race([ended.then(() => true), moment.then(() => false)]);
  if (!done) child.kill('SIGKILL');
  await ended;
  return !done;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"summary"'))
    .sort();

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, i) => line === b[i]);

async function within<T>(what: Promise<T>, name: string): Promise<T> {
  const late = delay(PATIENCE, undefined, { ref: false }).then(() => {
    throw new Error(`${name} did not end`);
  });
  return Promise.race([what, late]);
}

/** A scan with a checkpoint, killed and started again. */
async function scanner(round: number, whole: readonly string[], time: number): Promise<void> {
  const journal = path.join(folder, `journal-${round}`);
  const args = ['scan', site, '-f', 'ndjson', '-q', '-j', '2', '--checkpoint', journal, ...RULES];
  let kills = 0;
  const bytes = whole.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  for (let i = 0; i < KILLS; i++) {
    // By what it has written: how long a run takes changes with what else the machine does.
    const target = random.int(0, bytes);
    const written = async (): Promise<void> => {
      while ((fs.statSync(journal, { throwIfNoEntry: false })?.size ?? -1) < target) await delay(5);
      await delay(random.int(0, 20));
    };
    if (await killAt(start(args), Promise.race([written(), delay(time * 4)]))) kills++;
  }
  const last = start(args);
  await within(last.ended, 'the scan');
  check(`round ${round}: scanner killed ${kills} times`, same(lines(last.output()), whole));
}

function planInto(round: number): { plan: string; out: string } {
  const plan = path.join(folder, `plan-${round}`);
  const args = [main, 'plan', site, '-o', plan, '-q', '--files', '40', '--split', '10000', ...RULES];
  spawnSync(process.execPath, args, { stdio: 'inherit' });
  return { plan, out: path.join(folder, `out-${round}`) };
}

async function compare(what: string, plan: string, out: string, whole: readonly string[]): Promise<void> {
  const merge = start(['merge', plan, '--out', out]);
  await within(merge.ended, 'the merge');
  check(what, same(lines(merge.output()), whole));
}

/** Two workers on one folder, one of which is killed again and again. */
async function workers(round: number, whole: readonly string[], time: number): Promise<void> {
  const { plan, out } = planInto(round);
  const args = ['worker', plan, '--out', out, '-q', '-j', '1', ...RULES];
  const other = start(args);
  let kills = 0;
  for (let i = 0; i < KILLS; i++)
    if (await killAt(start(args), delay(random.int(0, Math.round(time))))) kills++;
  await within(other.ended, 'the worker');
  await within(start(args).ended, 'the last worker');
  await compare(`round ${round}: worker killed ${kills} times`, plan, out, whole);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function redis(port: number, data: string): ChildProcess {
  fs.mkdirSync(data, { recursive: true });
  const args = `--port ${port} --bind 127.0.0.1 --save  --appendonly yes --appendfsync always`.split(' ');
  const child = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction', '--dir', data], {
    stdio: 'ignore',
  });
  alive.add(child);
  child.once('close', () => alive.delete(child));
  return child;
}

/** Feeder, two workers and Redis: one of them, drawn each time, is killed and started again; or Redis loses everything. */
async function queue(round: number, whole: readonly string[], time: number): Promise<void> {
  const { plan, out } = planInto(round);
  const port = await freePort();
  const data = path.join(folder, `redis-${round}`);
  const address = ['--redis', `redis://127.0.0.1:${port}`];
  const worker = ['worker', plan, '--out', out, '-q', '-j', '1', '--lease', '2', ...address, ...RULES];
  const feed = ['feed', plan, '--out', out, '-q', ...address];
  const running = {
    redis: redis(port, data),
    feed: start(feed),
    first: start(worker),
    second: start(worker),
  };
  const killed: string[] = [];
  for (let i = 0; i < KILLS; i++) {
    await delay(random.int(0, Math.round(time)));
    const victim = random.pick(['redis', 'redis without its data', 'feed', 'first', 'second'] as const);
    killed.push(victim);
    if (victim === 'redis' || victim === 'redis without its data') {
      running.redis.kill('SIGKILL');
      await new Promise((resolve) => running.redis.once('close', resolve));
      if (victim !== 'redis') fs.rmSync(data, { recursive: true, force: true });
      await delay(random.int(0, 500));
      running.redis = redis(port, data);
      continue;
    }
    running[victim].child.kill('SIGKILL');
    await running[victim].ended;
    running[victim] = start(victim === 'feed' ? feed : worker);
  }
  try {
    await within(running.feed.ended, 'the feeder');
    await within(Promise.all([running.first.ended, running.second.ended]), 'the workers');
  } finally {
    running.redis.kill('SIGKILL');
  }
  await compare(`round ${round}: killed ${killed.join(', ')}`, plan, out, whole);
}

function have(program: string): boolean {
  const found = (): boolean => spawnSync(program, ['--version']).status === 0;
  if (found()) return true;
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  const install = ['install', '-y', '-qq', '--no-install-recommends', program];
  spawnSync('apt-get', install, {
    stdio: 'inherit',
    // Its service must not start.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  return found();
}

/** The lines of the README: workers that share by number, and the filter over parts of a stream. */
async function parallel(whole: readonly string[]): Promise<void> {
  const { plan, out } = planInto(0);
  const command = [process.execPath, main, 'worker', plan, '--out', out, '-q', '-j', '1', ...RULES];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const shards = ['-j', '2', ...command, '--shard', '{}/3', ':::', '1', '2', '3'];
  check('GNU parallel: three workers', spawnSync('parallel', shards, options).status === 0);
  await compare('GNU parallel: workers give what the scan gives', plan, out, whole);
  const parts = path.join(folder, 'parts');
  fs.mkdirSync(parts);
  const rows = Array.from({ length: 60 }, (_, id) => `${JSON.stringify({ id, html: body(id) })}\n`);
  for (let i = 0; i < 3; i++) {
    fs.writeFileSync(path.join(parts, `${i}.ndjson`), rows.slice(i * 20, i * 20 + 20).join(''));
  }
  const filter = [process.execPath, main, 'filter', ...RULES];
  const one = spawnSync(filter[0]!, filter.slice(1), { ...options, input: rows.join('') }).stdout;
  const files = [0, 1, 2].map((i) => path.join(parts, `${i}.ndjson`));
  const each = ['--keep-order', '-j', '2', `${filter.join(' ')} < {}`, ':::', ...files];
  const many = spawnSync('parallel', each, options).stdout;
  check(
    'GNU parallel: the filter over parts gives what one gives',
    one === many && one.split('\n').length === 61,
  );
}

try {
  console.log(`seed ${SEED}`);
  await makeSite();
  const began = performance.now();
  const undisturbed = start(['scan', site, '-f', 'ndjson', '-q', '-j', '2', ...RULES]);
  await within(undisturbed.ended, 'the undisturbed scan');
  const time = performance.now() - began;
  const whole = lines(undisturbed.output());
  check(
    `undisturbed: ${whole.length} results in ${Math.round(time)} ms`,
    whole.length === 300 + 901 + 41 && whole.filter((line) => line.includes('"mobile"')).length === 1240,
  );
  check('parallel is there', have('parallel'));
  await parallel(whole);
  const kinds = have('redis-server') ? [scanner, workers, queue] : [scanner, workers];
  check('redis-server is there', kinds.length === 3);
  for (let round = 1; round <= ROUNDS; round++) {
    try {
      await kinds[round % kinds.length]!(round, whole, time);
    } catch (error) {
      check(`round ${round}: ${(error as Error).message}`, false);
    }
    for (const child of alive) child.kill('SIGKILL');
  }
} finally {
  for (const child of alive) child.kill('SIGKILL');
  await delay(300);
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
