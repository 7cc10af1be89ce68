/**
 * Reads the structure of a ZIP archive; data is inflated by `entry-data.ts`.
 *
 * Source: APPNOTE 6.3.10 (PKWARE), sections 4.3.7 local header, 4.3.9 data descriptor, 4.3.12 central
 * header, 4.3.14–16 end records. The central directory decides what an entry is; local headers that it does
 * not list are found too, because a reader that walks them shows what the directory hides. Linear in the bytes.
 */
import type { Span } from '../../core/index.js';
import { decodeEntryText, entryPath, extraField } from './entry-name.js';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const DESCRIPTOR = 0x08074b50;
const MAX_COMMENT = 0xffff;

/** Sizes and offsets are bytes. */
export interface ZipEntry {
  /** As a path with `/`; duplicates are possible. */
  readonly name: string;
  readonly comment: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  /** Declared, not proven. */
  readonly size: number;
  readonly headerStart: number;
  readonly dataStart: number;
  readonly directory: boolean;
  /** Only a local header tells of it. */
  readonly unlisted: boolean;
  /** Its bytes hold the beginning of another entry, or are those of another: a bomb, or damage. */
  readonly overlaps: boolean;
}

export interface ZipStructure {
  readonly entries: readonly ZipEntry[];
  readonly comment: string;
  /** No end record: entries come from local headers alone. */
  readonly truncated: boolean;
  /** The directory holds more entries than `maxEntries`, or ends before its count. */
  readonly missing: number;
  /** Byte ranges that belong to no entry and no record and are not just padding. */
  readonly gaps: readonly Span[];
}

interface Found extends Omit<ZipEntry, 'overlaps'> {
  readonly end: number;
}

export interface EndRecord {
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly directoryStart: number;
  /** Bytes before the archive proper (a self-extractor's stub) that its offsets don't count. */
  readonly base: number;
  readonly comment: string;
}

/** Bytes that can be read anywhere: a whole archive in memory, or a file. */
export interface RandomAccess {
  readonly size: number;
  /** @returns Up to `length` bytes; fewer at the end. */
  read(offset: number, length: number): Uint8Array;
}

const inMemory = (bytes: Uint8Array): RandomAccess => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});

/** @returns undefined when there is neither an end record nor a local header. */
export function readStructure(bytes: Uint8Array, maxEntries: number): ZipStructure | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(inMemory(bytes));
  const listed: Found[] = [];
  let at = end?.directoryStart ?? 0;
  if (end !== undefined) {
    while (listed.length < maxEntries && at + 46 <= end.start) {
      const header = centralHeader(bytes, at, end.base);
      if (header === undefined) break;
      listed.push(listedEntry(bytes, view, header));
      at = header.next;
    }
  }
  const more = end !== undefined && at + 46 <= end.start && view.getUint32(at, true) === CENTRAL;
  const missing = end === undefined ? 0 : Math.max(more ? 1 : 0, end.count - listed.length);
  if (more) at = end.start;

  const claimed: Span[] = listed.map((entry) => ({ start: entry.headerStart, end: entry.end }));
  if (end !== undefined) claimed.push({ start: end.directoryStart, end: Math.max(at, end.directoryStart) });
  if (end !== undefined) claimed.push({ start: end.start, end: end.end });
  const unlisted: Found[] = [];
  const gaps: Span[] = [];
  const room = maxEntries - listed.length;
  // Behind a directory that goes on, what it still lists must not pass for hidden.
  for (const gap of more ? [] : uncovered(claimed, bytes.length)) {
    searchGap(bytes, view, gap, room, unlisted, gaps);
  }
  if (end === undefined && unlisted.length === 0) return undefined;
  return {
    entries: markOverlaps([...listed, ...unlisted], bytes.length),
    comment: end?.comment ?? '',
    truncated: end === undefined,
    missing,
    gaps,
  };
}

/** @returns Whether the bytes hold an end record, wherever they start: a self-extractor does. */
export function hasEndRecord(bytes: Uint8Array): boolean {
  return findEnd(inMemory(bytes)) !== undefined;
}

/** The end record, with where the directory begins. Reads the last 64 KB, and what the record points to. */
export function findEnd(archive: RandomAccess): EndRecord | undefined {
  const tailStart = Math.max(0, archive.size - 22 - MAX_COMMENT);
  const tail = archive.read(tailStart, archive.size - tailStart);
  const view = viewOf(tail);
  let loose: number | undefined;
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== END) continue;
    const spare = tail.length - (at + 22 + view.getUint16(at + 20, true));
    if (spare === 0) return endRecord(archive, tailStart + at);
    // Something stands behind the archive, or the comment is cut.
    loose ??= tailStart + at;
  }
  return loose === undefined ? undefined : endRecord(archive, loose);
}

function endRecord(archive: RandomAccess, at: number): EndRecord | undefined {
  const record = viewOf(archive.read(at, 22));
  let start = at;
  let count = record.getUint16(10, true);
  let size = record.getUint32(12, true);
  let offset = record.getUint32(16, true);
  const end = Math.min(archive.size, at + 22 + record.getUint16(20, true));
  const locator = at >= 20 ? viewOf(archive.read(at - 20, 20)) : undefined;
  if (locator?.getUint32(0, true) === END64_LOCATOR) {
    const stated = Number(locator.getBigUint64(8, true));
    // The record stands right before its locator also where a stub shifts the stated offset.
    for (const start64 of [stated, at - 20 - 56]) {
      if (start64 < 0 || start64 + 56 > at) continue;
      const wide = viewOf(archive.read(start64, 56));
      if (wide.getUint32(0, true) !== END64) continue;
      count = Number(wide.getBigUint64(32, true));
      size = Number(wide.getBigUint64(40, true));
      offset = Number(wide.getBigUint64(48, true));
      start = start64;
      break;
    }
  }
  const shifted = start - size;
  const atShifted =
    shifted >= 0 && (size === 0 || viewOf(archive.read(shifted, 4)).getUint32(0, true) === CENTRAL);
  const base = atShifted ? shifted - offset : 0;
  const directoryStart = atShifted ? shifted : offset;
  if (directoryStart > start || base < 0) return undefined;
  const comment = decodeEntryText(archive.read(at + 22, end - at - 22), 0);
  return { start, end, count, directoryStart, base, comment };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What the directory itself says of an entry. */
export interface CentralHeader
  extends Pick<ZipEntry, 'name' | 'comment' | 'flags' | 'method' | 'crc' | 'packedSize' | 'size'> {
  /** Where its local header should stand, from the start of the file. */
  readonly headerStart: number;
  readonly directory: boolean;
  /** Offset behind this header, in `bytes`. */
  readonly next: number;
}

/** @param bytes The directory, or the whole archive. @returns undefined when none stands at `at`, whole. */
export function centralHeader(bytes: Uint8Array, at: number, base: number): CentralHeader | undefined {
  const view = viewOf(bytes);
  if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return undefined;
  const flags = view.getUint16(at + 8, true);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  const extra = bytes.subarray(nameEnd, extraEnd);
  let packedSize = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  let header = view.getUint32(at + 42, true);
  const wide = extraField(extra, 1);
  if (wide !== undefined) {
    const words = viewOf(wide);
    let word = 0;
    const take = (narrow: number): number => {
      if (narrow !== 0xffffffff || word + 8 > wide.length) return narrow;
      word += 8;
      return Number(words.getBigUint64(word - 8, true));
    };
    size = take(size);
    packedSize = take(packedSize);
    header = take(header);
  }
  const name = entryPath(decodeEntryText(bytes.subarray(at + 46, nameEnd), flags, extra));
  return {
    name,
    comment: decodeEntryText(bytes.subarray(extraEnd, next), flags),
    flags,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize,
    size,
    headerStart: base + header,
    directory: name.endsWith('/') && size === 0,
    next,
  };
}

function listedEntry(bytes: Uint8Array, view: DataView, { next: _, ...header }: CentralHeader): Found {
  const headerStart = Math.min(bytes.length, header.headerStart);
  const dataStart = dataOffset(bytes, view, headerStart);
  const dataEnd = Math.min(bytes.length, dataStart + header.packedSize);
  // Without a local header the entry claims nothing: hidden ones may stand where its data would.
  const bare = dataStart >= bytes.length;
  return {
    ...header,
    headerStart,
    dataStart,
    unlisted: false,
    end: bare ? headerStart : header.flags & 8 ? descriptorEnd(view, dataEnd, header.packedSize) : dataEnd,
  };
}

/** @returns Where data starts; the end of the bytes when no local header stands there. */
function dataOffset(bytes: Uint8Array, view: DataView, at: number): number {
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) return bytes.length;
  return Math.min(bytes.length, at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true));
}

function descriptorEnd(view: DataView, at: number, packedSize: number): number {
  const signed = at + 4 <= view.byteLength && view.getUint32(at, true) === DESCRIPTOR;
  const body = signed ? at + 4 : at;
  if (body + 12 > view.byteLength || view.getUint32(body + 4, true) !== packedSize % 0x1_0000_0000) return at;
  const wide =
    body + 20 <= view.byteLength &&
    view.getUint32(body + 8, true) === Math.floor(packedSize / 0x1_0000_0000) &&
    isSignature(view, body + 20);
  return body + (wide && !isSignature(view, body + 12) ? 20 : 12);
}

function isSignature(view: DataView, at: number): boolean {
  if (at + 4 > view.byteLength) return false;
  const signature = view.getUint32(at, true);
  return signature === LOCAL || signature === CENTRAL || signature === END64;
}

/** Ranges of 0…`length` that no span covers. */
function uncovered(spans: readonly Span[], length: number): Span[] {
  const gaps: Span[] = [];
  let reached = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start > reached) gaps.push({ start: reached, end: start });
    reached = Math.max(reached, end);
  }
  if (reached < length) gaps.push({ start: reached, end: length });
  return gaps;
}

/** Finds the local headers in a gap; the rest goes to `gaps` unless it is padding. */
function searchGap(
  bytes: Uint8Array,
  view: DataView,
  gap: Span,
  room: number,
  unlisted: Found[],
  gaps: Span[],
): void {
  let rest = gap.start;
  const leave = (end: number): void => {
    // A descriptor or alignment is at most this long; zeros are padding.
    if (end - rest > 24 && bytes.subarray(rest, end).some((byte) => byte !== 0))
      gaps.push({ start: rest, end });
  };
  for (let at = bytes.indexOf(0x50, gap.start); at >= 0 && at + 30 <= gap.end; ) {
    const entry =
      unlisted.length < room && view.getUint32(at, true) === LOCAL
        ? localEntry(bytes, view, at, gap.end)
        : undefined;
    if (entry === undefined) {
      at = bytes.indexOf(0x50, at + 1);
      continue;
    }
    leave(at);
    unlisted.push(entry);
    rest = entry.end;
    at = bytes.indexOf(0x50, Math.max(at + 4, entry.end));
  }
  leave(gap.end);
}

function localEntry(bytes: Uint8Array, view: DataView, at: number, limit: number): Found | undefined {
  const flags = view.getUint16(at + 6, true);
  const method = view.getUint16(at + 8, true);
  const nameEnd = at + 30 + view.getUint16(at + 26, true);
  const dataStart = nameEnd + view.getUint16(at + 28, true);
  // Four letters of chance in other data: a real header has a known version and a name that fits.
  if (view.getUint16(at + 4, true) > 0x3ff || nameEnd === at + 30 || dataStart > limit) return undefined;
  const extra = bytes.subarray(nameEnd, dataStart);
  let crc = view.getUint32(at + 14, true);
  let packedSize = view.getUint32(at + 18, true);
  let size = view.getUint32(at + 22, true);
  const wide = extraField(extra, 1);
  if (wide !== undefined && wide.length >= 16 && size === 0xffffffff) {
    const words = new DataView(wide.buffer, wide.byteOffset, wide.length);
    size = Number(words.getBigUint64(0, true));
    packedSize = Number(words.getBigUint64(8, true));
  }
  let end = Math.min(limit, dataStart + packedSize);
  if (flags & 8 && packedSize === 0) {
    const found = searchDescriptor(bytes, view, dataStart, limit);
    ({ crc, packedSize, size, end } = found);
  } else if (dataStart + packedSize > limit) {
    packedSize = limit - dataStart;
  }
  const name = entryPath(decodeEntryText(bytes.subarray(at + 30, nameEnd), flags, extra));
  const directory = name.endsWith('/') && size === 0;
  return {
    name,
    comment: '',
    flags,
    method,
    crc,
    packedSize,
    size,
    headerStart: at,
    dataStart,
    directory,
    unlisted: true,
    end,
  };
}

/** The sizes of a streamed entry stand behind its data; without them it ends at the next record. */
function searchDescriptor(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  limit: number,
): { crc: number; packedSize: number; size: number; end: number } {
  for (let at = bytes.indexOf(0x50, start); at >= 0 && at + 4 <= limit; at = bytes.indexOf(0x50, at + 1)) {
    const signature = view.getUint32(at, true);
    if (signature === DESCRIPTOR && at + 16 <= limit && view.getUint32(at + 8, true) === at - start) {
      const [crc, size] = [view.getUint32(at + 4, true), view.getUint32(at + 12, true)];
      return { crc, packedSize: at - start, size, end: at + 16 };
    }
    if (signature === LOCAL || signature === CENTRAL) {
      return { crc: 0, packedSize: at - start, size: -1, end: at };
    }
  }
  return { crc: 0, packedSize: limit - start, size: -1, end: limit };
}

/**
 * Marks entries in whose bytes another one begins, and all but the first of those that begin together: what is left has its
 * bytes for itself, and one false size or offset costs no neighbour. An entry without a local header takes no bytes.
 * Keeps the order given.
 *
 * @param length Of the archive, bytes.
 */
function markOverlaps(found: readonly Found[], length: number): ZipEntry[] {
  const order = found.map((_, i) => i).filter((i) => found[i]!.dataStart < length);
  order.sort((a, b) => found[a]!.headerStart - found[b]!.headerStart);
  const overlapping = new Set<number>();
  let [group, next] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let at = order.length - 1; at >= 0; at--) {
    const { headerStart, dataStart, packedSize } = found[order[at]!]!;
    if (headerStart !== group) [group, next] = [headerStart, group];
    const second = at > 0 && found[order[at - 1]!]!.headerStart === headerStart;
    if (second || next < dataStart + packedSize) overlapping.add(order[at]!);
  }
  return found.map(({ end: _, ...entry }, i) => ({ ...entry, overlaps: overlapping.has(i) }));
}
