/** GIF → grey rasters of its frames. Source: GIF89a specification, with appendix F (LZW). */
import { blank, type Raster } from '../ocr/raster.js';
import { Reader } from './bytes.js';

export interface Frames {
  /** As shown one after the other, the first ones. */
  readonly shown: readonly Raster[];
  /** Frames in the file. */
  readonly count: number;
  readonly whole: boolean;
}

/** @param most Frames that are decoded. */
export function decodeGif(bytes: Uint8Array, most: number): Frames {
  const reader = new Reader(bytes, true);
  const width = reader.u16(6);
  const height = reader.u16(8);
  const global = tableAt(bytes, 13, reader.u8(10));
  let at = 13 + global.length;
  let canvas = blank(width, height);
  let clear = -1;
  let count = 0;
  let whole = true;
  const shown: Raster[] = [];
  const skip = (from: number): number => {
    let i = from;
    while (i < bytes.length && bytes[i] !== 0) i += bytes[i]! + 1;
    return i + 1;
  };
  while (at < bytes.length) {
    const block = bytes[at]!;
    if (block === 0x21) {
      if (bytes[at + 1] === 0xf9) clear = (reader.u8(at + 3) & 1) === 1 ? reader.u8(at + 6) : -1;
      at = skip(at + 2);
    } else if (block === 0x2c) {
      const [x, y, w, h] = [reader.u16(at + 1), reader.u16(at + 3), reader.u16(at + 5), reader.u16(at + 7)];
      const flags = reader.u8(at + 9);
      const local = tableAt(bytes, at + 10, flags);
      at += 10 + local.length;
      if (count++ < most) {
        const indexes = unpack(bytes, at, w * h);
        if (indexes.includes(256)) whole = false;
        const table = local.length > 0 ? local : global;
        canvas = { width, height, grey: canvas.grey.slice() };
        const order = rowOrder(h, (flags & 0x40) !== 0);
        for (let row = 0; row < h; row++) {
          const to = y + order[row]!;
          if (to >= height) continue;
          for (let i = 0; i < w && x + i < width; i++) {
            const index = indexes[row * w + i]!;
            if (index !== clear && index < 256) canvas.grey[to * width + x + i] = table[index * 3] ?? 0;
          }
        }
        shown.push(canvas);
      }
      clear = -1;
      at = skip(at + 1);
    } else break;
  }
  return { shown, count, whole };
}

function tableAt(bytes: Uint8Array, at: number, flags: number): Uint8Array {
  return (flags & 0x80) === 0 ? new Uint8Array() : bytes.subarray(at, at + (3 << ((flags & 7) + 1)));
}

function rowOrder(height: number, interlaced: boolean): number[] {
  const rows = Array.from({ length: height }, (_, i) => i);
  if (!interlaced) return rows;
  const every = (first: number, step: number): number[] => rows.filter((row) => row % step === first);
  return [...every(0, 8), ...every(4, 8), ...every(2, 4), ...every(1, 2)];
}

/** Indexes of the pixels; 256 where the data end. */
function unpack(bytes: Uint8Array, start: number, pixels: number): Uint16Array {
  const out = new Uint16Array(pixels).fill(256);
  const least = bytes[start] ?? 8;
  if (least < 2 || least > 8) return out;
  const [reset, end] = [1 << least, (1 << least) + 1];
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const stack = new Uint8Array(4097);
  for (let i = 0; i < reset; i++) suffix[i] = i;
  let [size, next, previous, first] = [least + 1, end + 1, -1, 0];
  let [bits, held, written] = [0, 0, 0];
  for (let at = start + 1; at < bytes.length && bytes[at] !== 0; ) {
    const stop = Math.min(bytes.length, at + 1 + bytes[at]!);
    for (at++; at < stop; at++) {
      held |= bytes[at]! << bits;
      bits += 8;
      while (bits >= size) {
        const code = held & ((1 << size) - 1);
        held >>>= size;
        bits -= size;
        if (code === end || written >= pixels) return out;
        if (code === reset) {
          [size, next, previous] = [least + 1, end + 1, -1];
          continue;
        }
        if (code > next || (previous < 0 && code > end)) return out;
        let depth = 0;
        let from = code;
        if (code === next) {
          stack[depth++] = first;
          from = previous;
        }
        for (; from > end; from = prefix[from]!) stack[depth++] = suffix[from]!;
        first = suffix[from]!;
        stack[depth++] = first;
        if (previous >= 0 && next < 4096) {
          prefix[next] = previous;
          suffix[next++] = first;
          if (next === 1 << size && size < 12) size++;
        }
        previous = code;
        while (depth > 0 && written < pixels) out[written++] = stack[--depth]!;
      }
    }
  }
  return out;
}
