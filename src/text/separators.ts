/** What may part the digits of one number: blanks, dashes, dots, brackets, one line break. */
import type { Gap } from '../core/index.js';
import {
  astralDigit,
  BRACKET,
  BREAK,
  charClass,
  DASH,
  DIGIT,
  DIGIT_LETTER,
  DOT,
  HAN_DIGIT,
  HIGH_SURROGATE,
  INVISIBLE,
  MASK,
  SPACE,
  X_LIKE,
} from './char-class.js';

/** Visible separators between two digits. */
const MAX_SEPARATORS = 3;
/** White space around a line break between two digits: an indented next line. */
export const MAX_BREAK = 40;

/** Where `skipSeparators` stopped. */
interface Stop {
  next: number;
  gap: Gap;
}

export const joint: Stop = { next: 0, gap: 'none' };

/** Reads separators from `at`; `joint.next` is the next digit or mask, or -1 when the chain ends. */
export function skipSeparators(text: string, at: number): void {
  let visible = 0;
  let width = 0;
  let gap: Gap = 'none';
  let breaks = 0;
  for (let i = at; i < text.length; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    let own: Gap;
    if (kind === INVISIBLE) continue;
    if (kind === SPACE) own = 'space';
    else if (kind === DASH) own = 'dash';
    else if (kind === DOT) own = 'dot';
    else if (kind === BRACKET) own = 'bracket';
    else if (kind === BREAK) {
      const wraps = text.charCodeAt(i) === 0x2028;
      own = wraps ? 'wrap' : 'break';
      // A cell may wrap before and behind a dash.
      if (wraps) breaks += 0.5;
      else if (text.charCodeAt(i) === 10) breaks++;
    } else {
      const joins =
        kind === DIGIT ||
        kind === HAN_DIGIT ||
        kind === MASK ||
        kind === X_LIKE ||
        kind === DIGIT_LETTER ||
        (kind === HIGH_SURROGATE && astralDigit(text.charCodeAt(i), text.charCodeAt(i + 1)) >= 0);
      if (!joins) break;
      joint.next = i;
      joint.gap = gap;
      return;
    }
    width++;
    if (own !== 'space' || (gap !== 'break' && gap !== 'wrap')) visible++;
    if (own === 'break' || own === 'wrap') visible = 0;
    if (visible > MAX_SEPARATORS || width > MAX_BREAK || breaks > 1) break;
    gap = joined(gap, own);
  }
  joint.next = -1;
}

/** What two separators in a row make. White space beside anything and a wrapped line at a dash say nothing more. */
function joined(gap: Gap, own: Gap): Gap {
  if (gap === 'none' || gap === own || gap === 'space') return own;
  if (own === 'space') return gap;
  if (gap === 'wrap' || own === 'wrap') return gap === 'wrap' ? own : gap;
  return 'mixed';
}
