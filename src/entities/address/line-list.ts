/** Lines that hold nothing but an address: one that is the whole text, or several in a row, confirm each other. */
import type { Candidate } from '../../core/index.js';

/** Lines in a row from which they are a list. */
const LINES = 3;
const OWN_LINE = 'own-line';

/** Adds `address-list` to the candidates of one segment that stand in such lines. */
export function* listed(text: string, candidates: Iterable<Candidate>): Generator<Candidate> {
  let run: Candidate[] = [];
  for (const candidate of candidates) {
    const own = candidate.evidence.some(({ code }) => code === OWN_LINE);
    const last = run.at(-1);
    if (last !== undefined && (!own || !isNextLine(text, last.span.end, candidate.span.start))) {
      yield* close(text, run);
      run = [];
    }
    if (own) run.push(candidate);
    else yield candidate;
  }
  yield* close(text, run);
}

function* close(text: string, run: readonly Candidate[]): Generator<Candidate> {
  const whole = (): boolean =>
    text.slice(0, run[0]!.span.start).trim() === '' && text.slice(run.at(-1)!.span.end).trim() === '';
  if (run.length < LINES && (run.length === 0 || !whole())) yield* run;
  else
    for (const candidate of run)
      yield { ...candidate, evidence: [...candidate.evidence, { code: 'address-list', count: run.length }] };
}

/** Nothing but the end of a line stands between two places. */
function isNextLine(text: string, end: number, start: number): boolean {
  return start - end < 20 && /^[^\S\n]*\n\s*$/u.test(text.slice(end, start));
}
