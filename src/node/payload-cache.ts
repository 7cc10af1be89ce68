/** Results of payloads that were scanned, so that a page crawled a hundred times is scanned once. */
import { createHash } from 'node:crypto';
import type { ScanResult } from '../core/index.js';
import type { RecordDocument } from '../formats/warc/index.js';

/** Rough bytes of results that are kept. */
const ROOM = 12 * 1024 * 1024;

interface Entry {
  /** As the first document was called. */
  readonly name: string;
  readonly results: readonly ScanResult[];
  readonly cost: number;
}

export class PayloadCache {
  readonly #entries = new Map<string, Entry>();
  #cost = 0;

  /** The same bytes under another type or extension may be read otherwise: they are another payload. */
  static key({ bytes, mediaType = '', charset = '', name }: RecordDocument): string {
    const extension = /\.([^./\\!]{1,8})$/.exec(name)?.[1] ?? '';
    const digest = createHash('sha256').update(bytes).digest('base64');
    return `${digest} ${mediaType} ${charset} ${extension}`;
  }

  get(key: string, name: string): ScanResult[] | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // The least recently used one is the first of the map.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.results.map((result) => ({
      ...result,
      artifact: name + result.artifact.slice(entry.name.length),
    }));
  }

  set(key: string, name: string, results: readonly ScanResult[]): void {
    const cost = 500 + results.reduce((sum, { findings }) => sum + 400 + findings.length * 1500, 0);
    if (cost > ROOM / 4) return;
    this.#entries.set(key, { name, results, cost });
    this.#cost += cost;
    for (const [oldest, entry] of this.#entries) {
      if (this.#cost <= ROOM) break;
      this.#entries.delete(oldest);
      this.#cost -= entry.cost;
    }
  }
}
