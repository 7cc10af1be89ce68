/** Elements that stand for characters. */
import { LINE_BREAK } from '../../core/index.js';

/** `tab` is a space here: cells are what `\t` parts. */
export const MARKS: Readonly<Record<string, string>> = {
  tab: ' ',
  ptab: ' ',
  br: LINE_BREAK,
  cr: LINE_BREAK,
  noBreakHyphen: '-',
  softHyphen: '\u00ad',
};

/** Symbol fonts put their characters at U+F000 + code. */
export function symbol(code: string | undefined): string | undefined {
  const point = Number.parseInt(code ?? '', 16);
  if (!(point > 0 && point <= 0xffff)) return undefined;
  return String.fromCharCode(point >= 0xf000 && point <= 0xf0ff ? point - 0xf000 : point);
}
