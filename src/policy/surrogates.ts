/**
 * Stand-ins for values: pseudonyms, and surrogates in the same shape that can never be anybody's number.
 *
 * Both are derived from the value under the caller's key (HMAC-SHA-256, RFC 2104; GB/T 37964-2019, annex A: 假名化): the same
 * value gets the same stand-in in every document, and without the key nobody can try numbers against it.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { mod11_2 } from '../checks/mod11-2.js';

/**
 * No vowels, so no words; no digits, so nothing that looks like a number again; none of the letters that announce an
 * account (QQ, VX, WX); ASCII, so in every encoding.
 */
const LETTERS = 'BCDFGHJKLMNPRSTZ';
/** 16^12: among 100,000 values two share a pseudonym with a chance of 1 in 56,000. */
const PSEUDONYM_LENGTH = 12;

/** Bytes that belong to a value, for one purpose. */
function bytesOf(key: Uint8Array, purpose: string, entity: string, value: string): Uint8Array {
  return hmac(sha256, key, utf8ToBytes(`${purpose}\0${entity}\0${value}`));
}

/** @returns Twelve capital letters, the same for the same value under the same key. */
export function pseudonymOf(key: Uint8Array, entity: string, value: string): string {
  const bytes = bytesOf(key, 'pseudonym', entity, value);
  let text = '';
  for (let i = 0; i < PSEUDONYM_LENGTH; i++)
    text += LETTERS.charAt((bytes[2 * i]! * 256 + bytes[2 * i + 1]!) % LETTERS.length);
  return text;
}

/**
 * A value of the same length that was never issued and never will be:
 * - `resident-id`: begins with 00, no province (GB/T 2260), and ends with a wrong check character (GB 11643-1999);
 * - `mobile`: begins with 11, emergency and service codes of three digits (电信网编号计划（2017年版）);
 * - `landline`: begins with 000, no area code.
 *
 * @param value Normalised, ASCII digits.
 * @returns undefined for values whose shape proves nothing: cards and accounts (under 账号 or 卡号 any digits may be
 *   one), passports, names, and ones masked already.
 */
export function surrogateOf(key: Uint8Array, entity: string, value: string): string | undefined {
  const prefix = PREFIXES[entity];
  if (prefix === undefined || !/^\d{7,}X?$/.test(value)) return undefined;
  const bytes = bytesOf(key, 'surrogate', entity, value);
  let digits: string = prefix;
  for (let i = digits.length; i < value.length; i++) digits += String(bytes[i % bytes.length]! % 10);
  if (entity !== 'resident-id' || mod11_2(digits) !== digits.at(-1)) return digits;
  return digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10);
}

const PREFIXES: Readonly<Record<string, string>> = {
  'resident-id': '00',
  mobile: '11',
  landline: '000',
};
