import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScanner } from '../index.js';
import type { Io } from './io.js';
import { run } from './run.js';

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-report-')));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

async function report(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io: Io = {
    out: async (data) => void (out += typeof data === 'string' ? data : Buffer.from(data).toString('latin1')),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => new Uint8Array(),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: new AbortController().signal,
  };
  return { code: await run(['report', ...args], io), out, err };
}

const line = (name: string, text: string): string =>
  `${JSON.stringify(createScanner({ today: '2026-11-24' }).scanText(text, { name }))}\n`;
const write = (name: string, text: string): void => fs.writeFileSync(path.join(root, name), text);
const SUMMARY = '{"summary":{"documents":1}}\n';

test('from scans to a bulletin in each format', async () => {
  write('old.ndjson', line('a/1.html', '手机：13800138000') + SUMMARY);
  write('new.ndjson', line('a/1.html', '手机：13900139000') + line('b/2.html', '无') + SUMMARY);
  write('units.csv', 'a,民政局\nb,教育局\n');
  const args = ['new.ndjson', '--previous', 'old.ndjson', '--units', 'units.csv', '--date', '2026-11-24'];
  const json = await report(...args, '-f', 'json');
  expect(json).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(json.out)).toMatchObject({
    date: '2026-11-24',
    totals: { units: 2, pages: 2, pagesWithLeaks: 1, passRate: 0.5 },
    units: [
      { unit: '民政局', problems: [{ status: 'new' }] },
      { unit: '教育局', verdict: 'pass' },
    ],
    recheck: { rectified: 1, added: 1 },
  });
  for (const name of ['b.html', 'b.docx', 'b.xlsx']) {
    expect((await report(...args, '-o', name)).code).toBe(0);
    const head = fs.readFileSync(path.join(root, name)).subarray(0, 2).toString();
    expect(head).toBe(name.endsWith('html') ? '<!' : 'PK');
  }
  expect((await report(...args, '--title', '某市通报')).out).toContain('<h1>某市通报</h1>');
});

test('results that are not whole are said to be so', async () => {
  write('cut.ndjson', line('a/1.html', '无'));
  write('stopped.ndjson', `${line('a/2.html', '无')}{"summary":{"interrupted":true}}\n`);
  const { code, out, err } = await report('cut.ndjson', 'stopped.ndjson');
  expect(code).toBe(0);
  for (const name of ['cut.ndjson', 'stopped.ndjson']) {
    expect(out).toContain(name);
    expect(err).toContain(name);
  }
});

test.each([
  [[], /name the results/],
  [['none.ndjson'], /none\.ndjson: could not be read \(ENOENT\)/],
  [['bad.ndjson'], /bad\.ndjson: line 2 is not valid JSON/],
  [['other.ndjson'], /other\.ndjson: line 1 is no result/],
  [['shape.ndjson'], /shape\.ndjson: line 1 is no result/],
  [['empty.ndjson'], /hold no results/],
  [['good.ndjson', '-f', 'pdf'], /supported: html, docx/],
  [['good.ndjson', '-f', 'docx'], /needs -o/],
  [['good.ndjson', '--date', '2026-13-01'], /--date/],
  [['good.ndjson', '--locale', 'fr'], /--locale/],
  [['good.ndjson', '--units', 'units.csv'], /units\.csv: line 1/],
  [['good.ndjson', '--nonsense'], /nonsense/],
  [['thin.ndjson', '--previous', 'good.ndjson'], /scan without --baseline/],
])('%j is a usage error that quotes nothing', async (args, message) => {
  write('good.ndjson', line('a.html', '无') + SUMMARY);
  write('bad.ndjson', `${line('a.html', '无')}13800138000 {\n`);
  write('other.ndjson', '{"value":"13800138000"}\n');
  write(
    'shape.ndjson',
    '{"artifact":"a","findings":[{"masked":13800138000}],"diagnostics":[],"coverage":{"unread":[]}}\n',
  );
  write('empty.ndjson', SUMMARY);
  write('thin.ndjson', `${line('a.html', '无')}{"summary":{"baselined":3}}\n`);
  write('units.csv', 'only one field\n');
  const { code, out, err } = await report(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).not.toContain('13800138000');
});
