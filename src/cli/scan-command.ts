/** `leaklint scan`: files, folders and standard input → a report. */
import fs from 'node:fs';
import path from 'node:path';
import { type Artifact, DEFAULT_LIMITS, type ScanResult } from '../core/index.js';
import { type ScanPathsOptions, scanPaths } from '../node/index.js';
import { exitCode, junit, PrettyReport, SummaryBuilder, sarif } from '../report/index.js';
import { Baseline } from './baseline.js';
import { type Io, UsageError } from './io.js';
import { openOutput } from './output.js';
import { Progress } from './progress.js';
import type { ScanSettings } from './settings.js';

export type ScanPaths = (
  inputs: Iterable<string | Artifact>,
  options: ScanPathsOptions,
) => AsyncIterable<ScanResult>;

/** @returns The exit code. */
export async function scanCommand(
  settings: ScanSettings,
  io: Io,
  version: string,
  scan: ScanPaths = scanPaths,
): Promise<number> {
  const { scanner, format, baseline: file } = settings;
  const inputs = await inputsOf(settings, io);
  const baseline = file === undefined ? undefined : new Baseline(file, scanner.key!);
  const progress = new Progress(io, settings.quiet);
  const summary = new SummaryBuilder();
  const output = openOutput(settings.output, io);
  const report = reportOf(settings, summary, version);
  const stop = new AbortController();
  const options: ScanPathsOptions = {
    ...scanner,
    signal: AbortSignal.any([io.signal, stop.signal]),
    ordered: format !== 'ndjson',
    onFile: (name) => progress.file(name),
    ...(settings.jobs === undefined ? {} : { jobs: settings.jobs }),
    ...(settings.exclude === undefined ? {} : { exclude: settings.exclude }),
  };
  try {
    for await (const found of scan(inputs, options)) {
      if (settings.updateBaseline) baseline?.record(found);
      const { result, known } = baseline?.filter(found) ?? { result: found, known: 0 };
      summary.add(result);
      summary.addBaselined(known);
      progress.clear();
      await output.write(report.result(result));
    }
    if (io.signal.aborted) summary.interrupt();
    progress.clear();
    await output.write(report.end());
    output.finish();
  } finally {
    progress.clear();
    stop.abort();
    output.close();
  }
  if (settings.updateBaseline && !io.signal.aborted) {
    baseline?.write();
    if (!settings.quiet) io.err(`leaklint: wrote ${file}\n`);
    return 0;
  }
  return exitCode(summary.build(), settings.failOn);
}

async function inputsOf(settings: ScanSettings, io: Io): Promise<(string | Artifact)[]> {
  const inputs: (string | Artifact)[] = [];
  for (const one of settings.paths) {
    if (one === '-') {
      const bound = settings.scanner.limits?.bytes ?? DEFAULT_LIMITS.bytes;
      inputs.push({ name: settings.stdinName, bytes: await io.input(bound) });
      continue;
    }
    if (fs.statSync(path.resolve(io.cwd, one), { throwIfNoEntry: false }) === undefined) {
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

function reportOf(settings: ScanSettings, summary: SummaryBuilder, version: string): Report {
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
    case 'junit':
      return { result: keep, end: () => junit(all, { locale, failOn }) };
  }
}
