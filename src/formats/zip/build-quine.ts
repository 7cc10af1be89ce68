/**
 * A ZIP archive whose only entry is the archive itself, byte for byte.
 *
 * The packed data are a program of two instructions, "write the next n bytes" and "write the last n bytes again", whose
 * output is the program between a head and a tail. Source: R. Cox, "Zip Files All The Way Down" (2010), which gives the
 * order of the instructions; RFC 1951. Sizes are known; the checksum is a linear function of itself and is solved for.
 */
import { concat } from './concat.js';
import { crc32 } from './crc32.js';

const NAME = 'quine.zip';
/** Local headers are as long as fits the one form in which a repetition takes five bytes. */
const PADDING = 34;
/** Ends with a byte above 143, which a fixed code writes in nine bits. */
const COMMENT = Uint8Array.of(0xe6, 0x9c, 0xbf);
const UNIT = 5;

export function buildQuine(): Uint8Array {
  const head = 30 + NAME.length + PADDING;
  const tail = 46 + NAME.length + 22 + COMMENT.length;
  const program = programOf(head, tail);
  const at = (crc: number): Uint8Array => {
    const size = head + program(new Uint8Array(head), new Uint8Array(tail)).length + tail;
    const start = localHeader(crc, size - head - tail, size);
    const end = directory(crc, size - head - tail, size);
    return concat([start, program(start, end), end]);
  };
  return at(fixedPoint((crc) => crc32(at(crc))));
}

/** @returns The data for a head and a tail, whose lengths are known. */
function programOf(head: number, tail: number): (head: Uint8Array, tail: Uint8Array) => Uint8Array {
  const repeatHead = repeat(head + UNIT, false);
  const repeatTail = repeat(tail + UNIT, true);
  // Distance and length 20: twice a copy of ten bytes.
  const again = repeat20();
  const [l0, l1, l4] = [0, UNIT, 4 * UNIT].map(literal) as [Uint8Array, Uint8Array, Uint8Array];
  const lHead = literal(head + UNIT);
  const lTail = literal(tail + UNIT);
  return (first, last) =>
    concat([
      ...[lHead, first, lHead],
      repeatHead,
      ...[l1, repeatHead],
      ...[l1, l1],
      ...[l4, repeatHead, l1, l1, l4],
      again,
      ...[l4, again, l4, again, l4],
      again,
      ...[l4, again, l0, l0, lTail],
      again,
      ...[l0, l0],
      ...[lTail, repeatTail, last],
      repeatTail,
    ]);
}

/** The head of a stored block. */
function literal(length: number): Uint8Array {
  const other = ~length & 0xffff;
  return Uint8Array.of(0, length & 255, length >> 8, other & 255, other >> 8);
}

/** Bits of a block with fixed codes, which are 40: codes with the highest bit first, numbers with the lowest. */
class Bits {
  #value = 0n;
  #length = 0;

  number(value: number, length: number): this {
    this.#value |= BigInt(value) << BigInt(this.#length);
    this.#length += length;
    return this;
  }

  code(value: number, length: number): this {
    for (let bit = length - 1; bit >= 0; bit--) this.number((value >> bit) & 1, 1);
    return this;
  }

  bytes(): Uint8Array {
    if (this.#length !== UNIT * 8) throw new RangeError(`${this.#length} bits are no unit`);
    return Uint8Array.from({ length: UNIT }, (_, i) => Number((this.#value >> BigInt(8 * i)) & 255n));
  }
}

/** The last `length` bytes again, 68 to 114: a copy of all but the last, which is above 143 and written out (here 255 or COMMENT's). */
function repeat(length: number, last: boolean): Uint8Array {
  const bits = new Bits().number(last ? 1 : 0, 1).number(1, 2);
  const copied = length - 1;
  const symbol = Math.floor((copied - 67) / 16);
  bits.code(277 + symbol - 256, 7).number((copied - 67) % 16, 4);
  const distance = length - 1 < 96 ? 12 : 13;
  bits.code(distance, 5).number((length - 1) % 32, 5);
  const byte = last ? COMMENT.at(-1)! : 255;
  return bits
    .code(0b110010000 + byte - 144, 9)
    .code(0, 7)
    .bytes();
}

function repeat20(): Uint8Array {
  const bits = new Bits().number(0, 1).number(1, 2);
  for (let i = 0; i < 2; i++)
    bits
      .code(264 - 256, 7)
      .code(8, 5)
      .number(20 - 17, 3);
  return bits.code(0, 7).bytes();
}

function localHeader(crc: number, packed: number, size: number): Uint8Array {
  const bytes = new Uint8Array(30 + NAME.length + PADDING);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  common(view, 4, crc, packed, size);
  view.setUint16(28, PADDING, true);
  bytes.set(new TextEncoder().encode(NAME), 30);
  view.setUint16(30 + NAME.length, 0xcafe, true);
  view.setUint16(32 + NAME.length, PADDING - 4, true);
  return bytes;
}

function directory(crc: number, packed: number, size: number): Uint8Array {
  const central = 46 + NAME.length;
  const bytes = new Uint8Array(central + 22 + COMMENT.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x02014b50, true);
  common(view, 6, crc, packed, size);
  bytes.set(new TextEncoder().encode(NAME), 46);
  view.setUint32(central, 0x06054b50, true);
  view.setUint16(central + 8, 1, true);
  view.setUint16(central + 10, 1, true);
  view.setUint32(central + 12, central, true);
  view.setUint32(central + 16, size - bytes.length, true);
  view.setUint16(central + 20, COMMENT.length, true);
  bytes.set(COMMENT, central + 22);
  return bytes;
}

/** Version, flags, method, time, date, checksum, sizes, length of the name. */
function common(view: DataView, at: number, crc: number, packed: number, size: number): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 4, 8, true);
  view.setUint16(at + 8, 0x21, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, packed, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, NAME.length, true);
}

/** Solves f(x) = x for an f that is affine over bits: columns are eliminated one after the other. */
function fixedPoint(f: (x: number) => number): number {
  const base = f(0);
  // Each row: 32 bits of (A + I), and the bit of f(0) beside them.
  const columns = Array.from({ length: 32 }, (_, bit) => f((1 << bit) >>> 0) ^ base ^ (1 << bit));
  const rows = Array.from({ length: 32 }, (_, row) =>
    columns.reduce(
      (sum, column, bit) => sum | (BigInt((column >>> row) & 1) << BigInt(bit)),
      BigInt((base >>> row) & 1) << 32n,
    ),
  );
  for (let bit = 0; bit < 32; bit++) {
    const pivot = rows.findIndex((row, i) => i >= bit && ((row >> BigInt(bit)) & 1n) === 1n);
    if (pivot < 0) throw new RangeError('no checksum fits; another padding would');
    [rows[bit], rows[pivot]] = [rows[pivot]!, rows[bit]!];
    for (let i = 0; i < 32; i++) {
      if (i !== bit && ((rows[i]! >> BigInt(bit)) & 1n) === 1n) rows[i] = rows[i]! ^ rows[bit]!;
    }
  }
  return rows.reduce((sum, row, bit) => sum + Number((row >> 32n) & 1n) * 2 ** bit, 0);
}
