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
import { parseReference, type SheetId, SheetText, type Spans } from '../sheet/sheet-text.js';
import { readConditionalFormats } from './conditional-formats.js';
import { PlainRows } from './plain-rows.js';
import { type CellOptions, SheetCells } from './sheet-cells.js';
import { WorksheetRows } from './worksheet-rows.js';

export interface SheetOptions extends CellOptions {
  readonly sheet: SheetId;
  /** The workbook hides the whole sheet. */
  readonly hidden: boolean;
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
export function readSheet(source: string, options: SheetOptions): SheetResult {
  const { sheet } = options;
  const story = new Story(source, { part: sheet.part });
  const conditional =
    options.styles === undefined
      ? undefined
      : readConditionalFormats(source, options.styles, options.styles.steps);
  const others = conditional?.values(() => new WorksheetRows(source, options.strings));
  const cells = new SheetCells(options, conditional, others);
  const plain = new PlainRows(source, cells);
  const strays = new SheetText();
  const page = { header: new SheetText(), footer: new SheetText() };
  const spans = new Map<string, Spans>();
  const path: string[] = [];
  let inData = 0;
  let type = 'n';
  let value = '';
  let formula = '';
  let inline = '';
  let style = 0;

  const attribute = (attributes: readonly XmlAttribute[], name: string): string | undefined =>
    attributeText(source, attributes, name);
  const stray = (text: string): void => strays.add(text, Math.max(0, cells.row), Math.max(0, cells.column));

  const open = (name: string, attributes: readonly XmlAttribute[]): void => {
    if (name === 'row') {
      const height = attribute(attributes, 'ht');
      const hidden =
        ON.has(attribute(attributes, 'hidden') ?? '') || (height !== undefined && Number(height) === 0);
      cells.startRow(Number(attribute(attributes, 'r')), hidden);
    } else if (name === 'c') {
      const at = parseReference(attribute(attributes, 'r') ?? '');
      if (at === undefined) cells.nextCell();
      else cells.startCell(at.row, at.column);
      type = attribute(attributes, 't') ?? 'n';
      style = Number(attribute(attributes, 's') ?? '0');
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
          if (isInteresting(one.name, text)) stray(text);
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
        if (name === 'c') cells.cell({ type, value, inline, formula, style });
        else if (name === 'row') cells.endRow();
        return;
      }
      story.close(name);
    },
    text(start, end, raw) {
      const name = path.at(-1) ?? '';
      const text = (): string => (raw ? source.slice(start, end) : plainText(source, start, end));
      const channel = PAGE[name];
      if (channel === 'header' || channel === 'footer') page[channel].add(text(), 0, 0);
      else if (inData === 0) story.text(start, end, raw);
      else if (name === 'v') value += text();
      else if (name === 'f') formula += text();
      else if (name === 't') inline += text();
      else if (text().trim() !== '') stray(text().trim());
    },
    rest: (start, end) => story.rest(start, end),
    skip: (at) => (inData === 1 && path.at(-1) === 'sheetData' ? plain.read(at) : at),
  });

  function hideColumns(attributes: readonly XmlAttribute[]): void {
    const hidden = ON.has(attribute(attributes, 'hidden') ?? '') || attribute(attributes, 'width') === '0';
    if (!hidden) return;
    cells.hideColumns(Number(attribute(attributes, 'min')) - 1, Number(attribute(attributes, 'max')) - 1);
  }

  const channel: Channel = options.hidden ? 'hidden' : 'body';
  const { shown, concealed, boxed, formulas, rounded } = cells;
  const segments = [
    shown.flush(sheet, channel, { spans }),
    concealed.flush(sheet, 'hidden', { spans }),
    boxed.flush(sheet, channel, { grid: false }),
    shown.split(sheet, channel),
    concealed.split(sheet, 'hidden'),
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
