/** Child process: redacts the files it is sent, one at a time. Speaks the protocol of the node layer's pool. */
import { MOST_FINDINGS } from '../apply/index.js';
import { createScanner, type Scanner } from '../index.js';
import { type NodeScannerOptions, withEngine } from '../node/ocr/choose.js';
import type { FromChild, ToChild } from '../node/protocol.js';
import { type Redaction, redactArtifact } from './redaction.js';

let scanner: Scanner | undefined;

function send(message: FromChild<Redaction>): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve());
  });
}

async function handle(message: ToChild): Promise<void> {
  if (message.kind === 'start') {
    try {
      const options = message.options as NodeScannerOptions;
      const limits = { ...options.limits, findings: MOST_FINDINGS };
      scanner = createScanner(
        withEngine({ ...options, limits }, (milliseconds) => void send({ kind: 'busy', milliseconds })),
      );
      await send({ kind: 'ready' });
    } catch (error) {
      await send({ kind: 'refused', name: error instanceof Error ? error.name : 'Error' });
    }
    return;
  }
  if (message.kind !== 'scan' || scanner === undefined || !('bytes' in message.input)) return;
  const { input } = message;
  const engine = scanner;
  const result = await redactArtifact(input, (artifact) => engine.scan(artifact));
  await send({ kind: 'result', result });
  await send({ kind: 'done', memory: process.memoryUsage.rss() });
}

process.on('message', (message) => void handle(message as ToChild));
process.on('disconnect', () => process.exit());
// The parent decides what ends when, also on a signal to the whole process group.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
