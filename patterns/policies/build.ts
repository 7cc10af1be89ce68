/** Policies: checked against the schema, then written out without the lines that say where they come from. */
import { resolvePolicy } from '../../src/policy/resolve.js';
import type { PolicySource } from '../../src/policy/types.js';
import type { Build } from '../compile.js';

/** In the order in which they are listed to a user. */
const NAMES = [
  'default',
  'strict',
  'publicity-list',
  'student-aid',
  'court',
  'penalty',
  'contact-notice',
  'bank-display',
];

export const build: Build = (read) => {
  const sources: Record<string, PolicySource> = {};
  for (const name of NAMES) {
    const policy = JSON.parse(read(`${name}.json`)) as PolicySource;
    if (policy.id !== name) throw new Error(`patterns/policies/${name}.json: id must be ${name}`);
    for (const field of ['source', 'edition', 'taken', 'licence'] as const) {
      if (policy[field] === undefined) throw new Error(`patterns/policies/${name}.json: ${field} is missing`);
    }
    sources[name] = policy;
  }
  for (const name of NAMES) resolvePolicy(name, sources);
  const entries = NAMES.map((name) => {
    const { source: _source, edition: _edition, taken: _taken, licence: _licence, ...rest } = sources[name]!;
    return `  ${JSON.stringify(name)}: ${JSON.stringify(rest)},`;
  });
  return [
    "import type { Policies } from '../policy/index.js';",
    '',
    'export const patterns: Policies = {',
    ...entries,
    '};',
    '',
  ].join('\n');
};
