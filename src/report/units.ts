/**
 * Where an artifact belongs: the site and the column (栏目) that its name tells, and the unit that answers for it.
 *
 * Names are URLs (`https://www.example.gov.cn/zwgk/a.html`), paths (`site/zwgk/a.html`), or either with a way inward
 * (`site/b.zip!c.docx`, `crawl.warc.gz!https://www.example.gov.cn/a.html`).
 */

/** Site and column of an artifact. Both may be '' where the name tells none: a file in the scanned folder itself. */
export interface Belonging {
  readonly site: string;
  readonly column: string;
}

/** A row of a mapping: what begins with `prefix` belongs to `unit`. */
export interface UnitRule {
  readonly prefix: string;
  readonly unit: string;
}

const URL_HEAD = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;
/** A folder that a mirror was saved into is named by its host. */
const HOST_LIKE = /^(?=.{4,253}$)(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::\d{1,5})?$/i;

/** @returns Whether a folder is named by a host, as that of a mirror is. */
export function isHost(folder: string): boolean {
  return HOST_LIKE.test(folder);
}

/** @returns The file on disk or the page, without the way inward. */
export function outermost(artifact: string): string {
  const bang = artifact.indexOf('!');
  return bang < 0 ? artifact : artifact.slice(0, bang);
}

/**
 * @returns What an inspector calls a page: the file on disk with all that is inside it; of a web archive
 * (`crawl.warc.gz!https://…!c.docx`) the address of the record, without fragment.
 */
export function pageOf(artifact: string): string {
  const name = withoutArchive(artifact);
  return name === artifact ? outermost(artifact) : outermost(name).replace(/#.*$/s, '');
}

/** @returns The name without the web archive that it stands in: two archives of a site hold the same addresses. */
export function withoutArchive(artifact: string): string {
  const at = artifact.search(/![a-z][a-z0-9+.-]*:\/\//i);
  return at < 0 ? artifact : artifact.slice(at + 1);
}

/** The folders that all paths have in common say nothing, so that they are left out; URLs always have host and first folder. */
export class Places {
  readonly #common: readonly string[];

  /** @param artifacts All names that will be asked for; containers' contents may be among them. */
  constructor(artifacts: Iterable<string>) {
    let common: string[] | undefined;
    for (const artifact of artifacts) {
      const name = pageOf(artifact);
      if (URL_HEAD.test(name)) continue;
      const folders = segments(name).slice(0, -1);
      if (common === undefined) {
        common = folders;
        continue;
      }
      let same = 0;
      while (same < common.length && same < folders.length && common[same] === folders[same]) same++;
      common.length = same;
    }
    // A host is worth showing even where everything lies below it.
    const host = common?.findIndex((folder) => HOST_LIKE.test(folder)) ?? -1;
    this.#common = host < 0 ? (common ?? []) : common!.slice(0, host);
  }

  of(artifact: string): Belonging {
    const name = pageOf(artifact);
    const url = URL_HEAD.exec(name);
    if (url !== null) {
      const path = name.slice(url[0].length).replace(/[?#].*$/s, '');
      const folders = segments(path);
      const first = path.endsWith('/') || folders.length > 1 ? folders[0] : undefined;
      const site = url[1]!;
      return { site, column: first === undefined ? site : `${site}/${first}` };
    }
    const folders = segments(name).slice(0, -1).slice(this.#common.length);
    const [first, second] = folders;
    if (first === undefined) return { site: '', column: '' };
    if (HOST_LIKE.test(first))
      return { site: first, column: second === undefined ? first : `${first}/${second}` };
    return { site: '', column: first };
  }
}

/**
 * @param rules The longest prefix decides; it ends at a separator of the name, so that `a/b` is no prefix of `a/bc`.
 * @returns The unit of an artifact: by the rules, else the site, else the column, else ''.
 */
export function unitFinder(rules: readonly UnitRule[], places: Places): (artifact: string) => string {
  const units = new Map(rules.map(({ prefix, unit }) => [trimmed(prefix), unit]));
  const lengths = [...new Set([...units.keys()].map((prefix) => prefix.length))].sort((a, b) => b - a);
  return (artifact) => {
    for (const name of new Set([artifact, pageOf(artifact)].map(trimmed))) {
      for (const length of lengths) {
        if (length < name.length && !/[/\\!?#]/.test(name[length]!)) continue;
        const unit = units.get(name.slice(0, length));
        if (unit !== undefined) return unit;
      }
    }
    const { site, column } = places.of(artifact);
    return site === '' ? column : site;
  };
}

/**
 * Reads a mapping: CSV with two columns, prefix and unit (RFC 4180 quoting), `#` lines and empty lines left out,
 * a header line `prefix,unit` allowed.
 *
 * @throws RangeError that names the line.
 */
export function parseUnitRules(csv: string): UnitRule[] {
  const rules: UnitRule[] = [];
  for (const [index, line] of csv
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)].map(
      ([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
    );
    const [prefix = '', unit = ''] = fields;
    if (index === 0 && prefix.toLowerCase() === 'prefix') continue;
    if (fields.length !== 2 || prefix === '' || unit === '') {
      throw new RangeError(`line ${index + 1}: must be two fields, prefix and unit`);
    }
    rules.push({ prefix, unit });
  }
  return rules;
}

const segments = (path: string): string[] => path.split(/[/\\]+/).filter((one) => one !== '' && one !== '.');

const trimmed = (name: string): string => name.replace(/^(?:\.[/\\])+/, '').replace(/[/\\]+$/, '');
