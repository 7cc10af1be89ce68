/**
 * A name beside a number that is written as few numbers are: 张三 138/1234/5678. The digits alone would say little; that
 * somebody's name stands there says what they are.
 */
import type { Candidate, Cell, Span } from '../core/index.js';
import type { View } from './view.js';

/** Evidence that only the writing makes doubtful. */
const WRITING: ReadonlySet<string> = new Set([
  'grouped-oddly',
  'grouped-in-brackets',
  'broken-line',
  'broken-lines',
  'letters-read-as-digits',
  'letter-read-as-digit',
  'parted-by-marks',
  'parted-by-words',
  'parted-once',
  'remark-inside',
  'one-a-box',
  'mask-of-marks',
  // An ID without a check character.
  'fifteen-digits',
]);

export function isWrittenOddly({ evidence }: Candidate): boolean {
  return evidence.some(({ code }) => WRITING.has(code));
}

/** Units before the number in which a name ends. */
const REACH = 24;
const WORD = /([\u4e00-\u9fff]{2,8})[\s:：,，、（(【[]{0,4}$/;
/** Ends of words right before a name: 低保户张三, 组长李四. */
const ROLE = /[户者人民员工生长组任师为叫系]$/;

/** @param cell The number's, if any. */
export function isNamed(view: View, span: Span, cell: Cell | undefined): boolean {
  const { text } = view;
  const from = Math.max(cell?.start ?? 0, span.start - REACH);
  const word = WORD.exec(text.slice(from, span.start))?.[1];
  if (word !== undefined) {
    if (view.isName(word)) return true;
    for (const length of [3, 2])
      if (word.length > length && view.isName(word.slice(-length)) && ROLE.test(word.slice(0, -length)))
        return true;
  }
  if (cell === undefined) return false;
  // The cell before it; what stands further off (马士基 in a list of ships) is another field.
  const row = view.tables.beside(cell);
  const mate = row[row.indexOf(cell) - 1];
  return (
    mate !== undefined &&
    mate.end - mate.start <= REACH &&
    nameInCell(text.slice(mate.start, mate.end), (word) => view.isName(word)) !== undefined
  );
}

/** The name that a cell holds, alone (李 四) or behind an office (副镇长 袁丽君). */
export function nameInCell(text: string, isName: (word: string) => boolean): string | undefined {
  const whole = text.replace(/\s/g, '');
  if (isName(whole)) return whole;
  const last = text.trim().split(/\s+/).at(-1)!;
  return isName(last) ? last : undefined;
}
