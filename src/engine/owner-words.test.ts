import { expect, test } from 'vitest';
import { solve } from '../../corpus/ownership/logistic.js';
import { passages, readPassages } from '../../corpus/ownership/passages.js';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });

/** Sentences that no rule has a word for. */
test.each([
  ['书店盘点期间，想退书的读者可径打 13800138000，由本店安排上门取件。', 'official'],
  ['送水站老客户续票拨 13800138000，当天送到，本站不收押金。', 'official'],
  ['走失当天他穿灰色夹克，家里人急得不行，看到的好心人请打他大女儿 13800138000。', 'leak'],
])('%s', (text, disposition) => {
  const found = scanner.scanText(text).findings.filter(({ entity }) => entity === 'mobile');
  expect(found.map((one) => one.disposition)).toEqual([disposition]);
});

test.each(['13800138000', '手机：13800138000', '姓名：张三，手机：13800138000'])(
  'where nothing else stands around, the rules judge: %s',
  (text) => {
    const [finding] = scanner.scanText(text).findings.filter(({ entity }) => entity === 'mobile');
    expect(finding!.disposition).toBe('leak');
    expect(finding!.evidence.some(({ code }) => code.startsWith('words-of'))).toBe(false);
  },
);

test('the words that told it are named, and none of them holds a digit', () => {
  const text =
    '尊敬的业主：本小区电梯维保单位已更换，困人时请按轿厢内按钮或拨 13800138000，维保人员半小时内到场。';
  const codes = scanner.scanText(text).findings.flatMap(({ evidence }) => evidence);
  const words = codes.filter(({ code }) => code.startsWith('words-of'));
  expect(words.length).toBeGreaterThan(0);
  for (const { text: word } of words) expect(word).not.toMatch(/\d/);
});

test('the same text gives the same answer every time', () => {
  const text = passages()
    .slice(0, 40)
    .map((one) => one.text)
    .join('\n\n');
  const once = scanner.scanText(text).findings.map((one) => [one.value, one.disposition]);
  expect(scanner.scanText(text).findings.map((one) => [one.value, one.disposition])).toEqual(once);
  expect(once.length).toBeGreaterThan(40);
});

test('passages: placeholders become values with their places', () => {
  const [one, two] = readPassages(
    'prose2',
    '甲{m:L}乙{a:O|和平路8号}\n==== 表\n<table><tr><td>{b:L}</td></tr></table>',
  );
  expect(one!.author).toBe('prose');
  expect(
    one!.labels.map(({ owner, group, start, end }) => [owner, group, one!.text.slice(start, end).length]),
  ).toEqual([
    ['person', 'm', 11],
    ['body', 'a', 5],
  ]);
  expect([one!.html, two!.html]).toEqual([false, true]);
});

test('the regression finds the weights of a plane', () => {
  // Two columns; the first alone decides.
  const starts = Uint32Array.from([0, 1, 2, 4, 5]);
  const matrix = {
    columns: 2,
    starts,
    index: Uint32Array.from([0, 1, 0, 1, 1]),
    scale: Float64Array.from([1, 1]),
  };
  const side = Float64Array.from([1, -1, 1, -1]);
  const ones = Float64Array.from([1, 1, 1, 1]);
  const weights = solve({
    matrix,
    rows: [0, 1, 2, 3],
    side,
    weight: ones,
    offset: ones.map(() => 0),
    penalty: 0.1,
  });
  expect(weights[0]).toBeGreaterThan(1);
  expect(weights[1]).toBeLessThan(-0.5);
});
