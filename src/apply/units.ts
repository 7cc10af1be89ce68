/** A decoded text with the source range of each of its units, for texts that are put together from many places. */
import { emitText } from '../formats/ooxml/xml-text.js';
import { ApplyError } from './errors.js';
import { escapeXml } from './escape.js';
import type { TextEdit } from './text-edits.js';

export class Units {
  text = '';
  readonly #source: string;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** Source offset of the first unit, −1 when there is none. */
  get first(): number {
    return this.#starts[0] ?? -1;
  }

  copy(start: number, end: number): void {
    this.text += this.#source.slice(start, end);
    for (let at = start; at < end; at++) {
      this.#starts.push(at);
      this.#ends.push(at + 1);
    }
  }

  /** The whole of `text` stands for the whole range. */
  replace(text: string, start: number, end: number): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** Character data; `raw` for CDATA. */
  add(start: number, end: number, raw: boolean): void {
    emitText(this.#source, start, end, raw, this);
  }

  /** Joins `_x0031_` and CR LF, as the reader of sheets does. */
  decoded(escapes: boolean): Units {
    const result = new Units(this.#source);
    const pattern = escapes ? /_x([0-9A-Fa-f]{4})_|\r\n|[\r\n]|\t/g : /\r\n|[\r\n]|\t/g;
    let at = 0;
    for (const match of this.text.matchAll(pattern)) {
      result.#take(this, at, match.index);
      at = match.index + match[0].length;
      const character =
        match[1] === undefined
          ? match[0] === '\t'
            ? ' '
            : '\u2028'
          : String.fromCharCode(Number.parseInt(match[1], 16));
      const [start, end] = [this.#starts[match.index]!, this.#ends[at - 1]!];
      if (end >= start) result.replace(character, start, end);
    }
    result.#take(this, at, this.text.length);
    return result;
  }

  /**
   * @param changes Ranges of `text`, half-open, with their new text.
   * @returns Edits of the source, sorted; what shares a source range with a change is written again.
   */
  edits(changes: readonly TextEdit[]): TextEdit[] {
    const written = this.text.split('');
    const changed = new Uint8Array(this.text.length);
    for (const { start, end, replacement } of changes) {
      if (start < 0 || end > this.text.length || end <= start) {
        throw new ApplyError(
          'apply/out-of-range',
          'the edit lies outside the text of its cell; scan the file again',
        );
      }
      for (let i = start; i < end; i++) {
        if (changed[i] === 1 && written[i] !== replacement.charAt(i - start)) {
          throw new ApplyError('apply/overlapping-edits', 'two edits touch the same characters of a cell');
        }
        changed[i] = 1;
        written[i] =
          replacement.length === end - start ? replacement.charAt(i - start) : i === start ? replacement : '';
      }
    }
    const edits: TextEdit[] = [];
    for (let i = 0; i < this.text.length; ) {
      const [start, end] = [this.#starts[i]!, this.#ends[i]!];
      let text = '';
      let any = false;
      for (; i < this.text.length && this.#starts[i] === start && this.#ends[i] === end; i++) {
        text += written[i];
        any ||= changed[i] === 1;
      }
      if (!any) continue;
      const last = edits.at(-1);
      const replacement = escapeXml(text);
      if (last !== undefined && last.end === start) {
        edits[edits.length - 1] = {
          start: last.start,
          end,
          replacement: last.replacement + replacement,
          raw: true,
        };
      } else edits.push({ start, end, replacement, raw: true });
    }
    return edits;
  }

  #take(other: Units, from: number, until: number): void {
    this.text += other.text.slice(from, until);
    for (let i = from; i < until; i++) {
      this.#starts.push(other.#starts[i]!);
      this.#ends.push(other.#ends[i]!);
    }
  }
}
