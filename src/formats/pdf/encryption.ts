/**
 * Strings and streams of files that open without a password, because only the owner has set one.
 *
 * Source: ISO 32000-1:2008, 7.6 (revisions 2 to 4: RC4, AES-128); ISO 32000-2:2020, 7.6.4 (revisions 5 and 6: AES-256).
 */
import { md5 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../zip/concat.js';
import { indexOfWord, scanObjects } from './object-scan.js';
import {
  bytesOf,
  ObjectReader,
  type PdfDictionary,
  PdfName,
  PdfReference,
  PdfString,
  type PdfValue,
  unitsOf,
} from './objects.js';

export interface Decryptor {
  /** The object with its strings in plain. */
  strings(value: PdfValue, number: number, generation: number): Promise<PdfValue>;
  /** @returns undefined when the data can't be decrypted. */
  stream(
    data: Uint8Array,
    dictionary: PdfDictionary,
    number: number,
    generation: number,
  ): Promise<Uint8Array | undefined>;
}

type Cipher = 'none' | 'rc4' | 'aes128' | 'aes256';

/** The padding of an empty password (algorithm 2). */
const PADDING = bytesOf(
  '\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08' +
    '\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a',
);
const ENCRYPT = new TextEncoder().encode('/Encrypt');
const ID = new TextEncoder().encode('/ID');

/** @returns undefined when nothing is encrypted; `unknown` for a handler or a password that is not known here. */
export async function decryptorOf(bytes: Uint8Array): Promise<Decryptor | 'unknown' | undefined> {
  let entry: PdfValue;
  for (
    let at = indexOfWord(bytes, ENCRYPT, 0);
    at >= 0 && entry === undefined;
    at = indexOfWord(bytes, ENCRYPT, at + 8)
  ) {
    const value = new ObjectReader(bytes, at + ENCRYPT.length).value();
    if (value instanceof PdfReference || value instanceof Map) entry = value;
  }
  if (entry === undefined) return undefined;
  let id = '';
  for (let at = indexOfWord(bytes, ID, 0); at >= 0 && id === ''; at = indexOfWord(bytes, ID, at + 3)) {
    const value = new ObjectReader(bytes, at + ID.length).value();
    if (Array.isArray(value) && value[0] instanceof PdfString) id = value[0].bytes;
  }
  let own = -1;
  let dictionary: PdfDictionary | undefined;
  if (entry instanceof Map) dictionary = entry;
  else if (entry instanceof PdfReference) {
    own = entry.number;
    dictionary = dictionaryAt(bytes, own);
    if (dictionary !== undefined) resolveFilters(dictionary, bytes);
  }
  const encrypted = dictionary?.has('O') === true && dictionary.has('U');
  if (dictionary === undefined || !encrypted) return 'unknown';
  const keys = await keyOf(dictionary, id);
  return keys === undefined ? 'unknown' : new StandardDecryptor(keys, own);
}

/** Puts the crypt filters in place of references to them. */
function resolveFilters(dictionary: PdfDictionary, bytes: Uint8Array): void {
  const entry = dictionary.get('CF');
  const filters = entry instanceof PdfReference ? dictionaryAt(bytes, entry.number) : entry;
  if (!(filters instanceof Map)) return;
  dictionary.set('CF', filters);
  for (const [name, filter] of filters) {
    if (filter instanceof PdfReference) filters.set(name, dictionaryAt(bytes, filter.number));
  }
}

/** The last object of that number. */
function dictionaryAt(bytes: Uint8Array, number: number): PdfDictionary | undefined {
  let dictionary: PdfDictionary | undefined;
  for (const object of scanObjects(bytes, () => undefined)) {
    if (object.number === number && object.value instanceof Map) dictionary = object.value;
  }
  return dictionary;
}

interface Keys {
  readonly key: Uint8Array;
  readonly strings: Cipher;
  readonly streams: Cipher;
  readonly metadata: boolean;
}

function numberOf(dictionary: PdfDictionary, key: string, fallback: number): number {
  const value = dictionary.get(key);
  return typeof value === 'number' ? value : fallback;
}

function stringOf(dictionary: PdfDictionary, key: string): Uint8Array {
  const value = dictionary.get(key);
  return bytesOf(value instanceof PdfString ? value.bytes : '');
}

async function keyOf(dictionary: PdfDictionary, id: string): Promise<Keys | undefined> {
  const version = numberOf(dictionary, 'V', 0);
  const revision = numberOf(dictionary, 'R', 0);
  const metadata = dictionary.get('EncryptMetadata') !== false;
  const strings = cipherOf(dictionary, version, 'StrF');
  const streams = cipherOf(dictionary, version, 'StmF');
  if (strings === undefined || streams === undefined) return undefined;
  const key = revision >= 5 ? await newKey(dictionary, revision) : oldKey(dictionary, revision, id, metadata);
  return key === undefined ? undefined : { key, strings, streams, metadata };
}

function cipherOf(dictionary: PdfDictionary, version: number, use: string): Cipher | undefined {
  if (version === 1 || version === 2 || version === 3) return 'rc4';
  if (version !== 4 && version !== 5) return undefined;
  const name = dictionary.get(use);
  if (!(name instanceof PdfName) || name.name === 'Identity') return 'none';
  const filters = dictionary.get('CF');
  const filter = filters instanceof Map ? filters.get(name.name) : undefined;
  const method = filter instanceof Map ? filter.get('CFM') : undefined;
  const kinds: Readonly<Record<string, Cipher>> = {
    V2: 'rc4',
    AESV2: 'aes128',
    AESV3: 'aes256',
    None: 'none',
  };
  return method instanceof PdfName ? kinds[method.name] : undefined;
}

/** Algorithm 2, and algorithms 4 and 5 to see whether the password is empty. */
function oldKey(
  dictionary: PdfDictionary,
  revision: number,
  id: string,
  metadata: boolean,
): Uint8Array | undefined {
  const owner = stringOf(dictionary, 'O');
  const user = stringOf(dictionary, 'U');
  const flags = numberOf(dictionary, 'P', 0) | 0;
  const length = revision === 2 ? 5 : Math.min(16, Math.max(5, numberOf(dictionary, 'Length', 40) >> 3));
  const permissions = Uint8Array.of(
    flags & 255,
    (flags >> 8) & 255,
    (flags >> 16) & 255,
    (flags >> 24) & 255,
  );
  const mark = revision >= 4 && !metadata ? Uint8Array.of(255, 255, 255, 255) : new Uint8Array(0);
  const candidates = revision >= 4 ? [16, length] : [length];
  for (const size of candidates) {
    let hash: Uint8Array = md5(concat([PADDING, owner.subarray(0, 32), permissions, bytesOf(id), mark]));
    if (revision >= 3) for (let i = 0; i < 50; i++) hash = md5(hash.subarray(0, size));
    const key = hash.slice(0, size);
    const check =
      revision === 2 ? rc4(key, PADDING) : nineteen(key, rc4(key, md5(concat([PADDING, bytesOf(id)]))));
    const wanted = user.subarray(0, check.length);
    if (check.every((byte, i) => byte === wanted[i])) return key;
  }
  return undefined;
}

function nineteen(key: Uint8Array, first: Uint8Array): Uint8Array {
  let data = first;
  for (let i = 1; i <= 19; i++)
    data = rc4(
      key.map((byte) => byte ^ i),
      data,
    );
  return data;
}

/** Algorithms 2.A and 2.B with an empty user password. */
async function newKey(dictionary: PdfDictionary, revision: number): Promise<Uint8Array | undefined> {
  const user = stringOf(dictionary, 'U');
  const packed = stringOf(dictionary, 'UE');
  if (user.length < 48 || packed.length < 32) return undefined;
  const hash = (salt: Uint8Array): Promise<Uint8Array> =>
    revision === 5 ? Promise.resolve(sha256(salt)) : hardened(salt);
  const check = await hash(user.subarray(32, 40));
  if (!check.every((byte, i) => byte === user[i])) return undefined;
  const key = await hash(user.subarray(40, 48));
  return aesDecrypt(key, new Uint8Array(16), packed.subarray(0, 32), false);
}

async function hardened(salt: Uint8Array): Promise<Uint8Array> {
  let key: Uint8Array = sha256(salt);
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const block = new Uint8Array(key.length * 64);
    for (let i = 0; i < 64; i++) block.set(key, i * key.length);
    const sealed = await aesEncrypt(key.subarray(0, 16), key.subarray(16, 32), block);
    let sum = 0;
    for (let i = 0; i < 16; i++) sum += sealed[i]!;
    key = [sha256, sha384, sha512][sum % 3]!(sealed);
    last = sealed.at(-1)!;
  }
  return key.slice(0, 32);
}

class StandardDecryptor implements Decryptor {
  readonly #keys: Keys;
  /** The object that holds the keys; its strings are plain. */
  readonly #own: number;

  constructor(keys: Keys, own: number) {
    this.#keys = keys;
    this.#own = own;
  }

  async strings(value: PdfValue, number: number, generation: number): Promise<PdfValue> {
    if (number === this.#own || this.#keys.strings === 'none') return value;
    if (value instanceof PdfString) {
      const plain = await this.#decrypt(bytesOf(value.bytes), this.#keys.strings, number, generation);
      return plain === undefined ? undefined : new PdfString(unitsOf(plain));
    }
    if (Array.isArray(value)) {
      const items: PdfValue[] = [];
      for (const item of value) items.push(await this.strings(item, number, generation));
      return items;
    }
    if (value instanceof Map) {
      const plain: PdfDictionary = new Map();
      for (const [key, inner] of value) plain.set(key, await this.strings(inner, number, generation));
      return plain;
    }
    return value;
  }

  async stream(
    data: Uint8Array,
    dictionary: PdfDictionary,
    number: number,
    generation: number,
  ): Promise<Uint8Array | undefined> {
    const type = dictionary.get('Type');
    const kind = type instanceof PdfName ? type.name : '';
    if (kind === 'XRef' || (kind === 'Metadata' && !this.#keys.metadata)) return data;
    return this.#decrypt(data, this.#keys.streams, number, generation);
  }

  /** Algorithm 1 (a key for each object) and 1.A (one key). */
  async #decrypt(
    data: Uint8Array,
    cipher: Cipher,
    number: number,
    generation: number,
  ): Promise<Uint8Array | undefined> {
    const { key } = this.#keys;
    if (cipher === 'none') return data;
    if (cipher === 'aes256') return aes(key, data);
    const salt = Uint8Array.of(
      number & 255,
      (number >> 8) & 255,
      (number >> 16) & 255,
      generation & 255,
      (generation >> 8) & 255,
    );
    const mark = cipher === 'aes128' ? bytesOf('sAlT') : new Uint8Array(0);
    const own = md5(concat([key, salt, mark])).subarray(0, Math.min(16, key.length + 5));
    return cipher === 'rc4' ? rc4(own, data) : aes(own, data);
  }
}

/** The first block is the initialisation vector. */
async function aes(key: Uint8Array, data: Uint8Array): Promise<Uint8Array | undefined> {
  if (data.length < 32) return data.length === 0 ? data : undefined;
  const whole = data.subarray(16, data.length - (data.length % 16));
  return aesDecrypt(key, data.subarray(0, 16), whole, true);
}

type Buffered = Uint8Array<ArrayBuffer>;

async function aesDecrypt(
  key: Uint8Array,
  vector: Uint8Array,
  data: Uint8Array,
  padded: boolean,
): Promise<Uint8Array | undefined> {
  try {
    const { subtle } = globalThis.crypto;
    const imported = await subtle.importKey('raw', key.slice() as Buffered, 'AES-CBC', false, [
      'encrypt',
      'decrypt',
    ]);
    const algorithm = { name: 'AES-CBC', iv: vector.slice() as Buffered };
    if (padded) {
      return new Uint8Array(await subtle.decrypt(algorithm, imported, data.slice() as Buffered));
    }
    // Web Crypto insists on padding: a block that decrypts to nothing but padding is made and put behind.
    const last = data.slice(-16) as Buffered;
    const tail = await subtle.encrypt({ name: 'AES-CBC', iv: last }, imported, new Uint8Array(0));
    const sealed = concat([data, new Uint8Array(tail)]) as Buffered;
    return new Uint8Array(await subtle.decrypt(algorithm, imported, sealed));
  } catch {
    return undefined;
  }
}

/** Without padding: the block that Web Crypto adds is cut off. */
async function aesEncrypt(key: Uint8Array, vector: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey('raw', key.slice() as Buffered, 'AES-CBC', false, ['encrypt']);
  const algorithm = { name: 'AES-CBC', iv: vector.slice() as Buffered };
  const sealed = new Uint8Array(await subtle.encrypt(algorithm, imported, data as Buffered));
  return sealed.subarray(0, data.length);
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const box = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + box[i]! + key[i % key.length]!) & 255;
    [box[i], box[j]] = [box[j]!, box[i]!];
  }
  const out = new Uint8Array(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    const low = box[i]!;
    j = (j + low) & 255;
    const high = box[j]!;
    box[i] = high;
    box[j] = low;
    out[n] = data[n]! ^ box[(low + high) & 255]!;
  }
  return out;
}
