const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHARACTERS = '10X98765432';

/**
 * Check character of a citizen identification number.
 *
 * @param digits The first 17 digits.
 * @returns `0`–`9` or `X`. Source: GB 11643-1999, 4.2; ISO 7064 MOD 11-2.
 */
export function mod11_2(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (digits.charCodeAt(i) - 48) * WEIGHTS[i]!;
  return CHARACTERS.charAt(sum % 11);
}
