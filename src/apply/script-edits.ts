/**
 * Edits in scripts and styles that leave them working.
 *
 * A number that stands in code, no string, can't hold a mask: `{"tel":13800138000}` becomes
 * `{"tel":"138********"}`. And `*` must not meet `/`, or a comment would begin or end.
 */
import { ScriptLexer } from './script-lexer.js';
import type { TextEdit } from './text-edits.js';

/** What a source is, so that its scripts can be found. */
export type ScriptKind = 'html' | 'script' | 'style' | 'none';

/**
 * @param edits Sorted, not overlapping.
 * @returns Edits for the same places, a quotation mark more on either side of numbers in code.
 */
export function safeScriptEdits(text: string, edits: readonly TextEdit[], kind: ScriptKind): TextEdit[] {
  if (kind === 'none' || edits.length === 0) return [...edits];
  const finder = new ScriptFinder(text, kind);
  const safe: TextEdit[] = [];
  /** Closing mark that waits until the edits of its number are through. */
  let closing: TextEdit | undefined;
  for (const edit of edits) {
    if (closing !== undefined && edit.start >= closing.end) {
      safe.push(closing);
      closing = undefined;
    }
    const area = finder.at(edit.start);
    if (area === 'none') {
      safe.push(edit);
      continue;
    }
    if (closing === undefined && area === 'code') {
      const token = numberAround(text, edit);
      if (token !== undefined) {
        safe.push({ start: token.start, end: token.start, replacement: '"' });
        closing = { start: token.end, end: token.end, replacement: '"' };
      }
    }
    if (closing === undefined && area === 'attribute') {
      const token = jsonNumberAround(text, edit);
      if (token !== undefined) {
        safe.push({ start: token.start, end: token.start, replacement: '&quot;' });
        closing = { start: token.end, end: token.end, replacement: '&quot;' };
      }
    }
    safe.push(area === 'attribute' ? edit : awayFromSlashes(text, edit));
  }
  if (closing !== undefined) safe.push(closing);
  return joinTouching(safe);
}

/** Edits at the same offset become one: an insertion and the replacement that follows it. */
function joinTouching(edits: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (
      last !== undefined &&
      last.end === edit.start &&
      (last.start === last.end || edit.start === edit.end)
    ) {
      joined[joined.length - 1] = {
        start: last.start,
        end: edit.end,
        replacement: last.replacement + edit.replacement,
      };
    } else joined.push(edit);
  }
  return joined;
}

type Area = 'none' | 'code' | 'text' | 'attribute';

/** Tells for ascending offsets whether they stand in a script, a style or a tag. Linear over all calls. */
class ScriptFinder {
  readonly #text: string;
  readonly #kind: ScriptKind;
  #lexer: ScriptLexer | undefined;
  #start = 0;
  #end = 0;
  #inside: Area = 'none';
  /** A script or style whose tag was just read. */
  #raw = '';

  constructor(text: string, kind: ScriptKind) {
    this.#text = text;
    this.#kind = kind;
    if (kind === 'script') this.#lexer = new ScriptLexer(text, 0);
  }

  at(offset: number): Area {
    if (this.#kind === 'style') return 'text';
    if (this.#kind === 'script') return this.#lexer!.stateAt(offset) === 'code' ? 'code' : 'text';
    while (offset >= this.#end) this.#next();
    if (offset < this.#start) return 'none';
    if (this.#lexer === undefined) return this.#inside;
    return this.#lexer.stateAt(offset) === 'code' ? 'code' : 'text';
  }

  /** Goes on to the next tag, comment or raw text behind `#end`. */
  #next(): void {
    const text = this.#text;
    this.#lexer = undefined;
    if (this.#raw !== '') {
      this.#start = this.#end;
      this.#inside = 'text';
      if (this.#raw === 'script') this.#lexer = new ScriptLexer(text, this.#start);
      const close = new RegExp(`</${this.#raw}`, 'gi');
      close.lastIndex = this.#start;
      this.#end = close.exec(text)?.index ?? Number.POSITIVE_INFINITY;
      this.#raw = '';
      return;
    }
    let at = text.indexOf('<', this.#end);
    while (at >= 0 && !/[a-z!]/i.test(text.charAt(at + 1))) at = text.indexOf('<', at + 1);
    this.#start = at < 0 ? Number.POSITIVE_INFINITY : at;
    this.#end = Number.POSITIVE_INFINITY;
    this.#inside = 'none';
    if (at < 0) return;
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      if (end >= 0) this.#end = end + 3;
      return;
    }
    this.#inside = 'attribute';
    const name = /^[a-z]+/i.exec(text.slice(at + 1, at + 8))?.[0].toLowerCase();
    const end = tagEnd(text, at);
    if (end !== undefined) this.#end = end;
    if (end !== undefined && (name === 'script' || name === 'style')) this.#raw = name;
  }
}

/** Behind the `>` of the tag at `at`; quotes count only behind `=`. Source: HTML Standard § 13.2.5.36–39. */
function tagEnd(text: string, at: number): number | undefined {
  let last = '';
  for (let i = at + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '>') return i + 1;
    if ((character === '"' || character === "'") && last === '=') {
      i = text.indexOf(character, i + 1);
      if (i < 0) return undefined;
    }
    if (!/\s/.test(character)) last = character;
  }
  return undefined;
}

/** The number literal that an edit lies in, if that is all that stands there. */
function numberAround(text: string, edit: TextEdit): { start: number; end: number } | undefined {
  let { start, end } = edit;
  while (start > 0 && isDigit(text.charCodeAt(start - 1))) start--;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  const digits = text.slice(start, end);
  return /^\d+$/.test(digits) && !/[\w$.]/.test(text.charAt(start - 1)) && !/[\w$.]/.test(text.charAt(end))
    ? { start, end }
    : undefined;
}

/** The same for JSON in an attribute, known by the quoted key, or the bracket, in front. */
function jsonNumberAround(text: string, edit: TextEdit): { start: number; end: number } | undefined {
  const token = numberAround(text, edit);
  if (token === undefined) return undefined;
  const before = text.slice(Math.max(0, token.start - 24), token.start);
  const after = text.slice(token.end, token.end + 8);
  return /(?:(?:"|&quot;|&#34;)\s*:|\[|\d\s*,)\s*$/.test(before) && /^\s*[,\]}]/.test(after)
    ? token
    : undefined;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

function awayFromSlashes(text: string, edit: TextEdit): TextEdit {
  let { replacement } = edit;
  if (replacement.startsWith('*') && text.charAt(edit.start - 1) === '/')
    replacement = `#${replacement.slice(1)}`;
  if (replacement.endsWith('*') && text.charAt(edit.end) === '/')
    replacement = `${replacement.slice(0, -1)}#`;
  return replacement === edit.replacement ? edit : { ...edit, replacement };
}
