import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import { buildTar } from '../formats/tar/build-tar.js';
import { type BuildEntry, buildZip } from '../formats/zip/build-zip.js';
import { createScanner } from '../index.js';
import { type ArchiveType, archiveStepsOf, archiveTypeOf, STREAMED } from './archive.js';
import type { ArchiveRange, ArchiveStep } from './archive-step.js';
import { KEYS_FIRST } from './captures.js';
import { page, warcGz } from './fixtures/build-warc.js';
import { bufferSource } from './source.js';

const scanner = createScanner({ today: '2026-01-01', entities: ['mobile'] });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const leak = (n: number): Uint8Array => bytes(`<p>手机号：1380013800${n}</p>`);
const LIMITS = { ...DEFAULT_LIMITS, entries: Number.MAX_SAFE_INTEGER };

async function steps(
  type: ArchiveType,
  archive: Uint8Array,
  range: ArchiveRange = {},
): Promise<ArchiveStep[]> {
  const all: ArchiveStep[] = [];
  const options = { name: 'a', limits: LIMITS, all: true, ...range };
  for await (const step of archiveStepsOf(type, bufferSource(archive), scanner, options)) all.push(step);
  return all;
}
const results = (all: readonly ArchiveStep[]): ScanResult[] => all.flatMap((step) => [...step.results]);
async function whole(name: string, archive: Uint8Array): Promise<ScanResult[]> {
  const all: ScanResult[] = [];
  for await (const result of scanner.scanEach({ name, bytes: archive })) all.push(result);
  return all;
}
/** What was found in the bytes of each document, and what was not read; names of entries are told in other places. */
const told = (all: readonly ScanResult[]): string[] =>
  all
    .map(({ artifact, findings, coverage }) => {
      const values = findings
        .filter(({ places }) => places[0]?.channel === 'body')
        .map(({ masked, places }) => `${masked}@${places[0]?.kind === 'text' ? places[0].start : ''}`);
      return `${artifact} ${values.join(' ')} ${coverage.unread.map(({ code }) => code).join(' ')}`;
    })
    .sort();

const CRAWL = warcGz(Array.from({ length: 5 }, (_, i) => page(`http://a.gov.cn/${i}`, leak(i))));
const ENTRIES: BuildEntry[] = [
  { name: 'site/', bytes: bytes('') },
  { name: 'site/a.html', bytes: leak(1) },
  { name: 'site/a.html', bytes: leak(2), streamed: true },
  { name: 'site/13800138000.txt', bytes: bytes('无'), method: 0 },
  { name: 'hidden.html', bytes: leak(3), unlisted: true },
  { name: 'inner.zip', bytes: await buildZip([{ name: 'x.html', bytes: leak(4) }]), method: 0 },
  { name: 'secret.txt', bytes: leak(5), flags: 1 },
  { name: 'wrong.html', bytes: leak(6), crc: 1 },
  { name: 'big.html', bytes: leak(7), zip64: true, comment: '手机号 13800138009' },
  { name: 'crawl.warc.gz', bytes: CRAWL, method: 0 },
  { name: 'last.html', bytes: leak(8) },
];

describe.each([
  ['plain', {}],
  ['behind the stub of a self-extractor', { prefix: bytes('MZ'.repeat(40)) }],
])('zip, %s', (_name, options) => {
  test('gives what the engine gives for the whole, entry by entry', async () => {
    const archive = await buildZip(ENTRIES, options);
    const all = results(await steps('zip', archive));
    // A hidden entry is an archive of its own here, since its bytes belong to none that is listed.
    const rename = (line: string): string => line.replace(/^a!#bytes-\d+!hidden/, 'a!hidden');
    const streamed = told(all).map(rename);
    const engine = told(await whole('a', archive)).map(rename);
    for (const line of engine) {
      if (/^a!crawl.warc.gz |^a |#bytes/.test(line)) continue;
      expect(streamed).toContain(line);
    }
    expect(streamed.filter((line) => line.includes('gov.cn'))).toHaveLength(5);
    expect(
      all.find(({ artifact }) => artifact.endsWith('13800138000.txt'))?.findings[0]?.places[0],
    ).toMatchObject({
      part: '#name',
      channel: 'name',
    });
    expect(all.filter(({ artifact }) => artifact === 'a')).toHaveLength(1);
  });

  test('every resume gives the rest, once', async () => {
    const archive = await buildZip(ENTRIES, options);
    const all = await steps('zip', archive);
    expect(all.length).toBeGreaterThan(12);
    for (const [i, { next }] of all.entries()) {
      const rest = results(await steps('zip', archive, { from: next }));
      expect(told(rest), `${i} ${JSON.stringify(next)}`).toEqual(told(results(all.slice(i + 1))));
    }
    const careful = await steps('zip', archive, { skip: 3 });
    expect(results(careful.slice(0, 3))).toEqual([]);
  });
});

test('zip: entries that share their bytes are refused but one, and the end comes', async () => {
  const archive = await buildZip([
    { name: 'a.html', bytes: leak(1) },
    { name: 'b.html', bytes: leak(1), sameAs: 0 },
    { name: 'c.html', bytes: leak(1), sameAs: 0 },
    { name: 'd.html', bytes: leak(2) },
  ]);
  const all = await steps('zip', archive);
  const lines = told(results(all));
  expect(lines.filter((line) => line.includes('zip/overlap'))).toHaveLength(2);
  // Their own bytes, to which the directory does not point, are opened as well.
  expect(lines.filter((line) => line.includes('138'))).toHaveLength(4);
  for (const [i, { next }] of all.entries()) {
    expect(told(results(await steps('zip', archive, { from: next })))).toEqual(
      told(results(all.slice(i + 1))),
    );
  }
});

const pax = (key: string, value: string): string => {
  for (let length = 10; ; length++) {
    const record = `${length} ${key}=${value}\n`;
    if (bytes(record).length === length) return record;
  }
};
const TAR = buildTar(
  { name: 'site', type: '5' },
  { name: 'site/a.html', data: leak(1) },
  { name: 'site/a.html', data: leak(2) },
  { name: 'x', type: 'x', data: pax('path', '名单/13800138000.txt') },
  { name: 'long', data: '无' },
  { name: 'crawl.warc.gz', data: CRAWL },
  { name: 'empty.txt' },
  { name: 'last.html', data: leak(3) },
);

describe.each([
  ['tar', 'tar', TAR],
  ['tar.gz', 'tar.gz', zlib.gzipSync(TAR)],
  [
    'tar.gz of two members',
    'tar.gz',
    Buffer.concat([zlib.gzipSync(TAR.subarray(0, 3000)), zlib.gzipSync(TAR.subarray(3000))]),
  ],
] as const)('%s', (_name, type, archive) => {
  test('gives what the engine gives, and every resume the rest', async () => {
    const all = await steps(type, archive);
    const streamed = told(results(all)).map((line) => line.replace('a!content', 'a'));
    const engine = told(await whole('a', archive)).map((line) => line.replace('a!content', 'a'));
    expect(streamed.filter((line) => !/crawl.warc.gz /.test(line))).toEqual(
      engine.filter((line) => !/crawl.warc.gz /.test(line)),
    );
    for (const [i, { next }] of all.entries()) {
      expect(told(results(await steps(type, archive, { from: next })))).toEqual(
        told(results(all.slice(i + 1))),
      );
    }
  });
});

test('tar: what is no header is opened and told, a cut entry too, and packed data that end early', async () => {
  const damaged = Uint8Array.from(TAR);
  damaged.fill(0x41, 512, 1024);
  const gap = results(await steps('tar', damaged));
  const found = gap.find(({ artifact }) => artifact === 'a!#bytes-512')!;
  expect(found.coverage.unread).toHaveLength(1);
  expect(found.diagnostics.map(({ code }) => code)).toContain('tar/gap');
  const cut = results(await steps('tar', TAR.subarray(0, 512 * 2 + 20)));
  expect(cut.flatMap(({ coverage }) => coverage.unread.map(({ code }) => code))).toEqual(['tar/truncated']);
  const packed = zlib.gzipSync(TAR);
  const early = results(await steps('tar.gz', packed.subarray(0, packed.length - 60)));
  expect(early.at(-1)!.coverage.unread.map(({ code }) => code)).toEqual(['gzip/damaged']);
  expect(early.length).toBeGreaterThan(3);
});

test('what is small, an office document or no archive is left to the engine', async () => {
  const source = (head: Uint8Array, size: number, tail = new Uint8Array(0)) => ({
    size,
    read: (offset: number, length: number) =>
      offset + length > size - tail.length && tail.length > 0 && offset > 4096
        ? tail.subarray(Math.max(0, offset - (size - tail.length))).subarray(0, length)
        : head.subarray(offset, offset + length),
    close: () => undefined,
  });
  const large = STREAMED + 1;
  expect(archiveTypeOf(source(TAR, large))).toBe('tar');
  expect(archiveTypeOf(source(TAR, TAR.length))).toBeUndefined();
  expect(archiveTypeOf(source(bytes('text'), large))).toBeUndefined();
  expect(archiveTypeOf(bufferSource(CRAWL))).toBe('warc');
  const padding = { name: 'media/film.mp4', bytes: new Uint8Array(large), method: 0 };
  const plain = await buildZip([{ name: 'a.html', bytes: leak(1) }, padding]);
  expect(archiveTypeOf(bufferSource(plain))).toBe('zip');
  const slides = await buildZip([{ name: '[Content_Types].xml', bytes: bytes('') }, padding]);
  expect(archiveTypeOf(bufferSource(slides))).toBeUndefined();
  const packed = zlib.gzipSync(Buffer.concat([TAR, Buffer.alloc(large)]), { level: 1 });
  expect(archiveTypeOf(bufferSource(packed))).toBe('tar.gz');
  expect(archiveTypeOf(bufferSource(zlib.gzipSync(TAR)))).toBeUndefined();
});

describe.each(['zip', 'tar', 'tar.gz'] as const)('%s: what an earlier scan read in full', (type) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-entries-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  let journals = 0;
  const built = async (entries: readonly { name: string; bytes: Uint8Array }[]): Promise<Uint8Array> => {
    if (type === 'zip') return buildZip(entries);
    const tar = buildTar(...entries.map(({ name, bytes: data }) => ({ name, data })));
    return type === 'tar' ? tar : zlib.gzipSync(tar);
  };
  const journalOf = (all: readonly ArchiveStep[]): string => {
    const file = path.join(folder, `${++journals}`);
    const keys = all.map(({ captures }) => captures?.keys ?? '').join('');
    fs.writeFileSync(file, `${KEYS_FIRST}${keys}"}\n`);
    return file;
  };
  const names = (all: readonly ArchiveStep[]): string[] =>
    results(all).flatMap(({ artifact }) => /!([^!]*html)$/.exec(artifact)?.[1] ?? []);
  const before = [
    { name: 'a.html', bytes: leak(1) },
    { name: 'b.html', bytes: leak(2) },
    { name: 'c.html', bytes: leak(3) },
  ];

  test('is left out; what is new, changed or stands at another path is read', async () => {
    const first = await steps(type, await built(before), { captures: { told: true } });
    expect(names(first)).toEqual(['a.html', 'b.html', 'c.html']);
    const now = await built([
      { name: 'z.html', bytes: leak(9) },
      { name: 'a.html', bytes: leak(1) },
      { name: 'b.html', bytes: leak(5) },
      { name: 'copy/c.html', bytes: leak(3) },
    ]);
    const later = await steps(type, now, { captures: { told: true, earlier: journalOf(first) } });
    expect(names(later)).toEqual(['z.html', 'b.html', 'copy/c.html']);
    expect(later.reduce((sum, { captures }) => sum + (captures?.unchanged ?? 0), 0)).toBe(1);
    // The journal of this scan alone serves the next one.
    const third = await steps(type, now, { captures: { earlier: journalOf(later) } });
    expect(names(third)).toEqual([]);
  });

  test('what could not be read in full is tried again', async () => {
    const locked = await buildZip([{ name: 'x.txt', bytes: bytes('text'), flags: 1 }]);
    const archive = await built([{ name: 'locked.zip', bytes: locked }, ...before]);
    const first = await steps(type, archive, { captures: { told: true } });
    const later = await steps(type, archive, { captures: { told: true, earlier: journalOf(first) } });
    expect(results(later).some(({ artifact }) => artifact.includes('locked.zip'))).toBe(true);
    expect(names(later)).toEqual([]);
  });
});
