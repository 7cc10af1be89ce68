/**
 * Whose the mobiles of a list are: what no entry tells by itself, all of them do. A column of mobiles, a directory of bodies,
 * names that each have their number.
 */
import type { Cues } from './cues.js';
import { addOwner, type Draft } from './draft.js';
import { nameInCell } from './named.js';

/** Adds what the lists of a segment say to the evidence of their mobiles. */
export function judgeLists(drafts: readonly Draft[], cues: Cues): void {
  const mobiles = drafts.filter(({ candidate }) => candidate.entity === 'mobile');
  if (mobiles.length < DIRECTORY) return;
  directories(mobiles, cues);
  columns(mobiles);
  namesWithNumbers(mobiles, cues);
}

const has = ({ evidence }: Draft, codes: ReadonlySet<string>): boolean =>
  evidence.some(({ code }) => codes.has(code));

/** Rows of a column that make it a roster. */
const COLUMN = 5;
const LABELLED: ReadonlySet<string> = new Set(['label-phone']);

/** A column of mobiles under 电话 that nothing calls a body's: a list of persons, not the contact of a notice. */
function columns(mobiles: readonly Draft[]): void {
  const listed = mobiles.filter(
    (draft) =>
      (draft.cell !== undefined || draft.context.header.length > 0) &&
      draft.lean > 0 &&
      draft.lean < 1 &&
      has(draft, LABELLED),
  );
  if (listed.length < COLUMN) return;
  for (const draft of listed) addOwner(draft, { code: 'column-of-mobiles', count: listed.length });
}

/** Entries of a list of bodies that make it a directory. */
const DIRECTORY = 3;
/** Text before a value that is read for the name of a body. */
const ENTRY_REACH = 70;
const NEAR_BODY: ReadonlySet<string> = new Set(['organisation-near']);
const OF_PERSON: ReadonlySet<string> = new Set(['natural-person-near', 'label-private']);

/** A body, perhaps a name, a number, and so again and again: a directory of bodies, not of persons. */
function directories(mobiles: readonly Draft[], cues: Cues): void {
  const listed = mobiles.filter((draft) => {
    if (draft.cell !== undefined || !has(draft, NEAR_BODY) || has(draft, OF_PERSON)) return false;
    const { start } = draft.candidate.span;
    const entry = ENTRY.exec(draft.view.text.slice(Math.max(0, start - ENTRY_REACH), start));
    return entry !== null && cues.organisation.test(entry[1]!.slice(-6));
  });
  if (listed.length < DIRECTORY) return;
  for (const draft of listed) addOwner(draft, { code: 'directory-of-bodies', count: listed.length });
}

/** The word before a number, over a personal name and a landline between them. */
const ENTRY =
  /([\u4e00-\u9fff（）()]{3,40})(?:[\s:：,，、]{1,3}(?:[\d\-—]{7,14}[\s、,，/]{1,2})?[\u4e00-\u9fff]{0,4})?[\s:：]{0,3}$/;

/** Names with numbers that make a roster. */
const ROSTER = 4;
/** The entry is a body's, or the number is given out to be called. */
const GIVEN_OUT: ReadonlySet<string> = new Set([
  'label-contact',
  'label-official',
  'contact-person',
  'contact-table',
  'subject-body',
  'entry-of-body',
  'directory-of-bodies',
  'published-contacts',
  'list-of-contacts',
]);

/**
 * Several persons, each named right at a number, and no body whose contacts they are: a roster of staff or of anybody else,
 * whatever office a single entry names.
 */
function namesWithNumbers(mobiles: readonly Draft[], cues: Cues): void {
  const names = new Set<string>();
  const listed = mobiles.filter((draft) => {
    if (draft.candidate.masked === true || has(draft, GIVEN_OUT)) return false;
    // 红十字会；联系电话：戴少夏
    if (has(draft, NEAR_BODY) && has(draft, LABELLED)) return false;
    const name = nameAt(draft, cues);
    if (name !== undefined) names.add(name);
    return name !== undefined;
  });
  if (names.size < ROSTER || listed.length * 2 < mobiles.length) return;
  for (const draft of listed) addOwner(draft, { code: 'named-roster', count: names.size });
}

const NAME_REACH = 20;
const NAME =
  /(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,10}?)(?:同志|老师|医生|先生|女士)?[\s:：,，、(（|【—-]{0,4}(?:(?:联系)?电话|手机号?码?|[Tt][Ee]?[Ll]?)?[\s:：|]{0,3}$/;
/** Cells to the left of a number in which its name may stand. */
const CELLS = 3;

/** The personal name right before a number, or in a cell to its left. */
function nameAt({ candidate, cell, context, view }: Draft, cues: Cues): string | undefined {
  const { start } = candidate.span;
  const left = cell?.start ?? context.line.start;
  const before = view.simplified(Math.max(left, start - TITLED_REACH), start);
  const own = nameIn(NAME.exec(before.slice(-NAME_REACH))?.[1] ?? '', cues) ?? titledName(before, cues);
  if (own !== undefined || cell === undefined) return own;
  const row = view.tables.beside(cell);
  const at = row.indexOf(cell);
  for (let i = at - 1; i >= Math.max(0, at - CELLS); i--) {
    const { start, end } = row[i]!;
    if (end - start > NAME_REACH) continue;
    const name = nameInCell(view.simplified(start, end), cues.isName);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Units before a number in which a name and what its bearer is stand. */
const TITLED_REACH = 60;

/** 韩某某　党委副书记、乡长　138…: the name in front of the office. */
function titledName(before: string, { isName, roles }: Cues): string | undefined {
  const words = before
    .replace(SPACED_NAME, '$1$2')
    .trim()
    .split(/[\s|｜,，]+/);
  const title = words.at(-1);
  const name = words.at(-2);
  return title !== undefined && name !== undefined && roles.of(title)?.role === 'duty' && isName(name)
    ? name
    : undefined;
}

/** 谭　蓉: a name of two characters that is printed as wide as one of three. */
const SPACED_NAME =
  /(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[\u3000 ]{1,4}([\u4e00-\u9fff])(?![\u4e00-\u9fff])/g;

/** A name by itself, or behind an office: 副镇长袁丽君. */
function nameIn(word: string, { isName, roles }: Cues): string | undefined {
  if (isName(word)) return word;
  for (let length = 3; length > 1; length--) {
    const name = word.slice(-length);
    if (word.length > length && isName(name) && roles.of(word.slice(0, -length))?.role === 'duty')
      return name;
  }
  return undefined;
}
