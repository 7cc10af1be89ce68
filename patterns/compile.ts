/**
 * Compiles `patterns/` and the lists of detectors and formats into `src/generated/`.
 *
 * Every folder of `patterns/` that has a `build.ts` becomes `src/generated/<folder>.ts`. With `--check`
 * nothing is written; a difference ends with exit code 1.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a `patterns/<folder>/build.ts` exports as `build`: file reader in, TypeScript module out. */
export type Build = (read: (file: string) => string) => string;

const root = fileURLToPath(new URL('..', import.meta.url));
const target = path.join(root, 'src/generated');
const check = process.argv.includes('--check');
const outputs = new Map<string, string>();

const folders = (dir: string): string[] =>
  fs
    .readdirSync(path.join(root, dir), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const load = async (file: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(path.join(root, file)).href);

for (const folder of folders('patterns')) {
  const file = `patterns/${folder}/build.ts`;
  if (!fs.existsSync(path.join(root, file))) continue;
  const { build } = (await load(file)) as { build: Build };
  const read = (name: string): string => fs.readFileSync(path.join(root, 'patterns', folder, name), 'utf8');
  outputs.set(
    `${folder}.ts`,
    `// Compiled from patterns/${folder} by \`npm run generate\`. Do not edit.\n${build(read)}`,
  );
}

const detectors = folders('src/entities').filter((id) =>
  fs.existsSync(path.join(root, `src/entities/${id}/index.ts`)),
);
outputs.set(
  'detectors.ts',
  [
    '// Compiled from src/entities by `npm run generate`. Do not edit.',
    "import type { Detector } from '../core/index.js';",
    ...detectors.map((id) => `import { createDetector as ${camel(id)} } from '../entities/${id}/index.js';`),
    ...detectors
      .filter((id) => outputs.has(`${id}.ts`))
      .map((id) => `import { patterns as ${camel(id)}Patterns } from './${id}.js';`),
    '',
    '/** Every detector, with its compiled patterns. */',
    'export const detectors = (): Detector[] => [',
    ...detectors.map((id) => `  ${camel(id)}(${outputs.has(`${id}.ts`) ? `${camel(id)}Patterns` : ''}),`),
    '];',
    '',
  ].join('\n'),
);

const formats = folders('src/formats').filter((id) =>
  fs.existsSync(path.join(root, `src/formats/${id}/index.ts`)),
);
const rows: string[] = [];
for (const id of formats) {
  const { format } = (await load(`src/formats/${id}/index.ts`)) as {
    format: { id: string; mediaTypes: string[] };
  };
  rows.push(
    `  {\n    id: '${format.id}',\n    mediaTypes: [\n${format.mediaTypes.map((type) => `      '${type}',\n`).join('')}    ],\n    load: async () => (await import('../formats/${id}/index.js')).format,\n  },`,
  );
}
outputs.set(
  'formats.ts',
  [
    '// Compiled from src/formats by `npm run generate`. Do not edit.',
    "import type { FormatEntry } from '../core/index.js';",
    '',
    '/** Every format; its module is loaded when the first such file comes. */',
    'export const formats: readonly FormatEntry[] = [',
    ...rows,
    '];',
    '',
  ].join('\n'),
);

let changed = 0;
if (!check) fs.mkdirSync(target, { recursive: true });
for (const [name, content] of outputs) {
  const file = path.join(target, name);
  const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (before === content) continue;
  changed++;
  console.log(`${check ? 'differs' : 'wrote'} src/generated/${name} (${content.length} characters)`);
  if (!check) fs.writeFileSync(file, content);
}
for (const name of fs.readdirSync(target)) {
  if (outputs.has(name)) continue;
  changed++;
  console.log(`${check ? 'stale' : 'removed'} src/generated/${name}`);
  if (!check) fs.rmSync(path.join(target, name));
}
console.log(`${outputs.size} modules, ${changed} ${check ? 'out of date' : 'changed'}`);
if (check && changed > 0) process.exitCode = 1;
