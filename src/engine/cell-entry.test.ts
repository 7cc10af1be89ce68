import { afterEach, expect, test, vi } from 'vitest';
import { createScanner } from '../index.js';
import { LabelIndex } from '../text/label-index.js';

afterEach(() => vi.restoreAllMocks());

const ROWS = 120;
const COLUMNS = 6;
const roster = [
  '序号\t姓名\t手机号码\t备用手机\t家庭住址\t备注',
  ...Array.from({ length: ROWS }, (_, i) => {
    const number = String(i).padStart(3, '0');
    return [i + 1, '张三', `138001${number}27`, `139002${number}31`, '李家村3组', '无'].join('\t');
  }),
].join('\n');

test('cells of a roster are read once, not once for every value of every row near by', () => {
  const scanner = createScanner({ today: '2026-12-31' });
  const read = vi.spyOn(LabelIndex.prototype, 'simplified');
  const { findings } = scanner.scanText(roster);
  expect(findings.length).toBeGreaterThanOrEqual(2 * ROWS);
  // Each cell as a field and as a possible head, and what stands around each value.
  expect(read.mock.calls.length).toBeLessThan(2 * ROWS * COLUMNS + 8 * findings.length);
});
