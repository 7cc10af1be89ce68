import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true });
const ID = '11010519491231002X';

const dates = (text: string): (string | undefined)[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity === 'birth-date')
    .map((finding) => finding.text);

test.each([
  [
    'column',
    `姓名\t出生年月\t身份证号\n张三\t1949.12\t${ID}\n李四\t1990年3月5日\t440524188001010014\n`,
    ['1949.12', '1990年3月5日'],
  ],
  ['judgment', `原告张三，男，1949年12月31日出生，公民身份号码${ID}`, ['1949年12月31日']],
  ['label', `出生日期：1949-12-31，身份证号：${ID}`, ['1949-12-31']],
  ['eight digits', `出生日期：19491231 身份证号：${ID}`, ['19491231']],
  ['form', `姓名\t张三\t出生年月\t1949/12\n身份证号\t${ID}\t性别\t男`, ['1949/12']],
  ['1980年1月1日生', `张三，1949年12月31日生，身份证号${ID}`, ['1949年12月31日']],
])('%s', (_name, text, expected) => {
  expect(dates(text)).toEqual(expected);
});

test.each([
  ['alone', '出生日期：1949-12-31'],
  ['another date', `2023年1月1日起，身份证号${ID}`],
  ['in force', `2023年1月1日生效，身份证号${ID}`],
  ['made', `2023年1月1日生产，身份证号${ID}`],
  ['in the future', `出生日期：2049-12-31，身份证号：${ID}`],
  ['no month', `出生日期：1949-13，身份证号：${ID}`],
])('no birth date: %s', (_name, text) => {
  expect(dates(text)).toEqual([]);
});

test('the suggestion keeps the year', () => {
  const { findings } = scanner.scanText(`出生日期：1949年12月31日，身份证号：${ID}`);
  const birth = findings.find(({ entity }) => entity === 'birth-date');
  expect(birth).toMatchObject({ disposition: 'review', subtype: 'day' });
  expect(birth!.suggestion).toMatchObject({ action: 'generalize' });
  expect(birth!.suggestion!.replacement).toBe('1949年**月**日');
});
