/**
 * Unpacks the streams of a file before pdf.js opens it.
 *
 * pdf.js gives each packed stream a `DecompressionStream` of its own, with queues and threads: a quarter of the reading
 * of a page from Chromium, where each glyph of a Type 3 font is a stream. So its copy of the file gets an update behind
 * its end (ISO 32000-1:2008, 7.5.6) in which the same objects stand unpacked. Only files of one state, in the open and
 * with their table where they say it is: there an object can be only one thing.
 */
import { platform } from '#platform';
import { concat } from '../zip/concat.js';
import { indexOfWord, type ScannedObject, scanObjects } from './object-scan.js';
import { ObjectReader, PdfName, PdfReference, type PdfValue } from './objects.js';
import { rawFacts } from './raw.js';
import { fromAscii85 } from './stream-data.js';

/** Bytes that one stream, and all of a file, may unpack to; the others stay packed. */
const MAX_STREAM = 8 * 1024 * 1024;
const MAX_STREAMS = 64 * 1024 * 1024;
/** More objects no file may have (ISO 32000-1:2008, annex C). */
const MAX_NUMBER = 8_388_607;
const TAIL = 2048;
/** Checksum behind zlib data (RFC 1950). */
const CHECKSUM = 4;
const HEAD = new TextEncoder().encode('%PDF-');
const TRAILER = new TextEncoder().encode('trailer');
/** Streams that pdf.js does not unpack with the pages, or that say themselves where things stand. */
const APART = /^(?:ObjStm|XRef|Metadata|EmbeddedFile)$/;
const PERCENT = 37;
/** As ReportLab writes. */
const CODED = 'ASCII85Decode FlateDecode';

export interface Unpacked {
  /** The file with its streams unpacked, or as it is. */
  readonly file: Uint8Array;
  /** What streams hold, by the offset of their data. */
  readonly streams: ReadonlyMap<number, Uint8Array>;
}

export async function unpacked(file: Uint8Array): Promise<Unpacked> {
  const streams = new Map<number, Uint8Array>();
  const table = tableOf(file);
  if (table === undefined) return { file, streams };
  const pieces: Uint8Array[] = [file];
  const entries: string[] = [];
  let length = file.length;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    length += piece.length;
  };
  let room = MAX_STREAMS;
  for (const [number, object] of streamsOf(file)) {
    if (object === undefined || room <= 0) continue;
    const dictionary = dictionaryAt(file, behindHead(file, object.offset));
    if (dictionary === undefined) continue;
    const limit = Math.min(room, MAX_STREAM);
    const data = await inflated(object, limit);
    room -= data?.length ?? limit;
    if (data === undefined) continue;
    streams.set(object.data!.byteOffset - file.byteOffset, data);
    add(ascii('\n'));
    entries.push(`${number} 1\n${padded(length, 10)} ${padded(object.generation, 5)} n \n`);
    add(ascii(`${number} ${object.generation} obj\n`));
    add(dictionary.open);
    // The last of two equal keys counts.
    add(ascii(` /Filter null /Length ${data.length} >>\nstream\n`));
    add(data);
    add(ascii('\nendstream\nendobj'));
  }
  if (entries.length === 0) return { file, streams };
  const start = length + 1;
  add(ascii(`\nxref\n${entries.join('')}trailer\n`));
  add(table.open);
  add(ascii(` /Size ${table.size} /Prev ${table.at} /XRefStm null >>\nstartxref\n${start}\n%%EOF\n`));
  return { file: concat(pieces), streams };
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** By number; undefined for what is no packed stream, or stands there twice. */
function streamsOf(file: Uint8Array): Map<number, ScannedObject | undefined> {
  const found = new Map<number, ScannedObject | undefined>();
  for (const object of scanObjects(file, () => undefined)) {
    const { number } = object;
    const first = !found.has(number) && number > 0 && number <= MAX_NUMBER;
    found.set(number, first && isPacked(object.value) ? object : undefined);
  }
  return found;
}

/** By Flate, coded as text or not, without parameters, and no picture. */
function isPacked(value: PdfValue): boolean {
  if (!(value instanceof Map)) return false;
  const filter = value.get('Filter');
  const filters = (Array.isArray(filter) ? filter : [filter]).map(nameOf).join(' ');
  if (filters !== 'FlateDecode' && filters !== CODED) return false;
  if (value.has('DecodeParms') || value.has('F')) return false;
  return nameOf(value.get('Subtype')) !== 'Image' && !APART.test(nameOf(value.get('Type')));
}

function nameOf(value: PdfValue): string {
  return value instanceof PdfName ? value.name : '';
}

interface Table {
  /** Where it stands. */
  readonly at: number;
  /** Its trailer without the end mark. */
  readonly open: Uint8Array;
  readonly size: number;
}

/** The table of a file of one state, which is not encrypted. */
function tableOf(file: Uint8Array): Table | undefined {
  if (HEAD.some((byte, i) => file[i] !== byte)) return undefined;
  const { truncated, revisions } = rawFacts(file);
  if (truncated || revisions.length > 0) return undefined;
  const tail = new TextDecoder('latin1').decode(file.subarray(-TAIL));
  const at = Number([...tail.matchAll(/startxref\s{1,8}(\d{1,12})/g)].at(-1)?.[1] ?? Number.NaN);
  if (!(at > 0 && at < file.length)) return undefined;
  const reader = new ObjectReader(file, at);
  reader.skip();
  let start: number;
  if (reader.take('xref')) {
    const trailer = indexOfWord(file, TRAILER, reader.at);
    if (trailer < 0) return undefined;
    start = trailer + TRAILER.length;
  } else start = behindHead(file, at);
  const dictionary = dictionaryAt(file, start);
  if (dictionary === undefined) return undefined;
  const { value, open } = dictionary;
  const size = value.get('Size');
  if (!(value.get('Root') instanceof PdfReference) || value.has('Encrypt')) return undefined;
  return { at, open, size: typeof size === 'number' ? size : 0 };
}

/** @returns The offset behind `12 0 obj`. */
function behindHead(file: Uint8Array, offset: number): number {
  const reader = new ObjectReader(file, offset);
  reader.value();
  reader.value();
  reader.skip();
  reader.take('obj');
  return reader.at;
}

/** The dictionary that stands here, and its bytes without the end mark; undefined when that may be part of a comment. */
function dictionaryAt(
  file: Uint8Array,
  offset: number,
): { readonly value: Map<string, PdfValue>; readonly open: Uint8Array } | undefined {
  const reader = new ObjectReader(file, offset);
  reader.skip();
  const start = reader.at;
  const value = reader.value();
  const end = reader.at - 2;
  if (!(value instanceof Map) || end < start + 2 || file[end] !== 62 || file[end + 1] !== 62)
    return undefined;
  for (let i = end; i > start && file[i] !== 10 && file[i] !== 13; i--)
    if (file[i] === PERCENT) return undefined;
  return { value, open: file.subarray(start, end) };
}

/** @returns undefined for data that is damaged, cut, or longer than `limit`: pdf.js knows what to do with it. */
async function inflated({ value, data: raw }: ScannedObject, limit: number): Promise<Uint8Array | undefined> {
  if (raw === undefined) return undefined;
  const filter = value instanceof Map ? value.get('Filter') : undefined;
  const data = Array.isArray(filter) && filter.length > 1 ? fromAscii85(raw) : raw;
  if (data.length < 8 || (data[0]! & 15) !== 8 || (data[1]! & 32) !== 0) return undefined;
  if ((data[0]! * 256 + data[1]!) % 31 !== 0) return undefined;
  try {
    const { bytes, consumed } = await platform.inflateFirst(data.subarray(2), limit);
    return consumed <= data.length - 2 - CHECKSUM ? bytes : undefined;
  } catch {
    return undefined;
  }
}
