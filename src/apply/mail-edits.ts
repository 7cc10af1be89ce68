/**
 * Texts back into the encodings of mail. Sources: RFC 2045, 6.7 and 6.8 (transfer encodings); RFC 2047 (encoded words).
 */

import type { Edit } from '../core/index.js';
import { writeValue } from '../formats/eml/headers.js';
import { latin1 } from '../text/latin1.js';
import { encodeText } from './encode.js';
import type { TextEdit } from './text-edits.js';

/** Longest encoded word, and longest line of an encoded body. RFC 2047, 2; RFC 2045, 6.7. */
const LONGEST = 75;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** An edit of a header: what can't stand there as it is becomes encoded words. */
export function safeMail(text: string, edit: TextEdit): TextEdit {
  const { start, end, replacement } = edit;
  const written = text.slice(start, end);
  const words = /^=\?([^?*\s]{1,40})/.exec(written);
  if (words === null && /^[\x20-\x7e]*$/.test(replacement)) return edit;
  return {
    start,
    end,
    replacement: encodedWords(replacement, start - text.lastIndexOf('\n', start) - 1, words?.[1]),
  };
}

/**
 * Two values in one encoded word: both edits write the whole of it, so they become one.
 *
 * @param edits Sorted.
 * @returns Edits of one range are joined where each keeps the length of the text.
 */
export function joinWords(source: string, edits: readonly Edit[]): Edit[] {
  const joined: Edit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    const { place } = edit;
    const same =
      place.kind === 'text' &&
      last?.place.kind === 'text' &&
      last.place.start === place.start &&
      last.place.end === place.end &&
      source.startsWith('=?', place.start);
    if (!same) {
      joined.push(edit);
      continue;
    }
    let text = '';
    const sink = {
      copy: (start: number, end: number): void => void (text += source.slice(start, end)),
      replace: (piece: string): void => void (text += piece),
    };
    writeValue(source, { name: '', start: place.start, end: place.end }, sink);
    const [a, b] = [last.replacement, edit.replacement];
    if (a.length !== text.length || b.length !== text.length) {
      joined.push(edit);
      continue;
    }
    let both = '';
    for (let i = 0; i < text.length; i++) both += a[i] === text[i] ? b[i] : a[i];
    joined[joined.length - 1] = { ...last, replacement: both };
  }
  return joined;
}

/** @param column Characters before them on the line. @param charset Kept when it has all characters. */
function encodedWords(text: string, column: number, charset = 'utf-8'): string {
  const name = charset.toLowerCase();
  const label = name === 'gb2312' || name === 'gbk' ? 'gb18030' : name;
  const whole = safely(() => encodeText(text, label)) !== undefined;
  const used = whole ? charset : 'utf-8';
  const encode = (piece: string): string =>
    encodeBase64((whole ? encodeText(piece, label) : undefined) ?? new TextEncoder().encode(piece));
  const words: string[] = [];
  let piece = '';
  for (const character of text) {
    const longer = `=?${used}?B?${encode(piece + character)}?=`;
    const room = words.length === 0 ? Math.max(LONGEST - column, LONGEST / 3) : LONGEST - 1;
    if (longer.length > room && piece !== '') {
      words.push(`=?${used}?B?${encode(piece)}?=`);
      piece = character;
    } else piece += character;
  }
  if (piece !== '') words.push(`=?${used}?B?${encode(piece)}?=`);
  return words.join('\r\n ');
}

function safely<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
    text += BASE64[a >> 2]! + BASE64[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    text += b === undefined ? '=' : BASE64[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    text += c === undefined ? '=' : BASE64[c & 63]!;
  }
  return text;
}

/**
 * New content in the transfer encoding, the lines and the line ends of the old one.
 *
 * @param raw What stood there, one unit a byte. @param before Its content.
 */
export function encodeLeaf(raw: string, encoding: string, before: Uint8Array, after: Uint8Array): string {
  if (encoding === 'base64') return inLines(encodeBase64(after), raw);
  if (encoding === 'quoted-printable') return requoted(raw, before, after);
  return latin1(after);
}

function inLines(text: string, raw: string): string {
  const first = /^\s*(\S+)(\r?\n|\r)\S/.exec(raw);
  const before = /^\s*/.exec(raw)![0];
  const behind = /\s*$/.exec(raw)![0];
  if (first === null) return `${before}${text}${raw.trim() === '' ? '' : behind}`;
  const [, line, end] = first;
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += line!.length) lines.push(text.slice(at, at + line!.length));
  return `${before}${lines.join(end)}${behind}`;
}

/** Writes the stretch that differs again; what is before and behind it stays. */
function requoted(raw: string, before: Uint8Array, after: Uint8Array): string {
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const same = before.length === after.length;
  const pieces: string[] = [];
  const { offsets, ends } = quotedOffsets(raw);
  let at = 0;
  let column = 0;
  const copy = (from: number, to: number): void => {
    const text = raw.slice(from, to);
    const line = text.lastIndexOf('\n');
    column = line < 0 ? column + text.length : text.length - line - 1;
    pieces.push(text);
  };
  const put = (byte: number): void => {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x3d;
    const text = plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (column + text.length > LONGEST) {
      pieces.push('=\r\n');
      column = 0;
    }
    pieces.push(text);
    column += text.length;
  };
  // Masks mostly keep lengths: then every byte that is the same keeps its spelling.
  for (let i = head; i < after.length - tail; i++) {
    if (same && before[i] === after[i]) continue;
    const from = same ? i : head;
    copy(at, offsets[from]!);
    if (same) {
      put(after[i]!);
      at = ends[i]!;
    } else {
      for (const byte of after.subarray(head, after.length - tail)) put(byte);
      at = head === before.length - tail ? offsets[head]! : ends[before.length - tail - 1]!;
      break;
    }
  }
  if (!same && head === after.length - tail && head < before.length - tail) {
    copy(at, offsets[head]!);
    at = ends[before.length - tail - 1]!;
  }
  copy(at, raw.length);
  return pieces.join('');
}

/** Where the spelling of each byte begins and ends; soft line ends lie between. As `decodeQuoted` reads. */
function quotedOffsets(raw: string): { offsets: number[]; ends: number[] } {
  const offsets: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < raw.length; i++) {
    if (raw.charCodeAt(i) === 0x3d) {
      if (/^[0-9a-f]{2}/i.test(raw.slice(i + 1, i + 3))) {
        offsets.push(i);
        i += 2;
        ends.push(i + 1);
        continue;
      }
      const soft = /^[ \t]{0,80}(?:\r?\n|$)/.exec(raw.slice(i + 1, i + 84));
      if (soft !== null) {
        i += soft[0].length;
        continue;
      }
    }
    offsets.push(i);
    ends.push(i + 1);
  }
  offsets.push(raw.length);
  return { offsets, ends };
}
