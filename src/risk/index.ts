/** Re-identification risk of the tables of a document: who can still be told apart by what is left in a row. */
import type { Segment, TableRisk } from '../core/index.js';
import { adviseSteps, classesOf, coded, distinctValues } from './anonymity.js';
import { type ColumnWords, personTables } from './columns.js';

export type { ColumnWords } from './columns.js';
export { type MaskedCopies, maskedCopies } from './copies.js';

export interface RiskOptions {
  /** Wanted size of the smallest class. */
  readonly k: number;
  readonly words: ColumnWords;
  /** Length of a name's surname in UTF-16 code units. */
  surname(name: string): number;
}

/** @returns One entry for each table of persons that has a column besides the direct identifiers. */
export function tableRisks(segments: readonly Segment[], { k, words, surname }: RiskOptions): TableRisk[] {
  const risks: TableRisk[] = [];
  for (const segment of segments) {
    for (const { first, columns, records } of personTables(segment, words)) {
      const rows = records.length;
      const values = (role: readonly string[]) =>
        columns.flatMap((column, i) =>
          role.includes(column.role)
            ? [
                coded(
                  column,
                  records.map((record) => record[i]!),
                  surname,
                ),
              ]
            : [],
        );
      const quasi = values(['name', 'quasi']);
      const place = segment.map.locate(first.start, Math.max(first.end, first.start + 1))[0];
      if (quasi.length === 0 || place === undefined) continue;
      const classes = classesOf(
        quasi.map(({ codes }) => codes[0]!),
        rows,
      );
      risks.push({
        place,
        rows,
        columns,
        k: classes.k,
        unique: classes.unique,
        diversity: values(['sensitive']).map(({ column, codes }) => ({
          column: column.column,
          header: column.header,
          l: distinctValues(classes, codes[0]!),
        })),
        ...adviseSteps(quasi, rows, k),
      });
    }
  }
  return risks;
}
