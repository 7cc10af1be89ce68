/** Birth dates, only beside another finding: in a column 出生年月, behind such a label, or before 出生. */
import type { Candidate, Detector, Neighbourhood, Scoring, SegmentView, Span } from '../../core/index.js';

const ENTITY = 'birth-date';
const DATE =
  /((?:19|20)\d{2})\s?(?:[年.\-/．－]\s?(1[0-2]|0?[1-9])(?:\s?[月.\-/．－]\s?(3[01]|[12]\d|0?[1-9])(?!\d)\s?日?|\s?月)?(?!\d)|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?!\d))/;
const BORN = /^\s?(?:出\s?生|生(?![效产活命物态前])|诞生)/;
/** Units behind a label in which its date begins. */
const LABEL_REACH = 6;

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    detect: () => [],
    *beside(view: SegmentView, near: Neighbourhood): Generator<Candidate> {
      const { text, today } = view;
      if (near.cells.length > 0) {
        for (const [i, cell] of near.cells.entries()) {
          const announced =
            cell.header.some(({ kind }) => kind === 'birth-date') ||
            near.cells[i - 1]?.label?.kind === 'birth-date';
          if (!announced || cell.end - cell.start > 20) continue;
          const found = dateAt(text, cell, 'label', today);
          if (found !== undefined) yield found;
        }
        return;
      }
      const { area } = near;
      const labels = near.labels(area.start, area.end).filter(({ kind }) => kind === 'birth-date');
      for (let at = area.start; at < area.end; ) {
        const match = DATE.exec(text.slice(at, area.end));
        if (match === null) return;
        const start = at + match.index;
        const end = start + match[0].length;
        at = end;
        const labelled = labels.some((label) => label.end <= start && start - label.end <= LABEL_REACH);
        if (!labelled && !BORN.test(text.slice(end, end + 4))) continue;
        if (/\d/.test(text.charAt(start - 1))) continue;
        const found = dateAt(text, { start, end }, labelled ? 'label' : 'born', today);
        if (found !== undefined) yield found;
      }
    },
  };
}

/** The date in a range. `value` has the digits as they are written, so that each has its place. */
function dateAt(text: string, range: Span, code: string, today: string): Candidate | undefined {
  const match = DATE.exec(text.slice(range.start, range.end));
  if (match === null) return undefined;
  const [written, year = '', month = match[4] ?? '', day = match[5] ?? ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${(day || '01').padStart(2, '0')}`;
  if (month === '' || year < '1900' || date > today) return undefined;
  const start = range.start + match.index;
  const at: number[] = [];
  let value = '';
  for (let i = start; i < start + written.length; i++) {
    if (!/\d/.test(text.charAt(i))) continue;
    value += text.charAt(i);
    at.push(i);
  }
  return {
    entity: ENTITY,
    subtype: day === '' ? 'month' : 'day',
    span: { start, end: start + written.length },
    value,
    at,
    status: 'valid',
    evidence: [{ code }],
  };
}
