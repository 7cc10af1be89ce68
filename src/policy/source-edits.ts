/** Changes of a segment's text to edits of the file it came from. */
import type { CellPlace, Edit, Place, Segment, TextPlace } from '../core/index.js';

/** A stretch of the segment's text and what it becomes. Undefined `text`: it stays. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string | undefined;
}

/**
 * @param changes In the order of `start`, not overlapping.
 * @returns Edits in reading order, neighbours joined. What stands between two changes is not touched: tags,
 *   separators, invisible characters. A source range that two characters share (one escape for both) is
 *   replaced once, by what both become.
 */
export function sourceEdits(segment: Segment, changes: readonly TextChange[]): Edit[] {
  const edits: Edit[] = [];
  for (let i = 0; i < changes.length; ) {
    const first = changes[i]!;
    if (first.text === undefined) {
      i++;
      continue;
    }
    let next = i + 1;
    let end = first.end;
    let text = first.text;
    for (; next < changes.length; next++) {
      const change = changes[next]!;
      if (change.text === undefined || change.start !== end) break;
      end = change.end;
      text += change.text;
    }
    const places = sourceOf(segment, first.start, end);
    const only = places.length === 1 ? places[0] : undefined;
    if (only !== undefined && (!isRange(only) || only.end - only.start === end - first.start)) {
      join(edits, only, text);
    } else {
      for (let k = i; k < next; k++) editCharacter(segment, changes, k, edits);
    }
    i = next;
  }
  return edits;
}

function editCharacter(segment: Segment, changes: readonly TextChange[], index: number, edits: Edit[]): void {
  const change = changes[index]!;
  const places = sourceOf(segment, change.start, change.end);
  const only = places.length === 1 ? places[0]! : undefined;
  if (only !== undefined && isRange(only) && only.end - only.start !== change.end - change.start) {
    // One escape may stand for many characters (an encoded word): all of them have to be written again, once.
    const last = edits.at(-1);
    if (last === undefined || !samePlace(last.place, only)) {
      join(edits, only, sharedText(segment, changes, index, only));
    }
    return;
  }
  places.forEach((place, i) => {
    // One character at two places stands in two copies of the text: both are masked alike.
    const text = i === 0 || change.end - change.start === 1 ? change.text! : '';
    const last = edits.at(-1);
    if (last !== undefined && samePlace(last.place, place)) {
      edits[edits.length - 1] = { place, replacement: last.replacement + text };
    } else join(edits, place, text);
  });
}

/** What all characters become that share the source range of the change at `index`. */
function sharedText(segment: Segment, changes: readonly TextChange[], index: number, place: Place): string {
  const { start, end } = changes[index]!;
  const shares = (at: number): boolean => {
    const places = sourceOf(segment, at, at + 1);
    return places.length === 1 && samePlace(places[0]!, place);
  };
  const written = (at: number): string => {
    const change = changes.find((one) => one.start <= at && at < one.end);
    if (change?.text === undefined) return segment.text.charAt(at);
    return change.start === at ? change.text : '';
  };
  const before: string[] = [];
  for (let at = start - 1; at >= 0 && shares(at); at--) before.push(written(at));
  let text = before.reverse().join('') + changes[index]!.text!;
  for (let at = end; at < segment.text.length && shares(at); at++) text += written(at);
  return text;
}

/** Neighbours become one edit; so do ranges that share a part (base64), as no two edits may touch. */
function join(edits: Edit[], place: Place, replacement: string): void {
  const last = edits.at(-1);
  if (last !== undefined && isRange(last.place) && isRange(place) && adjoins(last.place, place)) {
    const start = Math.min(last.place.start, place.start);
    const end = Math.max(last.place.end, place.end);
    const joined: Range = { ...(start < last.place.start ? place : last.place), start, end };
    edits[edits.length - 1] = { place: joined, replacement: last.replacement + replacement };
  } else edits.push({ place, replacement });
}

type Range = TextPlace | (CellPlace & { readonly start: number; readonly end: number });

/** A place that says which characters, not just which box. */
function isRange(place: Place): place is Range {
  return place.kind === 'text' || (place.kind === 'cell' && place.start !== undefined);
}

function adjoins(before: Range, after: Range): boolean {
  if (before.part !== after.part || before.kind !== after.kind) return false;
  if (before.kind === 'cell' && after.kind === 'cell' && !sameCell(before, after)) return false;
  return after.start <= before.end && before.start <= after.end;
}

function sameCell(a: CellPlace, b: CellPlace): boolean {
  return a.sheet === b.sheet && a.ref === b.ref;
}

/** Where to write: cells name their characters here. */
function sourceOf({ map }: Segment, start: number, end: number): Place[] {
  return map.source === undefined ? map.locate(start, end) : map.source(start, end);
}

function samePlace(a: Place, b: Place): boolean {
  if (a.part !== b.part) return false;
  if (a.kind === 'text' && b.kind === 'text') return a.start === b.start && a.end === b.end;
  if (a.kind === 'cell' && b.kind === 'cell') return sameCell(a, b) && a.start === b.start && a.end === b.end;
  if (a.kind === 'page' && b.kind === 'page') {
    return a.page === b.page && a.box.every((edge, i) => edge === b.box[i]);
  }
  return false;
}
