/**
 * leaklint: finds Chinese citizens' private data in documents and suggests how to de-identify it.
 *
 * What callers see. The scanner itself is loaded with the first call that needs it (`scanner/README.md`).
 */

import { scanner } from '#scanner';
import type { RedactOutcome } from './apply/index.js';
import type { Artifact, MaskUnion, ScanResult, Suggestion } from './core/index.js';
import type { Scanner, ScannerOptions } from './scanner/options.js';

export type { RedactOutcome } from './apply/index.js';
export type {
  Detector,
  DigitRun,
  LabelHit,
  Scoring,
  SegmentView,
  ValueContext,
  Weight,
} from './core/detector.js';
export { DEFAULT_LIMITS } from './core/limits.js';
export type { OcrEngine, OcrLine, OcrPicture, OcrSymbol } from './core/ocr.js';
export type * from './core/types.js';
export type { PatternRule } from './engine/pattern-detector.js';
export type {
  FieldFormat,
  FieldValue,
  FormattedText,
  GateField,
  GateFile,
  GateInput,
  GateLink,
  GateOptions,
  GateResult,
  GateUnread,
  LinkReader,
  Override,
  OverrideRecord,
} from './gate/index.js';
export { mergeStored, needsStoredDocument } from './gate/stored.js';
export type { Encryption, Policy, PolicySource } from './policy/index.js';
export type { AllowEntry, Scanner, ScannerOptions } from './scanner/options.js';

/**
 * Makes a scanner: patterns compiled once, reusable, no state shared between scans.
 *
 * @throws TypeError on an unknown entity, policy or locale; RangeError on a bad date, limit or key.
 */
export function createScanner(options: ScannerOptions = {}): Scanner {
  return scanner().createScanner(options);
}

/**
 * Masks of one person in different results that together give the value back, or leave fewer than 1,000 values. Needs
 * results of one `key` or `maskKey`: findings of masked values with a name beside them carry `partial` then. Of one
 * container `scan` and `scanEach` tell them without either.
 */
export function maskUnions(results: Iterable<Pick<ScanResult, 'artifact' | 'findings'>>): MaskUnion[] {
  return scanner().maskUnions(results);
}

/**
 * Applies the suggestions of a scan to the file that was scanned.
 *
 * Only the masked characters change, byte for byte, in the original encoding; the output is scanned again
 * before it is given out. See `RedactOutcome` for what could not be done.
 */
export async function redact(
  artifact: Artifact,
  plan: ScanResult | readonly Suggestion[],
  options: ScannerOptions = {},
): Promise<RedactOutcome> {
  return scanner().redact(artifact, plan, options);
}
