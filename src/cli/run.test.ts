import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Artifact, Finding, ScanResult } from '../core/index.js';
import type { ScanPathsOptions } from '../node/index.js';
import { Closed, type Io } from './io.js';
import { type RedactEngine, redactCommand } from './redact-command.js';
import { run } from './run.js';
import { type ScanPaths, scanCommand } from './scan-command.js';
import { redactSettings, scanSettings } from './settings.js';

const MAIN = path.join(import.meta.dirname, '../../dist/cli/main.js');

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-cli-')));
  fs.mkdirSync(path.join(root, 'site'));
  fs.writeFileSync(path.join(root, 'site', 'a.txt'), 'x');
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
    input: async () => new TextEncoder().encode('stdin text'),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: new AbortController().signal,
    ...changes,
  };
  return { io, out: () => out.join(''), err: () => err.join('') };
}

function result(artifact: string, fingerprints: readonly string[] = []): ScanResult {
  const findings = fingerprints.map(
    (fingerprint, index): Finding => ({
      id: `f${index + 1}`,
      entity: 'mobile',
      masked: '138****8000',
      disposition: 'leak',
      severity: 'high',
      score: 1,
      status: 'valid',
      evidence: [],
      places: [],
      fingerprint,
    }),
  );
  return {
    artifact,
    mediaType: 'text/plain',
    verdict: findings.length > 0 ? 'block' : 'pass',
    findings,
    persons: [],
    diagnostics: [],
    coverage: { units: 1, read: 1, unread: [] },
  };
}

const giving = (...results: ScanResult[]): ScanPaths =>
  async function* () {
    yield* results;
  };

async function scan(args: readonly string[], io: Io, paths: ScanPaths): Promise<number> {
  const settings = scanSettings(args, io);
  if (settings === 'help') throw new Error('help');
  return scanCommand(settings, io, '0.0.0', paths);
}

test('json is one value, ndjson one a line with the summary last', async () => {
  const scanned = giving(result('a'), result('b', ['hmac:1']));
  const json = terminal();
  expect(await scan(['site', '--format', 'json'], json.io, scanned)).toBe(1);
  expect(JSON.parse(json.out())).toMatchObject({
    results: [{ artifact: 'a' }, { artifact: 'b' }],
    summary: { verdict: 'block' },
  });
  const empty = terminal();
  expect(await scan(['site', '-f', 'json'], empty.io, giving())).toBe(0);
  expect(JSON.parse(empty.out())).toMatchObject({ results: [], summary: { files: 0 } });
  const lines = terminal();
  await scan(['site', '-f', 'ndjson'], lines.io, scanned);
  const parsed = lines
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(parsed.map((one) => one.artifact ?? Object.keys(one))).toEqual(['a', 'b', ['summary']]);
  expect(lines.err()).toBe('');
});

test('flags reach the scanner', async () => {
  const seen: ScanPathsOptions[] = [];
  const inputs: (string | Artifact)[] = [];
  const spy: ScanPaths = async function* (given, options) {
    inputs.push(...given);
    seen.push(options);
    yield result('a');
  };
  const flags =
    '- site --entities mobile,address --timeout 1.5 --max-bytes 10 --max-depth 2 --jobs 3 --today 2026-01-01 --reveal --stdin-filename p.html --locale en';
  await scan(flags.split(' '), terminal().io, spy);
  expect(seen[0]).toMatchObject({
    entities: ['mobile', 'address'],
    limits: { milliseconds: 1500, bytes: 10, depth: 2 },
    jobs: 3,
    today: '2026-01-01',
    reveal: true,
    locale: 'en',
  });
  expect(inputs).toMatchObject([{ name: 'p.html' }, 'site']);
});

test.each([
  [['scan'], /name files/],
  [['scan', 'none.txt'], /none\.txt: no such file/],
  [['scan', 'site', '--format', 'xml'], /supported: pretty, json, ndjson/],
  [['scan', 'site', '--nonsense'], /unknown option --nonsense/],
  [['scan', 'site', '--jobs', '0'], /whole number above 0/],
  [['scan', 'site', '--timeout', 'x'], /above 0/],
  [['scan', 'site', '--today', 'today'], /--today must be a day/],
  [['scan', 'site', '--fail-on', 'all'], /--fail-on/],
  [['scan', 'site', '--baseline', 'b.json'], /LEAKLINT_KEY/],
  [['scan', 'site', '--update-baseline'], /needs --baseline/],
  [['redact', 'site/a.txt'], /needs -o OUT/],
  [['redact', 'site/a.txt', '-o', 'site/a.txt'], /same file/],
  [['explain', 'no/such-code'], /unknown code/],
  [['nonsense'], /unknown command/],
])('%j is a usage error', async (args, message) => {
  const { io, err, out } = terminal();
  expect(await run(args, io)).toBe(2);
  expect(err()).toMatch(message);
  expect(out()).toBe('');
});

test('explain, version, help', async () => {
  const { io, out } = terminal();
  expect(await run(['explain', 'pdf/no-text-layer', 'weak-mask', '--locale', 'zh-CN'], io)).toBe(0);
  expect(out()).toMatch(/OCR[\s\S]*遮盖不足/);
  expect(await run(['--version'], terminal().io)).toBe(0);
  expect(await run(['scan', '--help'], terminal().io)).toBe(0);
});

test('configuration: from the working directory upward, checked, never from what is scanned', async () => {
  const write = (name: string, value: unknown): void =>
    fs.writeFileSync(path.join(root, name), JSON.stringify(value));
  write('leaklint.config.json', { failOn: 'none', entities: ['mobile'] });
  expect(scanSettings(['site'], terminal().io)).toMatchObject({
    failOn: 'none',
    scanner: { entities: ['mobile'] },
  });
  expect(scanSettings(['site', '--fail-on', 'any', '--entities', 'all'], terminal().io)).toMatchObject({
    failOn: 'any',
  });
  const inside = terminal();
  expect(scanSettings(['.'], inside.io)).toMatchObject({ failOn: 'leak' });
  expect(inside.err()).toMatch(/inside what is scanned/);
  expect(scanSettings(['.', '--config', 'leaklint.config.json'], terminal().io)).toMatchObject({
    failOn: 'none',
  });
  write('leaklint.config.json', { jobs: 'many' });
  expect(() => scanSettings(['site'], terminal().io)).toThrow(
    /leaklint\.config\.json: "jobs" must be a number/,
  );
  for (const [entry, fault] of [
    [{ valeu: '1', reason: 'x' }, /entry 1 has "valeu"/],
    [{ value: '1' }, /needs a reason/],
    [{ pattern: '(', reason: 'x' }, /no regular expression/],
    [{ reason: 'x' }, /needs a value/],
    [{ value: '1', reason: 'x', expires: '2026-2-1' }, /no day/],
    [7, /must be a text or an object/],
  ] as const) {
    write('leaklint.config.json', { allow: [entry] });
    expect(() => scanSettings(['site'], terminal().io)).toThrow(fault);
  }
  write('leaklint.config.json', { job: 1 });
  expect(() => scanSettings(['site'], terminal().io)).toThrow(/unknown key "job"/);
});

test('stale and expired entries are named, updates take reason and day', async () => {
  const env = { LEAKLINT_LOCALE: 'en', LEAKLINT_KEY: 'sixteen bytes or more' };
  const args = ['site', '--baseline', 'known.json'];
  const more = ['--update-baseline', '--baseline-reason', '公示期', '--baseline-expires', '2026-11-30'];
  await scan([...args, ...more], terminal({ env }).io, giving(result('site/a.txt', ['hmac:1', 'hmac:2'])));
  const later = terminal({ env });
  const paths = giving(result('site/a.txt', ['hmac:1']));
  expect(await scan([...args, '--today', '2026-12-01', '-f', 'json'], later.io, paths)).toBe(1);
  expect(later.err()).toMatch(/2 entries have expired[\s\S]*1 stale entries[\s\S]*site\/a\.txt {2}mobile/);
  const early = terminal({ env });
  expect(await scan([...args, '--today', '2026-11-30', '--quiet'], early.io, paths)).toBe(0);
  expect(early.err()).toBe('');
  const lone = terminal({ env });
  expect(await run(['scan', 'site', '--baseline-reason', 'x'], lone.io)).toBe(2);
});

test('a baseline leaves out what it knows and holds no value', async () => {
  const env = { LEAKLINT_LOCALE: 'en', LEAKLINT_KEY: 'k'.repeat(16) };
  const args = ['site', '--baseline', 'known.json', '-f', 'json'];
  expect(
    await scan([...args, '--update-baseline'], terminal({ env }).io, giving(result('a', ['hmac:1']))),
  ).toBe(0);
  expect(JSON.parse(fs.readFileSync(path.join(root, 'known.json'), 'utf8')).findings).toEqual([
    { artifact: 'a', entity: 'mobile', fingerprint: 'hmac:1' },
  ]);
  const same = terminal({ env });
  expect(await scan(args, same.io, giving(result('a', ['hmac:1'])))).toBe(0);
  expect(JSON.parse(same.out())).toMatchObject({
    results: [{ verdict: 'pass', findings: [] }],
    summary: { baselined: 1 },
  });
  expect(await scan(args, terminal({ env }).io, giving(result('a', ['hmac:1', 'hmac:2'])))).toBe(1);
  expect(await scan(args, terminal({ env }).io, giving(result('b', ['hmac:1'])))).toBe(1);
  const other = terminal({ env: { LEAKLINT_KEY: 'other key of mine' } });
  await expect(scan(args, other.io, giving())).rejects.toThrow(/another key/);
});

test('an interrupt ends with what there is, and is not clean', async () => {
  const stop = new AbortController();
  const { io, out } = terminal({ signal: stop.signal });
  const scanned: ScanPaths = async function* () {
    yield result('a');
    stop.abort();
  };
  expect(await scan(['site', '-f', 'json'], io, scanned)).toBe(3);
  expect(JSON.parse(out()).summary).toMatchObject({ interrupted: true, verdict: 'incomplete' });
});

test('a report goes to a file in one piece, or not at all', async () => {
  await scan(['site', '-f', 'ndjson', '-o', 'out.ndjson'], terminal().io, giving(result('a')));
  expect(fs.readFileSync(path.join(root, 'out.ndjson'), 'utf8').split('\n')).toHaveLength(3);
  const broken: ScanPaths = async function* () {
    yield result('a');
    throw new Error('x');
  };
  await expect(scan(['site', '-o', 'no.txt'], terminal().io, broken)).rejects.toThrow();
  expect(fs.readdirSync(root).filter((name) => name.startsWith('no.txt'))).toEqual([]);
});

test('a report that is written into the scanned folder is no document of it', async () => {
  const seen: ScanPaths = async function* () {
    for (const name of fs.readdirSync(path.join(root, 'site'))) yield result(`site/${name}`);
  };
  expect(await scan(['site', '-o', 'site/out.ndjson'], terminal().io, seen)).toBe(0);
  const lines = fs.readFileSync(path.join(root, 'site/out.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).artifact)).toEqual(['site/a.txt', undefined]);
});

test('whoever sits at the terminal is told what went into the file', async () => {
  const args = ['site', '-o', 'out.csv'];
  const shown = terminal({ errIsTerminal: true });
  expect(await scan(args, shown.io, giving(result('a', ['hmac:1'])))).toBe(1);
  expect(shown.err()).toContain(
    'leaklint: wrote out.csv: 1 leaks, 0 to be decided by a person, 0 documents not read in full',
  );
  expect(shown.out()).toBe('');
  expect(fs.readFileSync(path.join(root, 'out.csv'), 'utf8')).toContain('138****8000');
  const silent = terminal({ errIsTerminal: true });
  await scan([...args, '-q'], silent.io, giving(result('a')));
  expect(silent.err()).toBe('');
});

test('a reader that stops reading leaves an exit code that is not clean', async () => {
  const gone = (): Io => terminal({ out: () => Promise.reject(new Closed()) }).io;
  expect(await scan(['site', '-f', 'ndjson'], gone(), giving(result('a', ['hmac:1'])))).toBe(1);
  expect(await scan(['site', '-f', 'ndjson'], gone(), giving(result('a')))).toBe(3);
});

test('progress only on a terminal and not in CI; a closed pipe is no error', async () => {
  const telling: ScanPaths = async function* (_inputs, options) {
    options.onFile?.('a\u001b[2J');
    yield result('a');
  };
  const shown = terminal({ errIsTerminal: true });
  await scan(['site'], shown.io, telling);
  expect(shown.err()).toContain('\\x1b[2J');
  for (const changes of [{}, { errIsTerminal: true, env: { CI: 'true' } }]) {
    const silent = terminal(changes);
    await scan(['site'], silent.io, telling);
    expect(silent.err()).toBe('');
  }
  const gone = terminal({ out: () => Promise.reject(new Closed()) });
  expect(await run(['--help'], gone.io)).toBe(0);
});

test.each([
  [{ NO_COLOR: '1' }, true, [], false],
  [{ FORCE_COLOR: '1' }, false, [], true],
  [{}, true, ['--no-color'], false],
  [{}, true, [], true],
  [{ TERM: 'dumb' }, true, [], false],
])('colour %#', (env, outIsTerminal, flags, color) => {
  expect(scanSettings(['site', ...flags], terminal({ env, outIsTerminal }).io)).toMatchObject({ color });
});

test('redact writes a copy only when it is proven', async () => {
  const engine = (left: readonly string[]): RedactEngine => ({
    scan: async (artifact) => result(artifact.name, ['hmac:1']),
    redact: async (artifact) => ({
      bytes: new TextEncoder().encode('masked'),
      applied: 1,
      refused: [],
      proof: { verified: true, remaining: [], kept: 0, replaced: 1 },
      after: result(artifact.name, left),
    }),
  });
  const settings = (...extra: string[]) => {
    const made = redactSettings(['site/a.txt', '-o', 'out.txt', ...extra], terminal().io);
    if (made === 'help') throw new Error('help');
    return made;
  };
  const target = path.join(root, 'out.txt');
  expect(await redactCommand(settings(), terminal().io, engine(['hmac:2']))).toBe(1);
  expect(fs.existsSync(target)).toBe(false);
  expect(await redactCommand(settings('--force'), terminal().io, engine(['hmac:2']))).toBe(1);
  expect(fs.readFileSync(target, 'utf8')).toBe('masked');
  expect(await redactCommand(settings(), terminal().io, engine([]))).toBe(0);
});

test('the built command: stdin in, findings out, exit code 1', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'scan', '-', '--format', 'ndjson'], {
    input: '身份证号：110101190103070018',
    encoding: 'utf8',
    cwd: root,
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({
    artifact: 'stdin',
    findings: [{ entity: 'resident-id' }],
  });
});

test('masks of one person in two files are told, without a key, and no fingerprint is left', () => {
  const list = (id: string): string => `姓名\t身份证号\n张三丰\t${id}\n`;
  fs.writeFileSync(path.join(root, 'site', 'b.txt'), list('110101********0018'));
  fs.writeFileSync(path.join(root, 'site', 'c.txt'), list('11010119010307****'));
  const scan = (...args: string[]) =>
    spawnSync(process.execPath, [MAIN, 'scan', 'site', '--locale', 'en', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  const { status, stdout } = scan('--format', 'ndjson', '--fail-on', 'review');
  expect(status).toBe(1);
  const { summary } = JSON.parse(stdout.trim().split('\n').at(-1)!);
  expect(summary).toMatchObject({ verdict: 'review', maskUnions: [{ entity: 'resident-id', left: 1 }] });
  expect(stdout).not.toContain('"partial"');
  expect(scan('--format', 'html').stdout).toMatch(/<li>[^<]*, 1 left\): [^<]*b\.txt/);
});
