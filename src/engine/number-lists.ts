/**
 * The list that a bare number stands in: a column of a table, numbers alone in their lines (perhaps one cell a line), or
 * lines that hold as many numbers as its own. Read around candidates that nothing labels, and every list once.
 */
import type { Cell, Span } from '../core/index.js';
import {
  ADDRESSED,
  type Found,
  isThing,
  type Member,
  namesThing,
  numberOf,
  numbersIn,
  SUM,
  sharedWord,
  sideOf,
  WORD,
} from './list-numbers.js';
import type { Tables } from './tables.js';

export interface NumberList {
  readonly members: readonly Member[];
  /** The word on top, or the word that stands before every number; '' for none. */
  readonly header: string;
  /** Offset of the first number, where the numbers follow each other in one line. */
  readonly lead?: number;
  /** Of the rows, those in which another word stands that `isName` knows. */
  readonly named: number;
  /** Of the rows, those that name an appliance or a fixture. */
  readonly things: number;
  /** Of the rows, those that name a payment. */
  readonly payments: number;
  readonly rows: number;
}

/** Rows of a list that are read on each side. */
const MOST_ROWS = 400;
/** A longer line is running text. */
const LONGEST_LINE = 240;
/** Lines between two numbers of a list that was pasted one cell a line. */
const MAX_PERIOD = 24;
const LONGEST_HEADER = 20;
/** Periods that are tried. */
const MOST_PERIODS = 4;

/** Between the numbers of a list in one line. */
const SEPARATOR = /^[\s、，,;；/|]{1,4}$/;

export class NumberLists {
  readonly #text: string;
  readonly #tables: Tables;
  readonly #isName: (word: string) => boolean;
  readonly #known = new Map<string, NumberList>();

  constructor(text: string, tables: Tables, isName: (word: string) => boolean) {
    this.#text = text;
    this.#tables = tables;
    this.#isName = isName;
  }

  /** @returns undefined where the value stands in no list. @param header The word on top, where another reader knows it. */
  around(span: Span, cell: Cell | undefined, header: string): NumberList | undefined {
    return cell === undefined ? this.#inLines(span, header) : this.#column(cell, header);
  }

  #column(cell: Cell, header: string): NumberList | undefined {
    const key = `c${cell.table} ${cell.column}`;
    let list = this.#known.get(key);
    if (list === undefined) {
      const members: Member[] = [];
      let named = 0;
      let things = 0;
      let payments = 0;
      const column = this.#tables.column(cell);
      for (const one of column.slice(0, MOST_ROWS * 2)) {
        const member = numberOf(this.#text.slice(one.start, Math.min(one.end, one.start + 40)));
        if (member === undefined) continue;
        members.push(member);
        const others = this.#tables
          .beside(one)
          .filter((other) => other !== one && other.end - other.start <= 12)
          .map(({ start, end }) => this.#text.slice(start, end).replace(/\s+/g, ''));
        if (others.some(isThing)) things++;
        if (others.some((other) => SUM.test(other))) payments++;
        if (others.some((other) => ADDRESSED.test(other) || (!isThing(other) && this.#isName(other))))
          named++;
      }
      list = { members, header, named, things, payments, rows: members.length };
      this.#known.set(key, list);
    }
    return list.members.length > 1 ? list : undefined;
  }

  #inLines(span: Span, header: string): NumberList | undefined {
    const line = this.#lineAt(span.start);
    if (line === undefined) return undefined;
    const content = this.#text.slice(line.start, line.end);
    if (numberOf(content) !== undefined) return this.#alone(line, header);
    const found = numbersIn(content);
    const at = found.findIndex(
      ({ start }) => line.start + start >= span.start && line.start + start < span.end,
    );
    if (at < 0) return undefined;
    const lines = this.#alike(line, found.length, at, header);
    return lines !== undefined && lines.rows > 2 ? lines : (this.#chain(line.start, found, at) ?? lines);
  }

  /** Numbers of one line that nothing but separators parts. */
  #chain(offset: number, found: readonly Found[], at: number): NumberList | undefined {
    const key = (index: number): string => `i${offset + found[index]!.start}`;
    const known = this.#known.get(key(at));
    if (known !== undefined) return known.rows > 1 ? known : undefined;
    const joined = (index: number): boolean => {
      const [a, b] = [found[index], found[index + 1]];
      if (a === undefined || b === undefined) return false;
      return SEPARATOR.test(this.#text.slice(offset + a.end, offset + b.start));
    };
    let from = at;
    while (joined(from - 1)) from--;
    let to = at;
    while (joined(to)) to++;
    const length = found[at]!.member.digits.length;
    const own = found
      .slice(from, to + 1)
      .filter(({ member }) => Math.abs(member.digits.length - length) < 3)
      .map(({ member }) => member);
    // Two or three in a line are no list to judge, but what announces the first announces all.
    const members = own.length > 3 ? own : [];
    const list: NumberList = {
      members,
      header: '',
      named: 0,
      things: 0,
      payments: 0,
      rows: own.length,
      lead: offset + found[from]!.start,
    };
    for (let i = from; i <= to; i++) this.#known.set(key(i), list);
    return own.length > 1 ? list : undefined;
  }

  /** Lines with so many numbers, the one after the other. */
  #alike(line: Span, count: number, at: number, header: string): NumberList | undefined {
    const known = this.#known.get(`l${line.start} ${at}`);
    if (known !== undefined) return known.members.length > 1 ? known : undefined;
    const before: Span[] = [];
    const shape = this.#shape(line, at);
    for (let one = this.#before(line); one !== undefined; one = this.#before(one)) {
      if (before.length >= MOST_ROWS || this.#count(one) !== count) break;
      if (this.#shape(one, at) === shape) before.push(one);
    }
    const lines = [...before.reverse(), line];
    for (let one = this.#behind(line); one !== undefined; one = this.#behind(one)) {
      if (lines.length >= MOST_ROWS * 2 || this.#count(one) !== count) break;
      if (this.#shape(one, at) === shape) lines.push(one);
    }
    const contents = lines.map(({ start, end }) => this.#text.slice(start, end));
    const things = contents.filter((content) => namesThing(content)).length;
    const named = contents.filter((content) => this.#names(content)).length;
    const payments = contents.filter((content) => content.match(WORD)?.some((word) => SUM.test(word))).length;
    const values = contents.map((content) => numbersIn(content)[at]!);
    const words = values.map(({ start }, i) => contents[i]!.slice(0, start));
    const list: NumberList = {
      members: values.map(({ member }) => member),
      header: header === '' ? sharedWord(words) : header,
      named,
      things,
      payments,
      rows: lines.length,
    };
    for (const { start } of lines) this.#known.set(`l${start} ${at}`, list);
    return list.members.length > 1 ? list : undefined;
  }

  /** Numbers alone in their lines, every so many lines: of the periods that fit the one with the most members. */
  #alone(line: Span, header: string): NumberList | undefined {
    const known = this.#known.get(`a${line.start}`);
    if (known !== undefined) return known.members.length > 1 ? known : undefined;
    let best: { readonly list: NumberList; readonly starts: readonly number[] } | undefined;
    for (const period of this.#periods(line)) {
      const walked = this.#walk(line, period, header);
      if (best === undefined || walked.starts.length > best.starts.length) best = walked;
    }
    if (best === undefined) return undefined;
    for (const start of best.starts) this.#known.set(`a${start}`, best.list);
    return best.list.members.length > 1 ? best.list : undefined;
  }

  #walk(
    line: Span,
    period: number,
    header: string,
  ): { readonly list: NumberList; readonly starts: number[] } {
    const starts: number[] = [];
    const members: Member[] = [];
    let named = 0;
    let things = 0;
    let top = header;
    const step = (from: Span, next: (line: Span) => Span | undefined): Span | undefined => {
      let one: Span | undefined = from;
      for (let i = 0; i < period && one !== undefined; i++) {
        one = next(one);
        if (i + 1 === period || one === undefined) continue;
        const content = this.#text.slice(one.start, one.end);
        if (namesThing(content)) things++;
        if (this.#names(content)) named++;
      }
      return one;
    };
    const back = (from: Span): Span | undefined => this.#before(from);
    const walk = (next: (line: Span) => Span | undefined): void => {
      for (let one = step(line, next), rows = 0; one !== undefined && rows < MOST_ROWS; rows++) {
        const content = this.#text.slice(one.start, one.end);
        const member = numberOf(content);
        if (member === undefined) {
          if (next === back && top === '' && content.trim().length <= LONGEST_HEADER) top = content.trim();
          return;
        }
        starts.push(one.start);
        members.push(member);
        one = step(one, next);
      }
    };
    walk(back);
    members.reverse();
    starts.push(line.start);
    members.push(numberOf(this.#text.slice(line.start, line.end))!);
    walk((from) => this.#behind(from));
    const rows = members.length;
    const list = {
      members,
      header: top,
      named: Math.min(named, rows),
      things: Math.min(things, rows),
      payments: 0,
      rows,
    };
    return { list, starts };
  }

  /** Lines to the nearest lines that are numbers of as many digits. */
  #periods(line: Span): number[] {
    const digits = numberOf(this.#text.slice(line.start, line.end))!.digits.length;
    const periods: number[] = [];
    let up: Span | undefined = line;
    let down: Span | undefined = line;
    for (let i = 1; i <= MAX_PERIOD && periods.length < MOST_PERIODS; i++) {
      up = up === undefined ? undefined : this.#before(up);
      down = down === undefined ? undefined : this.#behind(down);
      const same = [up, down].some(
        (one) =>
          one !== undefined && numberOf(this.#text.slice(one.start, one.end))?.digits.length === digits,
      );
      if (same) periods.push(i);
    }
    return periods;
  }

  #names(content: string): boolean {
    if (ADDRESSED.test(content)) return true;
    for (const [word] of content.matchAll(WORD))
      if (word.length < 5 && !isThing(word) && this.#isName(word)) return true;
    return false;
  }

  /** What stands right before and behind a number. */
  #shape({ start, end }: Span, at: number): string {
    const content = this.#text.slice(start, end);
    const found = numbersIn(content)[at]!;
    return sideOf(content.charAt(found.start - 1)) + sideOf(content.charAt(found.end));
  }

  #count({ start, end }: Span): number {
    return numbersIn(this.#text.slice(start, end)).length;
  }

  #lineAt(offset: number): Span | undefined {
    const start = this.#text.lastIndexOf('\n', offset - 1) + 1;
    return offset - start > LONGEST_LINE ? undefined : this.#lineFrom(offset === 0 ? 0 : start);
  }

  #lineFrom(start: number): Span | undefined {
    const end = this.#text.indexOf('\n', start);
    const line = { start, end: end < 0 ? this.#text.length : end };
    return line.end - line.start > LONGEST_LINE ? undefined : line;
  }

  /** The line before that is not blank, when it is no running text. */
  #before({ start }: Span): Span | undefined {
    for (let end = start - 1; end > 0; ) {
      const low = Math.max(0, end - LONGEST_LINE - 1);
      const from = this.#text.slice(low, end).lastIndexOf('\n');
      if (from < 0 && low > 0) return undefined;
      const line = { start: low + from + 1, end };
      if (this.#text.slice(line.start, line.end).trim() !== '') return line;
      end = line.start - 1;
    }
    return undefined;
  }

  #behind({ end }: Span): Span | undefined {
    for (let start = end + 1; start < this.#text.length; ) {
      const line = this.#lineFrom(start);
      if (line === undefined) return undefined;
      if (this.#text.slice(line.start, line.end).trim() !== '') return line;
      start = line.end + 1;
    }
    return undefined;
  }
}
