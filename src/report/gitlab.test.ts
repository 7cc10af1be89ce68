import { expect, test } from 'vitest';
import type { Finding, ScanResult } from '../core/index.js';
import { createScanner } from '../index.js';
import { gitlab, sarif } from './index.js';

const scan = (text: string, key?: string): ScanResult =>
  createScanner({ today: '2026-11-24', ...(key === undefined ? {} : { key }) }).scanText(text, {
    name: './site/a.txt',
  });
const MOBILE = '13800138000';

test('each finding has every field that GitLab reads, and a fingerprint of its own', () => {
  const issues = gitlab([scan(`甲手机：${MOBILE}\n乙手机：${MOBILE}\n丙手机：15900138000`)], {
    locale: 'zh-CN',
  });
  expect(issues.length).toBeGreaterThanOrEqual(3);
  expect(new Set(issues.map((one) => one.fingerprint)).size).toBe(issues.length);
  expect(issues[0]).toMatchObject({
    check_name: 'mobile',
    severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    location: { path: 'site/a.txt', lines: { begin: 1 } },
  });
  expect(JSON.stringify(issues)).not.toContain(MOBILE);
});

test('a line above changes no fingerprint', () => {
  const prints = (text: string): string[] =>
    gitlab([scan(text)], { locale: 'en' }).map((one) => one.fingerprint);
  expect(prints(`\n\n甲手机：${MOBILE}`)).toEqual(prints(`甲手机：${MOBILE}`));
});

test('what was not read is an issue too; inner parts have no line of the file', () => {
  const place = {
    kind: 'text',
    part: 'word/document.xml',
    channel: 'body',
    start: 1,
    end: 2,
    line: 7,
    column: 1,
  } as const;
  const finding = { ...scan(`手机：${MOBILE}`).findings[0]!, places: [place] } satisfies Finding;
  const result: ScanResult = {
    ...scan(''),
    artifact: 'a.zip!名单.docx',
    findings: [finding],
    coverage: { units: 2, read: 1, unread: [{ place: { part: '', page: 2 }, code: 'pdf/no-text-layer' }] },
  };
  expect(gitlab([result], { locale: 'en' })).toMatchObject([
    {
      location: { path: 'a.zip', lines: { begin: 1 } },
      description: expect.stringContaining('名单.docx!word/document.xml'),
    },
    {
      check_name: 'pdf/no-text-layer',
      severity: 'major',
      description: expect.stringMatching(/^not read 名单\.docx page 2/),
    },
  ]);
});

interface Log {
  readonly runs: readonly [
    {
      readonly results: readonly {
        readonly level: string;
        readonly partialFingerprints?: object;
        readonly locations: readonly unknown[];
      }[];
      readonly invocations: readonly [
        { readonly toolExecutionNotifications: readonly { descriptor: { id: string } }[] },
      ];
    },
  ];
}

test('SARIF holds what GitHub takes, the gravest first, and says what it left out', () => {
  const [finding] = scan(`手机：${MOBILE}`).findings;
  const many = (disposition: Finding['disposition'], count: number): Finding[] =>
    Array.from({ length: count }, () => ({ ...finding!, disposition }));
  const result = { ...scan(''), findings: [...many('official', 20_000), ...many('leak', 10_000)] };
  const { runs } = sarif([result], { locale: 'en', version: '1' }) as Log;
  expect(runs[0].results).toHaveLength(25_000);
  expect(runs[0].results.filter((one) => one.level === 'error')).toHaveLength(10_000);
  expect(runs[0].invocations[0].toolExecutionNotifications[0]!.descriptor.id).toBe('sarif/results-cut');
});

test('SARIF fingerprints exist under a key only; inner documents are logical locations of the file', () => {
  const log = (key?: string): Log =>
    sarif([{ ...scan(`手机：${MOBILE}`, key), artifact: 'a b.zip!名单.txt' }], {
      locale: 'en',
      version: '1',
    }) as Log;
  expect(log().runs[0].results[0]!.partialFingerprints).toBeUndefined();
  expect(log('0123456789abcdef').runs[0].results[0]!.partialFingerprints).toEqual({
    'leaklint/v1': expect.stringMatching(/^hmac:/),
  });
  expect(log().runs[0].results[0]!.locations[0]).toEqual({
    physicalLocation: { artifactLocation: { uri: 'a%20b.zip' }, region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: '名单.txt' }],
  });
  expect(JSON.stringify(log('0123456789abcdef'))).not.toContain(MOBILE);
});
