/** What a parent and its child processes say to each other, by structured clone. */
import type { ScanResult } from '../core/index.js';
import type { Input } from './scan-source.js';

export type ToChild =
  /** Once, first: how to build the scanner. */
  { readonly kind: 'start'; readonly options: unknown } | { readonly kind: 'scan'; readonly input: Input };

export type FromChild<Result = ScanResult> =
  /** The scanner is built. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: Result }
  /** The input is finished. `memory`: resident bytes now. */
  | { readonly kind: 'done'; readonly memory: number }
  /** Building the scanner failed; `name` of the error, since a message may quote an option. */
  | { readonly kind: 'refused'; readonly name: string };
