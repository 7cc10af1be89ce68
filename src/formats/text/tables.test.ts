import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTables } from './tables.js';

const PIECES = [
  '\n',
  '\r\n',
  '\r',
  '\t',
  '|',
  '｜',
  '│',
  '─',
  '---',
  ',',
  ' ',
  '  ',
  '　',
  '\\',
  '"',
  '姓名',
  'a',
  '1',
  '张三 李四',
];

test('reading only the lines that can be rows finds the same cells as reading every line', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('csv', 'tsv', 'mixed'), (source, kind) => {
      const units = Uint16Array.from(source, (unit) => unit.charCodeAt(0));
      expect(findTables(source, kind, units)).toEqual(findTables(source, kind));
    }),
    { numRuns: 3000 },
  );
});
