import { expect, test } from 'vitest';
import { patterns } from '../../generated/labels.js';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', entities: ['bank-account'], reveal: true });
const ACCOUNT = '80000000000123456';
const labels = patterns.words
  .split('\n')
  .map((line) => line.split('\t') as [string, string])
  .filter(([, kind]) => ['bank-account', 'bank-account.weak', 'bank-account.official'].includes(kind));

test('every label that announces an account finds one, so none is lost to the quick look at the text', () => {
  const missed = labels.filter(([word]) => scanner.scanText(`${word}：${ACCOUNT}`).findings.length !== 1);
  expect(labels.length).toBeGreaterThan(100);
  expect(missed.map(([word]) => word)).toEqual([]);
});

test('without a label no run of digits is an account', () => {
  expect(scanner.scanText(`本期编码 ${ACCOUNT}，银行已核对`).findings).toEqual([]);
});
