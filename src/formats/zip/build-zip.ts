/**
 * Builds ZIP archives, honest or broken on purpose: fixtures of tests and the corpus.
 *
 * Everything is deterministic: no clock, entries in the order given, dates 1980-01-01.
 */

import { platform } from '#platform';
import { append } from '../../core/index.js';
import { concat } from './concat.js';
import { crc32 } from './crc32.js';

export interface BuildEntry {
  /** Bytes stay as they are and set no UTF-8 flag; a string is UTF-8 with the flag. */
  readonly name: string | Uint8Array;
  readonly bytes: Uint8Array;
  /** 0 stored, 8 deflated (default); any other number is written over stored bytes. */
  readonly method?: number;
  /** General purpose flags, instead of the ones that `name` implies. */
  readonly flags?: number;
  readonly comment?: string;
  /** Extra field of the central header. */
  readonly extra?: Uint8Array;
  /** States another unpacked size, checksum. */
  readonly size?: number;
  readonly crc?: number;
  /** Left out of the central directory. */
  readonly unlisted?: boolean;
  /** Sizes follow the data in a descriptor, as streaming writers do. */
  readonly streamed?: boolean;
  /** Sizes and offset in ZIP64 fields. */
  readonly zip64?: boolean;
  /** The central header points at the local header of the entry with this index. */
  readonly sameAs?: number;
}

export interface BuildOptions {
  readonly comment?: string;
  /** Bytes before the archive, which its offsets don't count: a self-extractor's stub. */
  readonly prefix?: Uint8Array;
  /** Ends after the last entry. */
  readonly truncated?: boolean;
}

const encoder = new TextEncoder();

/** @returns The archive. */
export async function buildZip(
  entries: readonly BuildEntry[],
  options: BuildOptions = {},
): Promise<Uint8Array> {
  const prefix = options.prefix ?? new Uint8Array(0);
  const chunks: Uint8Array[] = [prefix];
  const headers: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? encoder.encode(entry.name) : entry.name;
    const method = entry.method ?? 8;
    const packed = method === 8 ? await platform.deflateRaw(entry.bytes) : entry.bytes;
    const crc = entry.crc ?? crc32(entry.bytes);
    const size = entry.size ?? entry.bytes.length;
    const flags =
      entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0) | (entry.streamed === true ? 8 : 0);
    const sizes = { crc, packed: packed.length, size };
    const local = entry.streamed === true ? { crc: 0, packed: 0, size: 0 } : sizes;
    const head = fixed(30, 0x04034b50, [
      [4, 2, 20],
      [6, 2, flags],
      [8, 2, method],
      [12, 2, 0x21],
      [14, 4, local.crc],
      [18, 4, local.packed],
      [22, 4, local.size],
      [26, 2, name.length],
    ]);
    offsets.push(at);
    const whole = [head, name, packed];
    if (entry.streamed === true) {
      whole.push(
        fixed(16, 0x08074b50, [
          [4, 4, crc],
          [8, 4, packed.length],
          [12, 4, size],
        ]),
      );
    }
    chunks.push(...whole);
    const offset = offsets[entry.sameAs ?? offsets.length - 1]!;
    at += whole.reduce((sum, chunk) => sum + chunk.length, 0);
    if (entry.unlisted === true) continue;
    const comment = encoder.encode(entry.comment ?? '');
    const extra =
      entry.zip64 === true ? zip64Extra(size, packed.length, offset) : (entry.extra ?? new Uint8Array(0));
    const wide = entry.zip64 === true;
    headers.push(
      fixed(46, 0x02014b50, [
        [4, 2, 20],
        [6, 2, 20],
        [8, 2, flags],
        [10, 2, method],
        [14, 2, 0x21],
        [16, 4, crc],
        [20, 4, wide ? 0xffffffff : packed.length],
        [24, 4, wide ? 0xffffffff : size],
        [28, 2, name.length],
        [30, 2, extra.length],
        [32, 2, comment.length],
        [42, 4, wide ? 0xffffffff : offset],
      ]),
      name,
      extra,
      comment,
    );
  }
  if (options.truncated !== true) {
    const directorySize = headers.reduce((sum, chunk) => sum + chunk.length, 0);
    const count = entries.filter((entry) => entry.unlisted !== true).length;
    const comment = encoder.encode(options.comment ?? '');
    const end = fixed(22, 0x06054b50, [
      [8, 2, count],
      [10, 2, count],
      [12, 4, directorySize],
      [16, 4, at],
      [20, 2, comment.length],
    ]);
    append(chunks, headers);
    chunks.push(end, comment);
  }
  return concat(chunks);
}

function fixed(length: number, signature: number, fields: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  for (const [at, width, value] of fields) {
    if (width === 2) view.setUint16(at!, value!, true);
    else view.setUint32(at!, value!, true);
  }
  return bytes;
}

function zip64Extra(size: number, packed: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, 24, true);
  view.setBigUint64(4, BigInt(size), true);
  view.setBigUint64(12, BigInt(packed), true);
  view.setBigUint64(20, BigInt(offset), true);
  return bytes;
}
