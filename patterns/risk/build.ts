/** What column headers say about the values below them. */
import type { Build } from '../compile.js';
import { table } from '../rows.js';

export const build: Build = (read) => {
  const words: Record<string, [role: string, kind: string]> = {};
  for (const { role = '', kind = '', word = '' } of table(read('columns.tsv'))) words[word] = [role, kind];
  return [
    '/** Header word → role and kind. */',
    `export const patterns: Readonly<Record<string, readonly [role: string, kind: string]>> = ${JSON.stringify(words)};`,
    '',
  ].join('\n');
};
