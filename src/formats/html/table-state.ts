/** Rows, columns and merged cells of the tables that are open. Source: HTML Standard § 4.9.12 (table model). */
import type { Cell } from '../../core/index.js';
import type { Flow } from './flow.js';

/** The standard's bound of `colspan`. */
const MAX_SPAN = 1000;
/** Columns whose merges are kept; cells further right still count, unmerged. */
const MAX_COLUMNS = 1024;

interface OpenCell {
  readonly flow: Flow;
  readonly start: number;
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly colSpan: number;
  readonly header: boolean;
}

interface Found {
  readonly flow: Flow;
  readonly cell: Cell;
}

export class TableState {
  readonly id: number;
  readonly #found: Found[] = [];
  #row = -1;
  #column = 0;
  #cellsInRow = 0;
  #rowFlow: Flow | undefined;
  #open: OpenCell | undefined;
  #layout = false;
  /** For each column the row at which it is free again. */
  #taken: number[] = [];

  constructor(id: number) {
    this.id = id;
  }

  /** A cell of data is open: its blocks are lines of one cell. */
  get inCell(): boolean {
    return this.#open !== undefined && !this.#layout;
  }

  /** The open cell holds a table: it lays out a page and is no cell of data. */
  markLayout(): void {
    this.#layout = true;
  }

  startRow(flow: Flow): void {
    this.endRow();
    this.#row++;
    this.#column = 0;
    this.#cellsInRow = 0;
    this.#rowFlow = flow;
    flow.endBlock();
  }

  startCell(flow: Flow, header: boolean, rowSpan: number, colSpan: number): void {
    this.endCell();
    if (this.#rowFlow === undefined) this.startRow(flow);
    if (this.#cellsInRow > 0 && flow === this.#rowFlow) flow.endCell();
    else if (this.#rowFlow !== flow) {
      // Hidden cells of a visible row stand on rows of their own.
      if (this.#found.at(-1)?.flow === flow && this.#found.at(-1)?.cell.row === this.#row) flow.endCell();
      else flow.endBlock();
    }
    if (flow === this.#rowFlow) this.#cellsInRow++;
    while ((this.#taken[this.#column] ?? 0) > this.#row) this.#column++;
    const column = this.#column;
    const wide = Math.min(MAX_SPAN, Math.max(1, colSpan));
    // rowspan="0" reaches to the end of the table.
    const high = rowSpan === 0 ? MAX_SPAN : Math.min(MAX_SPAN, Math.max(1, rowSpan));
    if (high > 1) {
      const until = Math.min(MAX_COLUMNS, column + wide);
      for (let i = this.#taken.length; i < until; i++) this.#taken.push(0);
      for (let i = column; i < until; i++) this.#taken[i] = this.#row + high;
    }
    this.#column += wide;
    this.#layout = false;
    this.#open = {
      flow,
      start: flow.startCell(),
      row: this.#row,
      column,
      rowSpan: high,
      colSpan: wide,
      header,
    };
  }

  endCell(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    if (this.#layout) {
      this.#layout = false;
      return;
    }
    const { row, column, rowSpan, colSpan, header } = open;
    const span = open.flow.cellSpan(open.start);
    if (span.start === span.end) return;
    const { start, end } = span;
    let cell: Cell = { start, end, table: this.id, row, column };
    // Most cells are plain; spreading empty objects into each takes a quarter of a page's reading.
    if (rowSpan > 1) cell = { ...cell, rowSpan };
    if (colSpan > 1) cell = { ...cell, colSpan };
    if (header) cell = { ...cell, header };
    this.#found.push({ flow: open.flow, cell });
  }

  endRow(): void {
    this.endCell();
    this.#rowFlow?.endBlock();
    this.#rowFlow = undefined;
  }

  /** Hands the cells to their flows. A table of one cell is a frame around text, no data. */
  end(): void {
    this.endRow();
    if (this.#found.length < 2) return;
    for (const { flow, cell } of this.#found) flow.cell(cell);
  }
}
