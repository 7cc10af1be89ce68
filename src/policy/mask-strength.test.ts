import { describe, expect, test } from 'vitest';
import { mod11_2 } from '../checks/mod11-2.js';
import { combineMasks, type MaskContext, remainingCandidates } from './mask-strength.js';

/** The day for which the reference numbers were computed: 40,869 days from 1915-01-01 on. */
const CONTEXT: MaskContext = { today: '2026-11-22' };

/** A hundred synthetic numbers of one county, evenly spread over dates and order numbers. */
const NUMBERS = Array.from({ length: 110 }, (_, i) => {
  const year = 1920 + ((i * 7) % 100);
  const month = String(1 + ((i * 5) % 12)).padStart(2, '0');
  const day = String(1 + ((i * 11) % 28)).padStart(2, '0');
  const order = String(10 + ((i * 89) % 980)).padStart(3, '0');
  const digits = `110101${year}${month}${day}${order}`;
  return digits + mod11_2(digits);
});

const show = (number: string, ...ranges: [number, number][]): string =>
  [...number].map((c, i) => (ranges.some(([from, to]) => i + 1 >= from && i + 1 <= to) ? c : '*')).join('');
const left = (pattern: string, context: Partial<MaskContext> = {}): number | undefined =>
  remainingCandidates('resident-id', pattern, { ...CONTEXT, ...context });

describe('resident IDs', () => {
  test('the check character restores any single hidden digit', () => {
    const known = { addressCodes: ['110101'] };
    for (const number of NUMBERS.slice(0, 20)) {
      for (let i = 0; i < 18; i++) {
        const pattern = `${number.slice(0, i)}*${number.slice(i + 1)}`;
        expect(left(pattern, known), pattern).toBe(1);
        expect(left(pattern), pattern).toBe(1);
      }
    }
  });

  test('6+8*+4 and 14+4* of one person are the whole number', () => {
    for (const number of NUMBERS) {
      const whole = combineMasks([show(number, [1, 6], [15, 18]), show(number, [1, 14])]);
      expect(whole).toBe(number);
      expect(left(whole!)).toBe(1);
    }
  });

  test('one county, whichever it is, counts as one code', () => {
    const number = NUMBERS[3]!;
    expect(left(show(number, [15, 18]), { addressCode: true })).toBeCloseTo(3715, -1);
  });

  test('what can not be a number leaves none', () => {
    expect(left('110101190102300018')).toBe(0);
    expect(left('1101012099********')).toBe(0);
    expect(left('11010****')).toBe(left('11010*************'));
    expect(left('110101abc')).toBeUndefined();
  });

  test('fifteen digits: no check character', () => {
    expect(left('110101300101***')).toBe(999);
    expect(left('110101******001')).toBe(31046);
  });
});

describe('mobiles', () => {
  const mobile = (pattern: string, mobileBlocks?: number): number | undefined =>
    remainingCandidates('mobile', pattern, {
      ...CONTEXT,
      ...(mobileBlocks === undefined ? {} : { mobileBlocks }),
    });
  test.each<[string, number | undefined, number]>([
    ['138****8000', undefined, 10000],
    ['138****8000', 21, 21],
    ['138***8000', undefined, 10000],
    ['1380013****', undefined, 10000],
    ['1380013****', 21, 10000],
    ['138********', undefined, 100000000],
    ['138********', 21, 210000],
    ['13800138000', 21, 1],
  ])('%s (blocks: %s) leaves %d', (pattern, blocks, expected) => {
    expect(mobile(pattern, blocks)).toBe(expected);
  });

  test('two masks that complete each other', () => {
    expect(combineMasks(['138****8000', '1380013****'])).toBe('13800138000');
    expect(combineMasks(['138****8000', '139****8000'])).toBeUndefined();
    expect(combineMasks(['138****8000', '138***8000'])).toBeUndefined();
  });
});

describe('cards and others', () => {
  const card = (pattern: string): number | undefined => remainingCandidates('bank-card', pattern, CONTEXT);
  test('the Luhn check takes a factor of ten', () => {
    expect(card('622848*********0000')).toBe(100000000);
    expect(card('6228********0004')).toBe(10000000);
    expect(card('622848000000000000*')).toBe(1);
    expect(card('6228480000000000000')).toBe(1);
    expect(card('6228480000000000001')).toBe(0);
  });

  test('first-character and last-character masks of a name', () => {
    expect(combineMasks(['张*', '*三'])).toBe('张三');
    expect(remainingCandidates('person-name', '张三', CONTEXT)).toBe(1);
    expect(remainingCandidates('person-name', '张*', CONTEXT)).toBeUndefined();
  });
});
