/**
 * One worksheet: cells as rows of text, what surrounds them through the common walk.
 *
 * Source: ISO/IEC 29500-1, 18.3. Nothing is allocated by what the file states: not by `dimension`, not by the
 * range of a `col`, not by row numbers.
 */
import type { Channel, Segment } from '../../core/index.js';
import { isInteresting } from '../ooxml/interest.js';
import { Story } from '../ooxml/story.js';
import { attributeText, plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import { numberText, unescapeText } from './cell-value.js';
import type { SharedStrings } from './shared-strings.js';
import { type CellId, parseReference, type SheetId, SheetText, type Spans } from './sheet-text.js';

export interface SheetOptions {
  readonly sheet: SheetId;
  /** The workbook hides the whole sheet. */
  readonly hidden: boolean;
  readonly strings: SharedStrings | undefined;
  /** Cell formats that show nothing, by their index. */
  readonly concealing: ReadonlySet<number>;
}

export interface SheetResult {
  readonly segments: Segment[];
  readonly fault: number | undefined;
  /** Numbers whose last digits Excel lost. */
  readonly rounded: number;
  /** There is more text than a sheet may have, and what came last was left out. */
  readonly cut: boolean;
}

const ON: ReadonlySet<string> = new Set(['1', 'true']);
const PAGE: Readonly<Record<string, Channel>> = {
  oddHeader: 'header',
  evenHeader: 'header',
  firstHeader: 'header',
  oddFooter: 'footer',
  evenFooter: 'footer',
  firstFooter: 'footer',
};
/** So many cells of one character in a row are a form with a box for each digit. */
const BOXES = 10;

export function readSheet(source: string, options: SheetOptions): SheetResult {
  const { sheet, strings } = options;
  const story = new Story(source, { part: sheet.part });
  const shown = new SheetText();
  const concealed = new SheetText();
  const formulas = new SheetText();
  const boxed = new SheetText();
  const strays = new SheetText();
  const page = { header: new SheetText(), footer: new SheetText() };
  const hiddenColumns: { min: number; max: number }[] = [];
  /** Column → hidden, for columns that have cells. */
  const columns = new Map<number, boolean>();
  const spans = new Map<string, Spans>();
  const path: string[] = [];
  let rounded = 0;
  let row = -1;
  let column = -1;
  let rowHidden = false;
  let inData = 0;
  let type = 'n';
  let value = '';
  let formula = '';
  let inline = '';
  let styleHides = false;
  let boxes: { text: string; at: CellId }[] = [];
  let header: { text: string; at: CellId }[] | undefined;
  let candidate: { text: string; at: CellId }[] = [];
  let headerCopied = false;

  const attribute = (attributes: readonly XmlAttribute[], name: string): string | undefined =>
    attributeText(source, attributes, name);

  const endBoxes = (): void => {
    if (boxes.length >= BOXES) {
      boxed.endRow();
      for (const [i, { text, at }] of boxes.entries()) {
        if (i === 0) boxed.add(text, at);
        else boxed.join(text, at);
      }
    }
    boxes = [];
  };

  const endCell = (): void => {
    const at = { row, column };
    const text = cellText();
    if (formula !== '' && isInteresting('f', formula)) formulas.add(formula, at);
    if (text === '') {
      endBoxes();
      return;
    }
    if (/^[0-9０-９xXＸ*＊]$/.test(text) && (boxes.length === 0 || boxes.at(-1)!.at.column < column)) {
      boxes.push({ text, at });
    } else endBoxes();
    const away = rowHidden || styleHides || columnHidden();
    if (!away) {
      shown.add(text, at);
      if (header === undefined) candidate.push({ text, at });
      return;
    }
    // Filtered rows keep the headings that the shown rows have.
    if ((rowHidden || styleHides) && !headerCopied && header !== undefined && concealed.empty) {
      for (const heading of header) concealed.add(heading.text, heading.at);
      headerCopied = true;
    }
    concealed.add(text, at);
  };

  const columnHidden = (): boolean => {
    let known = columns.get(column);
    if (known === undefined) {
      known = hiddenColumns.some(({ min, max }) => column >= min && column <= max);
      columns.set(column, known);
    }
    return known;
  };

  const cellText = (): string => {
    switch (type) {
      case 's': {
        const index = Number(value.trim());
        return value.trim() === '' ? '' : (strings?.get(index) ?? '');
      }
      case 'inlineStr':
        return unescapeText(inline);
      case 'b':
        return value.trim() === '1' ? 'TRUE' : value.trim() === '0' ? 'FALSE' : value;
      case 'n': {
        if (inline !== '') return unescapeText(inline);
        const number = numberText(value);
        if (number.rounded) rounded++;
        return number.text.trim();
      }
      default:
        return unescapeText(value === '' ? inline : value);
    }
  };

  const endRow = (): void => {
    endBoxes();
    const texts = candidate.map(({ text }) => text);
    if (header === undefined && texts.length >= 2) {
      header = texts.some((text) => /\d{5}/.test(text)) ? [] : candidate;
    }
    candidate = [];
  };

  const open = (name: string, attributes: readonly XmlAttribute[]): void => {
    if (name === 'row') {
      const stated = Number(attribute(attributes, 'r'));
      row = Number.isInteger(stated) && stated >= 1 && stated <= 1_048_576 ? stated - 1 : row + 1;
      column = -1;
      rowHidden =
        ON.has(attribute(attributes, 'hidden') ?? '') ||
        (attribute(attributes, 'ht') !== undefined && Number(attribute(attributes, 'ht')) === 0);
    } else if (name === 'c') {
      const at = parseReference(attribute(attributes, 'r') ?? '');
      column = at?.column ?? column + 1;
      if (at !== undefined) row = at.row;
      type = attribute(attributes, 't') ?? 'n';
      styleHides =
        options.concealing.size > 0 && options.concealing.has(Number(attribute(attributes, 's') ?? '0'));
      value = '';
      formula = '';
      inline = '';
    }
  };

  const fault = walkXml(source, {
    open(name, attributes, start, end) {
      path.push(name);
      if (name === 'sheetData') inData++;
      else if (inData > 0) {
        open(name, attributes);
        for (const one of attributes) {
          // `XFD1048576` is the longest reference.
          if (one.end - one.start < 11) continue;
          const text = plainText(source, one.start, one.end);
          if (isInteresting(one.name, text))
            strays.add(text, { row: Math.max(0, row), column: Math.max(0, column) });
        }
        return;
      } else if (name === 'col') hideColumns(attributes);
      else if (name === 'mergeCell') addSpan(spans, attribute(attributes, 'ref') ?? '');
      story.open(name, attributes, start, end);
    },
    close(name) {
      path.pop();
      if (name === 'sheetData') inData--;
      else if (inData > 0) {
        if (name === 'c') endCell();
        else if (name === 'row') endRow();
        return;
      }
      story.close(name);
    },
    text(start, end, raw) {
      const name = path.at(-1) ?? '';
      const text = (): string => (raw ? source.slice(start, end) : plainText(source, start, end));
      const channel = PAGE[name];
      if (channel === 'header' || channel === 'footer') page[channel].add(text(), { row: 0, column: 0 });
      else if (inData === 0) story.text(start, end, raw);
      else if (name === 'v') value += text();
      else if (name === 'f') formula += text();
      else if (name === 't') inline += text();
      else if (text().trim() !== '')
        strays.add(text().trim(), { row: Math.max(0, row), column: Math.max(0, column) });
    },
    rest: (start, end) => story.rest(start, end),
  });

  function hideColumns(attributes: readonly XmlAttribute[]): void {
    const hidden = ON.has(attribute(attributes, 'hidden') ?? '') || attribute(attributes, 'width') === '0';
    // Ranges, never lists: `max` may be two thousand million.
    if (!hidden || hiddenColumns.length >= 16_384) return;
    const min = Number(attribute(attributes, 'min')) - 1;
    const max = Number(attribute(attributes, 'max')) - 1;
    const last = hiddenColumns.at(-1);
    if (last !== undefined && last.max + 1 === min) last.max = max;
    else hiddenColumns.push({ min, max });
  }

  const channel: Channel = options.hidden ? 'hidden' : 'body';
  const segments = [
    shown.flush(sheet, channel, { spans }),
    concealed.flush(sheet, 'hidden', { spans }),
    boxed.flush(sheet, channel, { grid: false }),
    formulas.flush(sheet, 'attribute', { label: 'formula', grid: false }),
    strays.flush(sheet, 'residue', { grid: false }),
    page.header.flush(sheet, 'header', { grid: false }),
    page.footer.flush(sheet, 'footer', { grid: false }),
  ].filter((segment) => segment !== undefined);
  const cut = [shown, concealed, boxed, formulas, strays].some((text) => text.cut);
  return { segments: [...segments, ...story.finish()], fault, rounded, cut };
}

function addSpan(spans: Map<string, Spans>, ref: string): void {
  const [from, to] = ref.split(':').map(parseReference);
  if (from === undefined || to === undefined) return;
  const rowSpan = to.row - from.row + 1;
  const colSpan = to.column - from.column + 1;
  if (rowSpan < 1 || colSpan < 1) return;
  spans.set(`${from.row},${from.column}`, {
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(colSpan > 1 ? { colSpan } : {}),
  });
}
