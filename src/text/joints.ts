/** What may part the groups of a number though no number holds it: a mark, a word, the border of a box. */
import type { Gap } from '../core/index.js';
import { BREAK, charClass, DASH, DOT, HIGH_SURROGATE, MASK, SPACE } from './char-class.js';

export interface Joint {
  readonly kind: 'mark' | 'word' | 'remark' | 'box';
  readonly written: string;
}

/** Words between numbers that are no noise: units, counts, conjunctions. */
const WORDS =
  /[年月日号元万千百十亿时分秒点个第条款项章节次人户米克吨斤至到和或及与比乘又倍角度折层楼栋幢单室页期届岁周级转]/;
/** Marks that open or close something, money and shares. */
const NO_JOINT = new Set('"\'“”‘’`「」『』<>《》〈〉〔〕()（）[]［］【】{}｛｝%％‰¥￥$€°℃′″@…。？！?!#＃');
const boxes = new Map<number, Joint>();
export function boxOf(unit: number): Joint {
  let box = boxes.get(unit);
  if (box === undefined) boxes.set(unit, (box = { kind: 'box', written: String.fromCharCode(unit) }));
  return box;
}

/** Joints of one unit, made once; `null` for none. At most as many as there are units. */
const singles = new Map<number, Gap | Joint | null>();

export function singleJoint(unit: number): Gap | Joint | undefined {
  let joint = singles.get(unit);
  if (joint === undefined) singles.set(unit, (joint = readSingle(unit) ?? null));
  return joint ?? undefined;
}

function readSingle(unit: number): Gap | Joint | undefined {
  const kind = charClass[unit]!;
  if (kind === DASH) return 'dash';
  if (kind === DOT) return 'dot';
  const written = String.fromCharCode(unit);
  if (HAN.test(written)) return WORDS.test(written) ? undefined : { kind: 'word', written };
  return isMark(unit, written) ? { kind: 'mark', written } : undefined;
}

/** `--`, `,,`, a character outside the Basic Multilingual Plane, a word of two characters. */
export function doubleJoint(unit: number, second: number): Gap | Joint | undefined {
  const high = unit >= 0xd800 && unit < 0xdc00;
  const one = high ? undefined : singleJoint(unit);
  if (unit === second) {
    if (typeof one !== 'object') return one;
    return one.kind === 'mark' ? { kind: 'mark', written: one.written + one.written } : undefined;
  }
  if (!high && (typeof one !== 'object' || one.kind !== 'word')) return undefined;
  const written = String.fromCharCode(unit, second);
  if (high) return isMark(unit, written) ? { kind: 'mark', written } : undefined;
  const two = singleJoint(second);
  return typeof two === 'object' && two.kind === 'word' ? { kind: 'word', written } : undefined;
}

const HAN = /^[\u4e00-\u9fff]+$/;

function isMark(unit: number, character: string): boolean {
  const kind = charClass[unit]!;
  if (kind === BREAK || kind === SPACE || character === '*' || character === '＊' || NO_JOINT.has(character))
    return false;
  if (kind === MASK || kind === HIGH_SURROGATE) return true;
  if (unit >= 0xd800 && unit < 0xdc00) return true;
  return !/[\p{L}\p{N}\p{Cc}]/u.test(character);
}
