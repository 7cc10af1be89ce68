import { expect, test } from 'vitest';
import { growthExponent, measure, median, speedRatio } from './harness.js';

test('growth exponents of known curves', () => {
  const sizes = [1000, 2000, 4000, 8000];
  expect(growthExponent(sizes.map((n) => [n, n * 0.01]))).toBeCloseTo(1);
  expect(growthExponent(sizes.map((n) => [n, n * n * 0.001]))).toBeCloseTo(2);
});

test('median of odd and even lists', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

const spin = (turns: number) => (): number => {
  let sum = 0;
  for (let i = 0; i < turns; i++) sum = (sum + i * 7) % 1009;
  return sum;
};

test('rounds give a ratio near the truth', async () => {
  const tasks = [
    { name: 'one', amount: 1, run: spin(200_000) },
    { name: 'four', amount: 1, run: spin(800_000) },
  ];
  const [one, four] = await measure(tasks, { rounds: 5, warmups: 3, milliseconds: 10 });
  const ratio = speedRatio(one!, four!);
  expect(ratio.median).toBeGreaterThan(1.5);
  expect(ratio.low).toBeLessThanOrEqual(ratio.high);
});

test('a task whose count changes is void', async () => {
  let calls = 0;
  const run = () => calls++;
  await expect(
    measure([{ name: 'bad', amount: 1, run }], { rounds: 2, warmups: 1, milliseconds: 0 }),
  ).rejects.toThrow('bad');
});
