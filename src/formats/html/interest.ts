/**
 * Which values are worth a segment. A page has ten thousands of attributes (`class`, `width`) that can hold
 * nothing that is looked for; a segment and a map for each would cost more than all the reading.
 */

export const INTERESTING = 1;
/** Has `&`: perhaps a character reference. */
export const REFERENCES = 2;
/** Has `%`: perhaps percent-encoding. */
export const PERCENT = 4;

/** Digits of the shortest thing that is looked for (an account name of a messenger). */
const MINIMUM = 5;
/** Digits in one run, as numbers of telephones and cards have. */
const RUN = 7;

/** Classes of ASCII. */
const PLAIN = 0;
const DIGIT = 1;
/** `&`, `%`, `@`, a backslash. */
const SPECIAL = 2;
/** Space, hyphen, full stop: part groups of digits in one number. */
const BETWEEN = 3;
const CLASSES: Uint8Array = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(128);
  table.fill(DIGIT, 48, 58);
  for (const character of '&%@\\') table[character.charCodeAt(0)] = SPECIAL;
  for (const character of ' -.') table[character.charCodeAt(0)] = BETWEEN;
  return table;
}

/**
 * A value may be found in a text with five digits in all, with any character outside ASCII (Chinese words and
 * numerals, full-width digits), with an `@`, or with `&#`, which can stand for all of these.
 *
 * @param run The digits must stand in one run of seven: for styles, geometry and code, which are full of short numbers.
 */
export function interestOf(units: Uint16Array, start: number, end: number, run: boolean): number {
  const least = run ? RUN : MINIMUM;
  let digits = 0;
  let flags = 0;
  for (let i = start; i < end; i++) {
    const unit = units[i]!;
    if (unit > 0x7f) {
      flags |= INTERESTING;
      continue;
    }
    const kind = CLASSES[unit]!;
    if (kind === PLAIN) {
      if (run) digits = 0;
    } else if (kind === DIGIT) {
      if (++digits >= least) flags |= INTERESTING;
    } else if (kind === SPECIAL) flags |= specialInterest(unit, units[i + 1]);
  }
  return flags;
}

function specialInterest(unit: number, next: number | undefined): number {
  if (unit === 38) return next === 35 ? REFERENCES | INTERESTING : REFERENCES;
  // A backslash: `\u0031`, escapes of script and style sheets.
  return unit === 37 ? PERCENT : INTERESTING;
}

/** Markup that no token claimed: tag and attribute names, end tags, a tag that the end of the file cut. */
export function holdsResidue(units: Uint16Array, start: number, end: number): boolean {
  let digits = 0;
  for (let i = start; i < end; i++) {
    const unit = units[i]!;
    if (unit > 0x7f) return true;
    if (unit >= 48 && unit <= 57) {
      digits++;
      if (digits >= MINIMUM) return true;
    } else digits = 0;
  }
  return false;
}
