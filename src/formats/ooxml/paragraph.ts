/** The runs of one paragraph, kept until it ends: a number may be split over kept, deleted and hidden ones. */
import type { TextSink } from './xml-text.js';

/** `inserted` is shown, but was not in the text before the revision. */
export type RunState = 'shown' | 'inserted' | 'deleted' | 'hidden';

export interface RunPiece {
  readonly state: RunState;
  readonly start: number;
  readonly end: number;
  /** Stands for the range; undefined for a copy of it. `start` −1: stands nowhere. */
  readonly text?: string;
}

/** What a number is written with; both sides of a seam must look like it. */
const PART_OF_NUMBER = /^[0-9０-９*＊xXＸ.\-－—· ]$/;
/** Units of context around a deleted or hidden piece. */
const REACH = 40;

export class Paragraph implements TextSink {
  readonly pieces: RunPiece[] = [];
  state: RunState = 'shown';
  /** Set by the paragraph's own properties. */
  hidden = false;
  style: string | undefined;
  /** Colour behind it, from its own properties; `none` for no paint. */
  shade: string | undefined;
  /** Its list and the level in it, from its own properties. */
  numId: string | undefined;
  level: number | undefined;
  /** What the list writes before it; undefined until it was counted. */
  number: string | undefined;
  /** The mark at its end is hidden or deleted: Word gives it no number. */
  unnumbered = false;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  copy(start: number, end: number): void {
    if (end > start) this.pieces.push({ state: this.state, start, end });
  }

  replace(text: string, start: number, end: number): void {
    this.pieces.push({ state: this.state, start, end, text });
  }

  textOf(piece: RunPiece): string {
    return piece.text ?? this.#source.slice(piece.start, piece.end);
  }

  /**
   * Deleted or hidden stretches, each with the digits that it continues: `138001[del 38000][ins 99999]` was a
   * whole number once. A label right before it comes along, without a place of its own.
   */
  fragments(state: 'deleted' | 'hidden'): RunPiece[][] {
    if (!this.pieces.some((piece) => piece.state === state)) return [];
    const other = state === 'deleted' ? 'shown' : 'inserted';
    const pieces = this.pieces.filter(
      (piece) => piece.state === state || piece.state === 'shown' || piece.state === other,
    );
    const fragments: RunPiece[][] = [];
    for (let i = 0; i < pieces.length; i++) {
      if (pieces[i]!.state !== state) continue;
      const first = i;
      while (pieces[i + 1]?.state === state) i++;
      const before = this.#before(pieces, first);
      const after = this.#after(pieces, i);
      fragments.push([...before, ...pieces.slice(first, i + 1), ...after]);
    }
    return fragments;
  }

  #before(pieces: readonly RunPiece[], first: number): RunPiece[] {
    const joins = PART_OF_NUMBER.test(this.textOf(pieces[first]!).charAt(0));
    const taken: RunPiece[] = [];
    let label = '';
    let room = REACH;
    let inNumber = joins;
    for (let i = first - 1; i >= 0 && room > 0; i--) {
      const piece = pieces[i]!;
      // The group before this one ends here; it is a fragment of its own.
      if (piece.state !== 'shown' && piece.state !== 'inserted') break;
      const text = this.textOf(piece).slice(-room);
      room -= text.length;
      let cut = text.length;
      while (inNumber && cut > 0 && PART_OF_NUMBER.test(text.charAt(cut - 1))) cut--;
      if (cut < text.length) {
        const start = piece.text === undefined ? piece.end - (text.length - cut) : piece.start;
        taken.unshift({ ...piece, start });
      }
      if (cut > 0) {
        inNumber = false;
        label = text.slice(0, cut) + label;
      }
    }
    const announced = /[\p{L}（）()]{1,16}[:：]\s*$/u.exec(label)?.[0];
    if (announced !== undefined) taken.unshift({ state: 'shown', start: -1, end: -1, text: announced });
    return taken;
  }

  #after(pieces: readonly RunPiece[], last: number): RunPiece[] {
    const taken: RunPiece[] = [];
    if (!PART_OF_NUMBER.test(this.textOf(pieces[last]!).slice(-1))) return taken;
    let room = REACH;
    for (let i = last + 1; i < pieces.length && room > 0; i++) {
      const piece = pieces[i]!;
      if (piece.state !== 'shown' && piece.state !== 'inserted') break;
      const text = this.textOf(piece).slice(0, room);
      room -= text.length;
      let cut = 0;
      while (cut < text.length && PART_OF_NUMBER.test(text.charAt(cut))) cut++;
      if (cut > 0) taken.push(piece.text === undefined ? { ...piece, end: piece.start + cut } : piece);
      if (cut < text.length) break;
    }
    return taken;
  }
}
