/** Issuer prefixes with the length of their cards. */
import type { Build } from '../compile.js';
import { scoring, table } from '../rows.js';

export const build: Build = (read) => {
  const bins = new Set<string>();
  for (const row of table(read('bins.tsv'))) bins.add(`${row.bin}/${row.length}`);
  return [
    "import type { BankCardPatterns } from '../entities/bank-card/index.js';",
    '',
    'export const patterns: BankCardPatterns = {',
    `  bins: '${[...bins].sort().join(' ')}',`,
    `  scoring: ${scoring(read('scoring.json'))},`,
    '};',
    '',
  ].join('\n');
};
