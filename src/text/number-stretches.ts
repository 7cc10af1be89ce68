/**
 * Where numbers can be: stretches of text made of nothing but digits, separators, mask and invisible characters.
 *
 * Whatever is looked for has seven digits, so a unit in seven is looked at; only where that one can belong to a number
 * are its neighbours read. No digit run crosses the end of a stretch (`digit-runs.ts` reads no unit of class `OTHER`).
 */
import {
  astralLows,
  charClass,
  classedUnits,
  DIGIT,
  DIGIT_LETTER,
  HAN_DIGIT,
  HIGH_SURROGATE,
  MASK,
  X_LIKE,
} from './char-class.js';

/** Shorter runs hold nothing that is looked for: a local telephone number has seven digits. */
export const FEWEST_DIGITS = 7;

const IN_STRETCH = 1;
const DIGIT_LIKE = 2;

/** Bits of a unit: may stand in a stretch, counts as a digit of it. Halves of digits outside the BMP are in, too. */
let members: Uint8Array | undefined;

/** Made on the first text: it takes as long as loading a small module. */
function memberTable(): Uint8Array {
  const member = new Uint8Array(0x10000);
  for (const unit of classedUnits) {
    const kind = charClass[unit]!;
    const digit =
      kind === DIGIT ||
      kind === HAN_DIGIT ||
      kind === MASK ||
      kind === X_LIKE ||
      kind === DIGIT_LETTER ||
      kind === HIGH_SURROGATE;
    member[unit] = digit ? IN_STRETCH | DIGIT_LIKE : IN_STRETCH;
  }
  for (const low of astralLows()) member[low] = IN_STRETCH;
  return member;
}

/**
 * Calls `found` for every stretch with at least seven characters that may be digits, in order. Linear: a unit is read
 * three times at most.
 */
export function numberStretches(units: Uint16Array, found: (start: number, end: number) => void): void {
  const table = (members ??= memberTable());
  const { length } = units;
  let floor = 0;
  for (let probe = FEWEST_DIGITS - 1; probe < length; probe += FEWEST_DIGITS) {
    if (table[units[probe]!] === 0) continue;
    let start = probe;
    while (start > floor && table[units[start - 1]!] !== 0) start--;
    let end = probe + 1;
    let digits = 0;
    while (end < length && table[units[end]!] !== 0) end++;
    if (end - start >= FEWEST_DIGITS) {
      for (let i = start; i < end && digits < FEWEST_DIGITS; i++) digits += table[units[i]!]! >> 1;
      if (digits >= FEWEST_DIGITS) found(start, end);
    }
    floor = end;
    // The unit at `end` is outside: the next stretch begins behind it.
    probe = end;
  }
}
