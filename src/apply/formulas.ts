/** Formulas whose result is masked: they must not bring the value back when the program calculates again. */
import { ApplyError } from './errors.js';

/** Shorter literals stand in any formula: columns, lengths, years. */
const PIECE = 5;

/**
 * @param formula As the file has it, references resolved.
 * @param value Digits of the cell's value.
 * @param elsewhere Whether a masked cell without formula holds the same value, so that the formula looks it up.
 * @throws ApplyError `apply/formula-literal` when a literal holds a part of the value, `apply/formula-recomputes`
 *   when the value is put together from cells that stay.
 */
export function checkFormula(formula: string, value: string, elsewhere: boolean): void {
  // Digits of references (A2, $B$10) are no literals.
  const literals = formula.match(/"[^"]*"|(?<![A-Za-z$_.\d])\d[\d.]*/g) ?? [];
  const joined = literals.map((literal) => literal.replace(/\D/g, '')).join('');
  for (const literal of [...literals.map((one) => one.replace(/\D/g, '')), joined]) {
    if (literal.length < PIECE) continue;
    if (value.includes(literal) || (value.length >= PIECE && literal.includes(value))) {
      throw new ApplyError(
        'apply/formula-literal',
        'a formula holds the value, or a part of it; replace the formula by its result, then scan the copy',
      );
    }
  }
  if (!elsewhere) {
    throw new ApplyError(
      'apply/formula-recomputes',
      'a formula puts the value together from cells that stay as they are; replace it by its result, then scan the copy',
    );
  }
}

/** Digits of a text, full-width ones folded. */
export function digitsOf(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[^\dXx]/g, '');
}
