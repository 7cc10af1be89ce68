/** What redaction gives back. */
import type { Artifact, Place, ScanResult, Verdict } from '../core/index.js';
import type { ApplyCode, ApplyError, ApplyReason } from './errors.js';
import type { Note } from './notes.js';

/** An edit or finding that was not applied. */
export interface Refusal {
  readonly code: ApplyCode;
  /** Which of the causes of the code it is. */
  readonly reason?: ApplyReason;
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

export const NOTHING: RedactProof = { verified: false, remaining: [], kept: 0, replaced: 0 };

export function refusal({ code, message, place, reason }: ApplyError): Refusal {
  return {
    code,
    message,
    ...(place === undefined ? {} : { place }),
    ...(reason === undefined ? {} : { reason }),
  };
}

export function refusedAll(artifact: Artifact, refused: readonly Refusal[]): RedactOutcome {
  return { bytes: artifact.bytes, applied: 0, refused, proof: NOTHING };
}
