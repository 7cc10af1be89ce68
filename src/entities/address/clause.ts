/** Cuts the stretch of text that may hold an address, folded, with a map back. */
import { append } from '../../core/index.js';
import { CLASS_HEAD, CLASS_LEVEL, CLASS_NUMERAL, CLASS_STOP, CLASS_UNIT, type Lexicon } from './lexicon.js';
import type { Piece, RowPieces } from './row.js';

/** Units of text read on each side of an anchor at most: bounds the work a clause can cost. */
const LOOK_BACK = 90;
const LOOK_AHEAD = 110;
export const CLAUSE_LIMIT: number = LOOK_BACK + LOOK_AHEAD;
/** A line shorter than this was ended by its writer, not by the page width. */
const WRAPPED_LINE = 14;

const DIVISION_END = '省市区县旗镇乡';
const HAN = /[\u4e00-\u9fff]/u;

export const GAP_NONE = 0;
export const GAP_SPACE = 1;
export const GAP_LINE = 2;

/** Folded text without white space, zero-width characters and inserted readings. */
export interface Clause {
  readonly text: string;
  /** Offset in the segment of each folded character; a unit word taken from a header has that of the character before. */
  readonly at: readonly number[];
  /** What stood before each folded character. */
  readonly gap: Uint8Array;
  /** It holds several cells of a row. */
  readonly joined: boolean;
  /** It is the whole content of a cell, or of several. */
  readonly cell: boolean;
  /** Range of the segment. */
  readonly start: number;
  readonly end: number;
}

const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0xa0 || code === 0x3000 || code === 0x2028 || (code >= 0x2000 && code <= 0x200a);
const isInvisible = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200f) || code === 0xfeff || code === 0x2060 || code === 0xad;

/** A `\n` inside a wrapped paragraph: the line before is long and both sides are text. */
function continues(text: string, newline: number, classes: Uint8Array, floor: number): boolean {
  // - 第2组: another entry of a list.
  if (/^[^\S\n]*(?:[-*+•·●]|\d{1,2}[.)、])[^\S\n]/u.test(text.slice(newline + 1, newline + 8))) return false;
  let before = newline - 1;
  if (before >= floor && text.charCodeAt(before) === 0x0d) before--;
  while (before >= floor && isSpace(text.charCodeAt(before))) before--;
  if (before < floor || (classes[text.charCodeAt(before)]! & CLASS_STOP) !== 0) return false;
  // 地址：江苏省如皋市长江镇, and the village in the next line: a division is no end.
  const short = DIVISION_END.includes(text[before]!) && HAN.test(text[newline + 1] ?? '') ? 5 : WRAPPED_LINE;
  for (let i = before; i > before - short; i--) {
    if (i < 0 || text.charCodeAt(i) === 0x0a || text.charCodeAt(i) === 0x09) return false;
  }
  return true;
}

/**
 * @param cells Cells of the row before the anchor's that belong to the clause: 乡镇 | 村 | 三组.
 * @param floor No unit before it belongs to the clause: the end of the clause before.
 * @param row The cell of the anchor, which bounds the clause, and the cells beside it that go on with it.
 * @returns The clause around `anchor`, never empty: at most 200 units of the text.
 */
export function cutClause(
  lexicon: Lexicon,
  text: string,
  anchor: number,
  floor: number,
  cells = 0,
  row?: RowPieces,
): Clause {
  const { classes } = lexicon;
  const low = Math.max(floor, anchor - LOOK_BACK, row?.cell.start ?? 0);
  const high = Math.min(text.length, anchor + LOOK_AHEAD, row?.cell.end ?? text.length);
  let lines = 0;
  let tabs = 0;
  let start = anchor;
  while (start > low) {
    const code = text.charCodeAt(start - 1);
    if (code === 0x09 && tabs < cells) {
      tabs++;
      start--;
      continue;
    }
    if ((classes[code]! & CLASS_STOP) !== 0 && !isSoftStop(text, start - 1, code, classes)) {
      if (code !== 0x0a || lines === 2 || !continues(text, start - 1, classes, Math.max(0, start - 80)))
        break;
      lines++;
    }
    start--;
  }
  lines = 0;
  let end = anchor + 1;
  while (end < high) {
    const code = text.charCodeAt(end);
    if ((classes[code]! & CLASS_STOP) !== 0 && !isSoftStop(text, end, code, classes)) {
      if (code !== 0x0a || lines === 2 || !continues(text, end, classes, Math.max(0, end - 80))) break;
      lines++;
    }
    end++;
  }
  const unit =
    row !== undefined && start <= row.cell.start && end >= row.cell.end ? row.cell.unit : undefined;
  let spans: Piece[] = [{ start, end, ...(unit === undefined ? {} : { unit }) }];
  if (row !== undefined) {
    if (text.slice(row.cell.start, start).trim() === '') spans = [...row.left, ...spans];
    if (text.slice(end, row.cell.end).trim() === '') append(spans, row.right);
    let size = spans.reduce((sum, span) => sum + span.end - span.start, 0);
    while (size > CLAUSE_LIMIT && spans.length > 1) {
      const gone = spans[0]!.end <= start ? spans.shift()! : spans.pop()!;
      size -= gone.end - gone.start;
    }
  }
  const cell =
    row !== undefined &&
    text.slice(row.cell.start, start).trim() === '' &&
    text.slice(end, row.cell.end).trim() === '';
  return foldClause(lexicon, text, spans, cell);
}

/** What a part of an address may end with. */
const PART_END = CLASS_HEAD | CLASS_LEVEL | CLASS_UNIT | CLASS_NUMERAL;

/** Commas can stand between the levels of an address (17号，761室), not behind the words of a sentence. */
function isSoftStop(text: string, at: number, code: number, classes: Uint8Array): boolean {
  if (code === 0x0d) return true;
  if (code !== 0x2c && code !== 0xff0c && code !== 0x3001) return false;
  let before = at - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before))) before--;
  if (before < 0) return false;
  const last = text.charCodeAt(before);
  return (classes[last]! & PART_END) !== 0 || last === 0x29 || last === 0xff09;
}

function foldClause(lexicon: Lexicon, text: string, pieces: readonly Piece[], cell: boolean): Clause {
  const { fold } = lexicon;
  const gap = new Uint8Array(
    pieces.reduce((sum, { start, end, unit }) => sum + end - start + (unit?.length ?? 0), 0),
  );
  const at: number[] = [];
  const codes: number[] = [];
  let pending = GAP_NONE;
  let spaces = 0;
  for (const { start, end, unit } of pieces) {
    if (at.length > 0) pending = GAP_LINE;
    const before = at.length;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      if (isSpace(code) || code === 0x0d) {
        if (pending === GAP_NONE) pending = GAP_SPACE;
        continue;
      }
      if (code === 0x0a || code === 0x09) {
        pending = GAP_LINE;
        continue;
      }
      if (isInvisible(code)) continue;
      if ((code === 0x28 || code === 0xff08) && at.length > 0) {
        const skip = reading(text, i, end);
        if (skip > 0) {
          i += skip - 1;
          continue;
        }
      }
      if (pending === GAP_SPACE) spaces++;
      gap[at.length] = pending;
      pending = GAP_NONE;
      at.push(i);
      codes.push(fold[code]!);
    }
    // The unit word of the header stands at the last digit.
    if (unit === undefined || at.length === before) continue;
    for (let i = 0; i < unit.length; i++) {
      at.push(at.at(-1)!);
      codes.push(unit.charCodeAt(i));
    }
  }
  if (spaces * 2 > at.length && at.length > 7) {
    // Letter-spaced text (岳 阳 县): its blanks part nothing.
    for (let i = 0; i < at.length; i++) if (gap[i] === GAP_SPACE) gap[i] = GAP_NONE;
  }
  return {
    text: String.fromCharCode(...codes),
    at,
    gap,
    joined: pieces.length > 1,
    cell,
    start: pieces[0]!.start,
    end: pieces.at(-1)!.end,
  };
}

/** Length of a reading in brackets that a converter put behind a character, `號(hào)`; 0 when there is none. */
function reading(text: string, open: number, end: number): number {
  let i = open + 1;
  let accented = false;
  while (i < end && i - open <= 7) {
    const code = text.charCodeAt(i);
    const plain = code >= 0x61 && code <= 0x7a;
    const marked = (code >= 0xe0 && code <= 0xfc) || (code >= 0x101 && code <= 0x1dc) || code === 0x251;
    if (!plain && !marked) break;
    accented ||= marked;
    i++;
  }
  const code = text.charCodeAt(i);
  const length = i - open - 1;
  if (i >= end || (code !== 0x29 && code !== 0xff09) || length < 1) return 0;
  return accented || length >= 2 ? i - open + 1 : 0;
}
