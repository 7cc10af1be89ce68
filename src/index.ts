/**
 * leaklint: finds Chinese citizens' private data in documents and suggests how to de-identify it.
 *
 * The one place that wires detectors, formats, patterns and policies together.
 */

import { platform } from '#platform';
import type { RedactOutcome } from './apply/index.js';
import {
  type Action,
  type Artifact,
  DEFAULT_LIMITS,
  type Detector,
  type Finding,
  type Limits,
  type MaskUnion,
  type OcrEngine,
  type ScanResult,
  type Suggestion,
} from './core/index.js';
import { type Allowed, AllowList } from './engine/allow.js';
import type { PolicySteps } from './engine/analyse.js';
import type { RiskSteps } from './engine/assess.js';
import { Cues } from './engine/cues.js';
import { OwnerWords } from './engine/owner-words.js';
import { type PatternRule, patternDetector, ruleLabels } from './engine/pattern-detector.js';
import { merge, resultOf, type ScanOptions, scanEach } from './engine/scan.js';
import { nameReader } from './entities/person-name/names.js';
import { extractHtml } from './formats/html/index.js';
import { extractText } from './formats/text/index.js';
import type { GateInput, GateOptions, GateResult } from './gate/index.js';
import { detectors as allDetectors } from './generated/detectors.js';
import { patterns as cueWords } from './generated/documents.js';
import { formats } from './generated/formats.js';
import { patterns as labelWords } from './generated/labels.js';
import { patterns as ownerTable } from './generated/ownership.js';
import { patterns as nameWords } from './generated/person-name.js';
import { patterns as policies } from './generated/policies.js';
import { patterns as columnWords } from './generated/risk.js';
import {
  combineMasks,
  cutRange,
  DEFAULT_POLICY,
  decideVerdict,
  type Encryption,
  MaskUnions,
  maskCandidate,
  type Policy,
  type PolicySource,
  remainingCandidates,
  resolvePolicy,
  shownAfter,
  suggest,
  surnameLength,
  withoutPartials,
} from './policy/index.js';
import { inLocale } from './report/messages/diagnostics.js';
import { maskedCopies, tableRisks } from './risk/index.js';
import { LabelIndex } from './text/label-index.js';

export type { RedactOutcome } from './apply/index.js';
export type {
  Detector,
  DigitRun,
  LabelHit,
  Scoring,
  SegmentView,
  ValueContext,
  Weight,
} from './core/detector.js';
export { DEFAULT_LIMITS } from './core/limits.js';
export type { OcrEngine, OcrLine, OcrPicture, OcrSymbol } from './core/ocr.js';
export type * from './core/types.js';
export type { PatternRule } from './engine/pattern-detector.js';
export type {
  FieldFormat,
  FieldValue,
  FormattedText,
  GateField,
  GateFile,
  GateInput,
  GateLink,
  GateOptions,
  GateResult,
  GateUnread,
  LinkReader,
  Override,
  OverrideRecord,
} from './gate/index.js';
export { mergeStored, needsStoredDocument } from './gate/stored.js';
export type { Encryption, Policy, PolicySource } from './policy/index.js';

/** Values that are known and may stand, with the reason; `expires` is an ISO date after which they count again. */
export interface AllowEntry {
  /** Separators, width of the digits, +86 and the case of an X do not matter. */
  readonly value?: string;
  readonly fingerprint?: string;
  /** Regular expression that a whole normalised value must match: `400\\d{7}`. */
  readonly pattern?: string;
  readonly reason: string;
  readonly expires?: string;
}

export interface ScannerOptions {
  /** Entity ids to look for; all by default. */
  readonly entities?: readonly string[];
  /**
   * Name of a built-in policy, or one of your own; `default` by default. `auto`: for each document the one that its
   * title calls for (`ScanResult.proposedPolicy` says which that is).
   */
  readonly policy?: string | PolicySource;
  /** Language of messages for people. */
  readonly locale?: 'zh-CN' | 'en';
  readonly limits?: Partial<Limits>;
  /** ISO date that no birth date may lie after; the host's date by default. */
  readonly today?: string;
  /** Key of the fingerprints (HMAC-SHA-256): text or bytes, at least 16 bytes. */
  readonly key?: string | Uint8Array;
  /**
   * Key of `Finding.partial` alone where there is no `key`: results of one scan can be laid over each other by
   * `maskUnions` then. Draw one for each scan, and take `partial` out before results are kept.
   */
  readonly maskKey?: string | Uint8Array;
  /** For policies that encrypt: `formatPreserving(key)` of `leaklint/encrypt`. */
  readonly encryption?: Encryption;
  /** Known values, or with reason and expiry. */
  readonly allow?: readonly (string | AllowEntry)[];
  /** Puts raw values into findings. Off: a report must not be the second leak. */
  readonly reveal?: boolean;
  /**
   * Adds `risk` to results, and `remaining` to suggestions: who can still be told apart once the suggestions are
   * applied. `true`, or the wanted size of the smallest group of alike rows; 5 by default.
   */
  readonly risk?: boolean | { readonly k?: number };
  /** Reads text in scanned pages and pictures, for example `tesseract()` of `leaklint/ocr/tesseract`; none by default. */
  readonly ocr?: OcrEngine;
  /** Further detectors, beside the built-in ones. */
  readonly detectors?: readonly Detector[];
  /** Further kinds of value as data: a regular expression and its label words. */
  readonly patterns?: readonly PatternRule[];
}

export interface Scanner {
  /** Scans text or the source of an HTML page. Synchronous; offsets are into `text`. */
  scanText(text: string, options?: { readonly format?: 'text' | 'html'; readonly name?: string }): ScanResult;
  /** Scans a file of any format; what it contains is part of the one result. */
  scan(artifact: Artifact, options?: { readonly signal?: AbortSignal }): Promise<ScanResult>;
  /** Scans a file of any format, one result a contained document as it is read; a container comes after its content. */
  scanEach(artifact: Artifact, options?: { readonly signal?: AbortSignal }): AsyncIterable<ScanResult>;
  /**
   * The publish gate: may a document with these fields, uploads and linked attachments be published? One message for
   * each field, and the field as it may be published. Fails closed on what was not read; see `GateOptions`.
   */
  scanFields(input: GateInput, options?: GateOptions): Promise<GateResult>;
}

let builtIn: readonly Detector[] | undefined;
let labels: LabelIndex | undefined;
let cues: Cues | undefined;
/** Keeps nothing but its table, which is read when the first value is judged. */
const ownerWords = new OwnerWords(ownerTable);

/**
 * Makes a scanner: patterns compiled once, reusable, no state shared between scans.
 *
 * @throws TypeError on an unknown entity, policy or locale; RangeError on a bad date, limit or key.
 */
export function createScanner(options: ScannerOptions = {}): Scanner {
  const scan = scanOptions(options);
  const scanArtifact = async (artifact: Artifact, signal?: AbortSignal): Promise<ScanResult> => {
    const results: ScanResult[] = [];
    const partialKey = scan.partialKey ?? WITHIN;
    for await (const result of scanEach(checked(artifact), { ...scan, partialKey }, signal))
      results.push(result);
    const merged = withUnions(merge(results, artifact.name, scan.verdict), scan.verdict);
    return scan.partialKey === undefined ? withoutPartials(merged) : merged;
  };
  return {
    scanText(text, { format = 'text', name = '' } = {}) {
      if (typeof text !== 'string') throw new TypeError('scanText: text must be a string');
      const mediaType = format === 'html' ? 'text/html' : 'text/plain';
      return resultOf(name, mediaType, format === 'html' ? extractHtml(text) : extractText(text), [], scan);
    },
    scan: async (artifact, { signal } = {}) => scanArtifact(artifact, signal),
    scanEach: (artifact, { signal } = {}) => scanEachTogether(checked(artifact), scan, signal),
    async scanFields(input, gate = {}) {
      const { scanFields } = await import('./gate/index.js');
      return scanFields(input, gate, {
        analyse: (extraction) => resultOf('', 'application/json', extraction, [], scan),
        scan: scanArtifact,
        verdict: scan.verdict,
        units: scan.limits.bytes,
        locale: options.locale ?? 'zh-CN',
        now: scan.now,
      });
    },
  };
}

/** Lays masks over each other inside one scan where the caller gave no key; never leaves it. */
const WITHIN = new TextEncoder().encode('leaklint: one scan');

/** One result a document; that of the outermost, which comes last, tells the masks of all that undo each other. */
async function* scanEachTogether(
  artifact: Artifact,
  scan: ScanOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<ScanResult> {
  const unions = new MaskUnions();
  const partialKey = scan.partialKey ?? WITHIN;
  for await (const result of scanEach(artifact, { ...scan, partialKey }, signal)) {
    unions.add(result);
    const told = result.artifact === artifact.name ? withMaskUnions(result, unions.build()) : result;
    yield scan.partialKey === undefined ? withoutPartials(told) : told;
  }
}

function withMaskUnions(result: ScanResult, found: readonly MaskUnion[]): ScanResult {
  // Masks of one document are told by its findings.
  const across = found.filter(({ findings }) => findings.some((one) => one.artifact !== result.artifact));
  if (across.length === 0) return result;
  return { ...result, maskUnions: across, verdict: result.verdict === 'block' ? 'block' : 'review' };
}

/** Masks that undo each other in different documents of one container. */
function withUnions(result: ScanResult, verdict: ScanOptions['verdict']): ScanResult {
  const unions = new MaskUnions();
  unions.add(result);
  const weak = new Map(
    unions
      .build()
      .flatMap(({ left, findings }) => findings.map(({ id }) => [id, { left, count: findings.length }])),
  );
  if (weak.size === 0) return result;
  const findings = result.findings.map((finding): Finding => {
    const union = weak.get(finding.id);
    if (union === undefined || finding.disposition !== 'masked') return finding;
    // The suggestion was made for a mask that holds.
    const { suggestion: _, ...rest } = finding;
    const evidence = [
      ...finding.evidence.filter(({ code }) => code !== 'values-left'),
      { code: 'masks-combine', count: union.count },
      { code: 'values-left', count: union.left },
    ];
    return { ...rest, disposition: 'weak-mask', severity: 'medium', evidence };
  });
  return { ...result, findings, verdict: verdict(findings, result.coverage.unread) };
}

/**
 * Masks of one person in different results that together give the value back, or leave fewer than 1,000 values. Needs
 * results of one `key` or `maskKey`: findings of masked values with a name beside them carry `partial` then. Of one
 * container `scan` and `scanEach` tell them without either.
 */
export function maskUnions(results: Iterable<Pick<ScanResult, 'artifact' | 'findings'>>): MaskUnion[] {
  const unions = new MaskUnions();
  for (const result of results) unions.add(result);
  return unions.build();
}

function checked(artifact: Artifact): Artifact {
  if (typeof artifact?.name !== 'string' || !(artifact.bytes instanceof Uint8Array)) {
    throw new TypeError('an artifact is { name: string, bytes: Uint8Array }');
  }
  return artifact;
}

function scanOptions(options: ScannerOptions): ScanOptions {
  const { today = platform.today(), locale = 'zh-CN', reveal = false } = options;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today))
    throw new RangeError('option "today" must be an ISO date, YYYY-MM-DD');
  if (locale !== 'zh-CN' && locale !== 'en') throw new TypeError('option "locale" must be "zh-CN" or "en"');
  cues ??= new Cues(cueWords, nameReader(nameWords).known);
  const judges = new Judges(options, today);
  const key = keyOf(options.key);
  const partialKey = key ?? keyOf(options.maskKey, 'maskKey');
  const allow = allowOf(options.allow, today);
  const risk = riskOf(options.risk);
  return {
    detectors: detectorsOf(options),
    formats,
    labels: labelsOf(options.patterns),
    cues,
    ownerWords,
    today,
    limits: limitsOf(options.limits),
    findings: options.limits?.findings ?? DEFAULT_LIMITS.findings,
    now: platform.now,
    unitsOf: platform.units,
    steps: judges.steps(),
    ...(options.policy === AUTO ? { stepsFor: (name) => judges.steps(name) } : {}),
    say: (diagnostic) => inLocale(diagnostic, locale),
    policyFor: (name) => judges.policy(name).id,
    verdict: (findings, unread, name) => decideVerdict(findings, unread, judges.policy(name)),
    reveal,
    ...(key === undefined ? {} : { key }),
    ...(partialKey === undefined ? {} : { partialKey }),
    ...(allow === undefined ? {} : { allow }),
    ...(options.ocr === undefined ? {} : { ocr: ocrOf(options.ocr) }),
    ...(risk === undefined ? {} : { risk }),
  };
}

function ocrOf(engine: OcrEngine): OcrEngine {
  if (typeof engine?.recognise !== 'function') {
    throw new TypeError('option "ocr" must be an engine: { id, recognise(picture, signal) }');
  }
  return engine;
}

/** The smallest group that published statistics usually show; own choice, no rule names one for lists. */
const DEFAULT_K = 5;

function riskOf(wanted: ScannerOptions['risk']): RiskSteps | undefined {
  if (wanted === undefined || wanted === false) return undefined;
  const k = (wanted === true ? undefined : wanted.k) ?? DEFAULT_K;
  if (!Number.isInteger(k) || k < 2) throw new RangeError('option "risk.k" must be a whole number from 2');
  return {
    k,
    tables: (segments) => tableRisks(segments, { k, words: columnWords, surname: surnameLength }),
    copies: maskedCopies,
  };
}

/** The policy that each document's title calls for; `default` where it calls for none. */
const AUTO = 'auto';

/** The policies of a scan, each made once. */
class Judges {
  readonly #options: ScannerOptions;
  readonly #today: string;
  readonly #made = new Map<string, { readonly policy: Policy; readonly steps: PolicySteps }>();

  constructor(options: ScannerOptions, today: string) {
    this.#options = options;
    this.#today = today;
    // A wrong policy shows when the scanner is made.
    this.#judge();
  }

  policy(proposed?: string): Policy {
    return this.#judge(proposed).policy;
  }

  steps(proposed?: string): PolicySteps {
    return this.#judge(proposed).steps;
  }

  #judge(proposed?: string): { readonly policy: Policy; readonly steps: PolicySteps } {
    const { policy: chosen = DEFAULT_POLICY, encryption, key } = this.#options;
    const name = chosen === AUTO ? (proposed ?? DEFAULT_POLICY) : chosen;
    const id = typeof name === 'string' ? name : '';
    let judge = this.#made.get(id);
    if (judge === undefined) {
      const policy = resolvePolicy(name, policies);
      judge = { policy, steps: stepsOf(policy, this.#today, keyOf(key), encryption) };
      this.#made.set(id, judge);
    }
    return judge;
  }
}

function stepsOf(
  policy: Policy,
  today: string,
  key: Uint8Array | undefined,
  encryption: Encryption | undefined,
): PolicySteps {
  const has = (action: Action): boolean => policy.rules.some((rule) => rule.action === action);
  if (key === undefined && (has('pseudonymize') || has('surrogate'))) {
    throw new TypeError(
      `policy "${policy.id}" makes pseudonyms or surrogates: option "key" is needed, or anybody could try numbers against them`,
    );
  }
  if (encryption === undefined && has('encrypt')) {
    throw new TypeError(
      `policy "${policy.id}" encrypts: option "encryption" is needed, formatPreserving(key) of leaklint/encrypt; on the command line, redact with a key`,
    );
  }
  const context = {
    today,
    ...(key === undefined ? {} : { key }),
    ...(encryption === undefined ? {} : { encryption }),
  };
  return {
    suggest: (candidate, disposition, segment) => suggest(candidate, disposition, segment, policy, context),
    cut: cutRange,
    shown: (candidate, disposition, segment) => shownAfter(candidate, disposition, segment, policy),
    display: (candidate) => maskCandidate(candidate),
    combine: combineMasks,
    remaining: (candidate, hints) =>
      remainingCandidates(candidate.entity, candidate.value, { today, ...hints }),
  };
}

function labelsOf(rules: readonly PatternRule[] | undefined): LabelIndex {
  if (rules !== undefined && rules.length > 0) {
    return new LabelIndex(`${labelWords.words}\n${ruleLabels(rules)}`, labelWords.simplified);
  }
  labels ??= new LabelIndex(labelWords.words, labelWords.simplified);
  return labels;
}

function detectorsOf({ entities, detectors: own = [], patterns = [] }: ScannerOptions): readonly Detector[] {
  // Detectors keep no state between calls; their tables are built once for all scanners.
  builtIn ??= allDetectors();
  const every = [...builtIn, ...own, ...patterns.map(patternDetector)];
  if (entities === undefined) return every;
  const known = new Set(every.map((detector) => detector.entity));
  for (const entity of entities) {
    if (!known.has(entity))
      throw new TypeError(`unknown entity "${entity}"; known: ${[...known].sort().join(', ')}`);
  }
  return every.filter((detector) => entities.includes(detector.entity));
}

function limitsOf(limits: Partial<Limits> | undefined): Limits {
  for (const [name, value] of Object.entries(limits ?? {})) {
    if (!(name in DEFAULT_LIMITS)) throw new TypeError(`unknown limit "${name}"`);
    if (typeof value !== 'number' || !(value > 0))
      throw new RangeError(`limit "${name}" must be a positive number`);
  }
  return { ...DEFAULT_LIMITS, ...limits };
}

function keyOf(key: string | Uint8Array | undefined, option = 'key'): Uint8Array | undefined {
  if (key === undefined) return undefined;
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  if (bytes.length < 16) throw new RangeError(`option "${option}" needs at least 16 bytes`);
  return bytes;
}

function allowOf(allow: ScannerOptions['allow'], today: string): AllowList | undefined {
  if (allow === undefined) return undefined;
  const entries = allow.flatMap((entry): Allowed[] => {
    if (typeof entry === 'string') {
      return [entry.startsWith('hmac:') ? { fingerprint: entry } : { value: entry }];
    }
    if (entry.expires !== undefined && entry.expires < today) return [];
    const { value, fingerprint, pattern } = entry;
    return [
      {
        ...(value === undefined ? {} : { value }),
        ...(fingerprint === undefined ? {} : { fingerprint }),
        ...(pattern === undefined ? {} : { pattern: new RegExp(`^(?:${pattern})$`) }),
      },
    ];
  });
  return new AllowList(entries);
}

/**
 * Applies the suggestions of a scan to the file that was scanned.
 *
 * Only the masked characters change, byte for byte, in the original encoding; the output is scanned again
 * before it is given out. See `RedactOutcome` for what could not be done.
 */
export async function redact(
  artifact: Artifact,
  plan: ScanResult | readonly Suggestion[],
  options: ScannerOptions = {},
): Promise<RedactOutcome> {
  const [{ applySuggestions, isCut, MOST_FINDINGS }, { typeOf }] = await Promise.all([
    import('./apply/index.js'),
    import('./engine/sniff.js'),
  ]);
  const scanner = createScanner({ ...options, limits: { ...options.limits, findings: MOST_FINDINGS } });
  // A result that lists the gravest findings only is no plan for the others.
  const whole = isCut(plan) ? await scanner.scan(checked(artifact)) : plan;
  return applySuggestions(checked(artifact), whole, (copy) => scanner.scan(copy), typeOf);
}
