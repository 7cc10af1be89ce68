/** Numbers that count buildings and what else is built, and point at none of them: 新建大桥2座, 教学楼2栋, 共5栋. */
import type { Chain } from './chain.js';
import { type Clause, GAP_LINE, GAP_NONE } from './clause.js';
import { BUILDING, FLOOR, NUMBER, ROAD, ROOM, TOWN, UNIT, VILLAGE } from './levels.js';
import type { Lexicon } from './lexicon.js';
import { BARE, BY_DIGITS, BY_GAZETTEER, BY_POSITION, BY_UNIT, HOUSEHOLD, type Part } from './part.js';

/** 共 5 栋 18 层, 规划建设12栋, 一期共3栋: how many there are. */
const COUNTED =
  /(?:共|共有|共计|合计|总计|各|每栋|每幢|新建|拟建|新增|建成|改建|扩建|修建|建造|兴建|建设|规划|改造|涉及|拆除|加固|惠及|有)\s?$/u;
/** 2梯6户: how many doors share a lift. */
const LIFTS = /梯\s?[\d一二两三四五六七八九十]{1,2}\s?户$/u;
const COUNT_REACH = 4;

/** Whether a chain is nothing but a count. */
export function isCount(text: string, { parts }: Chain): boolean {
  if (LIFTS.test(text.slice(parts[0]!.start, parts.at(-1)!.end))) return true;
  const first = parts.findIndex(({ flags }) => (flags & BY_DIGITS) !== 0);
  // Behind a road or a village it is one of them: 共青路5栋.
  if (first < 0 || (first > 0 && (parts[0]!.flags & BY_POSITION) === 0)) return false;
  const { start } = parts[first]!;
  return COUNTED.test(text.slice(Math.max(0, start - COUNT_REACH), start));
}

const FINER: ReadonlySet<number> = new Set([UNIT, ROOM, NUMBER]);
const STREETS: ReadonlySet<number> = new Set([ROAD, NUMBER]);

/** The place in a chain of a building that is a number of buildings; −1 when there is none. */
function countedAt(lexicon: Lexicon, { text, gap }: Clause, { parts }: Chain, kind: string): number {
  const at = parts.findIndex(
    ({ level, flags }) => level === BUILDING && (flags & BY_DIGITS) !== 0 && (flags & BY_UNIT) !== 0,
  );
  if (at < 0 || parts.slice(at + 1).some((part) => isFiner(gap, part))) return -1;
  const digits = firstDigit(text, parts[at]!);
  const noun = text.slice(Math.max(0, digits - NOUN_REACH), digits).trimEnd();
  const unit = NUMERAL.exec(text.slice(digits, parts[at]!.end))?.[0].at(-1);
  const counted = COUNTED.test(noun) || (unit !== undefined && endsInNoun(lexicon, noun, kind, unit));
  return counted ? at : -1;
}

/** 住宅楼18栋, 大桥2座; squares and parks are counted by 座 only: 时代广场14幢 is a building, 6号楼 always one. */
function endsInNoun(lexicon: Lexicon, noun: string, kind: string, unit: string): boolean {
  const endsIn = (words: readonly string[]): boolean => words.some((word) => noun.endsWith(word));
  return endsIn(lexicon.words(kind)) || (unit === '座' && endsIn(lexicon.words('counted-site')));
}

/** A unit, a room or a number; 大桥2座　2023, 楼房21幢 1286户: what stands apart is another field. */
function isFiner(gap: Uint8Array, { level, flags, start }: Part): boolean {
  if (!FINER.has(level)) return false;
  return (flags & (BARE | HOUSEHOLD)) === 0 || gap[start] === GAP_NONE;
}

const NOUN_REACH = 8;
const NUMERAL = /[\d０-９一二两三四五六七八九十百]+\s?[栋幢座]/u;

function firstDigit(text: string, { start, end }: Part): number {
  return start + Math.max(0, text.slice(start, end).search(NUMERAL));
}

/** 新增公园127座: a numeral without a unit of addresses, and what it counts behind it. */
const MEASURE =
  /^(?:[,，]\d{3}(?!\d)|[座栋幢个家所处条台辆套只亩名人次万亿千百元吨米块根株棵片件项批]|公里)/u;

/** 三房, 小区 2室: rooms of a flat. */
const LAYOUT = /^(?:[一二两三四五六]\s?房|[1-6一二两三四五六]\s?室)$/u;

/** A chain without the count at its end, 和平路18号　综合楼1栋; undefined where nothing else is left. */
export function uncounted(lexicon: Lexicon, clause: Clause, chain: Chain): Chain | undefined {
  const last = chain.parts.at(-1)!;
  // 阳光城三房出租: how large a flat is.
  const before = chain.parts.at(-2);
  const layout =
    before?.level !== BUILDING &&
    before?.level !== UNIT &&
    before?.level !== FLOOR &&
    before?.level !== NUMBER &&
    LAYOUT.test(clause.text.slice(last.start, last.end));
  const bare =
    layout ||
    ((last.flags & BARE) !== 0 &&
      clause.gap[last.end] !== GAP_LINE &&
      MEASURE.test(clause.text.slice(last.end, last.end + 5)));
  const at = bare ? chain.parts.length - 1 : countedAt(lexicon, clause, chain, 'counted');
  if (at < 0 || isHomesOf(clause, chain, at)) return chain;
  // The noun may be a part of its own.
  const noun = chain.parts[at - 1];
  const left = noun !== undefined && (noun.flags & BY_POSITION) !== 0 ? at - 1 : at;
  return left === 0 ? undefined : { ...chain, parts: chain.parts.slice(0, left) };
}

const HOMES = /^(?:安置房|安置楼|周转房|公租房|廉租房|宿舍楼?|公寓楼?|家属楼|职工楼)$/u;

/** 青山县青溪街道松林社区安置房11栋 at the end of its field: a building of theirs. */
export function isHomesOf({ text, gap }: Clause, { parts, natural }: Chain, at: number): boolean {
  const noun = parts[at - 1];
  const before = parts[at - 2];
  if (!natural || noun === undefined || before === undefined || at !== parts.length - 1) return false;
  const { end } = parts[at]!;
  return (
    parts[0]!.level <= TOWN &&
    (parts[0]!.flags & BY_GAZETTEER) !== 0 &&
    before.level >= VILLAGE &&
    before.end === noun.start &&
    gap[noun.start] === GAP_NONE &&
    HOMES.test(text.slice(noun.start, noun.end)) &&
    (end === text.length || gap[end] !== GAP_NONE)
  );
}

/** 安置区　住宅楼18栋, without a street: a count, unless it is somebody's home. */
export function mayCount(lexicon: Lexicon, clause: Clause, chain: Chain): boolean {
  if (chain.parts.some(({ level }) => STREETS.has(level))) return false;
  return countedAt(lexicon, clause, chain, 'counted-home') >= 0;
}
