/** A segment view for tests: the text alone, or a table made of tab-separated rows with labelled headers. */
import type { Candidate, Cell, Detector, LabelHit, SegmentView, Span } from '../../core/index.js';

/** Headers by column, as label kinds (`address`, `name` …). */
export function fakeView(text: string, headers?: readonly string[]): SegmentView {
  const cells: Cell[] = [];
  if (headers !== undefined) {
    let start = 0;
    text.split('\n').forEach((line, row) => {
      line.split('\t').forEach((cell, column) => {
        cells.push({ table: 0, row, column, start, end: start + cell.length });
        start += cell.length + 1;
      });
    });
  }
  const hit = (kind: string): LabelHit => ({ kind, word: kind, distance: 0, start: 0, end: 0 });
  return {
    text,
    segment: {
      channel: 'body',
      part: '',
      text,
      map: { locate: () => [] },
      ...(cells.length > 0 ? { cells } : {}),
    },
    today: '2026-11-24',
    runs: () => [],
    context(span: Span) {
      const cell = cells.find((each) => each.start <= span.start && span.start < each.end);
      const kind = cell === undefined ? undefined : headers?.[cell.column];
      return {
        before: [],
        after: [],
        above: [],
        header: kind === undefined || kind === '' ? [] : [hit(kind)],
        table: (headers ?? []).filter((each) => each !== '').map(hit),
        line: span,
      };
    },
  };
}

/** Sums of a candidate's evidence, as the engine makes them. */
export function sums(detector: Detector, candidate: Candidate): { score: number; lean: number } {
  let score = detector.scoring.base;
  let lean = detector.scoring.lean;
  for (const { code } of candidate.evidence) {
    score += detector.scoring.codes[code]?.score ?? 0;
    lean += detector.scoring.codes[code]?.private ?? 0;
  }
  return { score, lean };
}
