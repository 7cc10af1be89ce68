/** `leaklint redact IN -o OUT`: applies the suggestions and proves the copy by scanning it. */
import fs from 'node:fs';
import path from 'node:path';
import { type Artifact, DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import type { RedactOutcome, ScannerOptions } from '../index.js';
import { type Io, UsageError } from './io.js';
import type { RedactSettings } from './settings.js';

export interface RedactEngine {
  scan(artifact: Artifact, options: ScannerOptions): Promise<ScanResult>;
  redact(artifact: Artifact, result: ScanResult, options: ScannerOptions): Promise<RedactOutcome>;
}

async function defaultEngine(): Promise<RedactEngine> {
  const { createScanner, redact } = await import('../index.js');
  return { scan: (artifact, options) => createScanner(options).scan(artifact), redact };
}

/**
 * The copy is written only when its proof scan shows no leak and reads everything; `--force` writes it anyway.
 *
 * @returns 0 nothing leaks in the copy; 1 leaks are left; 3 no leak is left, but something was not read.
 */
export async function redactCommand(
  settings: RedactSettings,
  io: Io,
  engine?: RedactEngine,
): Promise<number> {
  const source = settings.paths[0]!;
  const target = settings.output!;
  if (
    source !== '-' &&
    target !== '-' &&
    samePlace(path.resolve(io.cwd, source), path.resolve(io.cwd, target))
  ) {
    throw new UsageError('IN and OUT are the same file; write the copy to another place');
  }
  const artifact = await read(source, settings, io);
  const { scan, redact } = engine ?? (await defaultEngine());
  const before = await scan(artifact, settings.scanner);
  const outcome = await redact(artifact, before, settings.scanner);
  // The outcome's proof concerns what was redacted; whether the copy may go out is asked of the whole copy.
  const after =
    outcome.applied === 0 ? before : await scan({ ...artifact, bytes: outcome.bytes }, settings.scanner);
  const leaks = after.findings.filter((finding) => finding.disposition === 'leak').length;
  const unread = after.coverage.unread.length;
  const code = leaks > 0 ? 1 : unread > 0 ? 3 : 0;
  const say = (text: string): void => io.err(`leaklint: ${text}\n`);
  if (!settings.quiet) {
    say(
      `${outcome.applied} applied, ${outcome.refused.length} refused; left in the copy: ${leaks} leaks, ${unread} unread`,
    );
    for (const refusal of outcome.refused) {
      say(
        `  ${refusal.finding === undefined ? '' : `${refusal.finding}: `}${refusal.code}: ${refusal.message}`,
      );
    }
  }
  if (code !== 0 && !settings.force) {
    say(`${target} was not written: the copy is not proven clean (--force writes it anyway)`);
    return code;
  }
  if (target === '-') await io.out(outcome.bytes);
  else write(path.resolve(io.cwd, target), outcome.bytes, target);
  return code;
}

async function read(source: string, settings: RedactSettings, io: Io): Promise<Artifact> {
  const bound = settings.scanner.limits?.bytes ?? DEFAULT_LIMITS.bytes;
  let artifact: Artifact;
  try {
    artifact =
      source === '-'
        ? { name: settings.stdinName, bytes: await io.input(bound) }
        : { name: source, bytes: fs.readFileSync(path.resolve(io.cwd, source)) };
  } catch (error) {
    throw new UsageError(
      `${source}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
  if (artifact.bytes.length > bound) {
    throw new UsageError(`${source}: larger than ${bound} bytes; raise --max-bytes`);
  }
  return artifact;
}

function samePlace(a: string, b: string): boolean {
  const [first, second] = [a, b].map((file) => fs.statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino;
}

function write(file: string, bytes: Uint8Array, shown: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(draft, bytes);
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw new UsageError(`${shown}: can't be written (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}
