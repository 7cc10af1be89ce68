/** The HTTP sidecar: bounds around the endpoints, and an end that loses no request. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { detectors } from '../generated/detectors.js';
import { bearer, checkOrigin, isLoopback, Token } from './access.js';
import { type Body, BodyBudget, readBody } from './body.js';
import { checkRoutes } from './cn-check.js';
import { HttpError } from './http-error.js';
import { Metrics } from './metrics.js';
import { openApi } from './openapi.js';
import { type NumberOption, type ServeOptions, SHAPES, settled } from './options.js';
import { analyzerRoutes } from './presidio-analyze.js';
import { anonymizerRoutes } from './presidio-anonymize.js';
import { type Call, json, plain, type Reply, type Route } from './route.js';
import { ScanService } from './scan-service.js';
import { Sockets } from './sockets.js';
import { v1Routes } from './v1.js';

export interface LeakServer {
  /** The server underneath, for embedders; use `listen` and `stop`. */
  readonly http: http.Server;
  /**
   * @param port 0: any that is free.
   * @throws TypeError for an address that other machines can reach, without a token.
   */
  listen(port?: number, host?: string): Promise<AddressInfo>;
  /**
   * No new connection; what is under way, and what still comes on open connections for a moment, is answered; then
   * the child processes end. Again: the same promise.
   */
  stop(): Promise<void>;
}

/** @throws TypeError, RangeError on options that are wrong. */
export function createServer(options: ServeOptions = {}): LeakServer {
  return new Sidecar(options);
}

/** In one answer: a body of nothing but numbers would give one of a gigabyte. */
const MAX_FINDINGS = 20_000;
/** Time that requests under way get after `stop`. */
const STOP_LIMIT = 120_000;

class Sidecar implements LeakServer {
  readonly http: http.Server;
  readonly #options: ServeOptions & Record<NumberOption, number>;
  readonly #service: ScanService;
  readonly #metrics = new Metrics();
  readonly #budget: BodyBudget;
  readonly #token: Token | undefined;
  readonly #routes = new Map<string, Map<string, Route>>();
  readonly #sockets = new Sockets();
  #inFlight = 0;
  #stopping: Promise<void> | undefined;

  constructor(options: ServeOptions) {
    this.#options = settled(options);
    this.#service = new ScanService(options);
    this.#budget = new BodyBudget(this.#options.maxBuffered);
    this.#token = options.token === undefined ? undefined : new Token(options.token);
    for (const route of this.#table()) {
      const methods = this.#routes.get(route.path) ?? new Map<string, Route>();
      this.#routes.set(route.path, methods.set(route.method, route));
    }
    this.http = http.createServer(
      {
        headersTimeout: this.#options.headersTimeout,
        requestTimeout: this.#options.requestTimeout,
        connectionsCheckingInterval: Math.min(1_000, this.#options.headersTimeout),
        keepAliveTimeout: 65_000,
        maxHeaderSize: 16 * 1024,
      },
      (request, response) => {
        this.#serve(request, response).catch(() => response.destroy());
      },
    );
    this.http.maxConnections = 4 * this.#options.maxInFlight;
    this.http.on('connection', (socket) => this.#sockets.add(socket));
    // A connection that could not be accepted is no reason to end.
    this.http.on('error', () => undefined);
    this.http.on('clientError', (error: NodeJS.ErrnoException, socket) =>
      refuseBroken(error, socket as net.Socket),
    );
  }

  listen(port = 8765, host = '127.0.0.1'): Promise<AddressInfo> {
    if (!isLoopback(host) && this.#token === undefined) {
      throw new TypeError(`${host} can be reached from other machines: set a token (--token-file)`);
    }
    return new Promise((resolve, reject) => {
      this.http.once('error', reject);
      this.http.listen(port, host, () => {
        this.http.off('error', reject);
        resolve(this.http.address() as AddressInfo);
      });
    });
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end(): Promise<void> {
    // `http.Server.close` ends idle connections at once, and with them a request that is on its way.
    const closed = new Promise<void>((resolve) =>
      net.Server.prototype.close.call(this.http, () => resolve()),
    );
    let sweep: NodeJS.Timeout | undefined;
    const idle = setTimeout(() => {
      this.#sockets.closeIdle();
      sweep = setInterval(() => this.#sockets.closeIdle(), 50);
    }, this.#options.linger);
    const hard = setTimeout(() => this.http.closeAllConnections(), STOP_LIMIT);
    await closed;
    clearTimeout(idle);
    clearInterval(sweep);
    clearTimeout(hard);
    // Ends the server's own timer.
    this.http.close();
    this.#service.close();
  }

  #table(): Route[] {
    const { shapes = SHAPES, scanner, version = '0' } = this.#options;
    const entities = scanner?.entities ?? detectors().map(({ entity }) => entity);
    const document = JSON.stringify(openApi(version));
    return [
      {
        method: 'GET',
        path: '/healthz',
        access: 'open',
        handle: () =>
          this.#stopping === undefined ? json({ status: 'ok' }) : json({ status: 'stopping' }, 503),
      },
      { method: 'GET', path: '/metrics', handle: () => this.#metricsReply(version) },
      { method: 'GET', path: '/openapi.json', handle: () => ({ ...json({}), body: document }) },
      ...(shapes.includes('v1') ? v1Routes : []),
      ...(shapes.includes('presidio')
        ? [...analyzerRoutes(entities), ...anonymizerRoutes(scanner?.key)]
        : []),
      ...(shapes.includes('cn-check') ? checkRoutes : []),
    ];
  }

  #metricsReply(version: string): Reply {
    const gauges = {
      leaklint_in_flight: this.#inFlight,
      leaklint_backlog: this.#service.backlog,
      leaklint_buffered_bytes: this.#budget.held,
    };
    return {
      ...plain(this.#metrics.render(gauges, version)),
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#sockets.busy(request.socket, response);
    const started = performance.now();
    const url = parsedUrl(request.url ?? '/');
    const methods = this.#routes.get(url?.pathname ?? '');
    const route = methods?.get(request.method === 'HEAD' ? 'GET' : (request.method ?? ''));
    const name = methods === undefined ? 'other' : url!.pathname;
    const counted = route !== undefined && route.method === 'POST';
    let body: Body | undefined;
    let code: string | undefined;
    let reply: Reply;
    if (counted) this.#inFlight++;
    try {
      if (counted && this.#inFlight > this.#options.maxInFlight) {
        throw new HttpError(503, 'http/busy', 'too many requests in flight; try again later', 1);
      }
      if (url === undefined || methods === undefined)
        throw new HttpError(404, 'http/not-found', 'no such endpoint');
      if (route === undefined) {
        throw new HttpError(405, 'http/method', `use ${[...methods.keys()].join(' or ')}`);
      }
      this.#admit(request, route);
      if (route.method === 'POST') body = await readBody(request, this.#options.maxBody, this.#budget);
      reply = await route.handle(this.#call(request, url, body));
    } catch (error) {
      const known = error instanceof HttpError ? error : INTERNAL;
      code = known.code;
      reply = errorReply(known, route, [...(methods?.keys() ?? [])]);
    }
    const bytes = body?.bytes.length ?? 0;
    body?.release();
    if (counted) this.#inFlight--;
    this.#answer(request, response, reply);
    this.#record(request, name, reply.status, performance.now() - started, bytes, code);
  }

  /** @throws HttpError 401, 403, before any of the body is read. */
  #admit(request: IncomingMessage, { access }: Route): void {
    checkOrigin(request, this.#options.allowedHosts ?? []);
    if (access === undefined && !this.#allowed(bearer(request.headers.authorization))) {
      throw new HttpError(401, 'http/unauthorized', 'send the token as Authorization: Bearer …');
    }
  }

  #allowed(given: string | undefined): boolean {
    return this.#token === undefined || (given !== undefined && this.#token.is(given));
  }

  #call(request: IncomingMessage, url: URL, body: Body | undefined): Call {
    const { scanner } = this.#options;
    let findings = 0;
    return {
      headers: request.headers,
      query: url.searchParams,
      body: body?.bytes ?? Buffer.alloc(0),
      service: this.#service,
      metrics: this.#metrics,
      scan: async (source) => {
        const result = await this.#service.scan(source);
        this.#metrics.result(result);
        findings += result.findings.length;
        if (findings > MAX_FINDINGS) {
          throw new HttpError(
            413,
            'http/too-many-findings',
            `more than ${MAX_FINDINGS} findings; split the request`,
          );
        }
        return result;
      },
      reveal: scanner?.reveal === true,
      locale: scanner?.locale ?? 'zh-CN',
      allowed: (token) => this.#allowed(token) || this.#allowed(bearer(request.headers.authorization)),
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
    if (response.destroyed) return;
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-store');
    // A body that was not read to its end would be taken for the next request.
    const unfinished = !request.complete;
    if (this.#stopping !== undefined || unfinished) response.setHeader('connection', 'close');
    response.writeHead(reply.status, { 'content-length': Buffer.byteLength(reply.body) });
    const slow = setTimeout(() => response.destroy(), this.#options.answerTimeout);
    response.once('close', () => clearTimeout(slow));
    response.end(request.method === 'HEAD' ? undefined : reply.body, () => {
      if (unfinished) finishAfterError(request);
    });
  }

  #record(
    request: IncomingMessage,
    route: string,
    status: number,
    milliseconds: number,
    bytes: number,
    code: string | undefined,
  ): void {
    this.#metrics.add('leaklint_requests_total', { route, status: String(status) });
    this.#metrics.add('leaklint_body_bytes_total', { route }, bytes);
    if (code !== undefined) this.#metrics.add('leaklint_refused_total', { code });
    this.#metrics.time(route, milliseconds / 1000);
    this.#options.log?.({
      time: new Date().toISOString(),
      method: request.method ?? '',
      route,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
      bytes,
      ...(code === undefined ? {} : { code }),
    });
  }
}

const INTERNAL = new HttpError(500, 'http/internal', 'the request could not be answered (internal error)');

function errorReply(error: HttpError, route: Route | undefined, methods: readonly string[]): Reply {
  const { status, code, message, retryAfter } = error;
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(status === 405 ? { allow: methods.join(', ') } : {}),
  };
  return json(route?.error?.(status, code, message) ?? { error: { code, message } }, status, headers);
}

function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text, 'http://localhost');
  } catch {
    return undefined;
  }
}

/** A client that is still sending gets a moment to read the answer before the connection ends (RFC 9112 § 9.6). */
function finishAfterError(request: IncomingMessage): void {
  request.resume();
  const end = setTimeout(() => request.socket.destroy(), 500);
  request.socket.once('close', () => clearTimeout(end));
}

/** What is no HTTP, or came too slowly. */
function refuseBroken(error: NodeJS.ErrnoException, socket: net.Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request';
  // A client that never closes its side would keep the connection.
  const answer = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  socket.end(answer, () => socket.destroy());
}
