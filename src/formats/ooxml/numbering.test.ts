import { expect, test } from 'vitest';
import { wordPart } from '../docx/build-docx.js';
import { listNumber } from './list-number.js';
import { readNumbering } from './numbering.js';
import { readStory } from './story.js';
import { readStyles } from './styles.js';

test.each([
  [12, 'decimal', '12'],
  [3, 'decimalZero', '03'],
  [3, 'custom', '003', '001, 002, 003, ...'],
  [9, 'upperRoman', 'IX'],
  [1994, 'lowerRoman', 'mcmxciv'],
  [28, 'upperLetter', 'BB'],
  [10, 'chineseCounting', '十'],
  [23, 'chineseCounting', '二十三'],
  [103, 'chineseCounting', '一〇三'],
  [103, 'chineseCountingThousand', '一百零三'],
  [1020, 'chineseCountingThousand', '一千零二十'],
  [15, 'chineseLegalSimplified', '壹拾伍'],
  [20, 'ideographDigital', '二〇'],
  [3, 'ideographTraditional', '丙'],
  [11, 'ideographTraditional', '11'],
  [20, 'decimalEnclosedCircle', '⑳'],
  [12, 'decimalFullWidth', '１２'],
  [2, 'numberInDash', '- 2 -'],
  [7, 'bullet', ''],
  [7, 'somethingNew', '7'],
  [999_999_999, 'lowerLetter', '999999999'],
  [999_999_999, 'upperRoman', '999999999'],
])('%s in %s is %s', (value, format, text, custom = '') => {
  expect(listNumber(value, format, custom as string)).toBe(text);
});

const level = (at: number, format: string, text: string, more: string = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
const abstract = (id: number, levels: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
const num = (id: number, of: number, more: string = ''): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`;
const item = (text: string, id: number, at: number = 0, mark: string = ''): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${id}"/></w:numPr>${mark}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function body(paragraphs: string, lists: string, styles: string = ''): string {
  const source = wordPart('document', `<w:body>${paragraphs}</w:body>`);
  const { segments } = readStory(source, {
    part: 'word/document.xml',
    styles: readStyles(bytes(wordPart('styles', styles))),
    numbering: readNumbering(bytes(wordPart('numbering', lists))),
  });
  return segments.find(({ channel }) => channel === 'body')?.text ?? '';
}

test('levels count, start again below a higher one, and write the numbers of all above', () => {
  const lists =
    abstract(
      0,
      level(0, 'chineseCounting', '第%1条') +
        level(1, 'decimal', '%1.%2', '<w:suff w:val="nothing"/>') +
        level(2, 'lowerLetter', '%3)'),
    ) + num(1, 0);
  const text = body(
    item('a', 1) + item('b', 1, 1) + item('c', 1, 1) + item('d', 1) + item('e', 1, 1) + item('f', 1, 2),
    lists,
  );
  expect(text).toBe('第一条 a\n一.1b\n一.2c\n第二条 d\n二.1e\na) f\n');
});

test('an override starts the list again, once; lists of one kind go on counting without', () => {
  const again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>';
  const lists = abstract(0, level(0, 'decimal', '%1.')) + num(1, 0) + num(2, 0, again) + num(3, 0);
  expect(body(item('a', 1) + item('b', 2) + item('c', 2) + item('d', 3), lists)).toBe(
    '1. a\n5. b\n6. c\n7. d\n',
  );
});

test('a level of its own, Arabic digits for all, a level that never starts again', () => {
  const own = `<w:lvlOverride w:ilvl="0">${level(0, 'upperRoman', '%1:')}</w:lvlOverride>`;
  const lists =
    abstract(
      0,
      level(0, 'upperRoman', '%1') + level(1, 'decimal', '%1-%2', '<w:isLgl/><w:lvlRestart w:val="0"/>'),
    ) +
    num(1, 0) +
    num(2, 0, own);
  expect(body(item('a', 1) + item('b', 1, 1) + item('c', 1) + item('d', 1, 1) + item('e', 2), lists)).toBe(
    'I a\n1-1 b\nII c\n2-2 d\nIII: e\n',
  );
});

test('lists of styles, by the style or by the level that names it; none where the paragraph says so', () => {
  const lists =
    abstract(
      0,
      level(0, 'decimal', '%1、', '<w:pStyle w:val="H1"/>') +
        level(1, 'decimal', '%1.%2', '<w:pStyle w:val="H2"/>'),
    ) + num(1, 0);
  const styles =
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>';
  const styled = (text: string, id: string, more: string = ''): string =>
    `<w:p><w:pPr><w:pStyle w:val="${id}"/>${more}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const off = '<w:numPr><w:numId w:val="0"/></w:numPr>';
  expect(
    body(styled('a', 'H1') + styled('b', 'H2') + styled('c', 'H1', off) + styled('d', 'H1'), lists, styles),
  ).toBe('1、 a\n1.1 b\nc\n2、 d\n');
});

test('bullets write nothing, hidden and deleted marks are not counted, what was before a change neither', () => {
  const lists =
    abstract(0, level(0, 'decimal', '%1.')) + abstract(1, level(0, 'bullet', '')) + num(1, 0) + num(2, 1);
  const before = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>';
  const changed = `<w:p><w:pPr>${before}</w:pPr><w:r><w:t>e</w:t></w:r></w:p>`;
  const gone = item('b', 1, 0, '<w:rPr><w:del w:id="1"/></w:rPr>');
  expect(body(item('a', 1) + gone + item('c', 2) + item('d', 1) + changed, lists)).toBe(
    '1. a\nb\nc\n2. d\ne\n',
  );
});

test('lists that lead in circles and levels that do not exist end', () => {
  const lists = `<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>${num(1, 0)}${num(2, 7)}`;
  const styles =
    '<w:style w:styleId="L"><w:basedOn w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
  expect(body(item('a', 1) + item('b', 2, 4_000_000) + item('c', 9), lists, styles)).toBe('a\nb\nc\n');
});

test('a label that the list writes; the places of the value are those of the source', () => {
  const lists = abstract(0, level(0, 'decimal', '身份证号%1：')) + num(1, 0);
  const source = wordPart('document', `<w:body>${item('110101190103070018', 1)}</w:body>`);
  const { segments } = readStory(source, {
    part: 'x',
    numbering: readNumbering(bytes(wordPart('numbering', lists))),
  });
  const [{ text, map }] = segments as [(typeof segments)[0]];
  expect(text).toBe('身份证号1： 110101190103070018\n');
  const at = text.indexOf('110101');
  const [place] = map.locate(at, at + 18);
  expect(place).toMatchObject({
    kind: 'text',
    start: source.indexOf('110101'),
    end: source.indexOf('110101') + 18,
  });
  expect(map.locate(0, 4)).toEqual([]);
});

const box = (inner: string): string =>
  `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>${inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
const holding = (inner: string, id: number): string =>
  `<w:p><w:pPr><w:numPr><w:numId w:val="${id}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r>${inner}</w:p>`;

test('text boxes count on, once for both readings, behind the paragraph that holds them', () => {
  const again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>';
  const lists = abstract(0, level(0, 'decimal', '%1.')) + num(1, 0) + num(2, 0, again);
  const source = wordPart(
    'document',
    `<w:body>${item('a', 1)}${holding(box(item('b', 1) + item('c', 2)), 1)}${item('d', 1)}${holding(box(item('e', 1) + holding(box(item('f', 1)), 1)), 0)}${item('g', 2)}</w:body>`,
  );
  const { segments } = readStory(source, {
    part: 'word/document.xml',
    numbering: readNumbering(bytes(wordPart('numbering', lists))),
  });
  // Both readings are one text with two places.
  expect(segments.map(({ channel }) => channel)).toEqual(['body']);
  const lines = segments[0]!.text.split('\n');
  expect(lines.filter((line) => line !== '').sort()).toEqual(
    ['1. a', '2. x', '3. b', '7. c', '8. d', '9. e', '10. x', '11. f', 'x', '12. g'].sort(),
  );
  const at = segments[0]!.text.indexOf('b');
  expect(segments[0]!.map.locate(at, at + 1)).toHaveLength(2);
});

test('readings that differ count from the same number; the first one decides what follows', () => {
  const lists = abstract(0, level(0, 'decimal', '%1.')) + num(1, 0);
  const one = item('b', 1) + item('c', 1);
  const source = wordPart(
    'document',
    `<w:body>${item('a', 1)}<mc:AlternateContent><mc:Choice Requires="x">${one}</mc:Choice><mc:Choice Requires="y">${item('d', 1)}</mc:Choice><mc:Fallback>${item('e', 1)}</mc:Fallback></mc:AlternateContent>${item('f', 1)}</w:body>`,
  );
  const { segments } = readStory(source, {
    part: 'x',
    numbering: readNumbering(bytes(wordPart('numbering', lists))),
  });
  expect(segments.map(({ channel, text }) => [channel, text])).toEqual([
    ['hidden', '2. d\n'],
    ['hidden', '2. e\n'],
    ['body', '1. a\n2. b\n3. c\n4. f\n'],
  ]);
});
