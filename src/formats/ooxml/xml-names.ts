/** Names of elements and attributes: each spelling of a source is cut out once. */

/** Names with so many digits are values that someone used as names. */
const NAME_DIGITS = /[0-9]{7}/;
const SLOTS = 256;

/** A local name, and how many elements of that name are open. */
export interface LocalName {
  readonly text: string;
  open: number;
}

interface Spelling {
  /** With its prefix, as the source has it. */
  readonly written: string;
  readonly local: LocalName;
}

export class XmlNames {
  readonly #source: string;
  readonly #locals = new Map<string, LocalName>();
  readonly #spellings: (Spelling | undefined)[] = new Array<Spelling | undefined>(SLOTS).fill(undefined);
  readonly #value: (start: number, end: number) => void;

  /** @param value Called for each name that looks like a value. */
  constructor(source: string, value: (start: number, end: number) => void) {
    this.#source = source;
    this.#value = value;
  }

  /** The local name of what stands at `start`…`end`: its prefix is cut. */
  at(start: number, end: number): LocalName {
    const source = this.#source;
    const length = end - start;
    // Most names of a part begin with the same prefix.
    const inner = source.charCodeAt(start + (length >> 1));
    const slot =
      (31 * length + 7 * inner + 13 * source.charCodeAt(end - 1) + source.charCodeAt(end - 2)) % SLOTS;
    const known = this.#spellings[slot];
    if (known !== undefined && known.written.length === length && source.startsWith(known.written, start)) {
      return known.local;
    }
    const written = source.slice(start, end);
    const local = this.#local(written.slice(written.lastIndexOf(':') + 1));
    if (length > 7 && NAME_DIGITS.test(written)) this.#value(start, end);
    else this.#spellings[slot] = { written, local };
    return local;
  }

  #local(text: string): LocalName {
    let local = this.#locals.get(text);
    if (local === undefined) this.#locals.set(text, (local = { text, open: 0 }));
    return local;
  }
}
