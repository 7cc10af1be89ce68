import { expect, test } from 'vitest';
import { createScanner } from '../index.js';

const ID = '110101190103070018';
const scan = (text: string, policy?: string) =>
  createScanner({ today: '2026-11-27', ...(policy === undefined ? {} : { policy }) }).scanText(text);

test.each([
  ['某某县人民法院\n民 事 判 决 书\n', 'court', '民事判决书'],
  ['行政处罚决定书\n', 'penalty', '行政处罚决定书'],
  ['2026年秋季国家助学金受助名单公示\n', 'student-aid', '助学金'],
  ['危房改造补助对象花名册\n', 'publicity-list', '危房改造'],
])('%j calls for %s', (title, policy, text) => {
  const body = `${title}张三，身份证号：${ID}`;
  const plain = scan(body);
  expect(plain).toMatchObject({ policy: 'default', proposedPolicy: { policy, text } });
  const auto = scan(body, 'auto');
  expect(auto.policy).toBe(policy);
  expect(auto.proposedPolicy).toBeUndefined();
  expect(auto.findings[0]!.suggestion!.rule).toBe(scan(body, policy).findings[0]!.suggestion!.rule);
});

test('nothing found, nothing proposed; lists that a rule demands; other titles', () => {
  expect(scan('民事判决书\n原告张三')).not.toHaveProperty('policy');
  expect(scan('民事判决书\n原告张三')).not.toHaveProperty('proposedPolicy');
  expect(scan(`失信被执行人名单\n张三 身份证号 ${ID}`).proposedPolicy).toBeUndefined();
  const notice = scan(`关于开展培训的通知\n报名身份证号：${ID}`, 'auto');
  expect([notice.policy, notice.proposedPolicy]).toEqual(['default', undefined]);
});

test('each document of an archive by its own title; the gravest verdict counts', async () => {
  const { buildZip } = await import('../formats/zip/build-zip.js');
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const bytes = await buildZip([
    { name: 'a.txt', bytes: utf8('关于开会的通知\n会议室二楼') },
    { name: 'b.txt', bytes: utf8(`民事判决书\n原告，身份证号：${ID}`) },
  ]);
  const result = await createScanner({ policy: 'auto' }).scan({ name: 'x.zip', bytes });
  expect(result.verdict).toBe('block');
  expect(result.policy).toBe('court');
  expect(result.findings[0]!.suggestion!.rule).toMatch(/^court\//);
});
