/** The rows of a sheet one by one, for conditions on other cells. Source: OpenDocument 1.3, part 3, clauses 9.1 and 19.385. */
import { NumberList, pieceAt } from '../../core/index.js';
import { attributeText, plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import type { Value } from '../sheet/formula-values.js';
import type { RowSource, RowValues } from '../sheet/sheet-values.js';
import { countOf, MAX_COLUMNS, MAX_ROWS } from './table.js';

const TAG = /<(\/?)(?:[\w.-]+:)?(table|table-row)(?=[\s>/])/g;
const NOTHING: RowValues = new Map();
/** Cells of a row that repeat one value; those behind are taken for blank. */
const MAX_REPEATED = 4096;
/** Units of a text. */
const MOST_TEXT = 32_768;
const DAY = 86_400_000;
const CELLS: ReadonlySet<string> = new Set(['table-cell', 'covered-table-cell']);
/** What stands in a cell and is not its value. */
const ASIDE: ReadonlySet<string> = new Set([
  ...['annotation', 'table', 'shapes', 'frame', 'custom-shape', 'rect', 'ellipse', 'line', 'g', 'control'],
  ...['caption', 'polygon', 'polyline', 'path', 'connector', 'circle', 'detective', 'ruby-text'],
]);
/** The value of the cell is its text. */
const UNSAID: unique symbol = Symbol('unsaid');

interface OpenCell {
  readonly stated: Value | typeof UNSAID;
  readonly repeat: number;
  readonly computed: boolean;
  /** undefined before the first paragraph. */
  text: string | undefined;
  /** Paragraphs that are open. */
  paragraphs: number;
  /** Elements that are open inside what is not the cell's value. */
  aside: number;
}

export class TableRows implements RowSource {
  readonly rows: number = 1_048_576;
  readonly columns: number = MAX_COLUMNS;
  readonly #source: string;
  /** The first of the rows that one element stands for. */
  readonly #firsts = new NumberList();
  readonly #starts = new NumberList();
  readonly #usualDates: boolean;
  #count = 0;
  #end: number;

  /** @param start Where the table begins. */
  constructor(source: string, start: number) {
    this.#source = source;
    this.#end = source.length;
    this.#usualDates = !/null-date[^>]*date-value="(?!1899-12-30)/.test(source);
    const tags = new RegExp(TAG);
    tags.lastIndex = start;
    let depth = 0;
    for (let match = tags.exec(source); match !== null; match = tags.exec(source)) {
      const opens = match[1] === '';
      if (match[2] === 'table') {
        const end = opens ? source.indexOf('>', match.index) : -1;
        if (!opens) depth--;
        else if (source.charCodeAt(end - 1) !== 47) depth++;
        if (depth <= 0) {
          this.#end = match.index;
          break;
        }
      } else if (opens && depth === 1) this.#add(match.index);
    }
  }

  sizeOf(row: number): number {
    const index = this.#indexOf(row);
    return index < 0 ? 0 : this.#endOf(index) - this.#starts.at(index);
  }

  *filled(from: number, to: number): Iterable<number> {
    const first = Math.max(0, pieceAt(this.#firsts.values, this.#firsts.length, from));
    for (let i = first; i < this.#firsts.length && this.#firsts.at(i) <= to; i++) {
      const until = i + 1 < this.#firsts.length ? this.#firsts.at(i + 1) : this.#count;
      const start = Math.max(from, this.#firsts.at(i));
      // Rows without anything are repeated to the end of the sheet.
      if (until - start > 1 && this.#read(i).size === 0) continue;
      for (let row = start; row < until && row <= to; row++) yield row;
    }
  }

  read(row: number): RowValues {
    const index = this.#indexOf(row);
    return index < 0 ? NOTHING : this.#read(index);
  }

  #add(start: number): void {
    this.#firsts.push(this.#count);
    this.#starts.push(start);
    const tag = this.#source.slice(start, this.#source.indexOf('>', start));
    const repeated = /number-rows-repeated\s*=\s*["'](\d{1,9})["']/.exec(tag)?.[1];
    this.#count = Math.min(MAX_ROWS, this.#count + Math.max(1, Number(repeated ?? 1)));
  }

  #read(index: number): RowValues {
    const source = this.#source.slice(this.#starts.at(index), this.#endOf(index));
    const values = new Map<number, Value>();
    let column = 0;
    let cell: OpenCell | undefined;
    walkXml(source, {
      open: (name, attributes) => {
        if (cell !== undefined) openIn(cell, name, source, attributes);
        else if (CELLS.has(name))
          cell = {
            stated: this.#stated(source, attributes),
            repeat: countOf(source, attributes, 'number-columns-repeated'),
            computed: attributes.some((one) => one.name === 'formula'),
            text: undefined,
            paragraphs: 0,
            aside: 0,
          };
      },
      close(name) {
        if (cell === undefined) return;
        if (cell.aside > 0) cell.aside--;
        else if (name === 'p') cell.paragraphs--;
        else if (CELLS.has(name)) {
          column = put(values, column, cell);
          cell = undefined;
        }
      },
      text(start, end, raw) {
        if (cell === undefined || cell.aside > 0 || cell.paragraphs === 0) return;
        if ((cell.text?.length ?? 0) > MOST_TEXT) return;
        cell.text = (cell.text ?? '') + (raw ? source.slice(start, end) : plainText(source, start, end));
      },
      rest() {},
    });
    return values;
  }

  /** @returns `UNSAID` where the text of the cell is its value. */
  #stated(source: string, attributes: readonly XmlAttribute[]): Value | typeof UNSAID {
    const get = (name: string): string | undefined => attributeText(source, attributes, name);
    const kinds = attributes.filter(({ name }) => name === 'value-type');
    // LibreOffice says in an attribute of its own that a text is an error.
    if (kinds.some(({ start, end }) => source.slice(start, end) === 'error')) return null;
    switch (get('value-type')) {
      case 'float':
      case 'percentage':
      case 'currency':
        return numberOf(get('value'));
      case 'boolean':
        return get('boolean-value') === 'true';
      case 'date':
        return this.#usualDates ? dateOf(get('date-value') ?? '') : undefined;
      case 'time':
        return timeOf(get('time-value') ?? '');
      default:
        return get('string-value') ?? UNSAID;
    }
  }

  #indexOf(row: number): number {
    return row < this.#count ? pieceAt(this.#firsts.values, this.#firsts.length, row) : -1;
  }

  #endOf(index: number): number {
    return index + 1 < this.#starts.length ? this.#starts.at(index + 1) : this.#end;
  }
}

function openIn(cell: OpenCell, name: string, source: string, attributes: readonly XmlAttribute[]): void {
  if (cell.aside > 0 || ASIDE.has(name)) {
    cell.aside++;
    return;
  }
  const add = (text: string): void => void (cell.text = (cell.text ?? '') + text);
  if (name === 'p' && cell.paragraphs++ === 0) add(cell.text === undefined ? '' : '\n');
  else if (name === 's') add(' '.repeat(Math.min(256, countOf(source, attributes, 'c'))));
  else if (name === 'tab') add('\t');
  else if (name === 'line-break') add('\n');
}

/** @returns The column behind the cell and those that repeat it. */
function put(
  values: Map<number, Value>,
  column: number,
  { stated, text, computed, repeat }: OpenCell,
): number {
  const end = Math.min(MAX_COLUMNS, column + repeat);
  const value = stated === UNSAID ? text : stated;
  // A formula without a result is not known, other cells without a value are blank.
  const holds = stated !== UNSAID || text !== undefined || computed;
  for (let at = column; holds && at < Math.min(end, column + MAX_REPEATED); at++) values.set(at, value);
  return end;
}

function numberOf(text: string | undefined): Value {
  const value = Number(text ?? 'none');
  return Number.isNaN(value) ? undefined : value;
}

/** Days since 1899-12-30. */
function dateOf(text: string): Value {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?$/.test(text)) return undefined;
  const time = Date.parse(text.length > 10 ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time / DAY + 25_569;
}

/** `PT12H30M15S` as a part of a day. */
function timeOf(text: string): Value {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (hours! * 3600 + minutes! * 60 + seconds!) / 86_400;
}
