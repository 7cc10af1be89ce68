/** What a parent and its child processes say to each other, by structured clone. */
import type { ScanResult } from '../core/index.js';
import type { RecordPosition } from '../formats/warc/index.js';
import type { CaptureTally } from './captures.js';
import type { FileInput, Input } from './scan-source.js';

/** Small files for one message: the child opens them itself, contents are never sent. */
export interface Batch {
  readonly batch: readonly FileInput[];
  /** One message a file, so that it is known which one ends the process. */
  readonly careful?: boolean;
}

export type Work = Input | Batch;

/** A record of an archive, or a file of a batch (`next.offset` is then the index of the next file). */
export interface Step {
  readonly results: readonly ScanResult[];
  readonly next: RecordPosition;
  /** Bytes of the file that are read, where `next` counts others. */
  readonly read?: number;
  readonly captures?: CaptureTally;
  /** Not small text: to be read alone. */
  readonly deferred?: boolean;
}

export type ToChild =
  /** Once, first: how to build the scanner. */
  | { readonly kind: 'start'; readonly options: unknown }
  | { readonly kind: 'scan'; readonly input: Work }
  /** There is room for further steps. */
  | { readonly kind: 'go' };

export type FromChild<Result = ScanResult> =
  /** The scanner is built. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: Result }
  /** Several at once: a message costs more than a small page. Each is answered by `go`. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** Something with a time limit of its own is under way, beside the limit of the input. */
  | { readonly kind: 'busy'; readonly milliseconds: number }
  /** The input is finished. `memory`: resident bytes now. */
  | { readonly kind: 'done'; readonly memory: number }
  /** Building the scanner failed; `name` of the error, since a message may quote an option. */
  | { readonly kind: 'refused'; readonly name: string };
