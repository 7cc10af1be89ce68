/** Steps from a value as published to nothing, by the kind of its column. */

/** One step: its name and what it makes of a value. */
export interface Level {
  readonly to: string;
  apply(value: string): string;
}

const REMOVED: Level = { to: 'removed', apply: () => '' };

const DATE = /^((?:19|20)\d{2})\D?(0?[1-9]|1[0-2])?(?:\D?(\d{1,2}))?\D?$/;

/** A birth date down to `parts` of year, month, day; as it is where it can't be read. */
function datePart(value: string, parts: 1 | 2): string {
  const date = DATE.exec(value);
  if (date === null) return value;
  const month = (date[2] ?? '').padStart(2, '0');
  return parts === 1 ? date[1]! : `${date[1]}-${month}`;
}

function band(value: string, width: number): string {
  const age = /^(\d{1,3})(?:周?岁)?$/.exec(value);
  return age === null ? value : String(Math.floor(Number(age[1]) / width));
}

/** Everything below the town: 六塘乡金塔村12号 → 六塘乡. As it is where no town is written. */
function town(value: string): string {
  const end = /^.{0,24}?(?:街道|[镇乡])(?!村|[东南西北中]?路)/u.exec(value)?.[0];
  return end ?? value;
}

/**
 * @param surname Length of the surname in UTF-16 code units.
 * @returns Levels from fine to coarse; the last one takes the column away.
 */
export function levelsOf(kind: string, surname: (name: string) => number): readonly Level[] {
  switch (kind) {
    case 'name':
      return [{ to: 'surname', apply: (value) => value.slice(0, surname(value || ' ')) }, REMOVED];
    case 'birth-date':
      return [
        { to: 'month', apply: (value) => datePart(value, 2) },
        { to: 'year', apply: (value) => datePart(value, 1) },
        { to: 'decade', apply: (value) => datePart(value, 1).slice(0, 3) },
        REMOVED,
      ];
    case 'age':
      return [
        { to: 'band-5', apply: (value) => band(value, 5) },
        { to: 'band-10', apply: (value) => band(value, 10) },
        REMOVED,
      ];
    case 'place':
      return [{ to: 'town', apply: town }, REMOVED];
    default:
      return [REMOVED];
  }
}
