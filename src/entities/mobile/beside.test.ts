import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-28' });
const found = (text: string): number => scanner.scanText(text).findings.length;

test('the ends of a range of serials are no mobiles', () => {
  expect(found('样品流转号：13355018801—13355018825（现场），15355018826-15355018840')).toBe(0);
  expect(found('编码区间 13355018801 至 13355018825')).toBe(0);
});

test('two mobiles with a dash between them are two', () => {
  expect(found('电话 13812345678-15098761234')).toBe(2);
  expect(found('电话 13812345678—13812345699')).toBe(2);
});
