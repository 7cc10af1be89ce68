/** Artifacts to results: sniff, extract, analyse; containers are opened, one result a contained document. */
import {
  type Artifact,
  type Diagnostic,
  type ExtractContext,
  type Extraction,
  type Format,
  type FormatEntry,
  type Limits,
  LineIndex,
  type OcrEngine,
  type Place,
  type Reference,
  ScanBudget,
  type ScanResult,
  type Segment,
  type TableRisk,
  type Unread,
  unreadable,
  type Verdict,
  wholeSource,
} from '../core/index.js';
import { type AnalyseOptions, analyse } from './analyse.js';
import { BoundedOcr } from './ocr-reader.js';
import { EMPTY, sniff } from './sniff.js';

export interface ScanOptions extends AnalyseOptions {
  readonly formats: readonly FormatEntry[];
  readonly limits: Limits;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  /** Reads text in pictures. */
  readonly ocr?: OcrEngine;
  /** A diagnostic in the language of the scan. */
  say(diagnostic: Diagnostic): Diagnostic;
  /** Name of the policy that judges a document, given the one that its title calls for. */
  policyFor(proposed: string | undefined): string;
  verdict(
    findings: ScanResult['findings'],
    unread: ScanResult['coverage']['unread'],
    policy?: string,
  ): Verdict;
}

/** Makes the result of one extraction. */
export function resultOf(
  artifact: string,
  mediaType: string,
  extraction: Extraction,
  extra: readonly Diagnostic[],
  options: ScanOptions,
): ScanResult {
  const { findings, persons, diagnostics, risk, page } = analyse(extraction.segments, options);
  const judge = options.policyFor(page?.policy);
  const unread = extraction.unread.map(({ part, page, code }) => ({
    place: page === undefined ? { part } : { part, page },
    code,
  }));
  const units = Math.max(extraction.units, unread.length);
  return {
    artifact,
    mediaType,
    verdict: options.verdict(findings, unread, judge),
    ...(findings.length === 0 ? {} : { policy: judge }),
    ...(page === undefined || page.policy === judge ? {} : { proposedPolicy: page }),
    findings,
    persons,
    diagnostics: [...extra, ...extraction.diagnostics, ...diagnostics].map((one) => options.say(one)),
    ...(risk === undefined ? {} : { risk }),
    ...referencesOf(extraction, findings, options.reveal === true),
    coverage: { units, read: units - unread.length, unread },
  };
}

/** Targets that hold a found value are told by their place alone. */
function referencesOf(
  { references }: Extraction,
  findings: ScanResult['findings'],
  reveal: boolean,
): Pick<ScanResult, 'references'> {
  if (references === undefined) return {};
  const ranges = findings.flatMap(({ places }) =>
    places.flatMap((place) => (place.kind === 'text' ? [place] : [])),
  );
  const holds = ({ place }: Reference): boolean =>
    ranges.some(({ start, end }) => start < place.end && end > place.start);
  return {
    references: references.map((one) => {
      if (reveal || !holds(one)) return one;
      return { kind: one.kind, place: one.place };
    }),
  };
}

/** Scans an artifact and everything in it, one result a document, containers first. Never rejects on bad input. */
export async function* scanEach(
  artifact: Artifact,
  options: ScanOptions,
  signal?: AbortSignal,
): AsyncGenerator<ScanResult> {
  const { limits, now, ocr } = options;
  const abort = signal === undefined ? {} : { signal };
  const budget = new ScanBudget(limits, now, signal);
  const context: ExtractContext = {
    limits,
    budget,
    ...abort,
    ...(ocr === undefined ? {} : { ocr: new BoundedOcr({ engine: ocr, limits, budget, now, ...abort }) }),
  };
  yield* scanTree(artifact, 0, context, options);
}

async function* scanTree(
  artifact: Artifact,
  depth: number,
  context: ExtractContext,
  options: ScanOptions,
): AsyncGenerator<ScanResult> {
  const { mediaType, extraction, diagnostics } = await extract(artifact, context, options);
  const late: Diagnostic[] = [];
  const unread: Unread[] = [];
  if (extraction.children !== undefined) {
    try {
      for await (const child of extraction.children) {
        if ('diagnostic' in child) {
          late.push(child.diagnostic);
          if (child.unread !== undefined) unread.push(child.unread);
          continue;
        }
        const inner = child.artifact;
        const stop = stopCode(depth, context);
        if (stop !== undefined) {
          unread.push({ part: inner.name, code: stop });
          late.push({ code: stop, severity: 'warning', message: MESSAGES[stop]! });
          if (stop !== 'engine/depth-limit') break;
          continue;
        }
        const source = inner.source ?? artifact.source;
        const named = {
          ...inner,
          name: `${artifact.name}!${inner.name}`,
          ...(source === undefined ? {} : { source }),
        };
        yield* scanTree(named, depth + 1, context, options);
      }
    } catch {
      late.push({
        code: 'engine/container-failed',
        severity: 'error',
        message: 'a container broke off; what follows in it was not read',
      });
      unread.push({ part: '', code: 'engine/container-failed' });
    }
  }
  const whole: Extraction = {
    ...extraction,
    segments: [...extraction.segments, ...asideSegments(artifact)],
    units: extraction.units + unread.length,
    unread: [...extraction.unread, ...unread],
    diagnostics: [...extraction.diagnostics, ...late],
  };
  const result = resultOf(artifact.name, mediaType, whole, diagnostics, options);
  yield artifact.source === undefined ? result : { ...result, source: artifact.source };
}

function asideSegments({ asides = [] }: Artifact): Segment[] {
  return asides.map(({ text, channel, part }) => wholeSource(text, channel, part, new LineIndex(text)));
}

const MESSAGES: Readonly<Record<string, string>> = {
  'engine/depth-limit':
    'containers are nested deeper than the limit "depth"; raise it to read the inner ones',
  'engine/time-limit': 'the time of this scan is over (limit "milliseconds"); what follows was not read',
  'engine/aborted': 'the caller ended this scan; what follows was not read',
};

/** Time and the caller's signal are asked together (`Budget.expired`), but told apart. */
function lateCode({ signal }: ExtractContext): 'engine/aborted' | 'engine/time-limit' {
  return signal?.aborted === true ? 'engine/aborted' : 'engine/time-limit';
}

function stopCode(depth: number, context: ExtractContext): string | undefined {
  if (context.budget.expired()) return lateCode(context);
  return depth + 1 > context.limits.depth ? 'engine/depth-limit' : undefined;
}

/** Formats by their entries, once loaded: even of a module that is there, `import()` costs as much as a small page. */
const loaded = new WeakMap<FormatEntry, Format>();
const byType = new WeakMap<readonly FormatEntry[], Map<string, FormatEntry>>();

function entryOf(formats: readonly FormatEntry[], mediaType: string): FormatEntry | undefined {
  let entries = byType.get(formats);
  if (entries === undefined) {
    entries = new Map(formats.flatMap((entry) => entry.mediaTypes.map((type) => [type, entry] as const)));
    byType.set(formats, entries);
  }
  return entries.get(mediaType);
}

async function extract(
  artifact: Artifact,
  context: ExtractContext,
  options: ScanOptions,
): Promise<{ mediaType: string; extraction: Extraction; diagnostics: Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const { mediaType, mismatch } = sniff(artifact.bytes, {
    name: artifact.name,
    ...(artifact.mediaType === undefined ? {} : { mediaType: artifact.mediaType }),
  });
  if (mismatch !== undefined) {
    const message = `the file is ${mediaType}, though it is called ${mismatch.claimed}; it was read as what it is`;
    diagnostics.push({ code: 'engine/type-mismatch', severity: 'info', message });
  }
  const failed = (
    code: string,
    message: string,
  ): { mediaType: string; extraction: Extraction; diagnostics: Diagnostic[] } => ({
    mediaType,
    extraction: unreadable(code, message),
    diagnostics,
  });
  if (context.budget.expired()) {
    const late = lateCode(context);
    return failed(late, MESSAGES[late]!);
  }
  if (artifact.bytes.length > context.limits.bytes) {
    return failed(
      'engine/too-large',
      `larger than the limit of ${context.limits.bytes} bytes (limit "bytes")`,
    );
  }
  if (mediaType === EMPTY) {
    const empty: Diagnostic = { code: 'engine/empty', severity: 'info', message: 'the file is empty' };
    return {
      mediaType,
      extraction: { segments: [], units: 1, unread: [], diagnostics: [empty] },
      diagnostics,
    };
  }
  const entry = entryOf(options.formats, mediaType);
  if (entry === undefined) {
    return failed(
      'engine/unsupported-type',
      `no reader for ${mediaType}; convert the file or read it by eye`,
    );
  }
  try {
    const format = loaded.get(entry) ?? (await entry.load());
    loaded.set(entry, format);
    return { mediaType, extraction: await format.extract(artifact, context), diagnostics };
  } catch {
    return failed('engine/format-failed', `the reader for ${mediaType} failed; the file was not read`);
  }
}

/** One result for an artifact and everything in it; parts lead inward, ids count through. */
export function merge(
  results: readonly ScanResult[],
  root: string,
  verdict: ScanOptions['verdict'],
): ScanResult {
  const own = results.find((result) => result.artifact === root) ?? results.at(-1)!;
  if (results.length === 1) return own;
  const ordered = [own, ...results.filter((result) => result !== own)];
  const findings: ScanResult['findings'][number][] = [];
  const persons: ScanResult['persons'][number][] = [];
  const diagnostics: Diagnostic[] = [];
  const unread: ScanResult['coverage']['unread'][number][] = [];
  const tables: TableRisk[] = [];
  const references: Reference[] = [];
  let affected = 0;
  let units = 0;
  for (const result of ordered) {
    const path = result.artifact === root ? '' : result.artifact.slice(root.length + 1);
    const inward = (part: string): string => (path === '' ? part : part === '' ? path : `${path}!${part}`);
    const move = <P extends Place>(place: P): P => ({ ...place, part: inward(place.part) });
    const base = findings.length;
    const id = (old: string): string => `f${base + Number(old.slice(1))}`;
    const persona = persons.length;
    const who = (old: string): string => `p${persona + Number(old.slice(1))}`;
    for (const finding of result.findings) {
      const { suggestion, person } = finding;
      findings.push({
        ...finding,
        id: id(finding.id),
        places: finding.places.map(move),
        ...(person === undefined ? {} : { person: who(person) }),
        ...(suggestion === undefined
          ? {}
          : {
              suggestion: {
                ...suggestion,
                ...(suggestion.within === undefined ? {} : { within: id(suggestion.within) }),
                edits: suggestion.edits.map((edit) => ({ ...edit, place: move(edit.place) })),
              },
            }),
      });
    }
    for (const person of result.persons) {
      persons.push({ id: who(person.id), findings: person.findings.map(id), place: move(person.place) });
    }
    for (const diagnostic of result.diagnostics) {
      const place = diagnostic.place ?? (path === '' ? undefined : textPlace(''));
      diagnostics.push(place === undefined ? diagnostic : { ...diagnostic, place: move(place) });
    }
    for (const entry of result.coverage.unread) {
      unread.push({ ...entry, place: { ...entry.place, part: inward(entry.place.part) } });
    }
    for (const one of result.references ?? []) references.push({ ...one, place: move(one.place) });
    for (const table of result.risk?.tables ?? []) tables.push({ ...table, place: move(table.place) });
    affected += result.risk?.persons ?? 0;
    units += result.coverage.units;
  }
  return {
    artifact: root,
    mediaType: own.mediaType,
    verdict: worst(results, verdict([], unread, own.policy)),
    ...policyOf(ordered),
    findings,
    persons,
    diagnostics,
    ...(own.risk === undefined ? {} : { risk: { ...own.risk, persons: affected, tables } }),
    ...(references.length === 0 ? {} : { references }),
    coverage: { units, read: units - unread.length, unread },
  };
}

/** The policy of the first document in which something was found, and the one that its title calls for. */
function policyOf(results: readonly ScanResult[]): Pick<ScanResult, 'policy' | 'proposedPolicy'> {
  const judged = results.find(({ policy }) => policy !== undefined);
  if (judged?.policy === undefined) return {};
  const { policy, proposedPolicy } = judged;
  return { policy, ...(proposedPolicy === undefined ? {} : { proposedPolicy }) };
}

const VERDICTS: readonly Verdict[] = ['block', 'review', 'incomplete', 'pass'];

/** Each document is judged by its own policy; the gravest verdict is that of all. */
function worst(results: readonly ScanResult[], least: Verdict): Verdict {
  const at = Math.min(VERDICTS.indexOf(least), ...results.map((one) => VERDICTS.indexOf(one.verdict)));
  return VERDICTS[at]!;
}

/** A place that names a whole part. */
function textPlace(part: string): Place {
  return { kind: 'text', part, channel: 'body', start: 0, end: 0, line: 1, column: 1 };
}
