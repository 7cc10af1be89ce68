/** A web archive → results record by record, in steps that say where the scan can be taken up again. */
import type { Artifact, ScanResult } from '../core/index.js';
import {
  diagnosticOf,
  type RecordDocument,
  type RecordPosition,
  recordDocument,
  type WarcCode,
} from '../formats/warc/index.js';
import { type ArchiveEvent, archiveEvents } from './archive-members.js';
import type { ArchiveOptions, ArchiveStep } from './archive-step.js';
import { CaptureLedger, captureKey } from './captures.js';
import { joinResults } from './join-results.js';
import { OriginalIndex } from './originals.js';
import { otherArchives } from './other-archives.js';
import { PayloadCache } from './payload-cache.js';
import type { ByteSource } from './source.js';
import type { ArtifactScanner } from './types.js';
import { unreadResult } from './unread-result.js';

/** Never throws for what is wrong with the archive; a system error while reading goes up. */
export async function* scanWebArchive(
  source: ByteSource,
  scanner: ArtifactScanner,
  options: ArchiveOptions,
): AsyncGenerator<ArchiveStep> {
  const { name, limits, signal, from, until } = options;
  // Taken up again behind its end: everything has been told.
  if (from !== undefined && from.offset >= source.size) return;
  const reader = new ArchiveReader(source, scanner, options);
  let last: RecordPosition = from ?? { offset: 0, index: 0 };
  let found = from !== undefined && (from.offset > 0 || from.index > 0);
  const events = archiveEvents(source, { ...options, limit: limits.bytes, ratio: limits.ratio });
  let { skip = 0 } = options;
  for await (const event of events) {
    if (signal?.aborted === true) return;
    found ||= event.kind === 'record';
    const step = skip-- > 0 ? reader.passOver(event) : await reader.step(event);
    last = step.next;
    if (step.results.length > 0 || step.captures !== undefined || options.all === true) yield step;
  }
  if (signal?.aborted === true || (until !== undefined && until < source.size)) return;
  const whole: ScanResult = {
    artifact: name,
    mediaType: 'application/warc',
    verdict: 'pass',
    findings: [],
    persons: [],
    diagnostics: [],
    coverage: { units: 1, read: 1, unread: [] },
  };
  const result = found ? whole : unread(name, 'warc/empty');
  yield { at: last, next: { offset: source.size, index: 0 }, results: [result] };
}

class ArchiveReader {
  readonly #source: ByteSource;
  readonly #scanner: ArtifactScanner;
  readonly #options: ArchiveOptions;
  readonly #cache = new PayloadCache();
  readonly #originals: OriginalIndex;
  readonly #ledger: CaptureLedger;

  constructor(source: ByteSource, scanner: ArtifactScanner, options: ArchiveOptions) {
    this.#source = source;
    this.#scanner = scanner;
    this.#options = options;
    this.#originals = new OriginalIndex(source, options.limits);
    this.#ledger = new CaptureLedger(options);
  }

  passOver(event: ArchiveEvent): ArchiveStep {
    switch (event.kind) {
      case 'hole':
        return { at: { offset: event.start, index: 0 }, next: { offset: event.end, index: 0 }, results: [] };
      case 'gap':
        return { at: event.position, next: this.#after(event.position, event.bytes), results: [] };
      case 'record': {
        const { position, header } = event.record;
        return { at: position, next: this.#after(position, header.length + header.blockLength), results: [] };
      }
    }
  }

  async step(event: ArchiveEvent): Promise<ArchiveStep> {
    const { name, limits, since } = this.#options;
    const step = this.passOver(event);
    const damaged = (part: string): ArchiveStep => ({
      ...step,
      results: [unread(`${name}!${part}`, 'warc/damaged')],
    });
    if (event.kind === 'hole') return damaged(`#bytes-${event.start}-${event.end}`);
    if (event.kind === 'gap') return damaged(`#bytes-${event.position.offset}`);
    const { record } = event;
    // A capture without a date is read.
    if (since !== undefined && record.header.date !== '' && record.header.date < since) return step;
    const document = await recordDocument(record, limits.bytes);
    return { ...step, ...(await this.#scan(document, record.position)) };
  }

  /** In a plain file the next record begins behind the bytes of this one; in a member the count goes on. */
  #after(at: RecordPosition, bytes: number): RecordPosition {
    return this.#originals.gzip
      ? { offset: at.offset, index: at.index + 1 }
      : { offset: Math.min(this.#source.size, at.offset + bytes), index: 0 };
  }

  async #scan(
    document: RecordDocument,
    position: RecordPosition,
  ): Promise<Pick<ArchiveStep, 'results' | 'captures'>> {
    const faults = [...document.faults];
    let payload: RecordDocument | undefined = document;
    if (document.revisitOf !== undefined) {
      payload =
        (await this.#originals.find(document, position)) ??
        (await otherArchives(this.#options)?.find(document, this.#options));
      if (payload === undefined) faults.push('warc/original-missing');
    }
    const read = payload;
    const key =
      read === undefined || faults.length > 0
        ? undefined
        : this.#ledger.keyed(() => captureKey(document, read));
    const captures = this.#ledger.unchanged(key);
    if (captures !== undefined) return { results: [], captures };
    const name = `${this.#options.name}!${document.name}`;
    const results = payload === undefined ? [] : await this.#scanPayload(payload, name);
    const own = results.find((result) => result.artifact === name);
    const aside = await this.#scanAsides(document, name);
    const unreads = faults.map((code) => unread(name, code));
    const merged = joinResults([...(own === undefined ? [] : [own]), ...aside, ...unreads]);
    const all = [...results.filter((result) => result !== own), ...(merged === undefined ? [] : [merged])];
    const told = document.minor
      ? all.filter((one) => one.findings.length > 0 || one.coverage.unread.length > 0)
      : all;
    return {
      results: told.map((result) => ({ ...result, source: document.source })),
      ...this.#ledger.read(key, all),
    };
  }

  async #scanPayload(document: RecordDocument, name: string): Promise<ScanResult[]> {
    const { bytes, mediaType, charset } = document;
    if (bytes.length === 0 && document.minor) return [];
    const key = PayloadCache.key(document);
    const known = this.#cache.get(key, name);
    if (known !== undefined) return known;
    const results = await this.#collect({
      name,
      bytes,
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(charset === undefined ? {} : { charset }),
    });
    if (this.#options.signal?.aborted !== true) this.#cache.set(key, name, results);
    return results;
  }

  async #scanAsides({ asides }: RecordDocument, name: string): Promise<ScanResult[]> {
    const found = asides.length === 0 ? [] : await this.#collect({ name, bytes: new Uint8Array(0), asides });
    return found.filter((result) => result.findings.length > 0);
  }

  async #collect(artifact: Artifact): Promise<ScanResult[]> {
    const { signal } = this.#options;
    const results: ScanResult[] = [];
    for await (const result of this.#scanner.scanEach(artifact, signal === undefined ? {} : { signal })) {
      results.push(result);
    }
    return results;
  }
}

function unread(name: string, code: WarcCode): ScanResult {
  return unreadResult(name, code, diagnosticOf(code).message);
}
