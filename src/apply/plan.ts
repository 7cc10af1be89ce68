/** What a plan asks for, and whether it was made for this file. */
import type { Finding, Place, ScanResult, Suggestion } from '../core/index.js';
import { ApplyError } from './errors.js';
import type { NamePlan } from './names.js';
import type { CellEdits } from './sheet-cells.js';
import { folded, hasPlainMask, holdsMasked, maskedNumbers, type NearTexts } from './values.js';

/** The result of a scan, or some of its suggestions or findings. */
export type Plan = ScanResult | readonly (Suggestion | Finding)[];

export interface Item {
  readonly suggestion: Suggestion;
  readonly finding?: Finding;
}

/** Limit `findings` of a scan that is a plan: what is not listed is not redacted. */
export const MOST_FINDINGS = 1_000_000;

/** Whether a plan is a result that lists the gravest findings only. */
export function isCut(plan: ScanResult | readonly unknown[]): boolean {
  return 'diagnostics' in plan && plan.diagnostics.some(({ code }) => code === 'engine/too-many-findings');
}

/** What there is to do; values in names of files go into `named`. */
export function itemsOf(plan: Plan): { items: Item[]; named: NamePlan[] } {
  const items: Item[] = [];
  const named: NamePlan[] = [];
  const takers = takersOf(plan);
  const seen = new Set<unknown>();
  const twice = (key: unknown): void => {
    if (seen.has(key)) throw new ApplyError('apply/duplicate-finding', 'a finding stands in the plan twice');
    seen.add(key);
  };
  for (const entry of 'findings' in plan ? plan.findings : plan) {
    const finding = 'disposition' in entry ? entry : undefined;
    const suggestion = finding === undefined ? (entry as Suggestion) : finding.suggestion;
    twice(entry);
    if (finding !== undefined) twice(finding.id);
    if (suggestion === undefined) {
      throw new ApplyError('apply/no-suggestion', 'a finding carries no suggestion; scan with a policy');
    }
    if (suggestion.action === 'keep' || isTaken(suggestion, takers)) continue;
    if (suggestion.edits.length === 0) {
      throw new ApplyError(
        'apply/nothing-to-edit',
        'a suggestion has no place in the file; redact it by hand',
        finding?.places[0],
      );
    }
    const item = finding === undefined ? { suggestion } : { suggestion, finding };
    if (suggestion.edits.every(({ place }) => place.channel === 'name')) named.push(item);
    else items.push(item);
  }
  return { items, named };
}

export function takenAlong(plan: Plan): number {
  const takers = takersOf(plan);
  if (!('findings' in plan)) return 0;
  return plan.findings.filter(
    ({ suggestion }) =>
      suggestion !== undefined && suggestion.action !== 'keep' && isTaken(suggestion, takers),
  ).length;
}

/** Findings of the plan that take others away: with their row, or the column. */
function takersOf(plan: Plan): ReadonlySet<string> {
  if (!('findings' in plan)) return new Set();
  const able = plan.findings.filter(({ suggestion }) => (suggestion?.edits.length ?? 0) > 0);
  return new Set(able.map(({ id }) => id));
}

function isTaken({ within }: Suggestion, takers: ReadonlySet<string>): boolean {
  return within !== undefined && takers.has(within);
}

export function findingsByPlace({ findings }: ScanResult): Map<string, Finding> {
  const known = new Map<string, Finding>();
  for (const finding of findings) {
    for (const { place } of finding.suggestion?.edits ?? []) known.set(cellKey(place), finding);
  }
  return known;
}

interface Reading {
  readonly sourceOf: (part: string) => string;
  readonly cells: CellEdits;
  readonly dropped: ReadonlySet<string>;
  readonly isRtf: boolean;
}

/** What is looked at on either side of an edit for the rest of its value. */
const AROUND = 80;

/**
 * The findings that the items belong to. A plan for another text shows here: its values are not where it says.
 */
export function checkPlan(
  items: readonly Item[],
  before: ScanResult,
  { sourceOf, cells, dropped, isRtf }: Reading,
): { findings: Finding[]; near: NearTexts } {
  let known: Map<string, Finding> | undefined;
  const near = new Map<Finding, string[]>();
  const findings = items.flatMap(({ finding, suggestion }) => {
    const first = suggestion.edits[0]!.place;
    const other = (message: string): ApplyError => new ApplyError('apply/other-source', message, first);
    known ??= finding === undefined ? findingsByPlace(before) : undefined;
    const found = finding ?? known?.get(cellKey(first));
    if (found === undefined) throw other('a suggestion does not belong to this file; scan it again');
    if (dropped.has(first.part)) return [];
    let fits = true;
    if (found.places.every(({ kind }) => kind === 'text')) {
      const written = folded(found.places, sourceOf, isRtf);
      fits = written === undefined || fitsMask(written, found);
    } else {
      const texts = suggestion.edits.flatMap((edit) => {
        const text = cells.texts.get(edit);
        return text === undefined ? around(edit.place, sourceOf) : [text];
      });
      near.set(found, texts);
      // A number over several cells (a box a digit) can't be told from its parts.
      const single = new Set(found.places.map(cellKey)).size === 1;
      if (single && hasPlainMask(found)) fits = maskedNumbers(found.masked, texts)?.length !== 0;
    }
    if (!fits) throw other('the text is not the one that was scanned; scan it again');
    return [found];
  });
  return { findings, near };
}

/** The text around an edit, once as running text, once with attribute values. */
function around(place: Place, sourceOf: (part: string) => string): string[] {
  if (place.kind !== 'text') return [];
  const text = sourceOf(place.part).slice(Math.max(0, place.start - AROUND), place.end + AROUND);
  return [text, text.replace(/[<>"']/g, ' a ')];
}

/** One place, as a key. */
export function cellKey(place: Place): string {
  if (place.kind === 'text') return `${place.start} ${place.part}`;
  if (place.kind === 'cell') return `${place.ref} ${place.sheet} ${place.part}`;
  return `${place.page} ${place.box.join(' ')} ${place.part}`;
}

/** Whether the digits that stand there can be the ones that the report shows. */
function fitsMask(written: string, finding: Finding): boolean {
  return !hasPlainMask(finding) || holdsMasked(written, finding.masked);
}
