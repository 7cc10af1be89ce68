/** What an endpoint gets and gives: it knows requests and replies, no sockets. */
import type { IncomingHttpHeaders } from 'node:http';
import type { ScanResult } from '../core/index.js';
import type { Metrics } from './metrics.js';
import type { ScanService, Source } from './scan-service.js';

export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** The body, complete; empty for GET. */
  readonly body: Buffer;
  readonly service: ScanService;
  readonly metrics: Metrics;
  /** Scans and counts. */
  readonly scan: (source: Source) => Promise<ScanResult>;
  /** Raw values may be shown: the operator said so. */
  readonly reveal: boolean;
  readonly locale: 'zh-CN' | 'en';
  /** The request came with the right token, or none is asked for. */
  readonly allowed: (token?: string) => boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `open`: no token; `own`: the handler asks for it. */
  readonly access?: 'open' | 'own';
  readonly handle: (call: Call) => Reply | Promise<Reply>;
  /** Errors in the words of the shape; `{ error: { code, message } }` without. */
  readonly error?: (status: number, code: string, message: string) => unknown;
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function plain(text: string, status = 200): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text };
}
