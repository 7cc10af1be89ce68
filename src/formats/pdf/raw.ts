/** Looks at the bytes of a file without parsing it: what would end the process, where revisions end. */
import type { Span } from '../../core/index.js';
import { indexOfWord } from './object-scan.js';

/** Earlier states of a file that are read. */
const MAX_REVISIONS = 20;
/** More CIDs than fonts have. */
const MAX_CIDS = 70_000;
/** More code points than Unicode has. */
const MAX_CODES = 0x20_0000;
const EOF = new TextEncoder().encode('%%EOF');
const ENDOBJ = new TextEncoder().encode('endobj');
const BEGIN = new TextEncoder().encode('begin');
const RANGE = new TextEncoder().encode('range');
const SLASH = 0x2f;
const CHUNK = 1 << 20;
const OVERLAP = 64;
/** Characters behind the beginning of an array of widths in which a wide range is looked for. */
const REACH = 4_100;
const TAIL = 2048;
/** Bytes that may stand outside the file without being looked at. */
const STRAY_BYTES = 8;

/**
 * Two small attacks make pdf.js fill the memory until the process is aborted, and no isolation short of a
 * child process stops them: a width for 2,000,000,000 CIDs, and a CMap range as long. Only those that are
 * not compressed can be seen here.
 */
export function hasRangeBomb(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('latin1');
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK + OVERLAP);
    // Decoding all of a file takes as long as reading its text.
    for (const { start, end } of widthArrays(chunk))
      if (widthBomb(decoder.decode(chunk.subarray(start, end)))) return true;
    if (holdsRanges(chunk) && codeBomb(decoder.decode(chunk))) return true;
  }
  return false;
}

/** What follows `/W [` or `/W2 [`, the beginning of an array of widths. */
function* widthArrays(bytes: Uint8Array): Generator<Span> {
  let start = -1;
  let end = 0;
  for (let at = bytes.indexOf(SLASH); at >= 0; at = bytes.indexOf(SLASH, at + 1)) {
    if (bytes[at + 1] !== 0x57) continue;
    let next = bytes[at + 2] === 0x32 ? at + 3 : at + 2;
    while (bytes[next]! <= 32 || bytes[next] === 0xa0) next++;
    if (bytes[next] !== 0x5b) continue;
    if (start >= 0 && at > end) {
      yield { start, end };
      start = -1;
    }
    if (start < 0) start = at;
    end = next + REACH;
  }
  if (start >= 0) yield { start, end };
}

/** `beginbfrange`, `begincidrange`, `beginnotdefrange`. */
function holdsRanges(bytes: Uint8Array): boolean {
  for (let at = indexOfWord(bytes, BEGIN, 0); at >= 0; at = indexOfWord(bytes, BEGIN, at + BEGIN.length)) {
    const word = bytes.subarray(at + BEGIN.length, at + BEGIN.length + 12);
    if (indexOfWord(word, RANGE, 0) > 0) return true;
  }
  return false;
}

/** `/W [ 0 2000000000 500 ]`: first and last CID, width. */
function widthBomb(text: string): boolean {
  for (const match of text.matchAll(
    /(?<![\d.])(\d{1,10})\s{1,8}(\d{5,12})\s{1,8}\d{1,5}(?:\.\d{0,9})?\s{0,8}[\]\d]/g,
  )) {
    if (Number(match[2]) - Number(match[1]) <= MAX_CIDS) continue;
    const before = text.slice(Math.max(0, match.index - 4_000), match.index);
    const open = before.lastIndexOf('[');
    if (open >= 0 && /\/W2?\s{0,8}$/.test(before.slice(0, open))) return true;
  }
  return false;
}

function codeBomb(text: string): boolean {
  for (const match of text.matchAll(/<([0-9A-Fa-f]{6,8})>\s{0,8}<([0-9A-Fa-f]{6,8})>/g)) {
    if (Number.parseInt(match[2]!, 16) - Number.parseInt(match[1]!, 16) <= MAX_CODES) continue;
    if (/begin(?:bf|cid|notdef)range/.test(text.slice(0, match.index))) return true;
  }
  return false;
}

/** Ends of the file's states, ascending, in bytes; the last one is the file as it is. */
function endsOfFile(bytes: Uint8Array): number[] {
  const ends: number[] = [];
  for (let at = indexOfWord(bytes, EOF, 0); at >= 0; at = indexOfWord(bytes, EOF, at + 5)) {
    ends.push(at + 5);
    if (ends.length > 10_000) break;
  }
  return ends;
}

export interface RawFacts {
  /** No end mark behind the last object: the file was cut. */
  readonly truncated: boolean;
  /** Ends in bytes of earlier states, latest first. */
  readonly revisions: readonly number[];
  /** More earlier states than are read. */
  readonly more: boolean;
  /** Bytes in front of the file's head and behind its last end mark that are more than white space. */
  readonly outside: readonly Span[];
}

export function rawFacts(bytes: Uint8Array): RawFacts {
  const ends = endsOfFile(bytes);
  const last = ends.at(-1);
  const truncated = last === undefined || indexOfWord(bytes, ENDOBJ, last) >= 0;
  const decoder = new TextDecoder('latin1');
  const head = decoder.decode(bytes.subarray(0, TAIL));
  const earlier = truncated ? ends : ends.slice(0, -1);
  // A linearized file has an end mark behind its first page, which is no earlier state.
  const states = (/\/Linearized/.test(head) ? earlier.slice(1) : earlier).reverse();
  const start = head.indexOf('%PDF-');
  return {
    truncated,
    outside: [
      { start: 0, end: Math.max(0, start) },
      { start: truncated ? bytes.length : (last ?? 0), end: bytes.length },
    ].filter((span) => holdsData(bytes, span)),
    revisions: states.slice(0, MAX_REVISIONS),
    more: states.length > MAX_REVISIONS,
  };
}

/** A few bytes are line ends, or marks of a transfer. */
function holdsData(bytes: Uint8Array, { start, end }: Span): boolean {
  let count = 0;
  for (let i = start; i < end && count < STRAY_BYTES; i++) if (bytes[i]! > 32) count++;
  return count >= STRAY_BYTES;
}

/**
 * Gives a file that lost its end a new one, which points at its catalog.
 *
 * @returns undefined when no catalog can be seen (it never was written, or is compressed).
 */
export function withTrailer(bytes: Uint8Array): Uint8Array | undefined {
  const decoder = new TextDecoder('latin1');
  let root: string | undefined;
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const text = decoder.decode(bytes.subarray(at, at + CHUNK + TAIL));
    for (const match of text.matchAll(/\/Type\s{0,4}\/Catalog\b/g)) {
      const object = text.lastIndexOf(' obj', match.index);
      if (object < match.index - TAIL || object < 0) continue;
      const head = /(\d{1,10}\s{1,4}\d{1,5})$/.exec(text.slice(Math.max(0, object - 24), object));
      if (head !== null) root = head[1]!;
    }
  }
  if (root === undefined) return undefined;
  const end = new TextEncoder().encode(
    `\nendstream\nendobj\ntrailer\n<< /Root ${root} R >>\nstartxref\n0\n%%EOF\n`,
  );
  const whole = new Uint8Array(bytes.length + end.length);
  whole.set(bytes);
  whole.set(end, bytes.length);
  return whole;
}
