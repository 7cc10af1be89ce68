import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, warc } from '../node/fixtures/build-warc.js';
import type { Io } from './io.js';
import { Progress } from './progress.js';
import { run } from './run.js';
import { scanSettings } from './settings.js';

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-large-')));
  fs.mkdirSync(path.join(root, 'site'));
  fs.writeFileSync(path.join(root, 'site', 'a.html'), '<p>业主 手机号 13800138000</p>');
  fs.writeFileSync(path.join(root, 'site', 'b.txt'), '无');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function terminal(changes: Partial<Io> = {}): { io: Io; out: () => string; err: () => string } {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: async (data) => void out.push(typeof data === 'string' ? data : Buffer.from(data).toString()),
    err: (text) => void err.push(text),
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => new Uint8Array(0),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: new AbortController().signal,
    ...changes,
  };
  return { io, out: () => out.join(''), err: () => err.join('') };
}

test('plan, worker and merge give what scan gives', async () => {
  const site = path.join(root, 'site');
  const flags = ['--entities', 'mobile'];
  expect(await run(['plan', site, '-o', 'plan', '-q', ...flags], terminal().io)).toBe(0);
  const other = terminal();
  expect(await run(['worker', 'plan', '--out', 'out', '-q'], other.io)).toBe(2);
  expect(other.err()).toContain('other settings');
  // Its files are read by child processes, which only the built command has.
  const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const args = [main, 'worker', 'plan', '--out', 'out', '-q', ...flags];
  const env = { ...process.env, LEAKLINT_LOCALE: 'en' };
  expect(spawnSync(process.execPath, args, { cwd: root, env }).status).toBe(0);
  const merged = terminal();
  expect(await run(['merge', 'plan', '--out', 'out'], merged.io)).toBe(1);
  const scanned = terminal();
  expect(await run(['scan', site, '-f', 'ndjson', '--ordered', '-q', ...flags], scanned.io)).toBe(1);
  const results = (text: string): string[] => text.split('\n').slice(0, -2);
  expect(results(merged.out())).toEqual(results(scanned.out()));
  expect(merged.out()).toContain('"by":{"site"');
});

test('a scan of what changed says that the rest was not looked at, in every report for people', async () => {
  const site = path.join(root, 'site');
  await run(['scan', site, '-q', '--checkpoint', 'journal'], terminal().io);
  const scan = async (...flags: string[]): Promise<string> => {
    const { io, out } = terminal();
    expect(await run(['scan', site, '-q', '--changed-only', 'journal', ...flags], io)).toBe(0);
    return out();
  };
  // The leak of a.html is still there.
  const pretty = await scan();
  expect(pretty).toContain('2 the same as in the earlier scan');
  expect(pretty).not.toContain('no files');
  expect(await scan('-f', 'html', '-o', '-')).toContain('2 the same as in the earlier scan');
  expect(JSON.parse(await scan('-f', 'json')).summary.leftOut).toEqual({ unchanged: 2, old: 0 });

  fs.writeFileSync(path.join(site, 'c.txt'), '无');
  expect(await scan()).toMatch(/Verdict \(of what was scanned\): .*\n/);
  await scan('-f', 'ndjson', '-o', 'part.ndjson');
  const bulletin = terminal();
  expect(await run(['report', 'part.ndjson', '-o', 'bulletin.html', '--locale', 'zh-CN'], bulletin.io)).toBe(
    0,
  );
  expect(fs.readFileSync(path.join(root, 'bulletin.html'), 'utf8')).toContain('只检查了有变动或较新的部分');

  const since = terminal();
  await run(['scan', site, '-q', '--since', '2999-01-01'], since.io);
  expect(since.out()).toContain('3 older than the date');
});

test('a checkpoint gives the same report again', async () => {
  const scan = async (): Promise<string> => {
    const { io, out } = terminal();
    await run(['scan', path.join(root, 'site'), '-f', 'json', '-q', '--checkpoint', 'journal'], io);
    return out();
  };
  const first = await scan();
  expect(first).toContain('"entity":"mobile"');
  expect(await scan()).toBe(first);
});

test.each([
  ['--since', 'yesterday'],
  ['--progress', 'xml'],
  ['--changed-only', 'missing'],
])('wrong use is told: %s %s', (flag, value) => {
  expect(() => scanSettings(['site', flag, value], terminal().io)).toThrow();
});

test('progress events are JSON and name no value', () => {
  const { io, err } = terminal();
  const progress = new Progress(io, { quiet: false, progress: 'json', locale: 'en' });
  progress.start([{ name: 'x', bytes: new Uint8Array(200) }]);
  progress.passedOver(50);
  progress.read(100);
  progress.file('x');
  progress.end();
  const events = err()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });
  expect(events.map(({ event }) => event).at(0)).toBe('start');
  expect(events.at(-1)).toMatchObject({ event: 'end', files: 1, total: 1, findings: 0, unread: 0 });
  expect(events.at(-1)).toMatchObject({ bytes: 150, totalBytes: 200, share: 0.75 });
});

test('all bytes are read in the end, also of an archive, and none when it was all read before', () => {
  const records = Array.from({ length: 40 }, (_, i) =>
    page(`http://a.gov.cn/${i}`, `<p>${'通知'.repeat(400)}${i}</p>`),
  );
  fs.writeFileSync(path.join(root, 'site', 'c.warc'), warc(records));
  const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const args = [
    main,
    'scan',
    'site',
    '-f',
    'ndjson',
    '--entities',
    'mobile',
    '--progress',
    'json',
    '--checkpoint',
    'j',
  ];
  const last = (): Record<string, number> => {
    const { stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    return JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as Record<string, number>;
  };
  const first = last();
  expect(first.bytes).toBeGreaterThan(30_000);
  expect(first).toMatchObject({ bytes: first.totalBytes, share: 1, files: 3, skipped: 0 });
  expect(last()).toMatchObject({ skipped: 3, share: 1, bytesRate: 0 });
});

test('the bar', () => {
  const { io, err } = terminal({ errIsTerminal: true, env: {} });
  const progress = new Progress(io, { quiet: false, locale: 'en' });
  progress.start([{ name: 'x', bytes: new Uint8Array(200) }]);
  progress.read(100);
  progress.file('x');
  expect(err()).toMatch(/\[######------\] {2}50% {2}0 docs/);
});
