/**
 * Names of the files in a RAR archive before version 5. libarchive's build for WebAssembly has no locale and gives `*` for
 * every character outside ASCII.
 *
 * Source: technical note of RAR 4.11 (techinfo.txt); unrar 6 `encname.cpp` for the packing of Unicode names.
 */
import { decodeEntryText } from '../zip/entry-name.js';

const MARK = [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0];
const ARCHIVE = 0x73;
const FILE = 0x74;
const END = 0x7b;
/** Flags of the archive, of any block, of a file. */
const SEALED = 0x80;
const HAS_DATA = 0x8000;
const LARGE = 0x100;
const UNICODE = 0x200;

/**
 * @returns The names in the order of the archive, `/` between folders; undefined for other versions, for encrypted
 *   headers and where the chain of blocks breaks.
 */
export function rarNames(bytes: Uint8Array, most: number): string[] | undefined {
  if (!MARK.every((byte, i) => bytes[i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const names: string[] = [];
  let at = MARK.length;
  while (at + 7 <= bytes.length && names.length < most) {
    const type = bytes[at + 2]!;
    const flags = view.getUint16(at + 3, true);
    const size = view.getUint16(at + 5, true);
    if (type === END) return names;
    if (size < 7 || at + size > bytes.length || (type === ARCHIVE && (flags & SEALED) !== 0))
      return undefined;
    let data = 0;
    if (type === FILE || (flags & HAS_DATA) !== 0) {
      if (size < 11) return undefined;
      data = view.getUint32(at + 7, true);
    }
    if (type === FILE) {
      const large = (flags & LARGE) !== 0;
      const start = at + (large ? 40 : 32);
      if (start > at + size) return undefined;
      if (large) data += view.getUint32(at + 32, true) * 2 ** 32;
      const end = Math.min(at + size, start + view.getUint16(at + 26, true));
      names.push(nameOf(bytes.subarray(start, end), (flags & UNICODE) !== 0).replace(/\\/g, '/'));
    }
    at += size + data;
  }
  return names;
}

function nameOf(field: Uint8Array, unicode: boolean): string {
  const zero = field.indexOf(0);
  if (!unicode) return decodeEntryText(zero < 0 ? field : field.subarray(0, zero), 0);
  if (zero < 0) return new TextDecoder().decode(field);
  return unpackName(field.subarray(0, zero), field.subarray(zero + 1));
}

/** Two bits for each step: a low byte; a low byte with the common high byte; two bytes; a run of the plain name. */
function unpackName(plain: Uint8Array, packed: Uint8Array): string {
  const units: number[] = [];
  const high = (packed[0] ?? 0) << 8;
  let at = 1;
  let flags = 0;
  for (let left = 0; at < packed.length; left -= 2, flags = (flags << 2) & 0xff) {
    if (left === 0) {
      flags = packed[at++]!;
      left = 8;
    }
    const step = flags >> 6;
    const byte = packed[at++] ?? 0;
    if (step === 0) units.push(byte);
    else if (step === 1) units.push(byte | high);
    else if (step === 2) units.push(byte | ((packed[at++] ?? 0) << 8));
    else {
      const corrected = (byte & 0x80) !== 0;
      const correction = corrected ? (packed[at++] ?? 0) : 0;
      for (let rest = (byte & 0x7f) + 2; rest > 0 && units.length < plain.length; rest--) {
        const unit = plain[units.length]!;
        units.push(corrected ? ((unit + correction) & 0xff) | high : unit);
      }
    }
  }
  return String.fromCharCode(...units);
}
