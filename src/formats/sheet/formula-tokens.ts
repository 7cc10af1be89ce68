/**
 * Formulas of conditions as Excel's binary files have them: tokens, operands before operators.
 *
 * Source: [MS-XLS] 2.5.198 (Rgce), [MS-XLSB] 2.5.97. Only what can be told from the cells of one sheet is read.
 */
import type { Bytes } from '../cfb/bytes.js';
import { call, constant, type Formula, type Reference } from './formula.js';

const MAX_TOKENS = 512;

/** How a file writes what its tokens hold. */
export interface TokenLayout {
  /** BIFF12: rows of 32 bits, strings of 16-bit units. */
  readonly wide: boolean;
  /** Reads the string at an offset. @returns it and the offset behind it. */
  string(data: Bytes, at: number): { text: string; end: number };
}

const BINARY: Readonly<Record<number, string>> = {
  ...{ 3: '+', 4: '-', 5: '*', 6: '/', 8: '&', 9: '<', 10: '<=', 11: '=', 12: '>=', 13: '>', 14: '<>' },
};
const UNARY: Readonly<Record<number, string>> = { 19: 'neg', 20: '%' };
/** Functions by their index; `operands` where their number is fixed. Source: [MS-XLS] 2.5.198.17 (Ftab). */
const FUNCTIONS: ReadonlyMap<number, { name: string; operands?: number }> = new Map([
  [1, { name: 'IF' }],
  [3, { name: 'ISERROR', operands: 1 }],
  [0, { name: 'COUNT' }],
  [4, { name: 'SUM' }],
  [6, { name: 'MIN' }],
  [7, { name: 'MAX' }],
  [8, { name: 'ROW' }],
  [9, { name: 'COLUMN' }],
  [24, { name: 'ABS', operands: 1 }],
  [25, { name: 'INT', operands: 1 }],
  [31, { name: 'MID', operands: 3 }],
  [32, { name: 'LEN', operands: 1 }],
  [33, { name: 'VALUE', operands: 1 }],
  [34, { name: 'TRUE', operands: 0 }],
  [35, { name: 'FALSE', operands: 0 }],
  [36, { name: 'AND' }],
  [37, { name: 'OR' }],
  [38, { name: 'NOT', operands: 1 }],
  [39, { name: 'MOD', operands: 2 }],
  [82, { name: 'SEARCH' }],
  [112, { name: 'LOWER', operands: 1 }],
  [113, { name: 'UPPER', operands: 1 }],
  [115, { name: 'LEFT' }],
  [116, { name: 'RIGHT' }],
  [117, { name: 'EXACT', operands: 2 }],
  [118, { name: 'TRIM', operands: 1 }],
  [124, { name: 'FIND' }],
  [126, { name: 'ISERR', operands: 1 }],
  [127, { name: 'ISTEXT', operands: 1 }],
  [128, { name: 'ISNUMBER', operands: 1 }],
  [129, { name: 'ISBLANK', operands: 1 }],
  [169, { name: 'COUNTA' }],
  [190, { name: 'ISNONTEXT', operands: 1 }],
  [198, { name: 'ISLOGICAL', operands: 1 }],
  [336, { name: 'CONCATENATE' }],
  [346, { name: 'COUNTIF', operands: 2 }],
  [347, { name: 'COUNTBLANK', operands: 1 }],
  [420, { name: 'ISEVEN', operands: 1 }],
  [421, { name: 'ISODD', operands: 1 }],
  [480, { name: 'IFERROR', operands: 2 }],
]);
/** PtgAttr: a SUM of one operand. */
const ONE_SUM = 0x10;
/** A cell of the same sheet, counted from the cell that asks: PtgRefN. */
const REFERENCE = 0x0c;
const ABSOLUTE = 0x04;
/** A block of cells: PtgAreaN, PtgArea. */
const RANGE = 0x0d;
const ABSOLUTE_RANGE = 0x05;

/** @returns undefined for what this does not read. */
export function readTokens(
  data: Bytes,
  start: number,
  end: number,
  layout: TokenLayout,
): Formula | undefined {
  const stack: Formula[] = [];
  if (end > data.length) return undefined;
  let at = start;
  /** Takes the last ones off the stack. */
  const apply = (name: string, count: number): boolean => {
    if (stack.length < count) return false;
    const operands = stack.splice(stack.length - count, count);
    stack.push(call(name, ...operands));
    return true;
  };
  for (let count = 0; at < end; count++) {
    if (count >= MAX_TOKENS) return undefined;
    const token = data.u8(at++);
    const binary = BINARY[token];
    const unary = UNARY[token];
    if (binary !== undefined) {
      if (!apply(binary, 2)) return undefined;
    } else if (unary !== undefined) {
      if (!apply(unary, 1)) return undefined;
    } else if (token >= 0x20) {
      const size = classed(token, data, at, layout, stack, apply);
      if (size === undefined) return undefined;
      at += size;
    } else {
      switch (token) {
        case 0x12: // a plus in front
        case 0x15: // parentheses
          break;
        case 0x17: {
          const { text, end: behind } = layout.string(data, at);
          stack.push(constant(text));
          at = behind;
          break;
        }
        case 0x19:
          // How Excel shows or computes it; a choice has a table of jumps.
          if ((data.u8(at) & 0x04) !== 0) return undefined;
          if ((data.u8(at) & ONE_SUM) !== 0 && !apply('SUM', 1)) return undefined;
          at += 3;
          break;
        case 0x1d:
          stack.push(constant(data.u8(at++) !== 0));
          break;
        case 0x1e:
          stack.push(constant(data.u16(at)));
          at += 2;
          break;
        case 0x1f:
          stack.push(constant(data.f64(at)));
          at += 8;
          break;
        default:
          return undefined;
      }
    }
  }
  return stack.length === 1 ? stack[0] : undefined;
}

/** Tokens that exist for references, values and arrays. @returns The size of what follows the token. */
function classed(
  token: number,
  data: Bytes,
  at: number,
  { wide }: TokenLayout,
  stack: Formula[],
  apply: (name: string, count: number) => boolean,
): number | undefined {
  const kind = token & 0x1f;
  switch (kind) {
    case 1: {
      const known = FUNCTIONS.get(data.u16(at));
      return known?.operands !== undefined && apply(known.name, known.operands) ? 2 : undefined;
    }
    case 2: {
      const known = FUNCTIONS.get(data.u16(at + 1));
      return known !== undefined && apply(known.name, data.u8(at) & 0x7f) ? 3 : undefined;
    }
    case ABSOLUTE:
    case REFERENCE: {
      const rows = wide ? 4 : 2;
      stack.push(reference(data, at, at + rows, wide, kind === REFERENCE));
      return rows + 2;
    }
    case ABSOLUTE_RANGE:
    case RANGE: {
      const rows = wide ? 4 : 2;
      const columns = at + 2 * rows;
      const from = reference(data, at, columns, wide, kind === RANGE);
      stack.push({ kind: 'range', from, to: reference(data, at + rows, columns + 2, wide, kind === RANGE) });
      return 2 * rows + 4;
    }
    default:
      return undefined;
  }
}

/** @param row Where its row stands. @param column Where its column and flags stand. @param counted From the cell that asks. */
function reference(data: Bytes, row: number, column: number, wide: boolean, counted: boolean): Reference {
  const flags = data.u16(column);
  const rowRelative = counted && (flags & 0x8000) !== 0;
  const columnRelative = counted && (flags & 0x4000) !== 0;
  const statedRow = wide ? data.u32(row) & 0xfffff : data.u16(row);
  const statedColumn = flags & (wide ? 0x3fff : 0xff);
  return {
    kind: 'reference',
    row: rowRelative ? signed(statedRow, wide ? 20 : 16) : statedRow,
    column: columnRelative ? signed(statedColumn, wide ? 14 : 8) : statedColumn,
    rowRelative,
    columnRelative,
  };
}

function signed(value: number, bits: number): number {
  return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}
