/** Lines of a list, without comments. */
export function rows(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Reads the tables of `patterns/`: lines that start with `#` are comments, the first row names the columns. */
export function table(text: string): Record<string, string>[] {
  const lines = rows(text);
  const names = (lines.shift() ?? '').split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

/** The scoring table of an entity, without its source lines. */
export function scoring(text: string): string {
  const { source: _source, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** Module of an entity whose only data are its weights. */
export function scoringModule(text: string): string {
  return [
    "import type { Scoring } from '../core/index.js';",
    '',
    `export const patterns: { readonly scoring: Scoring } = { scoring: ${scoring(text)} };`,
    '',
  ].join('\n');
}
