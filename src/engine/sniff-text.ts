/** Kinds of text: mark-up, mail, data, prose. */
import { platform } from '#platform';
import { decodeText } from '../text/decode.js';
import { latin1 } from '../text/latin1.js';

/** Bytes that decide. */
const HEAD = 64 * 1024;
/** Bytes that are decoded first: prose needs no more. */
const START = 16 * 1024;
/** Bytes that are decoded where nothing but the first word can tell. */
const BEGINNING = 1024;
/** Units of it that are looked at where no mark-up, mail or archive begins. */
const LOOKED_AT = 4096;
/** Every so many bytes are looked at for control characters; odd, so that no width of a record hides them. */
const PROBE = 13;

/** XML by what its first 64 KB say. */
const XML_KINDS: readonly (readonly [pattern: RegExp, mediaType: string])[] = [
  [
    /<(?:\w+:)?package\b[^>]{0,2000}schemas\.microsoft\.com\/office\/2006\/xmlPackage/,
    'application/vnd.ms-office.flat-opc+xml',
  ],
  [/progid="Word\.Document"|<(?:\w+:)?wordDocument\b/, 'application/vnd.ms-word.2003+xml'],
  [
    /progid="Excel\.Sheet"|<(?:\w+:)?Workbook\b[^>]{0,2000}urn:schemas-microsoft-com:office:spreadsheet/,
    'application/vnd.ms-excel.2003+xml',
  ],
  [/<(?:\w+:)?document\b[^>]{0,2000}opendocument/, 'application/vnd.oasis.opendocument.text-flat-xml'],
  [/<(?:\w+:)?svg\b/, 'image/svg+xml'],
  [/<html[\s>]/i, 'application/xhtml+xml'],
];

const HTML =
  /^<(?:!doctype\s+html|html|head|body|title|meta|table|script|style|div|p|br|h[1-6]|a|font|center|span|ul|ol|form|iframe|link|base|img|b|i|section|article|main|nav|header|footer)\b/i;
const MAIL_FIELD =
  /^(?:from|to|cc|subject|date|mime-version|received|return-path|message-id|content-type|content-transfer-encoding|delivered-to|x-[\w-]+|reply-to|sender|dkim-signature|authentication-results|arc-[\w-]+)[ \t]*:/i;

/** Types of text that only a name can tell. */
export const TEXT_BY_NAME: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  tab: 'text/tab-separated-values',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  ndjson: 'application/x-ndjson',
  geojson: 'application/json',
  ini: 'text/plain',
  conf: 'text/plain',
  yaml: 'text/plain',
  yml: 'text/plain',
  sql: 'text/plain',
  vcf: 'text/vcard',
  ics: 'text/calendar',
};

/** How nearly every page begins: no more has to be decoded to know what it is. */
const PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)[\s>]/i;

/**
 * @param head The first kilobyte as ISO-8859-1.
 * @param extension Of the file's name, lower case.
 * @returns undefined for binary data.
 */
export function sniffText(
  bytes: Uint8Array,
  head: string,
  extension: string,
  hint: string | undefined,
): string | undefined {
  if (PAGE.test(head) && !hasControls(bytes)) return 'text/html';
  const start = proseStart(bytes) ?? wholeStart(bytes);
  if (start === undefined) return undefined;
  if (start.startsWith('{\\rtf')) return 'application/rtf';
  if (/^WARC\/[01]\.\d/.test(start)) return 'application/warc';
  if (isMail(start)) {
    // A web archive is a mail whose root is `multipart/related`; browsers and Word save them.
    const head = start.slice(0, 4096);
    const saved =
      /^content-type[ \t]*:[ \t]*multipart\/related/im.test(head) && !/^received[ \t]*:/im.test(head);
    return saved || extension === 'mht' || extension === 'mhtml' ? 'multipart/related' : 'message/rfc822';
  }
  if (/^<\?xml\b/i.test(start)) {
    return XML_KINDS.find(([pattern]) => pattern.test(start))?.[1] ?? 'application/xml';
  }
  const markup = start.replace(/^(?:<!--[\s\S]*?-->\s*)+/, '');
  if (start.includes('<') && (HTML.test(markup) || /<(?:html|body|table)[\s>]/i.test(start.slice(0, 4096))))
    return 'text/html';
  if (start.startsWith('<')) {
    const kind = XML_KINDS.find(([pattern]) => pattern.test(start.slice(0, 4096)))?.[1];
    if (kind !== undefined) return kind;
    if (extension === 'html' || extension === 'htm' || hint === 'text/html') return 'text/html';
    if (/^<[\p{L}_][\p{L}\p{N}_.:-]*(?:[\s/>])/u.test(start) && extension === 'xml') return 'application/xml';
  }
  const named = TEXT_BY_NAME[extension];
  if (named !== undefined) return named;
  if (hint !== undefined && (hint === 'text/html' || Object.values(TEXT_BY_NAME).includes(hint))) return hint;
  if (extension === 'html' || extension === 'htm') return 'text/html';
  if (/^[[{]/.test(start) && isJson(bytes)) return 'application/json';
  return 'text/plain';
}

const LEADING = /^[\ufeff\s\0]+/;
/** What more than the start of a text tells: mark-up, mail, a web archive, RTF, JSON. */
const TELLING = /^(?:[<{[]|[!-9;-~]+[ \t]*:|WARC\/)/;

/** Nothing but what may be the name of a field, without the colon behind it. */
const CUT_WORD = /^[!-9;-~]+[ \t]*$/;

/** The text without leading white space; undefined for binary data. */
function wholeStart(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, HEAD);
  const { text } = decodeText(evenCut(head, bytes.length));
  return looksBinary(head, text) ? undefined : text.replace(LEADING, '');
}

/**
 * The start of what is plainly prose in UTF-8, as most texts are, without decoding all of the head; undefined where that
 * has to decide. A control character that falls between the probes makes no difference: the file is read as text then.
 */
function proseStart(bytes: Uint8Array): string | undefined {
  if (hasControls(bytes)) return undefined;
  const head = wholeCharacters(bytes, START);
  let beginning: string | undefined;
  if (bytes.length > BEGINNING && hasNoMarks(head)) beginning = utf8Start(wholeCharacters(bytes, BEGINNING));
  // A word that is cut may be the name of a field.
  if (beginning !== undefined && CUT_WORD.test(beginning)) beginning = undefined;
  const start = beginning ?? utf8Start(head);
  if (start === undefined || TELLING.test(start)) return undefined;
  return beginning !== undefined || start.length >= LOOKED_AT || bytes.length <= START ? start : undefined;
}

/** UTF-8 without a tag or a NUL: only how it begins can tell that it is no prose. */
function hasNoMarks(head: Uint8Array): boolean {
  const units = latin1(head);
  return !units.includes('<') && !units.includes('\0') && platform.isUtf8(head);
}

/** The text without leading white space; undefined where it is empty or no UTF-8. */
function utf8Start(bytes: Uint8Array): string | undefined {
  const { text, charset, malformed } = decodeText(bytes);
  if (charset !== 'utf-8' || malformed) return undefined;
  const start = text.replace(LEADING, '');
  return start === '' ? undefined : start;
}

/** So many bytes at most, no character of UTF-8 cut. */
function wholeCharacters(bytes: Uint8Array, most: number): Uint8Array {
  let end = Math.min(bytes.length, most);
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** Control characters among the bytes that are probed. */
function hasControls(bytes: Uint8Array): boolean {
  const last = Math.min(bytes.length, HEAD);
  for (let i = 0; i < last; i += PROBE) {
    const byte = bytes[i]!;
    if (byte < 9 || byte === 127 || (byte > 13 && byte < 32)) return true;
  }
  return false;
}

/** A sample must not end inside a character. */
function evenCut(head: Uint8Array, total: number): Uint8Array {
  if (head.length >= total) return head;
  let end = head.length;
  while (end > head.length - 4 && head[end - 1]! >= 0x80) end--;
  return head.subarray(0, end);
}

function looksBinary(head: Uint8Array, text: string): boolean {
  if (head.length === 0) return true;
  let control = 0;
  let bad = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 32 ? !(unit >= 8 && unit <= 13) && unit !== 27 && unit !== 31 && unit !== 26 : unit === 127)
      control++;
    else if (unit === 0xfffd) bad++;
  }
  return control > text.length / 50 || bad > text.length / 8;
}

function isMail(start: string): boolean {
  if (!MAIL_FIELD.test(start)) return false;
  const lines = start.slice(0, 8192).split(/\r\n?|\n/, 60);
  let fields = 0;
  for (const line of lines) {
    if (line === '') break;
    if (MAIL_FIELD.test(line)) fields++;
    else if (!/^[ \t]|^[!-9;-~]+:/.test(line)) return false;
  }
  return (
    fields >= 2 &&
    lines.some((line) => /^(?:mime-version|content-type|received|message-id|date)[ \t]*:/i.test(line))
  );
}

function isJson(bytes: Uint8Array): boolean {
  if (bytes.length > 1024 * 1024) return /^\s*[[{]\s*["[{\d]/.test(decodeText(bytes.subarray(0, 256)).text);
  try {
    JSON.parse(decodeText(bytes).text);
    return true;
  } catch {
    return false;
  }
}
