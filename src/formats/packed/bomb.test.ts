/** A 7z archive whose first file is 1 GiB of zeros in 150 kB, beside files of one line. Source: 7zFormat.txt of the LZMA SDK. */
import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

/** Raw LZMA1 of 1 GiB of zeros (Python's `lzma`, a dictionary of 1 MiB), twice through zlib. */
const ZEROS =
  'eNqruPX27EkvUQYGBofmHEVfVSbrjNapaQtKOU+ZTLjgxBMU5XKQSZjLmXcr30JdDaXGKKlLC7tDUmZJLhEMcfNqkfBkEUvJlOJQDGzxvxInf7H0GbuaypISQ4mc99xpy97GV5dd73T2X6dak78+2s7cWLL6Z+2nB+9svTdVrbpvYpKivr29fs3Oz2+zYkLeXd/z4uCpts7ixnvTZm24/DdZlL1LbRl3kbyu7Ny74mX7Df74HPtyZfWqX/uk3a2rNx/3PzrlXPpV92lL+K++1+XIrCnfUO3t5P3z15Vjvo9Tt787JvrPQ2KVbGZu9gq/nH+i8Za719VHRpfdfpTxvX1ZR+PZnY32Z63LW+7VWQT/2qRjbZyzxHLV4tcVZy5vt/14kbWy9PJRy+Pz/MNLn/n6PW1fN6P678rsRLv06KMFOf/avuw8v3Nl41pX7WA9PtVpNZVzPhU/iAxKdHeJCiusujzr6sETrxs/fa5sDD188FpLT0c1t/ixZ/l5/laX7kf8/n1q6b/JWVuj1oatvjpKjVDqa/0V6WB+cbsKwT/RAhw/2Q1/ZSwGABvj5OI=';
const SIZE = 2 ** 30;
/** Synthetic: a birth year of 1901. */
const ID = '110101190103070018';

interface Folder {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly size: number;
  /** LZMA; else stored. */
  readonly lzma?: boolean;
}

/** A number of 7z, always in nine bytes. */
function number(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xff);
  bytes.writeBigUInt64LE(BigInt(value), 1);
  return bytes;
}

function sevenZip(folders: readonly Folder[]): Uint8Array {
  const coders = folders.map(({ lzma = false }) =>
    Buffer.from(lzma ? [1, 0x23, 3, 1, 1, 5, 0x5d, 0, 0, 0x10, 0] : [1, 0x01, 0]),
  );
  const names = Buffer.concat(folders.map(({ name }) => Buffer.from(`${name}\0`, 'utf16le')));
  const header = Buffer.concat([
    Buffer.from([1, 4, 6, 0, folders.length, 9]),
    ...folders.map(({ packed }) => number(packed.length)),
    Buffer.from([0, 7, 0x0b, folders.length, 0]),
    ...coders,
    Buffer.from([0x0c]),
    ...folders.map(({ size }) => number(size)),
    Buffer.from([0, 8, 0, 0, 5, folders.length, 0x11]),
    number(names.length + 1),
    Buffer.from([0]),
    names,
    Buffer.from([0, 0]),
  ]);
  const body = Buffer.concat(folders.map(({ packed }) => packed));
  const start = Buffer.alloc(20);
  start.writeBigUInt64LE(BigInt(body.length), 0);
  start.writeBigUInt64LE(BigInt(header.length), 8);
  start.writeUInt32LE(crc32(header), 16);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(start));
  return Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), sum, start, body, header]);
}

const bomb = (name: string): Folder => ({
  name,
  packed: inflateSync(inflateSync(Buffer.from(ZEROS, 'base64'))),
  size: SIZE,
  lzma: true,
});

function note(name: string): Folder {
  const packed = Buffer.from(`身份证号：${ID}\n`);
  return { name, packed, size: packed.length };
}

test('a 7z bomb is named, and its neighbours are read', { timeout: 60_000 }, async () => {
  const bytes = sevenZip([note('a.txt'), bomb('zeros.txt'), note('z.txt')]);
  const scanner = createScanner({ today: '2026-12-31', reveal: true });
  const before = process.cpuUsage().user;
  const { findings, diagnostics, coverage } = await scanner.scan({ name: 'a.7z', bytes });
  expect(findings.map(({ value, places }) => [value, places[0]!.part])).toEqual([
    [ID, 'a.txt'],
    [ID, 'z.txt'],
  ]);
  expect(diagnostics.map(({ code }) => code)).toContain('packed/limit');
  expect(coverage.unread.map(({ place }) => place.part)).toEqual(['zeros.txt']);
  expect(process.cpuUsage().user - before).toBeLessThan(20_000_000);
});
