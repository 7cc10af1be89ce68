/** `leaklint filter`: NDJSON in, NDJSON out, for child processes and pipe stages (GNU parallel, Spark, Hadoop). */

import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import type { NodeScannerOptions } from '../node/ocr/choose.js';
import type { Source } from '../serve/scan-service.js';
import { parseFlags, wholeNumber } from './flags.js';
import { FILTER_ZH } from './help-zh.js';
import type { Io } from './io.js';
import { scannerArguments } from './scanner-arguments.js';
import { spokenLocale } from './words.js';

const OPTIONS = {
  jobs: { type: 'string', short: 'j' },
  policy: { type: 'string' },
  entities: { type: 'string' },
  config: { type: 'string' },
  locale: { type: 'string' },
  today: { type: 'string' },
  timeout: { type: 'string' },
  'max-bytes': { type: 'string' },
  'max-depth': { type: 'string' },
  'max-line': { type: 'string' },
  'key-file': { type: 'string' },
  reveal: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const FILTER_HELP = `leaklint filter: NDJSON in, NDJSON out, one answer a line in the order of the input

  in    { "id": …, "text" | "html" | "path" | "bytes": …, "name"?: … }   bytes is base64; id may be any JSON value
  out   { "id": …, "result": { … } } or { "id": …, "error": { "code", "message" } }

  -j, --jobs N                child processes at a time, for files
      --max-line BYTES        longest line (default 67108864); a longer one is an error line
      --policy, --entities, --timeout, --max-bytes, --max-depth, --config, --key-file, --locale, --today, --reveal:
                              as for scan

Exit code 0 when every line was answered, whatever was found; 2 on wrong usage; 3 after an interruption.
`;

/** What scans: the service of the sidecar, or a test's own. */
export interface FilterEngine {
  scan(source: Source): Promise<ScanResult>;
  close(): void;
}

const MAX_LINE = 64 * 1024 * 1024;
/** Lines that are being worked on at a time, and bytes of them: a producer that is faster waits. */
const MAX_PENDING = 64;
const MAX_PENDING_BYTES = 128 * 1024 * 1024;

export async function filterCommand(
  args: readonly string[],
  io: Io,
  input: AsyncIterable<Uint8Array> = process.stdin,
  engine?: FilterEngine,
): Promise<number> {
  const { values } = parsed(args);
  if (values.help === true) {
    await io.out(spokenLocale(args, io.env) === 'en' ? FILTER_HELP : FILTER_ZH);
    return 0;
  }
  const jobs = wholeNumber(values, 'jobs');
  const maxLine = wholeNumber(values, 'max-line') ?? MAX_LINE;
  const scanner = scannerArguments(values, io);
  const service = engine ?? (await serviceOf(scanner, jobs));
  try {
    const bound = scanner.limits?.bytes ?? DEFAULT_LIMITS.bytes;
    return (await answerLines(input, io, service, maxLine, bound)) ? 0 : 3;
  } finally {
    service.close();
  }
}

async function serviceOf(scanner: NodeScannerOptions, jobs: number | undefined): Promise<FilterEngine> {
  const { ScanService } = await import('../serve/scan-service.js');
  return new ScanService({ scanner, ...(jobs === undefined ? {} : { jobs }) });
}

/** @returns Whether every line was answered: false after an interruption. @throws Closed when nobody reads on. */
async function answerLines(
  input: AsyncIterable<Uint8Array>,
  io: Io,
  service: FilterEngine,
  maxLine: number,
  maxBytes: number,
): Promise<boolean> {
  let pending = 0;
  let held = 0;
  let failure: unknown;
  let wake = (): void => undefined;
  // Each answer goes out as soon as those before it have: the producer may wait for it before it sends on.
  let written: Promise<void> = Promise.resolve();
  const gone = new AbortController();
  const signal = AbortSignal.any([io.signal, gone.signal]);
  try {
    for await (const line of lines(input, maxLine, signal)) {
      const bytes = line?.length ?? 0;
      const answer = answerOf(line, io, service, maxLine, maxBytes);
      pending++;
      held += bytes;
      written = written
        .then(async () => {
          const text = await answer;
          if (failure === undefined) await io.out(text);
        })
        .catch((error) => {
          failure ??= error;
          gone.abort();
        })
        .finally(() => {
          pending--;
          held -= bytes;
          wake();
        });
      while (pending >= MAX_PENDING || held > MAX_PENDING_BYTES) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (failure !== undefined) break;
    }
  } catch (error) {
    failure ??= error;
  }
  await written;
  if (failure !== undefined) throw failure;
  return !io.signal.aborted;
}

/**
 * Lines without their line feed; undefined for one that is too long. Empty lines are passed over.
 *
 * @param signal Ends the input, also where it waits for more.
 */
export async function* lines(
  input: AsyncIterable<Uint8Array>,
  maxLine: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer | undefined> {
  const stop = (): void => (input as { destroy?: () => void }).destroy?.();
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* cutLines(input, maxLine, signal);
  } catch (error) {
    // A destroyed input ends its iteration with an error.
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function* cutLines(
  input: AsyncIterable<Uint8Array>,
  maxLine: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer | undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const take = (): Buffer | undefined => {
    const line = size > maxLine ? undefined : Buffer.concat(parts);
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of input) {
    if (signal.aborted) return;
    let at = 0;
    for (let feed = chunk.indexOf(10); feed >= 0; feed = chunk.indexOf(10, at)) {
      size += feed - at;
      if (size <= maxLine) parts.push(chunk.subarray(at, feed));
      at = feed + 1;
      const line = take();
      if (line === undefined || !blank(line)) yield line;
    }
    size += chunk.length - at;
    if (size > maxLine) parts = [];
    else parts.push(chunk.subarray(at));
  }
  const last = take();
  if (last === undefined || !blank(last)) yield last;
}

function blank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}

/** A line's answer with its line feed; never rejects. */
async function answerOf(
  line: Buffer | undefined,
  io: Io,
  service: FilterEngine,
  maxLine: number,
  maxBytes: number,
): Promise<string> {
  let id: unknown = null;
  try {
    if (line === undefined) {
      throw new LineError(
        'filter/line-too-long',
        `longer than ${maxLine} bytes; raise --max-line or give a path`,
      );
    }
    const request = requestOf(line);
    id = request.id ?? null;
    const result = await service.scan(sourceOf(request, io, maxBytes));
    return `${JSON.stringify({ id, result })}\n`;
  } catch (error) {
    const { code, message } =
      error instanceof LineError
        ? error
        : {
            code: 'filter/failed',
            message: `the scan ended with an internal error (${(error as Error).name})`,
          };
    return `${JSON.stringify({ id, error: { code, message } })}\n`;
  }
}

class LineError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const bad = (message: string): LineError => new LineError('filter/bad-line', message);
const KEYS = ['text', 'html', 'path', 'bytes'] as const;

function requestOf(line: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    // The parser's message quotes the line.
    throw bad('is not valid JSON in UTF-8');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('must be a JSON object');
  return value as Record<string, unknown>;
}

function sourceOf(request: Readonly<Record<string, unknown>>, io: Io, maxBytes: number): Source {
  const given = KEYS.filter((key) => request[key] !== undefined);
  const key = given[0];
  if (given.length !== 1 || key === undefined) throw bad(`takes one of ${KEYS.join(', ')}`);
  const value = request[key];
  if (typeof value !== 'string') throw bad(`"${key}" must be a text`);
  if (request.name !== undefined && typeof request.name !== 'string') throw bad('"name" must be a text');
  const name = request.name ?? (key === 'path' ? value : typeof request.id === 'string' ? request.id : key);
  if (key === 'text' || key === 'html') return { kind: key, name, text: value };
  if (key === 'path') return fileSource(path.resolve(io.cwd, value), name, maxBytes);
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
    throw bad('"bytes" is not valid base64');
  return { kind: 'file', input: { name, bytes: Buffer.from(value, 'base64') } };
}

/** Small files are read here, so that pages need no child process; the others are opened by the child. */
export function fileSource(file: string, name: string, maxBytes: number): Source {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw new LineError('file/not-a-file', '"path" is no regular file');
    if (status.size > Math.min(SMALL, maxBytes)) return { kind: 'file', input: { name, path: file } };
    return { kind: 'file', input: { name, bytes: readFileSync(file) } };
  } catch (error) {
    if (error instanceof LineError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new LineError('file/unreadable', `"path" could not be read (${code})`);
  }
}

const SMALL = 128 * 1024;

const parsed = (args: readonly string[]) => parseFlags(args, OPTIONS, false);
