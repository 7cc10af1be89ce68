/**
 * Joins what `import 'leaklint'` loads: Node 20 spends a third of a millisecond on every module, and parses what it
 * imports. The scanner is made twice (`src/scanner/README.md`): as a script with its tables in files beside it, which
 * Node loads with the first scanner, and as a module for browsers and bundlers. Formats, the publish gate and `apply`
 * stay files of their own, imported on first use.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const scanner = path.join(dist, 'scanner');
/** Formats that `scanText` reads too. */
const WITHIN = ['formats/html/index.js', 'formats/text/index.js'];
/** UTF-16 units from which a table is a file of its own. */
const LONG = 4096;

/** Leaves `import()` of a module of ours as it is, seen from `dist/scanner/`. */
const onFirstUse = {
  name: 'on-first-use',
  setup(host) {
    host.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: target, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = path.relative(dist, path.resolve(resolveDir, target)).replaceAll(path.sep, '/');
      return WITHIN.includes(file) ? undefined : { path: `../${file}`, external: true };
    });
  },
};

/** Reads a table with the first use of its property, which then holds it. */
const READ = `function read(owner, name, file, encoding) {
  const value = require('node:fs').readFileSync(require('node:path').join(__dirname, file), encoding);
  Object.defineProperty(owner, name, { value });
  return value;
}`;

/** Long tables become files of UTF-16, or of Latin-1 where that holds them: Node copies those, and decodes nothing. */
const tablesApart = {
  name: 'tables-apart',
  setup(host) {
    host.onLoad({ filter: /[\\/]dist[\\/]generated[\\/][\w-]+\.js$/ }, async ({ path: file }) => {
      const { patterns = {} } = await import(pathToFileURL(file).href);
      const isLong = (value) => typeof value === 'string' && value.length >= LONG;
      if (!Object.values(patterns).some(isLong)) return undefined;
      const fields = Object.entries(patterns).map(([name, value]) => {
        if (!isLong(value)) return `${name}: ${JSON.stringify(value)}`;
        const encoding = /^[\0-\xff]*$/.test(value) ? 'latin1' : 'utf16le';
        const table = `${path.basename(file, '.js')}.${name}.${encoding}`;
        fs.writeFileSync(path.join(scanner, table), value, encoding);
        return `get ${name}() { return read(this, '${name}', '${table}', '${encoding}'); }`;
      });
      return { contents: `${READ}\nexport const patterns = { ${fields.join(', ')} };` };
    });
  },
};

const options = {
  bundle: true,
  allowOverwrite: true,
  platform: 'neutral',
  format: 'esm',
  target: 'es2022',
  conditions: ['import'],
  external: ['#platform', '#scanner'],
  plugins: [onFirstUse],
  charset: 'utf8',
  sourcemap: 'linked',
  logLevel: 'warning',
};

await build({
  ...options,
  entryPoints: [path.join(scanner, 'index.js')],
  outfile: path.join(scanner, 'scanner.cjs'),
  platform: 'node',
  format: 'cjs',
  plugins: [onFirstUse, tablesApart],
  // One byte a unit is parsed faster than two.
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcesContent: false,
});
await build({
  ...options,
  entryPoints: [path.join(scanner, 'now.js')],
  outfile: path.join(scanner, 'now.js'),
});
await build({ ...options, entryPoints: [path.join(dist, 'index.js')], outfile: path.join(dist, 'index.js') });
