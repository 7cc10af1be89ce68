/**
 * `styles.bin`: number formats, fonts and fills of cells, and what conditional formats change.
 *
 * Source: [MS-XLSB] 2.4.660 (BrtFmt), BrtFont, BrtFill, BrtXF, 2.4.356 (BrtDXF), 2.5.164 (XFProp).
 */
import type { Bytes } from '../cfb/bytes.js';
import { BLACK, indexedColour, sameColour, themeColour, WHITE } from '../sheet/colours.js';
import type { CellLook, FormatChange } from '../sheet/conditional-formats.js';
import { type Unshown, unshownBy } from '../sheet/number-format.js';
import { builtInFormat } from '../sheet/stored-number.js';
import { records, StringReader } from './records.js';

const FONT = 43;
const FORMAT = 44;
const FILL = 45;
const CELL_FORMAT = 47;
const BEGIN_CELL_FORMATS = 617;
const END_CELL_FORMATS = 618;
const CHANGE = 507;
const SOLID = 1;
const PATTERN = 'pattern';

export interface CellFormat extends CellLook {
  /** Number format code; undefined for General. */
  readonly code: string | undefined;
  readonly unshown: Unshown | undefined;
}

export interface Styles {
  /** By the index that cells give. */
  readonly formats: readonly CellFormat[];
  /** By the index that conditional formats give. */
  readonly changes: readonly FormatChange[];
}

export function readStyles(bytes: Uint8Array): Styles {
  const codes = new Map<number, string>();
  const fonts: string[] = [];
  const fills: string[] = [];
  const formats: CellFormat[] = [];
  const changes: FormatChange[] = [];
  let ofCells = false;
  for (const { type, data } of records(bytes)) {
    if (type === BEGIN_CELL_FORMATS) ofCells = true;
    else if (type === END_CELL_FORMATS) ofCells = false;
    else if (type === FORMAT) codes.set(data.u16(0), new StringReader(data, 2).wide());
    else if (type === FONT) fonts.push(colour(data, 12));
    else if (type === FILL) fills.push(ground(data));
    else if (type === CHANGE) changes.push(changeOf(data));
    else if (type === CELL_FORMAT && ofCells) {
      const own = codes.get(data.u16(2));
      const letters = fonts[data.u16(4)] ?? BLACK;
      const ground = fills[data.u16(6)] ?? WHITE;
      const unshown = sameColour(letters, ground) ? 'all' : unshownBy(own ?? '');
      formats.push({ code: own ?? builtInFormat(data.u16(2)), unshown, letters, ground });
    }
  }
  return { formats, changes };
}

/** Properties of a kind and a size each. */
function changeOf(data: Bytes): FormatChange {
  const change: { -readonly [K in keyof FormatChange]: FormatChange[K] } = {};
  const count = data.u16(4);
  for (let i = 0, at = 6; i < count && at + 4 <= data.length; i++) {
    const value = at + 4;
    switch (data.u16(at)) {
      case 0:
        if (data.u8(value) > SOLID) change.ground = PATTERN;
        break;
      // The fill of a change is its background colour, unlike that of a cell.
      case 2:
        change.ground ??= colour(data, value);
        break;
      case 3:
        change.ground = PATTERN;
        break;
      case 5:
        change.letters = colour(data, value);
        break;
      case 38:
        change.unshown = unshownBy(data.utf16(value + 4, value + 4 + data.u16(value + 2) * 2));
    }
    at += Math.max(4, data.u16(at + 2));
  }
  return change;
}

function ground(data: Bytes): string {
  const pattern = data.u32(0);
  if (pattern === 0) return WHITE;
  return pattern === SOLID ? colour(data, 4) : PATTERN;
}

/** BrtColor: kind, index, tint of 16 bits, red, green, blue, alpha. */
function colour(data: Bytes, at: number): string {
  const index = data.u8(at + 1);
  switch (data.u8(at) >> 1) {
    case 1:
      return indexedColour(index);
    case 2:
      return [4, 5, 6]
        .map((i) =>
          data
            .u8(at + i)
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')
        .toUpperCase();
    case 3:
      return themeColour(index, data.i16(at + 2) / 32_767);
    default:
      return BLACK;
  }
}
