/**
 * Objects of a PDF as they stand in its bytes. Source: ISO 32000-1:2008, 7.2 (lexical rules), 7.3 (objects).
 *
 * pdf.js follows references from the catalog and shows nothing else; here every object is read where it stands,
 * whether or not anything leads to it.
 */
import { latin1 } from '../../text/latin1.js';

/** The bytes of a string object, one UTF-16 unit a byte. */
export class PdfString {
  readonly bytes: string;

  constructor(bytes: string) {
    this.bytes = bytes;
  }
}

export class PdfName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A reference to an object, by its number; generations are not told apart. */
export class PdfReference {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

export type PdfDictionary = Map<string, PdfValue>;

export type PdfValue =
  | PdfString
  | PdfName
  | PdfReference
  | PdfDictionary
  | PdfValue[]
  | number
  | boolean
  | undefined;

/** Dictionaries and arrays inside each other. */
const MAX_DEPTH = 64;

const SPACE = 1;
const DELIMITER = 2;
const CLASSES = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASSES[code] = SPACE;
for (const character of '()<>[]{}/%') CLASSES[character.charCodeAt(0)] = DELIMITER;

/** Reads objects from bytes, one after the other. Never throws; broken syntax gives `undefined` and moves on. */
export class ObjectReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Offset of the next byte. */
  at: number;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#end = end;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.#end;
  }

  /** Over white space and comments. */
  skip(): void {
    const bytes = this.#bytes;
    while (this.at < this.#end) {
      const byte = bytes[this.at]!;
      if (byte === 37) {
        while (this.at < this.#end && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at++;
      } else if (CLASSES[byte] !== SPACE) return;
      else this.at++;
    }
  }

  /** @returns True, behind the word, when it stands here. */
  take(word: string): boolean {
    if (this.at + word.length > this.#end) return false;
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.at + i] !== word.charCodeAt(i)) return false;
    }
    this.at += word.length;
    return true;
  }

  /** The next object; operators and other words are passed over as `undefined`. */
  value(depth = 0): PdfValue {
    this.skip();
    if (this.done) return undefined;
    const byte = this.#bytes[this.at]!;
    switch (byte) {
      case 40:
        return this.#literal();
      case 47:
        this.at++;
        return nameOf(this.#name());
      case 60:
        if (this.#bytes[this.at + 1] === 60) {
          this.at += 2;
          return this.#dictionary(depth);
        }
        return this.#hexadecimal();
      case 91:
        this.at++;
        return this.#array(depth);
      default:
        return this.#word();
    }
  }

  #dictionary(depth: number): PdfDictionary {
    const dictionary: PdfDictionary = new Map();
    while (!this.done) {
      this.skip();
      if (this.take('>>')) break;
      if (this.#bytes[this.at] !== 47) {
        // Broken: a key must be a name. `endobj` and `stream` end what was not closed.
        const before = this.at;
        if (this.#startsBlock()) break;
        this.value(depth + 1);
        if (this.at === before) this.at++;
        continue;
      }
      this.at++;
      const key = this.#name();
      this.skip();
      if (this.#bytes[this.at] === 62) continue;
      const value = depth < MAX_DEPTH ? this.value(depth + 1) : this.#flat();
      if (value !== undefined) dictionary.set(key, value);
    }
    return dictionary;
  }

  #array(depth: number): PdfValue[] {
    const array: PdfValue[] = [];
    while (!this.done) {
      this.skip();
      if (this.take(']')) break;
      if (this.#bytes[this.at] === 62 || this.#startsBlock()) break;
      const before = this.at;
      const value = depth < MAX_DEPTH ? this.value(depth + 1) : this.#flat();
      if (this.at === before) this.at++;
      else if (value !== undefined) array.push(value);
    }
    return array;
  }

  /** Too deep: one byte on, so that strings further in are still met by the caller's loop. */
  #flat(): PdfValue {
    const byte = this.#bytes[this.at];
    if (byte === 40) return this.#literal();
    if (byte === 60 && this.#bytes[this.at + 1] !== 60) return this.#hexadecimal();
    this.at++;
    return undefined;
  }

  #startsBlock(): boolean {
    const byte = this.#bytes[this.at];
    if (byte !== 0x65 && byte !== 0x73) return false;
    const at = this.at;
    const starts = this.take('endobj') || this.take('stream') || this.take('endstream');
    this.at = at;
    return starts;
  }

  #name(): string {
    const bytes = this.#bytes;
    const start = this.at;
    while (this.at < this.#end && CLASSES[bytes[this.at]!] === 0) this.at++;
    const raw = wordAt(bytes, start, this.at);
    return raw.includes('#')
      ? raw.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      : raw;
  }

  /** A number, a reference, or a word that means nothing here. */
  #word(): PdfValue {
    const bytes = this.#bytes;
    const start = this.at;
    while (this.at < this.#end && CLASSES[bytes[this.at]!] === 0) this.at++;
    if (this.at === start) {
      this.at++;
      return undefined;
    }
    const first = bytes[start]!;
    if (first === 0x74 || first === 0x66) {
      const word = text(bytes, start, Math.min(this.at, start + 6));
      return word === 'true' ? true : word === 'false' ? false : undefined;
    }
    if (first > 57 || (first < 48 && first !== 43 && first !== 45 && first !== 46)) return undefined;
    const number =
      wholeNumber(bytes, start, this.at) ?? Number(text(bytes, start, Math.min(this.at, start + 32)));
    if (!Number.isFinite(number)) return undefined;
    if (first >= 48 && Number.isInteger(number)) {
      const behind = this.#generation();
      if (behind > 0) {
        this.at = behind;
        return new PdfReference(number);
      }
    }
    return number;
  }

  /** @returns The offset behind ` 0 R`, 0 when that does not stand here. */
  #generation(): number {
    const bytes = this.#bytes;
    let at = this.at;
    while (CLASSES[bytes[at]!] === SPACE && at < this.#end) at++;
    const start = at;
    while (at < this.#end && at < start + 5 && bytes[at]! >= 48 && bytes[at]! <= 57) at++;
    if (at === start || CLASSES[bytes[at]!] !== SPACE) return 0;
    while (CLASSES[bytes[at]!] === SPACE && at < this.#end) at++;
    if (bytes[at] !== 82 || at >= this.#end) return 0;
    return at + 1 >= this.#end || CLASSES[bytes[at + 1]!] !== 0 ? at + 1 : 0;
  }

  #hexadecimal(): PdfString {
    const bytes = this.#bytes;
    let out = '';
    let high = -1;
    this.at++;
    while (this.at < this.#end) {
      const byte = bytes[this.at++]!;
      if (byte === 62) break;
      const digit = hexDigit(byte);
      if (digit < 0) continue;
      if (high < 0) high = digit;
      else {
        out += String.fromCharCode(high * 16 + digit);
        high = -1;
      }
    }
    return new PdfString(high < 0 ? out : out + String.fromCharCode(high * 16));
  }

  #literal(): PdfString {
    const bytes = this.#bytes;
    const chunks: string[] = [];
    let nesting = 1;
    let start = ++this.at;
    while (this.at < this.#end) {
      const byte = bytes[this.at]!;
      if (byte === 92) {
        chunks.push(text(bytes, start, this.at));
        chunks.push(this.#escape());
        start = this.at;
        continue;
      }
      if (byte === 40) nesting++;
      else if (byte === 41 && --nesting === 0) break;
      this.at++;
    }
    chunks.push(text(bytes, start, this.at));
    this.at++;
    return new PdfString(chunks.join(''));
  }

  #escape(): string {
    const bytes = this.#bytes;
    const byte = bytes[this.at + 1] ?? 0;
    if (byte >= 48 && byte <= 55) {
      let code = 0;
      let at = this.at + 1;
      while (at < this.at + 4 && bytes[at]! >= 48 && bytes[at]! <= 55) code = code * 8 + bytes[at++]! - 48;
      this.at = at;
      return String.fromCharCode(code & 255);
    }
    this.at += 2;
    if (byte === 13) {
      if (bytes[this.at] === 10) this.at++;
      return '';
    }
    if (byte === 10) return '';
    const control = 'nrtbf'.indexOf(String.fromCharCode(byte));
    return control >= 0 ? '\n\r\t\b\f'.charAt(control) : String.fromCharCode(byte);
  }
}

/** Names that were read lately: a file has few, each in thousands of objects. */
const WORDS = new Array<string>(1024).fill('');
const NAMES = new Map<string, PdfName>();
const MAX_NAMES = 4096;

function wordAt(bytes: Uint8Array, start: number, end: number): string {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (hash * 31 + bytes[at]!) | 0;
  const slot = hash & 1023;
  const known = WORDS[slot]!;
  if (known.length === end - start) {
    let i = 0;
    while (i < known.length && known.charCodeAt(i) === bytes[start + i]) i++;
    if (i === known.length) return known;
  }
  const word = text(bytes, start, end);
  if (word.length <= 64) WORDS[slot] = word;
  return word;
}

function nameOf(name: string): PdfName {
  let known = NAMES.get(name);
  if (known === undefined) {
    known = new PdfName(name);
    if (NAMES.size >= MAX_NAMES) NAMES.clear();
    NAMES.set(name, known);
  }
  return known;
}

/** Digits alone, up to nine. */
function wholeNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start > 9) return undefined;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return unitsOf(bytes.subarray(start, end));
}

/** One UTF-16 unit a byte. */
export function unitsOf(bytes: Uint8Array): string {
  // Names and numbers: a call out of the engine costs more than their few characters.
  return bytes.length < 24 ? String.fromCharCode(...bytes) : latin1(bytes);
}

/** The opposite of `unitsOf`. */
export function bytesOf(units: string): Uint8Array {
  return Uint8Array.from(units, (unit) => unit.charCodeAt(0));
}
