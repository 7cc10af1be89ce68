/** Flags, environment and configuration file → checked settings. Flags win, then the environment, then the file. */
import fs from 'node:fs';
import path from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import type { Limits } from '../core/index.js';
import { OCR_PEERS } from '../formats/ocr/messages.js';
import { type NodeScannerOptions, OCR_MODES, type OcrMode } from '../node/ocr/choose.js';
import { isInstalled } from '../node/ocr/tesseract.js';
import type { FailOn, Locale } from '../report/index.js';
import type { NewEntry } from './baseline.js';
import { type FoundConfig, findConfig, readConfig } from './config.js';
import { isDay } from './day.js';
import { localeFlag, parseFlags, textOf, type Values, wholeNumber } from './flags.js';
import { type Io, UsageError, wantsColor } from './io.js';
import { inWords, say } from './words.js';

export const FORMATS = [
  'pretty',
  'json',
  'ndjson',
  'html',
  'csv',
  'xlsx',
  'sarif',
  'junit',
  'gitlab',
] as const;
/** Ends of file names that tell the format of a report. */
const BY_NAME = ['html', 'csv', 'xlsx', 'ndjson', 'json', 'sarif'] as const;
export type OutputFormat = (typeof FORMATS)[number];

const SHARED = {
  policy: { type: 'string' },
  entities: { type: 'string' },
  config: { type: 'string' },
  locale: { type: 'string' },
  today: { type: 'string' },
  timeout: { type: 'string' },
  'max-bytes': { type: 'string' },
  'max-depth': { type: 'string' },
  'stdin-filename': { type: 'string' },
  'key-file': { type: 'string' },
  ocr: { type: 'string' },
  'ocr-pages': { type: 'string' },
  'ocr-timeout': { type: 'string' },
  output: { type: 'string', short: 'o' },
  quiet: { type: 'boolean', short: 'q' },
  color: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

const SCAN = {
  ...SHARED,
  format: { type: 'string', short: 'f' },
  'fail-on': { type: 'string' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean' },
  'baseline-reason': { type: 'string' },
  'baseline-expires': { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  exclude: { type: 'string', multiple: true },
  reveal: { type: 'boolean' },
  risk: { type: 'boolean' },
  ordered: { type: 'boolean' },
  progress: { type: 'string' },
  checkpoint: { type: 'string' },
  since: { type: 'string' },
  'changed-only': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

const REDACT = {
  ...SHARED,
  force: { type: 'boolean' },
  'in-place': { type: 'boolean', short: 'i' },
  backup: { type: 'boolean' },
  'dry-run': { type: 'boolean', short: 'n' },
} as const satisfies ParseArgsConfig['options'];

export interface CommonSettings {
  readonly paths: readonly string[];
  readonly scanner: NodeScannerOptions;
  readonly locale: Locale;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly output?: string;
  readonly stdinName: string;
}

export interface ScanSettings extends CommonSettings {
  readonly format: OutputFormat;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  /** What new entries of the baseline get. */
  readonly newEntry: NewEntry;
  readonly jobs?: number;
  readonly exclude?: readonly string[];
  /** Results in the order of the inputs, also where the format does not ask for it. */
  readonly ordered?: boolean;
  /** `json`: events on standard error, one a line. */
  readonly progress?: 'json';
  readonly checkpoint?: string;
  readonly since?: string;
  readonly changedOnly?: string;
}

export interface RedactSettings extends CommonSettings {
  readonly force: boolean;
  readonly inPlace: boolean;
  /** Of a file that is replaced in place. */
  readonly backup: boolean;
  readonly dryRun: boolean;
}

/** @returns `help` when that is asked for. */
export function scanSettings(args: readonly string[], io: Io): ScanSettings | 'help' {
  const { values, positionals } = parseFlags(args, SCAN);
  if (values.help === true) return 'help';
  if (positionals.length === 0)
    throw new UsageError('name files or folders to scan, or - for standard input');
  const found = configOf(values, positionals, io);
  const { config } = found;
  const common = commonSettings(values, positionals, found, io);
  const format = textOf(values, 'format') ?? byName(common.output) ?? config.format ?? 'pretty';
  if (!(FORMATS as readonly string[]).includes(format)) {
    throw new UsageError(say`format "${format}" is not supported; supported: ${FORMATS.join(', ')}`);
  }
  if (format === 'xlsx' && common.output === undefined && io.outIsTerminal) {
    throw new UsageError(say`${format} needs -o FILE (- for standard output)`);
  }
  const failOn = textOf(values, 'fail-on') ?? config.failOn ?? 'leak';
  if (!['leak', 'review', 'any', 'none'].includes(failOn)) {
    throw new UsageError('--fail-on must be leak, review, any or none');
  }
  const flagged = textOf(values, 'baseline');
  const baseline =
    flagged !== undefined
      ? path.resolve(io.cwd, flagged)
      : config.baseline === undefined
        ? undefined
        : path.resolve(found.folder, config.baseline);
  const updateBaseline = values['update-baseline'] === true;
  if (updateBaseline && baseline === undefined)
    throw new UsageError('--update-baseline needs --baseline FILE');
  if (baseline !== undefined && common.scanner.key === undefined) {
    throw new UsageError(
      'a baseline holds keyed fingerprints: set LEAKLINT_KEY or --key-file (at least 16 bytes; without a key every mobile number could be tried against it)',
    );
  }
  const jobs = wholeNumber(values, 'jobs') ?? config.jobs;
  const exclude = (values.exclude as string[] | undefined) ?? config.exclude;
  return {
    ...common,
    scanner: {
      ...common.scanner,
      ...(values.reveal === true ? { reveal: true } : {}),
      ...(values.risk === true ? { risk: config.risk || true } : {}),
    },
    format: format as OutputFormat,
    failOn: failOn as FailOn,
    updateBaseline,
    newEntry: newEntryOf(values, updateBaseline),
    ...(baseline === undefined ? {} : { baseline }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(values.ordered === true ? { ordered: true } : {}),
    ...largeScanSettings(values, io),
  };
}

/** `report.html` needs no `--format html`. */
function byName(output: string | undefined): OutputFormat | undefined {
  const name = output?.toLowerCase();
  return BY_NAME.find((one) => name?.endsWith(`.${one}`));
}

type LargeScan = Pick<ScanSettings, 'progress' | 'checkpoint' | 'since' | 'changedOnly'>;

function largeScanSettings(values: Values, io: Io): LargeScan {
  const progress = textOf(values, 'progress');
  if (progress !== undefined && progress !== 'json') throw new UsageError('--progress must be json');
  const since = textOf(values, 'since');
  if (since !== undefined && (!/^\d{4}-\d{2}-\d{2}/.test(since) || Number.isNaN(Date.parse(since)))) {
    throw new UsageError('--since must be a date, YYYY-MM-DD or with a time as in ISO 8601');
  }
  const file = (name: string): string | undefined => {
    const value = textOf(values, name);
    return value === undefined ? undefined : path.resolve(io.cwd, value);
  };
  const checkpoint = file('checkpoint');
  const changedOnly = file('changed-only');
  if (changedOnly !== undefined && !fs.existsSync(changedOnly)) {
    throw new UsageError('--changed-only names the checkpoint of an earlier scan; there is no such file');
  }
  return {
    ...(progress === undefined ? {} : { progress }),
    ...(since === undefined ? {} : { since }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(changedOnly === undefined ? {} : { changedOnly }),
  };
}

function newEntryOf(values: Values, updating: boolean): NewEntry {
  const reason = textOf(values, 'baseline-reason');
  const expires = textOf(values, 'baseline-expires');
  if (!updating && (reason !== undefined || expires !== undefined)) {
    throw new UsageError('--baseline-reason and --baseline-expires need --update-baseline');
  }
  if (expires !== undefined && !isDay(expires)) {
    throw new UsageError('--baseline-expires must be a day, YYYY-MM-DD');
  }
  return { ...(reason === undefined ? {} : { reason }), ...(expires === undefined ? {} : { expires }) };
}

export function redactSettings(args: readonly string[], io: Io): RedactSettings | 'help' {
  const { values, positionals } = parseFlags(args, REDACT);
  if (values.help === true) return 'help';
  if (positionals.length === 0) throw new UsageError('redact takes a file: leaklint redact IN -o OUT');
  const common = commonSettings(values, positionals, configOf(values, positionals, io), io);
  const inPlace = values['in-place'] === true;
  const dryRun = values['dry-run'] === true;
  if (inPlace && common.output !== undefined) throw new UsageError('use -o OUT or --in-place, not both');
  if (common.output === undefined && !inPlace && !dryRun) {
    throw new UsageError('redact needs -o OUT (- for standard output), --in-place or --dry-run');
  }
  return { ...common, force: values.force === true, inPlace, backup: values.backup !== false, dryRun };
}

function configOf(values: Values, positionals: readonly string[], io: Io): FoundConfig {
  const named = textOf(values, 'config') ?? io.env.LEAKLINT_CONFIG;
  if (named !== undefined && named !== '') {
    const file = path.resolve(io.cwd, named);
    return { config: readConfig(file), folder: path.dirname(file) };
  }
  const found = findConfig(
    io.cwd,
    positionals.filter((one) => one !== '-'),
  );
  if (found.warning !== undefined) {
    const locale = textOf(values, 'locale') ?? io.env.LEAKLINT_LOCALE;
    io.err(`leaklint: ${inWords(found.warning, locale === 'en' ? 'en' : 'zh-CN')}\n`);
  }
  return found;
}

function commonSettings(
  values: Values,
  paths: readonly string[],
  found: FoundConfig,
  io: Io,
): CommonSettings {
  const { config } = found;
  const environment = io.env.LEAKLINT_LOCALE === '' ? undefined : io.env.LEAKLINT_LOCALE;
  const locale = localeFlag(textOf(values, 'locale') ?? environment ?? config.locale ?? 'zh-CN');
  const output = textOf(values, 'output');
  const list = textOf(values, 'entities');
  const entities = list === undefined ? config.entities : list.split(',').map((one) => one.trim());
  const today = textOf(values, 'today');
  if (today !== undefined && !isDay(today)) throw new UsageError('--today must be a day, YYYY-MM-DD');
  const policy = policyOf(
    textOf(values, 'policy') ?? config.policy,
    values.policy === undefined ? found.folder : io.cwd,
  );
  const limits = limitsOf(values, found);
  const ocr = ocrOf(values, config.ocr);
  const key = keyOf(values, found, io);
  const scanner = {
    locale,
    ...(entities === undefined || entities.includes('all') ? {} : { entities }),
    ...(today === undefined ? {} : { today }),
    ...(policy === undefined ? {} : { policy }),
    ...(limits === undefined ? {} : { limits }),
    ...(ocr === undefined ? {} : { ocr }),
    ...(key === undefined ? {} : { key }),
    ...(config.allow === undefined ? {} : { allow: config.allow }),
    ...(config.risk === undefined ? {} : { risk: config.risk }),
  } as NodeScannerOptions;
  return {
    paths,
    scanner,
    locale,
    color: wantsColor(io, io.outIsTerminal && output === undefined, values.color as boolean | undefined),
    quiet: values.quiet === true,
    stdinName: textOf(values, 'stdin-filename') ?? 'stdin',
    ...(output === undefined ? {} : { output }),
  };
}

/** @throws UsageError, also where recognition is required and can't be had: a scan must not end before that is said. */
function ocrOf(values: Values, configured: OcrMode | undefined): OcrMode | undefined {
  const ocr = textOf(values, 'ocr') ?? configured;
  if (ocr === undefined) return undefined;
  if (!(OCR_MODES as readonly string[]).includes(ocr)) {
    throw new UsageError(say`--ocr must be ${OCR_MODES.join(', ')}`);
  }
  if (ocr === 'required' && !isInstalled()) {
    throw new UsageError(say`--ocr required: the recogniser is not installed; npm install ${OCR_PEERS}`);
  }
  return ocr as OcrMode;
}

function limitsOf(values: Values, { config }: FoundConfig): Partial<Limits> | undefined {
  const seconds = secondsOf(values, 'timeout') ?? config.timeout;
  const bytes = wholeNumber(values, 'max-bytes') ?? config.maxBytes;
  const depth = wholeNumber(values, 'max-depth') ?? config.maxDepth;
  const pictures = wholeNumber(values, 'ocr-pages');
  const picture = secondsOf(values, 'ocr-timeout');
  const limits = {
    ...config.limits,
    ...(seconds === undefined ? {} : { milliseconds: seconds * 1000 }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(depth === undefined ? {} : { depth }),
    ...(pictures === undefined ? {} : { pictures }),
    ...(picture === undefined ? {} : { pictureMilliseconds: picture * 1000 }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** A name, or the policy that a JSON file holds. */
function policyOf(policy: string | object | undefined, folder: string): string | object | undefined {
  if (typeof policy !== 'string' || !/[./\\]/.test(policy)) return policy;
  const file = path.resolve(folder, policy);
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      say`policy ${file}: ${code === undefined ? 'is not valid JSON' : say`could not be read (${code})`}`,
    );
  }
}

function keyOf(values: Values, { config, folder }: FoundConfig, io: Io): string | Uint8Array | undefined {
  const flagged = textOf(values, 'key-file');
  const environment = io.env.LEAKLINT_KEY;
  const file =
    flagged !== undefined
      ? path.resolve(io.cwd, flagged)
      : environment !== undefined && environment !== ''
        ? undefined
        : config.keyFile === undefined
          ? undefined
          : path.resolve(folder, config.keyFile);
  if (file === undefined) return environment === '' ? undefined : environment;
  try {
    // A line end behind the key is an editor's doing.
    return fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new UsageError(
      say`key file ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
}

/** @throws UsageError. */
function secondsOf(values: Values, name: string): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(say`--${name} must be a number above 0`);
}
