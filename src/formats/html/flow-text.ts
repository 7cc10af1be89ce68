/** The text of a flow while it is written: code units in an array, and the pieces that lead back to the source. */
import { platform } from '#platform';
import { PieceList, TextSourceMap, type TextSourceMapOptions } from '../../core/index.js';

/** The array of the last flow is kept for the next one, when it is no longer than this. */
const KEPT = 1 << 20;
/** The spare array is not worth less. */
const SMALL = 512;
/** Longer runs are copied by the engine's own code. */
const LONG = 64;

const EMPTY = new Uint16Array(0);
let spare: Uint16Array | undefined;

export class FlowText {
  #units: Uint16Array = EMPTY;
  #length = 0;
  readonly #pieces = new PieceList();
  readonly #capacity: number;

  /** @param capacity Units that will probably come. */
  constructor(capacity: number) {
    this.#capacity = Math.min(capacity, KEPT);
  }

  /** Units so far. */
  get length(): number {
    return this.#length;
  }

  /** The last unit, -1 at the start. */
  get last(): number {
    return this.#length === 0 ? -1 : this.#units[this.#length - 1]!;
  }

  /** Copies units of the source. */
  copy(source: Uint16Array, start: number, end: number): void {
    const at = this.#length;
    const length = at + end - start;
    if (length > this.#units.length) this.#grow(length);
    this.#pieces.copy(at, start);
    const units = this.#units;
    if (end - start > LONG) units.set(source.subarray(start, end), at);
    else for (let from = start, to = at; from < end; from++, to++) units[to] = source[from]!;
    this.#length = length;
  }

  /** Puts `text` for a range of the source. */
  replace(text: string, start: number, end: number): void {
    this.#pieces.add(this.#length, start, Math.max(1, end - start));
    for (let i = 0; i < text.length; i++) this.#add(text.charCodeAt(i));
  }

  /** Adds a mark that stands nowhere in the source. */
  insert(unit: number, times = 1): void {
    this.#pieces.add(this.#length, -1, 0);
    for (let i = 0; i < times; i++) this.#add(unit);
  }

  /** Nothing can be added afterwards. */
  finish(options: TextSourceMapOptions): { text: string; map: TextSourceMap } {
    const text = platform.text(this.#units, this.#length);
    const map = new TextSourceMap(this.#pieces.table(text.length), options);
    if (this.#units.length <= KEPT && this.#units.length > (spare?.length ?? 0)) spare = this.#units;
    this.#units = EMPTY;
    return { text, map };
  }

  #add(unit: number): void {
    if (this.#length === this.#units.length) this.#grow(this.#length + 1);
    this.#units[this.#length++] = unit;
  }

  #grow(least: number): void {
    const old = this.#units;
    const wanted = Math.max(this.#capacity, least, 2 * old.length);
    let units = spare;
    if (units !== undefined && units.length >= wanted && wanted > SMALL) spare = undefined;
    else units = new Uint16Array(wanted);
    if (this.#length > 0) units.set(old.subarray(0, this.#length));
    this.#units = units;
  }
}
