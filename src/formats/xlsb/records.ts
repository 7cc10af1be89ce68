/**
 * BIFF12 records: type and size are numbers of seven bits a byte, low bits first.
 *
 * Source: [MS-XLSB] 2.1.4 (record), 2.5.168 (XLWideString), 2.5.122 (RichStr).
 */
import { Bytes } from '../cfb/bytes.js';

export interface Biff12Record {
  readonly type: number;
  /** Offsets of the data in the part. */
  readonly start: number;
  readonly end: number;
  readonly data: Bytes;
}

/** All records of a part; ends where a size leads outside. */
export function* records(bytes: Uint8Array): Generator<Biff12Record, { damaged: boolean }> {
  let at = 0;
  const number = (most: number): number => {
    let value = 0;
    for (let i = 0; i < most; i++) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const type = number(2);
    const size = number(4);
    const end = at + size;
    yield { type, start: at, end, data: new Bytes(bytes.subarray(at, Math.min(end, bytes.length))) };
    if (end > bytes.length) return { damaged: true };
    at = end;
  }
  return { damaged: false };
}

/** Reads strings one after the other; `at` stands behind the last one. */
export class StringReader {
  readonly #data: Bytes;
  at: number;

  constructor(data: Bytes, at: number) {
    this.#data = data;
    this.at = at;
  }

  /** Counts of 0xFFFFFFFF stand for no string. */
  wide(): string {
    const count = this.#data.u32(this.at);
    this.at += 4;
    if (count === 0xffffffff) return '';
    const start = this.at;
    this.at = Math.min(this.#data.length, start + count * 2);
    return this.#data.utf16(start, this.at);
  }

  /** Text with formatting runs; `phonetic` is '' mostly. */
  rich(): { text: string; phonetic: string } {
    const flags = this.#data.u8(this.at++);
    const text = this.wide();
    if ((flags & 1) !== 0) this.at += 4 + this.#data.u32(this.at) * 4;
    return { text, phonetic: (flags & 2) === 0 ? '' : this.wide() };
  }
}
