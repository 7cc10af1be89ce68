/**
 * What a file is: content first, its name and the caller's word second.
 *
 * Types that nothing reads are named exactly too, so that a report can say what was not read. Names lie in
 * public archives as a rule: HTML called `.xls`, RTF called `.doc`, ZIP without any extension.
 */
import type { Artifact } from '../core/index.js';
import { hasEndRecord } from '../formats/zip/central-directory.js';
import { latin1 } from '../text/latin1.js';
import { sniffCompound } from './sniff-compound.js';
import { sniffText } from './sniff-text.js';
import { sniffZip } from './sniff-zip.js';

export interface SniffHints {
  /** Path of the artifact; only the last extension counts. */
  readonly name?: string;
  /** What the caller was told, an HTTP `Content-Type` for example. */
  readonly mediaType?: string;
}

export interface Sniffed {
  readonly mediaType: string;
  /** The name or the caller claims another type. */
  readonly mismatch?: { readonly claimed: string };
}

/** Nobody knows; no format reads it. */
export const UNKNOWN = 'application/octet-stream';
export const EMPTY = 'application/x-empty';

/** Signatures at offset 0, in latin1. */
const MAGIC: readonly (readonly [signature: string, mediaType: string])[] = [
  ['Rar!\x1a\x07', 'application/vnd.rar'],
  ['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed'],
  ['\x1f\x8b', 'application/gzip'],
  ['BZh', 'application/x-bzip2'],
  ['\xfd7zXZ\0', 'application/x-xz'],
  ['\x28\xb5\x2f\xfd', 'application/zstd'],
  ['\x5d\0\0', 'application/x-lzma'],
  ['\x78\x9f\x3e\x22', 'application/ms-tnef'],
  ['MSCF', 'application/vnd.ms-cab-compressed'],
  ['WARC/', 'application/warc'],
  ['filedesc://', 'application/x-arc'],
  ['SQLite format 3\0', 'application/vnd.sqlite3'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['\xd7\xcd\xc6\x9a', 'image/wmf'],
  ['\0\0\0\x0cjP  ', 'image/jp2'],
  ['\xff\x4f\xff\x51\0', 'image/j2c'],
  ['\0\x01\0\0Standard Jet DB', 'application/vnd.ms-access'],
  ['\0\x01\0\0Standard ACE DB', 'application/vnd.ms-access'],
  ['\0\x01\0\0', 'font/ttf'],
  ['OTTO', 'font/otf'],
  ['wOFF', 'font/woff'],
  ['wOF2', 'font/woff2'],
  ['OggS', 'audio/ogg'],
  ['ID3', 'audio/mpeg'],
  ['\x7fELF', 'application/x-elf'],
  ['%!PS', 'application/postscript'],
  ['CAJ', 'application/x-caj'],
  ['HN\0\0', 'application/x-caj'],
];

/** Extension → type, for the claim that a name makes. */
const BY_NAME: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  zip: 'application/zip',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  html: 'text/html',
  htm: 'text/html',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  rar: 'application/vnd.rar',
  '7z': 'application/x-7z-compressed',
  gz: 'application/gzip',
  ofd: 'application/ofd',
  eml: 'message/rfc822',
};

/** Never throws. Linear, and only the head, the end and the names of an archive are looked at. */
export function sniff(bytes: Uint8Array, hints: SniffHints = {}): Sniffed {
  const extension = /\.([^./\\!]{1,8})$/.exec(hints.name ?? '')?.[1]?.toLowerCase() ?? '';
  const hint = hints.mediaType
    ?.replace(/;[\s\S]*/, '')
    .trim()
    .toLowerCase();
  const inner = /\.([^./\\!]{1,8})\.gz$/i.exec(hints.name ?? '')?.[1]?.toLowerCase() ?? '';
  const mediaType = byContent(bytes, extension, hint, inner);
  const claims = [BY_NAME[extension], hint === undefined || VAGUE.has(hint) ? undefined : KNOWN.get(hint)];
  const claimed = claims.find((claim) => claim !== undefined && !agrees(claim, mediaType));
  return claimed === undefined || mediaType === EMPTY ? { mediaType } : { mediaType, mismatch: { claimed } };
}

const VAGUE: ReadonlySet<string> = new Set([UNKNOWN, 'text/plain', 'application/xml', 'text/xml', '']);
const KNOWN: ReadonlyMap<string, string> = new Map(Object.values(BY_NAME).map((type) => [type, type]));

/** Near relatives are no lie: XHTML as `.html`, a template as `.docx`, an encrypted document as `.docx`. */
function agrees(claim: string, found: string): boolean {
  if (claim === found) return true;
  if (claim === 'application/gzip') return found === 'application/warc+gzip';
  if (claim === 'text/html') return found === 'application/xhtml+xml';
  if (found === 'application/vnd.ms-office.encrypted') return /officedocument/.test(claim);
  const family = (type: string): string | undefined =>
    /wordprocessingml|ms-word\./.test(type)
      ? 'word'
      : /spreadsheetml|ms-excel\./.test(type)
        ? 'excel'
        : /presentationml|ms-powerpoint\./.test(type)
          ? 'powerpoint'
          : undefined;
  return family(claim) !== undefined && family(claim) === family(found);
}

function byContent(
  bytes: Uint8Array,
  extension: string,
  hint: string | undefined,
  innerExtension: string,
): string {
  if (bytes.length === 0) return EMPTY;
  const head = latin1(bytes.subarray(0, 1024));
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return sniffCompound(bytes);
  if (/^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(head)) {
    const zip = sniffZip(bytes, extension);
    if (zip !== undefined) return zip;
  }
  // One made on a Mac holds the same drawing as PDF.
  if (/^\x01\0\0\0[\s\S]{36} EMF/.test(head)) return 'image/emf';
  if (head.includes('%PDF-')) return 'application/pdf';
  if (/^MZ/.test(head) && hasEndRecord(bytes))
    return sniffZip(bytes, extension) ?? 'application/x-msdownload';
  // One document a member, not one file: only the name tells without unpacking.
  if (head.startsWith('\x1f\x8b') && /^w?arc$/.test(innerExtension)) return 'application/warc+gzip';
  const magic =
    MAGIC.find(([signature]) => head.startsWith(signature))?.[1] ?? looseMagic(bytes, head, extension);
  if (magic !== undefined) return magic;
  const text = sniffText(bytes, head, extension, hint);
  if (text !== undefined) return text;
  // Any prefix is allowed before an archive.
  if (hasEndRecord(bytes)) return sniffZip(bytes, extension) ?? UNKNOWN;
  return UNKNOWN;
}

/** Signatures that stand elsewhere or are too short to trust alone. */
function looseMagic(bytes: Uint8Array, head: string, extension: string): string | undefined {
  if (/^RIFF[\s\S]{4}WEBP/.test(head)) return 'image/webp';
  if (/^RIFF[\s\S]{4}(?:WAVE|AVI )/.test(head))
    return head.startsWith('WAVE', 8) ? 'audio/wav' : 'video/x-msvideo';
  if (/^[\s\S]{4}ftyp/.test(head)) {
    const brand = head.slice(8);
    return /^(?:hei|mif1|msf1)/.test(brand)
      ? 'image/heic'
      : brand.startsWith('avif')
        ? 'image/avif'
        : 'video/mp4';
  }
  if (/^[\x01\x02]\0\x09\0\0[\x01\x03]/.test(head)) return 'image/wmf';
  if (/^BM[\s\S]{4}\0\0\0\0/.test(head)) return 'image/bmp';
  if (/^MZ/.test(head) && /[\0\x90]/.test(head)) return 'application/x-msdownload';
  if (head.startsWith('ustar', 257) || (extension === 'tar' && isOldTar(bytes))) return 'application/x-tar';
  if (/^..-lh[0-7d]-/s.test(head)) return 'application/x-lzh-compressed';
  return isDbf(bytes) ? 'application/x-dbf' : undefined;
}

/** Header checksum of a tar without the `ustar` mark (POSIX.1-1988 and older). */
function isOldTar(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false;
  const stated = Number.parseInt(latin1(bytes.subarray(148, 156)), 8);
  let sum = 8 * 32;
  for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += bytes[i]!;
  return sum === stated;
}

/** dBASE III–VII, FoxPro: version, a date that exists, header and record lengths that fit. */
function isDbf(bytes: Uint8Array): boolean {
  if (bytes.length < 65 || ![0x02, 0x03, 0x30, 0x31, 0x43, 0x83, 0x8b, 0xf5].includes(bytes[0]!))
    return false;
  const [month, day] = [bytes[2]!, bytes[3]!];
  const header = bytes[8]! | (bytes[9]! << 8);
  const record = bytes[10]! | (bytes[11]! << 8);
  return month <= 12 && day <= 31 && header >= 33 && header <= bytes.length && record > 0;
}

/** The media type of an artifact, by its content first. */
export function typeOf({ name, bytes, mediaType }: Artifact): string {
  return sniff(bytes, { name, ...(mediaType === undefined ? {} : { mediaType }) }).mediaType;
}
