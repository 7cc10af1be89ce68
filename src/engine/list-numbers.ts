/** The numbers and words of a line or cell of a list. */

/** A number as it is written in a list. */
export interface Member {
  readonly digits: string;
  /** Decimal places or grouped thousands. */
  readonly sum: boolean;
}

/** Digits of a number that is no serial number of the list and no small count. */
const LONG = 7;
/** 1,13812340001 are two cells, 12,345,678 is one sum. */
const NUMBER = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d[\d.]*\d/g;
/** Chinese words. */
export const WORD: RegExp = /[\u3400-\u9fff·]+/g;

/** The number that a cell or a line consists of, perhaps with a sign of money or a unit. */
export function numberOf(content: string): Member | undefined {
  const parts = /^[\s'"“”¥￥$+=]*(\d[\d,.\s-]*\d)[\s'"“”;；,，。]*[\u4e00-\u9fffa-zA-Z%³²]{0,3}\s*$/.exec(
    content,
  );
  if (parts === null) return undefined;
  const member = memberOf(parts[1]!);
  return member.digits.length >= LONG ? member : undefined;
}

/** Chinese characters and Latin letters are alike among themselves, every mark is itself. */
export function sideOf(character: string): string {
  if (/[\u3400-\u9fff]/.test(character)) return '字';
  return /[A-Za-z]/.test(character) ? 'a' : character.replace(/\s/, ' ');
}

function memberOf(written: string): Member {
  const sum = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+\.\d{1,3}$/.test(written);
  const digits = (sum ? written.replace(/\.\d+$/, '') : written).replace(/\D/g, '');
  return { digits, sum };
}

/** A person by a masked name, or as one addresses them: 张*, 李某某, 王女士, 老周, 陈师傅. */
export const ADDRESSED: RegExp =
  /[\u4e00-\u9fff](?:[*＊○●]{1,2}|某{1,2})(?![*＊○●某])|[\u4e00-\u9fff](?:先生|女士|同志|师傅|老师|小姐|阿姨|大爷|大妈|奶奶|爷爷)|^(?:老|小|阿)[\u4e00-\u9fff]$/;

/** Characters that end the names of appliances and fixtures; not those of 手机, 司机 and 收费站. */
const THING = /(?<![手司])[机器表泵阀灯杆井箱柜塔桩管罐炉锅闸栓牌床桌仪盘板]$/;
/** Entries of accounts. */
export const SUM: RegExp = /[费款息税]$/;

/** An appliance or a fixture. */
export const isThing = (word: string): boolean =>
  word.length > 1 && THING.test(word.replace(/[^\u3400-\u9fff]/g, ''));

/** Whether a line names an appliance or a fixture. */
export function namesThing(content: string): boolean {
  for (const [word] of content.matchAll(WORD)) if (isThing(word)) return true;
  return false;
}

/** A number in a line, from `start` to `end` of it. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly member: Member;
}

/** Part of a number that is written in groups. */
const GROUP_BEFORE = /\d[-‐–—·]$|(?<!\d)1\d\d $/;
const GROUP_BEHIND = /^[-‐–—·]\d/;

/** The long numbers of a line that no further groups adjoin. */
export function numbersIn(content: string): Found[] {
  const found: Found[] = [];
  for (const match of content.matchAll(NUMBER)) {
    const member = memberOf(match[0].replace(/[.,]$/, ''));
    const end = match.index + match[0].length;
    if (GROUP_BEFORE.test(content.slice(0, match.index)) || GROUP_BEHIND.test(content.slice(end))) continue;
    if (member.digits.length >= LONG) found.push({ start: match.index, end, member });
  }
  return found;
}

/** The word that ends all of these texts: what is said before every number of a list names it. */
export function sharedWord(texts: readonly string[]): string {
  if (texts.length < 3) return '';
  const ends = texts.map((text) => text.replace(/[\s:：#＃为是达]+$/, ''));
  const [first = ''] = ends;
  let length = 0;
  while (length < first.length && ends.every((end) => end.endsWith(first.slice(first.length - length - 1))))
    length++;
  return /[\u4e00-\u9fff]{2,10}$/.exec(first.slice(first.length - length))?.[0] ?? '';
}
