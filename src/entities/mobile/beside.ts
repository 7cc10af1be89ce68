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

/** The number stands in a chain of further groups that blanks part, and they are no numbers of their own. */
export function isChain(window: NumberWindow): boolean {
  if (separators(window).length === 0 || (window.before !== 'space' && window.after !== 'space'))
    return false;
  const { run, first, last } = window;
  const { digits, groups } = run;
  const before =
    first === 0 ||
    groups.some(
      (from) => from < first && first - from <= LONGEST_MATE && NUMBER.test(digits.slice(from, first)),
    );
  const after =
    last === digits.length ||
    [...groups, digits.length].some(
      (to) => to > last && to - last <= LONGEST_MATE && NUMBER.test(digits.slice(last, to)),
    );
  return !(before && after);
}

/** What a dash or a dot beside a number says against it. */
export const PARTED: ReadonlySet<string> = new Set(['inside-longer-number', 'adjoins-decimal']);

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
