/**
 * Suggestions → a copy of the same file, and the proof that it is clean.
 *
 * All or nothing: where one edit can't be made, or the copy does not pass the proof, the original bytes come
 * back and `refused` says why. Only the file's own name is outside: content is redacted, the name has to be
 * changed by whoever saves the copy.
 */
import type { Artifact, Edit, Finding, Place, ScanResult, Suggestion, Verdict } from '../core/index.js';
import { insideBase64 } from './base64.js';
import { type ApplyCode, ApplyError } from './errors.js';
import { joinWords } from './mail-edits.js';
import { safeMarkupEdits } from './markup-edits.js';
import {
  type InnerFile,
  type Medium,
  type MediumText,
  noSuchText,
  openMedium,
  PDF,
  type TypeOf,
} from './medium.js';
import { fileNameRefusals, type NamePlan, planNames } from './names.js';
import type { Note } from './notes.js';
import { joinParts } from './parts.js';
import { redactPdfFile } from './pdf-file.js';
import { remainingPlaces } from './proof.js';
import { safeScriptEdits } from './script-edits.js';
import { type CellEdits, resolveCells } from './sheet-cells.js';
import { checkEdits, editBytes, editText, type TextEdit } from './text-edits.js';
import { folded, hasPlainMask, holdsMasked, maskedNumbers, type NearTexts, numbersOf } from './values.js';

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
  /** What a person has to know of the copy: a signature that is void, an attachment that is gone. */
  readonly notes?: readonly Note[];
  /** The scan of the whole copy; absent when nothing was applied. */
  readonly after?: ScanResult;
}

interface Item {
  readonly suggestion: Suggestion;
  readonly finding?: Finding;
}

/** Limit `findings` of a scan that is a plan: what is not listed is not redacted. */
export const MOST_FINDINGS = 1_000_000;

/** Whether a plan is a result that lists the gravest findings only. */
export function isCut(plan: ScanResult | readonly unknown[]): boolean {
  return 'diagnostics' in plan && plan.diagnostics.some(({ code }) => code === 'engine/too-many-findings');
}

const NOTHING: RedactProof = { verified: false, remaining: [], kept: 0, replaced: 0 };

/**
 * Applies suggestions to the file that was scanned; everything whose action is not `keep`.
 *
 * @param plan The result of a scan of `artifact`, or some of its suggestions or findings.
 * @param rescan Scans a copy, with the options of the first scan.
 * @param typeOf Tells the types of files in archives and packages; without it, edits inside those are refused.
 * @returns Never rejects on a bad plan: what is wrong stands in `refused`.
 */
export async function applySuggestions(
  artifact: Artifact,
  plan: ScanResult | readonly (Suggestion | Finding)[],
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  typeOf?: TypeOf,
): Promise<RedactOutcome> {
  try {
    const outcome = await redactFile(artifact, plan, rescan, typeOf);
    // What went with another finding's row or column is gone as well.
    return outcome.applied === 0 ? outcome : { ...outcome, applied: outcome.applied + takenAlong(plan) };
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    return refusedAll(artifact, [refusal(error)]);
  }
}

async function redactFile(
  artifact: Artifact,
  plan: ScanResult | readonly (Suggestion | Finding)[],
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  typeOf: TypeOf | undefined,
): Promise<RedactOutcome> {
  const before = 'findings' in plan ? plan : await scanned(rescan, artifact);
  if (before.artifact !== artifact.name) {
    throw new ApplyError('apply/other-artifact', 'the plan was made for a file of another name');
  }
  if (before.mediaType === PDF) return redactPdfPlan(artifact, plan, before, rescan, typeOf);
  const medium = openMedium(artifact, before.mediaType, typeOf);
  if (medium === undefined) {
    throw new ApplyError('apply/format-not-writable', unwritable(before.mediaType));
  }
  const { items, named } = itemsOf(plan);
  const { names, refused } = await planNames(named, medium);
  if (items.length === 0 && names.size === 0) {
    return { bytes: artifact.bytes, applied: 0, refused, proof: { ...NOTHING, verified: true } };
  }
  const { own, inside } = await byInnerFile(items, medium);
  const inner = await redactInner(inside, artifact.name, rescan, typeOf);
  const { byPart, inCells, dropped } = await editsByPart(own, medium);
  const cells = await resolveCells(inCells, medium);
  const texts = await textsOf(medium, byPart, cells);
  const sourceOf = (part: string): string => texts.get(part)?.decoded.text ?? '';
  const isRtf = texts.get('')?.markup === 'rtf';
  const { findings, near } = checkPlan(own, before, { sourceOf, cells, dropped, isRtf });
  const planned = new Map<string, TextEdit[]>();
  const written = new Map<string, Uint8Array>(inner.written);
  for (const [part, text] of texts) {
    const edits = planEdits(byPart.get(part) ?? [], cells.byPart.get(part) ?? [], text, part);
    planned.set(part, edits);
    written.set(part, editBytes(text.bytes, text.decoded, edits));
  }
  const changes = { texts: written, names };
  const bytes = await medium.write(changes);
  const copy = { ...artifact, bytes };
  const copied = openMedium(copy, before.mediaType, typeOf)!;
  const moved = new Map<string, TextEdit[]>();
  for (const [part, edits] of planned) {
    const target = await medium.moved(part, names);
    moved.set(target, edits);
    const text = await copied.text(target);
    // A mail's own text holds its encoded parts: `altered` compares what is around them.
    if (typeof text === 'object' && text.markup === 'mail') continue;
    const read = text === undefined || text === 'dropped' ? undefined : text.decoded.text;
    if (read !== editText(sourceOf(part), edits)) throw outsideChanged();
  }
  if (await medium.altered(bytes, changes)) throw outsideChanged();
  const after = await scanned(rescan, copy);
  const { remaining, kept } = await remainingPlaces(copied, after, {
    planned: moved,
    cells: new Set(inCells.map(({ place }) => cellKey(place))),
    renamed: names.size > 0,
    numbers: numbersOf(findings, sourceOf, near, isRtf),
  });
  const proof: RedactProof = {
    verified: remaining.length === 0,
    rescan: { verdict: after.verdict, findings: after.findings.length },
    remaining,
    kept,
    replaced:
      inner.replaced + [...planned.values()].flat().reduce((sum, { start, end }) => sum + end - start, 0),
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
  const applied = items.length + (named.length - refused.length);
  const notes = [...inner.notes, ...(medium.notes?.() ?? [])];
  return { bytes, applied, refused, proof, ...(notes.length > 0 ? { notes } : {}), after };
}

/** Items by the file inside that is redacted as a whole; `own` are the others. */
async function byInnerFile(
  items: readonly Item[],
  medium: Medium,
): Promise<{ own: Item[]; inside: Map<string, { file: InnerFile; items: Item[] }> }> {
  const own: Item[] = [];
  const inside = new Map<string, { file: InnerFile; items: Item[] }>();
  for (const item of items) {
    const file = await medium.inner(item.suggestion.edits[0]!.place.part);
    const known = file === undefined ? undefined : inside.get(file.part);
    if (file === undefined) own.push(item);
    else if (known === undefined) inside.set(file.part, { file, items: [item] });
    else known.items.push(item);
  }
  return { own, inside };
}

/** @throws ApplyError What a file inside was refused for, with the place in the whole. */
async function redactInner(
  inside: ReadonlyMap<string, { file: InnerFile; items: readonly Item[] }>,
  name: string,
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  typeOf: TypeOf | undefined,
): Promise<{ written: Map<string, Uint8Array>; notes: Note[]; replaced: number }> {
  const written = new Map<string, Uint8Array>();
  const notes: Note[] = [];
  let replaced = 0;
  for (const [part, { file, items }] of inside) {
    const child = { ...file.artifact, name: `${name}!${part}` };
    const cut = <P extends Place>(place: P): P => ({ ...place, part: place.part.slice(part.length + 1) });
    const plan = items.map(({ finding, suggestion }): Finding | Suggestion => {
      const edits = suggestion.edits.map((edit) => ({ ...edit, place: cut(edit.place) }));
      const moved = { ...suggestion, edits };
      return finding === undefined
        ? moved
        : { ...finding, places: finding.places.map(cut), suggestion: moved };
    });
    const before = await scanned(rescan, child);
    const outcome = await redactPdfPlan(child, plan, before, rescan, typeOf);
    const [refused] = outcome.refused;
    if (refused !== undefined) {
      const { place } = refused;
      const whole = place === undefined ? undefined : { ...place, part: joinParts(part, place.part) };
      throw new ApplyError(refused.code, refused.message, whole);
    }
    written.set(part, outcome.bytes);
    notes.push(...(outcome.notes ?? []));
    replaced += outcome.proof.replaced;
  }
  return { written, notes, replaced };
}

async function redactPdfPlan(
  artifact: Artifact,
  plan: ScanResult | readonly (Suggestion | Finding)[],
  before: ScanResult,
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  typeOf: TypeOf | undefined,
): Promise<RedactOutcome> {
  const { items, named } = itemsOf(plan);
  const refused = fileNameRefusals(named);
  if (items.length === 0 && refused.length === named.length) {
    return { bytes: artifact.bytes, applied: 0, refused, proof: { ...NOTHING, verified: true } };
  }
  const known = findingsByPlace(before);
  const whole = items.map(({ suggestion, finding }) => ({
    suggestion,
    finding: finding ?? known.get(cellKey(suggestion.edits[0]!.place)),
  }));
  const redactChild = async (child: Artifact): Promise<Uint8Array | undefined> => {
    const inner = await scanned(rescan, child);
    if (!inner.findings.some(({ suggestion }) => suggestion !== undefined && suggestion.action !== 'keep')) {
      return child.bytes;
    }
    const outcome = await applySuggestions(child, inner, rescan, typeOf);
    return outcome.proof.verified ? outcome.bytes : undefined;
  };
  const outcome = await redactPdfFile(artifact, before, whole, { rescan, redactChild });
  return { ...outcome, refused: [...outcome.refused, ...refused] };
}

function findingsByPlace({ findings }: ScanResult): Map<string, Finding> {
  const known = new Map<string, Finding>();
  for (const finding of findings) {
    for (const { place } of finding.suggestion?.edits ?? []) known.set(cellKey(place), finding);
  }
  return known;
}

function outsideChanged(): ApplyError {
  return new ApplyError(
    'apply/outside-changed',
    'the edited bytes read differently; save the file as UTF-8 first',
  );
}

function unwritable(mediaType: string): string {
  return `${mediaType} can't be written; ${WHY[mediaType] ?? 'make the changes in the program that made the file'}`;
}

/** Formats that are read and not written, with the way out. */
const WHY: Readonly<Record<string, string>> = {
  'application/ofd': 'redact the source document and export it again',
  'application/msword': 'save it as DOCX, then redact that',
  'application/vnd.ms-excel': 'save it as XLSX, then redact that',
  'application/vnd.ms-powerpoint': 'save it as PPTX, then redact that',
  'application/vnd.ms-outlook': 'save it as EML, then redact that',
};

interface PartEdits {
  readonly byPart: Map<string, Edit[]>;
  readonly inCells: Edit[];
  /** Parts that no copy keeps: what an archive hides. */
  readonly dropped: ReadonlySet<string>;
}

/** The edits of all items, by part, in the order of the parts' first edit. */
async function editsByPart(items: readonly Item[], medium: Medium): Promise<PartEdits> {
  const byPart = new Map<string, Edit[]>();
  const inCells: Edit[] = [];
  const dropped = new Set<string>();
  for (const edit of items.flatMap(({ suggestion }) => suggestion.edits)) {
    const { place } = edit;
    const edits = byPart.get(place.part);
    if (dropped.has(place.part)) continue;
    if (edits === undefined && (await medium.text(place.part)) === 'dropped') dropped.add(place.part);
    else if (place.kind === 'cell') inCells.push(edit);
    else if (edits === undefined) byPart.set(place.part, [edit]);
    else edits.push(edit);
  }
  return { byPart, inCells, dropped };
}

async function textsOf(
  medium: Medium,
  byPart: ReadonlyMap<string, readonly Edit[]>,
  cells: CellEdits,
): Promise<Map<string, MediumText>> {
  const texts = new Map<string, MediumText>();
  for (const part of [...byPart.keys(), ...cells.byPart.keys()]) {
    const text = await medium.text(part);
    if (text === undefined || text === 'dropped') {
      throw noSuchText(medium, part, byPart.get(part)?.[0]?.place);
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

/** What there is to do; values in names of files go into `named`. */
function itemsOf(plan: ScanResult | readonly (Suggestion | Finding)[]): { items: Item[]; named: NamePlan[] } {
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

function takenAlong(plan: ScanResult | readonly (Suggestion | Finding)[]): number {
  const takers = takersOf(plan);
  if (!('findings' in plan)) return 0;
  return plan.findings.filter(
    ({ suggestion }) =>
      suggestion !== undefined && suggestion.action !== 'keep' && isTaken(suggestion, takers),
  ).length;
}

/** Findings of the plan that take others away: with their row, or the column. */
function takersOf(plan: ScanResult | readonly (Suggestion | Finding)[]): ReadonlySet<string> {
  if (!('findings' in plan)) return new Set();
  const able = plan.findings.filter(({ suggestion }) => (suggestion?.edits.length ?? 0) > 0);
  return new Set(able.map(({ id }) => id));
}

function isTaken({ within }: Suggestion, takers: ReadonlySet<string>): boolean {
  return within !== undefined && takers.has(within);
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
function checkPlan(
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
function cellKey(place: Place): string {
  if (place.kind === 'text') return `${place.start} ${place.part}`;
  if (place.kind === 'cell') return `${place.ref} ${place.sheet} ${place.part}`;
  return `${place.page} ${place.box.join(' ')} ${place.part}`;
}

/** Whether the digits that stand there can be the ones that the report shows. */
function fitsMask(written: string, finding: Finding): boolean {
  return !hasPlainMask(finding) || holdsMasked(written, finding.masked);
}

function planEdits(
  edits: readonly Edit[],
  cells: readonly TextEdit[],
  { decoded: { text: source }, kind, markup }: MediumText,
  part: string,
): TextEdit[] {
  const sorted = checkEdits(markup === 'mail' ? joinWords(source, inOrder(edits)) : edits, source, part);
  const encoded = insideBase64(source, sorted);
  if (encoded !== undefined) {
    const { place } = edits.find(({ place }) => place.kind === 'text' && place.start === encoded.start)!;
    throw new ApplyError(
      'apply/encoded-text',
      'the value is inside base64 data; decode, redact and encode it',
      place,
    );
  }
  const all = merged(sorted, cells);
  return markup === 'none' ? safeScriptEdits(source, all, kind) : safeMarkupEdits(source, all, part, markup);
}

function inOrder(edits: readonly Edit[]): Edit[] {
  const start = ({ place }: Edit): number => (place.kind === 'text' ? place.start : 0);
  return [...edits].sort((a, b) => start(a) - start(b));
}

/** Sorted; edits that several cells ask for are made once. */
function merged(edits: readonly TextEdit[], cells: readonly TextEdit[]): TextEdit[] {
  if (cells.length === 0) return [...edits];
  const all = [...edits, ...cells].sort((a, b) => a.start - b.start || a.end - b.end);
  return all.filter((edit, i) => {
    const last = all[i - 1];
    if (last === undefined || edit.start >= last.end) return true;
    if (edit.start === last.start && edit.end === last.end && edit.replacement === last.replacement)
      return false;
    throw new ApplyError('apply/overlapping-edits', 'two edits touch the same characters of the file');
  });
}

function refusal({ code, message, place }: ApplyError): Refusal {
  return place === undefined ? { code, message } : { code, message, place };
}

function refusedAll(artifact: Artifact, refused: readonly Refusal[]): RedactOutcome {
  return { bytes: artifact.bytes, applied: 0, refused, proof: NOTHING };
}
