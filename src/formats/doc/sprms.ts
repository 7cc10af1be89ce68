/**
 * Property modifiers (sprms): what a character run or a paragraph says about itself.
 *
 * Source: [MS-DOC] 2.2.5.1 (Sprm), 2.6 (character, paragraph and table sprms); one-byte codes of Word 6 and 95
 * from "Microsoft Word 6.0 Binary File Format".
 */
import type { Bytes } from '../cfb/bytes.js';

export interface CharacterFormat {
  deleted?: boolean;
  inserted?: boolean;
  hidden?: boolean;
  /** A character of a symbol font that stands for the one in the text. */
  symbol?: string;
  white?: boolean;
  tiny?: boolean;
}

export interface ParagraphFormat {
  /** Depth of the table that holds the paragraph, 0 outside. */
  depth: number;
  inTable?: boolean;
  /** The paragraph is the mark that ends a row. */
  rowEnd?: boolean;
  /** A paragraph mark that ends a cell or row of a nested table. */
  innerCell?: boolean;
  innerRowEnd?: boolean;
  header?: boolean;
  cells?: readonly RowCell[];
}

/** A cell as its row defines it: edges in twips. */
export interface RowCell {
  readonly left: number;
  readonly right: number;
  /** Merged into the cell above. */
  readonly continues: boolean;
  readonly restarts: boolean;
}

type Visit = (code: number, at: number, length: number) => void;

/** Opcodes of both generations under one number: the Word 97 one. */
const WORD6: ReadonlyMap<number, number> = new Map([
  [24, 0x2416],
  [25, 0x2417],
  [65, 0x0800],
  [66, 0x0801],
  [92, 0x083c],
  [98, 0x2a42],
  [99, 0x4a43],
  [186, 0x3404],
  [190, 0xd608],
]);

/** Operand bytes of the one-byte codes that have not exactly one; negative: the operand starts with its length. */
const WORD6_LENGTHS: ReadonlyMap<number, number> = new Map([
  ...[
    2, 16, 17, 18, 19, 21, 22, 26, 27, 28, 30, 31, 32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 45, 46, 47,
  ].map(two),
  ...[
    48, 49, 69, 72, 80, 93, 96, 97, 99, 101, 105, 106, 107, 109, 110, 121, 122, 123, 124, 140, 141, 144,
  ].map(two),
  ...[145, 148, 149, 154, 155, 156, 157, 160, 161, 164, 165, 168, 169, 170, 171, 182, 183, 184, 189, 195].map(
    two,
  ),
  ...[197, 198].map(two),
  ...[3, 12, 15, 23, 81, 103, 108, 188, 191].map((code) => [code, -1] as const),
  ...[20, 70, 74, 192, 194, 196, 200].map((code) => [code, 4] as const),
  ...[68, 193, 199].map((code) => [code, 5] as const),
  ...[73, 95, 136, 137].map((code) => [code, 3] as const),
  ...[120, 187].map((code) => [code, 12] as const),
  [190, -2],
]);

function two(code: number): readonly [number, number] {
  return [code, 2];
}

/** Calls `visit` for every sprm in a range; stops at the first one that does not fit. */
function walk(source: Bytes, start: number, end: number, version: 8 | 6, visit: Visit): void {
  let at = start;
  while (at < end) {
    let code: number;
    let length: number;
    if (version === 6) {
      const short = source.u8(at);
      if (short === 0) break;
      code = WORD6.get(short) ?? 0;
      length = WORD6_LENGTHS.get(short) ?? 1;
      at += 1;
    } else {
      code = source.u16(at);
      length = [1, 1, 2, 4, 2, 2, -1, 3][code >> 13]!;
      if (code === 0xd608 || code === 0xd606) length = -2;
      at += 2;
    }
    // The length of a table definition counts one more than follows its two bytes.
    if (length === -2) {
      length = Math.max(0, source.u16(at) - 1);
      at += 2;
    } else if (length === -1) {
      length = source.u8(at);
      // sprmPChgTabs may be longer than its length byte can say; nothing behind it matters here.
      if (code === 0xc615 && length === 255) break;
      at += 1;
    }
    if (at + length > end) break;
    visit(code, at, length);
    at += length;
  }
}

/** @param format Is changed. */
export function applyCharacter(
  format: CharacterFormat,
  source: Bytes,
  start: number,
  end: number,
  version: 8 | 6,
): void {
  walk(source, start, end, version, (code, at) => {
    const value = source.u8(at);
    // 0x80 and 0x81 mean "as the style says" and its opposite; styles are not looked up.
    const on = value === 1 || value === 0x81;
    switch (code) {
      case 0x0800:
        format.deleted = on;
        break;
      case 0x0801:
        format.inserted = on;
        break;
      case 0x083c:
      case 0x0811:
      case 0x0818:
        if (on) format.hidden = true;
        else if (code === 0x083c) format.hidden = false;
        break;
      case 0x2a42:
        format.white = value === 8;
        break;
      case 0x6870:
        format.white = source.u32(at) === 0x00ffffff;
        break;
      case 0x4a43:
        format.tiny = source.u16(at) <= 4;
        break;
      case 0x6a09: {
        const unit = source.u16(at + 2);
        const ascii = unit >= 0xf000 && unit < 0xf100 ? unit & 0xff : unit;
        if (ascii >= 0x20) format.symbol = String.fromCharCode(ascii);
        break;
      }
    }
  });
}

/** @param format Is changed. */
export function applyParagraph(
  format: ParagraphFormat,
  source: Bytes,
  start: number,
  end: number,
  version: 8 | 6,
): void {
  walk(source, start, end, version, (code, at, length) => {
    const on = source.u8(at) !== 0;
    switch (code) {
      case 0x2416:
        format.inTable = on;
        break;
      case 0x2417:
        format.rowEnd = on;
        break;
      case 0x6649:
        format.depth = Math.max(0, Math.min(64, source.i32(at)));
        break;
      case 0x244b:
        format.innerCell = on;
        break;
      case 0x244c:
        format.innerRowEnd = on;
        break;
      case 0x3404:
        format.header = on;
        break;
      case 0xd608:
        format.cells = readCells(source, at, length, version);
        break;
    }
  });
}

/** sprmTDefTable: edges of the cells, then 20 (Word 6: 10) bytes a cell with its merge flags. */
function readCells(source: Bytes, at: number, length: number, version: 8 | 6): RowCell[] {
  const count = Math.min(64, source.u8(at));
  const width = version === 8 ? 20 : 10;
  const flagsAt = at + 1 + (count + 1) * 2;
  const cells: RowCell[] = [];
  for (let i = 0; i < count; i++) {
    const edge = at + 1 + i * 2;
    if (edge + 4 > at + length) break;
    const inside = flagsAt + i * width + 2 <= at + length;
    const flags = inside && version === 8 ? source.u16(flagsAt + i * width) : 0;
    cells.push({
      left: source.i16(edge),
      right: source.i16(edge + 2),
      continues: (flags & 0x60) === 0x20,
      restarts: (flags & 0x60) === 0x60,
    });
  }
  return cells;
}

/** Word 6's one-byte code for each of the modifiers that fit into a piece descriptor. [MS-DOC] 2.9.215 Prm0. */
export const PRM0: ReadonlyMap<number, 'deleted' | 'inserted' | 'hidden'> = new Map([
  [0x41, 'deleted'],
  [0x42, 'inserted'],
  [0x5c, 'hidden'],
]);
