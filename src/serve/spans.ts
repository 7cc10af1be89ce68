/** Findings as spans of the text that was scanned, and masks that keep its length. */

import { checkEdits, editText } from '../apply/index.js';
import type { Disposition, Finding, ScanResult } from '../core/index.js';

export interface FoundSpan {
  readonly start: number;
  readonly end: number;
  readonly finding: Finding;
}

/** Dispositions that other checkers' shapes report: what a private person's data are, or may be. */
export const REPORTED: readonly Disposition[] = ['leak', 'weak-mask', 'review'];

/** Parts of a value further apart are spans of their own, in UTF-16 code units. */
const GAP = 64;

/**
 * Spans of the reported findings, by start. A value that markup parts is one span from its first to its last
 * character, unless much stands between.
 */
export function spansOf({ findings }: ScanResult): FoundSpan[] {
  const spans: FoundSpan[] = [];
  for (const finding of findings) {
    if (!REPORTED.includes(finding.disposition)) continue;
    const places = finding.places.filter((place) => place.kind === 'text').sort((a, b) => a.start - b.start);
    let open: { start: number; end: number } | undefined;
    for (const { start, end } of places) {
      if (open !== undefined && start - open.end <= GAP) {
        open.end = Math.max(open.end, end);
        continue;
      }
      if (open !== undefined) spans.push({ ...open, finding });
      open = { start, end };
    }
    if (open !== undefined) spans.push({ ...open, finding });
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** What the suggestion makes of a span; undefined where it changes something outside of it. */
export function suggested(text: string, { start, end, finding }: FoundSpan): string | undefined {
  const { suggestion } = finding;
  if (suggestion === undefined || suggestion.edits.length === 0) return undefined;
  try {
    const edits = checkEdits(suggestion.edits, text, '');
    if (edits.some((edit) => edit.start < start || edit.end > end)) return undefined;
    const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    return editText(text.slice(start, end), moved);
  } catch {
    return undefined;
  }
}

/**
 * The span as written with the display mask laid over it, unit for unit: positions behind it stay what they are.
 * Separators stay; where the mask does not fit what is written, every letter and digit is hidden.
 */
export function maskedAsWritten(written: string, masked: string): string {
  const stars = masked.indexOf('***');
  // An address is cut behind its town; its mask says nothing of the length.
  if (masked.endsWith('***') && stars === masked.length - 3 && stars > 0 && !/\d/.test(masked)) {
    const shown = written.startsWith(masked.slice(0, stars)) ? stars : 0;
    return written.slice(0, shown) + '*'.repeat(written.length - shown);
  }
  const units = [...written.matchAll(/[\p{L}\p{N}*]/gu)];
  const fits = units.length === masked.length;
  let out = '';
  let at = 0;
  units.forEach((unit, i) => {
    const shown =
      fits && masked[i] !== '*' && unit[0].normalize('NFKC').toUpperCase() === masked[i]!.toUpperCase();
    out += written.slice(at, unit.index) + (shown ? unit[0] : '*'.repeat(unit[0].length));
    at = unit.index + unit[0].length;
  });
  return out + written.slice(at);
}

/** The text with every span masked, its length unchanged. @param spans Sorted by start; may overlap. */
export function maskText(text: string, spans: readonly FoundSpan[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, finding } of spans) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    out += text.slice(at, from);
    const masked = maskedAsWritten(text.slice(start, end), finding.masked);
    out += masked.slice(from - start);
    at = end;
  }
  return out + text.slice(at);
}
