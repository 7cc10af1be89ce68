/** Compiles the address data: lists stay text, split on first use, so that loading the module costs nothing. */
import type { Build } from '../compile.js';
import { scoring, table } from '../rows.js';

/** Rows of a data file without its comments, which start with `# `. */
function rows(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
}

const LEVELS = ['province', 'prefecture', 'county'];
/** Flags of short forms, as in `src/entities/address/lexicon.ts`. */
const SHORT = 16;
const COMMON = 32;
/** Bodies and heads of statistics among the names, which no address holds. */
const NO_PLACE = /直辖|单位|委员会|管理|海域|群岛|监狱|市辖区/u;

/** Kinds of zones that codes were given to: no name of one place. */
const GENERIC =
  /^(?:经济|技术|高新|产业|工业|开发|科技|旅游|管理|矿|新|郊|市|城|示范|试验|园)+区$|^[东南西北中]区$/u;

const ETHNIC =
  /(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族?|各族)+$/u;
const FULL_SUFFIX =
  /(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|矿区|省|市|州|盟|县|区|旗)$/u;

/** Names with their level; a name of several divisions has the coarsest. */
function names(text: string, outlying: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  const note = (name: string, levelName: string | undefined): void => {
    const level = LEVELS.indexOf(levelName ?? '');
    if (level >= 0) found.set(name, Math.min(level, found.get(name) ?? level));
  };
  for (const row of table(text)) {
    const name = (row.name ?? '').replace(/[（(].*$/u, '');
    if (/^[\u4e00-\u9fff]{2,16}$/u.test(name) && !NO_PLACE.test(name) && !GENERIC.test(name))
      note(name, row.level);
  }
  for (const row of outlying) {
    const [level, name] = row.split('\t') as [string, string];
    note(name, level);
  }
  return found;
}

/** `entry<TAB>name name …`: the level of a name, plus `SHORT` and `COMMON` for short forms (湖南, 长沙, 红河州). */
function divisions(history: string, outlying: readonly string[], commons: ReadonlySet<string>): string {
  const entries = names(history, outlying);
  const full = [...entries];
  const shorten = (base: string, level: number): void => {
    const known = entries.get(base);
    if (base.length < 2 || (known !== undefined && known % SHORT <= level)) return;
    entries.set(base, level + SHORT + (level > 0 && commons.has(base) ? COMMON : 0));
  };
  for (const [name, level] of full) {
    const bare = name.replace(FULL_SUFFIX, '');
    const base = bare.replace(ETHNIC, '');
    if (base !== name) shorten(base, level);
    // 台湾地区, 香港地区: as mainland documents write them.
    if (/^(?:台湾|香港|澳门)/u.test(name) && level === 0) shorten(`${base}地区`, level);
    if (name.endsWith('自治州') && base.length >= 2) shorten(`${base}州`, level);
    if (level <= 1 && bare !== base && bare !== name) shorten(bare, level);
  }
  const groups = new Map<number, string[]>();
  for (const [name, entry] of entries) {
    const group = groups.get(entry);
    if (group === undefined) groups.set(entry, [name]);
    else group.push(name);
  }
  return [...groups]
    .sort((a, b) => a[0] - b[0])
    .map(([entry, group]) => `${entry}\t${group.sort().join(' ')}`)
    .join('\n');
}

/** `kind<TAB>word word …`, a kind a line. */
function cues(lines: readonly string[]): string {
  const kinds = new Map<string, Set<string>>();
  for (const line of lines) {
    const [kind, word] = line.split('\t') as [string, string?];
    if (word === undefined || /\s/u.test(word)) throw new Error(`patterns/address/cues.txt: ${line}`);
    const words = kinds.get(kind);
    if (words === undefined) kinds.set(kind, new Set([word]));
    else words.add(word);
  }
  return [...kinds].map(([kind, words]) => `${kind}\t${[...words].join(' ')}`).join('\n');
}

/** `read` gives a file of this folder; the result is the source of a module that exports `patterns`. */
export const build: Build = (read) => {
  const fields: Record<string, string> = {
    divisions: divisions(
      read('../divisions/gb2260-history.tsv'),
      rows(read('outlying.txt')),
      new Set(rows(read('common-words.txt'))),
    ),
    towns: rows(read('towns.txt')).join('\n'),
    traditional: rows(read('traditional.txt')).join(''),
    units: rows(read('units.txt')).join('\n'),
    cues: cues(rows(read('cues.txt'))),
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
