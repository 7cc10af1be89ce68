import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDocx } from './formats/docx/build-docx.js';
import { buildPdf, PdfPage, textWidth } from './formats/pdf/build-pdf.js';
import { buildZip } from './formats/zip/build-zip.js';

// The public interface as other tools see it: the built command line, its NDJSON, its exit codes.

const root = fileURLToPath(new URL('..', import.meta.url));
const main = path.join(root, 'dist/cli/main.js');
const run = promisify(execFile);
let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-contract-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly results: readonly Record<string, unknown>[];
  readonly summary: Record<string, unknown>;
}

async function scan(...args: string[]): Promise<Outcome> {
  const done = await run(
    process.execPath,
    [main, 'scan', '--format', 'ndjson', '--today', '2026-11-24', ...args],
    {
      maxBuffer: 1 << 26,
    },
  ).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  );
  return parse(done.code, done.stdout);
}

function parse(code: number, stdout: string): Outcome {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = lines.pop();
  return { code, results: lines, summary: last?.summary as Record<string, unknown> };
}

function write(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

/** The shape of a ScanResult: field → check. Unknown fields fail, so that nothing is published by accident. */
type Check = (value: unknown, at: string) => void;
const text: Check = (value, at) => expect(typeof value, at).toBe('string');
const number: Check = (value, at) => expect(typeof value, at).toBe('number');
const oneOf =
  (...words: string[]): Check =>
  (value, at) =>
    expect(words, at).toContain(value);
const list =
  (check: Check): Check =>
  (value, at) => {
    expect(Array.isArray(value), at).toBe(true);
    for (const [i, item] of (value as unknown[]).entries()) check(item, `${at}[${i}]`);
  };
const shape =
  (fields: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, at) => {
    const record = value as Record<string, unknown>;
    for (const [name, check] of Object.entries(fields)) check(record[name], `${at}.${name}`);
    for (const [name, field] of Object.entries(record)) {
      const check = fields[name] ?? optional[name];
      expect(check, `${at}.${name} is not in the contract`).toBeDefined();
      if (fields[name] === undefined) check!(field, `${at}.${name}`);
    }
  };
const box: Check = (value, at) => {
  list(number)(value, at);
  expect((value as number[]).length, at).toBe(4);
};
const place: Check = (value, at) => {
  const kinds: Record<string, Check> = {
    text: shape(
      { kind: text, part: text, channel: text, start: number, end: number, line: number, column: number },
      { near: shape({}, { paragraph: number, table: number, row: number, column: number }) },
    ),
    page: shape({ kind: text, part: text, channel: text, page: number, box }),
    cell: shape({ kind: text, part: text, channel: text, sheet: text, ref: text }),
  };
  const kind = kinds[(value as { kind: string }).kind];
  expect(kind, at).toBeDefined();
  kind!(value, at);
};
const finding = shape(
  {
    id: text,
    entity: text,
    masked: text,
    disposition: oneOf('leak', 'review', 'official', 'lawful', 'weak-mask', 'masked'),
    severity: oneOf('high', 'medium', 'low', 'info'),
    score: number,
    status: oneOf('valid', 'invalid', 'unverifiable'),
    evidence: list(shape({ code: text }, { text, count: number })),
    places: list(place),
  },
  {
    subtype: text,
    person: text,
    fingerprint: text,
    suggestion: shape(
      {
        action: oneOf('mask', 'generalize', 'remove', 'keep'),
        replacement: text,
        rule: text,
        basis: text,
        edits: list(shape({ place, replacement: text })),
      },
      { scope: oneOf('value', 'cell', 'row', 'column', 'item'), within: text },
    ),
  },
);
const scanResult = shape(
  {
    artifact: text,
    mediaType: text,
    verdict: oneOf('block', 'review', 'pass', 'incomplete'),
    findings: list(finding),
    persons: list(shape({ id: text, findings: list(text), place })),
    diagnostics: list(
      shape(
        { code: text, severity: oneOf('error', 'warning', 'info'), message: text },
        { place, detail: text },
      ),
    ),
    coverage: shape({
      units: number,
      read: number,
      unread: list(shape({ place: shape({ part: text }, { page: number }), code: text })),
    }),
  },
  { policy: text, proposedPolicy: shape({ policy: text, text }) },
);

/** Every result has the contract's shape; returns the findings with their result's artifact. */
function findings({
  results,
}: Outcome): { artifact: string; entity: string; places: readonly Record<string, number>[] }[] {
  return results.flatMap((result) => {
    scanResult(result, 'result');
    const artifact = result.artifact as string;
    return (result.findings as { entity: string; places: Record<string, number>[] }[]).map((one) => ({
      ...one,
      artifact,
    }));
  });
}

const ID = '440524188001010014';
const HTML = '<meta charset="utf-8"><p>身份证号：440524<b>1880</b>0101&#48;014</p>';

test('an HTML page: an ID split by tags and a reference is one finding with the written pieces as places', async () => {
  const outcome = await scan(write('page.html', HTML));
  const [found, ...more] = findings(outcome);
  expect(more).toEqual([]);
  expect(outcome.code).toBe(1);
  expect(found!.places.map(({ start, end }) => HTML.slice(start, end))).toEqual([
    '440524',
    '1880',
    '0101&#48;014',
  ]);
});

test('a GBK page, by its own bytes', async () => {
  const page = fs
    .readdirSync(path.join(root, 'corpus/site'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, 'corpus/site', name))
    .find((name) => name.endsWith('.html') && /charset="?gb/i.test(fs.readFileSync(name, 'latin1')));
  const outcome = await scan(page!);
  const source = new TextDecoder('gb18030').decode(fs.readFileSync(page!));
  const ids = findings(outcome).filter(({ entity }) => entity === 'resident-id');
  expect(ids.length).toBeGreaterThan(0);
  for (const { places } of ids) expect(source.slice(places[0]!.start, places[0]!.end)).toMatch(/\d/);
});

test('a DOCX: an ID over three runs is one finding, its places cut the XML', async () => {
  const run = (digits: string): string => `<w:r><w:t>${digits}</w:t></w:r>`;
  const body = `<w:p>${run('身份证号：440524')}${run('18800101')}${run('0014')}</w:p>`;
  const outcome = await scan(write('a.docx', await buildDocx(body)));
  const [found, ...more] = findings(outcome);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ entity: 'resident-id' });
  expect(found!.places).toHaveLength(3);
});

test('a PDF: an ID over two text items is one finding, its box covers the digits', async () => {
  const page = new PdfPage()
    .text(72, 700, 12, ID.slice(0, 9), { font: 'helvetica' })
    .text(72 + textWidth(ID.slice(0, 9), 12, 'helvetica'), 700, 12, ID.slice(9), { font: 'helvetica' });
  const outcome = await scan(write('a.pdf', buildPdf({ pages: [page] })));
  const [found, ...more] = findings(outcome);
  expect(more).toEqual([]);
  const box = found!.places[0]!.box as unknown as number[];
  expect(box[0]).toBeCloseTo(72, 0);
  expect(box[2]).toBeCloseTo(72 + textWidth(ID, 12, 'helvetica'), 0);
});

test('a zip, a folder and standard input', async () => {
  const zip = await buildZip([{ name: 'list/a.html', bytes: new TextEncoder().encode(HTML) }]);
  const inZip = findings(await scan(write('b.zip', zip)));
  expect(
    inZip.map(
      ({ artifact }) => path.basename(artifact.split('!')[0]!) + artifact.slice(artifact.indexOf('!')),
    ),
  ).toEqual(['b.zip!list/a.html']);
  const inFolder = await scan(folder);
  expect(new Set(findings(inFolder).map(({ artifact }) => path.basename(artifact)))).toContain('page.html');
  expect(inFolder.summary).toMatchObject({ verdict: 'block' });
  const outcome = await new Promise<Outcome>((resolve) => {
    const child = spawn(process.execPath, [
      main,
      'scan',
      '-',
      '--stdin-filename',
      'in.html',
      '--format',
      'ndjson',
    ]);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.on('close', (code) => resolve(parse(code ?? -1, stdout)));
    child.stdin.end(HTML);
  });
  expect(findings(outcome).map(({ entity }) => entity)).toEqual(['resident-id']);
});

test('no raw value stands anywhere in a report', async () => {
  const { results } = await scan(write('raw.txt', `身份证号：11010519491231002X，手机13800138000`));
  expect(findings({ code: 1, results, summary: {} })).toHaveLength(2);
  expect(JSON.stringify(results)).not.toMatch(/11010519491231002X|13800138000/);
});

test.each([
  [
    'a truncated PDF',
    'cut.pdf',
    () => buildPdf({ pages: [new PdfPage().text(72, 700, 12, 'hello')] }).slice(0, 400),
  ],
  ['a DOCX with broken XML', 'broken.docx', () => buildDocx('<w:p><w:r><w:t>x</w:t></w:r><w:tbl><w:tr')],
  ['a bomb', 'bomb.zip', () => buildZip([{ name: 'zeros', bytes: new Uint8Array(256 << 20) }])],
  ['an unknown binary', 'x.bin', () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)],
] as const)('%s ends with exit code 3 and says what was not read', async (_name, file, bytes) => {
  const outcome = await scan(write(file, await bytes()));
  expect(findings(outcome)).toEqual([]);
  expect(outcome.code).toBe(3);
  expect(outcome.results.some((result) => (result.coverage as { unread: unknown[] }).unread.length > 0)).toBe(
    true,
  );
  expect(outcome.summary).toMatchObject({ verdict: 'incomplete' });
});

test('the core loads no PDF, DOCX or XML parser before such a file comes', async () => {
  // A loader hook that prints the address of every module.
  const hook =
    'export async function load(url, context, next) { process._rawDebug(url); return next(url, context); }';
  const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${hook}`)});`;
  const script = `const { createScanner } = await import(${JSON.stringify(path.join(root, 'dist/index.js'))});
    createScanner().scanText('身份证号：11010519491231002X');`;
  const { stderr } = await run(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(register)}`,
    '--input-type=module',
    '-e',
    script,
  ]);
  expect(stderr).toContain('dist/index.js');
  // A handful of files: every module costs a third of a millisecond.
  const modules = stderr.match(/\/dist\/[\w./-]+\.js/g) ?? [];
  expect(modules).toEqual(['/dist/index.js', '/dist/scanner/later.js', '/dist/platform/node.js']);
  expect(stderr).not.toMatch(/pdfjs-dist|mammoth|fast-xml-parser|formats\/(?:pdf|docx)/);
});
