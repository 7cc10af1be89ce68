import { expect, test } from 'vitest';
import { resolveReferences } from './references.js';

test('a value without character references costs its own length, not a walk to the end of the page', () => {
  const source = `<p title="${'好'.repeat(30)}">${'好'.repeat(2e7)}`;
  const before = process.cpuUsage();
  for (let i = 0; i < 2000; i++) expect(resolveReferences(source, 10, 40).text).toBe('好'.repeat(30));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(1);
});

test('references of a value are resolved, those behind it are not its own', () => {
  const source = 'x=1&#51;8&amp;2" y=&lt;';
  const { text } = resolveReferences(source, 2, 15);
  expect(text).toBe('138&2');
  expect(resolveReferences(source, 0, 2).text).toBe('x=');
});
