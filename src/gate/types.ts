/** What a publish gate is asked, and what it answers. */
import type { Artifact, Finding, ScanResult, Verdict } from '../core/index.js';

/** How the text of a field is written. Rich-text JSON is recognised by its shape and needs no format. */
export type FieldFormat = 'text' | 'html' | 'markdown';

/** A text with its format stated; only at the top level of `fields`. */
export interface FormattedText {
  readonly format: FieldFormat;
  readonly value: string;
}

/**
 * The value of a field: text, number, rich-text JSON (Lexical, Slate, Strapi Blocks, ProseMirror and TipTap,
 * Editor.js, Portable Text, Quill), or groups and lists of these. Booleans, dates and absent values hold no text.
 */
export type FieldValue = unknown;

/** Fetches what a page links to; see `GateInput.linked`. */
export type LinkReader = (
  urls: readonly string[],
  options: { readonly signal: AbortSignal },
) => Promise<readonly (Artifact | null | undefined)[]>;

/** Publish in spite of the verdict. Given through the application, never through the text. */
export interface Override {
  /** Why, in the words of the person who answers for it; at least four characters. */
  readonly reason: string;
  /** Who: a user id. */
  readonly by: string;
}

/** One document as it is about to be published. */
export interface GateInput {
  /** Field path → value. Nested values get the paths that CMS use: `layout.0.content`. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Field path → format, where it is not to be guessed. */
  readonly formats?: Readonly<Record<string, FieldFormat>>;
  /** Field path → name that people see: stands in messages, and says what the value is (身份证号). */
  readonly labels?: Readonly<Record<string, string>>;
  /** Uploads. */
  readonly files?: readonly Artifact[];
  /**
   * Reads attachments that the fields link to. One entry for each URL, in their order: the file; `null` for one
   * that is not to be read (another site); `undefined` for one that could not be had, which counts as not read.
   */
  readonly linked?: LinkReader;
  readonly override?: Override;
}

export interface GateOptions {
  /** Time for everything, in milliseconds; what is not done by then counts as not read. Default 10 000. */
  readonly milliseconds?: number;
  /** What happens when something could not be read. Default `refuse`. */
  readonly onIncomplete?: 'refuse' | 'publish';
  /** The same for pictures, sound, video and fonts, which hold no text that is read. Default `publish`. */
  readonly onMedia?: 'refuse' | 'publish';
  /** The mildest verdict that is refused. Default `block`: what a person should look at is told, not refused. */
  readonly refuse?: 'block' | 'review';
  /** Keeps the record of an override; required with one. The publication is refused when it throws or rejects. */
  readonly onOverride?: (record: OverrideRecord) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** A field, with the paths that the CMS knows. */
export interface GateField {
  readonly path: string;
  readonly verdict: Verdict;
  /** It stops the publication. */
  readonly refused: boolean;
  /** One sentence for the editor; empty where there is nothing to say. */
  readonly message: string;
  /** Places of rich text have the JSON path of the text node in `part`: `body!root.children.0.children.1.text`. */
  readonly findings: readonly Finding[];
  /**
   * The field with everything masked that the policy wants treated, of the same type as the value; nothing else is
   * changed. Only there when a second scan of it passed.
   */
  readonly proposal?: FieldValue;
}

export interface GateFile {
  readonly name: string;
  /** Of a file that a field links to. */
  readonly url?: string;
  readonly verdict: Verdict;
  /** It stops the publication. */
  readonly refused: boolean;
  readonly message: string;
  /** Those of its content, then those of its name. */
  readonly findings: readonly Finding[];
  /** Absent when the file could not be scanned at all. */
  readonly result?: ScanResult;
}

/** An attachment that a field links to. */
export interface GateLink {
  readonly field: string;
  readonly url: string;
  /** It was fetched and scanned; its result stands in `files`. */
  readonly scanned: boolean;
}

/** Something that was not read. */
export interface GateUnread {
  readonly field?: string;
  readonly file?: string;
  readonly url?: string;
  readonly code: string;
  readonly message: string;
  /** It stops the publication. */
  readonly refused: boolean;
}

export interface GateResult {
  readonly verdict: Verdict;
  /** May it be published? The one value that a hook has to look at. */
  readonly publish: boolean;
  /** All messages that stop the publication, or that a person should see, in one text; empty when there are none. */
  readonly message: string;
  readonly fields: readonly GateField[];
  readonly files: readonly GateFile[];
  readonly links: readonly GateLink[];
  readonly incomplete: readonly GateUnread[];
  readonly override?: OverrideRecord;
}

/** What was published against the verdict, by whom and why. Holds no raw value: the reason is scanned too. */
export interface OverrideRecord {
  readonly reason: string;
  readonly by: string;
  readonly verdict: Verdict;
  readonly findings: readonly {
    readonly field?: string;
    readonly file?: string;
    readonly entity: string;
    readonly disposition: Finding['disposition'];
    readonly masked: string;
    readonly fingerprint?: string;
  }[];
  readonly incomplete: readonly { readonly field?: string; readonly file?: string; readonly code: string }[];
}
