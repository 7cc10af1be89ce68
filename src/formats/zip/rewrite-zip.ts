/**
 * Puts new content into some entries and leaves every other byte that matters as it was.
 *
 * Unchanged entries keep their compressed data, headers, dates and extra fields; only offsets move. The
 * directory is rebuilt from its own records, so entries that it does not list (and anything between
 * entries) are dropped: a redacted file must not keep what nobody looks at.
 */
import { platform } from '#platform';
import { readStructure } from './central-directory.js';
import { concat } from './concat.js';
import { crc32 } from './crc32.js';

/** Half of what this and other readers take for honest. */
const MOST_RATIO = 100;
const NARROW = 0xffffffff;

/**
 * @param replacements New content by entry name, as `ZipEntry.name` has it.
 * @param names New names of entries, by their old ones; they are written as UTF-8, extra fields with the old name go.
 * @throws RangeError when a name is not in the archive, stands twice, or the archive can't be rewritten
 *   safely (no directory, overlapping entries, ZIP64 sizes).
 */
export async function rewriteZip(
  archive: Uint8Array,
  replacements: ReadonlyMap<string, Uint8Array>,
  names: ReadonlyMap<string, string> = new Map(),
): Promise<Uint8Array> {
  // `slice` of a Node Buffer is a view of the same memory; headers are changed in copies.
  const bytes = new Uint8Array(archive.buffer, archive.byteOffset, archive.length);
  const structure = readStructure(bytes, 0xffff);
  if (structure === undefined || structure.truncated || structure.missing > 0) {
    throw new RangeError('the archive has no complete directory');
  }
  const listed = structure.entries.filter((entry) => !entry.unlisted);
  if (listed.some((entry) => entry.overlaps)) throw new RangeError('entries of the archive overlap');
  for (const name of [...replacements.keys(), ...names.keys()]) {
    if (listed.filter((entry) => entry.name === name).length !== 1) {
      throw new RangeError('an entry to replace is not in the archive, or stands there twice');
    }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Uint8Array[] = [];
  const headers: Uint8Array[] = [];
  let offset = 0;
  let central = centralStart(view, bytes.length);
  for (const entry of listed) {
    const centralEnd =
      central +
      46 +
      view.getUint16(central + 28, true) +
      view.getUint16(central + 30, true) +
      view.getUint16(central + 32, true);
    let header = bytes.slice(central, centralEnd);
    let edit = new DataView(header.buffer);
    central = centralEnd;
    if (edit.getUint32(20, true) === NARROW || edit.getUint32(42, true) === NARROW) {
      throw new RangeError('the archive uses ZIP64 sizes');
    }
    let local = bytes.slice(entry.headerStart, entry.dataStart);
    let localEdit = new DataView(local.buffer);
    let data = bytes.subarray(entry.dataStart, entry.dataStart + entry.packedSize);
    const content = replacements.get(entry.name);
    let { crc, size } = entry;
    if (content !== undefined) {
      data = entry.method === 0 ? content : await platform.deflateRaw(content);
      // A table of masks packs so well that readers would take it for a bomb.
      if (content.length > data.length * MOST_RATIO) data = content;
      const method = data === content ? 0 : 8;
      crc = crc32(content);
      size = content.length;
      edit.setUint16(10, method, true);
      localEdit.setUint16(8, method, true);
    }
    const renamed = names.get(entry.name);
    if (renamed !== undefined) {
      header = withName(header, 46, 28, renamed);
      local = withName(local, 30, 26, renamed);
      edit = new DataView(header.buffer);
      localEdit = new DataView(local.buffer);
    }
    const utf8 = renamed === undefined ? 0 : UTF8;
    // Sizes are known now: no descriptor, no need to search for one.
    for (const [target, flagsAt, crcAt] of [
      [edit, 8, 16],
      [localEdit, 6, 14],
    ] as const) {
      target.setUint16(flagsAt, (entry.flags & ~8 & (content === undefined ? 0xffff : ~1)) | utf8, true);
      target.setUint32(crcAt, crc, true);
      target.setUint32(crcAt + 4, data.length, true);
      target.setUint32(crcAt + 8, size, true);
    }
    edit.setUint32(42, offset, true);
    chunks.push(local, data);
    headers.push(header);
    offset += local.length + data.length;
  }
  const directory = concat(headers);
  const end = bytes.slice(endStart(view, bytes.length));
  const endEdit = new DataView(end.buffer);
  endEdit.setUint32(12, directory.length, true);
  endEdit.setUint32(16, offset, true);
  const tail = end.subarray(0, Math.min(end.length, 22 + endEdit.getUint16(20, true)));
  return concat([...chunks, directory, tail]);
}

/** Bit 11 of the general purpose flags: name and comment are UTF-8 (APPNOTE 6.3.10, 4.4.4). */
const UTF8 = 0x800;

/**
 * A header with another name. Its comment, if any, is cleared when it is not ASCII, because its charset may not be
 * the one that the flag states now; extra fields that repeat the name (4.6.9) or the comment (4.6.8) are cut.
 *
 * @param fixed Length of the header's fixed part. @param lengths Where the lengths of name, extra, comment stand.
 */
function withName(
  header: Uint8Array,
  fixed: number,
  lengths: number,
  renamed: string,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const oldName = view.getUint16(lengths, true);
  const extraEnd = fixed + oldName + view.getUint16(lengths + 2, true);
  const name = new TextEncoder().encode(renamed);
  const extra: Uint8Array[] = [];
  for (let at = fixed + oldName; at + 4 <= extraEnd; ) {
    const end = at + 4 + view.getUint16(at + 2, true);
    const id = view.getUint16(at, true);
    if (id !== 0x7075 && id !== 0x6375 && end <= extraEnd) extra.push(header.subarray(at, end));
    at = end;
  }
  const fields = concat(extra);
  const tail = header.subarray(extraEnd);
  const comment = tail.every((byte) => byte < 0x80) ? tail : tail.subarray(0, 0);
  const result = new Uint8Array(concat([header.subarray(0, fixed), name, fields, comment]));
  const edit = new DataView(result.buffer);
  edit.setUint16(lengths, name.length, true);
  edit.setUint16(lengths + 2, fields.length, true);
  if (fixed === 46) edit.setUint16(lengths + 4, comment.length, true);
  return result;
}

function endStart(view: DataView, length: number): number {
  for (let at = length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + 22 + view.getUint16(at + 20, true) <= length) return at;
  }
  throw new RangeError('the archive has no end record');
}

function centralStart(view: DataView, length: number): number {
  const end = endStart(view, length);
  return end - view.getUint32(end + 12, true);
}
