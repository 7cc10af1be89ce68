/** Request bodies: read within bounds, decoded by what the request says they are. */
import type { IncomingMessage } from 'node:http';
import { badRequest, HttpError } from './http-error.js';

/** Bytes of request bodies that are held at a time, over all requests. */
export class BodyBudget {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  claim(bytes: number): void {
    if (this.#held + bytes > this.#limit) {
      throw new HttpError(503, 'http/busy', 'too many bytes in flight; try again later', 1);
    }
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

/** A body and its way back to the budget; `release` when the request is answered. */
export interface Body {
  readonly bytes: Buffer;
  readonly release: () => void;
}

/**
 * @throws HttpError 413 above `limit`, before the body is read where its length is announced; 415 for a compressed
 *   body; 503 when the budget is used up; 400 when the client goes away.
 */
export async function readBody(request: IncomingMessage, limit: number, budget: BodyBudget): Promise<Body> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpError(415, 'http/content-encoding', 'send the body without content-encoding');
  }
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  budget.claim(announced);
  let claimed = announced;
  try {
    const bytes = await collect(request, (size) => {
      if (size > limit) throw tooLarge(limit);
      if (size <= claimed) return;
      budget.claim(size - claimed);
      claimed = size;
    });
    return { bytes, release: () => budget.release(claimed) };
  } catch (error) {
    budget.release(claimed);
    throw error;
  }
}

/** By events: leaving an async iteration early destroys the socket, and with it the answer. */
function collect(request: IncomingMessage, admit: (size: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      try {
        admit(size);
        chunks.push(chunk);
      } catch (error) {
        request.off('data', take);
        request.pause();
        chunks.length = 0;
        reject(error as Error);
      }
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    const broken = (): void =>
      reject(new HttpError(400, 'http/aborted', 'the request broke off before its body was complete'));
    request.once('error', broken);
    request.once('close', broken);
  });
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, 'http/too-large', `the body is larger than ${limit} bytes; raise --max-body`);
}

export interface ContentType {
  /** Lower case, `application/json`. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** RFC 9110 § 8.3.1, quoted parameters included. */
export function contentType(header: string | undefined): ContentType {
  const text = header ?? '';
  const end = text.indexOf(';');
  const type = (end < 0 ? text : text.slice(0, end)).trim().toLowerCase();
  return { type, parameters: headerParameters(end < 0 ? '' : text.slice(end)) };
}

/** `; name=value; name="quoted \" value"` → values by lower-case name; the first of a name counts. Linear. */
export function headerParameters(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const name = text
      .slice(text.lastIndexOf(';', equals) + 1, equals)
      .trim()
      .toLowerCase();
    let value = '';
    at = equals + 1;
    while (text[at] === ' ' || text[at] === '\t') at++;
    if (text[at] === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) {
        // Only quotes and backslashes: some browsers send Windows paths unescaped.
        if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++;
        value += text[at];
      }
      at++;
    } else {
      const end = text.indexOf(';', at);
      value = text.slice(at, end < 0 ? text.length : end).trim();
      at = end < 0 ? text.length : end;
    }
    if (name !== '' && !found.has(name)) found.set(name, value);
  }
  return found;
}

/** @throws HttpError 415 for a charset that is unknown, 400 for bytes that are not of it. */
export function bodyText(bytes: Uint8Array, { parameters }: ContentType): string {
  const charset = parameters.get('charset') ?? 'utf-8';
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new HttpError(415, 'http/charset', 'the charset of the body is not known; send UTF-8');
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw badRequest('the body is not valid text of its charset; send UTF-8, or name the charset');
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws HttpError 415 without a JSON content type, 400 for anything but a JSON object. */
export function jsonBody(bytes: Uint8Array, header: string | undefined): JsonObject {
  const type = contentType(header);
  if (!/^application\/(?:[\w.+-]+\+)?json$/.test(type.type)) {
    throw new HttpError(415, 'http/media-type', 'send the body as Content-Type: application/json');
  }
  let value: unknown;
  try {
    value = JSON.parse(bodyText(bytes, type));
  } catch (error) {
    if (error instanceof HttpError) throw error;
    // The parser's message quotes the body.
    throw badRequest('the body is not valid JSON');
  }
  if (!isObject(value)) throw badRequest('the body must be a JSON object');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Strict base64 (RFC 4648 § 4; white space is passed over): what a lenient decoder drops would go unread.
 *
 * @throws HttpError 400 with `where` in its message.
 */
export function base64Bytes(text: string, where: string): Buffer {
  const packed = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
    throw badRequest(`${where}: is not valid base64`);
  }
  return Buffer.from(packed, 'base64');
}

/** A misspelt key would mean a text that nobody read. */
export function onlyKeys(object: JsonObject, known: readonly string[], where: string): void {
  const other = Object.keys(object).some((key) => !known.includes(key));
  if (other) throw badRequest(`${where}: unknown key; known: ${known.join(', ')}`);
}
