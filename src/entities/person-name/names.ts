/** What looks like a personal name: a surname, and one or two characters behind it that make no word of ours. */
import type { PersonNamePatterns } from './index.js';

/** Characters that end words of places, bodies and things, and hardly a name; 张某 is masked. */
const NOT_AT_END = /某|[村镇县乡市省区路街巷局厅部所院校站组户元月日号码费款额项表栋幢室楼业厂店字色]$/;

export interface NameReader {
  /** Whether two to four characters look like a name. */
  known(name: string): boolean;
  /** Words that begin with a surname and are no name. */
  words(): ReadonlySet<string>;
}

/** Reads its tables on first use. */
export function nameReader(patterns: Omit<PersonNamePatterns, 'scoring'>): NameReader {
  let tables: { single: Set<string>; compound: Set<string>; words: Set<string> } | undefined;
  const read = () =>
    (tables ??= {
      single: new Set(patterns.surnames),
      compound: new Set(patterns.compound.split(' ')),
      words: new Set(patterns.words.split(' ')),
    });
  return {
    known(name) {
      const { single, compound, words } = read();
      if (words.has(name) || NOT_AT_END.test(name)) return false;
      if (name.length > 2 && compound.has(name.slice(0, 2))) return true;
      return name.length > 1 && name.length < 4 && single.has(name.charAt(0));
    },
    words: () => read().words,
  };
}
