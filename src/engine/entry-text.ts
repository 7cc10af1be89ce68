/** How the fields of an entry are read, whatever writes it. */
import type { View } from './view.js';

/** What a field is called ('' for nothing) and what it says, in simplified characters. */
export interface Field {
  readonly head: string;
  readonly value: string;
}

export interface Entry {
  /** Its fields without the value's own, in the order of the text; of lines that are no table the nearest last. */
  readonly fields: readonly Field[];
  /** What the value's own field is called. */
  readonly own: string;
  /** A row among others: what stands in its columns can be compared. */
  readonly row: boolean;
  /** Whether the field of a row says another thing in every row; true where nothing is known. */
  readonly distinct: (field: number) => boolean;
}

/** A field that is read; longer ones are running text. */
export const LONGEST_FIELD = 40;
const LONGEST_HEAD = 14;

/** Where nothing is known of the other rows. */
export const always = (): boolean => true;

/** The beginning of a field in simplified characters, without quotation marks, blanks made one. */
export function plain(view: View, start: number, end: number): string {
  const text = view.simplified(start, Math.min(end, start + LONGEST_FIELD));
  if (!/["'\s]/.test(text)) return text;
  return text.replace(/\s+/g, ' ').replace(/^["'\s]+|["'\s]+$/g, '');
}

/** Whether values say another thing in nearly every row. */
export function differ(values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== '');
  return new Set(filled).size * 10 >= filled.length * 9;
}

/** Whether a cell or line is what a field is called. */
export const isLabel = (text: string): boolean =>
  text.length > 1 &&
  text.length <= LONGEST_HEAD &&
  !/\d{3}|[。，；]/.test(text) &&
  LABEL_END.test(unmarked(text));
/** Last characters of what fields are called. */
const LABEL_END =
  /[名称址话码号式人者位型别期间注质证点所机箱信地族龄月由据果定额县务历业围贯构门室项容类级户行况日女]$/;
export const unmarked = (head: string): string =>
  head.replace(/[\s:：*＊]+/g, '').replace(/[（(][^（）()]*[)）]$/, '');
