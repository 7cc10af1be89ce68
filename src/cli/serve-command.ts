/** `leaklint serve`: the HTTP sidecar until Ctrl-C or SIGTERM. */
import fs from 'node:fs';
import path from 'node:path';
import type { LeakServer, ServeOptions, Shape } from '../serve/index.js';
import { parseFlags, wholeNumber } from './flags.js';
import { SERVE_ZH } from './help-zh.js';
import { type Io, UsageError } from './io.js';
import { scannerArguments } from './scanner-arguments.js';
import { say, spokenLocale } from './words.js';

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  'token-file': { type: 'string' },
  'max-body': { type: 'string' },
  'max-in-flight': { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  shape: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  policy: { type: 'string' },
  entities: { type: 'string' },
  config: { type: 'string' },
  locale: { type: 'string' },
  today: { type: 'string' },
  timeout: { type: 'string' },
  'max-bytes': { type: 'string' },
  'max-depth': { type: 'string' },
  'key-file': { type: 'string' },
  ocr: { type: 'string' },
  'ocr-pages': { type: 'string' },
  'ocr-timeout': { type: 'string' },
  reveal: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const SERVE_HELP = `leaklint serve: scan over HTTP, for systems in other languages

      --host ADDRESS          default 127.0.0.1; any other needs --token-file
      --port N                default 8765; 0 for any that is free
      --token-file FILE       clients send its first line as Authorization: Bearer …
      --shape LIST            v1,presidio,cn-check: endpoints that are there (default all)
      --max-body BYTES        size of one request (default 33554432)
      --max-in-flight N       requests at a time (default 256); more get 503
      --allow-host NAME       name under which clients may call, beside addresses and localhost; repeatable
  -j, --jobs N                child processes at a time, for files
      --policy, --entities, --timeout, --max-bytes, --max-depth, --ocr, --ocr-pages, --ocr-timeout,
      --config, --key-file, --locale, --today: as for scan
      --reveal                put raw values into answers (careful: they are then a leak themselves)
  -q, --quiet                 no log line for each request

Standard output: one line of JSON with the address. Standard error: one line of JSON for each request, without any
text of it. Stops on SIGTERM and Ctrl-C when the requests under way are answered.
`;

/** @returns 0 after a stop. @throws UsageError on wrong arguments, or where the address can't be had. */
export async function serveCommand(args: readonly string[], io: Io, version: string): Promise<number> {
  const { values } = parsed(args);
  if (values.help === true) {
    await io.out(spokenLocale(args, io.env) === 'en' ? SERVE_HELP : SERVE_ZH);
    return 0;
  }
  const options = serveOptions(values, io, version);
  const { createServer } = await import('../serve/index.js');
  const server = createServer(options);
  const host = values.host ?? '127.0.0.1';
  const address = await listen(server, wholeNumber(values, 'port', 0) ?? 8765, host);
  await io.out(`${JSON.stringify({ address: address.address, port: address.port, pid: process.pid })}\n`);
  await aborted(io.signal);
  await server.stop();
  return 0;
}

type Values = ReturnType<typeof parsed>['values'];

const parsed = (args: readonly string[]) => parseFlags(args, OPTIONS, false);

function serveOptions(values: Values, io: Io, version: string): ServeOptions {
  const scanner = scannerArguments(values, io);
  const token = values['token-file'] === undefined ? undefined : readToken(values['token-file'], io);
  const maxBody = wholeNumber(values, 'max-body');
  const maxInFlight = wholeNumber(values, 'max-in-flight');
  const jobs = wholeNumber(values, 'jobs');
  return {
    scanner,
    version,
    ...(token === undefined ? {} : { token }),
    ...(maxBody === undefined ? {} : { maxBody }),
    ...(maxInFlight === undefined ? {} : { maxInFlight }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(values.shape === undefined || values.shape === 'all'
      ? {}
      : { shapes: values.shape.split(',').map((one) => one.trim()) as Shape[] }),
    ...(values['allow-host'] === undefined ? {} : { allowedHosts: values['allow-host'] }),
    ...(values.quiet === true ? {} : { log: (entry: object) => io.err(`${JSON.stringify(entry)}\n`) }),
  };
}

function readToken(file: string, io: Io): string {
  try {
    return fs.readFileSync(path.resolve(io.cwd, file), 'utf8').split('\n')[0]!.trim();
  } catch (error) {
    throw new UsageError(
      say`token file ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
}

async function listen(
  server: LeakServer,
  port: number,
  host: string,
): Promise<Awaited<ReturnType<LeakServer['listen']>>> {
  try {
    return await server.listen(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UsageError(say`${host} port ${port} can't be listened on (${code})`);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
