import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import { archiveKind } from './archive-members.js';
import type { ArchiveRange, ArchiveStep } from './archive-step.js';
import { type BuildRecord, http, page, warc, warcGz, warcRecord } from './fixtures/build-warc.js';
import { fakeResult, fakeScan } from './fixtures/fake-scanner.js';
import { scanWebArchive } from './scan-web-archive.js';
import { bufferSource } from './source.js';
import type { ArtifactScanner } from './types.js';

/** Counts what it is given; reports each `#1` and the like of a body or of a text beside it. */
function counting(): { scanner: ArtifactScanner; scanned: () => number } {
  let scanned = 0;
  const scanner: ArtifactScanner = {
    scanText: (text, options) => fakeScan(text, options?.name ?? ''),
    async *scanEach({ name, bytes, asides = [] }) {
      if (asides.length > 0) {
        yield fakeScan(asides.map(({ text }) => text).join('\n'), name);
        return;
      }
      scanned++;
      if (bytes.length > 5) yield fakeResult(`${name}!inner`);
      yield fakeScan(new TextDecoder().decode(bytes), name);
    },
  };
  return { scanner, scanned: () => scanned };
}

async function steps(
  bytes: Uint8Array,
  range: ArchiveRange = {},
  scanner = counting().scanner,
): Promise<ArchiveStep[]> {
  const all: ArchiveStep[] = [];
  const options = { name: 'a', limits: DEFAULT_LIMITS, ...range };
  for await (const step of scanWebArchive(bufferSource(bytes), scanner, options)) all.push(step);
  return all;
}
const results = (all: readonly ArchiveStep[]): ScanResult[] => all.flatMap((step) => [...step.results]);
const names = (all: readonly ArchiveStep[]): string[] => results(all).map(({ artifact }) => artifact);

const fields = { 'WARC-Payload-Digest': 'sha1:A' };
const RECORDS: BuildRecord[] = [
  { type: 'warcinfo', contentType: 'application/warc-fields', block: 'software: test' },
  { ...page('http://x/1', 'body #1'), fields },
  { type: 'request', url: 'http://x/1', block: 'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n' },
  page('http://x/2?#7', 'body #1'),
  { type: 'revisit', url: 'http://x/1', date: '2025-01-01T00:00:00Z', fields, block: http('') },
  page('http://x/3', 'body #2'),
];

test.each([
  ['plain', warc],
  ['gzip', warcGz],
  ['one member', (records: readonly BuildRecord[]) => zlib.gzipSync(warc(records))],
  [
    'members cut anywhere',
    (records: readonly BuildRecord[]) => {
      const bytes = warc(records);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += 97) pieces.push(zlib.gzipSync(bytes.subarray(at, at + 97)));
      return Buffer.concat(pieces);
    },
  ],
])(
  '%s: the same payload is scanned once and told wherever it stands; every resume gives the rest',
  async (_name, build) => {
    const bytes = build(RECORDS);
    expect(archiveKind(bytes)).toBeDefined();
    const { scanner, scanned } = counting();
    const all = await steps(bytes, {}, scanner);
    expect(names(all)).toEqual([
      'a!http://x/1!inner',
      'a!http://x/1',
      'a!http://x/2?#7!inner',
      'a!http://x/2?#7',
      'a!http://x/1!inner',
      'a!http://x/1',
      'a!http://x/3!inner',
      'a!http://x/3',
      'a',
    ]);
    // warcinfo, `#1` once, `#2`.
    expect(scanned()).toBe(3);
    expect(results(all)[3]!.findings.map(({ id, text }) => `${id} ${text}`)).toEqual(['f1 #1', 'f2 #7']);
    expect(results(all)[5]!.source?.date).toBe('2025-01-01T00:00:00Z');
    for (const [i, step] of all.entries()) {
      const rest = await steps(bytes, { from: step.next });
      if (i < all.length - 1) expect(results(rest)).toEqual(results(all.slice(i + 1)));
    }
  },
);

test('ranges of bytes give every record once', async () => {
  const records = Array.from({ length: 40 }, (_, i) =>
    page(`http://x/${i}`, `body ${i} ${'x'.repeat(i * 7)}`),
  );
  for (const bytes of [warcGz(records), warc(records)]) {
    const whole = names(await steps(bytes));
    const parts: string[] = [];
    const size = 1000;
    for (let start = 0; start < bytes.length; start += size) {
      const until = Math.min(bytes.length, start + size);
      const range = { from: { offset: start, index: 0 }, seek: start > 0, until };
      parts.push(...names(await steps(bytes, range)));
    }
    expect(parts).toEqual(whole);
  }
});

test('damage is told and the walk goes on', async () => {
  const members = RECORDS.map((record) => zlib.gzipSync(warcRecord(record)));
  const broken = Buffer.from(members[2]!);
  broken.fill(0x1f, 14, 60);
  const noise = Buffer.from('\x1f\x8b\x08\x00 no member', 'latin1');
  const bytes = Buffer.concat([
    ...members.slice(0, 2),
    broken,
    noise,
    ...members.slice(3),
    Buffer.alloc(600),
  ]);
  const all = await steps(bytes);
  expect(names(all).filter((name) => !name.endsWith('inner'))).toEqual([
    'a!http://x/1',
    expect.stringMatching(/^a!#bytes-\d+-\d+$/),
    'a!http://x/2?#7',
    'a!http://x/1',
    'a!http://x/3',
    'a',
  ]);
  const hole = results(all).find(({ artifact }) => artifact.includes('#bytes'))!;
  expect(hole.coverage.unread[0]!.code).toBe('warc/damaged');
  const cut = await steps(bytes.subarray(0, members[0]!.length + members[1]!.length - 20));
  expect(results(cut).flatMap(({ coverage }) => coverage.unread.map(({ code }) => code))).toContain(
    'warc/cut',
  );
});

test('an archive without a record is unread', async () => {
  expect(results(await steps(Buffer.from('WARC/1.0\r\nx'))).at(-1)?.coverage.unread[0]?.code).toBe(
    'warc/empty',
  );
});
