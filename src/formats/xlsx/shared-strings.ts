/** `xl/sharedStrings.xml`: strings are decoded when a cell asks; the ones that no cell asks for are left-overs. */
import { LineIndex, NumberList, type Segment } from '../../core/index.js';
import { Lane, type PartSource } from '../ooxml/lane.js';
import { emitText, plainText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import type { SheetText } from '../sheet/sheet-text.js';
import { unescapeText } from './cell-value.js';

const GT = 62;
const KEEPS_SPACE = ' xml:space="preserve">';
/** Looks of runs that are recognised as they stand. */
const MAX_LOOKS = 8;
const MAX_LOOK = 1000;
const LOOK = /^<rPr>(?:<[A-Za-z]+(?: [A-Za-z]+="[^"<>&]*")*\/>)*<\/rPr>/;

export class SharedStrings {
  readonly #source: string;
  readonly #shared: PartSource;
  /** Start, end and kind (1: CDATA) of every text, flat. */
  readonly #ranges = new NumberList();
  /** Where the one plain text of an item starts, which ends at the next `<`; of other items −1 − their index in `#rich`. */
  readonly #items = new NumberList();
  /** Index into `#ranges` at which an item starts. */
  readonly #rich = new NumberList();
  /** Texts that give the reading of others (`rPh`). */
  readonly #phonetic = new NumberList();
  /** By index: texts that cells asked for as a string. */
  readonly #texts: (string | undefined)[] = [];
  /** By index: whether a cell asked for it. */
  readonly #asked: Uint8Array;
  readonly #looks: string[] = [];
  /** Of the item that is being read. */
  readonly #found: number[] = [];
  readonly fault: number | undefined;

  constructor(source: string, part: string) {
    this.#source = source;
    this.#shared = { source, part, lines: new LineIndex(source) };
    const path: string[] = [];
    let phonetic = 0;
    this.fault = walkXml(source, {
      open: (name) => {
        path.push(name);
        if (name === 'si') {
          this.#items.push(-1 - this.#rich.length);
          this.#rich.push(this.#ranges.length);
        }
        if (name === 'rPh') phonetic++;
      },
      close: (name) => {
        path.pop();
        if (name === 'rPh') phonetic--;
      },
      text: (start, end, raw) => {
        if (path.at(-1) === 't') add(phonetic > 0 ? this.#phonetic : this.#ranges, start, end, raw);
      },
      rest() {},
      skip: (at) => (path.length === 1 ? this.#plain(at) : at),
    });
    this.#asked = new Uint8Array(this.#items.length);
  }

  /** The source that `plainStart` counts in. */
  get source(): string {
    return this.#source;
  }

  /** Items of one plain text, as most are, and of runs of such texts. @returns Where the first other one stands. */
  #plain(start: number): number {
    const source = this.#source;
    let at = start;
    for (;;) {
      if (!source.startsWith('<si>', at)) return at;
      const from = this.#text(at + 4);
      if (from < 0) {
        const next = this.#runs(at + 4);
        if (next < 0) return at;
        at = next;
        continue;
      }
      const end = source.indexOf('<', from);
      if (end < 0 || !source.startsWith('</t></si>', end)) return at;
      this.#items.push(from);
      at = end + 9;
    }
  }

  /** @returns Where the content of a plain `t` starts whose tag is at `at`, else −1. */
  #text(at: number): number {
    const source = this.#source;
    if (!source.startsWith('<t', at)) return -1;
    if (source.charCodeAt(at + 2) === GT) return at + 3;
    return source.startsWith(KEEPS_SPACE, at + 2) ? at + 2 + KEEPS_SPACE.length : -1;
  }

  /** Reads `<r><rPr>…</rPr><t>…</t></r>`, some of them. @returns The offset behind the item, −1 when it is not plain. */
  #runs(start: number): number {
    const source = this.#source;
    const found = this.#found;
    found.length = 0;
    let at = start;
    while (source.startsWith('<r>', at)) {
      const look = this.#look(at + 3);
      const from = look < 0 ? -1 : this.#text(look);
      const end = from < 0 ? -1 : source.indexOf('<', from);
      if (end < 0 || !source.startsWith('</t></r>', end)) return -1;
      // The walk tells of no empty text.
      if (end > from) found.push(from, end, 0);
      at = end + 8;
    }
    if (at === start || !source.startsWith('</si>', at)) return -1;
    this.#items.push(-1 - this.#rich.length);
    this.#rich.push(this.#ranges.length);
    for (let i = 0; i < found.length; i++) this.#ranges.push(found[i]!);
    return at + 5;
  }

  /** @returns The offset behind an `rPr` of well-formed empty elements, `at` where none stands, −1 for another one. */
  #look(at: number): number {
    const source = this.#source;
    if (!source.startsWith('<rPr', at)) return at;
    // Twice as fast as `startsWith`.
    for (const known of this.#looks) {
      if (source.slice(at, at + known.length) === known) return at + known.length;
    }
    const look = LOOK.exec(source.slice(at, at + MAX_LOOK))?.[0];
    if (look === undefined) return -1;
    // A workbook has few, and those that were seen last come again.
    this.#looks.unshift(look);
    if (this.#looks.length > MAX_LOOKS) this.#looks.pop();
    return at + look.length;
  }

  /** @returns Where the text of an item of one plain text starts, which ends at the next `<`; −1 for other items. */
  plainStart(index: number): number {
    if (index >= this.#items.length) return -1;
    const start = this.#items.at(index);
    if (start >= 0) this.#asked[index] = 1;
    return Math.max(-1, start);
  }

  /** Adds an item of runs as a cell. @returns false, and does nothing, where its text is written otherwise. */
  copyRuns(index: number, text: SheetText, row: number, column: number): boolean {
    if (index >= this.#items.length) return false;
    const rich = -1 - this.#items.at(index);
    if (rich < 0) return false;
    this.#asked[index] = 1;
    const from = this.#rich.at(rich);
    return text.copyRanges(this.#source, this.#ranges.values, from, this.#end(rich), row, column);
  }

  /** @returns '' for an index that is not there. */
  get(index: number): string {
    const known = this.#texts[index];
    if (known !== undefined) return known;
    if (!Number.isInteger(index) || index < 0 || index >= this.#items.length) return '';
    this.#asked[index] = 1;
    const plain = this.#items.at(index);
    let text = '';
    if (plain >= 0) text = plainText(this.#source, plain, this.#source.indexOf('<', plain));
    else {
      const until = this.#end(-1 - plain);
      for (let i = this.#rich.at(-1 - plain); i < until; i += 3) {
        const [start, end] = [this.#ranges.at(i), this.#ranges.at(i + 1)];
        text +=
          this.#ranges.at(i + 2) === 1 ? this.#source.slice(start, end) : plainText(this.#source, start, end);
      }
    }
    return (this.#texts[index] = unescapeText(text));
  }

  /** Strings of deleted cells stay in the file. */
  residue(): Segment[] {
    const orphans = new Lane(this.#shared);
    for (let index = 0; index < this.#items.length; index++) {
      if (this.#asked[index] === 1) continue;
      orphans.builder.endBlock();
      const plain = this.#items.at(index);
      if (plain < 0) this.#write(orphans, this.#ranges, this.#rich.at(-1 - plain), this.#end(-1 - plain));
      else emitText(this.#source, plain, this.#source.indexOf('<', plain), false, orphans);
    }
    const readings = new Lane(this.#shared);
    for (let i = 0; i < this.#phonetic.length; i += 3) {
      readings.builder.endBlock();
      this.#write(readings, this.#phonetic, i, i + 3);
    }
    const segments = [orphans.flush('residue', 'shared string'), readings.flush('attribute', 'phonetic')];
    return segments.filter((segment) => segment !== undefined);
  }

  /** Where the texts of an item of several end in `#ranges`. @param rich Index into `#rich`. */
  #end(rich: number): number {
    return rich + 1 < this.#rich.length ? this.#rich.at(rich + 1) : this.#ranges.length;
  }

  #write(lane: Lane, ranges: NumberList, from: number, until: number): void {
    for (let i = from; i < until; i += 3) {
      emitText(this.#source, ranges.at(i), ranges.at(i + 1), ranges.at(i + 2) === 1, lane);
    }
  }
}

function add(ranges: NumberList, start: number, end: number, raw: boolean): void {
  ranges.push(start);
  ranges.push(end);
  ranges.push(raw ? 1 : 0);
}
