import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { DATE, page, warc, warcGz } from './fixtures/build-warc.js';
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

describe('the next crawl, in archives of other names', () => {
  const crawl = (name: string, records: Parameters<typeof warcGz>[0]): void =>
    fs.writeFileSync(path.join(site, name), name.endsWith('.gz') ? warcGz(records) : warc(records));
  const captures = async (options: ResumableOptions): Promise<string[]> =>
    (await run(options)).flatMap(({ artifact }) => artifact.split('!').slice(1));

  beforeEach(() => {
    for (const file of fs.readdirSync(site)) fs.rmSync(path.join(site, file));
    crawl('2026-q3.warc.gz', [page('http://x/a', '#1'), page('http://x/b', '#2'), page('http://x/c', '#3')]);
  });

  test.each(['2026-q4.warc.gz', '2026-q4.warc'])('%s: what is new at an address is scanned', async (name) => {
    await run({ checkpoint: journal });
    fs.rmSync(path.join(site, '2026-q3.warc.gz'));
    crawl(name, [
      page('http://x/a', '#1'),
      page('http://x/b', '#22'),
      // The same page at another address is another place.
      page('http://x/d', '#3'),
    ]);
    const skipped: string[] = [];
    const onSkip: ResumableOptions['onSkip'] = (_, reason) => skipped.push(reason);
    expect(await captures({ changedOnly: journal, onSkip })).toEqual(['http://x/b', 'http://x/d']);
    expect(skipped).toEqual(['unchanged']);
  });

  test('a journal that is kept meanwhile knows what was left out, too', async () => {
    await run({ checkpoint: journal });
    crawl('2026-q4.warc.gz', [page('http://x/a', '#1'), page('http://x/e', '#5')]);
    const second = path.join(root, 'second');
    expect(await captures({ changedOnly: journal, checkpoint: second })).toEqual(['http://x/e']);
    fs.rmSync(path.join(site, '2026-q3.warc.gz'));
    fs.rmSync(path.join(site, '2026-q4.warc.gz'));
    const all = ['a', 'b', 'c', 'e', 'f'].map((each) =>
      page(`http://x/${each}`, `#${'abcdef'.indexOf(each) + 1}`),
    );
    crawl('2027-q1.warc', all);
    expect(await captures({ changedOnly: second })).toEqual(['http://x/f']);
  });

  test('killed and taken up again, it leaves out the same', async () => {
    const many = Array.from({ length: 150 }, (_, i) => page(`http://x/${i}`, `#${i}`));
    crawl('old.warc.gz', many);
    await run({ checkpoint: journal });
    fs.rmSync(path.join(site, 'old.warc.gz'));
    crawl('new.warc.gz', [
      ...many.slice(0, 100),
      ...many.slice(100).map((_, i) => page(`http://y/${i}`, '#7')),
    ]);
    const second = path.join(root, 'second');
    const whole = await run({ changedOnly: journal, checkpoint: second });
    const bytes = fs.readFileSync(second);
    for (let i = 0; i <= 8; i++) {
      fs.writeFileSync(second, bytes.subarray(0, Math.round((bytes.length * i) / 8)));
      expect(await run({ changedOnly: journal, checkpoint: second }), `${i}`).toEqual(whole);
    }
  });

  test('what was not read in full is tried again', async () => {
    crawl('2026-q3.warc.gz', [
      { ...page('http://x/a', '#1'), fields: { 'WARC-Truncated': 'length' } },
      page('http://x/b', '#2', { Date: 'Mon, 01 Jan 2026' }),
    ]);
    await run({ checkpoint: journal });
    fs.renameSync(path.join(site, '2026-q3.warc.gz'), path.join(site, 'again.warc.gz'));
    expect(await captures({ changedOnly: journal })).toEqual(['http://x/a']);
  });

  test('a revisit stands for the page it refers to', async () => {
    await run({ checkpoint: journal });
    const revisit = (url: string): Parameters<typeof warc>[0][number] => ({
      type: 'revisit',
      url,
      block: '',
      fields: { 'WARC-Refers-To-Target-URI': 'http://x/a', 'WARC-Refers-To-Date': DATE },
    });
    crawl('2026-q4.warc.gz', [revisit('http://x/a'), revisit('http://x/z')]);
    expect(await captures({ changedOnly: journal })).toEqual(['http://x/z']);
  });
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
