/** Totals over results, kept up as they arrive. */
import type { Disposition, MaskUnion, ScanResult, Verdict } from '../core/index.js';
import { type Breakdown, BreakdownBuilder } from './breakdown.js';
import { outermost } from './units.js';

export interface Summary {
  /** Inputs, without the documents inside them. */
  readonly files: number;
  /** Results: inputs and the documents inside them. */
  readonly documents: number;
  /** Documents read in full. */
  readonly read: number;
  /** Documents of which something was not read. */
  readonly unread: number;
  /** Pages, parts, entries. */
  readonly units: { readonly total: number; readonly read: number };
  readonly findings: {
    readonly total: number;
    readonly byEntity: Readonly<Record<string, number>>;
    readonly byDisposition: Readonly<Record<string, number>>;
  };
  readonly persons: number;
  /** How often each diagnostic came. */
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly verdict: Verdict;
  readonly by: Breakdown;
  /** Masks in different documents that give a value back together. */
  readonly maskUnions?: readonly MaskUnion[];
  /** Findings that the baseline knows and that are not listed. */
  readonly baselined?: number;
  /** Files and captures that were not scanned, because the caller wanted only others: what they hold is not listed. */
  readonly leftOut?: LeftOut;
  /** The scan was stopped before its end. */
  readonly interrupted?: true;
}

export interface LeftOut {
  /** The same as in the earlier scan that was named (`--changed-only`). */
  readonly unchanged: number;
  /** Older than the date that was named (`--since`). */
  readonly old: number;
}

/** From the least to the gravest: `incomplete` outranks `pass` and nothing else. */
const VERDICTS: readonly Verdict[] = ['pass', 'incomplete', 'review', 'block'];

/** Names of inputs that are remembered: results of one input come close to each other, so that each counts once. */
const OPEN_INPUTS = 65_536;

export class SummaryBuilder {
  readonly #open = new Set<string>();
  readonly #breakdown: BreakdownBuilder;
  #files = 0;
  #documents = 0;
  #read = 0;
  #units = 0;
  #unitsRead = 0;
  #findings = 0;
  #persons = 0;
  readonly #byEntity = new Map<string, number>();
  readonly #byDisposition = new Map<string, number>();
  readonly #diagnostics = new Map<string, number>();
  #verdict: Verdict = 'pass';
  #baselined = 0;
  readonly #leftOut = { unchanged: 0, old: 0 };
  #maskUnions: readonly MaskUnion[] = [];
  #interrupted = false;

  /** @param roots The files and folders that were asked for. */
  constructor(roots: readonly string[] = []) {
    this.#breakdown = new BreakdownBuilder(roots);
  }

  add(result: ScanResult): void {
    this.#countFile(outermost(result.artifact));
    this.#breakdown.add(result);
    this.#documents++;
    if (result.coverage.unread.length === 0) this.#read++;
    this.#units += result.coverage.units;
    this.#unitsRead += result.coverage.read;
    this.#findings += result.findings.length;
    this.#persons += result.persons.length;
    for (const finding of result.findings) {
      count(this.#byEntity, finding.entity);
      count(this.#byDisposition, finding.disposition);
    }
    for (const { code } of result.diagnostics) count(this.#diagnostics, code);
    if (VERDICTS.indexOf(result.verdict) > VERDICTS.indexOf(this.#verdict)) this.#verdict = result.verdict;
  }

  #countFile(name: string): void {
    // The one that was met last moves behind, so that what is dropped is long finished.
    if (!this.#open.delete(name)) this.#files++;
    this.#open.add(name);
    if (this.#open.size <= OPEN_INPUTS) return;
    for (const oldest of this.#open) {
      this.#open.delete(oldest);
      break;
    }
  }

  /** Counts findings that were taken out because the baseline knows them. */
  addBaselined(findings: number): void {
    this.#baselined += findings;
  }

  /** Counts a file or a capture that is not scanned. */
  addLeftOut(reason: keyof LeftOut): void {
    this.#leftOut[reason]++;
  }

  /** Tells masks of different documents that undo each other. */
  setMaskUnions(unions: readonly MaskUnion[]): void {
    this.#maskUnions = unions;
    if (unions.length > 0 && this.#verdict !== 'block') this.#verdict = 'review';
  }

  interrupt(): void {
    this.#interrupted = true;
  }

  build(): Summary {
    const cut = this.#interrupted && this.#verdict === 'pass';
    return {
      files: this.#files,
      documents: this.#documents,
      read: this.#read,
      unread: this.#documents - this.#read,
      units: { total: this.#units, read: this.#unitsRead },
      findings: {
        total: this.#findings,
        byEntity: sorted(this.#byEntity),
        byDisposition: sorted(this.#byDisposition),
      },
      persons: this.#persons,
      diagnostics: sorted(this.#diagnostics),
      verdict: cut ? 'incomplete' : this.#verdict,
      by: this.#breakdown.build(),
      ...(this.#maskUnions.length > 0 ? { maskUnions: this.#maskUnions } : {}),
      ...(this.#baselined > 0 ? { baselined: this.#baselined } : {}),
      ...(this.#leftOut.unchanged + this.#leftOut.old > 0 ? { leftOut: { ...this.#leftOut } } : {}),
      ...(this.#interrupted ? { interrupted: true as const } : {}),
    };
  }
}

/** Dispositions from the gravest to the least. */
export const GRAVITY: readonly Disposition[] = [
  'leak',
  'weak-mask',
  'review',
  'lawful',
  'official',
  'masked',
];

/** What `--fail-on` asks for. */
export type FailOn = 'leak' | 'review' | 'any' | 'none';

/**
 * 0 nothing at or above `failOn` and all read; 1 findings at or above it; 3 nothing of that kind, but
 * something was not read. With `none` always 0.
 */
export function exitCode(summary: Summary, failOn: FailOn): 0 | 1 | 3 {
  if (failOn === 'none') return 0;
  const last = failOn === 'leak' ? 'leak' : failOn === 'review' ? 'review' : 'masked';
  const grave = GRAVITY.slice(0, GRAVITY.indexOf(last) + 1);
  if (grave.some((disposition) => (summary.findings.byDisposition[disposition] ?? 0) > 0)) return 1;
  if (grave.includes('weak-mask') && summary.maskUnions !== undefined) return 1;
  return summary.unread > 0 || summary.interrupted === true ? 3 : 0;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
