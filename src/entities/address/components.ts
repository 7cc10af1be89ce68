/** Lists the parts that may start at a position of a clause. */
import { type Clause, GAP_LINE, GAP_NONE } from './clause.js';
import {
  BUILDING,
  COUNTY,
  ESTATE,
  FLOOR,
  GROUP,
  NUMBER,
  PROVINCE,
  ROAD,
  ROOM,
  TOWN,
  UNIT,
  VILLAGE,
} from './levels.js';
import {
  COMMON,
  KIND_DIGIT,
  KIND_HAN,
  KIND_HAN_NUMERAL,
  KIND_HARD,
  KIND_LETTER,
  KIND_MAYBE,
  KIND_SOFT,
  type Lexicon,
  SHORT,
  type UnitWord,
} from './lexicon.js';
import { readNumeral } from './numeral.js';

/** What a part is known by. */
export const BY_GAZETTEER = 1;
export const BY_DIGITS = 2;
export const BY_UNIT = 4;
/** A name without a unit word before a building number (皇庭名郡6栋), which must follow something. */
export const BY_POSITION = 8;
export const HIDDEN = 16;
/** A numeral without a unit word (B座2708). */
export const BARE = 32;
/** A short division name (湖南, 成都): needs something behind it. */
export const BY_SHORT = 64;
export const REDACTED = 128;
/** A part of a compound (西区, 东塔, C座): only behind something. */
export const BY_SIDE = 256;
/** A bare numeral with a word right behind it (里院1903客栈): only behind a building. */
export const GLUED = 512;

export interface Part {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly score: number;
  readonly flags: number;
}

const NAME_LIMIT = 13;
/** Longest and usual name before the unit word, by level; what a part is worth with an unknown name. */
const NAMED: Readonly<Record<number, { max: number; usual: number; worth: number }>> = {
  [COUNTY]: { max: 4, usual: 2, worth: -0.8 },
  [TOWN]: { max: 6, usual: 3, worth: 1 },
  [VILLAGE]: { max: 7, usual: 3, worth: 1.2 },
  [GROUP]: { max: 5, usual: 3, worth: 0.6 },
  [ROAD]: { max: 7, usual: 4, worth: 1.5 },
  [ESTATE]: { max: 11, usual: 5, worth: 1.4 },
};
const WEAK_ROADS = new Set(['里', '条', '段', '道']);
const NUMBERED_WORTH: Readonly<Record<number, number>> = {
  [GROUP]: 1.3,
  [ROAD]: 0.5,
  [NUMBER]: 1.5,
  [ESTATE]: 0.4,
  [BUILDING]: 1.3,
  [UNIT]: 1.4,
  [FLOOR]: 1,
  [ROOM]: 1.3,
};
/** Ends of words that carry a serial number, not a house number. */
const PAPERS = '令告知文字号函议案发批第办部会局委团法例定书证册刊期届级届星线机车船舰井矿';
/** Behind a bare numeral these make it an amount, a date, a count. */
const COUNTED = '㎡年月日元万亿个人名岁家次倍米平公千克吨度分秒点时周天届条项件株头只辆台亩%％‰℃〕]期号路线级岁';
const SIDES = '东西南北中ABCDEFGHabcdefgh';
const SIDE_UNITS = '区塔楼院苑座栋';

/** Adds to `out` every part that may start at `start`. */
export function listParts(lexicon: Lexicon, clause: Clause, start: number, out: Part[]): void {
  const { text } = clause;
  const first = lexicon.kinds[text.charCodeAt(start)]!;
  if (SIDES.includes(text[start]!) && text.startsWith('单元', start + 1)) {
    out.push({ start, end: start + 3, level: UNIT, score: 0.8, flags: BY_UNIT });
  } else if (SIDES.includes(text[start]!) && SIDE_UNITS.includes(text[start + 1] ?? '.')) {
    out.push({ start, end: start + 2, level: ESTATE, score: 0.4, flags: BY_SIDE });
  }
  if ((first & KIND_HAN) !== 0) {
    divisions(lexicon, text, start, out);
    namedParts(lexicon, clause, start, out);
  }
  numberedParts(lexicon, clause, start, out);
}

function divisions(lexicon: Lexicon, text: string, start: number, out: Part[]): void {
  const reach = Math.min(lexicon.reach[text.charCodeAt(start)]!, text.length - start);
  for (let length = reach; length >= 2; length--) {
    const entry = lexicon.divisions.get(text.slice(start, start + length));
    if (entry === undefined) continue;
    const level = entry & 15;
    const end = start + length;
    if ((entry & SHORT) === 0) {
      out.push({ start, end, level, score: length === 2 ? 2 : 4, flags: BY_GAZETTEER });
    } else {
      const worth = level === PROVINCE ? 2.2 : level === COUNTY ? 0.9 : 1.6;
      const score = (entry & COMMON) === 0 ? worth : worth - 1.2;
      out.push({ start, end, level, score, flags: BY_SHORT });
    }
  }
}

function namedParts(lexicon: Lexicon, clause: Clause, start: number, out: Part[]): void {
  const { kinds, named } = lexicon;
  const { text, gap } = clause;
  const limit = Math.min(text.length, start + NAME_LIMIT);
  let cost = 0;
  for (let i = start; i < limit; i++) {
    const code = text.charCodeAt(i);
    let kind = kinds[code]!;
    if (i > start) {
      if (gap[i] === GAP_LINE) cost += 1.2;
      else if (gap[i] !== GAP_NONE) cost += 0.8;
    }
    if (i > start + 1) positionPart(lexicon, clause, start, i, cost, out);
    if ((kind & (KIND_HAN | KIND_LETTER)) === 0) {
      if ((kind & KIND_DIGIT) === 0 && code !== 0xb7) return;
      // Digits belong to a name only right before a road word (太原1路, G107国道).
      const end = digitsEnd(kinds, text, i);
      if (end - i > 3 || end >= limit) return;
      const list = named.get(text.charCodeAt(end));
      const unit = list?.find((entry) => entry.level === ROAD && entry.word.length === 1);
      if (unit !== undefined && i > start && allowed(unit, text, end + 1)) {
        out.push({ start, end: end + 1, level: ROAD, score: 1 - cost, flags: BY_UNIT });
      }
      if (code !== 0x2a) return;
      i = end - 1;
      kind = KIND_HAN;
      continue;
    }
    const list = i > start ? named.get(code) : undefined;
    if (list !== undefined) {
      for (const unit of list) {
        const length = i + 1 - start - unit.word.length;
        if (length < 1 || !text.startsWith(unit.word, i + 1 - unit.word.length)) continue;
        if (!allowed(unit, text, i + 1)) continue;
        const part = namedPart(lexicon, text, start, i + 1, unit, length, cost);
        if (part !== undefined) out.push(part);
      }
    }
    if ((kind & KIND_HARD) !== 0) return;
    if ((kind & KIND_SOFT) !== 0) cost += 1;
    else if ((kind & KIND_MAYBE) !== 0) cost += 0.15;
  }
}

function digitsEnd(kinds: Uint8Array, text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < 6 && (kinds[text.charCodeAt(end)]! & KIND_DIGIT) !== 0) end++;
  return end;
}

function allowed(unit: UnitWord, text: string, end: number): boolean {
  for (const word of unit.not) if (text.startsWith(word, end)) return false;
  return true;
}

function namedPart(
  lexicon: Lexicon,
  text: string,
  start: number,
  end: number,
  unit: UnitWord,
  length: number,
  cost: number,
): Part | undefined {
  const { level, word } = unit;
  const shape = NAMED[level];
  if (shape === undefined || length > shape.max) return undefined;
  let flags = BY_UNIT;
  let score = shape.worth;
  if (level === TOWN) {
    if (lexicon.isTown(text.slice(start, end))) {
      const worth = end - start === 2 ? 1.4 : word.length > 2 || word.endsWith('区') ? 2 : 3;
      return { start, end, level, score: worth - cost, flags: BY_UNIT | BY_GAZETTEER };
    }
    if (word.endsWith('区')) score = 1.5;
    if (word.length === 1 && length > 4) score -= 0.8;
  } else if (level === COUNTY) {
    if (length < 2 && word.length === 1) return undefined;
    if (word.length > 1) score = 0.6;
    if (text.startsWith('某', start)) score = 0.4;
  } else if (level === ROAD) {
    if (WEAK_ROADS.has(word)) {
      score = 0.7;
      if (length < 2 && word !== '段') return undefined;
    }
    if (length === 2 || length === 3) score += 0.05;
  } else if (level === ESTATE) {
    if (word.length === 1) {
      score = 0.6;
      if (length > 7) return undefined;
    }
  } else if (level === GROUP && length < 2 && word.length === 1) {
    score -= 0.4;
  }
  if (length > shape.usual) score -= 0.3 * (length - shape.usual);
  const name = text.slice(start, end - word.length);
  if (name.includes('某') || name.includes('*')) flags |= REDACTED;
  return { start, end, level, score: score - cost, flags };
}

/** A name that only a following building, floor or room number makes a place. */
function positionPart(
  lexicon: Lexicon,
  clause: Clause,
  start: number,
  end: number,
  cost: number,
  out: Part[],
): void {
  const { kinds } = lexicon;
  const { text } = clause;
  const kind = kinds[text.charCodeAt(end)]!;
  const before = kinds[text.charCodeAt(end - 1)]!;
  if ((kind & (KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL)) === 0) return;
  if ((before & (KIND_DIGIT | KIND_HARD)) !== 0) return;
  if ((before & KIND_LETTER) !== 0 && clause.gap[end] === GAP_NONE) return;
  if ((before & KIND_HAN_NUMERAL) !== 0 || end - start > 9) return;
  const numeral = readNumeral(lexicon, clause, end);
  if (numeral === undefined || numeral.end >= text.length + 1) return;
  const unit = unitAt(lexicon, text, numeral.end);
  const length = end - start;
  let score = -0.3 - (length > 5 ? 0.25 * (length - 5) : 0) - cost;
  if (unit === undefined) {
    const letter = (kind & KIND_LETTER) !== 0 && /\d/.test(text.slice(end, numeral.end));
    const last = text[numeral.end - 1];
    if (!letter && last !== 'F' && !text.slice(end, numeral.end).includes('-')) return;
  } else if (unit.level === NUMBER) {
    // 政府令第13号: a paper has a number too.
    if (length > 6 || PAPERS.includes(text[end - 1]!) || text[end] === '第') return;
    score -= 0.4;
  } else if (unit.level < ESTATE) return;
  out.push({ start, end, level: ESTATE, score, flags: BY_POSITION });
}

/** The longest unit word behind a numeral that ends at `end`. */
function unitAt(lexicon: Lexicon, text: string, end: number): UnitWord | undefined {
  for (const unit of lexicon.numbered.get(text.charCodeAt(end)) ?? []) {
    if (text.startsWith(unit.word, end) && allowed(unit, text, end + unit.word.length)) return unit;
  }
  return undefined;
}

function numberedParts(lexicon: Lexicon, clause: Clause, start: number, out: Part[]): void {
  const { kinds } = lexicon;
  const { text, gap } = clause;
  if (text.startsWith('首层', start)) {
    out.push({ start, end: start + 2, level: FLOOR, score: 1, flags: BY_UNIT | BY_DIGITS });
    return;
  }
  const numeral = readNumeral(lexicon, clause, start);
  if (numeral === undefined) return;
  let flags = (numeral.digits ? BY_DIGITS : 0) | (numeral.hidden ? HIDDEN : 0);
  let cost = 0;
  for (let i = start + 1; i < numeral.end; i++) {
    if (gap[i] === GAP_LINE) cost += 1;
    else if (gap[i] !== GAP_NONE) cost += 0.5;
  }
  const { end } = numeral;
  let seen = false;
  for (const unit of lexicon.numbered.get(text.charCodeAt(end)) ?? []) {
    if (!text.startsWith(unit.word, end)) continue;
    const stop = end + unit.word.length;
    // A longer unit word excludes the shorter one it starts with: 号楼 is no 号.
    if (seen || !allowed(unit, text, stop)) {
      seen = true;
      continue;
    }
    seen = true;
    const gapCost = gap[end] === GAP_LINE ? 1 : 0;
    const worth = NUMBERED_WORTH[unit.level] ?? 0;
    out.push({ start, end: stop, level: unit.level, score: worth - cost - gapCost, flags: flags | BY_UNIT });
  }
  if (seen) {
    // 5F12 and 22F are read as one numeral: the letter is the unit.
    return;
  }
  const last = text[end - 1]!;
  if ((last === 'F' || last === 'f') && numeral.digits) {
    out.push({ start, end, level: FLOOR, score: 1 - cost, flags: flags | BY_UNIT });
    return;
  }
  if (!numeral.digits || ((kinds[text.charCodeAt(start)]! & KIND_HAN) !== 0 && text[start] !== '附')) return;
  const next = text[end];
  if (next !== undefined && gap[end] === GAP_NONE) {
    if (COUNTED.includes(next) || next === '.' || next === ':' || next === '%') return;
    if ((kinds[text.charCodeAt(end)]! & (KIND_LETTER | KIND_DIGIT)) !== 0) return;
  }
  flags |= BARE;
  const alone = next === undefined || gap[end] !== GAP_NONE || (kinds[text.charCodeAt(end)]! & KIND_HAN) === 0;
  const worth = (alone ? 0.7 : 0.3) + (/\d-\d/.test(text.slice(start, end)) ? 0.4 : 0);
  if (!alone && !text.slice(start, end).includes('-')) flags |= GLUED;
  out.push({ start, end, level: ROOM, score: worth - cost, flags });
  out.push({ start, end, level: NUMBER, score: worth - 0.5 - cost, flags });
}
