/** Lists of Word: what counts, and what stands before each paragraph. Source: ISO/IEC 29500-1, 17.9. */
import { decodeText } from '../../text/decode.js';
import { listNumber } from './list-number.js';
import type { WordStyle, WordStyles } from './styles.js';
import { attributeText } from './xml-text.js';
import { walkXml } from './xml-walk.js';

const LEVELS = 9;
/** A list's text is never longer in a document that people read. */
const MAX_TEXT = 255;

interface Level {
  start: number;
  format: string | undefined;
  custom: string;
  text: string;
  legal: boolean;
  /** `w:lvlRestart`: level from 1 after which it starts again, 0 for never. */
  restart: number | undefined;
  style: string | undefined;
  suffix: string;
}

interface Abstract {
  readonly levels: Map<number, Level>;
  /** Name of the style whose list this one is. */
  link: string | undefined;
}

interface Num {
  abstract: string;
  readonly starts: Map<number, number>;
  readonly levels: Map<number, Level>;
}

/** `word/numbering.xml`. */
export interface Numbering {
  readonly abstracts: ReadonlyMap<string, Abstract>;
  readonly nums: ReadonlyMap<string, Num>;
}

export function readNumbering(bytes: Uint8Array): Numbering {
  const { text } = decodeText(bytes);
  const abstracts = new Map<string, Abstract>();
  const nums = new Map<string, Num>();
  let abstract: Abstract | undefined;
  let num: Num | undefined;
  let override = 0;
  let level: Level | undefined;
  walkXml(text, {
    open(name, attributes) {
      const value = (attribute: string = 'val'): string | undefined =>
        attributeText(text, attributes, attribute);
      if (name === 'abstractNum') {
        abstract = { levels: new Map(), link: undefined };
        abstracts.set(value('abstractNumId') ?? '', abstract);
      } else if (name === 'num') {
        num = { abstract: '', starts: new Map(), levels: new Map() };
        nums.set(value('numId') ?? '', num);
      } else if (name === 'lvlOverride') override = Number(value('ilvl') ?? 0);
      else if (name === 'lvl') {
        level = emptyLevel();
        (num ?? abstract)?.levels.set(Number(value('ilvl') ?? 0), level);
      } else if (name === 'abstractNumId' && num !== undefined) num.abstract = value() ?? '';
      else if (name === 'startOverride' && num !== undefined) num.starts.set(override, Number(value() ?? 0));
      else if (name === 'numStyleLink' && abstract !== undefined) abstract.link = value();
      else if (level === undefined) return;
      else if (name === 'start') level.start = Number(value() ?? 0);
      else if (name === 'numFmt') {
        level.format ??= value() ?? 'decimal';
        level.custom ||= value('format') ?? '';
      } else if (name === 'lvlText') level.text = (value() ?? '').slice(0, MAX_TEXT);
      else if (name === 'isLgl') level.legal = !/^(?:0|false|off)$/.test(value() ?? '1');
      else if (name === 'lvlRestart') level.restart = Number(value() ?? 0);
      else if (name === 'pStyle') level.style = value();
      else if (name === 'suff') level.suffix = value() === 'nothing' ? '' : ' ';
    },
    close(name) {
      if (name === 'lvl') level = undefined;
      else if (name === 'abstractNum') abstract = undefined;
      else if (name === 'num') num = undefined;
    },
    text() {},
    rest() {},
  });
  return { abstracts, nums };
}

function emptyLevel(): Level {
  return {
    start: 0,
    format: undefined,
    custom: '',
    text: '',
    legal: false,
    restart: undefined,
    style: undefined,
    suffix: ' ',
  };
}

/** What a paragraph says of its list. */
export interface ListItem {
  readonly style: string | undefined;
  readonly numId: string | undefined;
  readonly level: number | undefined;
}

/** Counts the lists of one part. */
export class ListCounter {
  readonly #numbering: Numbering;
  readonly #styles: WordStyles | undefined;
  /** By abstract list: the number of each level, undefined before its first paragraph. */
  readonly #counts = new Map<string, (number | undefined)[]>();
  /** Lists whose own start was used, by level. */
  readonly #started = new Set<string>();

  constructor(numbering: Numbering, styles: WordStyles | undefined) {
    this.#numbering = numbering;
    this.#styles = styles;
  }

  /** Counts a paragraph. @returns What Word writes before it; '' for nothing, and for bullets. */
  next({ style, numId: stated, level: statedLevel }: ListItem): string {
    const styled: WordStyle =
      (style === undefined ? this.#styles?.paragraph : this.#styles?.byId.get(style)) ?? {};
    const numId = stated ?? styled.numId;
    const num = numId === undefined || numId === '0' ? undefined : this.#numbering.nums.get(numId);
    if (num === undefined) return '';
    const [id, levels] = this.#levels(num);
    const linked = stated === undefined && style !== undefined ? levelOf(levels, style) : undefined;
    const at = statedLevel ?? linked ?? styled.level ?? 0;
    if (!(at >= 0 && at < LEVELS)) return '';
    const counts = this.#count(id, numId!, num, levels, at);
    const own = levels.get(at);
    if (own === undefined || own.format === 'bullet') return '';
    const text = own.text.replace(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1;
      if (index > at) return '';
      const { format = 'decimal', custom = '' } = levels.get(index) ?? {};
      // `isLgl`: Arabic digits for every level.
      return listNumber(counts[index] ?? 0, own.legal ? 'decimal' : format, custom);
    });
    return text === '' ? '' : `${text}${own.suffix}`;
  }

  #count(
    id: string,
    numId: string,
    num: Num,
    levels: ReadonlyMap<number, Level>,
    at: number,
  ): (number | undefined)[] {
    let counts = this.#counts.get(id);
    if (counts === undefined) this.#counts.set(id, (counts = new Array<number | undefined>(LEVELS)));
    const override = num.starts.get(at);
    const key = `${numId} ${at}`;
    const start = (level: number): number => num.starts.get(level) ?? levels.get(level)?.start ?? 0;
    if (override !== undefined && !this.#started.has(key)) counts[at] = override;
    else counts[at] = counts[at] === undefined ? start(at) : counts[at] + 1;
    this.#started.add(key);
    for (let i = 0; i < at; i++) counts[i] ??= start(i);
    for (let i = at + 1; i < LEVELS; i++) {
      const restart = levels.get(i)?.restart;
      if (restart === undefined || (restart > 0 && at < restart)) counts[i] = undefined;
    }
    return counts;
  }

  /** The key of what a list counts with, and its levels: a style may lead to another list. */
  #levels(num: Num): [string, ReadonlyMap<number, Level>] {
    let id = num.abstract;
    let abstract = this.#numbering.abstracts.get(id);
    if (abstract?.link !== undefined && abstract.levels.size === 0) {
      const numId = this.#styles?.byId.get(abstract.link)?.numId;
      const other = numId === undefined ? undefined : this.#numbering.nums.get(numId);
      if (other !== undefined) {
        id = other.abstract;
        abstract = this.#numbering.abstracts.get(id);
      }
    }
    const levels = abstract?.levels ?? new Map<number, Level>();
    return [id, num.levels.size === 0 ? levels : new Map([...levels, ...num.levels])];
  }
}

function levelOf(levels: ReadonlyMap<number, Level>, style: string): number | undefined {
  for (const [at, level] of levels) if (level.style === style) return at;
  return undefined;
}
