/** Child process: scans the inputs it is sent, one at a time, and streams their results. */
import { createScanner, type ScannerOptions } from '../index.js';
import type { FromChild, ToChild } from './protocol.js';
import { scanSource } from './scan-source.js';
import type { ArtifactScanner } from './types.js';

let scanner: ArtifactScanner | undefined;
let options: ScannerOptions = {};

/** Resolves when the message has left, so that results don't pile up here. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}

async function handle(message: ToChild): Promise<void> {
  if (message.kind === 'start') {
    try {
      options = message.options as ScannerOptions;
      scanner = createScanner(options);
      await send({ kind: 'ready' });
    } catch (error) {
      await send({ kind: 'refused', name: error instanceof Error ? error.name : 'Error' });
    }
    return;
  }
  if (scanner === undefined) return;
  const limits = options.limits;
  for await (const result of scanSource(message.input, scanner, limits === undefined ? {} : { limits })) {
    await send({ kind: 'result', result });
  }
  await send({ kind: 'done', memory: process.memoryUsage.rss() });
}

process.on('message', (message) => void handle(message as ToChild));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group; the parent decides what ends when.
process.on('SIGINT', () => undefined);
