/** What number formats of cells keep from the reader. Source: ISO/IEC 29500-1, 18.8.30 (numFmts). */

/** What of a cell is not shown: numbers, texts or both. */
export type Unshown = 'all' | 'numbers' | 'texts';

/** A section's condition is tried with a number as long as a mobile. */
const SAMPLE = 13_000_000_000;
const MAX_CODE = 1024;

/**
 * `;;;` shows nothing, `"***"` shows stars in place of any number, `0,,` leaves the last six digits out, and
 * `0;-0;0;"***"` shows stars in place of any text.
 *
 * @returns undefined when numbers and texts are shown.
 */
export function unshownBy(code: string): Unshown | undefined {
  if (code === '' || code.length > MAX_CODE) return undefined;
  const sections = sectionsOf(code);
  const positive = sectionFor(SAMPLE, sections);
  const numbers = positive !== undefined && !showsDigits(positive.code);
  const texts = sections.length > 3 && !/@/.test(bare(sections[3]!.code));
  if (numbers) return texts ? 'all' : 'numbers';
  return texts ? 'texts' : undefined;
}

interface Section {
  readonly code: string;
  readonly condition: { readonly operator: string; readonly value: number } | undefined;
}

function sectionsOf(code: string): Section[] {
  const parts: string[] = [''];
  for (const [token] of code.matchAll(/"[^"]*"?|\\.?|\[[^\]]*\]|./gs)) {
    if (token === ';') parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts.map((part) => {
    const match = /\[(<=|>=|<>|[<>=])(-?[\d.]+)\]/.exec(part);
    const condition = match === null ? undefined : { operator: match[1]!, value: Number(match[2]) };
    return { code: part, condition };
  });
}

/** The section that Excel takes for a number; the first without conditions is for those above zero. */
function sectionFor(value: number, sections: readonly Section[]): Section | undefined {
  const numeric = sections.slice(0, 3);
  const conditional = numeric.some(({ condition }) => condition !== undefined);
  if (!conditional) return numeric[0];
  return numeric.find(({ condition }) => condition === undefined || holds(value, condition));
}

function holds(value: number, { operator, value: limit }: NonNullable<Section['condition']>): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '=':
      return value === limit;
    default:
      return value !== limit;
  }
}

/** Without texts, escaped characters, fills, colours, locales and conditions; elapsed time (`[h]`) stays. */
function bare(section: string): string {
  return section
    .replace(/"[^"]*"?|\\.?|[_*]./gs, '')
    .replace(/\[(h+|m+|s+)\]/gi, '$1')
    .replace(/\[[^\]]*\]/g, '');
}

/** Whether a number is shown to its last digit before the point. */
function showsDigits(section: string): boolean {
  const code = bare(section);
  if (/General|G\/通用格式/i.test(code)) return true;
  // A comma behind the last place before the point divides by a thousand.
  if (/[0#?],+(?:[^0#?,]|$)/.test(code)) return false;
  return /[0#?@ymdhsegbn年月日时分秒]/i.test(code);
}
