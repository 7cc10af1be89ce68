/** The cells of a sheet as they come: shown ones, concealed ones with the headings above them, formulas, forms. */
import { isInteresting } from '../ooxml/interest.js';
import type { ConditionalFormats } from '../sheet/conditional-formats.js';
import type { Unshown } from '../sheet/number-format.js';
import { SheetText } from '../sheet/sheet-text.js';
import type { SheetValues } from '../sheet/sheet-values.js';
import { type CellStyles, PLAIN_FORMAT } from './cell-styles.js';
import { numberText, unescapeText } from './cell-value.js';
import type { SharedStrings } from './shared-strings.js';

export interface CellOptions {
  readonly strings: SharedStrings | undefined;
  /** Of the workbook; undefined when it has none. */
  readonly styles: CellStyles | undefined;
}

/** What a cell element holds; references are resolved. */
export interface StoredCell {
  /** The attribute `t`: `s`, `b`, `n`, `str`, `inlineStr` … */
  readonly type: string;
  readonly value: string;
  /** Text of an `is`. */
  readonly inline: string;
  readonly formula: string;
  /** Index of its format. */
  readonly style: number;
}

interface Shown {
  readonly text: string;
  readonly row: number;
  readonly column: number;
}

/** So many cells of one character in a row are a form with a box for each digit. */
const BOXES = 10;
const LT = 60;
const BOX = /^[0-9０-９xXＸ*＊]$/;
/** Ranges of hidden columns that are kept: as many as a sheet has columns. */
const MAX_RANGES = 16_384;
const MAX_ROW = 1_048_576;

export class SheetCells {
  readonly shown: SheetText = new SheetText();
  readonly concealed: SheetText = new SheetText();
  readonly formulas: SheetText = new SheetText();
  readonly boxed: SheetText = new SheetText();
  readonly #options: CellOptions;
  readonly #conditional: ConditionalFormats | undefined;
  readonly #others: SheetValues | undefined;
  readonly #unshown: ReadonlyMap<number, Unshown> | undefined;
  /** How a cell looks may keep it from the reader. */
  readonly #looks: boolean;
  readonly #hiddenColumns: { min: number; max: number }[] = [];
  /** For columns that have cells: whether they are hidden. */
  readonly #columns: (boolean | undefined)[] = [];
  #rounded = 0;
  #row = -1;
  #column = -1;
  #rowHidden = false;
  #boxes: Shown[] = [];
  #header: readonly Shown[] | undefined;
  #candidate: Shown[] = [];
  /** Those of `#candidate` in hidden columns. */
  #away: Shown[] = [];
  #headerCopied = false;

  /** @param conditional Of this sheet. @param others Cells that its conditions may ask for. */
  constructor(options: CellOptions, conditional?: ConditionalFormats, others?: SheetValues) {
    this.#options = options;
    this.#conditional = conditional;
    this.#others = others;
    if (options.styles !== undefined && options.styles.unshown.size > 0)
      this.#unshown = options.styles.unshown;
    this.#looks = this.#unshown !== undefined || conditional !== undefined;
  }

  /** Numbers whose last digits Excel lost. */
  get rounded(): number {
    return this.#rounded;
  }

  /** Of the last cell that began, from 0; −1 before the first. */
  get row(): number {
    return this.#row;
  }

  get column(): number {
    return this.#column;
  }

  /** Ranges, never lists: `max` may be two thousand million. Both count from 0. */
  hideColumns(min: number, max: number): void {
    const last = this.#hiddenColumns.at(-1);
    if (last !== undefined && last.max + 1 === min) last.max = max;
    else if (this.#hiddenColumns.length < MAX_RANGES) this.#hiddenColumns.push({ min, max });
  }

  /** @param stated Number of the row as the file has it, from 1; NaN when it has none. */
  startRow(stated: number, hidden: boolean): void {
    this.#row = Number.isInteger(stated) && stated >= 1 && stated <= MAX_ROW ? stated - 1 : this.#row + 1;
    this.#column = -1;
    this.#rowHidden = hidden;
  }

  /** Begins the next cell, at the place that its reference states. */
  startCell(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
  }

  /**
   * The cell as it stands in a source, up to the next `<`; `cell` says the same of any cell, in more time.
   *
   * @returns false, and does nothing, where more than the text decides what becomes of it.
   */
  copy(source: string, start: number): boolean {
    if (this.#decided) return false;
    // No text, or one character, which may be one of a form's boxes.
    if (source.charCodeAt(start) === LT || source.charCodeAt(start + 1) === LT) return false;
    if (!this.shown.copy(source, start, this.#row, this.#column)) return false;
    this.#endBoxes();
    return true;
  }

  /** More than its text decides what becomes of a cell. */
  get #decided(): boolean {
    return this.#rowHidden || this.#looks || this.#hiddenColumns.length > 0 || this.#header === undefined;
  }

  /** A cell that holds the shared string of this index. */
  shared(index: number, style: number): void {
    const { strings } = this.#options;
    if (strings !== undefined && !this.#decided) {
      const start = strings.plainStart(index);
      if (
        start >= 0
          ? this.copy(strings.source, start)
          : strings.copyRuns(index, this.shown, this.#row, this.#column)
      ) {
        this.#endBoxes();
        return;
      }
    }
    this.cell({ type: 's', value: String(index), inline: '', formula: '', style });
  }

  /** Begins the next cell, beside the last one. */
  nextCell(): void {
    this.#column++;
  }

  cell(stored: StoredCell): void {
    const { formula } = stored;
    const row = this.#row;
    const column = this.#column;
    const text = this.#text(stored);
    if (formula !== '' && isInteresting('f', formula)) this.formulas.add(formula, row, column);
    if (text === '') {
      this.#endBoxes();
      return;
    }
    if (
      text.length === 1 &&
      BOX.test(text) &&
      (this.#boxes.length === 0 || this.#boxes.at(-1)!.column < column)
    ) {
      this.#boxes.push({ text, row, column });
    } else this.#endBoxes();
    const styleHides = this.#looks && this.#isUnshown(stored, text);
    if (!this.#rowHidden && !styleHides) {
      const away = this.#columnHidden(column);
      if (!away) this.shown.add(text, row, column);
      if (this.#header === undefined) {
        this.#candidate.push({ text, row, column });
        if (away) this.#away.push({ text, row, column });
        return;
      }
      if (!away) return;
    }
    // Filtered rows keep the headings that the shown rows have.
    if (
      (this.#rowHidden || styleHides) &&
      !this.#headerCopied &&
      this.#header !== undefined &&
      this.concealed.empty
    ) {
      for (const heading of this.#header) this.concealed.add(heading.text, heading.row, heading.column);
      this.#headerCopied = true;
    }
    this.concealed.add(text, row, column);
  }

  endRow(): void {
    this.#endBoxes();
    if (this.#candidate.length === 0) return;
    const texts = this.#candidate.map(({ text }) => text);
    if (this.#header === undefined && texts.length >= 2) {
      this.#header = texts.some((text) => /\d{5}/.test(text)) ? [] : this.#candidate;
    }
    // A hidden column keeps all headings: its own alone would be no row of them.
    const heads = this.#header !== undefined && this.#header.length > 0 && this.#away.length > 0;
    for (const { text, row, column } of heads ? this.#header! : this.#away)
      this.concealed.add(text, row, column);
    if (heads) this.#headerCopied = true;
    this.#candidate = [];
    this.#away = [];
  }

  /** Whether the cell's own format or a conditional one keeps it from the reader. */
  #isUnshown({ type, style, inline }: StoredCell, text: string): boolean {
    const isText = type !== 'n' || inline !== '';
    const own = this.#unshown?.get(style);
    if (own === 'all' || own === (isText ? 'texts' : 'numbers')) return true;
    if (this.#conditional === undefined) return false;
    const value = type === 'b' ? text === 'TRUE' : type === 'e' ? null : isText ? text : Number(text);
    const cell = { row: this.#row, column: this.#column, value };
    return this.#conditional.hides(cell, this.#options.styles?.formats[style] ?? PLAIN_FORMAT, this.#others);
  }

  #text({ type, value, inline }: StoredCell): string {
    switch (type) {
      case 's': {
        const index = value.trim();
        return index === '' ? '' : (this.#options.strings?.get(Number(index)) ?? '');
      }
      case 'inlineStr':
        return unescapeText(inline);
      case 'b':
        return value.trim() === '1' ? 'TRUE' : value.trim() === '0' ? 'FALSE' : value;
      case 'n': {
        if (inline !== '') return unescapeText(inline);
        const number = numberText(value);
        if (number.rounded) this.#rounded++;
        return number.text.trim();
      }
      default:
        return unescapeText(value === '' ? inline : value);
    }
  }

  #columnHidden(column: number): boolean {
    if (this.#hiddenColumns.length === 0) return false;
    return (this.#columns[column] ??= this.#hiddenColumns.some(
      ({ min, max }) => column >= min && column <= max,
    ));
  }

  #endBoxes(): void {
    if (this.#boxes.length === 0) return;
    if (this.#boxes.length >= BOXES) {
      this.boxed.endRow();
      for (const [i, { text, row, column }] of this.#boxes.entries()) {
        if (i === 0) this.boxed.add(text, row, column);
        else this.boxed.join(text, row, column);
      }
    }
    this.#boxes = [];
  }
}
