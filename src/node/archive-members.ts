/**
 * A web archive on disk → records, with a window of bytes in memory whatever its size.
 *
 * Members are inflated one by one by zlib, which says how many bytes it took (`bytesWritten`): faster than a whole
 * gunzip, and each record's offset is known. Behind damage the walk goes on at the next header that proves to be one.
 */
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import {
  gzipStart,
  type Parsed,
  RecordParser,
  type RecordPosition,
  readRecordHeader,
} from '../formats/warc/index.js';
import type { ByteSource } from './source.js';

export interface MemberOptions {
  /** Bytes of a record that are kept. */
  readonly limit: number;
  /** Unpacked ÷ packed bytes of a member above 64 MiB at which it is given up. */
  readonly ratio: number;
  /** Where to begin. `seek`: not the start of a record but anywhere before one. */
  readonly from?: RecordPosition;
  readonly seek?: boolean;
  /** Records that begin at or behind this offset are not read. */
  readonly until?: number;
}

export type ArchiveEvent =
  | Parsed
  /** Bytes of the file in which no member could be read. */
  | { readonly kind: 'hole'; readonly start: number; readonly end: number };

const WINDOW = 512 * 1024;
/** Members beyond this are inflated as a stream. */
const LARGE = 8 * 1024 * 1024;
const RATIO_FREE = 64 * 1024 * 1024;
/** Bytes that look like a header and are none; with more of them the rest is given up. */
const MAX_FALSE = 20_000;
const HEADER = 18 + 2 * 4096;

type Archive = 'gzip' | 'plain';

/** @returns What kind of web archive begins here, if one does. @param head At least the first 4 KB. */
export function archiveKind(head: Uint8Array): Archive | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return startsRecord(partOf(head)) ? 'gzip' : undefined;
  return startsRecord(head) ? 'plain' : undefined;
}

function startsRecord(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined || bytes.length < 5) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1');
  return /^WARC\/\d|^filedesc:\/\//.test(text);
}

/** What the start of a member unpacks to; undefined when it is none. */
function partOf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[2] !== 8 || ((bytes[3] ?? 0) & 0xe0) !== 0) return undefined;
  try {
    const data = bytes.subarray(gzipStart(bytes), gzipStart(bytes) + 4096);
    return zlib.inflateRawSync(data, {
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
      maxOutputLength: 8 * 1024 * 1024,
    });
  } catch {
    return undefined;
  }
}

export async function* archiveEvents(
  source: ByteSource,
  options: MemberOptions,
): AsyncGenerator<ArchiveEvent> {
  const { from = { offset: 0, index: 0 } } = options;
  const head = source.read(0, 4096);
  if (head[0] === 0x1f && head[1] === 0x8b) yield* new GzipWalk(source, options).events(from);
  else yield* plainEvents(source, options, from);
}

async function* plainEvents(
  source: ByteSource,
  options: MemberOptions,
  from: RecordPosition,
): AsyncGenerator<ArchiveEvent> {
  const { until = Number.POSITIVE_INFINITY } = options;
  const parser = new RecordParser(options.limit, from.offset);
  let silent = options.seek === true;
  const tell = function* (events: Iterable<Parsed>): Generator<Parsed, boolean> {
    for (const event of events) {
      const at = event.kind === 'record' ? event.record.position.offset : event.position.offset;
      // A range begins inside a record of the range before, which reads it to its end.
      if (silent && event.kind === 'gap') continue;
      silent = false;
      if (at >= until) return true;
      yield event;
    }
    return false;
  };
  for (let at = from.offset; at < source.size; ) {
    const bytes = source.read(at, 2 * WINDOW);
    if (bytes.length === 0) break;
    at += bytes.length;
    if (yield* tell(parser.push(bytes))) return;
  }
  yield* tell(parser.end());
}

class GzipWalk {
  readonly #source: ByteSource;
  readonly #options: MemberOptions;
  readonly #parser: RecordParser;
  #window: Uint8Array = new Uint8Array(0);
  #windowAt = 0;
  #false = 0;

  constructor(source: ByteSource, options: MemberOptions) {
    this.#source = source;
    this.#options = options;
    this.#parser = new RecordParser(options.limit);
  }

  async *events(from: RecordPosition): AsyncGenerator<ArchiveEvent> {
    const { until = Number.POSITIVE_INFINITY, seek = false } = this.#options;
    let at = seek ? this.#nextMember(from.offset) : from.offset;
    let skip = from.index;
    while (at < this.#source.size && (at < until || this.#parser.open)) {
      if (!this.#isHeader(at)) {
        const next = this.#nextMember(at);
        yield* this.#parser.end();
        if (!this.#isZero(at, next)) yield { kind: 'hole', start: at, end: next };
        at = next;
        continue;
      }
      if (!this.#parser.open && at !== from.offset) skip = 0;
      yield* this.#parser.member(at);
      const walked = this.#member(at);
      let ended: number | undefined;
      for (;;) {
        const step = await walked.next();
        if (step.done === true) {
          ended = step.value;
          break;
        }
        // What stands before the resumed record was reported by the run before.
        if (skip > 0) {
          skip--;
          continue;
        }
        yield step.value;
      }
      if (ended !== undefined) {
        at = ended;
        continue;
      }
      yield* this.#parser.end();
      const next = this.#nextMember(at + 1);
      yield { kind: 'hole', start: at, end: next };
      at = next;
    }
    yield* this.#parser.end();
  }

  /** @returns Offset behind the member; undefined when it is damaged. */
  async *#member(at: number): AsyncGenerator<Parsed, number | undefined> {
    for (const size of [WINDOW, LARGE]) {
      const bytes = this.#bytes(at, size);
      const start = gzipStart(bytes);
      if (start >= bytes.length) return undefined;
      try {
        const data = bytes.subarray(start);
        const settings = {
          info: true,
          finishFlush: zlib.constants.Z_SYNC_FLUSH,
          chunkSize: 64 * 1024,
          maxOutputLength: RATIO_FREE,
        };
        // The types do not know the `info` option of the synchronous functions.
        const { buffer, engine } = zlib.inflateRawSync(data, settings) as unknown as {
          buffer: Buffer;
          engine: { bytesWritten: number };
        };
        // The last byte taken: the member may go on behind what is here.
        if (engine.bytesWritten < data.length) {
          yield* this.#parser.push(buffer);
          return at + start + engine.bytesWritten + 8;
        }
        if (at + bytes.length >= this.#source.size) {
          // Cut off: what there is is read.
          yield* this.#parser.push(buffer);
          return undefined;
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return undefined;
        break;
      }
    }
    return yield* this.#stream(at);
  }

  async *#stream(at: number): AsyncGenerator<Parsed, number | undefined> {
    const start = at + gzipStart(this.#bytes(at, HEADER));
    const source = this.#source;
    const input = Readable.from(
      (function* () {
        for (let from = start; from < source.size; ) {
          const bytes = source.read(from, WINDOW);
          if (bytes.length === 0) return;
          from += bytes.length;
          yield bytes;
        }
      })(),
      { objectMode: false },
    );
    const inflate = zlib.createInflateRaw({ chunkSize: 256 * 1024 });
    input.on('error', (error) => inflate.destroy(error));
    input.pipe(inflate);
    let length = 0;
    try {
      for await (const chunk of inflate as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > RATIO_FREE && length > inflate.bytesWritten * this.#options.ratio) return undefined;
        yield* this.#parser.push(chunk);
      }
      return start + inflate.bytesWritten + 8;
    } catch {
      return undefined;
    } finally {
      input.unpipe(inflate);
      input.destroy();
      inflate.destroy();
    }
  }

  #bytes(at: number, size: number): Uint8Array {
    const offset = at - this.#windowAt;
    const left = this.#window.length - offset;
    const atEnd = this.#windowAt + this.#window.length >= this.#source.size;
    // The window moves when little of it is left: each byte is read about once.
    if (offset >= 0 && left > 0 && (atEnd || left >= Math.min(size, WINDOW / 4))) {
      if (size <= WINDOW) return this.#window.subarray(offset);
      if (left >= size) return this.#window.subarray(offset, offset + size);
    }
    const bytes = this.#source.read(at, size === HEADER ? WINDOW : size);
    if (size <= WINDOW) {
      this.#window = bytes;
      this.#windowAt = at;
    }
    return bytes;
  }

  #isHeader(at: number): boolean {
    const bytes = this.#bytes(at, HEADER);
    return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8 && ((bytes[3] ?? 0xff) & 0xe0) === 0;
  }

  /** The next offset from `at` where a member with a record begins; the end of the file when there is none. */
  #nextMember(at: number): number {
    const { size } = this.#source;
    for (let from = at; from < size; ) {
      const bytes = this.#source.read(from, WINDOW);
      if (bytes.length < 4) return size;
      for (let i = bytes.indexOf(0x1f); i >= 0 && i < bytes.length - 3; i = bytes.indexOf(0x1f, i + 1)) {
        if (bytes[i + 1] !== 0x8b || bytes[i + 2] !== 8 || (bytes[i + 3]! & 0xe0) !== 0) continue;
        const data =
          bytes.length - i >= HEADER ? bytes.subarray(i, i + HEADER) : this.#source.read(from + i, HEADER);
        const text = partOf(data);
        if (text !== undefined && beginsRecord(text)) return from + i;
        if (++this.#false > MAX_FALSE) return size;
      }
      if (from + bytes.length >= size) return size;
      from += bytes.length - 3;
    }
    return size;
  }

  #isZero(start: number, end: number): boolean {
    for (let at = start; at < end; at += WINDOW) {
      const bytes = Buffer.from(this.#source.read(at, Math.min(WINDOW, end - at)));
      if (bytes.some((byte) => byte !== 0)) return false;
    }
    return true;
  }
}

function beginsRecord(text: Uint8Array): boolean {
  return startsRecord(text) || typeof readRecordHeader(text, 0) === 'object';
}
