/**
 * Lists pasted one cell a line: headers (村, 组, 姓名) a line each, then the cells of every row in the same order.
 * Their columns of places are given back as cells, so that village and group of a row come together again.
 */
import { append, type Cell } from '../../core/index.js';

/** How the headers of a finest part end, with their line (组, 组别, 房号, 室号); one of them stands in every such list. Few, because each is looked for. */
const FINE_HEADERS = ['组\n', '组别\n', '号\n'];
const NUMBER_HEADER = '号\n';
const PLACE_HEADER =
  /^(?:所在|所属)?(?:省|市|县|区|乡镇|镇|乡|镇街|乡镇街道|街道|乡镇[（(]街道[）)]|村|村居|社区|村社区|村[（(]社区[）)]|村委会|行政村|村名|屯|自然村|组|组别|组名|小组|村民小组|村组|小区|小区名称|楼盘|楼号|楼栋|栋号|幢号|单元|单元号|房号|室号|门牌号)$/u;
const FINE_CELL =
  /^(?:第?[0-9０-９A-Za-z一二三四五六七八九十百-]{1,6}(?:村民小组|小组|组|社|队|屯|栋|幢|单元|室|号楼|号)?|[\u4e00-\u9fff]{1,4}组)$/u;
/** A cell of a place is this short. */
const LONGEST_CELL = 24;
/** Cells of a row at most. */
const MOST_COLUMNS = 30;
/** Lists looked for in one text: a text of nothing but headers costs no more. */
const MOST_LISTS = 50;
/** Number of the first table made of lines: real tables have lower ones. */
const FIRST_TABLE = 30_000;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** @returns Cells of place columns, headers as row 0, in the order of the text; none for most texts. */
export function pastedCells(text: string): Cell[] {
  const cells: Cell[] = [];
  let done = 0;
  for (let lists = 0; lists < MOST_LISTS; lists++) {
    const at = nextHeader(text, done);
    if (at < 0) break;
    done = at + 1;
    const found = listAround(text, at, cells.at(-1)?.end ?? 0, FIRST_TABLE + lists);
    if (found.length === 0) continue;
    append(cells, found);
    done = found.at(-1)!.end;
  }
  return cells;
}

/** Where the line of the first fine header from `from` on begins, −1 for none. */
function nextHeader(text: string, from: number): number {
  let first = -1;
  for (const header of FINE_HEADERS) {
    for (let at = text.indexOf(header, from); at >= 0 && (first < 0 || at < first); ) {
      const start = text.lastIndexOf('\n', at) + 1;
      const end = at + header.length - 1;
      const fine = header !== NUMBER_HEADER || '房室'.includes(text[at - 1] ?? '.');
      if (fine && end - start < 8 && PLACE_HEADER.test(text.slice(start, end).trim())) first = start;
      at = text.indexOf(header, at + 1);
    }
  }
  return first;
}

function listAround(text: string, header: number, floor: number, table: number): Cell[] {
  const before: Line[] = [];
  for (let line = lineBefore(text, header); line !== undefined && line.start >= floor; ) {
    if (before.length === MOST_COLUMNS || !PLACE_HEADER.test(line.text)) break;
    before.unshift(line);
    line = lineBefore(text, line.start);
  }
  const lines: Line[] = [];
  const read = (index: number): Line | undefined => {
    while (lines.length <= index) {
      const last = lines.at(-1);
      const next = lineAt(text, last === undefined ? header : last.end + 1);
      if (next === undefined) return undefined;
      lines.push(next);
    }
    return lines[index];
  };
  let behind = 0;
  while (behind < MOST_COLUMNS && PLACE_HEADER.test(read(behind + 1)?.text ?? '')) behind++;
  // The last header of a run is the finest: its cells tell how long a row is.
  if (before.length + behind === 0) return [];
  const period = periodOf(read, behind, before.length + behind);
  if (period === 0) return [];
  const columns = before.length + behind + 1;
  const cells: Cell[] = [];
  for (let row = 0; ; row++) {
    if (row > 0 && !FINE_CELL.test(read(behind + row * period)?.text ?? '')) break;
    for (let column = 0; column < columns; column++) {
      const index = column - before.length + row * period;
      const line = index < 0 ? before[column] : read(index);
      if (line === undefined || line.text.length > LONGEST_CELL) continue;
      cells.push({ table, row, column, start: line.start, end: line.end });
    }
  }
  return cells;
}

const PLACE_CELL = /^[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z]{1,15}$/u;

/** Lines from one row to the next: the shortest step that finds a place and a fine cell twice, or once beside a village; 0 for none. */
function periodOf(read: (index: number) => Line | undefined, fine: number, left: number): number {
  const isRow = (at: number): boolean =>
    FINE_CELL.test(read(at)?.text ?? '') && PLACE_CELL.test(read(at - left)?.text ?? '');
  for (let period = Math.max(2, left + 1); period <= MOST_COLUMNS; period++) {
    if (!isRow(fine + period)) continue;
    const second = read(fine + 2 * period);
    if (
      second === undefined
        ? /[村区镇乡道苑园]$/u.test(read(fine + period - left)!.text)
        : isRow(fine + 2 * period)
    )
      return period;
  }
  return 0;
}

/** The first line from `start` on that is not blank. */
function lineAt(text: string, start: number): Line | undefined {
  for (let from = start; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    if (!isBlankLine(text, from, end)) return trimmed(text, from, end);
    from = end + 1;
  }
  return undefined;
}

/** The last line before `start` that is not blank. */
function lineBefore(text: string, start: number): Line | undefined {
  for (let end = start - 1; end > 0; ) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    if (!isBlankLine(text, from, end)) return trimmed(text, from, end);
    end = from - 1;
  }
  return undefined;
}

function isBlankLine(text: string, start: number, end: number): boolean {
  return end - start < 8 && text.slice(start, end).trim() === '';
}

function trimmed(text: string, start: number, end: number): Line {
  return { start, end, text: end - start > 64 ? '' : text.slice(start, end).trim() };
}
