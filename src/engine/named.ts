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
const WORD = /([\u4e00-\u9fff]{2,8})[\s:：,，、（(【[）)】\]]{0,4}$/;
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
  if (cell === undefined) return beginsWithName(view, span);
  // The cell before it; what stands further off (马士基 in a list of ships) is another field.
  const row = view.tables.beside(cell);
  const mate = row[row.indexOf(cell) - 1];
  return (
    mate !== undefined &&
    mate.end - mate.start <= REACH &&
    nameInCell(text.slice(mate.start, mate.end), (word) => view.isName(word)) !== undefined
  );
}

/** Units of a row before a number. */
const ROW_REACH = 120;
/** 3. 方敏 120113193105258269 138/0013/8000; 叶翠，一二〇…，138/0013/8000. */
const ROW_START = /^\s*(?:[（(]?\d{1,4}[)）.、．,，\s]\s*)?([\u4e00-\u9fff]{2,4})[\s,，;；|｜:：]/;
const SENTENCE = /[。！？!?]|[\u4e00-\u9fff]{13}/;
const NUMERALS = /[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{11,18}/g;
/** An ID or a telephone that is written as most are, in the digits of `NUMERALS` too. */
const OWN_NUMBER = /(?<!\d)(?:\d{11}|\d{14,19}|1[3-9]\d[ -]\d{4}[ -]\d{4})(?!\d)/;

/** A row that lost its cells, or an item, whose first word is a name and that holds another number of a person: all are his. */
function beginsWithName(view: View, span: Span): boolean {
  const { text } = view;
  const low = Math.max(0, span.start - ROW_REACH);
  const from = text.slice(low, span.start).lastIndexOf('\n') + 1;
  if (from === 0 && low > 0) return false;
  const row = view
    .simplified(low + from, span.start)
    .replace(NUMERALS, (written) => '0'.repeat(written.length));
  const name = ROW_START.exec(row)?.[1];
  return name !== undefined && OWN_NUMBER.test(row) && !SENTENCE.test(row) && view.isName(name);
}

/** Units around an ID in which its birth date may be told. */
const BIRTH_REACH = 80;
const DATE =
  /(?<!\d)((?:19|20)\d{2})(?:\s?[年.\-/．]\s?(1[0-2]|0?[1-9])(?:\s?[月.\-/．]\s?(3[01]|[12]\d|0?[1-9])(?!\d))?|(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9]))(?!\d)/g;

/** Whether the birth date in an ID without a check is told beside it: of other numbers hardly one says any date at all. */
export function birthDateBeside(view: View, { span, value }: Candidate, line: Span): boolean {
  const born = value.length === 15 ? `19${value.slice(6, 12)}` : value.slice(6, 14);
  const low = Math.max(line.start, span.start - BIRTH_REACH);
  const high = Math.min(line.end, span.end + BIRTH_REACH);
  for (const part of [view.text.slice(low, span.start), view.text.slice(span.end, high)]) {
    for (const [, year = '', month = '', day = '', m = '', d = ''] of part.matchAll(DATE)) {
      const told = year + (month || m).padStart(2, '0') + (day || d).padStart(2, '0');
      if (born === told || (told.endsWith('00') && born.startsWith(told.slice(0, 6)))) return true;
    }
  }
  return false;
}

/** The name that a cell holds, alone (李 四) or behind an office (副镇长 袁丽君). */
export function nameInCell(text: string, isName: (word: string) => boolean): string | undefined {
  const whole = text.replace(/\s/g, '');
  if (isName(whole)) return whole;
  const last = text.trim().split(/\s+/).at(-1)!;
  return isName(last) ? last : undefined;
}
