const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * Check of an 18-character unified social credit code (统一社会信用代码).
 *
 * Source: GB 32100-2015, 4.5: Σ value × 3^(i−1) modulo 31.
 */
export function uscc(code: string): boolean {
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++) {
    const value = CHARACTERS.indexOf(code.charAt(i));
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CHARACTERS.charAt((31 - (sum % 31)) % 31) === code.charAt(17);
}
