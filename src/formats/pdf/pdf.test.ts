import { describe, expect, test } from 'vitest';
import { CELL_END, LINE_BREAK } from '../../core/index.js';
import { buildPdf, PdfPage, textWidth } from './build-pdf.js';
import { extract, inChannel, placesOf, read, textOf } from './harness.js';

/** The worked examples printed in GB 11643-1999, annex A. */
const ID = '11010519491231002X';
const OTHER = '440524188001010014';
const MOBILE = '13800138000';

describe('places', () => {
  test.each([
    ['song', 12, textWidth(`证件号：`, 12), textWidth(ID, 12)],
    ['helvetica', 9, 0, textWidth(ID, 9, 'helvetica')],
  ] as const)('the box of a number in %s is that of its digits', async (font, size, before, width) => {
    const label = font === 'song' ? '证件号：' : '';
    const result = await read([new PdfPage().text(72, 700, size, label + ID, { font })]);
    const [place, ...more] = placesOf(result, ID);
    expect(more).toEqual([]);
    expect(place).toMatchObject({ kind: 'page', page: 1, channel: 'body', part: '' });
    const [x0, y0, x1, y1] = place!.box;
    expect(Math.abs(x0 - (72 + before))).toBeLessThan(0.5);
    expect(Math.abs(x1 - (72 + before + width))).toBeLessThan(0.5);
    expect(y0).toBeLessThanOrEqual(700);
    expect(y1).toBeGreaterThanOrEqual(700 + 0.7 * size);
    expect(y1 - y0).toBeLessThan(1.4 * size);
  });

  test.each([90, 180, 270] as const)('text turned to suit a page rotated by %i', async (rotate) => {
    const page = new PdfPage({ rotate }).text(300, 400, 10, ID, { angle: rotate });
    const [place] = placesOf(await read([page]), ID);
    const width = textWidth(ID, 10);
    const [x0, y0, x1, y1] = place!.box;
    const long = rotate === 180 ? x1 - x0 : y1 - y0;
    expect(Math.abs(long - width)).toBeLessThan(0.5);
    const start = { 90: y0 - 400, 180: x1 - 300, 270: y1 - 400 }[rotate];
    expect(Math.abs(start)).toBeLessThan(0.5);
  });

  test('a page whose origin is not at 0, 0, with units of its own', async () => {
    const page = new PdfPage({ mediaBox: [-100, -50, 400, 500], userUnit: 2 }).text(-40, 20, 10, ID);
    const [place] = placesOf(await read([page]), ID);
    expect(Math.abs(place!.box[0] + 40)).toBeLessThan(0.5);
  });

  test('slanted text', async () => {
    const page = new PdfPage().text(100, 100, 10, ID, { angle: 3 }).text(100, 300, 10, OTHER, { angle: 35 });
    const result = await read([page]);
    expect(placesOf(result, ID)).toHaveLength(1);
    expect(placesOf(result, OTHER)).toHaveLength(1);
  });

  test('vertical text', async () => {
    const page = new PdfPage().text(300, 700, 12, '电话一三八', { font: 'vertical' });
    const [place] = placesOf(await read([page]), '电话一三八');
    expect(place!.box[1]).toBeCloseTo(640, 0);
    expect(place!.box[3]).toBeCloseTo(700, 0);
    expect(place!.box[0]).toBeCloseTo(294, 0);
  });
});

describe('numbers that are drawn in pieces', () => {
  const at = (i: number): number => 72 + textWidth(ID.slice(0, i), 12);
  test.each([
    ['two strings', (p: PdfPage) => p.text(72, 700, 12, ID.slice(0, 7)).text(at(7), 700, 12, ID.slice(7))],
    ['one string a digit', (p: PdfPage) => [...ID].map((c, i) => p.text(at(i), 700, 12, c))],
    ['last digit first', (p: PdfPage) => [...ID].map((_, i) => p.text(at(17 - i), 700, 12, ID[17 - i]!))],
    ['kerned', (p: PdfPage) => p.raw(`BT /F2 12 Tf 72 700 Td [(110105) -80 (1949) 40 (1231002X)] TJ ET`)],
    [
      'two fonts',
      (p: PdfPage) => p.raw('BT /F2 12 Tf 72 700 Td (110105194912310) Tj /F1 12 Tf <003000320058> Tj ET'),
    ],
    ['spread by spacing', (p: PdfPage) => p.text(72, 700, 12, ID, { spacing: 3 })],
    ['printed twice for bold', (p: PdfPage) => p.text(72, 700, 12, ID).text(72.3, 700, 12, ID)],
    [
      'in boxes of their own',
      (p: PdfPage) => {
        p.grid(
          Array.from({ length: 19 }, (_, i) => 60 + 20 * i),
          [715, 695],
        );
        [...ID].map((c, i) => p.text(67 + 20 * i, 700, 12, c));
      },
    ],
  ])('%s', async (_name, draw) => {
    const page = new PdfPage();
    draw(page);
    const result = await read([page]);
    expect(textOf(result, 'body').trim()).toBe(ID);
    expect(placesOf(result, ID)).toHaveLength(1);
  });

  test('numbers side by side stay apart', async () => {
    const page = new PdfPage().text(72, 700, 10, ID).text(72 + 100, 700, 10, MOBILE);
    expect(textOf(await read([page]), 'body')).not.toContain(ID + MOBILE);
  });

  test.each([
    ['cut at the border of its column', ID.slice(0, 12), `${ID.slice(0, 12)} ${MOBILE}`],
    ['as wide as its column', ID, `${ID} ${MOBILE}`],
  ])('a number %s, and that of the next cell right behind it', async (_name, first, expected) => {
    const page = new PdfPage()
      .text(72, 700, 10, first)
      .text(72 + textWidth(first, 10), 700, 10, MOBILE)
      .text(72 + textWidth(first + MOBILE, 10), 700, 10, '青岗村');
    expect(
      textOf(await read([page]), 'body')
        .trim()
        .replace('\t', ' '),
    ).toBe(`${expected}青岗村`);
  });

  test('a long line that goes on in the next', async () => {
    const line = '一二三四五六七八九十'.repeat(3);
    const page = new PdfPage()
      .text(72, 700, 12, `${line}号码${ID.slice(0, 8)}`)
      .text(72, 680, 12, `${ID.slice(8)}，特此公示。`);
    const text = textOf(await read([page]), 'body');
    expect(text).toContain(ID.slice(0, 8) + LINE_BREAK + ID.slice(8));
  });
});

describe('tables', () => {
  const XS = [60, 120, 210, 300];
  const ruled = (): PdfPage =>
    new PdfPage()
      .grid(XS, [720, 700, 670, 640])
      .text(65, 705, 10, '姓名')
      .text(125, 705, 10, '身份证号')
      .text(215, 705, 10, '电话')
      .text(65, 680, 10, '张三')
      .text(125, 686, 10, ID.slice(0, 17))
      .text(215, 680, 10, MOBILE)
      .text(125, 674, 10, ID.slice(17))
      .text(65, 650, 10, '李四')
      .text(125, 655, 10, OTHER.slice(0, 17))
      .text(215, 650, 10, '13900139000')
      .text(125, 643, 10, OTHER.slice(17));

  test('cells of ruling lines, with the header and a wrapped number', async () => {
    const [segment] = inChannel(await read([ruled()]), 'body');
    const { text, cells } = segment!;
    expect(text).toBe(
      [
        ['姓名', '身份证号', '电话'],
        ['张三', `${ID.slice(0, 17)}${LINE_BREAK}X`, MOBILE],
        ['李四', `${OTHER.slice(0, 17)}${LINE_BREAK}4`, '13900139000'],
      ]
        .map((row) => `${row.join(CELL_END)}\n`)
        .join(''),
    );
    expect(cells!.map((cell) => [cell.row, cell.column, text.slice(cell.start, cell.end)])).toContainEqual([
      1,
      1,
      `${ID.slice(0, 17)}${LINE_BREAK}X`,
    ]);
    const start = text.indexOf('110105');
    const places = segment!.map.locate(start, start + 19);
    expect(places.map((place) => place.kind === 'page' && Math.round(place.box[1] + 1.2))).toEqual([
      686, 674,
    ]);
  });

  test('a table on a page that lies on its side', async () => {
    const page = new PdfPage({ rotate: 90 })
      .grid([100, 120, 140], [400, 300, 200])
      .text(115, 205, 10, '姓名', { angle: 90 })
      .text(115, 305, 10, '电话', { angle: 90 })
      .text(135, 205, 10, '张三', { angle: 90 })
      .text(135, 305, 10, MOBILE, { angle: 90 });
    const [segment] = inChannel(await read([page]), 'body');
    expect(segment!.text).toBe(`姓名\t电话\n张三\t${MOBILE}\n`);
    expect(segment!.cells).toHaveLength(4);
  });

  test('merged cells keep their spans', async () => {
    const page = new PdfPage()
      .grid([60, 300], [720, 700])
      .grid([60, 150, 300], [700, 680, 660])
      .text(100, 705, 10, '名单')
      .text(65, 685, 10, '姓名')
      .text(155, 685, 10, '电话')
      .text(65, 665, 10, '张三')
      .text(155, 665, 10, MOBILE);
    const [segment] = inChannel(await read([page]), 'body');
    expect(segment!.text).toBe(`名单\n姓名\t电话\n张三\t${MOBILE}\n`);
    expect(segment!.cells![0]).toMatchObject({ row: 0, column: 0, colSpan: 2 });
  });

  test('a number that runs over the border of its cell stays one', async () => {
    const page = new PdfPage()
      .grid([60, 120, 180, 240], [720, 700])
      .text(65, 705, 10, ID)
      .text(185, 705, 10, '张三');
    expect(textOf(await read([page]), 'body')).toBe(`${ID}\t\t张三\n`);
  });

  test('columns without rules, a wrapped number and a middled row', async () => {
    const page = new PdfPage();
    const columns = [60, 120, 230];
    const row = (y: number, ...cells: string[]): void =>
      cells.forEach((cell, i) => void (cell && page.text(columns[i]!, y, 10, cell)));
    row(720, '姓名', '身份证号', '电话');
    row(700, '张三', ID, MOBILE);
    row(680, '李四', OTHER.slice(0, 17), '13900139000');
    row(668, '', OTHER.slice(17), '');
    row(648, '王五', ID, '13700137000');
    const [segment] = inChannel(await read([page]), 'body');
    expect(segment!.text).toContain(`李四\t${OTHER.slice(0, 17)}${LINE_BREAK}4\t13900139000\n`);
    expect(segment!.text).toContain(`王五\t${ID}\t13700137000\n`);
    expect(segment!.cells!.filter((cell) => cell.column === 1)).toHaveLength(4);
  });

  test('columns without rules, two wrapped numbers and a name in the middle of their lines', async () => {
    const page = new PdfPage();
    const columns = [60, 120, 230, 320];
    const row = (y: number, ...cells: string[]): void =>
      cells.forEach((cell, i) => void (cell && page.text(columns[i]!, y, 10, cell)));
    row(740, '姓名', '身份证号', '电话', '住址');
    for (const [i, name] of ['张三', '李四', '王五'].entries()) {
      const y = 720 - 26 * i;
      row(y, '', ID.slice(0, 17), MOBILE.slice(0, 10), '');
      row(y - 6, name, '', '', '某村');
      row(y - 12, '', ID.slice(17), MOBILE.slice(10), '');
    }
    const [segment] = inChannel(await read([page]), 'body');
    const wrapped = [
      ID.slice(0, 17) + LINE_BREAK + ID.slice(17),
      MOBILE.slice(0, 10) + LINE_BREAK + MOBILE.slice(10),
    ];
    for (const name of ['张三', '李四', '王五']) {
      expect(segment!.text).toContain(`${[name, ...wrapped, '某村'].join(CELL_END)}\n`);
    }
  });

  test('what stands above the header, wide over its columns, is no row of the table', async () => {
    const page = new PdfPage()
      .text(60, 740, 10, '填报单位：青山镇财政所经济发展办公室综合股')
      .text(420, 740, 10, '单位：元');
    for (const [y, cells] of [
      [720, ['村组', '姓名', '身份证号', '补贴', '手机']],
      [705, ['青山组', '张三', ID, '120', MOBILE]],
      [690, ['青山组', '李四', OTHER, '130', '13900139001']],
      [675, ['青山组', '王五', OTHER, '140', '13900139001']],
    ] as const)
      for (const [i, cell] of cells.entries()) page.text([60, 120, 180, 320, 400][i]!, y, 10, cell);
    const [segment] = inChannel(await read([page]), 'body');
    const columnOf = (value: string): number | undefined => {
      const at = segment!.text.indexOf(value);
      return segment!.cells?.find(({ start, end }) => start <= at && at < end)?.column;
    };
    expect(columnOf(ID)).toBe(2);
    expect(columnOf(MOBILE)).toBe(4);
  });

  test('a cell as wide as its column, and the next right behind it', async () => {
    const page = new PdfPage();
    const address = '青山省青山市青山镇青山村甲4号2号楼';
    const next = 120 + textWidth(address, 10);
    const rows = [
      '姓名 住址 电话',
      `张三 青山村1组 ${MOBILE}`,
      `李四 青山村2组 ${MOBILE}`,
      `王五 ${address} 13900139001`,
      `赵六 青山村3组 ${MOBILE}`,
    ];
    for (const [line, row] of rows.entries())
      for (const [i, cell] of row.split(' ').entries())
        page.text([60, 120, next][i]!, 700 - 15 * line, 10, cell);
    const [segment] = inChannel(await read([page]), 'body');
    const at = segment!.text.indexOf('13900139001');
    const cell = segment!.cells?.find(({ start, end }) => start <= at && at < end);
    expect(segment!.text.slice(cell!.start, cell!.end)).toBe('13900139001');
    expect([cell!.row, cell!.column]).toEqual([3, 2]);
  });

  test('columns of running text are read one after the other', async () => {
    const page = new PdfPage();
    for (let i = 0; i < 8; i++) {
      page.text(60, 700 - 16 * i, 10, `左${String(i)}栏`.padEnd(20, '文'));
      page.text(300, 700 - 16 * i, 10, `右${String(i)}栏`.padEnd(20, '文'));
    }
    const text = textOf(await read([page]), 'body');
    expect(text.indexOf('左7栏')).toBeLessThan(text.indexOf('右0栏'));
  });
});

describe('what was not read is named', () => {
  test('a page that is a picture', async () => {
    const scan = new PdfPage().image(0, 0, 595, 842);
    const stamped = new PdfPage().image(20, 20, 550, 800).text(300, 10, 9, '第2页');
    const result = await read([new PdfPage().text(72, 700, 12, '正文'), scan, stamped, new PdfPage()]);
    expect(result.units).toBe(4);
    expect(result.unread).toEqual([
      { part: '', page: 2, code: 'pdf/no-text-layer' },
      { part: '', page: 3, code: 'pdf/no-text-layer' },
    ]);
  });

  test('a font without a map to Unicode: no digits are better than wrong ones', async () => {
    const page = new PdfPage().text(72, 700, 12, ID, { font: 'no-map' }).text(72, 650, 12, MOBILE);
    const result = await read([page]);
    expect(result.unread).toEqual([{ part: '', page: 1, code: 'pdf/no-unicode-map' }]);
    expect(textOf(result, 'body').trim()).toBe(MOBILE);
  });

  test('a font whose character map is not there', async () => {
    const page = new PdfPage().text(72, 700, 12, `身份证${ID}`);
    const text = new TextDecoder('latin1')
      .decode(buildPdf({ pages: [page] }))
      .replaceAll('UniGB-UCS2-H', 'UniGB-NONE-H');
    const result = await extract(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    expect(result.unread).toEqual([{ part: '', page: 1, code: 'pdf/font-failed' }]);
  });

  test('pages beyond the limit, and after the time is over', async () => {
    const pages = [1, 2, 3].map((n) => new PdfPage().text(72, 700, 12, `第${n}页`));
    const bytes = buildPdf({ pages });
    const limited = await extract(bytes, undefined, { pages: 1 });
    expect(limited.units).toBe(3);
    expect(limited.unread.map((unread) => [unread.page, unread.code])).toEqual([
      [2, 'pdf/page-limit'],
      [3, 'pdf/page-limit'],
    ]);
    let calls = 0;
    const late = await extract(bytes, {
      expired: () => calls++ > 0,
      claim: () => true,
      extend: () => undefined,
    });
    expect(late.unread.map((unread) => unread.code)).toContain('pdf/time-limit');
  });

  test('a file that was cut short still gives what is there', async () => {
    const pages = [1, 2, 3].map((n) => new PdfPage().text(72, 700, 12, `第${n}页${ID}`));
    const bytes = buildPdf({ pages });
    const result = await extract(bytes.subarray(0, bytes.length - 300));
    expect(textOf(result, 'body')).toContain(`第3页${ID}`);
    expect(result.unread).toContainEqual({ part: '', code: 'pdf/damaged' });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['no PDF', new TextEncoder().encode('<html>'.repeat(100))],
    ['a head only', new TextEncoder().encode('%PDF-1.7\n')],
    ['noise', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)],
  ])('%s', async (_name, bytes) => {
    const result = await extract(bytes);
    expect(result.segments).toEqual([]);
    expect(result.unread).toEqual([{ part: '', code: 'pdf/damaged' }]);
  });

  test('tables that would end the process are refused', async () => {
    const text = new TextDecoder('latin1').decode(
      buildPdf({ pages: [new PdfPage().text(72, 700, 12, '文')] }),
    );
    const bytes = Uint8Array.from(text.replace('/W [1 95 500]', '/W [0 2000000000 500]'), (c) =>
      c.charCodeAt(0),
    );
    expect((await extract(bytes)).unread).toEqual([{ part: '', code: 'pdf/unsafe' }]);
  });

  test('the bytes stay with the caller', async () => {
    const bytes = buildPdf({ pages: [new PdfPage().text(72, 700, 12, '文')] });
    const { length } = bytes;
    await extract(bytes);
    expect(bytes.length).toBe(length);
  });
});
