/** What is left to learn after the suggestions: values behind each mask, persons in each table. Only on request. */
import type { Diagnostic, Disposition, Risk, Segment, TableRisk } from '../core/index.js';
import type { Draft } from './draft.js';
import { type Masks, WEAK_MASK } from './masks.js';

/** The steps behind an assessment; given from outside, as those of the policy are. */
export interface RiskSteps {
  /** Wanted size of the smallest class of a table. */
  readonly k: number;
  tables(segments: readonly Segment[]): TableRisk[];
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

/** @param persons Persons that the findings belong to; rows of tables of persons count where they are more. */
export function assess(
  segments: readonly Segment[],
  decided: readonly Decided[],
  persons: number,
  steps: RiskSteps,
  masks: Masks,
): Assessment {
  let weak = 0;
  let joined = 0;
  const remaining = decided.map(({ draft, disposition }) => {
    if (draft.candidate.masked === true) return undefined;
    const after = masks.afterwards(draft, disposition);
    if (after?.left !== undefined && after.left < WEAK_MASK) after.joined ? joined++ : weak++;
    return after?.left;
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
  const message = `${reason} suggested masks hide (${count} values, fewer than ${WEAK_MASK} possibilities each); choose policy "strict" or remove the column`;
  return [{ code, severity: 'warning', message }];
}
