import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  type Limits,
  ScanBudget,
} from '../../core/index.js';
import { type BuildEntry, type BuildOptions, buildZip } from './build-zip.js';
import { readStructure } from './central-directory.js';
import { concat } from './concat.js';
import { crc32 } from './crc32.js';
import { format } from './index.js';
import { inflate64 } from './inflate64.js';
import { rewriteZip } from './rewrite-zip.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const read = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function context(limits: Partial<Limits> = {}): ExtractContext {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return { limits: all, budget: new ScanBudget(all, () => 0) };
}

async function open(bytes: Uint8Array, limits: Partial<Limits> = {}) {
  const extraction = await format.extract({ name: 'a.zip', bytes }, context(limits));
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  const files = children.flatMap((child) => ('artifact' in child ? [child.artifact] : []));
  const faults = children.flatMap((child) => ('diagnostic' in child ? [child.diagnostic.code] : []));
  const unread = children.flatMap((child) => ('unread' in child && child.unread ? [child.unread.code] : []));
  return { extraction, files, faults, unread, names: files.map(({ name }) => name) };
}

const zip = (entries: BuildEntry[], options?: BuildOptions) => buildZip(entries, options);

test('CRC-32 of the published check string', () => expect(crc32(text('123456789'))).toBe(0xcbf43926));

test.each([0, 8])('gives every entry, method %i', async (method) => {
  const { files, faults, extraction } = await open(
    await zip([
      { name: 'a/', bytes: text(''), method: 0 },
      { name: 'a/名单.txt', bytes: text('甲'), method },
      { name: 'b.txt', bytes: text('乙'.repeat(5000)), method, streamed: true },
    ]),
  );
  expect(files.map((file) => [file.name, read(file.bytes).slice(0, 2)])).toEqual([
    ['a/名单.txt', '甲'],
    ['b.txt', '乙乙'],
  ]);
  expect(faults).toEqual([]);
  expect(extraction.diagnostics).toEqual([]);
});

test('names: GB18030 without a flag, backslashes, Unicode Path field', async () => {
  const gbk = Uint8Array.from([0xc3, 0xfb, 0xb5, 0xa5, 0x5c, 0x31]); // 名单\1
  const raw = text('x');
  const path = text('村.txt');
  const extra = new Uint8Array(9 + path.length);
  const view = new DataView(extra.buffer);
  view.setUint16(0, 0x7075, true);
  view.setUint16(2, 5 + path.length, true);
  extra[4] = 1;
  view.setUint32(5, crc32(raw), true);
  extra.set(path, 9);
  const { names } = await open(
    await zip([
      { name: gbk, bytes: text('1') },
      { name: raw, bytes: text('2'), extra },
      { name: '../../etc/x', bytes: text('3') },
      { name: '../../etc/x', bytes: text('4') },
    ]),
  );
  expect(names).toEqual(['名单/1', '村.txt', '../../etc/x', '../../etc/x#2']);
});

test('names and comments are text that maps into themselves', async () => {
  const { extraction } = await open(
    await zip(
      [
        { name: 'one.txt', bytes: text('') },
        { name: 'list/110101190103070018.txt', bytes: text(''), comment: '联系电话 10086' },
      ],
      { comment: 'packed by hand' },
    ),
  );
  const [names, comments] = extraction.segments;
  const at = names!.text.indexOf('1101');
  expect(names!.channel).toBe('name');
  expect(names!.map.locate(at, at + 18)).toEqual([
    {
      kind: 'text',
      part: 'list/110101190103070018.txt',
      channel: 'name',
      start: 5,
      end: 23,
      line: 1,
      column: 6,
    },
  ]);
  expect(comments!.text).toBe('packed by hand\n联系电话 10086\n');
});

test('a bomb is refused before it is inflated, and a lying size while it is', async () => {
  const zeros = new Uint8Array(64 * 1024 * 1024);
  const seconds = (): number => process.cpuUsage().user / 1e6;
  const started = seconds();
  const honest = await zip([{ name: 'zeros', bytes: zeros }]);
  const packing = seconds() - started;
  expect((await open(honest)).faults).toEqual(['zip/ratio']);
  const lying = await zip([{ name: 'zeros', bytes: zeros, size: 100 }]);
  const { faults, unread } = await open(lying);
  expect(faults).toEqual(['zip/size']);
  expect(unread).toEqual(['zip/size']);
  expect(seconds() - started - 2 * packing).toBeLessThan(1);
});

test('limits: bytes of one entry, total of the scan, number of entries', async () => {
  const entries = ['a', 'b', 'c'].map((name) => ({ name, bytes: text('x'.repeat(600)), method: 0 }));
  const archive = await zip(entries);
  expect((await open(archive, { bytes: 500 })).faults).toEqual(['zip/limit', 'zip/limit', 'zip/limit']);
  const total = await open(archive, { unpackedBytes: 1300 });
  expect(total.names).toEqual(['a', 'b']);
  expect(total.unread).toEqual(['zip/limit']);
  const { extraction, names } = await open(archive, { entries: 2 });
  expect(names).toEqual(['a', 'b']);
  expect(extraction.unread).toEqual([{ part: '', code: 'zip/entries' }]);
});

test('encrypted, unsupported and damaged entries are named; the others are read', async () => {
  const { names, faults, unread } = await open(
    await zip([
      { name: 'secret', bytes: text('x'), flags: 1 },
      { name: 'implode', bytes: text('x'), method: 6 },
      { name: 'no-deflate64', bytes: text('x'), method: 9 },
      { name: 'bad-crc', bytes: text('x'), crc: 1 },
      { name: 'good', bytes: text('x') },
    ]),
  );
  expect(names).toEqual(['bad-crc', 'good']);
  expect(faults).toEqual(['zip/encrypted', 'zip/method', 'zip/damaged', 'zip/crc']);
  expect(unread).toEqual(['zip/encrypted', 'zip/method', 'zip/damaged']);
});

test('one false offset or size costs no other entry', async () => {
  const entries = ['a', 'b', 'c', 'd'].map((name) => ({ name, bytes: text(name.repeat(50)), method: 0 }));
  const good = await zip(entries);
  const directory = Buffer.from(good).indexOf('PK\x01\x02', 0, 'latin1'); // the first central header
  expect([...good.subarray(directory, directory + 4)]).toEqual([0x50, 0x4b, 1, 2]);
  const offset = Uint8Array.from(good);
  offset.set([0xff, 0xff, 0xff, 0], directory + 42); // where `a` is said to stand: outside the file
  const lost = await open(offset);
  // Its local header is found, as one that the directory does not list.
  expect(lost.names.sort()).toEqual(['a#2', 'b', 'c', 'd']);
  expect(lost.unread).toEqual(['zip/truncated']);
  const header = Uint8Array.from(good);
  header[3] = 9; // of the local header of `a`
  expect((await open(header)).names.filter((name) => name.length === 1)).toEqual(['b', 'c', 'd']);
  const size = Uint8Array.from(good);
  size.set([200, 0, 0, 0, 200, 0, 0, 0], directory + 20); // `a` is said to reach into `c`
  const long = await open(size);
  expect(long.names).toEqual(['b', 'c', 'd']);
  expect(long.faults).toEqual(['zip/overlap']);
});

test('thousands of entries at one place are sorted out at once', async () => {
  const same = { name: 'b', bytes: text('1'), sameAs: 0 };
  const archive = await zip([{ name: 'a', bytes: text('1') }, ...new Array<BuildEntry>(10_000).fill(same)]);
  const started = process.cpuUsage();
  const { entries } = readStructure(archive, 65_535)!;
  expect(entries.filter(({ overlaps, unlisted }) => !overlaps && !unlisted)).toHaveLength(1);
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});

/** `身份证号…。` with 400 zeros, packed by 7-Zip 16.02 as Deflate64: a match of more than 258 bytes. */
const DEFLATE64 =
  'e5c4c10d00101044d19666e280eed080421c1c25443548b60c5b86c4fbc9975ef69852e3c98d8446af37b0001dbef79615d205';
const LONG = `身份证号${'110101190103070018'}${'0'.repeat(400)}。`;

test('Deflate64: what 7-Zip packs, and what is common with Deflate', async () => {
  const packed = Uint8Array.from(Buffer.from(DEFLATE64, 'hex'));
  expect(new TextDecoder().decode(inflate64(packed, 433))).toBe(LONG);
  expect(() => inflate64(packed, 432)).toThrow(RangeError);
  const random = new Uint8Array(200_000).map(
    (_, i) => (Math.imul(i, 2654435761) >>> 13) & (i % 7 === 0 ? 255 : 15),
  );
  for (const options of [{ strategy: 0 }, { strategy: 2 }, { strategy: 4 }, { level: 0 }]) {
    const plain = deflateRawSync(random, options);
    expect(Buffer.compare(Buffer.from(inflate64(plain, random.length)), Buffer.from(random))).toBe(0);
  }
});

test('Deflate64 cut off or changed anywhere ends in an error or in text, soon', () => {
  const packed = Uint8Array.from(Buffer.from(DEFLATE64, 'hex'));
  for (let i = 0; i < packed.length; i++) {
    expect(() => inflate64(packed.subarray(0, i), 433)).toThrow(Error);
    for (let bit = 0; bit < 8; bit++) {
      const broken = packed.slice();
      broken[i]! ^= 1 << bit;
      try {
        expect(inflate64(broken, 100_000).length).toBeLessThanOrEqual(100_000);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  }
});

test('entries that share bytes are read once', async () => {
  const { names, faults } = await open(
    await zip([
      { name: 'a', bytes: text('kept') },
      { name: 'b', bytes: text('kept'), sameAs: 0 },
    ]),
  );
  expect(names[0]).toBe('a');
  expect(faults).toContain('zip/overlap');
});

test('entries that the directory hides are found', async () => {
  const { names, extraction } = await open(
    await zip([
      { name: 'shown', bytes: text('1') },
      { name: 'hidden', bytes: text('2'), unlisted: true },
      { name: 'hidden-streamed', bytes: text('3'.repeat(999)), unlisted: true, streamed: true },
      { name: 'last', bytes: text('4') },
    ]),
  );
  expect(names.sort()).toEqual(['hidden', 'hidden-streamed', 'last', 'shown']);
  expect(extraction.diagnostics.map(({ code }) => code)).toEqual(['zip/unlisted']);
});

test('a cut archive is recovered from local headers', async () => {
  const whole = await zip(
    [
      { name: 'a', bytes: text('1') },
      { name: 'b', bytes: text('2'.repeat(500)), streamed: true },
      { name: 'c', bytes: text('abcdefghijklmnopqrstuvwxyz'), method: 0 },
    ],
    { truncated: true },
  );
  const complete = await open(whole);
  expect(complete.names).toEqual(['a', 'b', 'c']);
  expect(complete.extraction.unread.map(({ code }) => code)).toEqual(['zip/truncated']);
  const cut = await open(whole.subarray(0, whole.length - 5));
  expect(cut.names).toEqual(['a', 'b', 'c']);
  expect(cut.faults).toEqual(['zip/crc']);
});

test('a stub before the archive does not shift it, and is a file of its own', async () => {
  const prefix = text('MZ this program cannot be run; ask 10086 for the list');
  const { names, files } = await open(await zip([{ name: 'a', bytes: text('1') }], { prefix }));
  expect(names).toEqual(['a', '#bytes-0']);
  expect(files[1]!.bytes).toEqual(prefix);
});

test('ZIP64 sizes and offsets', async () => {
  const { names, faults } = await open(await zip([{ name: 'a', bytes: text('1'), zip64: true }]));
  expect([names, faults]).toEqual([['a'], []]);
});

test('no archive at all', async () => {
  const { extraction } = await open(text('PK is only a beginning'));
  expect(extraction.unread).toEqual([{ part: '', code: 'zip/damaged' }]);
});

test('every single-byte damage of an archive is survived', async () => {
  const archive = await zip([
    { name: 'a', bytes: text('one') },
    { name: 'b', bytes: text('two'), streamed: true },
  ]);
  for (let at = 0; at < archive.length; at++) {
    for (const value of [0, 0xff]) {
      const damaged = archive.slice();
      damaged[at] = value;
      await open(damaged);
    }
  }
});

test('a megabyte of signatures stays linear', async () => {
  const signatures = new Uint8Array(1024 * 1024);
  for (let i = 0; i < signatures.length; i += 4) signatures.set([0x50, 0x4b, 3, 4], i);
  const started = process.cpuUsage().user;
  await open(signatures);
  await open(concat([signatures, await zip([{ name: 'a', bytes: text('1') }])]));
  expect((process.cpuUsage().user - started) / 1000).toBeLessThan(2000);
});

test('rewriting replaces one entry and keeps the bytes of the others', async () => {
  const archive = await zip(
    [
      { name: 'a', bytes: text('secret 110101190103070018') },
      { name: 'b', bytes: text('kept'.repeat(100)), streamed: true },
      { name: 'hidden', bytes: text('110101190103070018'), unlisted: true },
      { name: 'c', bytes: text('stored'), method: 0 },
    ],
    { comment: 'kept too' },
  );
  const rewritten = await rewriteZip(archive, new Map([['a', text('secret ***')]]));
  const { files, faults, extraction } = await open(rewritten);
  expect(files.map(({ name, bytes }) => [name, read(bytes).slice(0, 10)])).toEqual([
    ['a', 'secret ***'],
    ['b', 'keptkeptke'],
    ['c', 'stored'],
  ]);
  expect(faults).toEqual([]);
  expect(extraction.diagnostics).toEqual([]);
  expect(extraction.segments.at(-1)!.text).toBe('kept too\n');
  await expect(rewriteZip(archive, new Map([['none', text('')]]))).rejects.toThrow(RangeError);
});

test('a Buffer that is a view of another memory is not written to', async () => {
  const archive = await buildZip([{ name: 'a.txt', bytes: new TextEncoder().encode('old') }]);
  const memory = Buffer.concat([Buffer.alloc(7), archive, Buffer.alloc(5)]);
  const view = memory.subarray(7, 7 + archive.length);
  const copy = await rewriteZip(
    view,
    new Map([['a.txt', new TextEncoder().encode('new')]]),
    new Map([['a.txt', '名.txt']]),
  );
  expect(Buffer.compare(view, archive)).toBe(0);
  const [entry] = readStructure(copy, 9)!.entries;
  expect(entry).toMatchObject({ name: '名.txt', size: 3 });
});

test('what packs like a bomb is stored', async () => {
  const archive = await buildZip([{ name: 'a.txt', bytes: text('old') }]);
  const content = text('110101************'.repeat(100_000));
  const copy = await rewriteZip(archive, new Map([['a.txt', content]]));
  expect(readStructure(copy, 9)!.entries[0]).toMatchObject({ method: 0, size: content.length });
  expect((await open(copy)).faults).toEqual([]);
});
