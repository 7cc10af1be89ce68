/**
 * Captures of web archives and entries of other archives that an earlier scan read in full, so that the next crawl of a
 * site, or the next copy of it, costs what is new in it.
 *
 * A capture is known by its address, type and bytes: the same page at another address is a new place. An entry is known
 * by its path with the archive's, and its bytes: inside an archive nothing says what site it is of. The journal of a
 * scan (`checkpoint.ts`) holds 64 bits of SHA-256 for each; every process that needs them reads them from there.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Aside, ScanResult } from '../core/index.js';
import type { RecordDocument } from '../formats/warc/index.js';
import { PayloadCache } from './payload-cache.js';

export interface CaptureWish {
  /** Journal of an earlier scan, whose captures are left out. */
  readonly earlier?: string;
  /** Steps say which captures were read. */
  readonly told?: boolean;
}

/** Of a step: what the journal keeps, and what was left out. */
export interface CaptureTally {
  /** Keys of the captures that are read in full, now or by the earlier scan, one behind the other. */
  readonly keys: string;
  /** Captures left out. */
  readonly unchanged: number;
}

/** How the line of a journal begins that has keys. */
export const KEYS_FIRST = '{"captures":"';
const KEY_BYTES = 8;
/** So many bytes as base64url. */
const KEY = 11;
/** Keys that are remembered; captures behind them are scanned again. */
const MOST = 1 << 24;
const CHUNK = 1024 * 1024;

/** Headers in which a name or a number may stand that is not in the address; others change with every answer. */
const TELLING = /^(?:content-disposition|location|link|refresh):.*$/gim;

/** @param payload Of the capture; of another record where it is a revisit. */
export function captureKey({ name, asides }: RecordDocument, payload: RecordDocument): string {
  const headers = asides.find(({ part }) => part === '#http')?.text.match(TELLING) ?? [];
  return keyOf([name, PayloadCache.key(payload), ...headers.map((header) => header.trim())]);
}

/** @param name With that of the archive. */
export function entryKey(name: string, bytes: Uint8Array, asides: readonly Aside[]): string {
  const digest = createHash('sha256').update(bytes).digest('base64');
  return keyOf(['entry', name, digest, ...asides.map(({ part, text }) => `${part} ${text}`)]);
}

const keyOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0\0')).digest().subarray(0, KEY_BYTES).toString('base64url');

/** What a reader of an archive leaves out and tells of the captures and entries that it reads. */
export class CaptureLedger {
  readonly #wish: CaptureWish | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor({ captures, signal }: { readonly captures?: CaptureWish; readonly signal?: AbortSignal }) {
    this.#wish = captures;
    this.#signal = signal;
  }

  /** Undefined where nobody asks. */
  keyed(key: () => string): string | undefined {
    return this.#wish === undefined ? undefined : key();
  }

  /** The tally of what need not be read; undefined where it must be. */
  unchanged(key: string | undefined): CaptureTally | undefined {
    const earlier = this.#wish?.earlier;
    if (key === undefined || earlier === undefined || !knownCaptures(earlier).has(key)) return undefined;
    return { keys: key, unchanged: 1 };
  }

  /** What was not read to its end is not known: the next scan tries again. */
  read(key: string | undefined, results: readonly ScanResult[]): { captures?: CaptureTally } {
    if (key === undefined || this.#wish?.told !== true || this.#signal?.aborted === true) return {};
    if (results.some(({ coverage }) => coverage.unread.length > 0)) return {};
    return { captures: { keys: key, unchanged: 0 } };
  }
}

let shared: { readonly file: string; readonly stamp: string; readonly captures: KnownCaptures } | undefined;

/** The captures of a journal; read once a process. @throws The system's error for a file that can't be read. */
export function knownCaptures(file: string): KnownCaptures {
  const { size, mtimeMs } = fs.statSync(file);
  const stamp = `${size} ${mtimeMs}`;
  if (shared?.file !== file || shared.stamp !== stamp)
    shared = { file, stamp, captures: new KnownCaptures(keysIn(file)) };
  return shared.captures;
}

/** A set of 64-bit numbers in sixteen bytes each, with open addressing. */
export class KnownCaptures {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #size = 0;

  constructor(keys: Iterable<string>) {
    for (const key of keys) {
      if (this.#size >= MOST) return;
      this.#add(Buffer.from(key, 'base64url'));
    }
  }

  get size(): number {
    return this.#size;
  }

  has(key: string): boolean {
    const bytes = Buffer.from(key, 'base64url');
    return this.#slot(bytes.readUInt32BE(0), bytes.readUInt32BE(4)) < 0;
  }

  #add(bytes: Buffer): void {
    if (bytes.length !== KEY_BYTES) return;
    if (this.#size * 2 >= this.#high.length) this.#grow();
    // Zero stands for an empty place.
    if (this.#put(bytes.readUInt32BE(0), bytes.readUInt32BE(4))) this.#size++;
  }

  #put(high: number, low: number): boolean {
    const slot = this.#slot(high, low);
    if (slot < 0 || (high === 0 && low === 0)) return false;
    this.#high[slot] = high;
    this.#low[slot] = low;
    return true;
  }

  /** @returns An empty place for a number, −1 when it is there. */
  #slot(high: number, low: number): number {
    const mask = this.#high.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      if (this.#high[at] === 0 && this.#low[at] === 0) return at;
      if (this.#high[at] === high && this.#low[at] === low) return -1;
    }
  }

  #grow(): void {
    const [high, low] = [this.#high, this.#low];
    this.#high = new Uint32Array(2 * high.length);
    this.#low = new Uint32Array(2 * low.length);
    for (let i = 0; i < high.length; i++) if (high[i] !== 0 || low[i] !== 0) this.#put(high[i]!, low[i]!);
  }
}

/** Keys in the lines of a journal; nothing else of them is parsed. */
function* keysIn(file: string): Generator<string> {
  const start = Buffer.from(KEYS_FIRST);
  const chunk = Buffer.alloc(CHUNK);
  const fd = fs.openSync(file, 'r');
  /** Bytes of `start` that the line has begun with; −1 behind its keys, or in a line without. */
  let matched = 0;
  let held = '';
  try {
    for (let count = fs.readSync(fd, chunk); count > 0; count = fs.readSync(fd, chunk)) {
      for (let i = 0; i < count; ) {
        if (matched < 0) {
          const feed = chunk.subarray(0, count).indexOf(10, i);
          if (feed < 0) break;
          i = feed + 1;
          matched = 0;
        } else if (matched < start.length) {
          if (chunk[i] === start[matched]) {
            matched++;
            i++;
          } else matched = -1;
        } else {
          const quote = chunk.subarray(0, count).indexOf(0x22, i);
          const end = quote < 0 ? count : quote;
          held += chunk.toString('latin1', i, end);
          let at = 0;
          for (; at + KEY <= held.length; at += KEY) yield held.slice(at, at + KEY);
          held = held.slice(at);
          i = end;
          if (quote < 0) continue;
          held = '';
          matched = -1;
        }
      }
    }
  } finally {
    fs.closeSync(fd);
  }
}
