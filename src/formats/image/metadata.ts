/**
 * Texts that travel with a picture: EXIF, XMP, IPTC, comments, PNG text chunks. Read without any recogniser.
 *
 * Sources: CIPA DC-008 (Exif 2.32), Adobe XMP Specification Part 3, IPTC-NAA IIM 4.2, ISO/IEC 15948 (PNG, 11.3.4),
 * GIF89a specification, RFC 9649 (WebP). Coordinates (GPS) are no text and are left out.
 */

import { platform } from '#platform';
import { decodeText } from '../../text/decode.js';
import { latin1 } from '../../text/latin1.js';
import { Reader, startsWith } from './bytes.js';
import { jpegSegments, type PictureKind } from './kind.js';
import { bytesOf, type Directory, numbersOf, readDirectories, readDirectory } from './tiff.js';

/** A text and where it stands: `exif/UserComment`, `png/Comment`. */
export interface PictureText {
  readonly part: string;
  readonly text: string;
}

export interface PictureMetadata {
  readonly texts: readonly PictureText[];
  /** EXIF orientation, 1…8: how the picture is to be turned when shown. */
  readonly orientation: number;
}

/** Unpacked bytes of one compressed text. */
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_TEXTS = 2_000;

/** Tags that hold text. Source: Exif 2.32, tables 4 and 7; Windows' XP tags. */
const TEXTS: Readonly<Record<number, string>> = {
  269: 'DocumentName',
  270: 'ImageDescription',
  285: 'PageName',
  305: 'Software',
  315: 'Artist',
  316: 'HostComputer',
  33432: 'Copyright',
  37510: 'UserComment',
  40091: 'XPTitle',
  40092: 'XPComment',
  40093: 'XPAuthor',
  40094: 'XPKeywords',
  40095: 'XPSubject',
  42032: 'CameraOwnerName',
};
const EXIF_DIRECTORY = 34665;
const XMP_PACKET = 700;
const IPTC_DATA = 33723;
const ORIENTATION = 274;

export async function pictureMetadata(bytes: Uint8Array, kind: PictureKind): Promise<PictureMetadata> {
  const collected = new Texts();
  switch (kind) {
    case 'jpeg':
      readJpeg(bytes, collected);
      break;
    case 'png':
      await readPng(bytes, collected);
      break;
    case 'gif':
      readGif(bytes, collected);
      break;
    case 'webp':
      readWebp(bytes, collected);
      break;
    case 'tiff':
      for (const [i, page] of readDirectories(bytes, 200).entries())
        collected.directory(page, i === 0 ? '' : `${i + 1}/`);
      break;
    case 'bmp':
      break;
  }
  return { texts: collected.list, orientation: collected.orientation };
}

class Texts {
  readonly list: PictureText[] = [];
  orientation = 1;

  add(part: string, text: string): void {
    const clean = text.replace(/\0+$/, '');
    if (/[^\s\0]/.test(clean) && this.list.length < MAX_TEXTS) this.list.push({ part, text: clean });
  }

  addBytes(part: string, bytes: Uint8Array): void {
    if (bytes.length > 0) this.add(part, decodeText(trimmed(bytes)).text);
  }

  exif(block: Uint8Array): void {
    for (const directory of readDirectories(block, 4)) this.directory(directory, '');
  }

  directory({ reader, entries }: Directory, prefix: string): void {
    for (const [tag, entry] of entries) {
      const name = TEXTS[tag];
      if (tag === ORIENTATION && prefix === '') {
        const [value = 1] = numbersOf(reader, entry);
        if (value >= 1 && value <= 8) this.orientation = value;
      } else if (tag === XMP_PACKET) this.xmp(bytesOf(reader, entry));
      else if (tag === IPTC_DATA) this.iptc(bytesOf(reader, entry));
      else if (tag === EXIF_DIRECTORY) {
        const [at = 0] = numbersOf(reader, entry);
        // One level: EXIF has no directory inside this one that holds text.
        const inner = readDirectory(reader, at);
        if (!inner.entries.has(EXIF_DIRECTORY)) this.directory(inner, prefix);
      } else if (name !== undefined)
        this.#text(`exif/${prefix}${name}`, tag, bytesOf(reader, entry), reader.little);
    }
  }

  #text(part: string, tag: number, bytes: Uint8Array, little: boolean): void {
    if (tag >= 40091 && tag <= 40095) this.add(part, new TextDecoder('utf-16le').decode(bytes));
    else if (tag !== 37510) this.addBytes(part, bytes);
    else {
      // Eight bytes name the code (Exif 2.32, 4.6.5, table 9).
      const code = latin1(bytes.subarray(0, 8)).replace(/\0+$/, '');
      const rest = bytes.subarray(8);
      if (code === 'UNICODE') this.add(part, new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(rest));
      else this.addBytes(part, code === 'ASCII' || code === 'JIS' || code === '' ? rest : bytes);
    }
  }

  /** Element texts and attribute values of the packet; ids, digests and dates say nothing. */
  xmp(bytes: Uint8Array): void {
    const { text } = decodeText(trimmed(bytes).subarray(0, MAX_TEXT));
    const end = text.indexOf('<?xpacket end');
    const packet = end < 0 ? text : text.slice(0, end);
    const lines: string[] = [];
    for (const { 1: name, 2: value, 3: element } of packet.matchAll(
      /([\w:.-]{1,100})\s*=\s*"([^"<]*)"|>([^<>]+)</g,
    )) {
      const found =
        element ?? (/xmlns|:about$|(?:ID|Date|Digest|id|type|Type)$/.test(name ?? '') ? '' : value);
      if (found !== undefined && /\S/.test(found)) lines.push(withoutReferences(found.trim()));
    }
    this.add('xmp', lines.join('\n'));
  }

  /** Records 2:n of the application record. */
  iptc(bytes: Uint8Array): void {
    const reader = new Reader(bytes, false);
    for (let at = 0; at + 5 <= bytes.length; ) {
      if (bytes[at] !== 0x1c) return;
      const length = reader.u16(at + 3);
      if (length > 0x7fff) return;
      const end = at + 5 + length;
      if (bytes[at + 1] === 2) this.addBytes(`iptc/2:${bytes[at + 2]}`, bytes.subarray(at + 5, end));
      at = end;
    }
  }
}

/** The five named references and numeric ones (XML 1.0, 4.6 and 4.1). */
function withoutReferences(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return named[String(name).toLowerCase()]!;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    },
  );
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

function readJpeg(bytes: Uint8Array, texts: Texts): void {
  for (const { marker, start, end } of jpegSegments(bytes)) {
    const data = bytes.subarray(start, end);
    if (marker === 0xfe) texts.addBytes('jpeg/comment', data);
    else if (marker === 0xe1 && startsWith(data, 'Exif\0\0')) texts.exif(data.subarray(6));
    else if (marker === 0xe1 && startsWith(data, 'http://ns.adobe.com/')) {
      texts.xmp(data.subarray(data.indexOf(0) + 1));
    } else if (marker === 0xed && startsWith(data, 'Photoshop 3.0\0')) photoshop(data.subarray(14), texts);
  }
}

/** Image resource blocks; 0x0404 holds IPTC. Source: Adobe Photoshop File Formats, "Image resource blocks". */
function photoshop(data: Uint8Array, texts: Texts): void {
  const reader = new Reader(data, false);
  for (let at = 0; at + 12 <= data.length && startsWith(data, '8BIM', at); ) {
    const id = reader.u16(at + 4);
    const name = reader.u8(at + 6) + 1;
    const size = at + 6 + name + (name % 2);
    const length = reader.u32(size);
    if (id === 0x0404) texts.iptc(data.subarray(size + 4, size + 4 + length));
    at = size + 4 + length + (length % 2);
  }
}

async function readPng(bytes: Uint8Array, texts: Texts): Promise<void> {
  const reader = new Reader(bytes, false);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = reader.u32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    if (type === 'eXIf') texts.exif(data);
    else if (/^[tzi][EXT]{2}t$|^tEXt$/.test(type)) await pngText(type, data, texts);
    at += 12 + length;
  }
}

async function pngText(type: string, data: Uint8Array, texts: Texts): Promise<void> {
  const end = data.indexOf(0);
  if (end < 0) return;
  const part = `png/${latin1(data.subarray(0, Math.min(end, 79)))}`;
  if (type === 'tEXt') texts.addBytes(part, data.subarray(end + 1));
  else if (type === 'zTXt') texts.addBytes(part, await unpacked(data.subarray(end + 2)));
  else if (type === 'iTXt') {
    const packed = data[end + 1] === 1;
    const language = data.indexOf(0, end + 3);
    const keyword = language < 0 ? -1 : data.indexOf(0, language + 1);
    if (keyword < 0) return;
    texts.addBytes(`${part}/keyword`, data.subarray(language + 1, keyword));
    const text = data.subarray(keyword + 1);
    texts.addBytes(part, packed ? await unpacked(text) : text);
  }
}

/** Zlib data: two bytes of header, then DEFLATE. Damaged data give nothing. */
async function unpacked(data: Uint8Array): Promise<Uint8Array> {
  try {
    return (await platform.inflateFirst(data.subarray(2), MAX_TEXT)).bytes;
  } catch {
    return new Uint8Array();
  }
}

function readGif(bytes: Uint8Array, texts: Texts): void {
  const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at]!;
    if (block === 0x2c) at += 10 + colours(bytes[at + 9] ?? 0) + 1;
    else if (block === 0x21) {
      const label = bytes[at + 1]!;
      at += 2;
      if (label === 0xfe || label === 0x01 || label === 0xff) {
        const parts: Uint8Array[] = [];
        for (let i = at; i < bytes.length && bytes[i] !== 0; i += bytes[i]! + 1)
          parts.push(bytes.subarray(i + 1, i + 1 + bytes[i]!));
        const xmp = label === 0xff && latin1(parts[0] ?? new Uint8Array()).startsWith('XMP Data');
        if (xmp) texts.xmp(bytes.subarray(at + 12, at + 12 + MAX_TEXT));
        else if (label !== 0xff) texts.addBytes('gif/comment', joined(label === 1 ? parts.slice(1) : parts));
      }
    } else return;
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
    at++;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function readWebp(bytes: Uint8Array, texts: Texts): void {
  const reader = new Reader(bytes, true);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = reader.u32(at + 4);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (startsWith(bytes, 'EXIF', at)) texts.exif(startsWith(data, 'Exif\0\0') ? data.subarray(6) : data);
    else if (startsWith(bytes, 'XMP ', at)) texts.xmp(data);
    at += 8 + length + (length % 2);
  }
}
