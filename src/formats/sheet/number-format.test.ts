import { expect, test } from 'vitest';
import { unshownBy } from './number-format.js';

test.each([
  [';;;', 'all'],
  [';;', 'numbers'],
  ['"***"', 'numbers'],
  ['\\*\\*\\*', 'numbers'],
  ['**', 'numbers'],
  ['"保密";"保密";"保密";"保密"', 'all'],
  ['General;General;General;"***"', 'texts'],
  ['[红色];;;', 'all'],
  ['0,,"****"', 'numbers'],
  ['#,##0,', 'numbers'],
  ['[>=10000000000]"手机";0', 'numbers'],
  ['[$-804]', 'numbers'],
])('%s hides %s', (code, unshown) => expect(unshownBy(code)).toBe(unshown));

test.each([
  'General',
  '@',
  '0',
  '000000000000000000',
  '#,##0.00',
  '#,##0_);(#,##0)',
  '0.00E+00',
  '?/?',
  'yyyy-mm-dd',
  '[$-804]yyyy"年"m"月"',
  '[h]:mm:ss',
  '"编号"0',
  '000-0000-0000',
  '[<10000000]0;000-0000-0000',
  '[=1]"男";[=2]"女";0',
  '0;-0;;@',
  '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
  '',
])('%s hides nothing', (code) => expect(unshownBy(code)).toBeUndefined());
