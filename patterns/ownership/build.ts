/** Learned words that tell whose a value is. */
import { hash } from '../../src/engine/owner-weights.js';
import type { Build } from '../compile.js';
import { table } from '../rows.js';

export const build: Build = (read) => {
  const source = read('words.tsv');
  const [, lean, most] = /^# lean (\S+) most (\S+)$/m.exec(source)!;
  const words = table(source)
    .map(({ zone = '', piece = '', sixteenths = '' }) => ({
      key: hash(`${zone}:${piece}`),
      weight: Number(sixteenths),
    }))
    .sort((a, b) => a.key - b.key);
  const keys = Buffer.alloc(words.length * 4);
  for (const [i, { key }] of words.entries()) keys.writeUInt32LE(key, i * 4);
  const weights = Buffer.from(Int8Array.from(words, ({ weight }) => weight).buffer);
  return [
    '/** Learned weights of words around a value: hashes, four bytes each, and sixteenths. */',
    'export const patterns = {',
    `  lean: ${lean},`,
    `  most: ${most},`,
    `  keys: '${keys.toString('base64')}',`,
    `  weights: '${weights.toString('base64')}',`,
    '};',
    '',
  ].join('\n');
};
