/**
 * Originals of revisits that stand in other archives of the same scan: crawlers leave out what an earlier crawl has.
 *
 * The first revisit whose original is not in its own file costs a walk over the headers of all archives, once a process;
 * what is kept is a number a key, no names. What is found is read again and compared with what was asked for.
 */
import type { Limits } from '../core/index.js';
import type { RecordDocument } from '../formats/warc/index.js';
import { archiveEvents, archiveKind } from './archive-members.js';
import { documentAt, keysOf, wantedBy } from './originals.js';
import { isS3 } from './s3.js';
import { type ByteSource, type FilePath, openSource } from './source.js';
import { walk } from './walk.js';

/** Files and folders of a scan. */
export interface ScanRoots {
  /** Tells scans of one process apart: files may change from one to the next. */
  readonly run: number;
  readonly roots: readonly string[];
  readonly exclude: readonly string[];
}

export interface Asking {
  /** Name in the report of the file that asks. */
  readonly name: string;
  readonly limits: Limits;
  readonly among?: ScanRoots;
  /** Told that work is under way which takes its time, and for how long at most. */
  readonly onBusy?: (milliseconds: number) => void;
}

/** Only these are opened: a look into every file of a scan would cost more than it is worth. */
const BY_NAME = /\.w?arc(?:\.gz)?$/i;
/** Files that may hold revisits. */
const MAY_ASK = /\.(?:w?arc(?:\.gz)?|wacz|zip|tar|tgz|tar\.gz)$/i;
/** Keys that are kept; what stands behind them is not found. */
const MOST = 4_000_000;
/** A sign of life is given this often while walking, for this long. */
const SIGN = 2000;
const BUSY = 60_000;

export const mayAsk = (name: string): boolean => MAY_ASK.test(name);

let shared: { readonly run: number; readonly index: OtherArchives } | undefined;

/** One index a process and scan. */
export function otherArchives({ among }: Asking): OtherArchives | undefined {
  if (among === undefined) return undefined;
  if (shared?.run !== among.run) shared = { run: among.run, index: new OtherArchives(among) };
  return shared.index;
}

class OtherArchives {
  readonly #among: ScanRoots;
  readonly #files: { readonly path: FilePath; readonly name: string }[] = [];
  /** Hash of a key → number of a record. */
  readonly #records = new Map<number, number>();
  readonly #file: number[] = [];
  readonly #offset: number[] = [];
  readonly #index: number[] = [];
  #walked = false;

  constructor(among: ScanRoots) {
    this.#among = among;
  }

  async find(revisit: RecordDocument, asking: Asking): Promise<RecordDocument | undefined> {
    if (!this.#walked) await this.#walk(asking);
    for (const key of wantedBy(revisit)) {
      const record = this.#records.get(hashOf(key));
      if (record === undefined) continue;
      const found = await this.#read(record, key, asking);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #walk({ limits, onBusy }: Asking): Promise<void> {
    this.#walked = true;
    let sign = performance.now();
    onBusy?.(BUSY);
    for (const root of this.#among.roots.filter((one) => !isS3(one))) {
      for (const file of walk(root, this.#among)) {
        if ('result' in file || !BY_NAME.test(file.name)) continue;
        const number = this.#files.push({ path: file.path, name: file.name }) - 1;
        await within(file.path, async (source) => {
          for await (const event of archiveEvents(source, { limit: 0, ratio: limits.ratio })) {
            if (this.#records.size >= MOST) return;
            if (performance.now() - sign > SIGN) {
              sign = performance.now();
              onBusy?.(BUSY);
            }
            if (event.kind !== 'record') continue;
            const { header, position } = event.record;
            const { digest, named } = keysOf(header);
            if (named.length === 0) continue;
            this.#file.push(number);
            this.#offset.push(position.offset);
            const record = this.#index.push(position.index) - 1;
            for (const key of digest === undefined ? named : [digest, ...named]) {
              const hash = hashOf(key);
              // The first in the order of the scan, whoever asks.
              if (!this.#records.has(hash)) this.#records.set(hash, record);
            }
          }
        });
      }
    }
  }

  /** @returns undefined when it is another record after all. */
  #read(record: number, key: string, { limits }: Asking): Promise<RecordDocument | undefined> {
    const { path } = this.#files[this.#file[record]!]!;
    return within(path, async (source) => {
      const from = { offset: this.#offset[record]!, index: this.#index[record]! };
      const found = await documentAt(source, from, limits);
      if (found === undefined || found.revisitOf !== undefined) return undefined;
      const { digest, source: capture } = found;
      const stands = [digest, `${capture.url} ${capture.date}`, capture.url];
      return stands.includes(key) ? found : undefined;
    });
  }
}

/** What can't be read here is told where the scan comes to it. */
async function within<T>(path: FilePath, use: (source: ByteSource) => Promise<T>): Promise<T | undefined> {
  let source: ByteSource | undefined;
  try {
    source = openSource(path, 0);
    return archiveKind(source.read(0, 4096)) === undefined ? undefined : await use(source);
  } catch {
    return undefined;
  } finally {
    source?.close();
  }
}

/** 52 bits of two runs of FNV-1a over the code units: what is found by it is compared in full. */
function hashOf(key: string): number {
  let low = 0x811c9dc5;
  let high = 0x050c5d1f;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x01000193) ^ (low >>> 15);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
