/**
 * Builds one segment: text goes in by copying ranges of a source, replacing ranges, or inserting marks
 * that have no source; out comes the text with its map and table cells.
 */
import type { LineIndex } from './line-index.js';
import { PieceList } from './piece-list.js';
import { TextSourceMap } from './source-map.js';
import type { Cell, Channel, NearPlace, Segment } from './types.js';

/** Ends a block or a table row. */
export const BLOCK_END = '\n';
/** Parts the cells of a row. */
export const CELL_END = '\t';
/** A line break inside a cell or a block. */
export const LINE_BREAK = '\u2028';

export interface SegmentBuilderOptions {
  readonly source: string;
  readonly part: string;
  readonly lines: LineIndex;
}

export interface SegmentDetails {
  readonly label?: string;
  readonly near?: (offset: number) => NearPlace | undefined;
}

/** So many pieces of text are joined into one: each costs some forty bytes beside its text. */
const MANY_CHUNKS = 8192;

export class SegmentBuilder {
  readonly #options: SegmentBuilderOptions;
  /** Chunks that were joined. */
  #joined: string[] = [];
  #chunks: string[] = [];
  #pieces = new PieceList();
  #cells: Cell[] = [];
  #length = 0;
  #last = '';

  constructor(options: SegmentBuilderOptions) {
    this.#options = options;
  }

  /** Units of text so far. */
  get length(): number {
    return this.#length;
  }

  /** The last character added, '' at the start. */
  get last(): string {
    return this.#last;
  }

  /** Copies `source.slice(start, end)`, unit for unit. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    this.#pieces.copy(this.#length, start);
    this.#append(this.#options.source.slice(start, end));
  }

  /** Puts `text` for `source.slice(start, end)`: a character reference, an escape. */
  replace(text: string, start: number, end: number): void {
    if (text === '') return;
    this.#pieces.add(this.#length, start, Math.max(1, end - start));
    this.#append(text);
  }

  /** Adds a mark (block end, cell end) that stands nowhere in the source. */
  insert(text: string): void {
    if (text === '') return;
    this.#pieces.add(this.#length, -1, 0);
    this.#append(text);
  }

  /** Ends a block, once: nothing is added at the start or after another block end. */
  endBlock(): void {
    if (this.#length > 0 && this.#last !== BLOCK_END) this.insert(BLOCK_END);
  }

  /** Registers a table cell whose text is already there. Call in the order of `start`. */
  cell(cell: Cell): void {
    this.#cells.push(cell);
  }

  /** @returns The segment, or undefined when there is no text but white space; the builder is empty then. */
  flush(channel: Channel, details: SegmentDetails = {}): Segment | undefined {
    this.#joinChunks();
    const text = this.#joined.join('');
    const pieces = this.#pieces.table(text.length);
    const cells = this.#cells;
    this.#joined = [];
    this.#pieces = new PieceList();
    this.#cells = [];
    this.#length = 0;
    this.#last = '';
    if (text.trim() === '') return undefined;
    const { part, lines } = this.#options;
    const near = details.near === undefined ? {} : { near: details.near };
    return {
      channel,
      part,
      text,
      map: new TextSourceMap(pieces, { part, channel, lines, ...near }),
      ...(cells.length > 0 ? { cells: cells.sort((a, b) => a.start - b.start || a.end - b.end) } : {}),
      ...(details.label === undefined ? {} : { label: details.label }),
    };
  }

  #joinChunks(): void {
    this.#joined.push(this.#chunks.join(''));
    this.#chunks = [];
  }

  #append(text: string): void {
    this.#chunks.push(text);
    if (this.#chunks.length === MANY_CHUNKS) this.#joinChunks();
    this.#length += text.length;
    this.#last = text.charAt(text.length - 1);
  }
}

/** A segment that is one whole source text, unit for unit. */
export function wholeSource(
  source: string,
  channel: Channel,
  part: string,
  lines: LineIndex,
  cells?: readonly Cell[],
  units?: Uint16Array,
): Segment {
  const pieces = { text: [0], source: [0], atomic: [0], count: 1, length: source.length };
  const map = new TextSourceMap(pieces, { part, channel, lines });
  return {
    channel,
    part,
    text: source,
    map,
    ...(units === undefined ? {} : { units }),
    ...(cells && cells.length > 0 ? { cells } : {}),
  };
}
