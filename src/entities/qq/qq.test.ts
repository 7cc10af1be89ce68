import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });

test.each([
  ['label', '报名加QQ：123456789', ['123456789']],
  ['spoken', '有事加扣扣123456789', ['123456789']],
  ['a page of the portal', '[高中教材](http://new.qq.com/omn/20180503/20180503A00AB1.html)', []],
  ['a column of the portal', '[利拉德](https://sports.qq.com/a/20190429/007523.htm)', []],
  ['a mail box', '123456789@qq.com', []],
])('%s', (_name, text, expected) => {
  const found = scanner.scanText(text).findings.filter(({ entity }) => entity === 'qq');
  expect(found.map(({ value }) => value)).toEqual(expected);
});
