import { describe, expect, test } from 'vitest';
import type { LabelHit } from '../core/index.js';
import { createScanner } from '../index.js';
import { matchColumns } from './column-match.js';

const hit = (kind: string): LabelHit => ({ start: 0, end: 1, kind, word: kind, distance: 0 });
const columns = (...kinds: string[]): LabelHit[][] => kinds.map((kind) => (kind === '' ? [] : [hit(kind)]));
const match = (tokens: string, kinds: readonly string[], names: string): number[] =>
  matchColumns(tokens.split(' '), columns(...kinds), names.split(' '));

describe('which column a token belongs to', () => {
  test.each([
    [
      'nothing is signed yet',
      '1 张三 110101190103070018 6228480123456789015 1200',
      ['', 'name', 'resident-id', 'bank-account.weak', 'number', ''],
      '序 姓名 身份证号 卡号 金额 签字',
      [0, 1, 2, 3, 4],
    ],
    [
      'a blank in a name',
      '3 张 三 教师 110101190103070018 6228480123456789015',
      ['', 'name', '', 'resident-id', 'bank-account.weak'],
      '序 姓名 专业 身份证号 卡号',
      [-1, 0, 1, 2, 3, 4],
    ],
    [
      'a blank in a name, and a column left empty',
      '3 张 三 110101190103070018 6228480123456789015 800',
      ['', 'name', 'resident-id', 'bank-account.weak', 'number', ''],
      '序 姓名 身份证号 卡号 金额 签字',
      [-1, 0, 1, 2, 3, 4],
    ],
    [
      'two telephones in one cell, a landline, as many columns as tokens',
      '张三 1380013800013900139001 110101190103070018 057188886666',
      ['name', 'phone', 'resident-id', 'phone'],
      '姓名 手机 身份证号 电话',
      [0, 1, 2, 3],
    ],
    ['as many, all alike', '张三 13800138000', ['name', 'phone'], '姓名 电话', [0, 1]],
  ])('%s', (_, tokens, kinds, names, expected) => {
    const found = match(tokens, kinds, names);
    const numbers = tokens.split(' ').flatMap((token, i) => (/\d{11}/.test(token) ? [i] : []));
    expect(numbers.map((i) => found[i])).toEqual(numbers.map((i) => expected[i]));
  });

  test('more columns than are matched are counted from the end', () => {
    expect(
      matchColumns(['a'], columns(...Array.from({ length: 30 }, () => '')), Array(30).fill('x')),
    ).toEqual([29]);
  });
});

const scanner = createScanner({ today: '2026-11-28', reveal: true });
const values = (text: string): (string | undefined)[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => ['resident-id', 'bank-card', 'bank-account', 'mobile'].includes(entity))
    .map(({ value }) => value);

test('rows of a list whose last column is still empty', () => {
  const text = `序  姓名   专业   身份证号码            卡号                 金额   签字
1   张三   医学影像   110101190103070018   6228480123456789015   1200
2   李  四   经济   110101190103070018   6228480123456789015   800（迟到扣减）`;
  expect(values(text)).toEqual([
    '110101190103070018',
    '6228480123456789015',
    '110101190103070018',
    '6228480123456789015',
  ]);
});

test('a label alone above its number is nearer than the column of a list', () => {
  const form = `单位地址\n青山大道\n鉴定单位账号\n80000000000123456\n鉴定人及电话\n张工\n13800138000\n建设方式\n自建\n13900139001`;
  expect(values(form)).toContain('80000000000123456');
  expect(values('家庭人口\n2\n联系电话\n13800138000\n（侄儿代接）\n13900139001\n家庭住址\n青山村')).toEqual([
    '13800138000',
    '13900139001',
  ]);
});

test('a line of few words below a table of many columns is no row of it', () => {
  const text = `铺位\t姓名\t性别\t身份证号\t手机\t紧急联系\t备注\n旅行社：青山国旅\n团款补差：对公 中行 不收现金；农行户 80000000000123456（公司）`;
  expect(values(text)).toContain('80000000000123456');
});
