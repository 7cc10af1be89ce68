/** Finds the cue words of every kind in a short text, in one pass. */

import { pair } from './lexicon.js';

/** A cue word in a text. */
export interface CueHit {
  readonly word: string;
  readonly kinds: number;
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly word: string;
  kinds: number;
}

/** Words with a set of kinds each, one bit a kind; looked up by their first two code units. */
export class CueWords {
  /** 1: a word of one unit begins with it; 2: a longer one. */
  readonly #heads = new Uint8Array(65536);
  readonly #single = new Map<number, Entry>();
  readonly #byPair = new Map<number, Entry[]>();

  /** @param kinds Words by bit. */
  constructor(kinds: ReadonlyMap<number, readonly string[]>) {
    const entries = new Map<string, Entry>();
    for (const [bit, words] of kinds) {
      for (const word of words) {
        const known = entries.get(word);
        if (known !== undefined) known.kinds |= bit;
        else entries.set(word, { word, kinds: bit });
      }
    }
    for (const entry of [...entries.values()].sort((a, b) => b.word.length - a.word.length)) {
      const head = entry.word.charCodeAt(0);
      if (entry.word.length === 1) {
        this.#heads[head]! |= 1;
        this.#single.set(head, entry);
        continue;
      }
      this.#heads[head]! |= 2;
      const key = pair(head, entry.word.charCodeAt(1));
      const list = this.#byPair.get(key);
      if (list === undefined) this.#byPair.set(key, [entry]);
      else list.push(entry);
    }
  }

  /** @returns Hits in order of their start; words inside words are hits too, the longest first at each place. */
  find(text: string): CueHit[] {
    const hits: CueHit[] = [];
    const { length } = text;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      const head = this.#heads[code]!;
      if (head === 0) continue;
      if (head > 1 && i + 1 < length) {
        const list = this.#byPair.get(pair(code, text.charCodeAt(i + 1)));
        if (list !== undefined)
          for (const { word, kinds } of list)
            if (word.length === 2 || text.startsWith(word, i))
              hits.push({ word, kinds, start: i, end: i + word.length });
      }
      if ((head & 1) !== 0) {
        const { word, kinds } = this.#single.get(code)!;
        hits.push({ word, kinds, start: i, end: i + 1 });
      }
    }
    return hits;
  }
}
