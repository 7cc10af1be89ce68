import { expect, test } from 'vitest';
import { readStyles } from './cell-styles.js';
import { readSheet } from './sheet.js';

const STYLES = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;***&quot;"/><numFmt numFmtId="165" formatCode="General;General;General;&quot;***&quot;"/></numFmts>
<fonts><font/><font><color rgb="FF000000"/></font><font><color theme="0" tint="-0.5"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor indexed="8"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor theme="0" tint="-0.5"/></patternFill></fill><fill><patternFill patternType="gray125"/></fill></fills>
<cellXfs><xf/><xf fontId="1" fillId="1"/><xf fontId="2" fillId="2"/><xf fontId="1" fillId="2"/><xf numFmtId="164"/><xf numFmtId="165"/><xf fillId="3"/></cellXfs>
<dxfs><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf><dxf><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf><dxf><font><color rgb="FFFF0000"/></font></dxf></dxfs></styleSheet>`;

/** The cells that count as hidden, by their reference. */
function hidden(data: string, rules = ''): string[] {
  const { segments } = readSheet(`<worksheet><sheetData>${data}</sheetData>${rules}</worksheet>`, {
    sheet: { part: 's.xml', name: 's' },
    hidden: false,
    strings: undefined,
    styles: readStyles(STYLES),
  });
  return segments
    .filter(({ channel }) => channel === 'hidden')
    .flatMap(({ cells, map }) => (cells ?? []).flatMap(({ start, end }) => map.locate(start, end)))
    .flatMap((place) => (place.kind === 'cell' ? [place.ref] : []));
}

const number = (ref: string, style = 0): string => `<c r="${ref}" s="${style}"><v>13800138000</v></c>`;
const text = (ref: string, style = 0): string =>
  `<c r="${ref}" s="${style}" t="str"><v>110101190103070018</v></c>`;
const row = (...cells: string[]): string => `<row r="2">${cells.join('')}</row>`;
const rule = (sqref: string, attributes: string, inner = ''): string =>
  `<conditionalFormatting sqref="${sqref}"><cfRule priority="2" ${attributes}>${inner}</cfRule></conditionalFormatting>`;

test.each([
  ['black letters on a black fill', text('A2', 1), ['A2']],
  ['grey letters on the same grey', text('A2', 2), ['A2']],
  ['black letters on grey', text('A2', 3), []],
  ['black letters on a pattern', text('A2', 6), []],
  ['stars in place of numbers', number('A2', 4) + text('B2', 4), ['A2']],
  ['stars in place of texts', number('A2', 5) + text('B2', 5), ['B2']],
])('%s', (_name, cells, expected) => expect(hidden(row(cells))).toEqual(expected));

const cells = row(text('A2'), text('B2'), number('C2'));
test.each([
  ['a constant', rule('A2', 'type="expression" dxfId="0"', '<formula>TRUE</formula>'), ['A2']],
  ['cells that hold anything', rule('A2:B9', 'type="notContainsBlanks" dxfId="1"'), ['A2', 'B2']],
  [
    'the length of the cell',
    rule('A1:A9', 'type="expression" dxfId="1"', '<formula>LEN(A1)&gt;0</formula>'),
    ['A2'],
  ],
  ['black fill', rule('A2', 'type="expression" dxfId="2"', '<formula>$A2&lt;&gt;""</formula>'), ['A2']],
  [
    'a number in bounds',
    rule('A2:C2', 'type="cellIs" operator="greaterThan" dxfId="0"', '<formula>100</formula>'),
    ['A2', 'B2', 'C2'],
  ],
  [
    'words of the cell',
    rule('A2:C2', 'type="beginsWith" text="110" dxfId="0"', '<formula>x</formula>'),
    ['A2', 'B2'],
  ],
  ['bars in place of numbers', rule('A2:C2', 'type="dataBar"', '<dataBar showValue="0"/>'), ['C2']],
  ['bars beside numbers', rule('A2:C2', 'type="dataBar"', '<dataBar/>'), []],
  ['red letters', rule('A2', 'type="notContainsBlanks" dxfId="3"'), []],
  ['another cell', rule('A2', 'type="expression" dxfId="0"', '<formula>D2="x"</formula>'), []],
  ['other words', rule('A2', 'type="containsText" text="无" dxfId="0"'), []],
  [
    'a rule that comes first',
    `${rule('A2', 'type="notContainsBlanks" dxfId="0"')}<conditionalFormatting sqref="A2"><cfRule type="notContainsBlanks" priority="1" dxfId="3"/></conditionalFormatting>`,
    [],
  ],
])('a condition: %s', (_name, rules, expected) => expect(hidden(cells, rules)).toEqual(expected));

test('white letters by a condition show on a fill', () => {
  const rules = rule('A2:B2', 'type="notContainsBlanks" dxfId="0"');
  expect(hidden(row(text('A2', 3), text('B2')), rules)).toEqual(['B2']);
});

/** Rows from 1: names, IDs, whether they are public; a rule hides what the condition says in A2:B9. */
function hiddenOf(code: string, rows: readonly string[], attributes = 'type="expression"'): string[] {
  const data = rows.map((cells, i) => `<row r="${i + 1}">${cells.replaceAll('#', String(i + 1))}</row>`);
  return hidden(data.join(''), rule('A2:B9', `${attributes} dxfId="0"`, `<formula>${code}</formula>`));
}
const person = (open: string): string =>
  `<c r="A#" t="str"><v>张三</v></c><c r="B#"><v>13800138000</v></c>${open}`;
const says = (text: string): string => `<c r="D#" t="inlineStr"><is><r><t>${text}</t></r></is></c>`;

test.each([
  ['a column of the row', '$D2="否"', ['', person(says('否')), person(says('是'))], ['A2', 'B2']],
  ['a column without a cell', '$D2=""', ['', person(''), person(says('是'))], ['A2', 'B2']],
  [
    'a number beside cells without content',
    '$D2>5',
    ['', '<c r="A#"><v>13800138000</v></c><c r="C#" s="1"/><c r="D#"><v>6</v></c>'],
    ['A2'],
  ],
  ['an entity', '$D2="a&amp;b"', ['', person('<c r="D#" t="str"><v>a&amp;b</v></c>')], ['A2', 'B2']],
  ['a column before', '$A2="张三"', ['', person('')], ['A2', 'B2']],
  ['a cell above', '$D$1=1', ['<c r="D1"><v>1</v></c>', person('')], ['A2', 'B2']],
  ['a cell below', '$D$4="x"', ['', person(''), '', says('x')], ['A2', 'B2']],
  [
    'the cell above',
    'A2=A1',
    ['<c r="B1"><v>13800138000</v></c>', person(''), person('')],
    ['B2', 'A3', 'B3'],
  ],
  ['the cell below', 'A2=A3', ['', person(''), person('')], ['A2', 'B2']],
  [
    'a truth value',
    '$D2=FALSE',
    ['', person('<c r="D#" t="b"><v>0</v></c>'), person('')],
    ['A2', 'B2', 'A3', 'B3'],
  ],
  ['an error', 'ISERROR($D2)', ['', person('<c r="D#" t="e"><v>#N/A</v></c>'), person('')], ['A2', 'B2']],
  ['a result', '$D2>5', ['', person('<c r="D#"><f>2*3</f><v>6</v></c>'), person('')], ['A2', 'B2']],
  ['an empty result', 'LEN($D2)=0', ['', person('<c r="D#" t="str"><f>""</f><v></v></c>')], ['A2', 'B2']],
  ['a result that is not there', '$D2=""', ['', person('<c r="D#"><f>2*3</f></c>')], []],
  ['repeated', 'COUNTIF($A$2:$A2,$A2)&gt;1', ['', person(''), person('')], ['A3', 'B3']],
  [
    'references without places',
    '$C2="否"',
    ['', '<c t="str"><v>a</v></c><c><v>13800138000</v></c><c t="str"><v>否</v></c>'],
    ['A2', 'B2'],
  ],
  ['another sheet', 'Sheet2!$D2="否"', ['', person(says('否'))], []],
  ['today', '$D2&lt;TODAY()', ['', person('<c r="D#"><v>1</v></c>')], []],
])('a condition on other cells: %s', (_name, code, rows, expected) => {
  expect(hiddenOf(code, rows)).toEqual(expected);
});

test('a comparison with another cell', () => {
  const rows = ['<c r="D1"><v>13800138000</v></c>', person('')];
  expect(hiddenOf('$D$1', rows, 'type="cellIs" operator="equal"')).toEqual(['B2']);
});

test('prefixes, rows without numbers and rows in another order', () => {
  const person = (row: string, tag = 'x:row'): string =>
    `<${tag}${row}><x:c><x:v>13800138000</x:v></x:c><x:c t="str"><x:v>否</x:v></x:c></${tag}>`;
  const rules = rule('A1:A9', 'type="expression" dxfId="0"', '<formula>$B1="否"</formula>');
  expect(hidden(`${person('')}${person(' r="4"')}${person('')}`, rules)).toEqual(['A1', 'A4', 'A5']);
  // Which of two rows counts is not known.
  expect(hidden(`${person(' r="4"')}${person(' r="2"')}`, rules)).toEqual([]);
});

test('two hundred thousand rows under rules for whole rows', () => {
  const count = 200_000;
  const rows = Array.from({ length: count }, (_, i) => {
    const at = i + 1;
    return `<row r="${at}"><c r="A${at}" t="str"><v>x${at}</v></c><c r="B${at}"><v>${13_800_000_000 + i}</v></c><c r="C${at}" t="str"><v>${i % 100 === 99 ? '否' : '是'}</v></c></row>`;
  }).join('');
  const rules = ['$C1="否"', 'AND($A1=$A2,$C$1="x")'].map((code) =>
    rule('A1:B1048576', 'type="expression" dxfId="0"', `<formula>${code}</formula>`),
  );
  const refs = hidden(rows, rules.join(''));
  expect(refs.length).toBe((2 * count) / 100);
  expect(refs.at(-1)).toBe(`B${count}`);
});

test('conditions that take too long end, and what they hide counts as shown', () => {
  const long = `<formula>AND(${Array.from({ length: 60 }, (_, i) => `LEN(A1)&gt;${i % 9}`).join()})</formula>`;
  const rules = Array.from({ length: 200 }, () =>
    rule('A1:A50000', 'type="expression" dxfId="3"', long),
  ).join('');
  const last = rule('A1:A50000', 'type="expression" dxfId="1"', '<formula>TRUE</formula>');
  const rows = Array.from({ length: 50_000 }, (_, i) => `<row r="${i + 1}">${text(`A${i + 1}`)}</row>`).join(
    '',
  );
  const started = process.cpuUsage().user;
  const refs = hidden(rows, last + rules);
  expect((process.cpuUsage().user - started) / 1000).toBeLessThan(10_000);
  expect(refs.length).toBeGreaterThan(100);
  expect(refs.length).toBeLessThan(50_000);
  expect(refs.at(-1)).toBe(`A${refs.length}`);
});
