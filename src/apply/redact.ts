/**
 * Suggestions → a copy of the same file, and the proof that it is clean.
 *
 * All or nothing: where one edit can't be made, or the copy does not pass the proof, the original bytes come
 * back and `refused` says why. Only the file's own name is outside: content is redacted, the name has to be
 * changed by whoever saves the copy.
 */
import type { Artifact, ScanResult } from '../core/index.js';
import { ApplyError } from './errors.js';
import { byInnerFile, redactInner, redactPdfPlan, scanned, type Tools } from './inner-files.js';
import { openMedium, PDF, type TypeOf } from './medium.js';
import { planNames } from './names.js';
import {
  NOTHING,
  type RedactOutcome,
  type RedactProof,
  type Refusal,
  refusal,
  refusedAll,
} from './outcome.js';
import { editsByPart, planEdits, textsOf } from './part-edits.js';
import { cellKey, checkPlan, itemsOf, type Plan, takenAlong } from './plan.js';
import { remainingPlaces } from './proof.js';
import { resolveCells } from './sheet-cells.js';
import { editBytes, editText, type TextEdit } from './text-edits.js';
import { unwritable } from './unwritable.js';
import { numbersOf } from './values.js';

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
  plan: Plan,
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  typeOf?: TypeOf,
): Promise<RedactOutcome> {
  const tools: Tools = {
    rescan,
    redact: (child, inner) => applySuggestions(child, inner, rescan, typeOf),
  };
  try {
    const outcome = await redactFile(artifact, plan, tools, typeOf);
    // What went with another finding's row or column is gone as well.
    return outcome.applied === 0 ? outcome : { ...outcome, applied: outcome.applied + takenAlong(plan) };
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    return refusedAll(artifact, [refusal(ofNotes(error, plan))]);
  }
}

async function redactFile(
  artifact: Artifact,
  plan: Plan,
  tools: Tools,
  typeOf: TypeOf | undefined,
): Promise<RedactOutcome> {
  const { rescan } = tools;
  const before = 'findings' in plan ? plan : await scanned(rescan, artifact);
  if (before.artifact !== artifact.name) {
    throw new ApplyError('apply/other-artifact', 'the plan was made for a file of another name');
  }
  if (before.mediaType === PDF) return redactPdfPlan(artifact, plan, before, tools);
  const medium = openMedium(artifact, before.mediaType, typeOf);
  if (medium === undefined) throw unwritable(before.mediaType);
  const { items, named } = itemsOf(plan);
  const { names, refused } = await planNames(named, medium);
  if (items.length === 0 && names.size === 0) {
    return { bytes: artifact.bytes, applied: 0, refused, proof: { ...NOTHING, verified: true } };
  }
  const { own, inside } = await byInnerFile(items, medium);
  const inner = await redactInner(inside, artifact.name, tools);
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

const ARCHIVE = /^application\/(?:x-)?(?:zip|tar|gzip)$/;

/** Comments of archives and targets of links are told like comments of files; they are no text of any. */
function ofNotes(error: ApplyError, plan: Plan): ApplyError {
  const { code, place } = error;
  const misplaced = code === 'apply/other-artifact' || code === 'apply/other-source';
  if (!misplaced || place?.channel !== 'comment' || !('mediaType' in plan)) return error;
  if (!ARCHIVE.test(plan.mediaType)) return error;
  const message =
    'the value stands in a comment of the archive or the target of a link; take that away, then redact';
  return new ApplyError('apply/place-not-text', message, place, 'archive-note');
}

function outsideChanged(): ApplyError {
  return new ApplyError(
    'apply/outside-changed',
    'the edited bytes read differently; save the file as UTF-8 first',
  );
}
