/** Formats of cells: their number format codes, and what they keep from the reader. Source: [MS-XLS] 2.4.122, 2.4.126, 2.4.353. */
import type { Bytes } from '../cfb/bytes.js';
import { BLACK, indexedColour, sameColour, WHITE } from '../sheet/colours.js';
import type { CellLook } from '../sheet/conditional-formats.js';
import { type Unshown, unshownBy } from '../sheet/number-format.js';
import { builtInFormat } from '../sheet/stored-number.js';

interface Raw {
  readonly font: number;
  readonly code: number;
  readonly ground: string;
}

interface Resolved extends CellLook {
  readonly code: string | undefined;
  readonly unshown: Unshown | undefined;
}

export const SOLID = 1;
/** Letters are seen on patterns. */
export const PATTERN = 'pattern';
const UNKNOWN: Resolved = { code: undefined, unshown: undefined, letters: BLACK, ground: WHITE };

export class CellFormats {
  readonly #fonts: string[] = [];
  readonly #codes = new Map<number, string>();
  readonly #formats: Raw[] = [];
  readonly #resolved = new Map<number, Resolved>();

  /** @param colour Index of the letters' colour. */
  addFont(colour: number): void {
    this.#fonts.push(colourOf(colour));
  }

  addCode(id: number, code: string): void {
    this.#codes.set(id, code);
  }

  /** @param data Of an XF record. @param wide BIFF8. */
  addFormat(data: Bytes, wide: boolean): void {
    const pattern = wide ? data.u32(14) >>> 26 : (data.u32(8) >>> 16) & 0x3f;
    const colour = colourOf((wide ? data.u16(18) : data.u16(8)) & 0x7f);
    const ground = pattern === 0 ? WHITE : pattern === SOLID ? colour : PATTERN;
    this.#formats.push({ font: data.u16(0), code: data.u16(2), ground });
  }

  /** Number format code of a cell format; undefined for General. */
  code(format: number): string | undefined {
    return this.#resolve(format).code;
  }

  /** Letters and ground of a cell format. */
  look(format: number): CellLook {
    return this.#resolve(format);
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
    if (raw === undefined) return UNKNOWN;
    const own = this.#codes.get(raw.code);
    // There is no font 4: [MS-XLS] 2.5.129 FontIndex.
    const letters = this.#fonts[raw.font > 4 ? raw.font - 1 : raw.font] ?? BLACK;
    const unshown = sameColour(letters, raw.ground) ? 'all' : unshownBy(own ?? '');
    return { code: own ?? builtInFormat(raw.code), unshown, letters, ground: raw.ground };
  }
}

/** @param index 0 to 7 repeat 8 to 15; 0x7fff is automatic. */
export function colourOf(index: number): string {
  return index === 0x7fff ? BLACK : indexedColour(index < 8 ? index + 8 : index);
}
