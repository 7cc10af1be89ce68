import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { siteFiles } from './site.js';

const files = siteFiles();

test('the committed site is what the generator writes', () => {
  expect(files.size).toBeGreaterThanOrEqual(12);
  for (const [path, bytes] of files) {
    const kept = readFileSync(new URL(`../site/${path}`, import.meta.url));
    expect(kept.equals(bytes), `${path}: run npm run site`).toBe(true);
  }
});

test('the site is small enough to ship', () => {
  const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  expect(total).toBeLessThan(300_000);
});

test('every number in its text files is hollow', () => {
  for (const [path, bytes] of files) {
    if (!/\.(html|txt|csv)$/.test(path)) continue;
    const text = new TextDecoder(path.includes('weifang') ? 'gb18030' : 'utf-8').decode(bytes);
    for (const [id] of text.matchAll(/(?<![\dA-Za-z])\d{6}(19|20)\d{9}[\dX](?![\dA-Za-z])/g)) {
      expect(id.slice(6, 9), path).toBe('190');
    }
    for (const [mobile] of text.matchAll(/(?<![\d._=-])1[3-9]\d{9}(?![\d.])/g)) {
      expect(mobile.slice(4, 8), path).toBe('0000');
    }
  }
});
