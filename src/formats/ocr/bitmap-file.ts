/** Bitmaps as documents hold them, without the head of a file → BMP files. */
import { concat } from '../zip/concat.js';

/**
 * Gives a device-independent bitmap the head of a file. Source: [MS-WMF] 2.2.2.3, 2.2.2.9.
 *
 * @returns undefined for what is none.
 */
export function bitmapFile(dib: Uint8Array): Uint8Array | undefined {
  if (dib.length < 40) return undefined;
  const view = new DataView(dib.buffer, dib.byteOffset, dib.length);
  const head = view.getUint32(0, true);
  const depth = view.getUint16(14, true);
  if (![40, 52, 56, 108, 124].includes(head) || view.getUint16(12, true) !== 1 || depth > 32)
    return undefined;
  const colours = view.getUint32(32, true) || (depth <= 8 ? 2 ** depth : 0);
  const masks = head === 40 && view.getUint32(16, true) === 3 ? 12 : 0;
  const file = new DataView(new ArrayBuffer(14));
  file.setUint16(0, 0x4d42, true);
  file.setUint32(2, 14 + dib.length, true);
  file.setUint32(10, 14 + head + masks + Math.min(colours, 256) * 4, true);
  return concat([new Uint8Array(file.buffer), dib]);
}
