/** Finds the cue words of every kind in a short text, in one pass. */

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

/** Words with a set of kinds each, one bit a kind; looked up by their first code unit. */
export class CueWords {
  readonly #heads = new Uint8Array(65536);
  readonly #byHead = new Map<number, Entry[]>();

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
      this.#heads[head] = 1;
      const list = this.#byHead.get(head);
      if (list === undefined) this.#byHead.set(head, [entry]);
      else list.push(entry);
    }
  }

  /** @returns Hits in order of their start; words inside words are hits too, the longest first at each place. */
  find(text: string): CueHit[] {
    const hits: CueHit[] = [];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (this.#heads[code] === 0) continue;
      for (const { word, kinds } of this.#byHead.get(code)!) {
        if (text.startsWith(word, i)) hits.push({ word, kinds, start: i, end: i + word.length });
      }
    }
    return hits;
  }
}
