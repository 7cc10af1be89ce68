/** The rows of a worksheet one by one, for conditions on other cells. Source: ISO/IEC 29500-1, 18.3.1.73 and 18.3.1.4. */
import { NumberList, pieceAt } from '../../core/index.js';
import { attributeText, plainText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import type { Value } from '../sheet/formula-values.js';
import { parseReference } from '../sheet/sheet-text.js';
import type { RowSource, RowValues } from '../sheet/sheet-values.js';
import { unescapeText } from './cell-value.js';
import type { SharedStrings } from './shared-strings.js';
import { emptyCell, readUsualCell } from './usual-cell.js';

const NUMBER = /\sr\s*=\s*["'](\d{1,7})["']/;
const BLANK_CELL = /<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?\/>/y;
const NOTHING: RowValues = new Map();

export class WorksheetRows implements RowSource {
  readonly rows: number = 1_048_576;
  readonly columns: number = 16_384;
  readonly #source: string;
  readonly #strings: SharedStrings | undefined;
  readonly #numbers = new NumberList();
  readonly #starts = new NumberList();
  /** Rows follow in the order of their numbers; else nothing is told. */
  #ordered = true;
  readonly #end: number;
  readonly #cell = emptyCell();

  /** @param source A worksheet. */
  constructor(source: string, strings: SharedStrings | undefined) {
    this.#source = source;
    this.#strings = strings;
    const end = source.lastIndexOf('sheetData>');
    this.#end = end < 0 ? source.length : end;
    let row = -1;
    for (let at = this.#next(0); at >= 0; at = this.#next(at + 4)) {
      const tag = source.slice(at, source.indexOf('>', at));
      const stated = Number(NUMBER.exec(tag)?.[1] ?? row + 2) - 1;
      if (stated <= row) this.#ordered = false;
      row = stated;
      this.#numbers.push(row);
      this.#starts.push(at);
    }
  }

  sizeOf(row: number): number {
    const index = this.#indexOf(row);
    return index < 0 ? 0 : this.#endOf(index) - this.#starts.at(index);
  }

  *filled(from: number, to: number): Iterable<number> {
    const first = pieceAt(this.#numbers.values, this.#numbers.length, from);
    for (let i = Math.max(0, first); i < this.#numbers.length; i++) {
      const row = this.#numbers.at(i);
      if (row > to) return;
      if (row >= from) yield row;
    }
  }

  read(row: number): RowValues | undefined {
    if (!this.#ordered) return undefined;
    const index = this.#indexOf(row);
    if (index < 0) return NOTHING;
    const [start, end] = [this.#starts.at(index), this.#endOf(index)];
    return this.#readUsual(start) ?? this.#read(this.#source.slice(start, end));
  }

  /** A row of cells as nearly every producer writes them; undefined for any other. */
  #readUsual(start: number): RowValues | undefined {
    const source = this.#source;
    const values = new Map<number, Value>();
    const cell = this.#cell;
    for (let at = source.indexOf('>', start) + 1; !source.startsWith('</', at); ) {
      if (!source.startsWith('<c', at)) return undefined;
      const end = readUsualCell(source, at + 2, cell);
      if (end < 0) {
        BLANK_CELL.lastIndex = at;
        const blank = BLANK_CELL.exec(source);
        if (blank === null) return undefined;
        at += blank[0].length;
        continue;
      }
      values.set(cell.column, this.#valueOf(cell.type, plainText(source, cell.valueStart, cell.valueEnd)));
      at = end;
    }
    return values;
  }

  #read(source: string): RowValues {
    const values = new Map<number, Value>();
    const path: string[] = [];
    let column = -1;
    let type = 'n';
    let value: string | undefined;
    let computed = false;
    walkXml(source, {
      open(name, attributes) {
        path.push(name);
        if (name === 'c') {
          column = parseReference(attributeText(source, attributes, 'r') ?? '')?.column ?? column + 1;
          type = attributeText(source, attributes, 't') ?? 'n';
          value = undefined;
          computed = false;
        } else if (name === 'f') computed = true;
        else if (name === 'v' && computed && type === 'str') value ??= '';
      },
      close: (name) => {
        path.pop();
        if (name !== 'c') return;
        if (value !== undefined) values.set(column, this.#valueOf(type, value));
        // A formula whose result the file does not hold.
        else if (computed) values.set(column, undefined);
      },
      text(start, end, raw) {
        const name = path.at(-1);
        if (name !== 'v' && (name !== 't' || path.includes('rPh'))) return;
        value = (value ?? '') + (raw ? source.slice(start, end) : plainText(source, start, end));
      },
      rest() {},
    });
    return values;
  }

  #valueOf(type: string, value: string): Value {
    switch (type) {
      case 's':
        return this.#strings?.get(Number(value.trim()));
      case 'b':
        return value.trim() === '1';
      case 'e':
        return null;
      case 'd':
        return undefined;
      case 'n': {
        const number = Number(value);
        return Number.isNaN(number) ? unescapeText(value) : number;
      }
      default:
        return unescapeText(value);
    }
  }

  /** Where the next start tag of a row begins, before the end of the cells. */
  #next(from: number): number {
    const source = this.#source;
    for (
      let at = source.indexOf('row', from);
      at >= 0 && at < this.#end;
      at = source.indexOf('row', at + 3)
    ) {
      const behind = source.charCodeAt(at + 3);
      if (behind !== 62 && behind !== 47 && behind > 32) continue;
      const before = source.charCodeAt(at - 1);
      if (before === 60) return at - 1;
      if (before !== 58) continue;
      const open = source.lastIndexOf('<', at);
      if (open >= 0 && at - open < 64 && /^<[\w.-]+:$/.test(source.slice(open, at))) return open;
    }
    return -1;
  }

  #indexOf(row: number): number {
    const index = pieceAt(this.#numbers.values, this.#numbers.length, row);
    return index >= 0 && this.#numbers.at(index) === row ? index : -1;
  }

  #endOf(index: number): number {
    return index + 1 < this.#starts.length ? this.#starts.at(index + 1) : this.#end;
  }
}
