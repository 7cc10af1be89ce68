/** Paragraphs and tables in reading order: one segment. */
import {
  BLOCK_END,
  CELL_END,
  type Cell,
  type Channel,
  LINE_BREAK,
  type NearPlace,
  type Segment,
} from '../../core/index.js';
import { Lane, type Mirror, MirrorMap, type PartSource } from './lane.js';
import type { Paragraph, RunPiece } from './paragraph.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenCell {
  readonly table: number;
  readonly row: number;
  readonly column: number;
  readonly start: number;
  end: number | undefined;
  colSpan: number;
  header: boolean;
  /** What it became when it was closed; a merge extends it later. */
  closed: Mutable<Cell> | undefined;
  /** Goes on from the row above (`w:vMerge` without `restart`). */
  continues: boolean;
}

interface OpenTable {
  readonly index: number;
  row: number;
  column: number;
  header: boolean;
  cell: OpenCell | undefined;
  /** Column → cell that a vertical merge extends. */
  readonly merged: Map<number, OpenCell>;
}

/** Text of a capture and where it starts in the flow. */
export interface Captured {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export class Flow {
  readonly channel: Channel;
  readonly #lane: Lane;
  readonly #tables: OpenTable[] = [];
  readonly #mirrors: Mirror[] = [];
  readonly #log: string[] = [];
  readonly #captures: { log: number; start: number }[] = [];
  #tableCount = 0;
  #paragraphs = 0;
  /** A paragraph ended; the next text needs a separator. */
  #pending = false;

  constructor(source: PartSource, channel: Channel) {
    this.channel = channel;
    this.#lane = new Lane(source);
  }

  /** Row from 0 of the innermost table, undefined outside tables. */
  get row(): number | undefined {
    return this.#tables.at(-1)?.row;
  }

  get near(): NearPlace {
    const table = this.#tables.at(-1);
    const paragraph = this.#paragraphs;
    if (table === undefined) return { paragraph };
    return { paragraph, table: table.index + 1, row: table.row + 1, column: table.column + 1 };
  }

  /** Counts the paragraph and writes what is shown of it. */
  paragraph(paragraph: Paragraph): void {
    this.#paragraphs++;
    const shown = paragraph.pieces.filter(({ state }) => state === 'shown' || state === 'inserted');
    if (shown.length === 0) return;
    const { builder } = this.#lane;
    if (this.#pending && builder.length > 0) {
      this.#insert(this.#tables.at(-1)?.cell?.end === undefined && this.#inCell() ? LINE_BREAK : BLOCK_END);
    }
    this.#pending = true;
    this.#lane.mark(this.near);
    for (const capture of this.#captures) if (capture.start < 0) capture.start = builder.length;
    writePieces(this.#lane, shown);
    if (this.#captures.length > 0) this.#log.push(shown.map((piece) => paragraph.textOf(piece)).join(''));
  }

  openTable(): void {
    const outer = this.#tables.at(-1)?.cell;
    const { builder } = this.#lane;
    // A table inside a cell gets rows of its own; the text of the cell ends before it.
    if (outer !== undefined && outer.end === undefined) outer.end = builder.length;
    this.#endBlock();
    this.#tables.push({
      index: this.#tableCount++,
      row: -1,
      column: 0,
      header: false,
      cell: undefined,
      merged: new Map(),
    });
  }

  closeTable(): void {
    if (this.#tables.pop() !== undefined) this.#endBlock();
  }

  openRow(): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    this.#endBlock();
    table.row++;
    table.column = 0;
    table.header = false;
    table.cell = undefined;
  }

  closeRow(): void {
    this.#endBlock();
  }

  /** `w:tblHeader`: the row is repeated on every page. */
  headerRow(): void {
    const table = this.#tables.at(-1);
    if (table !== undefined) table.header = true;
  }

  /** `w:gridBefore`: the row starts further right. */
  skipColumns(count: number): void {
    const table = this.#tables.at(-1);
    if (table !== undefined) table.column += span(count);
  }

  openCell(): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    const { builder } = this.#lane;
    this.#pending = false;
    if (table.cell !== undefined) this.#insert(CELL_END);
    table.cell = {
      table: table.index,
      row: Math.max(0, table.row),
      column: table.column,
      start: builder.length,
      end: undefined,
      colSpan: 1,
      header: table.header,
      closed: undefined,
      continues: false,
    };
  }

  cellSpan(columns: number): void {
    const cell = this.#tables.at(-1)?.cell;
    if (cell !== undefined) cell.colSpan = Math.max(1, span(columns));
  }

  cellMerge(restarts: boolean): void {
    const table = this.#tables.at(-1);
    if (table?.cell === undefined) return;
    table.cell.continues = !restarts;
    if (restarts) table.merged.set(table.cell.column, table.cell);
  }

  closeCell(): void {
    const table = this.#tables.at(-1);
    const cell = table?.cell;
    if (table === undefined || cell === undefined) return;
    const { builder } = this.#lane;
    cell.end ??= builder.length;
    this.#pending = false;
    table.column = cell.column + cell.colSpan;
    const origin = table.merged.get(cell.column);
    if (cell.continues && origin !== undefined) {
      if (origin.closed !== undefined && cell.row > origin.row)
        origin.closed.rowSpan = cell.row - origin.row + 1;
      // Word shows nothing of a cell that continues another one; what it holds is text all the same.
      if (cell.end === cell.start) return;
    } else if (!cell.continues && origin !== undefined && origin !== cell) table.merged.delete(cell.column);
    const { row, column, start, end, colSpan, header } = cell;
    const closed: Mutable<Cell> = {
      table: cell.table,
      row,
      column,
      start,
      end,
      ...(colSpan > 1 ? { colSpan } : {}),
      ...(header ? { header } : {}),
    };
    cell.closed = closed;
    builder.cell(closed);
  }

  beginCapture(): void {
    this.#captures.push({ log: this.#log.length, start: -1 });
  }

  endCapture(): Captured {
    const { log, start } = this.#captures.pop()!;
    const text = this.#log.slice(log).join('\n');
    const captured = { text, start, end: this.#lane.builder.length };
    if (this.#captures.length === 0) this.#log.length = 0;
    return captured;
  }

  /** What stands at `start`…`end` of this flow stands elsewhere too. */
  mirror(mirror: Mirror): void {
    this.#mirrors.push(mirror);
  }

  flush(channel: Channel = this.channel, label?: string): Segment | undefined {
    while (this.#tables.length > 0) {
      this.closeCell();
      this.closeTable();
    }
    const segment = this.#lane.flush(channel, label);
    if (segment === undefined || this.#mirrors.length === 0) return segment;
    return { ...segment, map: new MirrorMap(segment.map, this.#mirrors) };
  }

  #inCell(): boolean {
    return this.#tables.at(-1)?.cell !== undefined;
  }

  #insert(mark: string): void {
    this.#lane.builder.insert(mark);
  }

  #endBlock(): void {
    this.#pending = false;
    this.#lane.builder.endBlock();
  }
}

/** Writes pieces; the ones that stand nowhere are inserted. */
export function writePieces(lane: Lane, pieces: readonly RunPiece[]): void {
  for (const { start, end, text } of pieces) {
    if (start < 0) lane.builder.insert(text ?? '');
    // A break inside a paragraph is structure, not text of the source.
    else if (text === LINE_BREAK) lane.builder.replace(text, start, end);
    else if (text !== undefined) lane.replace(text, start, end);
    else lane.copy(start, end);
  }
}

/** Counts that a file states are not sizes to allocate; Word stops at 63 columns. */
function span(count: number): number {
  return Number.isFinite(count) && count > 0 ? Math.min(16_384, Math.trunc(count)) : 0;
}
