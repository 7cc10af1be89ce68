/** Prefixes of mobile numbers, by what they were given out for. */
import type { Build } from '../compile.js';
import { scoring, table } from '../rows.js';

/** Given out, but seldom or never to people: a number of eleven digits counts beside a label. */
const LABELLED: ReadonlySet<string> = new Set(['data', 'iot', 'emergency', 'satellite']);

export const build: Build = (read) => {
  const kinds: Record<string, string[]> = {};
  for (const row of table(read('segments.tsv'))) {
    for (const part of (row.prefix ?? '').split(',')) {
      const [from = '', to = from] = part.split('-');
      if (!/^1\d{2,4}$/.test(from)) continue;
      for (let prefix = Number(from); prefix <= Number(to); prefix++) {
        const kind =
          row.lib === 'n' && /^1[3-9]/.test(from) && LABELLED.has(row.kind ?? '')
            ? 'labelled'
            : (row.kind ?? '');
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
