/**
 * Names of the files in a 7z archive. libarchive's build for WebAssembly has no locale and gives `*` for every character
 * outside ASCII.
 *
 * Source: 7zFormat.txt of the LZMA SDK 23.01. The list of names (property 0x11) is looked for in the header and taken
 * when it fits what libarchive says, so the streams that are described before it need not be understood.
 */
import { unpackOne } from '../zip/libarchive.js';

const MARK = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];
const HEADER = 1;
const PACKED_HEADER = 0x17;
const PACK_INFO = 6;
const SIZE = 9;
const CODERS = 7;
const FOLDER = 0xb;
const UNPACK_SIZE = 0xc;
const NAMES = 0x11;
/** Bytes of a header: a million files have some 100 MB. */
const MOST = 64 * 1024 * 1024;
const SPARE = 1024;

/** A position in bytes. */
class Cursor {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.bytes[this.at++] ?? -1;
  }

  /** The leading ones of the first byte count the bytes that follow it, lowest first. */
  number(): number {
    const first = this.byte();
    let value = 0;
    for (let i = 0, mask = 0x80; i < 8; i++, mask >>= 1) {
      if ((first & mask) === 0) return value + (first & (mask - 1)) * 256 ** i;
      value += this.byte() * 256 ** i;
    }
    return value;
  }
}

/**
 * @param stated As libarchive gives them.
 * @returns The names in the order of the archive; undefined where they can't be found.
 */
export async function sevenZipNames(
  bytes: Uint8Array,
  stated: readonly string[],
): Promise<string[] | undefined> {
  if (!MARK.every((byte, i) => bytes[i] === byte) || bytes.length < 32) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 32 + Number(view.getBigUint64(12, true));
  const end = start + Number(view.getBigUint64(20, true));
  if (!(end <= bytes.length)) return undefined;
  const stored = bytes.subarray(start, end);
  const header = stored[0] === PACKED_HEADER ? await unpacked(bytes, stored) : stored;
  return header?.[0] === HEADER ? listed(header, stated) : undefined;
}

/** A header that is one stream of LZMA, as 7-Zip writes it. */
async function unpacked(bytes: Uint8Array, header: Uint8Array): Promise<Uint8Array | undefined> {
  const cursor = new Cursor(header, 1);
  const is = (...values: number[]): boolean => values.every((value) => cursor.byte() === value);
  if (!is(PACK_INFO)) return undefined;
  const at = 32 + cursor.number();
  if (!is(1, SIZE)) return undefined;
  const packedSize = cursor.number();
  let id = cursor.byte();
  // The checksum of the packed stream: defined, four bytes.
  if (id === 0xa) {
    cursor.at += 5;
    id = cursor.byte();
  }
  // One folder, described here, of one coder with properties: LZMA.
  if (id !== 0 || !is(CODERS, FOLDER, 1, 0, 1, 0x23, 3, 1, 1, 5)) return undefined;
  const properties = header.subarray(cursor.at, cursor.at + 5);
  cursor.at += 5;
  if (!is(UNPACK_SIZE)) return undefined;
  const size = cursor.number();
  if (at + packedSize > bytes.length || size > MOST) return undefined;
  // As ZIP has it (APPNOTE 5.8.8): version, length of the properties, properties.
  const data = new Uint8Array(9 + packedSize);
  data.set([9, 20, 5, 0]);
  data.set(properties, 4);
  data.set(bytes.subarray(at, at + packedSize), 9);
  // Without a mark at its end the stream gives some bytes too many.
  const result = await unpackOne(14, data, size + SPARE);
  return result === 'missing' || result.bytes.length < size ? undefined : result.bytes.subarray(0, size);
}

function listed(header: Uint8Array, stated: readonly string[]): string[] | undefined {
  for (let at = header.indexOf(NAMES, 1); at >= 0; at = header.indexOf(NAMES, at + 1)) {
    const cursor = new Cursor(header, at + 1);
    const size = cursor.number();
    const { at: from } = cursor;
    if (size % 2 !== 1 || size < 3 || from + size > header.length || header[from] !== 0) continue;
    const names = new TextDecoder('utf-16le').decode(header.subarray(from + 1, from + size)).split('\0');
    if (names.pop() !== '' || names.length !== stated.length) continue;
    if (names.every((name, i) => inAscii(name) === inAscii(stated[i]!))) return names;
  }
  return undefined;
}

function inAscii(name: string): string {
  return name
    .replace(/[^\x21-\x29\x2b-\x7e]/g, '')
    .replace(/\\/g, '/')
    .replace(/\/$/, '');
}
