/**
 * Walks a part of an OpenDocument file (content, styles, or a flat file) and writes its text to flows.
 *
 * Source: OpenDocument 1.3, part 3 (OASIS 2021): clauses 5 and 6 (text), 9 (tables), 10 (graphics), 14.1 (annotations).
 */
import { LINE_BREAK, type Segment } from '../../core/index.js';
import { writeAttributes, writeRest } from '../ooxml/any-xml.js';
import type { PartSource } from '../ooxml/lane.js';
import { numberText } from '../ooxml/number-text.js';
import { Scribe } from '../ooxml/scribe.js';
import { CellSources, SheetMap } from '../ooxml/sheet-map.js';
import { attributeText, emitText, plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import { OdfConditions } from './conditional-formats.js';
import { Looks } from './looks.js';
import { FLOWS, SKIP, TECHNICAL } from './names.js';
import type { OdfStyles } from './styles.js';
import {
  cellStyle,
  countOf,
  isCollapsed,
  isUnshown,
  MAX_COLUMNS,
  MAX_ROWS,
  type OpenCell,
  type OpenTable,
  openTable,
} from './table.js';

export interface OdfReading {
  readonly segments: readonly Segment[];
  readonly fault: number | undefined;
}

export interface OdfOptions extends OdfStyles {
  /** Cells of its tables get `cell` places. */
  readonly sheets: boolean;
}

/** Linear in the source; never throws. */
export function readOdf(source: PartSource, options: OdfOptions): OdfReading {
  return new Reader(source, options).run();
}

/** UTF-16 units of a cell that conditions look at. */
const MOST_SHOWN = 1024;

class Reader {
  readonly #xml: string;
  readonly #options: OdfOptions;
  readonly #scribe: Scribe;
  readonly #cells = new CellSources();
  readonly #tables: OpenTable[] = [];
  readonly #openCells: OpenCell[] = [];
  /** What to do when each open element ends. */
  readonly #ends: ((() => void) | undefined)[] = [];
  readonly #names: string[] = [];
  #paragraphs = 0;
  #hidden = 0;
  readonly #looks: Looks;
  readonly #conditions: OdfConditions | undefined;
  #styles = 0;
  /** Offset right behind the last token. */
  #reached = 0;

  constructor(source: PartSource, options: OdfOptions) {
    this.#xml = source.source;
    this.#options = options;
    this.#scribe = new Scribe(source);
    this.#looks = new Looks(options.looks);
    if (options.sheets) this.#conditions = new OdfConditions(this.#xml, options);
  }

  run(): OdfReading {
    const fault = walkXml(this.#xml, {
      open: (name, attributes, start, end) => {
        this.#reached = end;
        this.#names.push(name);
        if (this.#styles === 0) writeAttributes(this.#scribe, this.#xml, attributes, TECHNICAL);
        this.#ends.push(this.#enter(name, attributes, start, end));
      },
      close: () => {
        this.#names.pop();
        this.#ends.pop()?.();
      },
      text: (start, end, raw) => {
        this.#reached = end;
        this.#text(start, end, raw);
      },
      rest: (start, end) => writeRest(this.#scribe, this.#xml, start, end),
    });
    const segments = this.#scribe.flush();
    if (this.#cells.empty) return { segments, fault };
    return {
      segments: segments.map((segment) => ({
        ...segment,
        map: new SheetMap(segment.map, this.#cells),
      })),
      fault,
    };
  }

  #text(start: number, end: number, raw: boolean): void {
    if (this.#paragraphs > 0) {
      const name = this.#names.at(-1)!;
      if (SKIP.has(name)) return;
      this.#beginCell();
      const cell = this.#openCells.at(-1);
      if (cell !== undefined && cell.text.length < MOST_SHOWN)
        cell.text += plainText(this.#xml, start, Math.min(end, start + MOST_SHOWN));
      emitText(this.#xml, start, end, raw, this.#scribe);
      return;
    }
    const name = this.#names.at(-1) ?? '';
    if (this.#scribe.channel === 'attribute') {
      emitText(this.#xml, start, end, raw, this.#scribe);
      return;
    }
    if (SKIP.has(name) || this.#xml.slice(start, Math.min(end, start + 1_000_000)).trim() === '') return;
    const channel = name === 'title' || name === 'desc' ? 'attribute' : 'metadata';
    emitText(this.#xml, start, end, raw, this.#scribe.values.line(channel, name));
  }

  /** @returns What to do at the end tag. */
  #enter(
    name: string,
    attributes: readonly XmlAttribute[],
    start: number,
    end: number,
  ): (() => void) | undefined {
    const style = attributeText(this.#xml, attributes, 'style-name') ?? this.#defaultStyle(name);
    if (!this.#looks.enter(name, style)) return this.#open(name, attributes, start, end);
    const close = this.#open(name, attributes, start, end);
    this.#showOrHide();
    return () => {
      close?.();
      this.#looks.leave();
      this.#showOrHide();
    };
  }

  /** The style of a cell that names none. */
  #defaultStyle(name: string): string | undefined {
    const table = name === 'table-cell' ? this.#tables.at(-1) : undefined;
    return table === undefined ? undefined : cellStyle(table);
  }

  /** Where a cell as a whole vanishes, its place says so; its text stays in the sheet, under its header. */
  #showOrHide(): void {
    const inSheet = this.#openCells.at(-1)?.vanishes === true;
    this.#scribe.state = this.#hidden > 0 || (this.#looks.vanishes && !inSheet) ? 'hidden' : 'shown';
  }

  #open(
    name: string,
    attributes: readonly XmlAttribute[],
    start: number,
    end: number,
  ): (() => void) | undefined {
    const scribe = this.#scribe;
    const flow = FLOWS.get(name);
    if (flow !== undefined) return this.#side(() => scribe.enter(flow));
    switch (name) {
      case 'p':
      case 'h':
        return this.#paragraph(this.#hides(attributes));
      case 'span':
      case 'section':
      case 'hidden-paragraph':
      case 'g':
      case 'frame':
        return this.#hides(attributes) ? this.#hide() : undefined;
      case 'text-box':
      case 'ruby-text':
        return this.#side(() => scribe.enter(scribe.channel, name === 'ruby-text' ? 'ruby' : ''));
      case 's':
        if (this.#paragraphs > 0) scribe.replace(' ', start, end);
        return undefined;
      case 'tab':
        if (this.#paragraphs > 0) scribe.replace('\t', start, end);
        return undefined;
      case 'line-break':
        if (this.#paragraphs > 0) scribe.replace(LINE_BREAK, start, end);
        return undefined;
      case 'title':
      case 'desc':
        return this.#paragraphs > 0 ? this.#side(() => scribe.enter('attribute', name)) : undefined;
      case 'page':
        return this.#hides(attributes) ? this.#side(() => scribe.enter('hidden')) : undefined;
      case 'automatic-styles':
      case 'styles':
      case 'font-face-decls':
      case 'settings':
        this.#styles++;
        return () => void this.#styles--;
      default:
        return this.#openInTable(name, attributes, start);
    }
  }

  #openInTable(name: string, attributes: readonly XmlAttribute[], start: number): (() => void) | undefined {
    const table = this.#tables.at(-1);
    switch (name) {
      case 'table':
        return this.#table(attributes, start);
      case 'table-column': {
        if (table === undefined) return undefined;
        const from = table.columns;
        table.columns = Math.min(
          MAX_COLUMNS,
          from + countOf(this.#xml, attributes, 'number-columns-repeated'),
        );
        const hidden = isCollapsed(this.#xml, attributes) || this.#hides(attributes);
        if (hidden && table.columns > from) table.hiddenColumns.push([from, table.columns]);
        const style = attributeText(this.#xml, attributes, 'default-cell-style-name') ?? '';
        if (table.columns > from) table.columnStyles.push({ to: table.columns, style });
        return undefined;
      }
      case 'table-header-rows':
        if (table === undefined) return undefined;
        table.header = true;
        return () => void (table.header = false);
      case 'table-row':
        return table === undefined ? undefined : this.#row(table, attributes);
      case 'table-cell':
      case 'covered-table-cell':
      case 'change-track-table-cell':
        return table === undefined ? undefined : this.#cell(table, attributes, start);
      default:
        return undefined;
    }
  }

  #table(attributes: readonly XmlAttribute[], start: number): () => void {
    const hidden = this.#hides(attributes);
    const name = attributeText(this.#xml, attributes, 'name') ?? '';
    if (hidden) this.#scribe.enter('hidden');
    this.#scribe.openTable();
    this.#tables.push(openTable(name, hidden, this.#conditions?.valuesFrom(start)));
    const paragraphs = this.#paragraphs;
    this.#paragraphs = 0;
    return () => {
      this.#tables.pop();
      this.#scribe.closeTable();
      if (hidden) this.#scribe.leave();
      this.#paragraphs = paragraphs;
    };
  }

  #row(table: OpenTable, attributes: readonly XmlAttribute[]): () => void {
    table.column = 0;
    table.columnStyle = 0;
    table.skipped = 0;
    table.rowSpan = countOf(this.#xml, attributes, 'number-rows-repeated');
    table.rowStyle = attributeText(this.#xml, attributes, 'default-cell-style-name');
    table.rowHidden = isCollapsed(this.#xml, attributes) || this.#hides(attributes);
    this.#scribe.openRow();
    if (table.header) this.#scribe.headerRow();
    return () => {
      this.#scribe.closeRow();
      table.row = Math.min(MAX_ROWS, table.row + table.rowSpan);
    };
  }

  #cell(table: OpenTable, attributes: readonly XmlAttribute[], start: number): () => void {
    const value = attributes.find(({ name }) => name === 'value' || name === 'string-value');
    const style = attributeText(this.#xml, attributes, 'style-name') ?? cellStyle(table);
    const cell: OpenCell = {
      table,
      repeat: countOf(this.#xml, attributes, 'number-columns-repeated'),
      span: countOf(this.#xml, attributes, 'number-columns-spanned'),
      value,
      vanishes: this.#options.sheets && this.#looks.vanishes,
      style,
      look: this.#looks.look,
      conditional: this.#conditions?.of(table.name, style),
      start,
      opened: false,
      text: '',
    };
    this.#openCells.push(cell);
    return () => {
      this.#writeValue(cell);
      this.#openCells.pop();
      if (cell.opened) {
        this.#scribe.closeCell();
        if (this.#options.sheets) this.#place(cell);
        table.skipped = cell.repeat - 1 - (cell.span - 1);
      } else table.skipped += cell.repeat;
      table.column = Math.min(MAX_COLUMNS, table.column + cell.repeat);
    };
  }

  /** Opens the cell in the flow once it has text: a sheet has millions of empty ones. */
  #beginCell(): void {
    const cell = this.#openCells.at(-1);
    if (cell === undefined || cell.opened || cell.table !== this.#tables.at(-1)) return;
    this.#scribe.openCell(cell.span, Math.max(0, cell.table.skipped));
    cell.opened = true;
  }

  /** A number is stored as it is and shown as a format says: 1.38E+10. */
  #writeValue(cell: OpenCell): void {
    if (cell.value === undefined) return;
    const { start, end } = cell.value;
    const value = plainText(this.#xml, start, end);
    const { text } = numberText(value);
    if (value.length < 5 || cell.text.replace(/[\s,]/g, '').includes(text)) return;
    this.#beginCell();
    this.#scribe.endParagraph();
    if (text === value) emitText(this.#xml, start, end, false, this.#scribe);
    else this.#scribe.replace(text, start, end);
    this.#scribe.endParagraph();
  }

  #place(cell: OpenCell): void {
    const { table, start } = cell;
    const { name: sheet, row, column } = table;
    const inHidden = table.hiddenColumns.some(([from, to]) => column >= from && column < to);
    this.#cells.add({
      start,
      end: this.#reached,
      sheet,
      row,
      column,
      hidden: table.rowHidden || inHidden || isUnshown(cell, this.#xml, this.#options.looks),
    });
  }

  #paragraph(hidden: boolean): () => void {
    if (this.#paragraphs === 0) this.#scribe.endParagraph();
    this.#paragraphs++;
    const show = hidden ? this.#hide() : undefined;
    return () => {
      this.#paragraphs--;
      if (this.#paragraphs === 0) this.#scribe.endParagraph();
      show?.();
    };
  }

  #hide(): () => void {
    this.#hidden++;
    this.#showOrHide();
    return () => {
      this.#hidden--;
      this.#showOrHide();
    };
  }

  /** A flow of its own inside a paragraph: its paragraphs end by themselves. */
  #side(enter: () => void): () => void {
    this.#beginCell();
    const paragraphs = this.#paragraphs;
    this.#paragraphs = 0;
    enter();
    return () => {
      this.#scribe.leave();
      this.#paragraphs = paragraphs;
    };
  }

  #hides(attributes: readonly XmlAttribute[]): boolean {
    const get = (name: string): string | undefined => attributeText(this.#xml, attributes, name);
    if (get('display') === 'none' || get('is-hidden') === 'true') return true;
    const style = get('style-name');
    return style !== undefined && this.#options.hiding.has(style);
  }
}
