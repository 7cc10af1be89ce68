/** PNG → grey raster. Source: ISO/IEC 15948:2004 (PNG), clauses 7 to 12. */

import { platform } from '#platform';
import { latin1 } from '../../text/latin1.js';
import { blank, type Raster } from '../ocr/raster.js';
import { Reader } from './bytes.js';

/** Samples of a pixel by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: first column and row, steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A raster, and whether all of it was there. */
export interface Decoded {
  readonly raster: Raster;
  readonly whole: boolean;
}

/** Rows that are missing stay white. @throws RangeError, Error on damaged data. */
export async function decodePng(bytes: Uint8Array): Promise<Decoded> {
  const reader = new Reader(bytes, false);
  const width = reader.u32(16);
  const height = reader.u32(20);
  const [depth, type, interlaced] = [reader.u8(24), reader.u8(25), reader.u8(28) === 1];
  const channels = CHANNELS[type];
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw new Error('no such colour type');
  const parts: Uint8Array[] = [];
  let palette = new Uint8Array();
  let clear = new Uint8Array();
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = reader.u32(at);
    const name = latin1(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    if (name === 'IDAT') parts.push(data);
    else if (name === 'PLTE') palette = data.slice();
    else if (name === 'tRNS') clear = data.slice();
    else if (name === 'IEND') break;
    at += 12 + length;
  }
  const bits = depth * channels;
  const size = (w: number, h: number): number => (w === 0 ? 0 : h * (1 + ((w * bits + 7) >> 3)));
  const passes = interlaced ? PASSES : ([[0, 0, 1, 1]] as const);
  const parted = passes.map(([x, y, dx, dy]) => {
    const [w, h] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    return { x, y, dx, dy, w: Math.max(0, w), h: Math.max(0, h) };
  });
  const total = parted.reduce((sum, { w, h }) => sum + size(w, h), 0);
  const packed = joined(parts);
  // The length is known, so that data which unfold to more are cut off there.
  const data = await inflated(packed, total);
  const raster = blank(width, height);
  let at = 0;
  for (const { x, y, dx, dy, w, h } of parted) {
    if (w === 0) continue;
    const stride = (w * bits + 7) >> 3;
    let above: Uint8Array = new Uint8Array(stride);
    for (let row = 0; row < h && at + 1 + stride <= data.length; row++, at += 1 + stride) {
      const line = data.subarray(at + 1, at + 1 + stride);
      unfilter(data[at]!, line, above, Math.max(1, bits >> 3));
      above = line;
      for (let i = 0; i < w; i++) {
        raster.grey[(y + row * dy) * width + x + i * dx] = sample(
          line,
          i,
          depth,
          type,
          channels,
          palette,
          clear,
        );
      }
    }
  }
  return { raster, whole: at >= total };
}

/** Zlib data, as far as they can be unpacked. */
async function inflated(packed: Uint8Array, most: number): Promise<Uint8Array> {
  return (await platform.inflateFirst(packed.subarray(2), most + 1024)).bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < line.length; i++) {
    const left = i >= step ? line[i - step]! : 0;
    const up = above[i]!;
    if (filter === 1) line[i]! += left;
    else if (filter === 2) line[i]! += up;
    else if (filter === 3) line[i]! += (left + up) >> 1;
    else if (filter === 4) line[i]! += paeth(left, up, i >= step ? above[i - step]! : 0);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Grey of a pixel: the red sample, over white where it is see-through. */
function sample(
  line: Uint8Array,
  i: number,
  depth: number,
  type: number,
  channels: number,
  palette: Uint8Array,
  clear: Uint8Array,
): number {
  if (depth < 8) {
    const per = 8 / depth;
    const value = (line[Math.floor(i / per)]! >> (8 - depth * ((i % per) + 1))) & ((1 << depth) - 1);
    if (type !== 3) return (value * 255) / ((1 << depth) - 1);
    return over(palette[value * 3] ?? 0, clear[value] ?? 255);
  }
  const step = depth >> 3;
  const at = i * channels * step;
  if (type === 3) return over(palette[line[at]! * 3] ?? 0, clear[line[at]!] ?? 255);
  const alpha = type === 4 || type === 6 ? line[at + (channels - 1) * step]! : 255;
  return over(line[at]!, alpha);
}

function over(value: number, alpha: number): number {
  return alpha === 255 ? value : (value * alpha + 255 * (255 - alpha)) / 255;
}
