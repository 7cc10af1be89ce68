import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ScanResult } from '../../core/index.js';
import { createScanner } from '../../index.js';
import { type Locale, SummaryBuilder } from '../index.js';
import { bulletinWords } from '../messages/bulletin-words.js';
import { pageWords } from '../messages/page-words.js';
import { client } from './client.js';
import { htmlReport } from './index.js';

const ID = '110101190103070018';
const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

function report(results: readonly ScanResult[], locale: Locale = 'zh-CN'): string {
  const summary = new SummaryBuilder();
  for (const one of results) summary.add(one);
  return htmlReport(results, { locale, version: '1.0.0', summary: summary.build(), date: '2026-11-24' });
}

const scanned = (name: string, reveal = false): ScanResult =>
  createScanner({ today: '2026-11-24', reveal }).scanText(`身份证号：${ID}`, { name });

const unread: ScanResult = {
  artifact: 'site/扫描件.pdf',
  mediaType: 'application/pdf',
  verdict: 'incomplete',
  findings: [],
  persons: [],
  diagnostics: [{ code: 'pdf/no-text-layer', severity: 'warning', message: 'no text' }],
  coverage: { units: 2, read: 1, unread: [{ place: { part: '', page: 2 }, code: 'pdf/no-text-layer' }] },
};

test('the policy allows nothing but the very script and style of the page', () => {
  const page = report([scanned('a.txt')]);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!.replaceAll('&#39;', "'");
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)![1]!;
  expect(policy).toBe(
    `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
  );
  expect(page).not.toMatch(/\sstyle=|\son\w+=|https?:\/\//);
});

test('the script stands on its own', () => {
  const source = client.toString();
  expect(() => new Function(`return ${source}`)).not.toThrow();
  expect(source).not.toMatch(/<\/script|<!--|import\(|__vi|innerHTML/);
});

test('no value is in the page without reveal, and a warning with it', () => {
  expect(report([scanned('a.txt')])).not.toContain(ID);
  const revealed = report([scanned('a.txt', true)]);
  expect(revealed).toContain(ID);
  expect(revealed).toContain(pageWords('zh-CN').revealWarning);
});

test('a value in a file name is masked', () => {
  const page = report([scanned(`site/名单-${ID}-13800138000.txt`)]);
  expect(page).not.toContain(ID);
  expect(page).toContain('名单-110***************-138********.txt');
  expect(report([scanned('site/t20261124_10000001.html')])).toContain('t20261124_10000001.html');
});

test('what was not read stands before the totals', () => {
  for (const locale of LOCALES) {
    const page = report([scanned('a.txt'), unread], locale);
    expect(page.indexOf('site/扫描件.pdf')).toBeGreaterThan(0);
    expect(page.indexOf('site/扫描件.pdf')).toBeLessThan(page.indexOf('totals-title'));
    expect(page).toContain(pageWords(locale).unreadTitle.replace('{count}', '1'));
  }
});

test('markup in names stays text', () => {
  const page = report([scanned('<b>"&\u2028</script>.txt'), { ...unread, artifact: '<img src=x>' }]);
  expect(page).not.toMatch(/<b>|<img/);
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});

test('both languages have the same words', () => {
  const keys = (value: object): unknown[] =>
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) =>
        typeof one === 'object' ? [key, keys(one as object)] : [key, marks(String(one))],
      );
  const marks = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(keys(pageWords('en'))).toEqual(keys(pageWords('zh-CN')));
  expect(keys(bulletinWords('en'))).toEqual(keys(bulletinWords('zh-CN')));
  expect(JSON.stringify([pageWords('en'), bulletinWords('en')])).not.toMatch(/\p{Script=Han}/u);
});
