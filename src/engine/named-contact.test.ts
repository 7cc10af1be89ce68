import { expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28' });
const MOBILE = '13812345678';
const judged = (text: string, format: 'text' | 'html' = 'text') =>
  scanner.scanText(text, { format }).findings.find(({ entity }) => entity === 'mobile')?.disposition;

test.each([
  [
    'a tender',
    `1.采购人信息\n名称：浏阳市教育局\n地址：浏阳市金沙路1号\n项目联系人：石主任\n联系电话：${MOBILE}`,
  ],
  ['one line', `浏阳市教育局，地址：浏阳市金沙路1号，联系人：张建国，电话：${MOBILE}。`],
  ['a landline beside it', `联系电话：0731-83612345，联系人：张建国 ${MOBILE}`],
  ['a second contact', `三、联系人及电话：王芳 0731-83612345；张建国 ${MOBILE}`],
  ['a sentence', `有异议的请与县民政局联系，联系人：李老师，手机${MOBILE}。`],
])('somebody named as the contact: %s', (_name, text) => expect(judged(text)).toBe('review'));

test('a form of the notice', () => {
  const form = `<table><tr><td>采购人</td><td>浏阳市教育局</td></tr><tr><td>联系人</td><td>张建国</td></tr><tr><td>联系电话</td><td>${MOBILE}</td></tr></table>`;
  expect(judged(form, 'html')).toBe('review');
});

test.each([
  ['its label says duty', `浏阳市教育局，联系人：张建国，值班手机：${MOBILE}。`],
  ['its label says office', `浏阳市教育局，联系人：张建国，办公电话：${MOBILE}。`],
  ['nobody is named', `浏阳市教育局咨询电话：${MOBILE}，地址：浏阳市金沙路1号。`],
])('the office’s: %s', (_name, text) => expect(judged(text)).toBe('official'));
