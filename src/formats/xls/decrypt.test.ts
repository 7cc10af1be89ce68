import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { mutations, open, testContext, whereIs } from '../cfb/harness.js';
import { writeCompound } from '../cfb/write-compound.js';
import { number, record, u16, workbookStream } from './build-xls.js';
import { decryptDefault } from './decrypt.js';
import { format } from './index.js';

const SALT = Uint8Array.from({ length: 16 }, (_, i) => i * 3 + 1);
const VERIFIER = Uint8Array.from({ length: 16 }, (_, i) => 200 - i);
const md5 = (bytes: Uint8Array): Uint8Array => createHash('md5').update(bytes).digest();

/** The key stream of [MS-OFFCRYPTO] 2.3.6.2, written apart from the code under test. */
function keyStream(password: string, block: number): Uint8Array {
  const short = md5(Buffer.from(password, 'utf16le')).subarray(0, 5);
  const base = md5(Buffer.concat(Array.from({ length: 16 }, () => Buffer.concat([short, SALT])))).subarray(
    0,
    5,
  );
  const key = md5(Buffer.concat([base, Uint8Array.of(block, 0, 0, 0)]));
  const s = Array.from({ length: 256 }, (_, i) => i);
  let j = 0;
  for (let i = 0; i < 256; i++) {
    j = (j + s[i]! + key[i % 16]!) % 256;
    [s[i], s[j]] = [s[j]!, s[i]!];
  }
  let [a, b] = [0, 0];
  return Uint8Array.from({ length: 1024 }, () => {
    a = (a + 1) % 256;
    b = (b + s[a]!) % 256;
    [s[a], s[b]] = [s[b]!, s[a]!];
    return s[(s[a]! + s[b]!) % 256]!;
  });
}

function encrypted(password: string): Uint8Array {
  const start = keyStream(password, 0);
  const verifier = VERIFIER.map((byte, i) => byte ^ start[i]!);
  const hash = md5(VERIFIER).map((byte, i) => byte ^ start[16 + i]!);
  const pass = record(0x2f, u16(1), u16(1), u16(1), SALT, verifier, hash);
  const records = Array.from({ length: 200 }, (_, i) => number(i, 0, 13_800_138_000 + i));
  const stream = workbookStream([pass], [{ name: 'a', records }]);
  const streams = [0, 1, 2, 3].map((block) => keyStream(password, block));
  for (let at = 0; at < stream.length; ) {
    const type = stream[at]! | (stream[at + 1]! << 8);
    const length = stream[at + 2]! | (stream[at + 3]! << 8);
    const skip = type === 0x85 ? 4 : 0;
    for (let i = at + 4 + skip; i < at + 4 + length && ![0x809, 0x2f].includes(type); i++) {
      stream[i] = stream[i]! ^ streams[i >> 10]![i & 1023]!;
    }
    at += 4 + length;
  }
  return stream;
}

test("Excel's default password hides nothing", async () => {
  const bytes = writeCompound([{ name: 'Workbook', bytes: encrypted('VelvetSweatshop') }]);
  const extraction = await open(format, bytes);
  expect(whereIs(extraction, '13800138199')).toMatchObject([
    { channel: 'body', places: [{ sheet: 'a', ref: 'A200' }] },
  ]);
  expect(extraction.unread).toEqual([]);
  expect(extraction.diagnostics.map(({ code }) => code)).toEqual(['xls/default-password']);
});

test('any other password is unread', async () => {
  const stream = encrypted('secret');
  expect(decryptDefault(stream)).toBeUndefined();
  const extraction = await open(format, writeCompound([{ name: 'Workbook', bytes: stream }]));
  expect(extraction.unread).toEqual([{ part: '', code: 'xls/encrypted' }]);
});

test('damaged copies end without an exception', async () => {
  for (const copy of mutations(encrypted('VelvetSweatshop'), 200)) {
    await format.extract(
      { name: 'a', bytes: writeCompound([{ name: 'Workbook', bytes: copy }]) },
      testContext(),
    );
  }
});
