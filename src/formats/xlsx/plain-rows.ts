/**
 * Rows as nearly every producer writes them, in a loop of their own: a sheet is a hundred thousand cells of three
 * attributes and a value. What is written in another way (prefixes, entities in attributes, CDATA, rich text in a cell,
 * comments, unknown elements) is left to the walk: nothing is reported of a row before all of it was understood.
 *
 * Source: ISO/IEC 29500-1, 18.3.1.4 (`c`), 18.3.1.73 (`row`), 18.3.1.96 (`v`).
 */
import { plainText } from '../ooxml/xml-text.js';
import { isShortNumber } from './cell-value.js';
import type { SheetCells } from './sheet-cells.js';
import { emptyCell, MAX_ROW, type PlainCell, readUsualCell, wholeNumber } from './usual-cell.js';

const NO = -1;
const LT = 60;
const GT = 62;
const SLASH = 47;
const QUOTE = 34;
/** Longer values may hold something; `XFD1048576` is the longest reference. */
const MAX_VALUE = 10;
const MAX_NAME = 24;
const TYPES: ReadonlySet<string> = new Set(['s', 'n', 'b', 'e', 'd', 'str', 'inlineStr']);
const ON: ReadonlySet<string> = new Set(['1', 'true']);

export class PlainRows {
  readonly #source: string;
  readonly #cells: SheetCells;
  /** Objects are used again for every row. */
  readonly #row: PlainCell[] = [];
  #count = 0;
  /** Of the tag that was read last: values by the names that count, '' for none. */
  #reference = '';
  #style = '';
  #type = '';
  #hidden = '';
  #height = '';
  #empty = false;

  constructor(source: string, cells: SheetCells) {
    this.#source = source;
    this.#cells = cells;
  }

  /** @returns Where the first thing stands that is no plain row; `at` when it is the first. */
  read(at: number): number {
    for (let from = at; ; ) {
      const next = this.#readRow(this.#space(from));
      if (next === NO) return from;
      from = next;
    }
  }

  #readRow(start: number): number {
    const source = this.#source;
    if (!source.startsWith('<row', start)) return NO;
    let at = this.#tag(start + 4);
    if (at === NO) return NO;
    const stated = this.#reference === '' ? Number.NaN : Number(this.#reference);
    const hidden = ON.has(this.#hidden) || (this.#height !== '' && Number(this.#height) === 0);
    this.#count = 0;
    if (!this.#empty) {
      for (;;) {
        at = this.#space(at);
        if (source.charCodeAt(at) !== LT) return NO;
        if (source.charCodeAt(at + 1) === SLASH) break;
        if (source.charCodeAt(at + 1) !== 99) return NO;
        at = this.#readCell(at + 2);
        if (at === NO) return NO;
      }
      if (!source.startsWith('</row>', at)) return NO;
      at += 6;
    }
    this.#report(stated, hidden);
    return at;
  }

  #report(stated: number, hidden: boolean): void {
    const cells = this.#cells;
    cells.startRow(stated, hidden);
    for (let i = 0; i < this.#count; i++) {
      const cell = this.#row[i]!;
      if (cell.column < 0) cells.nextCell();
      else cells.startCell(cell.row, cell.column);
      if (!this.#reportQuick(cell)) this.#reportCell(cell);
    }
    cells.endRow();
  }

  /** Cells whose text can be taken over as it stands; false when something has to be made of it. */
  #reportQuick(cell: PlainCell): boolean {
    if (cell.formulaStart >= 0) return false;
    const { type, valueStart, valueEnd, inlineStart } = cell;
    if (type === 's') {
      const index = wholeNumber(this.#source, valueStart, valueEnd);
      if (index < 0) return false;
      this.#cells.shared(index, cell.style);
      return true;
    }
    if (type === 'n') {
      if (inlineStart >= 0 || !isShortNumber(this.#source, valueStart, valueEnd)) return false;
      return this.#cells.copy(this.#source, valueStart);
    }
    if (type === 'inlineStr') return inlineStart >= 0 && this.#cells.copy(this.#source, inlineStart);
    return type === 'str' && valueStart >= 0 && this.#cells.copy(this.#source, valueStart);
  }

  #reportCell(cell: PlainCell): void {
    const text = (start: number, end: number): string =>
      start < 0 ? '' : plainText(this.#source, start, end);
    this.#cells.cell({
      type: cell.type,
      style: cell.style,
      value: text(cell.valueStart, cell.valueEnd),
      inline: text(cell.inlineStart, cell.inlineEnd),
      formula: text(cell.formulaStart, cell.formulaEnd),
    });
  }

  /** @param start Behind `<c`. */
  #readCell(start: number): number {
    const source = this.#source;
    const cell = this.#next();
    let at = readUsualCell(source, start, cell);
    if (at !== NO) return at;
    at = this.#tag(start);
    if (at === NO) return NO;
    if (!this.#place(cell)) return NO;
    cell.style = Number(this.#style);
    cell.type = this.#type === '' ? 'n' : this.#type;
    if (!TYPES.has(cell.type)) return NO;
    if (this.#empty) return at;
    for (;;) {
      at = this.#space(at);
      if (source.charCodeAt(at) !== LT) return NO;
      const next = source.charCodeAt(at + 1);
      if (next === SLASH) return source.startsWith('c>', at + 2) ? at + 4 : NO;
      if (next === 118 && cell.valueStart < 0) {
        const from = this.#tag(at + 2);
        at = this.#content(from, 'v');
        if (at === NO) return NO;
        cell.valueStart = from;
        cell.valueEnd = this.#empty ? from : at - 4;
      } else if (next === 102 && cell.formulaStart < 0) {
        const from = this.#tag(at + 2);
        at = this.#content(from, 'f');
        if (at === NO) return NO;
        cell.formulaStart = from;
        cell.formulaEnd = this.#empty ? from : at - 4;
      } else if (source.startsWith('is><t', at + 1) && cell.inlineStart < 0) {
        const from = this.#tag(at + 6);
        at = this.#content(from, 't');
        if (at === NO || !source.startsWith('</is>', at)) return NO;
        cell.inlineStart = from;
        cell.inlineEnd = this.#empty ? from : at - 4;
        at += 5;
      } else return NO;
    }
  }

  /** The end of an element of text that starts at `start`, behind its end tag of one letter. */
  #content(start: number, name: string): number {
    if (start === NO || this.#empty) return start;
    const end = this.#source.indexOf('<', start);
    return end >= 0 && this.#source.startsWith(`/${name}>`, end + 1) ? end + 4 : NO;
  }

  #next(): PlainCell {
    let cell = this.#row[this.#count];
    if (cell === undefined) this.#row.push((cell = emptyCell()));
    this.#count++;
    cell.valueStart = NO;
    cell.formulaStart = NO;
    cell.inlineStart = NO;
    return cell;
  }

  /** Reads the reference (`AB12`) of the cell; false when it is written in another way. */
  #place(cell: PlainCell): boolean {
    const reference = this.#reference;
    cell.column = NO;
    if (reference === '') return true;
    let column = 0;
    let row = 0;
    let letters = 0;
    for (let i = 0; i < reference.length; i++) {
      const unit = reference.charCodeAt(i);
      if (unit >= 65 && unit <= 90 && row === 0 && letters < 3) {
        column = 26 * column + unit - 64;
        letters++;
      } else if (unit >= 48 && unit <= 57 && letters > 0) row = 10 * row + unit - 48;
      else return false;
    }
    if (row < 1 || row > MAX_ROW || column > 16_384) return false;
    cell.row = row - 1;
    cell.column = column - 1;
    return true;
  }

  /**
   * Reads the attributes of a tag whose name ends at `at`.
   *
   * @returns The offset behind the tag; −1 when it is not plain, or when its name goes on.
   */
  #tag(start: number): number {
    const source = this.#source;
    this.#reference = '';
    this.#style = '';
    this.#type = '';
    this.#hidden = '';
    this.#height = '';
    this.#empty = false;
    let at = start;
    for (;;) {
      const unit = source.charCodeAt(at);
      if (unit === GT) return at + 1;
      if (unit === SLASH) {
        this.#empty = true;
        return source.charCodeAt(at + 1) === GT ? at + 2 : NO;
      }
      if (unit !== 32) return NO;
      at = this.#attribute(at + 1);
      if (at === NO) return NO;
    }
  }

  /** Reads one attribute, `name="value"` without anything between. */
  #attribute(start: number): number {
    const source = this.#source;
    let at = start;
    let digits = 0;
    for (; ; at++) {
      const unit = source.charCodeAt(at);
      if (unit === 61) break;
      // Letters and the colon of a prefix; digits, but no number.
      if (unit >= 48 && unit <= 57 ? ++digits > 6 : !isNameUnit(unit)) return NO;
    }
    const length = at - start;
    if (length === 0 || length > MAX_NAME || source.charCodeAt(at + 1) !== QUOTE) return NO;
    const from = at + 2;
    let end = from;
    for (; ; end++) {
      const unit = source.charCodeAt(end);
      if (unit === QUOTE) break;
      if (unit === 38 || unit === LT || end - from >= MAX_VALUE || Number.isNaN(unit)) return NO;
    }
    return this.#keep(start, length, from, end) ? end + 1 : NO;
  }

  /** Keeps the value of an attribute whose name counts; false for a second one, and behind a prefix. */
  #keep(name: number, length: number, start: number, end: number): boolean {
    const source = this.#source;
    if (length === 1) {
      const value = source.slice(start, end);
      switch (source.charCodeAt(name)) {
        case 114:
          if (this.#reference !== '' || value === '') return false;
          this.#reference = value;
          return true;
        case 115:
          if (this.#style !== '' || value === '') return false;
          this.#style = value;
          return true;
        case 116:
          if (this.#type !== '' || value === '') return false;
          this.#type = value;
          return true;
        default:
          return true;
      }
    }
    if (source.charCodeAt(name + length - 2) === 58 || source.startsWith(':hidden', name + length - 7))
      return false;
    if (length === 2 && source.startsWith('ht', name)) {
      if (start === end) return false;
      this.#height ||= source.slice(start, end);
    } else if (length === 6 && source.startsWith('hidden', name)) {
      if (start === end) return false;
      this.#hidden ||= source.slice(start, end);
    }
    return source.charCodeAt(name + length - 3) !== 58;
  }

  #space(start: number): number {
    let at = start;
    for (;;) {
      const unit = this.#source.charCodeAt(at);
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return at;
      at++;
    }
  }
}

/** An ASCII letter, or the colon of a prefix. */
function isNameUnit(unit: number): boolean {
  const letter = unit | 32;
  return (letter >= 97 && letter <= 122) || unit === 58;
}
