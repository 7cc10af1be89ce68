/** The header over an address where no table was recognised. */
import type { SegmentView, Span } from '../../core/index.js';
import { type AddressLabel, labelOfHeader } from './label.js';
import { BEFORE, lineEnd, type Side } from './surroundings.js';

/** Units read back for the header of a list pasted one cell a line. */
const HEADER_REACH = 20_000;
/** Units of a header line at most. */
const LONGEST_HEADER = 102;
const NO_HEADER = /[\d:：。；]/u;
/** What parts the words of a header line. */
const COLUMNS: readonly RegExp[] = [/\t/u, /\s*[|｜]\s*/u, /[,，]/u, /\s+/u];
const PARTED = /[\t|｜,， \u3000]/u;
const PLACE_HEAD = /地址|住[址所]|场所|地点|坐落|位置/u;
const PLACE_HEADS = new RegExp(PLACE_HEAD, 'gu');

export interface LooseHeader {
  readonly label?: AddressLabel | undefined;
  readonly line: string;
}

export class LooseHeaders {
  readonly #side: (raw: string) => Side;
  /** How far a text has been read for header lines, and the last of them. */
  readonly #headers = new WeakMap<SegmentView, { read: number; line: string }>();

  constructor(side: (raw: string) => Side) {
    this.#side = side;
  }

  /**
   * The header of the column that the address stands in, where no table was recognised: the last line above that is nothing
   * but a header (lists pasted one cell a line), or whose words are parted like those of the address's own line.
   */
  of(view: SegmentView, span: Span): LooseHeader | undefined {
    const { text } = view;
    const known = this.#headers.get(view) ?? { read: 0, line: '' };
    const from = Math.max(known.read, span.start - HEADER_REACH);
    if (from > known.read) known.line = '';
    known.line = lastHeaderLine(text, from, span.start) ?? known.line;
    known.read = from + Math.max(0, text.slice(from, span.start).lastIndexOf('\n'));
    this.#headers.set(view, known);
    if (known.line === '') return undefined;
    const start = text.lastIndexOf('\n', span.start - 1) + 1;
    if (span.start - start > BEFORE) return undefined;
    const before = text.slice(start, span.start);
    if (!PARTED.test(known.line)) {
      const alone = before.trim() === '' && /^\s*(?:\n|$)/u.test(text.slice(span.end, span.end + 8));
      return alone ? { label: labelOfHeader(this.#side(known.line)), line: known.line } : undefined;
    }
    const separator = COLUMNS.find((one) => one.test(known.line));
    if (separator === undefined) return undefined;
    const heads = known.line.split(separator);
    // A line with other columns belongs to another list.
    const columns = text
      .slice(start, lineEnd(text, span.end, '\n'))
      .trim()
      .split(separator).length;
    if (Math.abs(columns - heads.length) > 1) return undefined;
    const head = heads[before.trimStart().split(separator).length - 1];
    if (head === undefined || !PLACE_HEAD.test(head)) return undefined;
    return { label: labelOfHeader(this.#side(head)), line: known.line };
  }
}

/** The last whole line of a stretch that names a place and is no sentence and no entry; undefined for none. */
function lastHeaderLine(text: string, from: number, to: number): string | undefined {
  let found: string | undefined;
  const stretch = text.slice(from, to);
  PLACE_HEADS.lastIndex = 0;
  for (let match = PLACE_HEADS.exec(stretch); match !== null; match = PLACE_HEADS.exec(stretch)) {
    const newline = stretch.indexOf('\n', match.index);
    if (newline < 0) break;
    PLACE_HEADS.lastIndex = newline + 1;
    const start = stretch.lastIndexOf('\n', match.index) + 1;
    if (newline - start > LONGEST_HEADER) continue;
    const line = stretch.slice(start, newline);
    if (!NO_HEADER.test(line)) found = line.trim();
  }
  return found;
}
