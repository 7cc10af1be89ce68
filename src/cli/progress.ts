/**
 * How far a scan is: one line on the terminal (nothing in CI, in a pipe, or with --quiet), or events as JSON on
 * standard error with `--progress json`. Names of files only, no values.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Artifact, ScanResult } from '../core/index.js';
import { DEFAULT_EXCLUDE } from '../node/index.js';
import { displayWidth, type Locale, printable } from '../report/index.js';
import type { Io } from './io.js';
import { inWords, type Said, say } from './words.js';

const EVERY = 100;
const EVENT_EVERY = 1000;
const COLUMNS = 78;
/** Entries that are counted for the time left; beyond them it is not told. */
const MAX_COUNT = 2_000_000;
/** Entries of folders that are counted at once, so that the scan is not held up. */
const COUNT_STEP = 2000;

export interface ProgressSettings {
  readonly quiet: boolean;
  /** Names that the scan leaves out. */
  readonly exclude?: readonly string[];
  readonly progress?: 'json';
  readonly locale: Locale;
}

export class Progress {
  readonly #io: Io;
  readonly #line: boolean;
  readonly #events: boolean;
  readonly #exclude: readonly string[];
  readonly #locale: Locale;
  readonly #begun = performance.now();
  #files = 0;
  #skipped = 0;
  #documents = 0;
  #findings = 0;
  #unread = 0;
  #bytes = 0;
  /** Bytes that an earlier run has read. */
  #passed = 0;
  #total: { readonly files: number; readonly bytes: number } | undefined;
  #shown = 0;
  #visible = false;
  #ended = false;

  constructor(io: Io, { quiet, progress, locale, exclude = DEFAULT_EXCLUDE }: ProgressSettings) {
    this.#locale = locale;
    this.#exclude = exclude;
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

  read(bytes: number): void {
    this.#bytes += bytes;
    this.#tick();
  }

  /** An input that is left out or was read before: done, but no measure of the rate. */
  skipped(bytes: number): void {
    this.#skipped++;
    this.#passed += bytes;
  }

  /** What a scan that was killed had read of an archive. */
  passedOver(bytes: number): void {
    this.#passed += bytes;
  }

  result({ findings, coverage }: ScanResult): void {
    this.#documents++;
    this.#findings += findings.length;
    this.#unread += coverage.unread.length > 0 ? 1 : 0;
    this.#tick();
  }

  /** A web archive is one file for hours. */
  #tick(): void {
    const now = performance.now();
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
    const { share, documents, findings, unread, rate, bytesRate, secondsLeft } = this.#state();
    const words = (said: Said): string => inWords(said, this.#locale);
    const left = secondsLeft === undefined ? '' : words(say`  ${duration(secondsLeft)} left`);
    const bar =
      share === undefined ? '' : `${barOf(share)} ${String(Math.floor(share * 100)).padStart(3)}%  `;
    const counts = words(
      say`${documents} docs  ${rate}/s ${(bytesRate / 1e6).toFixed(1)} MB/s${left}  ${findings} found  ${unread} unread`,
    );
    let text = `${bar}${counts}  ${printable(name)}`;
    while (displayWidth(text) > COLUMNS) text = text.slice(0, -1);
    this.#io.err(`\r\u001b[2K${text}`);
    this.#visible = true;
  }

  #event(event: 'start' | 'progress' | 'end', input?: string): void {
    if (!this.#events) return;
    const state = { event, ...this.#state(), ...(input === undefined ? {} : { input }) };
    this.#io.err(`${JSON.stringify(state)}\n`);
  }

  #state(): State {
    const seconds = (performance.now() - this.#begun) / 1000;
    const per = (count: number): number => Math.round(count / Math.max(seconds, 0.001));
    const total = this.#total;
    const done = this.#bytes + this.#passed;
    // Files of no bytes only: there is nothing to divide by.
    const share = total === undefined || total.bytes === 0 ? undefined : Math.min(1, done / total.bytes);
    const rest = total === undefined ? undefined : Math.max(0, total.bytes - done);
    const secondsLeft =
      rest === undefined || this.#bytes === 0 ? undefined : Math.round((rest * seconds) / this.#bytes);
    return {
      files: this.#files,
      skipped: this.#skipped,
      ...(total === undefined ? {} : { total: total.files, totalBytes: total.bytes }),
      bytes: done,
      ...(share === undefined ? {} : { share: Math.floor(share * 10_000) / 10_000 }),
      documents: this.#documents,
      findings: this.#findings,
      unread: this.#unread,
      seconds: Math.round(seconds * 10) / 10,
      rate: per(this.#documents),
      bytesRate: per(this.#bytes),
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    };
  }

  async #count(inputs: readonly (string | Artifact)[]): Promise<void> {
    let count = 0;
    let bytes = 0;
    const folders: string[] = [];
    for (const input of inputs) {
      // Listing a bucket twice costs more than knowing is worth.
      if (typeof input === 'string' && input.startsWith('s3://')) return;
      if (typeof input === 'string' && isFolder(path.resolve(this.#io.cwd, input))) {
        folders.push(path.resolve(this.#io.cwd, input));
      } else {
        count++;
        bytes += typeof input === 'string' ? sizeOf(path.resolve(this.#io.cwd, input)) : input.bytes.length;
      }
    }
    let step = 0;
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of entriesOf(folder)) {
        if (this.#exclude.includes(entry.name)) continue;
        if (entry.isDirectory()) folders.push(path.join(folder, entry.name));
        else {
          count++;
          if (entry.isFile()) bytes += sizeOf(path.join(folder, entry.name));
        }
        step++;
      }
      if (count > MAX_COUNT || this.#ended) return;
      if (step < COUNT_STEP) continue;
      step = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#total = { files: count, bytes };
  }
}

interface State {
  readonly files: number;
  readonly skipped: number;
  readonly total?: number;
  readonly totalBytes?: number;
  readonly bytes: number;
  /** 0 … 1 of the bytes. */
  readonly share?: number;
  readonly documents: number;
  readonly findings: number;
  readonly unread: number;
  readonly seconds: number;
  /** Documents and bytes a second, without what an earlier run has read. */
  readonly rate: number;
  readonly bytesRate: number;
  readonly secondsLeft?: number;
}

const BAR = 12;

function barOf(share: number): string {
  const full = Math.floor(share * BAR);
  return `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}]`;
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
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
