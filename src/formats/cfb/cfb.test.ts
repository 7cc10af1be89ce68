import { expect, test } from 'vitest';
import { decodeCodePage } from './code-page.js';
import { CompoundFile } from './compound.js';
import { readNative } from './embedded.js';
import { mutations } from './harness.js';
import { readPropertySet } from './property-set.js';
import { residueSegment, SeenText } from './residue.js';
import { storageFile, writeCompound } from './write-compound.js';

const bytesOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + seed) & 255);
const TREE = [
  { name: 'Small', bytes: bytesOf(100, 1) },
  { name: 'Big', bytes: bytesOf(9000, 2) },
  { name: 'Empty', bytes: new Uint8Array(0) },
  { name: 'Pool', children: [{ name: '_1', children: [{ name: 'WordDocument', bytes: bytesOf(5000, 3) }] }] },
];

test('streams of every size and depth come back as they were written', () => {
  const file = CompoundFile.open(writeCompound(TREE))!;
  expect(file.damaged).toBe(false);
  expect(file.streams.map(({ path }) => path).sort()).toEqual([
    'Big',
    'Empty',
    'Pool/_1/WordDocument',
    'Small',
  ]);
  for (const [path, length, seed] of [
    ['Small', 100, 1],
    ['Big', 9000, 2],
    ['pool/_1/worddocument', 5000, 3],
  ] as const) {
    expect(file.read(file.find(path)!)).toEqual({ bytes: bytesOf(length, seed), damaged: false });
  }
});

test('a file with more sectors than the header can list', () => {
  const big = bytesOf(9_000_000, 5);
  const file = CompoundFile.open(writeCompound([{ name: 'Big', bytes: big }]))!;
  expect(file.read(file.find('Big')!).bytes.length).toBe(big.length);
  expect(file.read(file.find('Big')!).bytes.at(-1)).toBe(big.at(-1));
});

test('a storage becomes a file of its own', () => {
  const file = CompoundFile.open(writeCompound(TREE))!;
  const storage = file.root.children.find(({ name }) => name === 'Pool')!.children[0]!;
  const inner = CompoundFile.open(storageFile(file, storage))!;
  expect(inner.read(inner.find('WordDocument')!).bytes).toEqual(bytesOf(5000, 3));
});

test('a chain that loops and a size that lies end', () => {
  const bytes = writeCompound([{ name: 'Big', bytes: bytesOf(20_000, 1) }]);
  const view = new DataView(bytes.buffer);
  const fatAt = (view.getUint32(76, true) + 1) * 512;
  view.setUint32(fatAt + 8, 0, true);
  const file = CompoundFile.open(bytes)!;
  const data = file.read(file.find('Big')!);
  expect(data.damaged).toBe(true);
  expect(data.bytes.length).toBe(3 * 512);
});

test('many streams that share all sectors read no more than a few times the file', () => {
  const nodes = Array.from({ length: 300 }, (_, i) => ({ name: `s${i}`, bytes: new Uint8Array(0) }));
  const bytes = writeCompound([{ name: 'big', bytes: bytesOf(100_000, 1) }, ...nodes]);
  const view = new DataView(bytes.buffer);
  let at = 512 * (view.getUint32(48, true) + 1) + 128;
  for (let i = 0; i < 301; i++, at += 128) {
    if (view.getUint32(at + 120, true) > 0) continue;
    view.setUint32(at + 116, 0, true);
    view.setUint32(at + 120, 100_000, true);
  }
  const file = CompoundFile.open(bytes)!;
  const total = file.streams.reduce((sum, entry) => sum + file.read(entry).bytes.length, 0);
  expect(total).toBeLessThan(6 * bytes.length + 65_536);
});

test('600 damaged copies open or do not, and never throw', () => {
  for (const copy of mutations(writeCompound(TREE), 600)) {
    const file = CompoundFile.open(copy);
    for (const entry of file?.streams ?? []) file!.read(entry);
    file?.unclaimed();
  }
});

test('properties in code page 936, custom ones with their names', () => {
  const set = propertySet([
    [
      0xf29f85e0,
      [
        [1, [2, 0, 0, 0, 0xa8, 0x03, 0, 0]],
        [2, [0x1e, 0, 0, 0, 5, 0, 0, 0, 0xc3, 0xfb, 0xb5, 0xa5, 0, 0, 0, 0]],
      ],
    ],
    [
      0xd5cdd505,
      [
        [0, [1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0xb5, 0xe7, 0xbb, 0xb0, 0]],
        [1, [2, 0, 0, 0, 0xa8, 0x03, 0, 0]],
        [2, [0x1e, 0, 0, 0, 12, 0, 0, 0, ...Array.from('13800138000', (c) => c.charCodeAt(0)), 0]],
      ],
    ],
  ]);
  expect(readPropertySet(set)).toEqual([
    { name: 'title', value: '名单' },
    { name: '电话', value: '13800138000' },
    { name: 'property name', value: '电话' },
  ]);
  for (const copy of mutations(set, 300)) readPropertySet(copy);
});

function propertySet(
  sections: readonly (readonly [number, readonly (readonly [number, number[]])[]])[],
): Uint8Array {
  const bytes = new Uint8Array(1024);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint32(24, sections.length, true);
  let at = 28 + sections.length * 20;
  for (const [i, [id, properties]] of sections.entries()) {
    view.setUint32(28 + i * 20, id, true);
    view.setUint32(28 + i * 20 + 16, at, true);
    view.setUint32(at + 4, properties.length, true);
    let value = 8 + properties.length * 8;
    for (const [j, [property, data]] of properties.entries()) {
      view.setUint32(at + 8 + j * 8, property, true);
      view.setUint32(at + 12 + j * 8, value, true);
      bytes.set(data, at + value);
      value += data.length;
    }
    at += value;
  }
  return bytes.subarray(0, at);
}

test('residue: UTF-16 at both parities and GB 18030, with byte places, once', () => {
  const text = '身份证号43062119020815002X';
  const wide = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) new DataView(wide.buffer).setUint16(i * 2, text.charCodeAt(i), true);
  const narrow = Uint8Array.from([
    0xb5,
    0xe7,
    0xbb,
    0xb0,
    ...Array.from('13800138000', (c) => c.charCodeAt(0)),
  ]);
  const bytes = new Uint8Array(200);
  bytes.set(wide, 11);
  bytes.set(narrow, 100);
  bytes.set(narrow, 150);
  const segment = residueSegment('S', bytes, [{ start: 0, end: 200 }], new SeenText(), () => false)!;
  expect(segment.text).toBe(`${text}\n电话13800138000\n`);
  const at = segment.text.indexOf('13800');
  expect(segment.map.locate(at, at + 11)).toMatchObject([{ part: 'S#bytes', start: 104, end: 115 }]);
  expect(segment.map.locate(4, 22)).toMatchObject([{ start: 19, end: 55 }]);
});

test('a packaged file with a GBK name; a damaged one is given as it is', () => {
  const name = [0xc3, 0xfb, 0xb5, 0xa5, 0x2e, 0x74, 0x78, 0x74, 0];
  const head = [0, 0, 0, 0, 2, 0, ...name, 0, 0, 0, 3, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0];
  expect(readNative(Uint8Array.from([...head, 65, 66, 67]))).toEqual({
    name: '名单.txt',
    bytes: Uint8Array.of(65, 66, 67),
  });
  expect(readNative(Uint8Array.from([1, 2, 3, 4, 5, 6])).name).toBe('');
});

test('windows-1252 has its punctuation, and Chinese with a Western label is Chinese', () => {
  expect(decodeCodePage(Uint8Array.of(0x93, 0x41, 0x94), 1252)).toBe('“A”');
  expect(decodeCodePage(Uint8Array.of(0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4, 0xba, 0xc5), 1252)).toBe(
    '身份证号',
  );
});
