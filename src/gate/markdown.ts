/**
 * Markdown → segments, by way of the HTML that it becomes, with every place in the Markdown.
 *
 * `138**0013**8000` is one number to a reader, `138****8000` a masked one. What decides is the emphasis of
 * CommonMark 0.31.2, section 6.2 (left- and right-flanking runs); of GFM: tables (4.10) and strikethrough (6.5).
 * Block marks (`#`, `>`, `-`, `1.`) stay in the text, where they do no harm.
 */
import { LineIndex, type Place, type Segment, SegmentBuilder } from '../core/index.js';
import { extractHtml } from '../formats/html/index.js';

const TAG = /<\/?[a-z][^<>]{0,4000}>/iy;
const RAW = /^ {0,3}<(script|style|pre|textarea)\b/i;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^[|:\- \t\r]+$/;
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]{1,2000}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>/iy;
const PUNCTUATION = /[\p{P}\p{S}]/u;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
/** Far beyond any destination of a link. */
const MAX_TARGET = 4000;
/** Steps in search of the ends of links; a text of opening brackets must not take the square of its length. */
const MAX_STEPS = 4_000_000;
/** Runs of marks that a closing one looks back at. */
const MAX_BACK = 20;

/** @param part What the places say. @returns Places are UTF-16 offsets into `source`. */
export function markdownSegments(
  source: string,
  part: string,
): { readonly segments: Segment[]; readonly links: readonly string[] } {
  const builder = new SegmentBuilder({ source, part, lines: new LineIndex(source) });
  new Writer(source, builder).write();
  const page = builder.flush('body');
  if (page === undefined) return { segments: [], links: [] };
  const { segments, links } = extractHtml(page.text, { part });
  return { segments: segments.map((segment) => behind(segment, page)), links };
}

/** Puts a segment of the page behind the map that leads from the page to the Markdown. */
function behind(segment: Segment, page: Segment): Segment {
  const locate = (start: number, end: number): Place[] =>
    segment.map.locate(start, end).flatMap((place) => {
      if (place.kind !== 'text') return [];
      return page.map
        .locate(place.start, place.end)
        .map((inner): Place => ({ ...inner, channel: place.channel }));
    });
  return { ...segment, map: { locate } };
}

/** A stretch of a line: copied, dropped, or written as something else. */
interface Token {
  readonly start: number;
  end: number;
  kind: 'copy' | 'drop' | 'text' | 'target';
  /** Of a run of emphasis marks: how many of them are marks, at its end and its start. */
  opens?: number;
  closes?: number;
}

interface Run {
  readonly token: Token;
  left: number;
}

class Writer {
  readonly #source: string;
  readonly #builder: SegmentBuilder;
  #at = 0;
  #steps = 0;
  #comments = true;

  constructor(source: string, builder: SegmentBuilder) {
    this.#source = source;
    this.#builder = builder;
  }

  write(): void {
    const source = this.#source;
    this.#builder.insert('<p>');
    while (this.#at < source.length) {
      const end = this.#lineEnd(this.#at);
      const line = source.slice(this.#at, end);
      const raw = RAW.exec(line);
      const fence = FENCE.exec(line)?.[1];
      if (raw !== null) this.#rawBlock(raw[1]!);
      else if (fence !== undefined) this.#fenced(fence, end);
      else if (line.trim() === '') {
        this.#builder.insert('</p><p>');
        this.#at = end + 1;
      } else if (line.includes('|') && this.#isRule(end + 1)) {
        this.#table(end);
      } else {
        const after = this.#inline(this.#at, end);
        const tag = /^\s*<[^>]*>\s*$/.test(line);
        this.#builder.insert(tag ? '\n' : '<br>');
        this.#at = after === end ? end + 1 : after;
      }
    }
  }

  #lineEnd(from: number): number {
    const end = this.#source.indexOf('\n', from);
    return end < 0 ? this.#source.length : end;
  }

  /** The line that makes a table of the line before it. */
  #isRule(from: number): boolean {
    const line = this.#source.slice(from, this.#lineEnd(from));
    return line.includes('-') && RULE.test(line);
  }

  #rawBlock(name: string): void {
    const close = new RegExp(`</${name}\\s*>`, 'ig');
    close.lastIndex = this.#at;
    const end = close.exec(this.#source) === null ? this.#source.length : close.lastIndex;
    this.#builder.copy(this.#at, end);
    this.#at = end;
  }

  #fenced(fence: string, lineEnd: number): void {
    this.#builder.insert('<pre>');
    let at = lineEnd + 1;
    for (; at < this.#source.length; ) {
      const end = this.#lineEnd(at);
      const closing = FENCE.exec(this.#source.slice(at, end))?.[1];
      if (closing?.startsWith(fence)) {
        at = end + 1;
        break;
      }
      this.#literal(at, Math.min(end + 1, this.#source.length));
      at = end + 1;
    }
    this.#builder.insert('</pre><p>');
    this.#at = at;
  }

  #table(firstEnd: number): void {
    this.#builder.insert('</p><table>');
    let at = this.#at;
    for (let end = firstEnd, row = 0; at < this.#source.length; row++) {
      if (row !== 1) this.#row(at, end, row === 0 ? 'th' : 'td');
      at = end + 1;
      end = this.#lineEnd(at);
      const next = this.#source.slice(at, end);
      if (row > 0 && (next.trim() === '' || !next.includes('|'))) break;
    }
    this.#builder.insert('</table><p>');
    this.#at = at;
  }

  #row(start: number, end: number, cell: 'th' | 'td'): void {
    this.#builder.insert('<tr>');
    let from = start;
    const open = this.#source.slice(start, end).search(/\S/);
    if (this.#source.charAt(start + open) === '|') from = start + open + 1;
    for (let i = from; i <= end; i++) {
      const unit = this.#source.charAt(i);
      if (unit === '\\') i++;
      else if (i === end || unit === '|') {
        if (i === end && this.#source.slice(from, end).trim() === '') break;
        this.#builder.insert(`<${cell}>`);
        this.#inline(from, i);
        this.#builder.insert(`</${cell}>`);
        from = i + 1;
      }
    }
    this.#builder.insert('</tr>');
  }

  /** @returns Where reading goes on: `end`, or further where a comment reaches over it. */
  #inline(start: number, end: number): number {
    const { tokens, after } = this.#tokens(start, end);
    for (const token of tokens) this.#emit(token);
    return after;
  }

  #tokens(start: number, end: number): { tokens: Token[]; after: number } {
    const source = this.#source;
    const tokens: Token[] = [];
    const runs = new Map<string, Run[]>();
    const brackets: Token[] = [];
    let i = start;
    while (i < end) {
      const unit = source.charAt(i);
      const from = i;
      let token: Token | undefined;
      if (unit === '\\' && ESCAPABLE.test(source.charAt(i + 1))) {
        tokens.push({ start: i, end: i + 1, kind: 'drop' });
        token = { start: i + 1, end: i + 2, kind: 'text' };
      } else if (unit === '`') {
        i = this.#codeSpan(i, end, tokens);
        continue;
      } else if (unit === '*' || unit === '_' || unit === '~') {
        let last = i + 1;
        while (last < end && source.charAt(last) === unit) last++;
        token = { start: i, end: last, kind: 'copy' };
        this.#delimit(token, unit, runs);
      } else if (unit === '<') {
        token = this.#angle(i, tokens);
      } else if (unit === '[') {
        token = { start: i, end: i + 1, kind: 'copy' };
        brackets.push(token);
      } else if (unit === ']' && brackets.length > 0) {
        const opening = brackets.pop()!;
        const target = source.charAt(i + 1) === '(' ? this.#target(i + 2, end) : undefined;
        if (target !== undefined) {
          opening.kind = 'drop';
          tokens.push({ start: i, end: i + 2, kind: 'drop' }, { start: i + 2, end: target, kind: 'target' });
          token = { start: target, end: target + 1, kind: 'drop' };
        }
      }
      if (token !== undefined) {
        tokens.push(token);
        i = token.end;
        continue;
      }
      i++;
      while (i < end && !'\\`*_~<[]'.includes(source.charAt(i))) i++;
      tokens.push({ start: from, end: i, kind: 'copy' });
    }
    return { tokens, after: Math.max(i, end) };
  }

  #codeSpan(start: number, end: number, tokens: Token[]): number {
    const source = this.#source;
    let length = 1;
    while (source.charAt(start + length) === '`') length++;
    const fence = '`'.repeat(length);
    let close = source.indexOf(fence, start + length);
    while (close >= 0 && close < end && source.charAt(close + length) === '`') {
      let past = close + length;
      while (source.charAt(past) === '`') past++;
      close = source.indexOf(fence, past);
    }
    if (close < 0 || close >= end) {
      tokens.push({ start, end: start + length, kind: 'copy' });
      return start + length;
    }
    tokens.push({ start, end: start + length, kind: 'drop' });
    tokens.push({ start: start + length, end: close, kind: 'text' });
    tokens.push({ start: close, end: close + length, kind: 'drop' });
    return close + length;
  }

  /** A tag or comment stays as it is; an address in angle brackets loses them; `<` alone is a character. */
  #angle(at: number, tokens: Token[]): Token {
    AUTOLINK.lastIndex = at;
    if (AUTOLINK.test(this.#source)) {
      const end = AUTOLINK.lastIndex;
      tokens.push({ start: at, end: at + 1, kind: 'drop' }, { start: at + 1, end: end - 1, kind: 'copy' });
      return { start: end - 1, end, kind: 'drop' };
    }
    if (this.#comments && this.#source.startsWith('<!--', at)) {
      const end = this.#source.indexOf('-->', at + 4);
      if (end >= 0) return { start: at, end: end + 3, kind: 'copy' };
      this.#comments = false;
    }
    TAG.lastIndex = at;
    if (TAG.test(this.#source)) return { start: at, end: TAG.lastIndex, kind: 'copy' };
    return { start: at, end: at + 1, kind: 'text' };
  }

  /** @returns Where the `)` of a link's destination stands. */
  #target(start: number, end: number): number | undefined {
    let depth = 1;
    const limit = Math.min(end, start + MAX_TARGET);
    for (let i = start; i < limit; i++) {
      const unit = this.#source.charAt(i);
      if (this.#steps++ > MAX_STEPS) return undefined;
      if (unit === '\\') i++;
      else if (unit === '(') depth++;
      else if (unit === ')' && --depth === 0) return i;
    }
    return undefined;
  }

  /** Pairs runs of marks within a line. */
  #delimit(token: Token, unit: string, all: Map<string, Run[]>): void {
    if (unit === '~' && token.end - token.start !== 2) return;
    const before = token.start === 0 ? ' ' : this.#source.charAt(token.start - 1);
    const after = this.#source.charAt(token.end) || ' ';
    const blank = (text: string): boolean => /\s/.test(text);
    const left = !blank(after) && (!PUNCTUATION.test(after) || blank(before) || PUNCTUATION.test(before));
    const right = !blank(before) && (!PUNCTUATION.test(before) || blank(after) || PUNCTUATION.test(after));
    const opens = left && (unit !== '_' || !right || PUNCTUATION.test(before));
    const closes = right && (unit !== '_' || !left || PUNCTUATION.test(after));
    const length = token.end - token.start;
    const run: Run = { token, left: length };
    token.opens = 0;
    token.closes = 0;
    const runs = all.get(unit) ?? [];
    all.set(unit, runs);
    const back = Math.max(0, runs.length - MAX_BACK);
    for (let i = runs.length - 1; closes && run.left > 0 && i >= back; i--) {
      const opening = runs[i]!;
      // Rule of three: a run that can both open and close pairs with no run that sums up to a multiple of 3.
      const sum = opening.token.end - opening.token.start + length;
      if (opens && sum % 3 === 0 && length % 3 !== 0) continue;
      runs.length = i + 1;
      while (run.left > 0 && opening.left > 0) {
        const count = run.left > 1 && opening.left > 1 ? 2 : 1;
        run.left -= count;
        opening.left -= count;
        opening.token.opens! += count;
        token.closes += count;
      }
      if (opening.left === 0) runs.pop();
    }
    if (opens && run.left > 0) runs.push(run);
  }

  #emit(token: Token): void {
    const { start, end, kind, opens = 0, closes = 0 } = token;
    if (kind === 'drop') return;
    if (kind === 'text') {
      this.#literal(start, end);
      return;
    }
    if (kind === 'target') {
      const title = this.#source.slice(start, end).search(/\s["'(]/);
      this.#builder.insert('<a href="');
      this.#attribute(start, title < 0 ? end : start + title);
      if (title >= 0) {
        this.#builder.insert('" title="');
        this.#attribute(start + title + 2, end - 1);
      }
      this.#builder.insert('"></a>');
      return;
    }
    // Marks that close stand at the start of a run, marks that open at its end; what is between is text.
    this.#builder.copy(start + closes, end - opens);
  }

  #attribute(start: number, end: number): void {
    for (let i = start, from = start; i <= end; i++) {
      const quote = i < end && this.#source.charAt(i) === '"';
      if (!quote && i < end) continue;
      this.#builder.copy(from, i);
      if (quote) this.#builder.replace('&quot;', i, i + 1);
      from = i + 1;
    }
  }

  /** Text in which no markup counts. */
  #literal(start: number, end: number): void {
    let from = start;
    for (let i = start; i < end; i++) {
      const unit = this.#source.charAt(i);
      const reference = unit === '<' ? '&lt;' : unit === '&' ? '&amp;' : undefined;
      if (reference === undefined) continue;
      this.#builder.copy(from, i);
      this.#builder.replace(reference, i, i + 1);
      from = i + 1;
    }
    this.#builder.copy(from, end);
  }
}
