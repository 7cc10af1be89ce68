import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mod11_2 } from '../../checks/mod11-2.js';
import { patterns } from '../../generated/resident-id.js';
import { readEighteen } from './reading.js';

const TODAY = '2026-11-24';
const codes = patterns.addressCodes.match(/.{6}/g)!;
const known = (code: string): boolean => codes.includes(code);

const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-23'), noInvalidDate: true });
const id = fc
  .tuple(fc.constantFrom(...codes), date, fc.integer({ min: 1, max: 999 }))
  .map(([code, born, order]) => {
    const head = `${code}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return head + mod11_2(head);
  });

test('every number that GB 11643 allows is valid, whatever edition of GB/T 2260 its code is from', () => {
  fc.assert(
    fc.property(id, (value) => {
      expect(readEighteen(value, TODAY, known)?.status).toBe('valid');
    }),
  );
});

test('no single-digit misprint is valid, as ISO 7064 promises', () => {
  fc.assert(
    fc.property(id, fc.nat(16), fc.integer({ min: 1, max: 9 }), (value, at, by) => {
      const digit = (Number(value[at]) + by) % 10;
      const misprint = value.slice(0, at) + digit + value.slice(at + 1);
      expect(readEighteen(misprint, TODAY, known)?.status).not.toBe('valid');
    }),
  );
});

test('no swap of two neighbours is valid, as ISO 7064 promises', () => {
  fc.assert(
    fc.property(id, fc.nat(15), (value, at) => {
      const swapped = value.slice(0, at) + value[at + 1] + value[at] + value.slice(at + 2);
      fc.pre(swapped !== value);
      expect(readEighteen(swapped, TODAY, known)?.status).not.toBe('valid');
    }),
  );
});

test.each([
  ['810000190701010115', 'residence-permit-hk'],
  ['820000190701020120', 'residence-permit-mo'],
  ['830000190701030136', 'residence-permit-tw'],
  ['911840190802030018', 'foreign-permanent-resident'],
])('%s is a %s', (value, subtype) => {
  expect(readEighteen(value, TODAY, known)).toMatchObject({ subtype, status: 'valid' });
});

test.each([
  ['a day that no calendar has', '511102190602290076'],
  ['a birth to come', '110101209912310015'],
])('%s is invalid', (_name, value) => {
  expect(readEighteen(value, TODAY, known)?.status).toBe('invalid');
});

test('no province, no ID', () => {
  expect(readEighteen('991101190603010075', TODAY, known)).toBeUndefined();
});
