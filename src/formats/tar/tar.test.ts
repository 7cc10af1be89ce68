import { expect, test } from 'vitest';
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  type Limits,
  ScanBudget,
} from '../../core/index.js';
import { type BuildTarEntry, buildTar as tar } from './build-tar.js';
import { format } from './index.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function open(bytes: Uint8Array, limits: Partial<Limits> = {}) {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const context: ExtractContext = {
    limits: all,
    budget: new ScanBudget(all, () => 0),
  };
  const extraction = await format.extract({ name: 'a.tar', bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  const files = children.flatMap((child) =>
    'artifact' in child ? [[child.artifact.name, new TextDecoder().decode(child.artifact.bytes)]] : [],
  );
  const faults = children.flatMap((child) => ('diagnostic' in child ? [child.diagnostic.code] : []));
  return { extraction, files, faults };
}

const pax = (key: string, value: string): string => {
  const body = ` ${key}=${value}\n`;
  let length = text(body).length;
  length += String(length + 2).length;
  return `${length}${body}`;
};

test.each<[string, BuildTarEntry[], string]>([
  ['ustar', [{ name: 'a.txt', data: 'x' }], 'a.txt'],
  ['prefix', [{ name: 'a.txt', data: 'x', prefix: 'dir' }], 'dir/a.txt'],
  ['no magic', [{ name: 'a.txt', data: 'x', magic: '' }], 'a.txt'],
  ['GBK name', [{ name: Uint8Array.from([0xc3, 0xfb, 0xb5, 0xa5]), data: 'x' }], '名单'],
  [
    'GNU long name',
    [
      { name: '././@LongLink', data: `${'长'.repeat(80)}\0`, type: 'L' },
      { name: 'cut', data: 'x' },
    ],
    '长'.repeat(80),
  ],
  [
    'pax path',
    [
      { name: 'p', data: pax('path', '目录/名单'), type: 'x' },
      { name: 'cut', data: 'x' },
    ],
    '目录/名单',
  ],
  ['base-256 size', [{ name: 'a', data: 'x', base256: true }], 'a'],
  ['absolute and upward', [{ name: '/../a', data: 'x' }], '../a'],
])('%s', async (_name, entries, name) => expect((await open(tar(...entries))).files).toEqual([[name, 'x']]));

test('duplicates keep apart, folders and links are names only', async () => {
  const { files, extraction } = await open(
    tar(
      { name: 'd/', type: '5' },
      { name: 'a', data: '1' },
      { name: 'a', data: '2' },
      { name: 'l', type: '2' },
    ),
  );
  expect(files).toEqual([
    ['a', '1'],
    ['a#2', '2'],
  ]);
  expect(extraction.segments[0]?.text).toBe('d/\na\na\nl\n');
});

test('a cut entry is read as far as it goes', async () => {
  const { files, faults } = await open(tar({ name: 'a', data: 'y'.repeat(2000) }).subarray(0, 1000));
  expect([files[0]?.[1]?.length, faults]).toEqual([488, ['tar/truncated']]);
});

test('a damaged header loses its own entry only; nothing goes unread', async () => {
  const bytes = tar({ name: 'a', data: '1' }, { name: 'b', data: '2' }, { name: 'c', data: '3' });
  bytes[1024 + 3] = 9;
  const { files, extraction } = await open(bytes);
  expect(files.map(([name]) => name)).toEqual(['a', 'c', '#bytes-1024']);
  expect(extraction.diagnostics.map(({ code }) => code)).toEqual(['tar/gap']);
});

test('data behind the end is opened', async () => {
  const bytes = Uint8Array.from([...tar({ name: 'a', data: '1' }), ...text('hidden')]);
  expect((await open(bytes)).files.map(([name]) => name)).toEqual(['a', '#bytes-1024']);
});

test('limits', async () => {
  const bytes = tar({ name: 'a', data: '1' }, { name: 'b', data: '2' });
  expect((await open(bytes, { entries: 1 })).extraction.unread).toEqual([{ part: '', code: 'tar/entries' }]);
  expect((await open(tar({ name: 'a', data: '12345' }), { bytes: 4 })).faults).toEqual(['tar/limit']);
});

test('every cut and noise', async () => {
  const bytes = tar({ name: 'p', data: pax('size', '99999999999'), type: 'x' }, { name: 'b', data: '2' });
  for (let cut = 0; cut <= bytes.length; cut += 13) await open(bytes.subarray(0, cut));
  const { extraction } = await open(new Uint8Array(1_000_000).fill(49));
  expect(extraction.unread).toEqual([{ part: '', code: 'tar/damaged' }]);
});
