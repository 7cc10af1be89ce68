/**
 * Walks XML as tokens, without a tree: linear on any input, tolerant of broken markup.
 *
 * Element names are local names in lower-case-sensitive XML spelling, prefixes cut: producers choose prefixes
 * freely, and the strict variant of OOXML has other namespaces for the same names. All ranges are UTF-16 code
 * units of the source, half-open. What a well-formed reader would drop (text in tags that never end, attributes
 * of end tags) goes to `rest`.
 *
 * Source: XML 1.0, 2.4–3.1, as far as it decides what is text, what is a value and what is neither.
 */
import { type LocalName, XmlNames } from './xml-names.js';

/** An attribute as it stands: `start`…`end` is the value without quotes, references unresolved. */
export interface XmlAttribute {
  /** Local name. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface XmlHandler {
  /** `start`…`end` is the whole tag; `end` is known here because the call comes when the tag ends. */
  open(name: string, attributes: readonly XmlAttribute[], start: number, end: number): void;
  /** Called once for every `open`, in order, also for elements that never end. */
  close(name: string): void;
  /** Character data; `raw` for CDATA, where references mean nothing. */
  text(start: number, end: number, raw: boolean): void;
  /** A comment, processing instruction, declaration or broken markup. */
  rest(start: number, end: number): void;
  /**
   * Called behind each tag, with the offset behind it: where the walk goes on, `at` or further on. What lies between was
   * read by the handler and has as many end tags as start tags.
   */
  skip?(at: number): number;
}

/** Markup between two tokens that is longer than this holds something. */
const SEAM = 12;

const GT = 62;
const SLASH = 47;
const NONE: readonly XmlAttribute[] = [];

/** @returns Offset of the first fault in the markup, undefined when it is well-formed as far as tags go. */
export function walkXml(source: string, handler: XmlHandler): number | undefined {
  return new Walk(source, handler).run();
}

class Walk {
  readonly #source: string;
  readonly #handler: XmlHandler;
  readonly #names: XmlNames;
  readonly #stack: LocalName[] = [];
  #fault: number | undefined;
  /** Everything before it was given to the handler, or is markup that holds nothing. */
  #reached = 0;

  constructor(source: string, handler: XmlHandler) {
    this.#source = source;
    this.#handler = handler;
    this.#names = new XmlNames(source, (start, end) => handler.rest(start, end));
  }

  run(): number | undefined {
    const source = this.#source;
    const end = source.length;
    let text = 0;
    let at = 0;
    for (;;) {
      at = source.indexOf('<', at);
      if (at < 0 || at + 1 >= end) break;
      const next = source.charCodeAt(at + 1);
      if (next === GT || isSpace(next)) {
        at++;
        continue;
      }
      if (next === SLASH) {
        const name = skipSpace(source, at + 2);
        // `</>` is text, and so is what the end cuts before a name.
        if (name >= end || source.charCodeAt(name) === GT) {
          at = name;
          continue;
        }
        if (at > text) this.#text(text, at, false);
        at = source.charCodeAt(name) === SLASH ? this.#bogus(name) : this.#endTag(name);
      } else {
        if (at > text) this.#text(text, at, false);
        if (next === 33) at = this.#declaration(at + 2);
        else if (next === 63) at = this.#instruction(at + 2);
        else at = this.#startTag(at);
      }
      text = at;
    }
    if (end > text) this.#text(text, end, false);
    this.#finish();
    return this.#fault;
  }

  /** What no token claimed at the end, and the elements that never end. */
  #finish(): void {
    const source = this.#source;
    if (source.length - this.#reached > 1 && source.slice(this.#reached).trim().length > 1) {
      this.#handler.rest(this.#reached, source.length);
      this.#fault ??= this.#reached;
    }
    if (this.#stack.length > 0) this.#fault ??= source.length;
    while (this.#stack.length > 0) this.#pop();
  }

  #seam(start: number): void {
    if (start - this.#reached > SEAM) this.#handler.rest(this.#reached, start);
  }

  #text(start: number, end: number, raw: boolean): void {
    this.#seam(raw ? start - 9 : start);
    this.#handler.text(start, end, raw);
    this.#reached = end;
  }

  /** The rest of the source is text: what would end its markup never comes. */
  #last(start: number): number {
    const end = this.#source.length;
    if (start < end) this.#text(start, end, false);
    return end;
  }

  #pop(): void {
    const name = this.#stack.pop()!;
    name.open--;
    this.#handler.close(name.text);
  }

  /** Where the walk goes on behind a tag that ends at `at`. */
  #behind(at: number): number {
    if (this.#handler.skip === undefined) return at;
    const next = this.#handler.skip(at);
    if (next > at) this.#reached = next;
    return next;
  }

  #startTag(start: number): number {
    const source = this.#source;
    const end = source.length;
    const nameEnd = nameEndAt(source, start + 1, false);
    if (nameEnd >= end) return end;
    this.#seam(start);
    const tag = this.#names.at(start + 1, nameEnd);
    this.#reached = nameEnd;
    let attributes: XmlAttribute[] | undefined;
    let at = nameEnd;
    for (;;) {
      let empty = false;
      let unit = 0;
      for (; at < end; at++) {
        unit = source.charCodeAt(at);
        if (unit === SLASH) empty = true;
        else if (!isSpace(unit)) break;
      }
      if (at >= end) break;
      if (unit === GT) {
        this.#opened(tag, attributes ?? NONE, start, at + 1, empty);
        return this.#behind(at + 1);
      }
      const from = at;
      at = nameEndAt(source, from, true);
      if (at >= end) break;
      this.#seam(from);
      const { text: name } = this.#names.at(from, at);
      this.#reached = at;
      at = skipSpace(source, at);
      if (at >= end) break;
      if (source.charCodeAt(at) !== 61) continue;
      at = skipSpace(source, at + 1);
      if (at >= end) break;
      const quote = source.charCodeAt(at);
      if (quote === 34 || quote === 39) {
        const close = source.indexOf(quote === 34 ? '"' : "'", at + 1);
        if (close < 0) break;
        (attributes ??= []).push({ name, start: at + 1, end: close });
        at = close + 1;
      } else {
        const value = at;
        while (at < end && source.charCodeAt(at) !== GT && !isSpace(source.charCodeAt(at))) at++;
        if (at >= end) break;
        (attributes ??= []).push({ name, start: value, end: at });
      }
      this.#reached = at;
    }
    // A tag that the end of the file cuts.
    this.#reached = start;
    return end;
  }

  #opened(
    tag: LocalName,
    attributes: readonly XmlAttribute[],
    start: number,
    end: number,
    empty: boolean,
  ): void {
    this.#seam(end - 1);
    this.#reached = end;
    this.#stack.push(tag);
    tag.open++;
    this.#handler.open(tag.text, attributes, start, end);
    if (empty) this.#pop();
  }

  #endTag(start: number): number {
    const source = this.#source;
    const nameEnd = nameEndAt(source, start, false);
    if (nameEnd >= source.length) return source.length;
    this.#seam(start - 2);
    this.#reached = nameEnd;
    const name = this.#names.at(start, nameEnd);
    if (name.open === 0) this.#fault ??= start;
    else {
      if (this.#stack.at(-1) !== name) this.#fault ??= start;
      while (this.#stack.at(-1) !== name) this.#pop();
      this.#pop();
    }
    const close = source.indexOf('>', nameEnd);
    return close < 0 ? this.#last(nameEnd) : this.#behind(close + 1);
  }

  /** What stands behind `<!`. */
  #declaration(start: number): number {
    const source = this.#source;
    if (source.startsWith('--', start)) return this.#comment(start + 2);
    if (source.startsWith('[CDATA[', start)) {
      const close = source.indexOf(']]>', start + 7);
      if (close < 0 && start + 7 >= source.length) return source.length;
      this.#text(start + 7, close < 0 ? source.length : close, true);
      if (close >= 0) this.#reached = close + 3;
      return this.#reached;
    }
    // A `>` right behind `<!` or `<!-` does not end it.
    const first = source.charAt(start);
    const close = source.indexOf('>', start + (first === '-' ? 2 : first === '[' ? 0 : 1));
    if (close < 0) return this.#last(start);
    this.#seam(start);
    this.#handler.rest(start, close);
    this.#fault ??= start;
    this.#reached = close + 1;
    return close + 1;
  }

  #comment(start: number): number {
    const source = this.#source;
    const close = commentEnd(source, start);
    this.#seam(start - 4);
    this.#handler.rest(start, close < 0 ? source.length : close);
    this.#reached = close < 0 ? source.length : close + (source.charCodeAt(close + 2) === GT ? 3 : 4);
    return this.#reached;
  }

  #bogus(start: number): number {
    const close = this.#source.indexOf('>', start);
    if (close < 0) return this.#last(start);
    this.#seam(start - 4);
    this.#handler.rest(start, close);
    this.#reached = close + 1;
    return close + 1;
  }

  #instruction(start: number): number {
    const close = this.#source.indexOf('?>', start);
    if (close < 0) return this.#last(start);
    this.#seam(start);
    this.#handler.rest(start, close);
    this.#reached = close + 2;
    return close + 2;
  }
}

/** Where a comment's `-->` or `--!>` stands, -1 for nowhere. */
function commentEnd(source: string, start: number): number {
  for (let at = source.indexOf('--', start); at >= 0; at = source.indexOf('--', at + 1)) {
    const next = source.charCodeAt(at + 2);
    if (next === GT || (next === 33 && source.charCodeAt(at + 3) === GT)) return at;
  }
  return -1;
}

/** Where a name ends; its first unit belongs to it whatever it is. */
function nameEndAt(source: string, start: number, attribute: boolean): number {
  for (let at = start + 1; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit <= GT && (unit === GT || unit === SLASH || isSpace(unit) || (attribute && unit === 61)))
      return at;
  }
  return source.length;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 12;
}

function skipSpace(source: string, start: number): number {
  let at = start;
  while (at < source.length && isSpace(source.charCodeAt(at))) at++;
  return at;
}
