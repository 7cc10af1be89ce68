/** A segment as detectors see it: digit runs found once, labels and table headers read around candidates only. */
import type {
  Cell,
  DigitRun,
  LabelHit,
  Scoring,
  Segment,
  SegmentView,
  Span,
  ValueContext,
} from '../core/index.js';
import { digitRuns } from '../text/digit-runs.js';
import { joinedRuns } from '../text/joined-runs.js';
import type { LabelIndex } from '../text/label-index.js';
import { hitOf, LabelFinder } from './label-finder.js';
import { ListTops } from './list-tops.js';
import { LooseTables } from './loose-tables.js';
import { type NumberList, NumberLists } from './number-lists.js';
import { reachOf } from './prospects.js';
import { Lines, Tables } from './tables.js';

/** Text read before a value: far enough for a list of numbers behind one label. */
const REACH = 120;
/** Units before the value, digits and separators not counted, in which a label still speaks for it. */
const LABEL_REACH = 30;
/** Read behind a value: 13800138000（手机）. */
const AFTER_REACH = 12;
/** Contexts kept: several detectors ask for the same span. */
const REMEMBERED = 4096;
/** Units of a long line on each side of a value. */
const LINE_REACH = 400;
/** A line that is only a label is this short. */
const LABEL_LINE = 40;

/** An array for a shorter text costs more than it saves. */
const SHORT_TEXT = 200;
/** Units before a value in which a label for it may begin, those of the lines above it too: see `#lineAbove`. */
const ABOVE_REACH = 700;

/** The UTF-16 code units of a text. */
export type UnitsOf = (text: string) => Uint16Array;

export class View implements SegmentView {
  readonly segment: Segment;
  readonly text: string;
  readonly today: string;
  readonly tables: Tables;
  #looseTables: LooseTables | undefined;
  #tops: ListTops | undefined;
  #lists: NumberLists | undefined;
  /** Whether a word looks like a personal name. */
  readonly isName: (word: string) => boolean;
  readonly #labels: LabelFinder;
  readonly #lines: Lines;
  readonly #unitsOf: UnitsOf | undefined;
  #units: Uint16Array | undefined;
  #runs: readonly DigitRun[] | undefined;
  #joined: readonly DigitRun[] | undefined;
  readonly #contexts = new Map<number, ValueContext>();

  constructor(
    segment: Segment,
    labels: LabelIndex,
    today: string,
    unitsOf?: UnitsOf,
    isName: (word: string) => boolean = () => false,
  ) {
    this.isName = isName;
    this.segment = segment;
    this.text = segment.text;
    this.today = today;
    this.#unitsOf = segment.text.length < SHORT_TEXT ? undefined : unitsOf;
    this.#labels = new LabelFinder(segment.text, labels, () => this.units);
    this.#lines = new Lines(segment.text);
    this.tables = new Tables(segment, this.#labels);
  }

  get #loose(): LooseTables {
    return (this.#looseTables ??= new LooseTables(this.text, this.#labels));
  }

  runs(): readonly DigitRun[] {
    this.#runs ??= digitRuns(this.text, this.units);
    return this.#runs;
  }

  joinedRuns(): readonly DigitRun[] {
    this.#joined ??= joinedRuns(this.text, this.units);
    return this.#joined;
  }

  get units(): Uint16Array | undefined {
    return (this.#units ??= this.segment.units ?? this.#unitsOf?.(this.text));
  }

  /** Lets go of what only detectors read. */
  close(): void {
    this.#units = undefined;
    this.#runs = undefined;
    this.#joined = undefined;
  }

  /** Labels in any stretch of the text. */
  labels(start: number, end: number): LabelHit[] {
    return this.#labels.find(start, end);
  }

  /** Labels in a word that is no part of the text. */
  labelsOf(word: string): LabelHit[] {
    return this.#labels.within(word);
  }

  /** A stretch of the text in simplified characters, unit by unit. */
  simplified(start: number, end: number): string {
    return this.#labels.simplified(start, end);
  }

  /** Whether a label that speaks for a value may stand in the segment, or be its name. */
  mayHold(scoring: Scoring): boolean {
    return this.#labels.mayHold(this.#bitsOf(scoring)) || this.#isNamed(scoring);
  }

  announced(span: Span, scoring: Scoring, single: boolean): boolean {
    const kinds = this.#bitsOf(scoring);
    if (this.#isNamed(scoring)) return true;
    if (!this.#labels.mayHold(kinds)) return false;
    if (this.tables.meets(span)) return true;
    return (
      this.#labels.mayBegin(span.start - ABOVE_REACH, span.end + AFTER_REACH, kinds) ||
      this.#loose.mayHead(span, this.#lines.around(span, LINE_REACH), kinds, single)
    );
  }

  #bitsOf(scoring: Scoring): number {
    return this.#labels.kindBits(reachOf(scoring).kinds);
  }

  /** The segment's name is such a label. */
  #isNamed(scoring: Scoring): boolean {
    const { label } = this.segment;
    if (label === undefined) return false;
    const { kinds } = reachOf(scoring);
    return this.#labels.within(label).some((hit) => kinds.includes(hit.kind));
  }

  /** No column holds the value: it stands in no cell, and no label may be a header. */
  standsAlone(span: Span): boolean {
    return this.tables.cellAt(span.start) === undefined && this.#labels.none;
  }

  /** The word on top of a value's column, in a list that is no table. */
  listTop(span: Span): string {
    this.#tops ??= new ListTops(this.text);
    return this.#tops.topText(span);
  }

  /** The list of numbers that a value stands in; undefined for none. @param top The word on top, where it is known. */
  listAround(span: Span, cell: Cell | undefined, top: string): NumberList | undefined {
    this.#lists ??= new NumberLists(this.text, this.tables, this.isName);
    return this.#lists.around(span, cell, top);
  }

  context(span: Span): ValueContext {
    const key = span.start * 1024 + Math.min(1023, span.end - span.start);
    let context = this.#contexts.get(key);
    if (context === undefined) {
      context = this.#read(span);
      if (this.#contexts.size >= REMEMBERED) this.#contexts.clear();
      this.#contexts.set(key, context);
    }
    return context;
  }

  #read(span: Span): ValueContext {
    const cell = this.tables.cellAt(span.start);
    const line = this.#lines.around(span, LINE_REACH);
    const left = cell === undefined ? line.start : Math.max(line.start, cell.start);
    const from = this.#tupleStart(Math.max(left, span.start - REACH), span.start);
    let before = this.#near(from, span.start);
    let above: LabelHit[] = [];
    // 开户行及账号 | 中行历下支行 244208345671.
    const bank = cell !== undefined && BANK_BEFORE.test(this.text.slice(left, span.start));
    if (bank || onlyMarks(this.text, left, span.start)) {
      above = cell === undefined ? this.#lineAbove(left) : this.#cellBefore(cell);
    }
    if (before.length === 0 && this.segment.label !== undefined && span.start < REACH) {
      before = this.#labels
        .within(this.segment.label)
        .map((hit) => ({ ...hit, start: 0, end: 0, distance: 1 }))
        .reverse();
    }
    const right = Math.min(
      cell === undefined ? line.end : Math.min(cell.end, line.end),
      span.end + AFTER_REACH,
    );
    const after = this.#behind(span.end, right);
    let loose = cell === undefined && before.length === 0 ? this.#loose.header(span, line) : undefined;
    if (loose !== undefined && loose.own.length > 0 && above.length > 0) {
      if (this.#isField(above[0]!)) loose = undefined;
      else above = [];
    }
    return {
      before,
      after,
      above,
      header: cell === undefined ? (loose?.own ?? []) : this.tables.header(cell),
      table: cell === undefined ? (loose?.all ?? []) : this.tables.all(cell),
      line,
      ...(cell === undefined
        ? {}
        : { cell, columnText: this.tables.columnText(cell), tableText: this.tables.headerText(cell) }),
    };
  }

  /** Where the last row of an INSERT begins: what the rows before say is not said of this one. */
  #tupleStart(from: number, to: number): number {
    const parted = this.text.slice(from, to).lastIndexOf('),');
    return parted >= 0 && /^\),\s?\(/.test(this.text.slice(from + parted, to)) ? from + parted + 2 : from;
  }

  /** Labels before the value, nearest first, while no more than `LABEL_REACH` other units stand between. */
  #near(from: number, to: number): LabelHit[] {
    const hits: LabelHit[] = [];
    const labels = this.#labels.find(from, to);
    for (let i = labels.length - 1; i >= 0; i--) {
      const label = labels[i]!;
      if (this.#isRemark(label, to)) continue;
      const distance = wordsBetween(this.text, label.end, to);
      if (distance > LABEL_REACH) break;
      hits.push(hitOf(label, distance));
    }
    return hits;
  }

  /** 110101…（旧证）‖6228…: a closed bracket behind a number speaks of that one. */
  #isRemark({ start, end }: Span, to: number): boolean {
    return (
      /[\dXx*]\s?[（(]$/.test(this.text.slice(Math.max(0, start - 3), start)) &&
      /^[^（()）]{0,6}[)）]/.test(this.text.slice(end, Math.min(to, end + 8)))
    );
  }

  #behind(from: number, to: number): LabelHit[] {
    if (this.#labels.silent(from, to) || !/^\s{0,2}[(（【[]/.test(this.text.slice(from, to))) return [];
    return this.#labels.find(from, to).map((label) => hitOf(label, label.start - from));
  }

  /** The label that the line before consists of or ends with. */
  #lineAbove(lineStart: number): LabelHit[] {
    let end = lineStart;
    for (let tries = 0; tries < 3 && end > 0; tries++) {
      const previous = end < 2 ? -1 : this.text.lastIndexOf('\n', end - 2);
      const start = Math.max(previous + 1, end - 1 - 200);
      const content = this.text.slice(start, end);
      if (content.trim() === '') {
        end = start;
        continue;
      }
      if (/[。；;！？]\s*$/.test(content)) return [];
      const labels = this.#labels.find(start, end);
      const last = labels.at(-1);
      if (last === undefined || !onlyMarks(this.text, last.end, end)) return [];
      const ends = /[:：]\s*$/.test(content) || content.trim().length <= LABEL_LINE;
      return ends ? [{ ...last, distance: 1 }] : [];
    }
    return [];
  }

  /** A label alone in its line, with another value above it, not with another label: of a form, not of a header written cell by cell. */
  #isField(label: Span): boolean {
    const start = this.text.lastIndexOf('\n', label.start) + 1;
    if (start === 0) return false;
    const end = start - 1;
    const upper = this.text.slice(Math.max(this.text.lastIndexOf('\n', end - 1) + 1, end - LABEL_LINE), end);
    if (upper.trim() === '') return false;
    return /\d\s*$/.test(upper) || this.#labels.find(end - upper.length, end).length === 0;
  }

  /** The label in the cell to the left, of a form: 身份证号 | 440524…, or at the start of a row of such: 卡号 | 8000… | 8100…. */
  #cellBefore(cell: Cell): LabelHit[] {
    const row = this.tables.beside(cell);
    const at = row.indexOf(cell);
    const digits = digitsOf(this.text.slice(cell.start, Math.min(cell.end, cell.start + LABEL_LINE)));
    let empty = 0;
    for (let i = at - 1; i >= 0 && empty < 2; i--) {
      const other = row[i]!;
      const written = this.text.slice(other.start, Math.min(other.end, other.start + LABEL_LINE + 1));
      if (written.trim() === '') {
        empty++;
        continue;
      }
      if (written.length > LABEL_LINE) return [];
      // 身份证 | 1101… | 138…: one number is no other person's.
      if (VALUE_CELL.test(written) && isAlike(digitsOf(written), digits)) continue;
      const labels = this.#labels.find(other.start, other.end);
      const last = labels.at(-1);
      return last !== undefined && onlyMarks(this.text, last.end, other.end)
        ? [{ ...last, distance: 1 }]
        : [];
    }
    return [];
  }
}

const digitsOf = (written: string): number => written.replace(/\D/g, '').length;
/** Accounts are of many lengths, longer than other numbers. */
const isAlike = (a: number, b: number): boolean => a === b || (a >= 14 && b >= 14 && a !== 18 && b !== 18);
/** A cell of one number, of several persons side by side. */
const VALUE_CELL = /^\s*\d[\d\s-]{7,}[\dXx]\s*$/;
const MARKS = /^[\s:：,，、;；|｜/／*＊()（）【】[\]"'“”‘’=>\-—_.。·•]*$/;

/** A cell begins with the name of a bank. */
const BANK_BEFORE =
  /^\s{0,4}[\u4e00-\u9fff（）()]{1,24}(?:银行|[支分]行|信用社|联社|分理处|营业部|储蓄所)[\s:：,，]{0,4}$/;

/** Nothing but punctuation and white space. */
function onlyMarks(text: string, start: number, end: number): boolean {
  return end - start <= 60 && MARKS.test(text.slice(start, end));
}

/** Units between a label and a value that are no digits, blanks or marks: what a reader would have to skip. */
function wordsBetween(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x3b || unit === 0xff1b || unit === 0x3002) count += 12;
    else if ((unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || (unit >= 0x4e00 && unit <= 0x9fff))
      count++;
  }
  return count;
}
