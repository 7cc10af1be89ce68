/**
 * Conditional formats against LibreOffice: a sheet for each condition, filled by chance, with letters that turn white where it
 * holds. LibreOffice writes them as ODS, flat ODF, XLSX and XLS, and as HTML, in which it states the colour that it shows. Every cell
 * that is white there has to be hidden here, and no other.
 *
 * Cells hold texts, numbers and nothing: of truth values, errors, and texts beside numbers Excel and LibreOffice think differently.
 * Needs: LibreOffice Calc (Debian's package is installed where there is none and apt may be used). Last line: `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_LIMITS, type Format, ScanBudget } from '../../src/core/index.js';
import { format as odf } from '../../src/formats/odf/index.js';
import { format as xls } from '../../src/formats/xls/index.js';
import { format as xlsx } from '../../src/formats/xlsx/index.js';
import { installOffice } from './office.js';

/** As for A2, the first cell of the range. */
const FORMULAS = [
  ...['$D2="否"', '$D2<>"是"', 'D2="否"', '$D1="否"', '$D3="否"', '$A$1="姓名"', 'B$1="证件"', '$H$1=1'],
  ...['$H$2>5', '$H$9=""', '$H$9=0', 'A2=A1', 'A2=A3', 'A2<>""', 'A14=""', '$F2=$F1', '$D2>$F2', '$E2'],
  ...['AND($D2="否",$E2>50)', 'OR($D2="否",$E2>50)', 'NOT($D2="是")', 'IF($D2="是",$E2>20,$E2<20)'],
  ...['ISBLANK($G2)', 'LEN($G2)=0', '$G2=""', '$G2=0', 'ISNUMBER($G2)', 'ISTEXT($G2)', 'TRIM($D2)="否"'],
  ...[
    'LEFT($B2,3)="110"',
    'RIGHT($C2,1)="1"',
    'VALUE(LEFT($C2,3))=138',
    'EXACT($D2,"否")',
    '$D2&$F2="否张三"',
  ],
  ...['ISNUMBER(SEARCH("张",$F2))', 'ISNUMBER(FIND("否",$D2))', 'MOD(ROW(),2)=0', 'MOD($E2,3)=1'],
  ...['INT($E2/10)=5', 'ABS($E2-50)<20', '$E2+1>$H$2*10', '$C2*1>13800138004', 'IFERROR(1/$H$9,TRUE)'],
  ...['COUNTIF($F$2:$F$13,$F2)>1', 'COUNTIF($F$2:$F2,$F2)>1', 'COUNTIF($B$2:$B$13,$B2)>1'],
  ...['COUNTIF($D$2:$D$13,"否")>3', 'COUNTIF($E$2:$E$13,">50")>4', 'COUNTIF($E$2:$E$13,"<>50")>1'],
  ...['COUNTIF($A2:$G2,"否")>0', 'COUNTIF($E$2:$E$13,$E2)>1', 'COUNTA($A2:$G2)=7', 'COUNTBLANK($A2:$G2)>0'],
  ...['COUNT($A2:$G2)=2', 'SUM($E$2:$E$13)>600', 'SUM($E$2:$E2)>200', '$E2=MAX($E$2:$E$13)'],
  '$E2=MIN($E$2:$E$13)',
];
/** In LibreOffice's words. */
const COMPARISONS = ['=[.$D$2]', '=[.A1]', '>[.$E$3]', '<=[.$E2]', '!=[.$D$3]', 'between([.$E$2],[.$E$4])'];
const ROWS = 13;
const SEEDS = [1, 2, 3];
const FILES: readonly (readonly [string, Format])[] = [
  ['ods', odf],
  ['fods', odf],
  ['xlsx', xlsx],
  ['xls', xls],
];
/** Where Excel holds a text against a number, and LibreOffice does not. */
const EXCEL_DIFFERS: ReadonlySet<string> = new Set(['>[.$E$3]', '<=[.$E2]', 'between([.$E$2],[.$E$4])']);

function chance(seed: number): <T>(of: readonly T[]) => T {
  let state = seed;
  return (of) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return of[(state >> 8) % of.length]!;
  };
}

function odfFormula(formula: string): string {
  const cell = String.raw`\$?[A-H]\$?\d+`;
  return formula
    .replace(new RegExp(`(?<![A-Z"])(${cell}):(${cell})`, 'g'), '[.$1;.$2]')
    .replace(new RegExp(`(?<![A-Z".$])(${cell})(?![\\d\\]])`, 'g'), '[.$1]')
    .replace(/\[\.([^\];]+);/g, '[.$1:')
    .replaceAll(',', ';');
}

function source(conditions: readonly string[], seed: number): string {
  const pick = chance(seed);
  const quoted = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const cell = (value: string | number | undefined): string => {
    if (value === undefined) return '<table:table-cell/>';
    const type = typeof value === 'number' ? `float" office:value="${value}` : 'string';
    return `<table:table-cell office:value-type="${type}"><text:p>${value}</text:p></table:table-cell>`;
  };
  const row = (values: readonly (string | number | undefined)[]): string =>
    `<table:table-row>${values.map(cell).join('')}</table:table-row>`;
  const names = ['张三', '李四', '王五', '张小明', '赵六'];
  const ids = ['110101190103070018', '110101190103070026', '43062119020815002X'];
  const sheets = conditions.map((condition, i) => {
    const rows = Array.from({ length: ROWS - 1 }, (_, at) =>
      row([
        ...[pick(names.slice(0, 3)), pick(ids), 13_800_138_000 + at, pick(['是', '否', '否 '])],
        ...[pick([10, 20, 50, 51, 77, 95]), pick(names), pick([undefined, 'x', 0, 3, 7])],
        ...(at === 0 ? [5] : []),
      ]),
    );
    const head = row(['姓名', '证件', '手机', '公开', '数', '名', '备', 1]);
    const format = `<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="s${i}.A2:s${i}.G13"><calcext:condition calcext:apply-style-name="White" calcext:value="${quoted(condition)}" calcext:base-cell-address="s${i}.A2"/></calcext:conditional-format></calcext:conditional-formats>`;
    return `<table:table table:name="s${i}">${head}${rows.join('')}${format}</table:table>`;
  });
  const uris = Object.entries({
    ...OASIS,
    calcext: 'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0',
  });
  const spaces = uris.map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`).join(' ');
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:styles><style:style style:name="White" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style></office:styles><office:body><office:spreadsheet>${sheets.join('')}</office:spreadsheet></office:body></office:document>`;
}

const OASIS = {
  ...Object.fromEntries(
    ['office', 'style', 'text', 'table'].map((name) => [
      name,
      `urn:oasis:names:tc:opendocument:xmlns:${name}:1.0`,
    ]),
  ),
  fo: 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0',
};

function convert(file: string, extension: string, folder: string): void {
  const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
  spawnSync('soffice', [profile, '--headless', '--convert-to', extension, '--outdir', folder, file], {
    stdio: 'ignore',
    timeout: 180_000,
  });
}

/** By sheet, the cells whose letters LibreOffice shows in white. */
function whiteCells(html: string): Map<string, Set<string>> {
  const sheets = new Map<string, Set<string>>();
  for (const table of html.split('<A NAME="table').slice(1)) {
    const name = /<em>(.*?)<\/em>/.exec(table)?.[1] ?? '';
    const white = new Set<string>();
    for (const [row, cells] of table.split('<tr>').slice(1).entries()) {
      for (const [column, [, inner = '']] of [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].entries()) {
        if (/#ffffff/i.test(inner) && !inner.includes('<br>')) white.add(`${'ABCDEFGH'[column]}${row + 1}`);
      }
    }
    sheets.set(name, white);
  }
  return sheets;
}

async function hiddenCells(file: string, format: Format): Promise<Map<string, Set<string>>> {
  const sheets = new Map<string, Set<string>>();
  const context = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const bytes = new Uint8Array(fs.readFileSync(file));
  const { segments } = await format.extract({ name: path.basename(file), bytes }, context);
  for (const { cells = [], map } of segments) {
    for (const place of cells.flatMap(({ start, end }) => map.locate(start, end))) {
      if (place.kind !== 'cell' || place.channel !== 'hidden' || /^[A-Z]1$/.test(place.ref)) continue;
      sheets.set(place.sheet, (sheets.get(place.sheet) ?? new Set()).add(place.ref));
    }
  }
  return sheets;
}

installOffice(['calc']);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-conditions-'));
const conditions = [...FORMULAS.map((one) => `formula-is(${odfFormula(one)})`), ...COMPARISONS];
let passed = 0;
let failed = 0;
for (const seed of SEEDS) {
  const first = path.join(folder, `made${seed}.fods`);
  fs.writeFileSync(first, source(conditions, seed));
  // LibreOffice's own files, not ours, are what is read.
  convert(first, 'ods', folder);
  const saved = path.join(folder, `made${seed}.ods`);
  for (const extension of ['xlsx', 'xls', 'html', 'fods']) convert(saved, extension, folder);
  const white = whiteCells(fs.readFileSync(path.join(folder, `made${seed}.html`), 'utf8'));
  for (const [extension, format] of FILES) {
    const hidden = await hiddenCells(path.join(folder, `made${seed}.${extension}`), format);
    for (const [i, condition] of conditions.entries()) {
      if (extension.startsWith('xls') && EXCEL_DIFFERS.has(condition)) continue;
      // No function of Excel 2003: its name stands in another part of the file.
      if (extension === 'xls' && condition.includes('IFERROR')) continue;
      const [shown, read] = [white.get(`s${i}`) ?? new Set(), hidden.get(`s${i}`) ?? new Set()];
      const missing = [...shown].filter((ref) => !read.has(ref));
      const more = [...read].filter((ref) => !shown.has(ref));
      if (missing.length + more.length === 0) passed++;
      else {
        failed++;
        console.log(
          `✗ ${extension} ${seed} ${condition}: missing ${missing.join(' ')}; too many ${more.join(' ')}`,
        );
      }
    }
  }
  const count = [...white.values()].reduce((sum, { size }) => sum + size, 0);
  console.log(`seed ${seed}: ${conditions.length} conditions, ${count} white cells`);
}
fs.rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
