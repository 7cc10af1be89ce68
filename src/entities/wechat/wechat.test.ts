import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true });

const found = (text: string): string[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity === 'wechat')
    .map((finding) => `${finding.value}:${finding.disposition}`);

test.each([
  ['label', '微信号：abc_1234', ['abc_1234:review']],
  ['prose', '加微信abcdef123领取', ['abcdef123:review']],
  ['vx', 'vx: wxid_a1b2c3', ['wxid_a1b2c3:review']],
  ['of a person', '姓名：张三，身份证号：11010519491231002X，微信：zhang_san99', ['zhang_san99:leak']],
  ['in brackets', '微信（zhang-san99）', ['zhang-san99:review']],
])('%s', (_name, text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ['public account', '关注微信公众号：abcdef123'],
  ['a mobile', '微信：13800138000'],
  ['too short', '微信：abcde'],
  ['a page', '微信 mp.weixin.qq.com/s/abcdefgh'],
  ['no label', 'abc_1234'],
  ['an editor', '生成自己的[微信 Markdown 编辑器](https://md.example.org)'],
  ['a program', '[WeChat Download API](https://example.org)、[wechatDataBackup](https://example.org)'],
  ['a user', '（[@vxiaozhi](https://example.org) 投稿）'],
  ['a digest', 'sha512-T1GITYmFaKuO91vxyoQMFETst+O71VUPEU3ze5GNzDm0O'],
])('none: %s', (_name, text) => {
  expect(found(text)).toEqual([]);
});
