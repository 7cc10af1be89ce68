import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, ScanBudget, type TextPlace } from '../../core/index.js';
import { extractText, format } from './index.js';

const ID = '110101190103070018';

function rows(source: string, mediaType?: string): string[][] {
  const [segment] = extractText(source, mediaType === undefined ? {} : { mediaType }).segments;
  const found: string[][] = [];
  let last = '';
  for (const { table, row, start, end } of segment?.cells ?? []) {
    if (last !== `${table}:${row}`) found.push([]);
    last = `${table}:${row}`;
    found.at(-1)!.push(source.slice(start, end));
  }
  return found;
}

test('the text is the source, unit for unit', () => {
  const source = `一\r\n身份证号：${ID}\r\n`;
  const [segment] = extractText(source).segments;
  expect(segment!.text).toBe(source);
  const at = source.indexOf(ID);
  const [place] = segment!.map.locate(at, at + ID.length) as TextPlace[];
  expect(place).toMatchObject({ start: at, end: at + ID.length, line: 2, column: 6, channel: 'body' });
  expect(segment!.cells).toBeUndefined();
});

describe('tables', () => {
  test.each<[string, string, string[][], string?]>([
    [
      'tabs',
      `前言\n姓名\t证号\n张三\t${ID}\n后记`,
      [
        ['姓名', '证号'],
        ['张三', ID],
      ],
    ],
    [
      'tabs with CRLF',
      `姓名\t证号\r\n张三\t${ID}\r\n`,
      [
        ['姓名', '证号'],
        ['张三', ID],
      ],
    ],
    [
      'lined up by several tabs',
      'a\t\tb\naaaaaaaa\tb\n',
      [
        ['a', 'b'],
        ['aaaaaaaa', 'b'],
      ],
    ],
    [
      'empty cells',
      'a\tb\tc\n1\t\t3\n1\n',
      [
        ['a', 'b', 'c'],
        ['1', '', '3'],
      ],
    ],
    ['one line is none', '姓名\t证号\n其他', []],
    ['indented code is none', '\tif a\n\t\tb\n\tc', []],
    [
      'Markdown',
      '| a | b |\n|---|:-:|\n| 1 | x\\|y |',
      [
        ['a', 'b'],
        ['1', 'x\\|y'],
      ],
    ],
    [
      'box drawing',
      '┌─┬─┐\n│甲│乙│\n├─┼─┤\n│1│2│\n└─┴─┘',
      [
        ['甲', '乙'],
        ['1', '2'],
      ],
    ],
    ['a pipe in prose', '首页 | 新闻\n正文', []],
    ['commas in prose', 'one, two, three.\nfour, five\nsix, seven, eight, nine\n', []],
    [
      'comma rows',
      '姓名,证号,电话\n张三,1,2\n李四,3,4\n',
      [
        ['姓名', '证号', '电话'],
        ['张三', '1', '2'],
        ['李四', '3', '4'],
      ],
    ],
    [
      'CSV',
      `姓名,备注\n"张,三","a\n""b"""\n李四,="${ID}"\n`,
      [
        ['姓名', '备注'],
        ['张,三', 'a\n""b""'],
        ['李四', ID],
      ],
      'text/csv',
    ],
    [
      'CSV with semicolons',
      'a;b\n1;2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      'text/csv',
    ],
    [
      'CSV with a stray quote',
      'a,b\n"1,2\n3,4\n',
      [
        ['a', 'b'],
        ['"1', '2'],
        ['3', '4'],
      ],
      'text/csv',
    ],
    [
      'TSV with an empty first cell',
      'a\tb\n\t2\n',
      [
        ['a', 'b'],
        ['', '2'],
      ],
      'text/tab-separated-values',
    ],
  ])('%s', (_name, source, expected, mediaType) => {
    expect(rows(source, mediaType)).toEqual(expected);
  });

  test('a Markdown header is marked', () => {
    const [segment] = extractText('| a | b |\n|---|---|\n| 1 | 2 |').segments;
    expect(segment!.cells?.map((cell) => cell.header === true)).toEqual([true, true, false, false]);
  });
});

test('JSON escapes are resolved and keep their places', () => {
  const source = '{"t":"\\u0031380013800\\u0030"}';
  const [segment] = extractText(source, { mediaType: 'application/json' }).segments;
  const at = segment!.text.indexOf('13800138000');
  const [place] = segment!.map.locate(at, at + 11) as TextPlace[];
  expect(source.slice(place!.start, place!.end)).toBe('\\u0031380013800\\u0030');
});

test('the format decodes, and says when bytes are no characters', async () => {
  const context = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
  const bytes = Uint8Array.from([0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x31, 0x0a, 0x61, 0x2c, 0x32]);
  const extraction = await format.extract({ name: '名单.CSV', bytes }, context);
  expect(extraction.charset).toBe('gb18030');
  expect(extraction.segments[0]!.cells).toHaveLength(4);
  const torn = Uint8Array.from([...new TextEncoder().encode('张三李四王五'), 0xff]);
  const { diagnostics } = await format.extract({ name: 'a.txt', bytes: torn }, context);
  expect(diagnostics.map(({ code }) => code)).toEqual(['text/encoding-malformed']);
});

test.each(['\t', '|', 'a\tb\n', '|-', '1,', '"a', '""",', 'a,"\n', '│\n─'])('linear on %j', (unit) => {
  const started = process.cpuUsage().user;
  extractText(unit.repeat(200_000));
  extractText(unit.repeat(200_000), { mediaType: 'text/csv' });
  expect((process.cpuUsage().user - started) / 1000).toBeLessThan(3000);
});
