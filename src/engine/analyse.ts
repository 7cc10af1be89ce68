/** Segments to findings: detect, weigh, judge columns, resolve, relate, decide, locate, suggest. */
import {
  append,
  type Candidate,
  type Detector,
  type Diagnostic,
  type Disposition,
  type Finding,
  type Person,
  type Risk,
  type Scoring,
  type Segment,
  type Suggestion,
} from '../core/index.js';
import type { LabelIndex } from '../text/label-index.js';
import type { AllowList } from './allow.js';
import { assess, type RiskSteps } from './assess.js';
import { judgeColumns } from './columns.js';
import type { Cues } from './cues.js';
import { type DocumentKind, documentKind } from './document-kind.js';
import { type Draft, scoreOf } from './draft.js';
import { weighExample } from './examples.js';
import { type FindingOptions, findingOf, fingerprintOf } from './finding.js';
import { type Enough, type Masking, Masks } from './masks.js';
import { besideFindings } from './neighbours.js';
import type { OwnerWords } from './owner-words.js';
import { type PageKind, pageKind } from './page-kind.js';
import { groupPersons } from './persons.js';
import { isHopeless, isIdle } from './prospects.js';
import type { Publishers } from './publisher.js';
import { relate } from './relations.js';
import { resolve } from './resolve.js';
import { type Cut, widen } from './scopes.js';
import { type UnitsOf, View } from './view.js';
import { weigh } from './weigh.js';

/** The steps behind the engine that need a policy; given from outside, so that the engine knows none. */
export interface PolicySteps extends Masking {
  suggest(candidate: Candidate, disposition: Disposition, segment: Segment, enough: Enough): Suggestion;
  /** Edits that take a range of a segment away. */
  readonly cut: Cut;
  /** The value as a report may show it. */
  display(candidate: Candidate): string;
}

/** What the search for values needs. */
export interface FindOptions {
  readonly detectors: readonly Detector[];
  readonly labels: LabelIndex;
  readonly cues: Cues;
  readonly today: string;
  /** Without it every unit of every text is read: slower, with the same findings. */
  readonly unitsOf?: UnitsOf | undefined;
}

export interface AnalyseOptions extends FindOptions, FindingOptions {
  readonly steps: PolicySteps;
  readonly findings: number;
  /** Learned words that tell whose a value is. */
  readonly ownerWords?: OwnerWords;
  /** Where the people of a document come from. */
  readonly publishers?: Publishers;
  readonly allow?: AllowList;
  /** Steps by the policy that a page calls for, where the caller leaves the choice to it. */
  readonly stepsFor?: (policy: string | undefined) => PolicySteps;
  /** Assesses what is left to learn after the suggestions. */
  readonly risk?: RiskSteps;
}

export interface Analysis {
  /** The policy that the page calls for; only where something was found. */
  readonly page?: PageKind;
  readonly risk?: Risk;
  readonly findings: Finding[];
  readonly persons: Person[];
  readonly diagnostics: Diagnostic[];
}

/** Findings from here up are reported. */
const THRESHOLD = 0.5;
const GRAVITY: readonly Disposition[] = ['leak', 'weak-mask', 'review', 'lawful', 'official', 'masked'];
/** Sums of decimal weights miss the bounds of leak and official by this much. */
const ROUNDING = 1e-6;

/** The texts that tell what a document is. */
const titled = (segments: readonly Segment[]): readonly string[] =>
  segments
    .filter((segment) => segment.channel === 'body' || segment.channel === 'title')
    .map((segment) => segment.text);

/**
 * Values that are likely real, with all evidence of the rules: those of each segment that has any. Most documents hold
 * nothing: what they are is asked of the others.
 */
export function findDrafts(
  segments: readonly Segment[],
  options: FindOptions,
  diagnostics: Diagnostic[],
): { readonly found: Draft[][]; readonly kind: DocumentKind | undefined } {
  let kind: DocumentKind | undefined;
  const found: Draft[][] = [];
  for (const segment of segments) {
    const drafts = draftsOf(segment, options, diagnostics);
    if (drafts.length === 0) continue;
    judgeColumns(drafts, options.cues);
    const kept = resolve(drafts.filter((draft) => scoreOf(draft) > THRESHOLD));
    if (kept.length === 0) continue;
    kind ??= documentKind(titled(segments), options.cues);
    relate(kept, kind, options.cues);
    found.push(kept);
  }
  return { found, kind };
}

export function analyse(segments: readonly Segment[], options: AnalyseOptions): Analysis {
  const diagnostics: Diagnostic[] = [];
  const { found, kind } = findDrafts(segments, options, diagnostics);
  if (kind === undefined) {
    if (options.risk === undefined) return { findings: [], persons: [], diagnostics };
    return report(segments, [], documentKind(titled(segments), options.cues), options, diagnostics);
  }
  options.ownerWords?.judge(found, options.cues);
  const page = pageKind(titled(segments), kind, options.cues);
  const steps = options.stepsFor?.(page?.policy) ?? options.steps;
  const analysis = report(segments, found.flat(), kind, { ...options, steps }, diagnostics);
  return page === undefined ? analysis : { ...analysis, page };
}

function draftsOf(segment: Segment, options: FindOptions, diagnostics: Diagnostic[]): Draft[] {
  const view = new View(segment, options.labels, options.today, options.unitsOf, options.cues.isName);
  const prune = options.unitsOf !== undefined;
  // Without digits most detectors have nothing to do, and labels need not be looked for.
  const mayHold = (scoring: Scoring): boolean => view.runs().length === 0 || view.mayHold(scoring);
  const drafts: Draft[] = [];
  for (const detector of options.detectors) {
    try {
      if (prune && isIdle(detector, mayHold)) continue;
      for (const candidate of detector.detect(view)) {
        // IDs below the threshold still tell of their column.
        const alone = candidate.entity !== 'resident-id' || view.standsAlone(candidate.span);
        const announced = (): boolean => view.announced(candidate.span, detector.scoring, true);
        if (prune && alone && isHopeless(candidate, detector, segment.channel, announced)) continue;
        const draft = weigh(candidate, detector, view);
        weighExample(draft, options.cues);
        drafts.push(draft);
      }
    } catch {
      const message = `the detector "${detector.entity}" failed on a part; its findings there may be missing`;
      diagnostics.push({ code: 'engine/detector-failed', severity: 'error', message });
    }
  }
  view.close();
  return drafts;
}

function report(
  segments: readonly Segment[],
  drafts: readonly Draft[],
  kind: DocumentKind,
  options: AnalyseOptions,
  diagnostics: Diagnostic[],
): Analysis {
  const single: Finding[] = [];
  const members = new Map<number, string[]>();
  const decided: Decided[] = [];
  let allowed = 0;
  const masks = new Masks(segments, drafts, options.steps, options);
  for (const draft of drafts) {
    const fingerprint = fingerprintOf(draft.candidate, options.key);
    if (options.allow?.has(draft.candidate, fingerprint) === true) {
      allowed++;
      continue;
    }
    decided.push({ draft, disposition: dispositionOf(draft, kind, masks), fingerprint });
  }
  addNeighbours(decided, kind, masks, options);
  if (allowed > 0) {
    const message = `${allowed} values are on the allow list and not reported`;
    diagnostics.push({ code: 'engine/allowed', severity: 'info', message });
  }
  if (decided.length > options.findings) {
    const message = `${decided.length} findings; only the ${options.findings} gravest are listed (limit "findings")`;
    diagnostics.push({ code: 'engine/too-many-findings', severity: 'warning', message });
    // What is cut must not be what matters: a hotline list in front hides no leak behind it.
    const order = new Map(decided.map((entry, i) => [entry, i]));
    const gravest = [...decided].sort(
      (a, b) => GRAVITY.indexOf(a.disposition) - GRAVITY.indexOf(b.disposition),
    );
    gravest.length = options.findings;
    decided.length = 0;
    append(
      decided,
      gravest.sort((a, b) => order.get(a)! - order.get(b)!),
    );
  }
  const dispositions = new Map(decided.map((entry) => [entry.draft, entry.disposition]));
  const groups = groupPersons(
    decided.map((entry) => entry.draft),
    (draft) => dispositions.get(draft) !== 'official',
  );
  const numbers = new Map<number, string>();
  decided.forEach(({ draft, disposition, fingerprint }, i) => {
    const group = groups[i]!;
    let person: string | undefined;
    if (group >= 0) {
      person = numbers.get(group);
      if (person === undefined) numbers.set(group, (person = `p${numbers.size + 1}`));
    }
    const finding = findingOf(`f${i + 1}`, draft, disposition, options, masks, person, fingerprint);
    single.push(finding);
    if (group < 0) return;
    const ids = members.get(group);
    if (ids === undefined) members.set(group, [finding.id]);
    else ids.push(finding.id);
  });
  const findings = widen(
    single,
    decided.map(({ draft }) => draft),
    options.steps.cut,
  );
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const persons = [...members].flatMap(([group, ids]): Person[] => {
    const place = byId.get(ids[0]!)!.places[0];
    return place === undefined ? [] : [{ id: numbers.get(group)!, findings: ids, place }];
  });
  if (options.risk === undefined) return { findings, persons, diagnostics };
  const {
    risk,
    remaining,
    diagnostics: notes,
  } = assess(segments, decided, persons.length, options.risk, masks);
  append(diagnostics, notes);
  return { findings: findings.map((one, i) => withRemaining(one, remaining[i])), persons, diagnostics, risk };
}

function withRemaining(finding: Finding, remaining: number | undefined): Finding {
  if (remaining === undefined || finding.suggestion === undefined) return finding;
  return { ...finding, suggestion: { ...finding.suggestion, remaining: Math.round(remaining) } };
}

interface Decided {
  readonly draft: Draft;
  readonly disposition: Disposition;
  readonly fingerprint: string | undefined;
}

/** What makes a row one of a private person. */
const OF_PERSONS: ReadonlySet<Disposition> = new Set(['leak', 'weak-mask', 'lawful']);

/** Puts names, birth dates and plates beside the findings of private persons, each segment's by start. */
function addNeighbours(decided: Decided[], kind: DocumentKind, masks: Masks, options: AnalyseOptions): void {
  const detectors = options.detectors.filter((detector) => detector.beside !== undefined);
  if (detectors.length === 0 || !decided.some(({ disposition }) => OF_PERSONS.has(disposition))) return;
  const all: Decided[] = [];
  for (let i = 0; i < decided.length; ) {
    const { view } = decided[i]!.draft;
    let end = i + 1;
    while (end < decided.length && decided[end]!.draft.view === view) end++;
    const own = decided.slice(i, end);
    i = end;
    const anchors = own.filter(({ disposition }) => OF_PERSONS.has(disposition));
    const found = besideFindings(
      anchors.map(({ draft }) => draft),
      own.map(({ draft }) => draft),
      detectors,
    ).filter((draft) => scoreOf(draft) > THRESHOLD);
    for (const draft of found) {
      const fingerprint = fingerprintOf(draft.candidate, options.key);
      if (options.allow?.has(draft.candidate, fingerprint) === true) continue;
      own.push({ draft, disposition: dispositionOf(draft, kind, masks), fingerprint });
    }
    if (found.length > 0) own.sort((a, b) => a.draft.candidate.span.start - b.draft.candidate.span.start);
    for (const entry of own) all.push(entry);
  }
  decided.splice(0, decided.length);
  for (const entry of all) decided.push(entry);
}

/** What a list of debtors must show of each, besides the number. */
const LAWFUL: ReadonlySet<string> = new Set(['resident-id', 'person-name', 'birth-date']);

function dispositionOf(draft: Draft, kind: DocumentKind, masks: Masks): Disposition {
  if (draft.candidate.masked === true) return masks.judge(draft);
  if (kind.lawful !== undefined && LAWFUL.has(draft.candidate.entity)) return 'lawful';
  if (draft.lean >= 1 - ROUNDING) return 'leak';
  return draft.lean <= -1 + ROUNDING ? 'official' : 'review';
}
