/**
 * The workbook stream: one walk over its records, global ones first, then a substream for every sheet.
 *
 * Source: [MS-XLS] 2.1.7 (workbook stream), 2.4 (records). BIFF5 and 7 have the same records with 8-bit strings.
 */
import type { Segment } from '../../core/index.js';
import type { Bytes } from '../cfb/bytes.js';
import type { ByteRange } from '../cfb/residue.js';
import { Values } from '../cfb/values.js';
import type { SheetLimits } from '../sheet/built-rows.js';
import { ConditionSteps } from '../sheet/conditional-formats.js';
import { SheetBuilder } from '../sheet/sheet-builder.js';
import { formulaValue, numberText, rkValue } from '../sheet/stored-number.js';
import { AsideRecords } from './aside-records.js';
import { CellFormats } from './cell-formats.js';
import { readConditionalFormats } from './conditional-formats.js';
import { decryptDefault } from './decrypt.js';
import { type BiffRecord, BOF, ChunkReader, CONTINUE, records, StringReader } from './records.js';

export interface WorkbookResult {
  readonly segments: Segment[];
  /** Data of records that are not interpreted: what may hold other text. */
  readonly rest: readonly ByteRange[];
  readonly encrypted: boolean;
  readonly damaged: boolean;
  /** More cells or text than are kept. */
  readonly overflow: boolean;
  /** Numbers whose last digits Excel lost. */
  readonly rounded: number;
  readonly sheets: number;
  /** Pictures in the drawings. */
  readonly pictures: number;
  /** The stream, where Excel's default password opened it. */
  readonly plain?: Uint8Array;
}

const MAX_CELLS = 5_000_000;
const MAX_SHEETS = 4096;
const LIMITS: SheetLimits = { rows: 65_536, columns: 256 };

/** @param stream `Workbook` or `Book`; the name is the part of all places. */
export function readWorkbook(bytes: Uint8Array, stream: string, expired: () => boolean): WorkbookResult {
  const first = new WorkbookReader(bytes, stream, false).read(expired);
  if (!first.encrypted) return first;
  const plain = decryptDefault(bytes);
  return plain === undefined ? first : { ...new WorkbookReader(plain, stream, true).read(expired), plain };
}

class WorkbookReader {
  readonly #bytes: Uint8Array;
  readonly #stream: string;
  readonly #values: Values;
  readonly #decrypted: boolean;
  readonly #strings: { text: string; used: boolean }[] = [];
  readonly #phonetic: string[] = [];
  readonly #formats = new CellFormats();
  readonly #bounds = new Map<number, { name: string; hidden: boolean }>();
  readonly #sheets: SheetBuilder[] = [];
  readonly #rest: ByteRange[] = [];
  /** Substreams around the current record; charts stand inside sheets. */
  readonly #stack: ('globals' | 'sheet' | 'other')[] = [];
  #codePage: number | undefined = 1252;
  #sheet: SheetBuilder | undefined;
  #aside: AsideRecords | undefined;
  readonly #steps = new ConditionSteps();
  /** The text that it gave follows. */
  #formula: { row: number; column: number; xf: number } | undefined;
  #cells = 0;
  #rounded = 0;
  #pictures = 0;
  #date1904 = false;
  #overflow = false;

  constructor(bytes: Uint8Array, stream: string, decrypted: boolean) {
    this.#decrypted = decrypted;
    this.#bytes = bytes;
    this.#stream = stream;
    this.#values = new Values(`${stream}/strings`);
  }

  read(expired: () => boolean): WorkbookResult {
    let damaged = false;
    let encrypted = false;
    let count = 0;
    const walk = records(this.#bytes);
    let current: BiffRecord | undefined;
    let chunks: Bytes[] = [];
    for (let step = walk.next(); ; step = walk.next()) {
      if (step.done !== true && step.value.type === CONTINUE && current !== undefined) {
        chunks.push(step.value.data);
        continue;
      }
      if (current !== undefined) this.#record(current, chunks);
      if (step.done === true) {
        damaged ||= step.value.damaged;
        break;
      }
      if (step.value.type === 0x2f && !this.#decrypted) {
        encrypted = true;
        break;
      }
      if (++count % 4096 === 0 && expired()) {
        damaged = true;
        break;
      }
      current = step.value;
      chunks = [current.data];
    }
    this.#endSheet();
    return {
      segments: this.#segments(),
      rest: this.#rest,
      encrypted,
      damaged,
      overflow: this.#overflow || this.#sheets.some(({ cut }) => cut),
      rounded: this.#rounded,
      sheets: this.#sheets.length,
      pictures: this.#pictures,
    };
  }

  #segments(): Segment[] {
    const segments = this.#sheets.flatMap((sheet) => sheet.segments());
    for (const { text, used } of this.#strings) {
      if (!used) this.#values.add('residue', 'shared string', text);
    }
    for (const text of this.#phonetic) this.#values.add('attribute', 'phonetic', text);
    return [...segments, ...this.#values.segments()];
  }

  #record(record: BiffRecord, chunks: readonly Bytes[]): void {
    const { type, data, at } = record;
    if (BOF.has(type)) {
      this.#begin(data, at);
      return;
    }
    if (type === 0x0a) {
      if (this.#stack.pop() === 'sheet') this.#endSheet();
      return;
    }
    if (
      this.#global(type, data, chunks) ||
      this.#cellRecord(type, data) ||
      this.#aside?.record(type, data, chunks) === true
    ) {
      return;
    }
    const end = chunks.length === 1 ? at + 4 + data.length : this.#endOf(at, chunks);
    if (end - at > 8) this.#rest.push({ start: at + 4, end });
  }

  #endOf(at: number, chunks: readonly Bytes[]): number {
    return Math.min(this.#bytes.length, at + chunks.reduce((sum, chunk) => sum + chunk.length + 4, 0));
  }

  #begin(data: Bytes, at: number): void {
    const version = data.u16(0);
    const kind = data.u16(2);
    if (kind === 5 || kind === 0x100) {
      if (version >= 0x600) this.#codePage = undefined;
      this.#stack.push('globals');
      return;
    }
    if (this.#stack.includes('sheet') || this.#sheets.length >= MAX_SHEETS) {
      this.#stack.push('other');
      return;
    }
    const known = this.#bounds.get(at);
    const name = known?.name ?? `#${this.#sheets.length + 1}`;
    this.#sheet = new SheetBuilder(this.#stream, name, known?.hidden === true, LIMITS);
    this.#sheets.push(this.#sheet);
    this.#aside = new AsideRecords(this.#sheet, this.#codePage);
    this.#sheet.conditional = readConditionalFormats(this.#bytes, at, this.#steps);
    this.#stack.push('sheet');
  }

  #endSheet(): void {
    this.#aside?.finish();
    this.#pictures += this.#aside?.pictures ?? 0;
    this.#sheet = undefined;
    this.#aside = undefined;
    this.#formula = undefined;
  }

  /** @returns True when all of the record was read. */
  #global(type: number, data: Bytes, chunks: readonly Bytes[]): boolean {
    const strings = (at: number): StringReader => new StringReader(data, at, this.#codePage);
    switch (type) {
      case 0x42:
        if (this.#codePage !== undefined) this.#codePage = data.u16(0);
        return true;
      case 0x22:
        this.#date1904 = data.u16(0) === 1;
        return true;
      case 0x85: {
        const name = strings(6).string(1);
        const hidden = (data.u8(4) & 3) !== 0;
        this.#bounds.set(data.u32(0), { name, hidden });
        this.#values.add(hidden ? 'hidden' : 'name', 'sheet name', name);
        return true;
      }
      case 0xfc:
        this.#sharedStrings(chunks);
        return true;
      case 0x31:
        this.#formats.addFont(data.u16(4));
        return true;
      case 0x41e:
      case 0x1e:
        this.#formats.addCode(data.u16(0), strings(2).string(this.#codePage === undefined ? 2 : 1));
        return true;
      case 0xe0:
        this.#formats.addFormat(data, this.#codePage === undefined);
        return true;
      case 0x5c:
        this.#values.add(
          'metadata',
          'user name',
          strings(0)
            .string(this.#codePage === undefined ? 2 : 1)
            .trim(),
        );
        return true;
      case 0x18: {
        const name = strings(14).characters(data.u8(3));
        this.#values.add('name', 'defined name', name);
        return false;
      }
      case 0xcd:
        this.#values.add('hidden', 'pivot cache', strings(0).string(2));
        return true;
      case 0x5a:
        this.#externalCells(data);
        return true;
      case 0x1ae:
        if (data.length > 4) this.#values.add('link', 'external workbook', strings(2).string(2));
        return true;
      default:
        return false;
    }
  }

  #sharedStrings(chunks: readonly Bytes[]): void {
    const reader = new ChunkReader(chunks);
    reader.skip(4);
    const count = reader.u32();
    for (let i = 0; i < count && !reader.ended; i++) {
      const { text, phonetic } = reader.richString();
      this.#strings.push({ text, used: false });
      if (/\d{5}/.test(phonetic)) this.#phonetic.push(phonetic);
    }
  }

  /** Cached cells of another workbook: [MS-XLS] 2.4.74 CRN. */
  #externalCells(data: Bytes): void {
    let at = 4;
    for (let i = data.u8(1); i <= data.u8(0) && at < data.length; i++) {
      const kind = data.u8(at);
      if (kind === 2) {
        const reader = new StringReader(data, at + 1, this.#codePage);
        this.#values.add('hidden', 'external cache', reader.string(2));
        at = reader.at;
        continue;
      }
      if (kind === 1)
        this.#values.add('hidden', 'external cache', numberText(data.f64(at + 1), undefined, false).text);
      at += 9;
    }
  }

  #cellRecord(type: number, data: Bytes): boolean {
    const row = data.u16(0);
    const column = data.u16(2);
    switch (type) {
      case 0xfd: {
        const string = this.#strings[data.u32(6)];
        if (string === undefined) return true;
        string.used = true;
        this.#add(row, column, data.u16(4), string.text);
        return true;
      }
      case 0x204:
      case 0xd6:
        this.#add(row, column, data.u16(4), new StringReader(data, 6, this.#codePage).string(2));
        return true;
      case 0x203:
        this.#number(row, column, data.u16(4), data.f64(6));
        return true;
      case 0x27e:
        this.#number(row, column, data.u16(4), rkValue(data.i32(6)));
        return true;
      case 0xbd:
        for (let i = 0; 4 + i * 6 + 6 <= data.length - 2; i++) {
          this.#number(row, column + i, data.u16(4 + i * 6), rkValue(data.i32(6 + i * 6)));
        }
        return true;
      case 0x06:
      case 0x206:
      case 0x406: {
        const value = formulaValue(data, 6);
        this.#formula = value === 'string' ? { row, column, xf: data.u16(4) } : undefined;
        if (typeof value === 'number') this.#number(row, column, data.u16(4), value);
        else if (value === undefined) this.#silent(row, column, data.u8(6), data.u8(8));
        // The formula itself may hold strings.
        return false;
      }
      case 0x207:
      case 0x07:
        if (this.#formula !== undefined) {
          const { row: at, column: beside, xf } = this.#formula;
          this.#add(at, beside, xf, new StringReader(data, 0, this.#codePage).string(2));
          this.#formula = undefined;
        }
        return true;
      case 0x205:
        this.#silent(row, column, data.u8(7) === 0 ? 1 : 2, data.u8(6));
        return true;
      case 0x01:
      case 0xbe:
      case 0x201:
        return true;
      default:
        return false;
    }
  }

  #room(): boolean {
    if (++this.#cells <= MAX_CELLS) return true;
    this.#overflow = true;
    return false;
  }

  /** @param value What the cell holds, where that is a number. */
  #add(row: number, column: number, xf: number, text: string, value: number | string = text): void {
    if (this.#sheet === undefined) return;
    // Cells of a chart are its cached values, in a grid of their own.
    if (this.#stack.at(-1) === 'other') this.#sheet.note('hidden', 'chart cache', text);
    else if (this.#room()) {
      const hidden = this.#formats.hides(xf, typeof value === 'string');
      const cell = { row, column, text, hidden };
      if (this.#sheet.conditional === undefined) this.#sheet.add(cell);
      else if (text === '') this.#sheet.silent(row, column, value);
      else this.#sheet.add({ ...cell, value, look: this.#formats.look(xf) });
    }
  }

  /** @param kind As in a FormulaValue, [MS-XLS] 2.5.133: 1 a truth value, 2 an error, 3 an empty text. */
  #silent(row: number, column: number, kind: number, value: number): void {
    if (this.#stack.at(-1) === 'other') return;
    this.#sheet?.silent(
      row,
      column,
      kind === 1 ? value !== 0 : kind === 2 ? null : kind === 3 ? '' : undefined,
    );
  }

  #number(row: number, column: number, xf: number, value: number): void {
    const { text, rounded } = numberText(value, this.#formats.code(xf), this.#date1904);
    if (rounded) this.#rounded++;
    this.#add(row, column, xf, text, value);
  }
}
