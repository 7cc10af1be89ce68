/** Lists the parts that may start at a position of a clause. */
import { type Clause, GAP_LINE, GAP_NONE, GAP_SPACE } from './clause.js';
import { ClauseReader } from './clause-reader.js';
import { COUNTY, ESTATE, PROVINCE, ROAD, ROOM, TOWN, UNIT } from './levels.js';
import {
  COMMON,
  KIND_DIGIT,
  KIND_FIXED,
  KIND_HAN,
  KIND_HAN_NUMERAL,
  KIND_HARD,
  KIND_LETTER,
  KIND_MAYBE,
  KIND_PREFIX,
  KIND_SOFT,
  KIND_START_END,
  KIND_STEM,
  KIND_UNIT_END,
  type Lexicon,
  pair,
  SHORT,
} from './lexicon.js';
import { allowed, namedPart } from './named-part.js';
import { COUNTED, numberedParts } from './numbered-part.js';
import { BARE, BY_DIGITS, BY_GAZETTEER, BY_POSITION, BY_SHORT, BY_SIDE, BY_UNIT, type Part } from './part.js';

const NAME_LIMIT = 13;
/** Added to a name that is all that stands before a group. */
const WHOLE = 2.2;
/** Added to a name that is all that stands before a part of an estate and its building. */
const WHOLE_PHASE = 0.9;
/** What a line end inside a name costs. */
const LINE_COST = 1.2;
const SIDES = '东西南北中ABCDEFGHabcdefgh';
const SIDE_UNITS = '区塔楼院苑座栋幢';

const HIGHWAY = /^(?:[国省县乡]道|[GSXYC])$/u;

/** Zones that need no name of their own. */
const ZONE = /..区$/u;

const NUMERAL_START = KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL | KIND_STEM | KIND_PREFIX;
/** Longest name of a part that starts inside a word. */
const SHORT_NAME = 4;

export class PartFinder {
  readonly #lexicon: Lexicon;
  readonly #reader: ClauseReader;
  /** Cost of the name up to each of its characters: a unit word's own characters cost nothing. */
  readonly #costs = new Float64Array(NAME_LIMIT + 1);

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#reader = new ClauseReader(lexicon);
  }

  read(clause: Clause): void {
    this.#reader.read(clause);
  }

  /**
   * Adds to `out` every part that may start at `start`.
   *
   * @param reached Something ends here that the part may follow.
   * @param natural An address may start here: behind a stop, a gap or a cue word.
   */
  list(start: number, reached: boolean, natural: boolean, out: Part[]): void {
    const { text } = this.#reader.clause;
    const kind = this.#lexicon.kinds[text.charCodeAt(start)]!;
    if (reached && SIDES.includes(text[start]!)) this.#side(start, out);
    if (reached && (kind & KIND_FIXED) !== 0) this.#fixed(start, out);
    if ((kind & KIND_HAN) !== 0) {
      this.#divisions(start, out);
      this.#named(start, reached || natural, out);
    } else if ((kind & KIND_LETTER) !== 0 && (reached || natural)) this.#named(start, true, out);
    if ((kind & NUMERAL_START) !== 0 && (reached || natural))
      numberedParts(this.#lexicon, this.#reader, start, out);
  }

  /** Adds to `out` the parts that a numeral at `start` begins. */
  numbered(start: number, out: Part[]): void {
    numberedParts(this.#lexicon, this.#reader, start, out);
  }

  /** 首层, 后楼, 东户: a part without a numeral, behind a number or something finer. */
  #fixed(start: number, out: Part[]): void {
    const { text } = this.#reader.clause;
    for (const unit of this.#lexicon.fixed) {
      const end = start + unit.word.length;
      if (!text.startsWith(unit.word, start) || !allowed(unit, text, end)) continue;
      out.push({ start, end, level: unit.level, score: 0.9, flags: BY_UNIT | BY_DIGITS | BY_SIDE });
      return;
    }
  }

  #side(start: number, out: Part[]): void {
    const { kinds } = this.#lexicon;
    const { text } = this.#reader.clause;
    const next = kinds[text.charCodeAt(start + 1)] ?? 0;
    if (
      (kinds[text.charCodeAt(start)]! & KIND_LETTER) !== 0 &&
      (next & (KIND_HAN | KIND_LETTER | KIND_DIGIT)) === 0
    ) {
      // 8楼B: a flat by its letter.
      if (text[start + 1] !== '-')
        out.push({ start, end: start + 1, level: ROOM, score: 0.5, flags: BARE | BY_SIDE });
    } else if (text[start + 1] === '户' || text[start + 1] === '间') {
      out.push({
        start,
        end: start + 2,
        level: ROOM,
        score: 0.8,
        flags: BY_UNIT | BY_SIDE,
      });
    } else if (text.startsWith('单元', start + 1)) {
      out.push({
        start,
        end: start + 3,
        level: UNIT,
        score: 0.8,
        flags: BY_UNIT,
      });
    } else if (SIDE_UNITS.includes(text[start + 1] ?? '.')) {
      out.push({
        start,
        end: start + 2,
        level: ESTATE,
        score: 0.4,
        flags: BY_SIDE,
      });
    }
  }

  #divisions(start: number, out: Part[]): void {
    const { text } = this.#reader.clause;
    const head = text.charCodeAt(start);
    const next = text.charCodeAt(start + 1);
    if (!this.#lexicon.mayBeDivision(head, next)) return;
    const lengths = this.#lexicon.lengths.get(pair(head, next));
    if (lengths === undefined) return;
    for (let length = 2; length < 24 && start + length <= text.length; length++) {
      if ((lengths & (1 << length)) === 0) continue;
      const entry = this.#lexicon.divisions.get(text.slice(start, start + length));
      if (entry === undefined) continue;
      const level = entry & 15;
      const end = start + length;
      if ((entry & SHORT) === 0) {
        out.push({
          start,
          end,
          level,
          score: length === 2 ? 2 : 4,
          flags: BY_GAZETTEER,
        });
        continue;
      }
      const worth = level === PROVINCE ? 2.2 : level === COUNTY ? 0.9 : 1.6;
      const score = (entry & COMMON) === 0 ? worth : worth - 1.2;
      out.push({ start, end, level, score, flags: BY_SHORT });
      // 广西省, 新疆省: no such names, and many write them.
      if (level === PROVINCE && text[end] === '省')
        out.push({ start, end: end + 1, level, score: 3, flags: BY_GAZETTEER });
    }
  }

  #isDivision(start: number, end: number): boolean {
    const entry = this.#lexicon.divisions.get(this.#reader.clause.text.slice(start, end));
    return entry !== undefined && (entry & SHORT) === 0;
  }

  #named(start: number, long: boolean, out: Part[]): void {
    const { kinds } = this.#lexicon;
    const { text, gap } = this.#reader.clause;
    const limit = Math.min(text.length, start + (long ? NAME_LIMIT : SHORT_NAME));
    if (this.#reader.endAfter(start) >= limit) return;
    const first = kinds[text.charCodeAt(start)]!;
    let cost = 0;
    for (let i = start; i < limit; i++) {
      const code = text.charCodeAt(i);
      const kind = kinds[code]!;
      if (i > start) {
        if (gap[i] !== GAP_NONE) cost += gap[i] === GAP_LINE ? LINE_COST : 0.8;
        if (long && i > start + 1 && (kind & (KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL)) !== 0) {
          const worth = this.#reader.positionAt(i);
          const length = i - start;
          const han = (first & KIND_HAN) !== 0 || (kinds[text.charCodeAt(i - 1)]! & KIND_HAN) !== 0;
          if (han && worth > -9 && length <= 11 && !(worth < -0.5 && length > 6)) {
            // 锦绣江南 | 12: the end of a cell parts no name from its building.
            const apart = this.#reader.clause.joined && gap[i] === GAP_LINE ? LINE_COST : 0;
            const whole =
              start > 0
                ? 0
                : this.#reader.isGroupAtEnd(i)
                  ? WHOLE + (gap[i] === GAP_SPACE ? 0.8 : 0)
                  : this.#reader.isPhaseAtEnd(i)
                    ? WHOLE_PHASE
                    : 0;
            const score = worth - (length > 5 ? 0.25 * (length - 5) : 0) - cost + apart + whole;
            out.push({
              start,
              end: i,
              level: ESTATE,
              score,
              flags: BY_POSITION,
            });
          }
        }
      }
      if ((kind & (KIND_HAN | KIND_LETTER)) === 0) {
        if ((kind & KIND_DIGIT) === 0 && code !== 0xb7) return;
        if (code === 0x2a) continue;
        const end = this.#digitsInName(start, i, limit, cost, out);
        if (end < 0) return;
        cost += 0.4;
        for (; i < end - 1; i++) this.#costs[i - start] = cost;
        this.#costs[i - start] = cost;
        continue;
      }
      this.#costs[i - start] = cost;
      if (i > start && (kind & KIND_UNIT_END) !== 0) {
        for (const unit of this.#reader.endsAt(i)) {
          const length = i + 1 - start - unit.word.length;
          // 经济开发区: no name begins inside the longest unit word.
          if (length < 0) break;
          if (length < 1) {
            // 高新区, 开发区: the only one of its town.
            if (unit.level === TOWN && allowed(unit, text, i + 1) && ZONE.test(unit.word))
              out.push({ start, end: i + 1, level: TOWN, score: 0.8, flags: BY_UNIT | BY_SHORT });
            continue;
          }
          // 梁园区 is a county, no 园区.
          if (unit.level === ESTATE && unit.word.endsWith('区') && this.#isDivision(start, i + 1)) continue;
          // 英额门镇长春屯村: a town that is known may stand before 长.
          const end = i + 1;
          if (
            unit.level === TOWN &&
            !allowed(unit, text, end) &&
            !this.#lexicon.isTown(text.slice(start, end)) &&
            !this.#lexicon.isTown(text.slice(start + 1, end))
          )
            continue;
          const part = namedPart(this.#lexicon, text, start, i + 1, unit, length, this.#costs[length]!);
          if (part !== undefined) out.push(part);
        }
      }
      if ((kind & KIND_HARD) !== 0) return;
      if ((kind & KIND_START_END) !== 0 && this.#lexicon.startsInside(text, start, i)) return;
      if ((kind & KIND_SOFT) !== 0) cost += this.#lexicon.inNames.has(text.slice(i, i + 2)) ? 0 : 1;
      else if ((kind & KIND_MAYBE) !== 0) cost += 0.15;
    }
  }

  /**
   * Digits belong to a name right before a road word (太原1路, G107国道), or inside it (绿地21城).
   *
   * @returns Where the digits end when the name may go on behind them, else −1.
   */
  #digitsInName(start: number, i: number, limit: number, cost: number, out: Part[]): number {
    const { text } = this.#reader.clause;
    const { kinds, named, numbered } = this.#lexicon;
    const end = digitsEnd(kinds, text, i);
    if (i === start || end === i || end - i > 3 || end >= limit) return -1;
    const next = text.charCodeAt(end);
    const unit = named.get(next)?.find((entry) => entry.level === ROAD && entry.word.length === 1);
    // 国道107线, G107线.
    const line = text[end] === '线' && HIGHWAY.test(text.slice(start, i));
    if (line || (unit !== undefined && allowed(unit, text, end + 1))) {
      out.push({
        start,
        end: end + 1,
        level: ROAD,
        score: 1 - cost,
        flags: BY_UNIT,
      });
    }
    const inside =
      (kinds[next]! & KIND_HAN) !== 0 &&
      !numbered.has(next) &&
      (!COUNTED.includes(text[end]!) || /^公[寓园馆社]/u.test(text.slice(end, end + 2)));
    return inside ? end : -1;
  }
}

function digitsEnd(kinds: Uint16Array, text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < 6 && (kinds[text.charCodeAt(end)]! & KIND_DIGIT) !== 0) end++;
  return end;
}
