import { expect, test } from 'vitest';
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  type Limits,
  type PagePlace,
  ScanBudget,
  type Segment,
} from '../../core/index.js';
import { type BuildOfd, buildOfd, textObject } from './build-ofd.js';
import { colourOf, deltas } from './content.js';
import { format } from './index.js';

const ID = '110101190103070018';
const PHONE = '13800138000';

function context(limits: Partial<Limits> = {}): ExtractContext {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return { limits: all, budget: new ScanBudget(all, () => 0) };
}

async function read(content: BuildOfd | Uint8Array, limits: Partial<Limits> = {}) {
  const bytes = content instanceof Uint8Array ? content : await buildOfd(content);
  const extraction = await format.extract({ name: 'a.ofd', bytes }, context(limits));
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  return { ...extraction, children };
}

/** The segment that holds a text, whatever stands around it. */
function holder(segments: readonly Segment[], text: string): Segment {
  const found = segments.find((segment) => segment.text.includes(text));
  if (found === undefined) throw new Error('no segment holds the text');
  return found;
}

test('deltas: repeats are written out', () =>
  expect(deltas('3 g 4 2.5 3')).toEqual([3, 2.5, 2.5, 2.5, 2.5, 3]));

test.each([
  ['255 255 255', '#ffffff'],
  ['#ff #00 #00', '#ff0000'],
  ['0', '#000000'],
  ['0 0 0 255', '#000000'],
  [undefined, undefined],
  ['red', undefined],
])('colour %s', (written, hex) => expect(colourOf(written)).toBe(hex));

test('a line is text with a box in points from the bottom left', async () => {
  const { segments } = await read({
    pages: [textObject(20, 50, `身份证号${ID}`)],
  });
  const segment = holder(segments, ID);
  const at = segment.text.indexOf(ID);
  const [place] = segment.map.locate(at, at + 18) as PagePlace[];
  expect(segment.channel).toBe('body');
  expect(place).toMatchObject({ kind: 'page', page: 1, part: '' });
  const [x0, y0, x1, y1] = place!.box.map((points) => (points * 25.4) / 72) as [
    number,
    number,
    number,
    number,
  ];
  expect(x0).toBeCloseTo(36, 5);
  expect(x1).toBeCloseTo(72, 5);
  expect(297 - y1).toBeCloseTo(50 - 0.88 * 4, 5);
  expect(297 - y0).toBeCloseTo(50 + 0.12 * 4, 5);
});

test.each([
  ['over several objects', [...'110101'].length, (text: string) => text.match(/.{1,6}/g)!, 12],
  ['one object a character', 1, (text: string) => [...text], 2],
])('one number: %s', async (_name, _size, cut, step) => {
  const objects = cut(ID).map((piece, i) => textObject(20 + i * step, 50, piece));
  const { segments } = await read({ pages: [objects.reverse().join('')] });
  expect(holder(segments, ID).channel).toBe('body');
});

test('several TextCodes of one object, the second without Y', async () => {
  const object = `<ofd:TextObject Boundary="20 40 100 10" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 8 2">110101190</ofd:TextCode><ofd:TextCode X="18" DeltaX="g 8 2">103070018</ofd:TextCode></ofd:TextObject>`;
  expect(holder((await read({ pages: [object] })).segments, ID)).toBeDefined();
});

test('a gap parts words, lines part blocks', async () => {
  const page = textObject(20, 50, '张三') + textObject(60, 50, ID) + textObject(20, 60, PHONE);
  const { text } = holder((await read({ pages: [page] })).segments, ID);
  expect(text).toMatch(new RegExp(`^张三\\s${ID}\n${PHONE}`));
});

test('ruling lines make a table with cells', async () => {
  const line = (d: string) =>
    `<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>${d}</ofd:AbbreviatedData></ofd:PathObject>`;
  const rules =
    [40, 50, 60].map((y) => line(`M 20 ${y} L 140 ${y}`)).join('') +
    [20, 60, 140].map((x) => line(`M ${x} 40 L ${x} 60`)).join('');
  const cells =
    textObject(22, 47, '姓名') +
    textObject(62, 47, '身份证号') +
    textObject(22, 57, '张三') +
    textObject(62, 57, ID);
  const segment = holder((await read({ pages: [rules + cells] })).segments, ID);
  expect(
    segment.cells?.map(({ row, column, start, end }) => [row, column, segment.text.slice(start, end)]),
  ).toEqual([
    [0, 0, '姓名'],
    [0, 1, '身份证号'],
    [1, 0, '张三'],
    [1, 1, ID],
  ]);
});

test('vertical and turned text', async () => {
  const column = `<ofd:TextObject Boundary="100 20 10 100" Size="4"><ofd:TextCode X="0" Y="4" DeltaY="g 17 4">${ID}</ofd:TextCode></ofd:TextObject>`;
  const turned = textObject(50, 100, PHONE, 'CTM="0 1 -1 0 0 0"');
  const { segments } = await read({ pages: [column + turned] });
  expect(holder(segments, ID)).toBeDefined();
  expect(holder(segments, PHONE)).toBeDefined();
});

test.each([
  ['Visible', textObject(20, 50, ID, 'Visible="false"')],
  ['Alpha', textObject(20, 50, ID, 'Alpha="0"')],
  ['neither filled nor stroked', textObject(20, 50, ID, 'Fill="false"')],
  ['off the page', textObject(250, 50, ID)],
  [
    'tiny',
    textObject(20, 50, ID)
      .replace('Size="4"', 'Size="0.1"')
      .replace(/DeltaX="[^"]*"/, 'DeltaX="g 17 0.05"'),
  ],
  [
    'white on paper',
    textObject(20, 50, ID).replace('<ofd:TextCode', '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'),
  ],
])('hidden: %s', async (_name, object) => {
  const { segments } = await read({
    pages: [textObject(20, 20, '名单') + object],
  });
  expect(holder(segments, ID).channel).toBe('hidden');
});

/** White; one that takes it over; one that takes over itself; black over white. */
const PARAMETERS = `<ofd:Res xmlns:ofd="x"><ofd:DrawParams><ofd:DrawParam ID="5"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>
<ofd:DrawParam ID="6" Relative="5" LineWidth="1"/><ofd:DrawParam ID="7" Relative="7"/>
<ofd:DrawParam ID="8" Relative="5"><ofd:FillColor Value="0 0 0"/></ofd:DrawParam>
<ofd:DrawParam ID="9"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam></ofd:DrawParams></ofd:Res>`;
const BLOCK = (attributes: string, content: string): string =>
  `<ofd:PageBlock ${attributes}>${content}</ofd:PageBlock>`;
const BLACK = '<ofd:FillColor Value="0 0 0"/><ofd:TextCode';

test.each([
  ['white by a parameter', textObject(20, 50, ID, 'DrawParam="5"'), 'hidden'],
  ['white by the parameter of a parameter', textObject(20, 50, ID, 'DrawParam="6"'), 'hidden'],
  ['white by the layer', `</ofd:Layer><ofd:Layer DrawParam="5">${textObject(20, 50, ID)}`, 'hidden'],
  [
    'white by the layer, black by itself',
    `</ofd:Layer><ofd:Layer DrawParam="5">${textObject(20, 50, ID).replace('<ofd:TextCode', BLACK)}`,
    'body',
  ],
  [
    'white by the layer, black by its parameter',
    `</ofd:Layer><ofd:Layer DrawParam="5">${textObject(20, 50, ID, 'DrawParam="8"')}`,
    'body',
  ],
  ['a parameter that leads to itself', textObject(20, 50, ID, 'DrawParam="7"'), 'body'],
  ['a parameter of lines', textObject(20, 50, ID, 'DrawParam="9"'), 'body'],
  ['a parameter that is missing', textObject(20, 50, ID, 'DrawParam="99"'), 'body'],
  ['a block that is not shown', BLOCK('Visible="false"', textObject(20, 50, ID)), 'hidden'],
  ['a layer that is not shown', `</ofd:Layer><ofd:Layer Visible="false">${textObject(20, 50, ID)}`, 'hidden'],
  ['a block that is shown', BLOCK('', textObject(20, 50, ID)), 'body'],
])('%s', async (_name, object, channel) => {
  const { segments } = await read({
    pages: [textObject(20, 20, '名单') + object],
    common: '<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>',
    files: { 'Doc_0/PublicRes.xml': PARAMETERS },
  });
  expect(holder(segments, ID).channel).toBe(channel);
});

test('covered by a black box', async () => {
  const box = `<ofd:PathObject Boundary="15 40 100 20" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>`;
  const { segments } = await read({ pages: [textObject(20, 50, ID) + box] });
  expect(holder(segments, ID).channel).toBe('covered');
});

test('a template is part of each page that uses it; an unused one is not shown', async () => {
  const template = (text: string) =>
    `<ofd:Page xmlns:ofd="x"><ofd:Content><ofd:Layer>${textObject(20, 50, text)}</ofd:Layer></ofd:Content></ofd:Page>`;
  const { segments } = await read({
    pages: [textObject(40, 50, PHONE)],
    head: '<ofd:Template TemplateID="7"/>',
    common:
      '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T0.xml"/><ofd:TemplatePage ID="8" BaseLoc="Tpls/T1.xml"/>',
    files: {
      'Doc_0/Tpls/T0.xml': template('联系电话'),
      'Doc_0/Tpls/T1.xml': template(ID),
    },
  });
  expect(holder(segments, PHONE).text).toContain('联系电话');
  expect(holder(segments, ID)).toMatchObject({
    channel: 'deleted',
    part: 'Doc_0/Tpls/T1.xml',
  });
});

test('composite units are drawn where they are used', async () => {
  const unit = `<ofd:Res xmlns:ofd="x"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content>${textObject(0, 10, '0018')}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`;
  const { segments } = await read({
    pages: [
      `${textObject(20, 50, ID.slice(0, 14))}<ofd:CompositeObject Boundary="48 40 20 20" ResourceID="5"/>`,
    ],
    common: '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>',
    files: { 'Doc_0/DocumentRes.xml': unit },
  });
  expect(holder(segments, ID).channel).toBe('body');
});

test('annotations: remark, parameters and appearance', async () => {
  const annotation = `<ofd:PageAnnot xmlns:ofd="x"><ofd:Annot ID="1" Type="Stamp" Creator="张三"><ofd:Remark>电话${PHONE}</ofd:Remark><ofd:Appearance Boundary="20 60 100 20">${textObject(0, 10, ID)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`;
  const { segments } = await read({
    pages: [textObject(20, 50, '甲')],
    tail: '<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>',
    files: {
      'Doc_0/Annots/Annotations.xml':
        '<ofd:Annotations xmlns:ofd="x"><ofd:Page PageID="100"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
      'Doc_0/Annots/Page_0/Annotation.xml': annotation,
    },
  });
  expect(holder(segments, PHONE).channel).toBe('annotation');
  const shown = holder(segments, ID);
  expect(shown.channel).toBe('annotation');
  expect(shown.map.locate(0, 18)[0]).toMatchObject({ kind: 'page', page: 1 });
});

test('attachments and pictures are children, other spelling of the path or not', async () => {
  const { children } = await read({
    pages: [textObject(20, 50, '甲')],
    tail: '<ofd:Attachments>/doc_0/attachs/Attachments.xml</ofd:Attachments>',
    files: {
      'Doc_0/Attachs/Attachments.xml':
        '<ofd:Attachments xmlns:ofd="x"><ofd:Attachment ID="1" Name="名单" Visible="false"><ofd:FileLoc>list.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>',
      'Doc_0/Attachs/list.xml': `<a>${ID}</a>`,
      'Doc_0/Res/a.png': new Uint8Array([0x89, 0x50]),
    },
  });
  const names = children.map((child) => ('artifact' in child ? child.artifact.name : child.diagnostic.code));
  expect(names).toEqual(['Doc_0/Attachs/list.xml', 'Doc_0/Res/a.png']);
});

test('properties, tags, links and older versions', async () => {
  const { segments } = await read({
    pages: [
      `${textObject(20, 50, '甲')}<ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="https://a.cn/?id=${ID}"/></ofd:Action></ofd:Actions>`,
    ],
    info: `<ofd:Author>张三 ${PHONE}</ofd:Author>`,
    files: {
      'Doc_0/Pages/Page_0_old/Content.xml': `<ofd:Page xmlns:ofd="x"><ofd:Content><ofd:Layer>${textObject(20, 50, '43062119020815002X')}</ofd:Layer></ofd:Content></ofd:Page>`,
      'Doc_0/Tags/Tag_0.xml': '<公文 xmlns="y"><联系人>李四 342401190305260179</联系人></公文>',
    },
  });
  expect(holder(segments, PHONE)).toMatchObject({
    channel: 'metadata',
    part: 'OFD.xml',
  });
  expect(holder(segments, ID).channel).toBe('attribute');
  expect(holder(segments, '43062119020815002X').channel).toBe('deleted');
  expect(holder(segments, '342401190305260179').text).toContain('联系人');
});

test('names in seals', async () => {
  const name = new TextEncoder().encode(`张三${ID}`);
  const seal = new Uint8Array([0x30, 0x40, 0x0c, name.length, ...name, 0x02, 0x01, 0x00]);
  const { segments } = await read({
    pages: [textObject(20, 50, '甲')],
    files: { 'Doc_0/Signs/Sign_0/Seal.esl': seal },
  });
  expect(holder(segments, ID)).toMatchObject({
    channel: 'metadata',
    part: 'Doc_0/Signs/Sign_0/Seal.esl',
  });
});

test('a page that is an image is unread', async () => {
  const image = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="9"/>';
  const { unread, diagnostics } = await read({
    pages: [textObject(20, 50, ID), image],
  });
  expect(unread).toEqual([{ part: '', page: 2, code: 'ofd/no-text-layer' }]);
  expect(diagnostics.map(({ code }) => code)).toContain('ofd/no-text-layer');
});

test('pages that are missing or over the limit are named; the others keep their number', async () => {
  const whole = await read({ pages: [textObject(20, 50, '甲'), textObject(20, 50, ID)] }, { pages: 1 });
  expect(whole.unread).toEqual([{ part: '', page: 2, code: 'ofd/page-limit' }]);
  const { segments, unread, units } = await read({
    pages: [textObject(20, 50, ID)],
    tail: '<ofd:Pages><ofd:Page ID="5" BaseLoc="gone.xml"/></ofd:Pages>',
  });
  expect(unread).toEqual([{ part: '', page: 2, code: 'ofd/page-missing' }]);
  expect([units, holder(segments, ID).channel]).toEqual([2, 'body']);
});

test.each([
  ['nothing', ''],
  ['no zip', 'PK'],
])('damage: %s', async (_name, text) => {
  const { unread } = await read(new TextEncoder().encode(text));
  expect(unread.map(({ code }) => code)).toEqual(['ofd/damaged']);
});

test('an encrypted document is unread', async () => {
  const bytes = await buildOfd({
    pages: [],
    files: { 'Doc_0/Document.xml': new Uint8Array([1, 2, 3, 4]) },
  });
  expect((await read(bytes)).unread.map(({ code }) => code)).toContain('ofd/encrypted');
});

test('hostile: cut anywhere, deep, bombs', async () => {
  const bytes = await buildOfd({ pages: [textObject(20, 50, ID)] });
  for (let cut = 0; cut < bytes.length; cut += 97) await read(bytes.subarray(0, cut));
  const bomb = `<ofd:Res xmlns:ofd="x"><ofd:CompositeGraphicUnit ID="5"><ofd:Content>${'<ofd:CompositeObject ResourceID="5"/>'.repeat(2000)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:Res>`;
  const pages = [
    '<ofd:PageBlock>'.repeat(100_000) + textObject(20, 50, ID),
    `<ofd:TextObject Size="4"><ofd:TextCode X="0" Y="0" DeltaX="${'g 9999999 0 '.repeat(1000)}">${'1'.repeat(400_000)}</ofd:TextCode></ofd:TextObject>`,
    '<ofd:CompositeObject ResourceID="5"/>',
  ];
  const start = process.cpuUsage().user;
  const { unread } = await read({
    pages,
    common: '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>',
    files: { 'Doc_0/DocumentRes.xml': bomb },
  });
  expect(unread.map(({ page }) => page)).toContain(2);
  expect(unread.map(({ page }) => page)).toContain(3);
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(8000);
}, 180_000);

test('hostile: numbers without measure', async () => {
  const far = '1e308';
  const pages = ['Infinity', '-1e308', 'NaN', '1e-320', ''].map(
    (number) =>
      `${textObject(20, 50, ID)}<ofd:TextObject Boundary="${number} ${far} ${far} ${number}" CTM="${far} ${number} ${number} ${far} ${far} ${far}" Size="${number}" HScale="${far}"><ofd:TextCode X="${far}" Y="${number}" DeltaX="${far} g ${number} ${far}" DeltaY="${number}">12345</ofd:TextCode></ofd:TextObject><ofd:PathObject Boundary="${far} ${far} ${far} ${far}" Fill="true"><ofd:AbbreviatedData>M ${far} ${number} L ${number} ${far} L ${far} 0 C</ofd:AbbreviatedData></ofd:PathObject><ofd:ImageObject Boundary="${number} 0 ${far} ${far}"/>`,
  );
  const head = `<ofd:Area><ofd:PhysicalBox>0 0 ${far} ${far}</ofd:PhysicalBox></ofd:Area>`;
  for (const content of [{ pages }, { pages, head }]) {
    const { segments } = await read(content);
    expect(segments.filter((segment) => segment.text.includes(ID))).toHaveLength(5);
    for (const segment of segments) segment.map.locate(0, segment.text.length);
  }
});
