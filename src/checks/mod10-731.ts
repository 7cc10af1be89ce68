/**
 * Check digit with the weights 7, 3, 1 (A = 10 … Z = 35), as on machine-readable travel documents.
 *
 * Source: ICAO Doc 9303-3, 4.9; used by the foreigner's permanent residence card of 2004 and 2017.
 *
 * @param code Letters and digits, the check digit last.
 */
export function mod10_731(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < code.length - 1; i++) {
    const unit = code.charCodeAt(i);
    sum += (unit >= 65 ? unit - 55 : unit - 48) * [7, 3, 1][i % 3]!;
  }
  return sum % 10 === code.charCodeAt(code.length - 1) - 48;
}
