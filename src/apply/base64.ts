/** Values inside base64 data URIs (RFC 2397): a mask there would damage the data. */
import type { TextEdit } from './text-edits.js';

const MARK = 'base64,';

/**
 * The first edit that lies in base64 data. Linear: no stretch of the text is walked twice.
 *
 * @param edits Sorted, not overlapping.
 */
export function insideBase64(text: string, edits: readonly TextEdit[]): TextEdit | undefined {
  let walked = 0;
  let answer = false;
  for (const edit of edits) {
    let at = edit.start;
    while (at > walked && isBase64(text.charCodeAt(at - 1))) at--;
    // Reached the stretch that was walked before without a break: the same data.
    if (at > walked || walked === 0)
      answer = text.slice(Math.max(0, at - MARK.length), at).toLowerCase() === MARK;
    if (answer) return edit;
    walked = edit.start;
  }
  return undefined;
}

/** Letters, digits, + / = - _ %, white space. */
function isBase64(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 47 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    unit === 43 ||
    unit === 61 ||
    unit === 45 ||
    unit === 95 ||
    unit === 37 ||
    unit === 10 ||
    unit === 13 ||
    unit === 32
  );
}
