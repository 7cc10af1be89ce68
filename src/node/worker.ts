/** Child process: scans the inputs it is sent, one at a time, and streams their results. */
import { createScanner } from '../index.js';
import { type NodeScannerOptions, withEngine } from './ocr/choose.js';
import type { Batch, FromChild, Step, ToChild, Work } from './protocol.js';
import { archiveSteps, isSmallText, type SourceOptions, scanSource } from './scan-source.js';
import type { ArtifactScanner } from './types.js';

/** Steps of one message. */
const STEPS = 32;
/** Milliseconds after which steps that are there are sent. */
const HOLD = 50;
/** Messages with steps that may be on their way. */
const WINDOW = 2;
/** Steps told one by one after a crash. */
const CAREFUL = 256;

let scanner: ArtifactScanner | undefined;
let options: NodeScannerOptions = {};
let credit = WINDOW;
let freed: (() => void) | undefined;

/** Resolves when the message has left, so that results don't pile up here. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}

async function handle(message: ToChild): Promise<void> {
  switch (message.kind) {
    case 'start':
      try {
        options = message.options as NodeScannerOptions;
        scanner = createScanner(
          withEngine(options, (milliseconds) => void send({ kind: 'busy', milliseconds })),
        );
        await send({ kind: 'ready' });
      } catch (error) {
        await send({ kind: 'refused', name: error instanceof Error ? error.name : 'Error' });
      }
      return;
    case 'go':
      credit++;
      freed?.();
      return;
    case 'scan':
      if (scanner === undefined) return;
      credit = WINDOW;
      await scan(message.input, scanner);
      await send({ kind: 'done', memory: process.memoryUsage.rss() });
  }
}

async function scan(work: Work, by: ArtifactScanner): Promise<void> {
  const { limits } = options;
  const onBusy = (milliseconds: number): void => void send({ kind: 'busy', milliseconds });
  const settings: SourceOptions = { onBusy, ...(limits === undefined ? {} : { limits }) };
  if ('batch' in work) {
    await sendSteps(batchSteps(work, by, settings), work.careful === true);
    return;
  }
  const steps = archiveSteps(work, by, settings);
  if (steps !== undefined) {
    await sendSteps(steps, 'path' in work && work.careful === true);
    return;
  }
  for await (const result of scanSource(work, by, settings)) await send({ kind: 'result', result });
}

async function* batchSteps(
  { batch }: Batch,
  by: ArtifactScanner,
  settings: SourceOptions,
): AsyncGenerator<Step> {
  for (const [i, input] of batch.entries()) {
    const next = { offset: i + 1, index: 0 };
    if (!isSmallText(input)) {
      yield { results: [], next, deferred: true };
      continue;
    }
    const results: Step['results'][number][] = [];
    for await (const result of scanSource(input, by, settings)) results.push(result);
    yield { results, next };
  }
}

async function sendSteps(steps: AsyncIterable<Step>, careful: boolean): Promise<void> {
  let held: Step[] = [];
  let single = careful ? CAREFUL : 0;
  let since = performance.now();
  const flush = async (): Promise<void> => {
    while (credit <= 0) await new Promise<void>((resolve) => (freed = resolve));
    credit--;
    const sent = held;
    held = [];
    await send({ kind: 'steps', steps: sent });
    since = performance.now();
  };
  for await (const { results, next, read, captures, deferred } of steps) {
    held.push({
      results,
      next,
      ...(read === undefined ? {} : { read }),
      ...(captures === undefined ? {} : { captures }),
      ...(deferred === true ? { deferred } : {}),
    });
    if (single-- > 0 || held.length >= STEPS || performance.now() - since > HOLD) await flush();
  }
  if (held.length > 0) await flush();
}

process.on('message', (message) => void handle(message as ToChild));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group; the parent decides what ends when.
process.on('SIGINT', () => undefined);
// A service manager signals all processes of a service at once; requests under way are to be answered.
process.on('SIGTERM', () => undefined);
