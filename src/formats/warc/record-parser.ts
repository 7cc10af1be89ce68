/**
 * Bytes → records, in one pass and without holding more than one record.
 *
 * What is no record is skipped up to the next header and told as a gap: a reader that stops at the first fault would
 * call the rest of an archive clean.
 */
import { MAX_HEADER, type RecordHeader, readRecordHeader } from './record-header.js';

/** Where a record stands: bytes from the start of the file to it or to its gzip member, and its number in the member. */
export interface RecordPosition {
  readonly offset: number;
  readonly index: number;
}

export interface WarcRecord {
  readonly position: RecordPosition;
  readonly header: RecordHeader;
  readonly block: Uint8Array;
  /** `cut`: the file ends or is damaged inside the block. `oversize`: the block passes the limit and was dropped. */
  readonly state: 'whole' | 'cut' | 'oversize';
}

export type Parsed =
  | { readonly kind: 'record'; readonly record: WarcRecord }
  /** Bytes (of the file, or of the unpacked text of the member at `position`) in which no record could be read. */
  | { readonly kind: 'gap'; readonly position: RecordPosition; readonly bytes: number };

interface Pending {
  readonly header: RecordHeader;
  readonly position: RecordPosition;
  readonly chunks: Uint8Array[];
  readonly oversize: boolean;
  left: number;
}

const EMPTY = new Uint8Array(0);

export class RecordParser {
  readonly #limit: number;
  /** Offset of the gzip member; undefined in a file that is not compressed. */
  #member: number | undefined;
  #index = 0;
  /** Offset of the next byte to parse, in the file or in the member's text. */
  #at: number;
  #rest: Uint8Array = EMPTY;
  #pending: Pending | undefined;
  #gap: { position: RecordPosition; bytes: number } | undefined;

  /** @param limit Bytes of a block that are kept. @param at Offset in the file of the first byte pushed. */
  constructor(limit: number, at = 0) {
    this.#limit = limit;
    this.#at = at;
  }

  /** A record has begun and not ended. */
  get open(): boolean {
    return this.#pending !== undefined || this.#rest.length > 0;
  }

  /** A gzip member begins. A record that goes on in it (pigz, bgzip cut anywhere) keeps the place where it began. */
  *member(offset: number): Generator<Parsed> {
    if (this.#pending !== undefined || this.#rest.length > 0) return;
    yield* this.#closeGap();
    this.#member = offset;
    this.#index = 0;
    this.#at = 0;
  }

  *push(bytes: Uint8Array): Generator<Parsed> {
    const data = this.#rest.length === 0 ? bytes : concat([this.#rest, bytes]);
    this.#rest = EMPTY;
    let at = 0;
    while (at < data.length) {
      if (this.#pending !== undefined) {
        at += yield* this.#fill(this.#pending, data.subarray(at));
        continue;
      }
      const byte = data[at]!;
      if (this.#gap === undefined && (byte === 0x0d || byte === 0x0a)) {
        at++;
        this.#at++;
        continue;
      }
      const header = this.#gap === undefined || mayBegin(data, at) ? readRecordHeader(data, at) : undefined;
      if (header === 'more') {
        this.#rest = data.subarray(at);
        if (this.#rest.length <= MAX_HEADER) return;
        this.#rest = EMPTY;
      }
      if (header === undefined || header === 'more') {
        const next = nextLine(data, at);
        this.#widen(next - at);
        this.#at += next - at;
        at = next;
        continue;
      }
      yield* this.#closeGap();
      const oversize = header.blockLength > this.#limit;
      const position = this.#position();
      this.#pending = { header, position, chunks: [], oversize, left: header.blockLength };
      this.#at += header.length;
      at += header.length;
      if (header.blockLength === 0) yield* this.#fill(this.#pending, EMPTY);
    }
  }

  /** The data ends here, or what follows is not its continuation. */
  *end(): Generator<Parsed> {
    const pending = this.#pending;
    if (pending !== undefined) {
      this.#pending = undefined;
      this.#index++;
      yield { kind: 'record', record: finished(pending, 'cut') };
    }
    yield* this.#closeRest();
  }

  *#closeRest(): Generator<Parsed> {
    if (this.#rest.length > 0) this.#widen(this.#rest.length);
    this.#at += this.#rest.length;
    this.#rest = EMPTY;
    yield* this.#closeGap();
  }

  *#fill(pending: Pending, data: Uint8Array): Generator<Parsed, number> {
    const taken = Math.min(pending.left, data.length);
    if (!pending.oversize && taken > 0) pending.chunks.push(data.subarray(0, taken));
    pending.left -= taken;
    this.#at += taken;
    if (pending.left === 0) {
      this.#pending = undefined;
      this.#index++;
      yield { kind: 'record', record: finished(pending, pending.oversize ? 'oversize' : 'whole') };
    }
    return taken;
  }

  #position(): RecordPosition {
    return this.#member === undefined
      ? { offset: this.#at, index: 0 }
      : { offset: this.#member, index: this.#index };
  }

  #widen(bytes: number): void {
    if (this.#gap === undefined) this.#gap = { position: this.#position(), bytes: 0 };
    this.#gap.bytes += bytes;
  }

  *#closeGap(): Generator<Parsed> {
    if (this.#gap === undefined) return;
    const { position, bytes } = this.#gap;
    this.#gap = undefined;
    if (this.#member !== undefined) this.#index++;
    yield { kind: 'gap', position, bytes };
  }
}

function finished(pending: Pending, state: WarcRecord['state']): WarcRecord {
  const { header, position, chunks } = pending;
  const block = chunks.length === 1 ? chunks[0]! : concat(chunks);
  return { position, header, block, state };
}

/** Only in a gap: a header stands at the start of a line. `at` is one. */
function mayBegin(data: Uint8Array, at: number): boolean {
  const byte = data[at]!;
  return byte === 0x57 || (byte >= 0x61 && byte <= 0x7a);
}

function nextLine(data: Uint8Array, at: number): number {
  const feed = data.indexOf(0x0a, at);
  return feed < 0 ? data.length : feed + 1;
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
