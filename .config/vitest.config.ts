import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

const config: ViteUserConfig = defineConfig({
  root,
  resolve: {
    alias: { '#platform': `${root}src/platform/node.ts`, '#scanner': `${root}src/scanner/now.ts` },
  },
  test: {
    include: ['src/**/*.test.ts', 'patterns/**/*.test.ts', 'corpus/**/*.test.ts', 'benchmarks/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
export default config;
