/**
 * The header of an archived record.
 *
 * Sources: ISO 28500:2017 (WARC 1.1) § 4; Internet Archive, "ARC File Format" (1996), version 1 URL records.
 */
import { decodeEntryText } from '../zip/entry-name.js';

export type RecordType =
  | 'warcinfo'
  | 'response'
  | 'resource'
  | 'request'
  | 'metadata'
  | 'revisit'
  | 'conversion'
  | 'continuation'
  | 'other';

export interface RecordHeader {
  readonly type: RecordType;
  /** Bytes of the header, its empty line included. */
  readonly length: number;
  /** Bytes of the block behind it. */
  readonly blockLength: number;
  readonly url: string;
  /** As written in a WARC, ISO 8601; made from the 14 digits of an ARC. Empty when there is none. */
  readonly date: string;
  /** Of the block. */
  readonly contentType: string;
  /** Header fields by lower-case name; the last of a name wins. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Longer headers are taken for damage. */
export const MAX_HEADER: number = 64 * 1024;

const TYPES: ReadonlySet<string> = new Set([
  'warcinfo',
  'response',
  'resource',
  'request',
  'metadata',
  'revisit',
  'conversion',
  'continuation',
]);
const LF = 0x0a;
const CR = 0x0d;
const ARC_LINE = /^(\S+) (\S+) (\d{14}) (.*) (\d{1,15})\r?$/;

/**
 * @param at Where a record should begin.
 * @returns `more` when the bytes end inside what may be a header; undefined when no record begins there.
 */
export function readRecordHeader(bytes: Uint8Array, at: number): RecordHeader | 'more' | undefined {
  const mark = 'WARC/';
  for (let i = 0; i < mark.length; i++) {
    if (at + i >= bytes.length) return 'more';
    if (bytes[at + i] !== mark.charCodeAt(i)) return readArcHeader(bytes, at);
  }
  const end = headerEnd(bytes, at);
  if (end < 0) return end !== NONE && bytes.length - at < MAX_HEADER ? 'more' : undefined;
  const fields = readFields(decodeEntryText(bytes.subarray(at, end), 0));
  const length = fields.get('content-length') ?? '';
  if (!/^\d{1,15}$/.test(length)) return undefined;
  const type = (fields.get('warc-type') ?? '').toLowerCase();
  return {
    type: TYPES.has(type) ? (type as RecordType) : 'other',
    length: end - at,
    blockLength: Number(length),
    // WARC 1.0 writers put the URL in angle brackets, as its grammar said by mistake.
    url: (fields.get('warc-target-uri') ?? '').replace(/^<(.*)>$/, '$1'),
    date: fields.get('warc-date') ?? '',
    contentType: fields.get('content-type') ?? '',
    fields,
  };
}

function readArcHeader(bytes: Uint8Array, at: number): RecordHeader | 'more' | undefined {
  // The line holds a URL, which starts with the letters of a scheme.
  if (!isLetter(bytes[at]!)) return undefined;
  const limit = Math.min(bytes.length, at + 8192);
  const end = bytes.subarray(at, limit).indexOf(LF);
  if (end < 0) return limit === bytes.length && bytes.length - at < 8192 ? 'more' : undefined;
  const match = ARC_LINE.exec(decodeEntryText(bytes.subarray(at, at + end), 0));
  if (match === null) return undefined;
  const [, url = '', , stamp = '', contentType = '', length = ''] = match;
  const date = stamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
  const type = url.startsWith('filedesc:') ? 'warcinfo' : /^https?:/i.test(url) ? 'response' : 'resource';
  return {
    type,
    length: end + 1,
    blockLength: Number(length),
    url,
    date,
    contentType: type === 'response' ? 'application/http' : contentType.split(' ')[0]!,
    fields: new Map(),
  };
}

function isLetter(byte: number): boolean {
  return (byte | 32) >= 0x61 && (byte | 32) <= 0x7a;
}

/** No header ends here, however much follows. */
const NONE = -2;

/** @returns Offset behind the empty line that ends a header block; below 0 when there is none. */
export function headerEnd(bytes: Uint8Array, at: number): number {
  const limit = Math.min(bytes.length, at + MAX_HEADER);
  for (let i = bytes.indexOf(LF, at); i >= 0 && i < limit; i = bytes.indexOf(LF, i + 1)) {
    if (bytes[i + 1] === LF) return i + 2;
    if (bytes[i + 1] === CR && bytes[i + 2] === LF) return i + 3;
    // The next record begins: without this a file of first lines only would cost a look ahead for each.
    if (
      bytes[i + 1] === 0x57 &&
      bytes[i + 2] === 0x41 &&
      bytes[i + 3] === 0x52 &&
      bytes[i + 4] === 0x43 &&
      bytes[i + 5] === 0x2f
    ) {
      return NONE;
    }
  }
  return -1;
}

/** `Name: value` lines; a line that starts with a blank goes on with the one before. */
export function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^[ \t]/.test(line) && last !== '') {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    last = line.slice(0, colon).trim().toLowerCase();
    fields.set(last, line.slice(colon + 1).trim());
  }
  return fields;
}
