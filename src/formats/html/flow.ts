/**
 * One flow of text as a reader sees it: white space collapsed (CSS Text Level 3 § 4.1), blocks, rows and cells
 * parted by marks. Breaks wait until more text comes, so that nothing stands at the edges of blocks and cells.
 */
import {
  BLOCK_END,
  CELL_END,
  type Cell,
  type Channel,
  LINE_BREAK,
  type Segment,
  SegmentBuilder,
  type SegmentBuilderOptions,
} from '../../core/index.js';
import { readReference } from './references.js';

/** What waits before the next text, by rank. */
const NOTHING = 0;
const SPACE = 1;
const LINES = 2;
const BLOCK = 3;

const NBSP = 0xa0;
const IDEOGRAPHIC_SPACE = 0x3000;

export class Flow {
  readonly channel: Channel;
  readonly #source: string;
  readonly #builder: SegmentBuilder;
  #waiting = NOTHING;
  #spaceStart = 0;
  #spaceEnd = 0;
  #breaks = 0;
  #solidStart = -1;
  #solidEnd = 0;
  /** Some text is no white space. */
  #filled = false;

  constructor(channel: Channel, options: SegmentBuilderOptions) {
    this.channel = channel;
    this.#source = options.source;
    this.#builder = new SegmentBuilder(options);
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
    const source = this.#source;
    let run = start;
    for (let i = start; i < end; i++) {
      const unit = source.charCodeAt(i);
      if (unit > 32 && unit !== 38) continue;
      if (unit === 38) {
        if (!references) continue;
        const reference = readReference(source, i, end, false);
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
      } else if (!keep && (unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 12)) {
        if (unit === 32 && i > run) {
          const next = i + 1 < end ? source.charCodeAt(i + 1) : 32;
          if (next > 32 && next !== 38) continue;
        }
        this.#copy(run, i);
        let after = i + 1;
        while (after < end && isWhite(source.charCodeAt(after))) after++;
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
    const at = this.#builder.length;
    this.#builder.replace(text, start, end);
    if (unit !== NBSP && unit !== IDEOGRAPHIC_SPACE && unit > 32) this.#solid(at, this.#builder.length);
  }

  #space(start: number, end: number): void {
    if (this.#waiting !== NOTHING) return;
    const last = this.#builder.last;
    if (last === '' || last === BLOCK_END || last === CELL_END || last === LINE_BREAK) return;
    this.#waiting = SPACE;
    this.#spaceStart = start;
    this.#spaceEnd = end;
  }

  #copy(start: number, end: number): void {
    if (end <= start) return;
    this.#emit();
    const at = this.#builder.length;
    this.#builder.copy(start, end);
    let from = start;
    let to = end;
    while (from < to && isBlank(this.#source.charCodeAt(from))) from++;
    while (to > from && isBlank(this.#source.charCodeAt(to - 1))) to--;
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
      const plain =
        this.#spaceEnd - this.#spaceStart === 1 && this.#source.charCodeAt(this.#spaceStart) === 32;
      if (plain) this.#builder.copy(this.#spaceStart, this.#spaceEnd);
      else this.#builder.replace(' ', this.#spaceStart, this.#spaceEnd);
    } else if (waiting === BLOCK) this.#builder.endBlock();
    else {
      const { last } = this.#builder;
      if (last !== '' && last !== BLOCK_END && last !== CELL_END) {
        this.#builder.insert(LINE_BREAK.repeat(this.#breaks));
      }
      this.#breaks = 0;
    }
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
    this.#builder.endBlock();
  }

  /** The border between two cells of a row. */
  endCell(): void {
    this.#waiting = NOTHING;
    this.#builder.insert(CELL_END);
  }

  /** @returns Where a cell's text starts. */
  startCell(): number {
    this.#waiting = NOTHING;
    this.#solidStart = -1;
    return this.#builder.length;
  }

  /** @returns The cell's text without white space at its ends; an empty cell is empty where it began. */
  cellSpan(start: number): { start: number; end: number } {
    if (this.#solidStart < start) return { start, end: start };
    return { start: this.#solidStart, end: Math.max(this.#solidStart, this.#solidEnd) };
  }

  cell(cell: Cell): void {
    this.#builder.cell(cell);
  }

  flush(label?: string): Segment | undefined {
    this.#waiting = NOTHING;
    if (this.#filled) this.#builder.endBlock();
    const segment = this.#builder.flush(this.channel, label === undefined ? {} : { label });
    this.#filled = false;
    this.#solidStart = -1;
    return segment;
  }
}

function isWhite(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 12;
}

function isBlank(unit: number): boolean {
  return unit <= 32 || unit === NBSP || unit === IDEOGRAPHIC_SPACE;
}
