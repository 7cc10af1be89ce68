/**
 * Partial fingerprints: what a mask shows, under the caller's key, so that masks of one person can be laid over each
 * other across documents without any digit in a report.
 *
 * `hmac:<person>.<positions>`: the person is the HMAC of entity, length and the name beside the value; a position is `*`
 * where the mask hides it, else a hexadecimal digit, the character plus a pad that the same HMAC gives. Equal
 * characters of one person look alike, and nothing can be read without the key.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes of the HMAC that name the person; the rest is the pad, half a byte a position. */
const PERSON = 16;
const LONGEST = 32;
const CHARACTERS = '0123456789X';

/** @param value Digits, `X` and `*`. @returns undefined where other characters show. */
export function partialFingerprint(
  key: Uint8Array,
  entity: string,
  name: string,
  value: string,
): string | undefined {
  if (value.length > LONGEST || !/^[\dX*]+$/.test(value)) return undefined;
  const mac = hmac(sha256, key, utf8ToBytes(`mask\0${entity}\0${value.length}\0${name}`));
  let positions = '';
  for (let i = 0; i < value.length; i++) {
    const character = value.charAt(i);
    const pad = (mac[PERSON + (i >> 1)]! >> (i % 2 === 0 ? 4 : 0)) & 15;
    positions += character === '*' ? '*' : ((CHARACTERS.indexOf(character) + pad) & 15).toString(16);
  }
  return `hmac:${bytesToHex(mac.subarray(0, PERSON))}.${positions}`;
}
