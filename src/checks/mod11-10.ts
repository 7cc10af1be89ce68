/**
 * Check of a 15-digit business registration number (营业执照注册号).
 *
 * Source: GS 15-2006; ISO 7064 MOD 11,10.
 */
export function mod11_10(digits: string): boolean {
  let remainder = 10;
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (remainder + digits.charCodeAt(i) - 48) % 10;
    remainder = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - remainder) % 10 === digits.charCodeAt(digits.length - 1) - 48;
}
