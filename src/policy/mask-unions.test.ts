/** Masks of one person across documents, through the real scanner. */
import { expect, test } from 'vitest';
import { buildZip } from '../formats/zip/build-zip.js';
import { createScanner, maskUnions } from '../index.js';

const today = '2026-11-24';
const key = 'a key of sixteen bytes or more';
const scanner = createScanner({ today, key });

const scanned = (name: string, text: string) => scanner.scanText(text, { name });
const FIRST = '姓名\t身份证号\n张三丰\t110101********0018\n李小四\t110101************\n';
const SECOND = '姓名\t身份证号\n张三丰\t11010119010307****\n李小四\t110101************\n';

test('two masks in two documents give the value back', () => {
  const results = [scanned('a.txt', FIRST), scanned('b.txt', SECOND)];
  expect(maskUnions(results)).toEqual([
    {
      entity: 'resident-id',
      left: 1,
      findings: [
        { artifact: 'a.txt', id: 'f1' },
        { artifact: 'b.txt', id: expect.any(String) },
      ],
    },
  ]);
});

test('mobiles: 138****8000 and 1380013****', () => {
  const results = [
    scanned('a.txt', '联系人\n姓名\t手机\n张三丰\t138****8000\n李四\t139****0001\n'),
    scanned('b.txt', '姓名\t手机\n张三丰\t1380013****\n王五\t1390013****\n'),
  ];
  expect(maskUnions(results)).toMatchObject([{ entity: 'mobile', left: 1 }]);
});

test('the first and the last character of a name, beside one masked number', () => {
  const list = (name: string, id: string) => `姓名\t身份证号\n${name}\t${id}\n李四光\t110101************\n`;
  const unions = (first: string, second: string, id = '110101********0018') =>
    maskUnions([scanned('a.txt', list(first, id)), scanned('b.txt', list(second, id))]);
  expect(unions('张*', '*三')).toMatchObject([{ entity: 'person-name', left: 1 }]);
  expect(unions('张*丰', '*三*')).toMatchObject([{ entity: 'person-name', left: 1 }]);
  expect(unions('张**', '*三*')).toEqual([]);
  expect(unions('张*', '李*')).toEqual([]);
  // Everybody of the county has this mask.
  expect(unions('张*', '*三', '110101************')).toEqual([]);
  const line = (name: string) => `${name}，身份证号：110101********0018，准予补助。`;
  expect(maskUnions([scanned('a.txt', line('张*')), scanned('b.txt', line('*三'))])).toMatchObject([
    { entity: 'person-name', left: 1 },
  ]);
});

test('a container streamed tells the masks of its files, without a key', async () => {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const bytes = await buildZip([
    { name: 'a.txt', bytes: utf8(FIRST) },
    { name: 'b.txt', bytes: utf8(SECOND) },
  ]);
  const results = [];
  for await (const result of createScanner({ today }).scanEach({ name: 'a.zip', bytes }))
    results.push(result);
  expect(results.at(-1)).toMatchObject({
    artifact: 'a.zip',
    verdict: 'review',
    maskUnions: [{ entity: 'resident-id', left: 1 }],
  });
  expect(JSON.stringify(results)).not.toContain('partial');
});

test('results of one mask key', () => {
  const keyed = createScanner({ today, maskKey: key });
  const results = [keyed.scanText(FIRST, { name: 'a.txt' }), keyed.scanText(SECOND, { name: 'b.txt' })];
  expect(maskUnions(results)).toMatchObject([{ left: 1 }]);
  expect(results[0]!.findings[0]).not.toHaveProperty('fingerprint');
});

test('masks that contradict each other are of two people', () => {
  const other = SECOND.replace('11010119010307', '11010519010307');
  expect(maskUnions([scanned('a.txt', FIRST), scanned('b.txt', other)])).toEqual([]);
});

test('masks that show the same add nothing', () => {
  expect(maskUnions([scanned('a.txt', FIRST), scanned('b.txt', FIRST)])).toEqual([]);
});

test('nothing can be read from a partial fingerprint, and there is none without a key', () => {
  const [finding] = scanned('a.txt', FIRST).findings;
  expect(finding!.partial).toMatch(/^hmac:[0-9a-f]{32}\.[0-9a-f]{6}\*{8}[0-9a-f]{4}$/);
  expect(finding!.partial).not.toContain('0018');
  const { findings } = createScanner({ today, key: `${key}!` }).scanText(FIRST);
  expect(findings[0]!.partial).not.toBe(finding!.partial);
  expect(createScanner({ today }).scanText(FIRST).findings[0]).not.toHaveProperty('partial');
});

test('a container is one scan: masks in two of its files are weak, with and without a key', async () => {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const bytes = await buildZip([
    { name: 'a.txt', bytes: utf8(FIRST) },
    { name: 'b.txt', bytes: utf8(SECOND.replace('11010119010307****', '1101011901030700**')) },
  ]);
  const { findings, verdict } = await createScanner({ today }).scan({ name: 'a.zip', bytes });
  const joined = findings.filter(({ evidence }) => evidence.some(({ code }) => code === 'masks-combine'));
  expect(joined.length).toBeGreaterThanOrEqual(1);
  expect(joined[0]).toMatchObject({ disposition: 'weak-mask' });
  expect(joined[0]!.evidence).toContainEqual({ code: 'values-left', count: 1 });
  expect(joined[0]).not.toHaveProperty('partial');
  expect(verdict).toBe('review');
});

test('a hundred thousand masks of one name stay linear', () => {
  const person = 'hmac:0123456789abcdef0123456789abcdef';
  const findings = Array.from({ length: 100_000 }, (_, i) => ({
    id: `f${i}`,
    entity: 'resident-id',
    partial: `${person}.${(i % 16).toString(16)}*****************`,
  }));
  const start = process.cpuUsage();
  maskUnions([{ artifact: 'a', findings: findings as never }]);
  const { user, system } = process.cpuUsage(start);
  expect(user + system).toBeLessThan(2_000_000);
});
