/**
 * The published table of masks, row by row: how many values each leaves. Exact enumeration over the birth dates from
 * 1915-01-01 to 2026-11-22, order numbers 001–999 and MOD 11-2 (own computation, averaged over random numbers); blocks
 * of mobiles by Google's geocoding data of libphonenumber (zh/86.txt, 2026-07-17).
 */
import { expect, test } from 'vitest';
import { mod11_2 } from '../checks/mod11-2.js';
import { combineMasks, type MaskContext, remainingCandidates } from './mask-strength.js';

const CONTEXT: MaskContext = { today: '2026-11-22' };

/** Entity, mask, values that are left, and those that are left to who knows more; only what stands in figures. */
const TABLE = `
resident-id | 6+8*+4 | 3715 | birth year known: 33; year and month known: 3
resident-id | 10+4*+4 | 33 |
resident-id | 14+4* | 999 | sex column: about 500
resident-id | 14+3*+1 | 91 | sex column: about 45
resident-id | 4+10*+4 | 3715 |
resident-id | 3+11*+4 | 3715 |
resident-id | 2+13*+3 | 37154 |
resident-id | 6+12* | 40828131 | birth date known: 999
resident-id | 2+16* | 40828131 |
resident-id | one digit hidden | 1 |
resident-id | two digits hidden | 9 |
resident-id | 6+8*+4 and 14+4* of the same person | 1 |
resident-id | 6+8*+4 and 10+4*+4 | 33 |
mobile | 3+4*+4 | 10000 | prefecture known: median 21, nine in ten below 55, Beijing/Shanghai about 340
mobile | 7+4* | 10000 | prefecture known: 10000
mobile | 3+8* | 100000000 | prefecture known: about 210000
mobile | 3+4*+4 and 7+4* | 1 |
bank-card | 6+*+4 (19 digits) | 100000000 |
bank-card | 4+*+4 (16 digits) | 10000000 |
name | 张* and *三 | 1 |`;

/** Synthetic numbers of one county, evenly spread over dates and order numbers. */
const NUMBERS = Array.from({ length: 440 }, (_, i) => {
  const day = new Date(Date.UTC(1915, 0, 1 + ((i * 92) % 40_000)));
  const digits = `110101${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(1 + ((i * 89) % 999)).padStart(3, '0')}`;
  return digits + mod11_2(digits);
});
const COUNTY = { addressCode: '110101' };
const MOBILE = '13800138000';

/** `6+8*+4`: digits that show, and digits that are hidden. */
function mask(value: string, pattern: string): string {
  let at = 0;
  let masked = '';
  for (const [, count, star] of pattern.matchAll(/(\d+)(\*?)/g)) {
    const length = Number(count);
    masked += star === '' ? value.slice(at, at + length) : '*'.repeat(length);
    at += length;
  }
  expect(masked).toHaveLength(value.length);
  return masked;
}

type Count = (number: string) => number;
const ids =
  (pattern: string, known: (number: string) => Partial<MaskContext> = () => ({})): Count =>
  (number) =>
    remainingCandidates('resident-id', mask(number, pattern), { ...CONTEXT, ...known(number) })!;
const year = (number: string) => ({ birthYear: Number(number.slice(6, 10)) });
const month = (number: string) => ({ ...year(number), birthMonth: Number(number.slice(10, 12)) });
const date = (number: string) => ({ ...month(number), birthDay: Number(number.slice(12, 14)) });
const sex = (number: string) => ({ sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' }) as const;
const county = () => COUNTY;
const together =
  (...patterns: string[]): Count =>
  (number) =>
    remainingCandidates(
      'resident-id',
      combineMasks(patterns.map((pattern) => mask(number, pattern)))!,
      CONTEXT,
    )!;
const mobiles =
  (patterns: readonly string[], blocks?: number): Count =>
  () => {
    const union = combineMasks(patterns.map((pattern) => mask(MOBILE, pattern)))!;
    const context = blocks === undefined ? CONTEXT : { ...CONTEXT, mobileBlocks: blocks };
    return remainingCandidates('mobile', union, context)!;
  };
const other =
  (entity: string, ...masks: string[]): Count =>
  () =>
    remainingCandidates(entity, combineMasks(masks)!, CONTEXT)!;

/** One count for each figure of the row. */
const COUNTS: Readonly<Record<string, readonly Count[]>> = {
  'resident-id 6+8*+4': [ids('6+8*+4'), ids('6+8*+4', year), ids('6+8*+4', month)],
  'resident-id 10+4*+4': [ids('10+4*+4')],
  'resident-id 14+4*': [ids('14+4*'), ids('14+4*', sex)],
  'resident-id 14+3*+1': [ids('14+3*+1'), ids('14+3*+1', sex)],
  'resident-id 4+10*+4': [ids('4+10*+4', county)],
  'resident-id 3+11*+4': [ids('3+11*+4', county)],
  'resident-id 2+13*+3': [ids('2+13*+3', county)],
  'resident-id 6+12*': [ids('6+12*'), ids('6+12*', date)],
  'resident-id 2+16*': [ids('2+16*', county)],
  'resident-id one digit hidden': [ids('15+1*+2')],
  'resident-id two digits hidden': [ids('14+2*+2')],
  'resident-id 6+8*+4 and 14+4* of the same person': [together('6+8*+4', '14+4*')],
  'resident-id 6+8*+4 and 10+4*+4': [together('6+8*+4', '10+4*+4')],
  'mobile 3+4*+4': [mobiles(['3+4*+4']), ...[21, 55, 340].map((blocks) => mobiles(['3+4*+4'], blocks))],
  'mobile 7+4*': [mobiles(['7+4*']), mobiles(['7+4*'], 21)],
  'mobile 3+8*': [mobiles(['3+8*']), mobiles(['3+8*'], 21)],
  'mobile 3+4*+4 and 7+4*': [mobiles(['3+4*+4', '7+4*'])],
  'bank-card 6+*+4 (19 digits)': [other('bank-card', '622848*********0000')],
  'bank-card 4+*+4 (16 digits)': [other('bank-card', '6228********0004')],
  'name 张* and *三': [other('person-name', '张*', '*三')],
};

const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [entity = '', masks = '', left = '', known = ''] = line.split('|').map((cell) => cell.trim());
    return { row: `${entity} ${masks}`, figures: [left, ...(known.match(/\d+/g) ?? [])].map(Number) };
  });

test('every row and figure has its count, and no count is without one', () => {
  expect(Object.keys(COUNTS).sort()).toEqual(ROWS.map(({ row }) => row).sort());
  for (const { row, figures } of ROWS) expect(COUNTS[row], row).toHaveLength(figures.length);
});

test.each(ROWS)('$row', ({ row, figures }) => {
  for (const [i, figure] of figures.entries()) {
    const average = NUMBERS.reduce((sum, number) => sum + COUNTS[row]![i]!(number), 0) / NUMBERS.length;
    // Figures are rounded; order 000 is not given out, so that averages over few numbers differ a little.
    const tolerance = figure === 1 ? 0 : figure < 10 ? 0.6 : Math.max(1, figure * 0.002);
    expect(Math.abs(average - figure), `${row}: ${average}`).toBeLessThanOrEqual(tolerance);
  }
});
