/**
 * The workbook stream: one walk over its records, global ones first, then a substream for every sheet.
 *
 * Source: [MS-XLS] 2.1.7 (workbook stream), 2.4 (records). BIFF5 and 7 have the same records with 8-bit strings.
 */
import type { Segment } from '../../core/index.js';
import type { Bytes } from '../cfb/bytes.js';
import type { ByteRange } from '../cfb/residue.js';
import { Values } from '../cfb/values.js';
import { builtInFormat, formulaValue, numberText, rkValue, showsNothing } from './cell-value.js';
import { decryptDefault } from './decrypt.js';
import { linkTexts } from './links.js';
import { type BiffRecord, ChunkReader, CONTINUE, records, StringReader } from './records.js';
import { SheetBuilder } from './sheet.js';

export interface WorkbookResult {
  readonly segments: Segment[];
  /** Data of records that are not interpreted: what may hold other text. */
  readonly rest: readonly ByteRange[];
  readonly encrypted: boolean;
  readonly damaged: boolean;
  /** More cells than are kept. */
  readonly overflow: boolean;
  /** Numbers whose last digits Excel lost. */
  readonly rounded: number;
  readonly sheets: number;
  /** Pictures in the drawings. */
  readonly pictures: number;
  /** The stream, where Excel's default password opened it. */
  readonly plain?: Uint8Array;
}

interface CellFormat {
  readonly format: string | undefined;
  readonly concealed: boolean;
}

const MAX_CELLS = 5_000_000;
const MAX_SHEETS = 4096;
const BOF: ReadonlySet<number> = new Set([0x0809, 0x0409, 0x0209]);

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
  readonly #fonts: number[] = [];
  readonly #formats = new Map<number, string>();
  readonly #cellFormats: { font: number; format: number; fill: number }[] = [];
  readonly #resolved = new Map<number, CellFormat>();
  readonly #bounds = new Map<number, { name: string; hidden: boolean }>();
  readonly #sheets: SheetBuilder[] = [];
  readonly #rest: ByteRange[] = [];
  /** Substreams around the current record; charts stand inside sheets. */
  readonly #stack: ('globals' | 'sheet' | 'other')[] = [];
  #codePage: number | undefined = 1252;
  #sheet: SheetBuilder | undefined;
  #formula: { row: number; column: number; hidden: boolean } | undefined;
  #object = 0;
  /** Object id → text of its note. */
  readonly #texts = new Map<number, string>();
  #notes: { row: number; column: number; object: number; author: string }[] = [];
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
      overflow: this.#overflow,
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
      this.#sheetRecord(type, data, chunks)
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
    this.#sheet = new SheetBuilder(this.#stream, name, known?.hidden === true);
    this.#sheets.push(this.#sheet);
    this.#stack.push('sheet');
  }

  #endSheet(): void {
    const sheet = this.#sheet;
    if (sheet === undefined) return;
    for (const { row, column, object, author } of this.#notes) {
      const text = this.#texts.get(object) ?? '';
      this.#texts.delete(object);
      sheet.note('comment', '', text, { row, column });
      sheet.note('metadata', 'comment author', author, { row, column });
    }
    for (const text of this.#texts.values()) sheet.note('body', 'text box', text);
    this.#texts.clear();
    this.#notes = [];
    this.#sheet = undefined;
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
        this.#fonts.push(data.u16(4));
        return true;
      case 0x41e:
      case 0x1e:
        this.#formats.set(data.u16(0), strings(2).string(this.#codePage === undefined ? 2 : 1));
        return true;
      case 0xe0: {
        const fill = this.#codePage === undefined ? data.u32(14) >>> 26 : (data.u32(8) >>> 16) & 0x3f;
        this.#cellFormats.push({ font: data.u16(0), format: data.u16(2), fill });
        return true;
      }
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
        const hidden = this.#format(data.u16(4)).concealed;
        this.#formula = value === 'string' ? { row, column, hidden } : undefined;
        if (typeof value === 'number') this.#number(row, column, data.u16(4), value);
        // The formula itself may hold strings.
        return false;
      }
      case 0x207:
      case 0x07:
        if (this.#formula !== undefined) {
          const text = new StringReader(data, 0, this.#codePage).string(2);
          if (this.#sheet !== undefined && this.#room()) this.#sheet.add({ ...this.#formula, text });
          this.#formula = undefined;
        }
        return true;
      case 0x01:
      case 0xbe:
      case 0x201:
      case 0x205:
        return true;
      default:
        return false;
    }
  }

  #sheetRecord(type: number, data: Bytes, chunks: readonly Bytes[]): boolean {
    const sheet = this.#sheet;
    if (sheet === undefined) return false;
    const strings = (at: number): StringReader => new StringReader(data, at, this.#codePage);
    const wide = this.#codePage === undefined;
    switch (type) {
      case 0x208:
        if ((data.u16(12) & 0x20) !== 0 || (data.u16(6) & 0x7fff) === 0) sheet.hideRow(data.u16(0));
        return true;
      case 0x7d:
        if ((data.u16(8) & 1) !== 0 || data.u16(4) === 0) sheet.hideColumns(data.u16(0), data.u16(2));
        return true;
      case 0xe5:
        for (let i = 0; i < data.u16(0) && 2 + i * 8 + 8 <= data.length; i++) {
          const at = 2 + i * 8;
          sheet.merge(data.u16(at), data.u16(at + 2), data.u16(at + 4), data.u16(at + 6));
        }
        return true;
      case 0x14:
      case 0x15:
        if (data.length > 0) {
          sheet.note(type === 0x14 ? 'header' : 'footer', '', pageText(strings(0).string(wide ? 2 : 1)));
        }
        return true;
      case 0x1c: {
        const [row, column] = [data.u16(0), data.u16(2)];
        if (wide) {
          if (this.#notes.length < 65_536) {
            this.#notes.push({ row, column, object: data.u16(6), author: strings(8).string(2) });
          }
        } else sheet.note('comment', '', strings(6).characters(data.length - 6), { row, column });
        return true;
      }
      case 0x5d:
        this.#object = data.u16(0) === 0x15 ? data.u16(6) : 0;
        if (data.u16(4) === 8) this.#pictures++;
        return false;
      case 0x1b6: {
        const text = new ChunkReader(chunks.slice(1));
        if (chunks.length > 1 && data.u16(10) > 0) {
          const flags = text.u8();
          const key = this.#texts.has(this.#object) ? -1 - this.#texts.size : this.#object;
          this.#texts.set(key, text.characters(data.u16(10), (flags & 1) === 1));
        }
        return true;
      }
      case 0x1b8: {
        const at = { row: data.u16(0), column: data.u16(4) };
        for (const { label, text } of linkTexts(data)) sheet.note('link', label, text, at);
        return true;
      }
      case 0x800:
        sheet.note('link', 'tooltip', data.utf16(10, data.length).replace(/\0+$/, ''), {
          row: data.u16(2),
          column: data.u16(6),
        });
        return true;
      case 0x1be:
        this.#validation(sheet, data);
        return true;
      case 0x100d:
        sheet.note('body', 'chart', strings(2).string(1));
        return true;
      default:
        return false;
    }
  }

  /** Prompts and the list of a data validation: [MS-XLS] 2.4.94 DV. */
  #validation(sheet: SheetBuilder, data: Bytes): void {
    const reader = new StringReader(data, 4, this.#codePage);
    const texts = [0, 1, 2, 3].map(() => reader.string(2).replaceAll('\0', ''));
    const length = data.u16(reader.at);
    const formula = reader.at + 4;
    // ptgStr with the items of a list, parted by NUL.
    const list =
      length > 2 && data.u8(formula) === 0x17
        ? new StringReader(data, formula + 1, this.#codePage).string(1)
        : '';
    const after = formula + length;
    const second = after + 4 + data.u16(after);
    const at = { row: data.u16(second + 2), column: data.u16(second + 6) };
    for (const text of texts) sheet.note('attribute', 'validation', text, at);
    for (const item of list.split('\0')) sheet.note('attribute', 'validation list', item, at);
  }

  #room(): boolean {
    if (++this.#cells <= MAX_CELLS) return true;
    this.#overflow = true;
    return false;
  }

  #add(row: number, column: number, xf: number, text: string): void {
    if (this.#sheet === undefined) return;
    // Cells of a chart are its cached values, in a grid of their own.
    if (this.#stack.at(-1) === 'other') this.#sheet.note('hidden', 'chart cache', text);
    else if (this.#room()) this.#sheet.add({ row, column, text, hidden: this.#format(xf).concealed });
  }

  #number(row: number, column: number, xf: number, value: number): void {
    const { text, rounded } = numberText(value, this.#format(xf).format, this.#date1904);
    if (rounded) this.#rounded++;
    this.#add(row, column, xf, text);
  }

  #format(xf: number): CellFormat {
    let known = this.#resolved.get(xf);
    if (known === undefined) {
      const raw = this.#cellFormats[xf];
      const format =
        raw === undefined ? undefined : (this.#formats.get(raw.format) ?? builtInFormat(raw.format));
      // There is no font 4: [MS-XLS] 2.5.129 FontIndex.
      const colour = raw === undefined ? undefined : this.#fonts[raw.font > 4 ? raw.font - 1 : raw.font];
      const white = raw?.fill === 0 && (colour === 1 || colour === 9);
      known = { format, concealed: white || showsNothing(format) };
      this.#resolved.set(xf, known);
    }
    return known;
  }
}

/** A header without its codes: fonts, sizes, colours, sections, page numbers. [MS-XLS] 2.4.136. */
function pageText(text: string): string {
  return text
    .replace(/&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d{1,2}/g, '')
    .replace(/&[A-Za-z]/g, ' ')
    .replaceAll('&&', '&');
}
