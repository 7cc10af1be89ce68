/** Files and folders → results, with what may go wrong kept away from this process. */
import fs from 'node:fs';
import os from 'node:os';
import { type Artifact, DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import type { ScannerOptions } from '../index.js';
import { HEAD, kindOf } from './kind.js';
import { ChildPool, type Outcome, type PoolOptions } from './pool.js';
import { type Input, scanSource } from './scan-source.js';
import { openSource } from './source.js';
import type { ArtifactScanner } from './types.js';
import { unreadResult } from './unread-result.js';
import { DEFAULT_EXCLUDE, walk } from './walk.js';

export interface ScanPathsOptions extends ScannerOptions {
  /** Child processes at a time; default: the processors at hand, at most 8. */
  readonly jobs?: number;
  /** `false`: everything runs in this process; nothing guards it against a file that hangs or eats memory. */
  readonly isolate?: boolean;
  /** Resident bytes of one child process; default 900 MiB. */
  readonly memory?: number;
  /** Inputs after which a child process is replaced; default 200. */
  readonly recycleAfter?: number;
  /** Names that are left out, `*` for any characters; default `.git`, `.hg`, `.svn`. */
  readonly exclude?: readonly string[];
  /** Results in the order of the inputs instead of the order in which they are finished. */
  readonly ordered?: boolean;
  /** Ends the scan: children are killed, results that arrived are kept, the iteration ends. */
  readonly signal?: AbortSignal;
  /** Told about each input that is finished, by its name in the report. */
  readonly onFile?: (name: string) => void;
  /** The scanner for small texts in this process, and what children run; for tests and embedders. */
  readonly host?: Host;
}

export interface Host {
  readonly scanner?: ArtifactScanner;
  readonly worker?: { readonly module: URL; readonly execArgv?: readonly string[] };
}

/** Texts and pages up to this many bytes are read in this process: they cost less than the message to a child. */
const SMALL = 512 * 1024;
const MEMORY = 900 * 1024 * 1024;
const RECYCLE = 200;
/** A child gets this much longer than the scan's own time limit, which ends a scan with what it has. */
const GRACE = 2_000;
/** Inputs that may wait for a child while the walk goes on. */
const BACKLOG = 64;
/** Results that may wait for the caller. */
const QUEUE = 256;

/**
 * Scans files, folders and artifacts; one result for each document, those inside containers included.
 *
 * Small texts and pages are scanned here; everything else in child processes, each killed when its time or
 * memory is used up: the file is then `unread` with `node/timeout`, `node/memory` or `node/crashed`, and the
 * results that it gave before are kept. Never throws for what is wrong with a file or a path.
 *
 * @param inputs Paths (named in results as written here, with `/`), or artifacts that are in memory.
 * @throws TypeError, RangeError for options that are wrong, at the first step.
 */
export async function* scanPaths(
  inputs: Iterable<string | Artifact>,
  options: ScanPathsOptions = {},
): AsyncGenerator<ScanResult, void, undefined> {
  const run = await Run.start(options);
  const pumping = run.pump(inputs);
  // Its error comes out below; a caller that left early does not want it.
  pumping.catch(() => undefined);
  try {
    for (;;) {
      const next = run.output.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      if (run.finished) break;
      await run.changed();
    }
    await pumping;
  } finally {
    run.close();
  }
}

class Run {
  readonly output: ScanResult[] = [];
  finished = false;
  readonly #options: ScanPathsOptions;
  readonly #scanner: ArtifactScanner;
  readonly #pool: ChildPool | undefined;
  readonly #stop = new AbortController();
  readonly #held = new Map<number, { results: ScanResult[]; done: boolean }>();
  #here: Promise<void> = Promise.resolve();
  #turn = 0;
  #wakers: (() => void)[] = [];

  private constructor(options: ScanPathsOptions, scanner: ArtifactScanner, pool: ChildPool | undefined) {
    this.#options = options;
    this.#scanner = scanner;
    this.#pool = pool;
    const stop = (): void => this.#abort();
    if (options.signal?.aborted === true) stop();
    else options.signal?.addEventListener('abort', stop, { once: true, signal: this.#stop.signal });
  }

  static async start(options: ScanPathsOptions): Promise<Run> {
    const scannerOptions = pickScannerOptions(options);
    if (options.detectors !== undefined && options.isolate !== false) {
      throw new TypeError(
        'option "detectors": functions cannot be sent to child processes; set isolate: false',
      );
    }
    const scanner = options.host?.scanner ?? (await import('../index.js')).createScanner(scannerOptions);
    const pool = options.isolate === false ? undefined : new ChildPool(poolOptions(options, scannerOptions));
    return new Run(options, scanner, pool);
  }

  async pump(inputs: Iterable<string | Artifact>): Promise<void> {
    const running = new Set<Promise<void>>();
    try {
      let turn = 0;
      for (const input of this.#inputs(inputs)) {
        if (this.#stop.signal.aborted) break;
        this.#begin(turn++, input, running);
        await this.#here;
        while (!this.#stop.signal.aborted && this.#crowded()) await this.changed();
      }
      await Promise.all(running);
    } finally {
      this.#flush();
      this.finished = true;
      this.#wake();
    }
  }

  #begin(turn: number, input: Input | { readonly result: ScanResult }, running: Set<Promise<void>>): void {
    if ('result' in input) {
      this.#emit(turn, input.result);
      this.#end(turn, input.result.artifact);
      return;
    }
    const settled = this.#pool === undefined ? input : settle(input, this.#options.limits?.bytes);
    if (this.#pool === undefined || staysHere(settled)) {
      this.#here = this.#scanHere(turn, settled);
      return;
    }
    const task = this.#scanApart(turn, settled).finally(() => running.delete(task));
    running.add(task);
  }

  #crowded(): boolean {
    return this.output.length > QUEUE || (this.#pool?.backlog ?? 0) > BACKLOG;
  }

  /** Resolves at the next step of the run, or after a moment (a caller that took results frees room). */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, 50);
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      this.#wakers.push(done);
    });
  }

  close(): void {
    this.#abort();
    this.#pool?.close();
  }

  *#inputs(inputs: Iterable<string | Artifact>): Generator<Input | { result: ScanResult }> {
    const exclude = this.#options.exclude ?? DEFAULT_EXCLUDE;
    for (const input of inputs) {
      if (typeof input === 'string') yield* walk(input, { exclude });
      else yield input;
    }
  }

  async #scanHere(turn: number, input: Input): Promise<void> {
    const { limits } = this.#options;
    const options = { signal: this.#stop.signal, ...(limits === undefined ? {} : { limits }) };
    for await (const result of scanSource(input, this.#scanner, options)) {
      if (this.#stop.signal.aborted) return;
      this.#emit(turn, result);
    }
    this.#end(turn, input.name);
    // Lets signals, timers and messages of children in.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #scanApart(turn: number, input: Input): Promise<void> {
    const outcome = await this.#pool!.run(input, (result) => this.#emit(turn, result));
    if (outcome.kind === 'aborted') return;
    if (outcome.kind !== 'done') this.#emit(turn, lost(input.name, outcome));
    this.#end(turn, input.name);
  }

  #emit(turn: number, result: ScanResult): void {
    if (this.#options.ordered !== true || turn === this.#turn) this.output.push(result);
    else this.#hold(turn).results.push(result);
    this.#wake();
  }

  #end(turn: number, name: string): void {
    this.#options.onFile?.(name);
    if (this.#options.ordered !== true) return;
    this.#hold(turn).done = true;
    for (let held = this.#held.get(this.#turn); held?.done === true; held = this.#held.get(this.#turn)) {
      this.output.push(...held.results);
      this.#held.delete(this.#turn++);
    }
    // Results that the next input gave before its turn came.
    const next = this.#held.get(this.#turn);
    if (next !== undefined) this.output.push(...next.results.splice(0));
    this.#wake();
  }

  #hold(turn: number): { results: ScanResult[]; done: boolean } {
    const held = this.#held.get(turn) ?? { results: [], done: false };
    this.#held.set(turn, held);
    return held;
  }

  /** After an abort there are gaps in the order: what is held is given out all the same. */
  #flush(): void {
    for (const turn of [...this.#held.keys()].sort((a, b) => a - b)) {
      this.output.push(...this.#held.get(turn)!.results);
    }
    this.#held.clear();
  }

  #abort(): void {
    this.#stop.abort();
    this.#pool?.close();
    this.#wake();
  }

  #wake(): void {
    for (const waker of this.#wakers.splice(0)) waker();
  }
}

/** What can be read once only (a pipe) is read here, so that a look at it loses nothing. */
function settle(input: Input, bound: number = DEFAULT_LIMITS.bytes): Input {
  if ('bytes' in input) return input;
  try {
    if (fs.statSync(input.path as string | Buffer).isFile()) return input;
    const source = openSource(input.path, bound);
    return { name: input.name, bytes: source.read(0, source.size) };
  } catch {
    // `scanSource` says what is wrong.
    return input;
  }
}

/** Small running text and markup: nothing in it needs a parser that can hang. */
function staysHere(input: Input): boolean {
  if ('bytes' in input)
    return input.bytes.length <= SMALL && kindOf(input.bytes.subarray(0, HEAD)) !== 'other';
  try {
    const source = openSource(input.path, SMALL);
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

/** The report on an input that a child process did not finish. */
export function lost(name: string, outcome: Exclude<Outcome, { kind: 'done' }>): ScanResult {
  switch (outcome.kind) {
    case 'timeout':
      return unreadResult(
        name,
        'node/timeout',
        `reading took longer than allowed (${outcome.detail}) and was stopped; raise the time limit (--timeout) or read it by eye`,
      );
    case 'memory':
      return unreadResult(
        name,
        'node/memory',
        `reading needed more memory than allowed (${outcome.detail}) and was stopped; split the file or read it by eye`,
      );
    default:
      return unreadResult(
        name,
        'node/crashed',
        `the process that read it ended (${outcome.detail}); read it by eye and report the file`,
      );
  }
}

export function poolOptions(options: ScanPathsOptions, start: ScannerOptions): PoolOptions {
  const { worker } = options.host ?? {};
  const jobs = options.jobs ?? Math.min(8, os.availableParallelism());
  if (!Number.isInteger(jobs) || jobs < 1) throw new RangeError('jobs: a whole number from 1');
  return {
    module: worker?.module ?? new URL('./worker.js', import.meta.url),
    execArgv: worker?.execArgv ?? [],
    size: jobs,
    memory: options.memory ?? MEMORY,
    timeout: (options.limits?.milliseconds ?? DEFAULT_LIMITS.milliseconds) + GRACE,
    recycleAfter: options.recycleAfter ?? RECYCLE,
    start,
  };
}

/** Only what the scanner takes, and what survives structured clone. */
function pickScannerOptions(options: ScanPathsOptions): ScannerOptions {
  const {
    jobs: _jobs,
    isolate: _isolate,
    memory: _memory,
    recycleAfter: _recycleAfter,
    exclude: _exclude,
    ordered: _ordered,
    signal: _signal,
    onFile: _onFile,
    host: _host,
    ...scanner
  } = options;
  return scanner;
}
