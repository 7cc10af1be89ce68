/** What the gate asks of the scanner that it belongs to. */
import type { Artifact, Extraction, Finding, ScanResult, Segment, Verdict } from '../core/index.js';
import type { Locale } from '../report/index.js';

export interface GateEngine {
  analyse(extraction: Extraction): ScanResult;
  scan(artifact: Artifact, signal: AbortSignal): Promise<ScanResult>;
  verdict(findings: readonly Finding[], unread: readonly unknown[]): Verdict;
  /** UTF-16 code units that a text may have. */
  readonly units: number;
  readonly locale: Locale;
  /** Milliseconds from any origin. */
  readonly now: () => number;
}

/** An extraction that read everything. */
export function segmentsOnly(segments: readonly Segment[]): Extraction {
  return { segments, units: 1, unread: [], diagnostics: [] };
}
