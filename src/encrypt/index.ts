/**
 * Reversible de-identification: format-preserving encryption, for who must be able to go back.
 *
 * Source: NIST SP 800-38G, FF1 (AES-256), through `@noble/ciphers`. Digits become letters of the same number, so that a
 * ciphertext is never taken for, and never happens to be, somebody's number. The key of the fingerprints is stretched
 * to one of its own for this use (HMAC-SHA-256); the entity is the tweak.
 */
import { FF1 } from '@noble/ciphers/ff1.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Encryption } from '../policy/index.js';

/** What is encrypted: digits and the X of an ID. */
const VALUES = '0123456789X';
/** What stands for it: no vowels, no digits. */
const LETTERS = 'BCDFGHJKLMN';
/** 11^6 > 1,000,000, the smallest domain that SP 800-38G rev. 1 allows. */
const SHORTEST = 6;

/**
 * @param key At least 16 bytes, or text of that length in UTF-8: the key of the scanner.
 * @throws RangeError on a shorter key.
 */
export function formatPreserving(key: string | Uint8Array): Encryption {
  const bytes = typeof key === 'string' ? utf8ToBytes(key) : key;
  if (bytes.length < 16) throw new RangeError('the key needs at least 16 bytes');
  const own = hmac(sha256, bytes, utf8ToBytes('leaklint format-preserving encryption'));
  const cipher = (entity: string) => FF1(VALUES.length, own, utf8ToBytes(entity));
  return {
    encrypt(entity, value) {
      const numbers = numbersOf(value, VALUES);
      return numbers === undefined ? undefined : written(cipher(entity).encrypt(numbers), LETTERS);
    },
    decrypt(entity, text) {
      const numbers = numbersOf(text, LETTERS);
      return numbers === undefined ? undefined : written(cipher(entity).decrypt(numbers), VALUES);
    },
  };
}

function numbersOf(text: string, alphabet: string): number[] | undefined {
  const numbers = [...text].map((character) => alphabet.indexOf(character));
  return numbers.length < SHORTEST || numbers.includes(-1) ? undefined : numbers;
}

function written(numbers: readonly number[], alphabet: string): string {
  return numbers.map((number) => alphabet.charAt(number)).join('');
}
