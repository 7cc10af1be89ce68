/**
 * Redaction against programs that are not ours: documents of every writable format with values in all channels go through
 * the command, and such as LibreOffice makes of them; the copies are unpacked by Python, qpdf and MuPDF, converted by LibreOffice
 * and read by poppler.
 *
 * No value may be left, nothing outside the edits may change, every copy must open. `--count N` documents a format (12),
 * `--only NAME,NAME`, `--seed N`, `--policy NAME,NAME` or `all`, `--results` (into `benchmarks/results/redaction.json`), `--keep`.
 * Needs: a built `dist`, python3, qpdf, mupdf-tools, poppler-utils with poppler-data, LibreOffice, a Chinese font (installed by
 * apt where they are missing). Last line: `N passed, N failed`, one for each format and check.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { missingOffice } from './office.js';
import { compareCharacters, compareTexts, leftOver } from './redact-compare.js';
import { document, FORMATS, type Planted } from './redact-documents.js';
import {
  complaint,
  convertFiles,
  folder,
  knownPopplerText,
  pageCharacters,
  readTexts,
  unpacked,
} from './redact-readers.js';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    policy: { type: 'string', default: 'default' },
    results: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const main = path.join(root, 'dist/cli/main.js');
const resultsFile = path.join(root, 'benchmarks/results/redaction.json');
const count = Number(options.count);
let passed = 0;
let failed = 0;

/** Installs what is missing; apt may not be there, then the check that needs it fails. */
function install(): void {
  const needed: readonly (readonly [program: string, packages: readonly string[]])[] = [
    ['python3', ['python3']],
    ['qpdf', ['qpdf']],
    ['mutool', ['mupdf-tools']],
    ['pdftotext', ['poppler-utils']],
  ];
  const packages = needed.flatMap(([program, names]) => {
    return spawnSync('which', [program]).status === 0 ? [] : names;
  });
  packages.push(...missingOffice(['writer', 'calc', 'impress', 'draw']));
  if (!fs.existsSync('/usr/share/poppler/cMap')) packages.push('poppler-data');
  if (spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' }).stdout === '')
    packages.push('fonts-wqy-zenhei');
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

/** Contacts that a person has to decide about stay under this policy, and nothing else. */
const KEEPS_CONTACTS = 'contact-notice';
const CONTACTS: ReadonlySet<string> = new Set(['mobile', 'landline', 'email', 'wechat', 'qq']);
const NOTHING: ReadonlySet<string> = new Set();

/** What the scan leaves to a person, as bare values. */
function contactsIn(file: string): Set<string> {
  const arguments_ = [main, 'scan', file, '--policy', KEEPS_CONTACTS, '--reveal', '--fail-on', 'none'];
  const done = spawnSync(process.execPath, [...arguments_, '--format', 'ndjson', '--today', '2026-01-05'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const results = done.stdout
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { findings?: Found[] }]));
  return new Set(
    results.flatMap(({ findings = [] }) =>
      findings
        .filter(({ entity, disposition }) => disposition === 'review' && CONTACTS.has(entity))
        .map(({ value }) => value),
    ),
  );
}

interface Found {
  readonly entity: string;
  readonly disposition: string;
  readonly value: string;
}

interface Case {
  readonly name: string;
  readonly planted: Planted;
  readonly before: string;
  readonly after: string;
}

/** Documents in `input`; those that another program makes are converted all at once. */
async function makeDocuments(format: string, input: string, output: string): Promise<Case[]> {
  fs.mkdirSync(input, { recursive: true });
  const cases: Case[] = [];
  const sources = new Map<string, Map<string, Case>>();
  for (let i = 0; i < count; i++) {
    const planted = await document(format, Number(options.seed) * 100_000 + i);
    const name = `d${String(i).padStart(4, '0')}.${planted.madeInto ?? planted.extension}`;
    const one = { name, planted, before: path.join(input, name), after: path.join(output, name) };
    cases.push(one);
    if (planted.madeInto === undefined) {
      fs.writeFileSync(one.before, planted.bytes);
      continue;
    }
    const source = path.join(folder, `source-${name}.${planted.extension}`);
    fs.writeFileSync(source, planted.bytes);
    const alike = sources.get(planted.extension) ?? new Map<string, Case>();
    sources.set(planted.extension, alike.set(source, one));
  }
  for (const [extension, alike] of sources) {
    convertFiles(
      [...alike.keys()],
      extension,
      [path.extname([...alike.values()][0]!.name).slice(1)],
      (source, made) => {
        if (made[0] === undefined) throw new Error(`LibreOffice made nothing of ${source}`);
        fs.copyFileSync(made[0], alike.get(source)!.before);
      },
    );
  }
  return cases;
}

async function check(format: string, policy: string): Promise<void> {
  const work = path.join(folder, `${format.replaceAll(' ', '-')}-${policy}`);
  const cases = await makeDocuments(format, path.join(work, 'in'), path.join(work, 'out'));
  const planted = cases.reduce((sum, one) => sum + one.planted.values.length, 0);
  const title = policy === 'default' ? format : `${format}, ${policy}`;
  const arguments_ = ['redact', path.join(work, 'in'), '-o', path.join(work, 'out'), '--today', '2026-01-05'];
  arguments_.push('--policy', policy);
  const done = spawnSync(process.execPath, [main, ...arguments_], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const said = done.stderr.split('\n');
  const missing = cases.filter(({ after }) => !fs.existsSync(after));
  report(
    `${title}: redacted and proven`,
    missing.map(({ name }) => {
      const at = said.findIndex((line) => line.includes(name));
      return `${name}: ${said.slice(at, at + 3).join(' | ')}`.slice(0, 400);
    }),
    `${count} documents, ${planted} values`,
  );
  const written = cases.filter(({ after }) => fs.existsSync(after));
  if (written.length === 0) return;
  const extension = path.extname(written[0]!.name).slice(1);
  const files = written.flatMap((one) => [one.before, one.after]);
  const inside = unpacked(files);
  const texts = readTexts(extension, files, inside);
  const left: string[] = [];
  const changed: string[] = [];
  const closed: string[] = [];
  let shown = 0;
  let known = 0;
  for (const one of written) {
    const { values, tails } = one.planted;
    const [before, after] = [one.before, one.after].map((file) => {
      const poppler = extension === 'pdf' ? knownPopplerText(file).text : '';
      return `${inside.get(file)!.text}\n${texts.get(file) ?? ''}\n${poppler}`;
    });
    // What the same programs find in the original: a search that finds nothing there proves nothing.
    known += leftOver(before!, values);
    const kept = policy === KEEPS_CONTACTS ? contactsIn(one.before) : NOTHING;
    const gone = [...values, ...tails].filter((value) => !kept.has(value));
    const found = leftOver(after!, [...gone, ...hiddenParts(values)]);
    if (found > 0) left.push(`${one.name}: ${found} of ${values.length} values`);
    const text = texts.get(one.after) ?? '';
    if (!TAKES_CELLS.has(policy)) {
      const difference =
        extension === 'pdf'
          ? compareCharacters(pageCharacters(one.before), pageCharacters(one.after), values)
          : compareTexts(texts.get(one.before) ?? '', text, values);
      shown += difference.values;
      if (difference.fault !== '') changed.push(`${one.name}: ${difference.fault}`);
    }
    const words = complaint(extension, one, text, inside.get(one.after)!);
    if (words !== '') closed.push(`${one.name}: ${words.slice(0, 200)}`);
  }
  // Pages that LibreOffice makes have neither notes nor hidden sheets.
  if (known < planted / 4) left.push(`only ${known} values are found in the originals`);
  report(
    `${title}: nothing recoverable`,
    left,
    `0 of ${planted} values; ${known} are found in the originals`,
  );
  report(`${title}: nothing else changed`, changed, `${shown} values in texts that other programs read`);
  report(`${title}: opens`, closed, `${written.length} copies`);
  if (options.results && policy === 'default') {
    writeResult(format, {
      documents: count,
      refused: missing.length,
      values: planted,
      valuesFoundInOriginals: known,
      documentsWithValueLeft: left.length,
      documentsChangedOutside: changed.length,
      documentsWithComplaint: closed.length,
    });
  }
  if (!options.keep) fs.rmSync(work, { recursive: true });
}

/** Of resident IDs: all but the county, in a row. */
function hiddenParts(values: readonly string[]): string[] {
  return values.filter((value) => /^\d{17}[\dX]$/.test(value)).map((value) => value.slice(6));
}

function writeResult(format: string, figures: Readonly<Record<string, number>>): void {
  const results = JSON.parse(fs.readFileSync(resultsFile, 'utf8')) as { formats: Record<string, object> };
  results.formats[format] = figures;
  fs.writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
}

/** Every built-in policy. */
const POLICIES = fs
  .readdirSync(path.join(root, 'patterns/policies'))
  .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));

install();
for (const policy of options.policy === 'all' ? POLICIES : options.policy.split(',')) {
  for (const format of FORMATS) {
    if (options.only !== undefined && !options.only.split(',').some((one) => format.startsWith(one)))
      continue;
    const start = performance.now();
    await check(format, policy);
    console.log(`        ${format}: ${Math.round((performance.now() - start) / 1000)} s`);
  }
}
if (options.keep) console.log(folder);
else fs.rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
