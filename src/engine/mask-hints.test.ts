import { expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28' });
/** Disposition of the masked ID and the values that are left. */
function left(text: string, format: 'text' | 'html' = 'text'): unknown[] {
  const found = scanner
    .scanText(text, { format })
    .findings.find(({ entity, disposition }) => entity === 'resident-id' && /mask/.test(disposition));
  return [found?.disposition, found?.evidence.find(({ code }) => code === 'values-left')?.count];
}

test('a year and a month leave fewer of a hidden birth date', () => {
  const masked = '430124********2311';
  const [, without] = left(`姓名\t身份证号\n张三\t${masked}`);
  const [, month] = left(`姓名\t身份证号\t出生年月\n张三\t${masked}\t1986.05`);
  expect(Number(without)).toBeGreaterThan(3000);
  expect(Number(month)).toBeLessThan(5);
});

test('a form names the birth date in the cell beside it', () => {
  const form = (date: string): string =>
    `<table><tr><td>姓名</td><td>张三</td><td>${date}</td></tr><tr><td>出生年月</td><td>1986年5月</td><td>身份证号</td><td>430124********2311</td></tr></table>`;
  expect(Number(left(form(''), 'html')[1])).toBeLessThan(5);
});
