/** Parts that begin with a numeral: 3组, 5栋, 附2号, 1903. */
import { type Clause, GAP_LINE, GAP_NONE } from './clause.js';
import { type ClauseReader, DOOR } from './clause-reader.js';
import { BUILDING, ESTATE, FLOOR, GROUP, NUMBER, PREFECTURE, ROAD, ROOM, TOWN, UNIT } from './levels.js';
import {
  KIND_DIGIT,
  KIND_HAN,
  KIND_HAN_NUMERAL,
  KIND_LETTER,
  type Lexicon,
  type UnitWord,
} from './lexicon.js';
import { allowed } from './named-part.js';
import {
  BARE,
  BY_DIGITS,
  BY_SIDE,
  BY_UNIT,
  GLUED,
  HIDDEN,
  HOUSEHOLD,
  NUMBERED,
  type Part,
  STALL,
} from './part.js';

const NUMBERED_WORTH: Readonly<Record<number, number>> = {
  [PREFECTURE]: 0.6,
  [TOWN]: 1.2,
  [GROUP]: 1.3,
  [ROAD]: 0.5,
  [NUMBER]: 1.5,
  [ESTATE]: 0.4,
  [BUILDING]: 1.3,
  [UNIT]: 1.4,
  [FLOOR]: 1,
  [ROOM]: 1.3,
};
/** 9号大街 is always a road, 9路 mostly a bus. */
const NUMBERED_ROAD = 1.2;
/** 21街 in a market, behind its zone or storey. */
const AISLE = 0.9;
const STALLS = /[档床]$|病区|[摊商展]位$/u;
/** Behind a bare numeral these make it an amount, a date, a count. */
export const COUNTED =
  '㎡展年月日元万亿个人名岁家次倍米平公千克吨度分秒点时周天届条项件株头只辆台亩%％‰℃〕]期号路线级套家座间张份位批根处次余多';
/** The rest of a name, and what stands behind one. */
const NAMED_BEHIND = /^[\u4e00-\u9fff]{1,2}(?:$|[\d\s,;:()+*]|家|收|先生|女士|小姐)/u;
/** Unit words that letters alone may stand before: C座, B区. */
const LETTERED: readonly string[] = [
  '室',
  '户',
  '座',
  '栋',
  '幢',
  '区',
  '塔',
  '楼',
  '单元',
  '号楼',
  '排',
  '门',
];
/** 168号路口, 241号门前, 602号房产, 27号 房东: what is left is a number. */
const SHORTENED: ReadonlySet<string> = new Set([
  '号门',
  '号房',
  '号店',
  '号铺',
  '号室',
  '号院',
  '号商铺',
  '号路',
]);

const PLAN = /^[A-Za-z\d-]{0,10}(?:地块|街坊|街区|宗地|控规)/u;
const PLAN_REACH = 14;
const FLAT_NUMBER = /^[1-9]\d{2,3}$/;
/** 五零一, 一二〇三. */
const SPELLED = /^[一二三四五六七八九零〇]{3,4}$/u;

const NONE: readonly UnitWord[] = [];

/** 501张大明 138…: the name of a person stands at `at`, not a count of something. */
function isNamed(lexicon: Lexicon, text: string, at: number): boolean {
  return lexicon.surnames.has(text[at]!) && NAMED_BEHIND.test(text.slice(at + 1, at + 6));
}

/** K12+300: a kilometre stone. */
const STONE = /^K\d{1,4}\+\d{1,3}米?处?/iu;
const STONE_REACH = 14;
/** The score of a match. */
const SCORE =
  /^\d{1,2}-\d{1,2}(?:战|胜|负|平|领先|落后|击败|逼平|[险大小完取获]胜|不敌|惜败|横扫|轻取|力克|淘汰|扳平|告负|客|主场)/u;
const SHOP_NUMBER = /\d{2}$/u;

/** 二 before 室, behind a word or the number before it. */
const ROOM_NAME = /(?:^|、)[一二三四五六七八九十]$/u;

function isRoomName(text: string, start: number, end: number): boolean {
  if (!ROOM_NAME.test(text.slice(start, end))) return false;
  const before = text[start - 1] ?? '.';
  return end - start > 1 || (/[\u4e00-\u9fff]/u.test(before) && !'元楼层栋幢座号梯口院门'.includes(before));
}

/** A Chinese numeral and nothing behind it. */
function isFlat({ kinds }: Lexicon, { text, gap }: Clause, start: number, end: number): boolean {
  if (gap[start] !== GAP_NONE || (kinds[text.charCodeAt(start)]! & KIND_HAN_NUMERAL) === 0) return false;
  return end >= text.length || gap[end] !== GAP_NONE || (kinds[text.charCodeAt(end)]! & KIND_HAN) === 0;
}

/** Adds to `out` every part that a numeral at `start` begins. */
export function numberedParts(lexicon: Lexicon, reader: ClauseReader, start: number, out: Part[]): void {
  const { kinds, numbered } = lexicon;
  const { clause } = reader;
  const { text, gap } = clause;
  if (text[start] === 'K' || text[start] === 'k') {
    const stone = STONE.exec(text.slice(start, start + STONE_REACH));
    if (stone !== null) {
      const end = start + stone[0].length;
      out.push({ start, end, level: NUMBER, score: 1.3, flags: NUMBERED | BY_DIGITS | BY_UNIT });
      return;
    }
  }
  const numeral = reader.numeral(start);
  if (numeral === undefined) return;
  let flags = NUMBERED | (numeral.digits ? BY_DIGITS : 0) | (numeral.hidden ? HIDDEN : 0);
  let cost = 0;
  for (let i = start + 1; i < numeral.end; i++) {
    if (gap[i] !== GAP_NONE) cost += gap[i] === GAP_LINE ? 1 : 0.5;
  }
  const { end } = numeral;
  // A longer unit word excludes the shorter one it starts with, even where it is not allowed: 号楼 is no 号.
  for (const unit of numbered.get(text.charCodeAt(end)) ?? NONE) {
    if (!text.startsWith(unit.word, end)) continue;
    const stop = end + unit.word.length;
    if (!allowed(unit, text, stop) || parted(gap, end, stop)) {
      if (SHORTENED.has(unit.word)) continue;
      // 1401房屋, 1101门口: a flat, and what is said of it.
      if ('房门'.includes(unit.word) && FLAT_NUMBER.test(text.slice(start, end).replace(/^.*-/u, ''))) break;
      // 601楼上漏水: what is above the flat.
      if (unit.word === '楼' && '上下顶'.includes(text[stop] ?? '.')) break;
      // 1-4, and the next line begins with 户籍: its first character is no unit of the numeral.
      if (gap[end] !== GAP_NONE) break;
      return;
    }
    // N12-1101单元04-02地块: a unit of a zoning plan.
    if (unit.level === UNIT && PLAN.test(text.slice(stop, stop + PLAN_REACH))) return;
    if (!numeral.digits && !numeral.hidden && (end - start > 2 || !LETTERED.includes(unit.word))) return;
    // 开标一室, 青湖二室: the name of a room.
    if (unit.word === '室' && isRoomName(text, start, end)) return;
    // 天一店, 4S店: the name or the kind of a shop.
    if (unit.word === '店' && !SHOP_NUMBER.test(text.slice(start, end))) return;
    if (gap[end] === GAP_LINE) cost += 1;
    if (unit.word === '户') flags |= HOUSEHOLD;
    if (STALLS.test(unit.word)) flags |= STALL;
    if (unit.word === '街' && numeral.digits)
      out.push({ start, end: stop, level: UNIT, score: AISLE - cost, flags: flags | BY_UNIT | STALL });
    // 7-2单元: building and unit.
    if (unit.level === UNIT && /\d-\d/.test(text.slice(start, end))) cost -= 0.5;
    out.push({
      start,
      end: stop,
      level: unit.level,
      score:
        (unit.level === ROAD && unit.word.length > 1 && unit.word.startsWith('号')
          ? NUMBERED_ROAD
          : (NUMBERED_WORTH[unit.level] ?? 0)) - cost,
      flags: flags | BY_UNIT,
    });
    return;
  }
  const last = text[end - 1]!;
  if ((last === 'F' || last === 'f') && numeral.digits) {
    out.push({
      start,
      end,
      level: FLOOR,
      score: 1 - cost,
      flags: flags | BY_UNIT,
    });
    return;
  }
  // 二单元五零一: the room behind its unit, digit by digit.
  if (
    SPELLED.test(text.slice(start, end)) &&
    '元栋幢楼层'.includes(text[start - 1] ?? '.') &&
    isFlat(lexicon, clause, start, end)
  ) {
    out.push({ start, end, level: ROOM, score: 0.9 - cost, flags: flags | BY_DIGITS | BARE | BY_SIDE });
    return;
  }
  // 四楼二: the flat on a storey.
  if (numeral.digits && '楼层'.includes(text[start - 1] ?? '.') && isFlat(lexicon, clause, start, end)) {
    out.push({ start, end, level: ROOM, score: 0.6 - cost, flags: flags | BARE | BY_SIDE });
    return;
  }
  if (
    !numeral.digits ||
    ((kinds[text.charCodeAt(start)]! & KIND_HAN) !== 0 && text[start] !== '附' && text[start] !== '之')
  )
    return;
  const next = text[end];
  if (next !== undefined && gap[end] === GAP_NONE) {
    if (
      (COUNTED.includes(next) &&
        !(next === '家' && '中里'.includes(text[end + 1] ?? '.')) &&
        !isNamed(lexicon, text, end)) ||
      text.startsWith('小时', end) ||
      next === '.' ||
      next === ':' ||
      next === '%'
    )
      return;
    if ((kinds[text.charCodeAt(end)]! & (KIND_LETTER | KIND_DIGIT)) !== 0) return;
  }
  flags |= BARE;
  const alone =
    next === undefined || gap[end] !== GAP_NONE || (kinds[text.charCodeAt(end)]! & KIND_HAN) === 0;
  const hyphen = /\d-\d/.test(text.slice(start, end));
  // 某队1-1战平某队.
  if (hyphen && !alone && SCORE.test(text.slice(start, end + 4))) return;
  // 长城0-20: a range from nought on.
  if (hyphen && text[start] === '0') return;
  // 金竹村6B71D: digits around a letter are a room, whatever follows.
  const mixed = /\d[A-Za-z]\d/.test(text.slice(start, end));
  if (!alone && !hyphen && !mixed) flags |= GLUED;
  const door = DOOR.test(text.slice(start, end)) ? 1 : 0;
  // 5栋1601: a room right behind its building.
  const housed =
    alone &&
    gap[start] === GAP_NONE &&
    '栋幢'.includes(text[start - 1] ?? '.') &&
    FLAT_NUMBER.test(text.slice(start, end))
      ? 0.6
      : 0;
  const worth = (alone ? 0.7 : 0.3) + (hyphen ? 0.4 : 0) + door + housed - cost;
  out.push({ start, end, level: ROOM, score: worth, flags });
  out.push({ start, end, level: NUMBER, score: worth - 0.5, flags });
}

/** A blank stands inside the unit word from `start` to `end`: two words. */
function parted(gap: Uint8Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (gap[i] !== GAP_NONE) return true;
  return false;
}
