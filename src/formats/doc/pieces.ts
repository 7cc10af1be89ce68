/**
 * The piece table: characters in their order, each piece at some place of the stream.
 *
 * Source: [MS-DOC] 2.4.1 (retrieving text), 2.9.38 (Clx), 2.9.177 (Pcd), 2.9.73 (FcCompressed).
 */
import type { Bytes } from '../cfb/bytes.js';
import { decodeCodePage, guessCodePage, isSingleByte, windows1252 } from '../cfb/code-page.js';
import type { Fib } from './fib.js';

export interface Piece {
  /** First character position (CP). */
  readonly cp: number;
  readonly cpEnd: number;
  /** Byte offset in `WordDocument`. */
  readonly fc: number;
  /** Bytes of a character: 2 for UTF-16, 1 for 8-bit text. */
  readonly width: 1 | 2;
  /** Property modifier of a fast save, 0 for none. */
  readonly prm: number;
}

export interface PieceTable {
  readonly pieces: readonly Piece[];
  /** Property lists that `Piece.prm` points to: ranges of the table stream. */
  readonly lists: readonly { readonly start: number; readonly end: number }[];
  readonly damaged: boolean;
}

const MAX_PIECES = 1_000_000;

/** Never throws. Pieces that lie outside the stream are cut; a missing table reads as one piece from `fcMin`. */
export function readPieces(fib: Fib, document: Bytes, table: Bytes): PieceTable {
  const { at: start, length } = fib.pieces;
  const end = Math.min(table.length, start + length);
  const lists: { start: number; end: number }[] = [];
  let at = start;
  while (at < end && table.u8(at) === 1) {
    const size = table.u16(at + 1);
    lists.push({ start: at + 3, end: Math.min(end, at + 3 + size) });
    at += 3 + size;
  }
  if (length > 0 && at < end && table.u8(at) === 2) {
    const size = Math.min(table.u32(at + 1), end - at - 5);
    const read = readPlc(fib, document, table, at + 5, size);
    if (read.pieces.length > 0) {
      return { ...read, lists, damaged: read.damaged || size < table.u32(at + 1) };
    }
  }
  const single = singlePiece(fib, document);
  const expected = fib.version === 6 && !fib.complex;
  return { pieces: single === undefined ? [] : [single], lists, damaged: !expected };
}

function readPlc(
  fib: Fib,
  document: Bytes,
  table: Bytes,
  at: number,
  size: number,
): { pieces: Piece[]; damaged: boolean } {
  const count = Math.min(MAX_PIECES, Math.floor((size - 4) / 12));
  const pieces: Piece[] = [];
  let damaged = (size - 4) % 12 !== 0;
  // A piece may point to the same bytes as another; together they can't be longer than this.
  let room = 4 * document.length;
  let cp = 0;
  for (let i = 0; i < count; i++) {
    const length = table.u32(at + (i + 1) * 4) - table.u32(at + i * 4);
    const pcd = at + (count + 1) * 4 + i * 8;
    const raw = table.u32(pcd + 2);
    const compressed = fib.version === 6 ? !fib.extended : (raw & 0x40000000) !== 0;
    const fc = fib.version === 6 ? raw : compressed ? (raw & 0x3fffffff) >>> 1 : raw & 0x3fffffff;
    const width = compressed ? 1 : 2;
    const cut = Math.max(0, Math.min(length, Math.floor((document.length - fc) / width), room));
    if (cut !== length) damaged = true;
    if (cut === 0) continue;
    pieces.push({ cp, cpEnd: cp + cut, fc, width, prm: table.u16(pcd + 6) });
    room -= cut;
    cp += cut;
  }
  return { pieces, damaged };
}

/** Word 6 without fast saves; a Word 97 file whose table is lost is tried as UTF-16. */
function singlePiece(fib: Fib, document: Bytes): Piece | undefined {
  const end = Math.min(document.length, fib.fcMac > fib.fcMin ? fib.fcMac : document.length);
  const width = fib.version === 6 && !fib.extended ? 1 : 2;
  const count = Math.floor((end - fib.fcMin) / width);
  if (count <= 0) return undefined;
  return { cp: 0, cpEnd: count, fc: fib.fcMin, width, prm: 0 };
}

/**
 * The text of all pieces: one UTF-16 unit a character position, so that offsets are Word's own. A two-byte
 * character of 8-bit text fills its second position with U+0000. Pieces follow each other without a hole.
 *
 * @param codePage Of 8-bit text in Word 6 and 95; later ones have windows-1252 there.
 */
export function readText(pieces: readonly Piece[], document: Bytes, codePage: number | undefined): string {
  const chunks: string[] = [];
  const page = codePage === 1252 ? guessCodePage(sample(pieces, document)) : codePage;
  for (const piece of pieces) {
    const bytes = document.slice(piece.fc, piece.fc + (piece.cpEnd - piece.cp) * piece.width);
    if (piece.width === 2) chunks.push(document.utf16(piece.fc, piece.fc + bytes.length));
    else if (page === undefined || page === 1252) chunks.push(windows1252(bytes));
    else chunks.push(isSingleByte(page) ? decodeCodePage(bytes, page) : doubleByte(bytes, page));
  }
  return chunks.join('');
}

/** The first text that is long enough to tell a charset by. */
function sample(pieces: readonly Piece[], document: Bytes): Uint8Array {
  const longest = pieces.reduce<Piece | undefined>(
    (best, piece) => (best === undefined || piece.cpEnd - piece.cp > best.cpEnd - best.cp ? piece : best),
    undefined,
  );
  if (longest === undefined) return new Uint8Array(0);
  return document.slice(longest.fc, longest.fc + Math.min(65_536, longest.cpEnd - longest.cp));
}

/** 8-bit text, one unit a byte. */
function doubleByte(bytes: Uint8Array, codePage: number): string {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    let end = at;
    while (end < bytes.length && bytes[end]! < 0x80) end++;
    if (end > at) chunks.push(windows1252(bytes.subarray(at, end)));
    if (end >= bytes.length) break;
    at = end;
    while (end < bytes.length && bytes[end]! >= 0x80)
      end += end + 1 < bytes.length && bytes[end + 1]! >= 0x40 ? 2 : 1;
    const text = decodeCodePage(bytes.subarray(at, end), codePage);
    let used = 0;
    for (const unit of text) {
      const width = unit.length === 2 ? 2 : unit < '\x80' || used + 1 >= end - at ? 1 : 2;
      chunks.push(unit.length === 1 && width === 2 ? `${unit}\0` : unit);
      used += width;
    }
    if (used < end - at) chunks.push('\0'.repeat(end - at - used));
    at = end;
  }
  return chunks.join('');
}
