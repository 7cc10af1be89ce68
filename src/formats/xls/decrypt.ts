/**
 * Workbooks that Excel encrypts with its default password: that is what it does when only the structure is
 * protected. Nobody types that password, and every reader knows it.
 *
 * Source: [MS-OFFCRYPTO] 2.3.5 (RC4 CryptoAPI), 2.3.6 (RC4), 2.3.5.2 and 2.3.6.2 (keys); [MS-XLS] 2.2.10 (what
 * stays plain).
 */
import { md5, sha1 } from '@noble/hashes/legacy.js';
import type { Bytes } from '../cfb/bytes.js';
import { records } from './records.js';

const DEFAULT_PASSWORD = 'VelvetSweatshop';
const FILEPASS = 0x2f;
const BLOCK = 1024;
/** BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead. */
const PLAIN: ReadonlySet<number> = new Set([0x809, FILEPASS, 0x194, 0x195, 0xe1, 0x196, 0x138]);
const BOUND_SHEET = 0x85;

type KeyOf = (block: number) => Uint8Array;

/** @returns The stream in plain, undefined when the default password does not open it. */
export function decryptDefault(bytes: Uint8Array): Uint8Array | undefined {
  const key = defaultKey(bytes);
  if (key === undefined) return undefined;
  const plain = bytes.slice();
  const stream = new KeyStream(key);
  for (const { type, at, data } of records(bytes)) {
    if (PLAIN.has(type)) continue;
    // The offset in BoundSheet8 stays plain, so that a sheet can be found without a key.
    const skip = type === BOUND_SHEET ? 4 : 0;
    for (let i = at + 4 + skip; i < at + 4 + data.length; i++) plain[i] = bytes[i]! ^ stream.at(i);
  }
  return plain;
}

function defaultKey(bytes: Uint8Array): KeyOf | undefined {
  for (const { type, data } of records(bytes)) {
    if (type !== FILEPASS) continue;
    if (data.u16(0) !== 1) return undefined;
    return data.u16(4) === 2 ? cryptoApiKey(data) : rc4Key(data);
  }
  return undefined;
}

function rc4Key(data: Bytes): KeyOf | undefined {
  const salt = data.slice(6, 22);
  const first = md5(passwordBytes()).subarray(0, 5);
  const repeated = new Uint8Array(16 * 21);
  for (let i = 0; i < 16; i++) {
    repeated.set(first, i * 21);
    repeated.set(salt, i * 21 + 5);
  }
  const base = md5(repeated).subarray(0, 5);
  const key: KeyOf = (block) => md5(concat(base, word(block)));
  return verify(key, data.slice(22, 38), data.slice(38, 54), md5) ? key : undefined;
}

function cryptoApiKey(data: Bytes): KeyOf | undefined {
  // Version, flags, size of the header; then flags, extra, algorithm, hash, key bits.
  const header = 14;
  const size = data.u32(10);
  const bits = data.u32(header + 16) || 40;
  if (size > data.length || bits > 128 || bits % 8 !== 0) return undefined;
  const at = header + size;
  const base = sha1(concat(data.slice(at + 4, at + 20), passwordBytes()));
  const key: KeyOf = (block) => {
    const short = sha1(concat(base, word(block))).subarray(0, bits / 8);
    if (bits !== 40) return short;
    const padded = new Uint8Array(16);
    padded.set(short);
    return padded;
  };
  const hash = data.slice(at + 40, at + 60);
  return verify(key, data.slice(at + 20, at + 36), hash, sha1) ? key : undefined;
}

function verify(
  key: KeyOf,
  verifier: Uint8Array,
  hash: Uint8Array,
  digest: (bytes: Uint8Array) => Uint8Array,
): boolean {
  if (verifier.length < 16 || hash.length < 16) return false;
  const stream = new KeyStream(key);
  const plain = verifier.map((byte, i) => byte ^ stream.at(i));
  const stated = hash.map((byte, i) => byte ^ stream.at(16 + i));
  return digest(plain).every((byte, i) => byte === stated[i]);
}

/** RC4, started anew for every block of the stream. */
class KeyStream {
  readonly #key: KeyOf;
  readonly #bytes = new Uint8Array(BLOCK);
  #block = -1;

  constructor(key: KeyOf) {
    this.#key = key;
  }

  at(offset: number): number {
    const block = Math.floor(offset / BLOCK);
    if (block !== this.#block) {
      this.#block = block;
      fill(this.#bytes, this.#key(block));
    }
    return this.#bytes[offset % BLOCK]!;
  }
}

function fill(bytes: Uint8Array, key: Uint8Array): void {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    [state[i], state[j]] = [state[j]!, state[i]!];
  }
  for (let n = 0, i = 0, j = 0; n < bytes.length; n++) {
    i = (i + 1) & 255;
    j = (j + state[i]!) & 255;
    [state[i], state[j]] = [state[j]!, state[i]!];
    bytes[n] = state[(state[i]! + state[j]!) & 255]!;
  }
}

/** UTF-16LE. */
function passwordBytes(): Uint8Array {
  const bytes = new Uint8Array(DEFAULT_PASSWORD.length * 2);
  for (let i = 0; i < DEFAULT_PASSWORD.length; i++) bytes[i * 2] = DEFAULT_PASSWORD.charCodeAt(i);
  return bytes;
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
