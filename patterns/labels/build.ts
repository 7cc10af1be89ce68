/** Label words and the character folding that makes them match in any script. */
import type { Build } from '../compile.js';
import { rows } from '../rows.js';

export const build: Build = (read) => {
  const words = rows(read('labels.tsv'));
  const pairs = rows(read('traditional.txt')).map((line) => line.replace(' ', ''));
  return [
    '/** `words`: lines of word, tab, kind. `simplified`: pairs of a character and its simplified form. */',
    'export const patterns: { readonly words: string; readonly simplified: string } = {',
    `  words: ${JSON.stringify(words.join('\n'))},`,
    `  simplified: ${JSON.stringify(pairs.join(''))},`,
    '};',
    '',
  ].join('\n');
};
