/** Compiles the address data: lists stay text, split on first use, so that loading the module costs nothing. */
import type { Build } from '../compile.js';
import { scoring, table } from '../rows.js';

/** Rows of a data file without its comments, which start with `# `. */
function rows(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
}

const LEVELS = ['province', 'prefecture', 'county'];
/** Bodies and heads of statistics among the names, which no address holds. */
const NO_PLACE = /直辖|单位|委员会|管理|海域|群岛|监狱|市辖区|新疆生产建设兵团/u;

/** Kinds of zones that codes were given to: no name of one place. */
const GENERIC = /^(?:经济|技术|高新|产业|工业|开发|科技|旅游|管理|矿|新|郊|市|城|示范|试验|园)+区$/u;

/** `level<TAB>name`, coarse levels first, each name once. */
function divisions(text: string): string[] {
  const names = LEVELS.map(() => new Set<string>());
  for (const row of table(text)) {
    const level = LEVELS.indexOf(row.level ?? '');
    const name = (row.name ?? '').replace(/[（(].*$/u, '');
    if (level >= 0 && /^[\u4e00-\u9fff]{2,16}$/u.test(name) && !NO_PLACE.test(name) && !GENERIC.test(name))
      names[level]!.add(name);
  }
  return names.flatMap((set, level) => [...set].sort().map((name) => `${LEVELS[level]}\t${name}`));
}

/** `read` gives a file of this folder; the result is the source of a module that exports `patterns`. */
export const build: Build = (read) => {
  const fields: Record<string, string> = {
    divisions: [...divisions(read('../divisions/gb2260-history.tsv')), ...rows(read('outlying.txt'))].join(
      '\n',
    ),
    towns: rows(read('towns.txt')).join('\n'),
    common: rows(read('common-words.txt')).join('\n'),
    traditional: rows(read('traditional.txt')).join(''),
    units: rows(read('units.txt')).join('\n'),
    cues: rows(read('cues.txt')).join('\n'),
  };
  return [
    "import type { AddressPatterns } from '../entities/address/index.js';",
    '',
    'export const patterns: AddressPatterns = {',
    ...Object.entries(fields).map(([name, text]) => `  ${name}: ${JSON.stringify(text)},`),
    `  scoring: ${scoring(read('scoring.json'))},`,
    '};',
    '',
  ].join('\n');
};
