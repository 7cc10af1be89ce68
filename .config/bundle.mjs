/**
 * Joins what `import 'leaklint'` loads into one file, `dist/index.js`: Node 20 spends a third of a millisecond on
 * every module, and the entry has more than a hundred. Formats, the publish gate and `apply` stay files of their own,
 * imported on first use.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
/** Formats that `scanText` reads too: what they share with the entry is in one file with it. */
const WITHIN = ['formats/html/index.js', 'formats/text/index.js'];

/** Leaves `import()` of a module of ours as it is, seen from `dist/`. */
const onFirstUse = {
  name: 'on-first-use',
  setup(host) {
    host.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: target, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = path.relative(dist, path.resolve(resolveDir, target)).replaceAll(path.sep, '/');
      return WITHIN.includes(file) ? undefined : { path: `./${file}`, external: true };
    });
  },
};

await build({
  entryPoints: ['index.js', ...WITHIN].map((file) => path.join(dist, file)),
  outdir: dist,
  outbase: dist,
  splitting: true,
  chunkNames: 'shared/[hash]',
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
