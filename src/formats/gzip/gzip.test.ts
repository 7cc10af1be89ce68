import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  type Limits,
  ScanBudget,
} from '../../core/index.js';
import { platform as web } from '../../platform/web.js';
import { format } from './index.js';

async function open(bytes: Uint8Array, limits: Partial<Limits> = {}, name: string = 'list.csv.gz') {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const context: ExtractContext = {
    limits: all,
    budget: new ScanBudget(all, () => 0),
  };
  const extraction = await format.extract({ name, bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  const files = children.flatMap((child) =>
    'artifact' in child ? [[child.artifact.name, new TextDecoder().decode(child.artifact.bytes)]] : [],
  );
  const faults = children.flatMap((child) => ('diagnostic' in child ? [child.diagnostic.code] : []));
  const unread = children.flatMap((child) => ('unread' in child && child.unread ? [child.unread.code] : []));
  return { extraction, files, faults, unread };
}

const gz = (text: string): Buffer => zlib.gzipSync(text);
const named = (name: Buffer, text: string): Buffer => {
  const plain = gz(text);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 8;
  return Buffer.concat([head, name, Buffer.from([0]), plain.subarray(10)]);
};

test('one member; the name comes from the file', async () =>
  expect((await open(gz('甲'))).files).toEqual([['list.csv', '甲']]));

test.each([
  ['a.tgz', 'a.tar'],
  ['x!b/a.tar.gz', 'a.tar'],
  ['data', 'content'],
])('%s holds %s', async (name, inner) =>
  expect((await open(gz('x'), {}, name)).files).toEqual([[inner, 'x']]),
);

test('the name in the header wins, GBK too, and is text', async () => {
  const { files, extraction } = await open(named(Buffer.from([0xc3, 0xfb, 0xb5, 0xa5]), 'x'));
  expect(files).toEqual([['名单', 'x']]);
  expect(extraction.segments.map(({ channel, text }) => [channel, text])).toEqual([['name', '名单\n']]);
});

test('members are one file; zeros behind them are padding, other bytes are opened', async () => {
  const two = Buffer.concat([gz('138001'), gz('38000'), Buffer.alloc(20)]);
  expect((await open(two)).files).toEqual([['list.csv', '13800138000']]);
  const more = Buffer.concat([gz('a'), Buffer.from('rest')]);
  expect((await open(more)).files).toEqual([
    ['list.csv', 'a'],
    [`#bytes-${gz('a').length}`, 'rest'],
  ]);
});

test('a damaged member is skipped and named', async () => {
  const bad = gz('b'.repeat(1000));
  bad.fill(0xff, 10, 20);
  const { files, faults, unread } = await open(Buffer.concat([gz('a'), bad, gz('c')]));
  expect([files, faults, unread]).toEqual([[['list.csv', 'ac']], ['gzip/damaged'], ['gzip/damaged']]);
});

test('cut data gives what there is', async () => {
  const whole = zlib.gzipSync(Array.from({ length: 5000 }, (_, i) => i * 7919).join());
  const { files, unread } = await open(whole.subarray(0, whole.length >> 1));
  expect(files[0]?.[1]).toMatch(/^0,7919,15838/);
  expect(unread).toEqual(['gzip/truncated']);
});

test('a wrong checksum is a warning', async () => {
  const bytes = gz('a');
  bytes[bytes.length - 8]! ^= 1;
  const { files, faults, unread } = await open(bytes);
  expect([files, faults, unread]).toEqual([[['list.csv', 'a']], ['gzip/checksum'], []]);
});

test('bombs end at the limits', async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(50_000_000));
  expect((await open(bomb)).unread).toEqual(['gzip/limit']);
  expect((await open(gz('12345'), { unpackedBytes: 4 })).unread).toEqual(['gzip/limit']);
});

test('no gzip, and every cut', async () => {
  expect((await open(Buffer.from('x'))).extraction.unread).toEqual([{ part: '', code: 'gzip/damaged' }]);
  const bytes = named(Buffer.from('n'), 'hello');
  for (let cut = 0; cut < bytes.length; cut++) await open(bytes.subarray(0, cut));
});

test('the browser finds the end of a member too', async () => {
  const raw = gz('hello').subarray(10);
  const { bytes, consumed } = await web.inflateFirst(raw, 100);
  expect([new TextDecoder().decode(bytes), consumed]).toEqual(['hello', raw.length - 8]);
  await expect(web.inflateFirst(zlib.gzipSync(Buffer.alloc(1000)).subarray(10), 100)).rejects.toThrow(
    RangeError,
  );
});
