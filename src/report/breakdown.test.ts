import { expect, test } from 'vitest';
import type { Finding, ScanResult } from '../core/index.js';
import { BreakdownBuilder } from './breakdown.js';
import { SummaryBuilder } from './summary.js';

let count = 0;
const finding = (fingerprint: string | undefined, changes: Partial<Finding> = {}): Finding => ({
  id: `f${++count}`,
  entity: 'mobile',
  masked: '138****8000',
  disposition: 'leak',
  severity: 'high',
  score: 1,
  status: 'valid',
  evidence: [],
  places: [],
  ...(fingerprint === undefined ? {} : { fingerprint }),
  ...changes,
});
const result = (
  artifact: string,
  findings: readonly Finding[] = [],
  source?: ScanResult['source'],
): ScanResult => ({
  artifact,
  mediaType: 'text/html',
  verdict: 'pass',
  findings,
  persons: [],
  diagnostics: [],
  coverage: { units: 1, read: 1, unread: [] },
  ...(source === undefined ? {} : { source }),
});

test('sites, columns, entities and years of captures, mirrors and plain folders', () => {
  const by = new BreakdownBuilder(['data/mirror/', 'other']);
  const capture = { url: 'http://WWW.a.gov.cn/list/1.html', date: '2019-05-06T07:08:09Z', offset: 0 };
  by.add(result('c.warc.gz!http://WWW.a.gov.cn/list/1.html', [finding('x')], capture));
  by.add(result('data/mirror/www.b.gov.cn/zwgk/x/a.html', [finding('x')]));
  by.add(result('data/mirror/www.b.gov.cn/index.html'));
  by.add(
    result('other/tongzhi/a.zip!b/c.docx', [finding('x', { entity: 'address', disposition: 'review' })]),
  );
  by.add(result('other/tongzhi/b.html', [finding('x', { disposition: 'official' })]));
  const { site, column, entity, year } = by.build();
  expect(Object.keys(site)).toEqual(['www.a.gov.cn', 'www.b.gov.cn', '-']);
  expect(column).toEqual({
    'www.a.gov.cn/list/': { documents: 1, leaks: 1, review: 0 },
    'www.b.gov.cn/zwgk/': { documents: 1, leaks: 1, review: 0 },
    'tongzhi/': { documents: 2, leaks: 0, review: 1 },
    'www.b.gov.cn/': { documents: 1, leaks: 0, review: 0 },
  });
  expect(entity).toEqual({
    mobile: { documents: 3, leaks: 2, review: 0 },
    address: { documents: 1, leaks: 0, review: 1 },
  });
  expect(year).toMatchObject({ '2019': { leaks: 1 }, '-': { documents: 4 } });
});

test('whom most of it is about: documents first, official numbers and values without a key left out', () => {
  const by = new BreakdownBuilder();
  for (let i = 0; i < 3; i++) by.add(result(`a${i}`, [finding('hmac:1'), finding('hmac:1')]));
  for (let i = 0; i < 2; i++)
    by.add(
      result(
        `b${i}`,
        Array.from({ length: 9 }, () => finding('hmac:2')),
      ),
    );
  by.add(result('c', [finding('hmac:3', { disposition: 'official' }), finding(undefined)]));
  const told = by.build().persons!.map((one) => `${one.fingerprint} ${one.documents} ${one.findings}`);
  expect(told).toEqual(['hmac:1 3 6', 'hmac:2 2 18']);
  expect(new BreakdownBuilder().build().persons).toBeUndefined();
});

test('a crowd of values that come once does not crowd out one that comes often, and takes bounded room', () => {
  const by = new BreakdownBuilder();
  for (let i = 0; i < 160_000; i++) {
    by.add(result(`a${i}`, [finding(`hmac:${i}`)]));
    if (i % 100 === 0) by.add(result(`b${i}`, [finding('hmac:often')]));
  }
  expect(by.build().persons?.[0]?.fingerprint).toBe('hmac:often');
});

test('files are counted once though their results come between those of others', () => {
  const summary = new SummaryBuilder();
  for (let i = 0; i < 70_000; i++) {
    summary.add(result(`f${i}`));
    if (i % 1000 === 0) summary.add(result(`a.warc!http://x/${i}`));
  }
  expect(summary.build()).toMatchObject({ files: 70_001, documents: 70_070 });
});
