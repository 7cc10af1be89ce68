import { describe, expect, test } from 'vitest';
import {
  eanCheck,
  luhnCheck,
  organisationCheck,
  registrationCheck,
  residentCheck,
  usccCheck,
  weighted731,
} from './check-characters.js';
import { formsOf, rewrite, TEXT_FORMS } from './forms.js';
import { LOOKALIKES } from './lookalikes.js';
import * as numbers from './numbers.js';
import { drawPerson } from './person.js';
import { drawSetting } from './place.js';
import { Random } from './random.js';

describe('check characters', () => {
  test.each([
    ['11010519491231002X', residentCheck], // GB 11643-1999, annex A
    ['440524188001010014', residentCheck],
    ['79927398713', luhnCheck], // ISO/IEC 7812-1, the usual example
    ['91110000000000000E', usccCheck],
    ['110000000000017', registrationCheck],
    ['9787111075752', eanCheck],
  ])('%s', (value, check) => expect(check(value.slice(0, -1))).toBe(value.slice(-1)));

  test('organisation code D2143569X of GB 11714', () => expect(organisationCheck('D2143569')).toBe('X'));
  test('ICAO 9303: L898902C has the check digit 3', () => expect(weighted731('L898902C')).toBe('3'));
});

const random = new Random(7);
const person = () => drawPerson(random);

test('resident ids keep birth date and sex, and end in their check character', () => {
  for (let i = 0; i < 200; i++) {
    const someone = person();
    const id = numbers.residentId(random, someone, '431102');
    expect(id).toMatch(/^\d{17}[\dX]$/);
    expect(id.slice(6, 14)).toBe(someone.born);
    expect(Number(id[16]) % 2 === 0).toBe(someone.female);
    expect(residentCheck(id.slice(0, 17))).toBe(id[17]);
  }
});

test('cards pass Luhn, accounts do not', () => {
  for (let i = 0; i < 200; i++) {
    const card = numbers.bankCard(random);
    expect(luhnCheck(card.slice(0, -1))).toBe(card.slice(-1));
    const account = numbers.bankAccount(random);
    expect(luhnCheck(account.slice(0, -1))).not.toBe(account.slice(-1));
  }
});

test('mobiles have eleven digits', () => {
  for (let i = 0; i < 300; i++) expect(numbers.mobile(random)).toMatch(/^1[3-9]\d{9}$/);
});

test('no lookalike is a mobile by accident', () => {
  const setting = drawSetting(random);
  for (const [name, make] of Object.entries(LOOKALIKES)) {
    // Shapes of a mobile number: a prefix that nobody has, and those that only their list tells.
    if (['dead-mobile', 'serial-eleven', 'sum-eleven'].includes(name)) continue;
    for (let i = 0; i < 50; i++) expect(make(random, setting), name).not.toMatch(/^1[3-9]\d{9}$/);
  }
});

test('a form changes how a number is written and nothing else', () => {
  const digits = '0123456789';
  const han = '〇一二三四五六七八九';
  const value = '43110219870305123X';
  for (const form of Object.keys(TEXT_FORMS)) {
    if (!TEXT_FORMS[form]!.kinds.includes('resident-id')) continue;
    const number = (TEXT_FORMS[form]!.fits?.(value) ?? true) ? value : '431102198703051231';
    const written = rewrite(form, 'resident-id', number, random);
    const read = [...written.normalize('NFKC')]
      .map((c) => (han.includes(c) ? digits[han.indexOf(c)] : c))
      .map((c) => ('零壹贰叁肆伍陆柒捌玖'.includes(c!) ? digits['零壹贰叁肆伍陆柒捌玖'.indexOf(c!)] : c))
      .map((c) => (c === '幺' ? '1' : c === '⓪' ? '0' : c))
      .join('')
      .replace(/[oO]/g, '0')
      .replace(/[lI](?=\d)/g, '1')
      .replace(/[x×Хх]$/, 'X')
      .replace(/[^\dX]/g, '');
    expect(read, form).toBe(number);
  }
});

test('forms fit their format', () => {
  expect(formsOf('resident-id', 'pdf', '43110219870305123X')).not.toContain('zero-width');
  expect(formsOf('resident-id', 'html', '43110219870305123X')).toContain('html-tags');
  expect(formsOf('resident-id', 'docx', '431102198703051231')).not.toContain('x-lower');
});
