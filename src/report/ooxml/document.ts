/** A document of headings, paragraphs and tables, whatever file it becomes. */

export interface Column {
  readonly title: string;
  /** Share of the width, in any unit. */
  readonly width: number;
  readonly kind?: 'text' | 'number' | 'percent';
}

/** Numbers stay numbers, percent as a share of 1; undefined is an empty cell. */
export type CellValue = string | number | undefined;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly CellValue[])[];
}

export type Block =
  | { readonly kind: 'title' | 'paragraph' | 'loud' | 'note'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | ({ readonly kind: 'table'; readonly name: string } & Table);

export interface Sheet extends Table {
  readonly name: string;
}

/** `0.921875` → `92.19%`; whole percents stay whole. Never rounded up to 100% or down to 0%. */
export function percentText(share: number): string {
  const rounded = Math.round(share * 10_000) / 100;
  const percent = share < 1 ? Math.min(rounded, 99.99) : rounded;
  return `${share > 0 ? Math.max(percent, 0.01) : percent}%`;
}

export function cellText(value: CellValue, column: Column): string {
  if (value === undefined) return '';
  return typeof value === 'number' && column.kind === 'percent' ? percentText(value) : String(value);
}
