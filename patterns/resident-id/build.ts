/** Address codes of every edition of GB/T 2260 that a resident ID number may carry, and the weights. */
import type { Build } from '../compile.js';
import { rows, scoring, table } from '../rows.js';

export const build: Build = (read) => {
  const codes = table(read('../divisions/gb2260-history.tsv'))
    .map((row) => row.code ?? '')
    .filter((code) => /^\d{6}$/.test(code) && !code.endsWith('0000'));
  const permits = ['810000', '820000', '830000'];
  return [
    "import type { ResidentIdPatterns } from '../entities/resident-id/index.js';",
    '',
    'export const patterns: ResidentIdPatterns = {',
    `  addressCodes: '${[...new Set([...codes, ...permits])].sort().join('')}',`,
    `  specimens: ${JSON.stringify(rows(read('specimens.txt')))},`,
    `  scoring: ${scoring(read('scoring.json'))},`,
    '};',
    '',
  ].join('\n');
};
