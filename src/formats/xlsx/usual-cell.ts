/** A cell as nearly every producer writes it. Source: ISO/IEC 29500-1, 18.3.1.4 (`c`). */

const NO = -1;
const QUOTE = 34;
export const MAX_ROW: number = 1_048_576;

/** A cell of the row that is being read; offsets into the source, −1 for what it does not have. */
export interface PlainCell {
  row: number;
  column: number;
  style: number;
  type: string;
  valueStart: number;
  valueEnd: number;
  formulaStart: number;
  formulaEnd: number;
  inlineStart: number;
  inlineEnd: number;
}

/**
 * Reads `<c r="AB12" s="1" t="s"><v>123</v></c>`, `s` and `t` or not.
 *
 * @param start Behind `<c`. @returns The offset behind the cell; −1 for one in another shape, `cell` is as it was then.
 */
export function readUsualCell(source: string, start: number, cell: PlainCell): number {
  if (!source.startsWith(' r="', start)) return NO;
  let at = start + 4;
  let column = 0;
  let unit = source.charCodeAt(at);
  for (; unit >= 65 && unit <= 90 && column < 16_384; unit = source.charCodeAt(++at))
    column = 26 * column + unit - 64;
  let row = 0;
  const digits = at;
  for (; unit >= 48 && unit <= 57 && at - digits < 7; unit = source.charCodeAt(++at))
    row = 10 * row + unit - 48;
  if (unit !== QUOTE || column < 1 || column > 16_384 || row < 1 || row > MAX_ROW) return NO;
  unit = source.charCodeAt(++at);
  let style = 0;
  if (unit === 32 && source.startsWith('s="', at + 1)) {
    const from = at + 4;
    at = from;
    for (
      unit = source.charCodeAt(at);
      unit >= 48 && unit <= 57 && at - from < 6;
      unit = source.charCodeAt(++at)
    )
      style = 10 * style + unit - 48;
    if (unit !== QUOTE || at === from) return NO;
    unit = source.charCodeAt(++at);
  }
  let type = 'n';
  if (unit === 32 && source.startsWith('t="', at + 1)) {
    const letter = source.charCodeAt(at + 4);
    if (source.charCodeAt(at + 5) !== QUOTE || (letter !== 115 && letter !== 110)) return NO;
    if (letter === 115) type = 's';
    at += 6;
  }
  if (!source.startsWith('><v>', at)) return NO;
  const value = at + 4;
  const end = source.indexOf('<', value);
  if (end < 0 || !source.startsWith('</v></c>', end)) return NO;
  cell.row = row - 1;
  cell.column = column - 1;
  cell.style = style;
  cell.type = type;
  cell.valueStart = value;
  cell.valueEnd = end;
  return end + 8;
}

/** A number of up to nine digits that fills the range, else −1. */
export function wholeNumber(source: string, start: number, end: number): number {
  if (end <= start || end - start > 9) return NO;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = source.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return NO;
    value = 10 * value + digit;
  }
  return value;
}

export function emptyCell(): PlainCell {
  return {
    row: 0,
    column: NO,
    style: 0,
    type: 'n',
    valueStart: NO,
    valueEnd: NO,
    formulaStart: NO,
    formulaEnd: NO,
    inlineStart: NO,
    inlineEnd: NO,
  };
}
