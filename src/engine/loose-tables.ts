/**
 * Tables that lost their cells: columns parted by blanks or commas in running text, and lists pasted one cell a
 * line. Both are read only around candidates that nothing else labels, and every line once.
 */
import type { LabelHit, Span } from '../core/index.js';
import { charClass, DASH, DIGIT, HAN_DIGIT, INVISIBLE, MASK, SPACE, X_LIKE } from '../text/char-class.js';
import type { LabelIndex } from '../text/label-index.js';

/** Labels that a header line must hold to be one. */
const HEADER_LABELS = 2;
/** Lines between a row and its header that are neither. */
const STRAY_LINES = 2;
/** A header of a list pasted one cell a line is looked for over so many cells a row. */
const MAX_PERIOD = 40;
/** A header cell is at most this long. */
const HEADER_CELL = 24;

export interface LooseHeader {
  /** Labels of the value's own column. */
  readonly own: readonly LabelHit[];
  /** Labels of the whole header. */
  readonly all: readonly LabelHit[];
}

interface HeaderLine {
  readonly columns: readonly (readonly LabelHit[])[];
  readonly all: readonly LabelHit[];
}

interface Line extends Span {
  /** Digits of the number that the line consists of, and `DASHED` where dashes part it; 0 when it is something else. */
  readonly digits: number;
}

/** A line with fewer digits is a serial number or an amount. */
const FEWEST_DIGITS = 7;

/** Separators behind the last column. */
const ROW_END = /[\s,，;；)]+$/;

const NOTHING: LooseHeader = { own: [], all: [] };

export class LooseTables {
  readonly #text: string;
  readonly #labels: LabelIndex;
  readonly #headers = new Map<number, HeaderLine | undefined>();
  readonly #columnHeads = new Map<number, LooseHeader>();
  #lines: readonly Line[] | undefined;
  #byLength = new Map<number, number[]>();

  constructor(text: string, labels: LabelIndex) {
    this.#text = text;
    this.#labels = labels;
  }

  /** @param line The line that holds the value. */
  header(span: Span, line: Span): LooseHeader {
    const content = this.#text.slice(line.start, line.end);
    return content.trim() === this.#text.slice(span.start, span.end).trim()
      ? this.#cellALine(span)
      : this.#columns(span, line, content);
  }

  /** The value's token in its line, and the same token of the header line above. */
  #columns(span: Span, line: Span, content: string): LooseHeader {
    const separator = separatorOf(content);
    if (separator === undefined) return NOTHING;
    const header = this.#headerAbove(line.start, separator);
    if (header === undefined) return NOTHING;
    // ('…', '…'), of an INSERT ends with a comma that parts no columns.
    const tokens = content.trim().replace(ROW_END, '').split(separator);
    const column = this.#text.slice(line.start, span.start).trimStart().split(separator).length - 1;
    const { columns, all } = header;
    if (columns.length === tokens.length) return { own: columns[column] ?? [], all };
    // A blank inside a name or a unit moves the tokens before it: count from the end then.
    const fromEnd = columns.length - (tokens.length - column);
    return { own: columns[fromEnd] ?? [], all };
  }

  #headerAbove(start: number, separator: RegExp): HeaderLine | undefined {
    const seen: number[] = [];
    let header: HeaderLine | undefined;
    let at = start;
    let stray = 0;
    while (at > 0) {
      if (this.#headers.has(at)) {
        header = this.#headers.get(at);
        break;
      }
      seen.push(at);
      const end = at - 1;
      // lastIndexOf reads a negative start as 0.
      const from = end === 0 ? 0 : this.#text.lastIndexOf('\n', end - 1) + 1;
      const content = this.#text.slice(from, Math.min(end, from + 400));
      at = from;
      if (content.trim() === '') continue;
      if (/\d{7}|[０-９]{7}|\*{4}/.test(content) || separatorOf(content) !== undefined) {
        const candidate = /\d{7}/.test(content) ? undefined : this.#headerLine(from, content, separator);
        if (candidate !== undefined) {
          header = candidate;
          break;
        }
        stray = 0;
      } else if (++stray > STRAY_LINES) break;
    }
    for (const place of seen) this.#headers.set(place, header);
    return header;
  }

  #headerLine(from: number, content: string, separator: RegExp): HeaderLine | undefined {
    const lead = content.length - content.trimStart().length;
    const columns: LabelHit[][] = [];
    const all: LabelHit[] = [];
    let at = from + lead;
    for (const token of content.trim().split(separator)) {
      const start = this.#text.indexOf(token, at);
      at = start + token.length;
      const hits = token.length > HEADER_CELL ? [] : this.#hits(start, at);
      columns.push(hits);
      all.push(...hits);
    }
    return all.length >= HEADER_LABELS && columns.length > 1 ? { columns, all } : undefined;
  }

  /** Lists pasted one cell a line: numbers of one length come back every so many lines; their column begins with a label. */
  #cellALine(span: Span): LooseHeader {
    const lines = this.#allLines();
    const at = lineAt(lines, span.start);
    const line = lines[at];
    if (line === undefined || line.digits === 0) return NOTHING;
    const same = this.#byLength.get(line.digits)!;
    const index = same.indexOf(at);
    const gaps = [
      at - (same[index - 1] ?? Number.NEGATIVE_INFINITY),
      (same[index + 1] ?? Number.POSITIVE_INFINITY) - at,
    ];
    for (const period of gaps.sort((a, b) => a - b)) {
      if (!(period >= 2 && period <= MAX_PERIOD)) continue;
      const found = this.#columnHead(at, period);
      if (found.own.length > 0) return found;
    }
    return NOTHING;
  }

  #columnHead(at: number, period: number): LooseHeader {
    const lines = this.#lines!;
    const seen: number[] = [];
    let found = NOTHING;
    for (let row = at; row >= 0; row -= period) {
      const known = this.#columnHeads.get(row * 64 + period);
      if (known !== undefined) {
        found = known;
        break;
      }
      seen.push(row * 64 + period);
      const line = lines[row]!;
      if (line.digits > 0) continue;
      if (line.end - line.start > HEADER_CELL) break;
      const own = this.#hits(line.start, line.end);
      if (own.length > 0) found = { own, all: this.#headerBlock(row, period) };
      break;
    }
    for (const key of seen) this.#columnHeads.set(key, found);
    return found;
  }

  /** The labels of the header cells around one of them. */
  #headerBlock(row: number, period: number): LabelHit[] {
    const lines = this.#lines!;
    const all: LabelHit[] = [];
    for (let i = Math.max(0, row - period + 1); i < Math.min(lines.length, row + period); i++) {
      const line = lines[i]!;
      if (line.digits > 0 || line.end - line.start > HEADER_CELL) continue;
      all.push(...this.#hits(line.start, line.end));
    }
    return all;
  }

  #allLines(): readonly Line[] {
    if (this.#lines !== undefined) return this.#lines;
    const lines: Line[] = [];
    for (let start = 0; start < this.#text.length; ) {
      const newline = this.#text.indexOf('\n', start);
      const end = newline < 0 ? this.#text.length : newline;
      const digits = digitsAlone(this.#text, start, end);
      if (digits > 0) {
        const list = this.#byLength.get(digits);
        if (list === undefined) this.#byLength.set(digits, [lines.length]);
        else list.push(lines.length);
      }
      if (digits >= 0) lines.push({ start, end, digits });
      start = end + 1;
    }
    this.#lines = lines;
    return lines;
  }

  #hits(start: number, end: number): LabelHit[] {
    return this.#labels.find(this.#text, start, end).map((label) => ({ ...label, distance: 0 }));
  }
}

/** Added to the digits of a number with dashes: 0857-3514802 is in another column than 13800138000. */
const DASHED = 64;

/** Digits of a line that is one number and nothing else; 0 for other text, -1 for a blank line. */
function digitsAlone(text: string, start: number, end: number): number {
  let digits = 0;
  let dashed = 0;
  let blank = true;
  for (let i = start; i < end; i++) {
    const kind = charClass[text.charCodeAt(i)]!;
    if (kind === DIGIT || kind === HAN_DIGIT || kind === X_LIKE || kind === MASK) digits++;
    else if (kind === DASH) dashed = DASHED;
    else if (kind !== SPACE && kind !== INVISIBLE && text.charCodeAt(i) !== 13) return 0;
    if (kind !== SPACE && text.charCodeAt(i) !== 13) blank = false;
  }
  return blank ? -1 : digits >= FEWEST_DIGITS ? digits + dashed : 0;
}

/** How a line parts its columns; undefined when it has none. */
function separatorOf(content: string): RegExp | undefined {
  if (content.includes('\t')) return /\t/;
  if ((content.match(/\|/g)?.length ?? 0) >= 2) return /\s*\|\s*/;
  if ((content.match(/[,，]/g)?.length ?? 0) >= 2) return /\s*[,，]\s*/;
  if ((content.match(/[、;；]/g)?.length ?? 0) >= 3) return undefined;
  if (content.trim().split(/ {2,}|[\u3000\u00a0]+/).length >= 3) return / {2,}|[\u3000\u00a0]+ */;
  return content.trim().split(/\s+/).length >= 3 ? /\s+/ : undefined;
}

/** Index of the line that holds an offset. */
function lineAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
