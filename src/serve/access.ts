/** Who may call: the token, and no web page of another site through a browser on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { HttpError } from './http-error.js';

/** Compares digests, so that neither content nor length shows in the time it takes. */
export class Token {
  readonly #digest: Buffer;

  constructor(token: string) {
    this.#digest = digest(token);
  }

  is(given: string): boolean {
    return timingSafeEqual(digest(given), this.#digest);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function bearer(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}

/**
 * A page of any site can make a browser send requests to this machine, under a name that resolves to it (DNS
 * rebinding) or across origins. Host must be an address, `localhost` or a name that is allowed; Origin, where a
 * browser states one, must be the same.
 *
 * @throws HttpError 403.
 */
export function checkOrigin(request: IncomingMessage, allowedHosts: readonly string[]): void {
  const { host, origin } = request.headers;
  const name = hostName(host ?? '');
  if (isIP(name) === 0 && name !== 'localhost' && !allowedHosts.includes(name)) {
    throw new HttpError(403, 'http/host', 'the Host header names an unknown host; see --allow-host');
  }
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw new HttpError(403, 'http/origin', 'pages of other sites may not call this server');
  }
}

/** Without port and brackets, in lower case. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  return (bracketed ?? host.replace(/:\d*$/, '')).toLowerCase();
}

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
