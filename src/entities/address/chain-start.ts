/** Where a chain may start: how good a place of a clause is, and what a part is worth as the first. */
import { type Clause, GAP_NONE } from './clause.js';
import { BUILDING, GROUP, NUMBER, TOWN, UNIT } from './levels.js';
import {
  KIND_DIGIT,
  KIND_HAN,
  KIND_HARD,
  KIND_LETTER,
  KIND_MAYBE,
  KIND_SOFT,
  type Lexicon,
} from './lexicon.js';
import { BY_GAZETTEER, BY_POSITION, BY_SHORT, BY_SIDE, type Part, STUMP } from './part.js';

/** Within a word that no cue ends. */
export const UNNATURAL = -1.2;
/** 住所, 户籍 before 地. */
const LABEL_GOES_ON = /(?:所|户籍|居住|现居|暂住|租住|坐落)$/u;
/** 住宅, 住房, 住院: no value begins behind this 住. */
const NO_VALUE = '宅房院户所址建保持宿校';

/** How good a place `i` is for an address to start. */
export function startScore(lexicon: Lexicon, clause: Clause, i: number): number {
  if (i === 0 || clause.gap[i] !== GAP_NONE) return 0;
  const { text } = clause;
  const code = text.charCodeAt(i - 1);
  const kind = lexicon.kinds[code]!;
  if ((kind & (KIND_HAN | KIND_LETTER | KIND_DIGIT)) === 0) return code === 0x2d || code === 0x2f ? -0.6 : 0;
  if ((kind & KIND_DIGIT) !== 0) {
    let digits = 1;
    while (
      digits < 7 &&
      i - 1 - digits >= 0 &&
      (lexicon.kinds[text.charCodeAt(i - 1 - digits)]! & KIND_DIGIT) !== 0
    ) {
      digits++;
    }
    return digits >= 6 ? 0 : -1.2;
  }
  const name = nameBefore(lexicon, text, i);
  // Most names have three characters.
  if (name > 0) return name === 3 ? BEHIND_NAME : BEHIND_SHORT_NAME;
  for (const word of lexicon.starts.get(code) ?? []) {
    if (!text.startsWith(word, i - word.length)) continue;
    if (word === '住' && text[i] === '院') return UNNATURAL;
    if (word === '住' && NO_VALUE.includes(text[i]!)) break;
    // 住所地: no value begins inside the word.
    if (text[i] === '地' && LABEL_GOES_ON.test(word)) return UNNATURAL;
    return word.length > 1 || word === '住' ? 0.3 : 0;
  }
  // 公布了王某家5栋1单元801: a home, and its number.
  if (code === HOME && ((lexicon.kinds[text.charCodeAt(i)] ?? 0) & KIND_DIGIT) !== 0) return 0;
  if ((kind & (KIND_SOFT | KIND_HARD)) !== 0) return code === OF ? BEHIND_OF : -0.2;
  if ((kind & KIND_MAYBE) !== 0) return -0.5;
  return UNNATURAL;
}

/** 家. */
const HOME = 0x5bb6;
/** 的, behind which a name may begin as well as behind any word. */
const OF = 0x7684;
const BEHIND_OF = -0.19;
/** Behind the name of a person that is glued to a phone number. */
const BEHIND_NAME = 0.25;
const BEHIND_SHORT_NAME = 0.01;

/** 13800138000张三丰东风路6号: length of the person's name between the digits and `i`, 0 for none. */
function nameBefore(lexicon: Lexicon, text: string, i: number): number {
  for (let length = 2; length < 4; length++) {
    const start = i - length;
    if (start < 7 || (lexicon.kinds[text.charCodeAt(start - 1)]! & KIND_DIGIT) === 0) continue;
    if (!lexicon.surnames.has(text[start]!)) continue;
    let digits = 0;
    while (digits < 7 && (lexicon.kinds[text.charCodeAt(start - 1 - digits)]! & KIND_DIGIT) !== 0) digits++;
    if (digits === 7) return length;
  }
  return 0;
}

/** What a part loses, or wins, as the first of a chain. */
export function firstScore(part: Part, fresh: number): number {
  const { level, flags } = part;
  if (level === NUMBER || level > UNIT || level === GROUP || (flags & BY_SIDE) !== 0) return -2;
  // 住1栋2-302.
  if (level === BUILDING || level === UNIT) return fresh >= 0.3 ? -0.7 : fresh >= 0 ? -0.9 : -2;
  // 您购置的溪山云境22号楼2单元1901.
  if ((flags & BY_POSITION) !== 0) return fresh >= BEHIND_OF ? fresh - 0.6 : -3;
  // 13800138000 和洼北路: 和洼 is no name before 北路.
  if ((fresh === BEHIND_NAME || fresh === BEHIND_SHORT_NAME) && (flags & STUMP) !== 0) return -2;
  if ((flags & BY_SHORT) !== 0) return Math.max(fresh, -1) - 0.1;
  if ((flags & BY_GAZETTEER) === 0) return fresh;
  return Math.max(fresh, level === TOWN || part.end - part.start < 3 ? -0.7 : -0.2);
}
