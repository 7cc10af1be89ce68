/** A sidecar for tests: children run the built modules, since Node cannot run TypeScript. */
import net from 'node:net';
import type { ServeOptions } from './options.js';
import { createServer, type LeakServer } from './server.js';

const built = (file: string): URL => new URL(`../../dist/${file}`, import.meta.url);

export const TODAY = '2026-01-01';
/** GB 11643 layout, born 1903: no person alive. */
export const ID = '110101190103070018';
/** The carrier's own service number. */
export const MOBILE = '13800138000';
export const TEXT: string = `𠮷先生，身份证号：${ID}，手机${MOBILE}。请来电。`;

export interface Running {
  readonly server: LeakServer;
  readonly port: number;
  readonly url: string;
  readonly logged: string[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function running(options: ServeOptions = {}): Promise<Running> {
  const logged: string[] = [];
  const server = createServer({
    jobs: 1,
    linger: 100,
    worker: { scan: built('node/worker.js'), redact: built('serve/redact-worker.js') },
    log: (entry) => void logged.push(JSON.stringify(entry)),
    ...options,
    scanner: { today: TODAY, ...options.scanner },
  });
  const { port } = await server.listen(0);
  const url = `http://127.0.0.1:${port}`;
  return {
    server,
    port,
    url,
    logged,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** Sends raw bytes; resolves with what came back until the connection ended or `milliseconds` went by. */
export function raw(port: number, pieces: readonly string[], milliseconds = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let got = '';
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(got);
    };
    const timer = setTimeout(done, milliseconds);
    socket.on('data', (chunk) => (got += chunk.toString('latin1')));
    socket.on('close', done);
    socket.on('error', done);
    for (const piece of pieces) socket.write(piece, 'latin1');
  });
}
