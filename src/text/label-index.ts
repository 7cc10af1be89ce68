/**
 * Finds label words (身份证号, 联系电话 …) in a stretch of text, whatever their script and spacing.
 *
 * Matching is done on a folded copy: white space and invisible characters dropped, full-width forms to ASCII,
 * traditional to simplified, readings in brackets (`號(hào)`) removed. Offsets of the hits are of the original.
 */
import type { Span } from '../core/index.js';
import { BREAK, charClass, INVISIBLE, SPACE } from './char-class.js';

export interface Label extends Span {
  readonly kind: string;
  readonly word: string;
}

interface Node {
  readonly next: Map<number, Node>;
  kind: string | undefined;
}

/** A reading that converters insert behind a character: up to six Latin letters with tone marks in brackets. */
const READING = /^[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿê]{1,6}[)）]/;

export class LabelIndex {
  readonly #root: Node = { next: new Map(), kind: undefined };
  /** 1 for every unit that a label begins with: most text begins none. */
  readonly #first = new Uint8Array(0x10000);
  readonly #simplified = new Map<number, number>();
  /** Work space of `find`: the folded units and their offsets. */
  #folded = new Uint16Array(512);
  #at = new Uint32Array(512);

  /**
   * @param words Lines of word, tab, kind.
   * @param simplified Pairs of a character and its simplified form.
   */
  constructor(words: string, simplified: string) {
    for (let i = 0; i < simplified.length; i += 2) {
      this.#simplified.set(simplified.charCodeAt(i), simplified.charCodeAt(i + 1));
    }
    for (const line of words.split('\n')) {
      const [written = '', kind = ''] = line.split('\t');
      const word = written.replaceAll(' ', '');
      let node = this.#root;
      for (let i = 0; i < word.length; i++) {
        const unit = lower(word.charCodeAt(i));
        let next = node.next.get(unit);
        if (next === undefined) node.next.set(unit, (next = { next: new Map(), kind: undefined }));
        node = next;
      }
      node.kind = kind;
      this.#first[lower(word.charCodeAt(0))] = 1;
    }
  }

  /** @returns Labels between `from` and `to`, longest first at each place, not overlapping, in order. */
  find(text: string, from: number, to: number): Label[] {
    if (to - from > this.#folded.length) {
      this.#folded = new Uint16Array(2 * (to - from));
      this.#at = new Uint32Array(2 * (to - from));
    }
    const folded = this.#folded;
    const at = this.#at;
    let length = 0;
    for (let i = from; i < to; i++) {
      const unit = text.charCodeAt(i);
      const kind = charClass[unit]!;
      if (kind === SPACE || kind === INVISIBLE || kind === BREAK || unit === 9) continue;
      if (unit === 0x28 || unit === 0xff08) {
        const reading = READING.exec(text.slice(i, i + 9));
        if (reading !== null && i > from) {
          i += reading[0].length - 1;
          continue;
        }
      }
      folded[length] = lower(this.simplify(unit));
      at[length++] = i;
    }
    const labels: Label[] = [];
    for (let i = 0; i < length; i++) {
      if (this.#first[folded[i]!] === 0) continue;
      let node: Node | undefined = this.#root.next.get(folded[i]!);
      let best = -1;
      let kind = '';
      for (let j = i; node !== undefined; j++) {
        if (node.kind !== undefined && bounded(folded, at, length, i, j, text)) {
          best = j;
          kind = node.kind;
        }
        node = j + 1 < length ? node.next.get(folded[j + 1]!) : undefined;
      }
      if (best < 0) continue;
      const word = String.fromCharCode(...folded.subarray(i, best + 1));
      labels.push({ start: at[i]!, end: at[best]! + 1, kind, word });
      i = best;
    }
    return labels;
  }

  /** The simplified form of a character, ASCII of a full-width one. */
  simplify(unit: number): number {
    if (unit >= 0xff01 && unit <= 0xff5e) return unit - 0xfee0;
    return this.#simplified.get(unit) ?? unit;
  }
}

function lower(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
}

function isLatin(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 97 && unit <= 122;
}

/** A Latin word counts only as a whole: no `tel` in `hotel`; but `idCard` may follow `user_`. */
function bounded(
  folded: Uint16Array,
  at: Uint32Array,
  length: number,
  first: number,
  last: number,
  text: string,
): boolean {
  const start = folded[first]!;
  const end = folded[last]!;
  if (isLatin(start) && first > 0 && isLatin(folded[first - 1])) {
    const original = text.charCodeAt(at[first]!);
    if (!(original >= 65 && original <= 90)) return false;
  }
  if (isLatin(end) && last + 1 < length && isLatin(folded[last + 1])) {
    const original = text.charCodeAt(at[last + 1]!);
    if (!(original >= 65 && original <= 90)) return false;
  }
  return true;
}
