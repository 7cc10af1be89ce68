/** A PDF as a file to redact: what the plan means in it, and the proof of the copy. */
import type { Artifact, Edit, Finding, Place, ScanResult, Suggestion } from '../core/index.js';
import { ApplyError } from './errors.js';
import type { RedactOutcome, Refusal } from './outcome.js';
import type { RedactChild } from './pdf/clean.js';
import { isPainted, redactPdf } from './pdf/index.js';
import { sweep } from './pdf/sweep.js';
import { foldedDigits, hasPlainMask, holdsMasked } from './values.js';

export interface PdfItem {
  readonly suggestion: Suggestion;
  readonly finding: Finding | undefined;
}

export interface PdfFileTools {
  readonly rescan: (artifact: Artifact) => Promise<ScanResult>;
  readonly redactChild: RedactChild;
}

/** Shorter numbers occur by chance. */
const SHORTEST = 7;

/** @throws ApplyError Where an edit can't be made; nothing is written then. */
export async function redactPdfFile(
  artifact: Artifact,
  before: ScanResult,
  items: readonly PdfItem[],
  tools: PdfFileTools,
): Promise<RedactOutcome> {
  const edits = united(items.flatMap(({ suggestion }) => suggestion.edits));
  const outcome = await redactPdf(
    artifact,
    { edits, values: items.map(({ finding }) => finding?.places ?? []) },
    tools,
  );
  const numbers = new Set<string>();
  for (const [i, { finding, suggestion }] of items.entries()) {
    if (finding === undefined) continue;
    const digits = foldedDigits(outcome.values[i]!);
    const fits = digits !== undefined && (!hasPlainMask(finding) || holdsMasked(digits, finding.masked));
    // What was recognised by its look need not be what the font says.
    const told = finding.places.every((place) => isPainted(place) && place.channel !== 'ocr');
    if (told && digits !== undefined && !fits) {
      const place = suggestion.edits[0]?.place;
      throw new ApplyError(
        'apply/other-source',
        'the text is not the one that was scanned; scan it again',
        place,
      );
    }
    if (fits && digits.length >= SHORTEST) numbers.add(digits);
  }
  const after = await tools.rescan({ ...artifact, bytes: outcome.bytes }).catch(() => {
    throw new ApplyError('apply/rescan-failed', 'the scan that has to prove the result failed');
  });
  const kept = [...numbers].filter((number) => isAllowed(number, after));
  for (const number of kept) numbers.delete(number);
  const remaining = remainingPlaces(edits, after);
  const swept = await sweep(outcome.bytes, numbers);
  if (swept > 0 && remaining.length === 0) {
    remaining.push({ kind: 'page', part: '', channel: 'residue', page: 1, box: [0, 0, 0, 0] });
  }
  const left = after.coverage.unread.length > before.coverage.unread.length;
  const proof = {
    verified: remaining.length === 0 && !left,
    rescan: { verdict: after.verdict, findings: after.findings.length },
    remaining,
    kept: kept.length,
    replaced: outcome.replaced,
  };
  if (proof.verified) {
    const { bytes, notes } = outcome;
    const told = notes.length > 0 ? { notes } : {};
    return { bytes, applied: items.length, refused: [], proof, ...told, after };
  }
  const refused: Refusal[] = left
    ? [
        {
          code: 'apply/unread',
          message: 'a part of the copy could not be read again, so that nothing is proven',
        },
      ]
    : remaining.map((place) => ({
        code: 'apply/value-remains',
        message: 'a redacted value still stands in the copy; redact all places of it, or by hand',
        place,
      }));
  return { bytes: artifact.bytes, applied: 0, refused, proof };
}

/**
 * Edits of which no two are of one box. Text that runs over the edge of a page is the end of a value that stands in
 * full beside the page, and a value by itself: the glyphs go once.
 *
 * @throws ApplyError `apply/overlapping-edits` where both say what is to be written there.
 */
function united(edits: readonly Edit[]): Edit[] {
  const known = new Map<string, Edit>();
  const rest: Edit[] = [];
  for (const edit of edits) {
    const { place, replacement } = edit;
    if (!isPainted(place)) {
      rest.push(edit);
      continue;
    }
    const key = `${place.page} ${place.box.join(' ')}`;
    const other = known.get(key)?.replacement;
    if (other === undefined || other === '') known.set(key, edit);
    else if (replacement !== '') {
      throw new ApplyError('apply/overlapping-edits', 'two edits touch the same characters', place);
    }
  }
  return [...known.values(), ...rest];
}

/** A redacted number that also stands as an official or lawful one stays there. */
function isAllowed(number: string, { findings }: ScanResult): boolean {
  return findings.some(
    (finding) =>
      (finding.disposition === 'official' || finding.disposition === 'lawful') &&
      hasPlainMask(finding) &&
      holdsMasked(number, finding.masked),
  );
}

function remainingPlaces(edits: readonly Edit[], { findings }: ScanResult): Place[] {
  const strings = new Set(edits.filter(({ place }) => !isPainted(place)).map(({ place }) => keyOf(place)));
  const boxes = edits.map(({ place }) => place).filter(isPainted);
  const remaining: Place[] = [];
  for (const { disposition, places } of findings) {
    if (disposition !== 'leak' && disposition !== 'review') continue;
    for (const place of places) {
      const again = isPainted(place)
        ? boxes.some(({ page, box }) => page === place.page && overlap(box, place.box))
        : strings.has(keyOf(place));
      if (again) remaining.push(place);
    }
  }
  return remaining;
}

type Box = readonly [number, number, number, number];

/** More than edges touch. */
function overlap(a: Box, b: Box): boolean {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0.5 && height > 0.5 * Math.min(a[3] - a[1], b[3] - b[1]);
}

function keyOf(place: Place): string {
  if (place.kind === 'page') return `${place.channel} ${place.part} ${place.page} ${place.box.join(' ')}`;
  return `${place.channel} ${place.part}`;
}
