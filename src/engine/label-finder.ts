/** The labels of one text, asked for stretch by stretch. */
import type { LabelHit, Span } from '../core/index.js';
import type { Label, LabelIndex, Outline } from '../text/label-index.js';

/** A line that holds the beginnings of two labels or more. */
export interface LabelledLine extends Span {
  /** Kinds of its labels, as bits of the index. */
  readonly kinds: number;
}

/** Units of the longest reading in brackets, `號(hào)`, and one more. */
const READING_REACH = 9;

export class LabelFinder {
  readonly text: string;
  readonly #index: LabelIndex;
  readonly #units: (() => Uint16Array | undefined) | undefined;
  #read: Outline | undefined;
  #all = 0;
  #lines: readonly LabelledLine[] | undefined;

  /** @param units The units of the text, to answer from one reading of it; without them every stretch is read. */
  constructor(text: string, index: LabelIndex, units?: () => Uint16Array | undefined) {
    this.text = text;
    this.#index = index;
    this.#units = units;
  }

  /** Labels in a stretch, in order; `distance` is 0. */
  find(start: number, end: number): LabelHit[] {
    const starts = this.#outline()?.starts;
    let from = start;
    if (starts !== undefined) {
      const first = firstFrom(starts, start);
      if (first === starts.length || starts[first]! >= end) return [];
      // What stands before the first label is read for readings in brackets only.
      from = Math.max(start, starts[first]! - READING_REACH);
    }
    return this.#index.find(this.text, from, end).map((label) => hitOf(label, 0));
  }

  /** A stretch in simplified characters, unit by unit. */
  simplified(start: number, end: number): string {
    return this.#index.simplified(this.text.slice(start, end));
  }

  /** Labels in another text: the name of a field. */
  within(text: string): LabelHit[] {
    return this.#index.find(text, 0, text.length).map((label) => hitOf(label, 0));
  }

  kindBits(kinds: readonly string[]): number {
    return this.#index.kindBits(kinds);
  }

  /** Whether it is known that no label begins in a stretch. */
  silent(start: number, end: number): boolean {
    const starts = this.#outline()?.starts;
    if (starts === undefined) return false;
    const first = firstFrom(starts, start);
    return first === starts.length || starts[first]! >= end;
  }

  /** Whether at most one label can begin in a stretch. */
  hasFew(start: number, end: number): boolean {
    const starts = this.#outline()?.starts;
    if (starts === undefined) return false;
    const second = firstFrom(starts, start) + 1;
    return second >= starts.length || starts[second]! >= end;
  }

  /** Whether the text may hold a label of one of these kinds. */
  mayHold(kinds: number): boolean {
    return this.#outline() === undefined || (this.#all & kinds) !== 0;
  }

  /** Whether a label of one of these kinds may begin in a stretch. */
  mayBegin(start: number, end: number, kinds: number): boolean {
    const outline = this.#outline();
    if (outline === undefined) return true;
    const { starts } = outline;
    for (let i = firstFrom(starts, start); i < starts.length && starts[i]! < end; i++)
      if ((outline.kinds[i]! & kinds) !== 0) return true;
    return false;
  }

  /** It is known that the text holds no label at all. */
  get none(): boolean {
    return this.#outline()?.starts.length === 0;
  }

  /** Lines in which two labels or more may stand side by side, in order; undefined where that is not known. */
  get labelledLines(): readonly LabelledLine[] | undefined {
    const outline = this.#outline();
    if (outline === undefined) return undefined;
    return (this.#lines ??= linesOf(outline, this.text));
  }

  #outline(): Outline | undefined {
    if (this.#read !== undefined) return this.#read;
    const units = this.#units?.();
    if (units === undefined) return undefined;
    this.#read = this.#index.outline(this.text, units);
    for (const kinds of this.#read.kinds) this.#all |= kinds;
    return this.#read;
  }
}

/** Property by property: a spread takes several times as long, and there are as many hits as labels. */
export const hitOf = ({ start, end, kind, word }: Label, distance: number): LabelHit => ({
  start,
  end,
  kind,
  word,
  distance,
});

/** Index of the first of sorted numbers that is not below `least`. */
function firstFrom(sorted: Uint32Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function linesOf({ starts, ends, kinds }: Outline, text: string): LabelledLine[] {
  const lines: LabelledLine[] = [];
  for (let i = 0; i < starts.length; ) {
    const newline = text.indexOf('\n', starts[i]!);
    const end = newline < 0 ? text.length : newline;
    const first = starts[i]!;
    let apart = 0;
    let until = 0;
    let all = 0;
    for (; i < starts.length && starts[i]! < end; i++) {
      all |= kinds[i]!;
      if (starts[i]! < until) {
        until = Math.min(until, ends[i]!);
        continue;
      }
      apart++;
      until = ends[i]!;
    }
    if (apart < 2) continue;
    const start = first === 0 ? 0 : text.lastIndexOf('\n', first - 1) + 1;
    lines.push({ start, end, kinds: all });
  }
  return lines;
}
