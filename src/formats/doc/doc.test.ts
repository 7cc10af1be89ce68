import { expect, test } from 'vitest';
import { CompoundFile } from '../cfb/compound.js';
import { mutations, open, testContext, whereIs } from '../cfb/harness.js';
import { writeCompound } from '../cfb/write-compound.js';
import { buildDoc, buildWord6, wide } from './build-doc.js';
import { format } from './index.js';
import { splitParagraphs, splitRows } from './rows.js';

const IN_TABLE = [0x16, 0x24, 1];
const ROW_END = [...IN_TABLE, 0x17, 0x24, 1];
const DELETED = [0x00, 0x08, 1];
const HIDDEN = [0x3c, 0x08, 1];

/** sprmTDefTable: edges in twips, merge flags of each cell. */
function rowLayout(edges: readonly number[], merges: readonly number[] = []): number[] {
  const count = edges.length - 1;
  const data = [count, ...edges.flatMap((edge) => [edge & 255, edge >> 8])];
  for (let i = 0; i < count; i++) data.push((merges[i] ?? 0) << 5, 0, ...Array(18).fill(0));
  return [0x08, 0xd6, (data.length + 1) & 255, (data.length + 1) >> 8, ...data];
}

/** A body with one table; every row is its cells and its layout. */
function tableDoc(
  rows: readonly { cells: readonly string[]; edges: readonly number[]; merges?: readonly number[] }[],
) {
  let text = '名单\r';
  const paragraphs = new Map<number, number[]>();
  for (const { cells, edges, merges } of rows) {
    for (const cell of cells) {
      text += `${cell}\x07`;
      paragraphs.set(text.length - 1, IN_TABLE);
    }
    text += '\x07';
    paragraphs.set(text.length - 1, [...ROW_END, ...rowLayout(edges, merges)]);
  }
  text += '完\r';
  return buildDoc({ pieces: [{ text }], counts: [text.length], paragraphs });
}

test('a table: cells with grid columns, merged headers, rows merged downward', async () => {
  const { segments, diagnostics } = await open(
    format,
    tableDoc([
      { cells: ['序号', '身份证号'], edges: [0, 1000, 5000] },
      { cells: ['1', '43062119020815002X', '甲'], edges: [10, 1010, 3000, 5000], merges: [3, 0, 0] },
      { cells: ['', '', '342401190305260179'], edges: [0, 1000, 3000, 5000], merges: [1, 0, 0] },
    ]),
  );
  expect(diagnostics).toEqual([]);
  const body = segments.find(({ channel }) => channel === 'body')!;
  expect(body.text).toBe('名单\n序号\t身份证号\n1\t43062119020815002X\t甲\n\t\t342401190305260179\n完\n');
  const cells = body.cells!.map(({ start, end, ...cell }) => ({
    ...cell,
    text: body.text.slice(start, end),
  }));
  expect(cells).toContainEqual({ table: 0, row: 0, column: 1, colSpan: 2, text: '身份证号' });
  expect(cells).toContainEqual({ table: 0, row: 1, column: 0, rowSpan: 2, text: '1' });
  expect(cells).toContainEqual({ table: 0, row: 2, column: 2, text: '342401190305260179' });
  const at = body.text.indexOf('342401');
  expect(body.map.locate(at, at + 18)).toMatchObject([
    { part: 'WordDocument', near: { table: 1, row: 3, column: 3 } },
  ]);
});

test('without formatting, cell marks alone still give rows', async () => {
  const text = '姓名\x07电话\x07\x07甲\x0713800138000\x07\x07';
  const bytes = buildDoc({ pieces: [{ text }], counts: [text.length] });
  const { segments } = await open(format, bytes);
  expect(segments[0]!.text).toBe('姓名\t电话\n甲\t13800138000\n');
  expect(segments[0]!.cells!.at(-1)).toMatchObject({ row: 1, column: 1 });
});

test('a table inside a cell keeps both apart', async () => {
  const text = '外\r内一\r内二\r\r后\x07邻\x07\x07';
  const depth = (n: number): number[] => [0x49, 0x66, n, 0, 0, 0];
  const paragraphs = new Map([
    [1, IN_TABLE],
    [4, [...IN_TABLE, ...depth(2), 0x4b, 0x24, 1]],
    [7, [...IN_TABLE, ...depth(2), 0x4b, 0x24, 1]],
    [8, [...IN_TABLE, ...depth(2), 0x4b, 0x24, 1, 0x4c, 0x24, 1]],
    [10, IN_TABLE],
    [12, IN_TABLE],
    [13, ROW_END],
  ]);
  const { segments } = await open(
    format,
    buildDoc({ pieces: [{ text }], counts: [text.length], paragraphs }),
  );
  const { cells = [], text: body } = segments[0]!;
  const inner = cells.filter(({ table }) => table === 1).map(({ start, end }) => body.slice(start, end));
  expect(inner).toEqual(['内一', '内二']);
  for (const word of ['外', '后', '邻']) expect(body).toContain(word);
});

test('pieces of both widths join; places are character positions', async () => {
  const pieces = [{ text: '电话 138001' }, { text: '3800', narrow: true }, { text: '0。\r' }];
  const { segments } = await open(format, buildDoc({ pieces, counts: [16] }));
  expect(segments[0]!.text).toBe('电话 13800138000。\n');
  expect(segments[0]!.map.locate(3, 14)).toMatchObject([
    { start: 3, end: 14, line: 1, near: { paragraph: 1 } },
  ]);
});

test('every sub-document has its channel', async () => {
  const stories = ['正文\r', '脚注1\r', '页眉一\r页脚一\r', '', '批注1\r', '尾注1\r', '文本框\r', '眉框\r'];
  const start = stories[2]!.indexOf('页脚');
  const extraction = await open(
    format,
    buildDoc({
      pieces: [{ text: `${stories.join('')}\r` }],
      counts: stories.map((story) => story.length),
      headers: [0, 0, 0, 0, 0, 0, 0, 0, start, start, start + 4, start + 4, start + 4],
    }),
  );
  const channels = stories
    .filter((story) => story !== '')
    .flatMap((story) =>
      story
        .split('\r')
        .filter((line) => line !== '')
        .map((line) => [line, whereIs(extraction, line)[0]?.channel]),
    );
  expect(channels).toEqual([
    ['正文', 'body'],
    ['脚注1', 'note'],
    ['页眉一', 'header'],
    ['页脚一', 'footer'],
    ['批注1', 'comment'],
    ['尾注1', 'note'],
    ['文本框', 'body'],
    ['眉框', 'header'],
  ]);
});

test('deleted and hidden text leaves the body and is joined with the digits around it', async () => {
  const text = '电话：1380013800099999999隐\r';
  const runs = [
    [9, 14, DELETED],
    [14, 22, [0x01, 0x08, 1]],
    [22, 23, HIDDEN],
  ] as const;
  const extraction = await open(format, buildDoc({ pieces: [{ text }], counts: [text.length], runs }));
  expect(extraction.segments.find(({ channel }) => channel === 'body')!.text).toBe('电话：13800199999999\n');
  expect(whereIs(extraction, '电话：13800138000').map(({ channel }) => channel)).toEqual(['deleted']);
  expect(whereIs(extraction, '隐').map(({ channel }) => channel)).toEqual(['hidden']);
});

test('hidden text of a table column brings its header', async () => {
  const text = '姓名\x07身份证号\x07\x07甲\x07110101190103070018\x07\x07';
  const marks: [number, number[]][] = [];
  for (const [i, mark] of [...text].entries()) {
    if (mark === '\x07')
      marks.push([i, text[i - 1] === '\x07' ? [...ROW_END, ...rowLayout([0, 1000, 5000])] : IN_TABLE]);
  }
  const at = text.indexOf('110101');
  const runs = [[at, at + 18, HIDDEN]] as const;
  const bytes = buildDoc({ pieces: [{ text }], counts: [text.length], runs, paragraphs: new Map(marks) });
  const hidden = (await open(format, bytes)).segments.find(({ channel }) => channel === 'hidden')!;
  expect(hidden.text).toBe('身份证号：110101190103070018\n');
  expect(hidden.map.locate(5, 23)).toMatchObject([{ start: at, end: at + 18 }]);
});

test('a fast save hides text by the piece', async () => {
  const pieces = [{ text: '看' }, { text: '13800138000', prm: (0x5c << 1) | (1 << 8) }, { text: '\r' }];
  const extraction = await open(format, buildDoc({ pieces, counts: [13] }));
  expect(whereIs(extraction, '13800138000').map(({ channel }) => channel)).toEqual(['hidden']);
});

test('field codes are apart from their results', async () => {
  const text = '见\x13 HYPERLINK "http://x.cn/?t=13800138001"\x14链\x15接，\x13 QUOTE "13800138002" \x15完\r';
  const extraction = await open(format, buildDoc({ pieces: [{ text }], counts: [text.length] }));
  expect(extraction.segments[0]!.text).toBe('见链接，完\n');
  expect(whereIs(extraction, '13800138001')).toMatchObject([{ channel: 'link', label: 'HYPERLINK' }]);
  expect(whereIs(extraction, '13800138002')).toMatchObject([{ channel: 'field', label: 'QUOTE' }]);
});

test('special hyphens and line breaks', async () => {
  const text = '138\x1e0013\x1e8000\x0b第二行\r';
  const { segments } = await open(format, buildDoc({ pieces: [{ text }], counts: [text.length] }));
  expect(segments[0]!.text).toBe('138-0013-8000\u2028第二行\n');
});

test('what a fast save left in the stream is residue, what is shown is not', async () => {
  const text = '电话13800138000\r';
  const leftover = new Uint8Array([...wide('x身份证号110101190103070018'), 0, 0, ...wide('13800138000')]);
  const extraction = await open(format, buildDoc({ pieces: [{ text }], counts: [text.length], leftover }));
  expect(whereIs(extraction, '110101190103070018')).toMatchObject([
    { channel: 'residue', places: [{ part: 'WordDocument#bytes' }] },
  ]);
  expect(whereIs(extraction, '13800138000').map(({ channel }) => channel)).toEqual(['body']);
});

test('embedded documents and packages become children', async () => {
  const inner = buildDoc({ pieces: [{ text: '内\r' }], counts: [2] });
  const stream = CompoundFile.open(inner)!;
  const children = ['WordDocument', '1Table'].map((name) => ({
    name,
    bytes: stream.read(stream.find(name)!).bytes,
  }));
  const others = [
    {
      name: 'ObjectPool',
      children: [
        { name: '_1', children: [...children, { name: '\u0001CompObj', bytes: new Uint8Array(4) }] },
        { name: '_2', children: [{ name: 'Package', bytes: Uint8Array.of(80, 75, 3, 4) }] },
        {
          name: '_3',
          children: [
            { name: 'Unknown', bytes: new Uint8Array(9) },
            { name: '\u0001CompObj', bytes: new Uint8Array(4) },
          ],
        },
      ],
    },
  ];
  const { opened } = await open(format, buildDoc({ pieces: [{ text: '外\r' }], counts: [2], others }));
  const [document, file, unknown] = opened;
  if (document === undefined || !('artifact' in document)) throw new Error('no document');
  expect((await open(format, document.artifact.bytes)).segments[0]!.text).toBe('内\n');
  expect(file).toMatchObject({ artifact: { name: 'ObjectPool/_2' } });
  expect(unknown).toMatchObject({ unread: { part: 'ObjectPool/_3', code: 'cfb/unknown-object' } });
});

test('Word 6: text in code page 936, places by byte', async () => {
  const gbk = [0xb5, 0xe7, 0xbb, 0xb0]; // 电话
  const text = Uint8Array.from([...gbk, ...Array.from('13800138000\r', (c) => c.charCodeAt(0)), ...gbk, 13]);
  const { segments, diagnostics } = await open(format, buildWord6(text, 0x0804));
  expect(segments[0]!.text).toBe('电话13800138000\n电话\n');
  expect(segments[0]!.map.locate(2, 13)).toMatchObject([{ start: 4, end: 15 }]);
  expect(diagnostics).toEqual([]);
});

test('Word 6, East Asian edition: UTF-16', async () => {
  const { segments } = await open(format, buildWord6(wide('电话13800138000\r'), 0x0804, true));
  expect(segments[0]!.text).toBe('电话13800138000\n');
  expect(segments[0]!.map.locate(2, 13)).toMatchObject([{ start: 2, end: 13 }]);
});

test('encrypted, empty and cut files are never clean', async () => {
  const text = '电话13800138000\r';
  const doc = buildDoc({ pieces: [{ text }], counts: [text.length] });
  const encrypted = await open(
    format,
    buildDoc({ pieces: [{ text }], counts: [text.length], encrypted: true }),
  );
  expect(encrypted.unread).toEqual([{ part: '', code: 'doc/encrypted' }]);
  expect((await open(format, writeCompound([{ name: 'x', bytes: new Uint8Array(9) }]))).unread).toHaveLength(
    1,
  );
  expect((await open(format, doc.slice(0, 600))).unread).toHaveLength(1);
  const cut = await open(format, doc.slice(0, doc.length - 1600));
  expect(cut.unread.length).toBeGreaterThan(0);
});

test('600 damaged copies end without an exception', async () => {
  const bytes = tableDoc([
    { cells: ['序号', '身份证号'], edges: [0, 1000, 5000] },
    { cells: ['1', '43062119020815002X'], edges: [0, 1000, 5000] },
  ]);
  for (const copy of mutations(bytes, 600)) {
    const { segments } = await format.extract({ name: 'a.doc', bytes: copy }, testContext());
    for (const segment of segments) segment.map.locate(0, segment.text.length);
  }
});

test('a document of 2 MB is read in linear time', async () => {
  const line = '张三\x07110101190103070018\x07\x07';
  const text = line.repeat(25_000);
  const start = process.cpuUsage().user;
  const { segments } = await open(format, buildDoc({ pieces: [{ text }], counts: [text.length] }));
  expect(segments[0]!.cells!.length).toBe(50_000);
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(4000);
});

test('a row end whose formatting stands in the Data stream still ends the row (LibreOffice, eight columns)', () => {
  const text = '姓名\x07证号\x07\x07张三\x07110101190103070018\x07\x07';
  const inTable = { depth: 1, inTable: true };
  const ends = new Set([text.indexOf('\x07\x07') + 1, text.length - 1]);
  const paragraphs = splitParagraphs(text, 0, text.length, {
    characters: { starts: [], formats: [] },
    paragraphAt: (cp) => (ends.has(cp) ? { depth: 0 } : inTable),
    hasParagraphs: true,
  });
  const rows = splitRows(paragraphs, 1);
  expect(rows.map((row) => row.cells.length)).toEqual([2, 2]);
});
