import { expect, test } from 'vitest';
import type { Place, Segment } from '../../core/index.js';
import { ConditionSteps } from '../sheet/conditional-formats.js';
import { SharedStrings } from './shared-strings.js';
import { readSheet } from './sheet.js';

const ROWS = [
  '<row>',
  '<row r="2">',
  '<row r="5" hidden="1">',
  '<row r="7" ht="0" customHeight="1">',
  '<row spans="1:8"/>',
];
const ODD_ROWS = [
  '<row r="13800138000">',
  '<x:row r="3">',
  "<row r='9'>",
  '<row r="2" note="13800138000">',
  '<row ht="">',
];
const CELLS = [
  ...[
    '<c/>',
    '<c><v>7</v></c>',
    '<c r="A1"><v>1</v></c>',
    '<c r="C3" s="1"><v>2.50</v></c>',
    '<c r="AB12" t="s"><v>0</v></c>',
  ],
  ...[
    '<c t="s"><v>1</v></c>',
    '<c t="s"><v>2</v></c>',
    '<c t="s"><v> 3 </v></c>',
    '<c t="s"><v>99</v></c>',
    '<c t="s"><v/></c>',
  ],
  ...[
    '<c t="b"><v>1</v></c>',
    '<c t="e"><v>#N/A</v></c>',
    '<c t="str"><f>A1&amp;"张"</f><v>张&lt;三</v></c>',
    '<c><f>B2*13800138000</f></c>',
  ],
  ...[
    '<c t="inlineStr"><is><t>李四</t></is></c>',
    '<c t="inlineStr"><is><t xml:space="preserve"> 王 五 </t></is></c>',
    '<c s="2"><v>12345</v></c>',
  ],
  ...[
    '<c r="XFD1048576"><v>4</v></c>',
    '<c><v>1.3800138E10</v></c>',
    '<c><v>110101190103070018</v></c>',
    '<c>\n  <v>6</v>\n</c>',
    '<c t="d"><v>2026-11-27</v></c>',
  ],
];
const ODD_CELLS = [
  ...[
    '<c r="$A$1"><v>1</v></c>',
    '<c r="a1"><v>1</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="A0"><v>1</v></c>',
    '<c r="1A"><v>1</v></c>',
  ],
  ...[
    '<c><v><![CDATA[8]]></v></c>',
    '<c><v>1</v><v>2</v></c>',
    '<c><!-- 13800138000 --><v>3</v></c>',
    '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
  ],
  ...[
    '<x:c r="B1"><x:v>1</x:v></x:c>',
    '<c x:r="B1"><v>1</v></c>',
    '<c note="13800138000"/>',
    '<c r="A&#49;"><v>1</v></c>',
    '<c t="s">2<v>1</v></c>',
  ],
  ...[
    '<c><v>1</v><extLst><ext/></extLst></c>',
    '<c t=""><v>1</v></c>',
    '13800138000',
    '<c r="A1" r="B1"><v>1</v></c>',
    '<c><v>1',
    '<c a13800138000="1"/>',
  ],
];
const STRINGS =
  '<sst><si><t>姓名</t></si><si><t>a&amp;b</t></si><si><r><t>一</t></r><r><t>二</t></r></si><si><t/></si><si><t>删除</t></si></sst>';
/** Two places of each, beside a heading row: texts of runs are copied where nothing has to be made of them. */
const RUNS = ['一|二', '1|3', 'a&amp;b|c', 'a_x0031_|c', 'x|', '|', '甲\n|乙', '第|12|号'];

const LOOK = '<rPr><sz val="12"/><color rgb="FF000000"/></rPr>';
/** Items of shared strings as producers write them, and as they don't. */
const ITEMS = [
  ...[
    '<t>姓名</t>',
    '<t>a&amp;b</t>',
    '<t/>',
    '<t></t>',
    '<t>删除</t>',
    '<t> 138\n001 </t>',
    '<t>_x0031_0</t>',
  ],
  ...[
    '<t xml:space="preserve"> 李四 </t>',
    '<t>7</t>',
    '<t>1&#x9;2</t>',
    '<t>一</t><phoneticPr/>',
    '<t a="b">x</t>',
  ],
  ...[
    `<r>${LOOK}<t>138</t></r><r>${LOOK}<t xml:space="preserve"> 0013</t></r>`,
    '<r><t>一</t></r><r><t>二</t></r>',
  ],
  ...[
    '<r><t></t></r>',
    '<r><rPr/><t>x</t></r>',
    `<r>${LOOK}<t>&lt;</t></r>`,
    '<r><t><![CDATA[&lt;]]></t></r>',
  ],
  ...['<r><rPr><t>x</t></rPr><t>y</t></r>', '<t>东</t><rPh sb="0"><t>dong</t></rPh>', '<r><t>a</t></r>b', ''],
  ...['<r><rPr><sz val="<"/></rPr><t>z</t></r>', `<r>${LOOK}</r><r><t>w</t></r>`],
];

/** Everything that a reading says, with the place of every unit. */
function read(sheet: string, strings: string, masks: boolean = true): unknown {
  const shared = new SharedStrings(strings, 'xl/sharedStrings.xml');
  const options = {
    sheet: { part: 's.xml', name: '表' },
    hidden: false,
    strings: shared,
    styles: {
      unshown: new Map(masks ? [[2, 'all' as const]] : []),
      formats: [],
      changes: [],
      steps: new ConditionSteps(),
    },
  };
  const { segments, rounded, cut } = readSheet(sheet, options);
  const places = (segment: Segment): Place[][] =>
    Array.from({ length: segment.text.length }, (_, i) => segment.map.locate(i, i + 1));
  return {
    rounded,
    cut,
    // Offsets of what is no cell differ by the blank that keeps rows from being plain.
    segments: segments.map(({ text, channel, cells, label }, i) => ({
      ...{ text, channel, cells, label },
      places: places(segments[i]!).map((all) =>
        all.map((place) => (place.kind === 'cell' ? place : place.kind)),
      ),
    })),
    faulty: shared.fault !== undefined,
    left: shared.residue().map(({ text, channel }) => ({ text, channel })),
  };
}

test('plain rows give what the walk gives, between and beside rows that are not plain', () => {
  let state = 20261127;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const pick = (list: readonly string[]): string => list[random(list.length)]!;
  for (let round = 0; round < 1500; round++) {
    const odd = random(3) === 0;
    let rows = '';
    for (let i = random(6) + 1; i > 0; i--) {
      const row = odd && random(4) === 0 ? pick(ODD_ROWS) : pick(ROWS);
      rows += row;
      if (row.endsWith('/>')) continue;
      for (let k = random(7); k > 0; k--) rows += odd && random(6) === 0 ? pick(ODD_CELLS) : pick(CELLS);
      rows += `${random(4) === 0 ? '\n  ' : ''}</${row.startsWith('<x:') ? 'x:' : ''}row>`;
    }
    const masks = random(2) === 0;
    const columns = masks ? '<cols><col min="2" max="2" hidden="1"/></cols>' : '';
    // Without a heading nothing is copied as it stands.
    const heading = '<row r="1"><c t="str"><v>姓名</v></c><c t="str"><v>号码</v></c></row>';
    const sheet = `<worksheet>${columns}<sheetData>${random(2) === 0 ? heading : ''}${rows}</sheetData></worksheet>`;
    const walked = sheet.replace(/<row/g, '<row ');
    const items = Array.from({ length: 4 }, () => `<si>${pick(ITEMS)}</si>`).join(
      random(4) === 0 ? '\n' : '',
    );
    const strings = random(3) === 0 ? STRINGS : `<sst>${items}</sst>`;
    const walkedStrings = strings.replaceAll('<si>', '<si >');
    expect(read(sheet, strings, masks), sheet + strings).toEqual(read(walked, walkedStrings, masks));
  }
});

test('a sheet that breaks off in its rows is read as far as it goes', () => {
  const rows = '<row r="1"><c r="A1"><v>13800138000</v></c></row><row r="2"><c r="A2"><v>12</v></c>';
  for (let end = 0; end <= rows.length; end++) {
    const sheet = `<worksheet><sheetData>${rows.slice(0, end)}`;
    expect(read(sheet, STRINGS), sheet).toEqual(read(sheet.replace(/<row/g, '<row '), STRINGS));
  }
});

test('shared strings that break off are read as far as they go', () => {
  const strings = `<sst><si><t>13800138000</t></si><si><r>${LOOK}<t xml:space="preserve">张</t></r></si>`;
  for (let end = 0; end <= strings.length; end++) {
    const part = strings.slice(0, end);
    expect(read('', part), part).toEqual(read('', part.replaceAll('<si>', '<si >')));
  }
});

test('a megabyte of shared strings that end badly takes linear time', () => {
  for (const unit of ['<si>', '<si><t>', '<si><r><rPr>', `<si><r>${LOOK}<t>x</t></r><si>`, '<si><r><t>']) {
    expect(new SharedStrings(`<sst>${unit.repeat(1_000_000 / unit.length)}`, 'x').get(1)).toBeTypeOf(
      'string',
    );
  }
});

test('a megabyte of rows that end badly takes linear time', () => {
  for (const unit of [
    '<row>',
    '<row><c>',
    '<row><c><v>1</v></c>',
    '<row></row><row>',
    '<row r="1"><c r="A1" ',
  ]) {
    const sheet = `<worksheet><sheetData>${unit.repeat(1_000_000 / unit.length)}`;
    expect(read(sheet, STRINGS)).toBeDefined();
  }
});

test('cells of runs are what the walk makes of them', () => {
  const items = RUNS.map(
    (runs) =>
      `<si>${runs
        .split('|')
        .map((text) => `<r><t>${text}</t></r>`)
        .join('')}</si>`,
  );
  const strings = `<sst><si><t>名</t></si><si><t>值</t></si>${items.join('')}<si><r><t><![CDATA[丙]]></t></r><r><t>丁</t></r></si></sst>`;
  const rows = Array.from(
    { length: RUNS.length + 1 },
    (_, i) =>
      `<row r="${i + 2}"><c r="A${i + 2}" t="s"><v>${i + 2}</v></c><c r="B${i + 2}" t="s"><v>${i + 2}</v></c></row>`,
  );
  const sheet = `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>${rows.join('')}</sheetData></worksheet>`;
  expect(read(sheet, strings)).toEqual(
    read(sheet.replace(/<row/g, '<row '), strings.replaceAll('<si>', '<si >')),
  );
  const [body] = readSheet(sheet, {
    sheet: { part: 'x', name: 'x' },
    hidden: false,
    strings: new SharedStrings(strings, 'x'),
    styles: undefined,
  }).segments;
  expect(body!.text).toContain('一二\t一二\n13\t13\na&bc\ta&bc\na1c\ta1c\nx\tx\n');
  expect(body!.text).toContain('第12号\t第12号\n丙丁\t丙丁\n');
});
