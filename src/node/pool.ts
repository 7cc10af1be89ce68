/**
 * Child processes that read what might hang, crash or eat memory. Each is killed alone and replaced.
 *
 * Processes rather than threads: a thread's heap limit covers no buffers, and a thread that runs out of memory
 * can take the whole process along (nodejs/node#47224). Measured: a child starts in about 85 ms and is reused.
 */
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import type { ScanResult } from '../core/index.js';
import type { FromChild, Step, ToChild, Work } from './protocol.js';

export interface PoolOptions {
  /** Module that a child runs. */
  readonly module: URL;
  /** Arguments for the child's Node, behind those of the pool. */
  readonly execArgv?: readonly string[];
  /** Children at a time. */
  readonly size: number;
  /** Resident bytes at which a child is killed. */
  readonly memory: number;
  /** Wall time for one input, milliseconds. */
  readonly timeout: number;
  /** Inputs after which a child is replaced. */
  readonly recycleAfter: number;
  /** Sent to each child first; must survive structured clone. */
  readonly start: unknown;
}

/** How an input ended. Results that arrived before stay valid. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'timeout' | 'memory' | 'crashed' | 'aborted'; readonly detail: string };

interface Task<Result> {
  readonly input: Work;
  readonly onResult: (result: Result) => void;
  readonly onSteps: OnSteps;
  readonly finish: (outcome: Outcome) => void;
  results: number;
  retried: boolean;
}

/** Called with steps as they arrive; the child waits when what it returns is not yet settled. */
export type OnSteps = (steps: readonly Step[]) => Promise<void> | void;

/** MiB of a half of the young generation: it grows with the length of a scan otherwise, and is no faster for it. */
const YOUNG = 4;
const START_TIMEOUT = 30_000;
const POLL = 100;

/** @typeParam Result What the children's module sends for an input. */
export class ChildPool<Result = ScanResult> {
  readonly #options: PoolOptions;
  readonly #waiting: Task<Result>[] = [];
  readonly #children = new Set<Child<Result>>();
  #closed = false;
  #poll: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Children at a time. */
  get size(): number {
    return this.#options.size;
  }

  /** Inputs that wait for a child. */
  get backlog(): number {
    return this.#waiting.length;
  }

  /** Starts children that inputs will come for; `ready` tells when one of them can take some. */
  warm(): void {
    while (!this.#closed && this.#children.size < this.#options.size) this.#spawn();
  }

  get ready(): boolean {
    return [...this.#children].some((child) => child.ready);
  }

  /** Never rejects. `onResult` is called for each result as it arrives. */
  run(
    input: Work,
    onResult: (result: Result) => void,
    onSteps: OnSteps = (steps) => {
      for (const { results } of steps) for (const result of results) onResult(result as Result);
    },
  ): Promise<Outcome> {
    if (this.#closed) return Promise.resolve({ kind: 'aborted', detail: 'stopped' });
    return new Promise((finish) => {
      this.#waiting.push({ input, onResult, onSteps, finish, results: 0, retried: false });
      this.#dispatch();
    });
  }

  /** Kills every child; what runs or waits ends as `aborted`. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#poll);
    this.#poll = undefined;
    for (const child of this.#children) child.stop({ kind: 'aborted', detail: 'stopped' });
    for (const task of this.#waiting.splice(0)) task.finish({ kind: 'aborted', detail: 'stopped' });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const idle = [...this.#children].find((child) => child.idle);
      if (idle === undefined && this.#children.size >= this.#options.size) return;
      const child = idle ?? this.#spawn();
      const task = this.#waiting.shift()!;
      child.take(task);
    }
  }

  #spawn(): Child<Result> {
    const child = new Child<Result>(this.#options, {
      freed: () => this.#dispatch(),
      gone: (gone, task, outcome) => this.#gone(gone, task, outcome),
    });
    this.#children.add(child);
    this.#poll ??= setInterval(() => {
      for (const one of this.#children) one.checkMemory();
    }, POLL);
    return child;
  }

  #gone(child: Child<Result>, task: Task<Result> | undefined, outcome: Outcome): void {
    this.#children.delete(child);
    if (this.#children.size === 0) {
      clearInterval(this.#poll);
      this.#poll = undefined;
    }
    if (task !== undefined) {
      // What earlier files left in the child may be to blame: once more, in a fresh one.
      const again =
        !this.#closed && !task.retried && task.results === 0 && child.used > 1 && outcome.kind !== 'timeout';
      if (again && outcome.kind !== 'aborted') {
        task.retried = true;
        this.#waiting.unshift(task);
      } else task.finish(outcome);
    }
    if (!this.#closed) this.#dispatch();
  }
}

interface ChildEvents<Result> {
  freed(): void;
  gone(child: Child<Result>, task: Task<Result> | undefined, outcome: Outcome): void;
}

class Child<Result> {
  /** Inputs taken so far. */
  used = 0;
  readonly #options: PoolOptions;
  readonly #events: ChildEvents<Result>;
  readonly #process: ChildProcess;
  #task: Task<Result> | undefined;
  #ready = false;
  #retiring = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #verdict: Outcome | undefined;
  #stderr = '';
  /** Steps that were taken in; the end of the input is told after them. */
  #settling: Promise<void> = Promise.resolve();

  constructor(options: PoolOptions, events: ChildEvents<Result>) {
    this.#options = options;
    this.#events = events;
    const { LEAKLINT_KEY: _, ...env } = process.env;
    const heap = Math.max(64, Math.floor((options.memory * 0.75) / (1024 * 1024)));
    this.#process = fork(options.module, {
      execArgv: [
        `--max-semi-space-size=${YOUNG}`,
        `--max-old-space-size=${heap}`,
        ...(options.execArgv ?? []),
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env,
    });
    // Only to tell a full heap from another crash; never shown, parsers may quote a document there.
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('latin1')).slice(-8192);
    });
    this.#process.on('message', (message) => this.#receive(message as FromChild<Result>));
    this.#process.on('error', () => this.stop({ kind: 'crashed', detail: 'no process could be started' }));
    this.#process.on('close', (code, signal) => this.#close(code, signal));
    this.#arm(START_TIMEOUT);
    this.#send({ kind: 'start', options: options.start });
  }

  get ready(): boolean {
    return this.#ready && !this.#ended;
  }

  get idle(): boolean {
    return this.#task === undefined && !this.#retiring && !this.#ended;
  }

  take(task: Task<Result>): void {
    this.#task = task;
    this.used++;
    if (this.#ready) this.#begin();
  }

  checkMemory(): void {
    const pid = this.#process.pid;
    if (pid === undefined || this.#task === undefined || this.#verdict !== undefined) return;
    const bytes = residentBytes(pid);
    if (bytes <= this.#options.memory) return;
    this.stop({ kind: 'memory', detail: `${Math.round(bytes / 1024 / 1024)} MB` });
  }

  stop(outcome: Outcome): void {
    this.#verdict ??= outcome;
    this.#process.kill('SIGKILL');
    // A process that never started closes nothing.
    if (this.#process.pid === undefined) this.#finish(this.#verdict);
  }

  #begin(): void {
    this.#arm(this.#options.timeout);
    if (this.#task !== undefined) this.#send({ kind: 'scan', input: this.#task.input });
  }

  #arm(milliseconds: number): void {
    clearTimeout(this.#timer);
    // Node fires a longer timer at once.
    const bounded = Math.min(milliseconds, 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.stop({ kind: 'timeout', detail: `${milliseconds} ms` }), bounded);
  }

  #send(message: ToChild): void {
    // A child that died in between reports by `close`.
    this.#process.send(message, () => undefined);
  }

  #receive(message: FromChild<Result>): void {
    if (this.#verdict !== undefined) return;
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        clearTimeout(this.#timer);
        if (this.#task !== undefined) this.#begin();
        return;
      case 'refused':
        this.stop({ kind: 'crashed', detail: `the scanner could not be built (${message.name})` });
        return;
      case 'result':
        if (this.#task === undefined) return;
        this.#task.results++;
        this.#task.onResult(message.result);
        return;
      case 'steps':
        clearTimeout(this.#timer);
        this.#settling = this.#settling.then(() => this.#takeSteps(message.steps));
        return;
      case 'busy':
        if (this.#task !== undefined) this.#arm(this.#options.timeout + message.milliseconds);
        return;
      case 'done':
        clearTimeout(this.#timer);
        void this.#settling.then(() => this.#done(message.memory));
    }
  }

  #done(memory: number): void {
    if (this.#verdict !== undefined || this.#ended) return;
    clearTimeout(this.#timer);
    const task = this.#task;
    this.#task = undefined;
    if (this.used >= this.#options.recycleAfter || memory > this.#options.memory / 2) {
      this.#retiring = true;
      this.#process.kill('SIGKILL');
    }
    task?.finish({ kind: 'done' });
    this.#events.freed();
  }

  /** The time limit is for one step. */
  async #takeSteps(steps: readonly Step[]): Promise<void> {
    const task = this.#task;
    if (task === undefined) return;
    task.results += steps.length;
    await task.onSteps(steps);
    if (this.#task !== task || this.#ended) return;
    this.#arm(this.#options.timeout);
    this.#send({ kind: 'go' });
  }

  #close(code: number | null, signal: NodeJS.Signals | null): void {
    const full = /heap out of memory|heap limit/i.test(this.#stderr);
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
    this.#finish(
      this.#verdict ??
        (full ? { kind: 'memory', detail: 'the heap was full' } : { kind: 'crashed', detail: how }),
    );
  }

  #finish(outcome: Outcome): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    void this.#settling.then(() => this.#events.gone(this, this.#task, outcome));
  }
}

/** Resident memory from /proc; 0 where the system has none, so that only the heap limit holds there. */
function residentBytes(pid: number): number {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'));
    return match === null ? 0 : Number(match[1]) * 1024;
  } catch {
    return 0;
  }
}
