/** What of a clause is read more than once: each place is looked at when first needed, then remembered. */
import { type Clause, GAP_NONE } from './clause.js';
import { ESTATE, GROUP, NUMBER, TOWN, VILLAGE } from './levels.js';
import {
  KIND_DIGIT,
  KIND_HAN_NUMERAL,
  KIND_HARD,
  KIND_LETTER,
  KIND_UNIT_END,
  type Lexicon,
  type UnitWord,
} from './lexicon.js';
import { allowed, unitAt } from './named-part.js';
import { type Numeral, readNumeral } from './numeral.js';

/** Ends of words that carry a serial number, not a house number. */
const PAPERS = '令告知文字号函议案发批第办部会局委团法例定书证册刊期届级届星线机车船舰井矿';
/** 7-1-1503: building, unit and room in one numeral. */
export const DOOR: RegExp = /^\d{1,2}-\d{1,2}-\d{3,4}$/u;

const PHASE_REACH = 24;
const PHASE =
  /^[A-Za-z\d一二三四五六七八九十]{1,3}[区期][A-Za-z\d一二三四五六七八九十]{1,4}(?:[栋幢座]|号楼)(?:[\d一二三四五六七八九十]{1,3}单元)?(?:[\d一二三四五六七八九十]{1,3}[楼层])?(?:\d{3,4}[室号户]?)?$/u;

const LEADS = '在至住';
const NONE: readonly UnitWord[] = [];
const ENDS_NAME = KIND_UNIT_END | KIND_DIGIT | KIND_LETTER | KIND_HAN_NUMERAL;

export class ClauseReader {
  readonly #lexicon: Lexicon;
  #clause: Clause = {
    text: '',
    at: [],
    gap: new Uint8Array(0),
    joined: false,
    cell: false,
    start: 0,
    end: 0,
  };
  #ends: (readonly UnitWord[] | undefined)[] = [];
  #numerals: (Numeral | null | undefined)[] = [];
  #positions: (number | undefined)[] = [];
  /** Up to where the next possible end of a name has been looked for, and where it is. */
  #nextEnd = -1;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  get clause(): Clause {
    return this.#clause;
  }

  read(clause: Clause): void {
    this.#clause = clause;
    this.#ends = [];
    this.#numerals = [];
    this.#positions = [];
    this.#nextEnd = -1;
  }

  /** Unit words behind a name that end with the character at `i` and are not the head of another word. */
  endsAt(i: number): readonly UnitWord[] {
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

  numeral(i: number): Numeral | undefined {
    let known = this.#numerals[i];
    if (known === undefined) {
      known = readNumeral(this.#lexicon, this.#clause, i) ?? null;
      this.#numerals[i] = known;
    }
    return known ?? undefined;
  }

  /** Where behind `start` a unit word may end or a numeral begin: no name ends before it. Starts must not decrease. */
  endAfter(start: number): number {
    if (this.#nextEnd > start) return this.#nextEnd;
    const { kinds } = this.#lexicon;
    const { text } = this.#clause;
    let i = start + 1;
    while (i < text.length && (kinds[text.charCodeAt(i)]! & ENDS_NAME) === 0) i++;
    this.#nextEnd = i;
    return i;
  }

  /**
   * What a name without a unit word that ends at `end` is worth: only a following building, floor or room number
   * makes it a place. −10 when nothing does.
   */
  positionAt(end: number): number {
    return (this.#positions[end] ??= this.#readPosition(end));
  }

  #readPosition(end: number): number {
    const { kinds } = this.#lexicon;
    const { text, gap } = this.#clause;
    const kind = kinds[text.charCodeAt(end)]!;
    const before = kinds[text.charCodeAt(end - 1)]!;
    if ((before & (KIND_DIGIT | KIND_HARD | KIND_HAN_NUMERAL)) !== 0) return -10;
    if ((before & KIND_LETTER) !== 0 && gap[end] === GAP_NONE) return -10;
    // 李女士在3栋2单元: what leads to a place ends no name.
    if (LEADS.includes(text[end - 1]!)) return -10;
    const numeral = this.numeral(end);
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

  /** 下朱A区748栋: one of the parts of an estate and a building end the clause, and all before them is a name. */
  isPhaseAtEnd(at: number): boolean {
    const { text } = this.#clause;
    return text.length - at <= PHASE_REACH && PHASE.test(text.slice(at));
  }

  /** 青岗3组: a group ends the clause, and all before it is a name. */
  isGroupAtEnd(at: number): boolean {
    const { text } = this.#clause;
    const end = this.numeral(at)?.end ?? at;
    const unit = unitAt(this.#lexicon, text, end);
    return unit?.level === GROUP && end + unit.word.length === text.length;
  }
}
