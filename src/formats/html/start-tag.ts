/** The start tag that was just read. One object serves all tags of a page. */
import { type AttributeName, knownAttribute } from './attribute-names.js';
import type { ElementKind } from './elements.js';

const NOTHING: ElementKind = { name: '', flags: 0 };

export class StartTag {
  kind: ElementKind = NOTHING;
  /** Attributes of the tag. */
  count = 0;
  /** Attributes whose name says something about how the element is shown. */
  flags = 0;
  /** Of each attribute's value; offsets into the source. Without a value both stand behind the name. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #known: (AttributeName | undefined)[] = [];
  readonly #nameStarts: number[] = [];
  readonly #nameEnds: number[] = [];
  readonly #source: string;
  readonly #units: Uint16Array;

  constructor(source: string, units: Uint16Array) {
    this.#source = source;
    this.#units = units;
  }

  start(kind: ElementKind): void {
    this.kind = kind;
    this.count = 0;
    this.flags = 0;
  }

  add(nameStart: number, nameEnd: number, start: number, end: number): void {
    const at = this.count++;
    const known = knownAttribute(this.#units, nameStart, nameEnd);
    if (known !== undefined) this.flags |= known.flags;
    this.#known[at] = known;
    this.#nameStarts[at] = nameStart;
    this.#nameEnds[at] = nameEnd;
    this.starts[at] = start;
    this.ends[at] = end;
  }

  /** What is known of the attribute's name: flags of `attribute-names.ts`. */
  flagsOf(index: number): number {
    return this.#known[index]?.flags ?? 0;
  }

  /** `name=""` has a value, `name` has none. */
  hasValue(index: number): boolean {
    return this.starts[index]! > this.#nameEnds[index]!;
  }

  /** The attribute's name in lower case. */
  nameOf(index: number): string {
    return (
      this.#known[index]?.name ??
      this.#source.slice(this.#nameStarts[index], this.#nameEnds[index]).toLowerCase()
    );
  }

  /** @param name One of `attribute-names.ts`. @returns -1 when the tag has no such attribute. */
  find(name: string): number {
    for (let i = 0; i < this.count; i++) if (this.#known[i]?.name === name) return i;
    return -1;
  }

  /** The first attribute of that name with a value, -1 when there is none. */
  findFilled(name: string): number {
    for (let i = 0; i < this.count; i++) {
      if (this.#known[i]?.name === name && this.ends[i]! > this.starts[i]!) return i;
    }
    return -1;
  }

  /** The value of an attribute as it is written, without white space around it; '' when there is none. */
  value(name: string): string {
    const at = this.find(name);
    return at < 0 ? '' : this.#source.slice(this.starts[at], this.ends[at]).trim();
  }
}
