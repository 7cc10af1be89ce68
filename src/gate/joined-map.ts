/** Source maps of texts that are put together from several sources, and of what a person counts in an editor. */
import { append, type NearPlace, type Place, type Segment, type SourceMap } from '../core/index.js';

/** A stretch of a joined text. `at`: where it begins there. */
export interface JoinedPiece {
  readonly at: number;
  readonly length: number;
  readonly map: SourceMap;
}

/** @param pieces Sorted by `at`, not overlapping; what stands between them has no source. */
export class JoinedMap implements SourceMap {
  readonly #pieces: readonly JoinedPiece[];

  constructor(pieces: readonly JoinedPiece[]) {
    this.#pieces = pieces;
  }

  locate(start: number, end: number): Place[] {
    const pieces = this.#pieces;
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[middle]!.at + pieces[middle]!.length <= start) low = middle + 1;
      else high = middle;
    }
    const places: Place[] = [];
    for (let i = low; i < pieces.length && pieces[i]!.at < end; i++) {
      const { at, length, map } = pieces[i]!;
      append(places, map.locate(Math.max(start, at) - at, Math.min(end, at + length) - at));
    }
    return places;
  }
}

/**
 * A segment whose places also say what a person counts in an editor: the paragraph, or the cell of a table. The
 * source of rich text has no lines that anybody sees.
 */
export function withNear(segment: Segment): Segment {
  const { map } = segment;
  const near = new Near(segment);
  const locate = (start: number, end: number): Place[] => {
    const human = near.at(start);
    return map.locate(start, end).map((place) => (place.kind === 'text' ? { ...place, near: human } : place));
  };
  return { ...segment, map: { locate } };
}

/** Counts on first use: most fields hold nothing to point at. */
class Near {
  readonly #segment: Segment;
  #paragraphs: number[] | undefined;

  constructor(segment: Segment) {
    this.#segment = segment;
  }

  at(offset: number): NearPlace {
    const cells = this.#segment.cells ?? [];
    const cell = cells[before(cells.length, (i) => cells[i]!.start <= offset)];
    if (cell !== undefined && offset < cell.end) {
      return { table: cell.table + 1, row: cell.row + 1, column: cell.column + 1 };
    }
    const starts = (this.#paragraphs ??= paragraphStarts(this.#segment.text));
    return { paragraph: Math.max(1, before(starts.length, (i) => starts[i]! <= offset) + 1) };
  }
}

/** Index of the last of `count` for which `holds`, which must hold for a prefix; -1 when there is none. */
function before(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where blocks begin that hold more than white space. */
function paragraphStarts(text: string): number[] {
  const starts: number[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (text.slice(at, end).trim() !== '') starts.push(at);
    at = end + 1;
  }
  return starts;
}
