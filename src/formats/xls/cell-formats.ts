/** Formats of cells: their number format codes, and what they keep from the reader. Source: [MS-XLS] 2.4.122, 2.4.126, 2.4.353. */
import type { Bytes } from '../cfb/bytes.js';
import { type Unshown, unshownBy } from '../sheet/number-format.js';
import { builtInFormat } from '../sheet/stored-number.js';

interface Raw {
  readonly font: number;
  readonly code: number;
  /** Colour behind the letters; undefined for a pattern. */
  readonly ground: number | undefined;
}

interface Resolved {
  readonly code: string | undefined;
  readonly unshown: Unshown | undefined;
}

const BLACK = 8;
const WHITE = 9;
const SOLID = 1;
/** Indexes 0 to 7 repeat 8 to 15; 64 and 65 are the system's letters and ground, 0x7fff is automatic. */
const SAME: Readonly<Record<number, number>> = { 64: BLACK, 65: WHITE, 32767: BLACK };

export class CellFormats {
  readonly #fonts: number[] = [];
  readonly #codes = new Map<number, string>();
  readonly #formats: Raw[] = [];
  readonly #resolved = new Map<number, Resolved>();

  /** @param colour Index of the letters' colour. */
  addFont(colour: number): void {
    this.#fonts.push(indexed(colour));
  }

  addCode(id: number, code: string): void {
    this.#codes.set(id, code);
  }

  /** @param data Of an XF record. @param wide BIFF8. */
  addFormat(data: Bytes, wide: boolean): void {
    const pattern = wide ? data.u32(14) >>> 26 : (data.u32(8) >>> 16) & 0x3f;
    const colour = indexed((wide ? data.u16(18) : data.u16(8)) & 0x7f);
    const ground = pattern === 0 ? WHITE : pattern === SOLID ? colour : undefined;
    this.#formats.push({ font: data.u16(0), code: data.u16(2), ground });
  }

  /** Number format code of a cell format; undefined for General. */
  code(format: number): string | undefined {
    return this.#resolve(format).code;
  }

  /** @param isText The cell holds no number. */
  hides(format: number, isText: boolean): boolean {
    const { unshown } = this.#resolve(format);
    return unshown === 'all' || unshown === (isText ? 'texts' : 'numbers');
  }

  #resolve(format: number): Resolved {
    let known = this.#resolved.get(format);
    if (known === undefined) {
      known = this.#read(this.#formats[format]);
      this.#resolved.set(format, known);
    }
    return known;
  }

  #read(raw: Raw | undefined): Resolved {
    if (raw === undefined) return { code: undefined, unshown: undefined };
    const own = this.#codes.get(raw.code);
    // There is no font 4: [MS-XLS] 2.5.129 FontIndex.
    const letters = this.#fonts[raw.font > 4 ? raw.font - 1 : raw.font] ?? BLACK;
    const unshown = letters === raw.ground ? 'all' : unshownBy(own ?? '');
    return { code: own ?? builtInFormat(raw.code), unshown };
  }
}

function indexed(colour: number): number {
  return SAME[colour] ?? (colour < 8 ? colour + 8 : colour);
}
