/** Where payloads stand that revisit records of the same file refer to. */
import type { Limits } from '../core/index.js';
import {
  type RecordDocument,
  type RecordHeader,
  type RecordPosition,
  recordDocument,
} from '../formats/warc/index.js';
import { archiveEvents } from './archive-members.js';
import type { ByteSource } from './source.js';

/** What a record with a payload can be found by. */
export function keysOf({ type, url, date, fields }: RecordHeader): {
  readonly digest?: string;
  /** URL and date; the URL alone. */
  readonly named: readonly string[];
} {
  if (type !== 'response' && type !== 'resource' && type !== 'conversion') return { named: [] };
  const digest = fields.get('warc-payload-digest');
  return { named: [`${url} ${date}`, url], ...(digest === undefined ? {} : { digest }) };
}

/** What a revisit asks for, the surest first; the URL alone only where it names no date. */
export function wantedBy({ digest, revisitOf }: RecordDocument): string[] {
  const { url, date } = revisitOf!;
  return [...(digest === undefined ? [] : [digest]), `${url} ${date}`, ...(date === '' ? [url] : [])];
}

/** The document of the record at a place. */
export async function documentAt(
  source: ByteSource,
  from: RecordPosition,
  { bytes, ratio }: Limits,
): Promise<RecordDocument | undefined> {
  for await (const event of archiveEvents(source, { limit: bytes, ratio, from })) {
    if (event.kind === 'record') return recordDocument(event.record, bytes);
    if (event.kind === 'hole') return undefined;
  }
  return undefined;
}

/**
 * Filled by walking the file up to the revisit, the first time one is met: so a scan that was taken up again, or that
 * reads a range, gives what a scan of the whole gives.
 */
export class OriginalIndex {
  readonly gzip: boolean;
  readonly #source: ByteSource;
  readonly #limits: Limits;
  readonly #places = new Map<string, RecordPosition>();
  #walked: RecordPosition = { offset: 0, index: 0 };

  constructor(source: ByteSource, limits: Limits) {
    this.#source = source;
    this.#limits = limits;
    const head = source.read(0, 2);
    this.gzip = head[0] === 0x1f && head[1] === 0x8b;
  }

  async find(revisit: RecordDocument, before: RecordPosition): Promise<RecordDocument | undefined> {
    await this.#walk(before);
    for (const key of wantedBy(revisit)) {
      const place = this.#places.get(key);
      if (place !== undefined) return documentAt(this.#source, place, this.#limits);
    }
    return undefined;
  }

  async #walk(before: RecordPosition): Promise<void> {
    const behind = (at: RecordPosition): boolean =>
      at.offset > before.offset || (at.offset === before.offset && at.index >= before.index);
    if (behind(this.#walked)) return;
    // Blocks are not wanted: what passes the limit is dropped while reading.
    const options = { limit: 0, ratio: this.#limits.ratio, from: this.#walked };
    this.#walked = before;
    for await (const event of archiveEvents(this.#source, options)) {
      if (event.kind !== 'record') continue;
      const { position, header } = event.record;
      if (behind(position)) return;
      const { digest, named } = keysOf(header);
      if (digest !== undefined && !this.#places.has(digest)) this.#places.set(digest, position);
      for (const key of named) this.#places.set(key, position);
    }
  }
}
