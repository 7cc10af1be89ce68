/** What may stand between two parts of a chain, and which part may follow which. */
import { BUILDING, COUNTY, ESTATE, FLOOR, GROUP, NUMBER, ROAD, TOWN } from './levels.js';
import { KIND_LETTER, type Lexicon } from './lexicon.js';
import {
  BARE,
  BY_GAZETTEER,
  BY_POSITION,
  BY_SHORT,
  BY_SIDE,
  GLUED,
  HOUSEHOLD,
  NUMBERED,
  STALL,
} from './part.js';

const DISTANCE = /^[往向]?[东西南北]{1,2}(?:方向|[侧面边])?约?\d{1,4}米(?:处|左右|路[东西南北])?/u;

/** 安肇公路5公里处. */
const MILESTONE = /^\d{1,4}(?:\.\d)?(?:公里|千米)(?:\d{1,3}米)?处/u;

/** 青山县中国浙江省…, 青山市null浙江省…: what forms put before an address written twice. */
const NOISE = /^(?:中国|[A-Za-z]{3,9})(?=[\u4e00-\u9fff]{2})/u;

/** The end of a word that stands between an address and its repetition and says nothing, −1 when there is none. */
export function passNoise(lexicon: Lexicon, text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit !== 0x4e2d && (lexicon.kinds[unit]! & KIND_LETTER) === 0) return -1;
  const found = NOISE.exec(text.slice(at, at + 11));
  if (found === null) return -1;
  const end = at + found[0].length;
  return lexicon.mayBeDivision(text.charCodeAt(end), text.charCodeAt(end + 1)) ? end : -1;
}

/** 人民路与解放街交口: the end of 与, −1 when no crossing follows. */
export function passCrossing(text: string, at: number): number {
  if (!'与和跟同'.includes(text[at]!)) return -1;
  return /^[\u4e00-\u9fff]{1,8}[路街道巷线](?:交|十字|丁字)/u.test(text.slice(at + 1, at + 14)) ? at + 1 : -1;
}

/** 往南200米, 东北方向59米: the end of a distance, −1 when there is none. */
export function passDistance(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const milestone = unit > 0x30 && unit < 0x3a ? MILESTONE.exec(text.slice(at, at + 14)) : null;
  if (milestone !== null) return at + milestone[0].length;
  if (!'往向东西南北'.includes(text[at]!)) return -1;
  const found = DISTANCE.exec(text.slice(at, at + 16));
  return found === null ? -1 : at + found[0].length;
}

/** Whether a part may follow one of level `from`, beyond what `FOLLOW` says of their levels. */
export function mayFollow(beforeFlags: number, from: number, flags: number, level: number): boolean {
  // Going back to a coarser level needs a name that the gazetteer knows.
  if (level < from && level <= TOWN && (flags & BY_GAZETTEER) === 0) return from === ESTATE && level === TOWN;
  // 皇姑区昆山中路: behind a county no other one is named by its short form.
  if ((flags & BY_SHORT) !== 0 && level <= COUNTY && from >= COUNTY) return false;
  if ((beforeFlags & BY_POSITION) !== 0 && level < NUMBER && level !== GROUP) return false;
  if ((flags & BY_SIDE) !== 0 && level >= FLOOR) return from === NUMBER || from >= BUILDING;
  // 三区2楼21街, 26号门17街: an aisle of a market; 12档, 23床.
  const zone = from === ESTATE && (beforeFlags & (NUMBERED | BY_SIDE)) !== 0;
  if ((flags & STALL) !== 0) return from === NUMBER || from >= BUILDING || zone;
  if ((flags & HOUSEHOLD) !== 0) return from === NUMBER || from >= BUILDING;
  if ((flags & BARE) !== 0 && ((beforeFlags & BARE) !== 0 || from <= TOWN)) return false;
  if ((flags & GLUED) === 0 || from === NUMBER || from >= BUILDING) return true;
  // 桃源路3607柳林苑: a house number, if an estate follows; `trimmed` drops one that ends the chain.
  return from === ROAD && level === NUMBER;
}
