/** Results → the compact data that the report's own script shows. All words are in the report's language already. */
import type { Finding, Place, ScanResult } from '../../core/index.js';
import { displayName } from '../display-name.js';
import type { Excerpt } from '../excerpt.js';
import { type Locale, messagesFor, word } from '../messages/index.js';
import { evidenceTexts, partText, placeText, suggestionText } from '../place-text.js';
import { GRAVITY } from '../summary.js';
import { Places } from '../units.js';
import { printable } from '../width.js';

/** One finding. Numbers are indices into the lists of `PageData`; short names, since there may be many. */
export interface PageRow {
  readonly file: number;
  readonly disposition: number;
  readonly entity: number;
  /** Entity with subtype. */
  readonly kind: number;
  readonly masked: string;
  readonly where: string;
  readonly part?: string;
  readonly channel: number;
  readonly why: readonly number[];
  readonly check: number;
  readonly score: number;
  readonly suggestion?: string;
  readonly basis?: number;
  readonly others?: readonly string[];
  /** Raw text, only with `reveal`. */
  readonly original?: string;
  readonly excerpt?: { readonly line: number; readonly parts: readonly (readonly [string, 0 | 1 | 2])[] };
}

export interface PageFile {
  readonly name: string;
  readonly column: number;
}

export interface PageData {
  readonly rows: readonly PageRow[];
  readonly files: readonly PageFile[];
  readonly columns: readonly string[];
  readonly sites: readonly string[];
  /** Column → site. */
  readonly siteOf: readonly number[];
  readonly dispositions: readonly {
    readonly code: string;
    readonly word: string;
    readonly meaning: string;
  }[];
  readonly entities: readonly { readonly code: string; readonly word: string }[];
  /** Every other word, said once. */
  readonly words: readonly string[];
}

/** The text around a finding, from whoever has the file. */
export type ExcerptOf = (result: ScanResult, finding: Finding) => Excerpt | undefined;

const MARKS = { none: 0, other: 1, this: 2 } as const;
const MOST_OTHERS = 20;

/** Gravest first, then by file and place. */
export function pageData(
  results: readonly ScanResult[],
  locale: Locale,
  topLevel: string,
  excerptOf?: ExcerptOf,
): PageData {
  const messages = messagesFor(locale);
  const places = new Places(results.map((result) => result.artifact));
  const words = new Interned<string>((text) => text);
  const columns = new Interned<{ column: string; site: string }>((one) =>
    JSON.stringify([one.site, one.column]),
  );
  const files: PageFile[] = [];
  const entities = [...new Set(results.flatMap(({ findings }) => findings.map((one) => one.entity)))].sort();
  const rows: PageRow[] = [];
  for (const result of results) {
    if (result.findings.length === 0) continue;
    const file = files.length;
    const reveal = result.findings.some((finding) => finding.text !== undefined);
    files.push({
      name: displayName(result.artifact, reveal),
      column: columns.index(places.of(result.artifact)),
    });
    for (const finding of result.findings) {
      const place = finding.places[0];
      const entity = word(messages.entities, finding.entity);
      const { suggestion } = finding;
      const others = otherPlaces(finding.places.slice(1), place, (one) => placeText(one, messages));
      const excerpt = excerptOf?.(result, finding);
      rows.push({
        file,
        disposition: GRAVITY.indexOf(finding.disposition),
        entity: entities.indexOf(finding.entity),
        kind: words.index(
          finding.subtype === undefined ? entity : `${entity} (${word(messages.subtypes, finding.subtype)})`,
        ),
        masked: printable(finding.masked),
        where: place === undefined ? '' : placeText(place, messages),
        ...(place === undefined || partText(place) === '' ? {} : { part: displayName(place.part, reveal) }),
        channel: words.index(place === undefined ? '' : word(messages.channels, place.channel)),
        why: evidenceTexts(finding.evidence, messages).map((one) => words.index(one)),
        check: words.index(word(messages.statuses, finding.status)),
        score: finding.score,
        ...(suggestion === undefined ? {} : { suggestion: suggestionText(suggestion, messages) }),
        ...(suggestion === undefined || suggestion.basis === ''
          ? {}
          : { basis: words.index(printable(suggestion.basis)) }),
        ...(others.length === 0 ? {} : { others }),
        ...(finding.text === undefined ? {} : { original: printable(finding.text) }),
        ...(excerpt === undefined
          ? {}
          : {
              excerpt: {
                line: excerpt.line,
                parts: excerpt.parts.map(({ text, mark }) => [text, MARKS[mark]] as const),
              },
            }),
      });
    }
  }
  // Stable: within a disposition the order of the files and of the text stays.
  rows.sort((a, b) => a.disposition - b.disposition);
  const sites = new Interned<string>((text) => text);
  const siteOf = columns.list.map(({ site }) => sites.index(site === '' ? topLevel : site));
  return {
    rows,
    files,
    columns: columns.list.map(({ column }) => displayName(column === '' ? topLevel : column)),
    sites: sites.list,
    siteOf,
    dispositions: GRAVITY.map((code) => ({
      code,
      word: word(messages.dispositions, code),
      meaning: word(messages.dispositionMeanings, code),
    })),
    entities: entities.map((code) => ({ code, word: word(messages.entities, code) })),
    words: words.list,
  };
}

function otherPlaces(
  places: readonly Place[],
  first: Place | undefined,
  text: (place: Place) => string,
): string[] {
  const own = first === undefined ? '' : text(first);
  const others = [...new Set(places.slice(0, 10 * MOST_OTHERS).map(text))].filter((one) => one !== own);
  return others.length <= MOST_OTHERS ? others : [...others.slice(0, MOST_OTHERS), '…'];
}

/** A list without repeats. */
class Interned<T> {
  readonly list: T[] = [];
  readonly #at = new Map<string, number>();
  readonly #key: (value: T) => string;

  constructor(key: (value: T) => string) {
    this.#key = key;
  }

  index(value: T): number {
    const key = this.#key(value);
    let at = this.#at.get(key);
    if (at === undefined) {
      at = this.list.length;
      this.list.push(value);
      this.#at.set(key, at);
    }
    return at;
  }
}
