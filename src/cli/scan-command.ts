/** `leaklint scan`: files, folders and standard input → a report. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Artifact, DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import { type ResumableOptions, scanPaths, scanResumable } from '../node/index.js';
import { MaskUnions, withoutPartials } from '../policy/index.js';
import {
  displayName,
  type ExcerptOf,
  exitCode,
  FindingList,
  gitlab,
  htmlReport,
  junit,
  type PrettyOptions,
  PrettyReport,
  printable,
  type Summary,
  SummaryBuilder,
  sarif,
} from '../report/index.js';
import { Baseline } from './baseline.js';
import { excerptSource } from './excerpts.js';
import { Closed, type Io, UsageError } from './io.js';
import { openOutput } from './output.js';
import { Progress } from './progress.js';
import type { ScanSettings } from './settings.js';
import { inWords, say, tell } from './words.js';

export type ScanPaths = (
  inputs: Iterable<string | Artifact>,
  options: ResumableOptions,
) => AsyncIterable<ScanResult>;

/** @returns The exit code. */
export async function scanCommand(
  settings: ScanSettings,
  io: Io,
  version: string,
  scan: ScanPaths = resumable(settings) ? scanResumable : scanPaths,
): Promise<number> {
  const { scanner, format, baseline: file } = settings;
  const inputs = await inputsOf(settings, io);
  const today = scanner.today ?? new Date().toISOString().slice(0, 10);
  const baseline =
    file === undefined
      ? undefined
      : new Baseline(file, scanner.key!, {
          today,
          cwd: io.cwd,
          ...(scanner.entities === undefined ? {} : { entities: scanner.entities }),
        });
  const progress = new Progress(io, settings);
  const summary = new SummaryBuilder(settings.paths);
  const unions = new MaskUnions();
  const output = openOutput(settings.output, io);
  const report = reportOf(settings, summary, version, io.cwd);
  const stop = new AbortController();
  // Masks are laid over each other across the files of this scan alone: nothing under a key that is drawn here is kept.
  const maskKey = scanner.key === undefined && !resumable(settings) ? randomBytes(32) : undefined;
  const options: ResumableOptions = {
    ...scanner,
    ...(maskKey === undefined ? {} : { maskKey }),
    signal: AbortSignal.any([io.signal, stop.signal]),
    ordered: format !== 'ndjson' || settings.ordered === true,
    onFile: (name) => progress.file(name),
    onBytes: (bytes) => progress.read(bytes),
    ...(settings.jobs === undefined ? {} : { jobs: settings.jobs }),
    ...(settings.exclude === undefined ? {} : { exclude: settings.exclude }),
    ...(settings.checkpoint === undefined ? {} : { checkpoint: settings.checkpoint }),
    ...(settings.since === undefined ? {} : { since: settings.since }),
    ...(settings.changedOnly === undefined ? {} : { changedOnly: settings.changedOnly }),
    ...(resumable(settings)
      ? {
          onSkip: (_name: string, reason: 'known' | 'unchanged' | 'old', bytes: number) => {
            progress.skipped(bytes);
            if (reason !== 'known') summary.addLeftOut(reason);
          },
          onResume: (bytes: number) => progress.passedOver(bytes),
        }
      : {}),
  };
  progress.start(inputs);
  try {
    for await (const found of scan(inputs, options)) {
      // The report itself, half written into the folder that is scanned.
      if (output.draft !== undefined && path.resolve(io.cwd, found.artifact) === output.draft) continue;
      baseline?.record(found);
      const { result: own, known } = baseline?.filter(found) ?? { result: found, known: 0 };
      unions.add(own);
      const result = maskKey === undefined ? own : withoutPartials(own);
      summary.add(result);
      summary.addBaselined(known);
      progress.result(result);
      progress.clear();
      await output.write(report.result(result));
    }
    if (io.signal.aborted) summary.interrupt();
    summary.setMaskUnions(unions.build());
    progress.end();
    await output.write(await report.end());
    output.finish();
    tellWritten(summary.build(), settings, io);
  } catch (error) {
    // Whoever reads the report has stopped reading: what came after that nobody has seen, so it is not clean.
    if (!(error instanceof Closed)) throw error;
    summary.interrupt();
    return exitCode(summary.build(), settings.failOn);
  } finally {
    progress.clear();
    stop.abort();
    output.close();
  }
  if (baseline !== undefined && !io.signal.aborted) {
    if (!settings.quiet) tellBaseline(baseline, settings, io);
    if (settings.updateBaseline) {
      baseline.write(settings.newEntry);
      if (!settings.quiet) tell(io, settings.locale, say`wrote ${file!}`);
      return 0;
    }
  }
  return exitCode(summary.build(), settings.failOn);
}

/** Whoever sits at the terminal would otherwise see nothing at all. */
function tellWritten({ findings, unread }: Summary, { output, quiet, locale }: ScanSettings, io: Io): void {
  if (output === undefined || output === '-' || quiet || !io.errIsTerminal) return;
  const { leak = 0, review = 0, 'weak-mask': weak = 0 } = findings.byDisposition;
  tell(
    io,
    locale,
    say`wrote ${output}: ${leak + weak} leaks, ${review} to be decided by a person, ${unread} documents not read in full`,
  );
}

const MOST_STALE = 20;

/** Entries that do not work any more must not stay unnoticed. */
function tellBaseline(
  baseline: Baseline,
  { baseline: file, updateBaseline, locale }: ScanSettings,
  io: Io,
): void {
  const { expired, stale } = baseline.state();
  if (expired > 0) {
    tell(
      io,
      locale,
      say`baseline ${file!}: ${expired} entries have expired; their findings are reported again`,
    );
  }
  if (stale.length === 0) return;
  tell(
    io,
    locale,
    updateBaseline
      ? say`baseline ${file!}: ${stale.length} stale entries match nothing any more and are taken out:`
      : say`baseline ${file!}: ${stale.length} stale entries match nothing any more and can be taken out with --update-baseline:`,
  );
  for (const { artifact, entity } of stale.slice(0, MOST_STALE)) {
    io.err(`  ${displayName(artifact)}  ${displayName(entity)}\n`);
  }
  if (stale.length > MOST_STALE) {
    io.err(`  ${inWords(say`and ${stale.length - MOST_STALE} more`, locale)}\n`);
  }
}

function resumable({ checkpoint, since, changedOnly }: ScanSettings): boolean {
  return checkpoint !== undefined || since !== undefined || changedOnly !== undefined;
}

async function inputsOf(settings: ScanSettings, io: Io): Promise<(string | Artifact)[]> {
  const inputs: (string | Artifact)[] = [];
  for (const one of settings.paths) {
    if (one === '-') {
      const bound = settings.scanner.limits?.bytes ?? DEFAULT_LIMITS.bytes;
      inputs.push({ name: settings.stdinName, bytes: await io.input(bound) });
      continue;
    }
    if (
      !one.startsWith('s3://') &&
      fs.statSync(path.resolve(io.cwd, one), { throwIfNoEntry: false }) === undefined
    ) {
      throw new UsageError(say`${one}: no such file or folder`);
    }
    inputs.push(one);
  }
  return inputs;
}

/** What a person would type next; nothing for standard input. */
function nextSteps({ paths, quiet, locale }: ScanSettings): Pick<PrettyOptions, 'next'> {
  if (quiet || paths.includes('-')) return {};
  const [report, masked] = locale === 'zh-CN' ? ['报告', '已遮盖'] : ['report', 'masked'];
  const [first] = paths;
  const whole = paths.length === 1 && first !== undefined && !/^[./\\]*$/.test(first);
  const name = whole ? path.parse(path.resolve(first)) : undefined;
  const copy = name === undefined ? masked! : `${name.name}-${masked}${name.ext}`;
  const sources = paths.map(quoted).join(' ');
  return {
    next: {
      report: `leaklint scan ${sources} -o ${report}.html`,
      redact: `leaklint redact ${sources} -o ${quoted(copy)}`,
    },
  };
}

/** As a shell takes it back. */
function quoted(word: string): string {
  const shown = printable(word);
  if (/^[\p{L}\p{N}_./\\:][\p{L}\p{N}_./\\:-]*$/u.test(shown)) return shown;
  return process.platform === 'win32' ? `"${shown}"` : `'${shown.replaceAll("'", "'\\''")}'`;
}

interface Report {
  result(result: ScanResult): string;
  end(): string | Promise<string | Uint8Array>;
}

function reportOf(settings: ScanSettings, summary: SummaryBuilder, version: string, cwd: string): Report {
  const { format, locale, color, failOn } = settings;
  const all: ScanResult[] = [];
  const keep = (result: ScanResult): string => {
    all.push(result);
    return '';
  };
  switch (format) {
    case 'pretty': {
      const pretty = new PrettyReport({ locale, color, ...nextSteps(settings) });
      return {
        result: (result) => pretty.result(result),
        end: () => pretty.end(summary.build()),
      };
    }
    case 'ndjson':
      return {
        result: (result) => `${JSON.stringify(result)}\n`,
        end: () => `${JSON.stringify({ summary: summary.build() })}\n`,
      };
    case 'json': {
      // One result at a time: a large scan need not stand in memory as text.
      let lead = '{"results":[\n';
      return {
        result: (result) => {
          const text = lead + JSON.stringify(result);
          lead = ',\n';
          return text;
        },
        end: () =>
          `${lead.startsWith('{') ? lead : '\n'}],\n"summary":${JSON.stringify(summary.build(), null, 2)}}\n`,
      };
    }
    case 'csv': {
      const list = new FindingList(locale);
      return { result: (result) => list.csv(result), end: () => list.csvEnd() };
    }
    case 'xlsx': {
      const list = new FindingList(locale);
      return {
        result: (result) => {
          list.add(result);
          return '';
        },
        end: () => list.xlsx(),
      };
    }
    case 'sarif':
      return { result: keep, end: () => `${JSON.stringify(sarif(all, { locale, version }), null, 2)}\n` };
    case 'html': {
      // What came from standard input is no file, whatever name it was given.
      const read = excerptSource(cwd, settings.scanner.reveal === true);
      const excerptOf: ExcerptOf = (result, finding) =>
        settings.paths.includes('-') && result.artifact === settings.stdinName
          ? undefined
          : read(result, finding);
      return {
        result: keep,
        end: () =>
          htmlReport(all, {
            locale,
            version,
            date: settings.scanner.today ?? new Date().toISOString().slice(0, 10),
            summary: summary.build(),
            excerptOf,
          }),
      };
    }
    case 'gitlab':
      return { result: keep, end: () => `${JSON.stringify(gitlab(all, { locale }), null, 2)}\n` };
    case 'junit':
      return { result: keep, end: () => junit(all, { locale, failOn }) };
  }
}
