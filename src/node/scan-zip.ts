/**
 * A large ZIP archive on disk → results entry by entry, in the order in which the entries stand in the file.
 *
 * The central directory is held (some 100 bytes an entry), entries are read one at a time. Web archives that are stored
 * inside (WACZ) are read in place, record by record, whatever their size. What no entry covers is opened too.
 *
 * Source: APPNOTE 6.3.10 (PKWARE); Webrecorder, "Web Archive Collection Zipped (WACZ)" 1.1.1.
 */
import type { ScanResult, Span } from '../core/index.js';
import type { RecordPosition } from '../formats/warc/index.js';
import {
  type CentralHeader,
  centralHeader,
  type EndRecord,
  findEnd,
} from '../formats/zip/central-directory.js';
import { readEntry } from '../formats/zip/entry-data.js';
import { archiveKind } from './archive-members.js';
import { type ArchiveOptions, type ArchiveStep, passedOver, UniqueNames } from './archive-step.js';
import { CaptureLedger, entryKey } from './captures.js';
import { joinResults } from './join-results.js';
import { scanWebArchive } from './scan-web-archive.js';
import { type ByteSource, sliceSource } from './source.js';
import type { ArtifactScanner } from './types.js';
import { unreadResult } from './unread-result.js';

/** Bytes of a central directory that are held. */
const MAX_DIRECTORY = 512 * 1024 * 1024;
const LOCAL = 0x04034b50;
/** Between entries: descriptors and alignment are at most this long. */
const SLACK = 24;
const HEAD = 4096;

/** The directory of a ZIP file, with the places of its headers sorted by where the entries stand. */
export interface ZipDirectory {
  readonly end: EndRecord;
  readonly bytes: Uint8Array;
  /** Offset of each header in `bytes`, by the place of its entry. */
  readonly order: Uint32Array;
  /** Entries that the end record counts and the directory does not hold. */
  readonly missing: number;
}

/** @returns undefined when the file has no end record, or a directory that can't be held. */
export function readDirectory(source: ByteSource): ZipDirectory | undefined {
  const end = findEnd(source);
  if (end === undefined || end.start - end.directoryStart > MAX_DIRECTORY) return undefined;
  const bytes = source.read(end.directoryStart, end.start - end.directoryStart);
  const found: { readonly at: number; readonly start: number }[] = [];
  for (let at = 0; ; ) {
    const header = centralHeader(bytes, at, end.base);
    if (header === undefined) break;
    found.push({ at, start: header.headerStart });
    at = header.next;
  }
  found.sort((a, b) => a.start - b.start);
  return {
    end,
    bytes,
    order: Uint32Array.from(found, ({ at }) => at),
    missing: Math.max(0, end.count - found.length),
  };
}

/** Office documents, books and programs are archives too, and are read as what they are. */
export function isPlainZip({ bytes, order, end }: ZipDirectory): boolean {
  for (const at of order.subarray(0, 5000)) {
    const name = centralHeader(bytes, at, end.base)?.name ?? '';
    if (/^(?:mimetype|ofd\.xml|\[content_types\]\.xml|_rels\/\.rels|META-INF\/MANIFEST\.MF)$/i.test(name))
      return false;
  }
  return true;
}

const MESSAGES = {
  'zip/limit': 'the entry is larger than the limit for one file',
  'zip/truncated': 'the entry lies outside the file; get a complete copy',
  'zip/entries': 'entries of the directory were not opened: over the limit, or cut off',
} as const;

/** Never throws for what is wrong with the archive; a system error while reading goes up. */
export async function* scanZip(
  source: ByteSource,
  scanner: ArtifactScanner,
  options: ArchiveOptions,
): AsyncGenerator<ArchiveStep> {
  const { from = { offset: 0, index: 0 }, signal } = options;
  const directory = readDirectory(source);
  if (from.offset >= source.size || directory === undefined) return;
  const reader = new ZipReader(source, scanner, options, directory);
  let { skip = 0 } = options;
  for await (const step of reader.steps(from)) {
    if (signal?.aborted === true) return;
    const told = skip-- > 0 ? passedOver(step) : step;
    if (told.results.length > 0 || told.captures !== undefined || options.all === true) yield told;
  }
  if (signal?.aborted === true) return;
  yield {
    at: { offset: source.size, index: 0 },
    next: { offset: source.size, index: 0 },
    results: [await reader.whole()],
  };
}

class ZipReader {
  readonly #source: ByteSource;
  readonly #scanner: ArtifactScanner;
  readonly #options: ArchiveOptions;
  readonly #directory: ZipDirectory;
  readonly #names = new UniqueNames();
  readonly #ledger: CaptureLedger;

  constructor(
    source: ByteSource,
    scanner: ArtifactScanner,
    options: ArchiveOptions,
    directory: ZipDirectory,
  ) {
    this.#source = source;
    this.#scanner = scanner;
    this.#options = options;
    this.#directory = directory;
    this.#ledger = new CaptureLedger(options);
  }

  get #opened(): Uint32Array {
    return this.#directory.order.subarray(0, this.#options.limits.entries);
  }

  async *steps(from: RecordPosition): AsyncGenerator<ArchiveStep> {
    const { bytes, end } = this.#directory;
    const opened = this.#opened;
    let reached = 0;
    let before = { start: -1, count: 0 };
    for (const [i, at] of opened.entries()) {
      const header = centralHeader(bytes, at, end.base)!;
      const start = header.headerStart;
      const nextAt = opened[i + 1];
      const nextStart =
        nextAt === undefined ? end.directoryStart : centralHeader(bytes, nextAt, end.base)!.headerStart;
      before = { start, count: start === before.start ? before.count + 1 : 0 };
      const place = { offset: start, index: before.count };
      // Named in any case, so that a scan that goes on gives the names that a whole one gives.
      const name = this.#names.of(header.name);
      const overlaps = start < reached;
      const data = this.#extent(header);
      const gap = reached;
      if (data !== undefined) reached = Math.max(reached, data.end);
      const next =
        nextStart === start
          ? { offset: start, index: before.count + 1 }
          : { offset: Math.min(Math.max(reached, start + 1), nextStart), index: 0 };
      if (!overlaps && gap >= from.offset) yield* this.#gap(gap, start);
      const done =
        start < from.offset || (start === from.offset && place.index < from.index && from.index > 0);
      if (data !== undefined && !overlaps && this.#isWebArchive(header, data)) {
        const inside = done && from.offset >= data.start && from.offset < nextStart;
        const at = inside ? { offset: from.offset - data.start, index: from.index } : undefined;
        if (inside || !done) yield* this.#webArchive(header, name, data, at);
      } else if (!done) {
        yield { at: place, next, ...(await this.#entry(header, name, data, overlaps)) };
      }
    }
    if (opened.length === this.#directory.order.length && reached >= from.offset) {
      yield* this.#gap(reached, end.directoryStart);
    }
  }

  /** The archive itself: its comment, and what is missing. */
  async whole(): Promise<ScanResult> {
    const { name, limits } = this.#options;
    const { end, order, missing } = this.#directory;
    const isWacz = this.#has(/^datapackage\.json$/i) && this.#has(/^archive\//i);
    const own: ScanResult = {
      artifact: name,
      mediaType: isWacz ? 'application/wacz' : 'application/zip',
      verdict: 'pass',
      findings: [],
      persons: [],
      diagnostics: [],
      coverage: { units: 1, read: 1, unread: [] },
    };
    const comment = end.comment.trim() === '' ? [] : await this.#texts(name, [], [['#comment', end.comment]]);
    const lost = missing + Math.max(0, order.length - limits.entries);
    const unread =
      lost === 0 ? [] : [unreadResult(name, 'zip/entries', `${lost} ${MESSAGES['zip/entries']}`)];
    return joinResults([own, ...comment, ...unread])!;
  }

  #has(pattern: RegExp): boolean {
    const { bytes, order, end } = this.#directory;
    return order.subarray(0, 5000).some((at) => pattern.test(centralHeader(bytes, at, end.base)?.name ?? ''));
  }

  /** Bytes of the file that hold the entry's data; undefined when no header of an entry stands there. */
  #extent({ headerStart, packedSize }: CentralHeader): Span | undefined {
    const { size } = this.#source;
    const local = this.#source.read(Math.min(headerStart, size), 30);
    const view = new DataView(local.buffer, local.byteOffset, local.length);
    if (local.length < 30 || view.getUint32(0, true) !== LOCAL) return undefined;
    const start = Math.min(size, headerStart + 30 + view.getUint16(26, true) + view.getUint16(28, true));
    return { start, end: Math.min(size, start + packedSize) };
  }

  #isWebArchive({ method, flags }: CentralHeader, { start, end }: Span): boolean {
    if (method !== 0 || (flags & 1) !== 0 || end - start < 32) return false;
    return archiveKind(this.#source.read(start, Math.min(HEAD, end - start))) !== undefined;
  }

  async *#webArchive(
    header: CentralHeader,
    name: string,
    data: Span,
    from: RecordPosition | undefined,
  ): AsyncGenerator<ArchiveStep> {
    const { limits, signal, since, captures } = this.#options;
    const inner = scanWebArchive(sliceSource(this.#source, data.start, data.end), this.#scanner, {
      name: `${this.#options.name}!${name}`,
      limits,
      all: true,
      ...(signal === undefined ? {} : { signal }),
      ...(since === undefined ? {} : { since }),
      ...(captures === undefined ? {} : { captures }),
      ...(from === undefined ? {} : { from }),
    });
    const outward = ({ offset, index }: RecordPosition): RecordPosition => ({
      offset: data.start + offset,
      index,
    });
    if (from === undefined) {
      const results = await this.#texts(`${this.#options.name}!${name}`, [], namesOf(header));
      const at = { offset: header.headerStart, index: 0 };
      yield { at, next: outward({ offset: 0, index: 0 }), results };
    }
    for await (const { at, next, results, ...rest } of inner) {
      const told = results.map((one) => moved(one, data.start));
      yield { ...rest, at: outward(at), next: outward(next), results: told };
    }
  }

  async #entry(
    header: CentralHeader,
    name: string,
    data: Span | undefined,
    overlaps: boolean,
  ): Promise<Pick<ArchiveStep, 'results' | 'captures'>> {
    const { limits } = this.#options;
    const full = `${this.#options.name}!${name}`;
    if (header.directory) return { results: await this.#texts(full, [], namesOf(header)) };
    const unread = async (code: string, message: string): Promise<Pick<ArchiveStep, 'results'>> => ({
      results: await this.#texts(full, [unreadResult(full, code, message)], namesOf(header)),
    });
    if (data === undefined || data.end - data.start < header.packedSize)
      return unread('zip/truncated', MESSAGES['zip/truncated']);
    if (header.packedSize > limits.bytes) return unread('zip/limit', MESSAGES['zip/limit']);
    const packed = this.#source.read(data.start, overlaps ? 0 : header.packedSize);
    const entry = { ...header, dataStart: 0, unlisted: false, overlaps };
    const budget = { expired: () => false, claim: () => true };
    const { bytes, fault } = await readEntry(packed, entry, { limits, budget });
    if (bytes === undefined) return unread(fault!.code, fault!.message);
    const asides = namesOf(header).map(aside);
    const key = fault === undefined ? this.#ledger.keyed(() => entryKey(full, bytes, asides)) : undefined;
    const captures = this.#ledger.unchanged(key);
    if (captures !== undefined) return { results: [], captures };
    const results: ScanResult[] = [];
    for await (const result of this.#scan({ name: full, bytes, asides })) results.push(result);
    if (fault === undefined) return { results, ...this.#ledger.read(key, results) };
    // Read as it is, though its checksum is wrong.
    const note = { code: fault.code, severity: 'warning', message: fault.message } as const;
    return {
      results: results.map((one) =>
        one.artifact === full ? { ...one, diagnostics: [...one.diagnostics, note] } : one,
      ),
    };
  }

  /** What stands between the entries: hidden ones, or the stub of a self-extractor. */
  async *#gap(start: number, end: number): AsyncGenerator<ArchiveStep> {
    if (end - start <= SLACK || isZero(this.#source, start, end)) return;
    const name = `${this.#options.name}!#bytes-${start}`;
    const results: ScanResult[] = [];
    if (end - start > this.#options.limits.bytes) {
      results.push(unreadResult(name, 'zip/limit', MESSAGES['zip/limit']));
    } else {
      const bytes = this.#source.read(start, end - start);
      for await (const result of this.#scan({ name, bytes, asides: [] })) results.push(result);
    }
    yield { at: { offset: start, index: 0 }, next: { offset: end, index: 0 }, results };
  }

  /** Results, joined with what names and comments hold. */
  async #texts(name: string, results: readonly ScanResult[], texts: readonly Text[]): Promise<ScanResult[]> {
    const found: ScanResult[] = [];
    const artifact = { name, bytes: new Uint8Array(0), asides: texts.map(aside) };
    for await (const result of this.#scan(artifact)) if (result.findings.length > 0) found.push(result);
    const joined = joinResults([...results, ...found]);
    return joined === undefined ? [] : [joined];
  }

  #scan(artifact: Parameters<ArtifactScanner['scanEach']>[0]): AsyncIterable<ScanResult> {
    const { signal } = this.#options;
    return this.#scanner.scanEach(artifact, signal === undefined ? {} : { signal });
  }
}

type Text = readonly [part: string, text: string];

const namesOf = ({ name, comment }: CentralHeader): Text[] => [
  ['#name', name],
  ...(comment.trim() === '' ? [] : [['#comment', comment] as const]),
];

const aside = ([part, text]: Text) =>
  ({ part, channel: part === '#name' ? 'name' : 'comment', text }) as const;

/** Offsets of captures count from the start of the file that is on the disk. */
function moved(result: ScanResult, by: number): ScanResult {
  const { source } = result;
  return source === undefined ? result : { ...result, source: { ...source, offset: source.offset + by } };
}

function isZero(source: ByteSource, start: number, end: number): boolean {
  for (let at = start; at < end; at += 256 * 1024) {
    if (source.read(at, Math.min(256 * 1024, end - at)).some((byte) => byte !== 0)) return false;
  }
  return true;
}
