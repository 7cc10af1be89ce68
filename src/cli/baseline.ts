/** Known findings that need not be reported again: keyed fingerprints by document, never values. */
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ScanResult } from '../core/index.js';
import { outermost } from '../report/index.js';
import { isDay } from './day.js';
import { UsageError } from './io.js';
import { say } from './words.js';

interface Row {
  readonly artifact: string;
  readonly entity: string;
  readonly fingerprint: string;
  /** Why it may stand; kept when the baseline is updated. */
  readonly reason?: string;
  /** ISO 8601 day, the last on which the entry counts. */
  readonly expires?: string;
}

/** What `--baseline-reason` and `--baseline-expires` give entries that are new. */
export interface NewEntry {
  readonly reason?: string;
  readonly expires?: string;
}

export interface BaselineState {
  /** Entries whose day is over: their findings are reported again. */
  readonly expired: number;
  /** Entries that nothing matches any more: the document was read in full, or is gone. */
  readonly stale: readonly { readonly artifact: string; readonly entity: string }[];
}

export interface BaselineOptions {
  /** ISO 8601 day. */
  readonly today: string;
  /** What names of documents count from. */
  readonly cwd: string;
  /** What was looked for; all when absent. */
  readonly entities?: readonly string[];
}

export class Baseline {
  readonly #file: string;
  readonly #keyId: string;
  readonly #options: BaselineOptions;
  readonly #rows = new Map<string, Row>();
  readonly #seen = new Map<string, Row>();
  /** Documents of this scan → everything in them was read. */
  readonly #documents = new Map<string, boolean>();

  /** @throws UsageError when the file is no baseline or was written under another key. A missing file is an empty one. */
  constructor(file: string, key: string | Uint8Array, options: BaselineOptions) {
    this.#file = file;
    this.#options = options;
    this.#keyId = createHmac('sha256', key).update('leaklint baseline key').digest('hex').slice(0, 16);
    let parsed: { version?: unknown; key?: unknown; findings?: unknown } | null;
    try {
      parsed = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new UsageError(say`baseline ${file}: could not be read as JSON`);
    }
    if (parsed?.version !== 1 || !Array.isArray(parsed.findings)) {
      throw new UsageError(say`baseline ${file}: is no baseline of version 1`);
    }
    if (parsed.key !== this.#keyId)
      throw new UsageError(say`baseline ${file}: was written under another key`);
    for (const [index, row] of (parsed.findings as unknown[]).entries()) {
      const fault = faultOf(row);
      if (fault !== undefined) throw new UsageError(say`baseline ${file}: entry ${index + 1} ${fault}`);
      this.#rows.set(keyOf(row as Row), row as Row);
    }
  }

  /** Takes note of a result as it was found, before `filter`. */
  record(result: ScanResult): void {
    const page = outermost(result.artifact);
    const read = result.coverage.unread.length === 0;
    this.#documents.set(page, (this.#documents.get(page) ?? true) && read);
    for (const { entity, fingerprint } of result.findings) {
      if (fingerprint === undefined) continue;
      const row = { artifact: result.artifact, entity, fingerprint };
      this.#seen.set(keyOf(row), row);
    }
  }

  /** The result without the findings that are known; `known` counts them. */
  filter(result: ScanResult): { result: ScanResult; known: number } {
    const findings = result.findings.filter(({ entity, fingerprint }) => {
      if (fingerprint === undefined) return true;
      const row = this.#rows.get(keyOf({ artifact: result.artifact, entity, fingerprint }));
      return row === undefined || this.#isExpired(row);
    });
    const known = result.findings.length - findings.length;
    if (known === 0) return { result, known };
    const ids = new Set(findings.map((finding) => finding.id));
    const persons = result.persons
      .map((person) => ({ ...person, findings: person.findings.filter((id) => ids.has(id)) }))
      .filter((person) => person.findings.length > 0);
    return { result: { ...result, findings, persons, verdict: lowered(result, findings) }, known };
  }

  /** After the last `record`. */
  state(): BaselineState {
    const rows = [...this.#rows.values()];
    return {
      expired: rows.filter((row) => this.#isExpired(row)).length,
      stale: rows.filter((row) => this.#isStale(row)).map(({ artifact, entity }) => ({ artifact, entity })),
    };
  }

  /**
   * Writes the findings of this scan. Entries that were there keep reason and day; those of documents that this scan did
   * not look at, or could not read in full, stay.
   */
  write(entry: NewEntry = {}): void {
    const rows = new Map<string, Row>();
    for (const [key, row] of this.#rows) {
      if (!this.#isStale(row) && !this.#seen.has(key)) rows.set(key, row);
    }
    for (const [key, row] of this.#seen) {
      const before = this.#rows.get(key);
      // An entry whose day is over is taken up anew, as if it came now.
      rows.set(key, before === undefined || this.#isExpired(before) ? { ...row, ...entry } : before);
    }
    const findings = [...rows.keys()].sort().map((key) => rows.get(key));
    const text = `${JSON.stringify({ version: 1, key: this.#keyId, findings }, null, 2)}\n`;
    fs.writeFileSync(`${this.#file}.tmp`, text, { mode: 0o600 });
    fs.renameSync(`${this.#file}.tmp`, this.#file);
  }

  #isExpired({ expires }: Row): boolean {
    return expires !== undefined && expires < this.#options.today;
  }

  #isStale(row: Row): boolean {
    if (this.#seen.has(keyOf(row))) return false;
    if (this.#options.entities?.includes(row.entity) === false) return false;
    const page = outermost(row.artifact);
    const read = this.#documents.get(page);
    if (read !== undefined) return read;
    return !fs.existsSync(path.resolve(this.#options.cwd, page));
  }
}

const keyOf = (row: Row): string => JSON.stringify([row.artifact, row.entity, row.fingerprint]);

function faultOf(value: unknown): string | undefined {
  const row = value as Partial<Record<keyof Row, unknown>> | null;
  const isText = (one: unknown): boolean => typeof one === 'string';
  if (typeof row !== 'object' || row === null) return 'is no object';
  if (!isText(row.artifact) || !isText(row.entity) || !isText(row.fingerprint)) {
    return 'must have artifact, entity and fingerprint';
  }
  if (row.reason !== undefined && !isText(row.reason)) return 'has a reason that is no text';
  // A misspelt day would never come.
  if (row.expires !== undefined && !isDay(row.expires)) return 'has an expires that is no day, YYYY-MM-DD';
  return undefined;
}

/** A verdict stays where a finding that could have caused it is left. */
function lowered(result: ScanResult, left: ScanResult['findings']): ScanResult['verdict'] {
  const grave = (words: readonly string[]): boolean =>
    left.some((finding) => words.includes(finding.disposition));
  if (result.verdict === 'block' && grave(['leak', 'weak-mask'])) return 'block';
  if (['block', 'review'].includes(result.verdict) && grave(['leak', 'weak-mask', 'review'])) return 'review';
  return result.coverage.unread.length > 0 ? 'incomplete' : 'pass';
}
