/** What a server is told, and its defaults. */
import type { ServiceOptions } from './scan-service.js';

/** Groups of endpoints. */
export type Shape = 'v1' | 'presidio' | 'cn-check';
export const SHAPES: readonly Shape[] = ['v1', 'presidio', 'cn-check'];

export interface ServeOptions extends ServiceOptions {
  /** Endpoints that are there; all by default. Health, metrics and the OpenAPI document always are. */
  readonly shapes?: readonly Shape[];
  /** Asked for as `Authorization: Bearer …` (or `userKey` in the cn-check shape), health checks aside. */
  readonly token?: string;
  /** Bytes of one request body; default 32 MiB. */
  readonly maxBody?: number;
  /** Requests that are read, scanned or answered at a time; default 256. More get 503. */
  readonly maxInFlight?: number;
  /** Bytes of request bodies that are held at a time; default 256 MiB, at least `maxBody`. More get 503. */
  readonly maxBuffered?: number;
  /** Milliseconds for the headers of a request (default 10,000) and for the whole of it (30,000). */
  readonly headersTimeout?: number;
  readonly requestTimeout?: number;
  /** Milliseconds in which a client has to take its answer; default 30,000. */
  readonly answerTimeout?: number;
  /** Names under which clients may call, beside addresses and `localhost`; a page of another site may not. */
  readonly allowedHosts?: readonly string[];
  /** One entry a request, without any text of it. */
  readonly log?: (entry: LogEntry) => void;
  /** Version in metrics and the OpenAPI document. */
  readonly version?: string;
  /** Milliseconds for which open connections are still listened to after `stop`; default 1,000. */
  readonly linger?: number;
}

export interface LogEntry {
  readonly time: string;
  readonly method: string;
  /** The endpoint, `other` for unknown ones: a path may hold anything. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly bytes: number;
  /** Code of an error, `http/what`. */
  readonly code?: string;
}

export type NumberOption =
  | 'maxBody'
  | 'maxInFlight'
  | 'maxBuffered'
  | 'headersTimeout'
  | 'requestTimeout'
  | 'answerTimeout'
  | 'linger';

export const DEFAULTS: Readonly<Record<NumberOption, number>> = {
  maxBody: 32 * 1024 * 1024,
  maxInFlight: 256,
  maxBuffered: 256 * 1024 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  answerTimeout: 30_000,
  linger: 1_000,
};

/** @throws RangeError for a number that is none, or not above 0; TypeError for an unknown shape or an empty token. */
export function settled(options: ServeOptions): ServeOptions & Record<NumberOption, number> {
  const numbers = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as NumberOption[]) {
    const value = options[name] ?? DEFAULTS[name];
    if (!Number.isFinite(value) || value <= 0)
      throw new RangeError(`option "${name}" must be a number above 0`);
    numbers[name] = value;
  }
  for (const shape of options.shapes ?? []) {
    if (!SHAPES.includes(shape)) throw new TypeError(`unknown shape "${shape}"; known: ${SHAPES.join(', ')}`);
  }
  if (options.token !== undefined && !/^[\x21-\x7e]{16,}$/.test(options.token)) {
    throw new RangeError('option "token" needs at least 16 characters, ASCII without blanks');
  }
  return { ...options, ...numbers, maxBuffered: Math.max(numbers.maxBuffered, numbers.maxBody) };
}
