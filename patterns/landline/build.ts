/** Area codes of fixed lines. */
import type { Build } from '../compile.js';
import { scoring, table } from '../rows.js';

export const build: Build = (read) =>
  [
    "import type { LandlinePatterns } from '../entities/landline/index.js';",
    '',
    'export const patterns: LandlinePatterns = {',
    `  areaCodes: '${[...new Set(table(read('area-codes.tsv')).map((row) => row.area_code))].sort().join(' ')}',`,
    `  scoring: ${scoring(read('scoring.json'))},`,
    '};',
    '',
  ].join('\n');
