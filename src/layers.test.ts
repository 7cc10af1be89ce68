import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Folder → layer. Import from your own folder or a lower number only. */
const LAYERS: Readonly<Record<string, number>> = {
  core: 0,
  platform: 0,
  text: 1,
  checks: 1,
  entities: 2,
  formats: 2,
  engine: 3,
  policy: 3,
  risk: 3,
  encrypt: 4,
  report: 3,
  apply: 3,
  generated: 4,
  gate: 4,
  scanner: 5,
  'index.ts': 6,
  node: 7,
  serve: 8,
  lint: 9,
  cli: 9,
  cms: 8,
};

const files = fs
  .readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

const folder = (file: string): string => file.split(path.sep)[0]!;
const source = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const imports = (file: string): { from: string; typeOnly: boolean }[] =>
  [
    ...source(file).matchAll(
      /^\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)/gm,
    ),
  ].map((match) => ({
    from: match[2] ?? match[3]!,
    typeOnly: match[1] !== undefined,
  }));

/** Compiled data imports nothing at run time, so every layer may read it; the wiring lists stand at layer 4. */
const isData = (target: string): boolean =>
  folder(target) === 'generated' && imports(target).every(({ typeOnly }) => typeOnly);

test('every folder has a layer', () => {
  for (const file of files) expect(LAYERS[folder(file)], file).toBeDefined();
});

test('imports go to the own folder or a lower layer', () => {
  const wrong: string[] = [];
  for (const file of files) {
    for (const { from, typeOnly } of imports(file)) {
      if (!from.startsWith('.')) continue;
      const target = path
        .relative(root, path.resolve(root, path.dirname(file), from))
        .replace(/\.js$/, '.ts');
      if (folder(target) === folder(file) || isData(target) || typeOnly) continue;
      if (LAYERS[folder(target)]! >= LAYERS[folder(file)]!) wrong.push(`${file} → ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('one entity and one format know nothing of another, shared code aside', () => {
  const shared = new Set([
    'formats/cfb',
    'formats/ooxml',
    'formats/sheet',
    'formats/zip',
    'formats/pdf',
    'formats/ocr',
    'formats/metafile',
  ]);
  const wrong: string[] = [];
  for (const file of files) {
    const [group, own] = file.split(path.sep);
    if (group !== 'entities' && group !== 'formats') continue;
    for (const { from } of imports(file)) {
      if (!from.startsWith('.')) continue;
      const [otherGroup, other] = path
        .relative(root, path.resolve(root, path.dirname(file), from))
        .split(path.sep);
      if (otherGroup === group && other !== own && !shared.has(`${group}/${other}`))
        wrong.push(`${file} → ${from}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing below the command line and the node layer imports a node: module', () => {
  for (const file of files) {
    if (LAYERS[folder(file)]! >= 6 || file === path.join('platform', 'node.ts')) continue;
    expect(
      imports(file).filter(({ from }) => from.startsWith('node:')),
      file,
    ).toEqual([]);
  }
});

test('parsers live in formats only', () => {
  const parsers = /^(?:htmlparser2|entities|pdfjs-dist|mammoth|fast-xml-parser)/;
  for (const file of files) {
    if (folder(file) === 'formats') continue;
    expect(
      imports(file).filter(({ from }) => parsers.test(from)),
      file,
    ).toEqual([]);
  }
});

test('no list is spread into a call that adds to another: beyond some 100,000 items that overflows the stack', () => {
  const spread = /^(?! *\*).*\.(?:(?:push|unshift)\(\s*|splice\([^\n]*, )\.\.\./m;
  const own = /(?:^|\/)(?:e2e|fixtures)\/|(?:build|write)-/;
  const wrong = files.filter(
    (file) => !own.test(file.replaceAll(path.sep, '/')) && spread.test(source(file)),
  );
  expect(wrong).toEqual([]);
});
