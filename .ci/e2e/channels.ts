/**
 * The hidden-channel suite with documents of real producers: LibreOffice converts flat OpenDocument files to what
 * sites attach (doc, docx, rtf, odt, pdf, xls, xlsx, ods, ppt, pptx, odp), Chromium prints a page. Every planted value that
 * the producer kept must be found in one of its channels, and no value that nobody planted.
 *
 * Needs: LibreOffice Writer, Calc and Impress, Chromium, poppler's pdftotext (Debian's packages are installed where there are none and apt may
 * be used), a built `dist`. Last line: `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Planted } from '../../corpus/channels/catalogue.js';
import { calc, impress, page, type Source, writer } from './channel-sources.js';
import { installOffice } from './office.js';

const entry = new URL('../../dist/index.js', import.meta.url);
const { createScanner } = (await import(entry.href)) as typeof import('../../src/index.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-channels-'));
const scanner = createScanner({ reveal: true, today: '2026-12-31', entities: ['resident-id'] });
let passed = 0;
let failed = 0;

/** What a producer leaves out of its files: no reader can find it. Seen with LibreOffice 7.4 and Chromium. */
const DROPPED: Readonly<Record<string, readonly string[]>> = {
  'letter.doc': ['alternative text'],
  'talk.pptx': ['alternative text'],
  'talk.ppt': ['alternative text'],
  'letter.pdf': [
    'deleted text',
    'hidden text',
    'comment',
    'alternative text',
    'name of a bookmark',
    'remark',
    'property of the user',
  ],
  'list.pdf': [
    'hidden row',
    'hidden column',
    'hidden sheet',
    'comment',
    'list of a validation',
    'remark',
    'property of the user',
  ],
  'talk.pdf': ['hidden slide', 'notes', 'alternative text', 'remark', 'property of the user'],
};
/** Channels that a format has for a place, besides those of its source. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  pdf: ['metadata', 'hidden', 'annotation', 'body'],
};

function program(names: readonly string[], packages: readonly string[]): string {
  const find = (): string | undefined =>
    names
      .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
      .find((one) => one !== '');
  const found = find();
  if (found !== undefined) return found;
  console.log(`installing ${packages.join(' ')}`);
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'ignore' });
  const installed = find();
  if (installed === undefined) throw new Error(`needs ${names[0]}: install ${packages.join(' ')}`);
  return installed;
}

async function check(file: string, planted: readonly Planted[]): Promise<void> {
  const name = path.basename(file);
  const problems: string[] = [];
  if (!fs.existsSync(file)) problems.push('the producer wrote no file');
  else {
    const { findings } = await scanner.scan({ name, bytes: new Uint8Array(fs.readFileSync(file)) });
    const values = new Map<string, string[]>();
    for (const { value = '', places } of findings) {
      values.set(value, [...(values.get(value) ?? []), ...places.map(({ channel }) => channel)]);
    }
    const dropped = DROPPED[name] ?? [];
    const also = ALSO[path.extname(name).slice(1)] ?? [];
    for (const { place, value, channels } of planted) {
      const found = values.get(value);
      values.delete(value);
      if (found === undefined && dropped.includes(place)) continue;
      if (found === undefined) problems.push(`${place}: missed`);
      else if (![...channels, ...also].some((channel) => found.includes(channel)))
        problems.push(`${place}: found as ${[...new Set(found)]}`);
    }
    for (const found of values.values()) problems.push(`a value that nobody planted, as ${found}`);
  }
  if (problems.length === 0) {
    passed++;
    console.log(`ok      ${name}: ${planted.length} places`);
    return;
  }
  failed++;
  console.log(`FAILED  ${name}\n        ${problems.join('\n        ')}`);
}

function convert(soffice: string, { name, content }: Source, formats: readonly string[]): string[] {
  const source = path.join(folder, name);
  fs.writeFileSync(source, content);
  const profile = pathToFileURL(path.join(folder, 'profile')).href;
  return formats.map((format) => {
    const options = [
      `-env:UserInstallation=${profile}`,
      '--headless',
      '--convert-to',
      format,
      '--outdir',
      folder,
    ];
    spawnSync(soffice, [...options, source], { stdio: 'ignore', timeout: 180_000 });
    return path.join(folder, `${path.parse(name).name}.${format.split(':')[0]}`);
  });
}

const fonts = spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' }).stdout ?? '';
const soffice = installOffice(['writer', 'calc', 'impress'], fonts === '' ? ['fonts-wqy-microhei'] : []);
const jobs: [Source, string[]][] = [
  [writer(), ['odt', 'docx', 'doc', 'rtf', 'pdf']],
  [calc(), ['ods', 'xlsx', 'xls', 'pdf']],
  [impress(), ['odp', 'pptx', 'ppt', 'pdf']],
];
for (const [source, formats] of jobs) {
  for (const file of convert(soffice, source, formats)) await check(file, source.planted);
}

const chromium = program(['chromium', 'google-chrome', 'chromium-browser'], ['chromium']);
const printed = page();
fs.writeFileSync(path.join(folder, printed.name), printed.content);
spawnSync(
  chromium,
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-pdf-header-footer',
    `--user-data-dir=${path.join(folder, 'chromium')}`,
    `--print-to-pdf=${path.join(folder, 'page.pdf')}`,
    pathToFileURL(path.join(folder, printed.name)).href,
  ],
  { stdio: 'ignore', timeout: 120_000 },
);
await check(path.join(folder, 'page.pdf'), printed.planted);

/** Boxes of the digits against the words of poppler: `pdftotext -bbox`, origin at the top left. */
async function compareBoxes(pdftotext: string, file: string): Promise<void> {
  const output = spawnSync(pdftotext, ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const words = new Map<string, number[][]>();
  let number = 0;
  let height = 0;
  for (const match of output.matchAll(
    /<page width="[\d.]+" height="([\d.]+)"|<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g,
  )) {
    if (match[1] !== undefined) {
      number++;
      height = Number(match[1]);
      continue;
    }
    const [left, top, right, bottom] = match.slice(2, 6).map(Number) as [number, number, number, number];
    const key = `${number} ${match[6]}`;
    words.set(key, [...(words.get(key) ?? []), [left, height - bottom, right, height - top]]);
  }
  const { findings } = await scanner.scan({ name: 'a.pdf', bytes: new Uint8Array(fs.readFileSync(file)) });
  const problems: string[] = [];
  let compared = 0;
  for (const { value, places } of findings) {
    const [place] = places;
    if (place?.kind !== 'page' || places.length !== 1) continue;
    const found = words.get(`${place.page} ${value}`);
    // Turned text is no word of poppler's.
    if (found === undefined) continue;
    compared++;
    const [x0, y0, x1, y1] = place.box;
    const fits = found.some(([left, bottom, right, top]) => {
      const middle = (bottom! + top!) / 2;
      return Math.abs(left! - x0) < 0.5 && Math.abs(right! - x1) < 0.5 && y0 < middle && middle < y1;
    });
    if (!fits) problems.push(`${value?.slice(-4)}: ${place.box} is not among ${JSON.stringify(found)}`);
  }
  if (compared === 0) problems.push('no value is a word of poppler');
  if (problems.length > 0) failed++;
  else passed++;
  console.log(`${problems.length > 0 ? 'FAILED' : 'ok    '}  boxes of ${path.basename(file)}: ${compared}`);
  for (const problem of problems) console.log(`        ${problem}`);
}

const pdftotext = program(['pdftotext'], ['poppler-utils']);
for (const name of ['letter', 'list', 'talk', 'page']) {
  await compareBoxes(pdftotext, path.join(folder, `${name}.pdf`));
}

if (failed === 0) fs.rmSync(folder, { recursive: true, force: true });
else console.log(`files: ${folder}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
