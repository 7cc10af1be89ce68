/** The operators beyond masks, through the real scanner: scan, redact, read again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mod11_2 } from '../checks/mod11-2.js';
import type { RemovalScope } from '../core/index.js';
import { buildDocx } from '../formats/docx/build-docx.js';
import { buildXlsx } from '../formats/xlsx/build-xlsx.js';
import { createScanner, type PolicySource, redact, type ScannerOptions } from '../index.js';
import { pseudonymOf, surrogateOf } from './surrogates.js';

const ID = '110101190103070018';
const OTHER = '110101190205060021';
const MOBILE = '13800138000';
const KEY = 'a key of sixteen bytes or more';
const today = '2026-11-27';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

type Rule = Partial<PolicySource['rules'][number]> & Pick<PolicySource['rules'][number], 'action'>;
const policyOf = (...rules: Rule[]): PolicySource => ({
  id: 'own',
  rules: rules.map((rule, i) => ({
    id: `own/${i}`,
    entity: ['*'],
    disposition: ['leak', 'review', 'weak-mask'],
    basis: { document: 'x', confidence: 'U' },
    message: { 'zh-CN': 'x', en: 'x' },
    ...rule,
  })),
});

/** Names stay out: a rule for every entity would mask them too. */
const NUMBERS = ['resident-id', 'mobile', 'bank-card', 'bank-account', 'address', 'landline', 'passport'];

async function run(name: string, content: string | Uint8Array, options: ScannerOptions) {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const all = { today, entities: NUMBERS, ...options };
  const scanner = createScanner(all);
  const result = await scanner.scan({ name, bytes });
  const outcome = await redact({ name, bytes }, result, all);
  expect(result.findings.length).toBeGreaterThan(0);
  expect(outcome.refused).toEqual([]);
  expect(outcome.proof.verified).toBe(true);
  const wanted = result.findings.filter(({ suggestion }) => suggestion?.action !== 'keep');
  expect(outcome.applied).toBe(wanted.length);
  return { result, bytes: outcome.bytes, text: new TextDecoder().decode(outcome.bytes) };
}

test('pseudonyms: the same value the same word, in all files, under one key only', async () => {
  const policy = policyOf({ action: 'pseudonymize', label: '代号' });
  const text = `身份证号：${ID}，又见身份证号：${ID}；身份证号：${OTHER}`;
  const one = await run('a.txt', text, { policy, key: KEY });
  const words = [...one.text.matchAll(/代号[A-Z]{12}/g)].map(([word]) => word);
  expect(one.text).toBe(`身份证号：${words[0]}，又见身份证号：${words[0]}；身份证号：${words[2]}`);
  expect(words[2]).not.toBe(words[0]);
  const html = await run('b.html', `<p>身份证号：${ID.slice(0, 6)}<b>${ID.slice(6)}</b></p>`, {
    policy,
    key: KEY,
  });
  expect(html.text).toContain(words[0]);
  const other = await run('a.txt', text, { policy, key: `${KEY}!` });
  expect(other.text).not.toContain(words[0]);
});

test('surrogates keep the shape, separators and full width stay, and nothing is found in them', async () => {
  const policy = policyOf({ action: 'surrogate' });
  const text = `身份证号：${ID}\n手机：138-0013-8000\n手机：１３８００１３８０００\n`;
  const { text: copy } = await run('a.txt', text, { policy, key: KEY });
  expect(copy).toMatch(/^身份证号：00\d{16}\n手机：11\d-\d{4}-\d{4}\n手机：11\d{9}\n$/);
  const digits = copy.match(/11\d-\d{4}-\d{4}|11\d{9}/g)!.map((one) => one.replaceAll('-', ''));
  expect(digits[0]).toBe(digits[1]);
  const grouped = await run('b.txt', '手机：138 0013 8000。', {
    policy,
    key: KEY,
  });
  expect(grouped.text).toMatch(/^手机：11\d{9}。$/);
});

test('surrogates in a sheet and a document', async () => {
  const policy = policyOf({ action: 'surrogate' });
  const sheet = await buildXlsx({
    sheets: [
      {
        name: '名单',
        xml: `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>手机号码</t></is></c></row><row r="2"><c r="A2"><v>${MOBILE}</v></c></row></sheetData></worksheet>`,
      },
    ],
  });
  const copy = await run('a.xlsx', sheet, { policy, key: KEY });
  const again = await createScanner({ today }).scan({ name: 'a.xlsx', bytes: copy.bytes });
  expect(copy.result.findings).toHaveLength(1);
  expect(again.findings).toEqual([]);
});

test.each([
  ['resident-id', 18, '身份证号'],
  ['resident-id', 15, '身份证号'],
  ['mobile', 11, '手机号码'],
  ['landline', 11, '家庭电话'],
])('%s of %i: no surrogate is a number that can be', (entity, length, label) => {
  const key = utf8(KEY);
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`)), (value) => {
      const surrogate = surrogateOf(key, entity, value)!;
      expect(surrogate).toMatch(new RegExp(`^\\d{${length}}$`));
      expect(surrogate).toBe(surrogateOf(key, entity, value));
      if (entity === 'resident-id' && length === 18) expect(mod11_2(surrogate)).not.toBe(surrogate[17]);
      expect(surrogate).toMatch(entity === 'mobile' ? /^11/ : /^00/);
      const found = createScanner({ today }).scanText(`${label}：${surrogate}`);
      expect(found.findings.filter(({ disposition }) => disposition === 'leak')).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('values without a shape that proves anything are masked whole', async () => {
  for (const entity of ['bank-account', 'bank-card', 'passport'])
    expect(surrogateOf(utf8(KEY), entity, '8101075001234567')).toBeUndefined();
  expect(surrogateOf(utf8(KEY), 'mobile', '138****8000')).toBeUndefined();
  const policy = policyOf({ action: 'surrogate' });
  const { text } = await run('a.txt', '开户行：农业银行，银行账号：81010750012345678', { policy, key: KEY });
  expect(text).toContain(`银行账号：${'*'.repeat(17)}`);
});

test('20,000 values: pseudonyms do not meet', () => {
  const key = utf8(KEY);
  const words = new Set(
    Array.from({ length: 20_000 }, (_, i) => pseudonymOf(key, 'mobile', String(13_800_000_000 + i))),
  );
  expect(words.size).toBe(20_000);
});

test('no key: refused when the scanner is made, before anything is read', () => {
  expect(() => createScanner({ policy: policyOf({ action: 'pseudonymize' }) })).toThrow(
    /option "key" is needed/,
  );
  expect(() => createScanner({ policy: policyOf({ action: 'surrogate' }) })).toThrow(TypeError);
});

const CSV = `序号,姓名,身份证号码,手机号码\n1,张三,${ID},${MOBILE}\n2,李四,无,无\n3,王五,${OTHER},13900139000\n`;
const removal = (scope: RemovalScope, entity: string[] = ['resident-id']) =>
  policyOf({ action: 'remove', scope, entity }, { action: 'mask', mask: { keepStart: 3, keepEnd: 0 } });

test('column: header and every cell, also those without a finding; other columns by their own rules', async () => {
  const { result, text } = await run('a.csv', CSV, { policy: removal('column') });
  expect(text).toBe('序号,姓名,,手机号码\n1,张三,,138********\n2,李四,,无\n3,王五,,139********\n');
  const [first, , second] = result.findings.filter(
    ({ entity }) => entity === 'resident-id' || entity === 'mobile',
  );
  expect(first!.suggestion).toMatchObject({ action: 'remove', scope: 'column' });
  expect(second!.suggestion!.within).toBe(first!.id);
  expect(second!.suggestion!.edits).toEqual([]);
});

test('row: the whole row, the mobile in it as well', async () => {
  const { result, text } = await run('a.csv', CSV, { policy: removal('row') });
  expect(text).toBe('序号,姓名,身份证号码,手机号码\n,,,\n2,李四,无,无\n,,,\n');
  expect(result.findings.filter(({ suggestion }) => suggestion?.within !== undefined)).toHaveLength(2);
});

test('both columns, twice the same row, cells: every stretch is edited once', async () => {
  const both = removal('column', ['resident-id', 'mobile']);
  expect((await run('a.csv', CSV, { policy: both })).text).toBe(
    '序号,姓名,,\n1,张三,,\n2,李四,,\n3,王五,,\n',
  );
  const rows = removal('row', ['resident-id', 'mobile']);
  expect((await run('a.csv', CSV, { policy: rows })).text).toBe(
    '序号,姓名,身份证号码,手机号码\n,,,\n2,李四,无,无\n,,,\n',
  );
  const cell = await run('a.csv', `备注\n"张三，身份证号${ID}，手机${MOBILE}"\n`, {
    policy: removal('cell', ['resident-id', 'mobile']),
  });
  expect(cell.text).not.toMatch(/\d{4}/);
  expect(cell.text.startsWith('备注\n')).toBe(true);
});

test('item: the entry of a list in HTML, its neighbours stay', async () => {
  const { text } = await run('a.html', `<ul><li>张三 身份证号<b>${ID}</b> 住址略</li><li>李四</li></ul>`, {
    policy: removal('item'),
  });
  expect(text).toBe('<ul><li><b></b></li><li>李四</li></ul>');
});

test('column of a table in HTML, DOCX and XLSX', async () => {
  const rows = [
    ['姓名', '身份证号码'],
    ['张三', ID],
    ['李四', '无'],
  ];
  const policy = removal('column');
  const cells = (row: string[], tag: string) => row.map((one) => `<${tag}>${one}</${tag}>`).join('');
  const html = `<table>${rows.map((row, i) => `<tr>${cells(row, i === 0 ? 'th' : 'td')}</tr>`).join('')}</table>`;
  expect((await run('a.html', html, { policy })).text).toBe(
    '<table><tr><th>姓名</th><th></th></tr><tr><td>张三</td><td></td></tr><tr><td>李四</td><td></td></tr></table>',
  );
  const word = rows.map(
    (row) =>
      `<w:tr>${row.map((one) => `<w:tc><w:p><w:r><w:t>${one}</w:t></w:r></w:p></w:tc>`).join('')}</w:tr>`,
  );
  const docx = await buildDocx(`<w:tbl>${word.join('')}</w:tbl>`);
  const left = await createScanner({ today, reveal: true }).scan({
    name: 'a.docx',
    bytes: (await run('a.docx', docx, { policy })).bytes,
  });
  expect(left.findings).toEqual([]);
  const xml = rows.map(
    (row, r) =>
      `<row r="${r + 1}">${row.map((one, c) => `<c r="${'AB'[c]}${r + 1}" t="inlineStr"><is><t>${one}</t></is></c>`).join('')}</row>`,
  );
  const sheet = await buildXlsx({
    sheets: [{ name: '表', xml: `<worksheet><sheetData>${xml.join('')}</sheetData></worksheet>` }],
  });
  const copy = await run('a.xlsx', sheet, { policy });
  expect((await createScanner({ today }).scan({ name: 'a.xlsx', bytes: copy.bytes })).findings).toEqual([]);
});

test('a part of the plan whose row belongs to another finding is refused, not passed over', async () => {
  const scanner = createScanner({ today, policy: removal('row') });
  const artifact = { name: 'a.csv', bytes: utf8(CSV) };
  const { findings } = await scanner.scan(artifact);
  const inside = findings.find(({ suggestion }) => suggestion?.within !== undefined)!;
  const outcome = await redact(artifact, [inside.suggestion!], { today, policy: removal('row') });
  expect(outcome.refused.map(({ code }) => code)).toEqual(['apply/nothing-to-edit']);
  expect(outcome.bytes).toBe(artifact.bytes);
});

test.each([
  [{ action: 'mask', mask: { keepStart: 0, keepEnd: 0 }, scope: 'row' } as Rule, /rules\[0\]\.scope/],
  [{ action: 'remove', scope: 'row', label: '略' } as Rule, /rules\[0\]\.label/],
  [{ action: 'remove', scope: 'table' } as unknown as Rule, /rules\[0\]\.scope/],
])('a policy that makes no sense names the path: %j', (rule, path) => {
  expect(() => createScanner({ policy: policyOf(rule) })).toThrow(path);
});
