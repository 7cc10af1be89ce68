/** The edits of a plan by the part that they are in, as its markup needs them. */
import type { Edit } from '../core/index.js';
import { insideBase64 } from './base64.js';
import { ApplyError } from './errors.js';
import { joinWords } from './mail-edits.js';
import { safeMarkupEdits } from './markup-edits.js';
import { type Medium, type MediumText, noSuchText } from './medium.js';
import type { Item } from './plan.js';
import { safeScriptEdits } from './script-edits.js';
import type { CellEdits } from './sheet-cells.js';
import { checkEdits, type TextEdit } from './text-edits.js';

interface PartEdits {
  readonly byPart: Map<string, Edit[]>;
  readonly inCells: Edit[];
  /** Parts that no copy keeps: what an archive hides. */
  readonly dropped: ReadonlySet<string>;
}

/** The edits of all items, by part, in the order of the parts' first edit. */
export async function editsByPart(items: readonly Item[], medium: Medium): Promise<PartEdits> {
  const byPart = new Map<string, Edit[]>();
  const inCells: Edit[] = [];
  const dropped = new Set<string>();
  for (const edit of items.flatMap(({ suggestion }) => suggestion.edits)) {
    const { place } = edit;
    const edits = byPart.get(place.part);
    if (dropped.has(place.part)) continue;
    if (edits === undefined && (await medium.text(place.part)) === 'dropped') dropped.add(place.part);
    else if (place.kind === 'cell') inCells.push(edit);
    else if (edits === undefined) byPart.set(place.part, [edit]);
    else edits.push(edit);
  }
  return { byPart, inCells, dropped };
}

export async function textsOf(
  medium: Medium,
  byPart: ReadonlyMap<string, readonly Edit[]>,
  cells: CellEdits,
): Promise<Map<string, MediumText>> {
  const texts = new Map<string, MediumText>();
  for (const part of [...byPart.keys(), ...cells.byPart.keys()]) {
    const text = await medium.text(part);
    if (text === undefined || text === 'dropped') {
      throw noSuchText(medium, part, byPart.get(part)?.[0]?.place);
    }
    texts.set(part, text);
  }
  return texts;
}

export function planEdits(
  edits: readonly Edit[],
  cells: readonly TextEdit[],
  { decoded: { text: source }, kind, markup }: MediumText,
  part: string,
): TextEdit[] {
  const sorted = checkEdits(markup === 'mail' ? joinWords(source, inOrder(edits)) : edits, source, part);
  const encoded = insideBase64(source, sorted);
  if (encoded !== undefined) {
    const { place } = edits.find(({ place }) => place.kind === 'text' && place.start === encoded.start)!;
    throw new ApplyError(
      'apply/encoded-text',
      'the value is inside base64 data; decode, redact and encode it',
      place,
    );
  }
  const all = merged(sorted, cells);
  return markup === 'none' ? safeScriptEdits(source, all, kind) : safeMarkupEdits(source, all, part, markup);
}

function inOrder(edits: readonly Edit[]): Edit[] {
  const start = ({ place }: Edit): number => (place.kind === 'text' ? place.start : 0);
  return [...edits].sort((a, b) => start(a) - start(b));
}

/** Sorted; edits that several cells ask for are made once. */
function merged(edits: readonly TextEdit[], cells: readonly TextEdit[]): TextEdit[] {
  if (cells.length === 0) return [...edits];
  const all = [...edits, ...cells].sort((a, b) => a.start - b.start || a.end - b.end);
  return all.filter((edit, i) => {
    const last = all[i - 1];
    if (last === undefined || edit.start >= last.end) return true;
    if (edit.start === last.start && edit.end === last.end && edit.replacement === last.replacement)
      return false;
    throw new ApplyError('apply/overlapping-edits', 'two edits touch the same characters of the file');
  });
}
