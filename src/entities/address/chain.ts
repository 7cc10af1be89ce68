/**
 * Joins parts into addresses: the best chains of a clause by dynamic programming over its characters.
 *
 * A chain is worth the sum of its parts, of how likely each follows the one before, and of where it
 * starts. The work for a clause is bounded by its length, which is bounded.
 */

import { mayFollow, passCrossing, passDistance, passNoise } from './chain-links.js';
import { firstScore, startScore, UNNATURAL } from './chain-start.js';
import { CLAUSE_LIMIT, type Clause, GAP_LINE, GAP_NONE, GAP_SPACE } from './clause.js';
import { PartFinder } from './components.js';
import {
  BUILDING,
  COUNTY,
  ESTATE,
  FOLLOW,
  GROUP,
  LEVEL_COUNT,
  NUMBER,
  ROAD,
  TOWN,
  VILLAGE,
} from './levels.js';
import { KIND_ASIDE, KIND_DIGIT, KIND_HAN, KIND_LETTER, type Lexicon } from './lexicon.js';
import { BARE, BY_GAZETTEER, BY_POSITION, BY_SHORT, BY_SIDE, NUMBERED, type Part } from './part.js';

/** What a chain must be worth before it takes its text from others. */
const FLOOR_SCORE = 1.2;
/** Taken from divisions without anything finer. */
const BARE_DIVISIONS = 5;
/** Taken from a chain that begins right where a coarse part ends, instead of going on with it. */
const SPLIT = 1.5;
/** Parts that are bodies first: their own address may follow. */
const BODY_NAME =
  /(?:幼儿园|学校|小学|中学|大学|学院|农场|林场|厂|中心|(?:养老|敬老|福利|卫生|研究|设计|医)院)$/u;
/** Levels whose parts end an address: number, building and finer. */
const FINE = 0b1111010000000;
const REMARK_LIMIT = 26;
const SLOTS = (CLAUSE_LIMIT + 1) * LEVEL_COUNT;
/** Taken from a chain that begins with the end of somebody's name. */
const STRAY = 4;
export interface Chain {
  readonly parts: readonly Part[];
  readonly score: number;
  /** The chain starts where a value starts: behind a stop, a gap, a cue word. */
  readonly natural: boolean;
  /** Its line holds nothing else, and what no unit word closes was taken for a name. */
  readonly alone?: boolean;
}

/** Finds chains; keeps its tables from clause to clause, so that a page of addresses makes no garbage. */
export class ChainFinder {
  readonly #lexicon: Lexicon;
  readonly #parts: PartFinder;
  /** What the chain is worth less `FLOOR_SCORE`, with the best chains before it: else a long one bars two good ones. */
  readonly #score = new Float64Array(SLOTS);
  /** Slot of the part before, −1 for a first one. */
  readonly #before = new Int32Array(SLOTS);
  readonly #start = new Int32Array(SLOTS);
  readonly #natural = new Uint8Array(SLOTS);
  readonly #part: (Part | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #reached = new Uint8Array(CLAUSE_LIMIT + 1);
  /** Levels of the parts that end at a place, one bit each. */
  readonly #levels = new Uint16Array(CLAUSE_LIMIT + 1);
  /** Worth of the best chains up to a place, and the slot of the last of them. */
  readonly #best = new Float64Array(CLAUSE_LIMIT + 1);
  readonly #pick = new Int32Array(CLAUSE_LIMIT + 1);

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#parts = new PartFinder(lexicon);
  }

  /** @returns Chains that don't overlap, in the order of the text. */
  find(clause: Clause): Chain[] {
    const { kinds } = this.#lexicon;
    const { text } = clause;
    const n = Math.min(text.length, CLAUSE_LIMIT);
    this.#reached.fill(0, 0, n + 1);
    this.#parts.read(clause);
    let parts: Part[] = [];
    for (let i = 0; i < n; i++) {
      const reached = this.#reached[i] === 1;
      const kind = kinds[text.charCodeAt(i)]!;
      this.#settle(i);
      if (reached) this.#jump(clause, i, kind);
      if ((kind & (KIND_HAN | KIND_LETTER | KIND_DIGIT)) === 0) continue;
      const fresh = startScore(this.#lexicon, clause, i);
      if (parts.length > 0) parts = [];
      this.#parts.list(i, reached, fresh > UNNATURAL, parts);
      for (const part of parts) if (part.end <= n) this.#relax(clause, part, i, fresh, reached);
    }
    this.#settle(n);
    return this.#choose(n);
  }

  /**
   * Of the clause that was read last, the divisions that begin at `start`, up to the one that ends last: alone they are
   * no find, so `find` leaves them out.
   */
  divisionsAt(start: number, end: number): Chain | undefined {
    for (let at = end; at > start; at--) {
      if (this.#reached[at] === 0) continue;
      let best = -1;
      for (let level = 0; level <= TOWN; level++) {
        const slot = at * LEVEL_COUNT + level;
        if (this.#part[slot]?.end !== at || this.#start[slot] !== start || this.#natural[slot] === 0)
          continue;
        if (best < 0 || this.#score[slot]! > this.#score[best]!) best = slot;
      }
      if (best >= 0) return this.#chainAt(best);
    }
    return undefined;
  }

  /** Of the clause that was read last, the parts that a numeral at `start` begins. */
  numbersAt(start: number): Part[] {
    const parts: Part[] = [];
    this.#parts.numbered(start, parts);
    return parts;
  }

  #chainAt(slot: number): Chain {
    const parts: Part[] = [];
    for (let at = slot; at >= 0; at = this.#before[at]!) parts.push(this.#part[at]!);
    return {
      parts: parts.reverse(),
      score: this.#score[slot]! - this.#best[this.#start[slot]!]! + FLOOR_SCORE,
      natural: this.#natural[slot] === 1,
    };
  }

  /** Clears what another clause left at a place, when a part first ends there. */
  #reach(end: number): void {
    if (this.#reached[end] === 1) return;
    this.#reached[end] = 1;
    this.#levels[end] = 0;
    this.#part.fill(undefined, end * LEVEL_COUNT, (end + 1) * LEVEL_COUNT);
  }

  #relax(clause: Clause, part: Part, at: number, fresh: number, reached: boolean): void {
    const { level, end, flags } = part;
    let best = -1;
    let score = Number.NEGATIVE_INFINITY;
    if (reached) {
      const line = clause.gap[at] === GAP_LINE;
      for (let from = 0; from < LEVEL_COUNT; from++) {
        const slot = at * LEVEL_COUNT + from;
        const before = this.#part[slot];
        if (before === undefined || (line && level <= from)) continue;
        let follow = FOLLOW[from * LEVEL_COUNT + level]!;
        if (follow <= -100 || !mayFollow(before.flags, from, flags, level)) continue;
        // 事务受理服务中心 普陀区长寿路170号: behind a blank a county begins an address of its own.
        if (from === ESTATE && level <= TOWN && clause.gap[at] !== GAP_NONE) continue;
        if (this.#isBodyApart(clause, before, level, at)) continue;
        // 大厦21层, and the next line begins with a date: a bare numeral goes on with no line.
        if (line && (flags & BARE) !== 0 && !clause.joined) continue;
        // 青岗村3组 120: a number in the next column.
        if ((flags & BARE) !== 0 && from === GROUP && clause.gap[at] === GAP_SPACE) continue;
        // 舫前村大路头31号: hamlets without a unit word stand between a village and a number.
        if ((flags & BY_POSITION) !== 0 && from === VILLAGE && end - at <= 4) follow += 1;
        if ((flags & BY_SIDE) !== 0 && level === ESTATE && from >= BUILDING) follow += 0.5;
        if (line) follow -= clause.joined ? 0.2 : 0.8;
        else if (clause.gap[at] !== GAP_NONE && level <= from) follow -= 0.6;
        const total = this.#score[slot]! + follow + part.score;
        if (total > score) {
          score = total;
          best = slot;
        }
      }
    }
    const split =
      reached && (this.#levels[at]! & FINE) === 0 ? (clause.gap[at] === GAP_SPACE ? SPLIT / 2 : SPLIT) : 0;
    // 李四平 锦绣花园6单元: a short name at the end of a word, with a blank behind it, is the end of a person's.
    const stray =
      (flags & BY_SHORT) !== 0 &&
      fresh === UNNATURAL &&
      end < clause.text.length &&
      clause.gap[end] !== GAP_NONE;
    const alone =
      this.#best[at]! - FLOOR_SCORE - split + firstScore(part, fresh) + part.score - (stray ? STRAY : 0);
    const slot = end * LEVEL_COUNT + level;
    const total = Math.max(score, alone);
    this.#reach(end);
    if (this.#part[slot] !== undefined && this.#score[slot]! >= total) return;
    this.#levels[end]! |= 1 << level;
    this.#part[slot] = part;
    this.#score[slot] = total;
    if (score >= alone && best >= 0) {
      this.#before[slot] = best;
      this.#start[slot] = this.#start[best]!;
      this.#natural[slot] = this.#natural[best]!;
    } else {
      this.#before[slot] = -1;
      this.#start[slot] = part.start;
      const known = level <= COUNTY && (flags & BY_GAZETTEER) !== 0;
      this.#natural[slot] = fresh >= -0.2 || known ? 1 : 0;
    }
  }

  /** 青岗家庭农场，白水镇青岗村; 小太阳幼儿园 阳光花园12栋: what stands before the comma or blank is the name of a body. */
  #isBodyApart({ text, gap }: Clause, before: Part, level: number, at: number): boolean {
    const apart = gap[at] !== GAP_NONE;
    if (level > ESTATE || level === NUMBER || (!apart && text.charCodeAt(at - 1) !== 0x2c)) return false;
    if (!apart && level <= before.level) return true;
    return (before.flags & NUMBERED) === 0 && BODY_NAME.test(text.slice(before.start, before.end));
  }

  /** Passes a remark in brackets, a direction or a separator behind the parts that end at `at`. */
  #jump(clause: Clause, at: number, kind: number): void {
    const { text } = clause;
    const code = text.charCodeAt(at);
    let to = -1;
    let cost = 0.3;
    let from = TOWN;
    if (code === 0x28 || code === 0x3010) {
      const close = text.indexOf(code === 0x28 ? ')' : '】', at + 1);
      if (close > at && close - at <= REMARK_LIMIT) to = close + 1;
      // What the remark holds by itself (广中路788号) must not win over the chain that goes on behind it.
      cost = -1.5;
      from = COUNTY;
    } else if (code === 0x2d || code === 0x2f || code === 0xb7 || code === 0x5f) {
      // 浙江省-金华市-市辖区吴宁路, 青墩镇_松明路5号: fields of a form.
      to = text.startsWith('市辖区', at + 1) ? at + 4 : at + 1;
      if (text[to] === '-') to++;
      from = code === 0x2d || code === 0x5f ? 0 : TOWN;
    } else if ((to = passNoise(this.#lexicon, text, at)) > 0) {
      from = 0;
    } else if (code === 0x2c || code === 0x3001) {
      to = at + 1;
      cost = 0.9;
      const next = this.#lexicon.kinds[text.charCodeAt(at + 1)] ?? 0;
      from = (next & (KIND_DIGIT | KIND_LETTER)) !== 0 ? NUMBER : code === 0x2c ? 0 : LEVEL_COUNT;
    } else if (code === 0x7684 && at > 0) {
      // 幸福小区的3栋: only between a place and its parts.
      to = at + 1;
      cost = 0.8;
      from = ROAD;
    } else if ((to = passCrossing(text, at)) > 0) {
      from = ROAD;
    } else if ((to = passDistance(text, at)) > 0) {
      from = ROAD;
    } else if ((kind & KIND_ASIDE) !== 0) {
      // 南环路南侧5号: a direction between a road and a number.
      for (const aside of this.#lexicon.asides) {
        if (!text.startsWith(aside, at)) continue;
        // 289号内4户.
        if (aside.length < 2 && !('内旁'.includes(aside) && isDigitAt(this.#lexicon, text, at + 1))) continue;
        to = at + aside.length;
        from = ROAD;
        cost = 0.2;
        break;
      }
    }
    // 工业园区（先锋东路2号）: the chain may also go on inside the brackets.
    if (code === 0x28) this.#pass(clause, at, at + 1, COUNTY, 2);
    this.#pass(clause, at, to, from, cost);
  }

  /** Lets the parts of `from` and finer that end at `at` be followed by parts that start at `to`. */
  #pass(clause: Clause, at: number, to: number, from: number, cost: number): void {
    if (to < 0 || to >= Math.min(clause.text.length, CLAUSE_LIMIT)) return;
    const comma = clause.text.charCodeAt(at) === 0x2c;
    // 某某美容院，建设街88号: behind a comma a name goes on with nothing but a number.
    const fine = ((this.#lexicon.kinds[clause.text.charCodeAt(to)] ?? 0) & (KIND_DIGIT | KIND_LETTER)) !== 0;
    for (let level = from; level < LEVEL_COUNT; level++) {
      const slot = at * LEVEL_COUNT + level;
      const part = this.#part[slot];
      if (part === undefined || (comma && level > TOWN && (level < NUMBER || (!fine && level === ESTATE))))
        continue;
      const target = to * LEVEL_COUNT + level;
      const score = this.#score[slot]! - cost;
      this.#reach(to);
      if (this.#part[target] !== undefined && this.#score[target]! >= score) continue;
      this.#levels[to]! |= 1 << level;
      this.#part[target] = part;
      this.#score[target] = score;
      this.#before[target] = this.#before[slot]!;
      this.#start[target] = this.#start[slot]!;
      this.#natural[target] = this.#natural[slot]!;
    }
  }

  /** Settles what the chains up to `end` are worth together, and which is the last of them. */
  #settle(end: number): void {
    const best = this.#best;
    const pick = this.#pick;
    best[end] = end === 0 ? 0 : best[end - 1]!;
    pick[end] = -1;
    if (this.#reached[end] === 0) return;
    for (let level = 0; level < LEVEL_COUNT; level++) {
      const slot = end * LEVEL_COUNT + level;
      if (this.#part[slot]?.end !== end) continue;
      // Divisions alone are no find: they must not outbid a chain that goes on to a house.
      const total = this.#score[slot]! - (level <= TOWN ? BARE_DIVISIONS : 0);
      // Of equals the longer one: a bare room number behind a building is worth little but belongs to it.
      if (total > best[end]! || (total === best[end]! && total > 0)) {
        best[end] = total;
        pick[end] = slot;
      }
    }
  }

  /** The chains that together are worth most. */
  #choose(n: number): Chain[] {
    const pick = this.#pick;
    const chains: Chain[] = [];
    for (let end = n; end > 0; ) {
      const slot = pick[end]!;
      if (slot < 0) {
        end--;
        continue;
      }
      chains.push(this.#chainAt(slot));
      end = this.#start[slot]!;
    }
    return chains.reverse();
  }
}

function isDigitAt({ kinds }: Lexicon, text: string, at: number): boolean {
  return ((kinds[text.charCodeAt(at)] ?? 0) & KIND_DIGIT) !== 0;
}
