/**
 * The inspector's bulletin (通报): units, what was checked, what leaks, and what became of an earlier check's findings.
 *
 * A page is a file or URL with everything inside it (`pageOf`). It leaks when a finding is `leak` or `weak-mask`; it passes when it
 * does not leak and all of it was read.
 */
import type { Disposition, Finding, ScanResult } from '../../core/index.js';
import { displayName } from '../display-name.js';
import { type BulletinWords, bulletinWords } from '../messages/bulletin-words.js';
import { fill, type Locale, type Messages, messagesFor, word } from '../messages/index.js';
import { diagnosticText, evidenceTexts, partText, placeText, suggestionText } from '../place-text.js';
import { outermost, Places, pageOf, type UnitRule, unitFinder } from '../units.js';
import { printable } from '../width.js';
import { type Item, isUrl, type Moved, matchItems, movedFolder } from './compare.js';

export type RecheckStatus = 'rectified' | 'remaining' | 'new' | 'page-missing' | 'not-read' | 'to-decide';

/** A finding in words, masked. */
export interface BulletinProblem {
  readonly unit: string;
  readonly page: string;
  readonly place: string;
  readonly entity: string;
  readonly entityName: string;
  readonly masked: string;
  readonly disposition: Disposition;
  readonly channel: string;
  readonly evidence: readonly string[];
  readonly suggestion: string;
  readonly basis: string;
  readonly status?: RecheckStatus;
}

export interface BulletinUnread {
  readonly unit: string;
  readonly page: string;
  readonly part: string;
  readonly code: string;
  readonly text: string;
}

export interface BulletinUnit {
  readonly unit: string;
  readonly pages: number;
  readonly pagesWithLeaks: number;
  /** Not read in full, whether they leak or not. */
  readonly pagesNotRead: number;
  /** Not read in full, and no leak in what was read. */
  readonly pagesUnclear: number;
  readonly pagesPassed: number;
  /** Share of 1. */
  readonly passRate: number;
  readonly verdict: 'fail' | 'pass' | 'unclear';
  /** The bulletin's sentence on this unit. */
  readonly phrase: string;
  readonly entities: Readonly<Record<string, number>>;
  readonly reviews: number;
  readonly problems: readonly BulletinProblem[];
}

export interface Bulletin {
  readonly title: string;
  readonly date: string;
  readonly locale: Locale;
  readonly totals: {
    readonly units: number;
    readonly unitsWithLeaks: number;
    readonly unitsPassed: number;
    readonly unitPassRate: number;
    readonly pages: number;
    readonly pagesWithLeaks: number;
    /** Pages of which something was not read, whether they leak or not. */
    readonly pagesNotRead: number;
    readonly pagesPassed: number;
    readonly passRate: number;
    readonly problems: number;
    readonly reviews: number;
  };
  readonly units: readonly BulletinUnit[];
  readonly unread: readonly BulletinUnread[];
  readonly recheck?: {
    readonly rectified: number;
    readonly remaining: number;
    readonly added: number;
    readonly unchecked: number;
    /** Earlier problems that are no current ones: rectified, or not re-checked. */
    readonly gone: readonly BulletinProblem[];
  };
  /** What limits this bulletin, in words. */
  readonly warnings: readonly string[];
}

export interface BulletinOptions {
  readonly locale: Locale;
  /** ISO 8601 day. */
  readonly date: string;
  readonly title?: string;
  readonly units?: readonly UnitRule[];
  /** Files of results that do not end with a summary, or whose scan was interrupted. */
  readonly partial?: readonly string[];
  /** Files whose scan left out what a baseline knows. */
  readonly baselined?: readonly string[];
  /** Files whose scan looked at a part only. */
  readonly leftOut?: readonly string[];
}

/**
 * Results kept as far as a bulletin needs them. A document that comes again in another file of results replaces the first;
 * within one file both stay, since a web archive may hold an address twice.
 */
export class Results {
  readonly #byArtifact = new Map<string, { readonly file: string; readonly list: ScanResult[] }>();
  repeated = 0;

  /** @param file Name of the file of results that it comes from. */
  add(result: ScanResult, file: string): void {
    const known = this.#byArtifact.get(result.artifact);
    if (known?.file === file) {
      known.list.push(result);
      return;
    }
    if (known !== undefined) this.repeated++;
    this.#byArtifact.set(result.artifact, { file, list: [result] });
  }

  get all(): readonly ScanResult[] {
    return [...this.#byArtifact.values()].flatMap(({ list }) => list);
  }
}

interface Page {
  readonly name: string;
  readonly results: ScanResult[];
  unread: boolean;
  leaks: boolean;
}

const isProblem = ({ disposition }: Finding): boolean =>
  disposition === 'leak' || disposition === 'weak-mask';

/** Units with the most leaking pages first. */
export function makeBulletin(current: Results, options: BulletinOptions, previous?: Results): Bulletin {
  const words = bulletinWords(options.locale);
  const messages = messagesFor(options.locale);
  const results = current.all;
  const moved = previous === undefined ? undefined : movedFolder(names(results), names(previous.all));
  const earlier = (previous?.all ?? []).map((result) =>
    moved === undefined ? result : relocated(result, moved),
  );
  const places = new Places([...results, ...earlier].map((result) => result.artifact));
  const finder = unitFinder(options.units ?? [], places);
  const unitOf = (artifact: string): string => printable(finder(artifact)) || words.noUnit;
  const pages = pagesOf(results);
  const items = itemsOf(results);
  const problems = items.filter(({ finding }) => isProblem(finding));
  const old = itemsOf(earlier).filter(({ finding }) => isProblem(finding));
  const matches = matchItems(items, old);
  const problemOf = (item: Item, status?: RecheckStatus): BulletinProblem =>
    describe(item, unitOf(item.artifact), messages, status);
  const listed = problems.map((item) =>
    problemOf(item, previous === undefined ? undefined : matches.earlier.has(item) ? 'remaining' : 'new'),
  );
  const gone = old.flatMap((item): BulletinProblem[] => {
    const status = fate(item, matches.current.get(item), pages);
    return status === undefined ? [] : [problemOf(item, status)];
  });
  const units = unitsOf(pages, listed, unitOf, words, messages);
  const count = (status: RecheckStatus, list: readonly BulletinProblem[]): number =>
    list.filter((one) => one.status === status).length;
  const rectified = count('rectified', gone);
  return {
    title: options.title ?? words.title,
    date: options.date,
    locale: options.locale,
    totals: totalsOf(units),
    units,
    unread: results.flatMap((result) => unreadOf(result, unitOf(result.artifact), messages)),
    ...(previous === undefined
      ? {}
      : {
          recheck: {
            rectified,
            remaining: count('remaining', listed),
            added: count('new', listed),
            unchecked: gone.length - rectified,
            gone,
          },
        }),
    warnings: [
      ...(options.partial ?? []).map((file) => fill(words.partial, { file: printable(file) })),
      ...(options.baselined ?? []).map((file) => fill(words.baselined, { file: printable(file) })),
      ...(options.leftOut ?? []).map((file) => fill(words.leftOut, { file: printable(file) })),
      ...(current.repeated > 0 ? [fill(words.repeated, { count: current.repeated })] : []),
      ...(moved === undefined
        ? []
        : [fill(words.moved, { from: displayName(moved.from), to: displayName(moved.to) })]),
      ...(matches.otherKey ? [words.otherKey] : []),
    ],
  };
}

const names = (results: readonly ScanResult[]): string[] => results.map(({ artifact }) => pageOf(artifact));

const relocated = (result: ScanResult, { from, to }: Moved): ScanResult =>
  isUrl(pageOf(result.artifact)) ? result : { ...result, artifact: to + result.artifact.slice(from.length) };

function pagesOf(results: readonly ScanResult[]): Map<string, Page> {
  const pages = new Map<string, Page>();
  for (const result of results) {
    const name = pageOf(result.artifact);
    let page = pages.get(name);
    if (page === undefined) pages.set(name, (page = { name, results: [], unread: false, leaks: false }));
    page.results.push(result);
    page.unread ||= result.coverage.unread.length > 0;
    page.leaks ||= result.findings.some(isProblem);
  }
  // A web archive is no page itself, unless something of it was not read.
  const archives = new Set(
    results
      .map(({ artifact }) => artifact)
      .filter((one) => pageOf(one) !== outermost(one))
      .map(outermost),
  );
  for (const archive of archives) {
    const page = pages.get(archive);
    if (page !== undefined && !page.unread && page.results.every(({ findings }) => findings.length === 0)) {
      pages.delete(archive);
    }
  }
  return pages;
}

const itemsOf = (results: readonly ScanResult[]): Item[] =>
  results.flatMap(({ artifact, findings }) => findings.map((finding) => ({ artifact, finding })));

/** What became of an earlier problem; undefined when it is a problem still. Nothing counts as rectified that was not read. */
function fate(
  item: Item,
  now: Item | undefined,
  pages: ReadonlyMap<string, Page>,
): RecheckStatus | undefined {
  if (now !== undefined) {
    if (isProblem(now.finding)) return undefined;
    if (now.finding.disposition === 'review') return 'to-decide';
    return 'rectified';
  }
  const page = pages.get(pageOf(item.artifact));
  if (page === undefined) return 'page-missing';
  return page.unread ? 'not-read' : 'rectified';
}

function unitsOf(
  pages: ReadonlyMap<string, Page>,
  problems: readonly BulletinProblem[],
  unitOf: (artifact: string) => string,
  words: BulletinWords,
  messages: Messages,
): BulletinUnit[] {
  const grouped = new Map<string, Page[]>();
  for (const page of pages.values()) {
    const unit = unitOf(page.name);
    const list = grouped.get(unit);
    if (list === undefined) grouped.set(unit, [page]);
    else list.push(page);
  }
  const problemsOf = new Map<string, BulletinProblem[]>();
  for (const problem of problems) {
    const list = problemsOf.get(problem.unit);
    if (list === undefined) problemsOf.set(problem.unit, [problem]);
    else list.push(problem);
  }
  // The kinds that the bulletins name first stand first among equals.
  const order = Object.keys(messages.entities);
  const units = [...grouped].map(([unit, own]): BulletinUnit => {
    const listed = problemsOf.get(unit) ?? [];
    const counts = new Map<string, number>();
    for (const { entity } of listed) counts.set(entity, (counts.get(entity) ?? 0) + 1);
    const entities = [...counts].sort((a, b) => b[1] - a[1] || order.indexOf(a[0]) - order.indexOf(b[0]));
    const pagesWithLeaks = own.filter((page) => page.leaks).length;
    const pagesUnclear = own.filter((page) => page.unread && !page.leaks).length;
    const pagesPassed = own.length - pagesWithLeaks - pagesUnclear;
    const verdict = pagesWithLeaks > 0 ? 'fail' : pagesUnclear > 0 ? 'unclear' : 'pass';
    const list = entities.map(([entity]) => word(messages.entities, entity)).join(messages.phrases.listMark);
    return {
      unit,
      pages: own.length,
      pagesWithLeaks,
      pagesNotRead: own.filter((page) => page.unread).length,
      pagesUnclear,
      pagesPassed,
      passRate: pagesPassed / own.length,
      verdict,
      phrase:
        verdict === 'fail' ? fill(words.phrase, { list }) : verdict === 'pass' ? words.clean : words.unclear,
      entities: Object.fromEntries(entities),
      reviews: own
        .flatMap((page) => page.results)
        .reduce(
          (sum, { findings }) => sum + findings.filter((one) => one.disposition === 'review').length,
          0,
        ),
      problems: listed,
    };
  });
  return units.sort((a, b) => b.pagesWithLeaks - a.pagesWithLeaks || (a.unit < b.unit ? -1 : 1));
}

function totalsOf(units: readonly BulletinUnit[]): Bulletin['totals'] {
  const sum = (value: (unit: BulletinUnit) => number): number =>
    units.reduce((all, unit) => all + value(unit), 0);
  const count = sum((unit) => unit.pages);
  const passed = sum((unit) => unit.pagesPassed);
  const unitsPassed = units.filter((unit) => unit.verdict === 'pass').length;
  return {
    units: units.length,
    unitsWithLeaks: units.filter((unit) => unit.verdict === 'fail').length,
    unitsPassed,
    unitPassRate: units.length === 0 ? 0 : unitsPassed / units.length,
    pages: count,
    pagesWithLeaks: sum((unit) => unit.pagesWithLeaks),
    pagesNotRead: sum((unit) => unit.pagesNotRead),
    pagesPassed: passed,
    passRate: count === 0 ? 0 : passed / count,
    problems: sum((unit) => unit.problems.length),
    reviews: sum((unit) => unit.reviews),
  };
}

function describe(item: Item, unit: string, messages: Messages, status?: RecheckStatus): BulletinProblem {
  const { finding, artifact } = item;
  const place = finding.places[0];
  const { suggestion } = finding;
  const where = place === undefined ? '' : placeText(place, messages);
  const part = place === undefined ? '' : displayName(partText(place));
  return {
    unit,
    page: displayName(artifact),
    place: [part, where].filter((text) => text !== '').join(' '),
    entity: finding.entity,
    entityName: word(messages.entities, finding.entity),
    masked: printable(finding.masked),
    disposition: finding.disposition,
    channel: place === undefined ? '' : word(messages.channels, place.channel),
    evidence: evidenceTexts(finding.evidence, messages),
    suggestion: suggestionText(suggestion, messages),
    basis: printable(suggestion?.basis ?? ''),
    ...(status === undefined ? {} : { status }),
  };
}

function unreadOf(result: ScanResult, unit: string, messages: Messages): BulletinUnread[] {
  return result.coverage.unread.map(({ place, code }) => {
    const page = place.page === undefined ? '' : fill(messages.phrases.page, { page: place.page });
    const message = result.diagnostics.find((one) => one.code === code)?.message;
    return {
      unit,
      page: displayName(result.artifact),
      part: [displayName(place.part), page].filter((text) => text !== '').join(' '),
      code: printable(code),
      text: diagnosticText(code, messages, message),
    };
  });
}
