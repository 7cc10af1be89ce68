/** Paragraphs to tables: which paragraphs make a cell, which cells a row, which grid columns a cell covers. */
import type { Formatting } from './formatting.js';
import type { ParagraphFormat, RowCell } from './sprms.js';

/** A paragraph: its characters and the mark that ends it. */
export interface DocParagraph {
  readonly start: number;
  /** The mark stands here. */
  readonly end: number;
  readonly format: ParagraphFormat;
  readonly cellMark: boolean;
}

export interface DocRow {
  readonly cells: readonly (readonly DocParagraph[])[];
  readonly layout: readonly RowCell[] | undefined;
  readonly header: boolean;
}

const OUTSIDE: ParagraphFormat = { depth: 0 };

/** Splits a sub-document at its paragraph, cell and section marks. */
export function splitParagraphs(
  text: string,
  start: number,
  end: number,
  formatting: Formatting,
): DocParagraph[] {
  const paragraphs: DocParagraph[] = [];
  const marks = /[\r\x07\x0c]/g;
  marks.lastIndex = start;
  let from = start;
  for (let match = marks.exec(text); match !== null && match.index < end; match = marks.exec(text)) {
    paragraphs.push(paragraph(from, match.index, text.charCodeAt(match.index) === 7, formatting));
    from = match.index + 1;
  }
  if (from < end) paragraphs.push(paragraph(from, end, false, formatting));
  return guessRows(paragraphs, formatting.hasParagraphs);
}

function paragraph(start: number, end: number, cellMark: boolean, formatting: Formatting): DocParagraph {
  const format = formatting.paragraphAt(end) ?? OUTSIDE;
  // A cell mark outside a table is a sign of lost formatting; the mark is right.
  return { start, end, cellMark, format: cellMark && format.depth === 0 ? { ...format, depth: 1 } : format };
}

/**
 * The mark right behind a cell mark ends the row where its formatting is lost: with the whole document's, or
 * with its own, which Word and LibreOffice move to the Data stream when the row has many cells (sprmPHugePapx).
 */
function guessRows(paragraphs: readonly DocParagraph[], formatted: boolean): DocParagraph[] {
  let previous = false;
  return paragraphs.map((item) => {
    const lost = !formatted || item.format.inTable !== true;
    const rowEnd = item.cellMark && previous && item.start === item.end && lost;
    previous = item.cellMark && !rowEnd;
    return rowEnd ? { ...item, format: { ...item.format, rowEnd } } : item;
  });
}

/** Rows of a table of some depth. Its paragraphs follow one another; the last row may lack its end. */
export function splitRows(paragraphs: readonly DocParagraph[], depth: number): DocRow[] {
  const rows: DocRow[] = [];
  let cells: DocParagraph[][] = [];
  let cell: DocParagraph[] = [];
  for (const item of paragraphs) {
    const own = item.format.depth <= depth;
    const rowEnd =
      own && (depth === 1 ? item.format.rowEnd === true && item.cellMark : item.format.innerRowEnd === true);
    if (rowEnd) {
      if (cell.length > 0) cells.push([...cell]);
      rows.push({ cells, layout: item.format.cells, header: item.format.header === true });
      cells = [];
      cell = [];
      continue;
    }
    cell.push(item);
    if (own && (item.cellMark || (depth > 1 && item.format.innerCell === true))) {
      cells.push(cell);
      cell = [];
    }
  }
  if (cell.length > 0) cells.push(cell);
  if (cells.length > 0) rows.push({ cells, layout: undefined, header: false });
  return rows;
}

/** Edges nearer than this (twips; 20 are a point) are one: Word moves them by a few when rows are edited apart. */
const TOLERANCE = 40;
const MAX_EDGES = 512;

/** Left and right edges of a table's cells as grid columns. */
export class Grid {
  readonly #edges: number[] = [];

  constructor(rows: readonly DocRow[]) {
    const all = new Set<number>();
    for (const { layout } of rows) {
      for (const { left, right } of layout ?? []) {
        if (all.size < MAX_EDGES) all.add(left).add(right);
      }
    }
    for (const edge of [...all].sort((a, b) => a - b)) {
      const last = this.#edges.at(-1);
      if (last === undefined || edge - last > TOLERANCE) this.#edges.push(edge);
    }
  }

  /** Columns of the cell at some index of a row; without a layout every cell has the column of its index. */
  columns({ layout }: DocRow, index: number): { column: number; span: number } {
    const cell = layout?.[index];
    if (cell === undefined) return { column: index, span: 1 };
    const column = this.#index(cell.left);
    return { column, span: Math.max(1, this.#index(cell.right) - column) };
  }

  #index(edge: number): number {
    let low = 0;
    let high = this.#edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#edges[middle]! <= edge) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
