import { expect, test } from 'vitest';
import { calendarDate } from './calendar-date.js';
import { luhn } from './luhn.js';
import { mod10_731 } from './mod10-731.js';
import { mod11_2 } from './mod11-2.js';
import { mod11_10 } from './mod11-10.js';
import { organisationCode } from './organisation-code.js';
import { uscc } from './uscc.js';

test.each(['11010519491231002X', '440524188001010014', '810000190701010115', '911840190802030018'])(
  '%s carries its check character (GB 11643-1999)',
  (id) => expect(mod11_2(id)).toBe(id[17]),
);

test('no single-digit misprint passes MOD 11-2, as ISO 7064 promises', () => {
  const id = '440524188001010014';
  for (let at = 0; at < 17; at++) {
    for (const digit of '0123456789'.replace(id.charAt(at), '')) {
      const misprint = id.slice(0, at) + digit + id.slice(at + 1);
      expect(mod11_2(misprint), misprint).not.toBe(misprint[17]);
    }
  }
});

test.each([
  ['6228480000000000000', true],
  ['6221480000000004', true],
  ['6228480000000000001', false],
])('Luhn of %s is %s', (pan, expected) => expect(luhn(pan)).toBe(expected));

test.each([
  ['19040229', '1904-02-29'],
  ['19060229', undefined],
  ['19000229', undefined],
  ['20000229', '2000-02-29'],
  ['19491331', undefined],
  ['19490431', undefined],
  ['19490400', undefined],
])('%s is the date %s', (digits, expected) => expect(calendarDate(digits)).toBe(expected));

test.each([
  ['91110000000000000E', true],
  ['921101010000000517', true],
  ['121101190201013271', true],
  ['91110000000000000F', false],
  ['9111000000000000OE', false],
])('unified social credit code %s is %s (GB 32100-2015)', (code, expected) =>
  expect(uscc(code)).toBe(expected),
);

test.each([
  ['110000000000017', true],
  ['110000000000018', false],
])('registration number %s is %s (GS 15-2006)', (code, expected) => expect(mod11_10(code)).toBe(expected));

test('checks an organisation code (GB 11714-1997)', () => {
  expect(organisationCode('D2143569X')).toBe(true); // the example of the standard
  expect(organisationCode('D21435690')).toBe(false);
});

test('checks the old permanent residence card', () => {
  expect(mod10_731('USA110008020309')).toBe(true);
  expect(mod10_731('USA110008020308')).toBe(false);
});
