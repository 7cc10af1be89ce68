/**
 * Cells of OpenDocument tables store a value beside the text that they show: both are masked, and the cell becomes
 * a text. Source: OpenDocument 1.3, part 3, 19.385–19.389 (office:value-type and the value attributes).
 */
import { append } from '../core/index.js';
import { plainText } from '../formats/ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../formats/ooxml/xml-walk.js';
import { ApplyError } from './errors.js';
import { escapeXml } from './escape.js';
import { checkFormula, digitsOf } from './formulas.js';
import type { TextEdit } from './text-edits.js';

const VALUES = new Set(['value', 'date-value', 'time-value', 'boolean-value', 'string-value', 'currency']);
const CELLS = new Set(['table-cell', 'covered-table-cell']);
const TYPED = /\s[\w-]+:(?:(?:date-|time-|boolean-)?value)\s*=\s*["'][^"'<>]{0,200}$/;

interface Cell {
  readonly attributes: readonly XmlAttribute[];
  readonly start: number;
  readonly tagEnd: number;
  end: number;
  /** Texts that the cell shows, without those of its comment. */
  readonly texts: { readonly start: number; readonly end: number }[];
  readonly edits: TextEdit[];
}

/**
 * @param edits Sorted, not overlapping.
 * @throws ApplyError for formulas that hold or bring back the value, and for typed values outside cells.
 */
export function odfCellEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  const cells = cellsWith(text, edits);
  const result: TextEdit[] = [];
  const taken = new Set<TextEdit>();
  const inTags = new Set<TextEdit>();
  const masked = new Set<string>();
  const formulas: { formula: string; value: string }[] = [];
  for (const cell of cells) {
    const stored = cell.attributes.filter(({ name }) => VALUES.has(name));
    const own = cell.edits.filter((edit) => inCell(cell, edit));
    const inTag = own.filter(({ end }) => end <= cell.tagEnd);
    for (const edit of inTag) inTags.add(edit);
    const formula = cell.attributes.find(({ name }) => name === 'formula');
    const value = [...cell.texts, ...stored]
      .map(({ start, end }) => digitsOf(plainText(text, start, end)))
      .reduce((longest, digits) => (digits.length > longest.length ? digits : longest), '');
    if (formula === undefined) masked.add(value);
    else formulas.push({ formula: plainText(text, formula.start, formula.end), value });
    if (inTag.some(({ start }) => formula !== undefined && start >= formula.start && start < formula.end)) {
      checkFormula(plainText(text, formula!.start, formula!.end), value, false);
    }
    append(result, asText(text, cell, stored));
    const shown = inTag.filter((edit) =>
      stored.some(({ start, end }) => edit.start >= start && edit.end <= end),
    );
    if (shown.length === 0) continue;
    // Only the stored value was found: what the cell shows is a shortened form of it.
    const [from] = stored.filter(({ start, end }) => shown[0]!.start >= start && shown[0]!.end <= end);
    for (const edit of shown) taken.add(edit);
    if (cell.texts.length === 0) {
      throw new ApplyError(
        'apply/typed-value',
        'a cell stores the value and shows nothing; clear it in the program, then scan the copy',
      );
    }
    let replacement = '';
    let at = from!.start;
    for (const edit of shown) {
      replacement += text.slice(at, edit.start) + escapeXml(edit.replacement);
      at = edit.end;
    }
    replacement += text.slice(at, from!.end);
    cell.texts.forEach(({ start, end }, i) => {
      result.push({ start, end, replacement: i === 0 ? replacement : '', raw: true });
    });
  }
  for (const { formula, value } of formulas) checkFormula(formula, value, masked.has(value));
  for (const edit of edits) {
    if (taken.has(edit)) continue;
    if (!inTags.has(edit) && TYPED.test(text.slice(Math.max(0, edit.start - 260), edit.start))) {
      throw new ApplyError(
        'apply/typed-value',
        'a stored number can not hold a mask; change it in the program',
      );
    }
    result.push(edit);
  }
  return result.sort((a, b) => a.start - b.start || a.end - b.end);
}

function inCell(cell: Cell, edit: TextEdit): boolean {
  return (
    edit.end <= cell.tagEnd || cell.texts.some(({ start, end }) => edit.start >= start && edit.end <= end)
  );
}

/** Drops the stored values of a cell, and makes its type `string`. */
function asText(text: string, { attributes, start }: Cell, stored: readonly XmlAttribute[]): TextEdit[] {
  const edits: TextEdit[] = stored.map((attribute) => {
    const head = text.slice(start, attribute.start);
    const name = /\s+[\w:.-]+\s*=\s*["']$/.exec(head)!;
    return { start: start + name.index, end: attribute.end + 1, replacement: '', raw: true };
  });
  for (const attribute of attributes) {
    if (attribute.name !== 'value-type') continue;
    edits.push({ start: attribute.start, end: attribute.end, replacement: 'string', raw: true });
  }
  return edits;
}

/** The cells that edits lie in: the innermost ones, not for edits in their comments and drawings. */
function cellsWith(text: string, edits: readonly TextEdit[]): Cell[] {
  const open: (Cell | undefined)[] = [];
  const found = new Set<Cell>();
  const closing: Cell[] = [];
  let next = 0;
  /** `at`: everything before it is behind the walk. */
  const settle = (at: number): void => {
    for (const cell of closing.splice(0)) cell.end = at;
  };
  const visit = (end: number): void => {
    while (next < edits.length && edits[next]!.end <= end) {
      const cell = open.at(-1);
      const edit = edits[next++]!;
      if (cell !== undefined) {
        if (edit.start >= cell.start) {
          found.add(cell);
          cell.edits.push(edit);
        }
      }
    }
  };
  walkXml(text, {
    open(name, attributes, start, end) {
      visit(start);
      settle(start);
      const cell = open.at(-1);
      if (CELLS.has(name))
        open.push({ attributes, start, tagEnd: end, end: text.length, texts: [], edits: [] });
      else open.push(name === 'annotation' || name === 'shape' || name === 'frame' ? undefined : cell);
      visit(end);
    },
    close(name) {
      const cell = open.pop();
      if (CELLS.has(name) && cell !== undefined) closing.push(cell);
    },
    text(start, end) {
      visit(start);
      settle(start);
      const cell = open.at(-1);
      if (cell !== undefined && text.slice(start, end).trim() !== '') cell.texts.push({ start, end });
      visit(end);
    },
    rest(start, end) {
      settle(start);
      visit(end);
    },
  });
  return [...found];
}
