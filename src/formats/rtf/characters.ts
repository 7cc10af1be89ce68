/** Characters that take several tokens: bytes of a code page, and `\u` with its fallback. */
import { CodePage } from './code-pages.js';

/** Takes a character and the range of the source that it stands for. */
export type PutCharacter = (text: string, start: number, end: number) => void;

/** Which code page bytes are in: `\fonttbl`, `\ansicpg`, `\deff`. */
export class Fonts {
  /** Code page of the document. */
  ansi = 1252;
  /** Font number that holds where none is chosen. */
  standard = 0;
  readonly #pages = new Map<number, CodePage>();
  readonly #fonts = new Map<number, number>();

  has(font: number): boolean {
    return this.#fonts.has(font);
  }

  /** @param page 0: the one of the document. */
  set(font: number, page: number): void {
    this.#fonts.set(font, page);
  }

  /**
   * The font decides; a Latin one leaves it to the font for Chinese, then to the document.
   *
   * @param font −1 for the standard one.
   */
  page(font: number, wideFont: number): CodePage {
    const own = this.#fonts.get(font === -1 ? this.standard : font) ?? 0;
    const beside = this.#fonts.get(wideFont) ?? 0;
    const number = own !== 0 ? own : beside !== 0 ? beside : this.ansi;
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new CodePage(number);
      this.#pages.set(number, page);
    }
    return page;
  }
}

/** Gathers tokens until they make a character. */
export class Characters {
  readonly #put: PutCharacter;
  /** Bytes of a character that is not complete, and the range of their tokens. */
  #bytes: number[] = [];
  #page: CodePage | undefined;
  #start = 0;
  #end = 0;
  /** A `\u` that waits for its fallback. */
  #unicode: { text: string; start: number; end: number; skip: number } | undefined;

  constructor(put: PutCharacter) {
    this.#put = put;
  }

  /** Whether bytes wait for more. */
  get open(): boolean {
    return this.#bytes.length > 0;
  }

  byte(byte: number, start: number, end: number, page: CodePage): void {
    if (this.#bytes.length === 0) {
      this.#start = start;
      this.#page = page;
    }
    this.#bytes.push(byte);
    this.#end = end;
    const length = this.#page!.length(this.#bytes[0]!, this.#bytes[1]);
    if (this.#bytes.length >= length) this.#emitBytes();
  }

  /** @param fallback Characters that follow for readers without Unicode. */
  unicode(code: number, start: number, end: number, fallback: number): void {
    this.settle();
    const unit = code < 0 ? code + 65_536 : code;
    const text =
      unit > 0xffff && unit <= 0x10ffff ? String.fromCodePoint(unit) : String.fromCharCode(unit & 0xffff);
    this.#unicode = { text, start, end, skip: Math.max(0, Math.min(16, fallback)) };
    if (this.#unicode.skip === 0) this.#emitUnicode();
  }

  /** @returns Whether what ends at `end` is a fallback of the `\u` before it. */
  skips(end: number): boolean {
    const waiting = this.#unicode;
    if (waiting === undefined) return false;
    waiting.skip--;
    // A redacted character must not leave its fallback behind.
    waiting.end = end;
    if (waiting.skip === 0) this.#emitUnicode();
    return true;
  }

  /** Ends characters that wait for more. */
  settle(): void {
    if (this.#unicode !== undefined) this.#emitUnicode();
    if (this.#bytes.length > 0) this.#emitBytes();
  }

  #emitUnicode(): void {
    const waiting = this.#unicode;
    this.#unicode = undefined;
    if (waiting !== undefined) this.#put(waiting.text, waiting.start, waiting.end);
  }

  #emitBytes(): void {
    const text = this.#page!.decode(this.#bytes);
    this.#bytes = [];
    this.#put(text, this.#start, this.#end);
  }
}
