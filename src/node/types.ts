/** What the node layer needs of a scanner, so that tests can give it another. */
import type { Artifact, ScanResult } from '../core/index.js';

export interface TextScanner {
  scanText(text: string, options?: { readonly format?: 'text' | 'html'; readonly name?: string }): ScanResult;
}

export interface ArtifactScanner extends TextScanner {
  scanEach(artifact: Artifact, options?: { readonly signal?: AbortSignal }): AsyncIterable<ScanResult>;
}
