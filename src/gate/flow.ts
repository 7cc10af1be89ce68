/** Puts the running text of rich text together: pieces of text from many nodes, blocks, tables. */
import {
  BLOCK_END,
  CELL_END,
  type Cell,
  LINE_BREAK,
  LineIndex,
  type Segment,
  type SourceMap,
  wholeSource,
} from '../core/index.js';
import { JoinedMap, type JoinedPiece } from './joined-map.js';

/** The table that is being read: rows and columns from 0, and how long cells from above reach down. */
interface Table {
  readonly number: number;
  row: number;
  column: number;
  /** Column → rows that a cell above still covers. */
  readonly covered: Map<number, number>;
}

export interface CellShape {
  readonly rowSpan: number;
  readonly colSpan: number;
  readonly header: boolean;
}

/** Columns and rows of one table that are told apart; a hostile span must not cost more. */
const MAX_SPAN = 100;

/** One flow of text, as one reader reads it. A number that marks split over nodes stands in one piece in it. */
export class Flow {
  readonly #chunks: string[] = [];
  readonly #pieces: JoinedPiece[] = [];
  readonly #cells: Cell[] = [];
  readonly #part: string;
  #length = 0;
  #last = '';
  #tables = 0;
  #table: Table | undefined;
  #inCell = false;

  constructor(part: string) {
    this.#part = part;
  }

  /** Adds the text of one node. @param part What the places say: the path of the string in the JSON. */
  text(source: string, part: string): void {
    if (source === '') return;
    const shown = source.replace(/[\t\n\r]/g, (mark) => (mark === '\n' ? LINE_BREAK : ' '));
    this.#piece(shown, wholeSource(source, 'body', part, new LineIndex(source)).map);
  }

  /** Adds a segment that a format made of a node's markup. */
  segment({ text, map }: Segment): void {
    const shown = this.#inCell ? text.replace(/[\n\t]/g, (mark) => (mark === '\n' ? LINE_BREAK : ' ')) : text;
    this.#piece(shown, map);
  }

  /** A line break inside a block. */
  break(): void {
    this.#mark(LINE_BREAK);
  }

  /** Ends a block, once. */
  endBlock(): void {
    const mark = this.#inCell ? LINE_BREAK : BLOCK_END;
    if (this.#length > 0 && this.#last !== BLOCK_END && this.#last !== mark && this.#last !== CELL_END)
      this.#mark(mark);
  }

  /** @param read Reads the rows, which call `row`. A table inside a cell is text of the cell. */
  table(read: () => void): void {
    if (this.#inCell || this.#table !== undefined) {
      read();
      return;
    }
    this.endBlock();
    this.#table = { number: this.#tables++, row: 0, column: 0, covered: new Map() };
    read();
    this.#table = undefined;
    this.endBlock();
  }

  row(read: () => void): void {
    const table = this.#table;
    if (table === undefined || this.#inCell) {
      read();
      this.endBlock();
      return;
    }
    table.column = 0;
    read();
    if (this.#last !== BLOCK_END) this.#mark(BLOCK_END);
    table.row++;
    for (const [column, rows] of table.covered) {
      if (rows <= 1) table.covered.delete(column);
      else table.covered.set(column, rows - 1);
    }
  }

  cell(shape: CellShape, read: () => void): void {
    const table = this.#table;
    if (table === undefined || this.#inCell) {
      read();
      this.endBlock();
      return;
    }
    if (this.#length > 0 && table.column > 0) this.#mark(CELL_END);
    while (table.covered.has(table.column)) table.column++;
    const rowSpan = Math.min(MAX_SPAN, Math.max(1, shape.rowSpan));
    const colSpan = Math.min(MAX_SPAN, Math.max(1, shape.colSpan));
    const { column } = table;
    // The covers of this row's own cells count from the next row on, so one row more.
    if (rowSpan > 1) for (let i = 0; i < colSpan; i++) table.covered.set(column + i, rowSpan);
    table.column += colSpan;
    const start = this.#length;
    this.#inCell = true;
    read();
    this.#inCell = false;
    this.#cells.push({
      start,
      end: this.#length,
      table: table.number,
      row: table.row,
      column,
      ...(rowSpan > 1 ? { rowSpan } : {}),
      ...(colSpan > 1 ? { colSpan } : {}),
      ...(shape.header ? { header: true } : {}),
    });
  }

  /** @returns The text with its map, undefined when there is nothing but white space. */
  finish(): Segment | undefined {
    const text = this.#chunks.join('');
    if (text.trim() === '') return undefined;
    const map = new JoinedMap(this.#pieces);
    const cells = this.#cells;
    return { channel: 'body', part: this.#part, text, map, ...(cells.length > 0 ? { cells } : {}) };
  }

  #piece(text: string, map: SourceMap): void {
    if (text === '') return;
    this.#pieces.push({ at: this.#length, length: text.length, map });
    this.#mark(text);
  }

  #mark(text: string): void {
    this.#chunks.push(text);
    this.#length += text.length;
    this.#last = text.charAt(text.length - 1);
  }
}
