import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { scanBatchApart, scanFileApart } from './apart.js';
import { page, warc } from './fixtures/build-warc.js';
import { fakeResult } from './fixtures/fake-scanner.js';
import type { ChildPool, OnSteps, Outcome } from './pool.js';
import type { Step, Work } from './protocol.js';

/** Steps 0…9, three a message, or one when careful; ends at a poisoned one and loses what it had not told. */
function poolWith(poison: readonly number[]): ChildPool {
  const run = async (work: Work, _: unknown, onSteps: OnSteps): Promise<Outcome> => {
    const careful = !('bytes' in work) && work.careful === true;
    const batch = 'batch' in work;
    const first = batch ? 10 - work.batch.length : 'path' in work ? (work.range?.from?.offset ?? 0) : 0;
    let skip = 'path' in work ? (work.range?.skip ?? 0) : 0;
    let held: Step[] = [];
    for (let i = first; i < 10; i++) {
      const passed = skip-- > 0;
      if (!passed && poison.includes(i)) return { kind: 'crashed', detail: 'signal SIGKILL' };
      const next = { offset: batch ? i - first + 1 : i + 1, index: 0 };
      held.push({ results: passed ? [] : [fakeResult(`r${i}`)], next });
      if (!careful && held.length < 3) continue;
      await onSteps(held);
      held = [];
    }
    if (held.length > 0) await onSteps(held);
    return { kind: 'done' };
  };
  return { run } as unknown as ChildPool;
}

test.each([[[]], [[4]], [[0]], [[9]], [[3, 4, 5]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]])(
  'records that end their process are named, all others told once: %j',
  async (poison) => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-apart-')), 'a.warc');
    fs.writeFileSync(file, warc([page('http://x/', 'x')]));
    const told: string[] = [];
    const ended = await scanFileApart(poolWith(poison), { path: file, name: 'a' }, ({ results }) => {
      for (const { artifact, diagnostics } of results) told.push(diagnostics[0]?.code ?? artifact);
    });
    expect(ended).toBe(true);
    const expected = Array.from({ length: 10 }, (_, i) =>
      poison.includes(i as never) ? 'node/crashed' : `r${i}`,
    );
    expect(told).toEqual(expected);
    fs.rmSync(path.dirname(file), { recursive: true });
  },
);

test.each([[[]], [[4]], [[0]], [[9]], [[3, 4, 5]], [[0, 9]]])(
  'files of a batch that end their process are named, all others told once: %j',
  async (poison) => {
    const files = Array.from({ length: 10 }, (_, i) => ({ path: `${i}`, name: `f${i}` }));
    const told: string[] = [];
    await scanBatchApart(poolWith(poison), files, {
      file: (index, results) =>
        void told.push(`${index} ${results[0]!.diagnostics[0]?.code ?? results[0]!.artifact}`),
      deferred: () => undefined,
    });
    expect(told).toEqual(
      files.map((_, i) => `${i} ${poison.includes(i as never) ? 'node/crashed' : `r${i}`}`),
    );
  },
);
