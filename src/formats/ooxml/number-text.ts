/** Numbers of spreadsheets, as files store them. */

/**
 * A stored number in digits: `1.3800138E10` and `13800138000.0` are 13800138000.
 *
 * Files hold what the cell holds, not what it shows. Excel keeps 15 digits, so the last ones of a longer
 * number are zeros that nobody typed; `rounded` says so.
 */
export function numberText(stored: string): { text: string; rounded: boolean } {
  if (isShortNumber(stored, 0, stored.length)) return { text: stored, rounded: false };
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(stored.trim());
  if (match === null) return { text: stored, rounded: false };
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = `${whole}${fraction}`;
  const point = whole!.length + shift;
  if (point <= 0 || point > 40) return { text: stored, rounded: false };
  const integer = digits
    .slice(0, point)
    .padEnd(point, '0')
    .replace(/^0+(?=\d)/, '');
  const rest = digits.slice(point).replace(/0+$/, '');
  const text = `${sign === '-' ? '-' : ''}${integer}${rest === '' ? '' : `.${rest}`}`;
  return { text, rounded: rest === '' && integer.length > 15 };
}

/** A whole number of 15 digits at most, as most cells hold it. */
export function isShortNumber(source: string, start: number, end: number): boolean {
  const length = end - start;
  if (length <= 0 || length > 15 || source.charCodeAt(start) === 48) return false;
  for (let i = start; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
}
