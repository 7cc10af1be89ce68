/** What every language has to say. Keys are permanent codes; the words may change. */

/** What a diagnostic means and what to do about it. */
export interface Explanation {
  readonly meaning: string;
  readonly todo: string;
}

/** Fixed words of the reports; `{name}` marks stand for values. */
export interface Phrases {
  readonly ok: string;
  readonly findings: string;
  readonly why: string;
  readonly suggestion: string;
  readonly basis: string;
  readonly line: string;
  readonly page: string;
  readonly table: string;
  readonly paragraph: string;
  readonly cell: string;
  readonly inside: string;
  readonly more: string;
  readonly sameTo: string;
  /** Between an action and `sameTo`. */
  readonly actionMark: string;
  readonly value: string;
  readonly unreadTitle: string;
  readonly unreadPart: string;
  readonly next: string;
  readonly nextReport: string;
  readonly nextRedact: string;
  readonly notRead: string;
  readonly notes: string;
  readonly summary: string;
  readonly files: string;
  readonly read: string;
  readonly unread: string;
  readonly persons: string;
  readonly proposedPolicy: string;
  readonly maskUnion: string;
  readonly baselined: string;
  readonly unchanged: string;
  readonly old: string;
  readonly byColumn: string;
  readonly rootColumn: string;
  readonly columnRow: string;
  readonly mostAffected: string;
  readonly affectedRow: string;
  readonly interrupted: string;
  readonly nothing: string;
  readonly verdict: string;
  readonly verdictOfRest: string;
  readonly count: string;
  readonly colon: string;
  readonly listMark: string;
  readonly clauseMark: string;
  readonly doWhat: string;
}

export interface Messages {
  readonly entities: Readonly<Record<string, string>>;
  readonly subtypes: Readonly<Record<string, string>>;
  readonly dispositions: Readonly<Record<string, string>>;
  /** What each disposition means, for `explain`. */
  readonly dispositionMeanings: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, string>>;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<string, string>>;
  /** `{text}` and `{count}` of the evidence are put in. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly diagnostics: Readonly<Record<string, Explanation>>;
  readonly phrases: Phrases;
}

/** Puts values into `{name}` marks; a mark without a value goes, with the quotes around it. */
export function fill(
  template: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return template.replace(/ ?[“"「]?\{(\w+)\}[”"」]?/g, (mark, name: string) => {
    const value = values[name];
    if (value === undefined) return '';
    // A function, so that `$` in a value stays what it is.
    return mark.replace(`{${name}}`, () => String(value));
  });
}
