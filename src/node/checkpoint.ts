/**
 * The journal of a scan: what is finished, with its results, so that a scan that was killed goes on where it was.
 *
 * One line of JSON for each finished input, and for each stretch of a web archive, appended in one write. Results stand
 * in the line that says that they are finished, so one of the two can't be there without the other: the report of the
 * scan that goes on is that of a scan that was never disturbed. A line that was cut off by the kill is dropped.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { ScanResult } from '../core/index.js';
import type { RecordPosition } from '../formats/warc/index.js';
import type { NodeScannerOptions } from './ocr/choose.js';
import { isS3, statObject } from './s3.js';
import type { FilePath, Known } from './source.js';

/** What a file was when it was read. */
export interface Stamp {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtime: number;
}

interface Line extends Stamp {
  /** Of web archives, see `captures.ts`; first in its line. */
  readonly captures?: string;
  readonly input: string;
  readonly results: readonly ScanResult[];
  readonly next?: RecordPosition;
  /** SHA-256, hex; only of inputs that did not change while they were read. */
  readonly digest?: string;
  readonly done: boolean;
}

export interface JournalEntry extends Stamp {
  readonly done: boolean;
  readonly digest?: string;
  readonly next?: RecordPosition;
  /** Where its lines stand in the journal, bytes. */
  readonly lines: readonly { readonly at: number; readonly length: number }[];
}

const KIND = 'leaklint-checkpoint';
const VERSION = 1;
const CHUNK = 1024 * 1024;

export class Journal {
  readonly #fd: number;
  readonly #entries = new Map<string, JournalEntry>();
  #end = 0;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Opens or begins a journal.
   *
   * @param rules Of `rulesOf`: results of other rules are not mixed in.
   * @throws RangeError when the file is no journal, or one of other rules; the system's error when it can't be had.
   */
  static open(file: string, rules: string): Journal {
    const journal = new Journal(fs.openSync(file, fs.existsSync(file) ? 'r+' : 'wx+', 0o600));
    try {
      journal.#load(rules);
    } catch (error) {
      journal.close();
      throw error;
    }
    return journal;
  }

  /** Reads a journal without changing it; undefined rules fit every one. */
  static read(file: string): Journal {
    const journal = new Journal(fs.openSync(file, 'r'));
    journal.#load(undefined);
    return journal;
  }

  get(input: string): JournalEntry | undefined {
    return this.#entries.get(input);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Results of an entry, line by line. */
  *results(entry: JournalEntry): Generator<readonly ScanResult[]> {
    for (const { at, length } of entry.lines) yield this.#line(at, length).results;
  }

  #line(at: number, length: number): Line {
    const bytes = Buffer.alloc(length);
    fs.readSync(this.#fd, bytes, 0, length, at);
    return JSON.parse(bytes.toString('utf8')) as Line;
  }

  /** Keys of the captures of an entry (`captures.ts`). */
  captures({ lines }: JournalEntry): string {
    return lines.map(({ at, length }) => this.#line(at, length).captures ?? '').join('');
  }

  append({ captures = '', ...line }: Line): void {
    const length = this.#write(captures === '' ? line : { captures, ...line });
    this.#enter(line, this.#end - length - 1, length);
  }

  /** Forces what was written to the disk. */
  close(): void {
    try {
      fs.fdatasyncSync(this.#fd);
    } catch {
      // A journal that is only read can't be synced everywhere.
    }
    fs.closeSync(this.#fd);
  }

  #write(value: object): number {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    let written = 0;
    while (written < bytes.length) {
      written += fs.writeSync(this.#fd, bytes, written, bytes.length - written, this.#end + written);
    }
    this.#end += bytes.length;
    return bytes.length - 1;
  }

  #load(rules: string | undefined): void {
    let first = true;
    for (const { text, at, length } of this.#lines()) {
      const value = parsed(text);
      if (first) {
        if (value?.kind !== KIND || value.version !== VERSION)
          throw new RangeError('the checkpoint file is none: name another file');
        if (rules !== undefined && value.rules !== rules) {
          throw new RangeError(
            'the checkpoint was made with other settings or another version: name another file',
          );
        }
        first = false;
        continue;
      }
      // A line that is none can only be a torn write; what follows it was written by nobody.
      if (value === undefined) break;
      this.#end = at + length + 1;
      this.#enter(value as unknown as Line, at, length);
    }
    if (first && rules !== undefined) {
      // A first line that was cut off is ours; anything else is another's file.
      const head = Buffer.alloc(64);
      const found = head.toString('utf8', 0, fs.readSync(this.#fd, head, 0, head.length, 0));
      const mark = `{"kind":"${KIND}"`;
      if (!mark.startsWith(found) && !found.startsWith(mark)) {
        throw new RangeError('the checkpoint file is none: name another file');
      }
      fs.ftruncateSync(this.#fd, 0);
      this.#end = 0;
      this.#write({ kind: KIND, version: VERSION, rules });
    } else if (rules !== undefined) {
      fs.ftruncateSync(this.#fd, this.#end);
    }
  }

  /** Complete lines only. */
  *#lines(): Generator<{ text: string; at: number; length: number }> {
    let rest: Buffer = Buffer.alloc(0);
    let at = 0;
    let position = 0;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const count = fs.readSync(this.#fd, chunk, 0, CHUNK, position);
      if (count === 0) return;
      position += count;
      let data =
        rest.length === 0 ? chunk.subarray(0, count) : Buffer.concat([rest, chunk.subarray(0, count)]);
      for (let feed = data.indexOf(10); feed >= 0; feed = data.indexOf(10)) {
        if (at === 0) this.#end = feed + 1;
        yield { text: data.toString('utf8', 0, feed), at, length: feed };
        at += feed + 1;
        data = data.subarray(feed + 1);
      }
      rest = data;
    }
  }

  #enter({ input, size, mtime, next, digest, done }: Line, at: number, length: number): void {
    const before = this.#entries.get(input);
    // Another size or time: the file was read anew.
    const same = before !== undefined && !before.done && before.size === size && before.mtime === mtime;
    this.#entries.set(input, {
      size,
      mtime,
      done,
      lines: [...(same ? before.lines : []), { at, length }],
      ...(next === undefined ? {} : { next }),
      ...(digest === undefined ? {} : { digest }),
    });
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function stampOf(path: FilePath, known?: Known): Stamp | undefined {
  if (isS3(path)) return known ?? statObject(path);
  const stat = fs.statSync(path as string | Buffer, { throwIfNoEntry: false });
  return stat?.isFile() === true ? { size: stat.size, mtime: stat.mtimeMs } : undefined;
}

export function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a !== undefined && b !== undefined && a.size === b.size && a.mtime === b.mtime;
}

/** @returns SHA-256 of a file, hex; the version of an object; undefined when it can't be read. */
export function fileDigest(path: FilePath, known?: Known): string | undefined {
  try {
    if (isS3(path)) return (known ?? statObject(path))?.etag;
    const fd = fs.openSync(path as string | Buffer, 'r');
    try {
      const hash = createHash('sha256');
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (;;) {
        const count = fs.readSync(fd, chunk, 0, CHUNK, null);
        if (count === 0) return hash.digest('hex');
        hash.update(chunk.subarray(0, count));
      }
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

/**
 * Name of a set of rules: the version and every option that can change a result.
 *
 * @param version Of this package. The key goes in hashed with the rest and can't be had back: it has 16 bytes or more.
 */
export function rulesOf(options: NodeScannerOptions, version: string): string {
  const { detectors: _, ...rest } = options;
  const sorted = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([version, sorted]))
    .digest('hex')
    .slice(0, 32);
}
