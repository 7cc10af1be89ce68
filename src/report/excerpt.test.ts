import { expect, test } from 'vitest';
import { createScanner } from '../index.js';
import { type Excerpt, Excerpts } from './excerpt.js';

const scanner = createScanner({ today: '2026-11-24', locale: 'zh-CN' });
/** Made up: the check character is right, nobody has the number. */
const ID = '110101190103070018';
const MOBILE = '13800138000';

function excerpts(text: string, reveal = false, format: 'text' | 'html' = 'text'): Excerpt[] {
  const result = scanner.scanText(text, { format });
  const source = new Excerpts(text, result, reveal);
  return result.findings.flatMap((finding) => source.of(finding) ?? []);
}

const words = ({ parts }: Excerpt): string => parts.map((part) => part.text).join('');

test('values are masked, the rest stays, the finding is marked', () => {
  const text = `甲\n乙\n丙\n丁\n姓名：王某 身份证号：${ID} 手机号：${MOBILE}\n戊\n己\n庚\n辛\n`;
  const all = excerpts(text);
  expect(all.length).toBeGreaterThanOrEqual(2);
  for (const one of all) {
    expect(words(one)).not.toMatch(/\d{7}/);
    expect(words(one)).toMatch(/^丙\n丁\n姓名：王某 身份证号：110101\*{12} 手机号：138\*{8}\n戊\n己$/);
    expect(one.line).toBe(3);
    expect(one.parts.filter((part) => part.mark === 'this')).toHaveLength(1);
  }
});

test('reveal shows what is written', () => {
  expect(words(excerpts(`手机号：${MOBILE}`, true)[0]!)).toBe(`手机号：${MOBILE}`);
});

test('a number split by markup is masked in every piece', () => {
  const all = excerpts('<p>手机：138<b>0013</b>8000</p>', false, 'html');
  expect(words(all[0]!)).toBe('<p>手机：138<b>****</b>****</p>');
  expect(all[0]!.parts.filter((part) => part.mark === 'this')).toHaveLength(3);
});

test('long numbers that are no finding are masked too', () => {
  const only = createScanner({ today: '2026-11-24', entities: ['mobile'] });
  const text = `手机号：${MOBILE} 身份证号：${ID}`;
  const result = only.scanText(text);
  expect(result.findings.map((one) => one.entity)).toEqual(['mobile']);
  expect(words(new Excerpts(text, result).of(result.findings[0]!)!)).not.toContain(ID.slice(0, 8));
});

test('a text that changed since the scan has no excerpt', () => {
  const text = `手机号：${MOBILE}`;
  const result = scanner.scanText(text);
  const finding = result.findings[0]!;
  expect(new Excerpts('短', result).of(finding)).toBeUndefined();
  expect(
    new Excerpts(`x号：${MOBILE.replace('138', '159')}${'x'.repeat(9)}`, result).of(finding),
  ).toBeUndefined();
});

test('control characters are shown, and an excerpt of one endless line is short', () => {
  const text = `${'字'.repeat(50_000)}\u202e手机号：${MOBILE}\u001b[31m${'𠮷'.repeat(50_000)}`;
  const one = excerpts(text)[0]!;
  expect(words(one)).toContain('\\u202e');
  expect(words(one).length).toBeLessThan(700);
  expect(words(one)).not.toMatch(/[\u001b\ufffd]/);
});
