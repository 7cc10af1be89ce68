/** Bytes to characters by Windows code page. Source: RTF 1.9.1, "Font Table" (`\fcharset`), "Code Page Support". */

/** `\fcharset` → code page; 0 and 1 mean the document's own. */
export const CHARSETS: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  130: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};

const LABELS: Readonly<Record<number, string>> = {
  // A superset of code page 936; ICU's own `gbk` loses characters.
  936: 'gb18030',
  54936: 'gb18030',
  950: 'big5',
  932: 'shift_jis',
  949: 'euc-kr',
  874: 'windows-874',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  10000: 'macintosh',
  65001: 'utf-8',
};

export class CodePage {
  readonly #decoder: TextDecoder;
  readonly #known = new Map<number, string>();
  readonly page: number;

  constructor(page: number) {
    this.page = page;
    this.#decoder = new TextDecoder(LABELS[page] ?? 'windows-1252');
  }

  /** Several bytes may make one character. */
  get wide(): boolean {
    return [936, 54936, 950, 932, 949, 65001].includes(this.page);
  }

  /** @returns How many bytes the character takes that begins with these; more than given: go on reading. */
  length(first: number, second: number | undefined): number {
    if (first < 0x80 || !this.wide) return 1;
    if (this.page === 65001) return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (this.page === 932 && first >= 0xa0 && first <= 0xdf) return 1;
    if (first === 0x80 || first === 0xff) return 1;
    const quad = LABELS[this.page] === 'gb18030' && second !== undefined && second >= 0x30 && second <= 0x39;
    return quad ? 4 : 2;
  }

  decode(bytes: readonly number[]): string {
    let key = 0;
    for (const byte of bytes) key = key * 256 + byte;
    let text = this.#known.get(key);
    if (text === undefined) {
      text = this.#decoder.decode(Uint8Array.from(bytes));
      this.#known.set(key, text);
    }
    return text;
  }
}
