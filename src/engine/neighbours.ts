/**
 * Values that count only beside another finding (names, birth dates, plates): looked for in the rows and lines that
 * hold a private person's data, after these are known, so that clean text costs nothing.
 */
import type { Candidate, Cell, Detector, Neighbourhood, RowCell, Span } from '../core/index.js';
import { add, type Draft } from './draft.js';
import type { View } from './view.js';

/** Lines of a form before the one with the value, and how short they are. */
const FORM_LINES = 4;
const FORM_LINE = 60;
/** Units around the first and last value of a long line. */
const BEFORE = 160;
const BEHIND = 80;
/** Rows of a form above the one with the value. */
const FORM_ROWS = 4;

/**
 * @param anchors Findings of private persons in one segment, by start.
 * @param taken All findings of the segment, by start: what overlaps one is none of its own.
 * @param detectors Those that have `beside`.
 */
export function besideFindings(
  anchors: readonly Draft[],
  taken: readonly Draft[],
  detectors: readonly Detector[],
): Draft[] {
  const found: Draft[] = [];
  for (let i = 0; i < anchors.length; ) {
    let end = i + 1;
    while (end < anchors.length && sameRow(anchors[i]!, anchors[end]!)) end++;
    const row = anchors.slice(i, end);
    const near = neighbourhood(row);
    const own: Draft[] = [];
    for (const detector of detectors) {
      for (const candidate of detector.beside!(row[0]!.view, near)) {
        if (overlaps(taken, candidate.span) || meets(own, candidate.span)) continue;
        own.push(draftOf(candidate, detector, row[0]!));
      }
    }
    for (const draft of own) if (!meets(found.slice(-LAST), draft.candidate.span)) found.push(draft);
    i = end;
  }
  return found.sort((a, b) => a.candidate.span.start - b.candidate.span.start);
}

/** Evidence of the value itself: the labels around it were read by its detector. */
function draftOf(candidate: Candidate, detector: Detector, { view, context }: Draft): Draft {
  const { base, lean } = detector.scoring;
  const cell = context.cell === undefined ? undefined : view.tables.cellAt(candidate.span.start);
  const own = { ...NO_LABELS, table: context.table, line: context.line };
  const draft = { candidate, detector, view, cell, evidence: [], logit: base, lean };
  const whole: Draft = { ...draft, context: cell === undefined ? own : { ...own, cell } };
  for (const evidence of candidate.evidence) add(whole, evidence);
  return whole;
}

const NO_LABELS = { before: [], after: [], above: [], header: [] };

function sameRow(a: Draft, b: Draft): boolean {
  if (a.view !== b.view) return false;
  if (a.cell !== undefined || b.cell !== undefined)
    return a.cell?.table === b.cell?.table && a.cell?.row === b.cell?.row;
  return a.context.line.start === b.context.line.start;
}

function neighbourhood(row: readonly Draft[]): Neighbourhood {
  const { view, cell, context } = row[0]!;
  const values: Candidate[] = row.map(({ candidate }) => candidate);
  const first = values[0]!.span.start;
  const last = values.at(-1)!.span.end;
  const labels = (start: number, end: number) => view.labels(start, end);
  if (cell !== undefined) {
    const cells = rowCells(view, cell, context.above.length > 0);
    const area = { start: cells[0]!.start, end: cells.at(-1)!.end };
    return { values, area, cells, labels };
  }
  const { line } = context;
  const start = Math.max(line.start, first - BEFORE);
  const area = {
    start: start > line.start ? start : formStart(view.text, line.start),
    end: Math.min(line.end, last + BEHIND),
  };
  return { values, area, cells: [], labels };
}

/** Start of the short lines before a line: a form puts one field on each. */
function formStart(text: string, lineStart: number): number {
  let start = lineStart;
  for (let lines = 0; lines < FORM_LINES && start > 0; lines++) {
    const previous = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    const length = start - 1 - previous;
    if (length > FORM_LINE || text.slice(previous, start).trim() === '') break;
    start = previous;
  }
  return start;
}

function rowCells(view: View, cell: Cell, form: boolean): RowCell[] {
  const { tables, text } = view;
  const column = form ? tables.rowsAbove(cell, FORM_ROWS) : tables.row(cell);
  return column.map((other): RowCell => {
    const { start, end } = other;
    const hits = form && end - start <= 12 ? view.labels(start, end) : [];
    const label = hits.length === 1 && covers(text, hits[0]!, start, end) ? hits[0] : undefined;
    return { start, end, header: form ? [] : tables.header(other), label };
  });
}

/** The label is all that stands in the cell, but for marks. */
function covers(text: string, hit: Span, start: number, end: number): boolean {
  return /^[\s:：*＊]*$/.test(text.slice(start, hit.start) + text.slice(hit.end, end));
}

/** Findings of the row or form before, whose lines this one may share. */
const LAST = 12;

function meets(drafts: readonly Draft[], { start, end }: Span): boolean {
  return drafts.some(({ candidate: { span } }) => span.start < end && start < span.end);
}

/** Whether a span meets one of the drafts, which are sorted and don't overlap. */
function overlaps(drafts: readonly Draft[], span: Span): boolean {
  let low = 0;
  let high = drafts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drafts[middle]!.candidate.span.end <= span.start) low = middle + 1;
    else high = middle;
  }
  const next = drafts[low];
  return next !== undefined && next.candidate.span.start < span.end;
}
