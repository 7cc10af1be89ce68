/**
 * Partial fingerprints: what a mask shows, under the caller's key, so that masks of one person can be laid over each
 * other across documents without any digit in a report.
 *
 * `hmac:<person>.<positions>`: the person is the HMAC of entity, length and the name beside the value; a position is `*`
 * where the mask hides it, else a hexadecimal digit, the character plus a pad that the same HMAC gives. Equal
 * characters of one person look alike, and nothing can be read without the key. What is no mask of the finding's own
 * value names its entity behind a further dot.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes of the HMAC that name the person; the rest is the pad, half a byte a position. */
const PERSON = 16;
const LONGEST = 32;
const CHARACTERS = '0123456789X';

/** Characters of a name by four bits each: enough to tell most that differ. */
const nibbleOf = (character: string): number => character.codePointAt(0)! & 15;

/**
 * Of a name of which a part is hidden, beside a masked value that hardly another person has: 张* and *三 are 张三.
 *
 * @param value The masked value, which names the person.
 */
export function partialName(key: Uint8Array, entity: string, value: string, name: string): string {
  const mac = hmac(sha256, key, utf8ToBytes(`name\0${entity}\0${name.length}\0${value}`));
  return `${written(mac, name, nibbleOf)}.person-name`;
}

/** @param value Digits, `X` and `*`. @returns undefined where other characters show. */
export function partialFingerprint(
  key: Uint8Array,
  entity: string,
  name: string,
  value: string,
): string | undefined {
  if (value.length > LONGEST || !/^[\dX*]+$/.test(value)) return undefined;
  const mac = hmac(sha256, key, utf8ToBytes(`mask\0${entity}\0${value.length}\0${name}`));
  return written(mac, value, (character) => CHARACTERS.indexOf(character));
}

function written(mac: Uint8Array, value: string, nibble: (character: string) => number): string {
  let positions = '';
  for (let i = 0; i < value.length; i++) {
    const character = value.charAt(i);
    const pad = (mac[PERSON + (i >> 1)]! >> (i % 2 === 0 ? 4 : 0)) & 15;
    positions += character === '*' ? '*' : ((nibble(character) + pad) & 15).toString(16);
  }
  return `hmac:${bytesToHex(mac.subarray(0, PERSON))}.${positions}`;
}
