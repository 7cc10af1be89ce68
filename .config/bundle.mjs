/**
 * Joins what `import 'leaklint'` loads into one file, `dist/index.js`: Node 20 spends a third of a millisecond on
 * every module, and the entry has more than a hundred. Formats, the publish gate and `apply` stay files of their own,
 * imported on first use.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
/** Read by `scanText` too, so they are in the file anyway. */
const WITHIN = /^formats\/(?:html|text)\/index\.js$/;

/** Leaves `import()` of a module of ours as it is, seen from `dist/`. */
const onFirstUse = {
  name: 'on-first-use',
  setup(host) {
    host.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: target, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = path.relative(dist, path.resolve(resolveDir, target)).replaceAll(path.sep, '/');
      return WITHIN.test(file) ? undefined : { path: `./${file}`, external: true };
    });
  },
};

await build({
  entryPoints: [path.join(dist, 'index.js')],
  outfile: path.join(dist, 'index.js'),
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  conditions: ['import'],
  external: ['#platform'],
  plugins: [onFirstUse],
  charset: 'utf8',
  sourcemap: 'linked',
  logLevel: 'warning',
});
