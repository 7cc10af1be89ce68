/** Look-up tables made of the address patterns, once for a detector, on first use. */
import { identityTable } from '../../text/char-class.js';
import { LEVELS } from './levels.js';
import type { AddressPatterns } from './patterns.js';

/** What may stand before the digits of a numeral. */
export const PREFIXES: readonly string[] = ['门牌', '自编', '地下', ...'第特附副新老旧负东西南北中之塔'];

/** Two code units as one small integer. */
export function pair(a: number, b: number): number {
  return (a - 0x3400) * 0x6c00 + (b - 0x3400);
}

const headHash = (first: number, second: number): number => (first * 31 + second) & 0xffff;

/** A unit word (号, 小区, 单元 …) with its level; `not` are words that must not follow. */
export interface UnitWord {
  readonly word: string;
  readonly level: number;
  readonly not: readonly string[];
  /** First code units of `not`. */
  readonly notHeads?: ReadonlySet<number>;
}

/** Bits of `classes`, by UTF-16 code unit of the text as written. */
export const CLASS_UNIT = 1;
export const CLASS_NUMERAL = 2;
export const CLASS_LEVEL = 4;
export const CLASS_CUE = 8;
export const CLASS_DIGIT = 16;
export const CLASS_STOP = 32;
export const CLASS_PLACE = 64;
/** Ends or holds the name of a place: one stands before every house number. */
export const CLASS_HEAD = 128;

/** Bits of `kinds`, by folded code unit. */
export const KIND_HAN = 1;
export const KIND_HARD = 2;
export const KIND_SOFT = 4;
export const KIND_MAYBE = 8;
export const KIND_DIGIT = 16;
export const KIND_LETTER = 32;
export const KIND_HAN_NUMERAL = 64;
export const KIND_STEM = 128;
/** Starts a numeral's prefix (第, 附, 东 …). */
export const KIND_PREFIX = 256;
/** Ends a unit word that stands behind a name. */
export const KIND_UNIT_END = 512;
/** Starts a word such as 对面 or 东侧. */
export const KIND_ASIDE = 1024;
/** Ends a word behind which a value begins (现住, 位于): no name goes over it. */
export const KIND_START_END = 2048;
/** Starts a word that is a part by itself (首层, 后楼, 东户). */
export const KIND_FIXED = 4096;

/** Values of `divisions`: level of the full name in the low bits, flags for short forms. */
export const SHORT = 16;
export const COMMON = 32;

/** Words behind which a value begins and which the name of a place may hold: 中国城, 安定居委会. */
const IN_NAMES: ReadonlySet<string> = new Set(['中国', '本市', '我市', '定居', '居于']);

const HAN_NUMERALS = '〇零一二三四五六七八九十百廿卅两壹贰叁肆伍陆柒捌玖拾佰';
/** Roman numerals stand for a block or a phase: one letter each is enough. */
const ROMAN = 'IIIVVVVVIXXX';
/** Pairs of a mark and what it folds to. */
const MARKS = '×*＊*○〇﹟#〔[〕]﹝[﹞]';
const STEMS = '甲乙丙丁戊己庚辛';
const STOPS = '\n\r\t，。；：！？,;:!?、"“”\'‘’《》<>|｜=＝';
const CUES = '住址籍口';
const LEVEL_TAILS = '路街道巷弄里苑园城厦座栋幢楼号区村庄府庭居轩阁湾郡期段场心际寓院厂元层组队社';
const HEADS =
  '路街道巷弄里条村庄屯寨镇乡县区市省州旗苑园城厦寓府庭居轩阁湾郡邸墅坊院楼栋幢座号社场心院际都景岸家苏木嘎查庙塘桥岭坪公舍某×线港沿货馆店坞岙垟埠廊站墩埭圩浜';
const CLASSES: readonly (readonly [number, string])[] = [
  [CLASS_LEVEL, LEVEL_TAILS],
  [CLASS_CUE, CUES],
  [CLASS_PLACE, '村屯社路街组队'],
  [CLASS_HEAD, HEADS],
  [CLASS_STOP, STOPS],
  [CLASS_NUMERAL, `*0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz${HAN_NUMERALS}${STEMS}`],
];
const DASHES = '-－‐‑‒–—―─﹣~～';

/** Ends of words for a group of villagers. */
export const GROUPS = '组組屯社队隊';

/** Names of towns that are searched for before a set of all is made. */
const SEARCHES = 50;

/** Everything the detector looks up. Never changed after it is made. */
export class Lexicon {
  readonly classes: Uint8Array = new Uint8Array(65536);
  /** Which two units in a row are worth a look, in running text and in a table; see `PAIR_LEFT`. */
  readonly pairs: Uint8Array = new Uint8Array(65536);
  readonly cellPairs: Uint8Array = new Uint8Array(65536);
  readonly kinds: Uint16Array = new Uint16Array(65536);
  /** Folded form of a code unit: simplified, half-width, one dash, ASCII brackets. */
  readonly fold: Uint16Array = identityTable();
  /** Unit words behind names, by their last code unit, longest first. */
  readonly named: Map<number, UnitWord[]> = new Map();
  /** Unit words behind numerals, by their first code unit, longest first. */
  readonly numbered: Map<number, UnitWord[]> = new Map();
  /** Unit words that need no numeral (首层, 东户), longest first. */
  readonly fixed: UnitWord[] = [];
  /** Words behind which a value begins, by their last code unit. */
  readonly starts: Map<number, string[]> = new Map();
  readonly divisions: ReadonlyMap<string, number>;
  /** Lengths of division names (bit n: length n) by their first two code units, see `pair`. */
  readonly lengths: Map<number, number> = new Map();
  readonly asides: readonly string[];
  /** Words of two characters that begin like one that no name holds, and are held by names: 自强, 将军. */
  readonly inNames: ReadonlySet<string>;
  /** Words such as 信用社 that end like a part but name no place, by their last code unit. */
  readonly noNames: Map<number, string[]> = new Map();
  /** Code units that fold to another one. */
  readonly #folded: number[] = [];
  /** A bit for each of them: small enough to be at hand, and most text has none. */
  readonly changed: Uint32Array = new Uint32Array(2048);
  /** Surnames of one character. */
  readonly surnames: ReadonlySet<string>;
  readonly #heads = new Uint8Array(65536);
  readonly #townText: string;
  #towns: ReadonlySet<string> | undefined;
  readonly #askedTowns = new Map<string, boolean>();
  readonly #words = new Map<string, string[]>();

  constructor(patterns: AddressPatterns) {
    this.#foldTable(patterns.traditional);
    this.#cueTables(patterns.cues);
    this.#unitTables(patterns.units);
    this.divisions = this.#divisionTable(patterns.divisions);
    this.#townText = `\n${patterns.towns}\n`;
    this.surnames = new Set(this.words('surnames').flatMap((list) => [...list]));
    this.inNames = new Set(this.words('in-name'));
    this.asides = [...this.words('aside')].sort((a, b) => b.length - a.length);
    for (const aside of this.asides) this.kinds[aside.charCodeAt(0)]! |= KIND_ASIDE;
    for (const prefix of PREFIXES) this.kinds[prefix.charCodeAt(0)]! |= KIND_PREFIX;
    for (const { word } of this.fixed) this.kinds[word.charCodeAt(0)]! |= KIND_FIXED;
    for (const last of this.named.keys()) this.kinds[last]! |= KIND_UNIT_END;
    this.#characterClasses();
  }

  /** A word such as 现住 or 位于 ends with the character at `last` and starts at `from` or behind it. */
  startsInside(text: string, from: number, last: number): boolean {
    for (const word of this.starts.get(text.charCodeAt(last)) ?? []) {
      if (word.length === 1 || IN_NAMES.has(word)) continue;
      if (last + 1 - word.length >= from && text.startsWith(word, last + 1 - word.length)) return true;
    }
    return false;
  }

  /** Words of one kind of cue. */
  words(kind: string): readonly string[] {
    return this.#words.get(kind) ?? [];
  }

  /** Whether a name may begin with these two code units: never wrong when it says no. */
  mayBeDivision(first: number, second: number): boolean {
    return this.#heads[headHash(first, second)] === 1;
  }

  isTown(name: string): boolean {
    const known = this.#towns?.has(name) ?? this.#askedTowns.get(name);
    if (known !== undefined) return known;
    // A search through the list is native, a set of it takes as long as a hundred searches.
    if (this.#askedTowns.size === SEARCHES) {
      this.#towns = new Set(this.#townText.split('\n'));
      return this.#towns.has(name);
    }
    const found = this.#townText.includes(`\n${name}\n`);
    this.#askedTowns.set(name, found);
    return found;
  }

  #foldTable(traditional: string): void {
    const { fold } = this;
    const set = (from: number, to: number): void => {
      fold[from] = to;
      if (from !== to) this.changed[from >>> 5]! |= 1 << (from & 31);
      this.#folded.push(from);
    };
    for (let i = 0; i + 1 < traditional.length; i += 2)
      set(traditional.charCodeAt(i), traditional.charCodeAt(i + 1));
    for (let i = 0xff01; i <= 0xff5e; i++) set(i, i - 0xfee0);
    for (const dash of DASHES) if (dash !== '-') set(dash.charCodeAt(0), 0x2d);
    for (let i = 0; i < 9; i++) set(0x2460 + i, 0x31 + i);
    for (let i = 0; i < 12; i++) set(0x2160 + i, ROMAN.charCodeAt(i));
    for (let i = 0; i + 1 < MARKS.length; i += 2) set(MARKS.charCodeAt(i), MARKS.charCodeAt(i + 1));
  }

  #cueTables(text: string): void {
    const { kinds } = this;
    kinds.fill(KIND_HAN, 0x3400, 0xa000);
    kinds['〇'.charCodeAt(0)] = KIND_HAN;
    for (let i = 0x30; i <= 0x39; i++) kinds[i] = KIND_DIGIT;
    for (let i = 0; i < 26; i++) {
      kinds[0x41 + i] = KIND_LETTER;
      kinds[0x61 + i] = KIND_LETTER;
    }
    kinds[0x2a] = KIND_DIGIT;
    for (const numeral of HAN_NUMERALS) kinds[numeral.charCodeAt(0)]! |= KIND_HAN_NUMERAL;
    for (const stem of STEMS) kinds[stem.charCodeAt(0)]! |= KIND_STEM;
    // `kind<TAB>word word …`: a kind a line.
    for (const line of text.split('\n')) {
      const tab = line.indexOf('\t');
      this.#words.set(line.slice(0, tab), line.slice(tab + 1).split(' '));
    }
    this.#single('hard', KIND_HARD);
    this.#single('soft', KIND_SOFT);
    this.#single('maybe', KIND_MAYBE);
    this.#single('start', KIND_SOFT);
    for (const word of this.words('no-name')) push(this.noNames, word.charCodeAt(word.length - 1), word);
    for (const word of this.words('start')) {
      push(this.starts, word.charCodeAt(word.length - 1), word);
      if (word.length > 1 && !IN_NAMES.has(word)) kinds[word.charCodeAt(word.length - 1)]! |= KIND_START_END;
    }
  }

  /** Marks the words of one character. */
  #single(kind: string, bit: number): void {
    for (const word of this.words(kind)) if (word.length === 1) this.kinds[word.charCodeAt(0)]! |= bit;
  }

  #unitTables(text: string): void {
    for (const line of text.split('\n')) {
      const [levelName, how, word, not] = line.split('\t') as [string, string, string, string?];
      const level = (LEVELS as readonly string[]).indexOf(levelName);
      const words = not === undefined || not === '' ? [] : not.split('|');
      const unit: UnitWord = {
        word,
        level,
        not: words,
        notHeads: new Set(words.map((each) => each.charCodeAt(0))),
      };
      if (how === 'fixed') {
        this.fixed.push(unit);
        continue;
      }
      if (how !== 'numbered') push(this.named, word.charCodeAt(word.length - 1), unit);
      if (how !== 'named') push(this.numbered, word.charCodeAt(0), unit);
    }
    for (const table of [this.named, this.numbered]) {
      for (const list of table.values()) list.sort((a, b) => b.word.length - a.word.length);
    }
    this.fixed.sort((a, b) => b.word.length - a.word.length);
  }

  #divisionTable(text: string): Map<string, number> {
    const table = new Map<string, number>();
    for (const group of text.split('\n')) {
      const tab = group.indexOf('\t');
      const entry = Number(group.slice(0, tab));
      for (const name of group.slice(tab + 1).split(' ')) {
        table.set(name, entry);
        const key = pair(name.charCodeAt(0), name.charCodeAt(1));
        this.#heads[headHash(name.charCodeAt(0), name.charCodeAt(1))] = 1;
        this.lengths.set(key, (this.lengths.get(key) ?? 0) | (1 << name.length));
      }
    }
    return table;
  }

  #characterClasses(): void {
    const { classes, fold } = this;
    // A loop over all units takes ten times as long as the rest, before it is compiled.
    const special: number[] = [];
    const add = (unit: number, bits: number): void => {
      classes[unit]! |= bits;
      special.push(unit);
    };
    for (const first of this.numbered.keys()) add(first, CLASS_UNIT);
    for (const [bit, characters] of CLASSES)
      for (const character of characters) add(character.charCodeAt(0), bit);
    for (let i = 0x30; i <= 0x39; i++) add(i, CLASS_DIGIT);
    // A code unit has the classes of what it folds to as well.
    for (const code of this.#folded) add(code, classes[fold[code]!]!);
    for (const character of BLANKS + LINKS + GROUPS) special.push(character.charCodeAt(0));
    for (const pairs of [this.pairs, this.cellPairs]) {
      pairs.fill(PAIR_ALONE << PAIR_SHIFT);
      pairs.fill((PAIR_ALONE | PAIR_HYPHENED) << PAIR_SHIFT, 0x4e00, 0xa000);
      for (const unit of special) pairs[unit] = pairBits(unit, classes[unit]!, pairs === this.cellPairs);
    }
  }
}

/**
 * Bits of `pairs`: two units may begin an address when one of the left bits of the first is among the right bits of the
 * second. The first pair is a unit word behind a numeral, the second digits behind the name of a place, the third stands
 * for units that are worth a look by themselves, the fourth for digits behind any character, which a hyphen has to follow.
 */
const PAIR_NUMERAL = 1;
const PAIR_DIGITS = 2;
const PAIR_ALONE = 4;
export const PAIR_HYPHENED = 8;
export const PAIR_SHIFT = 4;
export const PAIR_RIGHT = 15;
export const PAIR_LEFT: number = 15 << PAIR_SHIFT;

function pairBits(unit: number, classes: number, cells: boolean): number {
  let left = PAIR_ALONE;
  if ((classes & CLASS_NUMERAL) !== 0 || isBlank(unit)) left |= PAIR_NUMERAL;
  const place = (classes & CLASS_LEVEL) !== 0 || isBlank(unit) || isLink(unit);
  if ((classes & CLASS_DIGIT) === 0) left |= place ? PAIR_DIGITS : isHan(unit) ? PAIR_HYPHENED : 0;
  let right = 0;
  if ((classes & CLASS_UNIT) !== 0) right |= PAIR_NUMERAL;
  if ((classes & CLASS_DIGIT) !== 0) right |= PAIR_DIGITS | PAIR_HYPHENED;
  const group = GROUPS.includes(String.fromCharCode(unit));
  const named = cells ? (classes & (CLASS_LEVEL | CLASS_PLACE)) !== 0 : group;
  if (named || (classes & CLASS_CUE) !== 0) right |= PAIR_ALONE;
  return (left << PAIR_SHIFT) | right;
}

export const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;
export const isBlank = (code: number): boolean => code === 0x20 || code === 0xa0 || code === 0x3000;
const BLANKS = ' \u00a0\u3000';
const LINKS = '-_\uff0dABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Letters and dashes, which may stand between a name and the digits of a number. */
export const isLink = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2d ||
  code === 0x5f ||
  code === 0xff0d;

function push<K, V>(table: Map<K, V[]>, key: K, value: V): void {
  const list = table.get(key);
  if (list === undefined) table.set(key, [value]);
  else list.push(value);
}
