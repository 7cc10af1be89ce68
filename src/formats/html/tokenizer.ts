/**
 * HTML to tokens: one pass over the code units, linear on any input, every token with its exact range.
 *
 * Source: HTML Standard § 13.2.5, as far as it decides what is text, what is a value and what is a comment. Unlike a
 * parser it reports what those drop: a second attribute of a name, a tag that the end of the text cuts.
 */
import { type ElementKind, knownElement, RAW_TEXT } from './elements.js';
import { isName } from './names.js';
import { StartTag } from './start-tag.js';

/** Receives the tokens of a text in order. All ranges are UTF-16 code units, half-open. */
export interface TokenSink {
  /** Inside SVG or MathML no element holds raw text. */
  readonly foreign: boolean;
  /** Character data, references unresolved. Neighbouring calls may belong to one text. */
  text(start: number, end: number): void;
  /** A start tag; the object is reused for the next one. */
  open(tag: StartTag, selfClosing: boolean): void;
  close(kind: ElementKind): void;
  /** A comment, also a bogus one (`<!x>`, `<?x>`), without its delimiters. */
  comment(start: number, end: number): void;
  cdata(start: number, end: number): void;
}

export interface TokenizerOptions {
  /** XHTML: `<script/>` holds nothing. */
  readonly xhtml: boolean;
}

const LT = 60;
const GT = 62;
const SLASH = 47;
const DASH = 45;

export class Tokenizer {
  /** The start tag that is being read; after `run`, the one that the end of the text cut, if `cut`. */
  readonly tag: StartTag;
  cut = false;
  /**
   * Markup since the sink last reset it may hold a number or a character outside ASCII somewhere other than in a value:
   * in a name, in an end tag, in a declaration.
   */
  odd = false;
  readonly #units: Uint16Array;
  readonly #source: string;
  readonly #sink: TokenSink;
  readonly #xhtml: boolean;

  constructor(source: string, units: Uint16Array, sink: TokenSink, { xhtml }: TokenizerOptions) {
    this.#units = units;
    this.#source = source;
    this.#sink = sink;
    this.#xhtml = xhtml;
    this.tag = new StartTag(source, units);
  }

  run(): void {
    const units = this.#units;
    const end = units.length;
    let text = 0;
    let at = 0;
    while (at < end) {
      if (units[at] !== LT) {
        at++;
        continue;
      }
      if (at + 1 >= end) break;
      const next = units[at + 1]!;
      const letter = isLetter(next);
      // `</` at the very end is text.
      if (!letter && next !== 33 && next !== 63 && (next !== SLASH || at + 2 >= end)) {
        at++;
        continue;
      }
      if (at > text) this.#sink.text(text, at);
      if (letter) at = this.#startTag(at + 1);
      else if (next === SLASH) at = this.#endTag(at + 2);
      else if (next === 33) at = this.#declaration(at + 2);
      else at = this.#bogus(at + 1);
      text = at;
    }
    if (end > text) this.#sink.text(text, end);
  }

  /** @returns Where text goes on. */
  #startTag(start: number): number {
    const units = this.#units;
    const end = units.length;
    const nameEnd = this.#nameEnd(start, false);
    if (nameEnd >= end) return end;
    const { tag } = this;
    const kind = knownElement(units, start, nameEnd) ?? this.#unknown(start, nameEnd);
    const raw = (kind.flags & RAW_TEXT) !== 0 && !this.#sink.foreign;
    tag.start(kind);
    let at = nameEnd;
    for (;;) {
      let slash = false;
      let unit = 0;
      for (; at < end; at++) {
        unit = units[at]!;
        if (unit === SLASH) slash = true;
        else if (!isSpace(unit)) break;
      }
      if (at >= end) break;
      if (unit === GT) {
        this.#sink.open(tag, slash);
        if (!raw || (slash && this.#xhtml)) return at + 1;
        return this.#rawText(kind.name, at + 1);
      }
      at = this.#attribute(at);
    }
    this.cut = true;
    return end;
  }

  /** Reads one attribute. One that the end of the text cuts counts as soon as its value has begun. */
  #attribute(start: number): number {
    const units = this.#units;
    const end = units.length;
    const nameEnd = this.#nameEnd(start, true);
    let at = skipSpace(units, nameEnd, end);
    if (at >= end) return end;
    if (units[at] !== 61) {
      this.tag.add(start, nameEnd, nameEnd, nameEnd);
      return at;
    }
    at = skipSpace(units, at + 1, end);
    if (at >= end) return end;
    const quote = units[at]!;
    if (quote === 34 || quote === 39) {
      const from = ++at;
      while (at < end && units[at] !== quote) at++;
      if (at < end || at > from) this.tag.add(start, nameEnd, from, at);
      return at < end ? at + 1 : end;
    }
    const from = at;
    while (at < end && units[at] !== GT && !isSpace(units[at]!)) at++;
    this.tag.add(start, nameEnd, from, at);
    return at;
  }

  /** Where the name that starts at `start` ends; its first unit belongs to it whatever it is. */
  #nameEnd(start: number, attribute: boolean): number {
    const units = this.#units;
    const end = units.length;
    let digits = 0;
    let at = start;
    for (; at < end; at++) {
      const unit = units[at]!;
      if (unit > GT) {
        if (unit > 0x7f) this.odd = true;
      } else if (unit >= 48 && unit <= 57) {
        if (++digits >= 5) this.odd = true;
      } else if (unit === GT || unit === SLASH || isSpace(unit) || (attribute && unit === 61 && at > start)) {
        break;
      }
    }
    return at;
  }

  #unknown(start: number, end: number): ElementKind {
    return { name: this.#source.slice(start, end).toLowerCase(), flags: 0 };
  }

  #endTag(start: number): number {
    const units = this.#units;
    const end = units.length;
    const first = units[start]!;
    if (first === GT) return start + 1;
    if (!isLetter(first)) return this.#bogus(start);
    const nameEnd = this.#nameEnd(start, false);
    if (nameEnd >= end) return end;
    this.#sink.close(knownElement(units, start, nameEnd) ?? this.#unknown(start, nameEnd));
    let at = nameEnd;
    while (at < end && units[at] !== GT) at++;
    if (at > nameEnd) this.odd = true;
    return Math.min(end, at + 1);
  }

  /** Text up to the end tag of `name`, and that end tag. */
  #rawText(name: string, start: number): number {
    const units = this.#units;
    const end = units.length;
    if (name === 'plaintext') return this.#lastText(start);
    for (let at = start; at < end; at++) {
      if (units[at] !== LT || units[at + 1] !== SLASH) continue;
      const behind = at + 2 + name.length;
      if (behind >= end || !isName(units, at + 2, name)) continue;
      const unit = units[behind]!;
      if (unit !== GT && unit !== SLASH && !isSpace(unit)) continue;
      if (at > start) this.#sink.text(start, at);
      return this.#endTag(at + 2);
    }
    return this.#lastText(start);
  }

  #lastText(start: number): number {
    const end = this.#units.length;
    if (end > start) this.#sink.text(start, end);
    return end;
  }

  /** What stands behind `<!`. */
  #declaration(start: number): number {
    const units = this.#units;
    const end = units.length;
    const first = units[start];
    if (first === DASH && units[start + 1] === DASH) return this.#comment(start + 2);
    if (first === 91 && this.#source.startsWith('CDATA[', start + 1)) return this.#cdata(start + 7);
    if (start + 7 >= end || !isName(units, start, 'doctype')) {
      // `<!doctype` at the very end is no comment.
      if (start + 7 === end && isName(units, start, 'doctype')) return end;
      return this.#bogus(start);
    }
    this.odd = true;
    let at = start + 7;
    while (at < end && units[at] !== GT) at++;
    return Math.min(end, at + 1);
  }

  /** `-->`, `--!>`, and at the start `>` and `->` end a comment (§ 13.2.5.43–51). */
  #comment(start: number): number {
    const units = this.#units;
    const end = units.length;
    if (units[start] === GT) return this.#commented(start, start, start + 1);
    if (units[start] === DASH && units[start + 1] === GT) return this.#commented(start, start, start + 2);
    for (let at = start; at + 2 < end; at++) {
      if (units[at] !== DASH || units[at + 1] !== DASH) continue;
      if (units[at + 2] === GT) return this.#commented(start, at, at + 3);
      if (units[at + 2] === 33 && units[at + 3] === GT) return this.#commented(start, at, at + 4);
    }
    // The beginning of an end is no content.
    let until = end;
    if (until - 3 >= start && this.#source.endsWith('--!', until)) until -= 3;
    else for (let i = 0; i < 2 && until > start && units[until - 1] === DASH; i++) until--;
    return this.#commented(start, until, end);
  }

  #commented(start: number, end: number, next: number): number {
    this.#sink.comment(start, end);
    return next;
  }

  #cdata(start: number): number {
    const units = this.#units;
    const end = units.length;
    for (let at = start; at + 2 < end; at++) {
      if (units[at] !== 93 || units[at + 1] !== 93 || units[at + 2] !== GT) continue;
      this.#sink.cdata(start, at);
      return at + 3;
    }
    return this.#commented(start - 7, end, end);
  }

  /** A comment up to the next `>`. */
  #bogus(start: number): number {
    const units = this.#units;
    const end = units.length;
    let at = start;
    while (at < end && units[at] !== GT) at++;
    return this.#commented(start, at, Math.min(end, at + 1));
  }
}

function isLetter(unit: number): boolean {
  const lower = unit | 32;
  return lower >= 97 && lower <= 122;
}

/** Tab, line feed, form feed, carriage return, space. */
function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 12;
}

function skipSpace(units: Uint16Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(units[at]!)) at++;
  return at;
}
