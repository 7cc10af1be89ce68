/** Names that are known, looked up by the code units of a source, so that no string is made of them. */
export class NameTable<T> {
  readonly #names: (string | undefined)[];
  readonly #values: (T | undefined)[];
  readonly #mask: number;

  /** @param entries Names in lower case, ASCII. */
  constructor(entries: Iterable<readonly [name: string, value: T]>) {
    const known = [...entries];
    let size = 16;
    while (size < 4 * known.length) size *= 2;
    this.#names = new Array<string | undefined>(size).fill(undefined);
    this.#values = new Array<T | undefined>(size).fill(undefined);
    this.#mask = size - 1;
    for (const [name, value] of known) {
      const units = Uint16Array.from(name, (character) => character.charCodeAt(0));
      let slot = hash(units, 0, units.length) & this.#mask;
      while (this.#names[slot] !== undefined) slot = (slot + 1) & this.#mask;
      this.#names[slot] = name;
      this.#values[slot] = value;
    }
  }

  /** In any case of ASCII letters, as HTML compares names. */
  get(units: Uint16Array, start: number, end: number): T | undefined {
    for (let slot = hash(units, start, end) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const name = this.#names[slot];
      if (name === undefined) return undefined;
      if (name.length === end - start && isName(units, start, name)) return this.#values[slot];
    }
  }
}

function hash(units: Uint16Array, start: number, end: number): number {
  let value = end - start;
  for (let i = start; i < end; i++) value = (Math.imul(value, 31) + (units[i]! | 32)) | 0;
  return value ^ (value >>> 15);
}

/** Whether `name`, in lower case, stands at `start`, in any case of ASCII letters. */
export function isName(units: Uint16Array, start: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const unit = units[start + i]!;
    if ((unit >= 65 && unit <= 90 ? unit + 32 : unit) !== name.charCodeAt(i)) return false;
  }
  return true;
}
