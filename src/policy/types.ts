/** What a policy is: rules that turn a finding into an action with a legal basis, and the verdict thresholds. */
import type { Action, AddressLevel, Channel, Disposition, RemovalScope } from '../core/index.js';

/** How a value is masked. What it keeps is an upper bound: at least four characters are hidden, of shorter values all. */
export interface MaskSpec {
  /** Characters shown at the start; `area-code`: the trunk 0 and the area code of a landline number. */
  readonly keepStart: number | 'area-code';
  /** Characters shown at the end; `domain`: from the `@` of a mail address. */
  readonly keepEnd: number | 'domain';
  /** One character that stands for each hidden one. Default `*`. */
  readonly character?: string;
  /** Blanks and dashes between hidden characters stay. Default true. */
  readonly keepSeparators?: boolean;
}

/** The finest part that stays: an address level, the year of a birth date or its holder's age in tens, a surname. */
export type GeneralizeLevel = AddressLevel | 'year' | 'age-band' | 'surname';

/** What a rule rests on. */
export interface Basis {
  /** Title of the document, in Chinese. */
  readonly document: string;
  /** Document number, 国令第711号. */
  readonly number?: string;
  /** Article, item. */
  readonly clause?: string;
  /** How well the clause is known: `R` text read, `S` secondary source, `U` wording not checked. */
  readonly confidence: 'R' | 'S' | 'U';
  /** Address at which it was read. */
  readonly source?: string;
}

export type Locale = 'zh-CN' | 'en';
export type LocalText = Readonly<Record<Locale, string>>;

/** One rule. The first rule of a policy whose conditions all hold decides. */
export interface PolicyRule {
  /** Permanent, `resident-id/list`. */
  readonly id: string;
  /** Entity ids, or `*`. */
  readonly entity: readonly string[];
  readonly subtype?: readonly string[];
  readonly channel?: readonly Channel[];
  readonly disposition?: readonly Disposition[];
  readonly action: Action;
  /** With action `mask`. */
  readonly mask?: MaskSpec;
  /** With action `generalize`. */
  readonly level?: GeneralizeLevel;
  /** With actions `generalize` and `remove`: stands for what was taken away. With `pseudonymize`: stands before it. */
  readonly label?: string;
  /** With action `remove`: what goes with the value. Default `value`. */
  readonly scope?: RemovalScope;
  readonly basis: Basis;
  /** What a clerk is told. */
  readonly message: LocalText;
}

/** Which dispositions stop a publication, and which call for a person. */
export interface VerdictRule {
  readonly block: readonly Disposition[];
  readonly review: readonly Disposition[];
}

/** A policy as the scanner uses it: complete, in the order of precedence. */
export interface Policy {
  readonly id: string;
  readonly title: LocalText;
  readonly verdict: VerdictRule;
  readonly rules: readonly PolicyRule[];
}

/** A policy as it is written: in a file of `patterns/policies`, or by a user. */
export interface PolicySource {
  readonly id: string;
  readonly title?: LocalText;
  /** Name of a policy whose rules come after these, and whose missing settings count. Default of user policies: `default`. */
  readonly extends?: string | null;
  readonly verdict?: Partial<VerdictRule>;
  readonly rules: readonly PolicyRule[];
  /** Where the rules come from; no effect. */
  readonly source?: string | readonly string[];
  readonly edition?: string;
  readonly taken?: string;
  readonly licence?: string;
  readonly $schema?: string;
}

export type Policies = Readonly<Record<string, PolicySource>>;

/** Reversible stand-ins; `formatPreserving` of `leaklint/encrypt` makes one. */
export interface Encryption {
  /** @returns Text of the same length; undefined for values that can't be encrypted. */
  encrypt(entity: string, value: string): string | undefined;
  /** @returns The value; undefined for what is no ciphertext. A wrong key gives another value. */
  decrypt(entity: string, text: string): string | undefined;
}
