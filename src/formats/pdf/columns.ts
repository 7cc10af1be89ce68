/** Lines without rules → tables by the white rivers between their columns, columns of prose, paragraphs. */
import { append } from '../../core/index.js';
import { type Line, type Placed, type Word, wordOf } from './lines.js';

/** Words that stand near each other: one cell's part of a line. */
export interface Run {
  readonly words: readonly Word[];
  readonly u0: number;
  readonly u1: number;
  readonly v: number;
  readonly size: number;
}

export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  /** Cell texts as lists of runs, one a line. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Run[])[])[] }
  | { readonly kind: 'prose'; readonly columns: readonly (readonly Line[])[] };

/** In em: a wider gap may part two columns. */
const RUN_GAP = 0.5;
/** In em: lines farther apart are no table. */
const FAR = 4;
/** In em: the most that two lines of one cell are apart. */
const WRAP = 1.75;
/** More columns are no table. */
const MAX_COLUMNS = 120;

interface Column {
  u0: number;
  u1: number;
}

export function runs(line: Line): Run[] {
  const list: Run[] = [];
  let words: Word[] = [];
  const flush = (): void => {
    if (words.length === 0) return;
    const size = words.reduce((most, word) => Math.max(most, word.size), 0);
    list.push({ words, u0: words[0]!.u0, u1: words.at(-1)!.u1, v: line.v, size });
    words = [];
  };
  for (const word of line.words) {
    const before = words.at(-1);
    if (before !== undefined && word.u0 - before.u1 > RUN_GAP * Math.min(before.size, word.size)) flush();
    words.push(word);
  }
  flush();
  return list;
}

/** Parts lines, from the top down, into blocks. */
export function blocks(lines: readonly Line[]): Block[] {
  const list: Block[] = [];
  let plain: Line[] = [];
  const flush = (): void => {
    if (plain.length > 0) list.push({ kind: 'lines', lines: plain });
    plain = [];
  };
  const rows = lines.map(runs);
  for (let i = 0; i < lines.length; ) {
    const { end, columns } = stretch(lines, rows, i);
    if (columns.length < 2 || end - i < 2) {
      plain.push(lines[i]!);
      i++;
      continue;
    }
    flush();
    const table = rows.slice(i, end);
    list.push(isProse(table, columns) ? prose(table, columns) : tableOf(table, columns));
    i = end;
  }
  flush();
  return list;
}

/** How far a table that starts at line `start` goes, and its columns. */
function stretch(lines: readonly Line[], rows: Run[][], start: number): { end: number; columns: Column[] } {
  const first = rows[start]!;
  if (first.length < 2 || first.length > MAX_COLUMNS) return { end: start + 1, columns: [] };
  let columns: Column[] = first.map(({ u0, u1 }) => ({ u0, u1 }));
  let end = start + 1;
  let several = 1;
  let lastSeveral = end;
  for (; end < lines.length; end++) {
    const line = lines[end]!;
    if (lines[end - 1]!.v - line.v > FAR * Math.max(line.size, lines[end - 1]!.size)) break;
    if (rows[end]!.length > MAX_COLUMNS) break;
    // 填报单位：财政所　单位：元, above the header: no row of the table.
    if (several === 1 && isAbove(first, rows[end]!)) return { end: start + 1, columns: [] };
    let next = merge(columns, rows[end]!);
    if (next === undefined || next.length < 2) break;
    if (next.length < columns.length && several > 1) {
      const parted = cutRuns(rows[end]!, columns);
      const apart = parted === undefined ? undefined : merge(columns, parted);
      if (parted !== undefined && apart !== undefined && apart.length >= columns.length) {
        rows[end] = parted;
        next = apart;
      }
    }
    if (next.length < columns.length && several > 2) break;
    columns = next;
    if (rows[end]!.length > 1) {
      several++;
      lastSeveral = end + 1;
    }
  }
  // Lines in one column under the last full row belong to it only while they are near.
  return { end: several > 1 ? Math.max(lastSeveral, trailing(lines, lastSeveral, end)) : start + 1, columns };
}

function trailing(lines: readonly Line[], from: number, end: number): number {
  let at = from;
  while (at < end && lines[at - 1]!.v - lines[at]!.v <= WRAP * lines[at]!.size) at++;
  return at;
}

/** @returns The columns with the runs of one more line, undefined when a lone run lies over several. */
function merge(columns: readonly Column[], line: readonly Run[]): Column[] | undefined {
  const list = columns.map((column) => ({ ...column }));
  for (const run of line) {
    const slack = 0.2 * run.size;
    const hit = list.filter((column) => run.u0 < column.u1 - slack && run.u1 > column.u0 + slack);
    if (hit.length > 1 && line.length === 1) return undefined;
    const [target] = hit;
    if (target === undefined) {
      list.push({ u0: run.u0, u1: run.u1 });
      list.sort((a, b) => a.u0 - b.u0);
      continue;
    }
    for (const other of hit.slice(1)) {
      target.u0 = Math.min(target.u0, other.u0);
      target.u1 = Math.max(target.u1, other.u1);
      list.splice(list.indexOf(other), 1);
    }
    target.u0 = Math.min(target.u0, run.u0);
    target.u1 = Math.max(target.u1, run.u1);
  }
  return list;
}

/** Whether a run of a line lies over several of a longer one below it. */
const isAbove = (line: readonly Run[], below: readonly Run[]): boolean =>
  below.length > line.length + 1 &&
  line.some((run) => below.filter(({ u0, u1 }) => u0 < run.u1 && u1 > run.u0).length > 1);

/** In em: a cell begins so near the start of its column. */
const AT_START = 0.4;

/**
 * A cell as wide as its column, and the next one right behind it: 甲4号2号楼1962246436. Each was painted by itself, and the
 * second begins where its column does. @returns undefined where no run can be parted so.
 */
function cutRuns(line: readonly Run[], columns: readonly Column[]): Run[] | undefined {
  const list: Run[] = [];
  for (const run of line) {
    const starts = columns.filter(({ u0 }) => u0 > run.u0 + run.size && u0 < run.u1 - 0.2 * run.size);
    const glyphs = starts.length === 0 ? [] : run.words.flatMap((word) => word.glyphs);
    const cuts = starts.flatMap(({ u0 }) => {
      const at = glyphs.findIndex((glyph) => glyph.u0 >= u0 - AT_START * run.size);
      const [before, first] = [glyphs[at - 1], glyphs[at]];
      const begins =
        before !== undefined &&
        first !== undefined &&
        first.u0 <= u0 + AT_START * run.size &&
        first.glyph.op !== before.glyph.op;
      return begins ? [first] : [];
    });
    if (cuts.length === 0) list.push(run);
    else append(list, parts(run, new Set(cuts)));
  }
  return list.length > line.length ? list : undefined;
}

function parts(run: Run, firsts: ReadonlySet<Placed>): Run[] {
  const list: Word[][] = [[]];
  for (const word of run.words) {
    let glyphs: Placed[] = [];
    const flush = (): void => {
      if (glyphs.length > 0) list.at(-1)!.push(wordOf(glyphs));
      glyphs = [];
    };
    for (const glyph of word.glyphs) {
      if (firsts.has(glyph)) {
        flush();
        list.push([]);
      }
      glyphs.push(glyph);
    }
    flush();
  }
  return list
    .filter((words) => words.length > 0)
    .map((words) => ({ ...run, words, u0: words[0]!.u0, u1: words.at(-1)!.u1 }));
}

function columnOf(columns: readonly Column[], run: Run): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const [i, column] of columns.entries()) {
    const shared = Math.min(column.u1, run.u1) - Math.max(column.u0, run.u0);
    if (shared > most) {
      most = shared;
      best = i;
    }
  }
  return best;
}

/** Running text in columns fills them; the cells of a table do not. */
function isProse(rows: readonly (readonly Run[])[], columns: readonly Column[]): boolean {
  if (columns.length > 3 || rows.length < 5) return false;
  let full = 0;
  let all = 0;
  for (const row of rows) {
    for (const run of row) {
      const column = columns[columnOf(columns, run)]!;
      const width = column.u1 - column.u0;
      all++;
      if (width > 12 * run.size && run.u1 - run.u0 > 0.85 * width) full++;
    }
  }
  return full > 0.6 * all;
}

function prose(rows: readonly (readonly Run[])[], columns: readonly Column[]): Block {
  const list: Line[][] = columns.map(() => []);
  for (const row of rows) {
    const parts: Word[][] = columns.map(() => []);
    for (const run of row) append(parts[columnOf(columns, run)]!, run.words);
    for (const [i, words] of parts.entries()) {
      if (words.length > 0) list[i]!.push({ words, v: row[0]!.v, size: row[0]!.size });
    }
  }
  return { kind: 'prose', columns: list };
}

function tableOf(lines: readonly (readonly Run[])[], columns: readonly Column[]): Block {
  const rows: Run[][][] = [];
  const pitch = rowPitch(lines, columns.length);
  let last: readonly Run[] | undefined;
  let filled = 0;
  /** Where the row's first line stands, and the one in the middle of it, for a cell with fewer lines. */
  let top = 0;
  let middle: number | undefined;
  for (const line of lines) {
    const cells: Run[][] = columns.map(() => []);
    for (const run of line) cells[columnOf(columns, run)]!.push(run);
    const count = cells.filter((cell) => cell.length > 0).length;
    const row = rows.at(-1);
    const { v, size } = line[0]!;
    const step = last === undefined ? 0 : last[0]!.v - v;
    const apart = row !== undefined && step < 0.95 * size && isApart(row, cells);
    // A cell in the middle says where the row ends: as far below it as it begins above.
    const within =
      middle === undefined
        ? row !== undefined && continues(row, cells, step, size, count < filled, pitch)
        : row !== undefined && isBelow(row, cells) && middle - v <= top - middle + 0.3 * size;
    if (row !== undefined && (apart || within)) {
      cells.forEach((cell, i) => void append(row[i]!, cell));
      if (apart) middle ??= v;
    } else {
      rows.push(cells);
      filled = 0;
      top = v;
      middle = undefined;
    }
    filled = Math.max(filled, count);
    last = line;
  }
  return { kind: 'table', rows };
}

function isApart(row: readonly (readonly Run[])[], cells: readonly (readonly Run[])[]): boolean {
  return cells.every((cell, i) => cell.length === 0 || row[i]!.length === 0);
}

function isBelow(row: readonly (readonly Run[])[], cells: readonly (readonly Run[])[]): boolean {
  return cells.every((cell, i) => cell.length === 0 || row[i]!.length > 0);
}

/** Whether a line goes on with the row above it. */
function continues(
  row: readonly (readonly Run[])[],
  cells: readonly (readonly Run[])[],
  step: number,
  size: number,
  fewer: boolean,
  pitch: number,
): boolean {
  if (!fewer || !isBelow(row, cells) || step > WRAP * size) return false;
  return cells[0]!.length === 0 || step < 0.9 * pitch;
}

/** Median distance of lines that fill most columns. */
function rowPitch(lines: readonly (readonly Run[])[], columns: number): number {
  const steps: number[] = [];
  let last: number | undefined;
  for (const line of lines) {
    if (line.length * 2 <= columns) continue;
    if (last !== undefined) steps.push(last - line[0]!.v);
    last = line[0]!.v;
  }
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? Number.POSITIVE_INFINITY;
}
