/** Decides whether a chain of parts is an address fine enough to point at a home, and how fine it is. */
import type { Chain } from './chain.js';
import type { Clause } from './clause.js';
import { DOOR } from './clause-reader.js';
import { isCount, isHomesOf, mayCount } from './counts.js';
import {
  BUILDING,
  COUNTY,
  ESTATE,
  FLOOR,
  GROUP,
  LEVELS,
  NUMBER,
  ROAD,
  ROOM,
  TOWN,
  UNIT,
  VILLAGE,
} from './levels.js';
import type { Lexicon } from './lexicon.js';
import {
  BARE,
  BY_DIGITS,
  BY_GAZETTEER,
  BY_POSITION,
  BY_SHORT,
  BY_SIDE,
  BY_UNIT,
  GLUED,
  HIDDEN,
  NUMBERED,
  type Part,
  STALL,
} from './part.js';

export interface Grain {
  /** Finest level that points somewhere: the candidate's subtype. */
  readonly level: number;
  /** A number, group, building or room is stated. */
  readonly detailed: boolean;
  readonly known: boolean;
  readonly hidden: boolean;
  /** Levels above the fine ones that are stated. */
  readonly coarse: number;
  /** Its number is a kilometre stone: of a home only where a label says so, or a line holds nothing else. */
  readonly stone?: boolean;
  /** Nothing but its numeral makes it an address: it counts beside a person or a label. */
  readonly loose?: boolean;
}

const LEAST = 1.6;
/** 13-1-2901 is seldom anything else: what it adds. */
const AT_DOOR = 0.3;
const COARSE = 0b11111 | (1 << ROAD) | (1 << ESTATE);
const FLAT = (1 << UNIT) | (1 << ROOM);

/** 金竹三组, 新坪村干河组: the village within the name of its group. */
const OF_VILLAGE = /^[\u4e00-\u9fff]{2,}(?:[一二三四五六七八九十]组|[村社]区?[\u4e00-\u9fff]{1,4}[组队])$/u;

/** Reads what a chain holds; undefined when it is no address whatever stands around it. */
export function grainOf(lexicon: Lexicon, clause: Clause, chain: Chain): Grain | undefined {
  const { text } = clause;
  let level = -1;
  let known = false;
  let hidden = false;
  let numerals = 0;
  let anchored = false;
  let village = false;
  let named = false;
  /** A division, a village, a road or an estate is stated by its own word. */
  let stated = false;
  let place = -1;
  let levels = 0;
  let shorts = 0;
  for (const part of chain.parts) {
    const { flags } = part;
    levels |= 1 << part.level;
    if ((flags & BY_GAZETTEER) !== 0) known = true;
    // 浙江余姚: two short names of divisions, one in the other, are no chance.
    if ((flags & BY_SHORT) !== 0 && ++shorts > 1) known = true;
    if (part.level === VILLAGE) village = true;
    // 143团8连12栋: the regiments of the corps are towns.
    if (part.level === TOWN && (flags & NUMBERED) !== 0 && chain.parts.length > 2) anchored = true;
    if (part.level <= ESTATE && part.level !== NUMBER && (flags & (BY_DIGITS | NUMBERED | BY_SIDE)) === 0) {
      if ((part.level >= TOWN && (flags & BY_SHORT) === 0) || (flags & BY_GAZETTEER) !== 0) anchored = true;
      if ((flags & (BY_UNIT | BY_GAZETTEER)) !== 0) stated = true;
      if (part.level >= VILLAGE && (flags & BY_UNIT) !== 0) place = Math.max(place, part.level);
    }
    if (part.level === ROAD && (flags & NUMBERED) !== 0 && text.slice(part.start, part.end).includes('号'))
      anchored = true;
    if ((flags & HIDDEN) !== 0) hidden = true;
    const fine = part.level >= NUMBER ? part.level !== ESTATE : part.level === GROUP;
    // 国际商贸城四区84街: an aisle and no stand.
    const aisle = part.level === UNIT && (flags & STALL) !== 0 && part === chain.parts.at(-1);
    if (fine && !aisle && (flags & (BY_DIGITS | HIDDEN)) !== 0) {
      numerals++;
      if ((flags & BARE) === 0 || part.level !== NUMBER || chain.parts.length > 1)
        level = Math.max(level, part.level);
    }
    if (part.level === GROUP && (flags & BY_UNIT) !== 0)
      named ||= village || OF_VILLAGE.test(text.slice(part.start, part.end));
  }
  let coarse = 0;
  for (let rest = levels & COARSE; rest !== 0; rest &= rest - 1) coarse++;
  const common = { known, hidden, coarse };
  const worth =
    chain.score + (DOOR.test(text.slice(chain.parts.at(-1)!.start, chain.parts.at(-1)!.end)) ? AT_DOOR : 0);
  if (numerals > 0 && level >= 0 && worth >= LEAST) {
    if (isCount(text, chain)) return undefined;
    // 住宅楼12栋, 标准厂房5栋, 项目包括3号楼: a count or a kind of buildings.
    if (chain.parts.length === 2) {
      const { start, end, flags } = chain.parts[0]!;
      // 体育中心2号门, 城有五门, 4门轿车: an entrance, or how many.
      const numbered = text.slice(chain.parts[1]!.start, chain.parts[1]!.end);
      if (
        numbered.endsWith('号门') ||
        (((flags & BY_POSITION) !== 0 || text[end - 1] === '城') && GATES.test(numbered))
      )
        return undefined;
      if (isGeneric(lexicon, text.slice(start, end))) return undefined;
      // 金州集团88幢: all that a line holds.
      if (chain.alone === true && (flags & BY_POSITION) !== 0)
        return { ...common, level, detailed: true, loose: true };
      // 东方丽景7-1-1503: an estate without its word, beside a person.
      if ((flags & BY_POSITION) !== 0 && end - start > 2 && DOOR.test(text.slice(end, chain.parts[1]!.end)))
        return chain.natural ? { ...common, level, detailed: true, loose: true } : undefined;
      // 青岗3组: a village without its word, in a column or behind a label of addresses.
      if ((flags & BY_POSITION) !== 0)
        return chain.parts[1]!.level === GROUP && chain.natural
          ? { ...common, level, detailed: false }
          : undefined;
    }
    // 和平社区第5网格: a beat of the community's staff; nobody lives at one, unless a form says so.
    const beat = level === GROUP && text.endsWith('网格', chain.parts.at(-1)!.end);
    const last = chain.parts.at(-1)!;
    // 某市交警支队一大队: a squad of a body.
    if (
      last.level === GROUP &&
      SQUAD.test(text.slice(last.start, last.end)) &&
      FORCE.test(text.slice(chain.parts[0]!.start, last.start))
    )
      return undefined;
    const loose =
      (!stated && DOOR.test(text.slice(last.start, last.end))) ||
      isHall(text, chain.parts) ||
      mayCount(lexicon, clause, chain);
    if (STONE.test(text.slice(last.start, last.end)))
      return anchored ? { ...common, level, detailed: false, stone: true } : undefined;
    if (anchored) return { ...common, level, detailed: !beat, loose };
    if (chain.alone === true) return { ...common, level, detailed: !beat, loose: true };
    // 凌云8区15栋4楼, 春江花月二期13-1-2901: an estate without its word, and the part of it.
    const [first, phase] = chain.parts;
    if (chain.natural && (first!.flags & (BY_SHORT | BY_POSITION)) !== 0 && isPhase(phase))
      return { ...common, level, detailed: true, loose: true };
    const inside = (levels & (1 << BUILDING)) !== 0 && (levels & ((1 << UNIT) | (1 << ROOM))) !== 0;
    // 5栋1601, 3号楼2层: of whatever estate it is; counts beside a person or a label.
    if (inside || (numerals > 1 && (levels & FLAT) === FLAT))
      return { ...common, level, detailed: true, loose: true };
    return undefined;
  }
  // 江汉区财富大厦A座: a letter alone, where a division or a road is stated as well.
  const lettered = chain.parts.some(({ level: each, flags }) => each === BUILDING && (flags & BY_UNIT) !== 0);
  const divided = known && chain.parts[0]!.level <= TOWN;
  if ((lettered || isSided(text, chain.parts)) && chain.natural) {
    if ((place >= 0 && coarse > 1) || (chain.alone === true && divided))
      return { ...common, level: BUILDING, detailed: true, loose: !known };
  }
  if (named && chain.score >= LEAST) return { ...common, level: GROUP, detailed: true };
  // 家住老小区, 部队家属院: a kind of places.
  if (
    chain.parts.length === 1 &&
    isKind(lexicon, text.slice(chain.parts[0]!.start, chain.parts[0]!.end).replace(KIND_OF, ''))
  )
    return undefined;
  if (place >= 0 && chain.natural) return { ...common, level: place, detailed: false };
  return undefined;
}

const GATES = /^[\d一二三四五六七八九十]门$/u;
const SQUAD = /[大中]队$/u;
const FORCE = /警|消防|支队|执法|稽查|路政|监察|城管|侦查|巡逻/u;
const STONE = /公里处$|千米处$|^K\d+\+/iu;

/** 明德楼1层101: a room of a building of its own, as schools and offices have them; homes have units. */
function isHall(text: string, [first, second]: readonly Part[]): boolean {
  const { level, start, end } = first!;
  return level === ESTATE && second?.level === FLOOR && /[^属师工宅民居寓]楼$/u.test(text.slice(start, end));
}

/** 大青巷北楼, 青湖二路南幢: the building at a road by its side. */
function isSided(text: string, parts: readonly Part[]): boolean {
  const { start, end } = parts.at(-1)!;
  return parts.at(-2)?.level === ROAD && /^[东西南北](?:[楼座栋幢]|单元)$/u.test(text.slice(start, end));
}

/** 8区, 二期: one of several parts of an estate. */
const isPhase = (part: Part | undefined): boolean =>
  part?.level === ESTATE && (part.flags & NUMBERED) !== 0 && (part.flags & BY_UNIT) !== 0;

/** Parts at the end of a chain that are no part of the address: a trailing name that stands for nothing. */
export function trimmed(lexicon: Lexicon, clause: Clause, chain: Chain): Chain {
  const { text } = clause;
  let count = chain.parts.length;
  while (count > 1) {
    const last = chain.parts[count - 1]!;
    const name = chain.parts[count - 2]!;
    // 本公寓共有3栋, 三组建房一栋: a count, not a building of that name.
    if (
      count > 2 &&
      (last.flags & BARE) === 0 &&
      // 村委会办公楼2楼, 自建房6号: no number of storeys or houses.
      (last.level === BUILDING || !/(?:楼|单元|[室号])$/u.test(text.slice(last.start, last.end))) &&
      (name.flags & BY_POSITION) !== 0 &&
      isGeneric(lexicon, text.slice(name.start, name.end)) &&
      !isHomesOf(clause, chain, count - 1)
    ) {
      count -= 2;
      continue;
    }
    const glued = (last.flags & GLUED) !== 0 && last.level === NUMBER;
    const loose =
      glued ||
      (last.flags & BY_POSITION) !== 0 ||
      last.level <= COUNTY ||
      isNobody(lexicon, text, last, chain.parts[count - 2]!);
    if (!loose) break;
    count--;
  }
  return count === chain.parts.length ? chain : { ...chain, parts: chain.parts.slice(0, count) };
}

/** Names of bodies, which end no address: 天津路141号市中心医院. */
const BODY =
  /(?:医院|卫生院|学院|大学|中学|小学|学校|法院|检察院|研究院|设计院|养老院|敬老院|福利院|剧院|电影院|幼儿园|服务中心|交易中心|活动中心|监测中心|控制中心|医疗中心|保健中心|工厂|厂)$/u;

/** 一居民楼, 某小区, 商铺, 袁女士旧楼, a hospital: a kind of building or somebody's, not the name of a place. */
function isNobody(lexicon: Lexicon, text: string, part: Part, before: Part): boolean {
  // 241号门前路段: words about the place, not a road of that name.
  if (before.level >= NUMBER && /^(?:门前|门口|附近|对面|旁)/u.test(text.slice(part.start, part.end)))
    return true;
  if (part.level !== ESTATE || (part.flags & (BY_DIGITS | NUMBERED)) !== 0) return false;
  const name = text.slice(part.start, part.end);
  if (before.level >= NUMBER && (BODY.test(name) || /女士|先生|某|^[一该]/u.test(name))) return true;
  return (
    (before.level >= NUMBER || /^[一某该]/u.test(name)) && isGeneric(lexicon, name.replace(/^[一某该]/u, ''))
  );
}

const KIND_OF = /^(?:[老旧新同本该各大小]|高档|普通|同一)(?=..)/u;

const STAFF_HOMES =
  /^(?:部队|单位|学校|医院|机关|政府|职工|教师|工厂|企业|公司|集体){1,2}(?:家属|宿舍|生活|住宅)(?:[院楼区]|大院)$/u;

const isKind = (lexicon: Lexicon, name: string): boolean =>
  STAFF_HOMES.test(name) || isGeneric(lexicon, name);

/** Made of words for kinds of buildings only. */
function isGeneric(lexicon: Lexicon, name: string): boolean {
  const words = lexicon.words('generic');
  let at = 0;
  while (at < name.length) {
    let longest = 0;
    for (const word of words) if (word.length > longest && name.startsWith(word, at)) longest = word.length;
    if (longest === 0) return false;
    at += longest;
  }
  return true;
}

export function subtypeOf(level: number): string {
  return level === FLOOR ? 'building' : LEVELS[level]!;
}
