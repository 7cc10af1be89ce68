/** Words that tell what a document, a line or a table is. */
import type { Build } from '../compile.js';
import { rows, table } from '../rows.js';

export const build: Build = (read) => {
  const cues: Record<string, string[]> = {};
  for (const { kind = '', word = '' } of table(read('cues.tsv'))) {
    cues[kind] ??= [];
    cues[kind].push(word);
  }
  for (const { kind = '', word = '' } of table(read('roles.tsv'))) {
    cues[`role.${kind}`] ??= [];
    cues[`role.${kind}`]!.push(word);
  }
  const names = rows(read('../person-name/surnames.txt'));
  cues['role.surname'] = [...new Set(names.filter((line) => !line.includes(' ')).join(''))];
  return [
    '/** Kind of cue → words. */',
    `export const patterns: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(cues)};`,
    '',
  ].join('\n');
};
