import { afterAll, beforeAll, expect, test } from 'vitest';
import { ID, MOBILE, type Running, running, TEXT } from './harness.js';
import type { AnalyzerResult } from './presidio-analyze.js';

let one: Running;
beforeAll(async () => {
  one = await running();
});
afterAll(() => one.server.stop());

async function analyze(body: object): Promise<AnalyzerResult[]> {
  const response = await one.post('/analyze', body);
  expect(response.status).toBe(200);
  return (await response.json()) as AnalyzerResult[];
}
async function anonymize(body: object): Promise<{ text: string; items: Record<string, unknown>[] }> {
  const response = await one.post('/anonymize', body);
  expect(response.status).toBe(200);
  return (await response.json()) as { text: string; items: Record<string, unknown>[] };
}
/** As a Python client slices. */
const slice = (text: string, { start, end }: { start: number; end: number }) =>
  [...text].slice(start, end).join('');

test('offsets are code points; any language; a list gives a list of lists', async () => {
  const results = await analyze({ text: TEXT, language: 'en' });
  expect(results.map((one) => [one.entity_type, slice(TEXT, one)])).toEqual([
    ['CN_ID_CARD', ID],
    ['CN_MOBILE', MOBILE],
  ]);
  expect(results.some((one) => 'analysis_explanation' in one)).toBe(false);
  expect(await analyze({ text: [TEXT, '', '通知'], language: 'zh' })).toEqual([results, [], []]);
  expect(await analyze({ text: TEXT })).toEqual(results);
});

test('entities by own name or alias, in the name that was asked for', async () => {
  const types = async (entities: string[]) =>
    (await analyze({ text: TEXT, language: 'zh', entities })).map((one) => one.entity_type);
  expect(await types(['PHONE_NUMBER'])).toEqual(['PHONE_NUMBER']);
  expect(await types(['PHONE_NUMBER', 'CN_MOBILE', 'PERSON_OF_OTHERS'])).toEqual(['CN_MOBILE']);
  expect(await types([])).toEqual(['CN_ID_CARD', 'CN_MOBILE']);
});

test('threshold, allow list, explanation', async () => {
  expect(await analyze({ text: TEXT, language: 'zh', score_threshold: 1 })).toEqual([]);
  const allowed = await analyze({ text: TEXT, language: 'zh', allow_list: [MOBILE] });
  expect(allowed.map((one) => one.entity_type)).toEqual(['CN_ID_CARD']);
  const [explained] = await analyze({ text: TEXT, language: 'zh', return_decision_process: true });
  expect(explained!.analysis_explanation).toMatchObject({
    recognizer: 'leaklint-resident-id',
    validation_result: true,
    supportive_context_word: '身份证号',
  });
});

test('official numbers are no personal data', async () => {
  expect(await analyze({ text: '市教育局办公室联系电话：010-12345678', language: 'zh' })).toEqual([]);
});

test.each([
  [{ language: 'zh' }],
  [{ text: 5 }],
  [{ text: ['a', 5] }],
  [{ text: TEXT, entities: ['US_SSN'] }],
  [{ text: TEXT, entities: 'CN_MOBILE' }],
  [{ text: TEXT, ad_hoc_recognizers: [{ name: 'x' }] }],
  [{ text: TEXT, allow_list: ['.*'], allow_list_match: 'regex' }],
  [{ text: TEXT, score_threshold: '0.5' }],
])('analyze refuses %j', async (body) => {
  const response = await one.post('/analyze', body);
  expect([response.status, await response.json()]).toEqual([400, { error: expect.any(String) }]);
});

test('lists of names, health', async () => {
  expect(await (await one.get('/supportedentities?language=zh')).json()).toEqual(
    expect.arrayContaining(['CN_ID_CARD', 'CN_MOBILE', 'CN_BANK_CARD', 'CN_ADDRESS', 'PHONE_NUMBER']),
  );
  expect(await (await one.get('/recognizers?language=en')).json()).toContain('leaklint-mobile');
  expect(await (await one.get('/anonymizers')).json()).toContain('replace');
  expect(await (await one.get('/health')).text()).toMatch(/up/);
});

test('without anonymizers our mask is laid on; items say where, from the end', async () => {
  const analyzer_results = await analyze({ text: TEXT, language: 'en' });
  const { text, items } = await anonymize({ text: TEXT, analyzer_results });
  expect(text).toBe('𠮷先生，身份证号：110101************，手机138********。请来电。');
  expect(items.map((item) => [item.entity_type, item.operator])).toEqual([
    ['CN_MOBILE', 'cn_mask'],
    ['CN_ID_CARD', 'cn_mask'],
  ]);
  for (const item of items) expect(slice(text, item as { start: number; end: number })).toBe(item.text);
});

test('operators', async () => {
  const [id, mobile] = await analyze({ text: TEXT, language: 'zh' });
  const use = async (anonymizers: object, analyzer_results: unknown = [id, mobile]) =>
    (await anonymize({ text: TEXT, analyzer_results, anonymizers })).text;
  expect(await use({ DEFAULT: { type: 'replace', new_value: '某' }, CN_MOBILE: { type: 'redact' } })).toBe(
    '𠮷先生，身份证号：某，手机。请来电。',
  );
  expect(await use({ CN_MOBILE: { type: 'replace' } })).toMatch(/手机<CN_MOBILE>。/);
  expect(
    await use({ CN_MOBILE: { type: 'mask', masking_char: '#', chars_to_mask: 4, from_end: true } }),
  ).toMatch(/手机1380013####。/);
  expect(await use({ DEFAULT: { type: 'mask', masking_char: '*', chars_to_mask: 99 } })).toMatch(
    /号：\*{18}，手机\*{11}。/,
  );
  expect(await use({ DEFAULT: { type: 'keep' } })).toBe(TEXT);
  const hash = { CN_MOBILE: { type: 'hash', hash_type: 'sha256' } };
  expect(await use(hash)).toMatch(/手机[0-9a-f]{64}。/);
  // Salted: every mobile number could be tried against a plain hash.
  expect(await use(hash)).not.toBe(await use(hash));
  const salted = { CN_MOBILE: { type: 'hash', hash_type: 'sha512', salt: 'salt' } };
  expect(await use(salted)).toBe(await use(salted));
});

test('what other recognizers found is masked by its kind, or named; overlaps become one', async () => {
  const text = '𠮷A123456B，尾号 6222 0000 0000 0000';
  const analyzer_results = [
    { entity_type: 'PERSON', start: 0, end: 5, score: 0.5 },
    { entity_type: 'US_PASSPORT', start: 3, end: 9, score: 0.9 },
    { entity_type: 'CREDIT_CARD', start: 13, end: 32, score: 0.9 },
  ];
  const { text: masked, items } = await anonymize({ text, analyzer_results });
  expect(masked).toBe('<US_PASSPORT>，尾号 6222 00** **** 0000');
  expect(items).toHaveLength(2);
});

test.each([
  [{ analyzer_results: [] }],
  [{ text: 'a' }],
  [{ text: 'a', analyzer_results: [{ entity_type: 'X', start: 0, end: 2 }] }],
  [{ text: 'a', analyzer_results: [{ entity_type: 'X', start: -1, end: 1 }] }],
  [{ text: 'a', analyzer_results: [{ entity_type: 'X', start: 1, end: 0 }] }],
  [{ text: 'a', analyzer_results: [{ start: 0, end: 1 }] }],
  [{ text: 'a', analyzer_results: [], anonymizers: { X: { type: 'encrypt', key: 'k' } } }],
  [{ text: 'a', analyzer_results: [], anonymizers: { X: { type: 'mask', masking_char: '**' } } }],
  [{ text: 'a', analyzer_results: [], anonymizers: [] }],
])('anonymize refuses %j', async (body) => {
  const response = await one.post('/anonymize', body);
  expect([response.status, await response.json()]).toEqual([400, { error: expect.any(String) }]);
});

test('a text that was not read to its end is no empty list', async () => {
  const short = await running({ maxText: 10, scanner: { limits: { bytes: 20 } } });
  try {
    const response = await short.post('/analyze', { text: TEXT, language: 'zh' });
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: expect.stringMatching(/not read/) },
    ]);
  } finally {
    await short.server.stop();
  }
});
