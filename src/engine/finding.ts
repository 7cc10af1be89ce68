/** A draft as it is reported: how grave it is, where it stands, what to do with it, and by which fingerprints it is known again. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type {
  Candidate,
  Disposition,
  Evidence,
  Finding,
  Segment,
  Severity,
  Suggestion,
} from '../core/index.js';
import { type Draft, scoreOf } from './draft.js';
import { maskedNameBeside, nameBeside } from './mask-pairs.js';
import type { Enough, Masks } from './masks.js';
import { partialFingerprint, partialName } from './partial.js';

/** What a finding is made with. */
export interface FindingOptions {
  readonly steps: {
    suggest(candidate: Candidate, disposition: Disposition, segment: Segment, enough: Enough): Suggestion;
    display(candidate: Candidate): string;
  };
  readonly key?: Uint8Array;
  /** Key of the partial fingerprints of masks, where it is another one than `key`: inside one scan of a container. */
  readonly partialKey?: Uint8Array;
  readonly reveal?: boolean;
}

function severityOf(draft: Draft, disposition: Disposition): Severity {
  if (disposition === 'official' || disposition === 'lawful' || disposition === 'masked') return 'info';
  if (disposition === 'review') return 'low';
  const sure = scoreOf(draft) >= 0.7;
  const { entity } = draft.candidate;
  const grave = entity === 'resident-id' || entity === 'bank-card' || entity === 'bank-account';
  if (disposition === 'weak-mask') return grave ? 'medium' : 'low';
  const inList = draft.evidence.some(
    (e) => e.code === 'person-table' || e.code === 'staff-roster' || e.code === 'beside-id',
  );
  if (grave || inList) return sure ? 'high' : 'medium';
  return sure ? 'medium' : 'low';
}

/** The finding that a draft becomes. */
export function findingOf(
  id: string,
  draft: Draft,
  disposition: Disposition,
  options: FindingOptions,
  masks: Masks,
  person: string | undefined,
  fingerprint: string | undefined,
): Finding {
  const { candidate, view } = draft;
  const { segment } = view;
  const { start, end } = candidate.span;
  const partial = partialOf(draft, options.partialKey ?? options.key);
  const { subtype } = candidate;
  const what =
    subtype === undefined ? { id, entity: candidate.entity } : { id, entity: candidate.entity, subtype };
  // Field by field: spreads of fields that may be missing are slow, and there are as many of these as findings.
  const finding: { -readonly [Field in keyof Finding]: Finding[Field] } = Object.assign(what, {
    masked: options.steps.display(candidate),
    disposition,
    severity: severityOf(draft, disposition),
    score: Math.round(scoreOf(draft) * 1000) / 1000,
    status: candidate.status,
    evidence: draft.evidence.map(publicEvidence),
    places: segment.map.locate(start, end),
  });
  if (person !== undefined) finding.person = person;
  if (fingerprint !== undefined) finding.fingerprint = fingerprint;
  if (partial !== undefined) finding.partial = partial;
  finding.suggestion = options.steps.suggest(candidate, disposition, segment, masks.enough(draft));
  if (options.reveal === true) {
    finding.value = candidate.value;
    finding.text = segment.text.slice(start, end);
  }
  return finding;
}

/** Evidence words come from our own word lists, never from the value. */
function publicEvidence({ code, text, count }: Evidence): Evidence {
  if (count !== undefined) return text === undefined ? { code, count } : { code, text, count };
  return text === undefined ? { code } : { code, text };
}

/** An HMAC of entity and value; undefined without a key, and for what is masked. */
export function fingerprintOf(candidate: Candidate, key: Uint8Array | undefined): string | undefined {
  if (key === undefined || candidate.masked === true) return undefined;
  const mac = hmac(sha256, key, utf8ToBytes(`${candidate.entity}\0${candidate.value}`));
  return `hmac:${bytesToHex(mac).slice(0, 32)}`;
}

/** A masked value that leaves no more is hardly another person's. */
const FEW = 10_000;

function partialOf(draft: Draft, key: Uint8Array | undefined): string | undefined {
  const { entity, value, masked } = draft.candidate;
  if (key === undefined || masked !== true) return undefined;
  const name = nameBeside(draft);
  if (name !== undefined) return partialFingerprint(key, entity, name, value);
  const hidden = maskedNameBeside(draft);
  const left = draft.evidence.find(({ code }) => code === 'values-left')?.count;
  if (hidden === undefined || left === undefined || left > FEW) return undefined;
  return partialName(key, entity, value, hidden);
}
