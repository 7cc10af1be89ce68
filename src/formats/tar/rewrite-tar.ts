/**
 * Puts new content into some entries of a tar archive and gives some other names; all other headers and data stay byte
 * for byte. What belongs to no entry is dropped.
 *
 * Sources: POSIX.1-2017 `pax` (ustar header, extended header records), GNU tar manual, "Basic Tar Format" (type L).
 */
import { append } from '../../core/index.js';
import { concat } from '../zip/concat.js';
import { BLOCK, padded } from './header.js';
import type { TarEntry, TarStructure } from './index.js';

/**
 * @param contents By entry. @param names By entry, as UTF-8.
 * @throws RangeError when the archive can't be rewritten safely: cut off, over the limit, sparse files.
 */
export function rewriteTar(
  bytes: Uint8Array,
  { entries, more }: TarStructure,
  contents: ReadonlyMap<TarEntry, Uint8Array>,
  names: ReadonlyMap<TarEntry, string>,
): Uint8Array {
  if (more || entries.some(({ truncated }) => truncated)) throw new RangeError('the archive is cut off');
  const chunks: Uint8Array[] = [];
  for (const entry of entries) {
    let metas = bytes.subarray(entry.head, entry.header);
    const header = bytes.slice(entry.header, entry.header + BLOCK);
    let data = bytes.subarray(entry.start, entry.end);
    const content = contents.get(entry);
    if (content !== undefined) {
      const special = /[ \n](?:size|GNU\.sparse\.[a-z.]+)=/.test(latin1(metas));
      if (special || header[156] === SPARSE)
        throw new RangeError('the entry is sparse, or its size stands twice');
      data = content;
      header.set(ascii(`${data.length.toString(8).padStart(11, '0')}\0`), 124);
    }
    const name = names.get(entry);
    if (name !== undefined) {
      metas = renamed(metas, header, new TextEncoder().encode(name));
    }
    if (content !== undefined || name !== undefined) sum(header);
    chunks.push(metas, header, data, new Uint8Array(padded(data.length) - data.length));
  }
  chunks.push(new Uint8Array(2 * BLOCK));
  return concat(chunks);
}

const SPARSE = 'S'.charCodeAt(0);
/** Bytes of the name field. */
const NAME = 100;

/** Headers before `header` without the old name, with the new one where the field is too short. */
function renamed(metas: Uint8Array, header: Uint8Array, name: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at + BLOCK <= metas.length; ) {
    const block = metas.slice(at, at + BLOCK);
    const size = Number.parseInt(latin1(block.subarray(124, 136)).replace(/[^0-7]/g, ''), 8) || 0;
    const data = metas.subarray(at + BLOCK, at + BLOCK + size);
    const next = at + BLOCK + padded(size);
    const type = String.fromCharCode(block[156]!);
    if (type === 'x') {
      const records = withoutPath(data);
      if (records.length > 0) append(kept, meta(block, records));
    } else if (type !== 'L') kept.push(metas.subarray(at, next));
    at = next;
  }
  header.fill(0, 0, NAME);
  if (latin1(header.subarray(257, 263)) === 'ustar\0') header.fill(0, 345, 500);
  header.set(name.subarray(0, NAME));
  if (name.length > NAME) {
    const block = new Uint8Array(BLOCK);
    block.set(header.subarray(NAME, BLOCK), NAME);
    block.set(ascii('././@LongLink'));
    block[156] = 'L'.charCodeAt(0);
    append(kept, meta(block, concat([name, Uint8Array.of(0)])));
  }
  return concat(kept);
}

function meta(block: Uint8Array, data: Uint8Array): Uint8Array[] {
  block.set(ascii(`${data.length.toString(8).padStart(11, '0')}\0`), 124);
  sum(block);
  return [block, data, new Uint8Array(padded(data.length) - data.length)];
}

/** Records of an extended header but `path`. */
function withoutPath(data: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const length = Number.parseInt(latin1(data.subarray(at, at + 12)), 10);
    if (!(length > 0)) break;
    const record = data.subarray(at, at + length);
    if (!/^\d+ (?:GNU\.sparse\.name|path)=/.test(latin1(record.subarray(0, 40)))) kept.push(record);
    at += length;
  }
  return concat(kept);
}

/** The sum of the bytes, its own field taken as blanks. */
function sum(header: Uint8Array): void {
  header.fill(0x20, 148, 156);
  const total = header.reduce((all, byte) => all + byte, 0);
  header.set(ascii(`${total.toString(8).padStart(6, '0')}\0 `), 148);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
