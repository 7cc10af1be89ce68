/** Anchors of addresses: places of a text that a look at their neighbours shows may belong to one. */
import type { SegmentView } from '../../core/index.js';
import { BUILDING } from './levels.js';
import {
  CLASS_CUE,
  CLASS_DIGIT,
  CLASS_HEAD,
  CLASS_LEVEL,
  CLASS_NUMERAL,
  CLASS_PLACE,
  CLASS_STOP,
  CLASS_UNIT,
  GROUPS,
  isBlank,
  isHan,
  isLink,
  type Lexicon,
  PAIR_HYPHENED,
  PAIR_LEFT,
  PAIR_RIGHT,
  PAIR_SHIFT,
  type UnitWord,
} from './lexicon.js';
import { allowed } from './named-part.js';

/** The first anchor from `from` on, `forced` when none stands before it (−1: none at all): the one loop that reads every character, kept out of the generator. */
export function nextAnchor(
  { text, units }: SegmentView,
  from: number,
  forced: number,
  lexicon: Lexicon,
  cells: boolean,
): number {
  const pairs = cells ? lexicon.cellPairs : lexicon.pairs;
  const end = forced < 0 ? text.length : forced;
  if (units === undefined) {
    for (let i = from; i < end; i++)
      if ((pairs[text.charCodeAt(i)]! & PAIR_RIGHT) !== 0 && isAnchor(text, i, lexicon, cells)) return i;
    return forced;
  }
  // What `isAnchor` would find out, for nearly all units: nothing before this one makes it an anchor. Four at a time: one
  // group in ten has a pair that is worth a look.
  let before = from > 0 ? pairs[units[from - 1]!]! : PAIR_LEFT;
  let i = from;
  for (; i + 3 < end; i += 4) {
    const one = pairs[units[i]!]!;
    const two = pairs[units[i + 1]!]!;
    const three = pairs[units[i + 2]!]!;
    const four = pairs[units[i + 3]!]!;
    const any = ((before >> PAIR_SHIFT) & one) | ((one >> PAIR_SHIFT) & two) | ((two >> PAIR_SHIFT) & three);
    if ((any | ((three >> PAIR_SHIFT) & four)) !== 0) {
      const found = anchorIn(text, units, i, i + 4, before, pairs, lexicon, cells);
      if (found >= 0) return found;
    }
    before = four;
  }
  const found = anchorIn(text, units, i, end, before, pairs, lexicon, cells);
  return found < 0 ? forced : found;
}

/** The first anchor of a few units, −1 for none. @param before The pair bits of the unit before `from`. */
function anchorIn(
  text: string,
  units: Uint16Array,
  from: number,
  end: number,
  before: number,
  pairs: Uint8Array,
  lexicon: Lexicon,
  cells: boolean,
): number {
  let left = before;
  for (let i = from; i < end; i++) {
    const pair = pairs[units[i]!]!;
    const both = (left >> PAIR_SHIFT) & pair;
    if (both !== 0 && (both !== PAIR_HYPHENED || mayBeNumber(units, i)) && isAnchor(text, i, lexicon, cells))
      return i;
    left = pair;
  }
  return -1;
}

/** Whether the cell around the unit word at `i` holds nothing but a group: its village stands in the cell before. */
export function isGroupCell(text: string, i: number): boolean {
  return (
    /\t[第0-9０-９一二三四五六七八九十百]{1,6}$/u.test(text.slice(Math.max(0, i - 7), i)) &&
    /^(?:[组組队隊社屯]|村民小[组組])(?:[\t\n]|$)/u.test(text.slice(i, i + 5))
  );
}

/** Where the value of a cue (住, 住址, 户籍地) begins: behind the rest of the label, a link and blanks; -1 for none. */
export function valueStart(text: string, cue: number, classes: Uint8Array): number {
  let i = cue + 1;
  const limit = Math.min(text.length, cue + 14);
  while (i < limit && /[地址所在为是系于：:\s（(）)]/u.test(text[i]!)) i++;
  if (i >= limit || (classes[text.charCodeAt(i)]! & CLASS_STOP) !== 0) return -1;
  return i;
}

/** 住, 址, 籍, 户口: no 住宅, 入住, 网址. */
function isCue(text: string, i: number): boolean {
  const before = text[i - 1] ?? ' ';
  if (text[i] === '口') return before === '户' || before === '戶';
  if (text[i] === '址') return before !== '网' && before !== '網';
  return (
    text[i] !== '住' ||
    !('入忍按捂抓拦记盯拿'.includes(before) || '宅房院宿建保率客口'.includes(text[i + 1] ?? ' '))
  );
}

/** Units before a numeral in which the name of a place must end. */
const HEAD_REACH = 14;

/** 社会, 社区, 组织, 组成, 队伍: common words that begin like the word for a group. */
function isCommonWord(unit: string, next: string | undefined): boolean {
  if (next === undefined) return false;
  if (unit === '社') return '会會区區'.includes(next);
  if (unit === '组' || unit === '組') return '织織成'.includes(next);
  return (unit === '队' || unit === '隊') && '伍员員'.includes(next);
}

/** Whether the character at `i` may belong to an address: a cheap look at its neighbours. */
function isAnchor(text: string, i: number, lexicon: Lexicon, cells: boolean): boolean {
  const { classes } = lexicon;
  const bits = classes[text.charCodeAt(i)]!;
  // 户口: the second character alone is a common one.
  if ((bits & CLASS_CUE) !== 0) return isCue(text, i);
  if (!cells && (bits & CLASS_PLACE) !== 0 && isCommonWord(text[i]!, text[i + 1])) return false;
  let before = i - 1;
  while (before >= 0 && before > i - 4 && isBlank(text.charCodeAt(before))) before--;
  if (before < 0) return false;
  const left = classes[text.charCodeAt(before)]!;
  if ((bits & CLASS_UNIT) !== 0 && (left & CLASS_NUMERAL) !== 0 && isUnit(text, i, before, lexicon))
    return true;
  if ((bits & CLASS_DIGIT) !== 0 && (left & CLASS_DIGIT) === 0) {
    let j = before;
    while (j >= 0 && j > before - 4 && isLink(text.charCodeAt(j))) j--;
    if (j >= 0 && (classes[text.charCodeAt(j)]! & CLASS_LEVEL) !== 0) return !isMeasure(text, i);
    if (j >= 0 && isHan(text.charCodeAt(j)) && (isHyphened(text, i) || isLast(text, i))) return true;
  }
  // 西关清真寺家属院 in a column of homes: a name at the end of its cell.
  if (cells && (bits & (CLASS_LEVEL | CLASS_PLACE)) === CLASS_LEVEL)
    return (
      i + 1 === text.length ||
      (classes[text.charCodeAt(i + 1)]! & CLASS_STOP) !== 0 ||
      isBlank(text.charCodeAt(i + 1))
    );
  if ((bits & CLASS_PLACE) === 0) return false;
  if (cells) return true;
  let j = i - 1;
  while (j >= 0 && j > i - 8 && !isVillageEnd(text.charCodeAt(j))) j--;
  // 区域经济社会, 振兴局组织: no group by its name.
  return j >= 0 && j > i - 8 && GROUPS.includes(text[i]!) && isGroup(text, i, lexicon);
}

/** 村, 区: what stands before the name of a group. */
const isVillageEnd = (code: number): boolean => code === 0x6751 || code === 0x533a;

/** A unit word for a group ends with the character at `i`. */
function isGroup(text: string, i: number, { named, fold }: Lexicon): boolean {
  const head = fold[text.charCodeAt(i)]!;
  return (
    named.get(head)?.some(({ word, not }) => {
      const start = i + 1 - word.length;
      for (let j = 0; j < word.length; j++)
        if (fold[text.charCodeAt(start + j)] !== word.charCodeAt(j)) return false;
      return allowed({ word, not, level: 0 }, text, i + 1);
    }) === true
  );
}

/** 公路7294公里, 小区12亩: digits behind the name of a place that count something. */
function isMeasure(text: string, i: number): boolean {
  let end = i + 1;
  while (end - i < MOST_DIGITS && isDigit(text.charCodeAt(end))) end++;
  return end - i > 1 && MEASURE.test(text.slice(end, end + 2));
}

const MOST_DIGITS = 9;
const MEASURE = /^(?:[亩㎡万亿%％‰℃元吨]|公[里顷斤]|平[方米]|千[米克瓦])/u;
/** Marks behind which a value may begin. */
const STARTS_VALUE = '\n\t：:，,（(/|｜';
const isDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);

const YEAR = /^(?:19|20)/u;

const isHyphen = (code: number): boolean => code === 0x2d || code === 0xff0d || code === 0x2014;

/** Most digits of a number before its hyphen or the end of its line. */
const LAST_DIGITS = 5;

/** What `isHyphened` and `isLast` find out at leisure: few digits are followed by a hyphen or end their line. */
function mayBeNumber(units: Uint16Array, i: number): boolean {
  const high = Math.min(i + LAST_DIGITS, units.length);
  let end = i + 1;
  while (end < high && isDigit(units[end]!)) end++;
  if (end >= units.length) return true;
  const code = units[end]!;
  return code === 0x0a || isHyphen(code);
}

/** Longest line whose last digits may be the number of a house. */
const LAST_REACH = 60;

/** Last characters of names of hamlets and buildings; figures stand behind other words (产值450). */
const HAMLET_ENDS =
  '塘坞湾岙垟埭坑坪庙桥墩浜洞沟岭山河溪浦港庄宅家坊里店门头角下上井田屋厦城寨圩冲垸塆坳坡塔洋厝岗嘴畈甸垱堰滩洲岛林泉峰峪崖塬梁峁沱坝垄陇祠寺宫堂亭铺埠渡闸货房梯';
const NO_HAMLET = /以[上下]|[国专业户]家|门店|[占耕农]田|[造植森]林|河山/u;

/** Digits behind the name of a hamlet, at the end of a line that is not long. */
function isLast(text: string, i: number): boolean {
  let end = i + 1;
  while (end < i + LAST_DIGITS && isDigit(text.charCodeAt(end))) end++;
  if (end < text.length && text[end] !== '\n') return false;
  if (!HAMLET_ENDS.includes(text[i - 1]!) || NO_HAMLET.test(text.slice(i - 2, i))) return false;
  return i <= LAST_REACH || text.slice(i - LAST_REACH, i).includes('\n');
}

/** 中路6-2, no 010-6…: area codes begin with 0. */
function isHyphened(text: string, i: number): boolean {
  const first = text.charCodeAt(i);
  if (!isDigit(first) || first === 0x30 || first === 0xff10) return false;
  for (let j = i + 1; j < i + 5; j++) {
    const code = text.charCodeAt(j);
    // 2024-2026: years.
    if (isHyphen(code) && j === i + 4 && YEAR.test(text.slice(i, j))) return false;
    if (isHyphen(code)) return isDigit(text.charCodeAt(j + 1));
    if (!isDigit(code)) return false;
  }
  return false;
}

/** 第. */
const ORDINAL = 0x7b2c;
/** No mark behind which a value may begin is a Chinese character. */
const isMark = (code: number): boolean => code < 0x3400 || code >= 0xff00;

/** What an order or a letter is called before its number; no name of a place ends with it. */
const PAPERS = '令函文告';

/** The longest of the words, longest first, that stands at `at`. */
function unitAt(words: readonly UnitWord[] | undefined, text: string, at: number): UnitWord | undefined {
  if (words === undefined) return undefined;
  for (let i = 0; i < words.length; i++) {
    const { word } = words[i]!;
    if (word.length === 1 || text.startsWith(word, at)) return words[i];
  }
  return undefined;
}

/** A unit word behind a numeral that may follow the name of a place: no 一组织, no 〔2020〕7号. */
function isUnit(text: string, i: number, numeral: number, { classes, fold, numbered }: Lexicon): boolean {
  const head = fold[text.charCodeAt(i)]!;
  if (head === text.charCodeAt(i)) {
    const unit = unitAt(numbered.get(head), text, i);
    // 2024/, 第3条件: the unit of nothing, unless it is written letter by letter or in other characters.
    if (unit === undefined) {
      const behind = text.charCodeAt(i + 1);
      if (behind > 0x20 && behind !== 0xa0 && behind !== 0x3000 && fold[behind] === behind) return false;
    }
    if (
      unit?.notHeads?.has(text.charCodeAt(i + unit.word.length)) === true &&
      unit.not.some((word) => text.startsWith(word, i + unit.word.length))
    )
      return false;
    // A flat of a known house may be all that a cell or a line says: 3栋2单元501室.
    const next = unit === undefined ? 0 : classes[text.charCodeAt(i + unit.word.length)]!;
    if (unit !== undefined && unit.level >= BUILDING && head >= 0x80 && (next & CLASS_NUMERAL) !== 0)
      return true;
  }
  let j = numeral;
  while (j >= 0 && j > numeral - 8 && (classes[text.charCodeAt(j)]! & CLASS_NUMERAL) !== 0) j--;
  // 国务院令第711号: the number of a paper.
  if (j >= 0 && text.charCodeAt(j) === ORDINAL && PAPERS.includes(text[j - 1] ?? '.')) return false;
  const start = j;
  for (const low = Math.max(-1, j - HEAD_REACH); j > low; j--) {
    const code = text.charCodeAt(j);
    const bits = classes[code]!;
    if ((bits & CLASS_HEAD) !== 0 || (code === 0x540c && text.charCodeAt(j - 1) === 0x80e1)) return true;
    // 青岗3组 in a cell or behind a label: a village without its word.
    if (j < start && j >= start - 4 && isMark(code) && STARTS_VALUE.includes(text[j]!)) {
      if (GROUPS.includes(text[i]!)) return true;
    }
    if (code === 0x09) return isGroupCell(text, i);
    if ((bits & CLASS_STOP) !== 0 && code !== 0x0a) break;
  }
  return isHan(text.charCodeAt(start)) && mayNeedNoHead(text, i, fold);
}

/** 钱湖人家6单元, 朗霞天华764号 at the end of a line: units of homes alone, and numbers that end a line, need no word before them. */
function mayNeedNoHead(text: string, i: number, fold: Uint16Array): boolean {
  const unit = String.fromCharCode(fold[text.charCodeAt(i)]!, fold[text.charCodeAt(i + 1)] ?? 0);
  if ('栋幢'.includes(unit[0]!) || unit === '单元' || unit === '号楼') return true;
  if (unit[0] !== '号') return false;
  const next = text.charCodeAt(i + 1);
  return Number.isNaN(next) || next === 0x0a || next === 0x0d || next === 0x09;
}
