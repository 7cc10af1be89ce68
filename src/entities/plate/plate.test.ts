import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true });
const ID = '11010519491231002X';

const plates = (text: string): (string | undefined)[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity === 'plate')
    .map(({ value }) => value);

test.each([
  ['line', `张三驾驶湘F12345号小型客车，身份证号${ID}`, ['湘F12345']],
  ['dot', `车牌号：京A·B1234，身份证号${ID}`, ['京AB1234']],
  ['new energy', `身份证号${ID}，车牌粤BD12345`, ['粤BD12345']],
  ['column', `姓名\t身份证号\t车牌号\n张三\t${ID}\t湘f12345\n`, ['湘F12345']],
  ['learner', `身份证号${ID}，车牌湘F1234学`, ['湘F1234学']],
])('%s', (_name, text, expected) => {
  expect(plates(text)).toEqual(expected);
});

test.each([
  ['of an auction', '公务车拍卖：湘F12345，起拍价3万元'],
  ['a code', `身份证号${ID}，型号京AB123456789`],
  ['no digits', `身份证号${ID}，湘ABCDEF`],
])('no plate: %s', (_name, text) => {
  expect(plates(text)).toEqual([]);
});
