/** Values that belong together: those of a row, a line, a form. */
import type { Draft } from './draft.js';

/** Units between two values that still belong to one entry, in one line and over the short lines of a form. */
const LINE_REACH = 120;
const FORM_REACH = 40;
const FORM_LINE = 40;
/** Values of one row that tell of each other: a line of thousands is a list, and every pair of them is looked at. */
const MOST_MATES = 64;

/** For every draft the drafts of its table row, of its line within reach, or of the form it stands in. */
export function groupByRow(drafts: readonly Draft[]): Draft[][] {
  const groups: Draft[][] = [];
  let current: Draft[] = [];
  for (const draft of drafts) {
    const last = current.at(-1);
    if (last === undefined || current.length >= MOST_MATES || !together(last, draft)) current = [];
    current.push(draft);
    groups.push(current);
  }
  return groups;
}

function together(a: Draft, b: Draft): boolean {
  if (a.cell !== undefined || b.cell !== undefined) {
    return a.cell !== undefined && a.cell.table === b.cell?.table && a.cell.row === b.cell.row;
  }
  const apart = b.candidate.span.start - a.candidate.span.end;
  const { line } = b.context;
  if (a.context.line.start === line.start) return apart <= LINE_REACH;
  return (
    apart <= FORM_REACH && line.end - line.start <= FORM_LINE && a.candidate.entity !== b.candidate.entity
  );
}
