/** Known findings that need not be reported again: keyed fingerprints by document, never values. */
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import type { ScanResult } from '../core/index.js';
import { UsageError } from './io.js';

interface Row {
  readonly artifact: string;
  readonly entity: string;
  readonly fingerprint: string;
}

export class Baseline {
  readonly #file: string;
  readonly #keyId: string;
  readonly #known = new Set<string>();
  readonly #rows = new Map<string, Row>();

  /** @throws UsageError when the file is no baseline or was written under another key. A missing file is an empty one. */
  constructor(file: string, key: string | Uint8Array) {
    this.#file = file;
    this.#keyId = createHmac('sha256', key).update('leaklint baseline key').digest('hex').slice(0, 16);
    let parsed: { version?: unknown; key?: unknown; findings?: unknown };
    try {
      parsed = JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new UsageError(`baseline ${file}: could not be read as JSON`);
    }
    if (parsed?.version !== 1 || !Array.isArray(parsed.findings)) {
      throw new UsageError(`baseline ${file}: is no baseline of version 1`);
    }
    if (parsed.key !== this.#keyId) throw new UsageError(`baseline ${file}: was written under another key`);
    for (const row of parsed.findings as Row[]) this.#known.add(keyOf(row));
  }

  /** Remembers the findings of a result for `write`. */
  record(result: ScanResult): void {
    for (const { entity, fingerprint } of result.findings) {
      if (fingerprint === undefined) continue;
      const row = { artifact: result.artifact, entity, fingerprint };
      this.#rows.set(keyOf(row), row);
    }
  }

  /** The result without the findings that are known; `known` counts them. */
  filter(result: ScanResult): { result: ScanResult; known: number } {
    const findings = result.findings.filter(
      ({ entity, fingerprint }) =>
        fingerprint === undefined ||
        !this.#known.has(keyOf({ artifact: result.artifact, entity, fingerprint })),
    );
    const known = result.findings.length - findings.length;
    if (known === 0) return { result, known };
    const ids = new Set(findings.map((finding) => finding.id));
    const persons = result.persons
      .map((person) => ({ ...person, findings: person.findings.filter((id) => ids.has(id)) }))
      .filter((person) => person.findings.length > 0);
    return { result: { ...result, findings, persons, verdict: lowered(result, findings) }, known };
  }

  write(): void {
    const findings = [...this.#rows.keys()].sort().map((key) => this.#rows.get(key));
    const text = `${JSON.stringify({ version: 1, key: this.#keyId, findings }, null, 2)}\n`;
    fs.writeFileSync(`${this.#file}.tmp`, text, { mode: 0o600 });
    fs.renameSync(`${this.#file}.tmp`, this.#file);
  }
}

const keyOf = (row: Row): string => JSON.stringify([row.artifact, row.entity, row.fingerprint]);

/** A verdict stays where a finding that could have caused it is left. */
function lowered(result: ScanResult, left: ScanResult['findings']): ScanResult['verdict'] {
  const grave = (words: readonly string[]): boolean =>
    left.some((finding) => words.includes(finding.disposition));
  if (result.verdict === 'block' && grave(['leak', 'weak-mask'])) return 'block';
  if (['block', 'review'].includes(result.verdict) && grave(['leak', 'weak-mask', 'review'])) return 'review';
  return result.coverage.unread.length > 0 ? 'incomplete' : 'pass';
}
