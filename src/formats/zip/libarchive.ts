/**
 * Archives that nothing here unpacks itself, through the optional package `libarchive-wasm` (MIT; libarchive 3.7,
 * BSD): RAR, 7z, CAB, LHA, and ZIP entries packed with bzip2, LZMA or xz.
 *
 * Every archive gets an instance of its own: damaged ones leave an instance broken, and its memory only grows. A
 * file made to hang it can be stopped from outside only (`leaklint/node`).
 */
import type { LibarchiveWasm } from 'libarchive-wasm';
import { platform } from '#platform';
import { concat } from './concat.js';

/** One entry, before its data are read. */
export interface PackedEntry {
  /** With `*` for each character outside ASCII in formats that do not store UTF-8: this build knows no other charset. */
  readonly name: string;
  readonly directory: boolean;
  readonly encrypted: boolean;
  /**
   * @returns Bytes; `cut` when there are more than `limit`; `fault` when the data end in an error.
   */
  read(limit: number): Unpacked;
}

export interface PackedArchive {
  entries(): Generator<PackedEntry>;
  /** Why the entries ended before the archive did; empty when they did not. */
  readonly fault: string;
  close(): void;
}

const CHUNK = 1 << 20;
const FILE_TYPE = 0o170000;
const DIRECTORY = 0o040000;

/** @returns undefined when the package is not installed. @throws Error with libarchive's words for what it can't open. */
export async function openPacked(bytes: Uint8Array): Promise<PackedArchive | undefined> {
  const library = await platform.libarchive();
  return library === undefined ? undefined : new Archive(library, bytes);
}

class Archive implements PackedArchive {
  readonly #library: LibarchiveWasm;
  readonly #archive: number;
  fault = '';

  constructor(library: LibarchiveWasm, bytes: Uint8Array) {
    this.#library = library;
    const { module } = library;
    const at = module._malloc(bytes.length);
    module.HEAP8.set(bytes, at);
    this.#archive = library.read_new_memory(at, bytes.length);
  }

  *entries(): Generator<PackedEntry> {
    const library = this.#library;
    for (;;) {
      const entry = guarded(() => library.read_next_entry(this.#archive), 0);
      if (entry === 0) break;
      yield {
        name: guarded(() => library.entry_pathname(entry), ''),
        directory: (library.entry_filetype(entry) & FILE_TYPE) === DIRECTORY,
        encrypted: library.entry_is_encrypted(entry) !== 0,
        read: (limit) => this.#read(limit),
      };
    }
    this.fault = guarded(() => library.error_string(this.#archive), 'broken');
  }

  #read(limit: number): Unpacked {
    const { module } = this.#library;
    const chunks: Uint8Array[] = [];
    let total = 0;
    const at = module._malloc(CHUNK);
    try {
      for (;;) {
        const count = this.#library.read_data(this.#archive, at, CHUNK);
        if (count <= 0) return { bytes: concat(chunks), cut: false };
        total += count;
        if (total > limit) return { bytes: concat(chunks), cut: true };
        chunks.push(new Uint8Array(module.HEAP8.slice(at, at + count).buffer));
      }
    } catch (error) {
      const fault = error instanceof Error && error.message !== '' ? error.message : 'broken';
      return { bytes: concat(chunks), cut: false, fault };
    } finally {
      guarded(() => module._free(at), undefined);
    }
  }

  close(): void {
    guarded(() => this.#library.read_free(this.#archive), 0);
  }
}

/** WebAssembly traps on damaged archives come as exceptions. */
function guarded<T>(run: () => T, fallback: T): T {
  try {
    return run();
  } catch {
    return fallback;
  }
}

/** Unpacked size of an entry when nobody knows it. */
const ANY_SIZE = 0xffff_fffe;

/** A ZIP archive of one entry, so that its data go through the unpacker of `method`. */
function zipOf(method: number, data: Uint8Array, size: number, crc: number): Uint8Array {
  const local = new DataView(new ArrayBuffer(31));
  const central = new DataView(new ArrayBuffer(47));
  const end = new DataView(new ArrayBuffer(22));
  local.setUint32(0, 0x04034b50, true);
  central.setUint32(0, 0x02014b50, true);
  for (const [view, at] of [
    [local, 4],
    [central, 6],
  ] as const) {
    view.setUint16(at, 63, true);
    view.setUint16(at + 4, method, true);
    view.setUint32(at + 10, crc, true);
    view.setUint32(at + 14, data.length, true);
    view.setUint32(at + 18, size, true);
    view.setUint16(at + 22, 1, true);
  }
  local.setUint8(30, 97);
  central.setUint8(46, 97);
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, 47, true);
  end.setUint32(16, 31 + data.length, true);
  return concat(
    [local, data, central, end].map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)),
  );
}

/** How libarchive tells what it unpacked, when that is not what the entry states. */
const SIZE = /wrong size \(read (\d{1,10})/i;
const CHECKSUM = /bad CRC: 0x([0-9a-f]{1,8})/i;

/**
 * Unpacks one stream. Its size and checksum are known only once it is unpacked, and an entry that states wrong ones
 * loses its last piece: the first tries learn them.
 *
 * @returns `missing` when the package is not installed.
 */
export async function unpackOne(
  method: number,
  data: Uint8Array,
  limit: number,
): Promise<Unpacked | 'missing'> {
  let size = ANY_SIZE;
  let crc = 0;
  for (let tries = 0; ; tries++) {
    const result = await unpackEntry(zipOf(method, data, size, crc), limit);
    if (result === 'missing' || result.fault === undefined || tries === 2) return result;
    const stated = SIZE.exec(result.fault)?.[1];
    const sum = CHECKSUM.exec(result.fault)?.[1];
    if (stated !== undefined) size = Number(stated);
    else if (sum !== undefined) crc = Number.parseInt(sum, 16);
    else return result;
  }
}

export interface Unpacked {
  readonly bytes: Uint8Array;
  readonly cut: boolean;
  readonly fault?: string;
}

async function unpackEntry(zip: Uint8Array, limit: number): Promise<Unpacked | 'missing'> {
  let archive: PackedArchive | undefined;
  try {
    archive = await openPacked(zip);
    if (archive === undefined) return 'missing';
    for (const entry of archive.entries()) return entry.read(limit);
    return { bytes: new Uint8Array(0), cut: false, fault: archive.fault };
  } catch {
    return { bytes: new Uint8Array(0), cut: false, fault: 'broken' };
  } finally {
    archive?.close();
  }
}
