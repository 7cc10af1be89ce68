/** What a detector gets and gives. Detectors live in `entities/`; the engine implements the view. */
import type { Candidate, Segment, Span } from './types.js';

/** How the group before a digit is parted from it. */
export type Gap = 'none' | 'space' | 'dash' | 'dot' | 'break' | 'mixed';

/**
 * Digits that may belong together: digit characters of any form, parted by nothing more than a few
 * separators. Folded to ASCII, with the place of every one.
 */
export interface DigitRun extends Span {
  /** ASCII digits; a final X-like character is kept as `X`, a hidden (masked) one as `*`. */
  readonly digits: string;
  /** Offset in the segment's text of each character of `digits`. */
  readonly at: readonly number[];
  /** Indexes into `digits` at which a visible separator stands before the digit; always starts with 0. */
  readonly groups: readonly number[];
  /** What parts each group from the one before it. */
  readonly gaps: readonly Gap[];
  /** How the digits are written: `ascii`, `full-width`, `han`, `mixed`, … */
  readonly form: string;
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
  /** The line or row that holds the value, in segment offsets. */
  readonly line: Span;
  /** The cell that holds the value, if any. */
  readonly cell?: Span;
}

export interface SegmentView {
  readonly segment: Segment;
  readonly text: string;
  /** Digit runs of the segment, found once for all detectors. */
  runs(): readonly DigitRun[];
  /** Reads around a value; call it for candidates only, it costs. */
  context(span: Span): ValueContext;
  /** ISO date: no birth date lies after it. */
  readonly today: string;
}

/** Finds one kind of value. Pure: reads no clock, keeps no state between calls, linear in the text. */
export interface Detector {
  readonly entity: string;
  detect(view: SegmentView): Iterable<Candidate>;
}
