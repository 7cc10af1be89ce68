/**
 * Source maps from a segment's text to the decoded source it was taken from.
 *
 * A map is a list of pieces sorted by text offset. A linear piece maps unit for unit; an atomic piece
 * (a character reference, an escape) maps any part of itself to the whole of its source range.
 */
import type { LineIndex } from './line-index.js';
import type { Channel, NearPlace, Place, SourceMap, TextPlace } from './types.js';

/** Where the pieces of a `TextSourceMap` stand. */
export interface PieceTable {
  readonly text: ArrayLike<number>;
  readonly source: ArrayLike<number>;
  /** Source length of an atomic piece; 0 for a linear one. */
  readonly atomic: ArrayLike<number>;
  readonly count: number;
  /** Length of the segment's text. */
  readonly length: number;
}

export interface TextSourceMapOptions {
  readonly part: string;
  readonly channel: Channel;
  readonly lines: LineIndex;
  /** Human coordinates of a text offset, for formats whose source is no text that people read. */
  readonly near?: (offset: number) => NearPlace | undefined;
}

/** Index of the last piece that starts at or before `offset`, -1 when there is none. */
export function pieceAt(starts: ArrayLike<number>, count: number, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Maps a segment's text to ranges of a decoded source text. */
export class TextSourceMap implements SourceMap {
  readonly #pieces: PieceTable;
  readonly #options: TextSourceMapOptions;

  constructor(pieces: PieceTable, options: TextSourceMapOptions) {
    this.#pieces = pieces;
    this.#options = options;
  }

  /** @returns Source ranges of `start`…`end`; inserted characters (cell and block marks) have none. */
  ranges(start: number, end: number): { start: number; end: number }[] {
    const { text, source, atomic, count, length } = this.#pieces;
    const ranges: { start: number; end: number }[] = [];
    for (let i = Math.max(0, pieceAt(text, count, start)); i < count; i++) {
      const from = text[i]!;
      if (from >= end) break;
      const until = i + 1 < count ? text[i + 1]! : length;
      if (until <= start || source[i]! < 0) continue;
      const low = Math.max(start, from) - from;
      const high = Math.min(end, until) - from;
      const wide = atomic[i]!;
      const a = wide > 0 ? source[i]! : source[i]! + low;
      const b = wide > 0 ? source[i]! + wide : source[i]! + high;
      const last = ranges.at(-1);
      if (last !== undefined && last.end === a) last.end = b;
      else if (last === undefined || last.end < b) ranges.push({ start: a, end: b });
    }
    return ranges;
  }

  locate(start: number, end: number): Place[] {
    const { part, channel, lines, near } = this.#options;
    const human = near?.(start);
    return this.ranges(start, end).map((range): TextPlace => {
      const { line, column } = lines.at(range.start);
      const place = {
        kind: 'text' as const,
        part,
        channel,
        start: range.start,
        end: range.end,
        line,
        column,
      };
      return human === undefined ? place : { ...place, near: human };
    });
  }
}
