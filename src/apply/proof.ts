/** Is a redacted value still there? Asked of the copy's scan, and of its bare text. */
import { append, LineIndex, type Place, type ScanResult, type TextPlace } from '../core/index.js';
import { charClass, DIGIT, digitValue, X_LIKE } from '../text/char-class.js';
import type { Medium } from './medium.js';
import type { TextEdit } from './text-edits.js';

interface PlacedRange {
  readonly start: number;
  readonly end: number;
}

/** Where the replacements stand in the edited text. @param edits Sorted. */
function editedRanges(edits: readonly TextEdit[]): PlacedRange[] {
  let shift = 0;
  return edits.map(({ start, end, replacement }) => {
    const from = start + shift;
    shift += replacement.length - (end - start);
    return { start: from, end: from + replacement.length };
  });
}

export interface Made {
  /** Edits by part of the copy, sorted. */
  readonly planned: ReadonlyMap<string, readonly TextEdit[]>;
  /** Cells with edits: reference, sheet, part. */
  readonly cells: ReadonlySet<string>;
  /** Some members of the archive have new names. */
  readonly renamed: boolean;
  /** Redacted numbers, normalised. */
  readonly numbers: ReadonlySet<string>;
}

/**
 * @param copy The edited file, read afresh.
 * @param after Its scan.
 * @param made What was done to it.
 * @returns `remaining`: places of the copy where a value is found again: a leak, or something to review, where
 *   an edit was made; a redacted number anywhere. `kept`: redacted numbers that stand elsewhere as official or
 *   lawful ones.
 */
export async function remainingPlaces(
  copy: Medium,
  after: ScanResult,
  { planned, cells, renamed, numbers }: Made,
): Promise<{ remaining: Place[]; kept: number }> {
  const edited = new Map([...planned].map(([part, edits]) => [part, editedRanges(edits)]));
  const allowed = new Map<string, PlacedRange[]>();
  const remaining: Place[] = [];
  for (const { disposition, places } of after.findings) {
    const texts = places.filter(
      (place): place is TextPlace => place.kind === 'text' && place.channel !== 'name',
    );
    if (disposition === 'official' || disposition === 'lawful') {
      for (const place of texts) {
        const ranges = allowed.get(place.part);
        if (ranges === undefined) allowed.set(place.part, [place]);
        else ranges.push(place);
      }
    } else if (disposition === 'leak' || disposition === 'review') {
      if (texts.some((place) => touches(edited.get(place.part) ?? [], place))) append(remaining, texts);
      for (const place of places) {
        const again =
          place.kind === 'cell'
            ? cells.has(`${place.ref} ${place.sheet} ${place.part}`)
            : renamed && place.channel === 'name' && place.part !== '';
        if (again) remaining.push(place);
      }
    }
  }
  let kept = 0;
  for (const part of await copy.parts()) {
    if (numbers.size === 0 || remaining.length > MOST) break;
    const read = await copy.text(part);
    if (read === undefined || read === 'dropped') continue;
    const { text } = read.decoded;
    const spared = (allowed.get(part) ?? []).sort((a, b) => a.start - b.start);
    const lines = new LineIndex(text);
    for (const range of occurrences(text, numbers)) {
      if (touches(spared, range)) kept++;
      else if (!remaining.some((place) => covers(place, part, range))) {
        remaining.push({ kind: 'text', part, channel: 'body', ...range, ...lines.at(range.start) });
      }
      if (remaining.length > MOST) break;
    }
  }
  return { remaining, kept };
}

function covers(place: Place, part: string, { start, end }: PlacedRange): boolean {
  return place.kind === 'text' && place.part === part && place.start < end && start < place.end;
}

/** Places that are reported: a plan that left thousands needs no list of them. */
const MOST = 100;

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
export function* occurrences(text: string, numbers: ReadonlySet<string>): Generator<PlacedRange> {
  if (numbers.size === 0) return;
  const lengths = [...new Set([...numbers].map((number) => number.length))];
  const shortest = Math.min(...lengths);
  for (let at = 0; at < text.length; at++) {
    if (charClass[text.charCodeAt(at)] !== DIGIT) continue;
    const start = at;
    while (at < text.length && charClass[text.charCodeAt(at)] === DIGIT) at++;
    const checked = charClass[text.charCodeAt(at)] === X_LIKE;
    if (at - start + (checked ? 1 : 0) < shortest) continue;
    let run = '';
    for (let i = start; i < at; i++) run += digitValue[text.charCodeAt(i)];
    if (checked) run += 'X';
    for (const length of lengths) {
      for (let from = 0; from + length <= run.length; from++) {
        if (!numbers.has(run.slice(from, from + length))) continue;
        yield { start: start + from, end: start + from + length };
        break;
      }
    }
  }
}
