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

/** A piece of a text that has a weight. */
export interface Told {
  readonly piece: string;
  readonly weight: number;
}

export class OwnerWeights {
  /** Open addressing, at most half full. */
  readonly #mask: number;
  readonly #keys: Int32Array;
  /** Weight and `SHIFT`; 0 for an empty slot. */
  readonly #weights: Int16Array;
  /** The sum in which a slot was last counted. */
  readonly #counted: Uint32Array;
  #sum = 0;

  constructor({ keys, weights }: OwnerTable) {
    const view = new DataView(decode(keys).buffer);
    const values = new Int8Array(decode(weights).buffer);
    const size = 2 ** Math.ceil(Math.log2(2 * values.length + 2));
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#weights = new Int16Array(size);
    this.#counted = new Uint32Array(size);
    for (let i = 0; i < values.length; i++) {
      const key = view.getInt32(i * 4, true);
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#weights[slot] = values[i]! + SHIFT;
    }
  }

  has(feature: string): boolean {
    return this.#weights[this.#slotOf(mixed(hashed(START, feature)))] !== 0;
  }

  /** Begins a sum, in which a feature counts once. */
  begin(): void {
    this.#sum = (this.#sum + 1) >>> 0;
  }

  /** @returns Its weight in sixteenths; 0 where it is unknown or counted. */
  whole(feature: string): number {
    return this.#count(mixed(hashed(START, feature)));
  }

  /**
   * Counts the pieces of a text under each prefix.
   *
   * @param told Takes the pieces that have a weight.
   * @returns The sum of their weights, in sixteenths.
   */
  text(prefixes: readonly string[], text: string, told: Told[]): number {
    let sum = 0;
    for (let i = 0; i + 1 < text.length; i++) {
      const [one, two] = [text.charCodeAt(i), text.charCodeAt(i + 1)];
      const three = i + 2 < text.length ? text.charCodeAt(i + 2) : -1;
      const inTwo = isWord(one) || isWord(two);
      const inThree = three >= 0 && (inTwo || isWord(three));
      if (!inTwo && !inThree) continue;
      for (const prefix of prefixes) {
        const hash = step(step(stateOf(prefix), one), two);
        const weight = inTwo ? this.#count(mixed(hash)) : 0;
        if (weight !== 0) told.push({ piece: text.slice(i, i + 2), weight });
        const more = inThree ? this.#count(mixed(step(hash, three))) : 0;
        if (more !== 0) told.push({ piece: text.slice(i, i + 3), weight: more });
        sum += weight + more;
      }
    }
    return sum;
  }

  #count(key: number): number {
    const slot = this.#slotOf(key);
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

const SHIFT = 256;

/** Hashes of the few prefixes that there are. */
const states = new Map<string, number>();

function stateOf(prefix: string): number {
  let state = states.get(prefix);
  if (state === undefined) states.set(prefix, (state = hashed(START, prefix)));
  return state;
}

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
