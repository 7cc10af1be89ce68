/**
 * The publish gate: the fields of one document, its uploads and the attachments that it links to → may it be
 * published, and if not, what the editor has to change in which field.
 *
 * All fields are judged together: a title says what kind of document the body is. Fails closed: what was not read,
 * for whatever reason, stops the publication unless the caller decides otherwise.
 */
import {
  type Artifact,
  type Extraction,
  type Finding,
  LineIndex,
  type ScanResult,
  type Verdict,
  wholeSource,
} from '../core/index.js';
import { GRAVITY } from '../report/index.js';
import { Deadline, LATE } from './deadline.js';
import { type GateEngine, segmentsOnly } from './engine.js';
import { type Leaf, readFields } from './fields.js';
import { GateMessages, type Subject } from './messages.js';
import { withOverride } from './override.js';
import { proposalOf } from './proposal.js';
import type {
  FieldFormat,
  FieldValue,
  GateField,
  GateFile,
  GateInput,
  GateLink,
  GateOptions,
  GateResult,
  GateUnread,
} from './types.js';

const DEFAULT_MILLISECONDS = 10_000;
const ORDER: readonly Verdict[] = ['pass', 'incomplete', 'review', 'block'];
/** Nothing here can read what a picture, a sound, a font says. */
const UNSEEN: ReadonlySet<string> = new Set(['engine/unsupported-type', 'ocr/not-installed']);
const MEDIA = /^(?:image|audio|video|font)\//;
/**
 * @throws TypeError, rejected, on a caller's mistake: no fields, a file without name or bytes, an override that
 *   nobody records. Bad content never rejects.
 */
export async function scanFields(
  input: GateInput,
  options: GateOptions,
  engine: GateEngine,
): Promise<GateResult> {
  check(input, options);
  const deadline = new Deadline(options.milliseconds ?? DEFAULT_MILLISECONDS, engine.now, options.signal);
  try {
    return await new Gate(input, options, engine, deadline).run();
  } finally {
    deadline.end();
  }
}

function check(input: GateInput, options: GateOptions): void {
  if (typeof input?.fields !== 'object' || input.fields === null || Array.isArray(input.fields))
    throw new TypeError('scanFields: "fields" must be an object of field path → value');
  for (const file of input.files ?? []) {
    if (typeof file?.name !== 'string' || !(file.bytes instanceof Uint8Array))
      throw new TypeError('scanFields: each of "files" is { name: string, bytes: Uint8Array }');
  }
  const { milliseconds } = options;
  if (milliseconds !== undefined && !(milliseconds > 0))
    throw new RangeError('scanFields: "milliseconds" must be a positive number');
  if (input.override !== undefined && options.onOverride === undefined)
    throw new TypeError('scanFields: an override needs "onOverride", which keeps the record');
}

class Gate {
  readonly #input: GateInput;
  readonly #options: GateOptions;
  readonly #engine: GateEngine;
  readonly #deadline: Deadline;
  readonly #messages: GateMessages;
  readonly #incomplete: GateUnread[] = [];

  constructor(input: GateInput, options: GateOptions, engine: GateEngine, deadline: Deadline) {
    this.#input = input;
    this.#options = options;
    this.#engine = engine;
    this.#deadline = deadline;
    this.#messages = new GateMessages(engine.locale);
  }

  async run(): Promise<GateResult> {
    const leaves = readFields(this.#input, this.#readOptions());
    const scanned = this.#engine.analyse(extractionOf(leaves));
    const fields = this.#fields(leaves, scanned);
    const files: GateFile[] = [];
    for (const file of this.#input.files ?? []) files.push(await this.#file(file));
    const links = await this.#links(leaves, files);
    // What belongs to no field (a failed detector) still counts.
    const whole = this.#engine.verdict(scanned.findings, scanned.coverage.unread);
    const verdict = worst([
      whole,
      ...fields.map((field) => field.verdict),
      ...files.map((file) => file.verdict),
    ]);
    const refused = this.#refuses(verdict) || this.#incomplete.some((entry) => entry.refused);
    const told = [...fields, ...files].map(({ message }) => message).filter((message) => message !== '');
    const message = refused && told.length === 0 ? [this.#messages.words.refused] : told;
    const result: GateResult = {
      verdict,
      publish: !refused,
      message: message.join(this.#messages.words.separator),
      fields,
      files,
      links,
      incomplete: this.#incomplete,
    };
    return refused ? withOverride(result, this.#input, this.#options, this.#engine) : result;
  }

  /** What was not read stops the publication. */
  get #closed(): boolean {
    return this.#options.onIncomplete !== 'publish';
  }

  #refuses(verdict: Verdict): boolean {
    return verdict === 'block' || (verdict === 'review' && this.#options.refuse === 'review');
  }

  #readOptions(): { units: number; expired: () => boolean } {
    return { units: this.#engine.units, expired: () => this.#deadline.expired() };
  }

  #fields(leaves: readonly Leaf[], scanned: ScanResult): GateField[] {
    const failed = scanned.diagnostics.find(({ severity }) => severity === 'error');
    if (failed !== undefined)
      this.#note({ code: failed.code }, this.#messages.unread('', failed.code, [failed]));
    const byLeaf = findingsByLeaf(leaves, scanned.findings);
    const proposals = this.#proposals(leaves, byLeaf);
    return leaves.map((leaf): GateField => {
      const findings = byLeaf.get(leaf) ?? [];
      const unread = [...leaf.unread];
      const verdict = this.#engine.verdict(findings, unread);
      const notes = unread.map((code) =>
        this.#note({ field: leaf.path, code }, this.#messages.unread(leaf.label, code)),
      );
      const proposal = proposals.get(leaf);
      return {
        path: leaf.path,
        verdict,
        refused: this.#refuses(verdict) || (notes.length > 0 && this.#closed),
        message: [this.#told({ name: leaf.label }, findings), ...notes]
          .join(this.#messages.words.separator)
          .trim(),
        findings,
        ...(proposal === undefined ? {} : { proposal }),
      };
    });
  }

  /** The sentence on the findings that block; where none does, on those to review. */
  #told(subject: Subject, findings: readonly Finding[]): string {
    const blocking = this.#with(findings, 'block');
    const counted = blocking.length > 0 ? blocking : this.#with(findings, 'review');
    const sorted = counted.sort((a, b) => GRAVITY.indexOf(a.disposition) - GRAVITY.indexOf(b.disposition));
    return this.#messages.findings(subject, sorted, blocking.length === 0);
  }

  #with(findings: readonly Finding[], verdict: Verdict): Finding[] {
    return findings.filter((finding) => this.#engine.verdict([finding], []) === verdict);
  }

  /**
   * Masks what the policy wants treated, and scans again with all proposals in place. What would still be stopped is
   * not proposed.
   */
  #proposals(leaves: readonly Leaf[], byLeaf: ReadonlyMap<Leaf, readonly Finding[]>): Map<Leaf, FieldValue> {
    const proposals = new Map<Leaf, FieldValue>();
    const byPath = new Map<string, Leaf>();
    for (const [leaf, findings] of byLeaf) {
      if (leaf.unread.size > 0 || byPath.has(leaf.path)) continue;
      // A name may stay once the number beside it is masked; what else stays and still stops is seen by the second scan.
      const treat = findings.filter(
        (finding) => this.#engine.verdict([finding], []) !== 'pass' && finding.suggestion?.action !== 'keep',
      );
      const proposal = treat.length === 0 ? undefined : proposalOf(leaf, treat);
      if (proposal === undefined) continue;
      proposals.set(leaf, proposal);
      byPath.set(leaf.path, leaf);
    }
    if (proposals.size === 0 || this.#deadline.expired()) return new Map();
    const formats: Record<string, FieldFormat> = {};
    for (const { path, kind } of byPath.values()) {
      if (kind === 'text' || kind === 'html' || kind === 'markdown') formats[path] = kind;
    }
    const fields = Object.fromEntries([...proposals].map(([leaf, value]) => [leaf.path, value]));
    const again = readFields({ ...this.#input, fields, formats }, this.#readOptions());
    const rest = leaves.filter((leaf) => !proposals.has(leaf));
    const scanned = this.#engine.analyse(extractionOf([...rest, ...again]));
    const after = findingsByLeaf(again, scanned.findings);
    const bad = new Set<Leaf | undefined>();
    for (const leaf of again) {
      const stopped = (after.get(leaf) ?? []).some(
        (finding) => this.#engine.verdict([finding], []) !== 'pass',
      );
      if (stopped || leaf.unread.size > 0) bad.add(byPath.get(leaf.path));
    }
    for (const leaf of bad) if (leaf !== undefined) proposals.delete(leaf);
    return proposals;
  }

  async #file(artifact: Artifact, url?: string): Promise<GateFile> {
    const { name } = artifact;
    const where = this.#messages.file(name, url);
    const source = { file: name, ...(url === undefined ? {} : { url }) };
    const named = this.#engine.analyse(extractionOfName(name)).findings;
    const answer = (codes: readonly string[], result?: ScanResult): GateFile => {
      const findings = [...(result?.findings ?? []), ...named];
      const verdict = this.#engine.verdict(findings, codes);
      const media = MEDIA.test(result?.mediaType ?? '') && codes.every((code) => UNSEEN.has(code));
      const closed = media ? this.#options.onMedia === 'refuse' : this.#closed;
      const told = codes.map((code) => {
        const own = media ? 'gate/media' : code;
        return this.#note(
          { ...source, code: own },
          this.#messages.unread(where, own, result?.diagnostics),
          closed,
        );
      });
      const own = this.#told({ name: where, inside: true }, result?.findings ?? []);
      const inName = this.#told({ name: this.#messages.fileName(name) }, named);
      return {
        name,
        ...(url === undefined ? {} : { url }),
        verdict,
        refused: this.#refuses(verdict) || (closed && codes.length > 0),
        message: [own, inName, ...told].join(this.#messages.words.separator).trim(),
        findings,
        ...(result === undefined ? {} : { result }),
      };
    };
    if (this.#deadline.expired()) return answer(['gate/time-limit']);
    try {
      const result = await this.#deadline.race(this.#engine.scan(artifact, this.#deadline.signal));
      if (result === LATE) return answer(['gate/time-limit']);
      const failed = result.diagnostics.filter(({ severity }) => severity === 'error');
      return answer([...new Set([...result.coverage.unread, ...failed].map(({ code }) => code))], result);
    } catch {
      return answer(['gate/scan-failed']);
    }
  }

  async #links(leaves: readonly Leaf[], files: GateFile[]): Promise<GateLink[]> {
    const wanted = new Map<string, string>();
    const links: { field: string; url: string }[] = [];
    for (const leaf of leaves) {
      for (const url of new Set(leaf.links)) {
        links.push({ field: leaf.path, url });
        if (!wanted.has(url)) wanted.set(url, leaf.path);
      }
    }
    const read = new Set<string>();
    const { linked } = this.#input;
    if (linked !== undefined && wanted.size > 0) {
      const urls = [...wanted.keys()];
      const fetched = await this.#fetch(linked, urls);
      for (const [i, url] of urls.entries()) {
        const artifact = typeof fetched === 'string' ? undefined : fetched[i];
        if (artifact === null) continue;
        if (isArtifact(artifact)) {
          files.push(await this.#file(artifact, url));
          read.add(url);
          continue;
        }
        const code = typeof fetched === 'string' ? fetched : 'gate/link-unread';
        const name = nameOf(url);
        const message = this.#messages.unread(this.#messages.file(name, url), code);
        this.#note({ field: wanted.get(url)!, file: name, url, code }, message);
        files.push({
          name,
          url,
          verdict: this.#engine.verdict([], [code]),
          refused: this.#closed,
          message,
          findings: [],
        });
      }
    }
    return links.map((link) => ({ ...link, scanned: read.has(link.url) }));
  }

  /** The files, or the code that says why there are none. */
  async #fetch(
    linked: NonNullable<GateInput['linked']>,
    urls: readonly string[],
  ): Promise<readonly (Artifact | null | undefined)[] | string> {
    if (this.#deadline.expired()) return 'gate/time-limit';
    try {
      const { signal } = this.#deadline;
      const fetched = await this.#deadline.race(Promise.resolve(linked(urls, { signal })));
      if (fetched === LATE) return 'gate/time-limit';
      return Array.isArray(fetched) ? fetched : 'gate/links-failed';
    } catch {
      return 'gate/links-failed';
    }
  }

  /** Notes something that was not read. @returns Its message. */
  #note(
    source: Pick<GateUnread, 'field' | 'file' | 'url' | 'code'>,
    message: string,
    refused: boolean = this.#closed,
  ): string {
    this.#incomplete.push({ ...source, message, refused });
    return message;
  }
}

function extractionOf(leaves: readonly Leaf[]): Extraction {
  return segmentsOnly(leaves.flatMap((leaf) => leaf.segments));
}

function extractionOfName(name: string): Extraction {
  return segmentsOnly([wholeSource(name, 'name', '', new LineIndex(name))]);
}

function findingsByLeaf(leaves: readonly Leaf[], findings: readonly Finding[]): Map<Leaf, Finding[]> {
  const owners = new Map<string, Leaf>();
  for (const leaf of leaves) for (const part of leaf.parts.keys()) owners.set(part, leaf);
  const byLeaf = new Map<Leaf, Finding[]>();
  for (const finding of findings) {
    const owner = owners.get(finding.places[0]?.part ?? '');
    if (owner === undefined) continue;
    const own = byLeaf.get(owner);
    if (own === undefined) byLeaf.set(owner, [finding]);
    else own.push(finding);
  }
  return byLeaf;
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((a, b) => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b), 'pass' as Verdict);
}

function isArtifact(value: unknown): value is Artifact {
  const { name, bytes } = (value ?? {}) as Partial<Artifact>;
  return typeof name === 'string' && bytes instanceof Uint8Array;
}

/** Last part of a URL, as a person would call the file. */
function nameOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0]!;
  const last = path.slice(path.lastIndexOf('/') + 1) || path;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
