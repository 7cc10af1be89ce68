import { expect, test } from 'vitest';
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  ScanBudget,
  type TextPlace,
} from '../../core/index.js';
import { buildZip } from '../zip/build-zip.js';
import { format } from './index.js';

const ID = '110101190103070018';
const PHONE = '13800138000';
const NS = 'xmlns:p="p" xmlns:a="a" xmlns:r="r"';
const shape = (text: string, properties: string = ''): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x" ${properties}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
const slide = (content: string, attributes: string = ''): string =>
  `<?xml version="1.0"?><p:sld ${NS} ${attributes}><p:cSld><p:spTree>${content}</p:spTree></p:cSld></p:sld>`;

async function read(slides: readonly string[], files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const parts: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': '<Types/>',
    'ppt/presentation.xml': `<p:presentation ${NS}><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i + 1}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': `<Relationships>${slides.map((_, i) => `<Relationship Id="rId${i + 1}" Type="x/slide" Target="slides/slide${slides.length - i}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(slides.map((content, i) => [`ppt/slides/slide${slides.length - i}.xml`, content])),
    ...files,
  };
  const encoder = new TextEncoder();
  const bytes = await buildZip(
    Object.entries(parts).map(([name, data]) => ({
      name,
      bytes: typeof data === 'string' ? encoder.encode(data) : data,
    })),
  );
  const context: ExtractContext = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const extraction = await format.extract({ name: 'a.pptx', bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  const channels = (text: string): string[] =>
    extraction.segments.filter((segment) => segment.text.includes(text)).map((segment) => segment.channel);
  return { ...extraction, children, channels };
}

test('slides come in the order of the presentation; runs join, places are exact', async () => {
  const split = slide(
    shape('').replace(
      '<a:r><a:t></a:t></a:r>',
      '<a:r><a:t>110101</a:t></a:r><a:r><a:t>190103070018</a:t></a:r>',
    ),
  );
  const { segments } = await read([slide(shape('first')), split]);
  const body = segments.filter(({ channel }) => channel === 'body');
  expect(body.map(({ text }) => text.trim())).toEqual(['first', ID]);
  const places = body[1]!.map.locate(0, 18) as TextPlace[];
  expect(places.map(({ part, start, end }) => [part, split.slice(start, end)])).toEqual([
    ['ppt/slides/slide1.xml', '110101'],
    ['ppt/slides/slide1.xml', '190103070018'],
  ]);
});

test('tables have cells', async () => {
  const cell = (text: string): string =>
    `<a:tc><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`;
  const row = (...cells: string[]): string => `<a:tr>${cells.map(cell).join('')}</a:tr>`;
  const { segments } = await read([
    slide(`<p:graphicFrame><a:tbl>${row('姓名', '身份证号')}${row('张三', ID)}</a:tbl></p:graphicFrame>`),
  ]);
  const [body] = segments.filter(({ channel }) => channel === 'body');
  expect(
    body?.cells?.map(({ row: r, column, start, end }) => [r, column, body.text.slice(start, end)]),
  ).toContainEqual([1, 1, ID]);
});

test('hidden slides, hidden shapes, orphans, notes', async () => {
  const { channels } = await read(
    [slide(`${shape(PHONE, 'hidden="1"')}${shape('seen')}`), slide(shape(ID), 'show="0"')],
    {
      'ppt/slides/slide9.xml': slide(shape('342401190305260179')),
      'ppt/notesSlides/notesSlide1.xml': slide(shape('43062119020815002X')),
      'ppt/slideMasters/slideMaster1.xml': slide(shape('440401190402290208')),
    },
  );
  expect(channels(ID)).toEqual(['hidden']);
  expect(channels(PHONE)).toEqual(['hidden']);
  expect(channels('seen')).toEqual(['body']);
  expect(channels('342401190305260179')).toEqual(['deleted']);
  expect(channels('43062119020815002X')).toEqual(['note']);
  expect(channels('440401190402290208')).toEqual(['body']);
});

test('alternative text, comments, authors, tags, charts, properties, links', async () => {
  const { channels, children, diagnostics } = await read([slide(shape('x', `descr="${ID}"`))], {
    'ppt/comments/comment1.xml': `<p:cmLst ${NS}><p:cm authorId="0"><p:text>电话 ${PHONE}</p:text></p:cm></p:cmLst>`,
    'ppt/commentAuthors.xml': `<p:cmAuthorLst ${NS}><p:cmAuthor name="张三 13900139000"/></p:cmAuthorLst>`,
    'ppt/tags/tag1.xml': `<p:tagLst ${NS}><p:tag name="A" val="342401190305260179"/></p:tagLst>`,
    'ppt/charts/chart1.xml':
      '<c:chartSpace xmlns:c="c"><c:strCache><c:pt><c:v>43062119020815002X</c:v></c:pt></c:strCache></c:chartSpace>',
    'docProps/core.xml':
      '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>李四 15800158000</dc:creator></cp:coreProperties>',
    'ppt/slides/_rels/slide1.xml.rels':
      '<Relationships><Relationship Id="r1" Type="x/hyperlink" TargetMode="External" Target="tel:13700137000"/></Relationships>',
    'ppt/embeddings/a.xlsx': new Uint8Array([1, 2]),
    'ppt/media/a.png': new Uint8Array([1]),
    'ppt/media/a.wdp': new Uint8Array([1]),
  });
  expect(channels(ID)).toEqual(['attribute']);
  expect(channels(PHONE)).toEqual(['comment']);
  for (const value of [
    '13900139000',
    '342401190305260179',
    '43062119020815002X',
    '15800158000',
    '13700137000',
  ]) {
    expect(channels(value).length, value).toBe(1);
  }
  expect(children.map((child) => ('artifact' in child ? child.artifact.name : ''))).toEqual([
    'ppt/embeddings/a.xlsx',
    'ppt/media/a.png',
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['pptx/picture']);
});

test('damage is named', async () => {
  const cut = await read([slide(shape(ID)).slice(0, -30)]);
  expect(cut.channels(ID)).toEqual(['body']);
  expect(cut.unread).toEqual([{ part: 'ppt/slides/slide1.xml', code: 'pptx/malformed-xml' }]);
  const context: ExtractContext = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const none = await format.extract({ name: 'a.pptx', bytes: new Uint8Array([1]) }, context);
  expect(none.unread).toEqual([{ part: '', code: 'pptx/damaged' }]);
});

test('hostile: depth and shapes without end', async () => {
  const start = process.cpuUsage().user;
  for (const content of [
    '<p:grpSp>'.repeat(50_000),
    shape('1', 'hidden="1"').repeat(20_000),
    '<a:tbl><a:tr><a:tc>'.repeat(10_000),
  ]) {
    await read([slide(content)]);
  }
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(8000);
});

test('a shape that stands off the slide is hidden, through groups, turned or not; one that reaches in is not', async () => {
  const xfrm = (x: number, y: number, w: number, h: number, rest: string = ''): string =>
    `<a:xfrm ${rest}><a:off x="${x}" y="${y}"/><a:ext cx="${w}" cy="${h}"/></a:xfrm>`;
  const at = (text: string, transform: string): string =>
    shape(text).replace('<p:txBody>', `<p:spPr>${transform}</p:spPr><p:txBody>`);
  const group = (x: number, scale: number, content: string): string =>
    `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="g"/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="${x}" y="0"/><a:ext cx="${100 * scale}" cy="${100 * scale}"/><a:chOff x="1000" y="1000"/><a:chExt cx="100" cy="100"/></a:xfrm></p:grpSpPr>${content}</p:grpSp>`;
  const tree = `<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>`;
  const { channels } = await read(
    [
      slide(
        tree +
          at('左外', xfrm(-500, 10, 400, 50)) +
          at('右外', xfrm(1000, 10, 400, 50)) +
          at('下外', xfrm(10, 600, 400, 50)) +
          at('伸入', xfrm(-500, 10, 501, 50)) +
          at('转入', xfrm(-420, 10, 400, 400, 'rot="2700000"')) +
          at('远转', xfrm(-900, 10, 400, 400, 'rot="2700000"')) +
          at('里面', xfrm(10, 10, 400, 50)) +
          group(0, 1, at('组内', xfrm(1000, 1000, 50, 50))) +
          group(0, 20, at('组外', xfrm(1060, 1000, 10, 10))) +
          group(2000, 1, at('外组', xfrm(1000, 1000, 50, 50))),
      ),
    ],
    {
      'ppt/presentation.xml': `<p:presentation ${NS}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="1000" cy="600"/></p:presentation>`,
    },
  );
  for (const text of ['左外', '右外', '下外', '远转', '组外', '外组'])
    expect(channels(text), text).toEqual(['hidden']);
  for (const text of ['伸入', '转入', '里面', '组内']) expect(channels(text), text).toEqual(['body']);
});
