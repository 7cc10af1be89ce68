/**
 * Edits of cells → edits of the XML that holds them: shared strings (for all cells that use one), inline strings,
 * numbers, which become inline strings, cached results of formulas, comments, page headers.
 */
import type { CellPlace, Edit } from '../core/index.js';
import { numberText } from '../formats/ooxml/number-text.js';
import { plainText } from '../formats/ooxml/xml-text.js';
import { ApplyError } from './errors.js';
import { checkFormula, digitsOf } from './formulas.js';
import { type Medium, type MediumText, noSuchText } from './medium.js';
import {
  readCommentParts,
  readSheetParts,
  readStringParts,
  type SheetCell,
  type TextRange,
} from './sheet-parts.js';
import type { TextEdit } from './text-edits.js';
import { Units } from './units.js';

const STRINGS = /^(?:[^!]*\/)?sharedStrings\d*\.xml$/i;
const COMMENTS = /(?:^|\/)(?:threaded)?comments?\d*(?:\/[^/]+)?\.xml$/i;

export interface CellEdits {
  /** Sorted by part only. */
  readonly byPart: ReadonlyMap<string, readonly TextEdit[]>;
  /** What the cell of an edit holds. */
  readonly texts: ReadonlyMap<Edit, string>;
}

interface CellEdit {
  readonly edit: Edit;
  readonly place: CellPlace;
  readonly change: TextEdit;
}

/** One text with the changes that all its cells ask for. */
interface Job {
  readonly part: string;
  readonly units: Units;
  readonly changes: TextEdit[];
}

/** The result of a formula, which is masked. */
interface Result {
  readonly formula: string;
  readonly text: string;
  readonly place: CellPlace;
}

/** What concerns more than one sheet. */
interface Gathered {
  readonly texts: Map<Edit, string>;
  /** Shared strings by container and index. */
  readonly shared: Map<string, Map<number, CellEdit[]>>;
  readonly results: Result[];
  /** Digits of masked cells without formula. */
  readonly plain: Set<string>;
  readonly add: (part: string, edits: readonly TextEdit[]) => void;
}

/** @throws ApplyError where a cell can't be found or can't take a mask. */
export async function resolveCells(edits: readonly Edit[], medium: Medium): Promise<CellEdits> {
  const bySheet = new Map<string, CellEdit[]>();
  for (const edit of edits) {
    const { place, replacement } = edit;
    if (place.kind !== 'cell' || place.start === undefined || place.end === undefined) {
      throw new ApplyError(
        'apply/place-not-text',
        'the place is no range of a text; edit the file by hand',
        place,
      );
    }
    const list = bySheet.get(place.part) ?? [];
    list.push({ edit, place, change: { start: place.start, end: place.end, replacement } });
    bySheet.set(place.part, list);
  }
  const byPart = new Map<string, TextEdit[]>();
  const texts = new Map<Edit, string>();
  const add = (part: string, more: readonly TextEdit[]): void => {
    const known = byPart.get(part);
    if (known === undefined) byPart.set(part, [...more]);
    else for (const edit of more) known.push(edit);
  };
  const shared = new Map<string, Map<number, CellEdit[]>>();
  const results: Result[] = [];
  const plain = new Set<string>();
  for (const [part, wanted] of bySheet) {
    const text = await textOf(medium, part, wanted[0]!.place);
    const jobs = COMMENTS.test(part)
      ? commentJobs(text.decoded.text, part, wanted, texts)
      : sheetJobs(text.decoded.text, part, wanted, { texts, shared, results, plain, add });
    for (const { units, changes } of jobs) add(part, units.edits(changes));
  }
  for (const [prefix, wanted] of shared) {
    const inside = (await medium.parts()).filter((part) => part.startsWith(prefix));
    const part = inside.filter((name) => STRINGS.test(name.slice(prefix.length))).at(-1);
    const { place } = [...wanted.values()][0]![0]!;
    if (part === undefined) throw missing(place);
    const source = (await textOf(medium, part, place)).decoded.text;
    const strings = readStringParts(source, new Set(wanted.keys()));
    for (const [index, cells] of wanted) {
      const ranges = strings.get(index);
      if (ranges === undefined) throw missing(cells[0]!.place);
      const units = joined(source, ranges, true);
      for (const { edit } of cells) texts.set(edit, units.text);
      plain.add(digitsOf(units.text));
      add(part, units.edits(cells.map(({ change }) => change)));
    }
  }
  for (const { formula, text, place } of results) {
    const value = digitsOf(text);
    try {
      checkFormula(formula, value, plain.has(value));
    } catch (error) {
      if (error instanceof ApplyError) throw new ApplyError(error.code, error.message, place);
      throw error;
    }
  }
  return { byPart, texts };
}

async function textOf(medium: Medium, part: string, place: CellPlace): Promise<MediumText> {
  const text = await medium.text(part);
  if (text === undefined || text === 'dropped') throw noSuchText(medium, part, place);
  if (text.markup !== 'sheet') {
    throw new ApplyError(
      'apply/place-not-text',
      'cells of this format can not be written; edit the file by hand',
      place,
    );
  }
  return text;
}

function missing(place: CellPlace): ApplyError {
  return new ApplyError('apply/other-source', 'the sheet has no such cell; scan the file again', place);
}

function joined(source: string, ranges: readonly TextRange[], escapes: boolean): Units {
  const units = new Units(source);
  for (const { start, end, raw } of ranges) units.add(start, end, raw);
  return units.decoded(escapes);
}

function sheetJobs(
  source: string,
  part: string,
  wanted: readonly CellEdit[],
  { texts, shared, results, plain, add }: Gathered,
): Job[] {
  const refs = new Set(wanted.map(({ place }) => place.ref));
  const sheet = readSheetParts(source, refs);
  const prefix = part.slice(0, part.lastIndexOf('!') + 1);
  const jobs = new Map<string, Job>();
  const headers = new Texts(
    source,
    sheet.headers.map((range) => [range]),
    false,
  );
  const footers = new Texts(
    source,
    sheet.footers.map((range) => [range]),
    false,
  );
  const jobOf = (key: string, make: () => Units): Job => {
    let job = jobs.get(key);
    if (job === undefined) {
      job = { part, units: make(), changes: [] };
      jobs.set(key, job);
    }
    return job;
  };
  for (const one of wanted) {
    const { place, edit, change } = one;
    if (place.channel === 'header' || place.channel === 'footer') {
      for (const units of (place.channel === 'header' ? headers : footers).pick(change, place)) {
        const job = jobOf(`${place.channel} ${units.first}`, () => units);
        job.changes.push(change);
        texts.set(edit, job.units.text);
      }
      continue;
    }
    if (place.channel === 'attribute' || place.channel === 'residue') {
      throw new ApplyError(
        place.channel === 'attribute' ? 'apply/formula-literal' : 'apply/place-not-text',
        'the value is written in a formula or beside the cells; change it in the program',
        place,
      );
    }
    const cell = sheet.cells.get(place.ref);
    if (cell === undefined) throw missing(place);
    if (cell.type === 's') {
      const index = Number(source.slice(cell.value[0]?.start ?? 0, cell.value.at(-1)?.end ?? 0).trim());
      const strings = shared.get(prefix) ?? new Map<number, CellEdit[]>();
      shared.set(prefix, strings);
      const users = strings.get(index);
      if (users === undefined) strings.set(index, [one]);
      else users.push(one);
      continue;
    }
    const first = !jobs.has(place.ref);
    const job = jobOf(place.ref, () => cellUnits(source, cell));
    job.changes.push(change);
    texts.set(edit, job.units.text);
    if (!first) continue;
    if (cell.formula === undefined) plain.add(digitsOf(job.units.text));
    else {
      const formula = cell.formula || sheet.formulas.get(cell.shared ?? '') || '';
      results.push({ formula, text: job.units.text, place });
    }
    add(part, typeEdits(source, cell, place));
  }
  return [...jobs.values()];
}

/** The text of a cell, as `readSheet` makes it. */
function cellUnits(source: string, cell: SheetCell): Units {
  const { type, value, inline } = cell;
  if (type === 'inlineStr' || (type === 'n' && inline.length > 0) || value.length === 0) {
    return joined(source, inline, true);
  }
  if (type !== 'n') return joined(source, value, true);
  const [start, end] = [value[0]!.start, value.at(-1)!.end];
  const stored = value.map((range) => plainText(source, range.start, range.end)).join('');
  const { text } = numberText(stored);
  if (text === source.slice(start, end)) return joined(source, value, false);
  const units = new Units(source);
  units.replace(text.trim(), start, end);
  return units;
}

/** What makes a text of a number: `<c t="inlineStr"><is><t>`; the result of a formula becomes `t="str"`. */
function typeEdits(source: string, cell: SheetCell, place: CellPlace): TextEdit[] {
  const { type, typeAttribute, tagEnd, value, valueTag, formula } = cell;
  if (
    type === 'inlineStr' ||
    type === 'str' ||
    value.length === 0 ||
    (type === 'n' && cell.inline.length > 0)
  ) {
    return [];
  }
  const becomes = formula === undefined ? 'inlineStr' : 'str';
  const edits: TextEdit[] = [
    typeAttribute === undefined
      ? { start: tagEnd - 1, end: tagEnd - 1, replacement: ` t="${becomes}"`, raw: true }
      : { start: typeAttribute.start, end: typeAttribute.end, replacement: becomes, raw: true },
  ];
  if (formula !== undefined) return edits;
  const tag =
    valueTag === undefined ? null : /^<((?:[\w.-]+:)?)v\b/.exec(source.slice(valueTag.start, valueTag.end));
  const from = value.at(-1)!.end;
  const close = /^<\/[\w.:-]+\s*>/.exec(source.slice(from, from + 64));
  if (tag === null || close === null || value.length > 1 || value[0]!.raw) {
    throw new ApplyError(
      'apply/place-not-text',
      'the cell is written in an unusual way; save it in the program',
      place,
    );
  }
  const prefix = tag[1]!;
  edits.push(
    { start: valueTag!.start, end: valueTag!.end, replacement: `<${prefix}is><${prefix}t>`, raw: true },
    { start: from, end: from + close[0].length, replacement: `</${prefix}t></${prefix}is>`, raw: true },
  );
  return edits;
}

function commentJobs(
  source: string,
  part: string,
  wanted: readonly CellEdit[],
  texts: Map<Edit, string>,
): Job[] {
  const comments = new Map(
    [...readCommentParts(source)].map(([ref, ranges]) => [ref, new Texts(source, ranges, true)]),
  );
  const jobs = new Map<Units, Job>();
  for (const { place, change, edit } of wanted) {
    const known = comments.get(place.ref);
    if (known === undefined) throw missing(place);
    for (const units of known.pick(change, place)) {
      let job = jobs.get(units);
      if (job === undefined) {
        job = { part, units, changes: [] };
        jobs.set(units, job);
      }
      job.changes.push(change);
      texts.set(edit, units.text);
    }
  }
  return [...jobs.values()];
}

/** The texts that a place may mean: it names the cell only. */
class Texts {
  readonly #source: string;
  readonly #ranges: readonly TextRange[][];
  readonly #escapes: boolean;
  #units: Units[] | undefined;

  constructor(source: string, ranges: readonly TextRange[][], escapes: boolean) {
    this.#source = source;
    this.#ranges = ranges;
    this.#escapes = escapes;
  }

  /** @returns Of several texts those that can be meant, when they read the same. */
  pick({ start, end, replacement }: TextEdit, place: CellPlace): Units[] {
    this.#units ??= this.#ranges
      .map((ranges) => joined(this.#source, ranges, this.#escapes))
      .filter(({ text }) => text.trim() !== '');
    const number = this.#units.length > 1 && /^\*+$/.test(replacement);
    const fits = this.#units.filter(
      ({ text }) => end <= text.length && (!number || /^[\dXx０-９]+$/.test(text.slice(start, end))),
    );
    if (fits.length === 0) throw missing(place);
    if (fits.some(({ text }) => text !== fits[0]!.text)) {
      throw new ApplyError(
        'apply/ambiguous-place',
        'several comments or headers stand at this cell; delete all but one in the program, then scan again',
        place,
      );
    }
    return fits;
  }
}
