/**
 * Sheets → XLSX. Source: ECMA-376 part 1 (5th edition), SpreadsheetML.
 *
 * Texts are inline strings, never formulas, so that a value that begins with `=` stays a text. Bounds of the
 * programs (Excel specifications and limits): 1,048,576 rows, 32,767 characters a cell, 31 a sheet name,
 * rows of 409 points.
 */
import { displayWidth } from '../width.js';
import type { CellValue, Column, Sheet } from './document.js';
import {
  CORE_RELATION,
  CORE_TYPE,
  contentTypes,
  coreProperties,
  OFFICE,
  relationships,
  XML_HEAD,
  xmlText,
} from './xml-text.js';
import { writeZip } from './zip-writer.js';

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const MOST_ROWS = 1_048_576;
const MOST_TEXT = 32_767;
const MOST_HEIGHT = 409;
/** Points. */
const LINE = 15;

/** Indices of `cellXfs` below. */
const STYLE = { text: 1, head: 2, number: 3, percent: 4 } as const;

/** @throws RangeError when a sheet has more rows than the format allows: nothing is left out silently. */
export function writeXlsx(
  sheets: readonly Sheet[],
  options: { readonly title: string },
): Promise<Uint8Array> {
  const names = sheetNames(sheets.map((sheet) => sheet.name));
  return writeZip([
    {
      name: '[Content_Types].xml',
      text: contentTypes([
        ['xl/workbook.xml', `${MAIN}.sheet.main+xml`],
        ['xl/styles.xml', `${MAIN}.styles+xml`],
        ...sheets.map(
          (_, index) => [`xl/worksheets/sheet${index + 1}.xml`, `${MAIN}.worksheet+xml`] as const,
        ),
        ['docProps/core.xml', CORE_TYPE],
      ]),
    },
    {
      name: '_rels/.rels',
      text: relationships([
        [`${OFFICE}/officeDocument`, 'xl/workbook.xml'],
        [CORE_RELATION, 'docProps/core.xml'],
      ]),
    },
    {
      name: 'xl/workbook.xml',
      text: `${XML_HEAD}<workbook xmlns="${NAMESPACE}" xmlns:r="${OFFICE}"><sheets>${names
        .map(
          (name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
        )
        .join('')}</sheets><definedNames>${names
        .map((name, index) => titleRow(name, index))
        .join('')}</definedNames></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: relationships([
        ...sheets.map((_, index) => [`${OFFICE}/worksheet`, `worksheets/sheet${index + 1}.xml`] as const),
        [`${OFFICE}/styles`, 'styles.xml'],
      ]),
    },
    { name: 'xl/styles.xml', text: STYLES },
    ...sheets.map((sheet, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      text: worksheet(sheet),
    })),
    { name: 'docProps/core.xml', text: coreProperties(options.title) },
  ]);
}

/** The head row is printed on every page. */
const titleRow = (name: string, index: number): string =>
  `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${xmlText(`'${name.replaceAll("'", "''")}'!$1:$1`)}</definedName>`;

function worksheet({ name, columns, rows }: Sheet): string {
  if (rows.length + 1 > MOST_ROWS) {
    throw new RangeError(
      `xlsx: sheet "${name}" would have ${rows.length} rows, more than ${MOST_ROWS - 1}; report on fewer scans at a time`,
    );
  }
  const last = columnName(columns.length - 1);
  const widths = columns
    .map(
      (column, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${column.width}" customWidth="1"/>`,
    )
    .join('');
  const head = columns
    .map((column, index) => textCell(`${columnName(index)}1`, column.title, STYLE.head))
    .join('');
  const lines = rows.map((row, index) => {
    const cells = columns.map((column, at) => cell(`${columnName(at)}${index + 2}`, row[at], column));
    const height = LINE * linesOf(row, columns);
    return `<row r="${index + 2}" ht="${Math.min(height, MOST_HEIGHT)}" customHeight="1">${cells.join('')}</row>`;
  });
  return `${XML_HEAD}<worksheet xmlns="${NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData><row r="1">${head}</row>${lines.join('')}</sheetData><autoFilter ref="A1:${last}${rows.length + 1}"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`;
}

/** Programs do not make rows higher for wrapped text that they did not lay out themselves. */
function linesOf(row: readonly CellValue[], columns: readonly Column[]): number {
  const lines = columns.map(({ width }, index) =>
    Math.ceil(displayWidth(String(row[index] ?? '')) / (width - 2)),
  );
  return Math.max(1, ...lines);
}

function cell(ref: string, value: CellValue, column: Column): string {
  if (value === undefined || value === '') return '';
  if (typeof value === 'number' && Number.isFinite(value)) {
    const style = column.kind === 'percent' ? STYLE.percent : STYLE.number;
    return `<c r="${ref}" s="${style}"><v>${value}</v></c>`;
  }
  return textCell(ref, String(value), STYLE.text);
}

function textCell(ref: string, text: string, style: number): string {
  const kept = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(kept.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'))}</t></is></c>`;
}

/** 0 → A, 26 → AA. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** At most 31 characters, none of `[]:*?/\`, no repeats. */
function sheetNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const base =
      name
        .replace(/[[\]:*?/\\]/g, ' ')
        .slice(0, 28)
        .trim() || 'Sheet';
    let own = base;
    for (let number = 2; used.has(own.toLowerCase()); number++) own = `${base} ${number}`;
    used.add(own.toLowerCase());
    return own;
  });
}

/** Thin grey lines, so that numbers and the text beside them do not run together. */
const EDGES = ['left', 'right', 'top', 'bottom']
  .map((side) => `<${side} style="thin"><color rgb="FFB8C0C8"/></${side}>`)
  .join('');

const STYLES = `${XML_HEAD}<styleSheet xmlns="${NAMESPACE}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF0"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${EDGES}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="1" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="10" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
