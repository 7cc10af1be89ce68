import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { page, warcGz } from './fixtures/build-warc.js';
import { fakeScanner } from './fixtures/fake-scanner.js';
import { type ResumableOptions, scanResumable } from './scan-resumable.js';

let root: string;
let site: string;
let journal: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-resume-'));
  site = path.join(root, 'site');
  journal = path.join(root, 'journal');
  fs.mkdirSync(site);
  for (let i = 0; i < 12; i++) fs.writeFileSync(path.join(site, `${i}.txt`), `text #${i}`);
  const records = Array.from({ length: 150 }, (_, i) => page(`http://x/${i}`, `page #${i}`));
  fs.writeFileSync(path.join(site, 'b.warc.gz'), warcGz(records));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

async function run(options: ResumableOptions = {}): Promise<ScanResult[]> {
  const results: ScanResult[] = [];
  const settings = { isolate: false, ordered: true, host: { scanner: fakeScanner }, ...options };
  for await (const result of scanResumable([site], settings)) results.push(result);
  return results;
}

test('killed at any byte of its journal, the scan goes on: nothing twice, nothing lost', async () => {
  const whole = await run();
  expect(whole.length).toBe(12 + 151);
  expect(await run({ checkpoint: journal })).toEqual(whole);
  const bytes = fs.readFileSync(journal);
  for (let i = 0; i <= 24; i++) {
    fs.writeFileSync(journal, bytes.subarray(0, Math.round((bytes.length * i) / 24)));
    expect(await run({ checkpoint: journal }), `${i}`).toEqual(whole);
    // The second time everything is known.
    const known: string[] = [];
    expect(await run({ checkpoint: journal, onSkip: (name) => known.push(name) })).toEqual(whole);
    expect(known).toHaveLength(13);
  }
});

test('a caller that leaves early goes on later', async () => {
  const whole = await run();
  for (const count of [1, 5, 40, 100]) {
    const settings = { checkpoint: journal, isolate: false, ordered: true, host: { scanner: fakeScanner } };
    let taken = 0;
    for await (const _ of scanResumable([site], settings)) if (++taken === count) break;
  }
  expect(await run({ checkpoint: journal })).toEqual(whole);
});

test('a file that changed is read again; one that is gone is not told', async () => {
  await run({ checkpoint: journal });
  fs.writeFileSync(path.join(site, '3.txt'), 'now #77 and #78');
  fs.rmSync(path.join(site, '4.txt'));
  const results = await run({ checkpoint: journal });
  expect(results).toEqual(await run());
});

test('only what changed since an earlier run, by content', async () => {
  await run({ checkpoint: journal });
  const later = new Date(Date.now() + 5000);
  fs.utimesSync(path.join(site, '1.txt'), later, later);
  fs.writeFileSync(path.join(site, '2.txt'), 'text #9');
  fs.writeFileSync(path.join(site, 'new.txt'), '#5');
  const names = (await run({ changedOnly: journal })).map(({ artifact }) => path.basename(artifact));
  expect(names).toEqual(['2.txt', 'new.txt']);
});

test('since a date: files by their time, captures by theirs', async () => {
  const old = new Date('2020-01-01');
  for (let i = 1; i < 12; i++) fs.utimesSync(path.join(site, `${i}.txt`), old, old);
  expect((await run({ since: '2024-06-01' })).map(({ artifact }) => path.basename(artifact))).toEqual([
    '0.txt',
    'b.warc.gz',
  ]);
  expect(await run({ since: '2024-01-01' })).toHaveLength(1 + 151);
  await expect(run({ since: 'yesterday' })).rejects.toThrow(RangeError);
});

test('a journal of other rules, or a file that is none, is refused and left alone', async () => {
  await run({ checkpoint: journal });
  await expect(run({ checkpoint: journal, entities: ['mobile'] })).rejects.toThrow(/other settings/);
  const other = path.join(site, '0.txt');
  await expect(run({ checkpoint: other })).rejects.toThrow();
  expect(fs.readFileSync(other, 'utf8')).toBe('text #0');
});
