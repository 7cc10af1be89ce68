/** `xl/sharedStrings.xml`: strings are decoded when a cell asks; the ones that no cell asks for are left-overs. */
import { LineIndex, NumberList, type Segment } from '../../core/index.js';
import { Lane, type PartSource } from '../ooxml/lane.js';
import { emitText, plainText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import { unescapeText } from './cell-value.js';

export class SharedStrings {
  readonly #source: string;
  readonly #shared: PartSource;
  /** Start, end and kind (1: CDATA) of every text, flat. */
  readonly #ranges = new NumberList();
  /** Index into `#ranges` at which an item starts. */
  readonly #items = new NumberList();
  /** Texts that give the reading of others (`rPh`). */
  readonly #phonetic = new NumberList();
  /** By index: texts that cells asked for. */
  readonly #texts: (string | undefined)[] = [];
  readonly fault: number | undefined;

  constructor(source: string, part: string) {
    this.#source = source;
    this.#shared = { source, part, lines: new LineIndex(source) };
    const path: string[] = [];
    let phonetic = 0;
    this.fault = walkXml(source, {
      open: (name) => {
        path.push(name);
        if (name === 'si') this.#items.push(this.#ranges.length);
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
  }

  /** Items of one plain text, as most are: `<si><t>…</t></si>`. @returns Where the first other one stands. */
  #plain(start: number): number {
    const source = this.#source;
    let at = start;
    for (;;) {
      if (!source.startsWith('<si><t>', at)) return at;
      const end = source.indexOf('<', at + 7);
      if (end < 0 || !source.startsWith('</t></si>', end)) return at;
      this.#items.push(this.#ranges.length);
      // The walk tells of no empty text.
      if (end > at + 7) add(this.#ranges, at + 7, end, false);
      at = end + 9;
    }
  }

  /** @returns '' for an index that is not there. */
  get(index: number): string {
    const known = this.#texts[index];
    if (known !== undefined) return known;
    if (!Number.isInteger(index) || index < 0 || index >= this.#items.length) return '';
    const from = this.#items.at(index);
    const until = this.#end(index);
    let text = '';
    for (let i = from; i < until; i += 3) {
      const [start, end] = [this.#ranges.at(i), this.#ranges.at(i + 1)];
      text +=
        this.#ranges.at(i + 2) === 1 ? this.#source.slice(start, end) : plainText(this.#source, start, end);
    }
    return (this.#texts[index] = unescapeText(text));
  }

  /** Strings of deleted cells stay in the file. */
  residue(): Segment[] {
    const orphans = new Lane(this.#shared);
    for (let index = 0; index < this.#items.length; index++) {
      if (this.#texts[index] !== undefined) continue;
      orphans.builder.endBlock();
      this.#write(orphans, this.#ranges, this.#items.at(index), this.#end(index));
    }
    const readings = new Lane(this.#shared);
    for (let i = 0; i < this.#phonetic.length; i += 3) {
      readings.builder.endBlock();
      this.#write(readings, this.#phonetic, i, i + 3);
    }
    const segments = [orphans.flush('residue', 'shared string'), readings.flush('attribute', 'phonetic')];
    return segments.filter((segment) => segment !== undefined);
  }

  /** Where the texts of an item end in `#ranges`. */
  #end(index: number): number {
    return index + 1 < this.#items.length ? this.#items.at(index + 1) : this.#ranges.length;
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
