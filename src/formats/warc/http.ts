/**
 * A stored HTTP message: start line and fields as text, the body with its transfer and content codings undone.
 *
 * Sources: RFC 9112 § 7.1 (chunked), RFC 9110 § 8.4 (content codings), RFC 1950, 1952, 7932.
 */
import { platform } from '#platform';
import { decodeEntryText } from '../zip/entry-name.js';
import { headerEnd, readFields } from './record-header.js';

export interface HttpMessage {
  /** Start line and fields as they stand, decoded. */
  readonly head: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** Why the body is not, or not wholly, readable. */
  readonly fault?: 'cut' | 'coding' | 'limit';
}

/** @returns undefined when the block is no HTTP message. Never rejects. */
export async function readHttp(block: Uint8Array, limit: number): Promise<HttpMessage | undefined> {
  const start = decodeEntryText(block.subarray(0, 16), 0);
  if (!/^(?:HTTP\/|ICY |[A-Z]{3,10} \S)/.test(start)) return undefined;
  const found = headerEnd(block, 0);
  const end = found < 0 ? block.length : found;
  const head = decodeEntryText(block.subarray(0, end), 0).trimEnd();
  const fields = readFields(head.slice(head.indexOf('\n') + 1));
  const raw = block.subarray(end);
  const chunked = /chunked/i.test(fields.get('transfer-encoding') ?? '')
    ? unchunk(raw)
    : { body: raw, cut: false };
  const codings = (fields.get('content-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
    .reverse();
  let { body } = chunked;
  let fault: HttpMessage['fault'] = chunked.cut ? 'cut' : undefined;
  for (const coding of codings) {
    const decoded = await undo(coding, body, limit);
    if ('fault' in decoded) fault = decoded.fault;
    if (decoded.body === undefined) break;
    body = decoded.body;
  }
  return { head, fields, body, ...(fault === undefined ? {} : { fault }) };
}

/** Some crawlers store the body decoded and keep the field: then it has no size line, and is taken as it is. */
function unchunk(raw: Uint8Array): { body: Uint8Array; cut: boolean } {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let at = 0;
  for (;;) {
    const line = sizeLine(raw, at);
    if (line === undefined) {
      if (chunks.length === 0) return { body: raw, cut: false };
      // Behind a damaged size line everything is kept: a few digits too many are better than a page unread.
      chunks.push(raw.subarray(at));
      length += raw.length - at;
      return { body: joined(chunks, length), cut: true };
    }
    if (line.size === 0) break;
    const chunk = raw.subarray(line.next, line.next + line.size);
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.length < line.size) return { body: joined(chunks, length), cut: true };
    at = line.next + line.size;
    if (raw[at] === 0x0d) at++;
    if (raw[at] === 0x0a) at++;
  }
  return { body: joined(chunks, length), cut: false };
}

function sizeLine(raw: Uint8Array, at: number): { size: number; next: number } | undefined {
  let size = 0;
  let i = at;
  for (; i < at + 12; i++) {
    const digit = hexDigit(raw[i] ?? 0);
    if (digit < 0) break;
    size = size * 16 + digit;
  }
  if (i === at) return undefined;
  // Extensions, `;name=value`, are rare and short.
  const end = raw.subarray(i, i + 1024).indexOf(0x0a);
  if (end < 0) return i >= raw.length && size === 0 ? { size, next: raw.length } : undefined;
  const tail = raw[i]!;
  return tail === 0x0d || tail === 0x0a || tail === 0x3b || tail === 0x20
    ? { size, next: i + end + 1 }
    : undefined;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 32;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

type Undone =
  | { readonly body: Uint8Array; readonly fault?: 'cut' }
  | { readonly body?: undefined; readonly fault: 'coding' | 'limit' };

async function undo(coding: string, body: Uint8Array, limit: number): Promise<Undone> {
  if (body.length === 0) return { body };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip': {
        // Stored decoded, though the field stayed.
        if (body[0] !== 0x1f || body[1] !== 0x8b) return { body };
        return await inflated(body, gzipStart(body), limit);
      }
      case 'deflate': {
        // RFC 9110 says zlib; servers send both.
        const zlib = (body[0]! & 0x0f) === 8 && ((body[0]! << 8) | (body[1] ?? 0)) % 31 === 0;
        return await inflated(body, zlib ? 2 : 0, limit);
      }
      case 'br':
        return { body: await platform.unbrotli(body, limit) };
      default:
        return { fault: 'coding' };
    }
  } catch (error) {
    return { fault: error instanceof RangeError ? 'limit' : 'coding' };
  }
}

async function inflated(body: Uint8Array, start: number, limit: number): Promise<Undone> {
  const data = body.subarray(start);
  const { bytes, consumed } = await platform.inflateFirst(data, limit);
  // A whole stream is followed by a checksum.
  return consumed >= data.length && start > 0 ? { body: bytes, fault: 'cut' } : { body: bytes };
}

/** RFC 1952 § 2.3: offset of the compressed data of a member. */
export function gzipStart(bytes: Uint8Array, at = 0): number {
  const flags = bytes[at + 3] ?? 0;
  let next = at + 10;
  if (flags & 4) next += 2 + ((bytes[next] ?? 0) | ((bytes[next + 1] ?? 0) << 8));
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, next);
    next = end < 0 ? bytes.length : end + 1;
  }
  return flags & 2 ? next + 2 : next;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
