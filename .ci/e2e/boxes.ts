/**
 * Places in PDF files against what poppler paints. Chromium and LibreOffice print invented numbers in red among black text; the
 * pages are then turned, cropped, moved and scaled by code. Every red pixel has to lie in a box of a finding, every box has
 * to be full of red from end to end and to touch no black: a bar over it hides the number and nothing else.
 *
 * Needs: Chromium, LibreOffice Writer, poppler-utils and fonts (Debian's packages are installed where they are missing and
 * apt may be used), a built `dist`. Last line: `N passed, N failed`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { degrees, PDFDocument, type PDFPage } from '@cantoo/pdf-lib';
import { chromium } from 'playwright-core';
import { drawRows, type Row } from './ocr/pages.js';
import { type Picture, readPpm } from './ocr/raster.js';
import { missingOffice } from './office.js';

const entry = new URL('../../dist/index.js', import.meta.url);
const { createScanner } = (await import(entry.href)) as typeof import('../../src/index.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-boxes-'));
const scanner = createScanner({
  reveal: true,
  today: '2026-12-31',
  entities: ['resident-id', 'mobile', 'bank-card'],
});
const DPI = 144;
/** Points that ink may reach over its box, and that a box may reach over its ink at either end of a number. */
const OVER = 0.8;
const SLACK = 1.6;
let passed = 0;
let failed = 0;

function check(name: string, faults: readonly string[]): void {
  if (faults.length === 0) passed++;
  else failed++;
  console.log(
    `${faults.length === 0 ? 'ok      ' : 'FAILED  '}${name}${faults.map((one) => `\n          ${one}`).join('')}`,
  );
}

const STYLE = `@page { size: A4; margin: 15mm } body { font: 10pt/1.4 'Liberation Sans', 'WenQuanYi Micro Hei'; margin: 0 }
b { color: #f00; font-weight: normal } table { border-collapse: collapse } td, th { border: .5pt solid #000; padding: 2pt 4pt; font-weight: normal }
section { position: relative; margin: 6pt 0 }`;

const red = (value: string): string => `<b>${value}</b>`;
const line = ({ name, id, mobile }: Row): string =>
  `${name}，身份证号：${red(id)}，联系电话：${red(mobile)}，特此公示。`;

/** Ways to set numbers on a page. */
const LAYOUTS: Readonly<Record<string, (rows: readonly Row[]) => string>> = {
  table: (rows) =>
    `<table><tr><th>姓名<th>身份证号<th>电话<th>银行卡号</tr>${rows
      .map((row) => `<tr><td>${row.name}<td>${red(row.id)}<td>${red(row.mobile)}<td>${red(row.card)}</tr>`)
      .join('')}</table>`,
  'narrow cells, numbers on several lines': (rows) =>
    `<table style="width:280pt"><tr><th>姓名<th>身份证号<th>电话</tr>${rows
      .map(
        (row) =>
          `<tr><td>${row.name}<td style="width:60pt;word-break:break-all">${red(row.id)}<td style="width:50pt;word-break:break-all">${red(row.mobile)}</tr>`,
      )
      .join('')}</table>`,
  'running text': (rows) => rows.map((row) => `<p style="margin:4pt 0">${line(row)}</p>`).join(''),
  'serif, spaced letters': (rows) =>
    rows
      .map(
        (row) =>
          `<p style="font-family:'Liberation Serif','AR PL UMing CN';letter-spacing:1pt">${line(row)}</p>`,
      )
      .join(''),
  'bold, in two sizes': (rows) =>
    rows
      .map(
        ({ id }) =>
          `<p>身份证号：${red(`<span style="font-size:14pt;font-weight:bold">${id.slice(0, 9)}</span>${id.slice(9)}`)}</p>`,
      )
      .join(''),
  'turned by a quarter': (rows) =>
    rows
      .slice(0, 4)
      .map(
        (row, i) =>
          `<p style="position:absolute;left:${30 + 24 * i}pt;top:20pt;width:420pt;transform-origin:0 0;transform:rotate(90deg);margin:0">${line(row)}</p>`,
      )
      .join(''),
  'vertical lines': (rows) =>
    `<div style="writing-mode:vertical-rl;height:600pt;position:absolute">${rows
      .slice(0, 4)
      .map((row) => `<p>${line(row)}</p>`)
      .join('')}</div>`,
  'scaled and small': (rows) =>
    `<div style="transform-origin:0 0;transform:scale(.62,.62)">${rows.map((row) => `<p>${line(row)}</p>`).join('')}</div>`,
};

/** What is done to the pages afterwards; boxes stay in the page's own coordinates. */
const CHANGES: Readonly<Record<string, (page: PDFPage) => void>> = {
  'as printed': () => undefined,
  'shown turned by 90°': (page) => page.setRotation(degrees(90)),
  'shown turned by 180°': (page) => page.setRotation(degrees(180)),
  'shown turned by 270°': (page) => page.setRotation(degrees(270)),
  cropped: (page) => page.setCropBox(20, 30, 550, 790),
  'origin moved': (page) => {
    page.translateContent(-200, 100);
    page.setMediaBox(-200, 100, 595.28, 841.89);
    page.setCropBox(-200, 100, 595.28, 841.89);
  },
  scaled: (page) => page.scale(1.7, 1.7),
};

interface Box {
  readonly page: number;
  readonly box: readonly [number, number, number, number];
}

/** From user space to pixels of the page as it is shown. */
function pixels({ box: [x0, y0, x1, y1] }: Box, page: PDFPage, { width, height }: Picture): number[] {
  const crop = page.getCropBox();
  const turn = ((page.getRotation().angle % 360) + 360) % 360;
  const scale = (turn % 180 === 0 ? width : height) / crop.width;
  const [l, r] = [(x0 - crop.x) * scale, (x1 - crop.x) * scale];
  const [t, b] = [(crop.y + crop.height - y1) * scale, (crop.y + crop.height - y0) * scale];
  if (turn === 90) return [width - b, l, width - t, r, scale];
  if (turn === 180) return [width - r, height - b, width - l, height - t, scale];
  if (turn === 270) return [t, height - r, b, height - l, scale];
  return [l, t, r, b, scale];
}

function faultsOf(picture: Picture, boxes: readonly Box[], page: PDFPage): string[] {
  const { width, height, rgb } = picture;
  const kind = new Uint8Array(width * height); // 1 red, 2 black
  for (let i = 0; i < kind.length; i++) {
    const [r, g] = [rgb[3 * i]!, rgb[3 * i + 1]!];
    if (r - g > 110) kind[i] = 1;
    else if (r < 110) kind[i] = 2;
  }
  const covered = new Uint8Array(kind.length);
  const faults: string[] = [];
  let [loose, dirty] = [0, 0];
  for (const box of boxes) {
    const [l, t, r, b, scale] = pixels(box, page, picture) as [number, number, number, number, number];
    const over = OVER * scale;
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
    let black = 0;
    for (let y = Math.max(0, Math.floor(t - over)); y < Math.min(height, b + over); y++) {
      for (let x = Math.max(0, Math.floor(l - over)); x < Math.min(width, r + over); x++) {
        covered[y * width + x] = 1;
        const inside = x >= l + 1 && x < r - 1 && y >= t + 1 && y < b - 1;
        if (kind[y * width + x] === 2 && inside) black++;
        if (kind[y * width + x] !== 1) continue;
        [x0, x1, y0, y1] = [Math.min(x0, x), Math.max(x1, x + 1), Math.min(y0, y), Math.max(y1, y + 1)];
      }
    }
    const fits = (before: number, behind: number): boolean =>
      before <= SLACK * scale && behind <= SLACK * scale;
    const [across, down] = [fits(x0 - l, r - x1), fits(y0 - t, b - y1)];
    const [wide, tall] = [r - l, b - t];
    // The way that a single digit is written does not show in its box.
    if (wide > 1.5 * tall ? !across : tall > 3 * wide ? !down : !across && !down) loose++;
    if (black > 6) dirty++;
  }
  let bare = 0;
  for (let i = 0; i < kind.length; i++) if (kind[i] === 1 && covered[i] === 0) bare++;
  if (bare > 0) faults.push(`${bare} red pixels lie in no box`);
  if (loose > 0) faults.push(`${loose} of ${boxes.length} boxes reach over their number, or hold none`);
  if (dirty > 0) faults.push(`${dirty} of ${boxes.length} boxes touch other text`);
  return faults;
}

/** Longer than what the reader leaves out: the end of the value is not a place of its own. */
async function compare(name: string, bytes: Uint8Array, least: number): Promise<void> {
  const document = await PDFDocument.load(bytes);
  const base = path.join(folder, 'page');
  fs.writeFileSync(`${base}.pdf`, bytes);
  const result = await scanner.scan({ name: 'a.pdf', bytes });
  const boxes = result.findings.flatMap(({ places }) =>
    places.flatMap((place) => (place.kind === 'page' ? [place] : [])),
  );
  const faults =
    result.findings.length < least ? [`${result.findings.length} of ${least} numbers found`] : [];
  execFileSync('pdftoppm', ['-cropbox', '-r', String(DPI), `${base}.pdf`, base]);
  const shown = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.ppm'))
    .sort();
  for (const [i, file] of shown.entries()) {
    const own = boxes.filter(({ page }) => page === i + 1);
    faults.push(...faultsOf(readPpm(path.join(folder, file)), own, document.getPages()[i]!));
    fs.rmSync(path.join(folder, file));
  }
  check(name, faults);
}

async function changed(bytes: Uint8Array, change: (page: PDFPage) => void): Promise<Uint8Array> {
  const document = await PDFDocument.load(bytes);
  for (const page of document.getPages()) change(page);
  return document.save();
}

function install(): void {
  const has = (program: string): boolean => spawnSync('which', [program]).status === 0;
  const fonts = spawnSync('fc-list', { encoding: 'utf8' }).stdout ?? '';
  const packages = [
    ...(has('chromium') ? [] : ['chromium']),
    ...(has('pdftoppm') ? [] : ['poppler-utils']),
    ...missingOffice(['writer', 'calc']),
    ...(/Liberation Sans/.test(fonts) ? [] : ['fonts-liberation']),
    ...(/UMing/.test(fonts) ? [] : ['fonts-arphic-uming']),
    ...(/WenQuanYi/.test(fonts) ? [] : ['fonts-wqy-microhei']),
  ];
  if (packages.length === 0) return;
  console.log(`installing ${packages.join(' ')}`);
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'ignore' });
}

/** The same page as Writer prints it. */
function written(html: string): Uint8Array {
  const file = path.join(folder, 'writer.html');
  fs.writeFileSync(file, html.replaceAll('<b>', '<font color="#ff0000">').replaceAll('</b>', '</font>'));
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const filter = [
    '--infilter=HTML (StarWriter)',
    '--convert-to',
    'pdf:writer_pdf_Export',
    '--outdir',
    folder,
  ];
  execFileSync('soffice', [profile, '--headless', ...filter, file], { stdio: 'ignore', timeout: 180_000 });
  return fs.readFileSync(path.join(folder, 'writer.pdf'));
}

install();
const browser = await chromium.launch({
  executablePath: spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim(),
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  const rows = drawRows(31, 8);
  const html = (body: string): string =>
    `<!DOCTYPE html><meta charset="utf-8"><style>${STYLE}</style><section>${body}</section>`;
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    await page.setContent(html(layout(rows)));
    const bytes = await page.pdf({ preferCSSPageSize: true });
    const few = /quarter|vertical/.test(name) ? 4 : 8;
    const least = few * (name === 'table' ? 3 : name.startsWith('bold') ? 1 : 2);
    for (const [change, apply] of Object.entries(CHANGES)) {
      if (change !== 'as printed' && !/^table|^running/.test(name) && change !== 'shown turned by 90°')
        continue;
      await compare(`Chromium: ${name}, ${change}`, await changed(bytes, apply), least);
    }
  }
  for (const name of ['table', 'running text']) {
    const bytes = written(html(LAYOUTS[name]!(rows)));
    await compare(`Writer: ${name}`, bytes, name === 'table' ? 24 : 16);
  }
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
