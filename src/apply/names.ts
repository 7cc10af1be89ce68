/** Values in the names of archive members: the members get other names. */
import type { Finding, Suggestion } from '../core/index.js';
import { ApplyError } from './errors.js';
import type { Medium } from './medium.js';
import type { Refusal } from './outcome.js';

export interface NamePlan {
  readonly suggestion: Suggestion;
  readonly finding?: Finding;
}

/**
 * @returns `names`: new name by part. `refused`: values in the name of the file itself, which the caller chooses.
 * @throws ApplyError `apply/place-not-text` for parts of packages, whose names other parts hold; `apply/name-taken`.
 */
export async function planNames(
  plans: readonly NamePlan[],
  medium: Medium,
): Promise<{ names: ReadonlyMap<string, string>; refused: readonly Refusal[] }> {
  const refused: Refusal[] = [];
  const edits = new Map<string, { old: string; list: { start: number; end: number; text: string }[] }>();
  for (const { suggestion, finding } of plans) {
    for (const [i, { place, replacement }] of suggestion.edits.entries()) {
      const old = place.part === '' ? undefined : await medium.nameOf(place.part);
      if (old === undefined || place.kind !== 'text') {
        const message = 'the value stands in the name of the file; rename the copy';
        if (place.part !== '') {
          const inside =
            'the value stands in the name of a part; rename the part in the program that made the file';
          throw new ApplyError('apply/place-not-text', inside, place, 'part-name');
        }
        const id = finding === undefined ? {} : { finding: finding.id };
        if (i === 0)
          refused.push({ code: 'apply/place-not-text', reason: 'file-name', message, place, ...id });
        continue;
      }
      if (place.end > old.length || place.end < place.start) {
        throw new ApplyError(
          'apply/out-of-range',
          'the edit lies outside the name; scan the file again',
          place,
        );
      }
      const entry = edits.get(place.part) ?? { old, list: [] };
      edits.set(place.part, entry);
      entry.list.push({ start: place.start, end: place.end, text: replacement });
    }
  }
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [part, { old, list }] of edits) {
    let name = old;
    for (const { start, end, text } of list.sort((a, b) => b.start - a.start)) {
      // Windows can't unpack a file with one of these in its name.
      name = name.slice(0, start) + text.replace(/[*?:"<>|\\/]/g, '_') + name.slice(end);
    }
    const path = part.slice(0, part.length - old.length) + name;
    if (taken.has(path) || (await medium.nameOf(path)) !== undefined) {
      const message = 'two members would have the same name; rename them in the archive, then redact';
      throw new ApplyError('apply/name-taken', message);
    }
    taken.add(path);
    names.set(part, name);
  }
  return { names, refused };
}

/** Values in the name of the file itself, which the caller chooses. */
export function fileNameRefusals(plans: readonly NamePlan[]): Refusal[] {
  return plans.flatMap(({ suggestion, finding }) => {
    const place = suggestion.edits[0]!.place;
    if (place.part !== '') return [];
    const id = finding === undefined ? {} : { finding: finding.id };
    const message = 'the value stands in the name of the file; rename the copy';
    return [{ code: 'apply/place-not-text' as const, reason: 'file-name' as const, message, place, ...id }];
  });
}
