/** Where a Chinese name's surname ends. */

/** Surnames of two characters that are in use. Own list of common knowledge, 2026-11-24. */
const COMPOUND =
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 歐陽 東方 獨孤 南宮 諸葛 尉遲 聞人 澹臺 皇甫 鍾離 長孫';
const compound: ReadonlySet<string> = new Set(COMPOUND.split(' '));

/** UTF-16 code units of the surname: two for a compound one of a name that is longer, else one character. */
export function surnameLength(name: string): number {
  if (name.length > 2 && compound.has(name.slice(0, 2))) return 2;
  return name.codePointAt(0)! > 0xffff ? 2 : 1;
}
