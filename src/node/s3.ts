/**
 * Objects of S3 and of what speaks its protocol, read like files: `s3://bucket/key`, listed by `s3://bucket/prefix/`.
 *
 * Readers of archives ask for bytes here and there and want them at once. So the AWS SDK runs in a thread of its own, and
 * this one waits for the bytes (`Atomics.wait`): for child processes, which have nothing else to do. Ranges are fetched
 * ahead in pieces; region, endpoint and credentials are the SDK's affair (environment, profile, role of the machine).
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ByteSource } from './source.js';

export interface S3Object {
  /** `s3://bucket/key`. */
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtime: number;
  /** As the server states it, without quotes. */
  readonly etag: string;
}

export type S3Request =
  | { readonly kind: 'list'; readonly bucket: string; readonly prefix: string; readonly token?: string }
  | { readonly kind: 'head'; readonly bucket: string; readonly key: string }
  | {
      readonly kind: 'get';
      readonly bucket: string;
      readonly key: string;
      /** Bytes, half-open. */
      readonly start: number;
      readonly end: number;
      /** The object must still be this one. */
      readonly etag: string;
    };

export type S3Answer =
  | { readonly kind: 'page'; readonly objects: readonly S3Object[]; readonly token?: string }
  | { readonly kind: 'object'; readonly object: S3Object }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'error'; readonly code: string };

/** Bytes fetched at a time. */
const PIECE = 8 * 1024 * 1024;
/** Pieces that are kept: a ZIP is read at its end and at its start, and a small object is looked at before it is read. */
const KEPT = 3;
const pieces = new Map<string, Uint8Array>();
/** Longer than the SDK tries on its own. */
const PATIENCE = 300_000;

export const isS3 = (path: unknown): path is string => typeof path === 'string' && path.startsWith('s3://');

/** @throws RangeError when the address names no bucket. */
export function s3Address(path: string): { bucket: string; key: string } {
  const match = /^s3:\/\/([A-Za-z0-9][\w.-]{1,254})(?:\/(.*))?$/s.exec(path);
  if (match === null) throw new RangeError('the address of an object must be s3://bucket/key');
  return { bucket: match[1]!, key: match[2] ?? '' };
}

/** The SDK missing, the network, the server's word; `code` as systems give it. */
class S3Error extends Error {
  override readonly name: string = 'S3Error';
  readonly code: string;

  constructor(code: string) {
    super(`S3: ${code}`);
    this.code = code;
  }
}

class Client {
  readonly #port: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const worker = new Worker(new URL('./s3-thread.js', import.meta.url), {
      workerData: { port: port2, signal: this.#signal },
      transferList: [port2],
    });
    // Nothing waits for the thread when the process is done.
    worker.unref();
    port1.unref();
  }

  /** @throws S3Error. */
  ask(request: S3Request): S3Answer {
    Atomics.store(this.#signal, 0, 0);
    this.#port.postMessage(request);
    if (Atomics.wait(this.#signal, 0, 0, PATIENCE) === 'timed-out') throw new S3Error('ETIMEDOUT');
    const answer = receiveMessageOnPort(this.#port)?.message as S3Answer | undefined;
    if (answer === undefined) throw new S3Error('EIO');
    if (answer.kind === 'error') throw new S3Error(answer.code);
    return answer;
  }
}

let shared: Client | undefined;
const client = (): Client => (shared ??= new Client());

/** Objects whose keys begin as the address says, in the order of the server (UTF-8 bytes). @throws S3Error, RangeError. */
export function* listObjects(path: string): Generator<S3Object> {
  const { bucket, key } = s3Address(path);
  let token: string | undefined;
  do {
    const request = { kind: 'list', bucket, prefix: key } as const;
    const answer = client().ask(token === undefined ? request : { ...request, token });
    if (answer.kind !== 'page') throw new S3Error('EIO');
    // Consoles make objects of no bytes whose names end in `/` to show a folder.
    for (const object of answer.objects) if (!(object.path.endsWith('/') && object.size === 0)) yield object;
    token = answer.token;
  } while (token !== undefined);
}

/** @returns undefined when there is no such object. @throws S3Error, RangeError. */
export function statObject(path: string): S3Object | undefined {
  const { bucket, key } = s3Address(path);
  try {
    const answer = client().ask({ kind: 'head', bucket, key });
    return answer.kind === 'object' ? answer.object : undefined;
  } catch (error) {
    if ((error as S3Error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param known As it was listed: it is read only while it is still that one.
 * @throws S3Error (`code` ENOENT, EACCES, …), RangeError.
 */
export function openObject(path: string, known?: Pick<S3Object, 'size' | 'etag'>): ByteSource {
  const object = known ?? statObject(path);
  if (object === undefined) throw new S3Error('ENOENT');
  const { bucket, key } = s3Address(path);
  const { size, etag } = object;
  const piece = (index: number): Uint8Array => {
    const name = `${path} ${etag} ${index}`;
    const had = pieces.get(name);
    pieces.delete(name);
    const start = index * PIECE;
    const end = Math.min(size, start + PIECE);
    const bytes = had ?? fetchRange({ kind: 'get', bucket, key, start, end, etag });
    pieces.set(name, bytes);
    for (const oldest of pieces.keys()) {
      if (pieces.size <= KEPT) break;
      pieces.delete(oldest);
    }
    return bytes;
  };
  return {
    size,
    read(offset, length) {
      const start = Math.min(offset, size);
      const end = Math.min(size, start + Math.max(0, length));
      const bytes = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const index = Math.floor(at / PIECE);
        const part = piece(index).subarray(at - index * PIECE, end - index * PIECE);
        bytes.set(part, at - start);
        at += part.length;
      }
      return bytes;
    },
    close: () => undefined,
  };
}

function fetchRange(request: S3Request & { readonly kind: 'get' }): Uint8Array {
  if (request.end <= request.start) return new Uint8Array(0);
  const answer = client().ask(request);
  // Fewer bytes than were asked for would pass for the end of the file.
  if (answer.kind !== 'bytes' || answer.bytes.length !== request.end - request.start)
    throw new S3Error('EIO');
  return answer.bytes;
}
