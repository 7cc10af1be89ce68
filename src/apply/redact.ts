/**
 * Suggestions → a copy of the same file, and the proof that it is clean.
 *
 * All or nothing: where one edit can't be made, or the copy does not pass the proof, the original bytes come
 * back and `refused` says why. Only file names are outside: content is redacted, the name has to be changed
 * by whoever saves the copy.
 */
import type { Artifact, Edit, Finding, Place, ScanResult, Suggestion, Verdict } from '../core/index.js';
import { insideBase64 } from './base64.js';
import { type ApplyCode, ApplyError } from './errors.js';
import { type Medium, type MediumText, openMedium } from './medium.js';
import { remainingPlaces } from './proof.js';
import { type ScriptKind, safeScriptEdits } from './script-edits.js';
import { checkEdits, editBytes, editText, type TextEdit } from './text-edits.js';
import { folded, numbersOf } from './values.js';

/** An edit or finding that was not applied. */
export interface Refusal {
  readonly code: ApplyCode;
  /** What to do; never quotes the text. */
  readonly message: string;
  readonly finding?: string;
  readonly place?: Place;
}

/** What was checked after the edits were made. */
export interface RedactProof {
  /** The copy was read afresh, differs only where it was edited, and holds none of the redacted values. */
  readonly verified: boolean;
  /** Verdict and number of findings of the copy's scan; absent when there was no copy to scan. */
  readonly rescan?: { readonly verdict: Verdict; readonly findings: number };
  /** Where redacted values are still found, in the copy. */
  readonly remaining: readonly Place[];
  /** Redacted numbers that stay elsewhere as official or lawful ones, by the policy. */
  readonly kept: number;
  /** UTF-16 code units of the source that were replaced. */
  readonly replaced: number;
}

export interface RedactOutcome {
  /** The redacted copy, or the original bytes when nothing was applied. */
  readonly bytes: Uint8Array;
  /** Suggestions that were applied. */
  readonly applied: number;
  readonly refused: readonly Refusal[];
  readonly proof: RedactProof;
}

interface Item {
  readonly suggestion: Suggestion;
  readonly finding?: Finding;
}

const NOTHING: RedactProof = { verified: false, remaining: [], kept: 0, replaced: 0 };

/**
 * Applies suggestions to the file that was scanned: texts, pages, DOCX; everything whose action is not `keep`.
 *
 * @param plan The result of a scan of `artifact`, or some of its suggestions or findings.
 * @param rescan Scans a copy, with the options of the first scan.
 * @returns Never rejects on a bad plan: what is wrong stands in `refused`.
 */
export async function applySuggestions(
  artifact: Artifact,
  plan: ScanResult | readonly (Suggestion | Finding)[],
  rescan: (artifact: Artifact) => Promise<ScanResult>,
): Promise<RedactOutcome> {
  try {
    return await redactFile(artifact, plan, rescan);
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    return refusedAll(artifact, [refusal(error)]);
  }
}

async function redactFile(
  artifact: Artifact,
  plan: ScanResult | readonly (Suggestion | Finding)[],
  rescan: (artifact: Artifact) => Promise<ScanResult>,
): Promise<RedactOutcome> {
  const before = 'findings' in plan ? plan : await scanned(rescan, artifact);
  if (before.artifact !== artifact.name) {
    throw new ApplyError('apply/other-artifact', 'the plan was made for a file of another name');
  }
  const medium = openMedium(artifact, before.mediaType);
  if (medium === undefined) {
    throw new ApplyError(
      'apply/format-not-writable',
      `${before.mediaType} can't be written; make the changes in the program that made the file`,
    );
  }
  const { items, names } = itemsOf(plan);
  if (items.length === 0) {
    return { bytes: artifact.bytes, applied: 0, refused: names, proof: { ...NOTHING, verified: true } };
  }
  const byPart = editsByPart(items);
  const texts = await textsOf(medium, byPart);
  const sourceOf = (part: string): string => texts.get(part)?.decoded.text ?? '';
  const findings = checkPlan(items, before, sourceOf);
  const planned = new Map<string, TextEdit[]>();
  const written = new Map<string, Uint8Array>();
  for (const [part, { bytes, decoded }] of texts) {
    const edits = planEdits(byPart.get(part)!, decoded.text, part, medium.kind);
    planned.set(part, edits);
    written.set(part, editBytes(bytes, decoded, edits));
  }
  const bytes = await medium.write(written);
  const copy = { ...artifact, bytes };
  const copied = openMedium(copy, before.mediaType)!;
  for (const [part, edits] of planned) {
    const expected = editText(sourceOf(part), edits);
    if ((await copied.text(part))?.decoded.text !== expected) throw outsideChanged();
  }
  if (medium.altered(bytes, new Set(planned.keys()))) throw outsideChanged();
  const after = await scanned(rescan, copy);
  const { remaining, kept } = await remainingPlaces(copied, after, planned, numbersOf(findings, sourceOf));
  const proof: RedactProof = {
    verified: remaining.length === 0,
    rescan: { verdict: after.verdict, findings: after.findings.length },
    remaining,
    kept,
    replaced: [...planned.values()].flat().reduce((sum, { start, end }) => sum + end - start, 0),
  };
  const left = after.coverage.unread.length > before.coverage.unread.length;
  if (!proof.verified || left) {
    const code = left ? 'apply/unread' : 'apply/value-remains';
    const message = left
      ? 'a part of the copy could not be read again, so that nothing is proven'
      : 'a redacted value still stands in the copy; redact all places of it, or by hand';
    const places = left ? [undefined] : remaining;
    const refused = places.map(
      (place): Refusal => (place === undefined ? { code, message } : { code, message, place }),
    );
    return { bytes: artifact.bytes, applied: 0, refused, proof: { ...proof, verified: false } };
  }
  return { bytes, applied: items.length, refused: names, proof };
}

function outsideChanged(): ApplyError {
  return new ApplyError(
    'apply/outside-changed',
    'the edited bytes read differently; save the file as UTF-8 first',
  );
}

/** The edits of all items, by part, in the order of the parts' first edit. */
function editsByPart(items: readonly Item[]): Map<string, Edit[]> {
  const byPart = new Map<string, Edit[]>();
  for (const edit of items.flatMap(({ suggestion }) => suggestion.edits)) {
    const edits = byPart.get(edit.place.part);
    if (edits === undefined) byPart.set(edit.place.part, [edit]);
    else edits.push(edit);
  }
  return byPart;
}

async function textsOf(
  medium: Medium,
  byPart: ReadonlyMap<string, readonly Edit[]>,
): Promise<Map<string, MediumText>> {
  const texts = new Map<string, MediumText>();
  for (const [part, edits] of byPart) {
    const text = await medium.text(part);
    if (text === undefined) {
      const message = 'the edit belongs to another file, or to a part that can not be written';
      throw new ApplyError('apply/other-artifact', message, edits[0]!.place);
    }
    texts.set(part, text);
  }
  return texts;
}

async function scanned(
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  artifact: Artifact,
): Promise<ScanResult> {
  try {
    return await rescan(artifact);
  } catch {
    throw new ApplyError('apply/rescan-failed', 'the scan that has to prove the result failed');
  }
}

/** What there is to do; values in the file's name go into `names`. */
function itemsOf(plan: ScanResult | readonly (Suggestion | Finding)[]): { items: Item[]; names: Refusal[] } {
  const items: Item[] = [];
  const names: Refusal[] = [];
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
    if (suggestion.action === 'keep') continue;
    if (suggestion.edits.length === 0) {
      throw new ApplyError(
        'apply/nothing-to-edit',
        'a suggestion has no place in the file; redact it by hand',
        finding?.places[0],
      );
    }
    if (suggestion.edits.every(({ place }) => place.channel === 'name')) {
      const place = suggestion.edits[0]!.place;
      const message = 'the value stands in the name of the file; rename the copy';
      names.push({
        code: 'apply/place-not-text',
        message,
        place,
        ...(finding === undefined ? {} : { finding: finding.id }),
      });
    } else items.push(finding === undefined ? { suggestion } : { suggestion, finding });
  }
  return { items, names };
}

/**
 * The findings that the items belong to. A plan for another text shows here: its values are not where it says.
 */
function checkPlan(
  items: readonly Item[],
  before: ScanResult,
  sourceOf: (part: string) => string,
): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of before.findings) {
    for (const { place } of finding.suggestion?.edits ?? []) {
      if (place.kind === 'text') known.set(`${place.start} ${place.part}`, finding);
    }
  }
  return items.map(({ finding, suggestion }) => {
    const first = suggestion.edits[0]!.place;
    const found = finding ?? (first.kind === 'text' ? known.get(`${first.start} ${first.part}`) : undefined);
    if (found === undefined) {
      throw new ApplyError(
        'apply/other-source',
        'a suggestion does not belong to this file; scan it again',
        first,
      );
    }
    const written = folded(found.places, sourceOf);
    if (written !== undefined && !fitsMask(written, found)) {
      throw new ApplyError(
        'apply/other-source',
        'the text is not the one that was scanned; scan it again',
        first,
      );
    }
    return found;
  });
}

/** Whether the digits that stand there can be the ones that the report shows. */
function fitsMask(written: string, { masked, disposition }: Finding): boolean {
  if (disposition === 'masked' || disposition === 'weak-mask' || !/^[\dX*]{7,32}$/.test(masked)) return true;
  return new RegExp(masked.replaceAll('*', '[\\dX*]')).test(written);
}

function planEdits(edits: readonly Edit[], source: string, part: string, kind: ScriptKind): TextEdit[] {
  const sorted = checkEdits(edits, source, part);
  const encoded = insideBase64(source, sorted);
  if (encoded !== undefined) {
    const { place } = edits.find(({ place }) => place.kind === 'text' && place.start === encoded.start)!;
    throw new ApplyError(
      'apply/encoded-text',
      'the value is inside base64 data; decode, redact and encode it',
      place,
    );
  }
  return safeScriptEdits(source, sorted, kind);
}

function refusal({ code, message, place }: ApplyError): Refusal {
  return place === undefined ? { code, message } : { code, message, place };
}

function refusedAll(artifact: Artifact, refused: readonly Refusal[]): RedactOutcome {
  return { bytes: artifact.bytes, applied: 0, refused, proof: NOTHING };
}
