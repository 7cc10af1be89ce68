import { expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });
const found = (text: string): string[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity !== 'person-name')
    .map(({ entity, value }) => `${entity} ${value}`);

test('groups of a printed card are no mobile, whatever a loose header says', () => {
  const text =
    '户编码　姓名　面积　金额　银行账号/卡号　手机　签字\n1010　张三　9.35　776.61　6212 8260 1380 0138 000　13800138000　';
  expect(found(text)).toEqual(['bank-card 6212826013800138000', 'mobile 13800138000']);
});

test('an ID of 15 digits behind a name', () => {
  expect(found('附：外出户\n王小五 110105491231002（已换）')).toEqual(['resident-id 110105491231002']);
  expect(found('附：批次\n合计 110105491231002（已换）')).toEqual([]);
});
