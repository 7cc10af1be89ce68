/** Names and comments of ZIP entries: raw bytes to text. */
import { crc32 } from './crc32.js';

/** Bit 11 of the general purpose flags: name and comment are UTF-8 (APPNOTE 6.3.10, 4.4.4). */
const UTF8 = 0x800;
/** Info-ZIP Unicode Path extra field (APPNOTE 4.6.9). */
const UNICODE_PATH = 0x7075;

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');
const gb18030 = new TextDecoder('gb18030');

/**
 * Flag, else the Unicode Path field when its checksum is of this very name, else UTF-8 when valid, else
 * GB18030: archives of Chinese Windows tools carry GBK names and set no flag.
 */
export function decodeEntryText(raw: Uint8Array, flags: number, extra?: Uint8Array): string {
  if (flags & UTF8) return lenient.decode(raw);
  const path = extra === undefined ? undefined : unicodePath(raw, extra);
  if (path !== undefined) return path;
  try {
    return strict.decode(raw);
  } catch {
    return gb18030.decode(raw);
  }
}

/** @returns The path with `/` for `\`, no drive, no leading slash; `..` stays: nothing is ever written to disk. */
export function entryPath(name: string): string {
  return name.replace(/\\/g, '/').replace(/^(?:[A-Za-z]:)?\/+/, '');
}

function unicodePath(raw: Uint8Array, extra: Uint8Array): string | undefined {
  const field = extraField(extra, UNICODE_PATH);
  if (field === undefined || field.length < 5 || field[0] !== 1) return undefined;
  const view = new DataView(field.buffer, field.byteOffset, field.length);
  if (view.getUint32(1, true) !== crc32(raw)) return undefined;
  return lenient.decode(field.subarray(5));
}

/** @returns The data of the first extra field with this id. */
export function extraField(extra: Uint8Array, id: number): Uint8Array | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = extra[at + 2]! | (extra[at + 3]! << 8);
    if ((extra[at]! | (extra[at + 1]! << 8)) === id) return extra.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return undefined;
}
