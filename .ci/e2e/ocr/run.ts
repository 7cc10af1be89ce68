/**
 * Recognition on pages whose truth is known: tables and letters printed by Chromium, made into pictures by pdftoppm, spoilt
 * by code, scanned as PDF files without text; and as PDF files whose text says something else than it shows. Prints recall, false valid IDs and CPU time for each condition.
 *
 * Needs: Chromium, poppler-utils, Ghostscript and fonts (Debian's packages are installed where they are missing and apt may be used),
 * a built `dist`. `--all` adds the conditions beyond the bar, `--only TEXT`
 * runs those whose name holds the text. Last line: `N passed, N failed`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Finding, ScannerOptions } from '../../../src/index.js';
import { imagePdf } from './image-pdf.js';
import { drawRows, html, type Layout, type Row } from './pages.js';
import { copied, type Picture, photographed, quarterTurn, readPpm, rotate } from './raster.js';
import { type Lie, lying } from './spoil-pdf.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-ocr-'));
const dist = (file: string): string => pathToFileURL(path.join(root, 'dist', file)).href;
const { createScanner } = (await import(dist('index.js'))) as typeof import('../../../src/index.js');
const { tesseract } = (await import(
  dist('node/ocr/tesseract.js')
)) as typeof import('../../../src/node/ocr/tesseract.js');

interface Condition {
  readonly name: string;
  readonly layout: Layout;
  readonly dpi: number;
  /** Least share of IDs; none for conditions that are only measured. */
  readonly bar?: number;
  readonly seal?: boolean;
  readonly font?: string;
  readonly spoil?: (picture: Picture, seed: number) => Picture;
  /** The printed file itself is scanned, with text that no program can read; `dpi` says nothing then. */
  readonly lie?: Lie;
}

const SANS = "'Liberation Sans', 'WenQuanYi Micro Hei'";
const SONG = "'AR PL UMing CN'";
const SERIF = "'Liberation Serif', 'AR PL UMing CN'";
const turn = (degrees: number) => (picture: Picture) => rotate(picture, degrees);

const BARRED: readonly Condition[] = [
  { name: 'table with rules', layout: 'ruled', dpi: 200, bar: 0.95, font: SANS },
  { name: 'table with rules, Song', layout: 'ruled', dpi: 200, bar: 0.95, font: SONG },
  { name: 'table without rules', layout: 'bare', dpi: 200, bar: 0.95, font: SERIF },
  { name: 'numbers on two lines of a cell', layout: 'wrapped', dpi: 200, bar: 0.95, font: SANS },
  { name: 'letter', layout: 'letter', dpi: 200, bar: 0.95, font: SERIF },
  { name: 'red seal', layout: 'ruled', dpi: 200, bar: 0.95, font: SANS, seal: true },
  { name: 'askew by 3°', layout: 'ruled', dpi: 200, bar: 0.95, font: SERIF, spoil: turn(3) },
  { name: 'fonts without a map', layout: 'ruled', dpi: 0, bar: 0.95, font: SERIF, lie: 'no-map' },
  { name: 'digits exchanged', layout: 'wrapped', dpi: 0, bar: 0.95, font: SANS, lie: 'false-digits' },
  {
    name: 'digits as ideographs',
    layout: 'letter',
    dpi: 0,
    bar: 0.95,
    font: SERIF,
    lie: 'digits-as-ideographs',
  },
  { name: 'text as outlines', layout: 'ruled', dpi: 0, bar: 0.95, font: SANS, lie: 'outlines' },
];
const MEASURED: readonly Condition[] = [
  { name: '300 dpi', layout: 'ruled', dpi: 300, font: SERIF },
  { name: '150 dpi', layout: 'ruled', dpi: 150, font: SERIF },
  { name: '150 dpi, two lines, Song', layout: 'wrapped', dpi: 150, font: SONG },
  { name: '100 dpi', layout: 'ruled', dpi: 100, font: SANS },
  {
    name: 'copy, 200 dpi',
    layout: 'ruled',
    dpi: 200,
    font: SERIF,
    spoil: (p, seed) => copied(rotate(p, 0.8), seed),
  },
  {
    name: 'photo, 200 dpi',
    layout: 'ruled',
    dpi: 200,
    font: SANS,
    spoil: (p, seed) => photographed(rotate(p, -2), seed),
  },
  { name: 'photo without rules', layout: 'bare', dpi: 200, font: SERIF, spoil: photographed },
  { name: 'on its side', layout: 'ruled', dpi: 200, font: SANS, spoil: quarterTurn },
  { name: 'upside down', layout: 'letter', dpi: 200, font: SANS, spoil: (p) => quarterTurn(quarterTurn(p)) },
];

function install(): void {
  const missing = ['chromium', 'pdftoppm', 'gs'].filter((one) => spawnSync('which', [one]).status !== 0);
  const fonts = spawnSync('fc-list', { encoding: 'utf8' }).stdout ?? '';
  const packages = [
    ...(missing.includes('chromium') ? ['chromium'] : []),
    ...(missing.includes('pdftoppm') ? ['poppler-utils'] : []),
    ...(missing.includes('gs') ? ['ghostscript'] : []),
    ...(/Liberation Sans/.test(fonts) ? [] : ['fonts-liberation']),
    ...(/UMing/.test(fonts) ? [] : ['fonts-arphic-uming']),
    ...(/WenQuanYi/.test(fonts) ? [] : ['fonts-wqy-microhei']),
  ];
  if (packages.length === 0) return;
  console.log(`installing ${packages.join(' ')}`);
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'ignore' });
}

interface Score {
  ids: number;
  mobiles: number;
  cards: number;
  addresses: number;
  rows: number;
  /** IDs reported as valid that stand nowhere. */
  wrong: number;
  pages: number;
  seconds: number;
  unread: number;
}

/** Shares at least six tenths of its pairs of characters with the address. */
function alike(found: string, truth: string): boolean {
  const pairs = (text: string): string[] =>
    Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2));
  const have = new Set(pairs(found.replace(/[\s\u2028]/g, '')));
  const want = pairs(truth);
  return want.filter((pair) => have.has(pair)).length >= 0.6 * want.length;
}

function tally(score: Score, rows: readonly Row[], findings: readonly Finding[]): void {
  const values = (entity: string): Set<string> =>
    new Set(findings.filter((one) => one.entity === entity).map((one) => one.value ?? ''));
  const [ids, mobiles, cards] = [values('resident-id'), values('mobile'), values('bank-card')];
  const addresses = findings.filter((one) => one.entity === 'address').map((one) => one.text ?? '');
  score.rows += rows.length;
  score.ids += rows.filter((row) => ids.has(row.id)).length;
  score.mobiles += rows.filter((row) => mobiles.has(row.mobile)).length;
  score.cards += rows.filter((row) => cards.has(row.card)).length;
  score.addresses += rows.filter((row) => addresses.some((one) => alike(one, row.address))).length;
  const true_ = new Set(rows.map((row) => row.id));
  score.wrong += findings.filter(
    (one) => one.entity === 'resident-id' && one.status === 'valid' && !true_.has(one.value ?? ''),
  ).length;
}

const options: ScannerOptions = {
  today: '2026-11-27',
  reveal: true,
  ocr: tesseract(),
  // What is measured is recognition, not how busy the machine is.
  limits: { milliseconds: 3_600_000, pictureMilliseconds: 3_600_000, ocrMilliseconds: 36_000_000 },
};
const scanner = createScanner(options);
let passed = 0;
let failed = 0;

/** The printed file as pictures. */
function pictured(
  base: string,
  { dpi, spoil = (picture: Picture) => picture }: Condition,
  seed: number,
): Uint8Array {
  execFileSync('pdftoppm', ['-r', String(dpi), `${base}.pdf`, base]);
  const pictures = fs
    .readdirSync(folder)
    .filter((file) => file.startsWith(`${path.basename(base)}-`) && file.endsWith('.ppm'))
    .sort()
    .map((file, i) => spoil(readPpm(path.join(folder, file)), seed + i));
  return imagePdf(pictures, dpi);
}

async function measure(
  condition: Condition,
  seed: number,
  page: import('playwright-core').Page,
): Promise<void> {
  const { name, layout, bar, lie } = condition;
  const score: Score = {
    ids: 0,
    mobiles: 0,
    cards: 0,
    addresses: 0,
    rows: 0,
    wrong: 0,
    pages: 0,
    seconds: 0,
    unread: 0,
  };
  for (let sheet = 0; sheet < 2; sheet++) {
    const rows = drawRows(seed * 100 + sheet, layout === 'letter' ? 12 : layout === 'wrapped' ? 20 : 26);
    const base = path.join(folder, `${seed}-${sheet}`);
    await page.setContent(html(rows, { layout, rows: rows.length, ...condition }));
    await page.pdf({ path: `${base}.pdf`, preferCSSPageSize: true, printBackground: true });
    const bytes = lie === undefined ? pictured(base, condition, seed) : await lying(`${base}.pdf`, lie);
    const start = process.cpuUsage();
    const result = await scanner.scan({ name: `${base}.pdf`, bytes });
    const { user, system } = process.cpuUsage(start);
    score.seconds += (user + system) / 1e6;
    score.pages += result.coverage.units;
    score.unread += result.coverage.unread.length;
    tally(score, rows, result.findings);
    for (const file of fs.readdirSync(folder)) fs.rmSync(path.join(folder, file));
  }
  const share = (count: number): string => `${((100 * count) / score.rows).toFixed(1)} %`;
  const ok = bar === undefined || (score.ids >= bar * score.rows && score.wrong === 0 && score.unread === 0);
  if (bar !== undefined) ok ? passed++ : failed++;
  const line = [
    name.padEnd(32),
    `ID ${share(score.ids)}`,
    `false ${score.wrong}`,
    `mobile ${share(score.mobiles)}`,
    `card ${share(score.cards)}`,
    `address ${share(score.addresses)}`,
    `${(score.seconds / score.pages).toFixed(1)} s CPU a page`,
    `(${score.rows} rows)`,
  ];
  console.log(`${bar === undefined ? '        ' : ok ? 'ok      ' : 'FAILED  '}${line.join('  ')}`);
}

install();
const browser = await chromium.launch({
  executablePath: spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim(),
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  const only = process.argv.indexOf('--only');
  const all = process.argv.includes('--all') ? [...BARRED, ...MEASURED] : BARRED;
  const list =
    only < 0 ? all : [...BARRED, ...MEASURED].filter(({ name }) => name.includes(process.argv[only + 1]!));
  for (const [i, condition] of list.entries()) await measure(condition, i + 1, page);
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
