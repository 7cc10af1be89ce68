import { FF1 } from '@noble/ciphers/ff1.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScanner, type PolicySource, redact } from '../index.js';
import { formatPreserving } from './index.js';

const KEY = 'a key of sixteen bytes or more';
const policy: PolicySource = {
  id: 'back',
  rules: [
    {
      id: 'back/all',
      entity: ['*'],
      disposition: ['leak'],
      action: 'encrypt',
      basis: { document: 'x', confidence: 'U' },
      message: { 'zh-CN': 'x', en: 'x' },
    },
  ],
};

/** NIST SP 800-38G, FF1 samples 1 and 2 (AES-128, radix 10). */
test.each([
  ['', [2, 4, 3, 3, 4, 7, 7, 4, 8, 4]],
  ['39383736353433323130', [6, 1, 2, 4, 2, 0, 0, 7, 7, 3]],
])('the library gives the published FF1 samples', (tweak, expected) => {
  const key = Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex');
  const cipher = FF1(10, Uint8Array.from(key), Uint8Array.from(Buffer.from(tweak, 'hex')));
  expect(cipher.encrypt([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual(expected);
});

test('any number comes back, at its length, in letters; other keys and entities read something else', () => {
  const encryption = formatPreserving(KEY);
  fc.assert(
    fc.property(fc.stringMatching(/^\d{6,29}X?$/), (value) => {
      const text = encryption.encrypt('mobile', value)!;
      expect(text).toMatch(new RegExp(`^[B-N]{${value.length}}$`));
      expect(encryption.decrypt('mobile', text)).toBe(value);
      expect(encryption.decrypt('bank-card', text)).not.toBe(value);
      expect(formatPreserving(`${KEY}!`).decrypt('mobile', text)).not.toBe(value);
    }),
    { numRuns: 100 },
  );
  expect(encryption.encrypt('address', '某街1号')).toBeUndefined();
  expect(encryption.encrypt('mobile', '138')).toBeUndefined();
  expect(encryption.decrypt('mobile', '13800138000')).toBeUndefined();
  expect(() => formatPreserving('short')).toThrow(RangeError);
});

test('a document there and back: separators stay, what can not be encrypted is masked', async () => {
  const options = { policy, key: KEY, encryption: formatPreserving(KEY), today: '2026-11-27' };
  const text = '身份证号：110101 19030307 0018，手机：138-0013-8000';
  const artifact = { name: 'a.txt', bytes: new TextEncoder().encode(text) };
  const result = await createScanner(options).scan(artifact);
  const { bytes, refused, proof } = await redact(artifact, result, options);
  expect([refused, proof.verified]).toEqual([[], true]);
  const copy = new TextDecoder().decode(bytes);
  const [, id, mobile] = /^身份证号：([A-Z]{6} [A-Z]{8} [A-Z]{4})，手机：([A-Z]{3}-[A-Z]{4}-[A-Z]{4})$/.exec(
    copy,
  )!;
  const { decrypt } = formatPreserving(KEY);
  expect(decrypt('resident-id', id!.replaceAll(' ', ''))).toBe('110101190303070018');
  expect(decrypt('mobile', mobile!.replaceAll('-', ''))).toBe('13800138000');
});

test('without the means the scanner is refused', () => {
  expect(() => createScanner({ policy, key: KEY })).toThrow(/option "encryption" is needed/);
});
