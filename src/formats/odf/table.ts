/** Tables and cells that are open. */
import { attributeText, plainText } from '../ooxml/xml-text.js';
import type { XmlAttribute } from '../ooxml/xml-walk.js';
import type { CellLook, ConditionalFormats } from '../sheet/conditional-formats.js';
import type { SheetValues } from '../sheet/sheet-values.js';
import type { Look } from './styles.js';

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
  /** Its cells, for conditions on them. */
  readonly values: SheetValues | undefined;
}

export interface OpenCell {
  readonly table: OpenTable;
  readonly repeat: number;
  readonly span: number;
  readonly value: XmlAttribute | undefined;
  /** Its letters have the colour of its ground. */
  readonly vanishes: boolean;
  /** Name of its style. */
  readonly style: string | undefined;
  /** Its own colours, or those around it. */
  readonly look: CellLook;
  /** Of its sheet or its style. */
  readonly conditional: ConditionalFormats | undefined;
  readonly start: number;
  opened: boolean;
  /** The beginning of what it shows. */
  text: string;
}

export function openTable(name: string, hidden: boolean, values: SheetValues | undefined): OpenTable {
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
    values,
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

/** Whether its colours, its data style or a condition keep the cell from the reader. */
export function isUnshown(cell: OpenCell, source: string, looks: ReadonlyMap<string, Look>): boolean {
  const { table, value: stated, conditional } = cell;
  if (cell.vanishes) return true;
  const number = stated?.name === 'value';
  const unshown = cell.style === undefined ? undefined : looks.get(cell.style)?.unshown;
  if (unshown === 'all' || unshown === (number ? 'numbers' : 'texts')) return true;
  if (conditional === undefined) return false;
  const value = number ? Number(plainText(source, stated.start, stated.end)) : cell.text;
  return conditional.hides({ row: table.row, column: table.column, value }, cell.look, table.values);
}

export function isCollapsed(source: string, attributes: readonly XmlAttribute[]): boolean {
  return /^(?:collapse|filter)$/.test(attributeText(source, attributes, 'visibility') ?? '');
}

/** Counts that a file states are not sizes to allocate. */
export function countOf(source: string, attributes: readonly XmlAttribute[], name: string): number {
  const count = Number(attributeText(source, attributes, name) ?? 1);
  return Number.isFinite(count) && count >= 1 ? Math.min(MAX_ROWS, Math.trunc(count)) : 1;
}
