/** Surnames, words that look like names, weights. */
import type { Build } from '../compile.js';
import { rows, scoring } from '../rows.js';

export const build: Build = (read) => {
  const lines = rows(read('surnames.txt'));
  const single = lines.filter((line) => !line.includes(' ')).join('');
  const compound = lines.flatMap((line) => line.split(' ').slice(1));
  const words = new Set(rows(read('not-names.txt')).flatMap((line) => line.split(' ')));
  return [
    "import type { PersonNamePatterns } from '../entities/person-name/index.js';",
    '',
    'export const patterns: PersonNamePatterns = {',
    `  surnames: ${JSON.stringify([...new Set(single)].join(''))},`,
    `  compound: ${JSON.stringify([...new Set(compound)].join(' '))},`,
    `  words: ${JSON.stringify([...words].join(' '))},`,
    `  scoring: ${scoring(read('scoring.json'))},`,
    '};',
    '',
  ].join('\n');
};
