/**
 * A large plain text, read and scanned piece by piece, so that memory does not grow with the file.
 *
 * Bytes are cut at line feeds (no byte of a longer character in UTF-8, GB 18030 or Big5 is a line feed);
 * decoded pieces overlap by `OVERLAP` units, and a finding belongs to the piece in which it starts before
 * the middle of the overlap, so that every value is seen once, whole, with what stands around it. The first
 * line of a delimited file goes before each piece: it names the columns.
 */
import {
  append,
  type Diagnostic,
  type Disposition,
  type Finding,
  type Person,
  type Place,
  type Risk,
  type ScanResult,
  type TableRisk,
  type Verdict,
} from '../core/index.js';
import { decodeText } from '../text/decode.js';
import type { ByteSource } from './source.js';
import type { TextScanner } from './types.js';

/** Bytes of one piece. */
export const PIECE: number = 1024 * 1024;
/** UTF-16 code units that two neighbouring pieces share, at least. */
const OVERLAP = 4096;
/** A piece without a line feed grows to this many bytes before it is cut elsewhere. */
const LONGEST = 4 * PIECE;
const HEADER = 4096;

export interface PiecesOptions {
  readonly name: string;
  readonly findings: number;
  /** True once the time is over: the rest is named unread. */
  readonly expired: () => boolean;
  /** Bytes of one piece; for tests. */
  readonly piece?: number;
  /** Lets other work of the process go on between pieces. */
  readonly pause: () => Promise<void>;
}

interface Position {
  line: number;
  column: number;
}

/** Where a piece stands in the file. */
interface Frame {
  /** Units of the column header that was put before the piece. */
  readonly header: number;
  /** Offset of the piece's text in the whole text. */
  readonly base: number;
  readonly line: number;
  readonly column: number;
}

/** Scans a plain text of any length. One result, offsets in the whole decoded text. */
export async function scanPieces(
  source: ByteSource,
  scanner: TextScanner,
  options: PiecesOptions,
): Promise<ScanResult> {
  const merged = new Merged(options);
  let header = '';
  let carry = '';
  let base = 0;
  let owned = 0;
  const position: Position = { line: 1, column: 1 };
  let first = true;
  for (const piece of decodedPieces(source, options.piece ?? PIECE)) {
    if (options.expired()) {
      merged.stop();
      break;
    }
    if (first) header = columnHeader(piece.text);
    const before = first ? '' : header;
    const body = carry + piece.text;
    const next = piece.last ? body.length : overlapStart(body);
    const limit = piece.last ? Number.POSITIVE_INFINITY : base + next + Math.floor((body.length - next) / 2);
    const frame: Frame = { header: before.length, base, line: position.line, column: position.column };
    merged.add(scanner.scanText(before + body, { format: 'text', name: options.name }), frame, owned, limit);
    advance(position, body, next);
    base += next;
    carry = body.slice(next);
    owned = limit;
    first = false;
    await options.pause();
  }
  return merged.result();
}

/** A first line that parts its cells by a delimiter, with its line end; else ''. */
function columnHeader(text: string): string {
  const end = text.indexOf('\n');
  if (end < 0 || end >= HEADER) return '';
  const line = text.slice(0, end + 1);
  return /[,\t|;，]/.test(line) ? line : '';
}

/** Where the next piece starts: at a line, if one starts soon before the overlap. */
function overlapStart(body: string): number {
  const wanted = Math.max(0, body.length - OVERLAP);
  const line = body.lastIndexOf('\n', wanted);
  if (line >= 0 && wanted - line < OVERLAP) return line + 1;
  const unit = body.charCodeAt(wanted);
  const splits = (unit >= 0xdc00 && unit <= 0xdfff) || body.startsWith('\n', wanted);
  return splits ? Math.max(0, wanted - 1) : wanted;
}

function advance(position: Position, text: string, end: number): void {
  let at = 0;
  for (;;) {
    const feed = text.indexOf('\n', at);
    const turn = text.indexOf('\r', at);
    const next = feed < 0 ? turn : turn < 0 ? feed : Math.min(feed, turn);
    if (next < 0 || next >= end) break;
    at = next + (text.startsWith('\r\n', next) ? 2 : 1);
    position.line++;
    position.column = 1;
    if (turn >= 0) continue;
    // Without carriage returns the rest is a plain count.
    for (let line = text.indexOf('\n', at); line >= 0 && line < end; line = text.indexOf('\n', at)) {
      at = line + 1;
      position.line++;
    }
    break;
  }
  position.column += end - at;
}

interface DecodedPiece {
  readonly text: string;
  readonly last: boolean;
}

function* decodedPieces(source: ByteSource, size: number): Generator<DecodedPiece> {
  const head = source.read(0, 4);
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : undefined;
  let charset: string | undefined;
  let at = 0;
  while (at < source.size) {
    const { bytes, last } = utf16 === undefined ? cutPiece(source, at, size) : cutPair(source, at, size);
    at += bytes.length;
    if (utf16 !== undefined) {
      yield { text: new TextDecoder(utf16, { ignoreBOM: at !== bytes.length }).decode(bytes), last };
      continue;
    }
    const decoded = decodeText(bytes, charset === undefined ? {} : { charset });
    // A piece of ASCII says nothing about the charset of those that follow.
    if (bytes.some((byte) => byte >= 0x80)) charset ??= decoded.charset;
    yield { text: decoded.text, last };
  }
}

function cutPiece(source: ByteSource, at: number, size: number): { bytes: Uint8Array; last: boolean } {
  for (let length = size; ; length *= 2) {
    const bytes = source.read(at, length);
    if (bytes.length < length || at + bytes.length >= source.size) return { bytes, last: true };
    const feed = bytes.lastIndexOf(0x0a);
    if (feed >= 0) return { bytes: bytes.subarray(0, feed + 1), last: false };
    if (length >= Math.max(size, LONGEST)) return { bytes: bytes.subarray(0, safeCut(bytes)), last: false };
  }
}

/**
 * An offset at which no character is cut. After two ASCII bytes in a row a character has ended in every
 * charset here; else not before a UTF-8 continuation byte.
 */
function safeCut(bytes: Uint8Array): number {
  for (let i = bytes.length; i > bytes.length - 4096 && i > 1; i--) {
    if (bytes[i - 1]! < 0x80 && bytes[i - 2]! < 0x80) return i;
  }
  for (let i = bytes.length - 1; i > bytes.length - 5 && i > 0; i--) {
    if ((bytes[i]! & 0xc0) !== 0x80) return i;
  }
  return bytes.length;
}

function cutPair(source: ByteSource, at: number, size: number): { bytes: Uint8Array; last: boolean } {
  const bytes = source.read(at, size - (size % 2));
  if (at + bytes.length >= source.size) return { bytes, last: true };
  // Not between the halves of a surrogate pair.
  const high = bytes[bytes.length - 1]!;
  return { bytes: high >= 0xd8 && high <= 0xdb ? bytes.subarray(0, -2) : bytes, last: false };
}

const MINOR: readonly Disposition[] = ['official', 'lawful', 'masked'];
const RANK: readonly Verdict[] = ['pass', 'incomplete', 'review', 'block'];

class Merged {
  readonly #options: PiecesOptions;
  readonly #findings: Finding[] = [];
  readonly #persons: Person[] = [];
  readonly #diagnostics = new Map<string, Diagnostic>();
  readonly #tables: TableRisk[] = [];
  #risk: Risk | undefined;
  #affected = 0;
  #judge: Pick<ScanResult, 'policy' | 'proposedPolicy'> = {};
  #mediaType = 'text/plain';
  #verdict: Verdict = 'pass';
  #unread: { place: { part: string }; code: string }[] = [];
  #full = false;
  #minor = 0;
  #personCount = 0;

  constructor(options: PiecesOptions) {
    this.#options = options;
  }

  /** Takes over the findings that start in `from`…`until` of the whole text. */
  add(piece: ScanResult, frame: Frame, from: number, until: number): void {
    this.#mediaType = piece.mediaType;
    this.#takeJudge(piece);
    this.#takeRisk(piece, frame);
    const ids = new Map<string, string>();
    const persons = new Map<string, string>();
    for (const finding of piece.findings) {
      const places = finding.places.flatMap((place) => moved(place, frame));
      const start = places[0]?.kind === 'text' ? places[0].start : frame.base;
      if (places.length === 0 || start < from || start >= until) continue;
      // What matters is counted apart: ten thousand office numbers must not crowd out a leak behind them.
      const minor = MINOR.includes(finding.disposition);
      if ((minor ? this.#minor : this.#findings.length - this.#minor) >= this.#options.findings) {
        this.#tooMany();
        continue;
      }
      if (minor) this.#minor++;
      const id = `f${this.#findings.length + 1}`;
      ids.set(finding.id, id);
      const { person, suggestion, ...rest } = finding;
      const owner =
        person === undefined ? undefined : (persons.get(person) ?? this.#newPerson(persons, person));
      this.#findings.push({
        ...rest,
        id,
        places,
        ...(owner === undefined ? {} : { person: owner }),
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    }
    this.#moveSuggestions(frame, ids);
    // Findings in a dropped part of the overlap must not raise the verdict twice, but they are the same values.
    if (ids.size > 0 || piece.verdict === 'incomplete') this.#raise(piece.verdict);
    this.#keepPersons(piece, frame, ids, persons);
    for (const { place: _, ...diagnostic } of piece.diagnostics) {
      if (!this.#diagnostics.has(diagnostic.code)) this.#diagnostics.set(diagnostic.code, diagnostic);
    }
    for (const { code } of piece.coverage.unread) this.#leaveUnread(code);
  }

  /** Edits into the whole text, and the findings that they name by their new ids. */
  #moveSuggestions(frame: Frame, ids: ReadonlyMap<string, string>): void {
    for (let i = this.#findings.length - ids.size; i < this.#findings.length; i++) {
      const finding = this.#findings[i]!;
      if (finding.suggestion === undefined) continue;
      const { within, ...suggestion } = finding.suggestion;
      const edits = suggestion.edits.flatMap((edit) =>
        moved(edit.place, frame).map((place) => ({ ...edit, place })),
      );
      const owner = within === undefined ? undefined : ids.get(within);
      this.#findings[i] = {
        ...finding,
        suggestion: { ...suggestion, edits, ...(owner === undefined ? {} : { within: owner }) },
      };
    }
  }

  /** The title stands in the first piece, and judges the whole text for who leaves the choice to it. */
  #takeJudge({ policy, proposedPolicy }: ScanResult): void {
    if (this.#judge.policy !== undefined || policy === undefined) return;
    this.#judge = { policy, ...(proposedPolicy === undefined ? {} : { proposedPolicy }) };
  }

  /** Each piece of a table is assessed as a table. */
  #takeRisk({ risk }: ScanResult, frame: Frame): void {
    if (risk === undefined) return;
    this.#risk ??= risk;
    this.#affected += risk.persons;
    for (const table of risk.tables) {
      // The header before each piece is the first line of the file.
      this.#tables.push({ ...table, place: moved(table.place, frame)[0] ?? table.place });
    }
  }

  stop(): void {
    this.#note(
      'engine/time-limit',
      'error',
      'time ran out; the rest of the text was not read: raise the time limit',
    );
    this.#leaveUnread('engine/time-limit');
  }

  result(): ScanResult {
    const unread = this.#unread;
    if (unread.length > 0) this.#raise('incomplete');
    return {
      artifact: this.#options.name,
      mediaType: this.#mediaType,
      verdict: this.#verdict,
      ...this.#judge,
      ...(this.#risk === undefined
        ? {}
        : { risk: { ...this.#risk, persons: this.#affected, tables: this.#tables } }),
      findings: this.#findings,
      persons: this.#persons,
      diagnostics: [...this.#diagnostics.values()],
      coverage: { units: 1, read: unread.length > 0 ? 0 : 1, unread },
    };
  }

  #tooMany(): void {
    if (this.#full) return;
    this.#full = true;
    const limit = this.#options.findings;
    this.#note('engine/too-many-findings', 'warning', `more than ${limit} findings; the rest is not listed`);
  }

  #newPerson(persons: Map<string, string>, old: string): string {
    const id = `p${++this.#personCount}`;
    persons.set(old, id);
    return id;
  }

  #keepPersons(
    piece: ScanResult,
    frame: Frame,
    ids: ReadonlyMap<string, string>,
    persons: ReadonlyMap<string, string>,
  ): void {
    const kept: Person[] = [];
    for (const person of piece.persons) {
      const id = persons.get(person.id);
      if (id === undefined) continue;
      const place = moved(person.place, frame)[0];
      const own = person.findings.flatMap((finding) => ids.get(finding) ?? []);
      const fallback = this.#findings.find((finding) => finding.id === own[0])?.places[0];
      const at = place ?? fallback;
      if (at !== undefined) kept.push({ id, findings: own, place: at });
    }
    append(
      this.#persons,
      kept.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))),
    );
  }

  #note(code: string, severity: Diagnostic['severity'], message: string): void {
    this.#diagnostics.set(code, { code, severity, message });
  }

  #leaveUnread(code: string): void {
    if (!this.#unread.some((one) => one.code === code)) this.#unread.push({ place: { part: '' }, code });
  }

  #raise(verdict: Verdict): void {
    if (RANK.indexOf(verdict) > RANK.indexOf(this.#verdict)) this.#verdict = verdict;
  }
}

/** The place in the whole text; none for a place in the repeated column header. */
function moved(place: Place, frame: Frame): Place[] {
  if (place.kind !== 'text') return [place];
  if (place.start < frame.header) return [];
  const line = frame.header > 0 ? place.line - 1 : place.line;
  const shift = frame.base - frame.header;
  return [
    {
      ...place,
      start: place.start + shift,
      end: place.end + shift,
      line: frame.line + line - 1,
      column: line === 1 ? frame.column + place.column - 1 : place.column,
    },
  ];
}
