/**
 * The values that travel through the scanner: artifacts in, segments and candidates inside, findings out.
 *
 * All offsets are UTF-16 code units and half-open unless a name says bytes. Every field is read-only:
 * steps are functions of their arguments.
 */

import type { OcrReader } from './ocr.js';

/** A stretch of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a text reaches a reader, or hides from one. */
export type Channel =
  | 'body'
  | 'title'
  | 'header'
  | 'footer'
  | 'note'
  | 'comment'
  | 'annotation'
  | 'field'
  | 'attribute'
  | 'link'
  | 'script'
  | 'style'
  | 'hidden'
  | 'deleted'
  | 'covered'
  | 'metadata'
  | 'name'
  | 'ocr'
  | 'residue';

/** A range of a decoded source text. `line` and `column` count from 1, columns in UTF-16 code units. */
export interface TextPlace {
  readonly kind: 'text';
  /** Path inward from the artifact, `a.zip!b/c.docx!word/header1.xml`; empty for the artifact itself. */
  readonly part: string;
  readonly channel: Channel;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  /** Where a person finds it in an office document; all count from 1. */
  readonly near?: NearPlace;
}

/** Human coordinates inside an office document; all count from 1. */
export interface NearPlace {
  readonly paragraph?: number;
  readonly table?: number;
  readonly row?: number;
  readonly column?: number;
}

/** A rectangle of a page: page from 1, box in PDF points, origin bottom-left, `[x0, y0, x1, y1]`. */
export interface PagePlace {
  readonly kind: 'page';
  readonly part: string;
  readonly channel: Channel;
  readonly page: number;
  readonly box: readonly [number, number, number, number];
}

/** A cell of a sheet, A1 reference. */
export interface CellPlace {
  readonly kind: 'cell';
  readonly part: string;
  readonly channel: Channel;
  readonly sheet: string;
  readonly ref: string;
  /** Of edits only: the range of the cell's text, as the reader of the format decodes it. */
  readonly start?: number;
  readonly end?: number;
}

export type Place = TextPlace | PagePlace | CellPlace;

export type Severity = 'high' | 'medium' | 'low' | 'info';

/** What is wrong with a document or could not be read. Codes are permanent, `area/what`. Never quotes text. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** In the language of the scan. */
  readonly message: string;
  /** What the reader knew besides, in English (a reason, a limit); only beside a message in another language. */
  readonly detail?: string;
  readonly place?: Place;
}

/** A unit (file, part, page, entry) whose text was not read. */
export interface Unread {
  /** Path inward, as `Place.part`; empty for the artifact itself. */
  readonly part: string;
  readonly page?: number;
  readonly code: string;
}

/** Bytes with a name. `mediaType` and `charset` are the caller's hints, content decides first. */
export interface Artifact {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType?: string;
  readonly charset?: string;
  /** Texts that came with the bytes and are no part of them; scanned with them. */
  readonly asides?: readonly Aside[];
  /** A picture inside a document: small ones are emblems as a rule. */
  readonly embedded?: boolean;
  /** Where a web archive has it from; goes into the result, and into those of everything inside. */
  readonly source?: Capture;
}

/** A text beside a document: its URL, its HTTP headers. */
export interface Aside {
  /** Names it in places, `#url`, `#http`; offsets count in `text`. */
  readonly part: string;
  readonly channel: Channel;
  readonly text: string;
}

/** One visit of a crawler. */
export interface Capture {
  readonly url: string;
  /** ISO 8601, as the archive states it; empty when it does not. */
  readonly date: string;
  /** Bytes from the start of the archive to the record, or to the gzip member that holds it. */
  readonly offset: number;
  /** No archive states it: put together from where the file stands in a mirror; `date` is the file's. */
  readonly derived?: true;
}

/**
 * A table cell inside a segment's text. Rows and columns count from 0 within `table`;
 * a merged cell keeps its first row and column and states its spans.
 */
export interface Cell extends Span {
  readonly table: number;
  readonly row: number;
  readonly column: number;
  readonly rowSpan?: number;
  readonly colSpan?: number;
  /** The producer marked it as a header (`<th>`, `w:tblHeader`). */
  readonly header?: boolean;
}

/** Segment text back to places in the file. */
export interface SourceMap {
  /** Places of a range of the segment's text, in reading order, neighbours joined. */
  locate(start: number, end: number): Place[];
  /** Where to write, when `locate` names the cell that people look at: ranges of the source or of the cell's text. */
  source?(start: number, end: number): Place[];
}

/**
 * A flow of text that one reader reads in one go: a page's visible text, an attribute value, a comment.
 *
 * In `text`, blocks and rows end with `\n`, cells of a row are parted by `\t`, inline markup leaves no
 * trace. A line break inside a cell is `\u2028` (LINE SEPARATOR), so that it can't be taken for a row.
 */
export interface Segment {
  readonly channel: Channel;
  readonly part: string;
  readonly text: string;
  /** The UTF-16 code units of `text`, where the format has them at hand. */
  readonly units?: Uint16Array;
  readonly map: SourceMap;
  /** Table cells, sorted by `start`, not overlapping. */
  readonly cells?: readonly Cell[];
  /** What the place itself says about its value: attribute name, form field, JSON key, property. */
  readonly label?: string;
  /** Of recognised text: numbers that hold a character which is a guess that a check digit confirms. */
  readonly guessed?: readonly Span[];
}

/** A contained file, or the reason why it could not be had. */
export type Child =
  | { readonly artifact: Artifact }
  | { readonly diagnostic: Diagnostic; readonly unread?: Unread };

/** What a format makes of an artifact. `units` counts pages, parts or entries; `unread` names the ones not read. */
export interface Extraction {
  readonly segments: readonly Segment[];
  readonly units: number;
  readonly unread: readonly Unread[];
  readonly diagnostics: readonly Diagnostic[];
  /** Contained files, opened one at a time as they are asked for. Their names are relative to the artifact. */
  readonly children?: AsyncIterable<Child>;
  /** `charset` that a text was decoded with; `redact` writes it back. */
  readonly charset?: string;
  /** What a page shows or offers and does not hold. */
  readonly references?: readonly Reference[];
}

/** Another file that a page leads to: nothing fetches it, so that its text was not read. */
export interface Reference {
  /** `attachment`: a link to a document or archive; `frame`: a page shown inside this one; `style-sheet`. */
  readonly kind: 'attachment' | 'frame' | 'style-sheet';
  /** As written, character references resolved. Absent where it holds a value that a finding names. */
  readonly target?: string;
  readonly place: TextPlace;
}

/** Bounds for one scan. Every one has a default in `core/limits.ts`. */
export interface Limits {
  /** Bytes of one artifact. */
  readonly bytes: number;
  /** Bytes that containers may unfold to, in all. */
  readonly unpackedBytes: number;
  /** Unpacked ÷ packed size of an entry above 1 MiB. */
  readonly ratio: number;
  /** Containers inside containers. */
  readonly depth: number;
  /** Entries of one container. */
  readonly entries: number;
  /** Pages of one document. */
  readonly pages: number;
  /** Wall time of one scan. */
  readonly milliseconds: number;
  /** Findings reported for one artifact. */
  readonly findings: number;
  /** Pictures, scanned pages among them, that one scan has recognised. */
  readonly pictures: number;
  /** Wall time for the recognition of one picture. */
  readonly pictureMilliseconds: number;
  /** Wall time for all recognition of one scan; does not count as time of the scan. */
  readonly ocrMilliseconds: number;
}

/** What an extractor may use besides the bytes. */
export interface ExtractContext {
  readonly limits: Limits;
  readonly budget: Budget;
  readonly signal?: AbortSignal;
  /** Reads text in pictures; missing when the caller gave no engine. */
  readonly ocr?: OcrReader;
}

/** Shared by everything that one scan opens. */
export interface Budget {
  /** True once the time is over or the signal fired: stop, report what is there, name the rest unread. */
  expired(): boolean;
  /** Adds time that something with limits of its own took. */
  extend?(milliseconds: number): void;
  /** Claims unpacked bytes; false when the scan's total is used up. */
  claim(bytes: number): boolean;
}

/** Reads one file format. Third-party parsers live behind this and nowhere else. */
export interface Format {
  readonly id: string;
  readonly mediaTypes: readonly string[];
  /** Never rejects on bad input: what it can't read becomes diagnostics and `unread`. */
  extract(artifact: Artifact, context: ExtractContext): Promise<Extraction>;
}

/** Why something counts, or does not: a permanent code, and words a person can read. */
export interface Evidence {
  readonly code: string;
  /** A word of the document that is no personal value: a label, a header, an organisation kind. */
  readonly text?: string;
  readonly count?: number;
}

export type CheckStatus = 'valid' | 'invalid' | 'unverifiable';

/** One part of an address, in segment offsets. */
export interface AddressPart extends Span {
  readonly level: AddressLevel;
}

export type AddressLevel =
  | 'province'
  | 'prefecture'
  | 'county'
  | 'town'
  | 'village'
  | 'group'
  | 'road'
  | 'number'
  | 'estate'
  | 'building'
  | 'unit'
  | 'floor'
  | 'room';

/** A value found in a segment. */
export interface Candidate {
  readonly entity: string;
  readonly subtype?: string;
  /** In the segment's text. */
  readonly span: Span;
  /** Normalised: ASCII digits, no separators. */
  readonly value: string;
  /** For each character of `value`, its offset in the segment's text. */
  readonly at: readonly number[];
  readonly status: CheckStatus;
  readonly evidence: readonly Evidence[];
  /** The value as written is masked; `value` holds `*` for every hidden character. */
  readonly masked?: boolean;
  readonly address?: readonly AddressPart[];
}

export type Disposition = 'leak' | 'review' | 'official' | 'lawful' | 'weak-mask' | 'masked';

export type Action = 'mask' | 'generalize' | 'remove' | 'keep' | 'pseudonymize' | 'surrogate' | 'encrypt';

/** How much goes with a removed value: its cell, the row or column of its table, its line or list item. */
export type RemovalScope = 'value' | 'cell' | 'row' | 'column' | 'item';

/** Replace a range of a decoded source part. */
export interface Edit {
  readonly place: Place;
  readonly replacement: string;
}

export interface Suggestion {
  readonly action: Action;
  readonly replacement: string;
  /** Values that still fit what the suggestion shows and what stands beside it in the row; only with option `risk`. */
  readonly remaining?: number;
  /** Rule id of the policy. */
  readonly rule: string;
  /** Document, number and clause that the rule rests on. */
  readonly basis: string;
  readonly edits: readonly Edit[];
  /** With action `remove`: what goes with the value; absent for the value alone. */
  readonly scope?: RemovalScope;
  /** Finding whose suggestion takes this value away too (a removed row or column); this one has no edits left. */
  readonly within?: string;
}

/** Masks of one person in several documents that give a value back, or nearly so. */
export interface MaskUnion {
  readonly entity: string;
  /** Values that remain possible once the masks are laid over each other. */
  readonly left: number;
  /** The findings, by artifact and id. */
  readonly findings: readonly { readonly artifact: string; readonly id: string }[];
}

/** Something to report. Holds no raw value unless `reveal` is on. */
export interface Finding {
  readonly id: string;
  readonly entity: string;
  readonly subtype?: string;
  readonly masked: string;
  readonly disposition: Disposition;
  readonly severity: Severity;
  readonly score: number;
  readonly status: CheckStatus;
  readonly evidence: readonly Evidence[];
  readonly places: readonly Place[];
  readonly person?: string;
  /** Keyed fingerprint, `hmac:…`; only with a key. */
  readonly fingerprint?: string;
  /**
   * Of a masked value with a name beside it, only with a key: `hmac:<person>.<positions>`, what the mask shows, for
   * laying masks of one person over each other across documents. Holds nothing that can be read without the key.
   */
  readonly partial?: string;
  readonly suggestion?: Suggestion;
  /** Normalised value; only with `reveal`. */
  readonly value?: string;
  /** As written; only with `reveal`. */
  readonly text?: string;
}

export interface Person {
  readonly id: string;
  readonly findings: readonly string[];
  readonly place: Place;
}

export type Verdict = 'block' | 'review' | 'pass' | 'incomplete';

export interface UnreadPlace {
  readonly place: { readonly part: string; readonly page?: number };
  readonly code: string;
}

/** What a column of a published table is to somebody who wants to know whom a row is about (GB/T 37964-2019). */
export type ColumnRole = 'identifier' | 'name' | 'quasi' | 'sensitive';

export interface RiskColumn {
  /** From 1. */
  readonly column: number;
  /** Header word, from our own list. */
  readonly header: string;
  readonly role: ColumnRole;
  /** `birth-date`, `place`, `illness` …: how it is generalised. */
  readonly kind: string;
}

/** Make one column coarser; one step a column, each counts on top of those before it. */
export interface GeneralizeStep {
  readonly column: number;
  readonly header: string;
  /** `surname`, `month`, `year`, `decade`, `band-5`, `band-10`, `town`, `removed`. */
  readonly to: string;
  /** Smallest class, and rows that are alone in theirs, after this step. */
  readonly k: number;
  readonly unique: number;
}

/** Re-identification risk of one table of persons, its direct identifiers aside. */
export interface TableRisk {
  /** First cell of the table. */
  readonly place: Place;
  readonly rows: number;
  readonly columns: readonly RiskColumn[];
  /** k-anonymity over names and quasi-identifiers as published: rows in the smallest class. */
  readonly k: number;
  /** Rows that nobody else shares all these values with. */
  readonly unique: number;
  /** Distinct l-diversity of each sensitive column: different values in the poorest class. */
  readonly diversity: readonly { readonly column: number; readonly header: string; readonly l: number }[];
  /** What to generalise, in this order, until every class has the wanted size. */
  readonly steps: readonly GeneralizeStep[];
  /** Whether the steps get there; false for a table of fewer rows than the wanted size, or one too large to try. */
  readonly reached: boolean;
}

/** Only with option `risk`. */
export interface Risk {
  /** Persons whose data are published: rows and entries, not findings. */
  readonly persons: number;
  /** Wanted size of the smallest class. */
  readonly k: number;
  readonly tables: readonly TableRisk[];
}

/** The report on one artifact. No findings means clean only where `coverage.unread` is empty. */
export interface ScanResult {
  readonly artifact: string;
  readonly mediaType: string;
  /** Of a document in a web archive: where and when it was found. */
  readonly source?: Capture;
  readonly verdict: Verdict;
  /** Id of the policy that judged it; absent where nothing was found to judge. */
  readonly policy?: string;
  /** Another policy that the document's title calls for, and the word that says so; only where something was found. */
  readonly proposedPolicy?: { readonly policy: string; readonly text: string };
  readonly findings: readonly Finding[];
  readonly persons: readonly Person[];
  readonly diagnostics: readonly Diagnostic[];
  readonly risk?: Risk;
  /** Files that the page leads to and that were not read with it; for a caller who can fetch them. */
  readonly references?: readonly Reference[];
  readonly coverage: {
    readonly units: number;
    readonly read: number;
    readonly unread: readonly UnreadPlace[];
  };
  /** In the result of a container, streamed: masks in different documents of it that give values back together. */
  readonly maskUnions?: readonly MaskUnion[];
}

/** A format that is loaded on first use. */
export interface FormatEntry {
  readonly id: string;
  readonly mediaTypes: readonly string[];
  readonly load: () => Promise<Format>;
}
