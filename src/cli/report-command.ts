/** `leaklint report RESULTS.ndjson…`: the inspector's bulletin from one or many scans. */
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { ParseArgsConfig } from 'node:util';
import type { Place, ScanResult } from '../core/index.js';
import { bulletinDocx, bulletinHtml, bulletinXlsx, makeBulletin, Results } from '../report/bulletin/index.js';
import { type Locale, parseUnitRules, type UnitRule } from '../report/index.js';
import { isDay } from './day.js';
import { localeFlag, parseFlags } from './flags.js';
import { type Io, UsageError } from './io.js';
import { openOutput } from './output.js';
import { say, tell } from './words.js';

const FORMATS = ['html', 'docx', 'xlsx', 'json'] as const;
type BulletinFormat = (typeof FORMATS)[number];

const OPTIONS = {
  previous: { type: 'string', multiple: true },
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  units: { type: 'string' },
  title: { type: 'string' },
  date: { type: 'string' },
  locale: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

interface ReportSettings {
  readonly files: readonly string[];
  readonly previous: readonly string[];
  readonly format: BulletinFormat;
  readonly output?: string;
  readonly units: readonly UnitRule[];
  readonly title?: string;
  readonly date: string;
  readonly locale: Locale;
  readonly quiet: boolean;
}

/** @returns 0 when the bulletin was written, whatever it says. */
export async function reportCommand(
  args: readonly string[],
  io: Io,
  help: () => Promise<number>,
): Promise<number> {
  const settings = settingsOf(args, io);
  if (settings === 'help') return help();
  const current = await read(settings.files, io);
  if (current.results.all.length === 0)
    throw new UsageError('the files hold no results: nothing to report on');
  const { date, locale, units, title, previous } = settings;
  const earlier = previous.length === 0 ? undefined : await read(previous, io);
  if (earlier !== undefined && current.baselined.length > 0) {
    throw new UsageError(
      say`${current.baselined[0]!}: was scanned with a baseline, which hides findings, so that they would seem rectified; scan without --baseline to compare`,
    );
  }
  const bulletin = makeBulletin(
    current.results,
    {
      locale,
      date,
      units,
      partial: current.partial,
      baselined: current.baselined,
      leftOut: current.leftOut,
      ...(title === undefined ? {} : { title }),
    },
    earlier?.results,
  );
  const made = {
    html: () => bulletinHtml(bulletin),
    docx: () => bulletinDocx(bulletin),
    xlsx: () => bulletinXlsx(bulletin),
    json: () => `${JSON.stringify(bulletin, null, 2)}\n`,
  }[settings.format];
  const data = await made();
  const output = openOutput(settings.output, io);
  try {
    await output.write(data);
    output.finish();
  } finally {
    output.close();
  }
  if (!settings.quiet) {
    for (const warning of bulletin.warnings) io.err(`leaklint: ${warning}\n`);
    if (settings.output !== undefined && settings.output !== '-' && io.errIsTerminal) {
      tell(io, locale, say`wrote ${settings.output}`);
    }
  }
  return 0;
}

function settingsOf(args: readonly string[], io: Io): ReportSettings | 'help' {
  const { values, positionals } = parseFlags(args, OPTIONS);
  if (values.help === true) return 'help';
  if (positionals.length === 0) {
    throw new UsageError('name the results to report on: leaklint report RESULTS.ndjson… -o FILE');
  }
  const { output, title } = values;
  const extension = path
    .extname(output ?? '')
    .slice(1)
    .toLowerCase();
  const format = values.format ?? (isFormat(extension) ? extension : 'html');
  if (!isFormat(format))
    throw new UsageError(say`format "${format}" is not supported; supported: ${FORMATS.join(', ')}`);
  if (output === undefined && (format === 'docx' || format === 'xlsx')) {
    throw new UsageError(say`${format} needs -o FILE (- for standard output)`);
  }
  const locale = localeFlag(values.locale ?? (io.env.LEAKLINT_LOCALE || 'zh-CN'));
  const date = values.date ?? new Date().toISOString().slice(0, 10);
  if (!isDay(date)) {
    throw new UsageError('--date must be a day, YYYY-MM-DD');
  }
  return {
    files: positionals,
    previous: values.previous ?? [],
    format,
    units: values.units === undefined ? [] : rulesOf(values.units, io),
    date,
    locale,
    quiet: values.quiet === true,
    ...(output === undefined ? {} : { output }),
    ...(title === undefined ? {} : { title }),
  };
}

const isFormat = (text: string): text is BulletinFormat => (FORMATS as readonly string[]).includes(text);

function rulesOf(file: string, io: Io): UnitRule[] {
  let text: string;
  try {
    text = fs.readFileSync(path.resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new UsageError(say`${file}: could not be read (${systemCode(error)})`);
  }
  try {
    return parseUnitRules(text);
  } catch (error) {
    throw new UsageError(say`${file}: ${(error as Error).message}`);
  }
}

interface Read {
  readonly results: Results;
  /** Files without a summary at the end, or of an interrupted scan. */
  readonly partial: readonly string[];
  /** Files whose findings a baseline has thinned out. */
  readonly baselined: readonly string[];
  /** Files whose scan looked at a part only: what changed, or what is new. */
  readonly leftOut: readonly string[];
}

/** @throws UsageError that names file and line. */
async function read(files: readonly string[], io: Io): Promise<Read> {
  const results = new Results();
  const partial: string[] = [];
  const baselined: string[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    let summary: { interrupted?: unknown; baselined?: unknown; leftOut?: unknown } | undefined;
    let number = 0;
    const lines = readline.createInterface({
      input: fs.createReadStream(path.resolve(io.cwd, file), 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    try {
      for await (const line of lines) {
        number++;
        if (line.trim() === '') continue;
        const value = parseLine(line, file, number);
        if (isResult(value)) {
          results.add(value, file);
          continue;
        }
        summary = (value as { summary?: typeof summary } | null)?.summary;
        if (typeof summary !== 'object' || summary === null) {
          throw new UsageError(
            say`${file}: line ${number} is no result; give the output of leaklint scan --format ndjson`,
          );
        }
        // Scans may stand one behind the other in a file.
        if (summary.interrupted === true && !partial.includes(file)) partial.push(file);
        if (typeof summary.baselined === 'number' && !baselined.includes(file)) baselined.push(file);
        if (typeof summary.leftOut === 'object' && !leftOut.includes(file)) leftOut.push(file);
      }
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(say`${file}: could not be read (${systemCode(error)})`);
    }
    if (summary === undefined) partial.push(file);
  }
  return { results, partial, baselined, leftOut };
}

function parseLine(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw new UsageError(
      say`${file}: line ${number} is not valid JSON; give the output of leaklint scan --format ndjson`,
    );
  }
}

/** What the bulletin reads of a result must be there: the file may come from anywhere. */
function isResult(value: unknown): value is ScanResult {
  const one = value as Partial<ScanResult> | null;
  return (
    typeof one === 'object' &&
    one !== null &&
    typeof one.artifact === 'string' &&
    Array.isArray(one.diagnostics) &&
    Array.isArray(one.coverage?.unread) &&
    one.coverage.unread.every(
      (unread) => typeof unread?.code === 'string' && typeof unread.place?.part === 'string',
    ) &&
    Array.isArray(one.findings) &&
    one.findings.every(
      (finding) =>
        typeof finding?.entity === 'string' &&
        typeof finding.masked === 'string' &&
        typeof finding.disposition === 'string' &&
        Array.isArray(finding.evidence) &&
        Array.isArray(finding.places) &&
        finding.places.every(
          (place: Partial<Place> | null) =>
            typeof place?.part === 'string' && typeof place?.channel === 'string',
        ),
    )
  );
}

const systemCode = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error';
