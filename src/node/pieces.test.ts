import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScanResult, TextPlace } from '../core/index.js';
import { fakeScan, fakeScanner } from './fixtures/fake-scanner.js';
import { scanPieces } from './pieces.js';
import { bufferSource } from './source.js';

const scan = (bytes: Uint8Array, piece: number, extra: { expired?: () => boolean; findings?: number } = {}) =>
  scanPieces(bufferSource(bytes), fakeScanner, {
    name: 'a.txt',
    piece,
    findings: extra.findings ?? 1_000_000,
    expired: extra.expired ?? (() => false),
    pause: () => Promise.resolve(),
  });
const places = (result: ScanResult): TextPlace[] =>
  result.findings.map((finding) => finding.places[0] as TextPlace);

/** Numbered marks between fillers. */
function marks(count: number, filler: string, lineEnd: string): string {
  return Array.from({ length: count }, (_, i) => `#${i} ${filler}${i % 3 === 0 ? lineEnd : ''}`).join('');
}

test.each([
  ['lines', '住址：北京市东城区', '\n'],
  ['CR LF', '住址：北京市东城区', '\r\n'],
  ['old line ends', '住址：北京市东城区', '\r'],
  ['one line, astral characters', '𠮷野家𠮷', ''],
])('%s: every value once, at the place it has in the whole text', async (_name, filler, lineEnd) => {
  const text = marks(1500, filler, lineEnd);
  const result = await scan(new TextEncoder().encode(text), 6_000);
  const whole = fakeScan(text, 'a.txt');
  expect(places(result)).toEqual(places(whole));
  expect(places(result).map((place) => text.slice(place.start, place.end))).toEqual(
    whole.findings.map((finding) => finding.text),
  );
  expect(result.findings.map((finding) => finding.suggestion)).toEqual(
    whole.findings.map((finding) => finding.suggestion),
  );
  expect(result.persons).toEqual(whole.persons);
  expect(result.coverage).toEqual({ units: 1, read: 1, unread: [] });
  expect(result.verdict).toBe('block');
});

test('pieces of any size give the same places', async () => {
  const gap = fc.constantFrom('x', '中文', '\n', '\r\n', '，', '𠮷');
  await fc.assert(
    fc.asyncProperty(
      fc.array(gap, { minLength: 50, maxLength: 200 }),
      fc.integer({ min: 5000, max: 9000 }),
      async (gaps, piece) => {
        const text = gaps.map((one, i) => `#${i}${one.repeat(60)}`).join('');
        const result = await scan(new TextEncoder().encode(text), piece);
        expect(places(result)).toEqual(places(fakeScan(text, 'a.txt')));
      },
    ),
    { numRuns: 30 },
  );
});

test('the column header goes before every piece and moves nothing', async () => {
  const heads: string[] = [];
  const text = `姓名,电话\n${marks(1200, '张三,', '\n')}`;
  const scanner = {
    scanText: (piece: string) => {
      heads.push(piece.slice(0, 5));
      return fakeScan(piece, 'a.csv');
    },
  };
  const result = await scanPieces(bufferSource(new TextEncoder().encode(text)), scanner, {
    name: 'a.csv',
    piece: 6_000,
    findings: 1_000_000,
    expired: () => false,
    pause: () => Promise.resolve(),
  });
  expect(heads.length).toBeGreaterThan(2);
  expect(new Set(heads)).toEqual(new Set(['姓名,电话']));
  expect(places(result)).toEqual(places(fakeScan(text, 'a.csv')));
});

test('GB 18030 whose first pieces are ASCII', async () => {
  // 住址 in GB 18030.
  const word = Buffer.from([0xd7, 0xa1, 0xd6, 0xb7]);
  const ascii = Buffer.from(marks(800, 'abc', '\n'));
  const mixed = Buffer.concat(
    Array.from({ length: 900 }, (_, i) => Buffer.concat([word, word, Buffer.from(`#${i}\n`)])),
  );
  const bytes = Buffer.concat([ascii, mixed]);
  const text = new TextDecoder('gb18030').decode(bytes);
  expect(places(await scan(bytes, 4096))).toEqual(places(fakeScan(text, 'a.txt')));
});

test('UTF-16 with a mark, UTF-8 with a mark: offsets without the mark', async () => {
  const text = marks(1200, '住址𠮷', '\n');
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const utf8 = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  expect(places(await scan(utf16, 7001))).toEqual(places(fakeScan(text, 'a.txt')));
  expect(places(await scan(utf8, 7001))).toEqual(places(fakeScan(text, 'a.txt')));
});

test('time that ran out leaves the rest unread, not clean', async () => {
  let calls = 0;
  const result = await scan(new TextEncoder().encode('住址\n'.repeat(20_000)), 10_000, {
    expired: () => ++calls > 2,
  });
  expect(result.verdict).toBe('incomplete');
  expect(result.coverage).toEqual({
    units: 1,
    read: 0,
    unread: [{ place: { part: '' }, code: 'engine/time-limit' }],
  });
});

test('findings above the limit are counted out loud', async () => {
  const result = await scan(new TextEncoder().encode(marks(500, 'x', '\n')), 10_000, { findings: 10 });
  expect(result.findings).toHaveLength(10);
  expect(result.diagnostics.map((one) => one.code)).toEqual(['engine/too-many-findings']);
});

test('office numbers above the limit do not hide a leak behind them', async () => {
  const scanner = {
    scanText: (text: string, { name = '' } = {}) => {
      const found = fakeScan(text, name);
      const findings = found.findings.map((one) =>
        one.text === '#499' ? one : { ...one, disposition: 'official' as const },
      );
      const leaks = findings.some((one) => one.disposition === 'leak');
      return { ...found, findings, verdict: leaks ? ('block' as const) : ('pass' as const) };
    },
  };
  const result = await scanPieces(
    bufferSource(new TextEncoder().encode(marks(500, 'x'.repeat(40), '\n'))),
    scanner,
    {
      name: 'a.txt',
      piece: 6_000,
      findings: 10,
      expired: () => false,
      pause: () => Promise.resolve(),
    },
  );
  expect(result.findings.map((one) => one.disposition)).toEqual([...Array(10).fill('official'), 'leak']);
  expect(result.verdict).toBe('block');
});
