import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { page, warcGz } from './fixtures/build-warc.js';
import { fakeScanner } from './fixtures/fake-scanner.js';
import { type ScanPathsOptions, scanPaths } from './scan-paths.js';
import { mergeShards } from './shard-merge.js';
import { ATTEMPTS, runShard, shardState } from './shard-worker.js';
import { type PlanOptions, plan, readPlan } from './shards.js';

let root: string;
let site: string;
let out: string;
let file: string;
const options: ScanPathsOptions = { isolate: false, host: { scanner: fakeScanner } };

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-shards-'));
  site = path.join(root, 'site');
  out = path.join(root, 'out');
  file = path.join(root, 'plan.ndjson');
  fs.mkdirSync(path.join(site, 'news'), { recursive: true });
  fs.mkdirSync(out);
  for (let i = 0; i < 7; i++) fs.writeFileSync(path.join(site, 'news', `${i}.txt`), `text #${i}`);
  const records = Array.from({ length: 60 }, (_, i) => page(`http://a.gov.cn/list/${i}.html`, `page #${i}`));
  fs.writeFileSync(path.join(site, 'b.warc.gz'), warcGz(records));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function make(changes: Partial<PlanOptions> = {}): ReturnType<typeof readPlan> {
  const lines = [...plan([site], { rules: 'r', files: 3, split: 2000, ...changes })];
  fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return readPlan(file);
}
async function whole(): Promise<string[]> {
  const results: ScanResult[] = [];
  for await (const result of scanPaths([site], { ...options, ordered: true })) results.push(result);
  return results.map((result) => JSON.stringify(result)).sort();
}
const merged = (partial = false): ScanResult[] => [...mergeShards(file, out, { partial })];

test('shards of files and of ranges, run twice and killed in between: each result once', async () => {
  const { shards } = make();
  expect(shards.length).toBeGreaterThan(5);
  expect(new Set(shards.map(({ id }) => id)).size).toBe(shards.length);
  expect(() => merged()).toThrow(/not finished/);
  // Killed before the marker: a draft and a result file are there.
  fs.writeFileSync(path.join(out, `${shards[0]!.id}.ndjson.x.tmp`), '{"half');
  fs.writeFileSync(path.join(out, `${shards[1]!.id}.ndjson`), '{"half');
  fs.writeFileSync(path.join(out, `${shards[2]!.id}.claim`), `${os.hostname()} 999999999 x\n`);
  for (const shard of shards) expect(await runShard(shard, out, options)).toBe('done');
  for (const shard of shards) expect(await runShard(shard, out, options)).toBe('known');
  expect(
    merged()
      .map((result) => JSON.stringify(result))
      .sort(),
  ).toEqual(await whole());
  expect(fs.readdirSync(out).filter((name) => name.endsWith('.claim'))).toEqual([]);
});

test('ids follow content, range and rules', () => {
  const ids = (changes: Partial<PlanOptions> = {}): string[] =>
    make({ digest: true, ...changes }).shards.map(({ id }) => id);
  const before = ids();
  const later = new Date(Date.now() + 9000);
  fs.utimesSync(path.join(site, 'news', '0.txt'), later, later);
  expect(ids()).toEqual(before);
  expect(ids({ rules: 'other' })).not.toEqual(before);
  fs.writeFileSync(path.join(site, 'news', '0.txt'), 'text #8');
  expect(ids().filter((id) => !before.includes(id))).toHaveLength(1);
});

test('a shard that ends its worker again and again, and one whose input changed, are told and not lost', async () => {
  const { shards } = make({ files: 7 });
  const files = shards.at(-1)!;
  expect(files.inputs).toHaveLength(7);
  fs.writeFileSync(path.join(out, `${files.id}.attempts`), 'host 1\n'.repeat(ATTEMPTS));
  expect(await runShard(files, out, options)).toBe('quarantined');
  fs.appendFileSync(path.join(site, 'b.warc.gz'), 'x');
  expect(await runShard(shards[0]!, out, options)).toBe('quarantined');
  const codes = merged(true).map(({ coverage }) => coverage.unread[0]?.code);
  expect(new Set(codes)).toEqual(new Set(['shard/changed', 'shard/missing', 'shard/failed']));
  expect(codes.filter((code) => code === 'shard/failed')).toHaveLength(7);
});

test('a failing shard is tried again; an abort counts as no attempt', async () => {
  const { shards } = make();
  const stop = AbortSignal.abort();
  expect(await runShard(shards[0]!, out, { ...options, signal: stop })).toBe('aborted');
  const broken = { ...options, jobs: -1, isolate: true };
  for (let i = 1; i < ATTEMPTS; i++) expect(await runShard(shards[0]!, out, broken)).toBe('failed');
  expect(await runShard(shards[0]!, out, broken)).toBe('quarantined');
  expect(fs.readFileSync(path.join(out, `${shards[0]!.id}.quarantine`), 'utf8')).toContain('RangeError');
});

test('output that is not what its marker says is refused', async () => {
  const { shards } = make();
  for (const shard of shards) await runShard(shard, out, options);
  expect(shardState(out, shards[0]!.id)).toBe('done');
  fs.appendFileSync(path.join(out, `${shards[0]!.id}.ndjson`), '{}\n');
  expect(() => merged()).toThrow(/not what its marker says/);
});

test('a plan that is cut off or none is refused', () => {
  make();
  const bytes = fs.readFileSync(file);
  fs.writeFileSync(file, bytes.subarray(0, bytes.length - 5));
  expect(() => readPlan(file)).toThrow(/cut off/);
  fs.writeFileSync(file, '{}\n');
  expect(() => readPlan(file)).toThrow(/no plan/);
});
