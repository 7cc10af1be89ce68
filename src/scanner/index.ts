/** The scanner, wired. Callers of `leaklint` get it through `#scanner`, which loads it with the first one that is made. */
import type { RedactOutcome } from '../apply/index.js';
import type { Artifact, Finding, MaskUnion, ScanResult, Suggestion } from '../core/index.js';
import { merge, resultOf, type ScanOptions, scanEach } from '../engine/scan.js';
import { typeOf } from '../engine/sniff.js';
import { extractHtml } from '../formats/html/index.js';
import { extractText } from '../formats/text/index.js';
import { MaskUnions, withoutPartials } from '../policy/index.js';
import type { Scanner, ScannerOptions } from './options.js';
import { scanOptions } from './settings.js';

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
      const { scanFields } = await import('../gate/index.js');
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
  const { applySuggestions, isCut, MOST_FINDINGS } = await import('../apply/index.js');
  const scanner = createScanner({ ...options, limits: { ...options.limits, findings: MOST_FINDINGS } });
  // A result that lists the gravest findings only is no plan for the others.
  const whole = isCut(plan) ? await scanner.scan(checked(artifact)) : plan;
  return applySuggestions(checked(artifact), whole, (copy) => scanner.scan(copy), typeOf);
}
