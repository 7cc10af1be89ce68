/** `comments1.bin`: comments with the cells they hang on. Source: [MS-XLSB] 2.4.28, 2.4.324, 2.4.325. */
import type { Segment } from '../../core/index.js';
import { SheetBuilder } from '../sheet/sheet-builder.js';
import { records, StringReader } from './records.js';

const AUTHOR = 632;
const COMMENT = 635;
const TEXT = 637;

/** @param part Of the comments. @param sheet Name of their sheet, '' when it is not known. */
export function readComments(bytes: Uint8Array, part: string, sheet: string): Segment[] {
  const builder = new SheetBuilder(part, sheet, false);
  let at = { row: 0, column: 0 };
  for (const { type, data } of records(bytes)) {
    if (type === AUTHOR) builder.note('metadata', 'comment author', new StringReader(data, 0).wide());
    else if (type === COMMENT) {
      at = { row: Math.min(data.u32(4), 1_048_575), column: Math.min(data.u32(12), 16_383) };
    } else if (type === TEXT) builder.note('comment', '', new StringReader(data, 0).rich().text, at);
  }
  return builder.segments();
}
