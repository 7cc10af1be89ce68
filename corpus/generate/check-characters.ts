/**
 * Check characters, written a second time on purpose: a corpus that borrowed the library's arithmetic
 * could not show an error in it. `numbers.test.ts` holds published vectors.
 */

/** ISO 7064 MOD 11-2 (GB 11643-1999): the check character of 17 digits. */
export function residentCheck(digits: string): string {
  let sum = 0;
  for (const digit of digits) sum = ((sum + Number(digit)) * 2) % 11;
  return '0123456789X'.charAt((12 - sum) % 11);
}

/** Luhn (ISO/IEC 7812-1): the check digit of a card number without its last digit. */
export function luhnCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits.charAt(digits.length - 1 - i));
    if (i % 2 === 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return String((10 - (sum % 10)) % 10);
}

const USCC = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015: the check character of the first 17 characters of a USCC. */
export function usccCheck(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += USCC.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC.charAt((31 - (sum % 31)) % 31);
}

/** GB 11714-1997: the check character of the eight characters of an organisation code. */
export function organisationCheck(body: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number.parseInt(body.charAt(i), 36) * weights[i]!;
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** ISO 7064 MOD 11,10 (GS 15-2006): the check digit of a 15-digit business registration number. */
export function registrationCheck(digits: string): string {
  let rest = 10;
  for (const digit of digits) {
    let sum = (rest + Number(digit)) % 10;
    if (sum === 0) sum = 10;
    rest = (sum * 2) % 11;
  }
  return String((11 - rest) % 10);
}

/** 7-3-1 weighting (ICAO 9303) over `0-9A-Z`: the check digit of the older foreigner's card. */
export function weighted731(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += Number.parseInt(body.charAt(i), 36) * [7, 3, 1][i % 3]!;
  return String(sum % 10);
}

/** EAN-13 check digit of twelve digits (ISBN, 商品条码). */
export function eanCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(digits.charAt(i)) * (i % 2 === 0 ? 1 : 3);
  return String((10 - (sum % 10)) % 10);
}
