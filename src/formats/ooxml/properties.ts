/** Properties of Word's runs, paragraphs, tables, rows and cells. Source: ISO/IEC 29500-1, 17.3 and 17.4. */
import type { Flow } from './flow.js';
import { highlightColour, letterColour, shadeColour } from './ground.js';
import type { RunLook, TableLook } from './looks.js';
import type { Paragraph } from './paragraph.js';
import type { WordStyles } from './styles.js';

const OFF: ReadonlySet<string> = new Set(['0', 'false', 'off', 'none']);

/** Names of the properties that are read; of ten in a document nine are not. */
export const READ_PROPERTIES: ReadonlySet<string> = new Set([
  ...[
    'vanish',
    'specVanish',
    'rStyle',
    'sz',
    'color',
    'highlight',
    'shd',
    'pStyle',
    'numId',
    'ilvl',
    'ilfo',
    'del',
  ],
  ...['moveFrom', 'tblStyle', 'gridSpan', 'vMerge', 'tblHeader', 'gridBefore', 'hidden'],
]);

/** What is open where a property stands. */
export interface Open {
  readonly flow: Flow;
  readonly paragraph: Paragraph | undefined;
  readonly run: RunLook | undefined;
  readonly table: TableLook | undefined;
  readonly styles: WordStyles | undefined;
}

/**
 * Reads a child of `rPr`, `pPr`, `numPr` (`listPr` in Word 2003 XML), `tblPr`, `trPr` or `tcPr`.
 *
 * @param path Names of the open elements, this one's last. @param value Of an attribute.
 */
export function readProperty(
  path: readonly string[],
  value: (attribute: string) => string | undefined,
  { flow, paragraph, run, table, styles }: Open,
): void {
  const name = path.at(-1)!;
  const parent = path.at(-2);
  const on = (): boolean => !OFF.has(value('val') ?? '1');
  const style = value('val') ?? '';
  const shade = (): string | undefined => shadeColour(value('val'), value('color'), value('fill'));
  if (parent === 'rPr' && path.at(-3) === 'r' && run !== undefined) {
    if ((name === 'vanish' || name === 'specVanish') && on()) run.hidden = true;
    else if (name === 'rStyle') run.style = style;
    else if (name === 'sz' && Number(style) <= 2) run.hidden = true;
    else if (name === 'color') run.letters = letterColour(style) ?? 'auto';
    else if (name === 'highlight') run.highlight = highlightColour(style);
    else if (name === 'shd') run.shade = shade() ?? 'none';
  } else if (parent === 'pPr' && paragraph !== undefined) {
    // `pPrChange` holds what was before.
    if (path.at(-3) !== 'p') return;
    if (name === 'pStyle') paragraph.style = style;
    else if (name === 'shd') paragraph.shade = shade() ?? 'none';
  } else if ((parent === 'numPr' || parent === 'listPr') && paragraph !== undefined && path.at(-4) === 'p') {
    if (name === 'numId' || name === 'ilfo') paragraph.numId = style;
    else if (name === 'ilvl') paragraph.level = Number(style);
  } else if (parent === 'rPr' && paragraph !== undefined && path.at(-4) === 'p') {
    // Of the mark at its end, which carries the number.
    if ((name === 'vanish' && on()) || name === 'del' || name === 'moveFrom') paragraph.unnumbered = true;
  } else if (parent === 'tblPr' && table !== undefined) {
    if (name === 'shd') table.shade = shade();
    else if (name === 'tblStyle') table.painted = styles?.byId.get(style)?.paints === true;
  } else if (parent === 'tcPr') {
    if (name === 'gridSpan') flow.cellSpan(Number(style));
    else if (name === 'vMerge') flow.cellMerge(style === 'restart');
    else if (name === 'shd' && table !== undefined) table.cell = shade();
  } else if (parent === 'trPr') {
    if (name === 'tblHeader' && on()) flow.headerRow();
    else if (name === 'gridBefore') flow.skipColumns(Number(style));
    else if (name === 'hidden' && on() && table !== undefined) table.rowHidden = true;
    else if (name === 'del' && table !== undefined) table.rowDeleted = true;
  }
}
