/**
 * How far a scan is: one line on the terminal (nothing in CI, in a pipe, or with --quiet), or events as JSON on
 * standard error with `--progress json`. Names of files only, no values.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Artifact, ScanResult } from '../core/index.js';
import { displayWidth, printable } from '../report/index.js';
import type { Io } from './io.js';

const EVERY = 100;
const EVENT_EVERY = 1000;
const COLUMNS = 78;
/** Entries that are counted for the time left; beyond them it is not told. */
const MAX_COUNT = 2_000_000;
/** Entries of folders that are counted at once, so that the scan is not held up. */
const COUNT_STEP = 2000;

export interface ProgressSettings {
  readonly quiet: boolean;
  readonly progress?: 'json';
}

export class Progress {
  readonly #io: Io;
  readonly #line: boolean;
  readonly #events: boolean;
  readonly #begun = performance.now();
  #files = 0;
  #skipped = 0;
  #documents = 0;
  #findings = 0;
  #unread = 0;
  #total: number | undefined;
  #shown = 0;
  #visible = false;
  #ended = false;

  constructor(io: Io, { quiet, progress }: ProgressSettings) {
    this.#io = io;
    this.#events = progress === 'json';
    this.#line = !this.#events && io.errIsTerminal && !quiet && (io.env.CI ?? '') === '';
  }

  /** Counts the files beside the scan, for the time left. */
  start(inputs: readonly (string | Artifact)[]): void {
    if (!this.#line && !this.#events) return;
    this.#event('start');
    void this.#count(inputs);
  }

  file(name: string): void {
    this.#files++;
    const now = performance.now();
    if (now - this.#shown < (this.#events ? EVENT_EVERY : EVERY)) return;
    this.#shown = now;
    this.#event('progress', name);
    this.#show(name);
  }

  /** An input that is left out or was read before: done, but no measure of the rate. */
  skipped(): void {
    this.#skipped++;
  }

  result({ findings, coverage }: ScanResult): void {
    this.#documents++;
    this.#findings += findings.length;
    this.#unread += coverage.unread.length > 0 ? 1 : 0;
    const now = performance.now();
    // A web archive is one file for hours.
    if (now - this.#shown < (this.#events ? EVENT_EVERY : EVERY * 5)) return;
    this.#shown = now;
    this.#event('progress');
    this.#show('');
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#event('end');
    this.clear();
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.#visible) this.#io.err('\r\u001b[2K');
    this.#visible = false;
  }

  #show(name: string): void {
    if (!this.#line) return;
    const { documents, findings, unread, rate, secondsLeft } = this.#state();
    const total = this.#total === undefined ? '' : `/${this.#total}`;
    const left = secondsLeft === undefined ? '' : `  ETA ${duration(secondsLeft)}`;
    const counts = `${this.#files + this.#skipped}${total}  ${documents} docs ${rate}/s${left}  ${findings} found  ${unread} unread`;
    let text = `${counts}  ${printable(name)}`;
    while (displayWidth(text) > COLUMNS) text = text.slice(0, -1);
    this.#io.err(`\r\u001b[2K${text}`);
    this.#visible = true;
  }

  #event(event: 'start' | 'progress' | 'end', input?: string): void {
    if (!this.#events) return;
    const state = { event, ...this.#state(), ...(input === undefined ? {} : { input }) };
    this.#io.err(`${JSON.stringify(state)}\n`);
  }

  #state(): {
    files: number;
    skipped: number;
    total?: number;
    documents: number;
    findings: number;
    unread: number;
    seconds: number;
    rate: number;
    secondsLeft?: number;
  } {
    const seconds = (performance.now() - this.#begun) / 1000;
    const rate = Math.round(this.#documents / Math.max(seconds, 0.001));
    const total = this.#total;
    const rest = total === undefined ? undefined : Math.max(0, total - this.#files - this.#skipped);
    const secondsLeft =
      rest === undefined || this.#files === 0 ? undefined : Math.round((rest * seconds) / this.#files);
    return {
      files: this.#files,
      skipped: this.#skipped,
      ...(total === undefined ? {} : { total }),
      documents: this.#documents,
      findings: this.#findings,
      unread: this.#unread,
      seconds: Math.round(seconds * 10) / 10,
      rate,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    };
  }

  async #count(inputs: readonly (string | Artifact)[]): Promise<void> {
    let count = 0;
    const folders: string[] = [];
    for (const input of inputs) {
      // Listing a bucket twice costs more than knowing is worth.
      if (typeof input === 'string' && input.startsWith('s3://')) return;
      if (typeof input === 'string' && isFolder(path.resolve(this.#io.cwd, input))) {
        folders.push(path.resolve(this.#io.cwd, input));
      } else count++;
    }
    let step = 0;
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of entriesOf(folder)) {
        if (entry.isDirectory()) folders.push(path.join(folder, entry.name));
        else count++;
        step++;
      }
      if (count > MAX_COUNT || this.#ended) return;
      if (step < COUNT_STEP) continue;
      step = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#total = count;
  }
}

function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function duration(seconds: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${pad(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}
