/**
 * Escapes of script, JSON and style sheets, put into a segment as atomic pieces.
 *
 * Sources: ECMA-262 § 12.9.4 (`\uXXXX`, `\u{X}`, `\xXX`), RFC 8259 § 7 (`\/`), CSS Syntax Level 3 § 4.3.7.
 */
import type { SegmentBuilder } from '../core/index.js';

const BACKSLASH = 92;

/**
 * Copies `source.slice(start, end)` with its escapes resolved. JSON inside a string of a script has its
 * backslashes doubled: any number of them before `uXXXX` or a quote is one escape.
 */
export function copyScript(builder: SegmentBuilder, source: string, start: number, end: number): void {
  let from = start;
  // Looked for in the stretch first: the next one in the source may be far, for every stretch again.
  if (!source.slice(start, end).includes('\\')) {
    builder.copy(start, end);
    return;
  }
  for (let i = source.indexOf('\\', start); i >= 0 && i < end; i = source.indexOf('\\', i)) {
    let body = i + 1;
    while (body < end && source.charCodeAt(body) === BACKSLASH) body++;
    const taken = body < end ? scriptEscape(source, body, end) : undefined;
    if (taken === undefined) {
      i = body;
      if (i >= end) break;
      continue;
    }
    builder.copy(from, i);
    builder.replace(taken.text, i, taken.end);
    from = taken.end;
    i = from;
  }
  builder.copy(from, end);
}

interface Escape {
  readonly text: string;
  readonly end: number;
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', ' '],
  ['/', '/'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
]);

/** Reads what stands behind the backslashes at `at`. */
function scriptEscape(source: string, at: number, end: number): Escape | undefined {
  const kind = source.charAt(at);
  if (kind === 'u' && source.charAt(at + 1) === '{') {
    const close = at + 2 + hexLength(source, at + 2, Math.min(end, at + 8));
    if (source.charAt(close) !== '}' || close === at + 2) return undefined;
    return decodePoint(source, at + 2, close, close + 1);
  }
  const width = kind === 'u' ? 4 : kind === 'x' ? 2 : 0;
  if (width > 0) {
    const close = at + 1 + width;
    if (close > end || hexLength(source, at + 1, close) !== width) return undefined;
    return {
      text: String.fromCharCode(Number.parseInt(source.slice(at + 1, close), 16)),
      end: close,
    };
  }
  const text = SIMPLE.get(kind);
  return text === undefined ? undefined : { text, end: at + 1 };
}

/** Copies `source.slice(start, end)` of a style sheet with its escapes (`\31 38`) resolved. */
export function copyStyle(builder: SegmentBuilder, source: string, start: number, end: number): void {
  let from = start;
  // Looked for in the stretch first: the next one in the source may be far, for every stretch again.
  if (!source.slice(start, end).includes('\\')) {
    builder.copy(start, end);
    return;
  }
  for (let i = source.indexOf('\\', start); i >= 0 && i < end; i = source.indexOf('\\', i)) {
    const digits = hexLength(source, i + 1, Math.min(end, i + 7));
    if (digits === 0) {
      i += 2;
      continue;
    }
    let close = i + 1 + digits;
    if (close < end && /[ \t\n\r\f]/.test(source.charAt(close))) close++;
    const taken = decodePoint(source, i + 1, i + 1 + digits, close);
    builder.copy(from, i);
    builder.replace(taken.text, i, close);
    from = close;
    i = close;
  }
  builder.copy(from, end);
}

function decodePoint(source: string, from: number, to: number, end: number): Escape {
  const point = Number.parseInt(source.slice(from, to), 16);
  return {
    text: point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd',
    end,
  };
}

function hexLength(source: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const unit = source.charCodeAt(at);
    const letter = unit | 32;
    if (!((unit >= 48 && unit <= 57) || (letter >= 97 && letter <= 102))) break;
    at++;
  }
  return at - start;
}
