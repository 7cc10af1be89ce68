/**
 * Sources of macros. They are compressed in the streams of the storage `VBA`, and every one begins with `Attribute VB_`,
 * which tells where it starts without the module table.
 *
 * Source: [MS-OVBA] 2.3.4.3 (module streams), 2.4.1 (compression).
 */
import { type Channel, LineIndex, type Segment, wholeSource } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import type { CompoundEntry, CompoundFile } from './compound.js';

const CHANNEL: Channel = 'script';
/** Bytes of one source. */
const MAX_SOURCE = 16 * 1024 * 1024;
/** A chunk unpacks to 4,096 bytes at most. */
const CHUNK = 4096;
/** The first tokens of every source: a flag byte of eight literals, and the literals. */
const START = new TextEncoder().encode('\0Attribut');
/** The source of a form is in `f` and `o` streams, without compression. */
const SKIPPED = /^(?:dir|_VBA_PROJECT|__SRP_\w+|PROJECT(?:wm|lk)?)$/i;

/** @returns A segment for each source; parts are `<path of the stream>`, offsets count in the source. */
export function macroSegments(file: CompoundFile): Segment[] {
  const segments: Segment[] = [];
  const visit = (entry: CompoundEntry): void => {
    for (const child of entry.children) {
      if (child.kind === 'storage') visit(child);
      else if (entry.name.toUpperCase() === 'VBA' && !SKIPPED.test(child.name)) {
        const source = macroSource(file.read(child).bytes);
        if (source.trim() === '') continue;
        segments.push(wholeSource(source, CHANNEL, child.path, new LineIndex(source)));
      }
    }
  };
  visit(file.root);
  return segments;
}

/** @param bytes A module stream. @returns '' when it holds no source. */
export function macroSource(bytes: Uint8Array): string {
  for (let at = bytes.indexOf(START[1]!, 4); at >= 0; at = bytes.indexOf(START[1]!, at + 1)) {
    if (!START.every((byte, i) => bytes[at - 1 + i] === byte) || bytes[at - 4] !== 1) continue;
    return decodeText(decompress(bytes, at - 3)).text;
  }
  return '';
}

/** @param at Of the first chunk, behind the signature byte. Damaged data give what stands before the damage. */
function decompress(bytes: Uint8Array, at: number): Uint8Array {
  const out: number[] = [];
  let chunk = at;
  while (chunk + 2 <= bytes.length && out.length < MAX_SOURCE) {
    const header = bytes[chunk]! | (bytes[chunk + 1]! << 8);
    if (((header >> 12) & 7) !== 3) break;
    const end = Math.min(bytes.length, chunk + (header & 0xfff) + 3);
    let from = chunk + 2;
    const base = out.length;
    if ((header & 0x8000) === 0) {
      for (const byte of bytes.subarray(from, from + CHUNK)) out.push(byte);
      chunk = from + CHUNK;
      continue;
    }
    while (from < end) {
      const flags = bytes[from++]!;
      for (let bit = 0; bit < 8 && from < end; bit++) {
        if (((flags >> bit) & 1) === 0) {
          out.push(bytes[from++]!);
          continue;
        }
        if (from + 2 > end) return Uint8Array.from(out);
        from = copyToken(out, base, bytes[from]! | (bytes[from + 1]! << 8), from);
        if (from < 0) return Uint8Array.from(out);
      }
    }
    chunk = end;
  }
  return Uint8Array.from(out);
}

/** 2.4.1.3.19: how many bits are the offset depends on how much of the chunk is there. @returns −1 when it points outside. */
function copyToken(out: number[], base: number, token: number, from: number): number {
  const done = out.length - base;
  const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, done))));
  const length = (token & (0xffff >> bits)) + 3;
  const offset = (token >> (16 - bits)) + 1;
  if (offset > done || done + length > CHUNK) return -1;
  for (let i = 0; i < length; i++) out.push(out[out.length - offset]!);
  return from + 2;
}
