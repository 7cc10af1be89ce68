import { expect, test } from 'vitest';
import { mutations, open, testContext, whereIs } from '../cfb/harness.js';
import { writeCompound } from '../cfb/write-compound.js';
import { atom, box, buildPpt, chars, documentBox, drawing, shape, string, table } from './build-ppt.js';
import { format } from './index.js';

const SLIDE = 0x03ee;
const NOTES = 0x03f0;
const slide = (...records: number[][]): number[] => box(SLIDE, records);

const cell = (text: string, left: number, top: number, right: number, bottom: number): number[] =>
  shape(text, [left, top, right, bottom]);

test('slides in their order, outline text with them, notes apart', async () => {
  const objects = [
    documentBox([
      [0, [[3, '标题一'], [2]]],
      [2, [[4]]],
    ]),
    slide(drawing(shape('第二页13800138001'))),
    slide(drawing(shape('标题一'), shape('甲\r乙\x0b丙'))),
    box(NOTES, [drawing(shape('备注13800138002'))]),
  ];
  const extraction = await open(format, buildPpt({ objects }));
  expect(extraction.segments.map(({ channel, part, text }) => [channel, part.split('/')[1], text])).toEqual([
    ['body', 'slide1', '标题一\n甲\n乙\u2028丙\n'],
    ['body', 'slide2', '第二页13800138001\n'],
    ['note', 'notes1', '备注13800138002\n'],
  ]);
  expect(extraction).toMatchObject({ units: 2, unread: [], diagnostics: [] });
});

test('hidden slides, comments, headers and links', async () => {
  const info = atom(0x03f9, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0]);
  const comment = box(0x2ee0, [string('张', 0), string('批注13800138003', 1), string('Z', 2)]);
  const tags = box(0x1388, [box(0x138a, [string('___PPT10', 0), atom(0x138b, comment)])]);
  const objects = [
    documentBox(
      [[0, [[2]]]],
      [
        box(0x0409, [box(0x0fd7, [string('链', 0), string('http://x/?13800138004', 1)])]),
        box(0x0fd9, [string('页脚13800138005', 2)]),
      ],
    ),
    slide(info, drawing(shape('隐藏13800138006')), tags),
  ];
  const extraction = await open(format, buildPpt({ objects }));
  const channel = (value: string): string[] => whereIs(extraction, value).map((hit) => hit.channel);
  expect(channel('13800138006')).toEqual(['hidden']);
  expect(channel('13800138003')).toEqual(['comment']);
  expect(channel('13800138004')).toEqual(['link']);
  expect(channel('13800138005')).toEqual(['footer']);
});

test('a table is a grid by the edges of its shapes', async () => {
  const grid = table(
    cell('43062119020815002X', 200, 100, 300, 200),
    cell('序号', 0, 0, 100, 100),
    cell('身份证号', 100, 0, 300, 100),
    cell('1', 0, 100, 100, 200),
    cell('王', 100, 100, 200, 200),
  );
  const objects = [documentBox([[0, [[2]]]]), slide(drawing(shape('名单'), grid))];
  const [segment] = (await open(format, buildPpt({ objects }))).segments;
  expect(segment!.text).toBe('名单\n序号\t身份证号\n1\t王\t43062119020815002X\n');
  expect(segment!.cells!.map(({ row, column, colSpan = 1 }) => [row, column, colSpan])).toEqual([
    [0, 0, 1],
    [0, 1, 2],
    [1, 0, 1],
    [1, 1, 1],
    [1, 2, 1],
  ]);
});

test('slides of an earlier save are residue', async () => {
  const objects = [documentBox([[0, [[2]]]]), slide(drawing(shape('新13800138000')))];
  const old = [slide(drawing(shape('旧身份证43062119020815002X'), shape('新13800138000')))];
  const extraction = await open(format, buildPpt({ objects, old }));
  expect(whereIs(extraction, '43062119020815002X').map(({ channel }) => channel)).toEqual(['residue']);
  expect(whereIs(extraction, '13800138000').map(({ channel }) => channel)).toEqual(['body']);
});

test('embedded objects, deflated or not', async () => {
  const inner = writeCompound([{ name: 'Package', bytes: Uint8Array.of(80, 75, 3, 4) }]);
  const stream = new Blob([inner.slice()]).stream().pipeThrough(new CompressionStream('deflate'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const size = [inner.length & 255, inner.length >> 8, 0, 0];
  const objects = [
    documentBox([]),
    atom(0x1011, inner),
    atom(0x1011, [...size, ...packed], 1),
    atom(0x1011, [255, 255, 255, 127, 1, 2, 3, 4], 1),
  ];
  const { opened } = await open(format, buildPpt({ objects }));
  expect(opened).toMatchObject([
    { artifact: { name: 'object-1', bytes: Uint8Array.of(80, 75, 3, 4) } },
    { artifact: { name: 'object-2', bytes: Uint8Array.of(80, 75, 3, 4) } },
    { unread: { part: 'object-3', code: 'ppt/object' } },
  ]);
});

test('without a directory of slides everything in the stream is read, and said to be damaged', async () => {
  const bytes = writeCompound([
    { name: 'PowerPoint Document', bytes: Uint8Array.from(slide(drawing(shape('电话13800138000')))) },
  ]);
  const extraction = await open(format, bytes);
  expect(whereIs(extraction, '13800138000')).toMatchObject([{ channel: 'body' }]);
  expect(extraction.unread).toEqual([{ part: '', code: 'ppt/damaged' }]);
});

test('encrypted and cut files are never clean', async () => {
  const encrypted = await open(format, buildPpt({ objects: [documentBox([])], encrypted: true }));
  expect(encrypted.unread).toEqual([{ part: '', code: 'ppt/encrypted' }]);
  const bytes = buildPpt({ objects: [documentBox([[0, [[2]]]]), slide(chars('甲'.repeat(5000)))] });
  expect((await open(format, bytes.slice(0, 6000))).unread.length).toBeGreaterThan(0);
});

test('600 damaged copies and 100,000 nested records end without an exception', async () => {
  const objects = [
    documentBox([[0, [[2, '标题']]]]),
    slide(drawing(shape('甲'), table(cell('乙', 0, 0, 1, 1)))),
  ];
  for (const copy of mutations(buildPpt({ objects }), 600)) {
    await format.extract({ name: 'a.ppt', bytes: copy }, testContext());
  }
  const nested = new Uint8Array(800_000);
  const view = new DataView(nested.buffer);
  for (let at = 0; at < nested.length; at += 8) {
    view.setUint16(at, 15, true);
    view.setUint16(at + 2, SLIDE, true);
    view.setUint32(at + 4, nested.length - at - 8, true);
  }
  const { unread } = await open(format, writeCompound([{ name: 'PowerPoint Document', bytes: nested }]));
  expect(unread).toHaveLength(1);
});
