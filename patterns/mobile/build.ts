/** Prefixes of mobile numbers, by what they were given out for. */
import type { Build } from '../compile.js';
import { scoring, table } from '../rows.js';

export const build: Build = (read) => {
  const kinds: Record<string, string[]> = {};
  for (const row of table(read('segments.tsv'))) {
    for (const part of (row.prefix ?? '').split(',')) {
      const [from = '', to = from] = part.split('-');
      if (!/^1\d{2,4}$/.test(from)) continue;
      for (let prefix = Number(from); prefix <= Number(to); prefix++) {
        const kind = row.lib === 'n' && row.kind === 'data' ? 'labelled' : (row.kind ?? '');
        kinds[kind] ??= [];
        kinds[kind].push(String(prefix));
      }
    }
  }
  return [
    "import type { MobilePatterns } from '../entities/mobile/index.js';",
    '',
    'export const patterns: MobilePatterns = {',
    `  segments: ${JSON.stringify(Object.fromEntries(Object.entries(kinds).map(([kind, list]) => [kind, list.join(' ')])))},`,
    `  scoring: ${scoring(read('scoring.json'))},`,
    '};',
    '',
  ].join('\n');
};
