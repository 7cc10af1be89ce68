/** Findings of one person: the same row of a table, the same line, the same value. */
import type { Draft } from './draft.js';
import type { View } from './view.js';

/**
 * @param drafts All drafts of a document that are reported, in order.
 * @returns For each draft the index of its person, or -1 where it is nobody's (official numbers).
 */
export function groupPersons(drafts: readonly Draft[], personal: (draft: Draft) => boolean): number[] {
  const persons: number[] = [];
  const byValue = new Map<string, number>();
  const inRow = new Map<string, { person: number; entities: Set<string> }>();
  let count = 0;
  let last: View | undefined;
  let segment = '';
  for (const draft of drafts) {
    if (!personal(draft)) {
      persons.push(-1);
      continue;
    }
    const { candidate, cell, context, view } = draft;
    if (view !== last) segment = `${view.segment.part}\0${view.segment.channel}`;
    last = view;
    const row =
      cell === undefined
        ? `${segment} line ${context.line.start}`
        : `${segment} row ${cell.table} ${cell.row}`;
    // Many people share a name or a birthday.
    const shared = candidate.entity === 'person-name' || candidate.entity === 'birth-date';
    const value = candidate.masked === true || shared ? undefined : `${candidate.entity} ${candidate.value}`;
    let person = value === undefined ? undefined : byValue.get(value);
    const open = inRow.get(row);
    if (person === undefined && open !== undefined && !open.entities.has(candidate.entity))
      person = open.person;
    person ??= count++;
    if (open === undefined || open.person !== person)
      inRow.set(row, { person, entities: new Set([candidate.entity]) });
    else open.entities.add(candidate.entity);
    if (value !== undefined) byValue.set(value, person);
    persons.push(person);
  }
  return persons;
}
