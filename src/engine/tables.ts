/** Column headers of the tables in a segment: which rows are headers, and what stands above a cell. */
import { append, type Cell, type LabelHit, type Segment, type Span } from '../core/index.js';
import type { LabelFinder } from './label-finder.js';

/** Rows looked at for a header: titles and merged double headers stand above it. */
const HEADER_ROWS = 6;
/** Of a wider row only its first cells and those around a cell tell of it: a row may hold a million. */
const FIRST_CELLS = 8;
const CELLS_BESIDE = 24;

interface TableHeader {
  /** Column → labels of its header cells, all rows of the header together. */
  readonly columns: ReadonlyMap<number, readonly LabelHit[]>;
  readonly all: readonly LabelHit[];
  /** Column → its header cells as written. */
  readonly texts: ReadonlyMap<number, string>;
  /** First row below the header. */
  readonly body: number;
}

interface Top {
  readonly cell: Cell;
  readonly written: string;
}

export class Tables {
  readonly #segment: Segment;
  readonly #cells: readonly Cell[];
  readonly #labels: LabelFinder;
  #byTable: Map<number, Cell[]> | undefined;
  readonly #headers = new Map<number, TableHeader>();
  readonly #titles = new Map<number, string>();
  readonly #columns = new Map<number, ReadonlyMap<number, readonly Cell[]>>();
  readonly #tops = new Map<string, Top | undefined>();
  /** The row that was asked for last: its values come one after the other. */
  #row: readonly Cell[] = [];

  constructor(segment: Segment, labels: LabelFinder) {
    this.#segment = segment;
    this.#cells = segment.cells ?? [];
    this.#labels = labels;
  }

  /** The cell that holds an offset. */
  cellAt(offset: number): Cell | undefined {
    let low = 0;
    let high = this.#cells.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cells[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    // An outer cell may begin before an inner table's cells: look back a little.
    for (let i = low - 1; i >= 0 && i > low - 8; i--) {
      const cell = this.#cells[i]!;
      if (offset < cell.end) return cell;
    }
    return undefined;
  }

  /** Whether a span meets a cell. */
  meets({ start, end }: Span): boolean {
    if (this.#cells.length === 0) return false;
    if (this.cellAt(start) !== undefined) return true;
    const next = this.#cells[this.#firstFrom(start)];
    return next !== undefined && next.start < end;
  }

  /** The cells of a cell's row, in order. */
  row(cell: Cell): readonly Cell[] {
    const first = this.#row[0];
    if (
      first !== undefined &&
      this.#sameRow(first, cell) &&
      first.start <= cell.start &&
      cell.start <= this.#row.at(-1)!.start
    )
      return this.#row;
    const at = this.#indexOf(cell);
    let from = at;
    while (from > 0 && this.#sameRow(this.#cells[from - 1]!, cell)) from--;
    let to = at;
    while (to + 1 < this.#cells.length && this.#sameRow(this.#cells[to + 1]!, cell)) to++;
    this.#row = this.#cells.slice(from, to + 1);
    return this.#row;
  }

  /** The cells of a cell's row that may tell of it, in order, with the cell itself: all but of a very wide row. */
  beside(cell: Cell): readonly Cell[] {
    const row = this.row(cell);
    if (row.length <= FIRST_CELLS + 2 * CELLS_BESIDE + 1) return row;
    const at = this.#indexOf(cell) - this.#indexOf(row[0]!);
    const from = Math.max(FIRST_CELLS, at - CELLS_BESIDE);
    return [...row.slice(0, FIRST_CELLS), ...row.slice(from, Math.max(from, at + CELLS_BESIDE + 1))];
  }

  /** The cells of a cell's row and of so many rows above it. */
  rowsAbove(cell: Cell, rows: number): readonly Cell[] {
    const row = this.row(cell);
    let from = this.#indexOf(row[0]!);
    const last = from + row.length;
    while (from > 0) {
      const other = this.#cells[from - 1]!;
      if (other.table !== cell.table || other.row < cell.row - rows) break;
      from--;
    }
    return this.#cells.slice(from, last);
  }

  /** The cells of so many rows below a cell's row. */
  rowsBelow(cell: Cell, rows: number): readonly Cell[] {
    const row = this.row(cell);
    const from = this.#indexOf(row[0]!) + row.length;
    let to = from;
    while (to < this.#cells.length) {
      const other = this.#cells[to]!;
      if (other.table !== cell.table || other.row > cell.row + rows) break;
      to++;
    }
    return this.#cells.slice(from, to);
  }

  /** Index of a cell: by its start, then past cells that begin at the same place. */
  #indexOf(cell: Cell): number {
    let index = this.#firstFrom(cell.start);
    while (this.#cells[index] !== cell) index++;
    return index;
  }

  /** Index of the first cell that begins at an offset or behind it. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#cells.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cells[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sameRow(a: Cell, b: Cell): boolean {
    return a.table === b.table && a.row === b.row;
  }

  /** Labels in the header of a cell's column; empty for a header cell itself. */
  header(cell: Cell): readonly LabelHit[] {
    const header = this.#headerOf(cell.table);
    if (cell.row < header.body) return [];
    return header.columns.get(cell.column) ?? [];
  }

  /** Labels of all column headers of a cell's table. */
  all(cell: Cell): readonly LabelHit[] {
    return this.#headerOf(cell.table).all;
  }

  /** Header of a cell's column as written; '' for none, and for a header cell itself. */
  columnText(cell: Cell): string {
    const header = this.#headerOf(cell.table);
    return cell.row < header.body ? '' : (header.texts.get(cell.column) ?? '');
  }

  /** What stands on top of a cell's column, in a table whose header holds no label that is known. */
  topText(cell: Cell): string {
    const key = `${cell.table} ${cell.column}`;
    if (!this.#tops.has(key)) this.#tops.set(key, this.#topOf(cell));
    const top = this.#tops.get(key);
    return top === undefined || top.cell === cell ? '' : top.written;
  }

  #topOf(cell: Cell): Top | undefined {
    // A title or a unit of money may stand above, alone in its row.
    const top = this.column(cell).find((one) => one.row > 1 || this.row(one).length > 1);
    if (top === undefined || top.row > 1) return undefined;
    const { text } = this.#segment;
    const row = this.beside(top);
    // The first line of a form holds values too.
    if (row.some(({ start, end }) => /\d{5}/.test(text.slice(start, Math.min(end, start + 40)))))
      return undefined;
    return { cell: top, written: text.slice(top.start, Math.min(top.end, top.start + 40)) };
  }

  /** Text of the header rows of a cell's table. */
  headerText(cell: Cell): string {
    const known = this.#titles.get(cell.table);
    if (known !== undefined) return known;
    const { body } = this.#headerOf(cell.table);
    const head = this.#cellsOf(cell.table).filter((other) => other.row < body);
    const title = head
      .map((other) => this.#segment.text.slice(other.start, Math.min(other.end, other.start + 40)))
      .join(' ');
    this.#titles.set(cell.table, title);
    return title;
  }

  /** The first cell of a cell's table. */
  top(cell: Cell): Cell {
    return this.#cellsOf(cell.table)[0] ?? cell;
  }

  /** All cells of a cell's column. */
  column(cell: Cell): readonly Cell[] {
    let columns = this.#columns.get(cell.table);
    if (columns === undefined) {
      columns = byKey(this.#cellsOf(cell.table), ({ column }) => column);
      this.#columns.set(cell.table, columns);
    }
    return columns.get(cell.column) ?? [];
  }

  #cellsOf(table: number): readonly Cell[] {
    this.#byTable ??= byKey(this.#cells, (cell) => cell.table);
    return this.#byTable.get(table) ?? [];
  }

  #headerOf(table: number): TableHeader {
    const known = this.#headers.get(table);
    if (known !== undefined) return known;
    const { text } = this.#segment;
    const rows = new Map<number, { cell: Cell; labels: LabelHit[] }[]>();
    for (const cell of this.#cellsOf(table)) {
      if (cell.row >= HEADER_ROWS) continue;
      const labels = headerLabels(cell, this.#labels);
      const row = rows.get(cell.row);
      if (row === undefined) rows.set(cell.row, [{ cell, labels }]);
      else row.push({ cell, labels });
    }
    const columns = new Map<number, LabelHit[]>();
    const all: LabelHit[] = [];
    const texts = new Map<number, string>();
    let body = 0;
    for (const [index, row] of [...rows].sort((a, b) => a[0] - b[0])) {
      const labelled = row.filter(({ labels }) => labels.length > 0).length;
      const digits = row.some(({ cell }) => /\d{7}/.test(text.slice(cell.start, cell.end)));
      const isHeader =
        !digits &&
        (row.some(({ cell }) => cell.header === true) ||
          labelled >= 2 ||
          (labelled === 1 && row.length <= 2 && row.length > 1 && index === 0));
      if (!isHeader) continue;
      body = index + 1;
      for (const { cell, labels } of row) {
        append(all, labels);
        for (let column = cell.column; column < cell.column + Math.min(cell.colSpan ?? 1, 64); column++) {
          columns.set(column, [...(columns.get(column) ?? []), ...labels]);
          const written = text.slice(cell.start, Math.min(cell.end, cell.start + 40));
          texts.set(column, `${texts.get(column) ?? ''} ${written}`.slice(0, 120).trim());
        }
        body = Math.max(body, index + Math.min(cell.rowSpan ?? 1, HEADER_ROWS));
      }
    }
    const header = { columns, all, texts, body };
    this.#headers.set(table, header);
    return header;
  }
}

function byKey(cells: readonly Cell[], keyOf: (cell: Cell) => number): Map<number, Cell[]> {
  const groups = new Map<number, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(keyOf(cell));
    if (group === undefined) groups.set(keyOf(cell), [cell]);
    else group.push(cell);
  }
  return groups;
}

/** A header cell is short and is a label, or begins or ends with one. */
function headerLabels(cell: Cell, labels: LabelFinder): LabelHit[] {
  return cell.end - cell.start > 40 ? [] : labels.find(cell.start, cell.end);
}

/** Lines around spans. */
export class Lines {
  readonly #text: string;
  /** The line that was asked for last, without its line breaks: values come in the order of the text. */
  #start = 0;
  #end = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The line that holds a span: up to the block ends around it, at most `reach` units on each side. */
  around(span: Span, reach: number): Span {
    if (span.start < this.#start || span.start > this.#end) {
      // lastIndexOf reads a negative start as 0.
      this.#start = span.start === 0 ? 0 : this.#text.lastIndexOf('\n', span.start - 1) + 1;
      this.#end = this.#blockEnd(span.start);
    }
    const end = span.end <= this.#end ? this.#end : this.#blockEnd(span.end);
    return { start: Math.max(this.#start, span.start - reach), end: Math.min(end, span.end + reach) };
  }

  #blockEnd(from: number): number {
    const next = this.#text.indexOf('\n', from);
    return next < 0 ? this.#text.length : next;
  }
}
