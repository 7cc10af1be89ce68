import { expect, test } from 'vitest';
import { CompoundFile } from '../cfb/compound.js';
import { mutations, open, testContext, whereIs } from '../cfb/harness.js';
import { type CompoundNode, writeCompound } from '../cfb/write-compound.js';
import { format } from './index.js';
import { unpackRtf } from './rtf-compression.js';

const wide = (text: string): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: text.length }, (_, i) => [text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8]).flat(),
  );
const text = (id: string, value: string): CompoundNode => ({
  name: `__substg1.0_${id}001F`,
  bytes: wide(value),
});
const binary = (id: string, bytes: Uint8Array): CompoundNode => ({ name: `__substg1.0_${id}0102`, bytes });
const properties = (head: number, numbers: readonly (readonly [number, number])[] = []): CompoundNode => {
  const bytes = new Uint8Array(head + numbers.length * 16);
  const view = new DataView(bytes.buffer);
  for (const [i, [id, value]] of numbers.entries()) {
    view.setUint16(head + i * 16, 3, true);
    view.setUint16(head + i * 16 + 2, id, true);
    view.setUint32(head + i * 16 + 8, value, true);
  }
  return { name: '__properties_version1.0', bytes };
};
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

const MESSAGE: CompoundNode[] = [
  properties(32, [[0x3fde, 936]]),
  text('0037', '名单 13800138001'),
  text('1000', '身份证号\t43062119020815002X\r\n完'),
  { name: '__substg1.0_0C1A001E', bytes: Uint8Array.of(0xc3, 0xfb, 0xb5, 0xa5) },
  binary('1013', Uint8Array.of(0x3c, 0x70, 0x3e, 0xb5, 0xe7)),
  {
    name: '__recip_version1.0_#00000000',
    children: [properties(8), text('3001', '李四 13800138002'), text('3003', 'a@b.cn')],
  },
  {
    name: '__attach_version1.0_#00000000',
    children: [properties(8), text('3707', '名单.txt'), binary('3701', utf8('13800138003'))],
  },
  {
    name: '__attach_version1.0_#00000001',
    children: [
      properties(8),
      text('3001', '转发'),
      { name: '__substg1.0_3701000D', children: [properties(24), text('1000', '内 13800138004')] },
    ],
  },
  { name: '__attach_version1.0_#00000002', children: [properties(8), text('3707', 'link.doc')] },
];

test('subject, body, recipients and names are text with their channels', async () => {
  const extraction = await open(format, writeCompound(MESSAGE));
  const body = extraction.segments.find(({ channel }) => channel === 'body')!;
  expect(body.text).toBe('身份证号 43062119020815002X\n完');
  expect(whereIs(extraction, '13800138001')).toMatchObject([{ channel: 'title', label: 'subject' }]);
  expect(whereIs(extraction, '13800138002')).toMatchObject([
    { channel: 'metadata', label: 'name', places: [{ part: 'recipient0' }] },
  ]);
  expect(whereIs(extraction, '名单.txt')).toMatchObject([
    { channel: 'name', places: [{ part: 'attachment0' }] },
  ]);
  expect(whereIs(extraction, '名单')[1]).toMatchObject({ channel: 'metadata', label: 'sender' });
});

test('HTML body and attachments are children, messages inside messages too', async () => {
  const { opened } = await open(format, writeCompound(MESSAGE));
  expect(opened).toMatchObject([
    { artifact: { name: 'body.html', charset: 'gb18030', mediaType: 'text/html' } },
    { artifact: { name: '名单.txt', bytes: utf8('13800138003') } },
    { artifact: { name: '转发.msg' } },
    { unread: { part: 'link.doc', code: 'msg/attachment' } },
  ]);
  const inner = opened[2]!;
  if (!('artifact' in inner)) throw new Error('no message');
  expect(whereIs(await open(format, inner.artifact.bytes), '13800138004')).toMatchObject([
    { channel: 'body' },
  ]);
});

test('compressed RTF: the published example, repeats, plain data, damage', () => {
  // [MS-OXRTFCP] 3.1.1, 3.1.2.
  const simple =
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0';
  const crossing = '1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0';
  const bytes = (hex: string): Uint8Array =>
    Uint8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  const read = (hex: string): string => new TextDecoder().decode(unpackRtf(bytes(hex)));
  expect(read(simple)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  expect(read(crossing)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  expect(unpackRtf(new Uint8Array(40))).toBeUndefined();
  for (const copy of mutations(bytes(simple), 300)) unpackRtf(copy);
});

test('a message without streams is unread', async () => {
  const { unread } = await open(format, writeCompound([{ name: 'x', bytes: new Uint8Array(3) }]));
  expect(unread).toEqual([{ part: '', code: 'msg/damaged' }]);
});

test('600 damaged copies end without an exception', async () => {
  const bytes = writeCompound(MESSAGE);
  expect(CompoundFile.open(bytes)?.damaged).toBe(false);
  for (const copy of mutations(bytes, 600)) {
    const { children } = await format.extract({ name: 'a.msg', bytes: copy }, testContext());
    if (children) for await (const child of children) expect(child).toBeDefined();
  }
});
