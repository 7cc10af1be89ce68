/** What stands at a place, as digits: to compare a plan with the file, and to look for what is left. */
import type { Finding, Place } from '../core/index.js';
import { charClass, DIGIT, digitValue } from '../text/char-class.js';

/** Shorter numbers occur by chance. */
const SHORTEST = 7;

/**
 * Digits at some places, escapes of HTML, JavaScript and URLs resolved, X kept.
 *
 * @returns undefined when other letters or Chinese characters stand there: no plain number.
 */
export function folded(places: readonly Place[], sourceOf: (part: string) => string): string | undefined {
  const raw = places
    .map((place) => (place.kind === 'text' ? sourceOf(place.part).slice(place.start, place.end) : ''))
    .join('');
  const text = raw
    .replace(/&#(?:(\d{1,7})|x([\da-f]{1,6}));?/gi, (_, decimal: string, hex: string) =>
      character(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/\\u([\da-f]{4})|\\x([\da-f]{2})|%([\da-f]{2})/gi, (_, a: string, b: string, c: string) =>
      character(Number.parseInt(a ?? b ?? c, 16)),
    );
  let digits = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (charClass[unit] === DIGIT) digits += digitValue[unit];
    else if (unit === 88 || unit === 120) digits += 'X';
    else if (/[\p{L}\p{N}*]/u.test(text.charAt(i))) return undefined;
  }
  return digits;
}

function character(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
}

/** The numbers of some findings: `value` where it is revealed, else what stands at their places. */
export function numbersOf(
  findings: readonly Finding[],
  sourceOf: (part: string) => string,
): ReadonlySet<string> {
  const numbers = new Set<string>();
  for (const finding of findings) {
    const number = finding.value ?? folded(finding.places, sourceOf);
    if (number !== undefined && number.length >= SHORTEST && /^\d+X?$/.test(number)) numbers.add(number);
  }
  return numbers;
}
