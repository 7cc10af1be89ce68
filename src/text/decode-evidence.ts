/** What bytes and readings of them say about their charset. */

/**
 * Frequent characters of simplified and traditional running text and of official documents. GB bytes read as
 * Big5, or the reverse, give characters that are hardly ever used.
 */
const FREQUENT =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔号联址县乡镇村街电话姓证银账户' +
  '這個們來為國說時會對後過發經當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話內門兒東聲員論處義幾認條氣題爾變總電數報結務場計資統區隊決術領傳師觀號聯縣鄉鎮銀帳戶證請電臺灣';

let frequent: Uint8Array | undefined;

/** 1 for every unit of `FREQUENT`. */
function frequentUnits(): Uint8Array {
  if (frequent === undefined) {
    frequent = new Uint8Array(0x10000);
    for (let i = 0; i < FREQUENT.length; i++) frequent[FREQUENT.charCodeAt(i)] = 1;
  }
  return frequent;
}

/** @returns Share of frequent characters among the non-ASCII ones, 0 when there are none; U+FFFD counts against. */
export function commonShare(text: string): number {
  const known = frequentUnits();
  let common = 0;
  let all = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    all++;
    if (unit === 0xfffd) all += 3;
    else common += known[unit]!;
  }
  return all === 0 ? 0 : common / all;
}

/** Well-formed multi-byte sequences of UTF-8, and bytes that belong to none. A cut at the end is not counted. */
export function utf8Shape(bytes: Uint8Array): {
  multibyte: number;
  bad: number;
} {
  let multibyte = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i]!;
    const more =
      lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (more === 0) {
      i++;
      continue;
    }
    let width = 1;
    while (width <= more && i + width < bytes.length && (bytes[i + width]! & 0xc0) === 0x80) width++;
    if (more > 0 && width === more + 1) multibyte++;
    else if (i + width < bytes.length || more < 0) bad++;
    i += width;
  }
  return { multibyte, bad };
}

/**
 * UTF-16 without a byte order mark: its ASCII characters have a NUL on one side, always the same.
 *
 * @param sample The first bytes, an even number of them or all.
 */
export function looksLikeUtf16(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (sample.length < 4 || sample.indexOf(0) < 0) return undefined;
  let little = 0;
  let big = 0;
  let littleFits = 0;
  let bigFits = 0;
  const units = sample.length >> 1;
  for (let i = 0; i < units; i++) {
    const a = sample[2 * i]!;
    const b = sample[2 * i + 1]!;
    if (b === 0 && a !== 0) little++;
    if (a === 0 && b !== 0) big++;
    if (fits(a | (b << 8))) littleFits++;
    if (fits(b | (a << 8))) bigFits++;
  }
  if (little > big && littleFits >= 0.9 * units) return 'utf-16le';
  if (big > little && bigFits >= 0.9 * units) return 'utf-16be';
  return undefined;
}

/** A unit that Chinese or English text is made of. */
function fits(unit: number): boolean {
  return (
    (unit >= 0x20 && unit < 0x7f) ||
    (unit >= 9 && unit <= 13) ||
    (unit >= 0xa0 && unit < 0x250) ||
    (unit >= 0x2000 && unit < 0x2700) ||
    (unit >= 0x3000 && unit < 0x3130) ||
    (unit >= 0x3400 && unit < 0xa000) ||
    (unit >= 0xd800 && unit < 0xe000) ||
    (unit >= 0xff00 && unit < 0xfff0)
  );
}
