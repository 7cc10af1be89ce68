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

/**
 * A value may be found in a text with five digits in all, with any character outside ASCII (Chinese words and
 * numerals, full-width digits), with an `@`, or with `&#`, which can stand for all of these.
 *
 * @param run The digits must stand in one run of seven, as numbers of telephones and cards do: for styles,
 *   geometry and code, which are full of short numbers.
 */
export function interestOf(source: string, start: number, end: number, run: boolean): number {
  let digits = 0;
  let flags = 0;
  for (let i = start; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit >= 48 && unit <= 57) {
      digits++;
      if (digits >= (run ? 7 : MINIMUM)) flags |= INTERESTING;
    } else if (unit > 0x7f || unit === 64) flags |= INTERESTING;
    else if (unit === 38) {
      flags |= REFERENCES;
      if (source.charCodeAt(i + 1) === 35) flags |= INTERESTING;
    } else if (unit === 37) flags |= PERCENT;
    // `\u0031`: escapes of script and style sheets.
    else if (unit === 92) flags |= INTERESTING;
    else if (run && unit !== 32 && unit !== 45 && unit !== 46) digits = 0;
  }
  return flags;
}

/** Markup that no callback claimed: tag and attribute names, end tags, a tag that the end of the file cut. */
export function holdsResidue(source: string, start: number, end: number): boolean {
  let digits = 0;
  for (let i = start; i < end; i++) {
    const unit = source.charCodeAt(i);
    if (unit > 0x7f) return true;
    if (unit >= 48 && unit <= 57) {
      digits++;
      if (digits >= MINIMUM) return true;
    } else digits = 0;
  }
  return false;
}
