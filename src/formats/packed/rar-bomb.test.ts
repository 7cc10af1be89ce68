import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits, ScanBudget } from '../../core/index.js';
import { createScanner } from '../../index.js';
import { buildRar, COPY, type RarFile } from './build-rar.js';
import { format } from './index.js';

/** Synthetic: a birth year of 1901. */
const ID = '110101190103070018';
const TEXT = new TextEncoder().encode(`身份证号：${ID}\n`);
const ZERO = Uint8Array.of(48);

const stored = (name: string): RarFile => ({ name, content: TEXT });
const packed = (name: string): RarFile => ({ name, content: { text: TEXT, copies: 0 } });
/** 400 MB in 12 kB. */
const bomb = (name: string, stated?: number): RarFile => ({
  name,
  content: { text: ZERO, copies: Math.ceil(4e8 / COPY) },
  ...(stated === undefined ? {} : { stated }),
});

async function scan(bytes: Uint8Array, limits: Partial<Limits> = {}) {
  const before = process.cpuUsage().user;
  const { findings, coverage } = await createScanner({ today: '2026-12-31', reveal: true, limits }).scan({
    name: 'a.rar',
    bytes,
  });
  return {
    found: findings.map(({ value, places }) => [value, places[0]!.part]),
    unread: coverage.unread.map(({ place, code }) => [place.part, code]),
    seconds: (process.cpuUsage().user - before) / 1e6,
  };
}

test('packed files of RAR are read, in solid archives as well', async () => {
  const run = { name: 'run.txt', content: { text: TEXT, copies: 3 } };
  for (const solid of [false, true]) {
    const { found, unread } = await scan(buildRar([packed('a.txt'), run, packed('z.txt')], { solid }));
    expect(found).toEqual(['a.txt', 'run.txt', 'z.txt'].map((part) => [ID, part]));
    expect(unread).toEqual([]);
  }
});

test.each([
  ['a bomb', [stored('a.txt'), bomb('b.txt'), stored('z.txt')], false, 'packed/limit'],
  ['a bomb in a solid archive', [packed('a.txt'), bomb('b.txt'), packed('z.txt')], true, 'packed/limit'],
  [
    'a bomb that states a small size',
    [stored('a.txt'), bomb('b.txt', 100), stored('z.txt')],
    false,
    'packed/damaged',
  ],
  [
    'a size that the data do not have',
    [stored('a.txt'), { ...stored('b.txt'), stated: 2 ** 40 }, stored('z.txt')],
    false,
    undefined,
  ],
])('%s is named, its neighbours are read', { timeout: 60_000 }, async (_name, files, solid, code) => {
  const { found, unread, seconds } = await scan(buildRar(files as RarFile[], { solid }));
  const all = code === undefined ? ['a.txt', 'b.txt', 'z.txt'] : ['a.txt', 'z.txt'];
  expect(found).toEqual(all.map((part) => [ID, part]));
  expect(unread).toEqual(code === undefined ? [] : [['b.txt', code]]);
  expect(seconds).toBeLessThan(20);
});

test('many bombs end before the time does, and each is listed', { timeout: 60_000 }, async () => {
  const bombs = Array.from({ length: 40 }, (_, i) => bomb(`${i}.txt`));
  const { found, unread, seconds } = await scan(buildRar([stored('a.txt'), ...bombs]), {
    unpackedBytes: 2 ** 28,
  });
  expect(found).toEqual([[ID, 'a.txt']]);
  expect(unread).toEqual(bombs.map(({ name }) => [name, 'packed/limit']));
  expect(seconds).toBeLessThan(20);
});

test('when the time is over, what is left is listed', async () => {
  let now = 0;
  const budget = new ScanBudget(DEFAULT_LIMITS, () => now);
  const bytes = buildRar([stored('a.txt'), stored('b.txt'), stored('b.txt')]);
  const { children } = await format.extract({ name: 'a.rar', bytes }, { limits: DEFAULT_LIMITS, budget });
  const seen: unknown[] = [];
  for await (const child of children!) {
    seen.push('artifact' in child ? child.artifact.name : child.unread);
    now = 1e9;
  }
  expect(seen).toEqual([
    'a.txt',
    { part: 'b.txt', code: 'packed/time' },
    { part: 'b.txt#2', code: 'packed/time' },
  ]);
});
