/** The pieces of a source map while its text is written. */
import { NumberList } from './number-list.js';
import type { PieceTable } from './source-map.js';

export class PieceList {
  readonly #text = new NumberList();
  readonly #source = new NumberList();
  readonly #atomic = new NumberList();

  /**
   * @param text Where the piece starts in the text.
   * @param source Where it was taken from, -1 for a mark that stands nowhere in the source.
   * @param atomic Source length of what stands for its range as a whole, 0 for a copy unit for unit.
   */
  add(text: number, source: number, atomic: number): void {
    this.#text.push(text);
    this.#source.push(source);
    this.#atomic.push(atomic);
  }

  /** Adds a copy of what stands at `source`, unless it goes on with the copy that is the last piece. */
  copy(text: number, source: number): void {
    const at = this.#text.length - 1;
    if (
      at >= 0 &&
      this.#atomic.at(at) === 0 &&
      this.#source.at(at) >= 0 &&
      this.#source.at(at) + (text - this.#text.at(at)) === source
    ) {
      return;
    }
    this.add(text, source, 0);
  }

  /** @param length Of the whole text. The table is no copy. */
  table(length: number): PieceTable {
    return {
      text: this.#text.values,
      source: this.#source.values,
      atomic: this.#atomic.values,
      count: this.#text.length,
      length,
    };
  }
}
