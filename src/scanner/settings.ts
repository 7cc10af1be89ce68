/** Options → what the engine is given: detectors, formats, patterns and policies are wired together here and nowhere else. */
import { platform } from '#platform';
import { type Action, DEFAULT_LIMITS, type Detector, type Limits, type OcrEngine } from '../core/index.js';
import { type Allowed, AllowList } from '../engine/allow.js';
import type { PolicySteps } from '../engine/analyse.js';
import type { RiskSteps } from '../engine/assess.js';
import { Cues } from '../engine/cues.js';
import { OwnerWords } from '../engine/owner-words.js';
import { type PatternRule, patternDetector, ruleLabels } from '../engine/pattern-detector.js';
import { Publishers } from '../engine/publisher.js';
import type { ScanOptions } from '../engine/scan.js';
import { nameReader } from '../entities/person-name/names.js';
import { detectors as allDetectors } from '../generated/detectors.js';
import { patterns as divisionNames } from '../generated/divisions.js';
import { patterns as cueWords } from '../generated/documents.js';
import { formats } from '../generated/formats.js';
import { patterns as labelWords } from '../generated/labels.js';
import { patterns as ownerTable } from '../generated/ownership.js';
import { patterns as nameWords } from '../generated/person-name.js';
import { patterns as policies } from '../generated/policies.js';
import { patterns as residentIdWords } from '../generated/resident-id.js';
import { patterns as columnWords } from '../generated/risk.js';
import {
  combineMasks,
  cutRange,
  DEFAULT_POLICY,
  decideVerdict,
  type Encryption,
  maskCandidate,
  type Policy,
  remainingCandidates,
  resolvePolicy,
  shownAfter,
  suggest,
  surnameLength,
} from '../policy/index.js';
import { inLocale } from '../report/messages/diagnostics.js';
import { maskedCopies, tableRisks } from '../risk/index.js';
import { LabelIndex } from '../text/label-index.js';
import type { ScannerOptions } from './options.js';

let builtIn: readonly Detector[] | undefined;
let labels: LabelIndex | undefined;
let cues: Cues | undefined;
let codes: readonly string[] | undefined;
/** All address codes that there are or were. */
const addressCodes = (): readonly string[] => (codes ??= residentIdWords.addressCodes.match(/\d{6}/g) ?? []);
/** Keeps nothing but its table, which is read when the first masked number is judged. */
const publishers = new Publishers(divisionNames, addressCodes);
/** Keeps nothing but its table, which is read when the first value is judged. */
const ownerWords = new OwnerWords(ownerTable);
/** @throws TypeError on an unknown entity, policy or locale; RangeError on a bad date, limit or key. */
export function scanOptions(options: ScannerOptions): ScanOptions {
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
    publishers,
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
    suggest: (candidate, disposition, segment, enough) =>
      suggest(candidate, disposition, segment, policy, context, enough),
    cut: cutRange,
    shown: (candidate, disposition, segment, enough) =>
      shownAfter(candidate, disposition, segment, policy, enough),
    copies: maskedCopies,
    display: (candidate) => maskCandidate(candidate),
    combine: combineMasks,
    remaining: (candidate, hints) =>
      remainingCandidates(candidate.entity, candidate.value, {
        today,
        addressCodes: addressCodes(),
        ...hints,
      }),
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
