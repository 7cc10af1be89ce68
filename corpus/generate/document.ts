/** A document before it has a format: blocks of text with values whose meaning is known. */
import type { Format } from './forms.js';

/**
 * What a value means for the score: `leak` must be reported; `review` must be reported, a person decides;
 * `official` a published contact of a body; `lawful` a disclosure that a rule demands; `masked` already masked; `negative` no personal value at all;
 * `optional` either is right (a name, a second-rank value).
 */
export type Role = 'leak' | 'review' | 'official' | 'lawful' | 'masked' | 'negative' | 'optional';

export interface Value {
  readonly entity: string;
  /** Kind of lookalike or subtype, for the report. */
  readonly kind: string;
  /** Normalised: what a finding's `value` holds (or holds inside). */
  readonly value: string;
  /** As written, before markup; `\n` is a line break inside the value. */
  readonly text: string;
  readonly form: string;
  readonly role: Role;
  /** No label, header or list announces it. */
  readonly bare: boolean;
}

export type Inline = string | Value;

export type TableStyle = 'tab' | 'pipe' | 'cells' | 'csv' | 'spaces';

export type AsideChannel = 'comment' | 'hidden' | 'deleted' | 'header';

export type Block =
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'table';
      /** Empty for a form: labels and values side by side. */
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
      readonly style: TableStyle;
    }
  /** Markup of a page, as it stands. Other formats leave it out. */
  | { readonly kind: 'html'; readonly inlines: readonly Inline[] }
  /** Text outside the flow: DOCX has all four, a page has comment and hidden, other formats leave it out. */
  | { readonly kind: 'aside'; readonly channel: AsideChannel; readonly inlines: readonly Inline[] }
  /** Data in a script element; plain text writes it as it stands. */
  | { readonly kind: 'script'; readonly inlines: readonly Inline[] };

export interface Document {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Ready-made inlines around a page: metadata, navigation, footer. */
  readonly shell: { readonly before: readonly Inline[]; readonly after: readonly Inline[] };
}

export type LabelPlace =
  | { readonly kind: 'text'; readonly part: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'page';
      readonly boxes: readonly {
        readonly page: number;
        readonly box: readonly [number, number, number, number];
      }[];
    };

/** A value with its place in the written file. */
export interface Label extends Value {
  readonly layout: string;
  readonly place: LabelPlace;
}

export interface Sample {
  readonly id: string;
  readonly template: string;
  readonly group: string;
  readonly format: Format;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The decoded source of text and HTML. */
  readonly text?: string;
  readonly labels: readonly Label[];
  readonly negative: boolean;
  /** Bytes of text that false alarms are counted against: the file, or what a reader sees of a DOCX or PDF. */
  readonly size: number;
}
