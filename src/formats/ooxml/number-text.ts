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

/** A number of at most 15 characters that is stored as `numberText` writes it, as most cells hold theirs: `4349.5`. */
export function isShortNumber(source: string, start: number, end: number): boolean {
  const length = end - start;
  if (length <= 0 || length > 15) return false;
  let point = 0;
  for (let i = start; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit >= 48 && unit <= 57) continue;
    if (unit !== 46 || point > 0 || i === start) return false;
    point = i;
  }
  // No zero in front of another digit, none at the end of a fraction.
  if (length > 1 && point !== start + 1 && source.charCodeAt(start) === 48) return false;
  const last = source.charCodeAt(end - 1);
  return point === 0 || (last !== 46 && last !== 48);
}
