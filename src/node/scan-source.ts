/** One file → its results: whole, in pieces, or the reason why not. The same code runs here and in child processes. */
import { type Artifact, type Capture, DEFAULT_LIMITS, type Limits, type ScanResult } from '../core/index.js';
import { type ArchiveType, archiveStepsOf, archiveTypeOf } from './archive.js';
import type { ArchiveRange, ArchiveStep } from './archive-step.js';
import { HEAD, kindOf } from './kind.js';
import { mirroredFrom } from './mirror.js';
import type { ScanRoots } from './other-archives.js';
import { scanPieces } from './pieces.js';
import { type ByteSource, bufferSource, type FilePath, type Known, openSource } from './source.js';
import type { ArtifactScanner } from './types.js';
import { systemReason, unreadResult } from './unread-result.js';

/** Plain texts above this many bytes are read in pieces. */
const IN_PIECES = 8 * 1024 * 1024;

export interface FileInput {
  readonly path: FilePath;
  readonly name: string;
  /** What a listing said of it, so that it need not be asked again; always of an object of S3. */
  readonly known?: Known;
  /** Of an archive: which records or entries. */
  readonly range?: ArchiveRange;
  /** Where it comes from, when it stands in a mirror of a site. */
  readonly capture?: Capture;
  /** What else is scanned: where originals of revisits are looked for. */
  readonly among?: ScanRoots;
  /** Told record by record, so that it is known which one ends the process. */
  readonly careful?: boolean;
}

/** What to scan: a file by its path, or bytes that are already here. */
export type Input =
  | FileInput
  | {
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly mediaType?: string;
      readonly charset?: string;
    };

export interface SourceOptions {
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
  readonly onBusy?: (milliseconds: number) => void;
}

/** Texts and pages up to this many bytes cost less than a message about them. */
export const SMALL: number = 512 * 1024;

/** Small running text and markup: nothing in it needs a parser that can hang. */
export function isSmallText(input: Input): boolean {
  if ('bytes' in input)
    return input.bytes.length <= SMALL && kindOf(input.bytes.subarray(0, HEAD)) !== 'other';
  try {
    const source = openSource(input.path, SMALL, input.known);
    try {
      return source.size <= SMALL && kindOf(source.read(0, HEAD)) !== 'other';
    } finally {
      source.close();
    }
  } catch {
    // `scanSource` says what is wrong.
    return true;
  }
}

/** @returns What an archive holds, step by step; undefined when the input is none. Never throws. */
export function archiveSteps(
  input: Input,
  scanner: ArtifactScanner,
  options: SourceOptions = {},
): AsyncGenerator<ArchiveStep> | undefined {
  let source: ByteSource | undefined;
  try {
    source =
      'path' in input ? openSource(input.path, DEFAULT_LIMITS.bytes, input.known) : bufferSource(input.bytes);
    const type = archiveTypeOf(source);
    if (type !== undefined) return stepsOf(type, input, source, scanner, options);
  } catch {
    // `scanSource` says what is wrong.
  }
  source?.close();
  return undefined;
}

async function* stepsOf(
  type: ArchiveType,
  input: Input,
  source: ByteSource,
  scanner: ArtifactScanner,
  { limits, signal, onBusy }: SourceOptions,
): AsyncGenerator<ArchiveStep> {
  const { range = {}, careful = false, among } = 'path' in input ? input : {};
  // The default bound on entries protects memory, which steps do as well; one that the caller chose is kept.
  const bounds = { ...DEFAULT_LIMITS, entries: Number.MAX_SAFE_INTEGER, ...limits };
  const settings = { ...range, all: careful, name: input.name, limits: bounds };
  let at = range.from ?? { offset: 0, index: 0 };
  try {
    for await (const step of archiveStepsOf(type, source, scanner, {
      ...settings,
      ...(signal === undefined ? {} : { signal }),
      ...(among === undefined ? {} : { among }),
      ...(onBusy === undefined ? {} : { onBusy }),
    })) {
      at = step.next;
      yield { ...step, results: step.results.map((result) => withCapture(result, input)) };
    }
  } catch (error) {
    const message = `could not be read to its end (${systemReason(error)})`;
    yield { at, next: at, results: [unreadResult(input.name, 'file/unreadable', message)] };
  } finally {
    source.close();
  }
}

function withCapture(result: ScanResult, input: Input): ScanResult {
  if (!('path' in input) || input.capture === undefined || result.source !== undefined) return result;
  return { ...result, source: input.capture };
}

/** Results of one input; never throws for what is wrong with a file. */
export async function* scanSource(
  input: Input,
  scanner: ArtifactScanner,
  options: SourceOptions = {},
): AsyncGenerator<ScanResult> {
  for await (const result of resultsOf(input, scanner, options)) yield withCapture(result, input);
}

async function* resultsOf(
  input: Input,
  scanner: ArtifactScanner,
  options: SourceOptions,
): AsyncGenerator<ScanResult> {
  const archive = archiveSteps(input, scanner, options);
  if (archive !== undefined) {
    for await (const step of archive) yield* step.results;
    return;
  }
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let source: ByteSource;
  try {
    source = 'path' in input ? openSource(input.path, limits.bytes, input.known) : bufferSource(input.bytes);
  } catch (error) {
    yield unreadResult(
      input.name,
      'file/unreadable',
      `could not be opened (${systemReason(error)}); check the access rights`,
    );
    return;
  }
  try {
    yield* scanOpen(input, source, scanner, limits, options);
  } catch (error) {
    // A system error while reading; what a scanner throws has no `code` and is its own fault, told by name only.
    const system = typeof (error as NodeJS.ErrnoException).code === 'string';
    yield system
      ? unreadResult(input.name, 'file/unreadable', `could not be read to its end (${systemReason(error)})`)
      : unreadResult(
          input.name,
          'node/failed',
          `the scan ended with an internal error (${systemReason(error)})`,
        );
  } finally {
    source.close();
  }
}

async function* scanOpen(
  input: Input,
  source: ByteSource,
  scanner: ArtifactScanner,
  limits: Limits,
  options: SourceOptions,
): AsyncGenerator<ScanResult> {
  const { signal } = options;
  // The default bound protects memory, which pieces do as well; a bound that the caller chose is kept.
  const bounded = options.limits?.bytes !== undefined || !('path' in input);
  const text = source.size > IN_PIECES && kindOf(source.read(0, HEAD)) === 'text';
  if (source.size > limits.bytes && (bounded || !text)) {
    yield tooLarge(input.name, limits.bytes);
    return;
  }
  if (text) {
    const end = performance.now() + limits.milliseconds;
    yield await scanPieces(source, scanner, {
      name: input.name,
      findings: limits.findings,
      expired: () => signal?.aborted === true || performance.now() > end,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    return;
  }
  yield* scanner.scanEach(artifactOf(input, source), signal === undefined ? {} : { signal });
}

function artifactOf(input: Input, source: ByteSource): Artifact {
  if ('bytes' in input) return input;
  const bytes = source.read(0, source.size);
  // Its own word on where it comes from goes before what its path says.
  const url = input.capture?.derived === true ? mirroredFrom(bytes) : undefined;
  return url === undefined
    ? { name: input.name, bytes }
    : { name: input.name, bytes, source: { ...input.capture!, url } };
}

function tooLarge(name: string, bound: number): ScanResult {
  return unreadResult(
    name,
    'file/too-large',
    `larger than ${bound} bytes; raise the byte limit (--max-bytes) or split the file`,
  );
}
