/** Files and folders → results, with what may go wrong kept away from this process. */
import fs from 'node:fs';
import os from 'node:os';
import { type Artifact, DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import type { RecordPosition } from '../formats/warc/index.js';
import { inLocale } from '../report/messages/diagnostics.js';
import { type BatchEvents, scanBatchApart, scanFileApart, type Told } from './apart.js';
import type { CaptureTally } from './captures.js';
import { type NodeScannerOptions, withEngine } from './ocr/choose.js';
import { mayAsk, type ScanRoots } from './other-archives.js';
import { ChildPool, type PoolOptions } from './pool.js';
import { isS3 } from './s3.js';
import { archiveSteps, type FileInput, type Input, isSmallText, SMALL, scanSource } from './scan-source.js';
import { openSource } from './source.js';
import type { ArtifactScanner } from './types.js';
import { DEFAULT_EXCLUDE, walk } from './walk.js';

export interface ScanPathsOptions extends NodeScannerOptions {
  /** Child processes at a time; default: the processors at hand, at most 8. */
  readonly jobs?: number;
  /** `false`: everything runs in this process; nothing guards it against a file that hangs or eats memory. */
  readonly isolate?: boolean;
  /** Small texts too are read by child processes: nothing that a file does can end this process. */
  readonly apart?: boolean;
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
  /** Told how many bytes of the inputs have been read since it was told last. */
  readonly onBytes?: (bytes: number) => void;
  /** Asked before an input is begun, in the order of the inputs. */
  readonly onInput?: (input: Input) => Begin;
  /** The scanner for small texts in this process, and what children run; for tests and embedders. */
  readonly host?: Host;
}

export { lost } from './apart.js';

/** How to begin an input. */
export interface Begin {
  /** Results that are there already, given out first. */
  readonly known?: Iterable<ScanStep>;
  /** What to scan then; nothing when it is left out. */
  readonly input?: Input;
}

export interface Host {
  readonly scanner?: ArtifactScanner;
  readonly worker?: { readonly module: URL; readonly execArgv?: readonly string[] };
}

const MEMORY = 900 * 1024 * 1024;
const RECYCLE = 200;
/** A child gets this much longer than the scan's own time limit, which ends a scan with what it has. */
const GRACE = 2_000;
/** Inputs that may wait for a child while the walk goes on. */
const BACKLOG = 64;
/** Results that may wait for the caller. */
const QUEUE = 256;
/** Results that may wait for those of an input before theirs, before further inputs are taken. */
const HELD = 4096;
/** Small files after which children are started to share them out to; until one is ready, this process reads on. */
const OWN = 64;
/** Files of a batch, and bytes after which it is sent. */
const BATCH = 32;
const BATCH_BYTES = 2 * 1024 * 1024;

/**
 * Scans files, folders and artifacts; one result for each document, those inside containers included.
 *
 * Small texts and pages are scanned here or, when there are many, in batches by child processes; web archives record
 * by record, and everything else alone in child processes. Each is killed when its time or memory is used up: the
 * file is then `unread` with `node/timeout`, `node/memory` or `node/crashed`, and the results that it gave before are
 * kept; of an archive or a batch only the one record or file is lost. Never throws for what is wrong with a file.
 *
 * @param inputs Paths (named in results as written here, with `/`), or artifacts that are in memory.
 * @throws TypeError, RangeError for options that are wrong, at the first step.
 */
export async function* scanPaths(
  inputs: Iterable<string | Artifact>,
  options: ScanPathsOptions = {},
): AsyncGenerator<ScanResult, void, undefined> {
  for await (const { results } of scanSteps(inputs, options)) yield* results;
}

/** Results of an input that belong together. */
export interface ScanStep {
  /** Name of the input in the report. */
  readonly input: string;
  readonly results: readonly ScanResult[];
  /** Where a web archive is taken up again. */
  readonly next?: RecordPosition;
  readonly captures?: CaptureTally;
  /** The input is finished. */
  readonly done: boolean;
}

/** As `scanPaths`, with what a checkpoint needs to know; files may come with the range that is wanted of them. */
export async function* scanSteps(
  inputs: Iterable<string | Artifact | FileInput>,
  options: ScanPathsOptions = {},
): AsyncGenerator<ScanStep, void, undefined> {
  const run = await Run.start(options);
  const pumping = run.pump(inputs);
  // Its error comes out below; a caller that left early does not want it.
  pumping.catch(() => undefined);
  try {
    for (;;) {
      const next = run.output.shift();
      if (next !== undefined) {
        if (run.output.length === QUEUE >> 1) run.wake();
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

let runs = 0;

class Run {
  readonly output: ScanStep[] = [];
  finished = false;
  readonly #options: ScanPathsOptions;
  readonly #scanner: ArtifactScanner;
  readonly #pool: ChildPool | undefined;
  readonly #stop = new AbortController();
  readonly #held = new Map<number, { steps: ScanStep[]; done: boolean }>();
  readonly #running = new Set<Promise<void>>();
  readonly #read = new Map<number, { size: number; done: number }>();
  #waiting = 0;
  #batch: { readonly turn: number; readonly input: FileInput }[] = [];
  #batchBytes = 0;
  #own = 0;
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
    if (typeof options.ocr === 'object' && options.isolate !== false) {
      throw new TypeError('option "ocr": an engine cannot be sent to child processes; set isolate: false');
    }
    const scanner =
      options.host?.scanner ?? (await import('../index.js')).createScanner(withEngine(scannerOptions));
    const pool = options.isolate === false ? undefined : new ChildPool(poolOptions(options, scannerOptions));
    return new Run(options, scanner, pool);
  }

  async pump(inputs: Iterable<string | Artifact | FileInput>): Promise<void> {
    try {
      let turn = 0;
      const among = this.#rootsOf(inputs);
      for (const found of this.#inputs(inputs)) {
        const input =
          among !== undefined && 'path' in found && mayAsk(found.name) ? { ...found, among } : found;
        if (this.#stop.signal.aborted) break;
        if ('result' in input || this.#options.onInput === undefined) this.#begin(turn++, input);
        else await this.#beginAs(turn++, this.#options.onInput(input));
        await this.#here;
        while (!this.#stop.signal.aborted && this.#crowded()) await this.changed();
      }
      this.#sendBatch();
      while (this.#running.size > 0) await Promise.all(this.#running);
    } finally {
      this.#flush();
      this.finished = true;
      this.wake();
    }
  }

  #begin(turn: number, input: Input | { readonly result: ScanResult }): void {
    if ('result' in input) {
      this.#emit(turn, input.result.artifact, { results: [input.result] });
      this.#end(turn, input.result.artifact);
      return;
    }
    if (this.#pool === undefined && this.#options.onBytes === undefined) {
      this.#here = this.#scanHere(turn, input);
      return;
    }
    const { settled, size } = settle(input, this.#options.limits?.bytes);
    const from = 'path' in input ? (input.range?.from?.offset ?? 0) : 0;
    if (this.#options.onBytes !== undefined) this.#read.set(turn, { size, done: Math.min(from, size) });
    if (this.#pool === undefined) {
      this.#here = this.#scanHere(turn, settled);
      return;
    }
    // One job: the child is for what needs it, and reading texts here meanwhile is the second processor's work.
    const far = 'path' in settled && isS3(settled.path);
    const shared =
      far || this.#options.apart === true || (this.#own >= OWN && this.#pool.size > 1 && this.#pool.ready);
    if (shared && 'path' in settled && size <= SMALL) {
      this.#batch.push({ turn, input: settled });
      this.#batchBytes += size;
      if (this.#batch.length >= BATCH || this.#batchBytes >= BATCH_BYTES) this.#sendBatch();
      return;
    }
    // This process must not wait for a server.
    if (!far && isSmallText(settled)) {
      if (++this.#own === OWN && this.#pool.size > 1) this.#pool.warm();
      this.#here = this.#scanHere(turn, settled);
    } else this.#run(this.#scanApart(turn, settled));
  }

  async #beginAs(turn: number, { known = [], input }: Begin): Promise<void> {
    for (const step of known) {
      this.#give(turn, step);
      await this.#room();
    }
    if (input === undefined) this.#close(turn);
    else this.#begin(turn, input);
    this.wake();
  }

  #run(task: Promise<void>): void {
    const running = task.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #sendBatch(): void {
    const files = this.#batch;
    if (files.length === 0) return;
    this.#batch = [];
    this.#batchBytes = 0;
    const events: BatchEvents = {
      file: async (index, results) => {
        const { turn, input } = files[index]!;
        this.#emit(turn, input.name, { results });
        this.#end(turn, input.name);
        await this.#room();
      },
      deferred: (index) => {
        const { turn, input } = files[index]!;
        this.#run(this.#scanApart(turn, input));
      },
    };
    this.#run(
      scanBatchApart(
        this.#pool!,
        files.map(({ input }) => input),
        events,
      ),
    );
  }

  #crowded(): boolean {
    return this.output.length > QUEUE || this.#waiting > HELD || (this.#pool?.backlog ?? 0) > BACKLOG;
  }

  /** Until the caller has taken results. */
  async #room(): Promise<void> {
    while (this.output.length > QUEUE && !this.#stop.signal.aborted) await this.changed();
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

  /** What is scanned, where all of it is known from the beginning. */
  #rootsOf(inputs: Iterable<string | Artifact | FileInput>): ScanRoots | undefined {
    if (!Array.isArray(inputs)) return undefined;
    const roots = inputs.filter((input): input is string => typeof input === 'string');
    return roots.length === 0
      ? undefined
      : { run: ++runs, roots, exclude: this.#options.exclude ?? DEFAULT_EXCLUDE };
  }

  *#inputs(inputs: Iterable<string | Artifact | FileInput>): Generator<Input | { result: ScanResult }> {
    const exclude = this.#options.exclude ?? DEFAULT_EXCLUDE;
    for (const input of inputs) {
      if (typeof input === 'string') yield* walk(input, { exclude });
      else yield input;
    }
  }

  async #scanHere(turn: number, input: Input): Promise<void> {
    const { limits } = this.#options;
    const options = { signal: this.#stop.signal, ...(limits === undefined ? {} : { limits }) };
    const archive = archiveSteps(input, this.#scanner, options);
    if (archive !== undefined) {
      for await (const step of archive) {
        if (this.#stop.signal.aborted) return;
        this.#emit(turn, input.name, step);
        await this.#room();
      }
      if (this.#stop.signal.aborted) return;
    } else {
      for await (const result of scanSource(input, this.#scanner, options)) {
        if (this.#stop.signal.aborted) return;
        this.#emit(turn, input.name, { results: [result] });
      }
    }
    this.#end(turn, input.name);
    // Lets signals, timers and messages of children in.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #scanApart(turn: number, input: Input): Promise<void> {
    const ended = await scanFileApart(this.#pool!, input, async (told) => {
      this.#emit(turn, input.name, told);
      await this.#room();
    });
    if (ended) this.#end(turn, input.name);
  }

  #advance(turn: number, to: number): void {
    const read = this.#read.get(turn);
    if (read === undefined) return;
    const bytes = Math.min(to, read.size) - read.done;
    if (bytes <= 0 || !Number.isFinite(bytes)) return;
    read.done += bytes;
    this.#options.onBytes?.(bytes);
  }

  #emit(turn: number, input: string, { results, next, read = next?.offset, captures }: Told): void {
    if (read !== undefined) this.#advance(turn, read);
    if (results.length === 0 && next === undefined) return;
    const told = results.map((result) => this.#said(result));
    this.#give(turn, {
      input,
      results: told,
      done: false,
      ...(next === undefined ? {} : { next }),
      ...(captures === undefined ? {} : { captures }),
    });
    this.wake();
  }

  /** The scanner says its own diagnostics in the language of the scan; this layer's are said here. */
  #said(result: ScanResult): ScanResult {
    const { locale = 'zh-CN' } = this.#options;
    if (result.diagnostics.length === 0 || locale === 'en') return result;
    return { ...result, diagnostics: result.diagnostics.map((one) => inLocale(one, locale)) };
  }

  #give(turn: number, step: ScanStep): void {
    if (this.#options.ordered !== true || turn === this.#turn) this.output.push(step);
    else {
      this.#hold(turn).steps.push(step);
      this.#waiting++;
    }
  }

  #end(turn: number, name: string): void {
    this.#advance(turn, Number.MAX_SAFE_INTEGER);
    this.#read.delete(turn);
    this.#options.onFile?.(name);
    this.#give(turn, { input: name, results: [], done: true });
    this.#close(turn);
  }

  #close(turn: number): void {
    if (this.#options.ordered === true) {
      this.#hold(turn).done = true;
      for (let held = this.#held.get(this.#turn); held?.done === true; held = this.#held.get(this.#turn)) {
        this.#release(held.steps);
        this.#held.delete(this.#turn++);
      }
      // Results that the next input gave before its turn came.
      const next = this.#held.get(this.#turn);
      if (next !== undefined) this.#release(next.steps);
    }
    this.wake();
  }

  #release(steps: ScanStep[]): void {
    this.#waiting -= steps.length;
    // Spread arguments have a limit.
    for (const step of steps.splice(0)) this.output.push(step);
  }

  #hold(turn: number): { steps: ScanStep[]; done: boolean } {
    const held = this.#held.get(turn) ?? { steps: [], done: false };
    this.#held.set(turn, held);
    return held;
  }

  /** After an abort there are gaps in the order: what is held is given out all the same. */
  #flush(): void {
    for (const turn of [...this.#held.keys()].sort((a, b) => a - b))
      this.#release(this.#held.get(turn)!.steps);
    this.#held.clear();
  }

  #abort(): void {
    this.#stop.abort();
    this.#pool?.close();
    this.wake();
  }

  wake(): void {
    for (const waker of this.#wakers.splice(0)) waker();
  }
}

/** What can be read once only (a pipe) is read here, so that a look at it loses nothing. */
function settle(input: Input, bound: number = DEFAULT_LIMITS.bytes): { settled: Input; size: number } {
  if ('bytes' in input) return { settled: input, size: input.bytes.length };
  if (isS3(input.path)) return { settled: input, size: input.known?.size ?? Number.POSITIVE_INFINITY };
  try {
    const stat = fs.statSync(input.path as string | Buffer);
    if (stat.isFile()) return { settled: input, size: stat.size };
    const source = openSource(input.path, bound);
    return { settled: { name: input.name, bytes: source.read(0, source.size) }, size: source.size };
  } catch {
    // `scanSource` says what is wrong.
    return { settled: input, size: 0 };
  }
}

export function poolOptions(options: ScanPathsOptions, start: NodeScannerOptions): PoolOptions {
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
export function pickScannerOptions(options: ScanPathsOptions): NodeScannerOptions {
  const {
    jobs: _jobs,
    isolate: _isolate,
    apart: _apart,
    memory: _memory,
    recycleAfter: _recycleAfter,
    exclude: _exclude,
    ordered: _ordered,
    signal: _signal,
    onFile: _onFile,
    onBytes: _onBytes,
    onInput: _onInput,
    host: _host,
    ...scanner
  } = options;
  return scanner;
}
