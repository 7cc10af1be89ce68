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
