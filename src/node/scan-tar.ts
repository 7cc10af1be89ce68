/**
 * A large tar archive, plain or gzip, on disk → results entry by entry, with one entry in memory whatever its size.
 *
 * Positions count the bytes of the archive as it unpacks. A plain one is passed over by seeking; what is packed is
 * unpacked again up to the place where a scan goes on. Behind damaged gzip data nothing can be found: that is told.
 */
import { type Aside, append, type ScanResult } from '../core/index.js';
import { BLOCK, padded, TarHeaders } from '../formats/tar/header.js';
import { MESSAGES } from '../formats/tar/index.js';
import { archiveKind } from './archive-members.js';
import { type ArchiveOptions, type ArchiveStep, passedOver, UniqueNames } from './archive-step.js';
import { CaptureLedger, entryKey } from './captures.js';
import { joinResults } from './join-results.js';
import { scanWebArchive } from './scan-web-archive.js';
import { type ByteSource, sliceSource } from './source.js';
import { GzipInput, PlainInput, type TarInput } from './tar-input.js';
import type { ArtifactScanner } from './types.js';
import { unreadResult } from './unread-result.js';

/** Bytes of a pax or GNU header that are taken; longer ones are damage. */
const MAX_META = 16 * 1024 * 1024;
/** Bytes that no header begins in and that are opened as a file of their own. */
const MAX_GAP = 64 * 1024 * 1024;

export interface TarOptions extends ArchiveOptions {
  /** Of a packed archive: what the gzip header, or the file's name without `.gz`, calls the archive inside. */
  readonly inner?: string;
}

/** Never throws for what is wrong with the archive; a system error while reading goes up. */
export async function* scanTar(
  source: ByteSource,
  scanner: ArtifactScanner,
  options: TarOptions,
): AsyncGenerator<ArchiveStep> {
  const { signal, inner, all } = options;
  const input: TarInput = inner === undefined ? new PlainInput(source) : new GzipInput(source);
  try {
    const reader = new TarReader(input, source, scanner, options);
    let { skip = 0 } = options;
    for await (const step of reader.steps()) {
      if (signal?.aborted === true) return;
      const told = skip-- > 0 ? passedOver(step) : step;
      if (told.results.length > 0 || told.captures !== undefined || all === true) yield told;
    }
  } finally {
    input.close();
  }
}

class TarReader {
  readonly #input: TarInput;
  readonly #source: ByteSource;
  readonly #scanner: ArtifactScanner;
  readonly #options: TarOptions;
  /** As results name the archive whose entries these are. */
  readonly #name: string;
  readonly #names = new UniqueNames();
  readonly #headers = new TarHeaders();
  readonly #ledger: CaptureLedger;
  #entries = 0;

  constructor(input: TarInput, source: ByteSource, scanner: ArtifactScanner, options: TarOptions) {
    this.#input = input;
    this.#source = source;
    this.#scanner = scanner;
    this.#options = options;
    this.#ledger = new CaptureLedger(options);
    this.#name = options.inner === undefined ? options.name : `${options.name}!${options.inner}`;
  }

  async *steps(): AsyncGenerator<ArchiveStep> {
    const { limits, from = { offset: 0, index: 0 } } = this.#options;
    const input = this.#input;
    const resumed = (at: number): boolean => at < from.offset;
    /** Where the headers of the next entry begin; what is told of it goes on from there. */
    let start = 0;
    let gap = new Gap();
    let full = false;
    for (;;) {
      const at = input.position;
      const block = await input.take(BLOCK);
      const header = block.length < BLOCK ? undefined : this.#headers.read(block);
      if (header === undefined) {
        gap.add(block, at);
        if (block.length < BLOCK) break;
        continue;
      }
      if (gap.size > 0) {
        if (!resumed(gap.start)) yield this.#step(gap.start, at, await this.#scanGap(gap));
        start = at;
        gap = new Gap();
      }
      if (header.kind === 'meta') {
        const data = await input.take(Math.min(header.size, MAX_META));
        await input.skip(padded(header.size) - data.length);
        this.#headers.describe(header.type, data);
        continue;
      }
      if (this.#entries++ >= limits.entries) {
        full = true;
        break;
      }
      const name = this.#names.of(header.name);
      const texts = { name: header.name, comment: header.comment };
      if (resumed(start) && !this.#isInside(input.position, header.size)) {
        await input.skip(padded(header.size));
      } else {
        yield* this.#entry({ name, texts, start, size: header.size, file: header.file });
      }
      start = input.position;
    }
    if (gap.size > 0 && !resumed(gap.start)) {
      yield this.#step(gap.start, input.position, await this.#scanGap(gap));
    }
    const end = Math.max(input.position, this.#source.size);
    if (from.offset <= end) yield this.#step(input.position, end + 1, this.#whole(full));
  }

  /** A scan that was ended inside a web archive that stands in a plain tar. */
  #isInside(dataStart: number, size: number): boolean {
    const { from = { offset: 0, index: 0 } } = this.#options;
    return (
      this.#options.inner === undefined && from.offset >= dataStart && from.offset < dataStart + padded(size)
    );
  }

  #step(at: number, next: number, results: readonly ScanResult[]): ArchiveStep {
    return {
      at: { offset: at, index: 0 },
      next: { offset: next, index: 0 },
      results,
      read: Math.min(this.#input.read, this.#source.size),
    };
  }

  async *#entry({ name, texts, start, size, file }: Entry): AsyncGenerator<ArchiveStep> {
    const { limits, inner } = this.#options;
    const input = this.#input;
    const full = `${this.#name}!${name}`;
    if (inner === undefined && file) {
      const data = input.position;
      const slice = sliceSource(this.#source, data, Math.min(this.#source.size, data + size));
      if (archiveKind(slice.read(0, 4096)) !== undefined) {
        yield* this.#webArchive(slice, full, texts, start, data);
        await input.skip(padded(size));
        return;
      }
    }
    const results: ScanResult[] = [];
    let tally: Pick<ArchiveStep, 'captures'> = {};
    if (size > limits.bytes) {
      await input.skip(padded(size));
      const told = unreadResult(full, 'tar/limit', MESSAGES['tar/limit']);
      append(results, await this.#scan(full, new Uint8Array(0), texts, [told]));
    } else {
      const bytes = await input.take(size);
      const told =
        bytes.length < size ? [unreadResult(full, 'tar/truncated', MESSAGES['tar/truncated'])] : [];
      await input.skip(padded(size) - bytes.length);
      const key =
        file && told.length === 0
          ? this.#ledger.keyed(() => entryKey(full, bytes, asidesOf(texts)))
          : undefined;
      const captures = this.#ledger.unchanged(key);
      if (captures !== undefined) {
        yield { ...this.#step(start, input.position, []), captures };
        return;
      }
      append(results, await this.#scan(full, bytes, texts, told, file));
      tally = this.#ledger.read(key, results);
    }
    yield { ...this.#step(start, input.position, results), ...tally };
  }

  async *#webArchive(
    slice: ByteSource,
    full: string,
    texts: Texts,
    start: number,
    data: number,
  ): AsyncGenerator<ArchiveStep> {
    const { limits, signal, since, captures, from } = this.#options;
    const inside = from !== undefined && from.offset >= data;
    if (!inside) yield this.#step(start, data, await this.#scan(full, new Uint8Array(0), texts, []));
    const steps = scanWebArchive(slice, this.#scanner, {
      name: full,
      limits,
      all: true,
      ...(signal === undefined ? {} : { signal }),
      ...(since === undefined ? {} : { since }),
      ...(captures === undefined ? {} : { captures }),
      ...(inside ? { from: { offset: from.offset - data, index: from.index } } : {}),
    });
    for await (const { at, next, results, ...rest } of steps) {
      yield {
        ...rest,
        at: { offset: data + at.offset, index: at.index },
        next: { offset: data + next.offset, index: next.index },
        results: results.map((one) =>
          one.source === undefined
            ? one
            : { ...one, source: { ...one.source, offset: one.source.offset + data } },
        ),
      };
    }
  }

  async #scanGap({ start, blocks, size }: Gap): Promise<ScanResult[]> {
    const name = `${this.#name}!#bytes-${start}`;
    const note = { code: 'tar/gap', severity: 'warning', message: MESSAGES['tar/gap'] } as const;
    const told = size > MAX_GAP ? [unreadResult(name, 'tar/limit', MESSAGES['tar/limit'])] : [];
    const results = await this.#scan(name, Buffer.concat(blocks), { name: '', comment: '' }, told);
    return results.map((one) =>
      one.artifact === name ? { ...one, diagnostics: [...one.diagnostics, note] } : one,
    );
  }

  /** @param file Not a folder or a link, which have a name and no content. */
  async #scan(
    name: string,
    bytes: Uint8Array,
    texts: Texts,
    told: readonly ScanResult[],
    file = false,
  ): Promise<ScanResult[]> {
    const { signal } = this.#options;
    const asides = asidesOf(texts);
    const results: ScanResult[] = [];
    for await (const result of this.#scanner.scanEach(
      { name, bytes, asides },
      signal === undefined ? {} : { signal },
    )) {
      if (file || bytes.length > 0 || result.findings.length > 0) results.push(result);
    }
    if (told.length === 0) return results;
    const own = results.filter((one) => one.artifact === name);
    const joined = joinResults([...own, ...told])!;
    return [...results.filter((one) => one.artifact !== name), joined];
  }

  /** The archive itself, and the packed file around it. */
  #whole(full: boolean): ScanResult[] {
    const { name, inner } = this.#options;
    const results: ScanResult[] = [];
    const tar = plain(this.#name, 'application/x-tar');
    const faults = [
      ...(this.#entries === 0 ? [unreadResult(this.#name, 'tar/damaged', MESSAGES['tar/damaged'])] : []),
      ...(full ? [unreadResult(this.#name, 'tar/entries', MESSAGES['tar/entries'])] : []),
    ];
    results.push(joinResults([tar, ...faults])!);
    if (inner === undefined) return results;
    const message =
      'the compressed data is damaged or cut off; what stands before was read; get a complete copy';
    const packed = this.#input.damaged ? [unreadResult(name, 'gzip/damaged', message)] : [];
    results.push(joinResults([plain(name, 'application/gzip'), ...packed])!);
    return results;
  }
}

/** Blocks in which no header begins, zeros left out. */
class Gap {
  start = 0;
  size = 0;
  readonly blocks: Uint8Array[] = [];

  add(block: Uint8Array, at: number): void {
    if (!block.some((byte) => byte !== 0)) return;
    if (this.size === 0) this.start = at;
    this.size += block.length;
    if (this.size <= MAX_GAP) this.blocks.push(block);
  }
}

interface Texts {
  readonly name: string;
  readonly comment: string;
}

function asidesOf({ name, comment }: Texts): Aside[] {
  return [
    ...(name === '' ? [] : [{ part: '#name', channel: 'name', text: name } as const]),
    ...(comment === '' ? [] : [{ part: '#comment', channel: 'comment', text: comment } as const]),
  ];
}

interface Entry {
  readonly name: string;
  readonly texts: Texts;
  /** Where its headers begin. */
  readonly start: number;
  readonly size: number;
  readonly file: boolean;
}

function plain(artifact: string, mediaType: string): ScanResult {
  return {
    artifact,
    mediaType,
    verdict: 'pass',
    findings: [],
    persons: [],
    diagnostics: [],
    coverage: { units: 1, read: 1, unread: [] },
  };
}
