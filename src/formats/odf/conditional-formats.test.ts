import { expect, test } from 'vitest';
import { open, whereIs } from '../cfb/harness.js';
import { buildZip } from '../zip/build-zip.js';
import { format } from './index.js';

const ID = '110101190103070018';
const NS =
  'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:fo="f" xmlns:number="n" xmlns:calcext="c"';

/** A sheet with a text in A2 and a number in B2, and what is said about them. */
async function unshown(
  styles: string,
  conditional: string,
  cell = '',
  documentStyles: string = '',
): Promise<string[]> {
  const row = `<table:table-row><table:table-cell ${cell} office:value-type="string"><text:p>${ID}</text:p></table:table-cell><table:table-cell ${cell} office:value-type="float" office:value="13800138000"><text:p>13800138000</text:p></table:table-cell></table:table-row>`;
  const sheet = `<table:table table:name="表 一"><table:table-row><table:table-cell/></table:table-row>${row}${conditional}</table:table>`;
  const parts = {
    'content.xml': `<office:document-content ${NS}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${sheet}</office:spreadsheet></office:body></office:document-content>`,
    'styles.xml': `<office:document-styles ${NS}><office:styles>${documentStyles}</office:styles></office:document-styles>`,
  };
  const encoder = new TextEncoder();
  const entries = Object.entries(parts).map(([name, text]) => ({ name, bytes: encoder.encode(text) }));
  const extraction = await open(format, await buildZip(entries));
  return [ID, '13800138000'].flatMap((value) =>
    whereIs(extraction, value).flatMap(({ places }) =>
      places.flatMap((place) => (place.kind === 'cell' && place.channel === 'hidden' ? [place.ref] : [])),
    ),
  );
}

const CELL_STYLES = `<style:style style:name="White_5f_1" style:display-name="White_1" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="Black" style:family="table-cell"><style:table-cell-properties fo:background-color="#000000"/><style:text-properties fo:color="#000000"/></style:style>
<style:style style:name="Red" style:family="table-cell"><style:text-properties fo:color="#ff0000"/></style:style>
<number:number-style style:name="N1P0"><number:text/></number:number-style>
<number:text-style style:name="N1"><number:text/><style:map style:condition="value()&gt;0" style:apply-style-name="N1P0"/></number:text-style>
<number:number-style style:name="N2"><number:text>***</number:text></number:number-style>
<number:number-style style:name="N3"><number:number number:min-integer-digits="1" number:display-factor="1000000"/></number:number-style>
<number:number-style style:name="N4"><number:number number:min-integer-digits="1"/></number:number-style>
<number:text-style style:name="N5"><number:text>*</number:text><style:map style:condition="value()&gt;=0" style:apply-style-name="N4"/></number:text-style>
${[1, 2, 3, 4, 5].map((n) => `<style:style style:name="D${n}" style:family="table-cell" style:data-style-name="N${n}"/>`).join('')}`;

const listed = (conditions: string, range = "'表 一'.A2:'表 一'.B2"): string =>
  `<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="${range}">${conditions}</calcext:conditional-format></calcext:conditional-formats>`;
const condition = (value: string, style: string): string =>
  `<calcext:condition calcext:apply-style-name="${style}" calcext:value="${value}" calcext:base-cell-address="'表 一'.A2"/>`;

test.each([
  ['a formula', condition('formula-is(LEN(TRIM([.A2]))&gt;0)', 'White_1'), ['A2', 'B2']],
  ['a number', condition('&gt;100', 'White_1'), ['B2']],
  ['a text', condition(`=&quot;${ID}&quot;`, 'White_1'), ['A2']],
  ['two limits', condition('between(100,99999999999)', 'Black'), ['B2']],
  ['outside of two limits', condition('not-between(1,2)', 'Black'), ['B2']],
  ['words', condition('contains-text(&quot;1901&quot;)', 'White_1'), ['A2']],
  ['words in front', condition('begins-with(&quot;138&quot;)', 'White_1'), ['B2']],
  ['a format that shows nothing', condition('formula-is(1)', 'D1'), ['A2', 'B2']],
  ['stars', condition('formula-is(1)', 'D2'), ['B2']],
  ['red letters', condition('formula-is(1)', 'Red'), []],
  ['an empty cell', condition('formula-is([.$A$1]=&quot;&quot;)', 'White_1'), ['A2', 'B2']],
  ['a cell of another sheet', condition('formula-is([$B.$A$1]=&quot;&quot;)', 'White_1'), []],
  ['the first counts', condition('formula-is(1)', 'Red') + condition('formula-is(1)', 'D1'), []],
  ['bars', '<calcext:data-bar calcext:show-value="false"/>', ['B2']],
  ['bars beside numbers', '<calcext:data-bar/>', []],
  [
    'icons',
    '<calcext:icon-set><calcext:formatting-entry calcext:show-value="false"/></calcext:icon-set>',
    ['B2'],
  ],
])('conditional formats: %s', async (_name, conditions, expected) => {
  expect(await unshown('', listed(conditions), '', CELL_STYLES)).toEqual(expected);
});

test('conditional formats of one sheet or range do not reach another', async () => {
  const all = condition('formula-is(1)', 'White_1');
  expect(await unshown('', listed(all, 'B.A2:B.B2'), '', CELL_STYLES)).toEqual([]);
  expect(await unshown('', listed(all, "$'表 一'.$B$1:.B9 '表 一'.C4"), '', CELL_STYLES)).toEqual(['B2']);
});

test.each([
  ['a formula', 'is-true-formula(LEN([.B7])&gt;0)', 'White_5f_1', ['A2', 'B2']],
  ['a number', 'cell-content()&lt;=13800138000', 'White_5f_1', ['B2']],
  ['limits', 'cell-content-is-between(1,99999999999)', 'Black', ['B2']],
  ['another cell', 'is-true-formula([.A8]=1)', 'White_5f_1', []],
])('maps of styles, where nothing else says it: %s', async (_name, value, style, expected) => {
  const styles = `<style:style style:name="c" style:family="table-cell"><style:map style:condition="${value}" style:apply-style-name="${style}" style:base-cell-address="x.B7"/></style:style>`;
  expect(await unshown(styles, '', 'table:style-name="c"', CELL_STYLES)).toEqual(expected);
});

test.each([
  ['nothing', 'D1', ['A2', 'B2']],
  ['stars', 'D2', ['B2']],
  ['millions', 'D3', ['B2']],
  ['numbers', 'D4', []],
  ['stars for texts', 'D5', ['A2']],
])('data styles that show %s', async (_name, style, expected) => {
  expect(await unshown('', '', `table:style-name="${style}"`, CELL_STYLES)).toEqual(expected);
});

/** A sheet of two persons, with what else stands in their rows. */
async function unshownRows(conditions: string, ...behind: readonly string[]): Promise<string[]> {
  const rows = behind.map(
    (cells) =>
      `<table:table-row><table:table-cell office:value-type="string"><text:p>${ID}</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="13800138000"><text:p>1.38E+10</text:p></table:table-cell>${cells}</table:table-row>`,
  );
  const chart = `<table:shapes><draw:frame><table:table><table:table-row><table:table-cell office:value-type="string"><text:p>否</text:p></table:table-cell></table:table-row></table:table></draw:frame></table:shapes>`;
  const empty = `<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`;
  const first =
    '<table:table-row table:number-rows-repeated="1"><table:table-cell table:number-columns-repeated="4"/></table:table-row>';
  const sheet = `<table:table table:name="表 一">${chart}${first}${rows.join('')}${empty}${listed(conditions, "'表 一'.A2:'表 一'.B9")}</table:table>`;
  const content = `<office:document-content ${NS} xmlns:draw="d"><office:body><office:spreadsheet>${sheet}</office:spreadsheet></office:body></office:document-content>`;
  const styles = `<office:document-styles ${NS}><office:styles>${CELL_STYLES}</office:styles></office:document-styles>`;
  const encoder = new TextEncoder();
  const entries = Object.entries({ 'content.xml': content, 'styles.xml': styles });
  const zip = await buildZip(entries.map(([name, text]) => ({ name, bytes: encoder.encode(text) })));
  const { segments } = await open(format, zip);
  const places = segments.flatMap(({ cells, map }) =>
    (cells ?? []).flatMap(({ start, end }) => map.locate(start, end)),
  );
  return places.flatMap((place) => (place.kind === 'cell' && place.channel === 'hidden' ? [place.ref] : []));
}

const cell = (attributes: string, text = ''): string =>
  `<table:table-cell ${attributes}>${text === '' ? '' : `<text:p>${text}</text:p>`}</table:table-cell>`;
const no = cell('office:value-type="string"', '<text:span>否</text:span>');
const when = (code: string): string => condition(`formula-is(${code})`, 'White_1');
const BOTH = ['A2', 'B2'];

test.each([
  ['a text', when('[.$C2]=&quot;否&quot;'), [no, ''], BOTH],
  ['no text', when('[.$C2]=&quot;&quot;'), ['', no], BOTH],
  ['a number', when('[.$C2]&gt;5'), [cell('office:value-type="float" office:value="6"', '5'), ''], BOTH],
  [
    'a note is no text',
    when('[.$C2]=&quot;否&quot;'),
    [cell('office:value-type="string"', '否<office:annotation><text:p>是</text:p></office:annotation>')],
    BOTH,
  ],
  [
    'repeated cells',
    when('[.$E2]=&quot;否&quot;'),
    [cell('table:number-columns-repeated="3" office:value-type="string"', '否'), no],
    BOTH,
  ],
  [
    'behind empty ones',
    when('[.$E2]=&quot;否&quot;'),
    [`<table:table-cell table:number-columns-repeated="2"/>${no}`, no],
    BOTH,
  ],
  [
    'a truth value',
    when('[.$C2]=TRUE()'),
    [cell('office:value-type="boolean" office:boolean-value="true"', '真'), no],
    BOTH,
  ],
  [
    'a date',
    when('[.$C2]=25569.5'),
    [cell('office:value-type="date" office:date-value="1970-01-01T12:00:00"', '中午')],
    BOTH,
  ],
  [
    'an error',
    when('ISERROR([.$C2])'),
    [
      cell(
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"',
        '#DIV/0!',
      ),
      '',
    ],
    BOTH,
  ],
  ['a formula without a result', when('[.$C2]=&quot;&quot;'), [cell('table:formula="of:=1+1"')], []],
  [
    'spaces',
    when('[.$C2]=&quot;a  b&quot;'),
    [cell('office:value-type="string"', 'a<text:s text:c="2"/>b')],
    BOTH,
  ],
  ['the row above', when('[.A2]=[.A1]'), ['', ''], ['A3', 'B3']],
  ['the row below', when('[.A2]=[.A3]'), ['', ''], BOTH],
  ['far below', when('[.$A$900000]=&quot;&quot;'), [''], BOTH],
  ['how often', when('COUNTIF([.$A$1:.$A$1048576];[.$A2])=2'), ['', ''], [...BOTH, 'A3', 'B3']],
  ['how often so far', when('COUNTIF([.$A$2:.$A2];[.$A2])&gt;1'), ['', ''], ['A3', 'B3']],
  [
    'a number as limit',
    condition('=[.$C$2]', 'White_1'),
    [cell('office:value-type="float" office:value="13800138000"')],
    ['B2'],
  ],
  ['a text as limit', condition('&gt;[.$C$2]', 'White_1'), [cell('office:value-type="string"', '0')], ['A2']],
])('conditions on other cells: %s', async (_name, conditions, rows, expected) => {
  const refs = await unshownRows(conditions, ...rows);
  expect(refs.filter((ref) => /^[AB]/.test(ref))).toEqual(expected);
});

test('maps of one style in two sheets', async () => {
  const styles = `<style:style style:name="c" style:family="table-cell"><style:map style:condition="is-true-formula([.$B1]=&quot;否&quot;)" style:apply-style-name="White_5f_1" style:base-cell-address="x.A1"/></style:style>`;
  const sheet = (name: string, text: string, value: string): string =>
    `<table:table table:name="${name}"><table:table-row><table:table-cell table:style-name="c" office:value-type="string"><text:p>${value}</text:p></table:table-cell>${cell('office:value-type="string"', text)}</table:table-row></table:table>`;
  const content = `<office:document-content ${NS}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${sheet('a', '否', ID)}${sheet('b', '是', '13800138000')}</office:spreadsheet></office:body></office:document-content>`;
  const documentStyles = `<office:document-styles ${NS}><office:styles>${CELL_STYLES}</office:styles></office:document-styles>`;
  const encoder = new TextEncoder();
  const entries = Object.entries({ 'content.xml': content, 'styles.xml': documentStyles });
  const zip = await buildZip(entries.map(([name, text]) => ({ name, bytes: encoder.encode(text) })));
  const extraction = await open(format, zip);
  const places = [ID, '13800138000'].flatMap((value) =>
    whereIs(extraction, value).flatMap((found) => found.places),
  );
  expect(places.map((place) => (place.kind === 'cell' ? [place.sheet, place.channel] : []))).toEqual([
    ['a', 'hidden'],
    ['b', 'body'],
  ]);
});
