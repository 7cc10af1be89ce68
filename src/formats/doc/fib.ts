/**
 * The file information block: where text, formatting and tables of a Word file stand.
 *
 * Source: [MS-DOC] 2.5 (Fib, FibRgLw97, FibRgFcLcb97) for Word 97 to 2003 and WPS; the Word 6 layout as
 * published in "Microsoft Word 6.0 Binary File Format" for Word 6 and 95.
 */
import { Bytes } from '../cfb/bytes.js';

/** A range of a stream. */
export interface Range {
  readonly at: number;
  readonly length: number;
}

/** The seven sub-documents, in the order in which their characters stand. */
export const STORIES = [
  'body',
  'footnotes',
  'headers',
  'macros',
  'comments',
  'endnotes',
  'text-boxes',
  'header-text-boxes',
] as const;
export type Story = (typeof STORIES)[number];

export interface Fib {
  /** 8 is Word 97 and later: Unicode, tables in a stream of their own. 6 is Word 6 and 95. */
  readonly version: 8 | 6;
  readonly encrypted: boolean;
  /** Fast-saved: the piece table holds edits. */
  readonly complex: boolean;
  /** Stream that the ranges below stand in. */
  readonly tableStream: string;
  /** Text of Word 6 and 95 is UTF-16 (`fExtChar`), as in their East Asian editions. */
  readonly extended: boolean;
  readonly language: number;
  readonly fcMin: number;
  readonly fcMac: number;
  /** Characters of each sub-document. */
  readonly counts: readonly number[];
  readonly pieces: Range;
  readonly characters: Range;
  readonly paragraphs: Range;
  readonly headers: Range;
  readonly styles: Range;
  /** Drawn objects and the pictures that they show. */
  readonly drawings: Range;
  readonly strings: readonly {
    readonly range: Range;
    readonly label: string;
    readonly list: 'sttb' | 'xst';
  }[];
}

/** The last three are East Asian editions of Word 6 and 95. */
const MAGIC: ReadonlySet<number> = new Set([0xa5ec, 0xa5dc, 0xa5db, 0xa697, 0xa698, 0xa699]);

const NONE: Range = { at: 0, length: 0 };

/** @returns undefined when the stream is no Word document. */
export function readFib(bytes: Uint8Array): Fib | undefined {
  const source = new Bytes(bytes);
  const magic = source.u16(0);
  const nFib = source.u16(2);
  if (bytes.length < 0x200 || !MAGIC.has(magic)) return undefined;
  const flags = source.u16(0x0a);
  const version = nFib >= 0xc0 || (magic === 0xa5ec && nFib > 0x69) ? 8 : 6;
  const base = {
    encrypted: (flags & 0x0100) !== 0,
    complex: (flags & 0x0004) !== 0,
    extended: (flags & 0x1000) !== 0,
    language: source.u16(6),
    fcMin: source.u32(0x18),
    fcMac: source.u32(0x1c),
  };
  const pair = (at: number): Range => ({ at: source.u32(at), length: source.u32(at + 4) });
  const count = (at: number): number => Math.max(0, source.i32(at));
  if (version === 6) {
    return {
      ...base,
      version,
      tableStream: 'WordDocument',
      counts: STORIES.map((_, i) => count(0x34 + i * 4)),
      pieces: pair(0x160),
      characters: pair(0xb8),
      paragraphs: pair(0xc0),
      headers: pair(0xb0),
      styles: NONE,
      drawings: NONE,
      strings: [],
    };
  }
  const indexed = (index: number): Range => pair(0x9a + index * 8);
  return {
    ...base,
    version,
    tableStream: (flags & 0x0200) === 0 ? '0Table' : '1Table',
    counts: STORIES.map((_, i) => count(0x4c + i * 4)),
    pieces: indexed(33),
    characters: indexed(12),
    paragraphs: indexed(13),
    headers: indexed(11),
    styles: indexed(1),
    drawings: indexed(50),
    strings: [
      { range: indexed(21), label: 'bookmark', list: 'sttb' },
      { range: indexed(32), label: 'document property', list: 'sttb' },
      { range: indexed(36), label: 'comment author', list: 'xst' },
      { range: indexed(51), label: 'revision author', list: 'sttb' },
      { range: indexed(60), label: 'document variable', list: 'sttb' },
      { range: indexed(71), label: 'saved by', list: 'sttb' },
    ],
  };
}

const MAX_STRINGS = 10_000;

/** A string table: [MS-DOC] 2.2.4 STTB (extended), 2.9.349 Xst one after the other. Never throws. */
export function readStrings(table: Bytes, { at: start, length }: Range, list: 'sttb' | 'xst'): string[] {
  const end = Math.min(table.length, start + length);
  const strings: string[] = [];
  let at = start;
  let count = MAX_STRINGS;
  let extra = 0;
  if (list === 'sttb') {
    if (end - start < 6 || table.u16(start) !== 0xffff) return [];
    count = Math.min(MAX_STRINGS, table.u16(start + 2));
    extra = table.u16(start + 4);
    at = start + 6;
  }
  while (strings.length < count && at + 2 <= end) {
    const units = table.u16(at);
    strings.push(table.utf16(at + 2, Math.min(end, at + 2 + units * 2)));
    at += 2 + units * 2 + extra;
  }
  return strings;
}
