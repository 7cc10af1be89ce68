/**
 * Reads what stands in the objects of a file and in no interface of pdf.js: replacement and alternate texts, fields
 * without a widget, XFA forms, metadata of single objects, private data of programs, objects that nothing leads to,
 * earlier contents of an object number, comments between objects.
 *
 * Places name the object and the keys inward: part `objects/12/A/JS`, offsets into the string.
 */
import { type Budget, type Channel, LineIndex, type Segment } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { readAnyXml } from '../ooxml/any-xml.js';
import { isInteresting } from '../ooxml/interest.js';
import { type Attachment, textSegment } from './channels.js';
import { type Decryptor, decryptorOf } from './encryption.js';
import type { Known } from './known.js';
import { indexOfWord, scanObjects } from './object-scan.js';
import { type ObjectText, type StreamRole, textOf, visitObject } from './object-strings.js';
import {
  ObjectReader,
  type PdfDictionary,
  PdfName,
  PdfReference,
  PdfString,
  type PdfValue,
  unitsOf,
} from './objects.js';
import { streamData } from './stream-data.js';
import { isLetter, isPicture, looksLikeText, looksLikeXml } from './stream-kind.js';

/** Bytes that one stream, and all streams of a file, may unpack to here. */
const MAX_STREAM = 64 * 1024 * 1024;
const MAX_STREAMS = 512 * 1024 * 1024;
/** Texts reported of one file. */
const MAX_TEXTS = 20_000;
/** Objects between two looks at the clock. */
const POLL = 256;

export interface SweepOptions {
  readonly budget: Budget;
  /** What is read already; see `Known`. */
  readonly known: Known;
  /** Files that are read already. */
  readonly attachments: readonly Attachment[];
  /** What streams hold that were unpacked before, by the offset of their data. */
  readonly streams?: ReadonlyMap<number, Uint8Array>;
}

export interface SweepReading {
  readonly segments: Segment[];
  readonly attachments: Attachment[];
  /** The pages that nothing leads to. */
  readonly orphans: readonly number[];
  /** Last uncompressed definition of each object: number → offset in bytes. */
  readonly offsets: ReadonlyMap<number, number>;
  /** The objects were not read in full. */
  readonly fault?: 'pdf/objects-encrypted' | 'pdf/objects-limit';
}

/** Never rejects on bad input. */
export async function sweep(bytes: Uint8Array, options: SweepOptions): Promise<SweepReading> {
  return new Sweep(bytes, options).run();
}

interface StoredStream {
  readonly number: number;
  readonly generation: number;
  readonly dictionary: PdfDictionary;
  readonly data: Uint8Array;
}

class Sweep {
  readonly #bytes: Uint8Array;
  readonly #options: SweepOptions;
  readonly #segments: Segment[] = [];
  readonly #attachments: Attachment[] = [];
  readonly #streams: StoredStream[] = [];
  readonly #roles = new Map<number, { role: StreamRole; name: string }>();
  readonly #dictionaries = new Map<number, PdfDictionary>();
  readonly #offsets = new Map<number, number>();
  readonly #roots: number[] = [];
  #decryptor: Decryptor | undefined;
  #texts = 0;
  #unpacked = 0;
  #limited = false;

  constructor(bytes: Uint8Array, options: SweepOptions) {
    this.#bytes = bytes;
    this.#options = options;
  }

  async run(): Promise<SweepReading> {
    const encryption = await decryptorOf(this.#bytes);
    if (encryption === 'unknown') {
      const fault = 'pdf/objects-encrypted';
      return { segments: [], attachments: [], orphans: [], offsets: this.#offsets, fault };
    }
    this.#decryptor = encryption;
    await this.#objects();
    await this.#packedObjects();
    await this.#readStreams();
    return {
      segments: this.#segments,
      attachments: this.#attachments,
      orphans: this.#orphans(),
      offsets: this.#offsets,
      ...(this.#limited ? { fault: 'pdf/objects-limit' as const } : {}),
    };
  }

  /** Objects in the open, in the order of the file. */
  async #objects(): Promise<void> {
    let count = 0;
    const scan = scanObjects(this.#bytes, ({ start, end }) => this.#gap(start, end));
    for (const { number, generation, value, data, offset } of scan) {
      if (++count % POLL === 0 && this.#options.budget.expired()) {
        this.#limited = true;
        break;
      }
      this.#offsets.set(number, offset);
      const plain = await this.#plain(value, number, generation);
      this.#object(number, plain);
      if (data === undefined || !(plain instanceof Map)) continue;
      if (isPicture(plain)) continue;
      this.#streams.push({ number, generation, dictionary: plain, data });
    }
  }

  /** What stands between objects: tables of offsets, trailers, and comments, which are text. */
  #gap(start: number, end: number): void {
    if (end - start < 8) return;
    const text = unitsOf(this.#bytes.subarray(start, Math.min(end, start + MAX_STREAM)));
    for (const match of text.matchAll(/\btrailer\s{0,8}(?=<<)/g)) {
      const reader = new ObjectReader(this.#bytes, start + match.index + match[0].length);
      const trailer = reader.value();
      if (trailer instanceof Map) this.#trailer(trailer);
    }
    for (const match of text.matchAll(/%(?!PDF-|%EOF)[^\r\n]{5,10000}/g)) {
      const comment = textOf(match[0]);
      if (comment !== undefined) {
        this.#text({ channel: 'residue', text: comment, path: '' }, `bytes/${start + match.index}`);
      }
    }
  }

  #trailer(dictionary: PdfDictionary): void {
    const root = dictionary.get('Root');
    if (root instanceof PdfReference) this.#roots.push(root.number);
  }

  async #plain(value: PdfValue, number: number, generation: number): Promise<PdfValue> {
    return this.#decryptor === undefined ? value : this.#decryptor.strings(value, number, generation);
  }

  #object(number: number, value: PdfValue): void {
    if (value instanceof Map) {
      const type = value.get('Type');
      if (type instanceof PdfName && /^(?:Catalog|Pages|Page)$/.test(type.name)) {
        this.#dictionaries.set(number, value);
      }
      if (value.has('Root') && type instanceof PdfName && type.name === 'XRef') this.#trailer(value);
    }
    visitObject(value, {
      text: (text) => this.#text(text, `objects/${number}`),
      stream: (target, role, name) => {
        if (!this.#roles.has(target)) this.#roles.set(target, { role, name });
      },
    });
    this.#fileName(value);
  }

  /** `<< /Type /Filespec /UF (name) /EF << /F 12 0 R >> >>` gives stream 12 its name. */
  #fileName(value: PdfValue): void {
    if (!(value instanceof Map)) return;
    const files = value.get('EF');
    if (!(files instanceof Map)) return;
    const name = value.get('UF') ?? value.get('F');
    for (const target of files.values()) {
      if (!(target instanceof PdfReference)) continue;
      const text = name instanceof PdfString ? (textOf(name.bytes) ?? '') : '';
      this.#roles.set(target.number, { role: 'file', name: text });
    }
  }

  #text({ channel, text, path, label }: ObjectText, part: string): void {
    if (!isInteresting('', text) || this.#texts >= MAX_TEXTS) {
      if (this.#texts >= MAX_TEXTS) this.#limited = true;
      return;
    }
    const { known } = this.#options;
    if (known.has(text) || (channel === 'attribute' && known.printed(text))) return;
    const segment = textSegment(channel, `${part}${path}`, text, label);
    if (segment === undefined) return;
    this.#texts++;
    known.addText(text);
    this.#segments.push(segment);
  }

  async #unpack({ dictionary, data, number, generation }: StoredStream): Promise<Uint8Array | undefined> {
    if (this.#options.budget.expired() || this.#unpacked > MAX_STREAMS) {
      this.#limited = true;
      return undefined;
    }
    const known = this.#options.streams?.get(data.byteOffset - this.#bytes.byteOffset);
    if (known !== undefined) {
      this.#unpacked += known.length;
      return known;
    }
    const plain =
      this.#decryptor === undefined
        ? data
        : await this.#decryptor.stream(data, dictionary, number, generation);
    const bytes = plain === undefined ? undefined : await streamData(dictionary, plain, MAX_STREAM);
    this.#unpacked += bytes?.length ?? 0;
    return bytes;
  }

  /** Object streams (7.5.7): pairs of number and offset, then the objects. */
  async #packedObjects(): Promise<void> {
    for (const stream of this.#streams) {
      if (typeOf(stream.dictionary) !== 'ObjStm') continue;
      const bytes = await this.#unpack(stream);
      const first = stream.dictionary.get('First');
      if (bytes === undefined || typeof first !== 'number') continue;
      const head = new ObjectReader(bytes, 0, Math.min(first, bytes.length));
      for (;;) {
        const number = head.value();
        const offset = head.value();
        if (typeof number !== 'number' || typeof offset !== 'number') break;
        this.#object(number, new ObjectReader(bytes, first + offset).value());
      }
    }
  }

  async #readStreams(): Promise<void> {
    for (const stream of this.#streams) {
      const kind = typeOf(stream.dictionary);
      if (kind === 'ObjStm' || kind === 'XRef') continue;
      const bytes = await this.#unpack(stream);
      if (bytes === undefined || bytes.length === 0) continue;
      const { role, name } = this.#roles.get(stream.number) ?? { role: undefined, name: '' };
      const part = `objects/${stream.number}`;
      if (role === 'file' || kind === 'EmbeddedFile') this.#file(bytes, name);
      else if (role === 'script') this.#plainText('script', part, bytes);
      else if (role === 'form') this.#xml('field', `xfa/${name}`, bytes);
      else if (kind === 'Metadata' || looksLikeXml(bytes)) this.#xml('metadata', part, bytes);
      else if (role === 'rich-text') this.#plainText('field', part, bytes);
      else if (role !== 'content' && looksLikeText(bytes)) this.#plainText('residue', part, bytes);
      else this.#markedContent(part, bytes);
    }
  }

  #file(bytes: Uint8Array, name: string): void {
    const same = ({ bytes: other }: Attachment): boolean =>
      other.length === bytes.length && other.every((byte, i) => byte === bytes[i]);
    if (this.#options.attachments.some(same) || this.#attachments.some(same)) return;
    this.#attachments.push({ name, bytes });
  }

  #plainText(channel: Channel, part: string, bytes: Uint8Array): void {
    this.#text({ channel, text: textOf(unitsOf(bytes)) ?? decodeText(bytes).text, path: '' }, part);
  }

  #xml(channel: Channel, part: string, bytes: Uint8Array): void {
    const source = decodeText(bytes, { html: true }).text;
    const { segments } = readAnyXml({ source, part, lines: new LineIndex(source) }, { channel });
    for (const segment of segments) {
      // Processing instructions of form designers: sizes and versions.
      if (channel === 'field' && segment.channel === 'residue') continue;
      for (const fresh of this.#freshLines(segment)) this.#segments.push(fresh);
    }
  }

  /** XMP repeats what the document's properties say. */
  #freshLines(segment: Segment): Segment[] {
    const { known } = this.#options;
    const fresh: Segment[] = [];
    let at = 0;
    for (const line of segment.text.split('\n')) {
      const start = at;
      at += line.length + 1;
      const value = line.replace(/^[^：]{0,80}：/, '');
      if (!isInteresting('', value) || known.has(value) || known.has(line)) continue;
      const map = { locate: (from: number, to: number) => segment.map.locate(start + from, start + to) };
      fresh.push({ ...segment, text: line, map });
    }
    for (const { text } of fresh) known.addText(text);
    return fresh;
  }

  /** `/Span << /ActualText (…) >> BDC` in a page's own operators, which pdf.js gives without its dictionary. */
  #markedContent(part: string, bytes: Uint8Array): void {
    for (const key of ['/ActualText', '/Alt', '/E', '/Contents']) {
      const word = new TextEncoder().encode(key);
      for (let at = indexOfWord(bytes, word, 0); at >= 0; at = indexOfWord(bytes, word, at + word.length)) {
        if (isLetter(bytes[at + word.length] ?? 0)) continue;
        const reader = new ObjectReader(bytes, at + word.length);
        const value = reader.value();
        if (!(value instanceof PdfString)) continue;
        const text = textOf(value.bytes);
        if (text !== undefined) this.#text({ channel: 'attribute', text, path: key }, part);
      }
    }
  }

  /** Numbers of the page objects that the tree of pages does not list. */
  #orphans(): number[] {
    const seen = new Set<number>();
    const visit = (number: number, depth: number): void => {
      if (seen.has(number) || depth > 100) return;
      seen.add(number);
      const kids = this.#dictionaries.get(number)?.get('Kids');
      if (!Array.isArray(kids)) return;
      for (const kid of kids) if (kid instanceof PdfReference) visit(kid.number, depth + 1);
    };
    const root = this.#roots.at(-1);
    const pages = root === undefined ? undefined : this.#dictionaries.get(root)?.get('Pages');
    if (!(pages instanceof PdfReference)) return [];
    visit(pages.number, 0);
    return [...this.#dictionaries]
      .filter(([number, value]) => typeOf(value) === 'Page' && !seen.has(number))
      .map(([number]) => number);
  }
}

function typeOf(dictionary: PdfDictionary): string {
  const type = dictionary.get('Type');
  return type instanceof PdfName ? type.name : '';
}
