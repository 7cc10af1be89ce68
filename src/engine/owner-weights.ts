/**
 * Learned weights by the hash of their feature: a table of numbers, asked for every piece of every zone. Pieces are hashed
 * where they stand, unit by unit from the hash of what stands before them; strings are made only of those that are known.
 */
import { isWord } from './surroundings.js';

/** What `patterns/ownership/` compiles to. */
export interface OwnerTable {
  /** Hashes of the features, each four bytes, little endian; base64. */
  readonly keys: string;
  /** Weight of each in sixteenths, one signed byte; base64. */
  readonly weights: string;
  /** What a point of lean by the rules counts, and how much of it does at most. */
  readonly lean: number;
  readonly most: number;
}

/** What a feature begins with: the zone or the group that it is of. */
export class Prefix {
  readonly name: string;
  /** The hash of the name: those of features go on from it. */
  readonly state: number;

  constructor(name: string) {
    this.name = name;
    this.state = hashed(START, name);
  }
}

export class OwnerWeights {
  /** Open addressing, at most half full. */
  readonly #mask: number;
  /** A bit for the upper bits of every key: nearly all pieces are unknown, and these fit where the tables don't. */
  readonly #known = new Uint32Array(1 << (KNOWN_BITS - 5));
  readonly #keys: Int32Array;
  /** Weight and `SHIFT`; 0 for an empty slot. */
  readonly #weights: Int16Array;
  /** The sum in which a slot was last counted. */
  readonly #counted: Uint32Array;
  #sum = 0;
  readonly #told = new Words();
  /** By slot: the piece last read there, and its word. */
  readonly #pieces: string[] = [];
  readonly #words: Int32Array;

  constructor({ keys, weights }: OwnerTable) {
    const view = new DataView(decode(keys).buffer);
    const values = new Int8Array(decode(weights).buffer);
    const size = 2 ** Math.ceil(Math.log2(2 * values.length + 2));
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#weights = new Int16Array(size);
    this.#counted = new Uint32Array(size);
    this.#words = new Int32Array(size);
    for (let i = 0; i < size; i++) this.#pieces.push('');
    for (let i = 0; i < values.length; i++) {
      const key = view.getInt32(i * 4, true);
      const slot = this.#slotOf(key);
      const bit = key >>> (32 - KNOWN_BITS);
      this.#known[bit >>> 5]! |= 1 << (bit & 31);
      this.#keys[slot] = key;
      this.#weights[slot] = values[i]! + SHIFT;
    }
  }

  has(prefix: Prefix, text: string): boolean {
    return this.#weights[this.#slotOf(mixed(hashed(prefix.state, text)))] !== 0;
  }

  /** Begins a sum, in which a feature counts once. */
  begin(): void {
    this.#sum = (this.#sum + 1) >>> 0;
    this.#told.clear();
  }

  /** @returns Its weight in sixteenths; 0 where it is unknown or counted. */
  whole(prefix: Prefix, text: string): number {
    const slot = this.#slotOf(mixed(hashed(prefix.state, text)));
    return this.#count(slot);
  }

  /**
   * Counts the pieces of a text under each prefix.
   *
   * @returns The sum of their weights, in sixteenths.
   */
  text(prefixes: readonly Prefix[], text: string): number {
    let sum = 0;
    let [one, two] = [text.charCodeAt(0), text.charCodeAt(1)];
    let [wordOne, wordTwo] = [isWord(one), isWord(two)];
    for (let i = 0; i + 1 < text.length; i++) {
      const three = i + 2 < text.length ? text.charCodeAt(i + 2) : -1;
      const wordThree = isWord(three);
      if (wordOne || wordTwo || wordThree) {
        for (const { state } of prefixes) {
          const hash = step(step(state, one), two);
          if (wordOne || wordTwo) sum += this.#piece(mixed(hash), text, i, 2);
          if (three >= 0) sum += this.#piece(mixed(step(hash, three)), text, i, 3);
        }
      }
      one = two;
      two = three;
      wordOne = wordTwo;
      wordTwo = wordThree;
    }
    return sum;
  }

  /** The words that weigh most to one side (1 or −1) in the sum since `begin`. */
  strongest(side: number): string {
    return this.#told.strongest(side);
  }

  #piece(key: number, text: string, start: number, length: number): number {
    const bit = key >>> (32 - KNOWN_BITS);
    if ((this.#known[bit >>> 5]! & (1 << (bit & 31))) === 0) return 0;
    const slot = this.#slotOf(key);
    const weight = this.#count(slot);
    if (weight === 0) return 0;
    let piece = this.#pieces[slot]!;
    if (piece === '' || !text.startsWith(piece, start)) {
      piece = text.slice(start, start + length);
      this.#pieces[slot] = piece;
      this.#words[slot] = this.#told.wordOf(piece);
    }
    this.#told.add(this.#words[slot]!, weight);
    return weight;
  }

  #count(slot: number): number {
    const weight = this.#weights[slot]!;
    if (weight === 0 || this.#counted[slot] === this.#sum) return 0;
    this.#counted[slot] = this.#sum;
    return weight - SHIFT;
  }

  #slotOf(key: number): number {
    let slot = key & this.#mask;
    while (this.#weights[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

const KNOWN_BITS = 18;

/** Words shown as evidence. */
const SHOWN = 3;
const SHOWN_FROM = 4;

/** What the letters of the pieces weigh together; words are numbered, so that a sum makes no strings. */
class Words {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  /** By number: what it weighs, 0 for one that is not in the sum. */
  readonly #weights: number[] = [];
  readonly #in: boolean[] = [];
  /** Numbers of those in the sum, as they came. */
  readonly #order: number[] = [];

  /** @returns Its number; −1 for a piece with a single letter. */
  wordOf(piece: string): number {
    const word = piece.replace(/[^\u4e00-\u9fffA-Za-z]/g, '');
    if (word.length < 2) return -1;
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = this.#names.length;
      this.#numbers.set(word, number);
      this.#names.push(word);
      this.#weights.push(0);
      this.#in.push(false);
    }
    return number;
  }

  clear(): void {
    for (const number of this.#order) {
      this.#weights[number] = 0;
      this.#in[number] = false;
    }
    this.#order.length = 0;
  }

  add(number: number, weight: number): void {
    if (number < 0) return;
    if (!this.#in[number]!) {
      this.#in[number] = true;
      this.#order.push(number);
    }
    this.#weights[number]! += weight;
  }

  /** Each at its longest. */
  strongest(side: number): string {
    const heavy = this.#order.filter((number) => this.#weights[number]! * side >= SHOWN_FROM);
    heavy.sort((a, b) => (this.#weights[b]! - this.#weights[a]!) * side);
    const words: string[] = [];
    for (const number of heavy) {
      if (words.length === SHOWN) break;
      const word = this.#names[number]!;
      if (!words.some((one) => one.includes(word) || word.includes(one))) words.push(word);
    }
    return words.join('、');
  }
}

const SHIFT = 256;

/** FNV-1a over UTF-16 code units, 32 bits, mixed at the end. */
const START = 0x811c9dc5;
const step = (state: number, unit: number): number => Math.imul(state ^ unit, 0x01000193);

function hashed(state: number, text: string): number {
  for (let i = 0; i < text.length; i++) state = step(state, text.charCodeAt(i));
  return state;
}

function mixed(state: number): number {
  const value = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}

/** The hash of a feature: 32 bits without a sign. */
export const hash = (feature: string): number => mixed(hashed(START, feature)) >>> 0;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without a platform: not every one that the core runs on has `atob`. */
function decode(base64: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let i = 0; i < 64; i++) values[BASE64.charCodeAt(i)] = i;
  const length = base64.replace(/=+$/, '').length;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  for (let i = 0, at = 0; at < bytes.length; i += 4, at += 3) {
    let bits = 0;
    for (let k = 0; k < 4; k++) bits = (bits << 6) | (i + k < length ? values[base64.charCodeAt(i + k)]! : 0);
    bytes[at] = bits >> 16;
    bytes[at + 1] = (bits >> 8) & 0xff;
    bytes[at + 2] = bits & 0xff;
  }
  return bytes;
}
