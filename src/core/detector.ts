/** What a detector gets and gives. Detectors live in `entities/`; the engine implements the view. */
import type { Candidate, Segment, Span } from './types.js';

/**
 * What parts a group of digits from the one before it: a change of writing (`form`), white space, a dash,
 * a dot, a bracket, a line break, or several of these. `wrap` is a line break inside a cell or block (U+2028). The last
 * four stand in joined runs only: a mark like `/`, a word, a remark in brackets, the border of a box with one digit.
 */
export type Gap =
  | 'none'
  | 'form'
  | 'wrap'
  | 'space'
  | 'dash'
  | 'dot'
  | 'bracket'
  | 'break'
  | 'mixed'
  | 'mark'
  | 'word'
  | 'remark'
  | 'box';

/** How digits are written. `letter` stands for O, l, I read as 0 and 1. */
export type DigitForm = 'ascii' | 'full-width' | 'han' | 'other' | 'letter' | 'mask';

/**
 * Digits that may belong together: digit characters of any form, parted by nothing more than a few
 * separators. Folded to ASCII, with the place of every one.
 */
export interface DigitRun extends Span {
  /** ASCII digits; a final X-like character is kept as `X`, a hidden (masked) one as `*`. */
  readonly digits: string;
  /** Offset in the segment's text of each character of `digits`. */
  readonly at: readonly number[];
  /** Indexes into `digits` at which a group starts; the first is 0. */
  readonly groups: readonly number[];
  /** What parts each group from the one before it; the first is `none`. */
  readonly gaps: readonly Gap[];
  /** How each group is written. */
  readonly forms: readonly DigitForm[];
  /** Indexes of digits that take two units of text: those outside the Basic Multilingual Plane. */
  readonly wide?: ReadonlySet<number>;
}

/** A label word (身份证号, 联系电话 …) and what it announces. */
export interface LabelHit extends Span {
  /** `resident-id`, `mobile`, `phone.weak`, `address.official`, `lookalike` …: a row of `patterns/labels`. */
  readonly kind: string;
  readonly word: string;
  /** Units of text between the label and the value. */
  readonly distance: number;
}

/** What stands around a value. */
export interface ValueContext {
  /** Labels before the value in the same line or cell, nearest first. */
  readonly before: readonly LabelHit[];
  /** Labels right behind the value. */
  readonly after: readonly LabelHit[];
  /** Labels that end the line or the cell before, when the value starts its own. */
  readonly above: readonly LabelHit[];
  /** Labels in the header of the value's column. */
  readonly header: readonly LabelHit[];
  /** Labels in the other column headers of the same table. */
  readonly table: readonly LabelHit[];
  /** The header of the value's column as written, when it stands in a cell; '' for none. */
  readonly columnText?: string;
  /** The headers of the value's table as written. */
  readonly tableText?: string;
  /** The line or row that holds the value, in segment offsets. */
  readonly line: Span;
  /** The cell that holds the value, if any. */
  readonly cell?: Span;
}

export interface SegmentView {
  readonly segment: Segment;
  readonly text: string;
  /** The units of `text`, where there are enough of them to make it worth while: faster to walk through. */
  readonly units?: Uint16Array | undefined;
  /** Digit runs of the segment, found once for all detectors. */
  runs(): readonly DigitRun[];
  /** Digits that marks, words, remarks or boxes part: 138/1234/5678. None of them is one of `runs()` as a whole. */
  joinedRuns(): readonly DigitRun[];
  /** Reads around a value; call it for candidates only, it costs. */
  context(span: Span): ValueContext;
  /**
   * Whether a label that speaks for a value may stand around a span: false only when none does, so that a detector
   * whose values count only behind their labels can pass over the others. Much cheaper than `context`.
   *
   * @param scoring Of the detector.
   * @param single The span may be one value; else it holds more than that.
   */
  announced(span: Span, scoring: Scoring, single: boolean): boolean;
  /** ISO date: no birth date lies after it. */
  readonly today: string;
}

/** A cell of a neighbourhood's row, with what its column and the cell itself announce. */
export interface RowCell extends Span {
  /** Labels in the header of its column. */
  readonly header: readonly LabelHit[];
  /** In a form the label that the cell consists of (`姓名`), for the cell right of it. */
  readonly label: LabelHit | undefined;
}

/** A row of a table, or a line and what belongs to it, that holds findings of a private person. */
export interface Neighbourhood {
  /** Values of the findings in it, by start. */
  readonly values: readonly Candidate[];
  /** The line or row; of a form the short lines before it too. */
  readonly area: Span;
  /** Cells of the row, of a form the rows above it too; empty outside tables. */
  readonly cells: readonly RowCell[];
  /** Labels in a stretch of the text. */
  labels(start: number, end: number): readonly LabelHit[];
}

/** What a piece of evidence weighs, in log-odds: `score` that the value is real, `private` that it is a person's. */
export interface Weight {
  readonly score?: number;
  readonly private?: number;
}

/** How the engine turns evidence into a score and a disposition: a `patterns/<entity>/scoring.json`. */
export interface Scoring {
  /** Log-odds without any evidence. */
  readonly base: number;
  /** Lean to a private person without any evidence; ≥ 1 is a leak, ≤ −1 official, between them review. */
  readonly lean: number;
  /** Label kind → evidence code, for labels before, above and in the column header. Other kinds don't count. */
  readonly labels: Readonly<Record<string, string>>;
  readonly codes: Readonly<Record<string, Weight>>;
}

/** What a bare number can be, for the judgement of lists. */
export interface Fits {
  /** Whether digits can be such a value; undefined where they say nothing about the list. */
  value(digits: string): boolean | undefined;
  /** Handed out one by one: in a list of them neighbours share no beginning, follow no order and are not round. */
  readonly scattered: boolean;
  /** Share of other numbers of that length and beginning that fit by chance. */
  readonly chance: number;
}

/** Finds one kind of value. Pure: reads no clock, keeps no state between calls, linear in the text. */
export interface Detector {
  readonly entity: string;
  readonly scoring: Scoring;
  /**
   * Nothing that it finds counts without a label of `scoring.labels` somewhere in the text: the engine need not ask it
   * where no label stands.
   */
  readonly needsLabel?: boolean;
  /** Where a list of such numbers can be told from a list of others by what stands in it. */
  readonly fits?: Fits;
  detect(view: SegmentView): Iterable<Candidate>;
  /** Values that count only beside another finding; called once for every row or line that holds one. */
  beside?(view: SegmentView, near: Neighbourhood): Iterable<Candidate>;
}
