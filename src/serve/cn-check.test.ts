import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckItem } from './cn-check.js';
import { ID, MOBILE, type Running, running } from './harness.js';
import { maskedAsWritten } from './spans.js';

let one: Running;
beforeAll(async () => {
  one = await running();
});
afterAll(() => one.server.stop());

const CONTENT = `公示。𠮷某，身份证号：${ID}，手机 138-0013-8000！完。`;
interface Checked {
  readonly code: number;
  readonly message: string;
  readonly content: readonly CheckItem[];
}
async function check(server: Running, body: object): Promise<Checked> {
  return (await (await server.post('/api/safeguard/check', body)).json()) as Checked;
}

test('positions lead to the term; term and sentence are masked, of equal length', async () => {
  const { code, message, content } = await check(one, { userKey: 'any', content: CONTENT });
  expect([code, message]).toEqual([0, 'ok']);
  expect(content.map(({ type, errLevel }) => [type, errLevel])).toEqual([
    ['resident-id', 1],
    ['mobile', 1],
  ]);
  const written = content.map(({ sentencePos, termPos, wrongTerm }) =>
    CONTENT.slice(sentencePos + termPos, sentencePos + termPos + wrongTerm.length),
  );
  expect(written).toEqual([ID, '138-0013-8000']);
  expect(content[1]).toMatchObject({
    wrongTerm: '138-****-8000',
    sentence: '𠮷某，身份证号：110101********0018，手机 138-****-8000',
    explain: expect.stringMatching(/^手机号码：泄露。/),
  });
  expect(content[1]!.expectTerms).toHaveLength(1);
  for (const { sentence, wrongTerm, termPos } of content) {
    expect(sentence.slice(termPos, termPos + wrongTerm.length)).toBe(wrongTerm);
  }
  expect(JSON.stringify(content)).not.toMatch(/190103|0013/);
});

test('pages: positions are of the source', async () => {
  const page = `<p>身份证号：<b>110101</b>190103070018</p>`;
  const { content } = await check(one, { content: page });
  const [{ sentencePos, termPos, wrongTerm, expectTerms }] = content as [CheckItem];
  expect(page.slice(sentencePos + termPos).startsWith('110101</b>190103070018')).toBe(true);
  expect(wrongTerm).not.toContain('190103');
  expect(expectTerms).toEqual(['110101</b>************']);
});

test('raw terms only where the operator said so', async () => {
  const open = await running({ scanner: { reveal: true } });
  try {
    const { content } = await check(open, { content: `手机：${MOBILE}，张三` });
    expect(content[0]).toMatchObject({ wrongTerm: MOBILE, sentence: `手机：${MOBILE}，张三` });
  } finally {
    await open.server.stop();
  }
});

test('clean, malformed, not read', async () => {
  expect(await check(one, { content: '关于放假的通知' })).toEqual({ code: 0, message: 'ok', content: [] });
  expect(await check(one, { content: 5 })).toMatchObject({ code: 400, content: [] });
  const short = await running({ maxText: 10, scanner: { limits: { bytes: 20 } } });
  try {
    expect((await check(short, { content: CONTENT })).code).toBe(3);
  } finally {
    await short.server.stop();
  }
});

test.each([
  ['138-0013-8000', '138****8000', '138-****-8000'],
  ['１３８ ００１３ ８０００', '138****8000', '１３８ **** ８０００'],
  ['北京市东城区景山前街4号', '北京市东城区***', '北京市东城区******'],
  ['住北京市', '北京市***', '****'],
  ['𠮷1', '1', '***'],
  ['11010519491231002x', '110105********002X', '110105********002x'],
  ['', '***', ''],
])('mask over %s', (written, masked, expected) => {
  expect(maskedAsWritten(written, masked)).toBe(expected);
});
