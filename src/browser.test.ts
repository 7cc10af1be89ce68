import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));

/** What `imports` of package.json give a browser, on the sources. */
const browserPlatform: Plugin = {
  name: 'browser-platform',
  setup(bundler) {
    bundler.onResolve({ filter: /^#platform$/ }, () => ({ path: path.join(root, 'platform/web.ts') }));
    bundler.onResolve({ filter: /^#scanner$/ }, () => ({ path: path.join(root, 'scanner/now.ts') }));
  },
};

test('the core bundles for a browser, without node: modules, and scans there', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(root, 'index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    write: false,
    metafile: true,
    plugins: [browserPlatform],
    // Loaded when the first such file comes; a page that scans text never asks for them.
    external: ['pdfjs-dist/*', 'mammoth', 'fast-xml-parser'],
  });
  expect(Object.keys(metafile.inputs).filter((input) => input.startsWith('node:'))).toEqual([]);
  const module = { exports: {} as typeof import('./index.js') };
  vm.runInNewContext(outputFiles[0]!.text, {
    module,
    exports: module.exports,
    TextDecoder,
    TextEncoder,
    performance,
    Uint8Array,
  });
  const result = module.exports
    .createScanner({ today: '2026-11-24' })
    .scanText('身份证号：110101190103070018。');
  expect(result.findings.map((finding) => finding.entity)).toEqual(['resident-id']);
});
