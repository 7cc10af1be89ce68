/** What stands at a place, as digits: to compare a plan with the file, and to look for what is left. */
import type { Finding, Place } from '../core/index.js';
import { charClass, DIGIT, digitValue, X_LIKE } from '../text/char-class.js';

/** Shorter numbers occur by chance. */
const SHORTEST = 7;

/**
 * Digits at some places, escapes of HTML, JavaScript and URLs resolved, X kept.
 *
 * @returns undefined when other letters or Chinese characters stand there: no plain number.
 */
export function folded(
  places: readonly Place[],
  sourceOf: (part: string) => string,
  isRtf = false,
): string | undefined {
  const raw = places
    .map((place) => (place.kind === 'text' ? sourceOf(place.part).slice(place.start, place.end) : ''))
    .join('');
  if (/^[\dX]*$/.test(raw)) return raw;
  const text = (isRtf ? rtfCharacters(raw) : raw)
    .replace(/&#(?:(\d{1,7})|x([\da-f]{1,6}));?/gi, (_, decimal: string, hex: string) =>
      character(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/\\u([\da-f]{4})|\\x([\da-f]{2})|%([\da-f]{2})/gi, (_, a: string, b: string, c: string) =>
      character(Number.parseInt(a ?? b ?? c, 16)),
    );
  return foldedDigits(text);
}

/** Digits of a text, of any script, folded; X, and what is written for it (×, Ｘ, Х), is X. @returns undefined when it holds other letters or masks. */
export function foldedDigits(text: string): string | undefined {
  let digits = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (charClass[unit] === DIGIT) digits += digitValue[unit];
    else if (charClass[unit] === X_LIKE) digits += 'X';
    else if (/[\p{L}\p{N}*]/u.test(text.charAt(i))) return undefined;
  }
  return digits;
}

/** Whether a report shows the value as digits, some of them masked. */
export function hasPlainMask({ masked, disposition }: Finding): boolean {
  return disposition !== 'masked' && disposition !== 'weak-mask' && /^[\dX*]{7,32}$/.test(masked);
}

/** Whether a number that a report shows as `masked` stands in a text of digits, X and masks. */
export function holdsMasked(text: string, masked: string): boolean {
  for (let at = 0; at + masked.length <= text.length; at++) {
    let i = 0;
    while (
      i < masked.length &&
      (masked.charCodeAt(i) === STAR || masked.charCodeAt(i) === text.charCodeAt(at + i))
    )
      i++;
    if (i === masked.length) return true;
  }
  return false;
}

/** `\\'31` and `\\u49\\'31` (the second is the fallback of the first) are 1. Source: RTF 1.9.1, "Unicode RTF". */
function rtfCharacters(text: string): string {
  return text.replace(
    /\\u(\d{1,5})(?: ?(?:\\'[\da-f]{2}|\?))?|\\'([\da-f]{2})/gi,
    (_, point: string | undefined, byte: string) =>
      character(point === undefined ? Number.parseInt(byte, 16) : Number(point)),
  );
}

function character(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
}

/** What stands around the edits of a finding whose places are cells or boxes, for each finding. */
export type NearTexts = ReadonlyMap<Finding, readonly string[]>;

/** The numbers of some findings: `value` where it is revealed, else what stands at their places. */
export function numbersOf(
  findings: readonly Finding[],
  sourceOf: (part: string) => string,
  near: NearTexts,
  isRtf = false,
): ReadonlySet<string> {
  const numbers = new Set<string>();
  const add = (number: string | undefined): void => {
    if (number !== undefined && number.length >= SHORTEST && /^\d+X?$/.test(number)) numbers.add(number);
  };
  for (const finding of findings) {
    const texts = near.get(finding);
    if (finding.value !== undefined || texts === undefined) {
      add(finding.value ?? folded(finding.places, sourceOf, isRtf));
    } else for (const number of maskedNumbers(finding.masked, texts) ?? []) add(number);
  }
  return numbers;
}

/**
 * Numbers in some texts that can be the one of which a report shows `masked`.
 *
 * @returns undefined when `masked` is no masked number.
 */
export function maskedNumbers(masked: string, texts: readonly string[]): string[] | undefined {
  if (!/^(?=[\dX*]*\d)[\dX*]{7,32}$/.test(masked)) return undefined;
  const numbers: string[] = [];
  for (const text of texts) {
    const runs = digitRuns(text);
    for (let at = 0; at + masked.length <= runs.length; at++) {
      if (fits(masked, runs, at)) numbers.push(runs.slice(at, at + masked.length));
    }
  }
  return numbers;
}

function fits(masked: string, runs: string, at: number): boolean {
  for (let i = 0; i < masked.length; i++) {
    const shown = masked.charCodeAt(i);
    const unit = runs.charCodeAt(at + i);
    if (shown === STAR ? unit === SPACE : unit !== shown) return false;
  }
  return true;
}

const STAR = 42;
const SPACE = 32;

/** Digits folded to ASCII, separators and markup between them cut, everything else a space. */
function digitRuns(text: string): string {
  let runs = '';
  if (/^\d*$/.test(text)) return text;
  const plain = text
    .replace(/<[^<>]{0,2000}>/g, '')
    .replace(/&#x?[\da-f]+;/gi, (reference) =>
      character(
        /^&#x/i.test(reference)
          ? Number.parseInt(reference.slice(3), 16)
          : Number.parseInt(reference.slice(2), 10),
      ),
    );
  for (let i = 0; i < plain.length; i++) {
    const unit = plain.charCodeAt(i);
    if (charClass[unit] === DIGIT) runs += digitValue[unit];
    else if (charClass[unit] === X_LIKE) runs += 'X';
    else if (/[\p{L}\p{N}*]/u.test(plain.charAt(i))) runs += ' ';
  }
  return runs;
}
