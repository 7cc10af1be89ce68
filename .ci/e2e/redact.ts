/**
 * Redaction against programs that are not ours: documents of every writable format with values in all channels go through
 * the command; the copies are unpacked by Python and qpdf, converted by LibreOffice and read by poppler.
 *
 * No value may be left, nothing outside the edits may change, every copy must open. `--count N` documents a format (12),
 * `--only NAME`, `--seed N`, `--policy NAME`, `--keep`. Needs: a built `dist`, python3, qpdf, poppler-utils with poppler-data, LibreOffice
 * (installed by apt where they are missing). Last line: `N passed, N failed`, one for each format and check.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareTexts, compareWords, leftOver, type Word } from './redact-compare.js';
import { document, FORMATS, type Planted } from './redact-documents.js';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    policy: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const main = path.join(root, 'dist/cli/main.js');
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-redact-'));
const count = Number(options.count);
let passed = 0;
let failed = 0;

/** Installs what is missing; apt may not be there, then the check that needs it fails. */
function install(): void {
  const needed: readonly (readonly [program: string, packages: readonly string[]])[] = [
    ['python3', ['python3']],
    ['qpdf', ['qpdf']],
    ['pdftotext', ['poppler-utils']],
    ['soffice', ['libreoffice-writer-nogui', 'libreoffice-calc-nogui', 'libreoffice-impress-nogui']],
  ];
  const packages = needed.flatMap(([program, names]) => {
    return spawnSync('which', [program]).status === 0 ? [] : names;
  });
  if (!fs.existsSync('/usr/share/poppler/cMap')) packages.push('poppler-data');
  if (packages.length === 0) return;
  console.log(`installing ${packages.join(' ')}`);
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'ignore' });
}

function report(name: string, faults: readonly string[], note: string): void {
  if (faults.length === 0) {
    passed++;
    console.log(`ok      ${name}: ${note}`);
    return;
  }
  failed++;
  console.log(
    `FAILED  ${name}: ${faults.length} of ${count}\n        ${faults.slice(0, 5).join('\n        ')}`,
  );
}

/** Policies that take away cells and columns: what else is gone with them is not compared. */
const TAKES_CELLS: ReadonlySet<string> = new Set(['publicity-list', 'student-aid']);

interface Case {
  readonly name: string;
  readonly planted: Planted;
  readonly before: string;
  readonly after: string;
}

const CONVERSIONS: Readonly<Record<string, string>> = {
  html: 'txt:Text (encoded):UTF8',
  rtf: 'txt:Text (encoded):UTF8',
  docx: 'txt:Text (encoded):UTF8',
  odt: 'txt:Text (encoded):UTF8',
  xlsx: 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1',
  ods: 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1',
  pptx: 'pdf',
  odp: 'pdf',
};

/** Files that LibreOffice gets in one call: starting it costs more than most of them. */
const AT_ONCE = 200;

/** Text of each file by LibreOffice; '' when it does not open. Files of the same name may stand in several folders. */
function converted(files: readonly string[], extension: string): Map<string, string> {
  const conversion = CONVERSIONS[extension]!;
  const texts = new Map<string, string>();
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const work = fs.mkdtempSync(path.join(folder, 'lo-'));
    const out = path.join(work, 'out');
    const chunk = files.slice(at, at + AT_ONCE).map((file, i) => {
      const name = `c${i}`;
      fs.linkSync(file, path.join(work, `${name}.${extension}`));
      return { file, name };
    });
    const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
    const filter = extension === 'html' ? ['--infilter=HTML (StarWriter)'] : [];
    const linked = chunk.map(({ name }) => path.join(work, `${name}.${extension}`));
    spawnSync(
      'soffice',
      [profile, '--headless', ...filter, '--convert-to', conversion, '--outdir', out, ...linked],
      { stdio: 'ignore', timeout: 1_200_000 },
    );
    const written = fs.existsSync(out) ? fs.readdirSync(out).sort() : [];
    for (const { file, name } of chunk) {
      const own = written.filter((made) => /^[.-]/.test(made.slice(name.length)) && made.startsWith(name));
      const parts = own.map((made) =>
        made.endsWith('.pdf')
          ? popplerText(path.join(out, made)).text
          : fs.readFileSync(path.join(out, made), 'utf8'),
      );
      texts.set(file, parts.join('\n'));
    }
    fs.rmSync(work, { recursive: true });
  }
  return texts;
}

interface PopplerText {
  readonly text: string;
  readonly faults: string;
}
const popplerTexts = new Map<string, PopplerText>();

function popplerText(file: string): PopplerText {
  const { stdout, stderr } = spawnSync('pdftotext', ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
  return { text: stdout, faults: stderr };
}

/** Of a file that stays as it is. */
function knownPopplerText(file: string): PopplerText {
  let known = popplerTexts.get(file);
  if (known === undefined) popplerTexts.set(file, (known = popplerText(file)));
  return known;
}

function popplerWords(file: string): Word[] {
  const { stdout } = spawnSync('pdftotext', ['-bbox', '-enc', 'UTF-8', file, '-'], {
    encoding: 'utf8',
    maxBuffer: 1 << 27,
  });
  const pattern = /<word xMin="([-\d.]+)" yMin="([-\d.]+)"[^>]*>([^<]*)<\/word>/g;
  return [...stdout.matchAll(pattern)].map(([, x, y, text]) => ({ text: text!, x: Number(x), y: Number(y) }));
}

interface Unpacked {
  /** Everything in the file, in all charsets, with and without markup. */
  readonly text: string;
  /** What is a text, as it stands. */
  readonly plain: string;
  /** What Python's readers say of the file. */
  readonly fault: string;
}

/** Everything in the files, by Python and qpdf. */
function unpacked(files: readonly string[]): Map<string, Unpacked> {
  const texts = new Map<string, Unpacked>();
  for (let at = 0; at < files.length; at += 50) {
    const out = execFileSync('python3', [path.join(here, 'everything.py'), ...files.slice(at, at + 50)], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    });
    for (const line of out.trimEnd().split('\n')) {
      const { file, ...read } = JSON.parse(line) as Unpacked & { file: string };
      texts.set(file, read);
    }
  }
  return texts;
}

/** Texts by the program that stands for the format's readers. */
function readTexts(
  extension: string,
  files: readonly string[],
  inside: ReadonlyMap<string, Unpacked>,
): Map<string, string> {
  if (CONVERSIONS[extension] !== undefined) return converted(files, extension);
  if (extension === 'pdf') return new Map(files.map((file) => [file, knownPopplerText(file).text]));
  return new Map(files.map((file) => [file, inside.get(file)!.plain]));
}

/** What a reader of the format says to the copy and not to the original; '' when it opens without a word. */
function complaint(extension: string, { before, after }: Case, text: string, { fault }: Unpacked): string {
  if (fault !== '') return fault;
  if (extension === 'pdf') {
    const known = new Set(knownPopplerText(before).faults.split('\n'));
    const faults = knownPopplerText(after)
      .faults.split('\n')
      .filter((line) => !known.has(line));
    const check = spawnSync('qpdf', ['--check', after], { encoding: 'utf8' });
    return faults.join('\n') + (check.status === 0 ? '' : check.stdout + check.stderr);
  }
  return text === '' ? 'does not open' : '';
}

async function check(format: string): Promise<void> {
  const input = path.join(folder, format.replaceAll(' ', '-'), 'in');
  const output = path.join(folder, format.replaceAll(' ', '-'), 'out');
  fs.mkdirSync(input, { recursive: true });
  const cases: Case[] = [];
  let planted = 0;
  for (let i = 0; i < count; i++) {
    const made = await document(format, Number(options.seed) * 100_000 + i);
    const name = `d${String(i).padStart(4, '0')}.${made.extension}`;
    fs.writeFileSync(path.join(input, name), made.bytes);
    planted += made.values.length;
    cases.push({ name, planted: made, before: path.join(input, name), after: path.join(output, name) });
  }
  const arguments_ = ['redact', input, '-o', output, '--today', '2026-01-05'];
  if (options.policy !== undefined) arguments_.push('--policy', options.policy);
  const done = spawnSync(process.execPath, [main, ...arguments_], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const said = done.stderr.split('\n');
  const missing = cases.filter(({ after }) => !fs.existsSync(after));
  report(
    `${format}: redacted and proven`,
    missing.map(({ name }) => {
      const at = said.findIndex((line) => line.includes(name));
      return `${name}: ${said.slice(at, at + 3).join(' | ')}`.slice(0, 400);
    }),
    `${count} documents, ${planted} values`,
  );
  const written = cases.filter(({ after }) => fs.existsSync(after));
  if (written.length === 0) return;
  const { extension } = written[0]!.planted;
  const files = written.flatMap((one) => [one.before, one.after]);
  const inside = unpacked(files);
  const texts = readTexts(extension, files, inside);
  const left: string[] = [];
  const changed: string[] = [];
  const closed: string[] = [];
  let seen = 0;
  for (const one of written) {
    const text = texts.get(one.after) ?? '';
    const { values, tails } = one.planted;
    const kept = inside.get(one.after)!;
    const found = leftOver(`${kept.text}\n${text}`, [...values, ...tails]);
    if (found > 0) left.push(`${one.name}: ${found} of ${values.length} values`);
    if (!TAKES_CELLS.has(options.policy ?? '')) {
      const difference =
        extension === 'pdf'
          ? compareWords(popplerWords(one.before), popplerWords(one.after), values)
          : compareTexts(texts.get(one.before) ?? '', text, values);
      seen += difference.values;
      if (difference.fault !== '') changed.push(`${one.name}: ${difference.fault}`);
    }
    const words = complaint(extension, one, text, kept);
    if (words !== '') closed.push(`${one.name}: ${words.slice(0, 200)}`);
  }
  report(`${format}: nothing recoverable`, left, `0 of ${planted} values`);
  report(`${format}: nothing else changed`, changed, `${seen} values in texts that other programs read`);
  report(`${format}: opens`, closed, `${written.length} copies`);
}

install();
for (const format of FORMATS) {
  if (options.only !== undefined && !options.only.split(',').some((one) => format.startsWith(one))) continue;
  const start = performance.now();
  await check(format);
  console.log(`        ${format}: ${Math.round((performance.now() - start) / 1000)} s`);
}
if (options.keep) console.log(folder);
else fs.rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
