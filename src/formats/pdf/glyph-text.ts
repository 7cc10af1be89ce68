/**
 * What a glyph says, as text that a detector can read.
 *
 * Printers to PDF (Chromium with Noto CJK) map shared glyphs back to radicals: 广 comes out as U+2F34, 民 as
 * U+2EA0. NFKC folds all of the Kangxi radicals and 2 of 115 in the CJK Radicals Supplement, so the rest
 * stand here. Only these blocks are folded: full NFKC would turn ①138… into 1138….
 */

/**
 * Pairs of radical and ideograph.
 * Source: Unicode 14.0, EquivalentUnifiedIdeograph.txt, range U+2E80–2EF3 (Unicode licence v3).
 */
const RADICALS =
  '⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母' +
  '⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑' +
  '⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风' +
  '⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟';

const IDEOGRAPHS: ReadonlyMap<string, string> = (() => {
  const characters = [...RADICALS];
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < characters.length; i += 2) map.set(characters[i]!, characters[i + 1]!);
  return map;
})();

const PLAIN = /^[\u0020-\u007e\u3400-\u9fff\uff01-\uff5e]*$/;
const FOLDED = /[\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06]|[\u{2f800}-\u{2fa1d}]/gu;
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n\u2028\u2029]/g;
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd\ue000-\uf8ff]/;

/** @returns The glyph's text: radicals, compatibility ideographs and ligatures folded, one kind of space. */
export function glyphText(unicode: string): string {
  if (unicode.length === 1 && isPlain(unicode.charCodeAt(0))) return unicode;
  if (PLAIN.test(unicode)) return unicode;
  return unicode
    .replace(FOLDED, (character) => IDEOGRAPHS.get(character) ?? character.normalize('NFKC'))
    .replace(SPACES, ' ');
}

/** Control, private-use and replacement characters: a font whose glyphs read so has no usable map. */
export function unprintable(unicode: string): boolean {
  if (unicode.length === 1 && isPlain(unicode.charCodeAt(0))) return false;
  return UNPRINTABLE.test(unicode);
}

/** Of nearly every glyph; a pattern costs more than the glyph's place. */
function isPlain(unit: number): boolean {
  return (unit >= 0x20 && unit <= 0x7e) || (unit >= 0x3400 && unit <= 0x9fff);
}
