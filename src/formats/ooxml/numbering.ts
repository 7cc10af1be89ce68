/** Lists of Word: what counts, and what stands before each paragraph. Source: ISO/IEC 29500-1, 17.9. */
import { decodeText } from '../../text/decode.js';
import { listNumber } from './list-number.js';
import type { WordStyle, WordStyles } from './styles.js';
import { attributeText } from './xml-text.js';
import { walkXml } from './xml-walk.js';

const LEVELS = 9;
/** `w:nfc` of Word 2003 XML by its code. Source: [MS-OSHARED] 2.2.1.3 (MSONFC). */
const CODES: readonly string[] = [
  ...['decimal', 'upperRoman', 'lowerRoman', 'upperLetter', 'lowerLetter', 'ordinal', 'cardinalText'],
  ...['ordinalText', 'hex', 'chicago', 'ideographDigital', 'japaneseCounting', 'aiueo', 'iroha'],
  ...['decimalFullWidth', 'decimalHalfWidth', 'japaneseLegal', 'japaneseDigitalTenThousand'],
  ...['decimalEnclosedCircle', 'decimalFullWidth2', 'aiueoFullWidth', 'irohaFullWidth', 'decimalZero'],
  ...['bullet', 'ganada', 'chosung', 'decimalEnclosedFullstop', 'decimalEnclosedParen'],
  ...['decimalEnclosedCircleChinese', 'ideographEnclosedCircle', 'ideographTraditional', 'ideographZodiac'],
  ...['ideographZodiacTraditional', 'taiwaneseCounting', 'ideographLegalTraditional'],
  ...['taiwaneseCountingThousand', 'taiwaneseDigital', 'chineseCounting', 'chineseLegalSimplified'],
  'chineseCountingThousand',
];
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

/** `word/numbering.xml`, or the lists of a document in one file. */
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
      // `listDef`, `list`, `ilfo`, `ilst` and `nfc` are the names of Word 2003 XML.
      if (name === 'abstractNum' || name === 'listDef') {
        abstract = { levels: new Map(), link: undefined };
        abstracts.set(value('abstractNumId') ?? value('listDefId') ?? '', abstract);
      } else if (name === 'num' || (name === 'list' && value('ilfo') !== undefined)) {
        num = { abstract: '', starts: new Map(), levels: new Map() };
        nums.set(value('numId') ?? value('ilfo') ?? '', num);
      } else if (name === 'lvlOverride') override = Number(value('ilvl') ?? 0);
      else if (name === 'lvl') {
        level = emptyLevel();
        (num ?? abstract)?.levels.set(Number(value('ilvl') ?? 0), level);
      } else if ((name === 'abstractNumId' || name === 'ilst') && num !== undefined)
        num.abstract = value() ?? '';
      else if (name === 'startOverride' && num !== undefined) num.starts.set(override, Number(value() ?? 0));
      else if (name === 'numStyleLink' && abstract !== undefined) abstract.link = value();
      else if (level === undefined) return;
      else if (name === 'start') level.start = Number(value() ?? 0);
      else if (name === 'nfc')
        level.format ??= value() === '255' ? 'none' : (CODES[Number(value() ?? 0)] ?? 'decimal');
      else if (name === 'numFmt') {
        level.format ??= value() ?? 'decimal';
        level.custom ||= value('format') ?? '';
      } else if (name === 'lvlText') level.text = (value() ?? '').slice(0, MAX_TEXT);
      else if (name === 'isLgl') level.legal = !/^(?:0|false|off)$/.test(value() ?? '1');
      else if (name === 'lvlRestart') level.restart = Number(value() ?? 0);
      else if (name === 'pStyle') level.style = value();
      else if (name === 'suff') level.suffix = /^nothing$/i.test(value() ?? '') ? '' : ' ';
    },
    close(name) {
      if (name === 'lvl') level = undefined;
      else if (name === 'abstractNum' || name === 'listDef') abstract = undefined;
      else if (name === 'num' || name === 'list') num = undefined;
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

type Counts = readonly (number | undefined)[];

/** What one paragraph changed. */
interface Step {
  readonly id: string;
  readonly counts: Counts | undefined;
  /** An own start that was used with it. */
  readonly key: string;
}

/** What was counted and taken back. */
export type Counted = readonly Step[];

/** Counts the lists of one part. */
export class ListCounter {
  readonly #numbering: Numbering;
  readonly #styles: WordStyles | undefined;
  /** By abstract list: the number of each level, undefined before its first paragraph. */
  readonly #counts = new Map<string, Counts>();
  /** Lists whose own start was used, by level. */
  readonly #started = new Set<string>();
  /** Since the first mark: what was before each step. `key` is '' where it was known already. */
  readonly #before: Step[] = [];
  readonly #marks: number[] = [];

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

  /** What is counted from here may be taken back. */
  mark(): void {
    this.#marks.push(this.#before.length);
  }

  /** Takes back what was counted since the last mark. @returns It, for `redo`. */
  rewind(): Counted {
    const from = this.#marks.pop() ?? this.#before.length;
    const counted: Step[] = [];
    while (this.#before.length > from) {
      const { id, counts, key } = this.#before.pop()!;
      counted.unshift({ id, counts: this.#counts.get(id), key });
      if (counts === undefined) this.#counts.delete(id);
      else this.#counts.set(id, counts);
      this.#started.delete(key);
    }
    return counted;
  }

  redo(counted: Counted): void {
    for (const step of counted) this.#step(step);
  }

  #step({ id, counts, key }: Step): void {
    if (this.#marks.length > 0) {
      this.#before.push({ id, counts: this.#counts.get(id), key: this.#started.has(key) ? '' : key });
    }
    if (counts !== undefined) this.#counts.set(id, counts);
    if (key !== '') this.#started.add(key);
  }

  #count(id: string, numId: string, num: Num, levels: ReadonlyMap<number, Level>, at: number): Counts {
    const counts = [...(this.#counts.get(id) ?? new Array<number | undefined>(LEVELS))];
    const override = num.starts.get(at);
    const key = `${numId} ${at}`;
    const start = (level: number): number => num.starts.get(level) ?? levels.get(level)?.start ?? 0;
    if (override !== undefined && !this.#started.has(key)) counts[at] = override;
    else counts[at] = counts[at] === undefined ? start(at) : counts[at] + 1;
    for (let i = 0; i < at; i++) counts[i] ??= start(i);
    for (let i = at + 1; i < LEVELS; i++) {
      const restart = levels.get(i)?.restart;
      if (restart === undefined || (restart > 0 && at < restart)) counts[i] = undefined;
    }
    this.#step({ id, counts, key });
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
