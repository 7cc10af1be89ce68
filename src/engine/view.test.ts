import { expect, test } from 'vitest';
import { extractText } from '../formats/text/index.js';
import { patterns } from '../generated/labels.js';
import { LabelIndex } from '../text/label-index.js';
import { View } from './view.js';

const labels = new LabelIndex(patterns.words, patterns.simplified);
const VALUE = '440524188001010014';

/** Context of the first stand of `VALUE`. */
function contextIn(text: string): ReturnType<View['context']> {
  const [segment] = extractText(text).segments;
  const start = segment!.text.indexOf(VALUE);
  return new View(segment!, labels, '2026-11-24').context({ start, end: start + VALUE.length });
}

test.each([
  ['plain', `身份证号码：${VALUE}`, '身份证号码'],
  ['spaced letters', `身 份 证 号：${VALUE}`, '身份证号'],
  ['traditional', `身份證號碼：${VALUE}`, '身份证号码'],
  ['with readings inserted', `身份證號(hào)碼(mǎ)：${VALUE}`, '身份证号码'],
  ['full-width Latin', `ＩＤ号码：${VALUE}`, 'id号码'],
  ['JSON key', `{"idCard":"${VALUE}"}`, 'idcard'],
])('finds the label before a value: %s', (_name, text, word) => {
  expect(contextIn(text).before[0]?.word).toBe(word);
});

test('a label counts over a list of values but not over a sentence', () => {
  expect(contextIn(`联系电话：13800138000、13900139000、${VALUE}`).before[0]?.kind).toBe('phone');
  expect(
    contextIn(`身份证号由公安机关按照公民身份号码国家标准编制管理；其他事项另行通知。附件 ${VALUE}`).before,
  ).toEqual([]);
});

test('no Latin label inside a word', () => {
  expect(contextIn(`hotel ${VALUE}`).before).toEqual([]);
});

test('finds the label on the line above a value that stands alone', () => {
  expect(contextIn(`姓名\n张三\n身份证号\n${VALUE}\n`).above[0]?.kind).toBe('resident-id');
  expect(contextIn(`请核对身份证号。\n${VALUE}\n`).above).toEqual([]);
});

test('finds the header of a column, and the label cell beside a value', () => {
  const table = contextIn(
    `姓名\t身份证号\t电话\n张三\t${VALUE}\t13800138000\n李四\t11010519491231002X\t13900139000\n`,
  );
  expect(table.header.map((label) => label.kind)).toEqual(['resident-id']);
  expect(table.table.map((label) => label.kind)).toEqual(['name', 'resident-id', 'phone']);
});

test('a line break at the very start ends no search', () => {
  expect(contextIn(`\n${VALUE} 1 2 3`).header).toEqual([]);
  expect(contextIn(`\na b c\n1 2 ${VALUE}`).header).toEqual([]);
});

test.each([
  ['parted by blanks', `姓名 身份证号 电话\n张三 ${VALUE} 13800138000\n`],
  ['parted by commas', `序号,姓名,身份证号,电话\n1,张三,${VALUE},13800138000\n`],
  [
    'a row further down',
    `姓名  身份证号  电话\n李四  11010519491231002X  13900139000\n张三  ${VALUE}  13800138000\n`,
  ],
  [
    'one cell a line',
    `姓名\n身份证号\n电话\n李四\n11010519491231002X\n13900139000\n张三\n${VALUE}\n13800138000\n`,
  ],
])('finds the header of a list that lost its cells: %s', (_name, text) => {
  const { header, before, above } = contextIn(text);
  expect([...header, ...before, ...above].map((label) => label.kind)).toContain('resident-id');
});
