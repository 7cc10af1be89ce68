import { expect, test } from 'vitest';
import { isTnef, readTnef } from './tnef.js';

const text = (words: string): Buffer => Buffer.from(`${words}\0`);

function attribute(level: number, id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}

/** Properties of type 1E (text) and 102 (bytes). */
function properties(entries: readonly (readonly [tag: number, type: number, value: Buffer])[]): Buffer {
  const parts = entries.map(([tag, type, value]) => {
    const head = Buffer.alloc(12);
    head.writeUInt16LE(type, 0);
    head.writeUInt16LE(tag, 2);
    head.writeUInt32LE(1, 4);
    head.writeUInt32LE(value.length, 8);
    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  });
  const count = Buffer.alloc(4);
  count.writeUInt32LE(entries.length, 0);
  return Buffer.concat([count, ...parts]);
}

const FILE = Buffer.concat([
  Buffer.from('789f3e220100', 'hex'),
  attribute(1, 0x18004, text('subject 13800001111')),
  attribute(
    1,
    0x69003,
    properties([
      [0x1013, 0x102, Buffer.from('<p>13800002222</p>')],
      [0x1035, 0x1e, text('13800003333')],
    ]),
  ),
  attribute(2, 0x69002, Buffer.alloc(14)),
  attribute(2, 0x18010, text('LIST~1.TXT')),
  attribute(2, 0x6800f, Buffer.from('call 13800004444')),
  attribute(2, 0x69005, properties([[0x3707, 0x1e, text('list of 13800005555.txt')]])),
]);

test('reads subject, bodies, properties and attached files', () => {
  expect(isTnef(FILE)).toBe(true);
  const { segments, children, damaged } = readTnef(FILE);
  expect(damaged).toBe(false);
  expect(segments.map(({ channel, text: words }) => [channel, words])).toEqual([
    ['title', 'subject 13800001111'],
    ['metadata', '13800003333'],
    ['name', 'list of 13800005555.txt'],
  ]);
  const files = children.map((child) =>
    'artifact' in child ? [child.artifact.name, Buffer.from(child.artifact.bytes).toString()] : [],
  );
  expect(files).toEqual([
    ['body.html', '<p>13800002222</p>'],
    ['list of 13800005555.txt', 'call 13800004444'],
  ]);
});

test('says so when it is cut, and never throws', () => {
  for (let at = 6; at < FILE.length; at++) {
    const changed = Uint8Array.from(FILE);
    changed[at] = 0xff;
    readTnef(changed);
    readTnef(FILE.subarray(0, at));
  }
  expect(readTnef(FILE.subarray(0, FILE.length - 5)).damaged).toBe(true);
});
