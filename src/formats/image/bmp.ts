/** Windows bitmaps → grey raster: 1 to 32 bits a pixel, plain or run-length coded. Source: [MS-WMF] 2.2.2. */
import { blank } from '../ocr/raster.js';
import { Reader } from './bytes.js';
import type { Decoded } from './png.js';

/** @throws Error on compressions that hold another format. */
export function decodeBmp(bytes: Uint8Array): Decoded {
  const reader = new Reader(bytes, true);
  const header = reader.u32(14);
  const old = header === 12;
  const width = old ? reader.u16(18) : Math.abs(reader.i32(18));
  const rows = old ? reader.u16(20) : reader.i32(22);
  const height = Math.abs(rows);
  const bits = old ? reader.u16(24) : reader.u16(28);
  const coding = old ? 0 : reader.u32(30);
  const raster = blank(width, height);
  const table = 14 + header + (header === 40 && coding === 3 ? 12 : 0);
  const entry = old ? 3 : 4;
  // Blue, green, red.
  const red = (index: number): number => reader.u8(table + index * entry + 2);
  const start = reader.u32(10);
  const line = (y: number): number => (rows < 0 ? y : height - 1 - y);
  if (coding === 1 || coding === 2) {
    const whole = runLengths(reader, start, coding === 2, (x, y, index) => {
      if (x < width && y < height) raster.grey[(height - 1 - y) * width + x] = red(index);
    });
    return { raster, whole };
  }
  if (coding !== 0 && coding !== 3 && coding !== 6) throw new Error('coded otherwise');
  const mask = coding === 0 ? (bits === 16 ? 0x7c00 : 0xff0000) : reader.u32(54);
  const stride = ((width * bits + 31) >> 5) * 4;
  for (let y = 0; y < height; y++) {
    const at = start + y * stride;
    if (at >= bytes.length) break;
    for (let x = 0; x < width; x++) {
      let value: number;
      if (bits <= 8) {
        const per = 8 / bits;
        value = red(
          (reader.u8(at + Math.floor(x / per)) >> (8 - bits * ((x % per) + 1))) & ((1 << bits) - 1),
        );
      } else if (bits === 24) value = reader.u8(at + x * 3 + 2);
      else if (bits === 16) value = scaledBy(reader.u16(at + x * 2), mask);
      else value = scaledBy(reader.u32(at + x * 4), mask);
      raster.grey[line(y) * width + x] = value;
    }
  }
  return { raster, whole: start + stride * height <= bytes.length };
}

function scaledBy(value: number, mask: number): number {
  if (mask === 0) return 0;
  const low = 31 - Math.clz32(mask & -mask);
  const most = mask >>> low;
  return (((value & mask) >>> low) * 255) / most;
}

/** RLE8 and RLE4; rows count from the bottom. @returns Whether the end mark was there. */
function runLengths(
  reader: Reader,
  start: number,
  four: boolean,
  put: (x: number, y: number, index: number) => void,
): boolean {
  let [x, y] = [0, 0];
  for (let at = start; at + 1 < reader.length; ) {
    const [count, value] = [reader.u8(at), reader.u8(at + 1)];
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(x++, y, four ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) return true;
    else if (value === 2) {
      x += reader.u8(at);
      y += reader.u8(at + 1);
      at += 2;
    } else {
      for (let i = 0; i < value; i++) {
        const byte = reader.u8(at + (four ? i >> 1 : i));
        put(x++, y, four ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);
      }
      const length = four ? (value + 1) >> 1 : value;
      at += length + (length % 2);
    }
  }
  return false;
}
