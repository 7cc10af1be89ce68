/** Tables and cells that are open. */
import type { XmlAttribute } from '../ooxml/xml-walk.js';

export const MAX_COLUMNS = 16_384;
export const MAX_ROWS = 10_000_000;

export interface OpenTable {
  readonly name: string;
  readonly hidden: boolean;
  /** Next row and column. */
  row: number;
  column: number;
  rowSpan: number;
  rowHidden: boolean;
  /** Style of the row's cells without one. */
  rowStyle: string | undefined;
  /** Empty columns since the last cell with text. */
  skipped: number;
  header: boolean;
  columns: number;
  readonly hiddenColumns: [from: number, to: number][];
  /** Styles of the columns' cells without one. */
  readonly columnStyles: { readonly to: number; readonly style: string }[];
  /** Index of the one at `column`. */
  columnStyle: number;
}

export interface OpenCell {
  readonly table: OpenTable;
  readonly repeat: number;
  readonly span: number;
  readonly value: XmlAttribute | undefined;
  /** Its letters have the colour of its ground. */
  readonly vanishes: boolean;
  readonly start: number;
  opened: boolean;
  text: string;
}

export function openTable(name: string, hidden: boolean): OpenTable {
  return {
    name,
    hidden,
    row: 0,
    column: 0,
    rowSpan: 1,
    rowHidden: false,
    rowStyle: undefined,
    skipped: 0,
    header: false,
    columns: 0,
    hiddenColumns: [],
    columnStyles: [],
    columnStyle: 0,
  };
}

/** The style of the next cell when it names none. */
export function cellStyle(table: OpenTable): string | undefined {
  if (table.rowStyle !== undefined) return table.rowStyle;
  const { columnStyles, column } = table;
  while (table.columnStyle < columnStyles.length && columnStyles[table.columnStyle]!.to <= column)
    table.columnStyle++;
  return columnStyles[table.columnStyle]?.style;
}
