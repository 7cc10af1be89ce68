/**
 * Unpacks Deflate64 (ZIP method 9), which Windows chooses for files of more than 2 GB and some packers always.
 *
 * As Deflate (RFC 1951) with a window of 64 KB: length code 285 has 16 further bits (from 3), and the distance codes 30 and
 * 31 have 14 (from 49153 and 65537). Source: APPNOTE 6.3.10, 4.4.5; the format has no other public description.
 */

const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 3,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 16];
/** Order in which the lengths of the code for code lengths are stored. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MOST_BITS = 15;

/** A table over the next `bits` bits, lowest first: symbol × 16 + length of its code; 0 for no code. */
interface Code {
  readonly bits: number;
  readonly table: Uint16Array;
}

/**
 * @param limit Bytes.
 * @throws RangeError when there is more than `limit`; Error when the data are damaged or cut.
 */
export function inflate64(data: Uint8Array, limit: number): Uint8Array {
  return new Inflation(data, limit).run();
}

class Inflation {
  readonly #data: Uint8Array;
  readonly #limit: number;
  #out: Uint8Array;
  #length = 0;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(data: Uint8Array, limit: number) {
    this.#data = data;
    this.#limit = limit;
    this.#out = new Uint8Array(Math.min(limit, Math.max(1024, data.length * 4)));
  }

  run(): Uint8Array {
    for (let last = false; !last; ) {
      last = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#block(...fixedCodes());
      else if (kind === 2) this.#block(...this.#codes());
      else throw damaged();
    }
    return this.#out.subarray(0, this.#length);
  }

  #take(count: number): number {
    while (this.#count < count) {
      const byte = this.#data[this.#at++];
      if (byte === undefined) throw damaged();
      this.#bits |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  #symbol({ bits, table }: Code): number {
    // Behind the end zeros follow: the code that they complete may be shorter.
    while (this.#count < bits && this.#at < this.#data.length) {
      this.#bits |= this.#data[this.#at++]! << this.#count;
      this.#count += 8;
    }
    const entry = table[this.#bits & ((1 << bits) - 1)]!;
    const length = entry & 15;
    if (length === 0 || length > this.#count) throw damaged();
    this.#bits >>>= length;
    this.#count -= length;
    return entry >> 4;
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#limit) throw new RangeError(`inflated data passes ${this.#limit} bytes`);
    if (needed <= this.#out.length) return;
    const larger = new Uint8Array(Math.min(this.#limit, Math.max(needed, this.#out.length * 2)));
    larger.set(this.#out.subarray(0, this.#length));
    this.#out = larger;
  }

  #stored(): void {
    this.#take(this.#count & 7);
    const length = this.#take(16);
    if ((this.#take(16) ^ 0xffff) !== length) throw damaged();
    this.#at -= this.#count >> 3;
    this.#bits = this.#count = 0;
    if (this.#at + length > this.#data.length) throw damaged();
    this.#room(length);
    this.#out.set(this.#data.subarray(this.#at, this.#at + length), this.#length);
    this.#at += length;
    this.#length += length;
  }

  #codes(): [Code, Code] {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const count = this.#take(4) + 4;
    const lengths = new Uint8Array(literals + distances);
    const small = new Uint8Array(19);
    for (let i = 0; i < count; i++) small[ORDER[i]!] = this.#take(3);
    const code = codeOf(small);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw damaged();
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const times =
        symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (i + times > lengths.length) throw damaged();
      lengths.fill(value, i, i + times);
      i += times;
    }
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
  }

  #block(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.#room(1);
        this.#out[this.#length++] = symbol;
        continue;
      }
      const index = symbol - 257;
      if (index >= LENGTHS.length) throw damaged();
      const length = LENGTHS[index]! + this.#take(LENGTH_BITS[index]!);
      const far = this.#symbol(distances);
      const extra = far < 2 ? 0 : (far >> 1) - 1;
      const distance = far < 2 ? far + 1 : ((2 + (far & 1)) << extra) + 1 + this.#take(extra);
      if (distance > this.#length) throw damaged();
      this.#room(length);
      const out = this.#out;
      const from = this.#length - distance;
      if (distance >= length) out.copyWithin(this.#length, from, from + length);
      else for (let i = 0; i < length; i++) out[this.#length + i] = out[from + i]!;
      this.#length += length;
    }
  }
}

const damaged = (): Error => new Error('damaged Deflate64 data');

function codeOf(lengths: Uint8Array): Code {
  const bits = Math.max(1, ...lengths);
  const counts = new Uint16Array(MOST_BITS + 2);
  for (const length of lengths) if (length > 0) counts[length]!++;
  const next = new Uint32Array(MOST_BITS + 2);
  for (let length = 1; length <= MOST_BITS; length++) {
    next[length + 1] = (next[length]! + counts[length]!) << 1;
    if (next[length]! + counts[length]! > 1 << length) throw damaged();
  }
  const table = new Uint16Array(1 << bits);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const code = next[length]!++;
    let reversed = 0;
    for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
    for (let i = reversed; i < table.length; i += 1 << length) table[i] = (symbol << 4) | length;
  }
  return { bits, table };
}

let fixed: [Code, Code] | undefined;

function fixedCodes(): [Code, Code] {
  const literals = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  fixed ??= [codeOf(literals), codeOf(new Uint8Array(32).fill(5))];
  return fixed;
}
