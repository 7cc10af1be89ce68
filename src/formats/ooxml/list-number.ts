/** Numbers of lists as text. Source: ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat). */

const DIGITS = '〇一二三四五六七八九';
const SETS: Readonly<Record<string, string>> = {
  ideographTraditional: '甲乙丙丁戊己庚辛壬癸',
  ideographZodiac: '子丑寅卯辰巳午未申酉戌亥',
  decimalEnclosedCircle: '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳',
  decimalEnclosedCircleChinese: '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳',
  decimalEnclosedParen: '⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇',
  decimalEnclosedFullstop: '⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛',
  ideographEnclosedCircle: '㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉',
};
const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];
/** Letters and Roman numerals of larger numbers would be pages long; Word stops near it. */
const MAX_LETTERS = 780;
const MAX_ROMAN = 4999;

/**
 * @param format `w:numFmt`; unknown ones count in Arabic digits, as in Word.
 * @param custom `w:format` of a custom one: `001, 002, 003, ...`.
 */
export function listNumber(value: number, format: string, custom: string = ''): string {
  const plain = String(value);
  if (value < 0) return plain;
  const set = SETS[format];
  if (set !== undefined) return value > 0 ? (set[value - 1] ?? plain) : plain;
  switch (format) {
    case 'none':
    case 'bullet':
      return '';
    case 'decimalZero':
      return plain.padStart(2, '0');
    case 'custom':
      return plain.padStart(/^0*1(?=,|$)/.exec(custom)?.[0].length ?? 0, '0');
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return plain.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    case 'numberInDash':
      return `- ${plain} -`;
    case 'upperRoman':
      return roman(value);
    case 'lowerRoman':
      return roman(value).toLowerCase();
    case 'upperLetter':
      return letters(value);
    case 'lowerLetter':
      return letters(value).toLowerCase();
    case 'chineseCounting':
    case 'taiwaneseCounting':
      return value < 100 ? counted(value) : digitwise(value);
    case 'chineseCountingThousand':
    case 'taiwaneseCountingThousand':
    case 'japaneseCounting':
      return counted(value);
    case 'chineseLegalSimplified':
    case 'ideographLegalTraditional':
      return legal(value, format);
    case 'ideographDigital':
    case 'taiwaneseDigital':
    case 'japaneseDigitalTenThousand':
      return digitwise(value);
    default:
      return plain;
  }
}

function digitwise(value: number): string {
  return String(value).replace(/\d/g, (digit) => DIGITS[Number(digit)]!);
}

/** 十二, 一百零三, 一千零二十; digits one by one from ten thousand. */
function counted(value: number): string {
  if (value === 0 || value > 9999) return digitwise(value);
  const text = places(value, DIGITS, ['', '十', '百', '千']).replace(/〇/g, '零');
  return value >= 10 && value < 20 ? text.slice(1) : text;
}

function legal(value: number, format: string): string {
  const traditional = format === 'ideographLegalTraditional';
  const digits = traditional ? '零壹貳參肆伍陸柒捌玖' : '零壹贰叁肆伍陆柒捌玖';
  return value === 0 || value > 9999 ? String(value) : places(value, digits, ['', '拾', '佰', '仟']);
}

function places(value: number, digits: string, units: readonly string[]): string {
  const written = String(value);
  let text = '';
  let zero = false;
  for (let i = 0; i < written.length; i++) {
    const digit = Number(written[i]);
    if (digit === 0) {
      zero = true;
      continue;
    }
    if (zero) text += digits[0]!;
    zero = false;
    text += digits[digit]! + units[written.length - 1 - i]!;
  }
  return text;
}

function roman(value: number): string {
  if (value === 0 || value > MAX_ROMAN) return String(value);
  let rest = value;
  let text = '';
  for (const [amount, sign] of ROMAN) {
    text += sign.repeat(Math.floor(rest / amount));
    rest %= amount;
  }
  return text;
}

/** A … Z, AA, BB … ZZ, AAA. */
function letters(value: number): string {
  if (value === 0 || value > MAX_LETTERS) return String(value);
  return String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}
