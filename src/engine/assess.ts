/** What is left to learn after the suggestions: values behind each mask, persons in each table. Only on request. */
import type { Candidate, Diagnostic, Disposition, Risk, Segment, TableRisk } from '../core/index.js';
import type { Draft } from './draft.js';
import { type MaskHints, maskHints } from './mask-hints.js';

/** The steps behind an assessment; given from outside, as those of the policy are. */
export interface RiskSteps {
  /** Wanted size of the smallest class of a table. */
  readonly k: number;
  tables(segments: readonly Segment[]): TableRisk[];
  /** Joins what a suggestion shows with the masked copies of the same value in the document. */
  copies(masked: Iterable<{ readonly entity: string; readonly value: string }>): {
    together(entity: string, value: string, shown: string): string;
  };
}

/** What a policy makes of a value. */
export interface Masking {
  /** What a suggestion leaves of a value, `*` for hidden characters; undefined where it is no mask. */
  shown(candidate: Candidate, disposition: Disposition, segment: Segment): string | undefined;
  /** Values that remain possible behind a mask, given what the row tells. */
  remaining(candidate: Pick<Candidate, 'entity' | 'value'>, hints: MaskHints): number | undefined;
}

interface Decided {
  readonly draft: Draft;
  readonly disposition: Disposition;
}

export interface Assessment {
  readonly risk: Risk;
  /** For each entry, values left after its suggestion; undefined where that can't be counted. */
  readonly remaining: readonly (number | undefined)[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Fewer values than this are no protection. */
const FEW = 1000;

/** @param persons Persons that the findings belong to; rows of tables of persons count where they are more. */
export function assess(
  segments: readonly Segment[],
  decided: readonly Decided[],
  persons: number,
  steps: RiskSteps,
  masking: Masking,
): Assessment {
  const copies = steps.copies(
    decided.filter(({ draft }) => draft.candidate.masked === true).map(({ draft }) => draft.candidate),
  );
  let weak = 0;
  let joined = 0;
  const remaining = decided.map(({ draft, disposition }) => {
    const { candidate, view } = draft;
    if (candidate.masked === true) return undefined;
    const shown = masking.shown(candidate, disposition, view.segment);
    if (shown === undefined) return undefined;
    const { entity, value } = candidate;
    const together = copies.together(entity, value, shown);
    // Every character shown: the copies undo the mask.
    const left = together.includes('*')
      ? masking.remaining({ entity, value: together }, maskHints(draft))
      : 1;
    if (left !== undefined && left < FEW) together === shown ? weak++ : joined++;
    return left;
  });
  const tables = steps.tables(segments);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    risk: { persons: Math.max(persons, rows), k: steps.k, tables },
    remaining,
    diagnostics: [
      ...note(joined, 'risk/masks-combine', 'masked copies in this document show the rest of what the'),
      ...note(weak, 'risk/weak-suggestion', 'what stands in the row leaves few values behind the'),
    ],
  };
}

function note(count: number, code: string, reason: string): Diagnostic[] {
  if (count === 0) return [];
  const message = `${reason} suggested masks hide (${count} values, fewer than ${FEW} possibilities each); choose policy "strict" or remove the column`;
  return [{ code, severity: 'warning', message }];
}
