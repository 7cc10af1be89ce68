/** Numbers as people really write them: in groups, with remarks, letters, boxes; and what only looks like them. */
import { describe, expect, test } from 'vitest';
import { createScanner } from './index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true });

// A carrier's service number, an ID of 1901, a zero-filled card.
const M = '13800138000';
const M2 = '13900139000';
const ID = '110101190103070018';
const C = '6228480000000000000';

const values = (text: string): string =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity !== 'person-name')
    .map(({ entity, value }) => `${entity}:${value}`)
    .join(' ');

describe.each([
  ['slashes', '138/0013/8000'],
  ['commas', '138,0013,8000'],
  ['full-width commas', '138，0013，8000'],
  ['bars', '138|0013|8000'],
  ['stars', '138★0013★8000'],
  ['the same word again', '138删0013删8000'],
  ['first digits in brackets', '(138)0013-8000'],
  ['first digits in full-width brackets', '（138）0013 8000'],
  ['a remark', '138（微信同号）00138000'],
  ['odd groups', '13 8001 38 000'],
  ['a dash and a blank', '138-0013 8000'],
  ['letters', 'l38OOl38OOO'],
  ['capital letters', 'I3800I38000'],
  ['a float', '13800138000.0'],
])('a mobile with %s', (_name, written) => {
  test.each([
    ['behind a label', `联系电话：${written}`],
    ['in a sentence', `来信人反映，请回我手机${written}，谢谢。`],
    ['in a column', `姓名\t联系电话\n张三\t${written}\n李四\t${M2}`],
  ])('%s', (_place, text) => expect(values(text)).toContain(`mobile:${M}`));
});

test.each([
  ['slashes', '138/0013/8000'],
  ['letters', 'l38OOl38OOO'],
  ['odd groups', '13 8001 38 000'],
  ['a line break', '1380013\n8000'],
])('a name beside it is context enough for %s', (_name, written) => {
  expect(values(`张建国 ${written}`)).toBe(`mobile:${M}`);
  expect(values(`合计 ${written}`)).toBe('');
});

test.each([
  ['slashes', '110101/19010307/0018'],
  ['commas', '110101,19010307,0018'],
  ['thousands', '110,101,190,103,070,018'],
  ['remarks', '110101(出生)19010307(顺序)0018'],
  ['boxes', [...ID].join('\t')],
  ['letters at the start', `ll0101${ID.slice(6)}`],
])('an ID with %s needs no label', (_name, written) =>
  expect(values(`核对 ${written} 无误`)).toBe(`resident-id:${ID}`),
);

test.each([
  ['blanks', '110101 010307 001'],
  ['slashes', '110101/010307/001'],
])('an old ID in groups parted by %s needs a label', (_name, written) => {
  expect(values(`身份证号：${written}`)).toBe('resident-id:110101010307001');
  expect(values(`核对 ${written} 无误`)).toBe('');
});

test('a card in groups parted by slashes', () => {
  expect(values(`卡号：6228/4800/0000/0000/000`)).toBe(`bank-card:${C}`);
});

test.each([
  ['a dash', `${M}-${M2}`],
  ['a dot', `${M}.${M2}`],
  ['slashes', `138/0013/8000、139/0013/9000`],
])('two numbers parted by %s', (_name, written) =>
  expect(values(`电话：${written}`)).toBe(`mobile:${M} mobile:${M2}`),
);

test.each([
  ['voltages', '138/1200/3600 三档电压'],
  ['a size', '尺寸：1800/2100/2400mm'],
  ['a fraction', '系数 199.24879597'],
  ['counts', '3435 613 2583 9698 1970 7671 739 583 2011'],
  ['a table of shares', '113.6734\t199.24879597\t5817'],
  ['a row of data', '138,1200,3600,5200,7100'],
  ['interface names', '型号 l38Ol234S678B'],
])('%s are no number of a person', (_name, text) => expect(values(text)).toBe(''));
