/** What stands around a number: the other end of a range, a chain of groups, a number of its own. */
import type { Gap } from '../../core/index.js';
import { isJoined, JOINTS, type NumberWindow, separators } from '../../text/number-windows.js';

/** 13355018801—13355018825: the ends of a range of serials that begin alike; a person's numbers don't. */
const RANGE_BEFORE = /(\d{11})\s?(?:[-－–—~～至到]|——)\s?$/;
const RANGE_BEHIND = /^\s?(?:[-－–—~～至到]|——)\s?(\d{11})(?!\d)/;
const RANGE_REACH = 15;
/** Serials of one range differ in their last digits. */
const WIDEST = 1_000_000;

export function isRange(text: string, { start, end }: NumberWindow, number: string): boolean {
  const first = RANGE_BEFORE.exec(text.slice(Math.max(0, start - RANGE_REACH), start))?.[1];
  const last = RANGE_BEHIND.exec(text.slice(end, end + RANGE_REACH))?.[1];
  const apart = (from: string, to: string): boolean => {
    const count = Number(to) - Number(from);
    return count > 0 && count < WIDEST;
  };
  return (first !== undefined && apart(first, number)) || (last !== undefined && apart(number, last));
}

/** 3份, 2 箱, 5人, 2023年, 8:30, 1号楼: what follows a group of digits makes it another thing than the end of a number. */
const COUNTED =
  /^[ \u00a0\u3000]{1,4}\d{1,4}(?:\.\d{1,2})?(?:[:：]\d{2}|\s?[年月日号栋幢楼单室层座区排桌组人位名户口岁只双盒袋瓶包桶条块片台部件个套张份斤箱筐捆车趟次回天顿碗杯罐提盘尾头棵株元角分米课节期届%％])/;
const COUNTED_REACH = 12;

/** The number stands in a chain of further groups that blanks part, and they are no numbers of their own. */
export function isChain(text: string, window: NumberWindow): boolean {
  if (separators(window).length === 0 || (window.before !== 'space' && window.after !== 'space'))
    return false;
  const { run, first, last } = window;
  const { digits, groups, forms } = run;
  // 张三 138 0013 8000 三份: Chinese numerals beside others are a name or a count.
  const own = forms[groups.indexOf(first)];
  const numeral = (group: number): boolean => own === 'ascii' && forms[group] === 'han';
  const before =
    first === 0 ||
    isColumn(text, run.at[first - 1]! + 1, window.start) ||
    numeral(groups.indexOf(first) - 1) ||
    isAccount(window) ||
    groups.some(
      (from) => from < first && first - from <= LONGEST_MATE && NUMBER.test(digits.slice(from, first)),
    );
  const after =
    last === digits.length ||
    isColumn(text, window.end, run.at[last]!) ||
    numeral(groups.indexOf(last)) ||
    COUNTED.test(text.slice(window.end, window.end + COUNTED_REACH)) ||
    [...groups, digits.length].some(
      (to) => to > last && to - last <= LONGEST_MATE && NUMBER.test(digits.slice(last, to)),
    );
  return !(before && after);
}

/** 133 5391 6891　66810: single blanks part groups, wider ones columns. */
const isColumn = (text: string, from: number, to: number): boolean =>
  /[\u3000\t]| {2}/.test(text.slice(from, to));

/** What a dash or a dot beside a number says against it. */
export const PARTED: ReadonlySet<string> = new Set(['inside-longer-number', 'adjoins-decimal']);

/** An account before the number: a long group, or groups of four or five from the start of the run on, the last perhaps shorter. */
function isAccount({ run: { groups, gaps }, first }: NumberWindow): boolean {
  const to = groups.indexOf(first);
  const lengths = groups.slice(0, to).map((from, i) => groups[i + 1]! - from);
  const [group = 0] = lengths;
  if (lengths.length === 1) return group > LONGEST_MATE && group <= LONGEST_ACCOUNT;
  return (
    (group === 4 || group === 5) &&
    first >= LONGEST_MATE &&
    first <= LONGEST_ACCOUNT &&
    gaps.slice(1, to).every((gap) => gap === 'space') &&
    lengths.slice(0, -1).every((length) => length === group) &&
    lengths.at(-1)! <= group
  );
}
const LONGEST_ACCOUNT = 30;

/** 13800138000-13900139000, 13800138000.13900139000: two numbers, however they are parted. */
export function isPaired({ run, first, last, lengths, before, after }: NumberWindow): boolean {
  if (lengths.length > 1) return false;
  const { digits, groups } = run;
  const own = (gap: Gap | undefined, from: number, to: number): boolean =>
    (gap !== 'dash' && gap !== 'dot') || (groups.includes(from) && MATE.test(digits.slice(from, to)));
  const next = groups.find((at) => at > last) ?? digits.length;
  return own(before, first - 11, first) && own(after, last, next);
}

const MATE = /^1[3-9]\d{9}$/;

/** Numbers of their own beside a mobile: another one, an ID, a card, a landline, a country code. */
const NUMBER = /^(?:1[3-9]\d{9}|[1-8]\d{16}[\dX]|62\d{14}(?:\d{3})?|0\d{9,11}|(?:00)?86)$/;
const LONGEST_MATE = 19;

/** 13812345678/79, 13812345678、5679: another number that differs in its last digits only. */
const LAST_DIGITS =
  /^\s?[/／、]\s?\d{1,7}(?![\d年月日时点分秒号级人个件份次元万%％.:：/／*-]|\s?[\u4e00-\u9fff]{0,2}[元人份])/;
const LAST_REACH = 16;

export function namesAnother(text: string, { start, end, gaps }: NumberWindow): boolean {
  return gaps.length === 0 && end - start === 11 && LAST_DIGITS.test(text.slice(end, end + LAST_REACH));
}

/** Groups of numbers that stand whole beside one that marks part: 13912345678/138/1234/5678. */
export function joinsOwnNumbers(window: NumberWindow): boolean {
  if (isJoined(window)) return true;
  const { run, first, last, gaps } = window;
  if (!gaps.some((gap) => JOINTS.has(gap))) return false;
  return (
    ownNumbers(run.digits, run.groups, 0, first) &&
    ownNumbers(run.digits, run.groups, last, run.digits.length)
  );
}

/** The groups between two places make whole numbers, one after the other. */
function ownNumbers(digits: string, groups: readonly number[], from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    const next = [...groups, digits.length].find(
      (end) => end > at && end <= to && end - at <= LONGEST_MATE && NUMBER.test(digits.slice(at, end)),
    );
    if (next === undefined) return false;
    at = next;
  }
  return true;
}
