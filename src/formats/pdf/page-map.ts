/** A page's text, unit by unit with the glyph it comes from, and the way back to boxes on the page. */

import type { Cell, Channel, PagePlace, Segment, SourceMap, Span } from '../../core/index.js';
import { BLOCK_END, CELL_END, LINE_BREAK } from '../../core/index.js';
import { type Box, union } from './geometry.js';
import type { Glyph } from './ink.js';

/** Marks that part fragments: a value that runs over them has one box on either side. */
const PARTS = new Set([BLOCK_END, CELL_END, LINE_BREAK]);

export interface PageOptions {
  readonly part: string;
  /** From 1. */
  readonly page: number;
}

/** One box per line fragment: the union of the boxes of its glyphs. */
export class PageMap implements SourceMap {
  readonly #text: string;
  readonly #glyphs: readonly (Glyph | undefined)[];
  readonly #options: PageOptions;
  readonly #channel: (glyph: Glyph) => Channel;

  constructor(
    text: string,
    glyphs: readonly (Glyph | undefined)[],
    options: PageOptions,
    channel: (glyph: Glyph) => Channel,
  ) {
    this.#text = text;
    this.#glyphs = glyphs;
    this.#options = options;
    this.#channel = channel;
  }

  locate(start: number, end: number): PagePlace[] {
    const places: PagePlace[] = [];
    let box: Box | undefined;
    let channel: Channel | undefined;
    const flush = (): void => {
      if (box === undefined || channel === undefined) return;
      const { part, page } = this.#options;
      places.push({ kind: 'page', part, channel, page, box: [box[0], box[1], box[2], box[3]] });
      box = undefined;
    };
    for (let i = Math.max(0, start); i < Math.min(end, this.#text.length); i++) {
      const glyph = this.#glyphs[i];
      if (glyph === undefined) {
        if (PARTS.has(this.#text.charAt(i))) flush();
        continue;
      }
      const reaches = this.#channel(glyph);
      if (reaches !== channel) flush();
      channel = reaches;
      box = box === undefined ? glyph.box : union(box, glyph.box);
    }
    flush();
    return places;
  }
}

/** Everything of the text lies in one rectangle: an annotation, a form field. */
export class RectangleMap implements SourceMap {
  readonly #place: PagePlace;

  constructor(place: PagePlace) {
    this.#place = place;
  }

  locate(): PagePlace[] {
    return [this.#place];
  }
}

export type Revise = (
  text: string,
  glyphAt: (offset: number) => Glyph | undefined,
) => { readonly text: string; readonly guessed: readonly Span[] };

/** Collects the text of one page. */
export class PageText {
  #chunks: string[] = [];
  #glyphs: (Glyph | undefined)[] = [];
  #cells: Cell[] = [];
  #tables = 0;
  #last = '';

  get length(): number {
    return this.#glyphs.length;
  }

  /** @returns The id of a new table. */
  table(): number {
    return this.#tables++;
  }

  glyph(glyph: Glyph): void {
    this.#chunks.push(glyph.text);
    for (let i = 0; i < glyph.text.length; i++) this.#glyphs.push(glyph);
    this.#last = glyph.text;
  }

  mark(mark: string): void {
    this.#chunks.push(mark);
    this.#glyphs.push(undefined);
    this.#last = mark;
  }

  endBlock(): void {
    if (this.length > 0 && this.#last !== BLOCK_END) this.mark(BLOCK_END);
  }

  cell(cell: Cell): void {
    if (cell.end > cell.start) this.#cells.push(cell);
  }

  /**
   * @param revise Puts misread characters right, unit for unit.
   * @returns undefined when there is no text.
   */
  segment(
    channel: Channel,
    options: PageOptions,
    channelOf: (glyph: Glyph) => Channel = () => channel,
    revise: Revise = (text) => ({ text, guessed: [] }),
  ): Segment | undefined {
    const { text, guessed } = revise(this.#chunks.join(''), (at) => this.#glyphs[at]);
    if (text.trim() === '') return undefined;
    return {
      channel,
      part: options.part,
      text,
      map: new PageMap(text, this.#glyphs, options, channelOf),
      ...(this.#cells.length > 0 ? { cells: this.#cells } : {}),
      ...(guessed.length > 0 ? { guessed } : {}),
    };
  }
}
