/** Texts, pages and files to one result each: texts here, files in child processes that can be stopped. */
import os from 'node:os';
import { type Artifact, append, type ScanResult, type Verdict } from '../core/index.js';
import { merge } from '../engine/scan.js';
import { createScanner, type Scanner } from '../index.js';
import { lost, scanFileApart } from '../node/apart.js';
import { HEAD, kindOf } from '../node/kind.js';
import { type NodeScannerOptions, withEngine } from '../node/ocr/choose.js';
import { ChildPool } from '../node/pool.js';
import { poolOptions } from '../node/scan-paths.js';
import type { Input } from '../node/scan-source.js';
import { type Redaction, redactArtifact } from './redaction.js';

export type Source =
  | { readonly kind: 'text' | 'html'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly input: Input };

export interface ServiceOptions {
  /** `detectors` can't be sent to child processes and is refused. */
  readonly scanner?: NodeScannerOptions;
  /** Child processes at a time, for files. */
  readonly jobs?: number;
  /** Resident bytes of one child process; default 900 MiB. */
  readonly memory?: number;
  /** UTF-16 code units of a text that is scanned in this process; longer ones go to a child. Default 64 Ki. */
  readonly maxText?: number;
  /** Modules that children run; for tests. */
  readonly worker?: { readonly scan: URL; readonly redact: URL };
}

/** A page of prose of this size takes milliseconds, one of nothing but numbers a second: no more may block the others. */
const MAX_TEXT = 64 * 1024;
/** Bytes of a file that is read in this process when it is text. */
const SMALL = 128 * 1024;
/** Milliseconds that this process works on texts before it lets others in. */
const SLICE = 15;

export class ScanService {
  readonly #scanner: Scanner;
  readonly #scans: ChildPool;
  readonly #redactions: ChildPool<Redaction>;
  readonly #maxText: number;
  #busySince = 0;

  /** @throws TypeError, RangeError on options that are wrong. */
  constructor({ scanner = {}, jobs, memory, maxText = MAX_TEXT, worker }: ServiceOptions = {}) {
    if (scanner.detectors !== undefined) {
      throw new TypeError('option "detectors": functions cannot be sent to child processes');
    }
    if (typeof scanner.ocr === 'object') {
      throw new TypeError('option "ocr": an engine cannot be sent to child processes');
    }
    this.#scanner = createScanner(withEngine(scanner));
    this.#maxText = maxText;
    const shared = {
      ...scanner,
      jobs: jobs ?? Math.min(8, os.availableParallelism()),
      ...(memory === undefined ? {} : { memory }),
    };
    const pool = poolOptions(shared, scanner);
    this.#scans = new ChildPool({ ...pool, module: worker?.scan ?? pool.module });
    const redact = worker?.redact ?? new URL('./redact-worker.js', import.meta.url);
    this.#redactions = new ChildPool({ ...pool, module: redact });
  }

  /** Files that wait for a child process. */
  get backlog(): number {
    return this.#scans.backlog + this.#redactions.backlog;
  }

  /** One result, contained documents included. Never rejects for what is wrong with a file. */
  async scan(source: Source): Promise<ScanResult> {
    if (source.kind === 'file') {
      if (!staysHere(source.input)) return this.#scanApart(source.input);
      await this.#turn();
      return this.#scanner.scan(source.input);
    }
    const { kind, name, text } = source;
    if (text.length > this.#maxText) {
      return this.#scanApart({ ...artifactOf(kind, text), name });
    }
    await this.#turn();
    return this.#scanner.scanText(text, { format: kind, name });
  }

  /** A copy with every suggestion applied, and whether it is clean. */
  async redact(source: Source): Promise<Redaction> {
    const artifact = source.kind === 'file' ? source.input : artifactOf(source.kind, source.text);
    // A text that looks like a PDF is read as one, and that is nothing for this process.
    if (!staysHere(artifact)) return this.#redactApart(artifact);
    await this.#turn();
    return redactArtifact(artifact, (copy) => this.#scanner.scan(copy));
  }

  /** Kills the children; what they were at ends as unread. */
  close(): void {
    this.#scans.close();
    this.#redactions.close();
  }

  async #scanApart(input: Input): Promise<ScanResult> {
    const results: ScanResult[] = [];
    const ended = await scanFileApart(this.#scans, input, (told) => void append(results, told.results));
    if (!ended || results.length === 0) results.push(lost(input.name, NOTHING));
    return merge(results, input.name, () => worstVerdict(results));
  }

  async #redactApart(input: Input): Promise<Redaction> {
    let redaction: Redaction | undefined;
    const outcome = await this.#redactions.run(input, (result) => (redaction = result));
    if (redaction !== undefined) return redaction;
    const result = lost(input.name, outcome.kind === 'done' ? NOTHING : outcome);
    const refused = result.diagnostics.map(({ code, message }) => ({ code, message }));
    return { applied: 0, refused, clean: false, before: result, after: result };
  }

  /** Other requests, timers and signals come in between two texts. */
  async #turn(): Promise<void> {
    if (performance.now() - this.#busySince < SLICE) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#busySince = performance.now();
  }
}

/** Running text and markup need no parser that can hang. */
function staysHere(input: Input): input is Artifact {
  return 'bytes' in input && input.bytes.length <= SMALL && kindOf(input.bytes.subarray(0, HEAD)) !== 'other';
}

const NOTHING = { kind: 'crashed', detail: 'no result' } as const;
const GRAVITY: readonly Verdict[] = ['pass', 'incomplete', 'review', 'block'];

/** `block` before `review` before `incomplete` before `pass`. */
export function worstVerdict(results: readonly { readonly verdict: Verdict }[]): Verdict {
  const ranks = results.map(({ verdict }) => GRAVITY.indexOf(verdict));
  return GRAVITY[ranks.reduce((a, b) => Math.max(a, b), 0)]!;
}

function artifactOf(kind: 'text' | 'html', text: string): Artifact {
  const bytes = new TextEncoder().encode(text);
  return kind === 'html'
    ? { name: 'page.html', bytes, mediaType: 'text/html', charset: 'utf-8' }
    : { name: 'text.txt', bytes, mediaType: 'text/plain', charset: 'utf-8' };
}
