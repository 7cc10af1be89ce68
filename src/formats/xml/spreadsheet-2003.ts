/**
 * Excel 2003 XML ("XML Spreadsheet"): cells with their references, comments, names, page headers.
 *
 * Source: Microsoft, "XML Spreadsheet Reference" (2001): `ss:Index`, `ss:MergeAcross`, `ss:Hidden`, `ss:Span`.
 */
import type { Segment } from '../../core/index.js';
import { writeAttributes, writeRest } from '../ooxml/any-xml.js';
import type { PartSource } from '../ooxml/lane.js';
import { numberText } from '../ooxml/number-text.js';
import { Scribe } from '../ooxml/scribe.js';
import { CellSources, SheetMap } from '../ooxml/sheet-map.js';
import { attributeText, emitText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';

const MAX_COLUMNS = 16_384;
const MAX_ROWS = 1_048_576;

const TECHNICAL: ReadonlySet<string> = new Set([
  'ID',
  'StyleID',
  'Format',
  'FullColumns',
  'FullRows',
  'Height',
  'Width',
]);

interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  row: number;
  column: number;
  rowHidden: boolean;
  /** Columns of the row that hold text so far. */
  written: number;
  columns: number;
  readonly hiddenColumns: [from: number, to: number][];
}

/** Linear in the source; never throws. */
export function readSpreadsheet(source: PartSource): { segments: Segment[]; fault: number | undefined } {
  const xml = source.source;
  const scribe = new Scribe(source);
  const cells = new CellSources();
  const hiddenSheets = sheetsHidden(xml);
  const path: string[] = [];
  let sheet: Sheet | undefined;
  let sheets = 0;
  let reached = 0;
  let numeric = false;
  let cell: { start: number; column: number; across: number; open: boolean } | undefined;
  const count = (
    attributes: readonly XmlAttribute[],
    name: string,
    otherwise: number,
    most: number,
  ): number => {
    const value = Number(attributeText(xml, attributes, name) ?? otherwise);
    return Number.isFinite(value) && value >= 0 ? Math.min(most, Math.trunc(value)) : otherwise;
  };
  const isHidden = (attributes: readonly XmlAttribute[]): boolean =>
    attributeText(xml, attributes, 'Hidden') === '1' ||
    attributeText(xml, attributes, 'Width') === '0' ||
    attributeText(xml, attributes, 'Height') === '0';

  const fault = walkXml(xml, {
    open(name, attributes, start, end) {
      reached = end;
      path.push(name);
      writeAttributes(scribe, xml, attributes, TECHNICAL);
      if (name === 'Worksheet') {
        const hidden = hiddenSheets.has(sheets++);
        const title = attributeText(xml, attributes, 'Name') ?? '';
        if (hidden) scribe.enter('hidden');
        sheet = {
          name: title,
          hidden,
          row: -1,
          column: 0,
          rowHidden: false,
          written: 0,
          columns: 0,
          hiddenColumns: [],
        };
      } else if (sheet === undefined) return;
      else if (name === 'Table') scribe.openTable();
      else if (name === 'Column') {
        const from = count(attributes, 'Index', sheet.columns + 1, MAX_COLUMNS) - 1;
        sheet.columns = Math.min(MAX_COLUMNS, from + 1 + count(attributes, 'Span', 0, MAX_COLUMNS));
        if (isHidden(attributes)) sheet.hiddenColumns.push([from, sheet.columns]);
      } else if (name === 'Row') {
        sheet.row = Math.max(0, count(attributes, 'Index', sheet.row + 2, MAX_ROWS) - 1);
        sheet.column = 0;
        sheet.written = 0;
        sheet.rowHidden = isHidden(attributes);
        scribe.openRow();
      } else if (name === 'Cell') {
        const column = Math.max(sheet.column, count(attributes, 'Index', sheet.column + 1, MAX_COLUMNS) - 1);
        const across = count(attributes, 'MergeAcross', 0, MAX_COLUMNS);
        cell = { start, column, across, open: false };
        sheet.column = Math.min(MAX_COLUMNS, column + across + 1);
      } else if (name === 'Data') numeric = attributeText(xml, attributes, 'Type') === 'Number';
      else if (name === 'Comment') {
        openCell();
        scribe.enter('comment');
      }
    },
    close(name) {
      path.pop();
      if (sheet === undefined) return;
      if (name === 'Data') scribe.endParagraph();
      else if (name === 'Comment') scribe.leave();
      else if (name === 'Cell' && cell !== undefined) {
        if (cell.open) scribe.closeCell();
        const { row, name: title, hiddenColumns, rowHidden } = sheet;
        const { column } = cell;
        const inHidden = hiddenColumns.some(([from, to]) => column >= from && column < to);
        cells.add({
          start: cell.start,
          end: reached,
          sheet: title,
          row,
          column,
          hidden: rowHidden || inHidden,
        });
        cell = undefined;
      } else if (name === 'Row') scribe.closeRow();
      else if (name === 'Table') scribe.closeTable();
      else if (name === 'Worksheet') {
        if (sheet.hidden) scribe.leave();
        sheet = undefined;
      }
    },
    text(start, end, raw) {
      reached = end;
      if (xml.slice(start, Math.min(end, start + 100_000)).trim() === '') return;
      if (cell !== undefined && path.includes('Data')) {
        openCell();
        const stored = end - start < 40 ? xml.slice(start, end) : '';
        const { text } = numberText(stored);
        if (numeric && text !== stored) scribe.replace(text, start, end);
        else emitText(xml, start, end, raw, scribe);
      } else {
        const label = path.at(-1) ?? '';
        emitText(xml, start, end, raw, scribe.values.line('metadata', label));
      }
    },
    rest: (start, end) => writeRest(scribe, xml, start, end),
  });
  function openCell(): void {
    if (cell === undefined || sheet === undefined || cell.open) return;
    scribe.openCell(cell.across + 1, Math.max(0, cell.column - sheet.written));
    sheet.written = cell.column + cell.across + 1;
    cell.open = true;
  }
  const segments = scribe.flush().map((segment) => ({ ...segment, map: new SheetMap(segment.map, cells) }));
  return { segments, fault };
}

/** Sheets say behind their cells whether they are shown. @returns Numbers from 0. */
function sheetsHidden(xml: string): ReadonlySet<number> {
  const hidden = new Set<number>();
  let sheet = -1;
  let inVisible = false;
  walkXml(xml, {
    open(name) {
      if (name === 'Worksheet') sheet++;
      inVisible = name === 'Visible';
    },
    close() {
      inVisible = false;
    },
    text(start, end) {
      if (inVisible && /^\s*Sheet(?:Very)?Hidden/.test(xml.slice(start, Math.min(end, start + 100))))
        hidden.add(sheet);
    },
    rest() {},
  });
  return hidden;
}
