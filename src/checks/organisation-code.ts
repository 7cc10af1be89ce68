const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Check of a nine-character organisation code (组织机构代码), without hyphen.
 *
 * Source: GB 11714-1997: C = 11 − Σ value × weight mod 11, 10 → X, 11 → 0.
 */
export function organisationCode(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const unit = code.charCodeAt(i);
    const value = unit >= 48 && unit <= 57 ? unit - 48 : unit >= 65 && unit <= 90 ? unit - 55 : -1;
    if (value < 0) return false;
    sum += value * WEIGHTS[i]!;
  }
  return '0123456789X0'.charAt(11 - (sum % 11)) === code.charAt(8);
}
