import { expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { createScanner, redact } from '../index.js';
import { FindingList } from './list.js';

const ID = '110101190103070018';

async function scanned(name: string, text: string): Promise<ScanResult> {
  return createScanner({ today: '2026-11-24' }).scan({ name, bytes: new TextEncoder().encode(text) });
}

test('CSV: a head with a byte order mark, a line a finding, texts that stay texts', async () => {
  const list = new FindingList('zh-CN');
  const first = list.csv(await scanned('=cmd|x,"1".html', `<p>身份证号：${ID}</p>`));
  const second = list.csv(await scanned('b.txt', '手机：13800138000'));
  const lines = `${first}${second}${list.csvEnd()}`.split('\r\n');
  expect(lines[0]).toBe('\ufeff序号,网页或附件,位置,信息种类,内容（已遮盖）,认定,载体,依据,处理建议,规定');
  expect(lines[1]).toMatch(/^1,"'=cmd\|x,""1"".html",第1行第9列,身份证号码,110101\*{8}0018,泄露,正文,/);
  expect(lines[2]).toMatch(/^2,b\.txt,/);
  expect(lines[3]).toBe('');
  expect(first + second).not.toContain(ID);
});

test('CSV: what was not read stands in the list; a list of nothing has its head', async () => {
  const list = new FindingList('en');
  const text = list.csv(await scanned('x.bin', '\u0000\u0001\u0002'.repeat(50)));
  expect(text.split('\r\n')[1]).toMatch(/^1,x\.bin,,,,not read,,/);
  expect(new FindingList('en').csvEnd()).toMatch(/^\ufeffNo\./);
});

test('XLSX: our own reader finds the same masked rows, and no value', async () => {
  const list = new FindingList('zh-CN');
  list.add(await scanned('a.html', `<p>身份证号：${ID}</p>`));
  const bytes = await list.xlsx();
  const read = await createScanner({ today: '2026-11-24' }).scan({ name: 'list.xlsx', bytes });
  expect(read.mediaType).toContain('spreadsheetml');
  expect(read.findings.map(({ disposition, places }) => [disposition, places[0]])).toMatchObject([
    ['masked', { kind: 'cell', sheet: '问题清单', ref: 'E2' }],
    ['masked', { kind: 'cell', sheet: '问题清单', ref: 'I2' }],
  ]);
  // Redaction is the strictest reader that we have: there is nothing left to mask.
  expect((await redact({ name: 'list.xlsx', bytes }, read)).applied).toBe(0);
});
