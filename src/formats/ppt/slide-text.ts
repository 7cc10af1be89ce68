/**
 * Text of a slide, notes page or master: blocks in drawing order, tables as rows.
 *
 * Source: [MS-PPT] 2.9.42 TextCharsAtom, 2.9.43 TextBytesAtom, 2.9.76 OfficeArtClientTextbox; [MS-ODRAW] 2.2.14
 * (groups), 2.2.39 OfficeArtChildAnchor, 2.3.4.37 (table properties of a group).
 */

import {
  type Cell,
  type Channel,
  LINE_BREAK,
  LineIndex,
  type Segment,
  wholeSource,
} from '../../core/index.js';
import { latin1 } from '../../text/latin1.js';
import type { Bytes } from '../cfb/bytes.js';
import type { ByteRange } from '../cfb/residue.js';
import { type PptRecord, recordsIn } from './records.js';

export const TEXT_CHARS = 0x0fa0;
export const TEXT_BYTES = 0x0fa8;
export const C_STRING = 0x0fba;

const TEXTBOX = 0xf00d;
const GROUP = 0xf003;
const SHAPE = 0xf004;
const OPTIONS: ReadonlySet<number> = new Set([0xf00b, 0xf121, 0xf122]);
const CHILD_ANCHOR = 0xf00f;
const TABLE_PROPERTIES = 0x039f;
const SLIDE_INFO = 0x03f9;
const COMMENT = 0x2ee0;
const HEADERS = 0x0fd9;
/** Data of a programmable tag: newer records, comments among them. */
const TAG_DATA = 0x138b;
/** Containers nested deeper are searched as bytes only. */
const MAX_DEPTH = 48;

interface Anchored {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Block = { readonly text: string } | { readonly cells: readonly Anchored[] };

export interface Aside {
  readonly channel: Channel;
  readonly label: string;
  readonly text: string;
}

/** What one slide container holds. */
export class SlideText {
  readonly blocks: Block[] = [];
  readonly aside: Aside[] = [];
  hidden = false;
  damaged = false;
  readonly #source: Bytes;
  readonly #used: ByteRange[];
  readonly #texts = new Set<string>();

  /** @param used Gets the ranges of all text that was read. */
  constructor(source: Bytes, used: ByteRange[]) {
    this.#source = source;
    this.#used = used;
  }

  /** Text that stands in the outline of the document instead of the slide. */
  outline(text: string): void {
    this.#texts.add(text);
    this.blocks.push({ text });
  }

  read(start: number, end: number, depth = 0): void {
    if (depth > MAX_DEPTH) {
      this.damaged = true;
      return;
    }
    for (const record of recordsIn(this.#source, start, end)) {
      if (record.cut) this.damaged = true;
      if (record.type === SLIDE_INFO) this.hidden = (this.#source.u16(record.start + 10) & 4) !== 0;
      else if (record.type === TEXT_CHARS || record.type === TEXT_BYTES) this.#block(this.text(record));
      else if (record.type === COMMENT)
        this.#strings(record, 'comment', ['comment author', '', 'comment author']);
      else if (record.type === HEADERS) this.#strings(record, 'footer', ['', '', '']);
      else if (record.type === GROUP && this.#isTable(record)) this.#table(record);
      else if (record.container || record.type === TAG_DATA) this.read(record.start, record.end, depth + 1);
    }
  }

  text(record: PptRecord): string {
    this.#used.push({ start: record.start, end: record.end });
    return atomText(this.#source, record);
  }

  /** Strings of a container, by their instance. */
  #strings(container: PptRecord, channel: Channel, labels: readonly string[]): void {
    for (const record of recordsIn(this.#source, container.start, container.end)) {
      if (record.type !== C_STRING) continue;
      const label = labels[record.instance] ?? '';
      this.aside.push({ channel: label === '' ? channel : 'metadata', label, text: this.text(record) });
    }
  }

  #block(text: string): void {
    // A star stands for a date or a number that PowerPoint fills in.
    if (text.trim() === '' || text === '*' || this.#texts.has(text)) return;
    this.blocks.push({ text });
  }

  /** The first shape of a group describes the group itself. */
  #isTable(group: PptRecord): boolean {
    for (const shape of recordsIn(this.#source, group.start, group.end)) {
      if (shape.type !== SHAPE) return false;
      for (const options of recordsIn(this.#source, shape.start, shape.end)) {
        if (!OPTIONS.has(options.type)) continue;
        for (let i = 0; i < options.instance && options.start + i * 6 + 6 <= options.end; i++) {
          if ((this.#source.u16(options.start + i * 6) & 0x3fff) !== TABLE_PROPERTIES) continue;
          return (this.#source.u32(options.start + i * 6 + 2) & 1) === 1;
        }
      }
      return false;
    }
    return false;
  }

  #table(group: PptRecord): void {
    const cells: Anchored[] = [];
    for (const shape of recordsIn(this.#source, group.start, group.end)) {
      if (shape.type !== SHAPE) {
        if (shape.container) this.read(shape.start, shape.end, 1);
        continue;
      }
      let anchor: Omit<Anchored, 'text'> | undefined;
      const inner = new SlideText(this.#source, this.#used);
      for (const part of recordsIn(this.#source, shape.start, shape.end)) {
        if (part.type === CHILD_ANCHOR) {
          const at = part.start;
          const [left, top] = [this.#source.i32(at), this.#source.i32(at + 4)];
          anchor = { left, top, right: this.#source.i32(at + 8), bottom: this.#source.i32(at + 12) };
        } else if (part.type === TEXTBOX) inner.read(part.start, part.end, 1);
      }
      const text = inner.blocks.map((block) => ('text' in block ? block.text : '')).join('\r');
      if (anchor !== undefined) cells.push({ ...anchor, text });
      else this.#block(text);
    }
    this.blocks.push({ cells });
  }

  /** @param part Gets the slide as its source: the text as it stands here. */
  segment(part: string, channel: Channel): Segment | undefined {
    let text = '';
    const cells: Cell[] = [];
    let table = 0;
    for (const block of this.blocks) {
      if ('text' in block) {
        text += `${block.text.replace(/\t/g, ' ').replace(/\x0b/g, LINE_BREAK).replace(/\r/g, '\n')}\n`;
        continue;
      }
      const edges = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
      const columns = edges(block.cells.map(({ left }) => left));
      const rows = edges(block.cells.map(({ top }) => top));
      const order = [...block.cells].sort((a, b) => a.top - b.top || a.left - b.left);
      const [columnOf, rowOf] = [new Map(columns.map((x, i) => [x, i])), new Map(rows.map((y, i) => [y, i]))];
      for (const [i, cell] of order.entries()) {
        if (i > 0) text += cell.top === order[i - 1]!.top ? '\t' : '\n';
        const start = text.length;
        text += cell.text.replace(/\t/g, ' ').replace(/[\r\n\x0b]/g, LINE_BREAK);
        const [column, row] = [columnOf.get(cell.left)!, rowOf.get(cell.top)!];
        const colSpan = within(columns, column, cell.right);
        const rowSpan = within(rows, row, cell.bottom);
        cells.push({
          table,
          row,
          column,
          start,
          end: text.length,
          ...(colSpan > 1 ? { colSpan } : {}),
          ...(rowSpan > 1 ? { rowSpan } : {}),
        });
      }
      text += '\n';
      table++;
    }
    if (text.trim() === '') return undefined;
    return wholeSource(text, channel, part, new LineIndex(text), cells);
  }
}

export function atomText(source: Bytes, { type, start, end }: PptRecord): string {
  if (type !== TEXT_BYTES) return clean(source.utf16(start, end));
  return clean(latin1(source.slice(start, end)));
}

function clean(text: string): string {
  return text.replace(/[\0-\x08\x0c\x0e-\x1f]/g, '');
}

/** Grid lines from `index` on that lie before an edge. */
function within(edges: readonly number[], index: number, edge: number): number {
  let count = 1;
  while (index + count < edges.length && edges[index + count]! < edge) count++;
  return count;
}
