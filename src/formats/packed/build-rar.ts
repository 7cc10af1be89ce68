/**
 * Writes RAR 5 archives for tests: stored files, and packed ones in which a bit stands for 4 kB.
 *
 * No free program packs RAR. Source: "RAR 5.0 archive format" (rarlab.com, technote.htm) for headers; libarchive 3.7,
 * `archive_read_support_format_rar5.c` (BSD) for packed data.
 */
import { crc32 } from '../zip/crc32.js';

/** A text, and how often 4,097 times its last byte follow. */
export interface Packed {
  readonly text: Uint8Array;
  readonly copies: number;
}

export interface RarFile {
  readonly name: string;
  /** Stored, or packed. */
  readonly content: Uint8Array | Packed;
  /** Size that the header states, where it lies. */
  readonly stated?: number;
}

const SIGNATURE = [0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0];
/** Bytes of the longest copy. */
export const COPY = 4097;

/** @param solid Every file goes on with the window of the one before. */
export function buildRar(files: readonly RarFile[], { solid = false }: { solid?: boolean } = {}): Uint8Array {
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    block(1, 0, number(solid ? 4 : 0)),
    ...files.map((file, i) => fileBlock(file, solid && i > 0)),
    block(5, 0, number(0)),
  ]);
}

function fileBlock({ name, content, stated }: RarFile, continues: boolean): Buffer {
  const stored = content instanceof Uint8Array;
  const data = stored ? Buffer.from(content) : packed(content);
  const size = stored ? content.length : content.text.length + content.copies * COPY;
  // Version 0; bit 6: solid; bits 7 to 9: method; then the window, 128 kB.
  const compression = (continues ? 0x40 : 0) | (stored ? 0 : 3 << 7);
  const path = Buffer.from(name);
  const head = [0, stated ?? size, 0, compression, 1, path.length].map(number);
  return Buffer.concat([block(2, 2, Buffer.concat([...head, path]), data.length), data]);
}

/** Checksum, size, kind, flags, then what the kind has. */
function block(type: number, flags: number, rest: Buffer, data?: number): Buffer {
  const head = Buffer.concat([
    number(type),
    number(flags),
    ...(data === undefined ? [] : [number(data)]),
    rest,
  ]);
  const sized = Buffer.concat([number(head.length), head]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(sized));
  return Buffer.concat([sum, sized]);
}

/** Seven bits a byte, the lowest first. */
function number(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push((left % 128) | (left > 127 ? 128 : 0));
    if (left <= 127) return Buffer.from(bytes);
  }
}

const REPEAT = 257;
const LONGEST = 305;
/** First symbol of the table of distances. */
const DISTANCE_1 = 306;
const SYMBOLS = 430;

/** Literals, at most 64 different ones; then a copy of the longest length at distance 1, and the symbol that repeats it. */
function packed({ text, copies }: Packed): Buffer {
  const bits = new Bits();
  const lengths = new Map([...new Set(text)].map((byte) => [byte, 8]));
  lengths.set(REPEAT, 1).set(LONGEST, 2).set(DISTANCE_1, 1);
  const ofLengths = codesOf(new Map([19, 0, 1, 2, 8].map((one) => [one, one > 8 ? 1 : 3] as const)));
  for (let symbol = 0; symbol < 20; symbol++) bits.add(ofLengths.get(symbol)?.length ?? 0, 4);
  const add = (symbol: number, codes: ReadonlyMap<number, Code>): void => {
    const { code, length } = codes.get(symbol)!;
    bits.add(code, length);
  };
  for (let at = 0; at < SYMBOLS; ) {
    const length = lengths.get(at);
    if (length !== undefined) {
      add(length, ofLengths);
      at++;
      continue;
    }
    let zeros = 0;
    while (at + zeros < SYMBOLS && !lengths.has(at + zeros) && zeros < 138) zeros++;
    if (zeros >= 11) {
      add(19, ofLengths);
      bits.add(zeros - 11, 7);
    } else {
      zeros = 1;
      add(0, ofLengths);
    }
    at += zeros;
  }
  lengths.delete(DISTANCE_1);
  const codes = codesOf(lengths);
  for (const byte of text) add(byte, codes);
  if (copies > 0) {
    add(LONGEST, codes);
    // All extra bits of the length, then the only distance.
    bits.add(511, 9).add(0, 1);
    bits.zeros(copies - 1);
  }
  const data = bits.bytes();
  const last = bits.length % 8 === 0 ? 8 : bits.length % 8;
  // The block is the last one and has tables of its own; its size takes three bytes.
  const flags = 0x80 | 0x40 | (2 << 3) | (last - 1);
  const size = [data.length & 255, (data.length >> 8) & 255, data.length >> 16];
  const check = size.reduce((sum, one) => sum ^ one, 0x5a ^ flags);
  return Buffer.concat([Buffer.from([flags, check, ...size]), data]);
}

interface Code {
  readonly code: number;
  readonly length: number;
}

/** Codes of a length in the order of their symbols, shorter ones first. */
function codesOf(lengths: ReadonlyMap<number, number>): Map<number, Code> {
  const codes = new Map<number, Code>();
  let code = 0;
  let before = 0;
  for (const [symbol, length] of [...lengths].sort((a, b) => a[1] - b[1] || a[0] - b[0])) {
    code <<= length - before;
    codes.set(symbol, { code, length });
    code++;
    before = length;
  }
  return codes;
}

/** The highest bit first. */
class Bits {
  readonly #bits: number[] = [];
  #zeros = 0;

  get length(): number {
    return this.#bits.length + this.#zeros;
  }

  add(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push((value >> bit) & 1);
    return this;
  }

  /** Behind all others. */
  zeros(count: number): void {
    this.#zeros += count;
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.length / 8));
    for (const [i, bit] of this.#bits.entries()) bytes[i >> 3]! |= bit << (7 - (i & 7));
    return bytes;
  }
}
