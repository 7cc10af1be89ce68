/**
 * Headers of a tar archive, one block at a time, for readers in memory and in a stream.
 *
 * Sources: POSIX.1-2017 `pax` (ustar and pax headers), GNU tar manual, "Basic Tar Format" (types L, K, S; base-256
 * sizes).
 */
import { latin1 } from '../../text/latin1.js';
import { decodeEntryText, entryPath } from '../zip/entry-name.js';

export const BLOCK: number = 512;

/** An entry of the archive, or a header whose data describe the entries behind it. */
export type TarHeader =
  | {
      readonly kind: 'entry';
      readonly name: string;
      /** Target of a link, comment of a pax header. */
      readonly comment: string;
      readonly file: boolean;
      /** Bytes of its data. */
      readonly size: number;
    }
  | { readonly kind: 'meta'; readonly type: 'x' | 'g' | 'L' | 'K'; readonly size: number };

/** What pax and GNU headers said holds for the next entry, or for all that follow. */
export class TarHeaders {
  #global: ReadonlyMap<string, string> = new Map();
  #local = new Map<string, string>();

  /** @param block `BLOCK` bytes. @returns undefined when they are no header. */
  read(block: Uint8Array): TarHeader | undefined {
    if (!isHeader(block)) return undefined;
    const type = String.fromCharCode(block[156]!);
    const own = number(block, 124, 12);
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K')
      return { kind: 'meta', type, size: own };
    const stated = Number(this.#local.get('size') ?? Number.NaN);
    const hasData = !/[1-6]/.test(type);
    const size = Number.isSafeInteger(stated) && stated >= 0 ? stated : own;
    const name = entryPath(this.#local.get('path') ?? this.#global.get('path') ?? ownName(block));
    const link = this.#local.get('linkpath') ?? decodeEntryText(untilZero(block.subarray(157, 257)), 0);
    const comment = [link, this.#local.get('comment') ?? '', this.#global.get('comment') ?? '']
      .filter((text) => text !== '')
      .join(' ');
    this.#local = new Map();
    return { kind: 'entry', name, comment, file: hasData && !name.endsWith('/'), size: hasData ? size : 0 };
  }

  /** Takes the data of a `meta` header. */
  describe(type: 'x' | 'g' | 'L' | 'K', data: Uint8Array): void {
    if (type === 'x') this.#local = new Map([...this.#local, ...paxRecords(data)]);
    else if (type === 'g') this.#global = new Map([...this.#global, ...paxRecords(data)].slice(-1000));
    else this.#local.set(type === 'L' ? 'path' : 'linkpath', decodeEntryText(untilZero(data), 0));
  }
}

/** @returns Bytes from the start of data to the next block that may be a header. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** The sum of the bytes, its own field taken as blanks; old writers sum signed bytes. */
export function isHeader(header: Uint8Array): boolean {
  const stated = number(header, 148, 8);
  let unsigned = 8 * 32;
  let signed = 8 * 32;
  for (let i = 0; i < BLOCK; i++) {
    if (i >= 148 && i < 156) continue;
    unsigned += header[i]!;
    signed += header[i]! > 127 ? header[i]! - 256 : header[i]!;
  }
  return unsigned > 8 * 32 && (stated === unsigned || stated === signed);
}

/** Octal digits, or base 256 where the first bit is set. */
function number(header: Uint8Array, at: number, length: number): number {
  if (header[at]! & 0x80) {
    let value = header[at]! & 0x7f;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + header[i]!;
    return Math.min(value, Number.MAX_SAFE_INTEGER);
  }
  const text = latin1(header.subarray(at, at + length));
  const digits = /^[\s\0]*([0-7]+)/.exec(text)?.[1];
  return digits === undefined ? 0 : Number.parseInt(digits, 8);
}

function ownName(header: Uint8Array): string {
  const name = untilZero(header.subarray(0, 100));
  const ustar = latin1(header.subarray(257, 263)) === 'ustar\0';
  const prefix = ustar ? untilZero(header.subarray(345, 500)) : new Uint8Array(0);
  if (prefix.length === 0) return decodeEntryText(name, 0);
  return decodeEntryText(Uint8Array.from([...prefix, 0x2f, ...name]), 0);
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** `27 path=…\n`: the number counts the whole record in bytes. Values are UTF-8, or what the writer had. */
function paxRecords(data: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length && records.size < 1000; ) {
    const space = data.indexOf(0x20, at);
    if (space < 0 || space - at > 10) break;
    const length = Number(latin1(data.subarray(at, space)));
    const equals = data.indexOf(0x3d, space);
    if (!Number.isSafeInteger(length) || length <= space - at || equals < 0) break;
    const end = Math.min(data.length, at + length);
    const key = latin1(data.subarray(space + 1, Math.min(equals, space + 64)));
    records.set(key, decodeEntryText(data.subarray(equals + 1, end - 1), 0));
    at += length;
  }
  return records;
}
