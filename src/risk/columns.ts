/** Tables of a segment as records: which rows are headers, and what each column is. */
import type { Cell, ColumnRole, RiskColumn, Segment } from '../core/index.js';

/** Header word → role and kind; `patterns/risk/columns.tsv`. */
export type ColumnWords = Readonly<Record<string, readonly [role: string, kind: string]>>;

export interface PersonTable {
  readonly first: Cell;
  readonly columns: readonly RiskColumn[];
  /** One record a body row, one value a column of `columns`; a merged cell counts for every row that it spans. */
  readonly records: readonly (readonly string[])[];
}

/** Rows looked at for a header: titles and merged double headers stand above it. */
const HEADER_ROWS = 6;
/** A header is a word, not a sentence. */
const HEADER_LENGTH = 24;
/** Columns of one table. */
const MOST_COLUMNS = 256;

interface Row {
  readonly texts: Map<number, string>;
}

/** Tables with a header of at least two known words, one of them naming persons or their data. */
export function personTables(segment: Segment, words: ColumnWords): PersonTable[] {
  const tables: PersonTable[] = [];
  for (const cells of byTable(segment.cells ?? [])) {
    const table = readTable(segment.text, cells, words);
    if (table !== undefined) tables.push(table);
  }
  return tables;
}

function byTable(cells: readonly Cell[]): Cell[][] {
  const tables = new Map<number, Cell[]>();
  for (const cell of cells) {
    const list = tables.get(cell.table);
    if (list === undefined) tables.set(cell.table, [cell]);
    else list.push(cell);
  }
  return [...tables.values()];
}

function readTable(text: string, cells: readonly Cell[], words: ColumnWords): PersonTable | undefined {
  const rows = rowsOf(text, cells);
  const columns = new Map<number, RiskColumn>();
  let body = 0;
  rows.slice(0, HEADER_ROWS).forEach((row, i) => {
    const found: RiskColumn[] = [];
    for (const [column, written] of row.texts) {
      const known = headerOf(written, words);
      if (known !== undefined) found.push({ column: column + 1, ...known });
    }
    if (found.length < 2) return;
    body = i + 1;
    for (const one of found) columns.set(one.column, one);
  });
  const known = [...columns.values()].sort((a, b) => a.column - b.column);
  if (!known.some(({ role }) => role === 'name' || role === 'identifier')) return undefined;
  const records = rows
    .slice(body)
    .map(({ texts }) => known.map(({ column }) => texts.get(column - 1) ?? ''))
    // A page break repeats the header; totals and notes fill one column.
    .filter(
      (record) =>
        record.filter((value) => value !== '').length >= 2 && headerOf(record[0]!, words) === undefined,
    );
  return records.length < 2 ? undefined : { first: cells[0]!, columns: known, records };
}

function rowsOf(text: string, cells: readonly Cell[]): Row[] {
  const rows = new Map<number, Row>();
  const rowAt = (index: number): Row => {
    const known = rows.get(index);
    if (known !== undefined) return known;
    const row = { texts: new Map<number, string>() };
    rows.set(index, row);
    return row;
  };
  for (const cell of cells) {
    const written = text.slice(cell.start, cell.end).normalize('NFKC').replace(/\s+/g, '');
    const height = Math.min(cell.rowSpan ?? 1, 10_000);
    const width = Math.min(cell.colSpan ?? 1, MOST_COLUMNS);
    for (let row = cell.row; row < cell.row + height; row++) {
      const { texts } = rowAt(row);
      for (let column = cell.column; column < Math.min(cell.column + width, MOST_COLUMNS); column++) {
        if (!texts.has(column)) texts.set(column, written);
      }
    }
  }
  return [...rows].sort((a, b) => a[0] - b[0]).map(([, row]) => row);
}

function headerOf(written: string, words: ColumnWords): Omit<RiskColumn, 'column'> | undefined {
  if (written === '' || written.length > HEADER_LENGTH) return undefined;
  const plain = written.replace(/[（(].*?[)）]|[:：*的]/g, '');
  for (let from = 0; from < plain.length; from++) {
    const word = plain.slice(from);
    const known = Object.hasOwn(words, word) ? words[word] : undefined;
    // 金塔村, 红星社区 and 第一中学 are values: such words must be the whole header.
    const whole = known?.[1] === 'place' || known?.[1] === 'category' || word.length < 2;
    if (known !== undefined && (from === 0 || !whole))
      return { header: word, role: known[0] as ColumnRole, kind: known[1] };
  }
  return undefined;
}
