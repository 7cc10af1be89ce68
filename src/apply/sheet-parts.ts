/** Where the cells of a worksheet stand in its XML. Source: ISO/IEC 29500-1, 18.3.1.4 (c), 18.4.8 (si), 18.7 (comments). */
import { attributeText, plainText } from '../formats/ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../formats/ooxml/xml-walk.js';
import { parseReference, reference } from '../formats/sheet/sheet-text.js';

/** Character data; `raw` for CDATA. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly raw: boolean;
}

export interface SheetCell {
  readonly tagEnd: number;
  readonly type: string;
  readonly typeAttribute: XmlAttribute | undefined;
  /** Start tag of `v`. */
  valueTag: { readonly start: number; readonly end: number } | undefined;
  readonly value: TextRange[];
  readonly inline: TextRange[];
  formula: string | undefined;
  /** Index of the shared formula. */
  shared: string | undefined;
}

export interface SheetParts {
  readonly cells: ReadonlyMap<string, SheetCell>;
  /** Texts of the shared formulas by index. */
  readonly formulas: ReadonlyMap<string, string>;
  readonly headers: readonly TextRange[];
  readonly footers: readonly TextRange[];
}

/** @param wanted References of the cells to find. */
export function readSheetParts(source: string, wanted: ReadonlySet<string>): SheetParts {
  const cells = new Map<string, SheetCell>();
  const formulas = new Map<string, string>();
  const headers: TextRange[] = [];
  const footers: TextRange[] = [];
  const path: string[] = [];
  let row = -1;
  let column = -1;
  let cell: SheetCell | undefined;
  let master: string | undefined;
  walkXml(source, {
    open(name, attributes, start, end) {
      path.push(name);
      if (name === 'row') {
        const stated = Number(attributeText(source, attributes, 'r'));
        row = Number.isInteger(stated) && stated >= 1 && stated <= 1_048_576 ? stated - 1 : row + 1;
        column = -1;
      } else if (name === 'c') {
        const at = parseReference(attributeText(source, attributes, 'r') ?? '');
        column = at?.column ?? column + 1;
        if (at !== undefined) row = at.row;
        const ref = reference({ row, column });
        const typeAttribute = attributes.find((attribute) => attribute.name === 't');
        cell = {
          tagEnd: end,
          type: attributeText(source, attributes, 't') ?? 'n',
          typeAttribute,
          valueTag: undefined,
          value: [],
          inline: [],
          formula: undefined,
          shared: undefined,
        };
        if (wanted.has(ref) && !cells.has(ref)) cells.set(ref, cell);
      } else if (name === 'v' && cell !== undefined) cell.valueTag ??= { start, end };
      else if (name === 'f' && cell !== undefined) {
        cell.formula ??= '';
        master = attributeText(source, attributes, 'si');
        cell.shared = master;
      }
    },
    close(name) {
      path.pop();
      if (name === 'c') cell = undefined;
      if (name === 'f') master = undefined;
    },
    text(start, end, raw) {
      const name = path.at(-1) ?? '';
      if (/^(?:odd|even|first)Header$/.test(name)) headers.push({ start, end, raw });
      else if (/^(?:odd|even|first)Footer$/.test(name)) footers.push({ start, end, raw });
      else if (cell === undefined) return;
      else if (name === 'v') cell.value.push({ start, end, raw });
      else if (name === 't') cell.inline.push({ start, end, raw });
      else if (name === 'f') {
        const text = raw ? source.slice(start, end) : plainText(source, start, end);
        cell.formula += text;
        if (master !== undefined) formulas.set(master, (formulas.get(master) ?? '') + text);
      }
    },
    rest() {},
  });
  return { cells, formulas, headers, footers };
}

/** Texts of shared strings, without the ones that give the reading of others. @param wanted Indices from 0. */
export function readStringParts(source: string, wanted: ReadonlySet<number>): Map<number, TextRange[]> {
  const strings = new Map<number, TextRange[]>();
  let index = -1;
  let phonetic = 0;
  const path: string[] = [];
  walkXml(source, {
    open(name) {
      path.push(name);
      if (name === 'rPh') phonetic++;
      if (name === 'si' && wanted.has(++index)) strings.set(index, []);
    },
    close(name) {
      path.pop();
      if (name === 'rPh') phonetic--;
    },
    text(start, end, raw) {
      if (phonetic === 0 && path.at(-1) === 't') strings.get(index)?.push({ start, end, raw });
    },
    rest() {},
  });
  return strings;
}

/** The texts of the comments on some cells, one list a comment. */
export function readCommentParts(source: string): Map<string, TextRange[][]> {
  const comments = new Map<string, TextRange[][]>();
  const path: string[] = [];
  let ranges: TextRange[] | undefined;
  walkXml(source, {
    open(name, attributes) {
      path.push(name);
      if (name !== 'comment' && name !== 'threadedComment') return;
      const at = parseReference(attributeText(source, attributes, 'ref') ?? '') ?? { row: 0, column: 0 };
      const ref = reference(at);
      ranges = [];
      const known = comments.get(ref);
      if (known === undefined) comments.set(ref, [ranges]);
      else known.push(ranges);
    },
    close(name) {
      path.pop();
      if (name === 'comment' || name === 'threadedComment') ranges = undefined;
    },
    text(start, end, raw) {
      const name = path.at(-1);
      if (ranges === undefined || (name !== 't' && name !== 'text')) return;
      if (name === 't' || source.slice(start, end).trim() !== '') ranges.push({ start, end, raw });
    },
    rest() {},
  });
  return comments;
}
