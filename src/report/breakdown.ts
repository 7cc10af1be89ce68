/** Totals over any number of results, in bounded memory: by site, column, entity and year, and whom most of it is about. */
import type { Finding, ScanResult } from '../core/index.js';
import { isHost, outermost } from './units.js';

export interface Tally {
  readonly documents: number;
  /** Leaks, and masks that can be undone. */
  readonly leaks: number;
  readonly review: number;
}

/** A value that is found in many places, by its keyed fingerprint. */
export interface Affected {
  readonly fingerprint: string;
  readonly entity: string;
  readonly masked: string;
  readonly documents: number;
  readonly findings: number;
}

export interface Breakdown {
  readonly site: Readonly<Record<string, Tally>>;
  /** Column (栏目): site and first folder of the address; of a file without one, its first folder below what was scanned. */
  readonly column: Readonly<Record<string, Tally>>;
  readonly entity: Readonly<Record<string, Tally>>;
  /** Of the capture. */
  readonly year: Readonly<Record<string, Tally>>;
  /** The most affected first; only with a key. Counts of a crowd beyond `CANDIDATES` values are lower bounds. */
  readonly persons?: readonly Affected[];
}

type Table = 'site' | 'column' | 'entity' | 'year';

/** Keys of one table; further ones are counted together as `…`. */
const KEYS = 10_000;
/** Values whose places are counted at a time. */
const CANDIDATES = 50_000;
const MOST = 20;
/** Which values stand for a person; what several share (an address, a landline) does not. */
const PERSONAL: ReadonlySet<string> = new Set(['resident-id', 'mobile', 'bank-card', 'passport']);
const SERIOUS: readonly string[] = ['leak', 'weak-mask', 'review'];

export class BreakdownBuilder {
  readonly #roots: readonly string[];
  readonly #tables: Readonly<Record<Table, Map<string, Tally>>> = {
    site: new Map(),
    column: new Map(),
    entity: new Map(),
    year: new Map(),
  };
  readonly #affected = new Map<string, { -readonly [Key in keyof Affected]: Affected[Key] }>();

  /** @param roots The files and folders that were asked for, as written: their own path says nothing of a column. */
  constructor(roots: readonly string[] = []) {
    this.#roots = roots
      .map((root) => root.replaceAll('\\', '/').replace(/\/+$/, ''))
      .sort((a, b) => b.length - a.length);
  }

  add(result: ScanResult): void {
    const { site, column } = belonging(result, this.#roots);
    const year = /^\d{4}/.exec(result.source?.date ?? '')?.[0] ?? '-';
    this.#count('site', site, result.findings);
    this.#count('column', column, result.findings);
    this.#count('year', year, result.findings);
    const entities = new Set(result.findings.map(({ entity }) => entity));
    for (const entity of entities) {
      this.#count(
        'entity',
        entity,
        result.findings.filter((finding) => finding.entity === entity),
      );
    }
    this.#countPersons(result.findings);
  }

  build(): Breakdown {
    const table = (name: Table): Record<string, Tally> =>
      Object.fromEntries(
        [...this.#tables[name]].sort(
          ([a, x], [b, y]) => y.leaks - x.leaks || y.review - x.review || (a < b ? -1 : 1),
        ),
      );
    const persons = [...this.#affected.values()]
      .filter(({ findings }) => findings > 0)
      .sort(
        (a, b) =>
          b.documents - a.documents || b.findings - a.findings || (a.fingerprint < b.fingerprint ? -1 : 1),
      )
      .slice(0, MOST);
    return {
      site: table('site'),
      column: table('column'),
      entity: table('entity'),
      year: table('year'),
      ...(persons.length === 0 ? {} : { persons }),
    };
  }

  #count(name: Table, key: string, findings: readonly Finding[]): void {
    const tallies = this.#tables[name];
    const kept = tallies.has(key) || tallies.size < KEYS ? key : '…';
    const { documents, leaks, review } = tallies.get(kept) ?? { documents: 0, leaks: 0, review: 0 };
    let [more, open] = [0, 0];
    for (const { disposition } of findings) {
      if (disposition === 'leak' || disposition === 'weak-mask') more++;
      else if (disposition === 'review') open++;
    }
    tallies.set(kept, { documents: documents + 1, leaks: leaks + more, review: review + open });
  }

  /** Misra and Gries, "Finding repeated elements" (1982): when the room is full every count goes down by one. */
  #countPersons(findings: readonly Finding[]): void {
    const met = new Set<string>();
    for (const { fingerprint, entity, masked, disposition } of findings) {
      if (fingerprint === undefined || !PERSONAL.has(entity) || !SERIOUS.includes(disposition)) continue;
      const known = this.#affected.get(fingerprint);
      if (known !== undefined) {
        known.findings++;
        if (!met.has(fingerprint)) known.documents++;
      } else if (this.#affected.size < CANDIDATES) {
        this.#affected.set(fingerprint, { fingerprint, entity, masked, documents: 1, findings: 1 });
      } else this.#decay();
      met.add(fingerprint);
    }
  }

  #decay(): void {
    for (const [key, one] of this.#affected) {
      one.documents--;
      one.findings--;
      if (one.documents <= 0) this.#affected.delete(key);
    }
  }
}

function belonging(
  { source, artifact }: ScanResult,
  roots: readonly string[],
): { site: string; column: string } {
  const url = source?.url ?? /(?:^|!)([a-z][\w+.-]*:\/\/[^!]*)/i.exec(artifact)?.[1] ?? '';
  const match = /^[a-z][\w+.-]*:\/\/([^/?#]*)(\/[^/?#]+(?=\/))?/i.exec(url);
  if (match !== null) {
    const site = match[1]!.toLowerCase();
    return { site, column: `${site}${match[2] ?? ''}/` };
  }
  const file = outermost(artifact);
  const root = roots.find((one) => file === one || file.startsWith(`${one}/`)) ?? '';
  const folders = file
    .slice(root.length)
    .split('/')
    .filter((step) => step !== '')
    .slice(0, -1);
  const host = folders.findIndex(isHost);
  if (host >= 0) {
    const site = folders[host]!.toLowerCase();
    const first = folders[host + 1];
    return { site, column: first === undefined ? `${site}/` : `${site}/${first}/` };
  }
  return { site: '-', column: folders[0] === undefined ? '-' : `${folders[0]}/` };
}
