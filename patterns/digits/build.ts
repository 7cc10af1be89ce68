/**
 * Digits of the Basic Multilingual Plane from the Unicode Character Database, through unicode-properties.
 *
 * Source: Unicode 13.0 (data of unicode-properties 1.4.1, MIT), fields Numeric_Value and General_Category:
 * every character of category Nd or No whose value is a whole number from 0 to 9. CJK blocks are left out:
 * Chinese numerals are listed in `han-digits.txt`.
 */
import unicode from 'unicode-properties';
import type { Build } from '../compile.js';

export const build: Build = (read) => {
  let digits = '';
  for (let unit = 0; unit < 0xfffe; unit++) {
    if ((unit >= 0x2e80 && unit <= 0x31ff) || (unit >= 0x3300 && unit <= 0xf8ff)) continue;
    const value = unicode.getNumericValue(unit);
    if (value === null || value < 0 || value > 9 || !Number.isInteger(value)) continue;
    const category = unicode.getCategory(unit);
    if (category === 'Nd' || category === 'No') digits += `${String.fromCharCode(unit)}${value}`;
  }
  const han = read('han-digits.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(' ', ''))
    .join('');
  return [
    '/** Pairs of a character and its value, 0–9. */',
    'export const patterns: { readonly digits: string; readonly han: string } = {',
    `  digits: ${JSON.stringify(digits)},`,
    `  han: ${JSON.stringify(han)},`,
    '};',
    '',
  ].join('\n');
};
