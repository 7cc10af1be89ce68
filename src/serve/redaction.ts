/** One artifact → a redacted copy, given out only when a scan of the whole copy finds it clean. */
import { applySuggestions } from '../apply/index.js';
import type { Artifact, ScanResult } from '../core/index.js';
import { typeOf } from '../engine/sniff.js';

export interface Redaction {
  /** The copy; absent when there is none. */
  readonly bytes?: Uint8Array;
  /** Suggestions that were applied. */
  readonly applied: number;
  /** What was not done and why; codes are those of `apply` or of the reader. */
  readonly refused: readonly { readonly code: string; readonly message: string; readonly finding?: string }[];
  /** No leak or weak mask is left in the copy, and all of it was read. */
  readonly clean: boolean;
  readonly before: ScanResult;
  /** The scan of the copy. */
  readonly after: ScanResult;
}

export async function redactArtifact(
  artifact: Artifact,
  scan: (artifact: Artifact) => Promise<ScanResult>,
): Promise<Redaction> {
  const before = await scan(artifact);
  const outcome = await applySuggestions(artifact, before, scan, typeOf);
  // The outcome's proof concerns what was redacted; whether the copy may go out is asked of the whole copy.
  const { bytes, applied, after = before } = outcome;
  const left = after.findings.some(
    ({ disposition }) => disposition === 'leak' || disposition === 'weak-mask',
  );
  const refused = outcome.refused.map(({ code, message, finding }) =>
    finding === undefined ? { code, message } : { code, message, finding },
  );
  return { bytes, applied, refused, clean: !left && after.coverage.unread.length === 0, before, after };
}
