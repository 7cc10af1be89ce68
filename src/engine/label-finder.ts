/** The labels of one text, asked for stretch by stretch. */
import type { LabelHit } from '../core/index.js';
import type { LabelIndex, Outline } from '../text/label-index.js';

/** Questions after which the whole text is read once: a text with few candidates is not worth it. */
const PATIENCE = 48;

export class LabelFinder {
  readonly text: string;
  readonly #index: LabelIndex;
  readonly #whole: boolean;
  #asked = 0;
  #read: Outline | undefined;

  /** @param whole Answer from one reading of the text where that is enough; else every stretch is read. */
  constructor(text: string, index: LabelIndex, whole: boolean) {
    this.text = text;
    this.#index = index;
    this.#whole = whole;
  }

  /** Labels in a stretch, in order; `distance` is 0. */
  find(start: number, end: number): LabelHit[] {
    if (this.silent(start, end)) return [];
    return this.#index.find(this.text, start, end).map((label) => ({ ...label, distance: 0 }));
  }

  /** Labels in another text: the name of a field. */
  within(text: string): LabelHit[] {
    return this.#index.find(text, 0, text.length).map((label) => ({ ...label, distance: 0 }));
  }

  /** Whether it is known that no label begins in a stretch. */
  silent(start: number, end: number): boolean {
    const starts = this.#outline()?.starts;
    if (starts === undefined) return false;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return low === starts.length || starts[low]! >= end;
  }

  /** Whether at most one label can begin in a stretch. */
  hasFew(start: number, end: number): boolean {
    return this.#whole && this.#index.beginnings(this.text, start, end) < 2;
  }

  /** Whether the text may hold a label of one of these kinds. */
  mayHold(kinds: readonly string[]): boolean {
    const held = this.#outline()?.kinds;
    return held === undefined || kinds.some((kind) => held.has(kind));
  }

  /** It is known that the text holds no label at all. */
  get none(): boolean {
    return this.#outline()?.starts.length === 0;
  }

  #outline(): Outline | undefined {
    if (this.#read === undefined && this.#whole && this.#asked++ >= PATIENCE)
      this.#read = this.#index.outline(this.text);
    return this.#read;
  }
}
