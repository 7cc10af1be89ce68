/** Addresses spread over the cells of a row: 湖南省 | 长沙市 | 天马路8号 | 3栋501室. */
import type { Cell, Span } from '../../core/index.js';
import type { BareCells } from './bare-cells.js';
import { COUNTY, ROAD, VILLAGE } from './levels.js';
import type { Lexicon } from './lexicon.js';

/** Cells joined on one side at most: province, prefecture, county, town, village. */
const REACH = 5;
/** A cell with a part of an address is this short. */
const LEFT_LIMIT = 16;
const RIGHT_LIMIT = 20;
/** Cells that may begin before a cell and end behind it: tables inside tables. */
const NESTED = 8;
const FINE =
  /^\s*第?[0-9０-９A-Za-z一二三四五六七八九十百]{1,5}\s*(?:村民小[组組]|[组組]|社|队|隊|屯|栋|棟|幢|座|号楼|號樓|单元|單元|号|號|室|楼|樓|层|層|#)/u;

/** A school in a cell of its own is a body; in front of a dormitory it is a place. */
const SCHOOL = /(?:大学|学院|中学|小学|学校)$/u;

/** A name without blanks or digits. */
const HAN_NAME = /^[\u4e00-\u9fff·]{2,12}$/u;

/** What belongs together in a row, around one cell. */
export interface RowPieces {
  readonly cell: Piece;
  readonly left: readonly Piece[];
  readonly right: readonly Piece[];
}

/** A stretch of text, and the unit word that only the header of its column states. */
export interface Piece extends Span {
  readonly unit?: string;
}

/** Index of the innermost cell that holds `offset`, −1 for none; cells are sorted by their start. */
function cellIndex(cells: readonly Cell[], offset: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0 && i >= low - NESTED; i--) if (offset < cells[i]!.end) return i;
  return -1;
}

/**
 * @param floor No cell that begins before it is joined: it belongs to the find before.
 * @returns Undefined when `offset` stands in no cell.
 */
export function rowPieces(
  lexicon: Lexicon,
  text: string,
  cells: readonly Cell[],
  offset: number,
  floor: number,
  bare: BareCells,
): RowPieces | undefined {
  const at = cellIndex(cells, offset);
  if (at < 0) return undefined;
  const cell = cells[at]!;
  const piece = (other: Cell): Piece => {
    const unit = bare.unit(other);
    return { start: other.start, end: other.end, ...(unit === undefined ? {} : { unit }) };
  };
  const own = piece(cell);
  const left: Piece[] = [];
  for (let i = at - 1; i >= 0 && left.length < REACH; i--) {
    const other = cells[i]!;
    if (!sameRow(other, cell) || other.end > cell.start || other.start < floor) break;
    const written = text.slice(other.start, Math.min(other.end, other.start + LEFT_LIMIT + 1)).trim();
    if (written === '' && other.end - other.start < LEFT_LIMIT) continue;
    const joined = piece(other);
    const named = HAN_NAME.test(written) && bare.isPlace(other);
    if (joined.unit === undefined && !named && !namesPlace(lexicon, written)) break;
    left.unshift(joined);
  }
  const right: Piece[] = [];
  for (let i = at + 1; i < cells.length && right.length < REACH; i++) {
    const other = cells[i]!;
    if (!sameRow(other, cell) || other.end - other.start > RIGHT_LIMIT) break;
    const next = piece(other);
    if (next.unit === undefined && !FINE.test(text.slice(other.start, other.end))) break;
    right.push(next);
  }
  return { cell: own, left, right };
}

const sameRow = (a: Cell, b: Cell): boolean => a.table === b.table && a.row === b.row;

/** The cell holds the name of a division, village, road or estate and nothing else. */
function namesPlace(lexicon: Lexicon, written: string): boolean {
  if (written.length < 2 || written.length > LEFT_LIMIT) return false;
  let folded = '';
  for (let i = 0; i < written.length; i++)
    folded += String.fromCharCode(lexicon.fold[written.charCodeAt(i)]!);
  if (lexicon.divisions.has(folded) || FINE.test(folded)) return true;
  if (!/^[\u4e00-\u9fff]+$/u.test(folded)) return false;
  const last = folded.charCodeAt(folded.length - 1);
  if (SCHOOL.test(folded)) return false;
  const unit = lexicon.named.get(last)?.find(({ word }) => folded.endsWith(word));
  if (unit === undefined) return false;
  const noName = lexicon.noNames.get(last)?.some((word) => folded.endsWith(word)) === true;
  if (noName && unit.level >= VILLAGE) return false;
  // 王楼, 李庄: a name of two or three characters may be a person's.
  const sure = unit.word.length > 1 || unit.level <= VILLAGE || unit.level === ROAD;
  return folded.length >= (sure ? (unit.level <= COUNTY ? 2 : 3) : 4);
}
