/** Properties of a message, a recipient or an attachment. Source: [MS-OXMSG] 2.2 (storages), 2.4 (property stream). */
import { Bytes, utf16 } from '../cfb/bytes.js';
import { decodeCodePage } from '../cfb/code-page.js';
import type { CompoundEntry, CompoundFile } from '../cfb/compound.js';

export interface TextProperty {
  /** Property id, 0x0037 for the subject. */
  readonly id: number;
  readonly text: string;
}

export class PropertyBag {
  readonly texts: TextProperty[] = [];
  readonly #binary = new Map<number, CompoundEntry>();
  readonly #numbers = new Map<number, number>();
  readonly #file: CompoundFile;
  damaged = false;

  /** @param codePage Of 8-bit strings, where the storage itself names none. */
  constructor(file: CompoundFile, storage: CompoundEntry, codePage?: number) {
    this.#file = file;
    this.#readNumbers(storage);
    const page = this.#numbers.get(0x3ffd) ?? this.#numbers.get(0x3fde) ?? codePage ?? 1252;
    for (const entry of storage.children) {
      const match = /^__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(-[0-9a-f]{8})?$/i.exec(entry.name);
      if (match === null || entry.kind !== 'stream') continue;
      const id = Number.parseInt(match[1]!, 16);
      const type = Number.parseInt(match[2]!, 16) & 0x0fff;
      if (type === 0x102) this.#binary.set(id, entry);
      if (type !== 0x1f && type !== 0x1e) continue;
      // Of a list of strings, this stream holds the lengths only.
      if (match[3] === undefined && /^1/.test(match[2]!)) continue;
      const data = file.read(entry);
      this.damaged ||= data.damaged;
      const text = type === 0x1f ? utf16(data.bytes) : decodeCodePage(data.bytes, page);
      this.texts.push({ id, text: text.replace(/\0+$/, '') });
    }
    this.codePage = page;
  }

  readonly codePage: number;

  text(...ids: readonly number[]): string {
    for (const id of ids) {
      const found = this.texts.find((property) => property.id === id && property.text !== '');
      if (found !== undefined) return found.text;
    }
    return '';
  }

  bytes(id: number): Uint8Array | undefined {
    const entry = this.#binary.get(id);
    return entry === undefined ? undefined : this.#file.read(entry).bytes;
  }

  number(id: number): number | undefined {
    return this.#numbers.get(id);
  }

  /** The head is 32 bytes in a file, 24 in an embedded message, 8 in the rest; entries have 16. */
  #readNumbers(storage: CompoundEntry): void {
    const entry = storage.children.find(({ name }) => name === '__properties_version1.0');
    if (entry === undefined) return;
    const source = new Bytes(this.#file.read(entry).bytes);
    for (let at = source.length % 16; at + 16 <= source.length; at += 16) {
      if (source.u16(at) === 3) this.#numbers.set(source.u16(at + 2), source.u32(at + 8));
    }
  }
}

/** What a property is about, for people and for the label search. */
export const PROPERTY_NAMES: ReadonlyMap<number, string> = new Map([
  [0x0037, 'subject'],
  [0x003b, 'sender address'],
  [0x0042, 'sender'],
  [0x0065, 'sender address'],
  [0x0070, 'conversation topic'],
  [0x007d, 'transport headers'],
  [0x0c1a, 'sender'],
  [0x0c1f, 'sender address'],
  [0x0e02, 'bcc'],
  [0x0e03, 'cc'],
  [0x0e04, 'to'],
  [0x1035, 'message id'],
  [0x3001, 'name'],
  [0x3003, 'address'],
  [0x3004, 'comment'],
  [0x39fe, 'address'],
  [0x3a08, 'business telephone'],
  [0x3a09, 'home telephone'],
  [0x3a15, 'address'],
  [0x3a16, 'company'],
  [0x3a17, 'title'],
  [0x3a1a, 'telephone'],
  [0x3a1c, 'mobile'],
  [0x3a24, 'fax'],
  [0x3704, 'file name'],
  [0x3707, 'file name'],
]);
