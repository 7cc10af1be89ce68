/** Seeded random numbers: the same seed gives the same corpus on every machine. */

/** FNV-1a, 32 bit, over UTF-16 code units: turns a name into a seed. */
export function seedOf(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to draw test data. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A generator of its own for `name`: what it draws does not shift when other parts draw more. */
  static of(seed: number, ...names: readonly string[]): Random {
    return new Random(seedOf(names.join('\u0000'), (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0));
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('pick: empty list');
    return list[Math.floor(this.next() * list.length)]!;
  }

  /** `length` ASCII digits. */
  digits(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String(this.int(0, 9));
    return text;
  }

  /** Takes an entry with probability proportional to its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let total = 0;
    for (const [, weight] of list) total += weight;
    let at = this.next() * total;
    for (const [value, weight] of list) {
      at -= weight;
      if (at < 0) return value;
    }
    return list.at(-1)![0];
  }
}
