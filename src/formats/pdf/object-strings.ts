/**
 * The strings of an object, each with the channel that it belongs to by its key.
 *
 * Source: ISO 32000-1:2008, 12.5 (annotations), 12.7 (fields), 14.3 (metadata), 14.5 (page pieces), 14.9
 * (alternate and replacement text).
 */
import type { Channel } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { bytesOf, type PdfDictionary, PdfName, PdfReference, PdfString, type PdfValue } from './objects.js';
import { markedText } from './stream-data.js';

/** What an object says to whoever reads it. */
export interface ObjectText {
  readonly channel: Channel;
  readonly text: string;
  /** Keys from the object inward, `/A/JS`. */
  readonly path: string;
  readonly label?: string;
}

/** What a stream is, by the key that leads to it. */
export type StreamRole = 'script' | 'form' | 'rich-text' | 'file' | 'content' | 'private';

export interface ObjectVisitor {
  text(text: ObjectText): void;
  /** @param name Of an embedded file, or of a part of a form (`datasets`). */
  stream(number: number, role: StreamRole, name: string): void;
}

const MAX_DEPTH = 64;

/** Keys whose strings are ids, dates, keys of encryption, or data of fonts and colours. */
const TECHNICAL: ReadonlySet<string> = new Set([
  ...['ID', 'CreationDate', 'ModDate', 'M', 'DA', 'DS', 'NM', 'O', 'U', 'OE', 'UE', 'Perms', 'CharSet'],
  ...[
    'Registry',
    'Ordering',
    'Panose',
    'Cert',
    'ByteRange',
    'Lookup',
    'ColorSpace',
    'CS',
    'Checksum',
    'CheckSum',
  ],
  ...[
    'LastModified',
    'DigestValue',
    'Widths',
    'Differences',
    'FontFamily',
    'FontName',
    'Style',
    'IDS',
    'URLS',
  ],
  ...['OutputConditionIdentifier', 'RegistryName', 'Decode', 'Matte'],
]);
const ALTERNATES: ReadonlySet<string> = new Set(['ActualText', 'Alt', 'E', 'TU']);
const FIELD_VALUES: ReadonlySet<string> = new Set(['V', 'DV', 'RV', 'Opt']);
const FONT_TYPES: ReadonlySet<string> = new Set([
  'Font',
  'FontDescriptor',
  'Encoding',
  'CMap',
  'XRef',
  'Halftone',
]);

/** Never throws. Linear in the object. */
export function visitObject(value: PdfValue, visitor: ObjectVisitor): void {
  visit(value, '', { key: '', outer: '', piece: false }, visitor, 0);
}

interface Around {
  readonly key: string;
  /** Key of the dictionary that holds `key`. */
  readonly outer: string;
  /** Inside the private data of a program. */
  readonly piece: boolean;
  readonly dictionary?: PdfDictionary;
}

function visit(value: PdfValue, path: string, around: Around, visitor: ObjectVisitor, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (value instanceof PdfString) {
    string(value, path, around, visitor);
  } else if (value instanceof PdfReference) {
    reference(value, around, visitor);
  } else if (Array.isArray(value)) {
    // `[/Indexed /DeviceRGB 255 <…>]`: the string is a table of colours.
    if (value[0] instanceof PdfName && /^(?:Indexed|I|Separation|DeviceN)$/.test(value[0].name)) return;
    let name = '';
    for (const item of value) {
      if (around.key === 'XFA' && item instanceof PdfString) name = item.bytes;
      else if (around.key === 'XFA' && item instanceof PdfReference)
        visitor.stream(item.number, 'form', name);
      else visit(item, path, around, visitor, depth + 1);
    }
  } else if (value instanceof Map) {
    const type = nameOf(value.get('Type'));
    if (FONT_TYPES.has(type)) return;
    const encrypts = value.has('Filter') && value.has('O') && value.has('U') && value.has('P');
    if (encrypts) return;
    const signature = type === 'Sig' || value.has('ByteRange');
    for (const [key, inner] of value) {
      // Numbers and names, which are most, hold nothing.
      if (typeof inner !== 'object' || inner instanceof PdfName) continue;
      if (TECHNICAL.has(key) || (signature && key === 'Contents')) continue;
      const piece = around.piece || key === 'PieceInfo' || key === 'Private';
      visit(
        inner,
        `${path}/${key}`,
        { key, outer: around.key, piece, dictionary: value },
        visitor,
        depth + 1,
      );
    }
  }
}

function reference({ number }: PdfReference, around: Around, visitor: ObjectVisitor): void {
  const { key, outer, piece } = around;
  if (key === 'JS') visitor.stream(number, 'script', '');
  else if (key === 'XFA') visitor.stream(number, 'form', 'xdp');
  else if (key === 'RV' || key === 'RC') visitor.stream(number, 'rich-text', '');
  else if (key === 'Contents' || key === 'AP' || key === 'N' || key === 'CharProcs')
    visitor.stream(number, 'content', '');
  else if (outer === 'EF') visitor.stream(number, 'file', '');
  else if (piece) visitor.stream(number, 'private', '');
}

function string({ bytes }: PdfString, path: string, around: Around, visitor: ObjectVisitor): void {
  if (bytes.length < 2) return;
  const { key, dictionary } = around;
  const text = textOf(bytes);
  if (text === undefined || text.trim() === '') return;
  const label = labelOf(key, dictionary);
  visitor.text({ channel: channelOf(around), text, path, ...(label === '' ? {} : { label }) });
}

function channelOf({ key, piece, dictionary }: Around): Channel {
  if (ALTERNATES.has(key)) return dictionary?.has('FT') === true ? 'field' : 'attribute';
  if (key === 'JS') return 'script';
  if (key === 'URI') return 'link';
  if (piece) return 'metadata';
  if (dictionary !== undefined) {
    const field = dictionary.has('FT') || nameOf(dictionary.get('Subtype')) === 'Widget';
    if (field || (FIELD_VALUES.has(key) && dictionary.has('T'))) return 'field';
    if (dictionary.has('EF') || (key === 'UF' && dictionary.has('F'))) return 'name';
    if (dictionary.has('Rect') || key === 'RC') return 'annotation';
    if (key === 'Title' || key === 'Author' || key === 'Subject' || key === 'Keywords') return 'metadata';
    if (dictionary.has('ByteRange')) return 'metadata';
  }
  return 'residue';
}

function labelOf(key: string, dictionary: PdfDictionary | undefined): string {
  if (dictionary === undefined || !FIELD_VALUES.has(key)) return ALTERNATES.has(key) ? '' : key;
  for (const name of ['TU', 'T']) {
    const value = dictionary.get(name);
    if (value instanceof PdfString) return textOf(value.bytes) ?? '';
  }
  return '';
}

function nameOf(value: PdfValue): string {
  return value instanceof PdfName ? value.name : '';
}

/** @returns undefined for strings that are no text: hashes, keys, tables. */
export function textOf(units: string): string | undefined {
  const marked = markedText(units);
  if (marked !== undefined) return marked;
  let high = 0;
  let control = 0;
  for (let i = 0; i < units.length; i++) {
    const unit = units.charCodeAt(i);
    if (unit >= 0x80) high++;
    else if (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13) control++;
  }
  if (control > units.length / 20) return undefined;
  // By the letter these are bytes of PDFDocEncoding; Chinese producers write GBK.
  return high === 0 ? units : decodeText(bytesOf(units)).text;
}
