/**
 * Luhn check of a payment card number.
 *
 * @param digits Only `0`–`9`, the check digit last. Source: ISO/IEC 7812-1:2017, annex B.
 */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, doubled = false; i >= 0; i--, doubled = !doubled) {
    const digit = digits.charCodeAt(i) - 48;
    sum += doubled ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return sum % 10 === 0;
}
