/** What callers give a scanner, and what they get. */
import type { Artifact, Detector, Limits, OcrEngine, ScanResult } from '../core/index.js';
import type { PatternRule } from '../engine/pattern-detector.js';
import type { GateInput, GateOptions, GateResult } from '../gate/index.js';
import type { Encryption, PolicySource } from '../policy/index.js';

/** Values that are known and may stand, with the reason; `expires` is an ISO date after which they count again. */
export interface AllowEntry {
  /** Separators, width of the digits, +86 and the case of an X do not matter. */
  readonly value?: string;
  readonly fingerprint?: string;
  /** Regular expression that a whole normalised value must match: `400\\d{7}`. */
  readonly pattern?: string;
  readonly reason: string;
  readonly expires?: string;
}

export interface ScannerOptions {
  /** Entity ids to look for; all by default. */
  readonly entities?: readonly string[];
  /**
   * Name of a built-in policy, or one of your own; `default` by default. `auto`: for each document the one that its
   * title calls for (`ScanResult.proposedPolicy` says which that is).
   */
  readonly policy?: string | PolicySource;
  /** Language of messages for people. */
  readonly locale?: 'zh-CN' | 'en';
  readonly limits?: Partial<Limits>;
  /** ISO date that no birth date may lie after; the host's date by default. */
  readonly today?: string;
  /** Key of the fingerprints (HMAC-SHA-256): text or bytes, at least 16 bytes. */
  readonly key?: string | Uint8Array;
  /**
   * Key of `Finding.partial` alone where there is no `key`: results of one scan can be laid over each other by
   * `maskUnions` then. Draw one for each scan, and take `partial` out before results are kept.
   */
  readonly maskKey?: string | Uint8Array;
  /** For policies that encrypt: `formatPreserving(key)` of `leaklint/encrypt`. */
  readonly encryption?: Encryption;
  /** Known values, or with reason and expiry. */
  readonly allow?: readonly (string | AllowEntry)[];
  /** Puts raw values into findings. Off: a report must not be the second leak. */
  readonly reveal?: boolean;
  /**
   * Adds `risk` to results, and `remaining` to suggestions: who can still be told apart once the suggestions are
   * applied. `true`, or the wanted size of the smallest group of alike rows; 5 by default.
   */
  readonly risk?: boolean | { readonly k?: number };
  /** Reads text in scanned pages and pictures, for example `tesseract()` of `leaklint/ocr/tesseract`; none by default. */
  readonly ocr?: OcrEngine;
  /** Further detectors, beside the built-in ones. */
  readonly detectors?: readonly Detector[];
  /** Further kinds of value as data: a regular expression and its label words. */
  readonly patterns?: readonly PatternRule[];
}

export interface Scanner {
  /** Scans text or the source of an HTML page. Synchronous; offsets are into `text`. */
  scanText(text: string, options?: { readonly format?: 'text' | 'html'; readonly name?: string }): ScanResult;
  /** Scans a file of any format; what it contains is part of the one result. */
  scan(artifact: Artifact, options?: { readonly signal?: AbortSignal }): Promise<ScanResult>;
  /** Scans a file of any format, one result a contained document as it is read; a container comes after its content. */
  scanEach(artifact: Artifact, options?: { readonly signal?: AbortSignal }): AsyncIterable<ScanResult>;
  /**
   * The publish gate: may a document with these fields, uploads and linked attachments be published? One message for
   * each field, and the field as it may be published. Fails closed on what was not read; see `GateOptions`.
   */
  scanFields(input: GateInput, options?: GateOptions): Promise<GateResult>;
}
