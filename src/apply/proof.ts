/** Is a redacted value still there? Asked of the copy's scan, and of its bare text. */
import type { Finding, Place, ScanResult, TextPlace } from '../core/index.js';
import { LineIndex } from '../core/index.js';
import { charClass, DIGIT, digitValue } from '../text/char-class.js';
import type { TextEdit } from './text-edits.js';

export interface PlacedRange {
  readonly start: number;
  readonly end: number;
}

/** Text ranges of some places, in their order. */
export function rangesOf(places: readonly Place[]): PlacedRange[] {
  return places.filter((place): place is TextPlace => place.kind === 'text');
}

/** Where the replacements stand in the edited text. @param edits Sorted. */
export function editsOfRescan(edits: readonly TextEdit[]): PlacedRange[] {
  let shift = 0;
  return edits.map(({ start, end, replacement }) => {
    const from = start + shift;
    shift += replacement.length - (end - start);
    return { start: from, end: from + replacement.length };
  });
}

/**
 * @param after The scan of the edited text.
 * @param edited Where the replacements stand, sorted.
 * @param numbers Redacted numbers, normalised.
 * @returns `remaining`: places of `text` where a value is found again: a leak, or something to review, where an
 *   edit was made; a redacted number anywhere. `kept`: redacted numbers that stand elsewhere as official,
 *   lawful or masked ones.
 */
export function remainingPlaces(
  text: string,
  after: ScanResult,
  edited: readonly PlacedRange[],
  numbers: ReadonlySet<string>,
): { remaining: Place[]; kept: number } {
  const remaining: Place[] = [];
  const allowed: PlacedRange[] = [];
  for (const finding of after.findings) {
    const places = finding.places.filter((place) => place.channel !== 'name');
    if (finding.disposition === 'official' || finding.disposition === 'lawful')
      allowed.push(...rangesOf(places));
    else if (isOpen(finding) && rangesOf(places).some((range) => touches(edited, range)))
      remaining.push(...places);
  }
  allowed.sort((a, b) => a.start - b.start);
  const lines = new LineIndex(text);
  let kept = 0;
  for (const range of occurrences(text, numbers)) {
    if (touches(allowed, range)) kept++;
    else if (
      !remaining.some((place) => place.kind === 'text' && place.start < range.end && range.start < place.end)
    ) {
      remaining.push({ kind: 'text', part: '', channel: 'body', ...range, ...lines.at(range.start) });
    }
    if (remaining.length > MOST) break;
  }
  return { remaining, kept };
}

/** Places that are reported: a plan that left thousands needs no list of them. */
const MOST = 100;

function isOpen({ disposition }: Finding): boolean {
  return disposition === 'leak' || disposition === 'review';
}

/** Whether a range shares a character with one of `ranges`, which are sorted and don't overlap. */
function touches(ranges: readonly PlacedRange[], { start, end }: PlacedRange): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.end <= start) low = middle + 1;
    else high = middle;
  }
  return low < ranges.length && ranges[low]!.start < end;
}

/** Runs of digits, of any script, that hold one of the numbers. Linear in the text for each length of number. */
function* occurrences(text: string, numbers: ReadonlySet<string>): Generator<PlacedRange> {
  if (numbers.size === 0) return;
  const lengths = [...new Set([...numbers].map((number) => number.length))];
  const shortest = Math.min(...lengths);
  for (let at = 0; at < text.length; at++) {
    if (charClass[text.charCodeAt(at)] !== DIGIT) continue;
    const digits: string[] = [];
    const start = at;
    for (; at < text.length && charClass[text.charCodeAt(at)] === DIGIT; at++) {
      digits.push(String.fromCharCode(48 + digitValue[text.charCodeAt(at)]!));
    }
    if (/[xX]/.test(text.charAt(at))) digits.push('X');
    if (digits.length < shortest) continue;
    const run = digits.join('');
    for (const length of lengths) {
      for (let from = 0; from + length <= run.length; from++) {
        if (!numbers.has(run.slice(from, from + length))) continue;
        yield { start: start + from, end: start + from + length };
        break;
      }
    }
  }
}
