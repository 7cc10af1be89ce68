/**
 * Files read by child processes, to the end: what ends a child costs one record of an archive or one file of a batch,
 * named in the report, and the rest is read by another child.
 */
import type { ScanResult } from '../core/index.js';
import type { RecordPosition } from '../formats/warc/index.js';
import { archiveTypeOf } from './archive.js';
import type { ChildPool, Outcome } from './pool.js';
import type { Step } from './protocol.js';
import type { FileInput, Input } from './scan-source.js';
import { openSource } from './source.js';
import { unreadResult } from './unread-result.js';

type Failure = Exclude<Outcome, { kind: 'done' }>;

/** Results that belong together; of an archive with what a step says beside them. */
export type Told = Pick<Step, 'results'> & Partial<Pick<Step, 'next' | 'read' | 'captures'>>;

/** Waits for room when asked to. */
export type OnResults = (told: Told) => Promise<void> | void;

/** Records in a row that may end their process before the rest is given up: each costs up to the time limit. */
const MAX_SKIP = 10;

/** @returns False when the pool was closed before the end. */
export async function scanFileApart(pool: ChildPool, input: Input, onResults: OnResults): Promise<boolean> {
  let work: Input = input;
  for (;;) {
    let next: RecordPosition | undefined;
    const outcome = await pool.run(
      work,
      (result) => void onResults({ results: [result] }),
      async (steps) => {
        next = steps.at(-1)!.next;
        for (const step of steps) await onResults(step);
      },
    );
    if (outcome.kind === 'done') return true;
    if (outcome.kind === 'aborted') return false;
    const range: FileInput['range'] = 'path' in work ? work.range : undefined;
    const careful = 'path' in work && work.careful === true;
    if (!('path' in work) || (next === undefined && !careful)) {
      if ('path' in work && isArchive(work)) {
        work = { ...work, careful: true };
        continue;
      }
      await onResults({ results: [lost(input.name, outcome)] });
      return true;
    }
    if (next !== undefined) {
      // Once more from there, record by record, to see which one it is.
      const { skip: _, seek: __, ...rest } = range ?? {};
      work = { ...work, careful: true, range: { ...rest, from: next } };
      continue;
    }
    const { from = { offset: 0, index: 0 }, skip = 0 } = range ?? {};
    if (skip >= MAX_SKIP) {
      await onResults({ results: [lost(input.name, outcome)] });
      return true;
    }
    // Without a position: told again, with the step behind it, if the scan ends before that is known.
    const name = `${input.name}!#record-after-${from.offset}-${from.index + skip}`;
    await onResults({ results: [lost(name, outcome)] });
    work = { ...work, range: { ...range, from, skip: skip + 1 } };
  }
}

function isArchive({ path, known }: FileInput): boolean {
  try {
    const source = openSource(path, 0, known);
    try {
      return archiveTypeOf(source) !== undefined;
    } finally {
      source.close();
    }
  } catch {
    return false;
  }
}

export interface BatchEvents {
  /** A file is finished. */
  readonly file: (index: number, results: readonly ScanResult[]) => Promise<void> | void;
  /** Not small text: to be read alone. */
  readonly deferred: (index: number) => void;
}

/** Never rejects; files that are not told when it resolves were left out by an abort. */
export async function scanBatchApart(
  pool: ChildPool,
  files: readonly FileInput[],
  events: BatchEvents,
): Promise<void> {
  let first = 0;
  let careful = false;
  while (first < files.length) {
    const base = first;
    const outcome = await pool.run(
      { batch: files.slice(base), careful },
      () => undefined,
      async (steps: readonly Step[]) => {
        // Counted before the wait: a child that ends meanwhile must not make them come twice.
        const from = first;
        first += steps.length;
        for (const [i, step] of steps.entries()) {
          if (step.deferred === true) events.deferred(from + i);
          else await events.file(from + i, step.results);
        }
      },
    );
    if (outcome.kind === 'aborted') return;
    if (outcome.kind === 'done') return;
    if (careful && first === base) {
      await events.file(first, [lost(files[first]!.name, outcome)]);
      first++;
    }
    careful = true;
  }
}

/** The report on an input that a child process did not finish. */
export function lost(name: string, outcome: Failure): ScanResult {
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
