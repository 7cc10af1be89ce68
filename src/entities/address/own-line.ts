/**
 * Lines that hold nothing but one address: what no unit word closes in them is a name, and goes with the address.
 *
 * 佳顺职业服人民西路55号, 余杭区美好桂花星韵路97号, 九堡镇青现汽配乔下线450号. In running text such names are read only
 * between a division and a road with its number, and only when they end like the name of a body (…超市, …公司).
 */
import type { Chain, ChainFinder } from './chain.js';
import { type Clause, GAP_NONE } from './clause.js';
import { BUILDING, ESTATE, GROUP, NUMBER, ROAD, ROOM, TOWN, VILLAGE } from './levels.js';
import {
  GROUPS,
  KIND_DIGIT,
  KIND_HAN,
  KIND_HAN_NUMERAL,
  KIND_HARD,
  KIND_LETTER,
  KIND_SOFT,
  KIND_START_END,
  KIND_STEM,
  type Lexicon,
} from './lexicon.js';
import { ownStretch, type Stretch } from './line-stretch.js';
import {
  BARE,
  BY_DIGITS,
  BY_GAZETTEER,
  BY_POSITION,
  BY_SHORT,
  BY_UNIT,
  GLUED,
  HOUSEHOLD,
  type Part,
  STUMP,
} from './part.js';

/** Longest name, in units. */
const NAME_LIMIT = 26;
/** What it is worth that a line holds nothing else. */
const ALONE = 0.4;
/** And a numeral without a unit word at its end. */
const BARE_SCORE = 0.8;
/** Longest name of a group, without its unit word. */
const GROUP_NAME = 4;
/** Longest name of a person before an address. */
const PERSON_NAME = 3;
/** Longest name in running text. */
const SHORT_LIMIT = 14;
const WORDS = KIND_HAN | KIND_LETTER | KIND_DIGIT;
const NUMERALS = KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL | KIND_STEM;
/** Where no road is named, these are of bodies and their work: 管理办法第5号, 项目3栋. */
const WORK = /管理|工作|情况|办法|方案|计划|检查|查处|获得|完成|拥有|总计|合计|编号|项目|工程|地块/u;
/** What carries a number and is no place: 令第5号, 列车8号. */
const SERIAL = /[令告知文函号字第期届]$/u;
const MACHINE = /[星船舰机井矿车票卡证书件案]$/u;
export class OwnLine {
  readonly #lexicon: Lexicon;
  readonly #finder: ChainFinder;
  /** Last characters of words for bodies that stand at a road: 超市, 公司. */
  readonly #bodies: ReadonlyMap<string, readonly string[]>;

  constructor(lexicon: Lexicon, finder: ChainFinder) {
    this.#lexicon = lexicon;
    this.#finder = finder;
    const bodies = new Map<string, string[]>();
    for (const kind of ['facility', 'establishment', 'commercial', 'org-name', 'trade-behind']) {
      for (const word of lexicon.words(kind)) {
        if (word.length < 2) continue;
        const list = bodies.get(word.at(-1)!);
        if (list === undefined) bodies.set(word.at(-1)!, [word]);
        else list.push(word);
      }
    }
    this.#bodies = bodies;
  }

  /** Whether the line, or field, of the clause holds nothing but words and the numbers of an address. */
  isAlone(clause: Clause, text: string): boolean {
    const stretch = ownStretch(this.#lexicon, clause, text);
    return stretch !== undefined && stretch.start === 0 && stretch.end === clause.text.length;
  }

  /**
   * @param chains Of one clause, in the order of the text.
   * @param text The text that the clause was cut from.
   * @param stands Whether a chain is a detailed address as it is.
   * @returns The chains; those of a line that is one address joined by the names between them.
   */
  join(
    clause: Clause,
    chains: readonly Chain[],
    text: string,
    stands: (chain: Chain) => boolean,
  ): readonly Chain[] {
    const stretch = ownStretch(this.#lexicon, clause, text);
    if (stretch === undefined) return this.#joinedInText(clause, chains);
    const inside = chains.filter(
      ({ parts }) => parts[0]!.start >= stretch.start && parts.at(-1)!.end <= stretch.end,
    );
    const outside = chains.length - inside.length;
    if (
      outside > 0 &&
      chains.some(
        (chain) =>
          !inside.includes(chain) &&
          chain.parts.at(-1)!.end > stretch.start &&
          chain.parts[0]!.start < stretch.end,
      )
    )
      return chains;
    if (inside.some((chain) => chain.natural && stands(chain))) return chains;
    const joined = this.#address(clause, stretch, inside);
    if (joined === undefined) return chains;
    return [...chains.filter((chain) => !inside.includes(chain)), joined].sort(
      (a, b) => a.parts[0]!.start - b.parts[0]!.start,
    );
  }

  /** Head of divisions or nothing, names, and the parts from the first that has a number on. */
  #address(clause: Clause, { start, end }: Stretch, chains: readonly Chain[]): Chain | undefined {
    const [first] = chains;
    const begun = first?.natural === true && isBegin(first, start);
    const head = begun
      ? coarse(first)
      : this.#divisions(start, first === undefined ? end : first.parts[0]!.start);
    const parts = head?.parts ?? [];
    const from = parts.at(-1)?.end ?? start;
    const known = parts.some(isKnown);
    const tail =
      (begun ? fineParts(first) : undefined) ??
      this.#tail(begun ? chains.slice(1) : chains) ??
      this.#numbers(clause, from, end, known, parts.at(-1)?.level === ROAD) ??
      (parts.at(-1)?.level === VILLAGE ? this.#group(clause, from, end) : undefined);
    const fine = tail?.[0];
    if (tail === undefined || fine === undefined || fine.start < from) return undefined;
    const onRoad = fine.level === ROAD || parts.at(-1)?.level === ROAD;
    // Without a division only a road with its number, or a building, shows that the line is a place.
    if (!known && !onRoad && fine.level !== BUILDING && fine.level !== NUMBER && !isInside(tail))
      return undefined;
    const gap = {
      start: parts.length === 0 ? this.#wordStart(clause, from, fine.start) : from,
      end: fine.start,
    };
    if (gap.end - gap.start > NAME_LIMIT) return undefined;
    const name = clause.text.slice(gap.start, gap.end);
    // 青龙路站2号口.
    if (fine.level !== ROAD && clause.text[tail.at(-1)!.end] === '口') return undefined;
    if (!onRoad) {
      // 青松队3比2.
      if ((fine.flags & BARE) !== 0 && /\d/u.test(name)) return undefined;
      if (SERIAL.test(name) || WORK.test(name) || (!known && MACHINE.test(name))) return undefined;
      // (2026)川1703刑初398号: the number of a case.
      if (!known && /[()]|\d{4}/u.test(name)) return undefined;
      if (name.length < 2 && parts.length === 0) return undefined;
    }
    if (name === '' && parts.length === 0) return undefined;
    const lead: Part[] = name === '' ? [] : [{ ...gap, level: ESTATE, score: 0, flags: BY_POSITION }];
    const all = [...parts, ...lead, ...tail];
    return {
      parts: all,
      score: all.reduce((sum, part) => sum + part.score, ALONE),
      natural: true,
      alone: true,
    };
  }

  #divisions(start: number, end: number): Chain | undefined {
    const head = this.#finder.divisionsAt(start, end);
    return head?.parts.some(isKnown) === true ? head : undefined;
  }

  /** 张三 青湖人家6号: a word before the blank is another one. */
  #wordStart({ gap }: Clause, start: number, end: number): number {
    let at = end;
    while (at > start && gap[at] === GAP_NONE) at--;
    return at;
  }

  /** Parts of the first chain with a number, from its road on: what may be the short name of a division is the end of a name. */
  #tail(chains: readonly Chain[]): readonly Part[] | undefined {
    for (const { parts } of chains) {
      if (!parts.some(isFine)) continue;
      const at = parts.findIndex(({ level, flags }) => (flags & BY_SHORT) === 0 && level >= ROAD);
      return parts.slice(at);
    }
    return undefined;
  }

  /** Numbers with their unit words that no chain was long enough to hold, and a bare one behind a road or at the end of the line. */
  #numbers(
    clause: Clause,
    from: number,
    end: number,
    known: boolean,
    road: boolean,
  ): readonly Part[] | undefined {
    const { kinds } = this.#lexicon;
    const { text, gap } = clause;
    for (let i = from; i < end; i++) {
      const kind = kinds[text.charCodeAt(i)]!;
      if ((kind & NUMERALS) === 0) continue;
      // AAAA96楼: the digits behind the letters.
      const before = i > from ? kinds[text.charCodeAt(i - 1)]! : 0;
      if ((before & NUMERALS) !== 0 && ((before & KIND_LETTER) === 0 || (kind & KIND_DIGIT) === 0)) continue;
      const parts: Part[] = [];
      let at = i;
      while (at < end) {
        const part =
          at === from && road
            ? (this.#numberAt(clause, at, end) ?? this.#bareAt(at, end))
            : (this.#numberAt(clause, at, end) ??
              (known && at > from + 1 ? this.#lastAt(clause, at, end, at > i) : undefined));
        if (part === undefined || (at > i && gap[at] !== GAP_NONE && (part.flags & BARE) !== 0)) break;
        parts.push(part);
        at = part.end;
      }
      // 规上企业15户: how many.
      if (parts.some(isFine) && (parts[0]!.flags & HOUSEHOLD) === 0) return parts;
    }
    return undefined;
  }

  #numberAt({ text }: Clause, at: number, end: number): Part | undefined {
    if (text[at] === '第') return undefined;
    return this.#finder
      .numbersAt(at)
      .find(
        (part) => part.end <= end && part.level >= GROUP && part.level !== ROAD && (part.flags & BARE) === 0,
      );
  }

  /** 银杏路56青湖食品: the number of a house right behind its road. */
  #bareAt(at: number, end: number): Part | undefined {
    const part = this.#finder.numbersAt(at).find(({ level, end: stop }) => level === NUMBER && stop <= end);
    return part === undefined ? undefined : { ...part, score: BARE_SCORE, flags: part.flags & ~GLUED };
  }

  /** 濮青镇国贸名品港2622: a numeral that ends the line. */
  #lastAt({ text }: Clause, at: number, end: number, behind: boolean): Part | undefined {
    const part = this.#finder.numbersAt(at).find(({ level, end: stop }) => level === NUMBER && stop === end);
    if (
      part === undefined ||
      (!behind && !/^(?!(?:19|20)\d\d$)[A-Z]?\d{1,4}(?:[-_]\d{1,4}){0,2}$/iu.test(text.slice(at, end)))
    )
      return undefined;
    return { ...part, score: BARE_SCORE };
  }

  /** 复兴村青琪河口组: the name of a group that ends the line, behind its village. */
  #group({ text }: Clause, from: number, end: number): readonly Part[] | undefined {
    if (end - from < 3) return undefined;
    for (const { word, level, not } of this.#lexicon.named.get(text.charCodeAt(end - 1)) ?? []) {
      if (level !== GROUP || !text.startsWith(word, end - word.length) || !GROUPS.includes(word.at(-1)!))
        continue;
      if (
        not.length > 0 &&
        this.#lexicon.noNames.get(text.charCodeAt(end - 1))?.some((each) => text.endsWith(each))
      )
        continue;
      const start = Math.max(from, end - word.length - GROUP_NAME);
      return [{ start, end, level, score: 0.9, flags: BY_UNIT }];
    }
    return undefined;
  }

  /** 西湖区青联超市文三路88号 in a sentence: a body between a division, or a word that a value begins behind, and its road. */
  #joinedInText(clause: Clause, chains: readonly Chain[]): readonly Chain[] {
    const at = chains.findIndex(
      ({ natural, parts }) =>
        !natural && parts.some(({ level }) => level === NUMBER) && parts.some(({ level }) => level === ROAD),
    );
    const tail = at < 0 ? undefined : this.#tail([chains[at]!]);
    if (tail === undefined) return chains;
    const before = chains[at - 1];
    const head =
      before?.natural === true && before.parts.every(({ level }) => level <= TOWN) ? before : undefined;
    const end = tail[0]!.start;
    const low = before?.parts.at(-1)?.end ?? 0;
    const start = head === undefined ? this.#valueStart(clause, end, low) : low;
    if (start < 0 || !this.#isBody(clause, { start, end })) return chains;
    const joined: Chain = {
      parts: [...(head?.parts ?? []), { start, end, level: ESTATE, score: 0, flags: BY_POSITION }, ...tail],
      score: (head?.score ?? 0) + chains[at]!.score,
      natural: true,
    };
    return [...chains.slice(0, head === undefined ? at : at - 1), joined, ...chains.slice(at + 1)];
  }

  /** Behind the last word that a value begins behind (送到, 位于), in reach of `end`; −1 when there is none. */
  #valueStart({ text }: Clause, end: number, low: number): number {
    for (let i = end; i > Math.max(low, end - SHORT_LIMIT); i--) {
      const words = this.#lexicon.starts.get(text.charCodeAt(i - 1)) ?? [];
      if (words.some((word) => word.length > 1 && text.startsWith(word, i - word.length))) return i;
    }
    return -1;
  }

  #isBody({ text, gap }: Clause, { start, end }: Stretch): boolean {
    const { kinds } = this.#lexicon;
    if (end - start < 3 || end - start > SHORT_LIMIT) return false;
    for (let i = start; i < end; i++) {
      const kind = kinds[text.charCodeAt(i)]!;
      if (
        (kind & WORDS) === 0 ||
        (kind & (KIND_HARD | KIND_SOFT | KIND_START_END)) !== 0 ||
        gap[i] !== GAP_NONE
      )
        return false;
    }
    const name = text.slice(start, end);
    return (
      this.#bodies.get(name.at(-1)!)?.some((word) => word.length < name.length && name.endsWith(word)) ===
      true
    );
  }
}

/** A division by its full name, or that the gazetteer knows by its short one. */
const isKnown = ({ level, flags }: Part): boolean =>
  level <= TOWN && ((flags & (BY_GAZETTEER | BY_SHORT)) !== 0 || level === TOWN);

const isFine = ({ level, flags }: Part): boolean =>
  (flags & BY_DIGITS) !== 0
    ? level === GROUP || (level >= NUMBER && level !== ESTATE)
    : // A座: enough behind a division.
      level === BUILDING && (flags & BY_UNIT) !== 0;

/** What of a chain stands before its first number; 上城 before 埭1115 begins a longer name. */
function coarse(chain: Chain): Chain {
  const at = chain.parts.findIndex(isFine);
  if (at >= 0) return { ...chain, parts: chain.parts.slice(0, at) };
  const stump = chain.parts.length > 1 && (chain.parts.at(-1)!.flags & STUMP) !== 0;
  return stump ? { ...chain, parts: chain.parts.slice(0, -1) } : chain;
}

/** A chain begins the stretch, or stands behind the name of a person in it. */
const isBegin = ({ parts }: Chain, start: number): boolean =>
  parts[0]!.start === start ||
  (parts[0]!.start - start <= PERSON_NAME && parts[0]!.start > start && isKnown(parts[0]!));

/** 凯青桂园10栋2656, 名品港七楼1538号: two numbers, one inside the other. */
const isInside = (parts: readonly Part[]): boolean =>
  parts.filter((part) => isFine(part) && part.level >= NUMBER).length > 1 &&
  (parts.find(isFine)?.level ?? ROOM) < ROOM;

/** A chain from its first number on. */
function fineParts({ parts }: Chain): readonly Part[] | undefined {
  const at = parts.findIndex(isFine);
  return at < 0 ? undefined : parts.slice(at);
}
