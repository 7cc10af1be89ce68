import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Artifact, ScanResult } from '../core/index.js';
import { fakeScanner } from './fixtures/fake-scanner.js';
import { type ScanPathsOptions, scanPaths } from './scan-paths.js';

const host = { scanner: fakeScanner, worker: { module: new URL('./fixtures/worker.mjs', import.meta.url) } };

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-scan-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** `order` for the child, behind a byte that makes the file a binary one. */
const give = (name: string, order: string): void => fs.writeFileSync(path.join(root, name), `\0:${order}`);
async function run(
  options: ScanPathsOptions = {},
  inputs: Iterable<string | Artifact> = [root],
): Promise<ScanResult[]> {
  const results: ScanResult[] = [];
  for await (const result of scanPaths(inputs, { jobs: 2, host, ...options })) results.push(result);
  return results;
}
const short = (result: ScanResult): string =>
  `${result.artifact.slice(root.length + 1).replace(/#\d+$/, '')} ${result.diagnostics[0]?.code ?? 'read'}`;

test('a file that hangs, crashes or eats memory is unread; its neighbours are read', async () => {
  give('a.bin', 'ok');
  give('b.bin', 'hang');
  give('c.bin', 'crash');
  give('d.bin', 'buffers');
  give('e.bin', 'ok');
  fs.writeFileSync(path.join(root, 'f.txt'), 'plain #1');
  const results = await run({ ordered: true, memory: 250 * 1024 * 1024, limits: { milliseconds: -1500 } });
  expect(results.map(short)).toEqual([
    'a.bin read',
    'b.bin!first read',
    'b.bin node/timeout',
    'c.bin node/crashed',
    expect.stringMatching(/^d\.bin node\/(memory|timeout)$/),
    'e.bin read',
    'f.txt read',
  ]);
  const lost = results.filter((result) => result.diagnostics.length > 0);
  for (const result of lost) {
    expect(result.verdict).toBe('incomplete');
    expect(result.coverage).toMatchObject({ units: 1, read: 0, unread: [{ place: { part: '' } }] });
  }
});

test('buffers outside the heap count, and a full heap is told from another crash', async () => {
  give('a.bin', 'buffers');
  give('b.bin', 'heap');
  const results = await run({ ordered: true, memory: 200 * 1024 * 1024 });
  expect(results.map(short)).toEqual(['a.bin node/memory', 'b.bin node/memory']);
});

test('a child is used again and replaced after its share of inputs', async () => {
  for (let i = 0; i < 6; i++) give(`${i}.bin`, 'ok');
  const pids = (results: ScanResult[]) => new Set(results.map((result) => result.artifact.split('#').at(-1)));
  expect(pids(await run({ jobs: 1 })).size).toBe(1);
  expect(pids(await run({ jobs: 1, recycleAfter: 2 })).size).toBe(3);
});

test('a crash in a used child is tried once more in a fresh one', async () => {
  give('a.bin', 'ok');
  give('b.bin', 'crash-when-used');
  expect((await run({ jobs: 1, ordered: true })).map(short)).toEqual(['a.bin read', 'b.bin read']);
});

test('results in the order of the inputs when asked, whichever is finished first', async () => {
  give('a.bin', 'slow');
  fs.writeFileSync(path.join(root, 'b.txt'), 'x');
  give('c.bin', 'ok');
  expect((await run({ ordered: true })).map(short)).toEqual(['a.bin read', 'b.txt read', 'c.bin read']);
  expect((await run()).map(short)[0]).toBe('b.txt read');
});

test('an abort ends the scan and leaves no process', async () => {
  give('a.bin', 'hang');
  const stop = new AbortController();
  const finished: string[] = [];
  const results: ScanResult[] = [];
  const options = { jobs: 1, host, signal: stop.signal, onFile: (name: string) => void finished.push(name) };
  for await (const result of scanPaths([root], options)) {
    results.push(result);
    stop.abort();
  }
  expect(results.map(short)).toEqual(['a.bin!first read']);
  expect(finished).toEqual([]);
});

test('leaving the loop early ends the scan as well', async () => {
  for (let i = 0; i < 3; i++) give(`${i}.bin`, 'hang');
  for await (const result of scanPaths([root], { jobs: 2, host })) {
    expect(result.artifact).toMatch(/first$/);
    break;
  }
});

test('artifacts in memory go the same ways', async () => {
  const text = new TextEncoder().encode('#1');
  const binary = new TextEncoder().encode('\0:ok');
  const results = await run({ ordered: true }, [
    { name: 'stdin', bytes: text },
    { name: 'b', bytes: binary },
  ]);
  expect(results[0]).toMatchObject({ artifact: 'stdin', verdict: 'block' });
  expect(results[1]?.artifact).toMatch(/^b#\d+$/);
});

test('a limit that the caller chose holds for texts too', async () => {
  fs.writeFileSync(path.join(root, 'a.txt'), 'x'.repeat(2000));
  const [result] = await run({ limits: { bytes: 1000 } });
  expect(result).toMatchObject({ verdict: 'incomplete', diagnostics: [{ code: 'file/too-large' }] });
});

test('a file without rights is unread', async () => {
  const file = path.join(root, 'a.txt');
  fs.writeFileSync(file, 'x');
  fs.chmodSync(file, 0o000);
  const [result] = await run();
  // The superuser reads every file.
  const expected = process.getuid?.() === 0 ? [] : ['file/unreadable'];
  expect(result?.diagnostics.map((one) => one.code)).toEqual(expected);
});

test('a scanner that throws becomes a diagnostic with the name of the error only', async () => {
  fs.writeFileSync(path.join(root, 'a.txt'), 'x');
  const scanner = {
    ...fakeScanner,
    // biome-ignore lint/correctness/useYield: it throws before it could
    async *scanEach(): AsyncGenerator<ScanResult> {
      throw new TypeError('secret 11010119900307');
    },
  };
  const [result] = await run({ host: { ...host, scanner } });
  expect(result?.diagnostics[0]).toMatchObject({ code: 'node/failed' });
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('until a child is ready this process reads on', async () => {
  for (let i = 0; i < 200; i++) fs.writeFileSync(path.join(root, `${i}.html`), '<p>x</p>');
  const worker = { module: new URL('file:///no/such/module.mjs') };
  const results = await run({ jobs: 2, host: { scanner: fakeScanner, worker } });
  expect(results.filter(({ verdict }) => verdict === 'pass')).toHaveLength(200);
});
