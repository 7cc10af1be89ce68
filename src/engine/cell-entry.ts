/** The entry that a cell stands in: a row of a table, or a form of cells that take turns, label, value, label, value. */
import type { Cell } from '../core/index.js';
import {
  always,
  differ,
  type Entry,
  type Field,
  isLabel,
  LONGEST_FIELD,
  plain,
  unmarked,
} from './entry-text.js';
import type { View } from './view.js';

/** Rows that are compared to learn whether a column names another thing in each. */
const COMPARED = 60;
/** Rows of a form that belong to one value. */
const FORM_ROWS = 14;
/** Cells of a row of a form. */
const FORM_CELLS = 8;

/** A row of an even number of cells. */
interface FormRow {
  readonly cells: readonly Cell[];
  /** Of every second cell, from the first on. */
  readonly heads: readonly string[];
  /** All heads are labels. */
  readonly labelled: boolean;
}

/** Entries of one segment. What was read of a cell, a row or a column is kept: all values of a row ask for the same. */
export class CellEntries {
  readonly #view: View;
  readonly #fields = new Map<Cell, Field>();
  readonly #differing = new Map<readonly Cell[], boolean>();
  /** By the first cell of the row. */
  readonly #formRows = new Map<Cell, FormRow>();
  readonly #forms = new Map<Cell, readonly FormRow[] | 'none'>();

  constructor(view: View) {
    this.#view = view;
  }

  entryOf(cell: Cell): Entry | undefined {
    return this.#formOf(cell) ?? this.#rowOf(cell);
  }

  #rowOf(cell: Cell): Entry | undefined {
    const { tables } = this.#view;
    const row = tables.beside(cell).filter((other) => other !== cell);
    if (row.length === 0) return undefined;
    const fields = row.map((other) => this.#fieldOf(other));
    return {
      fields,
      own: tables.columnText(cell).trim(),
      row: fields.some(({ head }) => head !== ''),
      distinct: (field) => this.#differs(row[field]!),
    };
  }

  #fieldOf(cell: Cell): Field {
    let field = this.#fields.get(cell);
    if (field === undefined) {
      const { tables } = this.#view;
      const head = (tables.columnText(cell) || tables.topText(cell)).trim();
      this.#fields.set(cell, (field = { head, value: this.#plain(cell) }));
    }
    return field;
  }

  #plain({ start, end }: Cell): string {
    return plain(this.#view, start, end);
  }

  /** Whether a cell's column says another thing in every row. */
  #differs(cell: Cell): boolean {
    const { tables, text } = this.#view;
    const column = tables.column(cell);
    let answer = this.#differing.get(column);
    if (answer === undefined) {
      const written = ({ start, end }: Cell): string =>
        text.slice(start, Math.min(end, start + LONGEST_FIELD)).trim();
      this.#differing.set(column, (answer = differ(column.slice(0, COMPARED).map(written))));
    }
    return answer;
  }

  #formOf(cell: Cell): Entry | undefined {
    const own = this.#view.tables.row(cell);
    const at = own.indexOf(cell);
    if (at % 2 === 0 || own.length > FORM_CELLS || own.length % 2 !== 0) return undefined;
    const first = own[0]!;
    let form = this.#forms.get(first);
    if (form === undefined) this.#forms.set(first, (form = this.#formAround(first)));
    if (form === 'none') return undefined;
    return {
      fields: form.flatMap(({ cells, heads }) =>
        cells.flatMap((one, i): Field[] =>
          i % 2 === 0 || one === cell
            ? []
            : [{ head: unmarked(heads[(i - 1) / 2]!), value: this.#plain(one) }],
        ),
      ),
      own: unmarked(this.#plain(own[at - 1]!)),
      row: false,
      distinct: always,
    };
  }

  /** The rows around one that make it a form. The second row of a table of two columns is none: what stands on top of it is. */
  #formAround(cell: Cell): readonly FormRow[] | 'none' {
    const { tables } = this.#view;
    const rows: FormRow[] = [];
    for (const cells of [tables.rowsAbove(cell, FORM_ROWS), tables.rowsBelow(cell, FORM_ROWS)]) {
      for (let from = 0; from < cells.length; ) {
        let to = from;
        while (to < cells.length && cells[to]!.row === cells[from]!.row) to++;
        if ((to - from) % 2 === 0) rows.push(this.#formRow(cells, from, to));
        from = to;
      }
    }
    const labels = rows.filter(({ labelled }) => labelled).length;
    return labels * 4 < rows.length * 3 || rows.length < 2 ? 'none' : rows;
  }

  #formRow(all: readonly Cell[], from: number, to: number): FormRow {
    let row = this.#formRows.get(all[from]!);
    if (row === undefined) {
      const cells = all.slice(from, to);
      const heads = cells.filter((_, i) => i % 2 === 0).map((one) => this.#plain(one));
      row = { cells, heads, labelled: heads.every(isLabel) };
      this.#formRows.set(all[from]!, row);
    }
    return row;
  }
}
