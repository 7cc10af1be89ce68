/** Lists the parts that may start at a position of a clause. */
import { type Clause, GAP_LINE, GAP_NONE } from './clause.js';
import {
  BUILDING,
  COUNTY,
  ESTATE,
  FLOOR,
  GROUP,
  NUMBER,
  PREFECTURE,
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
  type UnitWord,
} from './lexicon.js';
import { allowed, namedPart, unitAt } from './named-part.js';
import { type Numeral, readNumeral } from './numeral.js';
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
  HOUSEHOLD,
  NUMBERED,
  type Part,
} from './part.js';

const NAME_LIMIT = 13;
/** What a line end inside a name costs. */
const LINE_COST = 1.2;
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
/** Ends of words that carry a serial number, not a house number. */
const PAPERS = '令告知文字号函议案发批第办部会局委团法例定书证册刊期届级届星线机车船舰井矿';
/** Behind a bare numeral these make it an amount, a date, a count. */
const COUNTED =
  '㎡展年月日元万亿个人名岁家次倍米平公千克吨度分秒点时周天届条项件株头只辆台亩%％‰℃〕]期号路线级套家座间张份位批根处次';
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
const SIDES = '东西南北中ABCDEFGHabcdefgh';
const SIDE_UNITS = '区塔楼院苑座栋';

/** 241号门前, 602号房产, 27号 房东: what is left is a number. */
const SHORTENED: ReadonlySet<string> = new Set(['号门', '号房', '号店', '号铺', '号室', '号院', '号商铺']);

/** 7-1-1503: building, unit and room in one numeral. */
export const DOOR: RegExp = /^\d{1,2}-\d{1,2}-\d{3,4}$/u;

/** Zones that need no name of their own. */
const ZONE = /..区$/u;

const NONE: readonly UnitWord[] = [];
const ENDS_NAME = KIND_UNIT_END | KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL;
const NUMERAL_START = KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL | KIND_STEM | KIND_PREFIX;
/** Longest name of a part that starts inside a word. */
const SHORT_NAME = 4;

/** What of a clause is read more than once: each place is looked at when first needed, then remembered. */
export class PartFinder {
  readonly #lexicon: Lexicon;
  #clause: Clause = {
    text: '',
    at: [],
    gap: new Uint8Array(0),
    joined: false,
    start: 0,
    end: 0,
  };
  #ends: (readonly UnitWord[] | undefined)[] = [];
  #numerals: (Numeral | null | undefined)[] = [];
  #positions: (number | undefined)[] = [];
  /** Up to where the next possible end of a name has been looked for, and where it is. */
  #nextEnd = -1;
  /** Cost of the name up to each of its characters: a unit word's own characters cost nothing. */
  readonly #costs = new Float64Array(NAME_LIMIT + 1);

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  read(clause: Clause): void {
    this.#clause = clause;
    this.#ends = [];
    this.#numerals = [];
    this.#positions = [];
    this.#nextEnd = -1;
  }

  /**
   * Adds to `out` every part that may start at `start`.
   *
   * @param reached Something ends here that the part may follow.
   * @param natural An address may start here: behind a stop, a gap or a cue word.
   */
  list(start: number, reached: boolean, natural: boolean, out: Part[]): void {
    const { text } = this.#clause;
    const kind = this.#lexicon.kinds[text.charCodeAt(start)]!;
    if (reached && SIDES.includes(text[start]!)) this.#side(start, out);
    if (reached && (kind & KIND_FIXED) !== 0) this.#fixed(start, out);
    if ((kind & KIND_HAN) !== 0) {
      this.#divisions(start, out);
      this.#named(start, reached || natural, out);
    } else if ((kind & KIND_LETTER) !== 0 && (reached || natural)) this.#named(start, true, out);
    if ((kind & NUMERAL_START) !== 0 && (reached || natural)) this.#numbered(start, out);
  }

  /** 首层, 后楼, 东户: a part without a numeral, behind a number or something finer. */
  #fixed(start: number, out: Part[]): void {
    const { text } = this.#clause;
    for (const unit of this.#lexicon.fixed) {
      const end = start + unit.word.length;
      if (!text.startsWith(unit.word, start) || !allowed(unit, text, end)) continue;
      out.push({ start, end, level: unit.level, score: 0.9, flags: BY_UNIT | BY_DIGITS | BY_SIDE });
      return;
    }
  }

  #side(start: number, out: Part[]): void {
    const { kinds } = this.#lexicon;
    const { text } = this.#clause;
    const next = kinds[text.charCodeAt(start + 1)] ?? 0;
    if (
      (kinds[text.charCodeAt(start)]! & KIND_LETTER) !== 0 &&
      (next & (KIND_HAN | KIND_LETTER | KIND_DIGIT)) === 0
    ) {
      // 8楼B: a flat by its letter.
      if (text[start + 1] !== '-')
        out.push({ start, end: start + 1, level: ROOM, score: 0.5, flags: BARE | BY_SIDE });
    } else if (text[start + 1] === '户') {
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
    const { text } = this.#clause;
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
    }
  }

  /** 501张大明 138…: the name of a person stands at `at`, not a count of something. */
  #isNamed(at: number): boolean {
    const { text } = this.#clause;
    return this.#lexicon.surnames.has(text[at]!) && NAMED_BEHIND.test(text.slice(at + 1, at + 6));
  }

  #isDivision(start: number, end: number): boolean {
    const entry = this.#lexicon.divisions.get(this.#clause.text.slice(start, end));
    return entry !== undefined && (entry & SHORT) === 0;
  }

  /** Unit words behind a name that end with the character at `i` and are not the head of another word. */
  #endsAt(i: number): readonly UnitWord[] {
    const known = this.#ends[i];
    if (known !== undefined) return known;
    const { text } = this.#clause;
    let list: UnitWord[] | undefined;
    const noName = this.#lexicon.noNames
      .get(text.charCodeAt(i))
      ?.find((word) => text.startsWith(word, i + 1 - word.length));
    for (const unit of this.#lexicon.named.get(text.charCodeAt(i)) ?? NONE) {
      if (
        !text.startsWith(unit.word, i + 1 - unit.word.length) ||
        (unit.level !== TOWN && !allowed(unit, text, i + 1))
      )
        continue;
      if (noName !== undefined && unit.level >= VILLAGE) continue;
      list ??= [];
      list.push(unit);
    }
    return (this.#ends[i] = list ?? NONE);
  }

  #numeral(i: number): Numeral | undefined {
    let known = this.#numerals[i];
    if (known === undefined) {
      known = readNumeral(this.#lexicon, this.#clause, i) ?? null;
      this.#numerals[i] = known;
    }
    return known ?? undefined;
  }

  /** Where behind `start` a unit word may end or a numeral begin: no name ends before it. Starts must not decrease. */
  #endAfter(start: number): number {
    if (this.#nextEnd > start) return this.#nextEnd;
    const { kinds } = this.#lexicon;
    const { text } = this.#clause;
    let i = start + 1;
    while (i < text.length && (kinds[text.charCodeAt(i)]! & ENDS_NAME) === 0) i++;
    this.#nextEnd = i;
    return i;
  }

  #named(start: number, long: boolean, out: Part[]): void {
    const { kinds } = this.#lexicon;
    const { text, gap } = this.#clause;
    const limit = Math.min(text.length, start + (long ? NAME_LIMIT : SHORT_NAME));
    if (this.#endAfter(start) >= limit) return;
    const first = kinds[text.charCodeAt(start)]!;
    let cost = 0;
    for (let i = start; i < limit; i++) {
      const code = text.charCodeAt(i);
      const kind = kinds[code]!;
      if (i > start) {
        if (gap[i] !== GAP_NONE) cost += gap[i] === GAP_LINE ? LINE_COST : 0.8;
        if (long && i > start + 1 && (kind & (KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL)) !== 0) {
          const worth = this.#positionAt(i);
          const length = i - start;
          const han = (first & KIND_HAN) !== 0 || (kinds[text.charCodeAt(i - 1)]! & KIND_HAN) !== 0;
          if (han && worth > -9 && length <= 11 && !(worth < -0.5 && length > 6)) {
            // 锦绣江南 | 12: the end of a cell parts no name from its building.
            const apart = this.#clause.joined && gap[i] === GAP_LINE ? LINE_COST : 0;
            const whole = start === 0 && this.#isGroupAtEnd(i) ? 2.2 : 0;
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
        for (const unit of this.#endsAt(i)) {
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
            !this.#lexicon.isTown(text.slice(start, end))
          )
            continue;
          const part = namedPart(this.#lexicon, text, start, i + 1, unit, length, this.#costs[length]!);
          if (part !== undefined) out.push(part);
        }
      }
      if ((kind & KIND_HARD) !== 0) return;
      if ((kind & KIND_START_END) !== 0 && this.#lexicon.startsInside(text, start, i)) return;
      if ((kind & KIND_SOFT) !== 0) cost += 1;
      else if ((kind & KIND_MAYBE) !== 0) cost += 0.15;
    }
  }

  /**
   * Digits belong to a name right before a road word (太原1路, G107国道), or inside it (绿地21城).
   *
   * @returns Where the digits end when the name may go on behind them, else −1.
   */
  #digitsInName(start: number, i: number, limit: number, cost: number, out: Part[]): number {
    const { text } = this.#clause;
    const { kinds, named, numbered } = this.#lexicon;
    const end = digitsEnd(kinds, text, i);
    if (i === start || end === i || end - i > 3 || end >= limit) return -1;
    const next = text.charCodeAt(end);
    const unit = named.get(next)?.find((entry) => entry.level === ROAD && entry.word.length === 1);
    if (unit !== undefined && allowed(unit, text, end + 1)) {
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

  /**
   * What a name without a unit word that ends at `end` is worth: only a following building, floor or room number
   * makes it a place. −10 when nothing does.
   */
  #positionAt(end: number): number {
    return (this.#positions[end] ??= this.#readPosition(end));
  }

  #readPosition(end: number): number {
    const { kinds } = this.#lexicon;
    const { text, gap } = this.#clause;
    const kind = kinds[text.charCodeAt(end)]!;
    const before = kinds[text.charCodeAt(end - 1)]!;
    if ((before & (KIND_DIGIT | KIND_HARD | KIND_HAN_NUMERAL)) !== 0) return -10;
    if ((before & KIND_LETTER) !== 0 && gap[end] === GAP_NONE) return -10;
    const numeral = this.#numeral(end);
    if (numeral === undefined) return -10;
    const unit = unitAt(this.#lexicon, text, numeral.end);
    if (unit === undefined) {
      const written = text.slice(end, numeral.end);
      if (DOOR.test(written)) return 0.4;
      const letter = (kind & KIND_LETTER) !== 0 && /\d/.test(written);
      return letter || written.endsWith('F') || written.includes('-') ? -0.3 : -10;
    }
    if (unit.level === NUMBER) {
      // 政府令第13号: a paper has a number too.
      return PAPERS.includes(text[end - 1]!) || text[end] === '第' ? -10 : -0.7;
    }
    if (unit.level === GROUP) return -0.6;
    return unit.level < ESTATE ? -10 : -0.3;
  }

  /** A Chinese numeral and nothing behind it. */
  #isFlat(start: number, end: number): boolean {
    const { kinds } = this.#lexicon;
    const { text, gap } = this.#clause;
    if (gap[start] !== GAP_NONE || (kinds[text.charCodeAt(start)]! & KIND_HAN_NUMERAL) === 0) return false;
    return end >= text.length || gap[end] !== GAP_NONE || (kinds[text.charCodeAt(end)]! & KIND_HAN) === 0;
  }

  /** 青岗3组: a group ends the clause, and all before it is a name. */
  #isGroupAtEnd(at: number): boolean {
    const { text } = this.#clause;
    const end = this.#numeral(at)?.end ?? at;
    const unit = unitAt(this.#lexicon, text, end);
    return unit?.level === GROUP && end + unit.word.length === text.length;
  }

  #numbered(start: number, out: Part[]): void {
    const { kinds, numbered } = this.#lexicon;
    const { text, gap } = this.#clause;
    const numeral = this.#numeral(start);
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
        // 1-4, and the next line begins with 户籍: its first character is no unit of the numeral.
        if (gap[end] !== GAP_NONE) break;
        return;
      }
      if (!numeral.digits && !numeral.hidden && (end - start > 2 || !LETTERED.includes(unit.word))) return;
      if (gap[end] === GAP_LINE) cost += 1;
      if (unit.word === '户') flags |= HOUSEHOLD;
      // 7-2单元: building and unit.
      if (unit.level === UNIT && /\d-\d/.test(text.slice(start, end))) cost -= 0.5;
      out.push({
        start,
        end: stop,
        level: unit.level,
        score: (NUMBERED_WORTH[unit.level] ?? 0) - cost,
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
    // 四楼二: the flat on a storey.
    if (numeral.digits && '楼层'.includes(text[start - 1] ?? '.') && this.#isFlat(start, end)) {
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
          !this.#isNamed(end)) ||
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
    // 金竹村6B71D: digits around a letter are a room, whatever follows.
    const mixed = /\d[A-Za-z]\d/.test(text.slice(start, end));
    if (!alone && !hyphen && !mixed) flags |= GLUED;
    const door = DOOR.test(text.slice(start, end)) ? 1 : 0;
    const worth = (alone ? 0.7 : 0.3) + (hyphen ? 0.4 : 0) + door - cost;
    out.push({ start, end, level: ROOM, score: worth, flags });
    out.push({ start, end, level: NUMBER, score: worth - 0.5, flags });
  }
}

/** A blank stands inside the unit word from `start` to `end`: two words. */
function parted(gap: Uint8Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (gap[i] !== GAP_NONE) return true;
  return false;
}

function digitsEnd(kinds: Uint16Array, text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < 6 && (kinds[text.charCodeAt(end)]! & KIND_DIGIT) !== 0) end++;
  return end;
}
