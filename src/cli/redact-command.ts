/**
 * `leaklint redact IN -o OUT`, `--in-place`, `--dry-run`: applies the suggestions and proves the copy by scanning it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Artifact, DEFAULT_LIMITS, type Place, type ScanResult } from '../core/index.js';
import type { RedactOutcome } from '../index.js';
import { DEFAULT_EXCLUDE, type NodeScannerOptions, withEngine } from '../node/index.js';
import { diagnosticText, messagesFor } from '../report/index.js';
import { type Io, UsageError } from './io.js';
import { previewOf } from './redact-preview.js';
import { replaceFile, writeCopy } from './replace-file.js';
import type { RedactSettings } from './settings.js';
import { type Said, say, tell } from './words.js';

export interface RedactEngine {
  scan(artifact: Artifact, options: NodeScannerOptions): Promise<ScanResult>;
  redact(artifact: Artifact, result: ScanResult, options: NodeScannerOptions): Promise<RedactOutcome>;
}

async function defaultEngine(options: NodeScannerOptions): Promise<RedactEngine> {
  const [{ createScanner, redact }, { MOST_FINDINGS }] = await Promise.all([
    import('../index.js'),
    import('../apply/index.js'),
  ]);
  const able = withEngine(await withEncryption(options));
  const scanner = createScanner({ ...able, limits: { ...able.limits, findings: MOST_FINDINGS } });
  return {
    scan: (artifact) => scanner.scan(artifact),
    redact: (artifact, result) => redact(artifact, result, able),
  };
}

/** For a policy of the user's that encrypts, under the key of the fingerprints. */
async function withEncryption(options: NodeScannerOptions): Promise<NodeScannerOptions> {
  const { policy, key } = options;
  const encrypts = typeof policy === 'object' && policy.rules?.some(({ action }) => action === 'encrypt');
  if (!encrypts || key === undefined) return options;
  const { formatPreserving } = await import('../encrypt/index.js');
  return { ...options, encryption: formatPreserving(key) };
}

/** A file to redact, and where its copy goes. */
interface Job {
  readonly source: string;
  /** Absent: in place, or nowhere. */
  readonly target?: string;
  /** One of a folder: what is clean is copied too, and a failure does not end the others. */
  readonly inTree: boolean;
}

/**
 * A copy is written only when its proof scan shows no leak and reads everything; `--force` writes it anyway.
 *
 * @returns 0 nothing leaks in the copies; 1 leaks are left; 3 no leak is left, but something was not read; 2 a file
 *   of a folder could not be read or written.
 */
export async function redactCommand(
  settings: RedactSettings,
  io: Io,
  engine?: RedactEngine,
): Promise<number> {
  const jobs = jobsOf(settings, io);
  const used = engine ?? (await defaultEngine(settings.scanner));
  let worst = 0;
  const total = { files: 0, written: 0, applied: 0, failed: 0 };
  for (const job of jobs) {
    if (io.signal.aborted) break;
    total.files++;
    let code = 2;
    try {
      const done = await redactOne(job, settings, io, used);
      code = done.code;
      total.applied += done.applied;
      if (done.written) total.written++;
    } catch (error) {
      if (!(error instanceof UsageError) || !job.inTree) throw error;
      tell(io, settings.locale, error.said);
    }
    if (code !== 0) total.failed++;
    if (RANK.indexOf(code) > RANK.indexOf(worst)) worst = code;
  }
  if (jobs.some(({ inTree }) => inTree) && !settings.quiet) {
    const { files, written, applied, failed } = total;
    tell(
      io,
      settings.locale,
      say`${files} files: ${applied} values applied, ${written} files written, ${failed} files not proven clean or not readable`,
    );
  }
  return worst;
}

interface Done {
  readonly code: number;
  /** Suggestions applied in what was written, or would be. */
  readonly applied: number;
  readonly written: boolean;
}

/** Exit codes from good to bad. */
const RANK = [0, 3, 1, 2];

async function redactOne(
  { source, target, inTree }: Job,
  settings: RedactSettings,
  io: Io,
  { scan, redact }: RedactEngine,
): Promise<Done> {
  const { artifact, stats } = await read(source, settings, io);
  const before = await scan(artifact, settings.scanner);
  const outcome = await redact(artifact, before, settings.scanner);
  // The outcome's proof concerns what was redacted; whether the copy may go out is asked of the whole copy.
  const { after = before } = outcome;
  const leaks = after.findings.filter((finding) => finding.disposition === 'leak').length;
  const unread = after.coverage.unread.length;
  // A name is the caller's to choose; anything else that was not done is still to do.
  const undone = outcome.refused.some(({ reason }) => reason !== 'file-name');
  const code = leaks > 0 || undone ? 1 : unread > 0 ? 3 : 0;
  const note = (said: Said): void => tell(io, settings.locale, said);
  if (!settings.quiet) {
    const { applied, refused } = outcome;
    const what = say`${applied} applied, ${refused.length} refused; left in the copy: ${leaks} leaks, ${unread} unread`;
    note(inTree ? say`${source}: ${what}` : what);
    for (const refusal of outcome.refused) {
      const which = refusal.finding === undefined ? '' : `${refusal.finding}: `;
      const reason = diagnosticText(
        refusal.code,
        messagesFor(settings.locale),
        refusal.message,
        refusal.reason,
      );
      const where = refusal.place === undefined ? '' : say`${spot(refusal.place)}: `;
      note(say`  ${which}${where}${reason} [${refusal.code}]`);
    }
    for (const { code: told, message } of outcome.notes ?? []) {
      note(say`  ${diagnosticText(told, messagesFor(settings.locale), message)} [${told}]`);
    }
  }
  if (settings.dryRun) {
    await io.out(previewOf(before, outcome, settings.locale));
    return { code, applied: outcome.applied, written: false };
  }
  if (code !== 0 && !settings.force) {
    note(say`${target ?? source} was not written: the copy is not proven clean (--force writes it anyway)`);
    return { code, applied: 0, written: false };
  }
  const written = target !== undefined || outcome.applied > 0;
  if (target === undefined) {
    if (written) {
      const file = path.resolve(io.cwd, source);
      replaceFile(file, outcome.bytes, source, { backup: settings.backup, read: stats! });
    }
  } else if (target === '-') await io.out(outcome.bytes);
  else writeCopy(path.resolve(io.cwd, target), outcome.bytes, target, inTree ? stats : undefined);
  return { code, applied: outcome.applied, written };
}

function jobsOf({ paths, output, inPlace, dryRun }: RedactSettings, io: Io): Job[] {
  const folders = paths.filter((one) => one !== '-' && isFolder(path.resolve(io.cwd, one)));
  const many = folders.length > 0 || paths.length > 1;
  if (inPlace && paths.includes('-')) throw new UsageError('--in-place needs files, not standard input');
  if (many && output === '-') throw new UsageError('several files need a folder: -o FOLDER');
  const jobs: Job[] = [];
  for (const source of paths) {
    const root = path.resolve(io.cwd, source);
    if (!folders.includes(source)) {
      const target = many && output !== undefined ? path.join(output, path.basename(source)) : output;
      jobs.push({ source, inTree: many, ...(target === undefined ? {} : { target }) });
      continue;
    }
    const base = paths.length > 1 ? path.basename(root) : '';
    if (output !== undefined && isInside(path.resolve(io.cwd, output), root)) {
      throw new UsageError('OUT is inside IN; write the copies to another folder');
    }
    for (const file of filesIn(root, inPlace)) {
      const target = output === undefined ? {} : { target: path.join(output, base, file) };
      jobs.push({ source: path.join(source, file), inTree: true, ...target });
    }
  }
  const targets = new Set<string>();
  for (const { source, target } of jobs) {
    if (target === undefined || target === '-') continue;
    const place = path.resolve(io.cwd, target);
    if (source !== '-' && samePlace(path.resolve(io.cwd, source), place)) {
      throw new UsageError(
        'IN and OUT are the same file; write the copy to another place, or use --in-place',
      );
    }
    if (targets.has(place))
      throw new UsageError(say`two files would become ${target}; redact them one by one`);
    targets.add(place);
  }
  if (dryRun && output !== undefined) throw new UsageError('--dry-run writes nothing; leave out -o');
  return jobs;
}

/** Where a refusal stands, for a person. */
function spot(place: Place): Said | string {
  const inside = place.part === '' ? '' : `${place.part} `;
  if (place.kind === 'page') return say`${inside}page ${place.page}`;
  if (place.kind === 'cell') return `${inside}${place.sheet}!${place.ref}`;
  return say`${inside}line ${place.line}, column ${place.column}`;
}

/** Files below a folder, sorted; links are not followed. Backups of earlier runs are left alone in place. */
function filesIn(root: string, inPlace: boolean): string[] {
  const files: string[] = [];
  const visit = (folder: string): void => {
    const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
    const names = new Set(entries.map(({ name }) => name));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const { name } = entry;
      const inner = path.join(folder, name);
      if (entry.isDirectory() && !DEFAULT_EXCLUDE.includes(name)) visit(inner);
      const backup = inPlace && name.endsWith('.bak') && names.has(name.slice(0, -4));
      // What a run left that was killed.
      const draft = names.has(/^\.(.+)\.\d+\.tmp$/.exec(name)?.[1] ?? '');
      if (entry.isFile() && !backup && !draft) files.push(inner);
    }
  };
  visit('');
  return files;
}

function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(real(folder), real(file));
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}

/** Links resolved as far as the path exists. */
function real(file: string): string {
  if (fs.existsSync(file)) return fs.realpathSync(file);
  const parent = path.dirname(file);
  return parent === file ? file : path.join(real(parent), path.basename(file));
}

async function read(
  source: string,
  settings: RedactSettings,
  io: Io,
): Promise<{ artifact: Artifact; stats: fs.Stats | undefined }> {
  const bound = settings.scanner.limits?.bytes ?? DEFAULT_LIMITS.bytes;
  let artifact: Artifact;
  let stats: fs.Stats | undefined;
  try {
    if (source === '-') artifact = { name: settings.stdinName, bytes: await io.input(bound) };
    else {
      const file = path.resolve(io.cwd, source);
      stats = fs.statSync(file);
      artifact = { name: source, bytes: fs.readFileSync(file) };
    }
  } catch (error) {
    throw new UsageError(
      say`${source}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
  if (artifact.bytes.length > bound) {
    throw new UsageError(say`${source}: larger than ${bound} bytes; raise --max-bytes`);
  }
  return { artifact, stats };
}

function samePlace(a: string, b: string): boolean {
  const [first, second] = [a, b].map((file) => fs.statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino;
}
