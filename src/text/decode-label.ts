/** Charset labels and the decoders behind them. */
import { platform } from '#platform';
import { latin1 } from './latin1.js';

/** Labels of Chinese producers that the Encoding Standard does not list. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['936', 'gb18030'],
  ['cp936', 'gb18030'],
  ['ms936', 'gb18030'],
  ['windows-936', 'gb18030'],
  ['euc-cn', 'gb18030'],
  ['euccn', 'gb18030'],
  ['gb-2312', 'gb18030'],
  ['gb_18030', 'gb18030'],
  ['gb-18030', 'gb18030'],
  ['gb2312-80', 'gb18030'],
  ['gb18030-2000', 'gb18030'],
  ['gb18030-2005', 'gb18030'],
  ['gb18030-2022', 'gb18030'],
  ['gbk2312', 'gb18030'],
  ['950', 'big5'],
  ['cp950', 'big5'],
  ['ms950', 'big5'],
  ['windows-950', 'big5'],
  ['utf_8', 'utf-8'],
  ['utf8mb4', 'utf-8'],
  ['utf-8n', 'utf-8'],
]);

/** Bytes in which a label is looked for: 1024, as the standard asks; pages with long comments need more. */
const PRESCANS: readonly number[] = [1024, 4096];
const PRESCAN = 4096;

/** @returns The WHATWG encoding name of a label (every GB label: `gb18030`), undefined for an unknown one. */
export function labelEncoding(label: string): string | undefined {
  const name = label.trim().toLowerCase();
  if (name === 'utf-8') return name;
  const alias = ALIASES.get(name);
  if (alias !== undefined) return alias;
  try {
    const { encoding } = new TextDecoder(name);
    return encoding === 'gbk' ? 'gb18030' : encoding;
  } catch {
    return undefined;
  }
}

/**
 * The charset that an HTML or XML text states about itself in its first 4096 bytes: `<meta charset>`,
 * `<meta http-equiv content="…charset=…">`, `<?xml encoding="…"?>`, `@charset "…"`.
 *
 * @param always Search even when the text does not start with `<` or `@`.
 * @returns An encoding name; a stated UTF-16 can't be true of bytes that were read as ASCII and becomes UTF-8.
 */
export function prescan(bytes: Uint8Array, always: boolean): string | undefined {
  if (!always && !startsWithMark(bytes)) return undefined;
  let stated: string | undefined;
  for (const reach of PRESCANS) {
    stated = statedIn(latin1(bytes.subarray(0, reach)), always);
    if (stated !== undefined || bytes.length <= reach) break;
  }
  const encoding = stated === undefined ? undefined : labelEncoding(stated);
  return encoding?.startsWith('utf-16') ? 'utf-8' : encoding;
}

/** A label in the head of a text; one that its end may cut is none. */
function statedIn(source: string, always: boolean): string | undefined {
  const head = source.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  if (!always && !/^\s*[<@]/.test(head)) return undefined;
  return (
    /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([^"'\s>]{1,40})["'\s>]/i.exec(head)?.[1] ??
    /^@charset\s+"([^"]{1,40})"/i.exec(head)?.[1] ??
    /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([^"'\s/>;]{1,40})["'\s/>;]/i.exec(head)?.[1]
  );
}

/** `<` or `@` behind white space or a comment, as far as a few units tell. */
function startsWithMark(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length && at < PRESCAN && (bytes[at]! <= 32 || bytes[at] === 0xa0)) at++;
  return bytes[at] === 0x3c || bytes[at] === 0x40;
}

/** @returns The text, or undefined when a byte is no character of the charset. Keeps a U+FEFF. */
export function fatal(charset: string, bytes: Uint8Array): string | undefined {
  if (charset === 'utf-8') return platform.utf8(bytes);
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Decodes with U+FFFD for what is no character. Never throws: an unknown charset reads as UTF-8. */
export function lenient(charset: string, bytes: Uint8Array, stream = false): string {
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes, {
      stream,
    });
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, {
      stream,
    });
  }
}

/** UTF-32, which no `TextDecoder` knows. Every four bytes give one code point or U+FFFD. */
export function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): { text: string; malformed: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: string[] = [];
  let chunk: number[] = [];
  let malformed = bytes.length % 4 !== 0;
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    let point = view.getUint32(i, littleEndian);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
      point = 0xfffd;
      malformed = true;
    }
    chunk.push(point);
    if (chunk.length === 4096) {
      chunks.push(String.fromCodePoint(...chunk));
      chunk = [];
    }
  }
  chunks.push(String.fromCodePoint(...chunk));
  return { text: chunks.join(''), malformed };
}
