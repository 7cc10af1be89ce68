import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Finding, ScanResult } from '../core/index.js';
import { Baseline } from './baseline.js';
import { isDay } from './day.js';

const KEY = 'sixteen bytes or more';
let root: string;
let file: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-baseline-')));
  file = path.join(root, 'known.json');
  fs.writeFileSync(path.join(root, 'a.txt'), '');
  fs.writeFileSync(path.join(root, 'b.zip'), '');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const open = (today = '2026-11-24', entities?: readonly string[]): Baseline =>
  new Baseline(file, KEY, { today, cwd: root, ...(entities === undefined ? {} : { entities }) });

function result(artifact: string, fingerprints: readonly string[], read = true): ScanResult {
  const findings = fingerprints.map(
    (fingerprint): Finding => ({
      id: fingerprint,
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
  const unread = read ? [] : [{ place: { part: '' }, code: 'engine/time-limit' }];
  return {
    artifact,
    mediaType: 'text/plain',
    verdict: 'block',
    findings,
    persons: [],
    diagnostics: [],
    coverage: { units: 1, read: read ? 1 : 0, unread },
  };
}

function written(...results: ScanResult[]): void {
  const baseline = open();
  for (const one of results) baseline.record(one);
  baseline.write({ reason: '公示期内', expires: '2026-12-31' });
}

const rows = (): { artifact: string; fingerprint: string; reason?: string; expires?: string }[] =>
  (JSON.parse(fs.readFileSync(file, 'utf8')) as { findings: [] }).findings;

test('reason and day come with new entries and stay', () => {
  written(result('a.txt', ['hmac:1']));
  const again = open();
  again.record(result('a.txt', ['hmac:1', 'hmac:2']));
  again.write({ reason: '另一个' });
  expect(rows()).toEqual([
    { artifact: 'a.txt', entity: 'mobile', fingerprint: 'hmac:1', reason: '公示期内', expires: '2026-12-31' },
    { artifact: 'a.txt', entity: 'mobile', fingerprint: 'hmac:2', reason: '另一个' },
  ]);
});

test('an entry counts to the end of its day', () => {
  written(result('a.txt', ['hmac:1']));
  const known = (today: string): number => open(today).filter(result('a.txt', ['hmac:1'])).known;
  expect([known('2026-12-31'), known('2027-01-01')]).toEqual([1, 0]);
  expect(open('2027-01-01').state().expired).toBe(1);
});

test('stale: not found in a document that was read in full, or the document is gone', () => {
  written(result('a.txt', ['hmac:1']), result('b.zip!c.txt', ['hmac:2']), result('gone.txt', ['hmac:3']));
  const scan = (...results: ScanResult[]): string[] => {
    const baseline = open();
    for (const one of results) baseline.record(one);
    return baseline.state().stale.map((row) => row.artifact);
  };
  expect(scan(result('a.txt', ['hmac:1']))).toEqual(['gone.txt']);
  expect(scan(result('a.txt', []), result('b.zip', [], false))).toEqual(['a.txt', 'gone.txt']);
  expect(scan(result('b.zip', []), result('b.zip!c.txt', []))).toEqual(['b.zip!c.txt', 'gone.txt']);
});

test('a kind that was not looked for is not stale', () => {
  written(result('a.txt', ['hmac:1']));
  const baseline = open('2026-11-24', ['resident-id']);
  baseline.record(result('a.txt', []));
  expect(baseline.state().stale).toEqual([]);
});

test('an update keeps what this scan did not look at', () => {
  written(result('a.txt', ['hmac:1']), result('b.zip', ['hmac:2']), result('gone.txt', ['hmac:3']));
  const baseline = open();
  baseline.record(result('a.txt', ['hmac:4']));
  baseline.write();
  expect(rows().map((row) => row.fingerprint)).toEqual(['hmac:4', 'hmac:2']);
});

test.each([
  [{ version: 2, findings: [] }, /version 1/],
  [null, /version 1/],
  ['not json', /JSON/],
])('%j is no baseline', (content, message) => {
  fs.writeFileSync(file, content === 'not json' ? '{' : JSON.stringify(content));
  expect(() => open()).toThrow(message);
});

test.each([
  [{ artifact: 'a' }, /entry 1 must have/],
  [
    { artifact: 'a', entity: 'mobile', fingerprint: 'hmac:1', expires: '2026-02-30' },
    /entry 1 has an expires/,
  ],
  [{ artifact: 'a', entity: 'mobile', fingerprint: 'hmac:1', reason: 7 }, /entry 1 has a reason/],
  [null, /entry 1 is no object/],
])('entry %j is refused', (row, message) => {
  written();
  const empty = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...empty, findings: [row] }));
  expect(() => open()).toThrow(message);
});

test('days', () => {
  expect(['2026-02-28', '2026-02-29', '2026-2-1', 'x', 7, '0000-00-00'].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
