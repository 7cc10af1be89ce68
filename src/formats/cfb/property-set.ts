/**
 * OLE property sets: title, author, company, custom properties.
 *
 * Source: [MS-OLEPS] 2.20 (PropertySetStream), 2.25 (PropertySet), 2.15 (TypedPropertyValue).
 */

import { append, type Segment } from '../../core/index.js';
import { Bytes } from './bytes.js';
import { decodeCodePage } from './code-page.js';
import type { CompoundEntry, CompoundFile } from './compound.js';
import { Values } from './values.js';

export interface Property {
  readonly name: string;
  readonly value: string;
}

const SUMMARY: Readonly<Record<number, string>> = {
  2: 'title',
  3: 'subject',
  4: 'author',
  5: 'keywords',
  6: 'comments',
  7: 'template',
  8: 'last author',
  18: 'application',
};
const DOCUMENT: Readonly<Record<number, string>> = {
  2: 'category',
  3: 'presentation format',
  12: 'heading pairs',
  13: 'titles of parts',
  14: 'manager',
  15: 'company',
  26: 'content type',
  27: 'content status',
  28: 'language',
  29: 'document version',
};
const MAX_PROPERTIES = 4096;
const MAX_ITEMS = 4096;

export function isPropertySet({ name, kind }: CompoundEntry): boolean {
  return kind === 'stream' && name.startsWith('\u0005') && !name.includes('Hwp');
}

/** Reads both property streams of a document as `metadata` segments. */
export function propertySegments(file: CompoundFile): Segment[] {
  return file.streams.filter(isPropertySet).flatMap((entry) => {
    const values = new Values(entry.path);
    for (const { name, value } of readPropertySet(file.read(entry).bytes))
      values.add('metadata', name, value);
    return values.segments();
  });
}

/** The code page that the summary of a document states, undefined without one. */
export function statedCodePage(file: CompoundFile): number | undefined {
  const entry = file.find('SummaryInformation');
  const source = new Bytes(entry === undefined ? new Uint8Array(0) : file.read(entry).bytes);
  const start = source.u32(44);
  for (let i = 0; i < Math.min(64, source.u32(start + 4)); i++) {
    if (source.u32(start + 8 + i * 8) === 1) return source.u16(start + source.u32(start + 12 + i * 8) + 4);
  }
  return undefined;
}

/** Never throws; properties that hold no text or number are left out. */
export function readPropertySet(bytes: Uint8Array): Property[] {
  const source = new Bytes(bytes);
  if (source.u16(0) !== 0xfffe) return [];
  const sections = Math.min(8, source.u32(24));
  const properties: Property[] = [];
  for (let i = 0; i < sections; i++) {
    const at = source.u32(28 + i * 20 + 16);
    const summary = source.u32(28 + i * 20) === 0xf29f85e0;
    append(
      properties,
      readSection(source, at, summary ? SUMMARY : i === 0 ? DOCUMENT : {}, summary || i === 0),
    );
  }
  return properties;
}

/** @param summary Only the known properties are wanted: the others are counts and dates. */
function readSection(
  source: Bytes,
  start: number,
  known: Readonly<Record<number, string>>,
  summary: boolean,
): Property[] {
  const count = Math.min(MAX_PROPERTIES, source.u32(start + 4), source.length >> 3);
  const offsets: { id: number; at: number }[] = [];
  for (let i = 0; i < count; i++) {
    const id = source.u32(start + 8 + i * 8);
    offsets.push({ id, at: start + source.u32(start + 12 + i * 8) });
  }
  const page = offsets.find(({ id }) => id === 1);
  const codePage = page === undefined ? 1252 : source.u16(page.at + 4);
  const dictionary = offsets.find(({ id }) => id === 0);
  const names: ReadonlyMap<number, string> =
    dictionary === undefined ? new Map<number, string>() : readDictionary(source, dictionary.at, codePage);
  const properties: Property[] = [];
  for (const { id, at } of offsets) {
    if (id < 2) continue;
    const name: string | undefined = names.get(id) ?? known[id];
    if (name === undefined && summary) continue;
    for (const value of readValues(source, at, codePage))
      properties.push({ name: name ?? 'property', value });
    if (names.has(id) && !names.get(id)!.startsWith('_PID_'))
      properties.push({ name: 'property name', value: names.get(id)! });
  }
  return properties;
}

function readDictionary(source: Bytes, start: number, codePage: number): Map<number, string> {
  const names = new Map<number, string>();
  const count = Math.min(MAX_PROPERTIES, source.u32(start));
  let at = start + 4;
  for (let i = 0; i < count && at + 8 <= source.length; i++) {
    const id = source.u32(at);
    const length = source.u32(at + 4) * (codePage === 1200 ? 2 : 1);
    names.set(id, string(source.slice(at + 8, at + 8 + length), codePage));
    at += 8 + (codePage === 1200 ? Math.ceil(length / 4) * 4 : length);
  }
  return names;
}

function readValues(source: Bytes, at: number, codePage: number): string[] {
  const type = source.u16(at);
  if (type !== 0x101e && type !== 0x101f && type !== 0x100c) {
    const value = readScalar(source, type, at + 4, codePage).text;
    return value === '' ? [] : [value];
  }
  const values: string[] = [];
  const count = Math.min(MAX_ITEMS, source.u32(at + 4));
  let next = at + 8;
  for (let i = 0; i < count && next < source.length; i++) {
    const variant = type === 0x100c;
    const item = readScalar(
      source,
      variant ? source.u16(next) : type & 0xff,
      variant ? next + 4 : next,
      codePage,
    );
    if (item.text !== '' && item.string) values.push(item.text);
    next = item.end;
  }
  return values;
}

function readScalar(
  source: Bytes,
  type: number,
  at: number,
  codePage: number,
): { text: string; end: number; string: boolean } {
  const length = source.u32(at);
  switch (type) {
    case 0x02:
      return { text: '', end: at + 4, string: false };
    case 0x03:
      return { text: String(source.i32(at)), end: at + 4, string: false };
    case 0x05:
      return { text: String(source.f64(at)), end: at + 8, string: false };
    case 0x08:
    case 0x1e:
      return {
        text: string(source.slice(at + 4, at + 4 + length), codePage),
        end: at + 4 + length,
        string: true,
      };
    case 0x1f:
      return {
        text: string(source.slice(at + 4, at + 4 + length * 2), 1200),
        end: at + 4 + Math.ceil((length * 2) / 4) * 4,
        string: true,
      };
    case 0x0b:
      return { text: '', end: at + 4, string: false };
    default:
      return { text: '', end: source.length, string: false };
  }
}

function string(bytes: Uint8Array, codePage: number): string {
  return decodeCodePage(bytes, codePage).replace(/\0[\s\S]*$/, '');
}
