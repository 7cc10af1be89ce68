/** Directories of a TIFF file, which EXIF uses too. Source: TIFF Revision 6.0, section 2. */
import { Reader } from './bytes.js';

export interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Of its values, in the file. */
  readonly at: number;
}

export interface Directory {
  readonly reader: Reader;
  readonly entries: ReadonlyMap<number, Entry>;
  readonly width: number;
  readonly height: number;
}

/** Bytes of a value of each type. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const MAX_ENTRIES = 4_096;

export function readDirectory(reader: Reader, offset: number): Directory & { readonly next: number } {
  const entries = new Map<number, Entry>();
  const count = Math.min(reader.u16(offset), MAX_ENTRIES);
  for (let i = 0; i < count; i++) {
    const at = offset + 2 + i * 12;
    if (at + 12 > reader.length) break;
    const [tag, type, values] = [reader.u16(at), reader.u16(at + 2), reader.u32(at + 4)];
    const bytes = (SIZES[type] ?? 0) * values;
    const start = bytes <= 4 ? at + 8 : reader.u32(at + 8);
    if (bytes > 0 && start + bytes <= reader.length)
      entries.set(tag, { tag, type, count: values, at: start });
  }
  const first = (tag: number): number => numbersOf(reader, entries.get(tag))[0] ?? 0;
  return {
    reader,
    entries,
    width: first(256),
    height: first(257),
    next: reader.u32(offset + 2 + count * 12),
  };
}

/** The chain of directories: the pages. A chain that runs in circles ends. */
export function readDirectories(bytes: Uint8Array, most: number): Directory[] {
  const reader = new Reader(bytes, bytes[0] === 0x49);
  const seen = new Set<number>();
  const list: Directory[] = [];
  for (let at = reader.u32(4); at !== 0 && list.length < most && !seen.has(at) && at + 2 <= bytes.length; ) {
    seen.add(at);
    const directory = readDirectory(reader, at);
    list.push(directory);
    at = directory.next;
  }
  return list;
}

/** Values of an entry as whole numbers; none for texts and fractions. */
export function numbersOf(reader: Reader, entry: Entry | undefined): number[] {
  if (entry === undefined) return [];
  const { type, count, at } = entry;
  const size = SIZES[type] ?? 0;
  const list: number[] = [];
  for (let i = 0; i < Math.min(count, 1_000_000); i++) {
    if (size === 1) list.push(reader.u8(at + i));
    else if (type === 3) list.push(reader.u16(at + i * 2));
    else if (type === 4) list.push(reader.u32(at + i * 4));
  }
  return list;
}

export function bytesOf(reader: Reader, entry: Entry): Uint8Array {
  return reader.bytes.subarray(entry.at, entry.at + entry.count * (SIZES[entry.type] ?? 0));
}
