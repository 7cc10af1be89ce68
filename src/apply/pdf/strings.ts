/**
 * The strings of a PDF beside its pages: information, bookmarks, annotations, fields, structure, scripts, names.
 *
 * All of them are scanned as one text, each behind the words that say what it is, and masked where the scan says so:
 * also the ones that no reader of pages shows. Source: ISO 32000-1:2008, 7.9.2 (text strings).
 */
import type { Artifact, ScanResult } from '../../core/index.js';
import { latin1 } from '../../text/latin1.js';
import { editText, type TextEdit } from '../text-edits.js';
import { fromLatin1 } from './content.js';
import type { PDFArray, PDFDict, PDFObject, PDFRawStream, PdfObjects } from './document.js';

export type Rescan = (artifact: Artifact) => Promise<ScanResult>;

/** A text in the objects. */
interface Unit {
  readonly text: string;
  /** Words before it: a field's tooltip, a key. */
  readonly label: string;
  readonly owner: PDFDict | undefined;
  readonly key: string;
  write(text: string): void;
}

export interface StringChanges {
  /** UTF-16 code units replaced. */
  readonly replaced: number;
  /** Dictionaries whose strings changed, by the key. */
  readonly changed: ReadonlyMap<PDFDict, ReadonlySet<string>>;
}

/** Strings that are data of a font, a colour space or a file, no text. */
const NO_TEXT = new Set([
  'Registry',
  'Ordering',
  'Panose',
  'ColorSpace',
  'CS',
  'Lookup',
  'CheckSum',
  'ID',
  'Cert',
  'Style',
]);
/** Streams that hold text, by the key that leads to them. ISO 32000-1:2008, tables 167, 217, 220. */
const TEXT_STREAMS = new Set(['JS', 'RC', 'RV', 'V', 'DV']);
const DATE = /^D:\d{4}/;
const BINARY = /[\u0000-\u0008\u000e-\u001f]/;

/** Masks what the scan finds in the strings. */
export async function maskStrings(objects: PdfObjects, rescan: Rescan): Promise<StringChanges> {
  const units = collect(objects);
  const changed = new Map<PDFDict, Set<string>>();
  let replaced = 0;
  if (units.length === 0) return { replaced, changed };
  // One text, so that one scan does; blank lines keep the strings apart.
  let whole = 'PDF\n\n';
  const starts: number[] = [];
  for (const { label, text } of units) {
    if (label !== '') whole += `${label}：`;
    starts.push(whole.length);
    whole += `${text}\n\n`;
  }
  const bytes = new TextEncoder().encode(whole);
  const { findings } = await rescan({ name: 'strings.txt', bytes, mediaType: 'text/plain' });
  const edits = new Map<number, TextEdit[]>();
  for (const { suggestion } of findings) {
    if (suggestion === undefined || suggestion.action === 'keep') continue;
    for (const { place, replacement } of suggestion.edits) {
      if (place.kind !== 'text' || place.channel === 'name') continue;
      const unit = lastAtOrBefore(starts, place.start);
      if (unit < 0) continue;
      const start = place.start - starts[unit]!;
      const end = Math.min(place.end - starts[unit]!, units[unit]!.text.length);
      if (end <= start) continue;
      const list = edits.get(unit) ?? [];
      list.push({ start, end, replacement });
      edits.set(unit, list);
    }
  }
  for (const [index, list] of edits) {
    const unit = units[index]!;
    const sorted = list
      .sort((a, b) => a.start - b.start)
      .filter((edit, i, all) => i === 0 || edit.start >= all[i - 1]!.end);
    unit.write(editText(unit.text, sorted));
    replaced += sorted.reduce((sum, { start, end }) => sum + end - start, 0);
    if (unit.owner === undefined) continue;
    const keys = changed.get(unit.owner) ?? new Set<string>();
    keys.add(unit.key);
    changed.set(unit.owner, keys);
  }
  sortTrees(objects, changed);
  return { replaced, changed };
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function collect(objects: PdfObjects): Unit[] {
  const units: Unit[] = [];
  const { lib } = objects;
  const add = (
    value: PDFObject | undefined,
    at: Omit<Unit, 'text' | 'write'>,
    put: (o: PDFObject) => void,
  ): void => {
    if (!objects.isString(value)) return;
    const text = decoded(objects, value);
    if (text.trim() === '' || DATE.test(text) || BINARY.test(text)) return;
    units.push({ ...at, text, write: (masked) => put(lib.PDFHexString.fromText(masked)) });
  };
  objects.walk((object, key) => {
    if (object instanceof lib.PDFArray) {
      if (NO_TEXT.has(key)) return;
      for (let i = 0; i < object.size(); i++) {
        // Written in place also where a reference leads to it: it may stand in many arrays.
        const item = objects.at(object.get(i));
        add(item, { label: '', owner: undefined, key }, (masked) => object.set(i, masked));
      }
      return;
    }
    if (object instanceof lib.PDFRawStream) addStream(objects, object, key, units);
    const dict = object instanceof lib.PDFDict ? object : object.dict;
    for (const [name, value] of dict.entries()) {
      const own = name.decodeText();
      if (NO_TEXT.has(own)) continue;
      const label = labelOf(objects, dict, own);
      add(objects.at(value), { label, owner: dict, key: own }, (masked) => dict.set(name, masked));
    }
  });
  return units;
}

function addStream(objects: PdfObjects, stream: PDFRawStream, key: string, units: Unit[]): void {
  if (!TEXT_STREAMS.has(key)) return;
  const bytes = objects.decode(stream);
  const string = objects.lib.PDFHexString.fromBytes(bytes);
  units.push({
    text: decoded(objects, string),
    label: '',
    owner: stream.dict,
    key,
    write: (masked) => objects.setContent(stream, objects.lib.PDFHexString.fromText(masked).asBytes()),
  });
}

/** UTF-8 without a mark is not allowed and common. */
function decoded(objects: PdfObjects, value: { asBytes(): Uint8Array; decodeText(): string }): string {
  const bytes = value.asBytes();
  const marked = bytes[0] === 0xfe || bytes[0] === 0xff || bytes[0] === 0xef;
  if (!marked && bytes.some((byte) => byte >= 0x80)) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      // No UTF-8: PDFDocEncoding, or an encoding of a Chinese system.
      const chinese = new TextDecoder('gb18030').decode(bytes);
      if (/\p{Script=Han}/u.test(chinese) && !chinese.includes('\ufffd')) return chinese;
    }
  }
  try {
    return value.decodeText();
  } catch {
    return objects.lib.PDFHexString.fromBytes(bytes).decodeText();
  }
}

/** What the reader of a form or of properties sees beside the value. */
function labelOf(objects: PdfObjects, dict: PDFDict, key: string): string {
  if (key !== 'V' && key !== 'DV' && key !== 'RV' && key !== 'Opt') {
    return key === 'Title' || key === 'T' || key === 'TU' || key === 'Contents' ? '' : key;
  }
  let at: PDFDict | undefined = dict;
  for (let depth = 0; at !== undefined && depth < 8; depth++) {
    for (const name of ['TU', 'T']) {
      const value = objects.get(at, name);
      if (objects.isString(value)) return decoded(objects, value).replace(/[\r\n]+/g, ' ');
    }
    at = objects.dictAt(at, 'Parent');
  }
  return '';
}

/** Name trees are sorted by their keys (ISO 32000-1:2008, 7.9.6): masked keys have other places. */
function sortTrees(objects: PdfObjects, changed: ReadonlyMap<PDFDict, unknown>): void {
  const names = objects.dictAt(objects.root, 'Names');
  if (names === undefined || (changed.size === 0 && names.keys().length === 0)) return;
  for (const key of names.keys()) {
    const tree = objects.dict(names.get(key));
    if (tree === undefined) continue;
    const pairs: [PDFObject, PDFObject][] = [];
    gather(objects, tree, pairs, 0);
    const bytesOf = (key: PDFObject): string => (objects.isString(key) ? latin1(key.asBytes()) : '');
    const sorted = [...pairs].sort((a, b) =>
      bytesOf(a[0]) < bytesOf(b[0]) ? -1 : bytesOf(a[0]) > bytesOf(b[0]) ? 1 : 0,
    );
    if (sorted.every((pair, i) => pair === pairs[i])) continue;
    const list: PDFArray = objects.context.obj([]);
    for (const [name, value] of sorted) {
      list.push(name);
      list.push(value);
    }
    tree.set(objects.name('Names'), list);
    tree.delete(objects.name('Kids'));
    tree.delete(objects.name('Limits'));
  }
}

function gather(objects: PdfObjects, node: PDFDict, pairs: [PDFObject, PDFObject][], depth: number): void {
  const own = objects.array(node.get(objects.name('Names')));
  for (let i = 0; own !== undefined && i + 1 < own.size(); i += 2) {
    const key = objects.at(own.get(i));
    if (key !== undefined) pairs.push([key, own.get(i + 1)]);
  }
  if (depth > 40) return;
  for (const kid of objects.array(node.get(objects.name('Kids')))?.asArray() ?? []) {
    const dict = objects.dict(kid);
    if (dict !== undefined) gather(objects, dict, pairs, depth + 1);
  }
}

/** Bytes of a text as a string object has them; for what is looked for in a written file. */
export function utf16Bytes(text: string): Uint8Array {
  let bytes = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += String.fromCharCode(unit >> 8, unit & 0xff);
  }
  return fromLatin1(bytes);
}
