/** A scan that keeps a journal, leaves out what an earlier one has, or both. */
import { createRequire } from 'node:module';
import nodePath from 'node:path';
import type { Artifact, ScanResult } from '../core/index.js';
import { fileDigest, Journal, rulesOf, type Stamp, sameStamp, stampOf } from './checkpoint.js';
import {
  type Begin,
  pickScannerOptions,
  type ScanPathsOptions,
  type ScanStep,
  scanSteps,
} from './scan-paths.js';
import type { Input } from './scan-source.js';
import type { FilePath, Known } from './source.js';

export interface ResumableOptions extends ScanPathsOptions {
  /** Journal that is kept, and taken up again when it is there. */
  readonly checkpoint?: string;
  /**
   * Journal of an earlier scan: files whose bytes are the same are left out, and of web archives, whatever they are
   * called, captures with the same address and content.
   */
  readonly changedOnly?: string;
  /** ISO 8601: files that were changed before and captures of web archives before are left out. */
  readonly since?: string;
  /** Told about inputs that are left out, or taken from the journal. */
  readonly onSkip?: (name: string, reason: 'known' | 'unchanged' | 'old', bytes: number) => void;
  /** Told about bytes of an archive that an earlier run has read. */
  readonly onResume?: (bytes: number) => void;
}

/** Results of a stretch of an archive that are written at once. */
const STRETCH = 64;
const STRETCH_TIME = 1000;

export const version: string = (createRequire(import.meta.url)('../../package.json') as { version: string })
  .version;

/**
 * As `scanPaths`. With a checkpoint the results of what was finished before come first of their input, so that the
 * output of the run that ends is that of a run that was never killed: nothing twice, nothing lost.
 *
 * @throws RangeError for a checkpoint of other rules or a date that is none; the system's error for a journal that can't be had.
 */
export async function* scanResumable(
  inputs: Iterable<string | Artifact>,
  options: ResumableOptions,
): AsyncGenerator<ScanResult, void, undefined> {
  const { checkpoint, changedOnly, since: date, onSkip, onResume, ...rest } = options;
  const since = date === undefined ? undefined : Date.parse(date);
  if (since !== undefined && Number.isNaN(since))
    throw new RangeError('option "since" must be an ISO 8601 date');
  const rules = rulesOf(
    { ...pickScannerOptions(rest), ...(date === undefined ? {} : { since: date }) } as ScanPathsOptions,
    version,
  );
  const earlier = changedOnly === undefined ? undefined : Journal.read(changedOnly);
  const journal = checkpoint === undefined ? undefined : Journal.open(checkpoint, rules);
  const writer = journal === undefined ? undefined : new Writer(journal);
  const replayed = new WeakSet<ScanStep>();

  const begin = (input: Input): Begin => {
    if (!('path' in input)) return { input };
    const { name, path, known: listed } = input;
    const stamp = stampOf(path, listed);
    if (stamp === undefined) return { input };
    if (since !== undefined && stamp.mtime < since) {
      onSkip?.(name, 'old', stamp.size);
      return {};
    }
    const old = earlier?.get(name);
    if (old?.done === true && old.digest !== undefined) {
      if (sameStamp(old, stamp) || (old.size === stamp.size && fileDigest(path, listed) === old.digest)) {
        onSkip?.(name, 'unchanged', stamp.size);
        if (journal !== undefined && !sameStamp(journal.get(name), stamp)) {
          // The scan after this one may be given the new journal alone.
          const { digest } = old;
          const captures = earlier!.captures(old);
          const { size, mtime } = stamp;
          journal.append({ input: name, size, mtime, captures, results: [], digest, done: true });
        }
        return {};
      }
    }
    const range = {
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
      captures: {
        told: journal !== undefined,
        ...(changedOnly === undefined ? {} : { earlier: nodePath.resolve(changedOnly) }),
      },
    };
    const entry = journal?.get(name);
    if (journal === undefined || entry === undefined || !sameStamp(entry, stamp)) {
      writer?.begin(name, path, stamp, listed);
      return { input: { ...input, range } };
    }
    const known = function* (): Generator<ScanStep> {
      for (const results of journal.results(entry)) {
        const step: ScanStep = { input: name, results, done: false };
        replayed.add(step);
        yield step;
      }
    };
    if (entry.done) {
      onSkip?.(name, 'known', stamp.size);
      return { known: known() };
    }
    writer?.begin(name, path, stamp, listed);
    const from = entry.next === undefined ? {} : { from: entry.next };
    onResume?.(Math.min(stamp.size, entry.next?.offset ?? 0));
    return { known: known(), input: { ...input, range: { ...range, ...from } } };
  };

  try {
    for await (const step of scanSteps(inputs, { ...rest, onInput: begin })) {
      if (!replayed.has(step)) writer?.take(step);
      for (let i = step.captures?.unchanged ?? 0; i > 0; i--) onSkip?.(step.input, 'unchanged', 0);
      yield* step.results;
    }
  } finally {
    journal?.close();
    earlier?.close();
  }
}

interface Open {
  readonly path: FilePath;
  /** An object that changed after it was listed is seen by the next listing. */
  readonly listed?: Known;
  readonly stamp: Stamp;
  results: ScanResult[];
  captures: string;
  /** Results from here on are not known to be whole. */
  written: number;
}

class Writer {
  readonly #journal: Journal;
  readonly #open = new Map<string, Open>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  begin(name: string, path: FilePath, { size, mtime }: Stamp, listed?: Known): void {
    const stamp = { size, mtime };
    this.#open.set(name, {
      path,
      stamp,
      results: [],
      captures: '',
      written: performance.now(),
      ...(listed === undefined ? {} : { listed }),
    });
  }

  take({ input, results, next, captures, done }: ScanStep): void {
    const open = this.#open.get(input);
    // Bytes that were in memory, and what could not be opened: read again next time.
    if (open === undefined) return;
    for (const result of results) open.results.push(result);
    open.captures += captures?.keys ?? '';
    if (done) {
      this.#open.delete(input);
      const unchanged = sameStamp(stampOf(open.path, open.listed), open.stamp);
      const digest = unchanged ? fileDigest(open.path, open.listed) : undefined;
      this.#journal.append({
        input,
        ...open.stamp,
        results: open.results,
        captures: open.captures,
        done: true,
        ...(digest === undefined ? {} : { digest }),
      });
      return;
    }
    if (next === undefined) return;
    const now = performance.now();
    if (open.results.length < STRETCH && now - open.written < STRETCH_TIME) return;
    const { stamp, captures: keys } = open;
    this.#journal.append({ input, ...stamp, captures: keys, results: open.results, next, done: false });
    open.results = [];
    open.captures = '';
    open.written = now;
  }
}
