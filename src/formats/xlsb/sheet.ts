/** `worksheets/sheet1.bin`: cells, and what hangs on them. Source: [MS-XLSB] 2.1.7.62 (Worksheet), 2.4 (records). */
import type { Segment } from '../../core/index.js';
import type { Bytes } from '../cfb/bytes.js';
import type { ByteRange } from '../cfb/residue.js';
import { BLACK, WHITE } from '../sheet/colours.js';
import type { ConditionSteps } from '../sheet/conditional-formats.js';
import { pageText } from '../sheet/page-text.js';
import { SheetBuilder } from '../sheet/sheet-builder.js';
import { numberText, rkValue } from '../sheet/stored-number.js';
import { readConditionalFormats } from './conditional-formats.js';
import { type Biff12Record, records, StringReader } from './records.js';
import type { CellFormat, Styles } from './styles.js';

/** What cells refer to. */
export interface Shared extends Styles {
  readonly strings: { text: string; used: boolean }[];
  readonly steps: ConditionSteps;
  readonly date1904: boolean;
}

export interface SheetOptions extends Shared {
  readonly part: string;
  readonly name: string;
  readonly hidden: boolean;
  /** Cells that may still be kept. */
  readonly room: number;
}

export interface SheetResult {
  readonly segments: Segment[];
  /** Data of records that are not interpreted: what may hold other text. */
  readonly rest: readonly ByteRange[];
  readonly damaged: boolean;
  readonly overflow: boolean;
  readonly rounded: number;
  readonly cells: number;
}

const ROW = 0;
/** Cells that follow the one before state no column; they are the same kinds from 12 on. */
const SHORT = 12;
const COLUMN = 60;
const VALIDATION = 64;
const MERGE = 176;
const HEADERS = 479;
const LINK = 494;
const MAX_ROW = 1_048_576;
const MAX_COLUMN = 16_384;
const PLAIN: CellFormat = { code: undefined, unshown: undefined, letters: BLACK, ground: WHITE };

/** Kinds of cells as in BrtCellBlank … BrtFmlaError, and BrtCellRString. */
const KINDS: ReadonlyMap<number, 'blank' | 'rk' | 'error' | 'bool' | 'real' | 'text' | 'shared' | 'rich'> =
  new Map([
    [1, 'blank'],
    [2, 'rk'],
    [3, 'error'],
    [4, 'bool'],
    [5, 'real'],
    [6, 'text'],
    [7, 'shared'],
    [8, 'text'],
    [9, 'real'],
    [10, 'bool'],
    [11, 'error'],
    [12, 'blank'],
    [13, 'rk'],
    [14, 'error'],
    [15, 'bool'],
    [16, 'real'],
    [17, 'text'],
    [18, 'shared'],
    [62, 'rich'],
  ]);

export function readSheet(bytes: Uint8Array, options: SheetOptions): SheetResult {
  return new SheetReader(options).read(bytes);
}

class SheetReader {
  readonly #options: SheetOptions;
  readonly #sheet: SheetBuilder;
  readonly #rest: ByteRange[] = [];
  #row = 0;
  #column = -1;
  #cells = 0;
  #rounded = 0;
  #overflow = false;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#sheet = new SheetBuilder(options.part, options.name, options.hidden);
  }

  read(bytes: Uint8Array): SheetResult {
    this.#sheet.conditional = readConditionalFormats(bytes, this.#options.changes, this.#options.steps);
    const walk = records(bytes);
    let step = walk.next();
    for (; step.done !== true; step = walk.next()) {
      const { start, end } = step.value;
      if (!this.#record(step.value) && end - start >= 8)
        this.#rest.push({ start, end: Math.min(end, bytes.length) });
    }
    return {
      segments: this.#sheet.segments(),
      rest: this.#rest,
      damaged: step.value.damaged,
      overflow: this.#overflow || this.#sheet.cut,
      rounded: this.#rounded,
      cells: this.#cells,
    };
  }

  /** @returns True when all of the record was read. */
  #record({ type, data }: Biff12Record): boolean {
    if (KINDS.has(type)) return this.#cell(type, data);
    const sheet = this.#sheet;
    switch (type) {
      case ROW:
        this.#row = Math.min(data.u32(0), MAX_ROW - 1);
        this.#column = -1;
        if ((data.u8(11) & 0x10) !== 0 || data.u16(8) === 0) sheet.hideRow(this.#row);
        return true;
      case COLUMN:
        if ((data.u16(16) & 1) !== 0 || data.u32(8) === 0) sheet.hideColumns(data.u32(0), data.u32(4));
        return true;
      case MERGE:
        sheet.merge(data.u32(0), data.u32(4), data.u32(8), data.u32(12));
        return true;
      case LINK: {
        const reader = new StringReader(data, 16);
        const at = cellId(data.u32(0), data.u32(8));
        // The first one names a relationship, whose part has the address.
        reader.wide();
        for (const label of ['location', 'tooltip', 'display']) sheet.note('link', label, reader.wide(), at);
        return true;
      }
      case HEADERS: {
        const reader = new StringReader(data, 2);
        for (let i = 0; i < 6; i++)
          sheet.note(i % 2 === 0 ? 'header' : 'footer', '', pageText(reader.wide()));
        return true;
      }
      case VALIDATION: {
        const reader = new StringReader(data, 8 + Math.min(data.u32(4), data.length / 16) * 16);
        const at = cellId(data.u32(8), data.u32(16));
        for (let i = 0; i < 4; i++) sheet.note('attribute', 'validation', reader.wide(), at);
        // The list is a formula.
        return false;
      }
      default:
        return false;
    }
  }

  /** @returns False for a formula, which may hold strings of its own. */
  #cell(type: number, data: Bytes): boolean {
    const short = type >= SHORT && type < SHORT + 7;
    this.#column = short ? this.#column + 1 : Math.min(data.u32(0), MAX_COLUMN - 1);
    const head = short ? 4 : 8;
    const format = data.u32(head - 4) & 0xffffff;
    switch (KINDS.get(type)) {
      case 'rk':
        this.#number(format, rkValue(data.i32(head)));
        break;
      case 'real':
        this.#number(format, data.f64(head));
        break;
      case 'bool':
        this.#add(format, data.u8(head) === 0 ? 'FALSE' : 'TRUE', data.u8(head) !== 0);
        break;
      case 'error':
        this.#sheet.silent(this.#row, this.#column, null);
        break;
      case 'text':
        this.#add(format, new StringReader(data, head).wide());
        break;
      case 'rich':
        this.#add(format, new StringReader(data, head).rich().text);
        break;
      case 'shared': {
        const string = this.#options.strings[data.u32(head)];
        if (string === undefined) break;
        string.used = true;
        this.#add(format, string.text);
        break;
      }
    }
    return type < 8 || type > 11;
  }

  #number(format: number, value: number): void {
    const { text, rounded } = numberText(value, this.#options.formats[format]?.code, this.#options.date1904);
    if (rounded) this.#rounded++;
    this.#add(format, text, value);
  }

  /** @param value What the cell holds, where that is no text. */
  #add(format: number, text: string, value: number | string | boolean = text): void {
    if (text === '') {
      this.#sheet.silent(this.#row, this.#column, value);
      return;
    }
    if (this.#cells >= this.#options.room) {
      this.#overflow = true;
      return;
    }
    this.#cells++;
    const own = this.#options.formats[format] ?? PLAIN;
    const at = { row: this.#row, column: this.#column };
    const hidden = own.unshown === 'all' || own.unshown === (typeof value === 'number' ? 'numbers' : 'texts');
    const cell = { ...at, text, hidden };
    this.#sheet.add(this.#sheet.conditional === undefined ? cell : { ...cell, value, look: own });
  }
}

function cellId(row: number, column: number): { row: number; column: number } {
  return { row: Math.min(row, MAX_ROW - 1), column: Math.min(column, MAX_COLUMN - 1) };
}
