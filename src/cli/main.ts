#!/usr/bin/env node
/** The `leaklint` command: ties `run` to this process. */
import v8 from 'node:v8';
import { Closed, type Io } from './io.js';
import { unwritable } from './output.js';
import { run } from './run.js';

// Results pass through; a young generation that doubles with the length of a scan makes it no faster.
v8.setFlagsFromString('--semi-space-growth-factor=1');

const stop = new AbortController();
let broken: NodeJS.ErrnoException | undefined;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  broken = error;
});
process.stderr.on('error', () => undefined);
process.on('SIGINT', () => {
  // The second Ctrl-C does not wait for a report.
  if (stop.signal.aborted) process.exit(130);
  stop.abort();
});
process.on('SIGTERM', () => stop.abort());

const io: Io = {
  out: (data) =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) {
        reject(outputFailure(broken));
        return;
      }
      process.stdout.write(data, (error) =>
        error === null || error === undefined ? resolve() : reject(outputFailure(error)),
      );
    }),
  err: (text) => void process.stderr.write(text),
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  input: readInput,
  env: process.env,
  cwd: process.cwd(),
  signal: stop.signal,
};

function outputFailure(error: NodeJS.ErrnoException): Error {
  return error.code === 'EPIPE' ? new Closed() : unwritable('standard output', error);
}

async function readInput(bound: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, bound + 1 - size));
    size += chunk.length;
    if (size > bound) break;
  }
  process.stdin.destroy();
  return Buffer.concat(chunks);
}

process.exitCode = await run(process.argv.slice(2), io);
