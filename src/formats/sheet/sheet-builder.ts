/** Gathers the cells of one sheet and gives its segments. */
import type { Channel, Segment } from '../../core/index.js';
import { BuiltRows, SHEET_LIMITS, type SheetLimits } from './built-rows.js';
import type { CellLook, ConditionalFormats } from './conditional-formats.js';
import type { Value } from './formula-values.js';
import { type CellId, MAX_TEXT, SheetText, type Spans } from './sheet-text.js';

export interface SheetCell extends CellId {
  readonly text: string;
  /** Its own format hides it: `;;;`, white on nothing. */
  readonly hidden: boolean;
  /** What it holds and how it looks: for conditional formats. */
  readonly value?: Value;
  readonly look?: CellLook;
}

/** So many cells of one character in a row are a form with a box for each digit. */
const BOXES = 10;
/** A heading has no number in it. */
const VALUE = /\d{5}/;
/** Rows in which a heading is looked for. */
const HEADING_ROWS = 6;

export class SheetBuilder {
  readonly name: string;
  readonly #part: string;
  readonly #limits: SheetLimits;
  readonly #channel: Channel;
  readonly #cells: SheetCell[] = [];
  readonly #hiddenRows = new Set<number>();
  readonly #hiddenColumns: { first: number; last: number }[] = [];
  readonly #spans = new Map<string, Spans>();
  readonly #aside = new Map<string, { channel: Channel; label: string; text: SheetText }>();
  /** Values without a text, by row and column. */
  readonly #silent = new Map<number, Map<number, Value>>();
  #sorted = true;
  #length = 0;
  #cut = false;

  /** Of the sheet; its cells need their values and looks then. */
  conditional: ConditionalFormats | undefined;

  /** @param hidden The workbook hides the whole sheet. */
  constructor(part: string, name: string, hidden: boolean, limits: SheetLimits = SHEET_LIMITS) {
    this.#part = part;
    this.name = name;
    this.#limits = limits;
    this.#channel = hidden ? 'hidden' : 'body';
  }

  /** A cell without a text that holds something: an error, a truth value, an empty text, or what is not known. */
  silent(row: number, column: number, value: Value): void {
    if (this.conditional === undefined) return;
    const cells = this.#silent.get(row) ?? new Map<number, Value>();
    cells.set(column, value);
    this.#silent.set(row, cells);
  }

  /** Cells were left out: the sheet has more text than anybody can read. */
  get cut(): boolean {
    return this.#cut;
  }

  add(cell: SheetCell): void {
    if (cell.text === '') return;
    // A few long shared strings in many cells make gigabytes of text out of a small file.
    if (this.#length + cell.text.length > MAX_TEXT) {
      this.#cut = true;
      return;
    }
    this.#length += cell.text.length;
    const last = this.#cells.at(-1);
    if (last !== undefined && (last.row > cell.row || (last.row === cell.row && last.column > cell.column))) {
      this.#sorted = false;
    }
    this.#cells.push(cell);
  }

  hideRow(row: number): void {
    this.#hiddenRows.add(row);
  }

  hideColumns(first: number, last: number): void {
    if (this.#hiddenColumns.length < 16_384) this.#hiddenColumns.push({ first, last });
  }

  merge(firstRow: number, lastRow: number, firstColumn: number, lastColumn: number): void {
    const rowSpan = lastRow - firstRow + 1;
    const colSpan = lastColumn - firstColumn + 1;
    if (rowSpan < 1 || colSpan < 1) return;
    this.#spans.set(`${firstRow},${firstColumn}`, {
      ...(rowSpan > 1 ? { rowSpan } : {}),
      ...(colSpan > 1 ? { colSpan } : {}),
    });
  }

  /** What hangs on a cell or on the sheet (then at A1): notes, links, headers. */
  note(channel: Channel, label: string, text: string, at: CellId = { row: 0, column: 0 }): void {
    if (text.trim() === '') return;
    const key = `${channel} ${label}`;
    let entry = this.#aside.get(key);
    if (entry === undefined) {
      entry = { channel, label, text: new SheetText() };
      this.#aside.set(key, entry);
    }
    entry.text.endRow();
    entry.text.add(text, at.row, at.column);
  }

  segments(): Segment[] {
    if (!this.#sorted) this.#cells.sort((a, b) => a.row - b.row || a.column - b.column);
    const columns = new Map<number, boolean>();
    const columnHidden = (column: number): boolean => {
      let known = columns.get(column);
      if (known === undefined) {
        known = this.#hiddenColumns.some(({ first, last }) => column >= first && column <= last);
        columns.set(column, known);
      }
      return known;
    };
    const shown = new SheetText();
    const concealed = new SheetText();
    const heads = this.#headings();
    const headRow = heads[0]?.row;
    let copied = false;
    const copyHeads = (): void => {
      if (!copied) for (const head of heads) concealed.add(head.text, head.row, head.column);
      copied = true;
    };
    let concealedHead = false;
    const hides = this.#conditions();
    for (const cell of this.#cells) {
      const away = cell.hidden || hides(cell) || this.#hiddenRows.has(cell.row) || columnHidden(cell.column);
      if (!away) {
        shown.add(cell.text, cell.row, cell.column);
        continue;
      }
      // What is hidden keeps the headings that the shown rows have.
      if (cell.row === headRow) {
        concealedHead = true;
        continue;
      }
      if (headRow !== undefined && cell.row > headRow) copyHeads();
      concealed.add(cell.text, cell.row, cell.column);
    }
    if (concealedHead) copyHeads();
    const sheet = { part: this.#part, name: this.name };
    const spans = this.#spans;
    const boxes = this.#boxes();
    const segments = [
      shown.flush(sheet, this.#channel, { spans }),
      concealed.flush(sheet, 'hidden', { spans }),
      boxes.flush(sheet, this.#channel, { grid: false }),
      shown.split(sheet, this.#channel),
      concealed.split(sheet, 'hidden'),
      ...[...this.#aside.values()].map(({ channel, label, text }) =>
        text.flush(sheet, channel, { grid: false, ...(label === '' ? {} : { label }) }),
      ),
    ];
    return segments.filter((segment) => segment !== undefined);
  }

  /** Conditions may ask for cells that come later: they are judged once all are there. */
  #conditions(): (cell: SheetCell) => boolean {
    const { conditional } = this;
    if (conditional === undefined) return () => false;
    const others = conditional.values(() => new BuiltRows(this.#cells, this.#silent, this.#limits));
    return ({ row, column, value, look }) =>
      look !== undefined && conditional.hides({ row, column, value }, look, others);
  }

  /** The first row of several cells that could be headings. */
  #headings(): SheetCell[] {
    let row: SheetCell[] = [];
    let rows = 0;
    for (const cell of this.#cells) {
      if (row.length > 0 && row[0]!.row !== cell.row) {
        if (row.length > 1 || ++rows >= HEADING_ROWS) break;
        row = [];
      }
      row.push(cell);
      if (row.length > 256) break;
    }
    return row.length > 1 && !row.some(({ text }) => VALUE.test(text)) ? row : [];
  }

  /** Neighbours with one character each, as one number. */
  #boxes(): SheetText {
    const text = new SheetText();
    let run: SheetCell[] = [];
    const end = (): void => {
      if (run.length >= BOXES) {
        text.endRow();
        for (const [i, cell] of run.entries()) {
          if (i === 0) text.add(cell.text, cell.row, cell.column);
          else text.join(cell.text, cell.row, cell.column);
        }
      }
      run = [];
    };
    for (const cell of this.#cells) {
      const last = run.at(-1);
      if (last !== undefined && last.row !== cell.row) end();
      if (/^[0-9０-９xXＸ*＊]$/.test(cell.text)) run.push(cell);
      else end();
    }
    end();
    return text;
  }
}
