/**
 * Formatting by character position: which runs are deleted or hidden, which paragraphs are cells.
 *
 * Source: [MS-DOC] 2.4.6 (applying properties), 2.8.5 (PlcBteChpx), 2.8.6 (PlcBtePapx), 2.9.33 (ChpxFkp), 2.9.174
 * (PapxFkp). Formatting stands by byte offset; a run of it covers what pieces lie there.
 */
import type { Bytes } from '../cfb/bytes.js';
import { indexAt } from '../cfb/values.js';
import type { Fib, Range } from './fib.js';
import type { Piece, PieceTable } from './pieces.js';
import { applyCharacter, applyParagraph, type CharacterFormat, type ParagraphFormat, PRM0 } from './sprms.js';

/** Values by character position: each holds up to the next start. */
export interface Runs<T> {
  readonly starts: readonly number[];
  readonly formats: readonly T[];
}

export interface Formatting {
  readonly characters: Runs<CharacterFormat>;
  /** Format of the paragraph whose mark stands at a position. */
  readonly paragraphAt: (cp: number) => ParagraphFormat | undefined;
  /** At least one paragraph has a format: row ends can be told. */
  readonly hasParagraphs: boolean;
}

interface FkpRun {
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly length: number;
}

const PAGE = 512;
const PLAIN: CharacterFormat = {};

export function readFormatting(fib: Fib, document: Bytes, table: Bytes, text: PieceTable): Formatting {
  const characterRuns = readRuns(fib, document, table, fib.characters, false);
  const paragraphRuns = readRuns(fib, document, table, fib.paragraphs, true);
  const starts: number[] = [];
  const formats: CharacterFormat[] = [];
  const cache = new Map<FkpRun, CharacterFormat>();
  const push = (cp: number, format: CharacterFormat): void => {
    if (starts.at(-1) === cp) formats[formats.length - 1] = format;
    else if (formats.at(-1) !== format) {
      starts.push(cp);
      formats.push(format);
    }
  };
  for (const piece of text.pieces) {
    const modified = pieceFormat(fib, table, text, piece);
    let cp = piece.cp;
    const end = piece.fc + (piece.cpEnd - piece.cp) * piece.width;
    for (let i = firstAfter(characterRuns, piece.fc); i < characterRuns.length; i++) {
      const run = characterRuns[i]!;
      if (run.start >= end) break;
      const from = piece.cp + Math.max(0, Math.ceil((run.start - piece.fc) / piece.width));
      const to = Math.min(piece.cpEnd, piece.cp + Math.ceil((run.end - piece.fc) / piece.width));
      if (to <= cp) continue;
      if (from > cp) push(cp, modified ?? PLAIN);
      let format = cache.get(run);
      if (format === undefined) {
        format = {};
        applyCharacter(format, document, run.at, run.at + run.length, fib.version);
        if (Object.keys(format).length === 0) format = PLAIN;
        cache.set(run, format);
      }
      push(Math.max(cp, from), modified === undefined ? format : { ...format, ...modified });
      cp = to;
    }
    if (cp < piece.cpEnd) push(cp, modified ?? PLAIN);
  }
  const pieceStarts = text.pieces.map((piece) => piece.cp);
  const paragraphs = new Map<FkpRun, ParagraphFormat>();
  const paragraphAt = (cp: number): ParagraphFormat | undefined => {
    const piece = text.pieces[indexAt(pieceStarts, cp)];
    if (piece === undefined || cp >= piece.cpEnd) return undefined;
    const fc = piece.fc + (cp - piece.cp) * piece.width;
    const run = paragraphRuns[firstAfter(paragraphRuns, fc)];
    if (run === undefined || run.start > fc) return undefined;
    let format = paragraphs.get(run);
    if (format === undefined) {
      format = { depth: 0 };
      applyParagraph(format, document, run.at, run.at + run.length, fib.version);
      if (format.inTable === true && format.depth === 0) format.depth = 1;
      paragraphs.set(run, format);
    }
    return format;
  };
  return { characters: { starts, formats }, paragraphAt, hasParagraphs: paragraphRuns.length > 0 };
}

/** Index of the first run that ends after a byte offset; runs are sorted and don't overlap. */
function firstAfter(runs: readonly FkpRun[], fc: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.end <= fc) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All runs of the formatted disk pages that a bin table lists, in order, overlaps dropped. */
function readRuns(
  fib: Fib,
  document: Bytes,
  table: Bytes,
  { at, length }: Range,
  paragraphs: boolean,
): FkpRun[] {
  const width = fib.version === 8 ? 4 : 2;
  const count = Math.max(0, Math.floor((Math.min(length, table.length - at) - 4) / (4 + width)));
  const pages = new Set<number>();
  for (let i = 0; i < count; i++) {
    const entry = at + (count + 1) * 4 + i * width;
    const page = width === 4 ? table.u32(entry) & 0x3fffff : table.u16(entry);
    if ((page + 1) * PAGE <= document.length) pages.add(page);
  }
  const runs: FkpRun[] = [];
  for (const page of pages) {
    if (paragraphs) readPapxPage(fib, document, page * PAGE, runs);
    else readChpxPage(document, page * PAGE, runs);
  }
  runs.sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  return runs.filter((run) => {
    if (run.start < end || run.end <= run.start) return false;
    end = run.end;
    return true;
  });
}

function readChpxPage(document: Bytes, base: number, runs: FkpRun[]): void {
  const count = Math.min(101, document.u8(base + 511));
  for (let i = 0; i < count; i++) {
    const start = document.u32(base + i * 4);
    const end = document.u32(base + i * 4 + 4);
    const offset = document.u8(base + (count + 1) * 4 + i) * 2;
    const length = offset === 0 ? 0 : Math.min(document.u8(base + offset), 510 - offset);
    runs.push({ start, end, at: base + offset + 1, length: Math.max(0, length) });
  }
}

function readPapxPage(fib: Fib, document: Bytes, base: number, runs: FkpRun[]): void {
  const count = Math.min(101, document.u8(base + 511));
  const width = fib.version === 8 ? 13 : 7;
  for (let i = 0; i < count; i++) {
    const start = document.u32(base + i * 4);
    const end = document.u32(base + i * 4 + 4);
    const offset = document.u8(base + (count + 1) * 4 + i * width) * 2;
    if (offset === 0) {
      runs.push({ start, end, at: base, length: 0 });
      continue;
    }
    let at = base + offset;
    let length: number;
    const words = document.u8(at);
    if (fib.version === 8 && words === 0) {
      length = document.u8(at + 1) * 2;
      at += 2;
    } else {
      length = words * 2 - (fib.version === 8 ? 1 : 0);
      at += 1;
    }
    // The style index stands before the modifiers.
    runs.push({ start, end, at: at + 2, length: Math.max(0, Math.min(length, base + 511 - at) - 2) });
  }
}

/** What the piece's own modifier says; undefined for nothing. */
function pieceFormat(fib: Fib, table: Bytes, text: PieceTable, piece: Piece): CharacterFormat | undefined {
  if (piece.prm === 0) return undefined;
  const format: CharacterFormat = {};
  if ((piece.prm & 1) === 0) {
    const property = PRM0.get((piece.prm >> 1) & 0x7f);
    if (property === undefined) return undefined;
    format[property] = piece.prm >> 8 === 1;
    return format;
  }
  const list = text.lists[piece.prm >> 1];
  if (list === undefined) return undefined;
  applyCharacter(format, table, list.start, list.end, fib.version);
  return Object.keys(format).length === 0 ? undefined : format;
}
