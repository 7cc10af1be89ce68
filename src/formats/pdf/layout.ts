/** Glyphs of a page → its text in reading order, with tables. */
import { BLOCK_END, CELL_END, LINE_BREAK } from '../../core/index.js';
import { type Block, blocks, type Run } from './columns.js';
import { cellAt, type Grid, type GridCell, grids } from './grid.js';
import type { Glyph, Rule } from './ink.js';
import { type Frame, frames, type Line, lines, type Placed, type Word } from './lines.js';
import { PageText } from './page-map.js';

/** In em: a wider gap on a line outside a table is shown as a cell end. */
const WIDE_GAP = 2;
/** In em: a line this long that reaches the right edge goes on in the next. */
const FULL_LINE = 20;
const FULL_COLUMN = 12;
/** Baselines nearer than this, in em, are one line of a cell. */
const CELL_LINE = 0.35;

type Table = { readonly grid: Grid; readonly words: Map<GridCell, Word[]> };

/** @param rules In user space. @param keep Which lines or cells to print; all when missing. */
export function layOut(
  glyphs: readonly Glyph[],
  rules: readonly Rule[],
  keep?: (words: readonly Word[]) => readonly Word[],
): PageText {
  const text = new PageText();
  for (const frame of frames(glyphs)) {
    text.endBlock();
    layOutFrame(frame, rules, text, keep ?? ((words) => words));
  }
  return text;
}

function layOutFrame(
  frame: Frame,
  rules: readonly Rule[],
  text: PageText,
  keep: (words: readonly Word[]) => readonly Word[],
): void {
  const tables: Table[] = grids(inFrame(rules, frame)).map((grid) => ({ grid, words: new Map() }));
  const free: Line[] = [];
  for (const line of lines(frame.placed)) {
    const words = tables.length === 0 ? line.words : line.words.filter((word) => !fill(tables, word));
    const kept = keep(words);
    if (kept.length > 0) free.push({ ...line, words: [...kept] });
  }
  const filled = tables.filter((table) => table.words.size > 0).sort((a, b) => b.grid.vs[0]! - a.grid.vs[0]!);
  let from = 0;
  for (const table of filled) {
    let to = from;
    while (to < free.length && free[to]!.v > table.grid.vs[0]! - free[to]!.size * 0.3) to++;
    writeBlocks(blocks(free.slice(from, to)), text);
    from = to;
    writeGrid(table, text, keep);
  }
  writeBlocks(blocks(free.slice(from)), text);
}

/** Rules of an upright or quarter-turned frame; slanted text has none. */
function inFrame(rules: readonly Rule[], { dx, dy }: Frame): readonly Rule[] {
  const x = Math.round(dx);
  const y = Math.round(dy);
  if (Math.abs(x) + Math.abs(y) !== 1 || Math.abs(dx * x + dy * y) < 0.999) return [];
  if (x === 1) return rules;
  return rules.map((rule) => {
    const [ax, ay, bx, by] = rule.horizontal
      ? [rule.from, rule.at, rule.to, rule.at]
      : [rule.at, rule.from, rule.at, rule.to];
    const [u0, v0, u1, v1] = [ax * x + ay * y, ay * x - ax * y, bx * x + by * y, by * x - bx * y];
    return Math.abs(u1 - u0) >= Math.abs(v1 - v0)
      ? { horizontal: true, at: v0, from: Math.min(u0, u1), to: Math.max(u0, u1) }
      : { horizontal: false, at: u0, from: Math.min(v0, v1), to: Math.max(v0, v1) };
  });
}

/** Puts a word into the cells it lies in. @returns false when it lies in no table. */
function fill(tables: readonly Table[], word: Word): boolean {
  for (const table of tables) {
    const { us, vs } = table.grid;
    const middle = word.v + 0.3 * word.size;
    if (middle > vs[0]! || middle < vs.at(-1)! || word.u1 < us[0]! || word.u0 > us.at(-1)!) continue;
    let part: Placed[] = [];
    let cell: GridCell | undefined;
    const flush = (): void => {
      if (cell === undefined || part.length === 0) return;
      const words = table.words.get(cell) ?? [];
      words.push({ ...word, glyphs: part, u0: part[0]!.u0, u1: part.at(-1)!.u1 });
      table.words.set(cell, words);
      part = [];
    };
    for (const item of word.glyphs) {
      const at = cellAt(table.grid, (item.u0 + item.u1) / 2, middle);
      const before = part.at(-1);
      // One string that runs over its cell's border is one value; only other strings start anew.
      const runsOver = before !== undefined && (at === undefined || overflows(before, item, word));
      if (!runsOver && at !== cell) {
        flush();
        cell = at;
      }
      part.push(item);
    }
    if (cell === undefined) continue;
    flush();
    return true;
  }
  return false;
}

function overflows(before: Placed, item: Placed, word: Word): boolean {
  if (before.glyph.op === item.glyph.op) return true;
  return item.u0 - before.u1 > 0.3 * word.size; // a comb: one digit a box
}

function writeGrid(table: Table, text: PageText, keep: (words: readonly Word[]) => readonly Word[]): void {
  const id = text.table();
  const { cells, us } = table.grid;
  const columns = us.length - 1;
  text.endBlock();
  let row = -1;
  let written = false;
  let pending = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    const at = Math.floor(i / columns);
    if (cell.row !== at || cell.column !== i % columns) continue; // not the first of a merged cell
    if (at !== row) {
      if (written) text.mark(BLOCK_END);
      row = at;
      written = false;
      pending = 0;
    } else pending++;
    const words = keep(table.words.get(cell) ?? []);
    if (words.length === 0) continue;
    for (; pending > 0; pending--) text.mark(CELL_END);
    const start = text.length;
    writeCell(words, text);
    written = true;
    text.cell({
      start,
      end: text.length,
      table: id,
      row: cell.row,
      column: cell.column,
      ...(cell.rowSpan > 1 ? { rowSpan: cell.rowSpan } : {}),
      ...(cell.colSpan > 1 ? { colSpan: cell.colSpan } : {}),
    });
  }
  text.endBlock();
}

/** The lines of a cell, parted by LINE_BREAK. */
function writeCell(words: readonly Word[], text: PageText): void {
  const sorted = [...words].sort((a, b) => b.v - a.v);
  let line: Word[] = [];
  let first = true;
  const flush = (): void => {
    if (line.length === 0) return;
    if (!first) text.mark(LINE_BREAK);
    first = false;
    writeWords(
      line.sort((a, b) => a.u0 - b.u0),
      text,
      Number.POSITIVE_INFINITY,
    );
    line = [];
  };
  for (const word of sorted) {
    if (line.length > 0 && line[0]!.v - word.v > CELL_LINE * Math.max(word.size, line[0]!.size)) flush();
    line.push(word);
  }
  flush();
}

/** @param wide Gap in em from which words are parted by a cell end. */
function writeWords(words: readonly Word[], text: PageText, wide: number): void {
  for (const [i, word] of words.entries()) {
    const before = words[i - 1];
    if (before !== undefined) {
      const gap = (word.u0 - before.u1) / Math.max(1e-6, Math.min(before.size, word.size));
      text.mark(gap > wide ? CELL_END : ' ');
    }
    for (const item of word.glyphs) text.glyph(item.glyph);
  }
}

function writeBlocks(list: readonly Block[], text: PageText): void {
  for (const block of list) {
    text.endBlock();
    if (block.kind === 'table') writeTable(block.rows, text);
    else if (block.kind === 'lines') writeParagraphs(block.lines, text, FULL_LINE);
    else {
      for (const column of block.columns) {
        writeParagraphs(column, text, FULL_COLUMN);
        text.endBlock();
      }
    }
  }
  text.endBlock();
}

function writeTable(rows: readonly (readonly (readonly Run[])[])[], text: PageText): void {
  const id = text.table();
  for (const [row, cells] of rows.entries()) {
    let pending = 0;
    for (const [column, list] of cells.entries()) {
      if (list.length > 0) {
        for (; pending > 0; pending--) text.mark(CELL_END);
        const start = text.length;
        writeCell(
          list.flatMap((run) => run.words),
          text,
        );
        text.cell({ start, end: text.length, table: id, row, column });
      }
      pending++;
    }
    text.endBlock();
  }
}

/** Lines that reach the right edge go on in the next one: a break, not an end. */
function writeParagraphs(list: readonly Line[], text: PageText, full: number): void {
  const right = list.reduce((most, line) => Math.max(most, line.words.at(-1)!.u1), Number.NEGATIVE_INFINITY);
  for (const [i, line] of list.entries()) {
    const before = list[i - 1];
    if (before !== undefined) {
      if (goesOn(before, line, right, full)) text.mark(LINE_BREAK);
      else text.endBlock();
    }
    writeWords(line.words, text, WIDE_GAP);
  }
}

function goesOn(before: Line, line: Line, right: number, full: number): boolean {
  const { size } = before;
  const [u0, u1] = [before.words[0]!.u0, before.words.at(-1)!.u1];
  return (
    u1 - u0 >= full * size &&
    right - u1 <= 1.5 * size &&
    Math.abs(line.size - size) <= 0.15 * size &&
    before.v - line.v <= 2.5 * size &&
    line.words[0]!.u0 <= u0 + 0.5 * size
  );
}
