/** `leaklint scan`: files, folders and standard input → a report. */
import fs from 'node:fs';
import path from 'node:path';
import { type Artifact, DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import { type ResumableOptions, scanPaths, scanResumable } from '../node/index.js';
import { MaskUnions } from '../policy/index.js';
import {
  displayName,
  type ExcerptOf,
  exitCode,
  gitlab,
  htmlReport,
  junit,
  PrettyReport,
  SummaryBuilder,
  sarif,
} from '../report/index.js';
import { Baseline } from './baseline.js';
import { excerptSource } from './excerpts.js';
import { type Io, UsageError } from './io.js';
import { openOutput } from './output.js';
import { Progress } from './progress.js';
import type { ScanSettings } from './settings.js';

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
  const options: ResumableOptions = {
    ...scanner,
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
          onSkip: (_name: string, _reason: string, bytes: number) => progress.skipped(bytes),
          onResume: (bytes: number) => progress.passedOver(bytes),
        }
      : {}),
  };
  progress.start(inputs);
  try {
    for await (const found of scan(inputs, options)) {
      baseline?.record(found);
      const { result, known } = baseline?.filter(found) ?? { result: found, known: 0 };
      summary.add(result);
      unions.add(result);
      summary.addBaselined(known);
      progress.result(result);
      progress.clear();
      await output.write(report.result(result));
    }
    if (io.signal.aborted) summary.interrupt();
    summary.setMaskUnions(unions.build());
    progress.end();
    await output.write(report.end());
    output.finish();
  } finally {
    progress.clear();
    stop.abort();
    output.close();
  }
  if (baseline !== undefined && !io.signal.aborted) {
    if (!settings.quiet) tellBaseline(baseline, settings, io);
    if (settings.updateBaseline) {
      baseline.write(settings.newEntry);
      if (!settings.quiet) io.err(`leaklint: wrote ${file}\n`);
      return 0;
    }
  }
  return exitCode(summary.build(), settings.failOn);
}

const MOST_STALE = 20;

/** Entries that do not work any more must not stay unnoticed. */
function tellBaseline(baseline: Baseline, { baseline: file, updateBaseline }: ScanSettings, io: Io): void {
  const { expired, stale } = baseline.state();
  if (expired > 0) {
    io.err(
      `leaklint: baseline ${file}: ${expired} entries have expired; their findings are reported again\n`,
    );
  }
  if (stale.length === 0) return;
  const what = updateBaseline ? 'are taken out' : 'can be taken out with --update-baseline';
  io.err(`leaklint: baseline ${file}: ${stale.length} stale entries match nothing any more and ${what}:\n`);
  for (const { artifact, entity } of stale.slice(0, MOST_STALE)) {
    io.err(`  ${displayName(artifact)}  ${displayName(entity)}\n`);
  }
  if (stale.length > MOST_STALE) io.err(`  and ${stale.length - MOST_STALE} more\n`);
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
      throw new UsageError(`${one}: no such file or folder`);
    }
    inputs.push(one);
  }
  return inputs;
}

interface Report {
  result(result: ScanResult): string;
  end(): string;
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
      const pretty = new PrettyReport({ locale, color });
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
