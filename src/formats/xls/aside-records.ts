/** What surrounds the cells of a sheet: rows and columns, merges, headers, notes, text boxes, links, validations. */
import type { Bytes } from '../cfb/bytes.js';
import { pageText } from '../sheet/page-text.js';
import type { SheetBuilder } from '../sheet/sheet-builder.js';
import { linkTexts } from './links.js';
import { ChunkReader, StringReader } from './records.js';

const MAX_NOTES = 65_536;

export class AsideRecords {
  readonly #sheet: SheetBuilder;
  readonly #codePage: number | undefined;
  /** Object id → text of its note. */
  readonly #texts = new Map<number, string>();
  readonly #notes: { row: number; column: number; object: number; author: string }[] = [];
  #object = 0;
  /** Pictures in the drawings. */
  pictures = 0;

  /** @param codePage Of 8-bit strings (BIFF5 and 7); undefined for BIFF8. */
  constructor(sheet: SheetBuilder, codePage: number | undefined) {
    this.#sheet = sheet;
    this.#codePage = codePage;
  }

  /** @returns True when all of the record was read. */
  record(type: number, data: Bytes, chunks: readonly Bytes[]): boolean {
    const sheet = this.#sheet;
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
          if (this.#notes.length < MAX_NOTES) {
            this.#notes.push({ row, column, object: data.u16(6), author: strings(8).string(2) });
          }
        } else sheet.note('comment', '', strings(6).characters(data.length - 6), { row, column });
        return true;
      }
      case 0x5d:
        this.#object = data.u16(0) === 0x15 ? data.u16(6) : 0;
        if (data.u16(4) === 8) this.pictures++;
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

  /** Notes and text boxes are told once all of their records were read. */
  finish(): void {
    const sheet = this.#sheet;
    for (const { row, column, object, author } of this.#notes) {
      const text = this.#texts.get(object) ?? '';
      this.#texts.delete(object);
      sheet.note('comment', '', text, { row, column });
      sheet.note('metadata', 'comment author', author, { row, column });
    }
    for (const text of this.#texts.values()) sheet.note('body', 'text box', text);
  }
}
