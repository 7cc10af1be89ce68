/** How the groups of a mobile number look: as people print them, over lines, between brackets, marks or words. */
import type { Gap } from '../../core/index.js';
import { charClass, DIGIT } from '../../text/char-class.js';
import { JOINTS, type NumberWindow, separators, visibleLengths } from '../../text/number-windows.js';

const PRINTED = new Set([
  '11',
  '3,4,4',
  '3,8',
  '7,4',
  '4,7',
  '4,4,3',
  '5,6',
  '6,5',
  '3,3,5',
  '3,5,3',
  '4,3,4',
]);

/** Groups of numbers that marks part. */
const MARKED = new Set(['3,4,4', '4,4,3', '3,3,5', '3,5,3', '4,3,4', '1,1,1,1,1,1,1,1,1,1,1']);
/** One slash or bar alone parts two numbers as often as one, 0731-1381234/5678. */
const MARKED_ONCE = new Set(['3,8', '7,4', '4,7']);
const ONE_MARK = /[/／|｜\\]/;
/** Of a cell that is as wide as three or four digits, or five. */
const LINES = new Set(['3,4,4', '4,4,3', '5,5,1', '3,3,3,2', '4,3,4']);

/** (137)0121-6262, 【137】01216262: the first three digits in brackets, as the area code of a landline. */
function bracketShape(
  text: string,
  { run, first, gaps }: NumberWindow,
  skip: number,
  lengths: readonly number[],
): string | undefined {
  if (skip > 0 || gaps.slice(1).some((gap) => gap === 'bracket' || gap === 'mixed' || gap === 'break'))
    return undefined;
  if (!['3,8', '3,4,4'].includes(lengths.join(','))) return undefined;
  // x(138)0013-8000 is a call in a program.
  const opened = /(?:^|[^0-9A-Za-z_\])])[(（[［【]\s?$/.test(
    text.slice(Math.max(0, run.at[first]! - 3), run.at[first]!),
  );
  const closing = text.slice(run.at[first + 2]! + 1, run.at[first + 3]!);
  return opened && /^\s?[)）\]］】][\s-]?$/.test(closing) ? 'grouped-in-brackets' : undefined;
}

/** How groups look that joints part. */
function jointShape(
  text: string,
  window: NumberWindow,
  gaps: readonly Gap[],
  lengths: readonly number[],
): string | undefined {
  const joint = gaps.find((gap) => JOINTS.has(gap))!;
  const written = lengths.join(',');
  if (joint === 'remark')
    return PRINTED.has(written) && gaps.filter((gap) => gap === joint).length <= 2
      ? 'remark-inside'
      : undefined;
  if (joint === 'mark' && gaps.length === 1 && MARKED_ONCE.has(written))
    return ONE_MARK.test(text.slice(window.start, window.end)) ? 'parted-once' : undefined;
  if (!MARKED.has(written) || gaps.some((gap) => gap !== joint)) return undefined;
  return joint === 'box' ? 'one-a-box' : joint === 'word' ? 'parted-by-words' : 'parted-by-marks';
}

/** How the groups look; '' for one group, undefined when no number is written so. */
export function groupShape(text: string, window: NumberWindow, skip: number): string | undefined {
  const gaps: Gap[] = separators(window);
  if (gaps.length === 0) return '';
  const lengths = visibleLengths(window);
  if (skip > 0) {
    if (lengths[0]! < skip) return undefined;
    if (lengths[0] === skip) {
      lengths.shift();
      gaps.shift();
    } else lengths[0]! -= skip;
  }
  if (gaps.length === 0) return '';
  if (gaps.some((gap) => JOINTS.has(gap))) return jointShape(text, window, gaps, lengths);
  if (gaps.includes('bracket') || gaps.includes('mixed')) return bracketShape(text, window, skip, lengths);
  if (gaps.includes('break')) {
    if (gaps.length === 1 && lengths.length === 2) return 'broken-line';
    const lines = gaps.every((gap) => gap === 'break') && LINES.has(lengths.join(','));
    return lines && !amongLines(text, window) ? 'broken-lines' : undefined;
  }
  // 1 3 8 0 0 1 3 8 ⏎ 0 0 0, in a narrow cell.
  if (skip === 0 && gaps[0] === 'space' && window.lengths.every((length) => length === 1))
    return gaps.every((gap) => gap === 'space') ? 'grouped-as-printed' : undefined;
  const uniform = gaps.every((gap) => gap === gaps[0]);
  // 199.24879597 is a decimal fraction, 199·2487·9597 a number.
  if (gaps.length === 1 && gaps[0] === 'dot' && /\./.test(text.slice(window.start, window.end)))
    return 'decimal-point';
  if (PRINTED.has(lengths.join(','))) return uniform ? 'grouped-as-printed' : 'grouped-oddly';
  // 1 3 8 0 0 1 3 8 0 0 0, and pairs: every group short, all parted alike.
  if (uniform && lengths.every((length) => length === 1)) return 'grouped-as-printed';
  if (!uniform || lengths.length > 7) return undefined;
  // 田亩 股金 应分: 16 20000 4068.
  const columns = gaps[0] === 'space' && lengths[0]! <= 2 && Math.max(...lengths) >= 5;
  return columns ? 'grouped-as-columns' : 'grouped-oddly';
}

/** Lines of digits stand around the window too: a column of figures. */
function amongLines(text: string, { run, first, last, before, after }: NumberWindow): boolean {
  if (before === 'break') return first > 0;
  if (after !== 'break') return false;
  // 2026年 begins the next line, 2026 is one.
  let at = run.at[last]!;
  while (charClass[text.charCodeAt(at)] === DIGIT) at++;
  return /^[\s]|^$/.test(text.charAt(at));
}
