/** Little-endian reads that never throw: outside the bytes everything is 0. */

export class Bytes {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number): number {
    return at >= 0 && at + 2 <= this.length ? this.#view.getUint16(at, true) : 0;
  }

  i16(at: number): number {
    return at >= 0 && at + 2 <= this.length ? this.#view.getInt16(at, true) : 0;
  }

  u32(at: number): number {
    return at >= 0 && at + 4 <= this.length ? this.#view.getUint32(at, true) : 0;
  }

  i32(at: number): number {
    return at >= 0 && at + 4 <= this.length ? this.#view.getInt32(at, true) : 0;
  }

  f64(at: number): number {
    return at >= 0 && at + 8 <= this.length ? this.#view.getFloat64(at, true) : 0;
  }

  /** A view, cut at the ends of the bytes. */
  slice(start: number, end: number): Uint8Array {
    const from = Math.max(0, Math.min(start, this.length));
    return this.bytes.subarray(from, Math.max(from, Math.min(end, this.length)));
  }

  utf16(start: number, end: number): string {
    return utf16(this.slice(start, end));
  }
}

const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true });

/** UTF-16LE, unit for unit; an odd last byte is dropped. A lone surrogate reads as U+FFFD. */
export function utf16(bytes: Uint8Array): string {
  return UTF16.decode(bytes.length % 2 === 0 ? bytes : bytes.subarray(0, bytes.length - 1));
}
