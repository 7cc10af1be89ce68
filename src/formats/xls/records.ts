/**
 * BIFF records: type, length, data; long ones go on in CONTINUE records.
 *
 * Source: [MS-XLS] 2.1.4 (record), 2.5.293 (XLUnicodeRichExtendedString), 2.4.58 (Continue).
 */
import { latin1 } from '../../text/latin1.js';
import { Bytes, utf16 } from '../cfb/bytes.js';
import { decodeCodePage } from '../cfb/code-page.js';

export const CONTINUE = 0x3c;
/** Begins a substream, in BIFF5 to 8, 4 and 3. */
export const BOF: ReadonlySet<number> = new Set([0x0809, 0x0409, 0x0209]);

export interface BiffRecord {
  readonly type: number;
  /** Offset of the header in the stream. */
  readonly at: number;
  readonly data: Bytes;
}

/** All records of a stream; ends where a length leads outside. */
export function* records(bytes: Uint8Array, from = 0): Generator<BiffRecord, { damaged: boolean }> {
  const source = new Bytes(bytes);
  let at = from;
  while (at + 4 <= bytes.length) {
    const type = source.u16(at);
    const length = source.u16(at + 2);
    // The stream may be filled up with zeros.
    if (type === 0 && length === 0) return { damaged: false };
    const end = at + 4 + length;
    yield { type, at, data: new Bytes(bytes.subarray(at + 4, Math.min(end, bytes.length))) };
    if (end > bytes.length) return { damaged: true };
    at = end;
  }
  return { damaged: false };
}

/** Reads strings that may run over CONTINUE records: each of those starts with a byte that says how wide it is. */
export class ChunkReader {
  readonly #chunks: readonly Bytes[];
  #chunk = 0;
  #at = 0;

  constructor(chunks: readonly Bytes[]) {
    this.#chunks = chunks;
  }

  get ended(): boolean {
    while (this.#chunk < this.#chunks.length && this.#at >= this.#chunks[this.#chunk]!.length) {
      this.#chunk++;
      this.#at = 0;
    }
    return this.#chunk >= this.#chunks.length;
  }

  u8(): number {
    if (this.ended) return 0;
    return this.#chunks[this.#chunk]!.u8(this.#at++);
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return this.u16() + this.u16() * 0x10000;
  }

  skip(count: number): void {
    this.take(count);
  }

  take(count: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (let left = count; left > 0 && !this.ended; ) {
      const chunk = this.#chunks[this.#chunk]!;
      const piece = chunk.slice(this.#at, this.#at + left);
      pieces.push(piece);
      this.#at += piece.length;
      left -= piece.length;
    }
    if (pieces.length === 1) return pieces[0]!;
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  /** `count` characters; the width may change where a CONTINUE record begins. */
  characters(count: number, wide: boolean): string {
    let text = '';
    let width = wide ? 2 : 1;
    for (let left = count; left > 0; ) {
      const before = this.#chunk;
      if (this.ended) break;
      if (this.#chunk !== before) width = (this.u8() & 1) === 1 ? 2 : 1;
      if (this.#chunk >= this.#chunks.length) break;
      const chunk = this.#chunks[this.#chunk]!;
      const units = Math.min(left, Math.floor((chunk.length - this.#at) / width));
      if (units === 0) {
        this.#at = chunk.length;
        continue;
      }
      const bytes = chunk.slice(this.#at, this.#at + units * width);
      text += width === 2 ? utf16(bytes) : latin1(bytes);
      this.#at += units * width;
      left -= units;
    }
    return text;
  }

  /** A string with its flags, formatting runs and phonetic data; `phonetic` is '' mostly. */
  richString(): { text: string; phonetic: string } {
    const count = this.u16();
    const flags = this.u8();
    const runs = (flags & 8) !== 0 ? this.u16() : 0;
    const extra = (flags & 4) !== 0 ? this.u32() : 0;
    const text = this.characters(count, (flags & 1) === 1);
    if (runs > 0) this.skip(runs * 4);
    if (extra === 0) return { text, phonetic: '' };
    const data = new Bytes(this.take(extra));
    return { text, phonetic: data.utf16(14, 14 + data.u16(12) * 2) };
  }
}

/** Reads strings of one record, whatever the version. */
export class StringReader {
  readonly #data: Bytes;
  readonly #codePage: number | undefined;
  at: number;

  /** @param codePage Of 8-bit strings (BIFF5 and 7); undefined for BIFF8. */
  constructor(data: Bytes, at: number, codePage: number | undefined) {
    this.#data = data;
    this.#codePage = codePage;
    this.at = at;
  }

  /** @param counter Bytes of the character count. */
  string(counter: 1 | 2): string {
    const count = counter === 1 ? this.#data.u8(this.at) : this.#data.u16(this.at);
    this.at += counter;
    return this.characters(count);
  }

  characters(count: number): string {
    const start = this.at;
    if (this.#codePage !== undefined) {
      this.at += count;
      return decodeCodePage(this.#data.slice(start, start + count), this.#codePage);
    }
    const flags = this.#data.u8(start);
    let at = start + 1;
    const runs = (flags & 8) !== 0 ? this.#data.u16(at) : 0;
    if ((flags & 8) !== 0) at += 2;
    const extra = (flags & 4) !== 0 ? this.#data.u32(at) : 0;
    if ((flags & 4) !== 0) at += 4;
    const width = (flags & 1) === 1 ? 2 : 1;
    const bytes = this.#data.slice(at, at + count * width);
    this.at = Math.min(this.#data.length, at + count * width + runs * 4 + extra);
    return width === 2 ? utf16(bytes) : latin1(bytes);
  }
}
