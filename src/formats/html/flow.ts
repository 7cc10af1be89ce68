/**
 * One flow of text as a reader sees it: white space collapsed (CSS Text Level 3 § 4.1), blocks, rows and cells
 * parted by marks. Breaks wait until more text comes, so that nothing stands at the edges of blocks and cells.
 */
import { BLOCK_END, CELL_END, type Cell, type Channel, LINE_BREAK, type Segment } from '../../core/index.js';
import { FlowText } from './flow-text.js';
import type { MapOptions } from './mapped-text.js';
import { readReference } from './references.js';

/** What waits before the next text, by rank. */
const NOTHING = 0;
const SPACE = 1;
const LINES = 2;
const BLOCK = 3;

const NBSP = 0xa0;
const IDEOGRAPHIC_SPACE = 0x3000;
const BLOCK_END_UNIT = BLOCK_END.charCodeAt(0);
const CELL_END_UNIT = CELL_END.charCodeAt(0);
const LINE_BREAK_UNIT = LINE_BREAK.charCodeAt(0);

export class Flow {
  readonly channel: Channel;
  readonly #source: string;
  readonly #units: Uint16Array;
  readonly #options: MapOptions;
  readonly #text: FlowText;
  readonly #cells: Cell[] = [];
  #waiting = NOTHING;
  #spaceStart = 0;
  #spaceEnd = 0;
  #breaks = 0;
  #solidStart = -1;
  #solidEnd = 0;
  /** Some text is no white space. */
  #filled = false;

  /** @param units The code units of `source`. */
  constructor(channel: Channel, source: string, units: Uint16Array, options: MapOptions) {
    this.channel = channel;
    this.#source = source;
    this.#units = units;
    this.#options = options;
    this.#text = new FlowText(channel === 'body' ? units.length : 64);
  }

  /** True once there is text that a reader would see. */
  get filled(): boolean {
    return this.#filled;
  }

  /**
   * Adds `source.slice(start, end)`.
   *
   * @param references Resolve character references; raw text and CDATA have none.
   * @param keep Keep white space: `<pre>`.
   */
  text(start: number, end: number, references: boolean, keep: boolean): void {
    const units = this.#units;
    let run = start;
    for (let i = start; i < end; i++) {
      const unit = units[i]!;
      if (unit > 32 && unit !== 38) continue;
      if (unit === 38) {
        if (!references) continue;
        const reference = readReference(this.#source, i, end, false);
        if (reference === undefined) continue;
        const { text, length } = reference;
        this.#copy(run, i);
        this.#reference(text, i, i + length, keep);
        i += length - 1;
        run = i + 1;
      } else if (unit === 0) {
        // Browsers drop NUL, so it parts nothing.
        this.#copy(run, i);
        run = i + 1;
      } else if (!keep && isWhite(unit)) {
        if (unit === 32 && i > run && i + 1 < end) {
          const next = units[i + 1]!;
          if (next > 32 && next !== 38) continue;
        }
        this.#copy(run, i);
        let after = i + 1;
        while (after < end && isWhite(units[after]!)) after++;
        this.#space(i, after);
        i = after - 1;
        run = after;
      }
    }
    this.#copy(run, end);
  }

  #reference(text: string, start: number, end: number, keep: boolean): void {
    const unit = text.charCodeAt(0);
    if (text.length === 1 && isWhite(unit) && !keep) {
      this.#space(start, end);
      return;
    }
    this.#emit();
    const at = this.#text.length;
    this.#text.replace(text, start, end);
    if (unit !== NBSP && unit !== IDEOGRAPHIC_SPACE && unit > 32) this.#solid(at, this.#text.length);
  }

  #space(start: number, end: number): void {
    if (this.#waiting !== NOTHING) return;
    const { last } = this.#text;
    if (last < 0 || last === BLOCK_END_UNIT || last === CELL_END_UNIT || last === LINE_BREAK_UNIT) return;
    this.#waiting = SPACE;
    this.#spaceStart = start;
    this.#spaceEnd = end;
  }

  #copy(start: number, end: number): void {
    if (end <= start) return;
    if (this.#waiting !== NOTHING) this.#emit();
    const units = this.#units;
    const at = this.#text.length;
    this.#text.copy(units, start, end);
    let from = start;
    let to = end;
    while (from < to && isBlank(units[from]!)) from++;
    while (to > from && isBlank(units[to - 1]!)) to--;
    if (from < to) this.#solid(at + from - start, at + to - start);
  }

  #solid(start: number, end: number): void {
    this.#filled = true;
    if (this.#solidStart < 0) this.#solidStart = start;
    this.#solidEnd = end;
  }

  /** Writes what waits. */
  #emit(): void {
    const waiting = this.#waiting;
    if (waiting === NOTHING) return;
    this.#waiting = NOTHING;
    if (waiting === SPACE) {
      const plain = this.#spaceEnd - this.#spaceStart === 1 && this.#units[this.#spaceStart] === 32;
      if (plain) this.#text.copy(this.#units, this.#spaceStart, this.#spaceEnd);
      else this.#text.replace(' ', this.#spaceStart, this.#spaceEnd);
    } else if (waiting === BLOCK) this.#endBlock();
    else {
      const { last } = this.#text;
      if (last >= 0 && last !== BLOCK_END_UNIT && last !== CELL_END_UNIT) {
        this.#text.insert(LINE_BREAK_UNIT, this.#breaks);
      }
      this.#breaks = 0;
    }
  }

  /** Once: nothing is added at the start or after another block end. */
  #endBlock(): void {
    const { last } = this.#text;
    if (last >= 0 && last !== BLOCK_END_UNIT) this.#text.insert(BLOCK_END_UNIT);
  }

  /** `<br>`. Two and more in a row are an empty line, and no more than that. */
  lineBreak(): void {
    if (this.#waiting === BLOCK) return;
    this.#breaks = this.#waiting === LINES ? Math.min(2, this.#breaks + 1) : 1;
    this.#waiting = LINES;
  }

  /** The border of a block; inside a cell it is a line break. */
  block(inCell: boolean): void {
    if (this.#waiting === BLOCK) return;
    if (!inCell) this.#waiting = BLOCK;
    else if (this.#waiting !== LINES) {
      this.#waiting = LINES;
      this.#breaks = 1;
    }
  }

  /** Something that is no text stands between two words: a form control. */
  gap(at: number): void {
    this.#space(at, at + 1);
  }

  /** A table begins, or ends: its rows start on a line of their own. */
  endBlock(): void {
    this.#waiting = NOTHING;
    this.#endBlock();
  }

  /** The border between two cells of a row. */
  endCell(): void {
    this.#waiting = NOTHING;
    this.#text.insert(CELL_END_UNIT);
  }

  /** @returns Where a cell's text starts. */
  startCell(): number {
    this.#waiting = NOTHING;
    this.#solidStart = -1;
    return this.#text.length;
  }

  /** @returns The cell's text without white space at its ends; an empty cell is empty where it began. */
  cellSpan(start: number): { start: number; end: number } {
    if (this.#solidStart < start) return { start, end: start };
    return { start: this.#solidStart, end: Math.max(this.#solidStart, this.#solidEnd) };
  }

  cell(cell: Cell): void {
    this.#cells.push(cell);
  }

  /** @returns The segment, or undefined when there is no text but white space. The flow is over then. */
  flush(): Segment | undefined {
    this.#waiting = NOTHING;
    if (this.#filled) this.#endBlock();
    const cells = sorted(this.#cells);
    const { channel } = this;
    const { text, map } = this.#text.finish({ ...this.#options, channel });
    if (text.trim() === '') return undefined;
    const { part } = this.#options;
    return { channel, part, text, map, ...(cells.length > 0 ? { cells } : {}) };
  }
}

/** In most pages they are already: only tables inside tables end late. */
function sorted(cells: Cell[]): Cell[] {
  for (let i = 1; i < cells.length; i++) {
    if (cells[i - 1]!.start > cells[i]!.start)
      return cells.sort((a, b) => a.start - b.start || a.end - b.end);
  }
  return cells;
}

function isWhite(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 12;
}

function isBlank(unit: number): boolean {
  return unit <= 32 || unit === NBSP || unit === IDEOGRAPHIC_SPACE;
}
