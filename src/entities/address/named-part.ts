/** What a name with its unit word (新墙镇, 青山路, 幸福小区) is worth as a part. */
import { COUNTY, ESTATE, GROUP, ROAD, TOWN, VILLAGE } from './levels.js';
import type { Lexicon, UnitWord } from './lexicon.js';
import { BY_GAZETTEER, BY_UNIT, type Part, REDACTED, STUMP } from './part.js';

/** Longest and usual name before the unit word, by level; what a part is worth with an unknown name. */
const NAMED: Readonly<Record<number, { max: number; usual: number; worth: number }>> = {
  [COUNTY]: { max: 4, usual: 2, worth: -0.8 },
  [TOWN]: { max: 6, usual: 3, worth: 1 },
  [VILLAGE]: { max: 7, usual: 3, worth: 1.25 },
  [GROUP]: { max: 5, usual: 3, worth: 0.9 },
  [ROAD]: { max: 7, usual: 4, worth: 1.5 },
  [ESTATE]: { max: 11, usual: 5, worth: 1.4 },
};
const WEAK_ROADS = new Set(['里', '条', '段', '道']);

const BELOW_TOWN = new Set<number>([GROUP, ESTATE]);
const TOWN_BEHIND = /^(?:街道|[镇乡](?:[*×]|$))/;

const ORDINAL = /^第[0-9一二三四五六七八九十百]{1,4}$/u;
/** 村长河组: a hamlet that begins with 长, no head of the village. */
const HAMLET_OF = /^长[\u4e00-\u9fff]{1,3}[组屯寨湾塆垸坳庄社队村](?!织)/u;

const SIDE_BEHIND = /^桥[东西南北头]/u;
const MACHINES = /^机[电械床]/u;
/** 八楼: a storey, no house of that name. */
const STOREY = /^[一二三四五六七八九十\d]{1,3}楼$/u;

const BEHIND_NUMBER = /^(?:路口|文(?=[\u4e00-\u9fff])[^件中精规要的明对和第提印是确发号字])/u;

/** None of the words that must not follow the unit stands at `end`; 8栋楼下 is no 栋楼. */
export function allowed(unit: UnitWord, text: string, end: number): boolean {
  if (unit.notHeads?.has(text.charCodeAt(end)) === false) return true;
  for (const word of unit.not) {
    if (!text.startsWith(word, end)) continue;
    if (word === '楼' && '下上道顶前后'.includes(text[end + 1] ?? '.')) continue;
    // 819号街道办事处: a body behind a number.
    if (word === '街' && text.startsWith('街道办', end)) continue;
    // 475号桥南开发区, 5号机电城: the name of another place.
    if (
      (word === '桥' && SIDE_BEHIND.test(text.slice(end, end + 2))) ||
      (word === '机' && MACHINES.test(text.slice(end, end + 2)))
    )
      continue;
    // 905号文某某, 12号路口: a person's name, a place.
    if (unit.word === '号' && BEHIND_NUMBER.test(text.slice(end, end + 2))) continue;
    if (word === '长' && HAMLET_OF.test(text.slice(end, end + 6))) continue;
    return false;
  }
  return true;
}

/** @returns Undefined when the name is too long or too short for its unit word. */
export function namedPart(
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
  // 禾木哈纳斯蒙古族乡: the name of a people makes the name of a town long.
  const ethnic = level === TOWN && text.startsWith('族', end - word.length - 1);
  if (shape === undefined || length > shape.max + (ethnic ? 6 : 0)) return undefined;
  // 青湾街道, 白庄镇***: the name of a town, no estate or hamlet.
  if (BELOW_TOWN.has(level) && word.length === 1 && TOWN_BEHIND.test(text.slice(end, end + 2))) {
    return undefined;
  }
  // 第八作业区 has a numeral, no name.
  if (text[start] === '第' && ORDINAL.test(text.slice(start, end - word.length))) return undefined;
  if (word === '楼' && STOREY.test(text.slice(start, end))) return undefined;
  let flags = length < 2 ? BY_UNIT | STUMP : BY_UNIT;
  let score = shape.worth;
  if (level === TOWN) {
    if (lexicon.isTown(text.slice(start, end))) {
      const worth = end - start === 2 ? 1.4 : word.length > 2 || word.endsWith('区') ? 2 : 3;
      return {
        start,
        end,
        level,
        score: worth - cost,
        flags: BY_UNIT | BY_GAZETTEER,
      };
    }
    if (word.endsWith('区')) score = 1.5;
    // 石门坎镇 is not in the lists, 门坎镇 is: no other town begins inside its name.
    if (length > 2 && lexicon.isTown(text.slice(start + 1, end))) score = 3;
    if (word.length === 1 && length > 4 && !ethnic) score -= 0.8;
  } else if (level === COUNTY) {
    if (length < 2 && word.length === 1 && text[start] !== '某') return undefined;
    // 其中A区6栋.
    if (/[A-WYZa-wyz\d]/u.test(text.slice(start, end))) return undefined;
    if (word.length > 1) score = 0.6;
    if (text.startsWith('某', start)) score = 0.4;
  } else if (level === ROAD) {
    if (WEAK_ROADS.has(word)) {
      score = 0.5;
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
  if (length > shape.usual && !ethnic) score -= 0.3 * (length - shape.usual);
  const name = text.slice(start, end - word.length);
  if (name.includes('某') || name.includes('*')) flags |= REDACTED;
  return { start, end, level, score: score - cost, flags };
}

/** The longest unit word behind a numeral that ends at `end`. */
export function unitAt(lexicon: Lexicon, text: string, end: number): UnitWord | undefined {
  for (const unit of lexicon.numbered.get(text.charCodeAt(end)) ?? []) {
    if (text.startsWith(unit.word, end) && allowed(unit, text, end + unit.word.length)) return unit;
  }
  return undefined;
}
