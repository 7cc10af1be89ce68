/** PDFs, by themselves and inside other files: they are redacted as a whole. */
import {
  type Artifact,
  append,
  type Finding,
  type Place,
  type ScanResult,
  type Suggestion,
} from '../core/index.js';
import { ApplyError } from './errors.js';
import type { InnerFile, Medium } from './medium.js';
import { fileNameRefusals } from './names.js';
import type { Note } from './notes.js';
import { NOTHING, type RedactOutcome } from './outcome.js';
import { joinParts } from './parts.js';
import { redactPdfFile } from './pdf-file.js';
import { cellKey, findingsByPlace, type Item, itemsOf, type Plan } from './plan.js';

export interface Tools {
  /** Scans a copy, with the options of the first scan. */
  readonly rescan: (artifact: Artifact) => Promise<ScanResult>;
  /** Redacts what is attached to a PDF. */
  readonly redact: (artifact: Artifact, plan: Plan) => Promise<RedactOutcome>;
}

/** Items by the file inside that is redacted as a whole; `own` are the others. */
export async function byInnerFile(
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
export async function redactInner(
  inside: ReadonlyMap<string, { file: InnerFile; items: readonly Item[] }>,
  name: string,
  tools: Tools,
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
    const before = await scanned(tools.rescan, child);
    const outcome = await redactPdfPlan(child, plan, before, tools);
    const [refused] = outcome.refused;
    if (refused !== undefined) {
      const { place, reason } = refused;
      const whole = place === undefined ? undefined : { ...place, part: joinParts(part, place.part) };
      throw new ApplyError(refused.code, refused.message, whole, reason);
    }
    written.set(part, outcome.bytes);
    append(notes, outcome.notes ?? []);
    replaced += outcome.proof.replaced;
  }
  return { written, notes, replaced };
}

export async function redactPdfPlan(
  artifact: Artifact,
  plan: Plan,
  before: ScanResult,
  { rescan, redact }: Tools,
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
    const outcome = await redact(child, inner);
    return outcome.proof.verified ? outcome.bytes : undefined;
  };
  const outcome = await redactPdfFile(artifact, before, whole, { rescan, redactChild });
  return { ...outcome, refused: [...outcome.refused, ...refused] };
}

export async function scanned(
  rescan: (artifact: Artifact) => Promise<ScanResult>,
  artifact: Artifact,
): Promise<ScanResult> {
  try {
    return await rescan(artifact);
  } catch {
    throw new ApplyError('apply/rescan-failed', 'the scan that has to prove the result failed');
  }
}
